// What a network computes, written as plainly as possible in JavaScript's 64-bit floats: the values
// that every contender is checked against. It shares no code with any of them.
import { batchesOf, partsOf } from "./workloads.mjs";

/** The error function by ½√π e^{x²} erf(x) = Σ 2ᵏ x^{2k+1} ⁄ (2k + 1)!!, whose terms all have one sign. */
export function erf(x) {
  if (Math.abs(x) > 6) return Math.sign(x);
  let [sum, term] = [x, x];
  for (let k = 1; Math.abs(term) > 1e-18 * Math.abs(sum); k += 1) {
    term *= (2 * x * x) / (2 * k + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

const sigmoid = (z) => 1 / (1 + Math.exp(-z));
const normalCdf = (z) => (1 + erf(z / Math.SQRT2)) / 2;
const normalDensity = (z) => Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);

/** Value and derivative at z. */
export const ACTIVATIONS = {
  linear: [(z) => z, () => 1],
  tanh: [Math.tanh, (z) => 1 - Math.tanh(z) ** 2],
  relu: [(z) => Math.max(z, 0), (z) => (z > 0 ? 1 : 0)],
  gelu: [(z) => z * normalCdf(z), (z) => normalCdf(z) + z * normalDensity(z)],
  silu: [(z) => z * sigmoid(z), (z) => sigmoid(z) * (1 + z * (1 - sigmoid(z)))],
};

function softmax(scores) {
  const top = Math.max(...scores);
  const powers = scores.map((s) => Math.exp(s - top));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((p) => p / sum);
}

/** One point's loss, and its derivative by each output y; t are the targets. */
export const LOSSES = {
  squared: [([y], [t]) => (y - t) ** 2 / 2, ([y], [t]) => [y - t]],
  log: [([s], [t]) => Math.log1p(Math.exp(-Math.abs(s))) + Math.max(s, 0) - s * t, ([s], [t]) => [sigmoid(s) - t]],
  "cross-entropy": [
    (s, t) => -softmax(s).reduce((sum, p, k) => sum + t[k] * Math.log(p), 0),
    (s, t) => softmax(s).map((p, k) => p - t[k]),
  ],
};

/** How far a parameter goes down, given its gradient, its own memory and the step's number. */
const OPTIMISERS = {
  "gradient-descent": () => (g) => g,
  momentum: ([mu]) => (g, memory) => (memory.v = mu * (memory.v ?? 0) + g),
  adam: ([b1, b2, eps]) => (g, memory, step) => {
    memory.m = b1 * (memory.m ?? 0) + (1 - b1) * g;
    memory.v = b2 * (memory.v ?? 0) + (1 - b2) * g * g;
    return memory.m / (1 - b1 ** step) / (Math.sqrt(memory.v / (1 - b2 ** step)) + eps);
  },
};

/** Layers with 64-bit parameters, a gradient for each, and what an optimiser remembers of each. */
function networkOf(problem) {
  const { layers } = partsOf(problem);
  return layers.map(({ nInputs, nUnits, w, b }, l) => ({
    nInputs, nUnits, w: Float64Array.from(w), b: Float64Array.from(b),
    gw: new Float64Array(w.length), gb: new Float64Array(b.length),
    memories: Array.from({ length: w.length + b.length }, () => ({})),
    activation: ACTIVATIONS[l === layers.length - 1 ? problem.output : problem.hidden],
  }));
}

/** Per layer its inputs `a`, sums `z` and values `y` at one point. */
function forward(layers, x) {
  let a = Array.from(x);
  return layers.map(({ nInputs, nUnits, w, b, activation: [f] }) => {
    const z = Array.from({ length: nUnits }, (_, j) => a.reduce((sum, value, i) => sum + w[j * nInputs + i] * value, b[j]));
    const layer = { a, z, y: z.map(f) };
    a = layer.y;
    return layer;
  });
}

/** Adds one point's gradient, times `share`, to the layers'. */
function backward(layers, trace, t, lossSlope, share) {
  let dy = lossSlope(trace.at(-1).y, t).map((slope) => slope * share);
  for (let l = layers.length - 1; l >= 0; l -= 1) {
    const { nInputs, w, gw, gb, activation: [, slope] } = layers[l];
    const { a, z } = trace[l];
    const dz = dy.map((d, j) => d * slope(z[j]));
    dz.forEach((d, j) => {
      gb[j] += d;
      a.forEach((value, i) => { gw[j * nInputs + i] += d * value; });
    });
    dy = a.map((_, i) => dz.reduce((sum, d, j) => sum + d * w[j * nInputs + i], 0));
  }
}

/** The mean loss over all points after so many epochs, penalty not included. */
export function lossAfter(problem, nEpochs) {
  const layers = networkOf(problem);
  const { x, t } = partsOf(problem);
  const [loss, lossSlope] = LOSSES[problem.loss];
  const distance = OPTIMISERS[problem.optimiser](problem.optimiserParams);
  const decay = { none: 0, l2: problem.penaltyRate }[problem.penalty];
  let step = 0;
  for (let epoch = 0; epoch < nEpochs; epoch += 1) {
    let at = 0;
    for (const size of batchesOf(problem)) {
      layers.forEach(({ w, gw, gb }) => { gb.fill(0); gw.set(w.map((weight) => decay * weight)); });
      for (let k = at; k < at + size; k += 1) backward(layers, forward(layers, x[k]), t[k], lossSlope, 1 / size);
      at += size;
      step += 1;
      for (const { w, b, gw, gb, memories } of layers) {
        w.forEach((_, k) => { w[k] -= problem.rate * distance(gw[k], memories[k], step); });
        b.forEach((_, k) => { b[k] -= problem.rate * distance(gb[k], memories[w.length + k], step); });
      }
    }
  }
  return x.reduce((sum, point, k) => sum + loss(forward(layers, point).at(-1).y, t[k]), 0) / problem.n;
}

/** Values of every unit, or of the output alone, at points given feature by feature: unit by unit. */
export function valuesAt(problem, features, isEveryUnit) {
  const layers = networkOf(problem);
  const n = features.length / problem.sizes[0];
  const nRows = isEveryUnit ? problem.sizes.slice(1).reduce((a, b) => a + b) : problem.sizes.at(-1);
  const values = new Float64Array(nRows * n);
  for (let point = 0; point < n; point += 1) {
    const x = Array.from({ length: problem.sizes[0] }, (_, feature) => features[feature * n + point]);
    const trace = forward(layers, x);
    const units = isEveryUnit ? trace.flatMap(({ y }) => y) : trace.at(-1).y;
    units.forEach((value, row) => { values[row * n + point] = value; });
  }
  return values;
}
