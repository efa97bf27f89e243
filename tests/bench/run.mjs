// The engine's contenders in fresh pages of one Chromium: node run.mjs --www W --out O --modules M
// --chromium C [--pages 3] [--repeats 7] [--only W1,G1,scaling] [--check] [--readme FILE].
// Writes tables and a plot. Only --check judges, by ratios within this run.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { arch, availableParallelism, loadavg, type } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { start } from "../e2e/browsers.mjs";
import { serve } from "../e2e/server.mjs";
import { until } from "../e2e/until.mjs";
import { plot } from "./plot.mjs";
import { markdown, replaced } from "./report.mjs";
import { misses, rowOf, scalingOf } from "./results.mjs";
import { median } from "./statistics.mjs";
import { WORKLOADS } from "./workloads.mjs";

const texts = ["www", "out", "modules", "chromium", "pages", "repeats", "only", "readme"];
const { values: options } = parseArgs({
  options: {
    ...Object.fromEntries(texts.map((name) => [name, { type: "string" }])),
    check: { type: "boolean", default: false },
  },
});
const nPages = Number(options.pages ?? 3);
const nRepeats = Number(options.repeats ?? 7);
const all = [...Object.keys(WORKLOADS), "scaling"];
const chosen = options.only?.split(",") ?? all;
const unknown = chosen.find((name) => !all.includes(name));
if (unknown !== undefined) throw new Error(`--only takes ${all.join(", ")}, got ${unknown}`);
if (options.readme && options.only) throw new Error("README.md shows a whole run: --readme and --only exclude each other");

const loadBefore = loadavg()[0];
await mkdir(options.out, { recursive: true });
const browser = await start("chromium", options.chromium, options.modules);
// A page of its own group has the finest clock.
const isolated = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
const server = await serve(options.www, "/bench/", isolated);
const calibrations = [];
const rows = [];
for (const workload of chosen.filter((name) => name in WORKLOADS)) {
  const run = ({ workload, nRepeats }) => window.measure(workload, nRepeats);
  rows.push(rowOf(workload, await inFreshPages(run, { workload, nRepeats })));
  const { micros, ratio } = rows.at(-1);
  console.log(`${workload}: engine ${micros.engine.toFixed(2)} µs${ratio === null ? "" : `, ${ratio.toFixed(2)} × the limit`}`);
}
const scaling = chosen.includes("scaling")
  ? scalingOf(await inFreshPages(({ nRepeats }) => window.scaling(nRepeats), { nRepeats }))
  : null;
await server.close();
await browser.close();

const results = {
  date: new Date().toISOString().slice(0, 10),
  chromium: browser.version,
  machine: { cores: availableParallelism(), architecture: arch(), system: type(), loadBefore },
  calibrationMs: median(calibrations),
  nPages, nRepeats,
  versions: JSON.parse(await readFile(new URL("package.json", import.meta.url), "utf8")).dependencies,
  rows, scaling,
};
const tables = markdown(results);
console.log(`\n${tables}`);
await writeFile(join(options.out, "engine.md"), tables);
await writeFile(join(options.out, "engine.json"), `${JSON.stringify(results, null, 2)}\n`);
if (scaling) await writeFile(join(options.out, "scaling.svg"), plot(scaling));
if (options.readme) await intoReadme();
const missed = misses(rows);
missed.forEach((sentence) => console.log(sentence));
if (options.check && missed.length > 0) process.exit(1);

/** What `run` gives in each of some pages, one after another. */
async function inFreshPages(run, argument) {
  const found = [];
  for (let page = 0; page < nPages; page += 1) {
    const tab = await browser.newPage();
    await tab.goto(server.url);
    await until("the benchmark page", () => tab.evaluate(() => typeof window.measure === "function"));
    calibrations.push(await tab.evaluate(() => window.calibration()));
    found.push(await tab.evaluate(run, argument));
    await tab.close();
  }
  return found;
}

/** The tables and the plot of a whole run, between their marks. */
async function intoReadme() {
  await writeFile(options.readme, replaced(await readFile(options.readme, "utf8"), "engine", tables));
  await writeFile(join(dirname(options.readme), "docs", "scaling.svg"), plot(scaling));
}
