// The engine beside the limit, in fresh pages of one Chromium: node run.mjs --www W --out O
// --modules M --chromium C [--dist D] [--pages 3] [--repeats 7] [--only W1,G1] [--check].
// Writes a table as Markdown and JSON. Only --check judges, by ratios within this run.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { start } from "../e2e/browsers.mjs";
import { serve } from "../e2e/server.mjs";
import { until } from "../e2e/until.mjs";
import { WORKLOADS } from "./measure.mjs";

/** Engine ÷ limit that is promised. */
const BUDGET = { W1: 1.25, W2: 1.1, W3: 1.1, W4: 1.5, W5: 1.05, W6: 1.15, G1: 1.1, G2: 1.1 };

const texts = ["www", "out", "modules", "chromium", "dist", "pages", "repeats", "only"];
const { values: options } = parseArgs({
  options: {
    ...Object.fromEntries(texts.map((name) => [name, { type: "string" }])),
    check: { type: "boolean", default: false },
  },
});
const nPages = Number(options.pages ?? 3);
const nRepeats = Number(options.repeats ?? 7);
const chosen = options.only?.split(",") ?? WORKLOADS;

await mkdir(options.out, { recursive: true });
const browser = await start("chromium", options.chromium, options.modules);
const { rows, calibrationMs } = await engineRows();
const firstVisit = options.dist ? await firstVisitBytes() : null;
await browser.close();

const table = markdown();
console.log(table);
await writeFile(join(options.out, "engine.md"), table);
const json = { browser: browser.version, calibrationMs, rows, firstVisit };
await writeFile(join(options.out, "engine.json"), `${JSON.stringify(json, null, 2)}\n`);
const missed = rows.filter((row) => row.ratio > BUDGET[row.workload]);
if (options.check && missed.length > 0) {
  console.log(`over budget: ${missed.map((row) => row.workload).join(", ")}`);
  process.exit(1);
}

async function engineRows() {
  const server = await serve(options.www, "/bench/");
  const rows = [];
  const calibrations = [];
  for (const workload of chosen) {
    const perPage = [];
    for (let page = 0; page < nPages; page += 1) {
      const tab = await browser.newPage();
      await tab.goto(server.url);
      await until("the benchmark page", () => tab.evaluate(() => typeof window.measure === "function"));
      calibrations.push(await tab.evaluate(() => window.calibration()));
      const times = await tab.evaluate(({ workload, nRepeats }) => window.measure(workload, nRepeats), { workload, nRepeats });
      perPage.push(times);
      await tab.close();
    }
    rows.push(row(workload, perPage));
  }
  await server.close();
  return { rows, calibrationMs: median(calibrations) };
}

/** Medians per contender; the ratio is a median of ratios within one repeat's neighbourhood. */
function row(workload, perPage) {
  const all = (name) => perPage.flatMap((times) => times[name] ?? []);
  const of = (name) => (all(name).length > 0 ? median(all(name)) : null);
  const ways = ["limit 0", "limit 1"].filter((name) => of(name) !== null);
  const best = ways.reduce((a, b) => (of(a) <= of(b) ? a : b));
  const ratio = median(all("engine").map((time, i) => time / all(best)[i]));
  return { workload, limit: of(best), way: best, engine: of("engine"), tape: of("tape"), session: of("session"), ratio, budget: BUDGET[workload] };
}

/** What a first visit downloads until the page is usable, as gzip would send it. */
async function firstVisitBytes() {
  const server = await serve(options.dist, "/playground/");
  const tab = await browser.newPage();
  await tab.goto(server.url);
  await until("a usable page", () => tab.evaluate(
    () => ["ready", "running", "paused"].includes(document.querySelector("main[data-state]")?.dataset.state),
  ));
  const files = new Set(tab.requests.filter((url) => url.startsWith(server.url)));
  let bytes = 0;
  for (const url of files) {
    const name = new URL(url).pathname.slice("/playground/".length) || "index.html";
    bytes += gzipSync(await readFile(join(options.dist, name)), { level: 9 }).length;
  }
  await tab.close();
  await server.close();
  return { files: files.size, gzipBytes: bytes };
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle - 0.5)] + sorted[Math.floor(middle)]) / 2;
}

function markdown() {
  const number = (value) => (value === null ? "" : value >= 100 ? value.toFixed(0) : value.toFixed(2));
  const lines = rows.map(({ workload, limit, tape, engine, session, ratio, budget }) => (
    `| ${workload} | ${number(limit)} | ${number(tape)} | ${number(engine)} | ${ratio.toFixed(2)} | ${budget} | ${number(session)} |`
  ));
  const visit = firstVisit && `\nFirst visit: ${firstVisit.gzipBytes} bytes (gzip) in ${firstVisit.files} files.`;
  return [
    "Microseconds per epoch (W) or grid (G): medians of interleaved repeats.",
    "",
    "| | limit | tape | engine | engine ÷ limit | budget | through the session |",
    "|---|--:|--:|--:|--:|--:|--:|",
    ...lines,
    "",
    `Chromium ${browser.version}; calibration loop ${calibrationMs.toFixed(0)} ms.${visit ?? ""}`,
    "",
  ].join("\n");
}
