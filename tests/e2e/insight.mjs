// What one step of training computes, through window.playground: against passes written out here from the exported weights, and
// against the step that is then made.
import assert from "node:assert/strict";

const near = (got, wanted, what) => assert.ok(Math.abs(got - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted)), `${what}: ${got}, by hand ${wanted}`);

/** A point's way through a network of tanh layers with one linear output and log loss. */
function passes(layers, point) {
  const values = [[Math.fround(point.x), Math.fround(point.y)]];
  for (const [at, { weights, bias }] of layers.entries()) {
    const z = weights.map((row, unit) => row.reduce((sum, w, input) => sum + Math.fround(w) * values[at][input], Math.fround(bias[unit])));
    values.push(at + 1 < layers.length ? z.map(Math.tanh) : z);
  }
  const score = values.at(-1)[0];
  const p = 1 / (1 + Math.exp(-score));
  const deltas = [[p - (point.label === 2 ? 1 : 0)]];
  for (let at = layers.length - 1; at > 0; at -= 1) {
    const back = (unit) => layers[at].weights.reduce((sum, row, k) => sum + Math.fround(row[unit]) * deltas[0][k], 0);
    deltas.unshift(values[at].map((a, unit) => back(unit) * (1 - a * a)));
  }
  return { values, deltas, p, loss: Math.log1p(Math.exp(point.label === 2 ? -score : score)) };
}

const REFUSED = [
  [() => window.playground.trace(), "options must be a plain object, got undefined"],
  [() => window.playground.trace({}), "point must be given, got nothing"],
  [() => window.playground.trace({ point: 500 }), "point must be below 500, the number of points, got 500"],
  [() => window.playground.trace({ point: 1.5 }), "point must be the index of a point, or a point such as { x: 1, y: 2, label: 1 }, got 1.5"],
  [() => window.playground.trace({ point: { x: 1, y: 2 } }), "point.label must be given, got nothing"],
  [() => window.playground.trace({ point: { x: 1, y: 2, label: 3 } }), "point.label must be a class from 1 to 2, got 3"],
  [() => window.playground.trace({ point: { x: 1e39, y: 2, label: 1 } }), "point.x must be a finite number that fits 32 bits, got 1e39"],
  [() => window.playground.trace({ point: { x: 1, y: 2, label: 1 }, masks: true }), "point must be the index of a point of the next batch where masks are wanted"],
  [() => window.playground.trace({ point: 0, mask: true }), "mask must be one of point, masks, got an unknown key"],
  [() => window.playground.trace({ point: 0, masks: 1 }), "masks must be true or false, got 1"],
  [() => window.playground.gradientCheck({ layer: 0, unit: 0 }), "input must be given, got nothing"],
  [() => window.playground.gradientCheck({ layer: 3, unit: 0, input: 0 }), "layer must be below 3, the number of layers with the output, got 3"],
  [() => window.playground.gradientCheck({ layer: 0, unit: 0, input: 2 }), "input must be below 2, the number of inputs of the layer, got 2"],
  [() => window.playground.gradientCheck({ layer: 0, unit: -1, input: "bias" }), "unit must be a whole number from 0 to 4294967295, got -1"],
  [() => window.playground.gradientCheck({ layer: 0, unit: 0, input: "weight" }), "input must be a whole number from 0 to 4294967295 or \"bias\", got \"weight\""],
];

