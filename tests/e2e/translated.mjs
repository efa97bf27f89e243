// That whoever else writes into the document can neither stop the page nor make it lie: a page translator that wraps each text, one
// that replaces it, and a reader's extension that moves it into elements of its own. The same is done on a page that nobody else
// writes into and on one under their hands; after each act both must show the same words and numbers.
import assert from "node:assert/strict";
import { closes, openers, opens } from "./openers.mjs";
import { speak } from "./speaking.mjs";
import { choicesOf, frames, interfere, keepTimedWords, menus, noteWritten, strayTexts, text } from "./translating.mjs";
import { until } from "./until.mjs";

/** The names of what is used here, in one place. */
const NAMES = {
  task: "Task", share: "Training share", more: "More settings", help: "Help", keys: "Keyboard", shareLink: "Share", embed: "Embed",
  weights: "Weights", addLayer: "Add layer", removeLayer: "Remove layer", addNeuron: "Add neuron to layer 1",
  removeNeuron: "Remove neuron from layer 1", ownFeature: "Own feature", rate: "Learning rate", undo: "Undo", redo: "Redo", step: "Step",
  play: "Play", pause: "Pause", reset: "Reset", erase: "Erase all points", newWeights: "New initial weights", newSample: "New data",
  language: "Language", languageInChinese: "语言", datasets: "Dataset", tools: "Tool", dismiss: "Dismiss", bias: "Bias of neuron 1.2",
  switches: ["Slope field", "Point pull", "Boundary push", "Test points", "Hard edges", "Log scale", "Count steps"],
  features: ["x₁²", "sin x₂", "r"],
};

/** Outputs, and what `snapshot()` calls them. */
const COUNTERS = { Epoch: "epoch", "Step count": "step" };
const METRICS = { "Training loss": "trainLoss", "Test loss": "testLoss", Accuracy: "accuracy", "Gradient norm": "gradientNorm" };

/** A page whose texts stay for so many frames has said what it had to say. */
const FRAMES_AT_REST = 30;

/** What each of them does with a text. */
const MODES = {
  "a translator that wraps each text in elements": "wrap",
  "a translator that puts a text of its own in place of each": "replace",
  "an extension that moves each text into an element of its own": "move",
};

/** All there is to do on the page, in two visits. `step` says what is done and does it. */
const VISITS = {
  "tasks, menus and data": async (page, step) => {
    await step("the link", () => {});
    await step("classification", () => page.choose(NAMES.task, "classification"));
    for (const task of ["regression", "curve", "classification"]) await step(task, () => page.choose(NAMES.task, task));
    for (const key of ["End", "Home", "End", "ArrowLeft"]) {
      await step(`${key} on ${NAMES.share}`, async () => { await page.reveal(NAMES.share); await page.driver.press(key); });
    }
    await step(NAMES.more, () => page.click(NAMES.more));
    // What is used here has English names.
    const others = (await page.driver.evaluate(menus)).filter(({ name }) => name !== NAMES.language);
    for (const { name } of others) {
      for (const which of [-1, 0]) {
        await step(`${name}, entry ${which}`, async () => {
          const now = (await page.driver.evaluate(menus)).find((menu) => menu.name === name);
          if (now) await page.choose(name, now.words.at(which));
        });
      }
    }
    await step("Chinese", () => page.choose(NAMES.language, "zh"), alive);
    await step("English", () => page.choose(NAMES.languageInChinese, "en"));
    await step(NAMES.more, () => page.click(NAMES.more));
    await step("a fresh start", () => page.configured({ task: "classification" }));
    for (const name of await page.driver.evaluate(choicesOf, NAMES.datasets)) await step(name, () => page.click(name));
    await step("a refusal", () => page.driver.evaluate(() => window.playground.configure({ noise: 99 }).catch(() => {})));
    await step(NAMES.dismiss, () => page.click(NAMES.dismiss));
    await step("a stop", async () => {
      await page.call("configure", { dataset: "circle", stop: { epochs: 3 } });
      await page.call("play");
      await until("the end", async () => (await page.state()) === "paused" && (await page.call("snapshot")).epoch === 3);
    });
  },
  "plot, network and panels": async (page, step) => {
    const press = (name) => step(name, () => page.click(name));
    const both = async (name) => { await press(name); await press(name); };
    await step("classification", () => page.choose(NAMES.task, "classification"));
    for (const name of await page.driver.evaluate(choicesOf, NAMES.tools)) await press(name);
    await press((await page.driver.evaluate(choicesOf, NAMES.tools))[0]);
    for (const name of NAMES.switches) await both(name);
    for (const name of NAMES.features) await both(name);
    await step("an own feature", () => page.type(NAMES.ownFeature, "x1*sin(x2)\n"));
    await step("a feature that is none", () => page.type(NAMES.ownFeature, "x3\n"));
    await step("a rate that is none", () => page.type(NAMES.rate, "fast\n"));
    await step("a rate that is one", () => page.type(NAMES.rate, "0.1\n"));
    for (const name of [NAMES.addLayer, NAMES.addNeuron, NAMES.removeNeuron]) await press(name);
    for (let n = 0; n < 3; n += 1) await press(NAMES.removeLayer);
    await press(NAMES.addLayer);
    for (let n = 0; n < 3; n += 1) await press(NAMES.undo);
    for (let n = 0; n < 3; n += 1) await press(NAMES.redo);
    await step("two layers again", () => page.configured({ hiddenLayers: [4, 2] }));
    await step("a neuron", async () => {
      await page.driver.evaluate(() => document.getElementById("neuron-1-1").click());
      await page.element(NAMES.bias);
    });
    await step("no neuron", () => page.driver.evaluate(() => document.getElementById("neuron-1-1").click()));
    await both(NAMES.weights);
    for (const name of [NAMES.help, NAMES.keys]) await both(name);
    for (const name of [NAMES.shareLink, NAMES.embed]) {
      await press(name);
      await step(`${name} closed`, () => page.driver.press("Escape"));
    }
    for (let n = 0; n < 4; n += 1) await press(NAMES.step);
    await step("some epochs", () => page.call("step", "epoch", 12));
    for (const name of [NAMES.reset, NAMES.newWeights, NAMES.newSample, NAMES.undo]) await press(name);
    await step("a point", () => page.clickPlane(-5, 5));
    for (const name of [NAMES.undo, NAMES.erase, NAMES.undo]) await press(name);
  },
};

