// Every lesson, done from its first step to its last as a learner does it: by pointer and keys on the controls that a step leaves, which
// are found by the names that stand on them. What is to be done are the solutions of web/lessons, so a new lesson is walked through
// without a line here. Lessons take turns with the languages. The page's API is asked what is so, and never told what to do.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { becomes, until } from "./until.mjs";
import { wordsOf } from "./words.mjs";

const FOLDER = fileURLToPath(new URL("../../web/lessons/", import.meta.url));
const LANGUAGES = [{ lang: "en", folder: "en", words: wordsOf("en") }, { lang: "zh", folder: "zh-hans", words: wordsOf("zh_hans") }];
/** What is not the last act of a solution is watched for so many epochs at most: it shows what is wrong, and reaches nothing. */
const A_LOOK = 20;
const TO_JSON = "import json, sys, tomllib; print(json.dumps(tomllib.load(open(sys.argv[1], 'rb'))))";

const look = (page) => page.driver.evaluate(() => {
  const step = document.querySelector(".lesson-step");
  return { step: step?.dataset.step ?? null, isDone: step?.dataset.done === "true" };
});
const isDone = async (page) => (await look(page)).isDone;
const config = (page) => page.call("config");
const facts = (page) => page.call("snapshot");

/** Runs in the page: where the control of that name is, or what is in front of it. Names may go on: a neuron's tells its bias. */
function place({ name, isBeginning, within }) {
  const text = (element) => element?.textContent.trim().replace(/\s+/g, " ") ?? "";
  const nameOf = (element) => element.getAttribute("aria-label") ?? (text(element.labels?.[0]) || text(element));
  const fits = (element) => (isBeginning ? nameOf(element).startsWith(name) : nameOf(element) === name);
  const all = [...document.querySelectorAll(`${within ?? "body"} :is(button, input, select, summary, label.chip)`)].filter(fits);
  const seen = all.find((element) => element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 1);
  if (!seen) return { isThere: all.length > 0 };
  seen.scrollIntoView({ block: "nearest", inline: "nearest" });
  const { x, y, width, height } = seen.getBoundingClientRect();
  const [middleX, middleY] = [x + width / 2, y + height / 2];
  const top = document.elementFromPoint(middleX, middleY);
  const isFree = seen.contains(top) || top?.contains(seen) || top?.closest("label")?.control === seen;
  const { value = null, disabled = false, min, max } = seen;
  return { isThere: true, x, y, width, height, isFree, value, disabled, min, max, isOpen: seen.ariaExpanded !== "false", isPressed: seen.getAttribute("aria-pressed") ?? seen.getAttribute("aria-checked") ?? null };
}

/** A learner at a page in a language: what their hands do. */
class Learner {
  constructor(page, words) {
    this.page = page;
    this.words = words;
  }

  find(name, how = {}) {
    return this.page.driver.evaluate(place, { name, ...how });
  }

  /** The control of that name, once it stands still where a pointer reaches it. */
  reached(name, how) {
    let before = null;
    return until(`“${name}” within reach`, async () => {
      const last = before;
      before = await this.find(name, how);
      const stands = last && ["x", "y", "width", "height"].every((key) => last[key] === before[key]);
      return stands && before.isFree && !before.disabled && before;
    });
  }

  async press(name, how) {
    const { x, y, width, height } = await this.reached(name, how);
    await this.page.driver.click(x + width / 2, y + height / 2);
  }

  /** Opens what a control may stand behind, until it is seen; gives what closes it again. */
  async uncover(name) {
    const { word } = this.words;
    const opened = [];
    for (const door of [null, word("more"), word("more_settings"), word("details")]) {
      if (door && (await this.find(door)).width) {
        await this.press(door);
        opened.push(door);
        await until(`${door} opened`, async () => { const { width, isOpen } = await this.find(door); return !width || isOpen; });
      }
      // What was opened comes with the next picture.
      await this.page.drawn();
      if ((await this.find(name)).width) return opened;
    }
    await until(`a learner to find “${name}”`, async () => (await this.find(name)).width);
    return opened;
  }

  /** Does something with the control of that name, and leaves the page as it was. */
  async at(name, act) {
    const opened = await this.uncover(name);
    await act();
    if (opened.length > 0) await this.page.driver.press("Escape");
  }

  /** Types into the field of that name. */
  async type(name, text, how) {
    await this.press(name, how);
    await this.page.driver.press("Control+a");
    for (const key of text) await this.page.driver.press(key);
    await this.page.driver.press("Enter");
  }

