// TensorFlow.js as one who knows it would write it: points and batches resident on the backend,
// gradients and updates by its own optimizer, no value read before the end of a call. Of several ways
// to say the same (its fused product or not, squares in one operation or two) none was faster beyond the
// noise. Its backends for graphics cards are left out: a visitor need not have one.
import { batchesOf, gridFeatures, partsOf } from "../workloads.mjs";

const BACKENDS = ["wasm", "cpu"];
export const NAMES = BACKENDS.map((backend) => `TensorFlow.js ${backend}`);

export const training = (problem, { tf }) => onEach(tf, () => trained(problem, tf));
export const grid = (problem, spec, { tf }) => onEach(tf, () => drawn(problem, spec, tf));

/** The same contender on each backend. `prepare` switches, before the clock runs. */
async function onEach(tf, make) {
  const contenders = {};
  for (const [k, backend] of BACKENDS.entries()) {
    const prepare = () => tf.setBackend(backend);
    await prepare();
    contenders[NAMES[k]] = { prepare, ...make() };
  }
  return contenders;
}

function trained(problem, tf) {
  const layers = variables(problem, tf);
  const { x, t } = partsOf(problem);
  const tensor = (rows) => tf.tensor2d(rows.flatMap((row) => [...row]), [rows.length, rows[0].length]);
  const [xs, ts] = [tensor(x), tensor(t)];
  let at = 0;
  const batches = batchesOf(problem).map((size) => {
    const batch = [xs, ts].map((rows) => tf.slice(rows, at, size));
    at += size;
    return batch;
  });
  const optimizer = optimizerOf(problem, tf);
  const all = layers.flatMap(({ w, b }) => [w, b]);
  const loss = LOSSES[problem.loss](tf);
  const output = (points) => forward(tf, problem, problem.output, layers, points).at(-1);
  const cost = (points, targets) => {
    const of = loss(output(points), targets);
    if (problem.penalty === "none") return of;
    return layers.reduce((sum, { w }) => tf.add(sum, tf.mul(tf.sum(tf.square(w)), problem.penaltyRate / 2)), of);
  };
  const result = () => tf.tidy(() => loss(output(xs), ts).dataSync()[0]);
  const run = (epochs) => {
    for (let epoch = 0; epoch < epochs; epoch += 1) {
      for (const [points, targets] of batches) optimizer.minimize(() => cost(points, targets), false, all);
    }
    result();
  };
  return { run, result };
}

function drawn(problem, { side, isEveryUnit }, tf) {
  const layers = variables(problem, tf);
  const points = tf.tidy(() => tf.transpose(tf.tensor2d(gridFeatures(side), [problem.sizes[0], side * side])));
  const units = () => {
    const every = forward(tf, problem, isEveryUnit ? problem.output : "linear", layers, points);
    return isEveryUnit ? every : every.slice(-1);
  };
  const result = () => tf.tidy(() => tf.transpose(tf.concat(units(), 1)).dataSync());
  return { once: () => tf.tidy(() => { units(); }), result, isScore: !isEveryUnit };
}

/** Weights are inputs × units here. */
function variables(problem, tf) {
  return partsOf(problem).layers.map(({ w, b, nInputs, nUnits }) => ({
    w: tf.variable(tf.tidy(() => tf.transpose(tf.tensor2d(w, [nUnits, nInputs])))),
    b: tf.variable(tf.tensor1d(b)),
  }));
}

/** The values of every layer. */
function forward(tf, { hidden }, output, layers, points) {
  let a = points;
  return layers.map(({ w, b }, l) => {
    const z = tf.add(tf.matMul(a, w), b);
    a = ACTIVATIONS[l === layers.length - 1 ? output : hidden](tf, z);
    return a;
  });
}

const ACTIVATIONS = {
  linear: (tf, z) => z,
  tanh: (tf, z) => tf.tanh(z),
  relu: (tf, z) => tf.relu(z),
  silu: (tf, z) => tf.mul(z, tf.sigmoid(z)),
  gelu: (tf, z) => tf.mul(tf.mul(z, 0.5), tf.add(tf.erf(tf.mul(z, Math.SQRT1_2)), 1)),
};

const LOSSES = {
  squared: (tf) => (y, t) => tf.mul(tf.mean(tf.square(tf.sub(y, t))), 0.5),
  log: (tf) => (y, t) => tf.losses.sigmoidCrossEntropy(t, y),
  "cross-entropy": (tf) => (y, t) => tf.losses.softmaxCrossEntropy(t, y),
};

function optimizerOf({ optimiser, optimiserParams, rate }, tf) {
  return {
    "gradient-descent": () => tf.train.sgd(rate),
    momentum: () => tf.train.momentum(rate, ...optimiserParams),
    adam: () => tf.train.adam(rate, ...optimiserParams),
  }[optimiser]();
}
