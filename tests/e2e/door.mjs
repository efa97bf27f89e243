// That window.playground refuses what it cannot use, in words, and that nothing is lost or hangs.
import assert from "node:assert/strict";
import { until } from "./until.mjs";

/** The words with which a call is refused. The call is a function, so that NaN reaches the page as NaN. */
function refusal(page, call) {
  const refused = page.driver.evaluate(call).then(() => "accepted", (error) => error.message);
  return Promise.race([refused, new Promise((done) => setTimeout(done, 5000, "no answer").unref())]);
}

const REFUSED = [
  [() => window.playground.predict([[1e39, 1]]), "points must be a list of [x, y] between"],
  [() => window.playground.predict([[NaN, 1]]), "points must be a list of [x, y] between"],
  [() => window.playground.predict(Array(100001).fill([0, 0])), "points must have at most 100000 entries, got 100001"],
  [() => window.playground.setPoints([{ x: 1e39, y: 0, label: 1 }]), "points[0].x must"],
  [() => window.playground.setPoints([{ x: 0, y: 0, label: 1e39 }]), "points[0].label must"],
  [() => window.playground.setPoints([[1, 2, 1]]), "points[0] must"],
  [() => window.playground.setPoints(Array(5001).fill({ x: 0, y: 0, label: 1 })), "points must have at most 5000 entries, got 5001"],
  [() => window.playground.configure({ clip: NaN }), "clip must"],
  [() => window.playground.configure({ clip: Infinity }), "clip must"],
  [() => window.playground.configure({ noise: NaN }), "noise must"],
  [() => window.playground.configure({ noise: 8 }), "noise must be at most 3, got 8"],
  [() => window.playground.configure({ nose: 1 }), "nose must"],
  [() => window.playground.step("year"), "unit must be one of sample, batch, epoch"],
  [() => window.playground.step("batch", 1e9), "n must be a whole number"],
  [() => window.playground.step("batch", 0), "n must be a whole number from 1 to 100000000, got 0"],
  [() => window.playground.step("batch", 10n), "n must be a whole number"],
  [() => window.playground.step("batch", 1.5), "n must be a whole number from 1 to 100000000, got 1.5"],
  [() => window.playground.step(Symbol("epoch")), "unit must be one of sample, batch, epoch, got symbol"],
  [() => window.playground.configure(), "partial must be an object, got nothing"],
  [() => window.playground.configure({ get noise() { throw new Error("mine"); } }), "partial must be an object"],
  [() => { const cycle = {}; cycle.self = cycle; return window.playground.configure(cycle); }, "partial must be an object"],
  [() => window.playground.configure(new Proxy({}, { ownKeys() { throw new Error("mine"); } })), "partial must be an object"],
  [() => window.playground.configure({ noise: 1n }), "partial must be an object"],
  [() => window.playground.configure(Symbol("noise")), "partial must be an object, got symbol"],
  [() => window.playground.configure(() => 1), "partial must be an object, got function"],
  [() => window.playground.configure({ learningRate: 1e9 }), "learningRate must"],
  [() => window.playground.configure({ hiddenLayers: Array(1e6).fill(8) }), "hiddenLayers must"],
  [() => window.playground.configure({ hiddenLayers: [1e9] }), "hiddenLayers"],
  [() => window.playground.configure(JSON.parse('{"__proto__": 1}')), "__proto__ must"],
  [() => window.playground.configure(Object.assign(Object.create(null), { noise: "much" })), "noise must"],
  [() => { let deep = 1; for (let i = 0; i < 5000; i += 1) deep = [deep]; return window.playground.configure({ stop: deep }); }, "partial must be an object"],
  [() => window.playground.setPoints("points"), "points must"],
  [() => window.playground.setPoints(null), "points must"],
  [() => window.playground.loadModel("{}"), "must"],
  [() => window.playground.loadModel({ format: "gradient-playground/model" }), "must"],
  [() => window.playground.predict(new Proxy([], { get() { throw new Error("mine"); } })), "points must"],
  [() => window.playground.on("snapshots", () => 0), "event must be one of ready, snapshot, error"],
  [() => window.playground.on("snapshot", 7), "fn must be a function, got 7"],
];

export const tests = {
  "what cannot be used is refused in words and changes nothing": async (page) => {
    await page.open();
    await page.call("pause");
    const before = [await page.call("config"), await page.call("snapshot"), await page.call("points")];
    for (const [call, words] of REFUSED) {
      const found = await refusal(page, call);
      assert.ok(found.includes(words), `${call} must be refused with “${words}…”, got “${found}”`);
    }
    assert.deepEqual([await page.call("config"), await page.call("snapshot"), await page.call("points")], before);
  },
  "reset and pause end a long step where it stands": async (page) => {
    await page.open();
    await page.call("pause");
    for (const end of ["pause", "reset"]) {
      const long = page.call("step", "epoch", 100000000);
      await page.call("snapshot");
      const { step } = await page.call(end);
      const { step: reached } = await long;
      assert.ok(reached >= 0);
      assert.equal((await page.call("snapshot")).step, step, `the step after ${end}`);
      if (end === "reset") assert.equal(step, 0);
    }
  },
  "calls that nobody waits for are carried out in their order": async (page) => {
    await page.open();
    await page.configured({ batchSize: 10 });
    const order = await page.driver.evaluate(async () => {
      const { playground } = window;
      const calls = [playground.step("epoch", 200), playground.configure({ learningRate: 0.07 }), playground.step("batch", 3), playground.snapshot()];
      const done = [];
      calls.forEach((call, n) => call.then(() => done.push(n)));
      const [first, config, second, last] = await Promise.all(calls);
      return { done, epochs: first.epoch, rate: config.learningRate, steps: second.step - first.step, same: second.step === last.step };
    });
    assert.deepEqual(order, { done: [0, 1, 2, 3], epochs: 200, rate: 0.07, steps: 3, same: true });
  },
  "what a promise says is on the page when it resolves": async (page) => {
    await page.open();
    const shown = await page.driver.evaluate(async () => {
      const number = (name) => Number(document.querySelector(`output[aria-label="${name}"]`).dataset.value);
      const now = () => [number("Epoch"), number("Step count"), document.querySelector("main").dataset.state];
      const found = [];
      const { playground } = window;
      for (const call of [() => playground.pause(), () => playground.step("epoch", 7), () => playground.reset(), () => playground.step("batch", 2), () => playground.play()]) {
        const { epoch, step, state } = await call();
        found.push({ shown: now(), said: [epoch, step, state] });
      }
      return found;
    });
    for (const { shown: onPage, said } of shown) assert.deepEqual(onPage, said);
  },
  "the end of training is told on the page": async (page) => {
    await page.open();
    await page.configured({ stop: { epochs: 5 } });
    await page.call("play");
    const seen = (words) => until(words, async () => (await page.driver.evaluate(() => document.body.innerText)).includes(words));
    await seen("Stopped: 5 epochs are done");
    await page.call("configure", { stop: { epochs: null } });
    await page.call("setPoints", []);
    await page.call("play");
    await seen("No training points: add some or raise Used for training");
  },
};
