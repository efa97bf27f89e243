// The results as Markdown, and their place in a document. It computes nothing.
import { NAMES as TFJS } from "./contenders/tfjs.mjs";
import { YARDSTICK } from "./measure.mjs";
import { TOLERANCE, UNNAMED_BUDGET, WORKLOADS } from "./workloads.mjs";

/** Tables of a run, as far as it went. */
export function markdown({ date, chromium, machine, calibrationMs, nPages, nRepeats, versions, rows, scaling }) {
  const named = rows.filter(({ prices }) => !prices);
  const unnamed = rows.filter(({ prices }) => prices);
  const deviation = Math.max(...rows.map((row) => row.deviation));
  const parts = [
    named.length > 0 && workloadTable(named, versions),
    unnamed.length > 0 && unnamedTable(unnamed),
    scaling && scalingText(scaling),
    `Taken on ${date} in Chromium ${chromium} on a machine of ${machine.cores} cores (${machine.architecture}, ${machine.system}; load average before the run ${machine.loadBefore.toFixed(1)}), `
      + `on which a fixed loop of plain JavaScript takes ${calibrationMs.toFixed(0)} ms; medians of ${nPages} pages × ${nRepeats} repeats.`
      + (rows.length > 0 ? ` The loss after five epochs, or each value of a grid, was within ${deviation.toExponential(0)} of 64-bit floats for everyone (required: ${TOLERANCE}).` : ""),
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

/** Puts text between `<!-- bench NAME -->` and `<!-- /bench NAME -->`. */
export function replaced(document, name, text) {
  const [begin, end] = [`<!-- bench ${name} -->`, `<!-- /bench ${name} -->`];
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the document must hold ${begin} and then ${end}`);
  return `${document.slice(0, from + begin.length)}\n${text.trimEnd()}\n${document.slice(to)}`;
}

/** Three digits that mean something, thousands apart. */
export function number(value) {
  if (value === null || value === undefined) return "";
  if (value >= 1000) return Math.round(value).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function workloadTable(rows, versions) {
  const [wasm, cpu] = TFJS;
  const tfjs = `TensorFlow.js ${versions["@tensorflow/tfjs"]}`;
  const line = (title, cell) => [title, ...rows.map(cell)];
  const micros = (name) => ({ micros }) => number(micros[name]);
  const fixed = (value) => (value === null ? "" : value.toFixed(2));
  return table([
    line("microseconds per epoch (W) or grid (G)", ({ workload }) => workload),
    line("**engine**", ({ micros }) => `**${number(micros.engine)}**`),
    line("engine through the page's session", micros("session")),
    line("the limit: fused by hand", ({ micros, limit }) => number(micros[limit])),
    line("array operations one by one", micros("tape")),
    line(`ConvNetJS ${versions.convnetjs}`, micros("ConvNetJS")),
    line(`${tfjs}, wasm with SIMD`, micros(wasm)),
    line(`${tfjs}, JavaScript`, micros(cpu)),
    line("**engine ÷ limit**", ({ ratio }) => `**${fixed(ratio)}**`),
    line("middle half of the repeats", ({ quartiles }) => (quartiles ? quartiles.map(fixed).join("–") : "")),
    line("budget", ({ budget }) => budget),
    line("ConvNetJS ÷ engine", ({ convnetjsOverEngine }) => number(convnetjsOverEngine)),
    line("TensorFlow.js, the faster of both, ÷ engine", ({ tfjsOverEngine }) => number(tfjsOverEngine)),
  ]);
}

function unnamedTable(rows) {
  const price = ({ ns }) => ns.toFixed(ns < 1 ? 3 : 2);
  const { prices: { multiplyAdds, activations }, micros } = rows[0];
  const head = [
    "250 points in batches of 10", "engine, µs per epoch", "TensorFlow.js, the faster", "÷ engine",
    "ns per multiply-add", "÷ W2's", "ns per activation element", "÷ W2's",
  ];
  const w2 = [
    "W2, beside them", number(micros[YARDSTICK]), "", "",
    price({ ns: multiplyAdds.nsOnW2 }), "1", price({ ns: activations.nsOnW2 }), "1",
  ];
  const lines = rows.map(({ workload, micros, tfjs, tfjsOverEngine, prices: { multiplyAdds, activations } }) => [
    `${workload}: ${WORKLOADS[workload].title}`, number(micros.engine), number(micros[tfjs]), number(tfjsOverEngine),
    price(multiplyAdds), number(multiplyAdds.overW2), price(activations), number(activations.overW2),
  ]);
  const density = [
    `W2 has ${number(multiplyAdds.perEpochOnW2 / activations.perEpochOnW2)}`,
    ...rows.map(({ workload, prices: { multiplyAdds, activations } }) => `${workload} ${number(multiplyAdds.perEpoch / activations.perEpoch)}`),
  ].join(", ");
  const note = `Budget for the time per multiply-add: ${UNNAMED_BUDGET} × W2's. `
    + `At one price per multiply-add the time per activation element is proportional to the multiply-adds per element: ${density}.`;
  return `${table([head, w2, ...lines])}\n\n${note}`;
}

function scalingText({ points, weights }) {
  const grows = ({ exponent, exponentOfUpperHalf }, what) => (
    `${what}^${exponent.toFixed(2)} (${exponentOfUpperHalf.toFixed(2)} over the larger half)`
  );
  return `Time per epoch grows as ${grows(points, "points")} and as ${grows(weights, "weights")}; 1 is linear.`;
}

/** Rows of cells, the first one the head, the first column to the left. */
function table([head, ...rows]) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), `|---|${"--:|".repeat(head.length - 1)}`, ...rows.map(line)].join("\n");
}
