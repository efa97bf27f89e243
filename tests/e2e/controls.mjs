// That every name the page promises is there with its role, that every control changes what it says, and that the
// keyboard alone is enough from the first look to the exported file.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { becomes, eventually, until } from "./until.mjs";

/** The names that course authors and assistive technology rely on, by role, on a paused page with all settings on show. */
const NAMES = {
  button: [
    "Play", "Step", "Undo", "Redo", "Reset", "New initial weights", "New data", "Export", "Import", "Add layer", "Remove layer", "Add neuron to layer 1",
    "Remove neuron from layer 2", "Erase all points", "Slope field", "Test points", "Hard edges", "x₁", "x₂", "x₁²", "x₂²",
    "x₁x₂", "sin x₁", "sin x₂", "cos x₁", "cos x₂", "r", "More settings", "Keyboard",
  ],
  combobox: [
    "Task", "Classes", "Activation", "Activation of layer 1", "Activation of layer 2", "Loss", "Optimiser", "Learning rate",
    "Batch size", "Regularisation", "Regularisation strength", "Initialisation", "Schedule", "Step by", "Theme", "Data seed", "Own feature",
    "Weight seed", "Initial bias", "Gradient clipping", "Weight decay", "Stop after epochs", "Stop at test loss", "Stop at accuracy",
    "Stop without improvement",
  ],
  slider: ["Points", "Noise", "Training share", "Speed", "Wrong labels", "Class balance", "Dropout", "L1 share"],
  switch: ["Shuffle", "Rate follows batch"],
  radiogroup: ["Dataset"],
  radio: ["Two blobs", "Circle", "XOR", "Spiral", "Moons", "Rings", "Checkerboard", "Heart", "Own points"],
  status: ["Epoch", "Step count", "Training loss", "Test loss", "Accuracy", "Parameters", "Gradient norm"],
};

/** What each control does: key of the configuration, act, value after it. `given` is configured first. */
const CONTROLS = [
  ["task", choose("Task", "regression"), "regression"],
  ["classes", choose("Classes", "3"), 3],
  ["dataset", press("Moons"), "moons"],
  ["formula", type("Formula", "x^2 - 2\n"), "x^2 - 2", { dataset: "function", formula: "sin(x)" }],
  ["arms", choose("Arms", "4"), 4, { dataset: "spiral" }],
  ["count", slide("Points", "ArrowRight"), 510],
  ["noise", slide("Noise", "ArrowRight"), 0.05],
  ["labelFlips", slide("Wrong labels", "ArrowRight"), 0.01],
  ["balance", slide("Class balance", "ArrowLeft"), 0.45],
  ["trainShare", slide("Training share", "End"), 1],
  ["dataSeed", type("Data seed", "7\n"), 7],
  ["dataSeed", press("New data"), 2],
  ["features", press("x₁²"), ["x1", "x2", "x1^2"]],
  ["features", type("Own feature", "x1*sin(x2)\n"), ["x1", "x2", "x1*sin(x2)"]],
  ["features", type("Own feature", "x₁·sin x₂ − 2\n"), ["x1", "x2", "x1*sin x2 - 2"]],
  ["features", press("x1*sin(x2)"), ["x1", "x2"], { features: ["x1", "x2", "x1*sin(x2)"] }],
  ["hiddenLayers", press("Add layer"), [4, 2, 2]],
  ["hiddenLayers", press("Remove layer"), [4]],
  ["hiddenLayers", press("Add neuron to layer 1"), [5, 2]],
  ["hiddenLayers", press("Remove neuron from layer 2"), [4, 1]],
  ["activations", choose("Activation", "relu"), ["relu", "relu"]],
  ["activations", choose("Activation of layer 2", "sine"), ["tanh", "sine"]],
  ["dropout", slide("Dropout", "ArrowRight"), 0.05],
  ["initialisation", choose("Initialisation", "he-normal"), "he-normal"],
  ["biasInit", type("Initial bias", "0.1\n"), 0.1],
  ["biasInit", type("Initial bias", "−0,5\n"), -0.5],
  ["weightSeed", type("Weight seed", "９\n"), 9],
  ["weightSeed", press("New initial weights"), 2],
  ["loss", choose("Loss", "hinge"), "hinge"],
  ["optimiser", choose("Optimiser", "adam"), "adam"],
  ["batchSize", choose("Optimiser", "newton"), 10],
  ["optimiserParams", type("b1", "0.8\n"), { b1: 0.8 }, { optimiser: "adam" }],
  ["learningRate", type("Learning rate", "0.1\n"), 0.1],
  ["schedule", choose("Schedule", "cosine"), "cosine"],
  ["scheduleParams", type("T", "500\n"), { T: 500 }, { schedule: "cosine" }],
  ["rateFollowsBatch", press("Rate follows batch"), true],
  ["batchSize", type("Batch size", "all\n"), "all"],
  ["shuffle", press("Shuffle"), false],
  ["clip", type("Gradient clipping", "1\n"), 1],
  ["clip", type("Gradient clipping", "\n"), null, { clip: 1 }],
  ["penalty", choose("Regularisation", "l2"), "l2"],
  ["penaltyRate", choose("Regularisation", "l2"), 0.001],
  ["penaltyRate", type("Regularisation strength", "0.01\n"), 0.01, { penalty: "l2" }],
  ["l1Share", slide("L1 share", "Home"), 0, { penalty: "elastic" }],
  ["weightDecay", type("Weight decay", "0.1\n"), 0.1, { optimiser: "adamw" }],
  ["stop", type("Stop after epochs", "300\n"), { epochs: 300, testLoss: null, accuracy: null, patience: null }],
  ["stop", type("Stop at test loss", "0.01\n"), { epochs: null, testLoss: 0.01, accuracy: null, patience: null }],
  ["stop", type("Stop at accuracy", "95 %\n"), { epochs: null, testLoss: null, accuracy: 0.95, patience: null }],
  ["stop", type("Stop without improvement", "20\n"), { epochs: null, testLoss: null, accuracy: null, patience: 20 }],
];

