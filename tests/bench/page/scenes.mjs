// The settings of the page table, and how a page is brought to one of them: training at full speed while everything is drawn.
import { until } from "../../e2e/until.mjs";
import { probe } from "./probe.mjs";

/** Name, what differs from the default, and what performance.md promises at full speed. */
export const SCENES = [
  { name: "default", title: "default settings", config: {}, budget: { epochs: 20_000, frames: 60, busy: 0.35 } },
  {
    name: "six",
    title: "6 layers of 8, 7 features",
    config: {
      hiddenLayers: Array(6).fill(8), activations: Array(6).fill("tanh"),
      features: ["x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"],
    },
    budget: { epochs: 3_000, frames: 60, busy: 0.5 },
  },
  {
    name: "large",
    title: "8 layers of 32, 5,000 points",
    config: { hiddenLayers: Array(8).fill(32), activations: Array(8).fill("tanh"), count: 5000 },
    budget: { epochs: null, frames: 30, busy: null },
  },
];

/** A page that trains in this setting as fast as it can, the whole program loaded. */
export async function atFullSpeed(browser, url, config) {
  const page = await browser.open(probe);
  await page.goto(`${url}#v=1&speed=unlimited`);
  await until("a usable page", () => page.evaluate(
    () => document.querySelector("main[data-state]")?.dataset.state === "paused",
  ));
  await page.evaluate(async (config) => {
    await window.playground.configure(config);
    await window.playground.play();
  }, config);
  await until("training", () => page.evaluate(async () => (await window.playground.snapshot()).epoch > 0));
  await until("a worker", () => page.worker);
  return page;
}

/** Where the plot is on the screen. */
export function plotBox(page) {
  return page.evaluate(() => {
    const { x, y, width, height } = document.querySelector(".plot .face").getBoundingClientRect();
    return { x, y, width, height };
  });
}

/** Half the side of the plane that the plot shows. */
const REACH = 6;

/** Where a place of the plane is on the screen. */
export function onScreen(box, x, y) {
  return [box.x + ((x + REACH) / (2 * REACH)) * box.width, box.y + ((REACH - y) / (2 * REACH)) * box.height];
}
