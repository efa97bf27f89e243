// That window.playground refuses what it cannot use, in words, and that nothing is lost or hangs.
import assert from "node:assert/strict";
import { SLOWLY } from "./page.mjs";
import { MOST_SECONDS, until } from "./until.mjs";

/** The words with which a call is refused. The call is a function, so that NaN reaches the page as NaN. */
function refusal(page, call) {
  const refused = page.driver.evaluate(call).then(() => "accepted", (error) => error.message);
  return Promise.race([refused, new Promise((done) => setTimeout(done, MOST_SECONDS * 1000, "no answer").unref())]);
}

const REFUSED = [
  [() => window.playground.predict(), "points must be a list of places, such as [[0.5, 1.5]], got undefined"],
  [() => window.playground.predict([[1e39, 1]]), "points[0] must be [x, y] between -1000000 and 1000000, got [1e39,1]"],
  [() => window.playground.predict([[0, 1], [NaN, 1]]), "points[1][0] must be a finite number, got NaN"],
  [() => window.playground.predict([[0, 1], [2]]), "points[1] must be [x, y] between"],
  [() => window.playground.predict([[0, "1"]]), "points[0] must be [x, y] between"],
  [() => window.playground.predict([1, 2]), "points[0] must be [x, y] between -1000000 and 1000000, got 1"],
  [() => window.playground.predict([new Float32Array(2)]), "points[0] must be a plain object, got object Float32Array"],
  [() => window.playground.predict(Array(100001).fill([0, 0])), "points must have at most 100000 entries, got 100001"],
  [() => window.playground.predict(Array(4)), "points[0] must have a value, got undefined"],
  [() => window.playground.predict(new Proxy([], { get() { throw new Error("mine"); } })), "points must be readable, got Error: mine"],
  [() => window.playground.setPoints([{ x: 1e39, y: 0, label: 1 }]), "points[0].x must be at most 6, got 1e39"],
  [() => window.playground.setPoints([{ x: 0, y: 0, label: 1e39 }]), "points[0].label must"],
  [() => window.playground.setPoints([{ x: 0, y: 0 }]), "points[0].label must be given, got nothing"],
  [() => window.playground.setPoints([{ x: 0, y: undefined, label: 1 }]), "points[0].y must have a value (or the key must be left out), got undefined"],
  [() => window.playground.setPoints([{ x: 0, y: 0, label: 1, color: "red" }]), "points[0].color must be one of x, y, label, test"],
  [() => window.playground.setPoints([[1, 2, 1]]), "points[0] must"],
  [() => window.playground.setPoints(Array(5001).fill({ x: 0, y: 0, label: 1 })), "points must have at most 5000 entries, got 5001"],
  [() => window.playground.setPoints(new Array(4e9)), "points must have at most 5000 entries, got 4000000000"],
  [() => window.playground.setPoints("points"), "points must be a list of points, such as [{ x: 1, y: 2, label: 1 }], got \"points\""],
  [() => window.playground.setPoints(null), "points must be a list of points, such as [{ x: 1, y: 2, label: 1 }], got null"],
  [() => window.playground.setPoints({ length: 1, 0: { x: 0, y: 0, label: 1 } }), "points must be a list"],
  [() => window.playground.configure({ clip: NaN }), "clip must be a finite number, got NaN"],
  [() => window.playground.configure({ clip: Infinity }), "clip must be a finite number, got Infinity"],
  [() => window.playground.configure({ stop: { accuracy: NaN } }), "stop.accuracy must be a finite number, got NaN"],
  [() => window.playground.configure({ noise: undefined }), "noise must have a value (or the key must be left out), got undefined"],
  [() => window.playground.configure({ learningRate: 0.1, stop: { epochs: undefined } }), "stop.epochs must have a value"],
  [() => window.playground.configure({ hiddenLayers: [4, undefined] }), "hiddenLayers[1] must have a value, got undefined"],
  [() => window.playground.configure({ noise: () => 1 }), "noise must be a number, text, true, false, null, a list or an object, got a function"],
  [() => window.playground.configure({ noise: Symbol("loud") }), "noise must be a number, text, true, false, null, a list or an object, got Symbol(loud)"],
  [() => window.playground.configure({ noise: 1n }), "noise must be a number, text, true, false, null, a list or an object, got 1n"],
  [() => window.playground.configure({ [Symbol("noise")]: 1 }), "what is configured must have no symbol as a key, got Symbol(noise)"],
  [() => window.playground.configure({ nose: undefined }), "nose must be a key of the configuration, got an unknown key"],
  [() => window.playground.configure({ noise: new Number(1) }), "noise must be a plain object, got object Number"],
  [() => window.playground.configure({ stop: new Map([["epochs", 1]]) }), "stop must be a plain object, got object Map"],
  [() => window.playground.configure(new Map([["noise", 1]])), "what is configured must be a plain object, got object Map"],
  [() => window.playground.configure(new (class { noise = 1; })()), "what is configured must be a plain object, got object Object"],
  [() => window.playground.configure(Promise.resolve({})), "what is configured must be a plain object, got object Promise"],
  [() => window.playground.configure([]), "what is configured must be a plain object of keys and values, such as { noise: 0.5 }, got a list"],
  [() => window.playground.configure("{}"), "what is configured must be a plain object of keys and values, such as { noise: 0.5 }, got \"{}\""],
  [() => window.playground.configure({ noise: 8 }), "noise must be at most 3, got 8"],
  [() => window.playground.configure({ nose: 1 }), "nose must be a key of the configuration, got an unknown key"],
  [() => window.playground.configure({ "": 1 }), "\"\" must be a key of the configuration, got an empty one"],
  [() => window.playground.configure(), "what is configured must be a plain object of keys and values, such as { noise: 0.5 }, got undefined"],
  [() => window.playground.configure(Symbol("noise")), "what is configured must be a plain object of keys and values, such as { noise: 0.5 }, got Symbol(noise)"],
  [() => window.playground.configure(() => 1), "what is configured must be a plain object of keys and values, such as { noise: 0.5 }, got a function"],
  [() => window.playground.configure({ get noise() { throw new Error("mine"); } }), "noise must be readable, got Error: mine"],
  [() => window.playground.configure({ get noise() { return this.noise; } }), "noise must be readable, got "],
  [() => window.playground.configure({ get noise() { throw { toString() { throw 1; } }; } }), "noise must be readable, got an error without words"],
  [() => window.playground.configure({ get noise() { window.playground.configure({ nose: 1 }).catch(() => 0); return 8; } }), "noise must be at most 3, got 8"],
  [() => { const cycle = {}; cycle.stop = cycle; return window.playground.configure(cycle); }, "must not be nested deeper than 10 times"],
  [() => { const cycle = {}; cycle.self = cycle; return window.playground.configure(cycle); }, "self must be a key of the configuration"],
  [() => { let deep = 1; for (let i = 0; i < 5000; i += 1) deep = [deep]; return window.playground.configure({ stop: deep }); }, "stop[0][0][0]"],
  [() => { let wide = 1; for (let i = 0; i < 8; i += 1) wide = Array(5000).fill(wide); return window.playground.configure({ points: wide }); }, "what is configured must hold at most 100000 values in all, got more"],
  [() => window.playground.configure(new Proxy({}, { ownKeys() { throw new Error("mine"); } })), "what is configured must be readable, got Error: mine"],
  [() => window.playground.configure(new Proxy({}, { getPrototypeOf() { throw new Error("mine"); } })), "what is configured must be readable, got Error: mine"],
  [() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return window.playground.configure(proxy); }, "what is configured must be readable, got TypeError"],
  [() => { const endless = { ownKeys: () => ["stop"], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }), get: () => new Proxy({}, endless) }; return window.playground.configure(new Proxy({}, endless)); }, "must not be nested deeper than 10 times"],
  [() => window.playground.configure({ formula: "x".repeat(1e7) }), "formula must hold texts of at most 10000 characters, got 10000000"],
  [() => window.playground.configure({ learningRate: 1e9 }), "learningRate must be at most 100"],
  [() => window.playground.configure({ hiddenLayers: Array(1e6).fill(8) }), "hiddenLayers must have at most 5000 entries, got 1000000"],
  [() => window.playground.configure({ hiddenLayers: [1e9] }), "hiddenLayers[0] must be at most 256"],
  [() => window.playground.configure(JSON.parse('{"__proto__": 1}')), "__proto__ must be a key of the configuration"],
  [() => window.playground.configure(Object.assign(Object.create(null), { noise: "much" })), "noise must be a number, got \"much\""],
  [() => window.playground.step("year"), "unit must be one of sample, batch, epoch, got \"year\""],
  [() => window.playground.step(Symbol("epoch")), "unit must be one of sample, batch, epoch, got Symbol(epoch)"],
  [() => window.playground.step({ toString() { return "epoch"; } }), "unit must be one of sample, batch, epoch, got object Object"],
  [() => window.playground.step(5), "unit must be one of sample, batch, epoch, got 5"],
  [() => window.playground.step("batch", 1e9), "n must be a whole number from 1 to 100000000, got 1000000000"],
  [() => window.playground.step("batch", 0), "n must be a whole number from 1 to 100000000, got 0"],
  [() => window.playground.step("batch", -1), "n must be a whole number from 1 to 100000000, got -1"],
  [() => window.playground.step("batch", NaN), "n must be a whole number from 1 to 100000000, got NaN"],
  [() => window.playground.step("batch", null), "n must be a whole number from 1 to 100000000, got null"],
  [() => window.playground.step("batch", "3"), "n must be a whole number from 1 to 100000000, got \"3\""],
  [() => window.playground.step("batch", 10n), "n must be a whole number from 1 to 100000000, got 10n"],
  [() => window.playground.step("batch", 1.5), "n must be a whole number from 1 to 100000000, got 1.5"],
  [() => window.playground.loadModel(), "model must be a plain object, as model() gives it or a file holds it, got undefined"],
  [() => window.playground.loadModel("{}"), "model must be a plain object, as model() gives it or a file holds it, got \"{}\""],
  [() => window.playground.loadModel(window.playground.model()), "model must be a plain object, got object Promise"],
  [() => window.playground.loadModel({}), "format must be \"gradient-playground/model\", got null"],
  [() => window.playground.loadModel({ format: "gradient-playground/model" }), "version must be 1, got null"],
  [async () => window.playground.loadModel({ ...await window.playground.model(), layers: undefined }), "layers must have a value (or the key must be left out), got undefined"],
  [async () => window.playground.loadModel({ ...await window.playground.model(), more: 1 }), "more must be one of format"],
  [async () => window.playground.loadModel({ ...await window.playground.model(), get layers() { throw new Error("mine"); } }), "layers must be readable, got Error: mine"],
  [async () => { const model = await window.playground.model(); model.layers[0].weights[0][0] = NaN; return window.playground.loadModel(model); }, "layers[0].weights[0][0] must be a finite number, got NaN"],
  [async () => { const model = await window.playground.model(); model.layers[0].weights[0][0] += 1; return window.playground.loadModel(model); }, ".score must be what the weights give"],
  [() => window.playground.export("excel"), "format must be one of json, numpy, pytorch"],
  [() => window.playground.export(), "format must be text, got undefined"],
  [() => window.playground.on("snapshots", () => 0), "event must be one of ready, snapshot, change, goal, lesson, error, got \"snapshots\""],
  [() => window.playground.on(), "event must be one of ready, snapshot, change, goal, lesson, error, got undefined"],
  [() => window.playground.on("snapshot"), "listener must be a function, got undefined"],
  [() => window.playground.on("snapshot", 7), "listener must be a function, got 7"],
  [() => window.playground.off("snapshot", { handleEvent() {} }), "listener must be a function, got object Object"],
  [() => window.playground.off(Symbol("snapshot"), () => 0), "event must be one of ready, snapshot, change, goal, lesson, error, got Symbol(snapshot)"],
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
  "a hundred thousand unknown keys are refused before they are read": async (page) => {
    await page.open();
    await page.call("pause");
    const calls = ["configure", "loadModel", "setPoints", "predict"];
    for (const call of calls) {
      const { words, nRead } = await page.driver.evaluate(async (call) => {
        const many = {};
        let nRead = 0;
        for (let n = 0; n < 100000; n += 1) Object.defineProperty(many, `key${n}`, { enumerable: true, get: () => { nRead += 1; return n; } });
        const argument = ["setPoints", "predict"].includes(call) ? [many] : many;
        const words = await window.playground[call](argument).then(() => "accepted", (error) => error.message);
        return { words, nRead };
      }, call);
      assert.match(words, call === "configure" ? /^key0 must be a key of the configuration/ : /must have at most 64 keys, got 100000$/);
      assert.ok(nRead <= 64, `${call} must be refused before what is too much is read, read ${nRead} values`);
    }
  },
  "listeners that fail or call back stop nothing": async (page) => {
    await page.open();
    await page.call("pause");
    const { heard, words, step } = await page.driver.evaluate(async () => {
      const { playground } = window;
      const heard = [];
      const fails = () => { heard.push("fails"); throw new Error("of the listener"); };
      const refused = ({ message }) => { heard.push(message); playground.configure({ nose: 1 }).catch(() => 0); };
      const once = () => { heard.push("once"); playground.off("snapshot", once); };
      for (const [event, listener] of [["snapshot", fails], ["snapshot", once], ["error", refused], ["error", fails]]) {
        await playground.on(event, listener);
      }
      const before = await playground.snapshot();
      const words = await playground.configure({ noise: 9 }).then(() => "accepted", (error) => error.message);
      await playground.step("batch", 5);
      while (!heard.includes("once")) await new Promise(requestAnimationFrame);
      for (const [event, listener] of [["snapshot", fails], ["error", refused], ["error", fails]]) await playground.off(event, listener);
      const after = await playground.step("batch", 5);
      return { heard, words, step: after.step - before.step };
    });
    assert.equal(words, "noise must be at most 3, got 9");
    assert.equal(step, 10);
    assert.deepEqual([...new Set(heard)].sort(), ["fails", "noise must be at most 3, got 9", "once"].sort());
    const told = page.driver.errors.splice(0);
    assert.ok(told.length > 0 && told.every((text) => /a listener of playground.on\("(snapshot|error)"\) failed/.test(text)), `${told}`);
  },
  "what is asked during a long step waits or is refused, and costs nothing": async (page) => {
    await page.open();
    await page.configured({ count: 40 });
    const found = await page.driver.evaluate(async () => {
      const { playground } = window;
      const said = (call) => call.then((value) => value, (error) => error.message);
      const point = { x: 1, y: 1, label: 1 };
      const long = playground.step("epoch", 100000000);
      while ((await playground.snapshot()).step === 0);
      const calls = [
        playground.configure({ noise: 9 }), playground.configure({ learningRate: 0.07 }), playground.setPoints([point, point]),
        playground.setPoints(7), playground.loadModel({}), playground.predict([[0, 0]]), playground.step("batch", 2),
      ].map(said);
      const under = await calls[4]; // what is no model is refused at once and ends no step
      await playground.pause();
      const [first, ...others] = await Promise.all([long, ...calls]);
      return { under, reached: first.step, others, config: await playground.config(), points: await playground.points() };
    });
    assert.match(found.under, /^format must be/);
    const [noise, rate, points, seven, model, , step] = found.others;
    assert.deepEqual([noise, seven, model].map((words) => words.split(", got")[0]), [
      "noise must be at most 3", "points must be a list of points, such as [{ x: 1, y: 2, label: 1 }]",
      'format must be "gradient-playground/model"',
    ]);
    assert.deepEqual([rate.learningRate, points.dataset, found.points.length], [0.07, "own", 2]);
    assert.equal(step.step, found.reached, "a step behind a paused one trains nothing");
    assert.deepEqual([found.config.learningRate, found.config.noise], [0.07, 0]);
  },
  "two models that are loaded at once come one after the other": async (page) => {
    await page.open();
    await page.configured({ hiddenLayers: [3], count: 40 });
    const found = await page.driver.evaluate(async () => {
      const { playground } = window;
      const first = await playground.model();
      await playground.configure({ hiddenLayers: [5], dataset: "xor" });
      await playground.step("epoch", 3);
      const second = await playground.model();
      const broken = { ...first, layers: [] };
      const said = (call) => call.then((config) => config.hiddenLayers, (error) => error.message);
      const answers = await Promise.all([first, broken, second, first, broken].map((model) => said(playground.loadModel(model))));
      const twice = await Promise.all([playground.loadModel(second), playground.loadModel(second)]);
      return { answers, twice: twice.map(({ dataset }) => dataset), step: (await playground.snapshot()).step, second: second.progress.step };
    });
    assert.deepEqual(found.answers, [[3], "layers must be 2 layers, got 0", [5], [3], "layers must be 2 layers, got 0"]);
    assert.deepEqual([found.twice, found.step], [["xor", "xor"], found.second]);
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
    await page.driver.before(SLOWLY);
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
    const [running] = shown.splice(-1);
    for (const { shown: onPage, said } of shown) assert.deepEqual(onPage, said);
    assert.equal(running.shown[2], "running");
    assert.ok(running.shown[1] >= running.said[1], `a picture may have come since, but none from before: ${JSON.stringify(running)}`);
  },
  "a picture from before an answer takes nothing back of what the answer said": async (page) => {
    await page.driver.before(() => {
      const real = window.requestAnimationFrame.bind(window);
      window.held = null; // while it is a list, nothing is drawn
      window.requestAnimationFrame = (draw) => (window.held ? window.held.push(draw) : real(draw));
    });
    await page.open();
    await page.configured({ count: 40 });
    await page.call("step", "epoch", 5);
    const found = await page.driver.evaluate(async () => {
      const { playground } = window;
      const shown = () => Number(document.querySelector('output[aria-label="Step count"]').dataset.value);
      const draw = () => window.held.splice(0).forEach((draw) => draw(performance.now()));
      const turn = async () => { for (let n = 0; n < 5; n += 1) { await playground.config(); await new Promise((done) => { setTimeout(done, 0); }); } };
      window.held = [];
      await turn();
      draw(); // asks for a picture
      await turn(); // it has come and waits to be drawn
      await playground.reset();
      draw();
      await turn();
      const steps = shown();
      await playground.configure({ stop: { epochs: 1 } });
      await playground.step("epoch", 3); // ends by the rule
      draw();
      await turn();
      await playground.configure({ stop: { epochs: null } });
      draw();
      await turn();
      window.held.forEach((draw) => setTimeout(draw));
      window.held = null;
      return { steps, ended: document.querySelector('[aria-label="Training ended"]') !== null };
    });
    assert.deepEqual(found, { steps: 0, ended: false });
  },
  "labels of points are classes by name or any number where a program asks for it": async (page) => {
    await page.open();
    const point = (x, label) => ({ x, y: x / 2, label });
    const named = await page.call("setPoints", [point(1, "yes"), point(-1, "no"), point(2, "yes")], { labels: "auto" });
    assert.deepEqual([named.classes, named.classNames, named.points.map(({ label }) => label)], [2, ["no", "yes"], [2, 1, 2]]);
    const numbered = await page.call("setPoints", [point(1, 5), point(-1, -1), point(2, "5.0"), point(0, 9)], { labels: "auto" });
    assert.deepEqual([numbered.classes, numbered.classNames, numbered.loss], [3, ["-1", "5", "9"], "cross-entropy"]);
    for (const [call, words] of [
      [() => window.playground.setPoints([{ x: 1, y: 1, label: "a" }], { labels: "auto" }), "points must hold 2 to 8 classes, got 1"],
      [() => window.playground.setPoints([{ x: 7, y: 1, label: "a" }, { x: 1, y: 1, label: "b" }], { labels: "auto" }), "points[0].x must be at most 6, got 7"],
      [() => window.playground.setPoints([], { labels: "guess" }), 'labels must be "auto", got "guess"'],
      [() => window.playground.setPoints([], { label: "auto" }), "label must be one of labels"],
    ]) assert.ok((await refusal(page, call)).includes(words), `${words}: ${await refusal(page, call)}`);
    assert.equal((await page.call("config")).points.length, 4, "what is refused changes nothing");
    await page.call("setPoints", [point(1, 1), point(-1, 2)]);
    assert.equal((await page.call("config")).points.length, 2);
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
    await seen("No training points: add some or raise Training share");
  },
};