/** Keys without a row above: the format's own, and those whose controls the diagram and the plot have, with tests of their own. */
const ELSEWHERE = ["version", "points", "frozen", "off", "weights", "classNames", "axisNames", "scaling"];

const choices = (page) => page.call("config");

export const tests = {
  "every promised name is there with its role": async (page) => {
    await opened(page);
    const missing = async () => {
      const missing = [];
      for (const [role, names] of Object.entries(NAMES)) {
        const found = await page.driver.evaluate(namesOf, role);
        missing.push(...names.filter((name) => found.filter((other) => other === name).length !== 1).map((name) => `${role} ${name}`));
      }
      return missing;
    };
    await becomes("names that are there exactly once", missing, []);
    await page.element("Output plot");
  },

  "the table of controls in docs/ is true": async (page) => {
    const text = await readFile(new URL("../../docs/controls.md", import.meta.url), "utf8");
    const rows = [...text.matchAll(/^\| `([\w.]+)` \| (.+?) \| (\w+) \|/gm)].map(([, key, name, role]) => ({ key, name, role }));
    await opened(page);
    const keys = Object.keys(await choices(page)).filter((key) => key === "points" || !ELSEWHERE.includes(key));
    assert.deepEqual([...new Set(rows.map(({ key }) => key.split(".")[0]))].sort(), keys.sort(), "keys in the table");
    const shown = new Set();
    for (const given of [{ dataset: "function", optimiser: "adam", schedule: "cosine" }, { dataset: "spiral" }]) {
      await page.call("configure", given);
      await page.element(given.dataset === "spiral" ? "Arms" : "Formula");
      const found = await page.still("controls", async () => {
        const names = {};
        for (const role of new Set(rows.map(({ role }) => role))) names[role] = await page.driver.evaluate(namesOf, role);
        return names;
      });
      for (const { name, role } of rows) if (found[role].includes(name)) shown.add(name);
    }
    assert.deepEqual(rows.map(({ name }) => name).filter((name) => !shown.has(name)), [], "controls that are not there");
  },

  "every key of the configuration has a control that changes it": async (page) => {
    await opened(page);
    const base = await choices(page);
    const untested = Object.keys(base).filter((key) => !ELSEWHERE.includes(key) && !CONTROLS.some(([of]) => of === key));
    assert.deepEqual(untested, [], "keys without a control");
    for (const [key, act, wanted, given = {}] of CONTROLS) {
      await page.call("configure", { ...base, ...given });
      await act(page);
      let found;
      await until(`${key} = ${JSON.stringify(wanted)} after ${act.title}`, async () => {
        found = (await choices(page))[key];
        return isDeepStrictEqual(found, wanted);
      }).catch((error) => { throw new Error(`${error.message}, got ${JSON.stringify(found)}`); });
    }
  },

  "a slider follows the pointer": async (page) => {
    await page.open();
    for (const [name, key, range] of [["Noise", "noise", 3], ["Points", "count", 5000]]) {
      const { x, y, width, height } = await page.element(name);
      await page.driver.click(x + width * 0.75, y + height / 2);
      let found;
      await until(`${key} at three quarters`, async () => {
        found = (await choices(page))[key];
        return Math.abs(found / range - 0.75) < 8 / width; // half a thumb's width
      }).catch((error) => { throw new Error(`${error.message}, got ${found}`); });
    }
  },

  "each change is one act to undo and to redo, a slide of a slider too": async (page) => {
    await page.open();
    await page.call("pause");
    const start = await choices(page);
    const isDisabled = (name) => page.driver.evaluate((name) => document.querySelector(`[aria-label=${name}]`).disabled, name);
    await until("nothing to undo", () => isDisabled("Undo"));
    await page.type("Learning rate", "0.1\n");
    await until("the typed rate", async () => (await choices(page)).learningRate === 0.1);
    await page.driver.evaluate(holdSlider, "noise");
    await until("the last place of the slider", async () => (await choices(page)).noise === 1.5);
    await page.click("Undo");
    await until("the noise from before the slide", async () => (await choices(page)).noise === start.noise);
    assert.equal((await choices(page)).learningRate, 0.1, "the act before stays");
    await page.click("Undo");
    await until("the start", async () => isDeepStrictEqual(await choices(page), start));
    await until("nothing more to undo", () => isDisabled("Undo"));
    await page.click("Redo");
    await until("the rate again", async () => (await choices(page)).learningRate === 0.1);
    await page.click("Redo");
    await until("the noise again", async () => (await choices(page)).noise === 1.5);
    await until("nothing more to redo", () => isDisabled("Redo"));
  },

  "what is pressed right after another press counts too, though nothing is drawn or answered between": async (page) => {
    await page.open("#v=1&lang=en");
    await page.configured({ hiddenLayers: [4] });
    // At once, as on a phone that is busy with a long step.
    const pressed = (names) => page.driver.evaluate((names) => {
      const nameOf = (button) => button.getAttribute("aria-label") ?? button.textContent.trim();
      for (const name of names) [...document.querySelectorAll("button")].find((button) => nameOf(button) === name).click();
    }, names);
    await pressed(["Add layer", "Add layer", "Add neuron to layer 1", "Add neuron to layer 1", "Remove layer", "x₁²", "sin x₁", "x₂"]);
    const made = async () => {
      const { hiddenLayers, features } = await page.call("config");
      return { hiddenLayers, features };
    };
    await becomes("all of them", made, { hiddenLayers: [6, 4], features: ["x1", "x1^2", "sin(x1)"] });
    await page.call("configure", { frozen: [], off: [] });
    await pressed(["Log scale", "Count steps", "Hard edges", "Test points"]);
    const looks = () => page.driver.evaluate(() => {
      const view = new URLSearchParams(location.hash.slice(1));
      return Object.fromEntries(["curveScale", "curveAxis", "classesOnly", "testPoints"].map((key) => [key, view.get(key)]));
    });
    await becomes("all of what is only about looking", looks, { curveScale: "log", curveAxis: "steps", classesOnly: "true", testPoints: "false" });
  },

  "what does not apply is disabled and says why": async (page) => {
    await opened(page);
    for (const [name, words, given] of [
      ["Regularisation strength", "Choose a regularisation first", {}],
      ["L1 share", "Only with elastic-net regularisation", {}],
      ["Weight decay", "Only with the optimisers AdamW and Lion", {}],
      ["Activation", "Add a hidden layer", { hiddenLayers: [] }],
      ["Dropout", "Add a hidden layer", { hiddenLayers: [] }],
      ["Points", "Does not change your own points", { dataset: "own" }],
      ["Classes", "This task has no classes", { task: "regression" }],
      ["Stop at accuracy", "This task has no classes", { task: "regression" }],
      ["Class balance", "Only for two classes", { classes: 3 }],
    ]) {
      const base = await choices(page);
      await page.call("configure", given);
      await eventually(async () => {
        const field = await page.field(name);
        assert.ok(field.disabled, `${name} must be disabled`);
        assert.ok(field.words.startsWith(words), `${name} must say “${words}…”, got “${field.words}”`);
      });
      await page.call("configure", base);
    }
  },

  "what is only about looking changes the page": async (page) => {
    await opened(page);
    const ground = () => page.driver.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.choose("Theme", "light");
    await until("a light theme", () => page.driver.evaluate(() => document.documentElement.dataset.theme === "light"));
    const light = await page.still("a light page", ground);
    await page.choose("Theme", "dark");
    await until("a dark page", async () => (await ground()) !== light);
    for (const name of ["Slope field", "Test points", "Hard edges"]) {
      const pressed = () => page.driver.evaluate(pressedOf, name);
      const before = await pressed();
      await page.click(name);
      await until(`${name} switched`, async () => (await pressed()) !== before);
    }
    await page.call("reset");
    await page.choose("Step by", "epoch");
    await page.click("Step");
    await until("one epoch", async () => (await page.call("snapshot")).epoch === 1);
    await slide("Speed", "End")(page);
    await becomes("the highest speed in words", async () => (await page.field("Speed")).spoken, "unlimited");
    await page.click("Keyboard");
    await page.click("Single-key shortcuts");
    await page.driver.press("Escape");
    await page.driver.evaluate(() => document.activeElement.blur());
    await page.driver.press(" ");
    await page.driver.press("r");
    assert.equal((await page.call("snapshot")).epoch, 1, "single keys that are switched off do nothing");
  },

  "the keyboard alone is enough, from the first look to the exported file": async (page) => {
    await page.open();
    await page.reach("running");
    await tabTo(page, "Pause");
    await page.driver.press(" ");
    await page.reach("paused");
    await tabTo(page, "Learning rate");
    for (const key of "0.3") await page.driver.press(key);
    await page.driver.press("Enter");
    await until("the typed rate", async () => (await choices(page)).learningRate === 0.3);
    await tabTo(page, "Erase all points");
    await page.driver.press("Enter");
    await until("an empty plot", async () => (await page.call("points")).length === 0);
    await tabTo(page, "Output plot", "Shift+Tab");
    for (const [digit, key] of [["1", "ArrowLeft"], ["2", "ArrowRight"]]) {
      await page.driver.press(digit);
      for (let n = 0; n < 6; n += 1) {
        await page.driver.press(key);
        await page.driver.press(key);
        await page.driver.press("Enter");
      }
    }
    const points = await until("twelve points", async () => {
      const points = await page.call("points");
      return points.length === 12 && points;
    });
    assert.deepEqual([...new Set(points.map((point) => point.label))].sort(), [1, 2], "both classes");
    await tabTo(page, "Play", "Shift+Tab");
    await page.driver.press("Enter");
    await until("some epochs", async () => (await page.call("snapshot")).epoch >= 20);
    await page.driver.press("Enter");
    await page.reach("paused");
    await tabTo(page, "Export");
    const file = JSON.parse(await page.driver.download(async () => {
      await page.driver.press("Enter");
      await until("the focus on Download", () => page.driver.evaluate(() => document.activeElement.textContent === "Download"));
      await page.driver.press("Enter");
    }));
    assert.equal(file.data.points.length, 12, "points in the exported file");
    assert.deepEqual(file.layers, (await page.call("model")).layers);
  },
};

