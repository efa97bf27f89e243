// Runs contenders side by side on one workload: the engine, the hand-written limit (both of its
// ways) and its tape. The same in a page and in Node: it is given bytes and a clock, nothing else.

/** The workloads' losses after 5 epochs, computed in 64-bit floats. */
const LOSS_AFTER_5 = {
  W1: 0.4674664446, W2: 0.4429632914, W3: 0.5501927232,
  W4: 0.1532501001, W5: 0.1677686991, W6: 0.4878431804,
};
const LOSS_TOLERANCE = 1e-5;

/** Grids are looked at with W2's network. */
const GRIDS = { G1: { side: 100, isEveryUnit: true }, G2: { side: 400, isEveryUnit: false } };

export const WORKLOADS = [...Object.keys(LOSS_AFTER_5), ...Object.keys(GRIDS)];

/** Long enough that a clock of 0.1 ms does not matter, short enough to interleave. */
const CALL_MS = 25;

/**
 * Returns microseconds per unit (epoch or grid) for each contender, one number per repeat.
 * `parts`: { limit: WebAssembly.Module, Engine and Run (classes of the engine), data, bytes }.
 */
export async function measure(workload, repeats, parts, now) {
  const limit = (await WebAssembly.instantiate(parts.limit)).exports;
  const contenders = workload in GRIDS
    ? gridContenders(GRIDS[workload], limit, parts)
    : trainingContenders(workload, limit, parts);
  const units = Object.fromEntries(Object.entries(contenders).map(([name, run]) => [name, calibrate(run, now)]));
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const [name, run] of Object.entries(contenders)) {
      const began = now();
      run(units[name]);
      times[name].push(((now() - began) * 1000) / units[name]);
    }
  }
  return times;
}

/** A fixed piece of plain JavaScript, for comparing one machine with another: milliseconds. */
export function calibration(now) {
  const began = now();
  let x = 0.5;
  for (let i = 0; i < 2e7; i += 1) x = 3.9 * x * (1 - x);
  return x > 1 ? NaN : now() - began;
}

function trainingContenders(workload, limit, { Engine, Run, data, bytes }) {
  const { shape, act, batch, lr, y } = data[workload];
  const numbers = new Float32Array(bytes[workload]);
  const fresh = () => new Engine(Uint32Array.from(shape), act, batch, lr, numbers);
  const net = () => limitNet(limit, shape, act, y.length, batch, lr, numbers);
  const loss = (spec) => { const p = net(); limit.net_train(p, 5, spec); return limit.net_loss(p); };
  const engine = fresh();
  engine.train(5);
  const session = sessionOf(Run, data[workload], numbers);
  session.train(5);
  verify(workload, { engine: engine.loss(), session: session.loss(), "limit 0": loss(0), "limit 1": loss(1), tape: loss(2) });
  const train = (spec) => { const p = net(); return (epochs) => { limit.net_train(p, epochs, spec); limit.net_loss(p); }; };
  const ours = fresh();
  return {
    "limit 0": train(0), "limit 1": train(1), tape: train(2),
    engine: (epochs) => { ours.train(epochs); ours.loss(); },
    session: (epochs) => { session.train(epochs); session.loss(); },
  };
}

function gridContenders({ side, isEveryUnit }, limit, { Engine, Run, data, bytes }) {
  const { shape, act, batch, lr, y } = data.W2;
  const numbers = new Float32Array(bytes.W2);
  const net = limitNet(limit, shape, act, y.length, batch, lr, numbers);
  const plane = new Engine(Uint32Array.from(shape), act, batch, lr, numbers).plane(gridFeatures(side), isEveryUnit);
  const session = sessionOf(Run, data.W2, numbers);
  const times = (run) => (n) => { for (let i = 0; i < n; i += 1) run(); };
  return {
    "limit 0": times(() => limit.net_grid(net, side, isEveryUnit ? 1 : 0)),
    engine: times(() => plane.evaluate()),
    session: times(() => session.snapshot(isEveryUnit ? 0 : side, isEveryUnit ? side : 0)),
  };
}

/** The workload as an ordinary configuration, with its own first weights loaded from a weights JSON. */
function sessionOf(Run, { shape, act, batch, lr, x, y, layers }, numbers) {
  const hidden = shape.slice(1, -1);
  const config = {
    dataset: "own", points: x.map(([x1, x2], i) => ({ x: x1, y: x2, label: y[i] > 0 ? 2 : 1 })), trainShare: 1,
    features: ["x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"].slice(0, shape[0]),
    hiddenLayers: hidden, activations: hidden.map(() => act), loss: "squared", initialisation: "zeros",
    optimiser: "gradient-descent", learningRate: lr, batchSize: batch, shuffle: false,
  };
  const run = new Run(JSON.stringify(config));
  const model = JSON.parse(run.model());
  layers.forEach(({ w, b }, i) => Object.assign(model.layers[i], { weights: w, bias: b }));
  // A file needs eight checks of its own; all are the first feature vector, all zeros at the plane's centre.
  const score = forward(layers, act, Array(shape[0]).fill(0));
  model.checks = Array(8).fill({ input: [0, 0], score, predict: (Math.tanh(score) + 1) / 2 });
  run.load(JSON.stringify(model));
  return run;
}

function forward(layers, act, inputs) {
  const activate = { tanh: Math.tanh, relu: (z) => Math.max(z, 0) }[act];
  const dot = (row, values) => row.reduce((sum, weight, k) => sum + weight * values[k], 0);
  const z = ({ w, b }, values) => w.map((row, k) => dot(row, values) + b[k]);
  const last = layers.length - 1;
  return z(layers[last], layers.slice(0, last).reduce((values, layer) => z(layer, values).map(activate), inputs))[0];
}

/** x₁, x₂, x₁², x₂², x₁x₂, sin x₁, sin x₂ on a grid over [-6, 6]², rows from the top. */
function gridFeatures(side) {
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

function limitNet(limit, shape, act, n, batch, lr, numbers) {
  const pointer = limit.falloc(numbers.length);
  new Float32Array(limit.memory.buffer, pointer, numbers.length).set(numbers);
  const dims = limit.falloc(shape.length);
  new Uint32Array(limit.memory.buffer, dims, shape.length).set(shape);
  return limit.net_new(dims, shape.length, { tanh: 0, relu: 1 }[act], n, batch, lr, pointer);
}

function verify(workload, losses) {
  for (const [name, loss] of Object.entries(losses)) {
    const isRight = Math.abs(loss - LOSS_AFTER_5[workload]) <= LOSS_TOLERANCE;
    if (!isRight) throw new Error(`${workload}: loss of ${name} after 5 epochs must be ${LOSS_AFTER_5[workload]}, got ${loss}`);
  }
}

/** How many units make a call of about CALL_MS, found on warmed-up code. */
function calibrate(run, now) {
  for (let units = 1; ; units *= 2) {
    const began = now();
    run(units);
    const ms = now() - began;
    if (ms >= CALL_MS) return Math.max(1, Math.round((units * CALL_MS) / ms));
  }
}
