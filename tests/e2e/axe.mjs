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
    await until("an empty plot", () => page.driver.evaluate(() => Boolean(document.querySelector(".plot-empty")?.textContent)));
  },
  "a divergence": async (page) => {
    await page.call("configure", { task: "regression", activation: "relu", learningRate: 100 });
    await page.call("play");
    await page.reach("diverged");
    await until("its card", () => page.driver.evaluate(() => document.querySelector(".notices .card") !== null));
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
  "help at a word": async (page) => {
    await page.driver.evaluate(() => document.querySelector(".epoch [data-term]").click());
    await until("the word", () => page.driver.evaluate(() => document.querySelector("#plot-help .meant") !== null));
  },
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
  "a layer's weights as text, which cannot be read": async (page) => {
    await page.click("Weights");
    await page.click("As text");
    await until("the text", () => page.driver.evaluate(() => {
      const field = document.querySelector(".net-weights textarea");
      field?.focus();
      field?.select();
      return field !== null && document.execCommand("insertText", false, "1 x");
    }));
    await until("what is wrong", () => page.driver.evaluate(() => document.querySelector("#matrix-said.wrong") !== null));
  },
  "an engine that died": async (page) => {
    await page.call("play");
    await page.driver.evaluate(killWorker);
    await page.element("Dismiss");
  },
  "backprop by numbers": async (page) => {
    await page.click("Backprop");
    await until("the ledger", () => page.driver.evaluate(() => document.querySelector(".ledger tr") !== null));
    await page.driver.evaluate(() => document.querySelector(".inside input[aria-label=Backward]").click());
    await page.click("Matrix form");
    await until("the gradient check", () => page.driver.evaluate(() => document.querySelector(".inside-check") !== null));
  },
  "a step of a lesson with what it points at": async (page) => {
    await page.call("view", { lesson: "why-nonlinear/dead" });
    await until("the step", () => page.driver.evaluate(() => [...document.querySelectorAll(".lesson-places .chip")].some((chip) => chip.checkVisibility())));
  },
  "a polynomial over the plot": async (page) => {
    await page.call("view", { lesson: "approximation/beside" });
    await until("its name", () => page.driver.evaluate(() => document.querySelector(".lesson-taylor span") !== null));
  },
  "what the doctor says, and why": async (page) => {
    await page.configured({ activation: "relu", biasInit: -9 });
    await page.call("step", "epoch", 25);
    await page.click("What does this curve say?");
    await until("a verdict", () => page.driver.evaluate(() => document.querySelector(".doctor-opener") !== null));
    await page.driver.evaluate(() => document.querySelector(".doctor-opener").click());
    await until("its hints", () => page.driver.evaluate(() => { document.querySelector(".doctor-hints .chip")?.click(); return document.querySelector(".doctor-hints .muted") !== null; }));
  },
  "a prediction that is drawn": async (page) => {
    await page.call("pause");
    await page.call("step", "epoch", 3);
    await page.click("Guess first");
    await until("something to draw on", () => page.driver.evaluate(() => document.querySelector(".sketch-face") !== null));
    await page.driver.press("Enter");
    await page.element("Difference");
  },
  "a link to share": async (page) => { await page.click("Share"); await page.element("Link"); },
  "an export": async (page) => { await page.call("pause"); await page.click("Export"); await until("its text", () => page.driver.evaluate(() => document.querySelector("#export textarea")?.value.startsWith("{"))); },
  "the picture of an export": async (page) => {
    await page.click("Export");
    await until("the formats", () => page.driver.evaluate(() => { document.querySelector("#export input[aria-label=Plot]")?.click(); return document.querySelector("#export img") !== null; }));
  },
  "a goal that is reached, with its receipt": async (page) => {
    await page.call("pause");
    await page.call("goal", "epoch < 1000000 and (testAccuracy >= 1% or not usesFeature('r'))");
    await page.click("Receipt");
    // A run that is back from before has none, and says so.
    await until("the receipt", () => page.driver.evaluate(() => document.getElementById("receipt").textContent !== ""));
  },
  "a goal that is not reached": async (page) => { await page.call("pause"); await page.call("goal", "epoch > 1000000 and parameters < 30"); await page.element("Goal"); },
  "the lab": async (page) => {
    if (await page.has("Lab")) await page.click("Lab");
    await page.element("Definitions");
    await until("the graph", () => page.driver.evaluate(() => document.querySelector(".lab-node") !== null));
    await page.driver.evaluate(() => document.querySelectorAll(".lab-page details").forEach((details) => { details.open = true; }));
  },
  "own data to bring": async (page) => { await page.click("Your own data…"); await page.element("Or paste a table"); },
  "own data with a bad row": async (page) => {
    await page.call("pause");
    await page.click("Your own data…");
    await page.element("Or paste a table");
    await page.driver.evaluate(() => { document.getElementById("importing-text").value = "a b kind\n1 2 no\n3 4 yes\n5 nothing yes\n1 1 no"; });
    await page.click("Read it");
    await until("what is left out", () => page.driver.evaluate(() => document.querySelector(".importing-left-out") !== null));
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
      await until(`the theme ${theme}`, () => page.driver.evaluate((theme) => document.documentElement.dataset.theme === theme, theme));
      await reach(page);
      // Colours that change begin to with the next picture.
      await page.drawn();
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
