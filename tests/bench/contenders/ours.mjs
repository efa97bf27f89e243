// Our two contenders: the engine (the compiled plan alone) and the page's session, with all that it
// does besides. What a contender is: measure.mjs.
import { gridFeatures, partsOf } from "../workloads.mjs";

export function engine(problem, { Engine }) {
  const engine = engineOf(problem, Engine);
  return { run: (epochs) => { engine.train(epochs); engine.loss(); }, result: () => engine.loss() };
}

/** The session takes part in the named workloads, which are ordinary configurations. */
export function training(problem, parts) {
  if (problem.loss !== "squared") return { engine: engine(problem, parts) };
  const session = sessionOf(problem, parts.Run);
  return {
    engine: engine(problem, parts),
    session: { run: (epochs) => { session.train(epochs); session.loss(); }, result: () => session.loss() },
  };
}

export function grid(problem, { side, isEveryUnit }, { Engine, Run }) {
  const plane = engineOf(problem, Engine).plane(gridFeatures(side), isEveryUnit);
  const session = sessionOf(problem, Run);
  const sides = isEveryUnit ? [0, side] : [side, 0];
  // A session's pictures of neurons begin with those of the features.
  const first = isEveryUnit ? problem.sizes[0] * side * side : 0;
  return {
    engine: { once: () => plane.evaluate(), result: () => plane.values(), isScore: !isEveryUnit },
    session: {
      once: () => session.snapshot(...sides), result: () => session.pictures(...sides).subarray(first), isScore: !isEveryUnit,
    },
  };
}

function engineOf({ numbers, ...problem }, Engine) {
  return new Engine(JSON.stringify(problem), numbers);
}

/** The problem as an ordinary configuration, with its own first weights loaded from a weights JSON. */
function sessionOf(problem, Run) {
  const { sizes, hidden: activation, batch, rate } = problem;
  const { layers, x, t } = partsOf(problem);
  const hidden = sizes.slice(1, -1);
  const run = new Run(JSON.stringify({
    dataset: "own", points: x.map(([x1, x2], i) => ({ x: x1, y: x2, label: t[i][0] > 0 ? 2 : 1 })), trainShare: 1,
    features: ["x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"].slice(0, sizes[0]),
    hiddenLayers: hidden, activations: hidden.map(() => activation), loss: "squared", initialisation: "zeros",
    optimiser: "gradient-descent", learningRate: rate, batchSize: batch, shuffle: false,
  }));
  const model = JSON.parse(run.model());
  layers.forEach(({ w, b, nInputs, nUnits }, i) => {
    const rows = Array.from({ length: nUnits }, (_, j) => [...w.subarray(j * nInputs, (j + 1) * nInputs)]);
    Object.assign(model.layers[i], { weights: rows, bias: [...b] });
  });
  // A file needs eight checks of its own; all are the first feature vector, all zeros at the plane's centre.
  const score = scoreAtZero(layers, activation);
  model.checks = Array(8).fill({ input: [0, 0], score, predict: (Math.tanh(score) + 1) / 2 });
  run.load(JSON.stringify(model));
  return run;
}

function scoreAtZero(layers, activation) {
  const activate = { tanh: Math.tanh, relu: (z) => Math.max(z, 0) }[activation];
  return layers.reduce(({ a }, { w, b, nInputs }) => {
    const z = [...b].map((bias, j) => a.reduce((sum, value, i) => sum + w[j * nInputs + i] * value, bias));
    return { z, a: z.map(activate) };
  }, { a: Array(layers[0].nInputs).fill(0) }).z[0];
}
