// What becomes of the rows of own data, and that it is said: which are left out, which test, which of many files are used, what of the run
// stays, and what can be done about numbers that do not lie on the plane.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FLOWERS, READY, all, bring, bringText, choose, opened, said, says, seen, use } from "./own_data.mjs";
import { becomes, until } from "./until.mjs";

export const tests = {
  "rows that cannot be used are named by line and reason, and the others are there": async (page, { work }) => {
    await opened(page);
    const lines = FLOWERS.split("\n");
    lines.splice(3, 0, "5.0,much,setosa");
    lines.splice(10, 0, ",2.5,setosa");
    lines.splice(20, 0, "5.0,2.0");
    await bringText(page, work, "gaps.csv", lines.join("\n"));
    await says(page, "3 rows are left out:");
    const text = await said(page);
    for (const line of ["Line 4: ", "Line 11: ", "Line 21: "]) assert.ok(text.includes(line), `${line}in ${text}`);
    assert.match(text, /Line 4: .*much/);
    await use(page, 40);
    await until("what was left out, after the import too", async () => /3 rows are left out: Line 4: .*much.* Line 11: .* Line 21: /.test(await seen(page, ".notices")));
  },

  "a share of the rows tests where none is marked: of each class, the same each time, another one by choice": async (page, { work }) => {
    await opened(page);
    const rows = Array.from({ length: 100 }, (_, i) => `${(i * 37) % 101},${(i * 53) % 97},${i < 60 ? "no" : "yes"}`);
    const text = ["a,b,class", ...rows].join("\n");
    const tests = async () => (await page.call("points")).map((point) => Number(point.test) * point.label).join("");
    await bringText(page, work, "hundred.csv", text);
    await says(page, "100 points, 20 of them for test");
    await says(page, "The test points are drawn evenly from each class");
    await use(page, 100);
    const first = await tests();
    assert.deepEqual([1, 2].map((label) => first.split(String(label)).length - 1), [12, 8]);
    await page.click("Undo");
    await until("the points before", async () => (await page.call("config")).dataset !== "own");
    await bringText(page, work, "hundred.csv", text);
    await says(page, "100 points, 20 of them for test");
    await choose(page, "test-share", "0.5");
    await says(page, "100 points, 50 of them for test");
    await choose(page, "test-share", "0");
    await says(page, "All points train. Without test points there is no test loss");
    await choose(page, "test-share", "0.2");
    await says(page, "100 points, 20 of them for test");
    await use(page, 100);
    assert.equal(await tests(), first);
    // Few rows all train, unless one chooses otherwise.
    await bringText(page, work, "flowers.csv", FLOWERS);
    await says(page, "All points train.");
    await choose(page, "test-share", "0.2");
    await says(page, "40 points, 8 of them for test");
  },

  "of three files it is chosen which train and which test, and nothing else changes": async (page, { work }) => {
    await opened(page);
    const before = await all(page);
    await bring(page, ...[1, 2, 3].map((n) => join(READY, `anscombe-${n}.csv`)));
    await says(page, "3 files were read.");
    await says(page, "11 points");
    await choose(page, "train-file", "2");
    await choose(page, "test-file", "0");
    await says(page, "22 points, 11 of them for test");
    await choose(page, "train-file", "0");
    await becomes("the other one tests", () => page.driver.evaluate(() => document.getElementById("importing-test-file").value), "2");
    await choose(page, "test-file", "none");
    await says(page, "All points train.");
    assert.deepEqual(await all(page), before);
    await use(page, 11);
    await until("its name", async () => (await seen(page, ".notices")).includes("from anscombe-1.csv."));
    // A model among tables is not loaded unasked, and takes no table away.
    await writeFile(join(work, "model.json"), JSON.stringify(await page.call("model")));
    await bring(page, join(work, "model.json"), join(READY, "anscombe-2.csv"));
    await says(page, "model.json is a model and not a table.");
  },

  "a run that goes on with other points says that its weights are the old ones, and begins anew by a press": async (page, { work }) => {
    await opened(page);
    await bringText(page, work, "flowers.csv", FLOWERS);
    await says(page, "40 points");
    await use(page, 40);
    await until("what was done", async () => (await seen(page, ".notices")).includes("On the plot: 40 points"));
    assert.ok(!(await seen(page, ".notices")).includes("learnt on the old points"), "at step 0 nothing was learnt");
    await page.call("step", "epoch", 2);
    await bringText(page, work, "flowers.csv", FLOWERS);
    await says(page, "40 points");
    await use(page, 40);
    await until("that the weights stay", async () => (await seen(page, ".notices")).includes("learnt on the old points"));
    assert.ok((await page.call("snapshot")).step > 0);
    await page.driver.evaluate(() => [...document.querySelectorAll(".notices button")].find((button) => button.textContent === "Reset").click());
    await becomes("the beginning", async () => (await page.call("snapshot")).step, 0);
    await until("no more of it", async () => !(await seen(page, ".notices")).includes("learnt on the old points"));
  },

  "a menu shows the whole name of a column, with its unit": async (page, { work }) => {
    await opened(page);
    await bringText(page, work, "flowers.csv", FLOWERS);
    await says(page, "40 points");
    await becomes("what the closed menu shows", () => page.driver.evaluate(() => document.getElementById("importing-x").selectedOptions[0].text), "length (cm)");
  },

  "on a phone the plot is in sight after the import, and the menu is closed": async (page, { work }) => {
    await page.driver.resize(390, 844);
    await opened(page);
    await page.driver.evaluate(() => document.querySelector(".menu-button").click());
    await bringText(page, work, "flowers.csv", FLOWERS);
    await says(page, "40 points");
    await use(page, 40);
    await until("the plot in sight", () => page.driver.evaluate(() => {
      const { top, bottom } = document.querySelector(".output .plot").getBoundingClientRect();
      const isOpen = document.querySelector(".menu-button").getAttribute("aria-expanded") === "true";
      return top >= 0 && bottom <= innerHeight && !isOpen;
    }));
  },

  "numbers that are kept and lie outside say how they can be used": async (page, { work }) => {
    await opened(page);
    await bringText(page, work, "flowers.csv", FLOWERS.replace(/^(\d)/gm, "17$1"));
    await says(page, "40 points");
    await choose(page, "fit", "keep");
    await until("why they are not used", async () => /between −6 and 6/.test(await seen(page, ".importing-why")));
    await page.click("Scale the numbers");
    await says(page, "40 points");
    await becomes("no other way", () => seen(page, ".importing-way"), "");
  },
};
