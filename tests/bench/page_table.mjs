// The page table: how fast the built page trains and draws in a driven Chromium of 1280 × 900 with software rendering, beside what
// is promised. node page_table.mjs --dist D --out O --chromium C [--seconds 5] [--minutes 0] [--repeats 7] [--only default,six,large] [--check].
// Writes page.md and page.json. What each row means stands at the heads of page/running.mjs and page/first_frame.mjs. Figures are
// of this machine at this time, beside a calibration loop and what others used of it meanwhile; only --check judges, by
// what is a ratio within the run: first frame ÷ static page.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { serve } from "../e2e/server.mjs";
import { calibration } from "./measure.mjs";
import { launch } from "./page/chromium.mjs";
import { firstFrames } from "./page/first_frame.mjs";
import { clicks, composited, dragging, memory, slides, undisturbed } from "./page/running.mjs";
import { SCENES, atFullSpeed } from "./page/scenes.mjs";
import { markdown } from "./page/table.mjs";

/** First frame ÷ static page of the same bytes. */
const LARGEST_FIRST_FRAME_RATIO = 4;
/** Clicks and slides per setting. */
const N_INPUTS = 15;
/** Until kernels are compiled and the pace is found. */
const WARM_UP_SECONDS = 2;

const texts = ["dist", "out", "chromium", "seconds", "minutes", "repeats", "only"];
const { values: options } = parseArgs({
  options: {
    ...Object.fromEntries(texts.map((name) => [name, { type: "string" }])),
    check: { type: "boolean", default: false },
  },
});
const wallSeconds = Number(options.seconds ?? 5);
const nMinutes = Number(options.minutes ?? 0);
const chosen = options.only?.split(",");

await mkdir(options.out, { recursive: true });
const browser = await launch(options.chromium);
const first = await firstFrames(browser, options.dist, options.out, Number(options.repeats ?? 7));
const server = await serve(options.dist, "/playground/");
const scenes = [];
for (const scene of SCENES.filter(({ name }) => chosen?.includes(name) ?? true)) scenes.push(await measured(scene));
await server.close();
const result = { date: new Date().toISOString(), chromium: browser.version, calibrationMs: await calibrated(), first, scenes };
await browser.close();

const table = markdown(result);
console.log(table);
await writeFile(join(options.out, "page.md"), table);
await writeFile(join(options.out, "page.json"), `${JSON.stringify(result, null, 2)}\n`);
const errors = scenes.flatMap((scene) => scene.errors);
errors.forEach((error) => console.log(`the page complained: ${error}`));
const isLate = ratio(first) > LARGEST_FIRST_FRAME_RATIO;
if (isLate) console.log(`over budget: first frame ÷ static page is ${ratio(first).toFixed(2)}, must be at most ${LARGEST_FIRST_FRAME_RATIO}`);
process.exit(errors.length > 0 || (options.check && isLate) ? 1 : 0);

async function measured({ name, title, config, budget }) {
  const page = await atFullSpeed(browser, server.url, config);
  await undisturbed(browser, page, WARM_UP_SECONDS);
  const still = await undisturbed(browser, page, wallSeconds);
  const compositor = await composited(browser, page, Math.min(3, wallSeconds));
  // The slider first: it is for generated points, and who drags or adds one has own points.
  const slideMs = await slides(page, N_INPUTS);
  const drag = await dragging(browser, page, wallSeconds);
  const inputs = { clickMs: await clicks(page, N_INPUTS), slideMs };
  const memories = [await memory(browser, page)];
  for (let minute = 1; minute <= nMinutes; minute += 1) {
    await undisturbed(browser, page, 60);
    memories.push(await memory(browser, page));
  }
  const { errors } = page;
  await page.close();
  return { name, title, budget, still, compositor, drag, inputs, memories, errors };
}

/** The machine's own pace: the engine table's loop, in a page. */
async function calibrated() {
  const page = await browser.open();
  const ms = await page.evaluate(`() => (${calibration})(() => performance.now())`);
  await page.close();
  return ms;
}

function ratio({ shownMs, staticMs }) {
  const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
  return median(shownMs) / median(staticMs);
}