/** The page, paused, with all its settings on show. */
async function opened(page) {
  await page.open();
  await page.call("pause");
  await page.click("More settings");
  await page.element("Stop after epochs");
}

function choose(name, word) {
  return Object.assign((page) => page.choose(name, word), { title: `choosing ${word} in ${name}` });
}

function press(name) {
  return Object.assign((page) => page.reveal(name).then(() => page.driver.press(" ")), { title: `pressing ${name}` });
}

function type(name, text) {
  return Object.assign((page) => page.type(name, text), { title: `typing ${text.trim()} into ${name}` });
}

function slide(name, key) {
  return Object.assign((page) => page.reveal(name).then(() => page.driver.press(key)), { title: `${key} on ${name}` });
}

/** Presses Tab until the control of that name has the focus. */
async function tabTo(page, name, key = "Tab") {
  const passed = [];
  for (let n = 0; n < 150; n += 1) {
    const focused = await page.driver.evaluate(() => {
      const { activeElement: e } = document;
      return e.getAttribute("aria-label") ?? e.labels?.[0]?.textContent.trim() ?? e.textContent.trim();
    });
    if (focused === name) return;
    passed.push(focused);
    await page.driver.press(key);
  }
  throw new Error(`${key} must lead to ${name}, passed ${passed.map((text) => text.slice(0, 20)).join(", ")}`);
}

