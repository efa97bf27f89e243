// Backprop by numbers: what stands there is what trace and nextStep give, a step that is taken leads where it says, and all of it can
// be reached by keys, on a phone and in both languages.
import assert from "node:assert/strict";
import { until } from "./until.mjs";

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
    const first = await lines(page);
    const { points } = await page.call("nextStep");
    assert.equal(pointOf(first), points[0], "it begins with the first point of the next batch");
    const found = await page.call("trace", { point: points[0] });
    const [one] = found.layers;
    assert.equal(first.heading, "Neuron 1.1");
    assert.equal(value(first, "z"), one.z[0]);
    assert.equal(value(first, "a"), one.a[0]);
    assert.equal(first.rows.find((row) => row.name === "a").title, String(one.a[0]));
    await stage(page, "Loss");
    const loss = await saying(page, "the loss", ({ heading }) => heading === "Loss");
    assert.equal(value(loss, "ℓ"), found.loss);
    assert.equal(value(loss, "δ"), found.layers[2].delta[0]);
    await stage(page, "Backward");
    const backward = await saying(page, "the way back", ({ rows }) => rows.some((row) => row.name === "1.1 → 2.1"));
    assert.equal(value(backward, "δ"), one.delta[0]);
    assert.equal(value(backward, "x₁ → 1.1"), found.gradient[0].weights[0][0]);
    assert.equal(value(backward, "bias of 1.1"), found.gradient[0].bias[0]);
    // The next point by the picker, another one by a click on the plot.
    await page.click("Next point");
    const next = await saying(page, "the next point", (now) => pointOf(now) === points[0] + 1);
    assert.equal(value(next, "δ"), (await page.call("trace", { point: points[0] + 1 })).layers[0].delta[0]);
    // The lowest: the bar of the selected point does not cover it.
    const all = await page.call("points");
    const lowest = all.reduce((low, point, index) => (point.y < all[low].y ? index : low), 0);
    await page.clickPlane(all[lowest].x, all[lowest].y);
    const clicked = await saying(page, "the point that was clicked", (now) => pointOf(now) === lowest);
    assert.equal(value(clicked, "δ"), (await page.call("trace", { point: lowest })).layers[0].delta[0]);
    assert.equal((await page.call("points")).length, all.length);
  },

  "Take this step leads to the values that are shown": async (page) => {
    for (const config of [{ optimiser: "adam", penalty: "l2", penaltyRate: 0.01 }, { optimiser: "momentum", clip: 0.05 }]) {
      await opened(page, config);
      await stage(page, "Update");
      const shown = await saying(page, "the update", ({ rows }) => rows.some((row) => row.name === "new value"));
      const step = await page.call("nextStep");
      assert.equal(Math.fround(value(shown, "new value")), Math.fround(step.after[0].weights[0][0]));
      await page.click("Take this step");
      await until("the step", async () => (await page.call("snapshot")).step === 8);
      const { layers } = await page.call("model");
      assert.deepEqual(layers[0].weights, step.after[0].weights);
      assert.equal(Math.fround(layers[0].weights[0][0]), Math.fround(value(shown, "new value")));
      const old = await saying(page, "the step after it", (now) => value(now, "old value") !== value(shown, "old value"));
      assert.equal(Math.fround(value(old, "old value")), Math.fround(value(shown, "new value")));
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
    const hidden = await lines(page);
    assert.equal(hidden.rows.at(-1).value, undefined, "the result is hidden, and what follows from it");
    const said = () => page.driver.evaluate(() => document.querySelector(".inside-try [role=status]").textContent);
    const typed = async (number, wanted) => {
      await page.driver.evaluate(() => { document.querySelector(".inside-try input").value = ""; });
      await page.type("Your result for δ", `${number.toPrecision(4)}\n`);
      await until(wanted, async () => (await said()) === wanted);
    };
    await typed(layers[0].delta[0] / layers[0].slope[0], "That is Σ w·δ. It is still multiplied by the slope f′(z).");
    await typed(-layers[0].delta[0], "The size is right, the sign is not.");
    await typed(layers[0].delta[0], "Right.");
  },

  "the view fits a phone in both languages": async (page) => {
    for (const [lang, stages] of [["en", ["Forward", "Loss", "Backward", "Batch", "Update"]], ["zh-Hans", ["前向", "损失", "反向", "批次", "更新"]]]) {
      for (const width of [390, 360]) {
        await page.driver.resize(width, 780);
        await opened(page, { optimiser: "adam" }, `#v=1&lang=${lang === "en" ? "en" : "zh"}`);
        for (const name of stages) {
          await stage(page, name);
          const wide = await page.driver.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          assert.ok(wide <= 0, `${lang} ${width} ${name}: ${wide} pixels too wide`);
        }
        await page.renew();
      }
    }
  },

  "a large network's view holds the neighbourhood of one neuron": async (page) => {
    await opened(page, { hiddenLayers: Array(8).fill(128) });
    for (const name of ["Forward", "Backward"]) {
      await stage(page, name);
      const n = await page.driver.evaluate(() => document.querySelectorAll(".ledger tr, .neighbours .node").length);
      assert.ok(n < 60, `${n} elements`);
    }
    assert.ok((await lines(page)).rows.some((row) => row.name === "117 more terms"));
  },
};
