// The plot of a curve fit: what each neuron adds to the curve, and how far the points are from it. Each is switched on and off, kept
// in the link, lit from the diagram and said in numbers that agree with the model.
import assert from "node:assert/strict";
import { changedShare } from "./page.mjs";
import { becomes, eventually, until } from "./until.mjs";

const CURVE = "#v=1&task=curve&dataset=x-sin-x&optimiser=adam&features=x1&hiddenLayers=4,6";

const text = (page, selector) => page.driver.evaluate((selector) => document.querySelector(selector).textContent, selector);
const hash = (page) => page.driver.evaluate(() => location.hash);
const label = (page) => text(page, ".plot-neuron");
const whys = (page) => text(page, ".arrow-whys");
const pressed = (page, name) => page.driver.evaluate((name) => document.querySelector(`[aria-label="${name}"]`)?.ariaPressed ?? null, name);
const number = (said) => Number(said.replace("−", "-"));
const focus = (page, id) => page.driver.evaluate((id) => document.getElementById(id).focus(), id);

async function opened(page, fragment = CURVE) {
  await page.open(fragment);
  await page.call("pause");
  await page.call("step", "epoch", 20);
  await page.driver.move(2, 2);
}

/** The plot once it stays as it is. */
function atRest(page) {
  return until("a plot at rest", async () => {
    // A coarse picture, which follows a question to the worker too, is followed by a fine one when nothing happens for a while.
    await page.call("snapshot");
    for (let n = 0; n < 20; n += 1) await page.drawn();
    const before = await page.pixels("Output plot");
    for (let n = 0; n < 10; n += 1) await page.drawn();
    const after = await page.pixels("Output plot");
    return changedShare(before, after) === 0 && after;
  });
}

/** The plot once it differs from what it was. */
function changed(page, what, before, share = 0.003) {
  return until(what, async () => {
    const now = await page.pixels("Output plot");
    return changedShare(before, now) > share && now;
  });
}

/** The neurons that the summary of the plot names, with their weights. */
async function parts(page) {
  const found = [...(await text(page, "#plot-summary")).matchAll(/Neuron \d+\.(\d+) weight (−?\d+\.\d+)/g)];
  return found.map(([, neuron, weight]) => [Number(neuron), weight]);
}

/** The same of the model; with four decimals. */
async function weights(page) {
  const [row] = (await page.call("model")).layers.at(-1).weights;
  return row.map((weight, at) => [at + 1, weight.toFixed(4).replace("-", "−")]);
}

