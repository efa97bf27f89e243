// Takes the pictures of the page that README.md shows, in the middle of training, light and dark:
// node picture.mjs --dist D --work W --chromium C --out O. They have few colours, to stay small.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { start } from "./browsers.mjs";
import { Page } from "./page.mjs";
import { indexed } from "./palette.mjs";
import { serve } from "./server.mjs";
import { until } from "./until.mjs";

const SIZE = [1440, 900];
/** What is on the page: something that a straight line cannot do, and the arrows that say what happens next. */
const LINK = "#v=1&dataset=spiral&count=300&noise=0.1&hiddenLayers=8,6&optimiser=adam&learningRate=0.01&features=x1,x2,sin(x1)&boundaryPush=true&speed=1-step";
const EPOCHS = 60;

const texts = ["dist", "work", "chromium", "out"];
const { values: options } = parseArgs({ options: Object.fromEntries(texts.map((name) => [name, { type: "string" }])) });
const server = await serve(options.dist, "/playground/");
const browser = await start("chromium", options.chromium, options.work);
for (const theme of ["light", "dark"]) {
  const page = new Page(await browser.newPage(), server, browser.newPage);
  await page.driver.resize(...SIZE);
  await page.open(`${LINK}&theme=${theme}`);
  await page.call("step", "epoch", EPOCHS);
  await page.click("Play");
  await until("what was trained", async () => Number((await page.element("Epoch")).number) >= EPOCHS);
  await page.reach("running");
  // The chart follows every few frames: two steps later it shows what was trained.
  const step = async () => Number((await page.element("Step count")).number);
  const first = await step();
  await until("two steps more", async () => await step() >= first + 2);
  const picture = page.driver.decode(await page.driver.shot());
  page.assertClean();
  const bytes = indexed(picture);
  await writeFile(join(options.out, `page-${theme}.png`), bytes);
  console.log(`page-${theme}.png: ${picture.width} × ${picture.height}, ${bytes.length} bytes`);
  await page.driver.close();
}
await browser.close();
await server.close();
