// What is measured: networks, their points and what they must compute. One table; it knows no
// contender and no clock.

/** The most that a loss after five epochs, or a value of a grid, may differ from 64-bit floats. */
export const TOLERANCE = 1e-5;

/** Training: the loss after five epochs, in 64-bit floats, and engine ÷ limit that is promised. */
const TRAINING = {
  W1: { lossAfter5: 0.4674664446, budget: 1.25 },
  W2: { lossAfter5: 0.4429632914, budget: 1.1 },
  W3: { lossAfter5: 0.5501927232, budget: 1.1 },
  W4: { lossAfter5: 0.1532501001, budget: 1.5 },
  W5: { lossAfter5: 0.1677686991, budget: 1.05 },
  W6: { lossAfter5: 0.4878431804, budget: 1.15 },
};

/** Pictures of W2's network over the plane, `side × side`: every unit's value or the output's alone. */
const GRIDS = {
  G1: { side: 100, isEveryUnit: true, budget: 1.1 },
  G2: { side: 400, isEveryUnit: false, budget: 1.1 },
};

/** Networks that nobody tuned anything for; their losses come from `float64.mjs`. */
const UNNAMED = {
  U1: {
    title: "2-13-13-13-13-13-3, GELU, cross-entropy, Adam",
    sizes: [2, 13, 13, 13, 13, 13, 3], hidden: "gelu", output: "linear", loss: "cross-entropy",
    optimiser: "adam", optimiserParams: [0.9, 0.999, 1e-8], penalty: "none", penaltyRate: 0, rate: 0.003,
  },
  U2: {
    title: "2-32-32-32-1, SiLU, log loss, momentum, L2 penalty",
    sizes: [2, 32, 32, 32, 1], hidden: "silu", output: "linear", loss: "log",
    optimiser: "momentum", optimiserParams: [0.9], penalty: "l2", penaltyRate: 0.001, rate: 0.01,
  },
};

/** Time per multiply-add of unnamed networks ÷ ours on W2 that is promised. */
export const UNNAMED_BUDGET = 1.3;

export const WORKLOADS = { ...TRAINING, ...GRIDS, ...UNNAMED };
export const isGrid = (name) => name in GRIDS;
export const isUnnamed = (name) => name in UNNAMED;

/** How one network grows: in points at fixed weights, in weights at fixed points; batches of 10. */
export const SCALING = {
  points: [10, 20, 50, 100, 200, 500, 1000, 2000, 5000].map((n) => ({ amount: n, sizes: [2, 8, 8, 1], n })),
  // 2-h-h-1 has h² + 3h weights.
  weights: [2, 4, 8, 16, 32, 64, 100, 200, 315].map((h) => ({ amount: h * h + 3 * h, sizes: [2, h, h, 1], n: 250 })),
};

/**
 * A training problem as every contender gets it: the configuration, and `numbers`: per layer weights
 * (units × inputs) and biases, then the points' features point by point, then their targets.
 */
export function problemOf(name, { data, bytes }) {
  if (isUnnamed(name)) return generated({ ...UNNAMED[name], n: 250, batch: 10 });
  const { shape, act, batch, lr, y } = data[isGrid(name) ? "W2" : name];
  return {
    ...DESCENT, sizes: shape, hidden: act, n: y.length, batch, rate: lr,
    numbers: new Float32Array(bytes[isGrid(name) ? "W2" : name]),
  };
}

/** The named workloads' way: tanh output, half squared error, plain gradient descent. */
const DESCENT = {
  output: "tanh", loss: "squared", optimiser: "gradient-descent", optimiserParams: [], penalty: "none", penaltyRate: 0,
};

export const scalingProblem = ({ sizes, n }) => generated({ ...DESCENT, sizes, hidden: "tanh", n, batch: 10, rate: 0.03 });

/** Points in rings around the centre, one class after the other, and uniform weights: the same each time. */
function generated(problem) {
  const { sizes, loss, n } = problem;
  const random = uniform(1);
  const parameters = sizes.slice(1).flatMap((units, l) => {
    const bound = Math.sqrt(6 / (sizes[l] + units));
    return [...Array.from({ length: units * sizes[l] }, () => bound * (2 * random() - 1)), ...Array(units).fill(0)];
  });
  const nClasses = Math.max(2, sizes.at(-1));
  const classes = Array.from({ length: n }, (_, point) => point % nClasses);
  const points = classes.flatMap((ring) => {
    const [radius, angle] = [2 * (ring + random()), 2 * Math.PI * random()];
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  const target = {
    squared: (c) => [2 * c - 1],
    log: (c) => [c],
    "cross-entropy": (c) => Array.from({ length: nClasses }, (_, k) => (k === c ? 1 : 0)),
  }[loss];
  return { ...problem, numbers: Float32Array.from([...parameters, ...points, ...classes.flatMap(target)]) };
}

/** Numbers in [0, 1) by a linear congruence modulo 2³² (Numerical Recipes' constants). */
function uniform(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Layers `{w, b, nInputs, nUnits}` and, point by point, features `x` and targets `t`: views of `numbers`. */
export function partsOf({ sizes, n, numbers }) {
  let at = 0;
  const take = (length) => numbers.subarray(at, at += length);
  const layers = sizes.slice(1).map((nUnits, l) => (
    { nInputs: sizes[l], nUnits, w: take(nUnits * sizes[l]), b: take(nUnits) }
  ));
  const rows = (width) => Array.from({ length: n }, () => take(width));
  return { layers, x: rows(sizes[0]), t: rows(sizes.at(-1)) };
}

/** The sizes of an epoch's batches; the last one may be smaller. */
export function batchesOf({ n, batch }) {
  return Array.from({ length: Math.ceil(n / batch) }, (_, k) => Math.min(batch, n - k * batch));
}

/** x₁, x₂, x₁², x₂², x₁x₂, sin x₁, sin x₂ on a grid over [-6, 6]², rows from the top: feature by feature. */
export function gridFeatures(side) {
  const at = (i) => -6 + (12 * i) / (side - 1);
  const features = [(x) => x, (x, y) => y, (x) => x * x, (x, y) => y * y, (x, y) => x * y, (x) => Math.sin(x), (x, y) => Math.sin(y)];
  const values = new Float32Array(features.length * side * side);
  features.forEach((f, k) => {
    for (let row = 0; row < side; row += 1) {
      for (let col = 0; col < side; col += 1) values[(k * side + row) * side + col] = f(at(col), at(side - 1 - row));
    }
  });
  return values;
}

/** What an epoch has to compute, whoever does: forward, back to each hidden layer, and per weight. */
export function workOf({ sizes, n }) {
  const products = sizes.slice(1).map((units, l) => units * sizes[l]);
  const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
  return {
    multiplyAdds: n * (2 * sum(products) + sum(products.slice(1))),
    activations: n * sum(sizes.slice(1)),
  };
}
