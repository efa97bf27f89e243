// That nothing of what browsers, frames and bad luck do to the page stops it: workers that die or never start, storage that is
// blocked, sandboxed frames, hidden tabs, browsers without SIMD, without JavaScript.
import assert from "node:assert/strict";
import { serve } from "./server.mjs";
import { until } from "./until.mjs";

/** Runs in the page before anything else: keeps hold of each worker, which the page itself gives to nobody. */
const KEEP_WORKERS = () => {
  const Real = window.Worker;
  window.workers = [];
  window.saved = 0; // how often the worker sent its state away: messages of many bytes and nothing else
  window.Worker = class extends Real {
    constructor(url) {
      super(url);
      window.workers.push(this);
      this.addEventListener("message", ({ data }) => { if (data.length === 1 && data[0].length > 2000) window.saved += 1; });
    }
  };
};

/** Ends the worker once the page waits for the lock that it holds: one that ends before is missed only after a long silence. */
async function kill(page) {
  await until("a page that waits for its worker's lock", () => page.driver.evaluate(async () => {
    const { held, pending } = await navigator.locks.query();
    return held.some(({ name }) => pending.some((other) => other.name === name));
  }));
  await page.driver.evaluate(() => window.workers.at(-1).terminate());
}

/** Runs in the page: from now on its clock is slow, as if all that happens followed at once. */
const slowClock = () => {
  const now = performance.now.bind(performance);
  const start = now();
  performance.now = () => start + (now() - start) / 10;
};

/** Runs in the page before anything else: as in a browser without locks, where a worker that the browser ends is not noticed. */
const WITHOUT_LOCKS = () => Object.defineProperty(navigator, "locks", { get: () => undefined });

/** Runs in the page before anything else: while window.holdBack is set, nothing that a worker says arrives. */
const SLOW_WORKERS = () => {
  const Real = window.Worker;
  window.workers = [];
  window.Worker = class extends Real {
    constructor(url) {
      super(url);
      window.workers.push(this);
      this.held = [];
    }
    set onmessage(listener) {
      super.onmessage = listener && ((event) => (window.holdBack ? this.held.push(() => listener(event)) : listener(event)));
    }
    release() {
      for (const tell of this.held.splice(0)) tell();
    }
  };
};

/** Plain text of all that can be seen. */
const seen = (page) => page.driver.evaluate(() => document.body.innerText);

