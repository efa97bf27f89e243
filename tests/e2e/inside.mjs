// Backprop by numbers: what stands there is what trace and nextStep give, a step that is taken leads where it says, and all of it can
// be reached by keys, on a phone and in both languages.
import assert from "node:assert/strict";
import { becomes, eventually, until } from "./until.mjs";

/** Opens the view on a run that has been trained a little. */
async function opened(page, config = {}, fragment = "#v=1&lang=en") {
  await page.open(fragment);
  await page.configured(config);
  await page.call("step", "batch", 7);
  await page.click(fragment.includes("lang=zh") ? "反向传播" : "Backprop");
  await until("the ledger", () => page.driver.evaluate(() => Boolean(document.querySelector(".ledger tr"))));
}

/** What stands in the ledger: its heading and per line name, text and the whole value. */
const lines = (page) => page.driver.evaluate(() => ({
  heading: document.querySelector(".ledger h3").textContent,
  rows: [...document.querySelectorAll(".ledger .lines tbody tr")].map((row) => ({
    name: row.querySelector("th").textContent, text: row.textContent, value: row.querySelector(".out")?.dataset.value, title: row.querySelector(".out")?.title,
  })),
  point: document.querySelector(".inside-point").textContent,
}));

/** Chooses a stage, and waits for its heading to say what it is about. */
async function stage(page, name) {
  await page.driver.evaluate((name) => document.querySelector(`.inside input[aria-label="${name}"]`).click(), name);
  return until(`the stage ${name}`, () => page.driver.evaluate((name) => document.querySelector(`.inside input[aria-label="${name}"]`).checked && document.querySelectorAll(".ledger tr").length > 2, name));
}

/** The index of the point that is looked at. */
const pointOf = ({ point }) => Number(/(\d+) of \d+$/.exec(point)[1]) - 1;

const value = ({ rows }, name) => Number(rows.filter((row) => row.name === name).at(-1)?.value);

/** Waits until the ledger says so. */
const saying = (page, what, holds) => until(what, async () => {
  const found = await lines(page);
  return holds(found) && found;
});