  /** Goes to the entry of the menu of that name by arrow keys. */
  async choose(name, word) {
    const places = () => this.page.driver.evaluate(({ name, word }) => {
      const nameOf = (e) => e.getAttribute("aria-label") ?? e.labels[0]?.textContent.trim();
      const menu = [...document.querySelectorAll("select")].find((e) => nameOf(e) === name && e.checkVisibility());
      menu.focus();
      const open = [...menu.options].filter(({ disabled }) => !disabled);
      return open.findIndex(({ value }) => value === word) - open.indexOf(menu.selectedOptions[0]);
    }, { name, word });
    for (let way = await places(), n = 0; way !== 0; way = await places(), n += 1) {
      assert.ok(n < 60, `${name} does not come to ${word}`);
      await this.page.driver.press(way > 0 ? "ArrowDown" : "ArrowUp");
    }
  }

  /** Moves the slider of that name: near by the pointer, then by arrow keys. */
  async slide(name, value) {
    const { x, y, width, height, min, max } = await this.reached(name);
    const share = (value - min) / (max - min);
    await this.page.driver.click(x + 8 + share * (width - 16), y + height / 2);
    for (let n = 0; n < 60; n += 1) {
      const now = Number((await this.find(name)).value);
      if (Math.abs(now - value) < 1e-6) return;
      await this.page.driver.press(now < value ? "ArrowRight" : "ArrowLeft");
    }
    assert.fail(`${name} does not come to ${value}`);
  }

  /** Presses Play until the step is done, or for so many epochs. */
  async train(epochs, isLast) {
    const { word } = this.words;
    const { epoch } = await facts(this.page);
    const most = isLast ? Infinity : Math.min(epochs, A_LOOK);
    await this.press(word("play"));
    await until("what training brings", async () => (await isDone(this.page)) || (await facts(this.page)).epoch >= epoch + most || (await this.page.state()) !== "running" && (await facts(this.page)).epoch > epoch);
    if ((await this.page.state()) === "running") await this.press(word("pause"));
  }

  async step() {
    const { step } = await facts(this.page);
    await this.press(this.words.word("step"));
    await until("a step", async () => (await facts(this.page)).step > step);
  }

  async answer(aim, given) {
    const { lesson } = this.words;
    if (aim.number) return this.type(lesson("answer"), String(given));
    const { x, y, width, height } = await this.page.driver.evaluate((place) => {
      const choice = document.querySelectorAll(".choice")[place];
      choice.scrollIntoView({ block: "nearest" });
      return choice.getBoundingClientRect().toJSON();
    }, given - 1);
    return this.page.driver.click(x + width / 2, y + height / 2);
  }

  /** Sets a key of the configuration by its control. */
  async set(key, value) {
    const { key: called, word } = this.words;
    const now = await config(this.page);
    if (key === "hiddenLayers") return this.layers(now.hiddenLayers, value);
    if (key === "features") {
      for (const feature of new Set([...value, ...now.features])) {
        if (value.includes(feature) !== now.features.includes(feature)) await this.press(written(feature), { within: ".features" });
      }
      return;
    }
    if (value !== null && typeof value === "object") {
      for (const [field, inner] of Object.entries(value)) await this.set(`${key}.${field}`, inner);
      return;
    }
    const name = called(key);
    await this.at(name, async () => {
      const { kind } = await this.page.driver.evaluate((id) => { const control = document.getElementById(id); return { kind: control?.type ?? null }; }, key.replaceAll(".", "-"));
      if (kind === "select-one") await this.choose(name, value);
      else if (kind === "range") await this.slide(name, value);
      else if (kind === "text") await this.type(name, String(value));
      else await this.press(name);
      const [owner, field] = key.split(".");
      if (owner !== "activation") await becomes(name, async () => { const found = (await config(this.page))[owner]; return field ? found[field] : found; }, value);
    });

  }

  async layers(now, wanted) {
    const { word } = this.words;
    const sizes = async () => (await config(this.page)).hiddenLayers;
    for (let n = now.length; n !== wanted.length; n += Math.sign(wanted.length - n)) {
      await this.press(word(n < wanted.length ? "add_layer" : "remove_layer"));
      await until("another layer", async () => (await sizes()).length !== n);
    }
    for (const [at, n_units] of wanted.entries()) {
      const layer = String(at + 1);
      for (let n = (await sizes())[at]; n !== n_units; n += Math.sign(n_units - n)) {
        await this.press(word(n < n_units ? "add_neuron" : "remove_neuron", [layer]));
        await until("another neuron", async () => (await sizes())[at] !== n);
      }
    }
  }