/** Changes after which the page says what it does not say at rest. */
const CHANGES = [
  { noise: 99 },
  { classes: 4, frozen: ["1.1"], off: ["1.2"] },
  { hiddenLayers: [] },
  { task: "regression", penalty: "elastic", optimiser: "adam", schedule: "cosine" },
  { task: "curve", dataset: "function", formula: "sin(x)" },
  { points: [{ x: 0, y: 0, label: 1 }] },
  { points: [] },
];

/** What an untouched page shows after each act, by browser and visit: every mode is compared with the same. */
const untouched = new Map();

export const tests = {
  "whatever the page writes is the whole of an element, in both languages": async (page) => {
    for (const mine of ["en", "zh-CN"]) {
      if (mine !== "en") await page.renew();
      await page.driver.before(speak, [mine]);
      await page.driver.before(noteWritten);
      await page.open();
      await page.call("pause");
      for (const opener of [null, ...await openers(page)]) {
        if (opener) await opens(page, opener);
        assert.deepEqual(await page.driver.evaluate(strayTexts), [], `${mine}, ${opener ?? "at rest"}`);
        if (opener) await closes(page, opener);
      }
      await page.driver.evaluate(() => document.getElementById("neuron-1-1").click());
      await until("the card", () => page.driver.evaluate(() => document.querySelector("#inspector input") !== null));
      for (const partial of CHANGES) {
        await page.driver.evaluate((partial) => window.playground.configure(partial).catch(() => {}), partial);
        await page.driver.evaluate(frames);
        assert.deepEqual(await page.driver.evaluate(strayTexts), [], `${mine}, ${JSON.stringify(partial)}`);
      }
    }
  },
  // A visit of one kind after one of the other: where browsers take turns, each knows one kind on an untouched page.
  ...Object.fromEntries(Object.entries(MODES).flatMap(([title, mode]) => Object.entries(VISITS).map(([part, visit]) => (
    [`under ${title}, ${part} show what they would show without`, async (page) => {
      const known = `${await page.driver.evaluate(() => navigator.userAgent)}: ${part}`;
      if (!untouched.has(known)) {
        await opened(page, null, "#v=1&task=regression");
        untouched.set(known, await visited(page, visit, []));
        await page.renew();
      }
      await opened(page, mode, "#v=1&task=regression");
      await visited(page, visit, untouched.get(known));
    }]
  )))),
  ...Object.fromEntries(Object.entries(MODES).map(([title, mode]) => (
    [`under ${title}, counters and Play follow the training`, async (page) => {
      await opened(page, mode, "#v=1");
      for (let round = 0; round < 3; round += 1) {
        await page.click(NAMES.play);
        await page.reach("running");
        await isWell(page, "while it trains");
        const { epoch } = await page.call("snapshot");
        await until("training", async () => (await page.call("snapshot")).epoch > epoch + 10);
        await until("a counter that follows", async () => digits((await page.element("Epoch")).text) > epoch + 10);
        await page.click(NAMES.pause);
        await page.reach("paused");
        await isWell(page, "after a pause");
        await page.click(NAMES.step);
        await isWell(page, "after a step");
      }
      await page.call("configure", { task: "regression", activation: "relu", learningRate: 100 });
      await page.call("play");
      await page.reach("diverged");
      await alive(page, "after a divergence");
      await page.call("configure", { task: "classification", learningRate: 0.03 });
      await page.call("reset");
      await isWell(page, "after it");
    }]
  ))),
};

