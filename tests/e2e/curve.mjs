// The loss curve as it is read: by keys, by a pointer, in both scales, and without test points.
import assert from "node:assert/strict";
import { changedShare } from "./page.mjs";
import { becomes, until } from "./until.mjs";

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

const said = (loss) => loss.toFixed(3);

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
    const figure = (await page.element("Loss curve")).text;
    assert.ok(figure.includes("epoch 10 · step 250"), `the figure must say where it is read, got ${figure}`);
    for (const loss of text.match(/0\.\d{3}/g)) assert.ok(figure.includes(loss), `${loss} must be seen in ${figure}`);
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
};
