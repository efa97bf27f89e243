// That the network learns in the browser what it learns natively: the same settings (learns.json)
// are read by the native tests, the same optima (tests/reference) by the fixtures' runner.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

const read = async (path) => JSON.parse(await readFile(new URL(path, import.meta.url), "utf8"));
const settings = await read("learns.json");
const golden = await read("golden.json");
const runs = await read("golden_runs.json");
const optima = (await read("../reference/optima.json")).cases;

export const tests = {
  "the golden run has the same bits as natively": async (page) => {
    await page.open();
    await page.configured(golden.config);
    const { checksum, epoch } = await page.call("step", "epoch", golden.epochs);
    assert.equal(epoch, golden.epochs, "epochs trained");
    assert.equal(checksum, golden.checksum, "checksum of the golden run");
  },
};

/** How many units of training a call has, in turn: another cut than the native test's. */
const SLICES = [3, 1, 40];

for (const [number, { config, acts, checksum }] of runs.entries()) {
  tests[`golden run ${number} ends in the same bits as natively, though it is cut otherwise`] = async (page) => {
    await page.open();
    await page.configured(config);
    for (const [name, ...args] of acts) {
      if (name === "step") await stepped(page, ...args);
      else await page.call(name, ...args);
    }
    assert.equal((await page.call("snapshot")).checksum, checksum);
  };
}

async function stepped(page, unit, n) {
  for (let turn = 0, left = n; left > 0; turn += 1) {
    const slice = Math.min(left, SLICES[turn % SLICES.length]);
    const { diverged } = await page.call("step", unit, slice);
    if (diverged) return;
    left -= slice;
  }
}

for (const problem of settings.problems) {
  tests[`${problem.name} is learned with every seed`] = async (page) => {
    await page.open();
    const found = [];
    for (const seed of settings.seeds) {
      const seeds = { dataSeed: seed, weightSeed: seed };
      await page.configured({ ...settings.common, ...problem.config, ...seeds });
      const { testAccuracy } = await page.call("step", "epoch", settings.epochs);
      found.push(testAccuracy);
    }
    const isLearned = found.every((accuracy) => accuracy >= settings.accuracy);
    assert.ok(isLearned, `test accuracy must be at least ${settings.accuracy} with seeds ${settings.seeds}, got ${found}`);
  };
}

for (const { name, label, config } of settings.optima.cases) {
  tests[`${name} reaches its optimum`] = async (page) => {
    const reference = optima.find((one) => one.name === name);
    const penaltyRate = config.penalty ? { penaltyRate: reference.lambda } : {};
    // Classes are counted from 1 here, from 0 there.
    const offset = config.task === "classification" ? 1 : 0;
    const points = reference.X.map(([x, y], i) => ({ x, y, label: reference[label][i] + offset }));
    await page.open();
    await page.call("pause");
    await page.call("configure", { ...settings.optima.common, ...config, ...penaltyRate });
    await page.call("setPoints", points);
    await page.call("reset");
    const { trainLoss, penalty } = await page.call("step", "epoch", settings.optima.epochs);
    const gap = trainLoss + (penalty ?? 0) - reference.loss;
    const { tolerance } = settings.optima;
    assert.ok(Math.abs(gap) <= tolerance, `loss must be within ${tolerance} of ${reference.loss}, got ${reference.loss + gap}`);
  };
}
