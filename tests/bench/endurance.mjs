// An hour of training at full speed while everything is drawn: node endurance.mjs --dist D --out O --chromium C [--minutes 60] [--scene default].
// Each minute it samples epochs and frames per second of that minute, memory after a forced collection, and what the page
// complained of, and writes endurance.json, endurance.md and endurance.svg anew, so that an hour that is cut off leaves what it has.
// Definitions: page/running.mjs. Ends with 1 if the page complained or did not train.
import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { serve } from "../e2e/server.mjs";
import { launch } from "./page/chromium.mjs";
import { memoryPlot } from "./page/memory_plot.mjs";
import { memory, undisturbed } from "./page/running.mjs";
import { SCENES, atFullSpeed } from "./page/scenes.mjs";

const MINUTE_SECONDS = 60;
/** From this minute on memory is promised to stay within so many bytes. */
const SETTLED_MINUTE = 5;
const BAND_BYTES = 2e6;

const texts = ["dist", "out", "chromium", "minutes", "scene"];
const { values: options } = parseArgs({ options: Object.fromEntries(texts.map((name) => [name, { type: "string" }])) });
const scene = SCENES.find(({ name }) => name === (options.scene ?? "default"));
const nMinutes = Number(options.minutes ?? 60);

// A copy: builds in the meantime must not change what is measured.
const dist = join(options.out, "endurance-dist");
await mkdir(options.out, { recursive: true });
await cp(options.dist, dist, { recursive: true });
const server = await serve(dist, "/playground/");
const browser = await launch(options.chromium);
const page = await atFullSpeed(browser, server.url, scene.config);
const samples = [{ minute: 0, memory: await memory(browser, page) }];
for (let minute = 1; minute <= nMinutes; minute += 1) {
  const { epochsPerSecond, framesPerSecond, busy, longTasksPerSecond, load } = await undisturbed(browser, page, MINUTE_SECONDS);
  samples.push({
    minute, epochsPerSecond, framesPerSecond, busy, longTasksPerSecond, others: load?.others ?? null,
    memory: await memory(browser, page), nErrors: page.errors.length,
  });
  await write();
}
const { errors } = page;
await browser.close();
await server.close();
errors.forEach((error) => console.log(`the page complained: ${error}`));
const isAlive = samples.slice(1).every(({ epochsPerSecond }) => epochsPerSecond > 0);
process.exit(errors.length === 0 && isAlive ? 0 : 1);

async function write() {
  const settled = samples.filter(({ minute }) => minute >= SETTLED_MINUTE);
  const totals = settled.map((sample) => sample.memory.total);
  const spread = totals.length > 0 ? Math.max(...totals) - Math.min(...totals) : null;
  const result = {
    date: new Date().toISOString(), chromium: browser.version, scene: scene.title, samples, errors: page.errors,
    settledSpreadBytes: spread, isFlat: spread === null ? null : spread <= 2 * BAND_BYTES,
  };
  const table = markdown(result);
  console.log(table.split("\n").at(-4));
  await writeFile(join(options.out, "endurance.json"), `${JSON.stringify(result, null, 2)}\n`);
  await writeFile(join(options.out, "endurance.md"), table);
  await writeFile(join(options.out, "endurance.svg"), memoryPlot(samples, { settledMinute: SETTLED_MINUTE, bandBytes: BAND_BYTES }));
}

function markdown({ date, chromium, scene, settledSpreadBytes, isFlat, errors }) {
  const megabytes = (bytes) => (bytes / 1e6).toFixed(2);
  const rows = samples.slice(1).map(({ minute, epochsPerSecond, framesPerSecond, busy, longTasksPerSecond, others, memory, nErrors }) => (
    `| ${minute} | ${Math.round(epochsPerSecond).toLocaleString("en-US")} | ${framesPerSecond.toFixed(1)} | ${(100 * busy).toFixed(0)} % | ${longTasksPerSecond.toFixed(2)} | ${megabytes(memory.total)} | ${megabytes(memory.page.heap)} | ${megabytes(memory.worker.heap)} | ${megabytes(memory.page.wasm + memory.worker.wasm)} | ${others === null ? "" : `${(100 * others).toFixed(0)} %`} | ${nErrors} |`
  ));
  const flat = settledSpreadBytes === null ? "" : `From minute ${SETTLED_MINUTE} on memory varied by ${megabytes(settledSpreadBytes)} MB: ${isFlat ? "flat" : "not flat"}.`;
  return [
    `Training at full speed while everything is drawn: ${scene}, Chromium ${chromium}, until ${date}. Memory in MB after a forced collection.`,
    "",
    "| minute | epochs per second | frames per second | main thread busy | long tasks per second | memory | page's heap | worker's heap | wasm | others on the machine | errors |",
    "|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ...rows,
    "", `${flat} ${errors.length} errors.`, "",
  ].join("\n");
}