export const tests = {
  "a curve shows what its neurons add, and a neuron that is pointed at lights its line and names its weight": async (page) => {
    await opened(page);
    for (const name of ["Slope field", "Point pull", "Boundary push", "Hard edges"]) {
      await becomes(`${name} means nothing on a curve`, () => page.has(name), false);
    }
    const before = await atRest(page);
    await page.click("Neuron contributions");
    await page.driver.move(2, 2);
    await changed(page, "lines", before);
    const lines = await atRest(page);
    await eventually(async () => assert.match(await whys(page), /bias \(dots\).* the output is linear/));
    await until("the link", async () => (await hash(page)).includes("contributions=true"));
    await becomes("the model's weights in the summary", () => parts(page), await weights(page));

    const wanted = (await weights(page)).map(([neuron, weight]) => `Neuron 2.${neuron} · Tanh of (bias + 4 weighted inputs) · weight ${weight}`);
    await focus(page, "neuron-2-2");
    await becomes("the neuron with its weight", () => label(page), wanted[2]);
    await changed(page, "a line that is lit", lines);
    const lit = await atRest(page);
    await focus(page, "neuron-2-0");
    await becomes("another neuron", () => label(page), wanted[0]);
    await changed(page, "another line", lit);
    await focus(page, "neuron-1-1");
    await becomes("no weight of a neuron that the output does not see", () => label(page), "Neuron 1.2 · Tanh of (bias + weight × input)");
    await changed(page, "what it computes instead of the curve", lines, 0.01);
    await focus(page, "neuron-3-0");
    await becomes("the output", async () => (await label(page)).split(" · ")[0], "Output");
    await until("the curve with its lines", async () => changedShare(lines, await page.pixels("Output plot")) < 0.03);

    await page.reveal("Neuron contributions");
    await page.driver.press(" ");
    await becomes("a switch that a key has switched", () => pressed(page, "Neuron contributions"), "false");
    await until("the link", async () => !(await hash(page)).includes("contributions"));
    await until("the plot from before", async () => changedShare(before, await page.pixels("Output plot")) < 0.002);
  },

  "bias and neurons add up to the value at the cursor, which is what the network predicts": async (page) => {
    await opened(page, `${CURVE}&contributions=true`);
    const bias = (await page.call("model")).layers.at(-1).bias[0];
    for (const at of [[-4, 5], [0.5, 5], [3, 5]]) {
      await page.driver.move(...(await page.onScreen(at))[0]);
      const [, x, value, b, sum] = await until(`a reading at ${at}`, async () => {
        const found = (await text(page, ".readout")).match(/^x (\S+) {2}value (\S+) = bias (\S+) \+ neurons (\S+)$/);
        return found && Math.abs(number(found[1]) - at[0]) < 0.1 && found.map(number);
      });
      assert.ok(Math.abs(b + sum - value) < 0.016, `${b} + ${sum} must be ${value}`);
      assert.ok(Math.abs(b - bias) < 0.006, `the bias is ${bias}, not ${b}`);
      const predicted = [await page.call("predict", [[x, 0]])].flat(2)[0];
      // x is read with two decimals, and the curve is steep.
      assert.ok(Math.abs(value - predicted) < 0.06, `${value} must be what is predicted, ${predicted}`);
    }
  },

  "of many neurons the largest sixteen are drawn, and the one that is pointed at": async (page) => {
    await opened(page, `${CURVE.replace("4,6", "24")}&contributions=true`);
    await until("a note", async () => (await whys(page)).endsWith("16 largest of 24."));
    const all = await weights(page);
    const drawn = await until("sixteen of them, as they are now", async () => {
      const now = await parts(page);
      return now.length === 16 && now.every(([neuron, weight]) => all[neuron - 1][1] === weight) && now.map(([neuron]) => neuron);
    });
    const [other, weight] = all.find(([neuron]) => !drawn.includes(neuron));
    await focus(page, `neuron-1-${other - 1}`);
    await becomes("its weight", async () => (await label(page)).split(" · ").at(-1), `weight ${weight}`);
    await becomes("that one with the sixteen", async () => (await parts(page)).map(([neuron]) => neuron), [...drawn, other].sort((a, b) => a - b));
  },

  "residuals are drawn from the points to the curve, in a link too, and of many points two hundred": async (page) => {
    await opened(page, `${CURVE}&count=500`);
    const before = await atRest(page);
    await page.click("Residuals");
    await page.driver.move(2, 2);
    await changed(page, "arrows", before);
    await eventually(async () => assert.match(await whys(page), /200 of 500/));
    await page.click("Test points");
    await until("fewer points", async () => (await whys(page)).includes("200 of 250"));
    // Far from the curve, so that the arrow is long: it crosses the plane between them.
    await page.call("setPoints", [{ x: 3, y: -5, label: -5 }]);
    await until("all residuals", async () => !(await whys(page)).includes(" of "));
    await page.driver.move(2, 2);
    const arrow = await atRest(page);
    await page.click("Residuals");
    await page.driver.move(2, 2);
    await until("no sentence", async () => (await whys(page)) === "");
    await changed(page, "no arrow", arrow, 0.0005);

    await page.renew();
    await page.open(`${CURVE}&residuals=true&contributions=true&lang=zh`);
    await becomes("both switched on", async () => [await pressed(page, "残差"), await pressed(page, "各神经元的贡献")], ["true", "true"]);
    await eventually(async () => assert.match(await whys(page), /箭头从数据点指向曲线.*200.*偏置（点线）/));
  },
};
