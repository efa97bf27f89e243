// That what is typed stays in its field until it is finished, and what makes no sense after that, with the reason.
import assert from "node:assert/strict";
import { becomes, eventually, until } from "./until.mjs";

/** What is typed and refused, with the beginning of the words that follow. */
const NONSENSE = [
  ["Learning rate", "1000000000", "Learning rate must be at most 100 (you gave 1000000000)."],
  ["Learning rate", "fast", "Learning rate must be a number above 0 and at most 100, such as 0.03 or 3e-2 (you gave fast)."],
  ["Learning rate", "0", "Learning rate must be above 0"],
  ["Learning rate", "", "Learning rate must be a number above 0 and at most 100, such as 0.03 or 3e-2 (the field is empty)."],
  ["Batch size", "1.5", "Batch size must be a whole number from 1 to 5000, or “all” (you gave 1.5)."],
  ["Batch size", "some", "Batch size must be a whole number from 1 to 5000, or “all” (you gave some)."],
  ["Data seed", "-1", "Data seed must be at least 0 (you gave -1)."],
  ["Weight seed", "1e99", "Weight seed must be at most 4,294,967,295"],
  ["Initial bias", "11", "Initial bias must be at most 10 (you gave 11)."],
  ["Gradient clipping", "0", "Gradient clipping must be above 0 (you gave 0)."],
  ["Stop at accuracy", "95", "Stop at accuracy must be at most 1: write 95 % or 0.95 (you gave 95)."],
  ["Learning rate", "1,000", "Learning rate must be a number above 0 and at most 100, such as 0.03 or 3e-2 (you gave 1,000)."],
  ["Stop after epochs", "soon", "Stop after epochs must be a whole number from 1 to 1,000,000,000 (you gave soon)."],
  ["Own feature", "x3", "Own feature: “x3” is not known here."],
  ["Own feature", "1/x1", "Own feature must"],
];

const choices = (page) => page.call("config");
const opened = async (page) => {
  await page.open();
  await page.call("pause");
  await page.click("More settings");
};

export const tests = {
  "what makes no sense stays in its field with the reason, and the last good value in force": async (page) => {
    await opened(page);
    const before = await choices(page);
    for (const [name, text, words] of NONSENSE) {
      await page.type(name, `${text}\n`);
      const found = await eventually(async () => {
        const field = await page.field(name);
        assert.deepEqual([field.invalid, field.value], ["true", text], `the text in ${name}`);
        assert.ok(field.words.startsWith(words), `${name} must say “${words}…”, got “${field.words}”`);
        return field;
      });
      await until("the live region to say so", () => page.driver.evaluate(says, found.words));
      assert.deepEqual(await choices(page), before, "nothing may change");
    }
    await page.type("Learning rate", "0.5\n");
    await until("the corrected rate", async () => (await choices(page)).learningRate === 0.5);
    await becomes("a corrected field without a mark", async () => (await page.field("Learning rate")).invalid, null);
  },

  "what is typed stays in its field until it is finished, whatever is drawn and answered meanwhile": async (page) => {
    await opened(page);
    const valueOf = async (name) => (await page.field(name)).value;
    // One key, then another answer to the page, then the rest.
    const interrupted = async (name, first, rest) => {
      await page.reveal(name);
      await page.driver.press(first);
      await page.call("configure", { noise: (await choices(page)).noise === 0.2 ? 0.3 : 0.2 });
      await page.driver.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
      for (const key of rest) await page.driver.press(key);
    };
    await interrupted("Neurons in layer 1", "3", ["2", "Enter"]);
    await becomes("a layer of 32", async () => (await choices(page)).hiddenLayers, [32, 2]);
    await interrupted("Data seed", "4", ["7", "Enter"]);
    await becomes("seed 47", async () => (await choices(page)).dataSeed, 47);
    // A pause counts as the end, and who goes on goes on from what stands there.
    await page.reveal("Learning rate");
    for (const key of "1.0") await page.driver.press(key);
    await until("rate 1", async () => (await choices(page)).learningRate === 1);
    for (const key of ["5", "Enter"]) await page.driver.press(key);
    await becomes("rate 1.05", async () => (await choices(page)).learningRate, 1.05);
    // What somebody else sets after that is shown.
    await page.call("configure", { learningRate: 0.2 });
    await becomes("the other rate", () => valueOf("Learning rate"), "0.2");
    await page.click("Embed");
    await interrupted("Width", "7", ["0", "0", "Enter"]);
    await becomes("700 wide", () => valueOf("Width"), "700");
  },
};

/** Runs in the page: whether the live region says this. */
function says(words) {
  return [...document.querySelectorAll("[aria-live=polite]")].some((region) => region.textContent.includes(words));
}
