// That the page says everything in its language and nothing in the other, whatever it shows and whatever it refuses.
import assert from "node:assert/strict";
import { killWorker } from "./axe.mjs";
import { closes, openers, opens } from "./openers.mjs";
import { CHINESE, ENGLISH, frames, latin, speak, switched } from "./speaking.mjs";
import { becomes, until } from "./until.mjs";

/** How the page is brought to what it may show, by ways that need no words. */
const SIGHTS = {
  "the page at rest": async () => {},
  "a neuron's card and the table of weights": async (page) => {
    await page.driver.evaluate(() => document.getElementById("neuron-1-1").click());
    await until("the card", () => page.driver.evaluate(() => document.querySelector("#inspector input") !== null));
  },
  "a layer as text, which cannot be read": async (page) => {
    for (const [button, then] of [[".net-foot .chip", ".net-weights table"], [".net-weights .chip:not(.close)", ".net-weights textarea"]]) {
      await page.driver.evaluate((button) => document.querySelector(button).click(), button);
      await until(then, () => page.driver.evaluate((then) => document.querySelector(then) !== null, then));
    }
    await page.driver.evaluate(() => {
      document.querySelector(".net-weights textarea").select();
      document.execCommand("insertText", false, "1\t2\n3\t?");
    });
    await until("what is wrong", () => page.driver.evaluate(() => document.querySelector("#matrix-said.wrong") !== null));
  },
  "no points": async (page) => { await page.call("setPoints", []); },
  "own points, one of them selected": async (page) => {
    await page.call("setPoints", [{ x: 0, y: 0, label: 1 }, { x: 3, y: 3, label: 2, test: true }]);
    await until("the points", async () => (await page.call("points")).length === 2);
    await page.driver.click(...await middle(page, "[role=application]"));
  },
  "regression with much switched on": async (page) => {
    await page.call("configure", { task: "regression", optimiser: "adam", schedule: "cosine", penalty: "elastic", dropout: 0.1 });
  },
  "a curve by a formula, with all that it is made of": async (page) => {
    await page.call("configure", { task: "curve", dataset: "function", formula: "sin(x)", count: 500, hiddenLayers: [20] });
    for (const n of [2, 1, 0]) {
      const off = () => [...document.querySelectorAll(".arrows [aria-pressed=false], .shows [aria-pressed=false]:not(.predict)")];
      await until(`${n} switches that are off`, async () => (await page.driver.evaluate(`(${off})().length`)) === n);
      await page.driver.evaluate(`(${off})()[0]?.click()`);
    }
  },
  "many classes and a frozen neuron": async (page) => {
    await page.call("configure", { classes: 4, dataset: "blobs", loss: "cross-entropy", frozen: ["1.1"], off: ["1.2"] });
  },
  "no hidden layer": async (page) => { await page.call("configure", { hiddenLayers: [] }); },
  "a refusal of the API": async (page) => { await page.driver.evaluate(() => window.playground.configure({ noise: 99 }).catch(() => {})); },
  "what was undone": async (page) => {
    await page.call("configure", { learningRate: 0.1 });
    await page.driver.evaluate(() => document.activeElement.blur());
    await page.driver.press("Control+z");
    await until("the rate from before", async () => (await page.call("config")).learningRate === 0.03);
  },
  "a rule that stopped the training": async (page) => {
    await page.call("configure", { stop: { epochs: 2 } });
    await page.call("reset");
    await page.call("play");
    await until("the end", async () => (await page.state()) === "paused" && (await page.call("snapshot")).epoch === 2);
  },
  "a divergence": async (page) => {
    await page.call("configure", { task: "regression", activation: "relu", learningRate: 100 });
    await page.call("play");
    await page.reach("diverged");
  },
  "an engine that died": async (page) => {
    await page.call("play");
    await page.driver.evaluate(killWorker);
    await until("its card", () => page.driver.evaluate(() => document.querySelector(".notices details") !== null));
    await page.call("pause"); // it goes on by itself
  },
};

/** Where all that can be opened is opened too: it says the same in the other sights. */
const PANELS_TOO = ["the page at rest", "regression with much switched on"];

