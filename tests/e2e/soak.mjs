// Long use by nobody: seeded random pointers, fingers, keys, settings, links, reloads and calls on one page, and then the same run
// again natively, from the page's own log. node soak.mjs --dist D --work W --chromium C --firefox F --replay PROGRAM [--only BROWSER]
// [--seed N] [--minutes M]. `--replay` is the program that replays a log. No stage of the tests: `cargo xtask soak` calls it.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { start } from "./browsers.mjs";
import { Page } from "./page.mjs";
import { serve } from "./server.mjs";
import { until } from "./until.mjs";

const texts = ["dist", "work", "chromium", "firefox", "replay", "only", "seed", "minutes"];
const { values: options } = parseArgs({ options: Object.fromEntries(texts.map((name) => [name, { type: "string" }])) });
const name = options.only ?? "chromium";
const seed = Number(options.seed ?? 1);
const minutes = Number(options.minutes ?? 10);

/** Numbers from 0 to 1 that a seed determines (mulberry32). */
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = randomFrom(seed);
const below = (n) => Math.floor(random() * n);
const one = (list) => list[below(list.length)];

const SIZES = [[1440, 900], [1280, 720], [853, 480], [768, 1024], [390, 844], [360, 640]];
const KEYS = [" ", "r", "ArrowRight", "ArrowLeft", "Tab", "Shift+Tab", "Enter", "Escape", "Delete", "1", "2", "n", "p", "Control+z", "Control+Shift+z", "Home", "End"];
const TEXTS = ["0.1", "1e9", "-1", "−0,5", "95 %", "1,000", "x₁·x₂", "sin(", "all", "", "NaN", "4", "💥", "2".repeat(400)];
const CONFIGS = [
  { dataset: "spiral" }, { dataset: "circle" }, { dataset: "xor", noise: 0.5 }, { task: "regression" }, { task: "classification" }, { classes: 3 }, { classes: 2 },
  { activation: "relu" }, { activation: "sine" }, { activation: "linear" }, { hiddenLayers: [8, 8] }, { hiddenLayers: [] }, { hiddenLayers: [3, 2, 2] },
  { optimiser: "adam" }, { optimiser: "newton" }, { optimiser: "gd" }, { learningRate: 0.3 }, { learningRate: 100 }, { learningRate: 0.01 }, { batchSize: "all" }, { batchSize: 1 },
  { dropout: 0.2 }, { penalty: "l2", penaltyRate: 0.01 }, { off: ["1.1"] }, { frozen: ["1.1<1"] }, { off: [], frozen: [] }, { features: ["x1", "x2", "x1*x2"] }, { stop: { epochs: 50 } }, { weightSeed: 7 },
];
const FRAGMENTS = ["#v=1&dataset=moons", "#v=1&task=regression&noise=9", "#v=1&hiddenLayers=1000000000", "#v=2", "#nonsense", "#%E0%A4%A", "#v=1&amp;dataset=xor", "#v=1&features=x1,1/x2"];
const CALLS = [["step", "batch", 5], ["step", "epoch", 2], ["step", "sample", 1], ["step", "epoch", 5], ["play"], ["play"], ["reset"], ["play"], ["pause"], ["snapshot"], ["model"], ["config"], ["points"], ["configure", { nonsense: 1 }], ["predict", [[0, 1], [2, NaN]]]];

/** Runs in the page: where everything is that a person could press, choose or type into. */
function controls() {
  return [...document.querySelectorAll("button, select, input:not([type=file]), summary, [role=tab], canvas")].flatMap((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const isSeen = width > 0 && height > 0 && x >= 0 && y >= 0 && x + width <= innerWidth && y + height <= innerHeight;
    return isSeen && !element.disabled ? [{ tag: element.tagName, x: x + width / 2, y: y + height / 2, width, height }] : [];
  });
}

