// The hand-written limit, both of its ways (any shape, and made for one shape), and its tape: whole
// arrays one operation after another, as a simple engine would replay them.

/** The limit is the faster of these. */
export const WAYS = ["limit 0", "limit 1"];

export async function training(problem, { limit: module }) {
  const { exports: limit } = await WebAssembly.instantiate(module);
  const contender = (spec) => {
    const net = netOf(problem, limit);
    return {
      run: (epochs) => { limit.net_train(net, epochs, spec); limit.net_loss(net); },
      result: () => limit.net_loss(net),
    };
  };
  return { "limit 0": contender(0), "limit 1": contender(1), tape: contender(2) };
}

export async function grid(problem, { side, isEveryUnit }, { limit: module }) {
  const { exports: limit } = await WebAssembly.instantiate(module);
  const net = netOf(problem, limit);
  const evaluate = () => limit.net_grid(net, side, isEveryUnit ? 1 : 0);
  const nUnits = isEveryUnit ? problem.sizes.slice(1).reduce((a, b) => a + b) : 1;
  const result = () => {
    const pointer = evaluate(); // may grow the memory, which then is another buffer
    return new Float32Array(limit.memory.buffer, pointer, nUnits * side * side);
  };
  return { "limit 0": { once: evaluate, result } };
}

function netOf({ sizes, hidden, n, batch, rate, numbers }, limit) {
  const pointer = limit.falloc(numbers.length);
  new Float32Array(limit.memory.buffer, pointer, numbers.length).set(numbers);
  const dims = limit.falloc(sizes.length);
  new Uint32Array(limit.memory.buffer, dims, sizes.length).set(sizes);
  return limit.net_new(dims, sizes.length, { tanh: 0, relu: 1 }[hidden], n, batch, rate, pointer);
}