/** The page, paused, with somebody else at work in it. */
async function opened(page, mode, fragment) {
  const { before } = page.driver;
  if (before) {
    await before(keepTimedWords);
    if (mode) await before(interfere, mode);
  }
  await page.open(fragment);
  await page.call("pause");
  if (before) return;
  // A driver that runs nothing before the page does: they begin their work on the page that stands.
  await page.driver.evaluate(keepTimedWords);
  if (mode) await page.driver.evaluate(interfere, mode);
}

/** Does what a visit consists of; after each act the page shows what is wanted, where that is known already. Gives what it showed. */
async function visited(page, visit, wanted) {
  const shown = [];
  await visit(page, async (what, act, isAsItShould = isWell) => {
    await act();
    await page.driver.move?.(1, 1);
    await isAsItShould(page, what);
    shown.push(await seen(page, `${shown.length}: ${what}`, wanted[shown.length]));
  });
  return shown;
}

/** What the page shows once that is what is wanted, or, where nothing is known, once it stays. */
async function seen(page, what, wanted) {
  let found;
  await until(`the words of ${what}`, async () => {
    await alive(page, what);
    // What the worker was asked it has answered then, however busy it is: what it said is shown too.
    if (wanted === undefined) await page.driver.evaluate(() => window.playground.snapshot().catch(() => null));
    found = await page.driver.evaluate(text, wanted === undefined ? FRAMES_AT_REST : 0);
    return wanted === undefined || found === wanted;
  }).catch((error) => {
    if (error instanceof assert.AssertionError || wanted === undefined || found === wanted) throw error;
    const at = [...wanted, ""].findIndex((sign, index) => sign !== (found[index] ?? ""));
    const around = (whole) => `“…${whole.slice(Math.max(at - 60, 0), at + 60)}…”`;
    throw new Error(`${what}: the page must show ${around(wanted)}, shows ${around(found)}`);
  });
  return found;
}

/** Fails as soon as the page has stopped or complained. */
async function alive(page, what) {
  const notice = await page.driver.evaluate(() => {
    const notice = document.getElementById("notice");
    return notice && !notice.hidden ? (window.asWritten ?? String)(notice.innerText).replace(/\s+/g, " ") : null;
  });
  assert.equal(notice ?? null, null, `${what}: the page stopped`);
  assert.deepEqual(page.complaints(), [], `${what}: the page complained`);
}

/** That the page goes on, and that Play and every number say what the engine says. */
async function isWell(page, what) {
  await alive(page, what);
  const label = { running: NAMES.pause, paused: NAMES.play }[await page.state()];
  if (label) await until(`${what}: a button that says ${label}`, () => page.has(label));
  if ((await page.state()) !== "paused") return;
  await until(`${what}: numbers that say what the engine says`, () => agree(page)).catch(async (error) => {
    const shown = {};
    for (const name of Object.keys({ ...COUNTERS, ...METRICS })) shown[name] = (await page.has(name)) ? (({ text, number }) => ({ text, number }))(await page.element(name)) : null;
    throw new Error(`${error.message}: ${JSON.stringify({ shown, engine: await page.call("snapshot") })}`);
  });
}

async function agree(page) {
  const snapshot = await page.call("snapshot");
  for (const [name, field] of Object.entries({ ...COUNTERS, ...METRICS })) {
    const value = snapshot[field];
    // Where values are learnt, R² stands in its place.
    if (name === "Accuracy" && value === null && !(await page.has(name))) continue;
    const { text, number } = await page.element(name);
    if (value === null || value === undefined) {
      if (number !== null || /\d/.test(text)) return false;
    } else if (Number(number) !== value || !says(name, text, value)) {
      return false;
    }
  }
  return true;
}

/** Whether the digits of an output are those of its number. */
function says(name, text, value) {
  if (name in COUNTERS) return value >= 1e6 || digits(text) === value;
  const shown = Number(text.replace("−", "-").replace(/[%\s]/g, "")) / (name === "Accuracy" ? 100 : 1);
  return Math.abs(shown - value) <= 0.0006 + 0.06 * Math.abs(value);
}

const digits = (text) => Number(text.replace(/\D/g, ""));
