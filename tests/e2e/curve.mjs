// The loss curve as it is read: by keys, by a pointer, in both scales, and without test points.
import assert from "node:assert/strict";
import { changedShare } from "./page.mjs";
import { becomes, eventually, until } from "./until.mjs";

const READER = "Place on the loss curve";

/** What the reader says, and its place among the entries. */
function reading(page) {
  return page.driver.evaluate((name) => {
    const reader = document.querySelector(`[aria-label="${name}"]`);
    const number = (attribute) => Number(reader.getAttribute(attribute));
    return { text: reader.getAttribute("aria-valuetext"), now: number("aria-valuenow"), last: number("aria-valuemax") };
  }, READER);
}

async function reads(page, wanted) {
  return until(`“${wanted}”`, async () => {
    const found = await reading(page);
    return found.text.startsWith(wanted) && found;
  });
}

async function readsAfter(page, key, wanted) {
  await page.driver.press(key);
  return reads(page, wanted);
}

/** The last entry, once it has come: outputs may be told before the picture that brings the curve. */
function readsAtEnd(page, wanted) {
  return until(`“${wanted}” at the end`, async () => {
    await page.driver.press("End");
    const found = await reading(page);
    return found.text.startsWith(wanted) && found;
  });
}

/** Waits until the curve is drawn up to this epoch, and leaves it unread. */
export async function drawn(page, epoch) {
  await page.driver.evaluate((name) => document.querySelector(`[aria-label="${name}"]`).focus(), READER);
  await readsAtEnd(page, `Epoch ${epoch}, `);
  await readsAfter(page, "Escape", "Arrow keys read");
  await page.driver.evaluate(() => document.activeElement.blur());
}

/** A loss with its seven significant digits. */
const said = (loss) => {
  const exponent = Number(loss.toExponential(6).split("e")[1]);
  return exponent >= -5 && exponent <= 6 ? loss.toFixed(6 - exponent) : loss.toExponential(6).replace("e+", "e").replace("-", "−");
};

/** The figure's box, for what must not move. */
async function box(page) {
  const { width, height } = await page.element("Loss curve");
  const tile = await page.element("Training loss");
  return { width, height, tileWidth: tile.width };
}

