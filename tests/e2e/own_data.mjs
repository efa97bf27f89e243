// What tests of own data have in common: tables, how they are brought, and what the dialog says.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { until } from "./until.mjs";

export const DATA = new URL("../data/", import.meta.url).pathname;
export const READY = new URL("../../web/data/", import.meta.url).pathname;

/** Two classes of flowers in centimetres. */
export const FLOWERS = ["length (cm),width (cm),species", ...Array.from({ length: 40 }, (_, i) => {
  const [x, y] = [4.5 + (i % 8) * 0.4, 2 + Math.floor(i / 8) * 0.4];
  return `${x.toFixed(1)},${y.toFixed(1)},${x + y > 9 ? "virginica" : "setosa"}`;
})].join("\n");

/** What the dialog says; empty while there is none. */
export const said = (page) => page.driver.evaluate(() => document.querySelector(".importing")?.innerText ?? "");
export const says = (page, text) => until(`the dialog to say “${text}”`, async () => (await said(page)).includes(text));
export const isClosed = (page) => until("no dialog", async () => (await said(page)) === "");
export const seen = (page, selector) => page.driver.evaluate((selector) => document.querySelector(selector)?.innerText ?? "", selector);
export const all = async (page) => [await page.call("config"), await page.call("points"), (await page.call("snapshot")).step];

/** Brings files by the button Import. */
export async function bring(page, ...paths) {
  await page.driver.choose(() => page.click("Import"), paths);
}

/** Brings a text as a file of this name. */
export async function bringText(page, work, name, text) {
  const path = join(work, name);
  await writeFile(path, text);
  await bring(page, path);
}

/** Chooses in a menu of the dialog, as a person's choice arrives. */
export async function choose(page, menu, value) {
  await until(`a menu ${menu} that offers ${value}`, () => page.driver.evaluate(({ id, value }) => {
    const select = document.getElementById(id);
    if (![...select?.options ?? []].some((option) => option.value === value)) return false;
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }, { id: `importing-${menu}`, value }));
}

/** Takes the points that the dialog shows, and waits for them. */
export async function use(page, n) {
  await page.click("Use these points");
  await isClosed(page);
  await until(`${n} points`, async () => (await page.call("points")).length === n);
}

export async function opened(page) {
  await page.open();
  await page.call("pause");
  await page.call("reset");
}