/** Runs in the page: chooses an entry of the select at this place. */
function chooseAt({ x, y, share }) {
  const select = document.elementFromPoint(x, y)?.closest("select");
  if (!select) return;
  select.selectedIndex = Math.floor(share * select.options.length);
  select.dispatchEvent(new Event("input", { bubbles: true }));
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

const somewhere = (size) => [below(size[0]), below(size[1])];

/** One act of nobody; what it was, for the report of a failure. */
async function act(page, world) {
  const { driver } = page;
  const among = async (...tags) => {
    const all = (await driver.evaluate(controls)).filter(({ tag }) => tags.length === 0 || tags.includes(tag));
    return all.length > 0 ? one(all) : null;
  };
  const acts = [
    ["click", 4, async () => { const at = somewhere(world.size); await driver.click(...at); return at; }],
    ["press", 8, async () => { const at = await among("BUTTON", "SUMMARY", "INPUT"); if (at) await driver.click(at.x, at.y); return at; }],
    ["choose", 4, async () => { const at = await among("SELECT"); if (at) await driver.evaluate(chooseAt, { ...at, share: random() }); return at; }],
    ["type", 3, async () => {
      const [at, text] = [await among("INPUT"), one(TEXTS)];
      if (!at) return null;
      await driver.click(at.x, at.y);
      await driver.evaluate((text) => { document.execCommand("insertText", false, text); }, text);
      await driver.press(one(["Enter", "Tab", "Escape"]));
      return text.slice(0, 20);
    }],
    ["drag", 3, async () => { const at = [await among("CANVAS"), await among("CANVAS")]; if (at[0]) await driver.drag([[at[0].x, at[0].y], somewhere(world.size), somewhere(world.size)]); return at; }],
    ["finger", 2, async () => { await driver.touch([somewhere(world.size), somewhere(world.size)]); }],
    ["key", 5, async () => { const key = one(KEYS); await driver.press(key); return key; }],
    ["configure", 4, async () => { const partial = one(CONFIGS); await driver.evaluate((partial) => window.playground.configure(partial).catch(() => {}), partial); return partial; }],
    ["call", 4, async () => { const [method, ...args] = one(CALLS); await driver.evaluate(({ method, args }) => window.playground[method](...args).then(() => {}, () => {}), { method, args }); return [method, ...args]; }],
    ["link", 1, async () => { const fragment = one(FRAGMENTS); await driver.evaluate((fragment) => { location.hash = fragment; }, fragment); return fragment; }],
    ["back", 1, async () => { await driver.evaluate(() => { if (history.length > 5) history.back(); }); }],
    ["reload", 0.3, async () => {
      await driver.evaluate(() => { window.isOld = true; location.reload(); });
      await until("a new page", () => driver.evaluate(() => !window.isOld && Boolean(window.playground)).catch(() => false));
      await page.usable();
    }],
    ["size", 1, async () => { world.size = one(SIZES); await driver.resize(...world.size); return world.size; }],
  ];
  let left = random() * acts.reduce((sum, [, weight]) => sum + weight, 0);
  const [what, , run] = acts.find(([, weight]) => (left -= weight) < 0) ?? acts[0];
  return [what, await run()];
}

const server = await serve(options.dist, "/sub/path/");
const browser = await start(name, options[name], options.work);
const page = new Page(await browser.newPage(), server, browser.newPage);
const world = { size: [1280, 900] };
await page.open("#v=1");
const heap = () => page.driver.evaluate(() => performance.memory?.usedJSHeapSize ?? null);
const done = [];
const heaps = [await heap()];
const ends = Date.now() + minutes * 60_000;
let n = 0;
try {
  while (Date.now() < ends) {
    done.push(await act(page, world));
    done.splice(0, Math.max(0, done.length - 40));
    n += 1;
    if (n % 50 === 0) {
      assert.ok(["running", "paused", "diverged", "ready"].includes(await page.state()), `the page is ${await page.state()}`);
      page.assertClean();
      heaps.push(await heap());
    }
  }
  // Whatever was done last, there is something to make again.
  await page.call("step", "epoch", 2);
  const { checksum, step } = await page.call("snapshot");
  const log = join(options.work, `soak-${name}-${seed}.json`);
  await writeFile(log, JSON.stringify(await page.call("log")));
  const { stdout } = await promisify(execFile)(options.replay, [log], { maxBuffer: 1 << 26 });
  assert.ok(stdout.includes(checksum), `natively the run ends as ${stdout.trim()}, on the page with ${checksum} at step ${step}`);
  page.assertClean();
  const mb = (bytes) => (bytes === null ? "unknown" : `${(bytes / 1e6).toFixed(0)} MB`);
  console.log(`ok ${name} seed ${seed}: ${n} acts in ${minutes} minutes, step ${step}, checksum ${checksum} natively too, heap ${mb(heaps[0])} at first, ${mb(heaps[heaps.length >> 1])} halfway, ${mb(heaps.at(-1))} at the end`);
} catch (error) {
  console.log(`FAILED ${name} seed ${seed} after ${n} acts: ${error.stack ?? error}\nthe last acts:\n${done.map((act) => JSON.stringify(act)).join("\n")}`);
  process.exitCode = 1;
} finally {
  await browser.close();
  await server.close();
}