export const tests = {
  "the loss curve is read by keys": async (page) => {
    await page.open();
    await page.configured({});
    const first = await page.call("snapshot");
    const last = await page.call("step", "epoch", 5);
    await until("the new entries", async () => Number((await page.element("Epoch")).number) === 5);
    const before = await box(page);
    await page.driver.evaluate((name) => document.querySelector(`[aria-label="${name}"]`).focus(), READER);
    const end = await readsAtEnd(page, "Epoch 5, step 125");
    assert.equal(end.text, `Epoch 5, step 125: training loss ${said(last.trainLoss)}, test loss ${said(last.testLoss)}`);
    assert.deepEqual([end.now, end.last], [5, 5]);
    await readsAfter(page, "ArrowLeft", "Epoch 4, step 100");
    const start = await readsAfter(page, "Home", "Epoch 0, step 0");
    assert.equal(start.text, `Epoch 0, step 0: training loss ${said(first.trainLoss)}, test loss ${said(first.testLoss)}`);
    await readsAfter(page, "ArrowRight", "Epoch 1, step 25");
    assert.deepEqual(await box(page), before, "nothing may move while the curve is read");
    // What is read stays, although the run goes on.
    await page.call("step", "epoch", 20);
    await until("the entries of the run that went on", async () => (await reading(page)).last === 25);
    assert.match((await reading(page)).text, /^Epoch 1, step 25/);
    await readsAfter(page, "Escape", "Arrow keys read");
    assert.equal((await page.call("snapshot")).epoch, 25, "keys on the curve must not train");
  },

  "the loss curve is read by a pointer": async (page) => {
    await page.open();
    await page.configured({});
    await page.call("step", "epoch", 10);
    await drawn(page, 10);
    const before = { picture: await page.pixels("Loss curve"), box: await box(page) };
    const { x, y, width, height } = await page.element(READER);
    const { text } = await until("a reading at the end", async () => {
      await page.driver.click(x + width - 5, y + height / 2);
      const found = await reading(page);
      return found.text.startsWith("Epoch 10, ") && found;
    });
    const losses = text.match(/0\.\d{6,}/g);
    assert.equal(losses.length, 2, `both losses must have at least six digits in ${text}`);
    await eventually(async () => {
      const figure = (await page.element("Loss curve")).text;
      assert.ok(figure.includes("epoch 10 · step 250"), `the figure must say where it is read, got ${figure}`);
      for (const loss of losses) assert.ok(figure.includes(loss), `${loss} must be seen in ${figure}`);
    });
    await until("a drawn reader", async () => changedShare(before.picture, await page.pixels("Loss curve")) > 0.001);
    assert.deepEqual(await box(page), before.box, "nothing may move while the curve is read");
  },

  "the loss curve has a logarithmic scale and counts steps": async (page) => {
    await page.open();
    // Hinge losses become exactly 0, which has no logarithm.
    await page.configured({ dataset: "two-blobs", loss: "hinge", learningRate: 0.3 });
    const { trainLoss } = await page.call("step", "epoch", 300);
    assert.ok(trainLoss < 0.01, `the loss must become small, got ${trainLoss}`);
    await drawn(page, 300);
    for (const [name, title] of [["Log scale", "logarithmic"], ["Count steps", "in steps"]]) {
      const before = await page.pixels("Loss curve");
      await page.click(name);
      const share = await until(`a curve that is ${title}`, async () => {
        const share = changedShare(before, await page.pixels("Loss curve"));
        // On a large chart the axis alone is a small part.
        return share > 0.002 && share;
      });
      assert.ok(share < 0.9, `the curve must stay a curve, got ${share}`);
      const pressed = () => page.driver.evaluate((name) => document.querySelector(`[aria-label="${name}"]`).getAttribute("aria-pressed"), name);
      await becomes(`${name} pressed`, pressed, "true");
    }
  },

  "the loss curve says when there is nothing to test or to measure": async (page) => {
    await page.open();
    await page.configured({ trainShare: 1 });
    await page.call("step", "epoch", 2);
    const says = (words) => until(`“${words}” on the curve`, async () => (await page.element("Loss curve")).text.includes(words));
    await says("No test points");
    await page.call("setPoints", []);
    await says("No points yet");
  },

  "the curve has marks, the run before it, guessing, and other curves": async (page) => {
    await page.open();
    await page.configured({});
    await page.call("step", "epoch", 20);
    await page.call("configure", { learningRate: 0.06 });
    await page.call("step", "epoch", 20);
    await drawn(page, 40);
    const described = (words) => until(`“${words}” in the description`, async () =>
      (await page.driver.evaluate((name) => document.querySelector(`[aria-label="${name}"]`).getAttribute("aria-description"), READER)).includes(words));
    await described("step 500: learning rate 0.03 → 0.06");
    await described("guessing 0.69");
    await page.driver.evaluate((name) => document.querySelector(`[aria-label="${name}"]`).focus(), READER);
    await reads(page, "Epoch 40");
    for (let k = 0; k < 2; k += 1) await page.driver.press("PageDown");
    await readsAfter(page, "Home", "Epoch 0");
    for (let k = 0; k < 20; k += 1) await page.driver.press("ArrowRight");
    const { text } = await reads(page, "Epoch 20, step 500");
    assert.ok(text.endsWith(", learning rate 0.03 → 0.06"), `the mark must be read with its entry, got ${text}`);
    await page.driver.press("Escape");
    await page.call("reset");
    await described("previous run");
    await page.call("step", "epoch", 3);
    await page.choose("Chart shows", "gradientNorm");
    await page.driver.evaluate((name) => document.querySelector(`[aria-label="${name}"]`).focus(), READER);
    const norms = await readsAtEnd(page, "Epoch 3, ");
    assert.match(norms.text, /: layer 1 [0-9.]+, layer 2 [0-9.]+, output [0-9.]+$/);
    const legend = () => page.driver.evaluate(() => [...document.querySelectorAll(".legend.long > span")].map((line) => line.textContent.trim()));
    await until("a legend with all layers", async () => (await legend()).filter(Boolean).length === 3);
    await page.choose("Chart shows", "learningRate");
    await readsAtEnd(page, "Epoch 3, step 75: learning rate 0.06");
    await page.choose("Chart shows", "accuracy");
    const { testAccuracy } = await page.call("snapshot");
    await readsAtEnd(page, "Epoch 3, step 75: training ");
    const counts = () => page.driver.evaluate(() => [...document.querySelectorAll('[aria-label="Confusion matrix"] tbody td')].map((cell) => Number(cell.textContent)));
    await until("the matrix of the test points", async () => {
      const [a, b, c, d] = await counts();
      return Math.abs((a + d) / (a + b + c + d) - testAccuracy) < 1e-9;
    });
    await page.choose("Chart shows", "loss");
  },

  "values have R² where classes have an accuracy, and a penalty is told": async (page) => {
    await page.open();
    await page.configured({ task: "regression", penalty: "l2", penaltyRate: 0.01 });
    await page.call("step", "epoch", 3);
    const r2 = await until("R²", async () => (await page.element("R²")).number);
    assert.ok(r2 <= 1, `R² must be at most 1, got ${r2}`);
    await until("the penalty in the description", async () => (await page.driver.evaluate((name) =>
      document.querySelector(`[aria-label="${name}"]`).getAttribute("aria-description"), READER)).includes("without regularisation, which adds 0."));
  },

  "an R² below 0 is drawn as it is": async (page) => {
    await page.open();
    await page.configured({ task: "regression", weightSeed: 2, learningRate: 0.0003 });
    await page.choose("Chart shows", "accuracy");
    await page.call("step", "epoch", 30);
    await drawn(page, 30);
    await until("an R² below 0", async () => (await page.element("R²")).number < 0);
    // The line of the training points, which would be flat if all below 0 were drawn as 0.
    await becomes("a line that climbs", async () => {
      const { data, width } = await page.pixels("Loss curve");
      const rows = new Set();
      for (let i = 0; i < data.length; i += 4) {
        const [red, green, blue] = data.subarray(i, i + 3);
        if (green > red + 60 && green > blue && green < 160) rows.add(Math.floor(i / 4 / width));
      }
      return Math.max(...rows) - Math.min(...rows) > 40;
    }, true);
  },

  "a blow-up is seen to climb, and card and counter name one step": async (page) => {
    await page.open();
    await page.configured({ task: "regression", features: ["x1", "x2", "x1^2"], activation: "relu", learningRate: 100 });
    await page.call("step", "epoch", 20);
    await until("a card", async () => page.driver.evaluate(() => document.body.textContent.includes("The step after step")));
    const step = await eventually(async () => {
      const step = (await page.element("Step count")).text.replaceAll(/\D/g, "");
      const told = await page.driver.evaluate(() => /after step ([\d,]+) /.exec(document.body.textContent)[1].replaceAll(",", ""));
      assert.equal(told, step);
      return step;
    });
    await page.driver.evaluate((name) => document.querySelector(`[aria-label="${name}"]`).focus(), READER);
    const { last } = await readsAtEnd(page, `Epoch 0, step ${step}: `);
    assert.ok(last >= 1, "the end of the climb must be an entry");
  },
};
