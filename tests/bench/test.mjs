// What can be wrong with the benchmark without a clock: node test.mjs. Ends with `N passed, M failed`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { ACTIVATIONS, LOSSES, erf, lossAfter, valuesAt } from "./float64.mjs";
import { YARDSTICK, verified } from "./measure.mjs";
import { plot } from "./plot.mjs";
import { markdown, number, replaced } from "./report.mjs";
import { misses, rowOf, scalingOf } from "./results.mjs";
import { exponent, median, quantile, ratios } from "./statistics.mjs";
import { WORKLOADS, batchesOf, gridFeatures, isGrid, isUnnamed, partsOf, problemOf, workOf } from "./workloads.mjs";

const text = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const data = JSON.parse(text("data/data.json"));
const bytes = Object.fromEntries(Object.keys(data).map((name) => (
  [name, new Uint8Array(readFileSync(new URL(`data/${name}.bin`, import.meta.url))).buffer]
)));
const near = (found, wanted, tolerance) => assert.ok(Math.abs(found - wanted) <= tolerance, `must be ${wanted}, is ${found}`);

/** One weight and one bias from (w, 0), one point x = 1 with target 0, output linear. */
const tiny = (w, more) => ({
  sizes: [1, 1], hidden: "tanh", output: "linear", loss: "squared", n: 1, batch: 1, rate: 0.5,
  optimiser: "gradient-descent", optimiserParams: [], penalty: "none", penaltyRate: 0,
  numbers: Float32Array.from([w, 0, 1, 0]), ...more,
});

/** What `measure` gives in a page, where everyone takes the same time in each repeat but for a factor. */
const page = (factors, repeats, more = {}) => ({
  times: Object.fromEntries(Object.entries(factors).map(([name, factor]) => [name, repeats.map((time) => factor * time)])),
  deviations: { engine: 1e-8, tape: 3e-7 }, ...more,
});
const FACTORS = {
  "limit 0": 3, "limit 1": 2, tape: 5, engine: 2.2, session: 2.5, ConvNetJS: 60, "TensorFlow.js wasm": 900, "TensorFlow.js cpu": 700,
};
const UNNAMED_PAGE = page({ engine: 4, [YARDSTICK]: 1, "TensorFlow.js wasm": 80, "TensorFlow.js cpu": 90 }, [1, 1], {
  work: { own: { multiplyAdds: 400, activations: 20 }, yardstick: { multiplyAdds: 100, activations: 10 } },
});
const SCALING = scalingOf([{
  points: [[10, [2, 9, 3]], [100, [30]], [1000, [300]]], weights: [[10, [1]], [1000, [10]], [100000, [100]]],
}]);
const RUN = {
  date: "2026-11-25", chromium: "156", machine: { cores: 2, architecture: "x64", system: "Linux", loadBefore: 0.04 }, calibrationMs: 38.4,
  nPages: 3, nRepeats: 7, versions: { convnetjs: "0.3.0", "@tensorflow/tfjs": "4.22.0" },
  rows: [rowOf("W1", [page(FACTORS, [1, 2, 9])]), rowOf("U1", [UNNAMED_PAGE])], scaling: SCALING,
};