/** Each way in which something is refused: what is done, and the place that says why, with what it must name. */
const REFUSALS = {
  "a value in a link": { fragment: "&noise=8&colour=blue", names: /99|8/ },
  "a number in a field": { field: ["learningRate", "1000"], names: /100\D.*1000|1000\D.*100/ },
  "a text in a field of numbers": { field: ["learningRate", "fast"], names: /fast/ },
  "a formula": { field: ["typed-feature", "x3"], names: /x3/ },
  "a file that is no file of ours": { file: "[1, 2]", names: /导出/ },
  "a file with a wrong number": { file: "broken", names: /99/ },
};

export const tests = {
  "every text, title, label, description, placeholder and entry changes with the language": async (page) => {
    await page.driver.before(speak, ["en"]);
    await page.open();
    await page.call("pause");
    for (const opener of [null, ...await openers(page)]) {
      if (opener) await opens(page, opener);
      const english = await settled(page);
      await switched(page, CHINESE);
      await becomes(`nothing unchanged with ${opener ?? "nothing"} open`, async () => {
        const chinese = new Map((await settled(page)).map(({ where, kind, text }) => [`${where} ${kind}`, text]));
        const same = english.filter(({ where, kind, text }) => latin(text).length > 0 && chinese.get(`${where} ${kind}`) === text);
        return same.map(({ where, kind, text }) => `${kind} “${text}” of ${where}`);
      }, []);
      await switched(page, ENGLISH);
      await becomes("and back again", () => settled(page), english);
      if (opener) await closes(page, opener);
    }
  },

  ...Object.fromEntries([["zh-CN", "no English"], ["en", "no Chinese"]].flatMap(([mine, none]) => Object.entries(SIGHTS).map(([sight, reach]) => [
    `${none} is left on the page in ${mine}: ${sight}`,
    async (page) => {
      await page.driver.before(speak, [mine]);
      await page.driver.before(noteDrawn);
      await page.open();
      await page.call("pause");
      await reach(page);
      await hasOnly(page, mine, sight);
      for (const opener of PANELS_TOO.includes(sight) ? await openers(page) : []) {
        await opens(page, opener);
        await hasOnly(page, mine, `${sight}, with ${opener} open`);
        await closes(page, opener);
      }
      // A death is told on the console too.
      if (sight === "an engine that died") page.driver.errors.length = 0;
    },
  ]))),

  ...Object.fromEntries(Object.entries(REFUSALS).map(([what, { fragment = "", field, file, names }]) => [
    `what is refused is refused in the page's language: ${what}`,
    async (page) => {
      await page.driver.before(speak, ["zh-CN"]);
      await page.open(`#v=1${fragment}`);
      await page.call("pause");
      const before = (await settled(page)).map(({ text }) => text);
      if (field) await typed(page, ...field);
      if (file) {
        const model = await page.call("model");
        await page.driver.evaluate(chosen, file === "broken" ? JSON.stringify({ ...model, config: { ...model.config, noise: 99 } }) : file);
      }
      const words = await until("a refusal", async () => {
        const now = (await everything(page)).filter(({ kind }) => kind === "text").map(({ text }) => text);
        const refusal = fragment ? await page.driver.evaluate(() => document.querySelector(".notices section[role=status]")?.innerText) : now.filter((text) => !before.includes(text)).join(" ");
        return /\p{Script=Han}/u.test(refusal ?? "") && names.test(refusal) && refusal;
      });
      const keys = Object.keys(await page.call("config"));
      const typedWords = [...(field ? [field[1]] : []), "colour", "blue", ...keys].map((word) => word.toLowerCase());
      assert.deepEqual(latin(words).filter((word) => !typedWords.includes(word.toLowerCase())), [], words);
    },
  ])),
};

const everything = (page) => page.driver.evaluate(allTexts);

/** All texts, once they stay. */
function settled(page) {
  return until("texts that stay", async () => {
    const before = await everything(page);
    // What the worker was asked it has answered then, however busy it is.
    await page.driver.evaluate(() => window.playground.snapshot().catch(() => null));
    await page.driver.evaluate(frames, 30);
    const after = await everything(page);
    return JSON.stringify(after) === JSON.stringify(before) && after;
  });
}

