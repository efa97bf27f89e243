// ConvNetJS by its public API: one point forward and back at a time, its own trainer updates after
// each batch. It computes in 64-bit floats. It has no SiLU, GELU, Adam or momentum like ours.
import { batchesOf, gridFeatures, partsOf } from "../workloads.mjs";

export function training(problem, { convnetjs }) {
  const { x, t } = partsOf(problem);
  const net = netOf(problem, convnetjs, problem.output);
  const trainer = new convnetjs.Trainer(net, { method: "sgd", learning_rate: problem.rate, momentum: 0, l2_decay: 0 });
  const points = x.map((features) => volume(convnetjs, features));
  const targets = t.map((target) => [...target]);
  const batches = batchesOf(problem);
  const train = (epochs) => {
    for (let epoch = 0; epoch < epochs; epoch += 1) {
      let at = 0;
      for (const size of batches) {
        // It updates when its count of points is a multiple of the batch: the last batch may be smaller.
        [trainer.k, trainer.batch_size] = [0, size];
        for (const end = at + size; at < end; at += 1) trainer.train(points[at], targets[at]);
      }
    }
  };
  const result = () => {
    const squares = points.map((point, i) => (net.forward(point).w[0] - targets[i][0]) ** 2);
    return squares.reduce((a, b) => a + b) / 2 / problem.n;
  };
  return { ConvNetJS: { run: (epochs) => { train(epochs); result(); }, result } };
}

export function grid(problem, { side, isEveryUnit }, { convnetjs }) {
  const features = gridFeatures(side);
  const n = side * side;
  const net = netOf(problem, convnetjs, isEveryUnit ? problem.output : "linear");
  // What comes after an activation: the layers between one fully connected one and the next.
  const isUnits = (layer, k) => (isEveryUnit ? layer.layer_type === problem.hidden : k === net.layers.length - 1);
  const shown = net.layers.filter(isUnits);
  const nUnits = shown.reduce((sum, layer) => sum + layer.out_depth, 0);
  const values = new Float32Array(nUnits * n);
  const point = volume(convnetjs, Array(problem.sizes[0]).fill(0));
  const once = () => {
    for (let i = 0; i < n; i += 1) {
      for (let k = 0; k < point.w.length; k += 1) point.w[k] = features[k * n + i];
      net.forward(point);
      let at = i;
      for (const { out_act: units } of shown) {
        for (let k = 0; k < units.w.length; k += 1, at += n) values[at] = units.w[k];
      }
    }
  };
  return { ConvNetJS: { once, result: () => { once(); return values; }, isScore: !isEveryUnit } };
}

/** A regression layer from `makeLayers` would bring one more layer of weights: layers are put together by hand. */
function netOf(problem, convnetjs, output) {
  const { sizes, hidden } = problem;
  const size = (depth) => ({ in_sx: 1, in_sy: 1, in_depth: depth });
  const activations = {
    tanh: (depth) => [new convnetjs.TanhLayer(size(depth))],
    relu: (depth) => [new convnetjs.ReluLayer(size(depth))],
    linear: () => [],
  };
  const { layers } = partsOf(problem);
  const net = new convnetjs.Net();
  net.layers = [new convnetjs.InputLayer({ out_sx: 1, out_sy: 1, out_depth: sizes[0] })];
  layers.forEach(({ w, b, nInputs, nUnits }, l) => {
    const dense = new convnetjs.FullyConnLayer({ ...size(nInputs), num_neurons: nUnits });
    dense.filters.forEach((filter, unit) => filter.w.set(w.subarray(unit * nInputs, (unit + 1) * nInputs)));
    dense.biases.w.set(b);
    net.layers.push(dense, ...activations[l === layers.length - 1 ? output : hidden](nUnits));
  });
  net.layers.push(new convnetjs.RegressionLayer(size(sizes.at(-1))));
  return net;
}

function volume(convnetjs, features) {
  const vol = new convnetjs.Vol(1, 1, features.length, 0);
  vol.w.set(features);
  return vol;
}
