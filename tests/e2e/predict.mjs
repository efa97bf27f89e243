// Guess first: what is drawn before training is compared with what the network has learnt, stays over Play and Reset, and leaves points
// alone. It is drawn by mouse, by finger and by keys.
import assert from "node:assert/strict";
import { becomes, until } from "./until.mjs";

const said = (page) => page.driver.evaluate(() => document.querySelector(".sketch-said")?.textContent ?? null);

/** Waits until the tools say so. */
const saying = (page, what, pattern) => until(what, async () => pattern.exec(await said(page)));

/** How many pixels the drawing has. */
const drawn = (page) => page.driver.evaluate(() => {
  const canvas = document.querySelector(".sketch canvas");
  if (!canvas || canvas.width === 0) return 0;
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let n = 0;
  for (let at = 3; at < data.length; at += 4) if (data[at] > 0) n += 1;
  return n;
});

/** Begins a prediction on a run that has not begun. */
async function begun(page, config = {}, fragment = "#v=1&lang=en") {
  await page.open(fragment);
  await page.configured(config);
  await page.click(fragment.includes("lang=zh") ? "先猜一猜" : "Guess first");
  await until("something to draw on", () => page.driver.evaluate(() => document.querySelector(".sketch-face") !== null && document.querySelector(".sketch canvas")?.width > 0));
}

/** Paints the half of the plane right of 0 by a stroke and a fill. */
async function rightHalf(page) {
  await page.driver.drag(await page.onScreen([0.3, -5.9], [0.3, 0], [0.3, 5.9]));
  await saying(page, "a drawing", /Play/);
  await page.click("Fill");
  await becomes("the fill", () => page.driver.evaluate(() => document.querySelector("input[aria-label=Fill]").checked), true);
  const before = await drawn(page);
  await page.driver.click(...(await page.onScreen([4, 0]))[0]);
  await until("a filled half", async () => (await drawn(page)) > 2 * before);
}


export const tests = {
  "a painted prediction is compared with what was learnt": async (page) => {
    await begun(page, { hiddenLayers: [], dataset: "two-blobs" });
    await saying(page, "what to do", /^Paint where you think the network will predict Class \d\./);
    const points = await page.call("points");
    await rightHalf(page);
    assert.deepEqual(await page.call("points"), points, "a drawing places no point");
    await page.call("step", "epoch", 30);
    const [, , label] = await saying(page, "a score", /^You and the network agree on ([\d.]+) % of the plane about Class (\d)\.$/);
    // The same by the published prediction, at the middles of the cells.
    const cells = [];
    for (let row = 0; row < 48; row += 1) for (let column = 0; column < 48; column += 1) cells.push([(column + 0.5) / 4 - 6, 6 - (row + 0.5) / 4]);
    const isRight = ([x]) => x > -0.1;
    const found = await page.call("predict", cells);
    const agreed = cells.filter((cell, at) => ((found[at] >= 0.5 ? "2" : "1") === label) === isRight(cell)).length / cells.length;
    // It follows the run a moment later.
    const share = await until(`a score of about ${100 * agreed} %`, async () => {
      const now = Number(/ on ([\d.]+) % /.exec(await said(page))?.[1]);
      return Math.abs(100 * agreed - now) < 2.5 && now;
    });
    // The difference is seen, and can be taken away.
    const hatched = await page.still("the difference", () => drawn(page));
    await page.click("Difference");
    await until("no difference", async () => (await drawn(page)) !== hatched || share === 100);
  },
  "a prediction stays over Play and Reset, and beside points": async (page) => {
    await begun(page);
    await rightHalf(page);
    await page.call("play");
    await saying(page, "a score while it trains", /agree on/);
    await page.call("pause");
    await page.call("reset");
    await saying(page, "a run that has not begun", /press Play/);
    await page.click("Done");
    await until("the plot as before", () => page.driver.evaluate(() => document.querySelector(".sketch-face") === null));
    await until("the drawing, which stays", async () => (await drawn(page)) > 100);
    await until("the focus goes back", () => page.driver.evaluate(() => document.activeElement.classList.contains("predict")));
    const before = (await page.call("points")).length;
    await page.clickPlane(-5.5, 5.5);
    await becomes("a point", async () => (await page.call("points")).length, before + 1);
    await page.click("Guess first");
    await page.click("Clear");
    await saying(page, "nothing drawn", /^Paint where/);
    await becomes("an empty drawing", () => drawn(page), 0);
  },
  "a curve is drawn, and its distance told in the units of its axis": async (page) => {
    await begun(page, { task: "curve", dataset: "abs", hiddenLayers: [] });
    await saying(page, "what to do", /^Draw the curve/);
    await page.driver.drag(await page.onScreen([-5.95, 3], [0, 3], [5.95, 3]));
    await saying(page, "a drawing", /Play/);
    await page.call("step", "epoch", 3);
    const heights = await page.call("predict", Array.from({ length: 97 }, (_, at) => [at / 8 - 6, 0]));
    const mean = heights.reduce((sum, height) => sum + Math.abs(3 - height), 0) / heights.length;
    // It follows the run a moment later.
    await until(`a distance of about ${mean}`, async () => {
      const apart = /^Your curve and the network’s are ([\d.]+) apart on average\.$/.exec(await said(page))?.[1];
      return Math.abs(mean - Number(apart)) < 0.1;
    });
  },
  "a prediction is drawn by keys and by a finger": async (page) => {
    await begun(page);
    const press = async (...keys) => { for (const key of keys) await page.driver.press(key); };
    await becomes("the focus on the drawing", () => page.driver.evaluate(() => document.activeElement.classList.contains("sketch-face")), true);
    const before = await drawn(page);
    await press(" ", "ArrowRight", "ArrowRight", "ArrowUp", " ");
    await saying(page, "a drawing", /Play/);
    await until("what was drawn", async () => (await drawn(page)) > before);
    await press("Shift+ArrowUp", "Shift+ArrowUp", "Shift+ArrowUp", "f");
    await until("everything is filled", async () => (await drawn(page)) > 50_000);
    await press("Escape");
    await until("the plot as before", () => page.driver.evaluate(() => document.querySelector(".sketch-face") === null));
    await page.click("Guess first");
    await page.click("Clear");
    await saying(page, "nothing drawn", /^Paint where/);
    await page.driver.touch(await page.onScreen([-3, -3], [-1, -3], [1, -3]));
    await saying(page, "a drawing by a finger", /Play/);
  },
  "a prediction is asked for in Chinese, and not where values are learnt": async (page) => {
    await begun(page, {}, "#v=1&lang=zh");
    await saying(page, "what to do", /^画出你认为网络会预测为/);
    await page.call("configure", { task: "regression" });
    await until("no prediction", () => page.driver.evaluate(() => !document.querySelector(".sketch-face, .predict")));
  },
};
