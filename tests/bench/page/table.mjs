// The page table in Markdown. Knows what was measured and what is promised; not how it was measured.

const percent = (share) => `${(100 * share).toFixed(0)} %`;
const whole = (number) => Math.round(number).toLocaleString("en-US");
const ms = (number) => `${number.toFixed(0)} ms`;
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;

/** The middle of some numbers. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.floor(sorted.length / 2)]) / 2;
}

/** Both tables with the state of the machine. */
export function markdown({ date, chromium, calibrationMs, first, scenes }) {
  return [
    `At full speed while everything is drawn, Chromium ${chromium}, 1280 × 900, software rendering, ${date.slice(0, 10)}.`,
    "", ...running(scenes),
    "", ...visiting(first),
    "", `Calibration loop ${ms(calibrationMs)}.`, "",
  ].join("\n");
}

function running(scenes) {
  const row = (name, budget, of) => `| ${name} | ${budget} | ${scenes.map(of).join(" | ")} |`;
  const promised = (key, write) => scenes.map(({ budget }) => (budget[key] === null ? "–" : write(budget[key]))).join(" / ");
  const both = (values) => `${ms(median(values))}, ${ms(Math.max(...values))}`;
  const busiest = ({ still: { load } }) => (load ? Object.entries(load.threads).slice(0, 5).map(([name, share]) => `${name} ${percent(share)}`).join(", ") : "");
  const growth = ({ memories }) => `${megabytes(memories[0].total)}${memories.slice(1).map(({ total }) => `, ${megabytes(total)}`).join("")}`;
  return [
    `| | budget | ${scenes.map(({ title }) => title).join(" | ")} |`,
    `|---|--:|${scenes.map(() => "--:|").join("")}`,
    row("epochs per second", `≥ ${promised("epochs", whole)}`, ({ still }) => whole(still.epochsPerSecond)),
    row("frames per second", `≥ ${promised("frames", whole)}`, ({ still }) => still.framesPerSecond.toFixed(1)),
    row("compositor's frames per second, drawn (dropped)", "", ({ compositor }) => `${compositor.drawn.toFixed(1)} (${compositor.dropped.toFixed(1)})`),
    row("main thread busy", `≤ ${promised("busy", percent)}`, ({ still }) => percent(still.busy)),
    row("long tasks per second (longest)", "0", ({ still }) => `${still.longTasksPerSecond.toFixed(1)} (${ms(still.longestTaskMs)})`),
    row("while a point is dragged: frames per second", "", ({ drag }) => drag.framesPerSecond.toFixed(1)),
    row("… main thread busy", "", ({ drag }) => percent(drag.busy)),
    row("… long tasks per second (longest)", "0", ({ drag }) => `${drag.longTasksPerSecond.toFixed(1)} (${ms(drag.longestTaskMs)})`),
    row("click → point drawn: median, slowest", "≤ 50 ms", ({ inputs }) => both(inputs.clickMs)),
    row("slider → training follows: median, slowest", "≤ 100 ms", ({ inputs }) => both(inputs.slideMs)),
    row("memory at the start, after each minute", "± 2 MB from minute 5", growth),
    row("processors, busiest threads", "", busiest),
    row("… others on the machine", "", ({ still: { load } }) => (load ? percent(load.others) : "")),
  ];
}

function visiting({ shownMs, runningMs, staticMs, bytes }) {
  const { untilRunning, after } = bytes;
  return [
    "| first visit | budget | |",
    "|---|--:|--:|",
    `| first frame: plot with points and boundary | | ${ms(median(shownMs))} |`,
    `| … static page of the same bytes | | ${ms(median(staticMs))} |`,
    `| … ratio of the medians | ≤ 4 | ${(median(shownMs) / median(staticMs)).toFixed(2)} |`,
    `| training runs | ≤ 700 ms | ${ms(median(runningMs))} |`,
    `| bytes until then, gzip | | ${whole(untilRunning.gzip)} (${untilRunning.files} files) |`,
    `| … Brotli | | ${whole(untilRunning.brotli)} |`,
    `| fetched after that, gzip | | ${whole(after.gzip)} (${after.files} files) |`,
    `| the whole page, gzip | ≤ 450,000 | ${whole(untilRunning.gzip + after.gzip)} |`,
    `| … Brotli | ≤ 370,000 | ${whole(untilRunning.brotli + after.brotli)} |`,
  ];
}