export const tests = {
  "a worker that is killed is replaced, and training goes on from the last state it sent away": async (page) => {
    await page.driver.before(KEEP_WORKERS);
    await page.open();
    await page.reach("running");
    for (const n of [1, 2]) {
      const { step } = await until("some training", async () => {
        const now = await page.call("snapshot").catch(() => null);
        return now?.step > 100 * n && now;
      });
      // How far training gets until the next state is sent away depends on the machine; that this state holds the step above does not.
      const saved = await page.driver.evaluate(() => window.saved);
      // An act is sent away soon; training alone, where that took long, much later.
      await page.call("configure", { learningRate: n / 100 });
      await until("a state sent away", () => page.driver.evaluate((saved) => window.saved > saved, saved));
      await kill(page);
      await until("another worker", () => page.driver.evaluate((n) => window.workers.length > n, n));
      const after = await until("an answer", () => page.call("snapshot").catch(() => null));
      assert.ok(after.step >= step, `it must go on from the state that was sent away, at step ${step} or later, got ${after.step}`);
      assert.equal(after.state, "running");
      await until("training", async () => (await page.call("snapshot")).step > after.step);
    }
    const text = await page.driver.evaluate(() => document.body.textContent);
    // A lock tells of a death at once; who has to find out by silence says so.
    assert.ok(/was restarted/.test(text) && !/did not respond/.test(text), "the death must be told, and noticed by the lock");
    await page.click("Dismiss");
  },
  "points, settings and weights survive the worker's death": async (page) => {
    await page.driver.before(KEEP_WORKERS);
    await page.open();
    await page.call("pause");
    const points = [{ x: 1, y: 1, label: 1 }, { x: -1, y: 2, label: 2 }, { x: 3, y: -2, label: 2 }];
    await page.call("setPoints", points);
    await page.call("configure", { hiddenLayers: [3], activations: ["relu"], learningRate: 0.07 });
    await page.call("step", "epoch", 20);
    const before = [await page.call("config"), await page.call("points")];
    await page.driver.evaluate(() => window.workers.at(-1).terminate());
    await until("another worker", () => page.driver.evaluate(() => window.workers.length > 1));
    await until("an answer", () => page.call("snapshot").catch(() => null));
    assert.deepEqual([await page.call("config"), await page.call("points")], before);
    assert.equal(await page.state(), "paused");
  },
  "acts can be undone after the worker's death, and Reset goes back to the first weights": async (page) => {
    await page.driver.before(KEEP_WORKERS);
    await page.open();
    await page.configured({ count: 40 });
    const first = await page.call("snapshot");
    await page.call("step", "epoch", 5);
    await page.call("configure", { learningRate: 0.3 });
    await page.call("configure", { hiddenLayers: [3, 2] });
    const saved = await page.driver.evaluate(() => window.saved);
    await page.call("step", "epoch", 5);
    await until("a state sent away", () => page.driver.evaluate((saved) => window.saved > saved, saved));
    await page.driver.evaluate(() => window.workers.at(-1).terminate());
    await until("another worker", () => page.driver.evaluate(() => window.workers.length > 1));
    await until("an answer", () => page.call("snapshot").catch(() => null));
    const layer = (model, l) => model.layers[l];
    const now = await page.call("model");
    await page.click("Undo");
    await until("four neurons again", async () => (await page.call("config")).hiddenLayers[0] === 4);
    const undone = await page.call("model");
    assert.deepEqual(layer(undone, 0).weights.slice(0, 3), layer(now, 0).weights, "who stayed keeps its weights");
    assert.equal(layer(now, 0).units, 3);
    await page.click("Undo");
    await until("the rate of before", async () => (await page.call("config")).learningRate === 0.03);
    assert.equal((await page.call("reset")).checksum, first.checksum);
  },
  "whoever waits for a worker that dies is told": async (page) => {
    await page.driver.before(KEEP_WORKERS);
    await page.open();
    await page.call("pause");
    const words = await page.driver.evaluate(() => {
      const waiting = window.playground.step("epoch", 100000000).then(() => "done", (error) => error.message);
      window.workers.at(-1).terminate();
      return waiting;
    });
    assert.match(words, /engine must be running/);
  },
  "without locks a worker that ended silently is noticed because it does not answer": async (page) => {
    await page.driver.before(WITHOUT_LOCKS);
    await page.driver.before(KEEP_WORKERS);
    await page.open();
    await page.reach("running");
    await page.driver.evaluate(() => window.workers.at(-1).terminate());
    await until("another worker", () => page.driver.evaluate(() => window.workers.length > 1));
    const { epoch } = await until("an answer", () => page.call("snapshot").catch(() => null));
    await until("training", async () => (await page.call("snapshot")).epoch > epoch + 5);
    const details = () => [...document.querySelectorAll(".notices textarea")].map(({ value }) => value).join();
    await until("what the worker died of", async () => (await page.driver.evaluate(details)).includes("did not respond for a long time"));
    // Nothing is asked of it while the page rests; the next question is not answered and brings another one.
    await page.call("pause");
    await until("rest", () => page.driver.evaluate(() => document.querySelector("main").dataset.state === "paused"));
    await page.driver.evaluate(() => window.workers.at(-1).terminate());
    const words = await page.driver.evaluate(() => window.playground.step("batch", 1).then(() => "done", (error) => error.message));
    assert.match(words, /engine must be running/);
    await until("an answer", () => page.call("snapshot").catch(() => null));
  },
  "without locks a long step, a slow worker and a page that slept are not taken for a death": async (page) => {
    await page.driver.before(WITHOUT_LOCKS);
    await page.driver.before(SLOW_WORKERS);
    await page.open();
    await page.call("pause");
    const long = page.call("step", "epoch", 100000000);
    const later = async (s) => { const until = Date.now() + s * 1000; while (Date.now() < until) await page.driver.evaluate(() => new Promise((done) => { setTimeout(done, 200); })); };
    await later(12); // longer than silence may last
    await page.driver.evaluate(() => { window.holdBack = true; });
    await later(6);
    await page.driver.evaluate(() => { const until = performance.now() + 12000; while (performance.now() < until); }); // the page itself does nothing
    await later(6);
    await page.driver.evaluate(() => { window.holdBack = false; window.workers.at(-1).release(); });
    await later(3);
    const { step } = await page.call("pause");
    assert.ok((await long).step <= step && step > 1000, `the long step must have gone on, got ${step} steps`);
    assert.equal(await page.driver.evaluate(() => window.workers.length), 1);
  },
  "a worker that dies again and again is not started for ever": async (page) => {
    await page.driver.before(KEEP_WORKERS);
    await page.open();
    await page.reach("running");
    // Deaths that lie far apart, as they do on a busy machine, are no reason to give up.
    await page.driver.evaluate(slowClock);
    for (let n = 1; n <= 3; n += 1) {
      await kill(page);
      if (n < 3) await until("another worker", () => page.driver.evaluate((n) => window.workers.length > n, n));
      if (n < 3) await until("an answer", () => page.call("snapshot").catch(() => null));
    }
    await page.reach("crashed");
    await page.click("Restart");
    await page.reach("paused");
    const { step } = await page.call("snapshot");
    assert.equal((await page.call("step", "batch", 3)).step, step + 3);
  },
  "without workers the page computes by itself": async (page) => {
    await page.driver.before(() => { window.Worker = class { constructor() { throw new Error("no workers here"); } }; });
    await trains(page);
  },
  "a worker that never answers is not waited for": async (page) => {
    await page.driver.before(() => {
      window.Worker = class extends EventTarget { postMessage() {} terminate() {} };
    });
    await trains(page);
  },
  "blocked storage stops nothing": async (page) => {
    await page.driver.before(() => {
      const denied = { get() { throw new DOMException("denied", "SecurityError"); } };
      for (const name of ["localStorage", "sessionStorage", "indexedDB"]) Object.defineProperty(window, name, denied);
    });
    await trains(page);
  },
  "a sandboxed frame of another site trains": async (page, { dist }) => {
    const elsewhere = await serve(dist, "/", { "access-control-allow-origin": "*" });
    try {
      await page.driver.goto(`${page.server.url}nothing`); // any document without a policy of its own
      const state = await page.driver.frame(elsewhere.url, "allow-scripts");
      await until("training in the frame", async () => (await state()) === "running");
    } finally {
      await elsewhere.close();
    }
    page.driver.requests.length = 0; // the other site is the point of this test,
    page.driver.errors.length = 0; // and a bare document has no icon
  },
  "a hidden tab trains on, and pauses when asked to": async (page) => {
    await page.open();
    await page.reach("running");
    await page.driver.evaluate(() => {
      Object.defineProperty(document, "hidden", { get: () => true, configurable: true });
      window.requestAnimationFrame = () => 0; // as in a tab that nobody sees
      document.dispatchEvent(new Event("visibilitychange"));
    });
    const { epoch } = await page.call("snapshot");
    await until("training in the background", async () => (await page.call("snapshot")).epoch > epoch + 50);
    const { step } = await page.call("pause");
    assert.equal((await page.call("snapshot")).step, step);
  },
  "a browser without SIMD is told so": async (page) => {
    await page.driver.before(() => { WebAssembly.validate = () => false; });
    await page.driver.goto(page.server.url);
    await until("the notice", async () => /too old.*WebAssembly SIMD/s.test(await seen(page)));
  },
  "without JavaScript the page says what it needs": async (page) => {
    if (!page.driver.withoutJavaScript) return console.log("  not tried: this browser's driver cannot switch JavaScript off");
    await page.driver.withoutJavaScript();
    await page.driver.goto(page.server.url);
    await until("the notice", async () => /needs JavaScript/.test(await seen(page)));
    await page.driver.press("Tab");
    const focused = await page.driver.evaluate(() => document.activeElement?.tagName ?? null);
    assert.equal(focused, "BODY", "there is nothing to be used, and nothing hidden takes the focus");
  },
  "a panic of the page itself is told in plain words": async (page) => {
    await page.open();
    await page.call("pause"); // a page that did panic draws no more
    await page.driver.evaluate(() => window.playgroundBoot.panicked("panicked at a test"));
    await until("the notice", async () => /Something went wrong.*panicked at a test/s.test(await seen(page)));
    assert.equal(await page.state(), "crashed");
  },
};

/** The page opens, trains and answers. */
async function trains(page) {
  await page.open();
  await page.reach("running");
  await until("some epochs", async () => (await page.call("snapshot")).epoch > 5);
  await page.call("pause");
  const { step } = await page.call("snapshot");
  assert.equal((await page.call("step", "batch", 5)).step, step + 5);
}