export const tests = {
  "trace shows a point's way through the network and back": async (page) => {
    await page.open();
    await page.configured({ noise: 0.3 });
    await page.call("step", "epoch", 3);
    const { layers } = await page.call("model");
    const points = await page.call("points");
    for (const index of [0, 77, 499]) {
      const found = await page.call("trace", { point: index });
      assert.deepEqual(found.point, points[index]);
      const { values, deltas, p, loss } = passes(layers, points[index]);
      near(found.predict, p, "the probability");
      near(found.loss, loss, "the loss");
      near(found.score, values.at(-1)[0], "the score");
      for (const [at, layer] of found.layers.entries()) {
        layer.a.forEach((a, unit) => near(a, values[at + 1][unit], "a"));
        layer.delta.forEach((delta, unit) => {
          near(delta, deltas[at][unit], "delta");
          near(found.gradient[at].bias[unit], delta, "the bias");
          values[at].forEach((a, input) => near(found.gradient[at].weights[unit][input], deltas[at][unit] * a, "a weight"));
        });
      }
    }
    assert.deepEqual((await page.call("trace", { point: { x: points[0].x, y: points[0].y, label: points[0].label } })).layers, (await page.call("trace", { point: 0 })).layers);
  },

  "nextStep shows the step that is then made, to the bit, and changes nothing": async (page) => {
    await page.open();
    for (const config of [{ optimiser: "adam", dropout: 0.3, penalty: "l2", penaltyRate: 0.01, clip: 0.05 }, { optimiser: "newton", batchSize: "all", dropout: 0, clip: null }]) {
      await page.configured(config);
      await page.call("step", "batch", 3);
      const before = await page.call("snapshot");
      const shown = await page.call("nextStep");
      assert.deepEqual(await page.call("snapshot"), before);
      const old = (await page.call("model")).layers;
      assert.equal((await page.call("step", "batch")).step, before.step + 1);
      const { layers } = await page.call("model");
      for (const [at, { weights, bias }] of layers.entries()) {
        assert.deepEqual(shown.after[at], { weights, bias });
        const change = (after, before) => Math.fround(Math.fround(after) - Math.fround(before));
        assert.deepEqual(shown.update[at].bias, bias.map((value, unit) => change(value, old[at].bias[unit])));
        assert.deepEqual(shown.update[at].weights, weights.map((row, unit) => row.map((w, input) => change(w, old[at].weights[unit][input]))));
      }
      assert.equal(shown.points.length, config.batchSize === "all" ? 250 : 10);
      assert.equal("damping" in shown, config.optimiser === "newton");
      assert.ok(config.clip === null ? shown.clipFactor === 1 : shown.clipFactor <= 1);
    }
    // A rule that has ended training holds until somebody steps on.
    await page.configured({ optimiser: "adam", batchSize: 10, stop: { epochs: 1 } });
    await page.call("step", "epoch", 2);
    await assert.rejects(page.call("nextStep"), /A stop rule has ended training here/);
    await page.call("step", "batch");
    await page.call("nextStep");
  },

  "gradientCheck agrees with a difference of the loss": async (page) => {
    await page.open();
    await page.configured({ penalty: "elastic", penaltyRate: 0.01 });
    await page.call("step", "epoch", 2);
    for (const place of [{ layer: 0, unit: 2, input: 1 }, { layer: 1, unit: 0, input: "bias" }, { layer: 2, unit: 0, input: 1 }]) {
      const found = await page.call("gradientCheck", place);
      assert.ok(!found.kink && found.relativeError < 1e-6, JSON.stringify(found));
      near(found.h, Math.cbrt(Number.EPSILON) * Math.max(1, found.h / Math.cbrt(Number.EPSILON)), "h");
    }
  },

  "explain says what a run is like, and its advice can be taken": async (page) => {
    await page.open();
    await page.configured({ initialisation: "zeros", hiddenLayers: [4] });
    await page.call("step", "epoch", 30);
    const before = await page.call("snapshot");
    const found = await page.call("explain");
    assert.deepEqual(Object.keys(found).sort(), ["advice", "evidence", "verdict"]);
    assert.equal(found.verdict, "not-learning");
    assert.equal(found.evidence.epochs, 30);
    assert.deepEqual(found.advice, { initialisation: "xavier-uniform" });
    assert.equal((await page.call("snapshot")).checksum, before.checksum, "looking changes nothing");
    assert.equal((await page.call("configure", found.advice)).initialisation, "xavier-uniform");
    await page.call("configure", { dataset: "own", points: [] });
    assert.deepEqual(await page.call("explain"), { verdict: "no-points", evidence: {}, advice: null });
  },

  "what cannot be looked at is refused in words": async (page) => {
    await page.open();
    await page.configured({});
    for (const [call, wanted] of REFUSED) {
      const said = await page.driver.evaluate(call).then(() => "accepted", (error) => error.message);
      assert.ok(said.includes(wanted), `${call}: ${said}`);
    }
    await page.call("configure", { dataset: "own", points: [] });
    await assert.rejects(page.call("nextStep"), /There is no point to train on/);
  },
};
