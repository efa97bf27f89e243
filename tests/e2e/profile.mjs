// Visits a page whose program notes which of its functions have run, as first visitors do, and writes one character for each
// function, 1 if it ran in any visit: node profile.mjs --dist D --work W --chromium C --export NAME --out F.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { CHROMIUM_FLAGS } from "./browsers.mjs";
import { serve } from "./server.mjs";
import { until } from "./until.mjs";

/** Visitors: their screens and what they have asked their browser for. */
const VISITORS = [
  { viewport: { width: 1440, height: 900 } },
  { viewport: { width: 768, height: 1024 }, colorScheme: "dark" },
  { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, hasTouch: true, isMobile: true },
];
/** Programs that keep the machine busy at every second visit: what is slow takes other ways. */
const BURNERS = 4;
/** Some drawn frames after the page runs: text follows ten times a second, the diagram every few pictures. */
const EPOCHS = 120;

const texts = ["dist", "work", "chromium", "export", "out"];
const { values: options } = parseArgs({ options: Object.fromEntries(texts.map((name) => [name, { type: "string" }])) });
const { chromium } = createRequire(resolve(options.work, "package.json"))("playwright-core");
const server = await serve(options.dist, "/playground/");
const browser = await chromium.launch({ executablePath: options.chromium, headless: true, args: CHROMIUM_FLAGS });
const hits = new Set();
let n = 0;
for (const [visitor, isBusy] of VISITORS.flatMap((visitor) => [[visitor, false], [visitor, true]])) {
  const burners = Array.from({ length: isBusy ? BURNERS : 0 }, () => spawn(process.execPath, ["-e", "for (;;);"]));
  const context = await browser.newContext(visitor);
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error));
  await page.route("**/never_rest.wasm", () => {});
  await page.goto(server.url);
  await until("a page that trains", () => page.evaluate((epochs) => (
    document.querySelector("main").dataset.state === "running"
    && Number(document.querySelector("[aria-label=Epoch]").dataset.value) > epochs
  ), EPOCHS));
  if (errors.length > 0) throw errors[0];
  for (const scope of [page, ...page.workers()]) {
    const notes = await scope.evaluate((name) => [...new Uint8Array(playgroundParts.exports()[name].buffer)].join(""), options.export);
    n = notes.length;
    for (let idx = 0; idx < n; idx += 1) if (notes[idx] === "1") hits.add(idx);
  }
  await context.close();
  burners.forEach((burner) => burner.kill());
}
await browser.close();
await server.close();
await writeFile(options.out, Array.from({ length: n }, (_, idx) => (hits.has(idx) ? "1" : "0")).join(""));
