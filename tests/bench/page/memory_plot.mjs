// Memory over time as a small picture (SVG). Knows samples of the endurance run; nothing of how they were taken.

const SIZE = { width: 640, height: 280 };
const MARGIN = { left: 52, top: 14, right: 12, bottom: 34 };
const LINES = [
  { name: "page and worker together", color: "#5b4be0", of: ({ total }) => total },
  { name: "wasm memory", color: "#0a6fb0", of: ({ page, worker }) => page.wasm + worker.wasm },
  { name: "JavaScript heaps", color: "#d9730d", of: ({ page, worker }) => page.heap + worker.heap },
];

/** The picture; the band within which memory is promised to stay is drawn behind the lines. */
export function memoryPlot(samples, { settledMinute, bandBytes }) {
  const inner = { width: SIZE.width - MARGIN.left - MARGIN.right, height: SIZE.height - MARGIN.top - MARGIN.bottom };
  const lastMinute = Math.max(1, samples.at(-1).minute);
  const top = Math.ceil((1.15 * Math.max(...samples.map(({ memory }) => memory.total))) / 5e6) * 5e6;
  const x = (minute) => MARGIN.left + (minute / lastMinute) * inner.width;
  const y = (bytes) => MARGIN.top + (1 - bytes / top) * inner.height;
  const text = (at, down, words, more = "") => `<text x="${at.toFixed(1)}" y="${down.toFixed(1)}" ${more}>${words}</text>`;
  const grid = [0, 1, 2, 3, 4, 5].map((k) => (k / 5) * top).flatMap((bytes) => [
    `<path d="M${MARGIN.left} ${y(bytes).toFixed(1)}h${inner.width}" stroke="#ddd"/>`,
    text(MARGIN.left - 6, y(bytes) + 4, `${(bytes / 1e6).toFixed(0)}`, 'text-anchor="end"'),
  ]);
  const settled = samples.find(({ minute }) => minute >= settledMinute);
  const band = settled && `<rect x="${x(settledMinute).toFixed(1)}" width="${(x(lastMinute) - x(settledMinute)).toFixed(1)}" y="${y(settled.memory.total + bandBytes).toFixed(1)}" height="${(y(0) - y(2 * bandBytes)).toFixed(1)}" fill="#5b4be0" opacity="0.12"/>`;
  const lines = LINES.flatMap(({ name, color, of }, k) => [
    `<polyline fill="none" stroke="${color}" stroke-width="1.8" points="${samples.map(({ minute, memory }) => `${x(minute).toFixed(1)},${y(of(memory)).toFixed(1)}`).join(" ")}"/>`,
    text(MARGIN.left + 8 + 190 * k, SIZE.height - 4, name, `fill="${color}"`),
  ]);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" font-family="system-ui, sans-serif" font-size="11">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    ...grid, ...(band ? [band] : []), ...lines,
    text(MARGIN.left, SIZE.height - 20, "0 min"), text(x(lastMinute), SIZE.height - 20, `${lastMinute} min`, 'text-anchor="end"'),
    text(4, 10, "MB"),
    "</svg>", "",
  ].join("\n");
}
