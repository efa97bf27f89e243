// That nothing is lost: a run that is saved, opened in a fresh page and continued ends with the same bits as
// the run that never stopped; a file that is not right is refused in words and changes nothing.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { until } from "./until.mjs";

/** Own points: two bent bands, some of them for testing. */
const POINTS = Array.from({ length: 60 }, (_, i) => {
  const label = 1 + (i % 2);
  const along = -5 + i / 6;
  return { x: along, y: 2 * Math.sin(along) + (label === 1 ? -1.5 : 1.5), label, test: i % 5 === 0 };
});

/** Runs that need all that a file has to hold. */
const RUNS = {
  "own points, dropout and Adam": {
    points: POINTS,
    config: {
      hiddenLayers: [6, 3], activations: ["tanh", "relu"], dropout: 0.3, optimiser: "adam", learningRate: 0.02,
      batchSize: 7, penalty: "l2", penaltyRate: 0.003, weightSeed: 5,
    },
  },
  "a schedule, momentum and clipping": {
    config: {
      dataset: "spiral", count: 120, noise: 0.2, dataSeed: 4, features: ["x1", "x2", "sin(x1)"], batchSize: 9, clip: 0.5,
      optimiser: "momentum", schedule: "cosine", stop: { epochs: 400, testLoss: null, accuracy: null, patience: 300 },
    },
  },
  "four classes and AMSGrad": {
    config: {
      classes: 4, dataset: "blobs", loss: "cross-entropy", count: 80, noise: 1, optimiser: "amsgrad", learningRate: 0.01,
      hiddenLayers: [5], activations: ["gelu"], batchSize: 16,
    },
  },
};

/** Trains to the middle of an epoch. */
async function trained(page, { config, points }) {
  await page.call("pause");
  await page.call("configure", config);
  if (points) await page.call("setPoints", points);
  await page.call("reset");
  await page.call("step", "epoch", 3);
  return page.call("step", "batch", 2);
}

const all = async (page) => [await page.call("config"), await page.call("snapshot"), await page.call("points")];

/** Opens a file by the Import button. */
async function importFile(page, path) {
  await page.driver.choose(() => page.click("Import"), path);
}

export const tests = {
  "what the page exports is the run of this moment, as programs that check themselves and as bytes": async (page, { work, python }) => {
    await page.open();
    await trained(page, RUNS["a schedule, momentum and clipping"]);
    for (const [format, file, ...command] of [["numpy", "exported.py", python], ["javascript", "exported.mjs", process.execPath]]) {
      await writeFile(join(work, file), await page.call("export", format));
      const { stdout } = await promisify(execFile)(command[0], [join(work, file)]);
      assert.equal(stdout.trim(), "8 checks hold", format);
    }
    const { config } = JSON.parse(await page.call("export", "json"));
    assert.deepEqual(config, await page.call("config"));
    const curve = (await page.call("export", "curve-csv")).trim().split("\n").at(-1).split(",");
    const { step, trainAccuracy } = await page.call("snapshot");
    assert.deepEqual([Number(curve[0]), Number(curve[4])], [step, trainAccuracy]);
    const bytes = await page.driver.evaluate(async () => {
      const made = await Promise.all(["onnx", "safetensors"].map((format) => window.playground.export(format)));
      return made.map((it) => [it instanceof Uint8Array, it.length > 1000, new TextDecoder().decode(it).includes("features")]);
    });
    assert.deepEqual(bytes, [[true, true, true], [true, true, true]]);
  },
};

for (const [name, run] of Object.entries(RUNS)) {
  tests[`a saved run goes on in a fresh page as if never stopped: ${name}`] = async (page, { work }) => {
    await page.open();
    const before = await trained(page, run);
    const text = await page.exported();
    const saved = await all(page);
    const never = await page.call("step", "epoch", 8);
    assert.notEqual(never.checksum, before.checksum);

    await page.renew();
    await page.open();
    const path = join(work, `keep-${name.replace(/\W+/g, "-")}.json`);
    await writeFile(path, text);
    await importFile(page, path);
    await until("the imported run", async () => (await page.call("snapshot")).checksum === before.checksum);
    await until("a paused page", async () => (await page.state()) === "paused");
    assert.deepEqual(await all(page), saved, "the imported run is the exported one");
    const continued = await page.call("step", "epoch", 8);
    assert.deepEqual(continued, never, "the continued run is the one that never stopped");
  };
}

