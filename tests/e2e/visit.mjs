// How the program comes: a first visit trains with the program's first part alone, and whoever needs the rest before it has come
// gets it, a moment later.
import assert from "node:assert/strict";
import { until } from "./until.mjs";

/** Runs in the page before anything else: the rest never comes by itself. */
const HOLD_BACK_THE_REST = () => {
  const real = window.fetch;
  window.fetch = (url, ...more) => (String(url).includes("_rest.wasm") ? new Promise(() => {}) : real(url, ...more));
};

/** The rest comes when the test says so. */
const HOLD_UNTIL_RELEASED = () => {
  const real = window.fetch;
  const released = new Promise((resolve) => { window.releaseTheRest = resolve; });
  window.fetch = async (url, ...more) => {
    if (String(url).includes("_rest.wasm")) await released;
    return real(url, ...more);
  };
};

/** Whether the whole program is on the page, and how often the page has waited for it. */
const halves = (page) => page.driver.evaluate(() => {
  const { playgroundParts: parts } = window;
  return { isWhole: parts.isWhole(), nWaits: parts.nWaits };
});

export const tests = {
  "a first visit trains before the program is whole, and waits for nothing": async (page) => {
    await page.driver.before(() => {
      const real = window.fetch;
      window.fetch = (url, ...more) => {
        if (String(url).includes("_rest.wasm")) window.stateAtRest = document.querySelector("main").dataset.state;
        return real(url, ...more);
      };
    });
    await page.begin();
    await page.reach("running");
    await until("the whole program", async () => (await halves(page)).isWhole);
    assert.equal((await halves(page)).nWaits, 0, "a first visit must not wait for the rest: `cargo xtask profile` writes anew what it needs");
    const asked = page.driver.requests.filter((url) => url.includes("_rest.wasm")).length;
    // On a busy machine the worker may need what an ordinary visit does not: then it asks for itself.
    assert.ok(asked <= 2, `the page must ask for the rest once, and its worker once at most, got ${asked} requests`);
    assert.equal(await page.driver.evaluate(() => window.stateAtRest), "running", "the rest must come after training has begun");
  },
  "a browser that instantiates nothing large at once starts with the whole program": async (page) => {
    await page.driver.before(() => {
      const { Module, Instance } = WebAssembly;
      const LARGEST_BYTES = 4096;
      const refuse = () => { throw new RangeError("disallowed on the main thread"); };
      const build = (Real, isLarge) => new Proxy(Real, {
        construct: (target, them) => (isLarge(...them) ? refuse() : new target(...them)),
      });
      WebAssembly.Module = build(Module, (bytes) => bytes.byteLength > LARGEST_BYTES);
      WebAssembly.Instance = build(Instance, () => true);
    });
    await page.begin();
    await page.reach("running");
    assert.deepEqual(await halves(page), { isWhole: true, nWaits: 0 });
    const { trainLoss } = await page.call("step", "epoch", 5);
    assert.ok(Number.isFinite(trainLoss));
  },
  "nothing jumps when the rest of the page comes": async (page) => {
    await page.driver.before(HOLD_UNTIL_RELEASED);
    for (const [width, height] of [[1440, 900], [1366, 768], [768, 1024], [390, 844]]) {
      await page.driver.resize(width, height);
      await page.begin();
      await page.reach("running");
      const before = (await page.element("Output plot"));
      await page.driver.evaluate(() => window.releaseTheRest());
      await until("a whole page", () => page.driver.evaluate(() => !document.querySelector(".blank")));
      const after = await page.element("Output plot");
      for (const side of ["x", "y", "width", "height"]) {
        // A phone's targets are larger for fingers, which a driver's window of that size does not have.
        assert.ok(Math.abs(after[side] - before[side]) <= (width < 500 ? 20 : 1), `${side} of the plot at ${width} pixels: ${before[side]}, then ${after[side]}`);
      }
      await page.driver.evaluate(() => localStorage.clear());
    }
  },
  "styles that fail to come for a moment come all the same": async (page) => {
    await page.driver.before(() => {
      const { append } = Element.prototype;
      Element.prototype.append = function (...them) {
        const [link] = them;
        if (window.nFailures || !link.href?.includes("_rest.css")) return append.apply(this, them);
        window.nFailures = 1;
        const fail = () => {
          if (window.playgroundParts?.isWhole()) link.dispatchEvent(new Event("error")); else setTimeout(fail, 10);
        };
        fail();
      };
    });
    await page.open();
    const styled = () => [window.nFailures, document.querySelectorAll('link[href*="_rest.css"]').length];
    assert.deepEqual(await page.driver.evaluate(styled), [1, 1], "the page must be shown whole once it has its styles");
  },
  "what is done before the whole program has come is saved and in the address": async (page) => {
    await page.driver.before(HOLD_UNTIL_RELEASED);
    await page.begin();
    await page.reach("running");
    await page.call("configure", { learningRate: 0.2 });
    await page.driver.evaluate(() => window.releaseTheRest());
    const written = () => page.driver.evaluate(() => [localStorage.getItem("gradient-playground"), location.hash]);
    await until("what was done", async () => {
      const [saved, hash] = await written();
      return saved === "v=1&learningRate=0.2" && hash === "#v=1&learningRate=0.2";
    });
  },
  "what is used before the whole program has come works all the same": async (page) => {
    await page.driver.before(HOLD_BACK_THE_REST);
    await page.begin();
    await page.reach("running");
    assert.equal((await halves(page)).isWhole, false, "the rest must not have come");
    await page.call("configure", { dataset: "spiral", hiddenLayers: [8, 8], activations: ["gelu", "sine"], optimiser: "adam" });
    const { trainLoss } = await page.call("step", "epoch", 50);
    assert.ok(Number.isFinite(trainLoss), `the loss must be a number, got ${trainLoss}`);
    await page.call("setPoints", [{ x: 1, y: 2, label: 1 }, { x: -1, y: -2, label: 2 }]);
    await page.driver.press("Control+z");
    await until("what was there before", async () => (await page.call("points")).length > 2);
    const model = await page.call("model");
    await page.call("loadModel", model);
    const { isWhole, nWaits } = await halves(page);
    assert.ok(isWhole && nWaits === 1, `the page must have waited once, got ${nWaits} waits, whole: ${isWhole}`);
  },
};