/** Fails unless every text of the page, on canvases too, is in that language. */
async function hasOnly(page, mine, what) {
  // A key of the configuration is a key in every language. Chinese has no spaces but beside other scripts.
  const keys = new Set(Object.keys(await page.call("config")));
  const isWrong = ({ kind, text }) => (mine === "en"
    ? /\p{Script=Han}/u.test(text) && kind !== "own name"
    : latin(text).some((word) => !keys.has(word)) || /\p{Script=Han} \p{Script=Han}/u.test(text));
  await becomes(`its language alone: ${what}`, async () => {
    const drawn = (await page.driver.evaluate(() => [...window.drawnTexts])).map((text) => ({ where: "a canvas", kind: "drawn", text }));
    return [...await settled(page), ...drawn].filter(isWrong).map(({ where, kind, text }) => `${kind} “${text.slice(0, 120)}” of ${where}`);
  }, []);
}

/** Puts a text into the field of that id by keys, and Enter. */
async function typed(page, id, text) {
  await page.driver.evaluate((id) => { const field = document.getElementById(id); field.scrollIntoView({ block: "center" }); field.focus(); field.select(); }, id);
  for (const key of text) await page.driver.press(key);
  await page.driver.press("Enter");
}

/** The middle of an element on the screen. */
const middle = (page, selector) => page.driver.evaluate((selector) => {
  const element = document.querySelector(selector);
  element.scrollIntoView({ block: "nearest" });
  const { x, y, width, height } = element.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
}, selector);

/** Runs in the page before its own scripts: notes what is written onto canvases. */
function noteDrawn() {
  window.drawnTexts = new Set();
  for (const kind of [CanvasRenderingContext2D, window.OffscreenCanvasRenderingContext2D].filter(Boolean)) {
    for (const name of ["fillText", "strokeText"]) {
      const draw = kind.prototype[name];
      kind.prototype[name] = function (text, ...place) {
        window.drawnTexts.add(String(text));
        return draw.call(this, text, ...place);
      };
    }
  }
}

/**
 * Runs in the page: every text and every attribute that is read or heard, hidden ones too, with its place. The notices of the shell
 * have a test of their own; what is code, or was typed, is no text.
 */
function allTexts() {
  const SPOKEN = ["title", "aria-label", "placeholder", "alt", "aria-description", "aria-valuetext", "aria-roledescription", "label"];
  const NONE = "script, style, noscript, textarea, pre, code, kbd, samp, #notice, [aria-live=polite], [aria-live=assertive]";
  const placeOf = (element) => {
    const steps = [];
    for (let at = element; at && at !== document.body && steps.length < 12; at = at.parentElement) {
      steps.unshift(at.id ? `#${at.id}` : `${at.tagName.toLowerCase()}:${[...(at.parentElement?.children ?? [])].indexOf(at)}`);
      if (at.id) break;
    }
    return steps.join(">");
  };
  const found = [{ where: "the document", kind: "title", text: document.title }];
  for (const element of document.body.querySelectorAll("*")) {
    if (element.closest(NONE)) continue;
    const where = placeOf(element);
    for (const name of SPOKEN) if (element.hasAttribute(name)) found.push({ where, kind: name, text: element.getAttribute(name) });
    const text = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join(" ").trim();
    const isOwnName = /^(English|简体中文|中文)$/.test(text);
    if (text) found.push({ where, kind: isOwnName ? "own name" : "text", text });
    for (const name of ["aria-describedby", "aria-labelledby"]) {
      const ids = (element.getAttribute(name) ?? "").split(" ").filter(Boolean);
      const words = ids.map((id) => document.getElementById(id)?.textContent ?? "").join(" ").trim();
      if (words) found.push({ where, kind: name, text: words });
    }
  }
  return found;
}

/** Runs in the page: hands a file of this content to the page, as its chooser would. */
function chosen(content) {
  const given = new DataTransfer();
  given.items.add(new File([content], "model.json", { type: "application/json" }));
  const input = document.querySelector("input[type=file]");
  input.files = given.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}