  /** Types a weight into its neuron's card; `part` is "layer.neuron<input", or "<b" for the bias. */
  async weight(part, value) {
    const { word } = this.words;
    const [neuron, input] = part.split("<");
    const { hiddenLayers, features } = await config(this.page);
    const named = (layer, unit, isInside) => {
      if (layer === 0) return written(features[unit - 1]);
      if (layer > hiddenLayers.length) return word(isInside ? "output_inside" : "output");
      return word(isInside ? "neuron_inside" : "neuron", [String(layer), String(unit)]);
    };
    const [layer, unit] = neuron.split(".").map(Number);
    const to = named(layer, unit, true);
    const field = input === "b" ? word("bias_of", [to]) : word("weight_from_to", [named(layer - 1, Number(input), true), to]);
    if (!(await this.find(field)).width) await this.press(named(layer, unit, false), { isBeginning: true, within: ".network" });
    await this.type(field, String(value));
  }

  /** One act of a solution. */
  async does(act, aim, isLast) {
    const { word } = this.words;
    if (act === "reset") return this.at(word("reset"), () => this.press(word("reset")));
    if (act === "newWeights") return this.at(word("new_weights"), () => this.press(word("new_weights")));
    if (act === "newData") return this.at(word("new_data"), () => this.press(word("new_data")));
    const [[what, given]] = Object.entries(act);
    switch (what) {
      case "set": for (const [key, value] of Object.entries(given)) await this.set(key, value); return;
      case "weights": for (const [part, value] of Object.entries(given)) await this.weight(part, value); return;
      case "points": for (const [x, y] of given) await this.page.clickPlane(x, y); return;
      case "train": return this.train(given, isLast);
      case "steps": for (let n = 0; n < given && !(isLast && await isDone(this.page)); n += 1) await this.step(); return;
      case "answer": return this.answer(aim, given);
      default: assert.fail(`a learner does not know how to do ${what}`);
    }
  }
}

/** A feature as it stands on its button. */
const written = (feature) => feature.replace(/x(\d)/g, (_, digit) => `x${"₀₁₂"[digit]}`).replaceAll("^2", "²").replaceAll("*", "");

/** Waits until a step's stage is on the page. */
async function begun(page, name, stage) {
  await until(`the step ${name}`, async () => (await look(page)).step === name);
  const { activation, ...wanted } = stage.config;
  await becomes(`the stage of ${name}`, async () => {
    const now = await config(page);
    return Object.fromEntries(Object.keys(wanted).map((key) => [key, now[key]]));
  }, wanted);
  await until(`what was trained for ${name}`, async () => (await facts(page)).epoch >= (stage.trained ?? 0));
  assert.ok(!await isDone(page), `${name} is done when it begins`);
}

const walk = (file, at) => async (page, options) => {
  const { lang, folder, words } = LANGUAGES[at % LANGUAGES.length];
  const { id, step: sources } = JSON.parse(execFileSync(options.python, ["-c", TO_JSON, `${FOLDER}${file}`]));
  await page.open(`#v=1&lang=${lang}&lesson=${id}`);
  const { steps } = await page.driver.evaluate(async (name) => (await fetch(window.playgroundBoot.beside(name))).json(), `lessons-${folder}-${id}.json`);
  const learner = new Learner(page, words);
  for (const [at, { id: step, stage, aim }] of steps.entries()) {
    const name = `${id}/${step}`;
    try {
      await begun(page, name, stage);
      const { solution } = sources[at];
      for (const [n, act] of solution.entries()) await learner.does(act, aim, n === solution.length - 1);
      await until("the step to be done", () => isDone(page));
      if (steps[at + 1]) await learner.press(words.lesson("next"));
    } catch (error) {
      error.message = `${name}: ${error.message}`;
      throw error;
    }
  }
  // From the last step it goes on to the next lesson, or back to the list.
  const { step } = await look(page);
  const names = await page.still("what leads on", () => page.driver.evaluate(() => (
    [...document.querySelectorAll(".lesson-foot .btn.primary")].map((button) => button.textContent.trim())
  )));
  assert.equal(names.length, 1);
  await learner.press(names[0]);
  await until("what follows", async () => (await look(page)).step !== step);
};

const files = readdirSync(FOLDER).filter((file) => file.endsWith(".toml")).sort();
export const tests = Object.fromEntries(files.map((file, at) => [`a learner clicks through lesson ${file.replace(".toml", "")} in ${LANGUAGES[at % LANGUAGES.length].lang}`, walk(file, at)]));