/** Changes a good file in one place. */
const but = (change) => (model) => { change(model); return model; };

/** A check of the refusal of weights that a file's checks do not fit: where it is worst, and by how much the file is off there. */
const misfit = (at, off) => (shown) => {
  const [, place, stated, given] = /^The weights do not give what the file says\. The worst of its checks: at \[(\S+, \S+)\] it says score = (\S+), the weights give (\S+)\. If the weights were edited on purpose, choose “Use the weights anyway”\.$/.exec(shown) ?? [];
  if (at !== null) assert.equal(place, at, shown);
  assert.ok(stated !== undefined && Math.abs(stated - given - off) < 1e-6, shown);
};

/** Files that are not right: what is done to a good one, and the words that name what is wrong. */
const HOSTILE = [
  ["no JSON", () => "once upon a time", "The file is not one that was exported here (found once upon a time)."],
  ["an empty file", () => "", "The file is not one that was exported here (it is empty)."],
  ["half a file", () => '{"format":"gradient-playground/model","version":1,', 'The file is not one that was exported here (found {"format":"gradient-playground/model","v).'],
  ["brackets without end", () => "[".repeat(100_000), `The file is not one that was exported here (found ${"[".repeat(40)}).`],
  ["lists in lists without end", () => "[".repeat(100_000) + "]".repeat(100_000), "The file is not one that was exported here (found a list)."],
  ["more than 20 megabytes", () => " ".repeat(20_000_001), "The file must be smaller than 20 MB."],
  ["nothing", () => "null", "The file is not one that was exported here (found null)."],
  ["a list", () => "[]", "The file is not one that was exported here (found a list)."],
  ["another format", but((model) => { model.format = "layers-model"; }), 'format must be "gradient-playground/model" (found layers-model).'],
  ["another version", but((model) => { model.version = 2; }), "The version must be 1 (found 2)."],
  ["an engine in words", but((model) => { model.engine = "two"; }), "The version of the training engine must be a whole number (found two)."],
  ["a missing part", but((model) => { delete model.optimiserState; }), "optimiserState is missing."],
  ["a hundred thousand parts", () => JSON.stringify(Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`part${n}`, n]))), "The file must have at most 64 entries (found 100000)."],
  ["a part too many", but((model) => { model.note = "hello"; }), "note is not a known field; there are format, version, engine, config, features, scaling, layers, optimiserState, progress, data, record, checks."],
  ["a setting out of range", but((model) => { model.config.noise = 8; }), "Noise must be at most 3 (you gave 8)."],
  ["an unknown setting", but((model) => { model.config.nose = 1; }), "nose is not a known setting."],
  ["a point outside the plane", but((model) => { model.config.points[3].x = 7; }), "The x of point 4 must be at most 6 (found 7)."],
  ["features of another network", but((model) => { model.features = ["x1"]; }), "The list of features must be the same as in the configuration (found x1)."],
  ["a missing layer", but((model) => { model.layers.pop(); }), "layers must have 3 entries (found 2)."],
  ["a missing weight", but((model) => { model.layers[0].weights[1].pop(); }), "layers[0].weights[1] must have 2 entries (found 1)."],
  ["a weight in words", but((model) => { model.layers[0].weights[1][0] = "0.5"; }), 'layers[0].weights[1][0] must be a number such as 0.03 or 3e-2 (found "0.5").'],
  ["a weight too large", but((model) => { model.layers[1].bias[0] = 1e39; }), "layers[1].bias[0] must lie between −3.4e38 and 3.4e38 (found 1e39)."],
  ["another activation", but((model) => { model.layers[0].activation.name = "sine"; }), 'layers[0].activation must be tanh, as in the configuration (found {"name":"sine"}).'],
  ["slots of another optimiser", but((model) => { model.optimiserState.slots[0].name = "velocity"; }), "optimiserState.slots must be [m, v], as “Adam” needs them (found [velocity, v])."],
  ["half a step", but((model) => { model.progress.step = 1.5; }), "progress.step must be a whole number (found 1.5)."],
  ["more optimiser steps than steps", but((model) => { model.progress.optimiserStep = 1000; }), "progress.optimiserStep must be at most 23 (found 1000)."],
  ["a record in another order", but((model) => { model.record.losses.reverse(); }), "record must be at most 2000 losses in the order of their steps (6)."],
  ["a check that does not hold", but((model) => { model.checks[2].score += 0.5; }), misfit("-1, 0.5", 0.5)],
  ["weights that were edited", but((model) => { model.layers[2].bias[0] += 1; }), misfit(null, -1)],
];

