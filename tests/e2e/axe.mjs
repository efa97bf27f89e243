// That axe-core finds nothing to complain about: WCAG 2.2 AA and its best practices, in every state of the page and both themes.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { until } from "./until.mjs";

export const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const THEMES = ["light", "dark"];

/** How each state of the page is reached, on a fresh page. */
const STATES = {
  "a running page": async (page) => { await page.call("play"); await page.reach("running"); },
  "a paused page": async (page) => { await page.call("pause"); await page.reach("paused"); },
  "no points": async (page) => {
    await page.call("pause");
    await page.call("setPoints", []);
    await until("an empty plot", () => page.driver.evaluate(() => document.querySelector(".plot-empty")?.textContent !== ""));
  },
  "a divergence": async (page) => {
    await page.call("configure", { task: "regression", activation: "relu", learningRate: 100 });
    await page.call("play");
    await page.reach("diverged");
  },
  "a refusal": async (page) => {
    await page.call("configure", { noise: 8 }).catch(() => null);
    await page.element("Dismiss");
  },
  "more settings": async (page) => {
    await page.call("configure", { optimiser: "adam", schedule: "cosine", dataset: "function" });
    await page.click("More settings");
    await page.element("lr_min");
  },
  "the list of keys": async (page) => { await page.click("Keyboard"); await page.element("Single-key shortcuts"); },
  "help": async (page) => { await page.click("Help"); await until("help", () => page.driver.evaluate(() => !document.getElementById("plot-help").hidden)); },
  "help at a word": async (page) => { await page.driver.evaluate(() => document.querySelector(".epoch [data-term]").click()); await page.driver.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 300); })); await until("the word", () => page.driver.evaluate(() => document.querySelector("#plot-help .meant") !== null)); },
  "a curve fit with its parts": async (page) => {
    await page.call("configure", { task: "curve" });
    // What the first theme's visit has switched on is still on.
    const isOn = (part) => page.driver.evaluate((part) => {
      const field = [...document.querySelectorAll("[aria-label], label, button")].find((e) => (e.ariaLabel ?? e.textContent).trim() === part);
      return field?.ariaPressed === "true" || (field?.control ?? field)?.checked === true;
    }, part);
    for (const part of ["Neuron contributions", "Residuals"]) {
      await page.element(part);
      if (!(await isOn(part))) await page.click(part);
      await until(part, () => isOn(part));
    }
  },
  "a neuron's card and the table of weights": async (page) => {
    await page.call("configure", { off: ["1.1"], frozen: ["1.2"] });
    await page.click("Weights");
    await page.driver.evaluate(() => document.getElementById("neuron-1-2").click());
    await page.element("Bias of neuron 1.3");
  },
  "an engine that died": async (page) => {
    await page.call("play");
    await page.driver.evaluate(killWorker);
    await page.element("Dismiss");
  },
  "a link to share": async (page) => { await page.click("Share"); await page.element("Link"); },
  "the lab": async (page) => {
    if (await page.has("Lab")) await page.click("Lab");
    await page.element("Definitions");
    await until("the graph", () => page.driver.evaluate(() => document.querySelector(".lab-node") !== null));
    await page.driver.evaluate(() => document.querySelectorAll(".lab-page details").forEach((details) => { details.open = true; }));
  },
  "a number that makes no sense": async (page) => {
    await page.type("Learning rate", "fast\n");
    await until("a marked field", () => page.driver.evaluate(() => document.querySelector("[aria-invalid=true]") !== null));
  },
};

export const tests = Object.fromEntries(Object.entries(STATES).map(([name, reach]) => [
  `axe finds nothing: ${name}`,
  async (page, { work }) => {
    const source = await readFile(createRequire(resolve(work, "package.json")).resolve("axe-core/axe.min.js"), "utf8");
    for (const theme of THEMES) {
      await page.open();
      await page.choose("Theme", theme);
      await reach(page);
      await page.driver.evaluate(source);
      const found = await page.driver.evaluate(audit, TAGS);
      assert.deepEqual(found, [], `${name}, ${theme}`);
    }
  },
]));

/** Runs in the page: what axe finds, each with the elements and what is wrong with them. */
export async function audit(tags) {
  // Colours that are still on their way from one to the other are neither. What is cancelled has come to its end too.
  const finite = document.getAnimations().filter((animation) => animation.effect?.getTiming().iterations === 1);
  await Promise.allSettled(finite.map((animation) => animation.finished));
  const { violations } = await window.axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => `${n.target.join(" ")} ${n.failureSummary}`).join(" | ")}`);
}

/** Runs in the page: lets the worker die as a crash of the browser's would, as soon as it is next spoken to. */
export function killWorker() {
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (...message) {
    Worker.prototype.postMessage = postMessage;
    postMessage.apply(this, message);
    setTimeout(() => this.dispatchEvent(new ErrorEvent("error", { message: "killed by a test" })));
  };
}
