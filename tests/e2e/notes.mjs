// That what happens is told where it happens: generated points that become own ones, numbers and curve after other points came,
// files that were saved and opened; networks that cannot learn.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { drawn } from "./curve.mjs";
import { changedShare } from "./page.mjs";
import { eventually, until } from "./until.mjs";

const seen = (page, selector) => page.driver.evaluate((selector) => document.querySelector(selector)?.innerText ?? "", selector);
/** Everything that the live region says until it says this. */
const says = (page, words) => until(`“${words}” to be said`, () => page.driver.evaluate((words) => (
  [...document.querySelectorAll("[aria-live=polite]")].some((region) => region.textContent.includes(words))
), words));
const points = (page) => page.call("points");

export const tests = {
  "a click that makes generated points own ones says so, and how to get them back": async (page) => {
    await page.open();
    await page.call("pause");
    const before = await points(page);
    const place = () => page.driver.evaluate(() => document.getElementById("count").getBoundingClientRect().top);
    const top = await page.still("the sliders", place);
    await page.clickPlane(-5, 5);
    await until("one point more", async () => (await points(page)).length === before.length + 1);
    for (const selector of [".data .chosen", ".plot-line"]) {
      await until(`words in ${selector}`, async () => /Points changed[\s\S]*Back to Circle/.test(await seen(page, selector)));
    }
    await says(page, "Back to Circle generates them again");
    assert.equal(await page.still("the sliders", place), top, "the sliders must stay where they are");
    await eventually(async () => {
      const why = await page.driver.evaluate(() => {
        const slider = document.getElementById("noise");
        return { disabled: slider.disabled, why: document.getElementById(slider.getAttribute("aria-describedby")).textContent };
      });
      assert.ok(why.disabled && why.why.startsWith("Does not change your own points"), JSON.stringify(why));
    });
    const slider = await page.element("Noise");
    await page.driver.move(slider.x + 20, slider.y + slider.height / 2);
    await until("the reason to be seen", () => page.driver.evaluate(() => document.getElementById("noise-why").getBoundingClientRect().height > 0));

    await page.click("Back to Circle");
    await until("the generated points", async () => (await page.call("config")).dataset === "circle");
    assert.deepEqual(await points(page), before);
    await until("no such words", async () => !(await seen(page, ".data .chosen")).includes("You have changed"));
    await page.click("Undo");
    await until("the own points again", async () => (await points(page)).length === before.length + 1);
  },

  "after other points came, the numbers are theirs and the curve has a mark": async (page) => {
    await page.open();
    await page.configured({});
    await page.call("step", "epoch", 40);
    const gradient = () => page.element("Gradient norm").then(({ number, text }) => [number, text]);
    await until("a gradient", async () => (await gradient())[0] !== null);
    // Outputs may be told before the picture that brings the curve.
    await drawn(page, 40);
    const before = await page.pixels("Loss curve");
    await page.call("setPoints", [{ x: 1, y: 1, label: 1 }, { x: -1, y: -2, label: 2 }]);
    await until("no gradient", async () => String(await gradient()) === ",–");
    assert.equal((await page.call("snapshot")).gradientNorm, null);
    const loss = (await page.call("snapshot")).trainLoss;
    await until("the loss of these points", async () => Number((await page.element("Training loss")).number) === loss);
    const changed = await until("a mark on the curve", async () => {
      const share = changedShare(before, await page.pixels("Loss curve"));
      return share > 0.001 && share;
    });
    assert.ok(changed < 0.2, `the curve itself must stay, ${changed} of it changed`);
    await page.call("step", "batch", 1);
    await until("their gradient", async () => (await gradient())[0] !== null);
  },

  "the chosen dataset is named, and each other when it is pointed at": async (page) => {
    await page.open();
    await page.call("pause");
    const named = (words) => until(`“${words}”`, async () => (await seen(page, ".data .chosen")).startsWith(words));
    await named("Circle: A disc of class 2");
    const height = () => page.driver.evaluate(() => document.querySelector(".data").getBoundingClientRect().height);
    const before = await page.still("the panel", height);
    for (const [name, words] of [["Spiral", "Spiral: Two to five arms"], ["Checkerboard", "Checkerboard: "]]) {
      const { x, y, width, height: high } = await page.element(name);
      await page.driver.move(x + width / 2, y + high / 2);
      await named(words);
      assert.equal(await page.still("the panel", height), before, "nothing may move");
    }
    await page.driver.move(1, 1);
    await named("Circle: ");
    await page.reveal("Circle");
    await page.driver.press("ArrowRight");
    await named("XOR: ");
  },

  "a network that cannot learn says why and what to try": async (page) => {
    await page.open();
    const note = () => seen(page, ".network .note");
    await page.configured({ activation: "relu", features: ["x1"], biasInit: -10 });
    await page.call("step", "epoch", 2);
    await until("words about dead neurons", async () => /^The neurons of layer 1 are dead[\s\S]*Leaky ReLU/.test(await note()));
    await page.call("configure", { biasInit: 0, features: ["x1", "x2"] });
    await page.call("reset");
    await until("no such words", async () => (await note()) === "");
    await page.configured({ activation: "tanh", initialisation: "zeros" });
    await page.call("step", "epoch", 2);
    await until("words about zeros", async () => /^The weights of layer 1 are all 0[\s\S]*Initialisation/.test(await note()));
    await page.call("configure", { initialisation: "xavier-uniform" });
    await until("no such words", async () => (await note()) === "");
  },

  "Export and Import say what they did": async (page, { work }) => {
    await page.open();
    await page.call("pause");
    await page.call("reset");
    await page.call("step", "batch", 7);
    const text = await page.driver.download(async () => {
      await page.click("Export");
      await page.click("Download");
    });
    const saved = "The browser was asked to save gradient-playground-model.json: the network at step 7.";
    await until("what was saved", async () => (await seen(page, "#export [role=status]")).includes(saved));
    await page.driver.evaluate(() => document.querySelector(".backdrop").click());
    const path = join(work, "another.json");
    await writeFile(path, text);
    await page.call("step", "batch", 3);
    await page.call("play");
    await page.driver.choose(() => page.click("Import"), path);
    const opened = "Opened another.json: the network at step 7, paused.";
    await until("what was opened", async () => (await seen(page, ".notices")).includes(opened));
    await says(page, opened);
    await page.reach("paused");
    assert.equal((await page.call("snapshot")).step, 7);
    await page.click("Dismiss");
    await until("no card", async () => (await seen(page, ".notices")) === "");

    await writeFile(path, JSON.stringify({ ...JSON.parse(text), engine: 1 }));
    await page.driver.choose(() => page.click("Import"), path);
    const other = `${opened} Another version of the training engine made this file, so training will not go on with exactly the same numbers.`;
    await until("what another engine's file means", async () => (await seen(page, ".notices")).includes(other));
    assert.equal((await page.call("snapshot")).step, 7);
    await page.click("Dismiss");
    await until("no card", async () => (await seen(page, ".notices")) === "");
  },
};
