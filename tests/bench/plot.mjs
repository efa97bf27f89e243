// How the time per epoch grows, as one SVG file for light and dark pages: two log-log panels beside
// each other, each with a line of slope 1. It knows numbers and pixels.

const PANEL = { width: 420, height: 330, left: 62, right: 16, top: 44, bottom: 52 };

const STYLE = `
  .page { fill: #ffffff; } text { fill: #1f2328; font: 13px system-ui, sans-serif; } .small { font-size: 12px; }
  .grid { stroke: #d1d9e0; } .axis { stroke: #59636e; fill: none; }
  .linear { stroke: #59636e; stroke-dasharray: 5 4; fill: none; } .ours { stroke: #0b66c3; stroke-width: 2; fill: none; }
  .dot { fill: #0b66c3; }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117; } text { fill: #e6edf3; } .grid { stroke: #3d444d; } .axis, .linear { stroke: #9198a1; }
    .ours { stroke: #58a6ff; } .dot { fill: #58a6ff; }
  }`;

/** `scaling` is what `scalingOf` gives. */
export function plot({ points, weights }) {
  const [width, height] = [2 * PANEL.width, PANEL.height];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Microseconds per epoch by number of points and by number of weights">`,
    `<style>${STYLE}\n</style>`,
    `<rect class="page" width="${width}" height="${height}"/>`,
    panel(0, points, "points", "Network 2-8-8-1, batches of 10"),
    panel(PANEL.width, weights, "weights", "Networks 2-h-h-1, 250 points in batches of 10"),
    "</svg>",
    "",
  ].join("\n");
}

function panel(shift, { points, exponent, exponentOfUpperHalf }, unit, title) {
  const [x, y] = [0, 1].map((axis) => scale(points.map((point) => point[axis]), axis));
  const at = ([amount, micros]) => `${x.px(amount)},${y.px(micros)}`;
  const { left, right, top, bottom, width, height } = PANEL;
  const [x0, x1, y0, y1] = [left, width - right, height - bottom, top];
  const [last, lastMicros] = points.at(-1);
  // From the largest network down, to where it leaves the frame.
  const start = Math.max(10 ** x.low, (last * 10 ** y.low) / lastMicros);
  const linear = [[start, (lastMicros * start) / last], points.at(-1)];
  return [
    `<g transform="translate(${shift} 0)">`,
    `<text x="${x0}" y="18">${title}</text>`,
    `<text class="small" x="${x0}" y="35">time ∝ ${unit}<tspan dy="-4" font-size="10">${exponent.toFixed(2)}</tspan><tspan dy="4">; ${exponentOfUpperHalf.toFixed(2)} over the larger half</tspan></text>`,
    ...x.decades.map((d) => `<path class="grid" d="M${x.px(10 ** d)} ${y0}V${y1}"/><text class="small" text-anchor="middle" x="${x.px(10 ** d)}" y="${y0 + 17}">${label(d)}</text>`),
    ...y.decades.map((d) => `<path class="grid" d="M${x0} ${y.px(10 ** d)}H${x1}"/><text class="small" text-anchor="end" x="${x0 - 7}" y="${y.px(10 ** d) + 4}">${label(d)}</text>`),
    `<path class="axis" d="M${x0} ${y1}V${y0}H${x1}"/>`,
    `<text text-anchor="middle" x="${(x0 + x1) / 2}" y="${height - 14}">${unit}</text>`,
    `<text text-anchor="middle" transform="translate(16 ${(y0 + y1) / 2}) rotate(-90)">µs per epoch</text>`,
    `<polyline class="linear" points="${linear.map(at).join(" ")}"/>`,
    `<polyline class="ours" points="${points.map(at).join(" ")}"/>`,
    ...points.map((point) => `<circle class="dot" cx="${x.px(point[0])}" cy="${y.px(point[1])}" r="3.5"/>`),
    `<path class="linear" d="M${x1 - 96} ${y0 - 16}h26"/><text class="small" x="${x1 - 64}" y="${y0 - 12}">linear</text>`,
    "</g>",
  ].join("\n");
}

/** A logarithmic axis over whole decades; axis 1 is upright. */
function scale(values, axis) {
  const [low, high] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
  const { left, right, top, bottom, width, height } = PANEL;
  const [from, to] = axis === 0 ? [left, width - right] : [height - bottom, top];
  const px = (value) => Number((from + ((Math.log10(value) - low) / (high - low)) * (to - from)).toFixed(1));
  return { low, px, decades: Array.from({ length: high - low + 1 }, (_, k) => low + k) };
}

/** 1, 10, 100, 1000, then powers. */
function label(decade) {
  return decade <= 3 ? String(10 ** decade) : `10<tspan dy="-5" font-size="9">${decade}</tspan>`;
}