export const tests = {
  "the ledger shows the numbers of trace": async (page) => {
    await opened(page, { noise: 0.3 });
    const { points } = await page.call("nextStep");
    const found = await page.call("trace", { point: points[0] });
    const [one] = found.layers;
    await eventually(async () => {
      const first = await lines(page);
      assert.equal(pointOf(first), points[0], "it begins with the first point of the next batch");
      assert.equal(first.heading, "Neuron 1.1");
      assert.equal(value(first, "z"), one.z[0]);
      assert.equal(value(first, "a"), one.a[0]);
      assert.equal(first.rows.find((row) => row.name === "a").title, String(one.a[0]));
    });
    await stage(page, "Loss");
    const numbers = (what, names) => becomes(what, async () => {
      const now = await lines(page);
      return Object.keys(names).map((name) => value(now, name));
    }, Object.values(names));
    await saying(page, "the loss", ({ heading }) => heading === "Loss");
    await numbers("what trace says of the loss", { "ℓ": found.loss, "δ": found.layers[2].delta[0] });
    await stage(page, "Backward");
    await saying(page, "the way back", ({ rows }) => rows.some((row) => row.name === "1.1 → 2.1"));
    const [{ weights, bias }] = found.gradient;
    await numbers("what trace says of the way back", { "δ": one.delta[0], "x₁ → 1.1": weights[0][0], "bias of 1.1": bias[0] });
    // The next point by the picker, another one by a click on the plot.
    await page.click("Next point");
    await saying(page, "the next point", (now) => pointOf(now) === points[0] + 1);
    await numbers("what trace says of it", { "δ": (await page.call("trace", { point: points[0] + 1 })).layers[0].delta[0] });
    // The lowest: the bar of the selected point does not cover it.
    const all = await page.call("points");
    const lowest = all.reduce((low, point, index) => (point.y < all[low].y ? index : low), 0);
    await page.clickPlane(all[lowest].x, all[lowest].y);
    await saying(page, "the point that was clicked", (now) => pointOf(now) === lowest);
    await numbers("what trace says of it", { "δ": (await page.call("trace", { point: lowest })).layers[0].delta[0] });
    assert.equal((await page.call("points")).length, all.length);
  },

  "Take this step leads to the values that are shown": async (page) => {
    for (const config of [{ optimiser: "adam", penalty: "l2", penaltyRate: 0.01 }, { optimiser: "momentum", clip: 0.05 }]) {
      await opened(page, config);
      await stage(page, "Update");
      const step = await page.call("nextStep");
      const shown = await saying(page, "the update", (now) => Math.fround(value(now, "new value")) === Math.fround(step.after[0].weights[0][0]));
      await page.click("Take this step");
      await until("the step", async () => (await page.call("snapshot")).step === 8);
      const { layers } = await page.call("model");
      assert.deepEqual(layers[0].weights, step.after[0].weights);
      assert.equal(Math.fround(layers[0].weights[0][0]), Math.fround(value(shown, "new value")));
      await saying(page, "the step after it", (now) => Math.fround(value(now, "old value")) === Math.fround(value(shown, "new value")));
      await page.renew();
    }
  },

  "opening the view pauses, and keys lead from neuron to neuron": async (page) => {
    await page.open("#v=1&lang=en&play=1");
    await page.reach("running");
    await page.click("Backprop");
    await page.reach("paused");
    await until("the ledger", () => page.driver.evaluate(() => Boolean(document.querySelector(".ledger tr"))));
    const { step } = await page.call("snapshot");
    await page.driver.evaluate(() => document.querySelector(".ledger").focus());
    const headings = [(await lines(page)).heading];
    for (let k = 0; k < 8; k += 1) {
      await page.driver.press("ArrowRight");
      const { heading } = await saying(page, "the next place", ({ heading }) => heading !== headings.at(-1) || k === 7);
      headings.push(heading);
    }
    assert.deepEqual(headings.slice(0, 8), ["Neuron 1.1", "Neuron 1.2", "Neuron 1.3", "Neuron 1.4", "Neuron 2.1", "Neuron 2.2", "Output", "Loss"]);
    await page.driver.press("ArrowLeft");
    await saying(page, "the place before", ({ heading }) => heading === "Loss" || heading === "Output");
    // A line that leads elsewhere goes with its place, and the keys stay with the view.
    await stage(page, "Backward");
    await page.driver.evaluate(() => document.querySelector(".inside input[aria-label=Forward]").click());
    await saying(page, "a neuron", ({ heading }) => heading === "Output");
    for (let k = 0; k < 6; k += 1) await page.click("Back one neuron");
    await stage(page, "Backward");
    await page.click("1.1 → 2.2");
    await saying(page, "the neuron there", ({ heading }) => heading === "Neuron 2.2");
    await page.driver.press("ArrowLeft");
    await saying(page, "the one before", ({ heading }) => heading === "Output");
    assert.equal((await page.call("snapshot")).step, step, "no key has trained");
  },

  "the gradient check, and a result that one works out oneself": async (page) => {
    await opened(page, { noise: 0.3 });
    await stage(page, "Backward");
    await page.click("Check");
    await until("a verdict", () => page.driver.evaluate(() => document.querySelector(".inside-check .good")?.textContent === "They agree."));
    await page.click("Check all");
    await until("all verdicts", () => page.driver.evaluate(() => /^25 weights checked\./.test(document.querySelector(".inside-check .good")?.textContent ?? "")));
    const { points } = await page.call("nextStep");
    const { layers } = await page.call("trace", { point: points[0] });
    await page.click("Try it yourself");
    const hidden = await saying(page, "a hidden result, and nothing that follows from it", ({ rows }) => rows.at(-1).value === undefined);
    const said = () => page.driver.evaluate(() => document.querySelector(".inside-try [role=status]").textContent);
    const typed = async (number, wanted) => {
      await page.driver.evaluate(() => { document.querySelector(".inside-try input").value = ""; });
      await page.type("Your result for δ, three digits", `${number.toPrecision(4)}\n`);
      await until(wanted, async () => (await said()) === wanted);
    };
    await typed(layers[0].delta[0] / layers[0].slope[0], "That is Σ w·δ. It is still multiplied by the slope f′(z).");
    await typed(-layers[0].delta[0], "The size is right, the sign is not.");
    await typed(layers[0].delta[0], "Right.");
    await saying(page, "the result, once it is found, and what follows from it", (now) => (
      value(now, "δ") === layers[0].delta[0] && now.rows.length > hidden.rows.length
    ));
  },

  "a check of all weights tells how far it is, can be given up, and leads to the worst": async (page) => {
    await opened(page, { noise: 0.3, hiddenLayers: [40, 40, 40] });
    await stage(page, "Batch");
    const status = () => page.driver.evaluate(() => document.querySelector(".inside-check [role=status]").textContent);
    await page.click("Check all");
    await until("progress in numbers", async () => /^\d+ of 3,441 weights checked so far$/.test(await status()));
    // Other looks do not wait for it.
    const point = pointOf(await lines(page));
    await page.click("Next point");
    await saying(page, "the next point meanwhile", (now) => pointOf(now) !== point && now.rows.length > 2);
    // The ledger of the next point may move the button while it is pressed: a person would press again.
    await until("its end", async () => {
      if (await page.has("Cancel")) await page.click("Cancel");
      return (await status()) === "Cancelled.";
    });
    await page.call("configure", { hiddenLayers: [2] });
    await until("another network", () => page.driver.evaluate(() => document.querySelector(".inside-check [role=status]").textContent === ""));
    await page.click("Check all");
    await until("the worst", async () => /^9 weights checked\. The largest relative error is .*, at (.*)\. Below/.test(await status()));
    const [, worst] = /, at (.*)\. Below/.exec(await status());
    if (await page.has(`Go to ${worst}`)) {
      await page.click(`Go to ${worst}`);
      await saying(page, "its place", ({ heading }) => heading === worst);
    }
  },

  "a link opens the view, in a frame too, and the tabs change the link": async (page) => {
    const shown = () => page.driver.evaluate(() => document.querySelector("#tab-inside")?.getAttribute("aria-selected") === "true" && Boolean(document.querySelector(".ledger tr")));
    const view = () => page.driver.evaluate(() => new URLSearchParams(location.hash.slice(1)).get("view"));
    await page.open("#v=1&lang=en&view=backprop&hiddenLayers=3");
    await until("the ledger", shown);
    await page.driver.evaluate(() => document.querySelector("#tab-loss").click());
    await until("a link without it", async () => (await view()) === null);
    await page.click("Backprop");
    await until("a link with it", async () => (await view()) === "backprop");
    await page.open("?embed#v=1&lang=en&view=backprop");
    await until("the ledger in a frame", shown);
  },

  "an edge of the picture leads to its weight, shows its share, and on the way back its gradient": async (page) => {
    await opened(page);
    const edge = (at, type) => page.driver.evaluate(({ at, type }) => document.querySelectorAll(".neighbours .edge")[at].dispatchEvent(new MouseEvent(type, { bubbles: true })), { at, type });
    await edge(1, "click");
    await until("its line", () => page.driver.evaluate(() => document.querySelector(".lines .picked th")?.textContent === "x₂ → 1.1"));
    // On the way there the picture shows weights, on the way back what it was for: the gradients of those into the neuron.
    const drawn = () => page.driver.evaluate(() => ({
      of: document.querySelector(".neighbours .meaning").textContent,
      numbers: [...document.querySelectorAll(".neighbours .gradient text")].map((text) => text.textContent),
      said: ["x₁ → 1.1", "x₂ → 1.1"].map((name) => [...document.querySelectorAll(".ledger .lines tbody tr")].filter((row) => row.querySelector("th").textContent === name).at(-1)?.querySelector(".out span:last-child").textContent),
    }));
    const forth = await drawn();
    assert.deepEqual([forth.of, forth.numbers], ["w", []]);
    await stage(page, "Backward");
    await eventually(async () => {
      const back = await drawn();
      assert.equal(back.of, "∂ℓ/∂w");
      assert.equal(back.numbers.length, 2);
      assert.deepEqual(back.numbers, back.said);
    });
    await edge(2, "mouseenter");
    await until("its share", () => page.driver.evaluate(() => {
      const [line, share] = [document.querySelector(".lines .lit .out span:last-child"), document.querySelector(".neighbours .lit text")];
      return line && share?.textContent.endsWith(`= ${line.textContent}`);
    }));
  },

  "the view fits a phone in both languages": async (page) => {
    for (const [lang, stages] of [["en", ["Forward", "Loss", "Backward", "Batch", "Update"]], ["zh-Hans", ["前向", "损失", "反向", "批次", "更新"]]]) {
      for (const width of [390, 360]) {
        await page.driver.resize(width, 780);
        await opened(page, { optimiser: "adam" }, `#v=1&lang=${lang === "en" ? "en" : "zh"}`);
        for (const name of stages) {
          await stage(page, name);
          const fits = () => page.driver.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
          await until(`room for ${name} in ${lang} at ${width}`, fits);
        }
        await page.renew();
      }
    }
  },

  "a large network's view holds the neighbourhood of one neuron": async (page) => {
    await opened(page, { hiddenLayers: Array(8).fill(128) });
    for (const name of ["Forward", "Backward"]) {
      await stage(page, name);
      if (name === "Backward") await saying(page, "how many terms are left out", ({ rows }) => rows.some((row) => row.name === "117 more terms"));
      const count = () => page.driver.evaluate(() => document.querySelectorAll(".ledger tr, .neighbours .node").length);
      const n = await page.still("its elements", count);
      assert.ok(n < 75, `${n} elements`);
    }
  },
};
