// That the outputs say what the engine says: plain numbers in data-value, and nothing where there is nothing.
import assert from "node:assert/strict";
import { until } from "./until.mjs";

const OUTPUTS = {
  Epoch: "epoch",
  "Step count": "step",
  "Training loss": "trainLoss",
  "Test loss": "testLoss",
  Accuracy: "accuracy",
  Parameters: "parameters",
  "Gradient norm": "gradientNorm",
};

/** Each situation: what brings it about, and which outputs are then empty. */
const SITUATIONS = [
  ["after steps", {}, (page) => page.call("step", "epoch", 3), []],
  ["before the first step", {}, (page) => page.call("reset"), ["Gradient norm"]],
  ["without test points", { trainShare: 1 }, (page) => page.call("step", "batch", 7), ["Test loss"]],
  ["in regression", { task: "regression", dataset: "plane", loss: "squared" }, (page) => page.call("step", "sample", 5), ["Accuracy"]],
  ["with a tiny loss", { dataset: "two-blobs", learningRate: 3, stop: { epochs: null } }, (page) => page.call("step", "epoch", 200), []],
];

/** Waits until every output says what the snapshot says. */
async function agrees(page, what, empty) {
  const snapshot = await page.call("snapshot");
  for (const [name, field] of Object.entries(OUTPUTS)) {
    const wanted = snapshot[field];
    assert.equal(wanted === null, empty.includes(name), `${field} ${what}: ${wanted}`);
    if (name === "Accuracy" && what === "in regression") {
      // R² stands in its place.
      await until("R² of values", async () => Number((await page.element("R²")).number) <= 1);
      assert.ok(!(await page.has("Accuracy")), "values have no accuracy");
      continue;
    }
    const found = await until(`${name} ${what} to be ${wanted}`, async () => {
      const element = await page.element(name);
      return (element.number === null ? null : Number(element.number)) === wanted && element;
    });
    assert.equal(found.text === "–", wanted === null, `${name} ${what} must be a dash exactly when there is nothing, got ${found.text}`);
  }
}

export const tests = {
  "every output says what the engine says": async (page) => {
    await page.open();
    await page.call("pause");
    const first = await page.call("config");
    for (const [what, config, act, empty] of SITUATIONS) {
      await page.call("configure", { ...first, ...config });
      await page.call("reset");
      await act(page);
      await agrees(page, what, empty);
    }
    await page.call("setPoints", []);
    await page.call("reset");
    await agrees(page, "without points", ["Training loss", "Test loss", "Accuracy", "Gradient norm"]);
  },

  "outputs are silent, and each number has its reason": async (page) => {
    await page.open();
    await page.call("pause");
    const outputs = await page.driver.evaluate(() => [...document.querySelectorAll("output[data-value]")].map((output) => ({
      name: output.getAttribute("aria-label"), live: output.getAttribute("aria-live"),
    })));
    for (const { name, live } of outputs) assert.equal(live, "off", `${name} must not speak by itself`);
    for (const name of ["Training loss", "Test loss", "Accuracy", "Gradient norm"]) {
      const why = await page.driver.evaluate((name) => {
        const output = document.querySelector(`output[aria-label="${name}"]`);
        return document.getElementById(output.getAttribute("aria-describedby")).textContent;
      }, name);
      assert.match(why, /^[A-Z].{20,}\.$/, `${name} must say what it is`);
    }
  },
};