/** Runs in the page: the names of all visible elements of a role, as far as this page uses roles. */
function namesOf(role) {
  const selectors = {
    button: "button:not([role])", combobox: "select, input[list]", slider: "input[type=range]", switch: "[role=switch]",
    radiogroup: "[role=radiogroup]", radio: "input[type=radio]", status: "output[aria-label]", application: "[role=application]",
  };
  const nameOf = (e) => e.getAttribute("aria-label") ?? e.labels?.[0]?.textContent.trim() ?? e.textContent.trim();
  const isShown = (e) => e.getBoundingClientRect().width > 0;
  return [...document.querySelectorAll(selectors[role])].filter(isShown).map((e) => nameOf(e).replace(/\s+/g, " "));
}

/** Runs in the page: slides over several places before it lets go, as a pointer does. */
function holdSlider(id) {
  const slider = document.getElementById(id);
  for (const place of [0.5, 1, 1.2, 1.5]) {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(slider, place);
    slider.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  slider.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Runs in the page: whether a toggle of that name is pressed. */
function pressedOf(name) {
  const toggle = [...document.querySelectorAll("[aria-pressed]")].find((e) => (e.getAttribute("aria-label") ?? e.textContent.trim()) === name);
  return toggle.getAttribute("aria-pressed");
}