tests["a file whose weights were edited opens by a button beside the refusal, and by a call"] = async (page, { work }) => {
  await page.open();
  await page.call("pause");
  await page.call("reset");
  await page.call("step", "batch", 5);
  const model = await page.call("model");
  model.layers[2].bias[0] = 0.75;
  const path = join(work, "edited.json");
  await writeFile(path, JSON.stringify(model));
  await importFile(page, path);
  await until("the refusal", () => page.driver.evaluate(() => document.querySelector(".notices p") !== null));
  await page.click("Use the weights anyway");
  const bias = async () => (await page.call("model")).layers[2].bias[0];
  await until("the edited weight", async () => (await bias()) === 0.75);
  await until("no card", () => page.driver.evaluate(() => !document.querySelector(".notices p")));
  assert.equal((await page.call("snapshot")).step, 5);
  model.layers[2].bias[0] = 0.5;
  const refused = await page.driver.evaluate((model) => window.playground.loadModel(model).then(() => "", (error) => error.message), model);
  assert.match(refused, /or load it with \{ skipChecks: true \}/);
  await page.driver.evaluate(async (model) => void await window.playground.loadModel(model, { skipChecks: true }), model);
  assert.equal(await bias(), 0.5);
};

tests["a weight that is set at step 0 goes through the link, and Reset returns to it"] = async (page) => {
  await page.open();
  await page.call("pause");
  await page.call("reset");
  const model = await page.call("model");
  model.layers[2].bias[0] = 0.75;
  await page.driver.evaluate(async (model) => void await window.playground.loadModel(model, { skipChecks: true }), model);
  const { checksum } = await page.call("snapshot");
  await page.call("step", "epoch", 1);
  await page.call("reset");
  assert.equal((await page.call("snapshot")).checksum, checksum);
  const fragment = await until("the link", async () => {
    const hash = await page.driver.evaluate(() => location.hash);
    return hash.includes("weights=") && hash;
  });
  await page.renew();
  await page.open(fragment);
  assert.equal((await page.call("snapshot")).checksum, checksum);
};

tests["a file that is not right is refused in words and changes nothing"] = async (page, { work }) => {
  await page.open();
  await trained(page, RUNS["own points, dropout and Adam"]);
  const good = await page.call("model");
  const before = await all(page);
  const path = join(work, "hostile.json");
  for (const [what, make, words] of HOSTILE) {
    const made = make(structuredClone(good));
    await writeFile(path, typeof made === "string" ? made : JSON.stringify(made));
    await importFile(page, path);
    const shown = await until(`the refusal of ${what}`, () => page.driver.evaluate(() => document.querySelector(".notices p")?.textContent));
    if (typeof words === "string") assert.equal(shown, words, `the refusal of ${what}`);
    else words(shown);
    assert.deepEqual(await all(page), before, `${what} must change nothing`);
    await page.click("Dismiss");
    await until("no card", () => page.driver.evaluate(() => !document.querySelector(".notices p")));
  }
};
