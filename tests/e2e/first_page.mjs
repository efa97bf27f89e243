// The main job, as a learner does it: open the page below a sub-path, click points, press Play, and
// see the boundary and the curve move.
import assert from "node:assert/strict";
import { changedShare } from "./page.mjs";
import { until } from "./until.mjs";

/** Where the learner clicks: two clusters, one class each. */
const CLICKS = {
  1: [[-4, -3], [-3, -4], [-4, -1], [-2, -3], [-3, -2]],
  2: [[3, 3], [4, 2], [2, 4], [3, 1], [4, 4]],
};

export const tests = {
  "a learner's own points are learned, and one sees it": async (page) => {
    await page.open();
    await page.call("pause");
    await page.click("Erase all points");
    await until("an empty plot", async () => (await page.call("points")).length === 0);
    await clickPoints(page);
    await page.call("reset");
    const before = { plot: await page.pixels("Output plot"), curve: await page.pixels("Loss curve") };
    const { trainLoss } = await page.call("snapshot");

    await page.click("Play");
    await until("some epochs of training", async () => (await page.call("snapshot")).epoch >= 30, 60);
    await page.click("Pause");
    await until("a paused page", async () => (await page.state()) === "paused");
    const trained = await page.call("step", "epoch", 300);
    assert.ok(trained.trainLoss < trainLoss / 2, `training loss must halve from ${trainLoss}, got ${trained.trainLoss}`);

    const plot = await until("a boundary that moved", async () => {
      const now = await page.pixels("Output plot");
      return changedShare(before.plot, now) > 0.05 && now;
    });
    await until("a drawn loss curve", async () => changedShare(before.curve, await page.pixels("Loss curve")) > 0.002);
    assert.ok(plot.width >= 200, `the plot must be worth looking at, got ${plot.width} pixels`);
    await seesTheClasses(page);
  },
};

async function clickPoints(page) {
  for (const [label, places] of Object.entries(CLICKS)) {
    await page.click(`Class ${label}`);
    for (const [x, y] of places) await page.clickPlane(x, y);
  }
  const wanted = Object.values(CLICKS).flat().length;
  const points = await until("all clicked points", async () => {
    const points = await page.call("points");
    return points.length === wanted && points;
  });
  for (const [label, places] of Object.entries(CLICKS)) {
    for (const [x, y] of places) {
      const isThere = points.some((p) => Math.hypot(p.x - x, p.y - y) < 0.1 && p.label === Number(label));
      assert.ok(isThere, `a point of class ${label} must be at (${x}, ${y}), got ${JSON.stringify(points)}`);
    }
  }
}

/** What the page shows as a number is what the engine says. */
async function seesTheClasses(page) {
  const answers = await page.call("predict", [[-3, -3], [3, 3]]);
  const [first, second] = answers.map((answer) => (Array.isArray(answer) ? answer[0] : answer));
  assert.ok(first < 0.5 && second > 0.5, `the two clusters must be told apart, got ${first} and ${second}`);
  const { epoch } = await page.call("snapshot");
  await until(`an Epoch output of ${epoch}`, async () => Number((await page.element("Epoch")).number) === epoch);
}