const tests = {
  "quantiles are of the sorted numbers, between neighbours where need be": () => {
    assert.equal(median([10, 9, 2]), 9);
    assert.equal(median([4, 1, 3, 2]), 2.5);
    assert.equal(quantile([5, 1, 2, 3, 4], 0.25), 2);
    assert.equal(quantile([0, 10], 0.75), 7.5);
  },
  "ratios are taken within a repeat, and only of as many": () => {
    assert.deepEqual(ratios([1, 20, 300], [1, 10, 100]), [1, 2, 3]);
    assert.throws(() => ratios([1], [1, 2]), /pairs, got 1 and 2/);
  },
  "the exponent of a power is found": () => {
    near(exponent([1, 10, 40, 1000].map((x) => [x, 7 * x ** 1.5])), 1.5, 1e-12);
    near(exponent([[1, 5], [10, 5]]), 0, 1e-12);
  },
  "a row divides by the faster limit and by the faster TensorFlow.js, whatever disturbs whole repeats": () => {
    const row = rowOf("W1", [page(FACTORS, [1, 50, 1]), page(FACTORS, [2, 1, 70])]);
    assert.deepEqual([row.limit, row.tfjs], ["limit 1", "TensorFlow.js cpu"]);
    near(row.ratio, 1.1, 1e-12);
    row.quartiles.forEach((quartile) => near(quartile, 1.1, 1e-12));
    near(row.convnetjsOverEngine, 60 / 2.2, 1e-12);
    near(row.tfjsOverEngine, 700 / 2.2, 1e-12);
    assert.equal(row.micros.session, 2.5 * 1.5);
    assert.equal(row.deviation, 3e-7);
  },
  "an unnamed network's price is its time by its own work, beside W2's by W2's": () => {
    const { prices: { multiplyAdds, activations }, ratio, convnetjsOverEngine } = rowOf("U1", [UNNAMED_PAGE]);
    assert.deepEqual([ratio, convnetjsOverEngine], [null, null]);
    assert.deepEqual(multiplyAdds, { perEpoch: 400, perEpochOnW2: 100, ns: 10, nsOnW2: 10, overW2: 1 });
    assert.deepEqual(activations, { perEpoch: 20, perEpochOnW2: 10, ns: 200, nsOnW2: 100, overW2: 2 });
  },
  "each broken promise is a sentence, a kept one none": () => {
    const row = (factors) => rowOf("W1", [page({ ...FACTORS, ...factors }, [1, 2])]);
    assert.deepEqual(misses([row({}), rowOf("U1", [UNNAMED_PAGE])]), []);
    assert.match(misses([row({ engine: 2.6 })]).join(), /^W1: engine ÷ limit must be at most 1.25, is 1.30$/);
    assert.match(misses([row({ ConvNetJS: 2 })]).join(), /^W1: ConvNetJS must be slower than the engine, takes 0.91/);
    assert.match(misses([row({ "TensorFlow.js wasm": 2.2 })]).join(), /^W1: TensorFlow.js must be slower .* takes 1.00/);
    assert.equal(misses([row({ engine: NaN })]).length, 3);
    const dear = page({ engine: 5.3, [YARDSTICK]: 1, "TensorFlow.js cpu": 90 }, [1], { work: UNNAMED_PAGE.work });
    assert.match(misses([rowOf("U2", [dear])]).join(), /^U2: time per multiply-add must be at most 1.3 × W2's, is 1.3[23] ×$/);
  },
  "work is what forward, backward and gradient multiply; the last batch may be smaller": () => {
    assert.deepEqual(workOf({ sizes: [2, 3, 1], n: 10 }), { multiplyAdds: 10 * (9 + 9 + 3), activations: 40 });
    assert.deepEqual(batchesOf({ n: 25, batch: 10 }), [10, 10, 5]);
    assert.deepEqual(batchesOf({ n: 20, batch: 10 }), [10, 10]);
  },
  "every problem's numbers are its weights, biases, points and targets, to the last": () => {
    for (const name of Object.keys(WORKLOADS)) {
      const problem = problemOf(name, { data, bytes });
      const { layers, x, t } = partsOf(problem);
      const length = [...layers.flatMap(({ w, b }) => [w, b]), ...x, ...t].reduce((sum, part) => sum + part.length, 0);
      assert.equal(length, problem.numbers.length, name);
      assert.ok(problem.numbers.every(Number.isFinite), name);
    }
  },
  "the error function is what tables say": () => {
    [[0.5, 0.5204998778130465], [-1, -0.8427007929497149], [3, 0.9999779095030014], [7, 1]].forEach(([x, y]) => near(erf(x), y, 1e-15));
  },
  "slopes of activations and losses are what differences say": () => {
    const h = 1e-5;
    for (const [f, slope] of Object.values(ACTIVATIONS)) {
      for (const z of [-2.3, -0.4, 0.7, 3.1]) near(slope(z), (f(z + h) - f(z - h)) / (2 * h), 1e-9);
    }
    for (const [name, [loss, slope]] of Object.entries(LOSSES)) {
      const [y, t] = name === "cross-entropy" ? [[0.3, -1, 2], [0, 1, 0]] : [[0.3], [1]];
      const moved = (k, by) => loss(y.map((value, i) => (i === k ? value + by : value)), t);
      slope(y, t).forEach((s, k) => near(s, (moved(k, h) - moved(k, -h)) / (2 * h), 1e-9));
    }
  },
  "64-bit floats give the losses that the named workloads are known to have": () => {
    for (const [name, { lossAfter5 }] of Object.entries(WORKLOADS)) {
      if (lossAfter5 !== undefined) near(lossAfter(problemOf(name, { data, bytes }), 5), lossAfter5, 1e-9);
    }
  },
  "momentum, Adam and the penalty are what a pencil finds": () => {
    // w = 2, b = 0: y = 2, both gradients 2; down by 1 each: y = 0. Then momentum ½ goes on by ½ · ½ · 2 each: y = -1.
    near(lossAfter(tiny(2), 1), 0, 1e-12);
    near(lossAfter(tiny(2, { optimiser: "momentum", optimiserParams: [0.5] }), 2), 0.5, 1e-12);
    // Adam's first step is the rate, whatever the gradient: y = 1 + -1 + … = 2 - 0.5 - 0.5.
    near(lossAfter(tiny(2, { optimiser: "adam", optimiserParams: [0.9, 0.999, 0] }), 1), 0.5, 1e-12);
    // The penalty's ½ · 2 more on the weight alone: w = 2 - ½ (2 + 1 · 2), b = -1.
    near(lossAfter(tiny(2, { penalty: "l2", penaltyRate: 1 }), 1), 0.5, 1e-12);
  },
  "values on a grid are unit by unit, from the top left": () => {
    const [x1, x2] = [gridFeatures(3).subarray(0, 9), gridFeatures(3).subarray(9, 18)];
    assert.deepEqual([[...x1.subarray(0, 3)], x2[0], x2[8]], [[-6, 0, 6], 6, -6]);
    const problem = { ...tiny(2), sizes: [1, 1, 1], numbers: Float32Array.from([0.5, 1, 3, -1, 1, 0]) };
    const [left, right] = [Math.tanh(0.5 * 2 + 1), Math.tanh(0.5 * 4 + 1)];
    assert.deepEqual([...valuesAt(problem, [2, 4], true)], [left, right, 3 * left - 1, 3 * right - 1]);
    assert.deepEqual([...valuesAt(problem, [2, 4], false)], [3 * left - 1, 3 * right - 1]);
  },
  "whoever computes something else is not timed": async () => {
    const parts = { data, bytes };
    const trained = (loss) => ({ one: { run: () => {}, result: () => loss } });
    const { lossAfter5 } = WORKLOADS.W1;
    near((await verified("W1", trained(lossAfter5 + 9e-6), parts)).one, 9e-6, 1e-12);
    for (const loss of [lossAfter5 + 1.1e-5, lossAfter5 - 1.1e-5, NaN]) {
      await assert.rejects(verified("W1", trained(loss), parts), /W1: one must agree with 64-bit floats to 0.00001, is .* off/);
    }
    const values = valuesAt(problemOf("G1", parts), gridFeatures(100), true);
    const drawn = (change) => {
      const found = [...values];
      change(found);
      return verified("G1", { one: { once: () => {}, result: () => found } }, parts);
    };
    assert.equal((await drawn(() => {})).one, 0);
    await assert.rejects(drawn((found) => { found[12345] += 2e-5; }), /G1: one must agree/);
    await assert.rejects(drawn((found) => { found[0] = NaN; }), /is NaN off/);
    await assert.rejects(drawn((found) => found.push(0)), /is NaN off/);
  },
  "every workload has a budget or a title, and a way to be checked": () => {
    for (const [name, { budget, title, lossAfter5 }] of Object.entries(WORKLOADS)) {
      assert.ok(isUnnamed(name) ? title : budget > 1, name);
      assert.equal(lossAfter5 === undefined, isGrid(name) || isUnnamed(name), name);
    }
  },
  "numbers show three digits that mean something": () => {
    assert.deepEqual([1234567.8, 999.6, 43.21, 7.899, null].map(number), ["1,234,568", "1000", "43.2", "7.90", ""]);
  },
  "tables are whole: every row of a table has as many cells as its head": () => {
    for (const block of markdown(RUN).split("\n\n").filter((block) => block.startsWith("|"))) {
      const cells = block.trim().split("\n").map((line) => line.split("|").length);
      assert.ok(cells.length > 2 && cells.every((count) => count === cells[0]), block);
      assert.ok(!/NaN|undefined|null/.test(block), block);
    }
    const [whole] = markdown(RUN).split("\n\n");
    assert.ok(!/\| +\|/.test(whole), `every contender must have its number:\n${whole}`);
    assert.match(markdown(RUN), /\| \*\*engine ÷ limit\*\* \| \*\*1\.10\*\* \|/);
    assert.match(markdown(RUN), /\| TensorFlow\.js 4\.22\.0, wasm with SIMD \| 1,800 \|/);
    assert.match(markdown(RUN), /2026-11-25 in Chromium 156 on a machine of 2 cores \(x64, Linux; load average before the run 0.0\).* 38 ms; medians of 3 pages × 7 repeats/);
  },
  "a document keeps all but what stands between the marks, however often": () => {
    const document = "a\n<!-- bench engine -->\nold\n<!-- /bench engine -->\nb <!-- bench page -->c<!-- /bench page -->\n";
    const once = replaced(document, "engine", "new $&\n");
    assert.equal(once, document.replace("old", () => "new $&"));
    assert.equal(replaced(once, "engine", "new $&\n"), once);
    assert.throws(() => replaced(document, "scaling", ""), /must hold <!-- bench scaling -->/);
    assert.throws(() => replaced("<!-- /bench engine --> <!-- bench engine -->", "engine", ""), /and then/);
    assert.doesNotThrow(() => replaced(text("../../README.md"), "engine", ""));
  },
  "medians of a growing network's repeats are what is plotted, inside of the frame": () => {
    assert.deepEqual(SCALING.points.points, [[10, 3], [100, 30], [1000, 300]]);
    near(SCALING.weights.exponent, 0.5, 1e-12);
    const svg = plot(SCALING);
    const [linear, ours] = ["linear", "ours"].map((name) => svg.match(new RegExp(`polyline class="${name}" points="([^"]+)"`))[1]);
    // Linear growth is the line beside it: both end at the same point and have the same slope.
    const ends = [linear, ours].map((points) => points.split(" ").map((pair) => pair.split(",").map(Number)));
    const slope = ([[x0, y0], [x1, y1]]) => (y1 - y0) / (x1 - x0);
    assert.deepEqual(ends[0].at(-1), ends[1].at(-1));
    near(slope(ends[0]), slope(ends[1]), 1e-3);
    ends.flat().forEach(([x, y]) => assert.ok(x >= 62 && x <= 404 && y >= 44 && y <= 278, `${x}, ${y}`));
    assert.ok(!/NaN|undefined|http(?!:\/\/www\.w3\.org)/.test(svg));
  },
  "libraries have one version each, in the table as in the lock": () => {
    const { dependencies } = JSON.parse(text("package.json"));
    const { packages } = JSON.parse(text("package-lock.json"));
    for (const [name, version] of Object.entries(dependencies)) {
      assert.match(version, /^\d+\.\d+\.\d+$/);
      assert.equal(packages[`node_modules/${name}`].version, version);
    }
  },
};

let [passed, failed] = [0, 0];
for (const [title, test] of Object.entries(tests)) {
  try {
    await test();
    passed += 1;
  } catch (error) {
    failed += 1;
    console.log(`FAILED: ${title}\n${error.message}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
