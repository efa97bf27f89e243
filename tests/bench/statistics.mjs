// Numbers from numbers: quantiles, ratios of neighbours, the slope of a line. No clock, no names.

/** The value below which this share of the numbers lies, interpolated between neighbours. */
export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}

export const median = (numbers) => quantile(numbers, 0.5);

/** Each number ÷ the other of the same repeat: what disturbs a repeat disturbs both. */
export function ratios(numbers, others) {
  if (numbers.length !== others.length) throw new Error(`ratios need pairs, got ${numbers.length} and ${others.length}`);
  return numbers.map((number, i) => number / others[i]);
}

/** The exponent k of y = c · xᵏ by least squares on both logarithms. */
export function exponent(points) {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)]);
  const mean = (values) => values.reduce((a, b) => a + b) / values.length;
  const [x0, y0] = [mean(logs.map(([x]) => x)), mean(logs.map(([, y]) => y))];
  const sum = (of) => logs.reduce((total, [x, y]) => total + of(x - x0, y - y0), 0);
  return sum((x, y) => x * y) / sum((x) => x * x);
}
