// Runs every browser test in Chromium and in Firefox: node run.mjs --dist D --work W --chromium C
// --firefox F --python P [--only chromium|firefox] [--test WORD]. Ends with `N passed, M failed`.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { start } from "./browsers.mjs";
import { Page } from "./page.mjs";
import { serve } from "./server.mjs";
import * as axe from "./axe.mjs";
import * as controls from "./controls.mjs";
import * as curve from "./curve.mjs";
import * as door from "./door.mjs";
import * as firstPage from "./first_page.mjs";
import * as learns from "./learns.mjs";
import * as network from "./network.mjs";
import * as outputs from "./outputs.mjs";
import * as points from "./points.mjs";
import * as robust from "./robust.mjs";
import * as link from "./link.mjs";
import * as weights from "./weights.mjs";

const SUB_PATH = "/courses/ml/playground/";
const TEST_SECONDS = 180;
const FILES = [firstPage, outputs, curve, door, link, weights, network, controls, axe, points, robust, learns];

const texts = ["dist", "work", "chromium", "firefox", "python", "only", "test"];
const { values: options } = parseArgs({
  options: Object.fromEntries(texts.map((name) => [name, { type: "string" }])),
});
const tests = FILES.flatMap((file) => Object.entries(file.tests))
  .filter(([name]) => name.includes(options.test ?? ""));

let passed = 0;
let failed = 0;
await mkdir(options.work, { recursive: true });
const server = await serve(options.dist, SUB_PATH);
for (const name of ["chromium", "firefox"].filter((name) => name === (options.only ?? name))) {
  const browser = await start(name, options[name], options.work);
  console.log(`${name} ${browser.version}`);
  for (const [title, test] of tests) await runOne(browser, title, test);
  await browser.close();
}
await server.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

async function runOne(browser, title, test) {
  const began = Date.now();
  const driver = await browser.newPage();
  const page = new Page(driver, server);
  let error = null;
  try {
    await within(TEST_SECONDS, test(page, options));
    page.assertClean();
  } catch (found) {
    error = found;
  }
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  if (error) {
    failed += 1;
    const picture = join(options.work, `${browser.name}-${title.replace(/\W+/g, "-")}.png`);
    const bytes = await driver.shot().catch(() => null);
    if (bytes) await writeFile(picture, bytes);
    console.log(`FAILED ${browser.name}: ${title} (${seconds} s)\n${error.stack ?? error}`);
    console.log(`page: ${page.complaints().join("\n      ") || "no console errors"}`);
    if (bytes) console.log(`screenshot: ${picture}`);
  } else {
    passed += 1;
    console.log(`ok ${browser.name}: ${title} (${seconds} s)`);
  }
  await driver.close();
}

async function within(seconds, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the test took longer than ${seconds} s`)), seconds * 1000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
