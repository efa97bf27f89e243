// Two builds of the page, visited in turn on lines of different speed: node visits.mjs --dist NEW --against OLD --out O --chromium C
// [--repeats 5]. Prints and writes visits.md. Fresh profiles, files sent as gzip at its strongest and kept by the browser, as hosts do;
// the speed of the line is Chromium's emulation. That does not reach workers, so the server itself holds back what the worker loads.
//
// *First frame*: as in page/first_frame.mjs. *Whole*: the last control works: every part of the page is there (all chunks have come, or
// no place is blank), and the worker has answered with the model, which needs what it loads last. Medians, in ms from the start.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { serve } from "../e2e/server.mjs";
import { until } from "../e2e/until.mjs";
import { launch } from "./page/chromium.mjs";
import { probe } from "./page/probe.mjs";

/** Bits per second and ms of latency, as Lighthouse names them; null is the machine's own line. */
const LINES = [
  { name: "no limit", conditions: null },
  { name: "1.6 Mbit/s, 150 ms", conditions: { bits: 1_600_000, latency: 150 } },
  { name: "400 kbit/s, 400 ms", conditions: { bits: 400_000, latency: 400 } },
];
/** Chunks of the page beside its words, which come first; the worker's own comes with its answer. */
const N_CHUNKS = 4;
const WORKERS_CHUNK = "split_saving.wasm";

const texts = ["dist", "against", "out", "chromium", "repeats"];
const { values: options } = parseArgs({ options: Object.fromEntries(texts.map((name) => [name, { type: "string" }])) });
/** The line of the visit that is under way. */
let line = LINES[0];
const builds = await Promise.all([["before", options.against], ["now", options.dist]].map(async ([name, dist]) => ({ name, ...await hosted(dist) })));
const browser = await launch(options.chromium);
const rows = [];
for (line of LINES) {
  const { name, conditions } = line;
  const times = builds.map(() => ({ shown: [], whole: [], bytes: 0 }));
  for (let repeat = 0; repeat < Number(options.repeats ?? 5); repeat += 1) {
    for (const [k, build] of builds.entries()) {
      build.sent.clear();
      const { shownMs, wholeMs } = await visit(build.server.url, conditions);
      times[k].shown.push(shownMs);
      times[k].whole.push(wholeMs);
      times[k].bytes = [...build.sent.values()].reduce((sum, n) => sum + n, 0);
    }
  }
  const cells = (unit, of) => times.map((it) => of(it)).map((value) => `${Math.round(value).toLocaleString("en-US")}${unit}`);
  rows.push([name, ...cells(" ms", (it) => median(it.shown)), ...cells(" ms", (it) => median(it.whole)), ...cells("", (it) => it.bytes)]);
}
await browser.close();
await Promise.all(builds.map(({ server }) => server.close()));
const head = ["line", "first frame, before", "now", "whole, before", "now", "bytes sent, before", "now"];
const table = [head, head.map((_, k) => (k === 0 ? "---" : "--:")), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
console.log(table);
await mkdir(options.out, { recursive: true });
await writeFile(join(options.out, "visits.md"), `${table}\n`);

/** A build on a server of its own; `sent` counts the bytes of each file that was asked for. */
async function hosted(dist) {
  const packed = new Map();
  const sent = new Map();
  const pack = async (path) => {
    if (!packed.has(path)) packed.set(path, gzipSync(await readFile(join(dist, path)), { level: 9 }));
    return packed.get(path);
  };
  const server = await serve(dist, "/playground/", { "cache-control": "max-age=600" }, async (_, path) => {
    const body = await pack(path).catch(() => null);
    if (!body) return null;
    sent.set(path, body.length);
    if (line.conditions && path.endsWith(WORKERS_CHUNK)) {
      const { bits, latency } = line.conditions;
      await new Promise((resolve) => { setTimeout(resolve, latency + body.length * 8 * 1000 / bits); });
    }
    return { body, headers: { "content-encoding": "gzip" } };
  });
  return { server, sent };
}

async function visit(url, conditions) {
  const page = await browser.open(probe, { hasCache: true });
  if (conditions) await slow(page, conditions);
  await page.goto(url);
  const shownMs = await until("a first frame", () => page.evaluate(() => window.probe.shownMs), 120);
  const wholeMs = await until("a whole page", () => page.evaluate(async (nChunks) => {
    const chunks = performance.getEntriesByType("resource").filter(({ name, responseEnd }) => /\/split_(?!words)/.test(name) && responseEnd > 0);
    const isWhole = window.playgroundParts ? window.playgroundParts.isWhole() && !document.querySelector(".blank") : chunks.length >= nChunks;
    if (!isWhole) return null;
    await window.playground.model();
    return performance.now();
  }, N_CHUNKS), 120);
  if (page.errors.length > 0) throw new Error(page.errors[0]);
  await page.close();
  return { shownMs, wholeMs };
}

async function slow({ send }, { bits, latency }) {
  await send("Network.enable");
  await send("Network.emulateNetworkConditions", { offline: false, latency, downloadThroughput: bits / 8, uploadThroughput: bits / 8 });
}

function median(all) {
  return [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
}
