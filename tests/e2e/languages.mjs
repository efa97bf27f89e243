// That the page speaks the browser's language, changes it while it trains, says everything in it and nothing in the other, and that
// what programs read (keys, values, links, refusals of the API) is the same in every language. Nothing here knows the page's Chinese
// words: controls are found by their ids and by what they open.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { TAGS, audit, killWorker } from "./axe.mjs";
import { serve } from "./server.mjs";
import { becomes, until } from "./until.mjs";

const CHINESE = "zh-Hans";
const ENGLISH = "en";

/** What the control of the language is called, whichever is in force. */
const CONTROL = "^(Language|语言)";

/** Words in Latin letters that stay in Chinese, in lower case, each group with its reason. */
const STAY = new Set([
  ...["gradient", "playground", "tensorflow", "english"], // names: the product's, another's, a language's own
  ...["relu", "leaky", "elu", "selu", "gelu", "silu", "swish", "mish", "tanh", "softmax", "softplus", "softsign", "sigmoid"], // functions
  ...["adagrad", "adadelta", "adam", "adamw", "amsgrad", "nadam", "nesterov", "newton", "lion", "rmsprop"], // optimisers
  ...["hinge", "huber", "glorot", "he", "kaiming", "lecun", "xavier", "xor", "dropout", "epoch"], // terms that go by their English name
  ...["sin", "cos", "tan", "exp", "ln", "log", "sqrt", "abs", "sign", "max", "min", "erf", "if", "lr", "eps", "lr_min", "gamma"], // formulas
  ...["json", "html", "svg", "png", "csv", "onnx", "webassembly", "simd", "chrome", "firefox", "safari"], // formats and programs
  ...["all"], // what is typed into a field
  ...["ctrl", "shift", "alt", "tab", "enter", "esc", "delete"], // keys
]);

/** How the page is brought to what it may show, by ways that need no words. */
const SIGHTS = {
  "the page at rest": async () => {},
  "a neuron's card and the table of weights": async (page) => {
    await page.driver.evaluate(() => document.getElementById("neuron-1-1").click());
    await until("the card", () => page.driver.evaluate(() => document.querySelector("#inspector input") !== null));
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
  "a curve by a formula": async (page) => { await page.call("configure", { task: "curve", dataset: "function", formula: "sin(x)" }); },
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
  "the page speaks the browser's language": async (page) => {
    const cases = [
      [["zh-CN", "en"], CHINESE], [["zh-TW"], CHINESE], [["zh-HK", "zh"], CHINESE], [["zh"], CHINESE],
      [["en-GB", "en"], ENGLISH], [["de", "en"], ENGLISH], [["fr-FR"], ENGLISH], [[], ENGLISH],
    ];
    for (const [at, [languages, tag]] of cases.entries()) {
      if (at > 0) await page.renew();
      await page.driver.before(speak, languages);
      await page.open();
      await becomes(`the page's language for ${languages}`, () => language(page), tag);
      await page.call("pause");
      const words = await page.driver.evaluate(() => document.querySelector("main").innerText);
      assert.equal(/\p{Script=Han}/u.test(words), tag === CHINESE, `${languages}: ${words.slice(0, 80)}`);
      assert.ok(!(await fragment(page)).includes("lang"), "a language that nobody chose is in no link");
    }
  },

  "a page that is not yet there says so in the browser's language": async (page, { dist }) => {
    const { server } = page;
    let isHeld = true;
    page.server = await serve(dist, "/sub/path/", {}, (name) => (name.endsWith(".wasm") ? { hold: () => !isHeld } : null));
    try {
      await page.driver.before(speak, ["zh-CN"]);
      await page.driver.goto(page.server.url);
      await becomes("the document's language", () => language(page), CHINESE);
      const words = await until("words", () => page.driver.evaluate(() => document.querySelector(".skeleton [role=status]")?.textContent));
      assert.match(words, /^\p{Script=Han}+…{0,2}$/u);
      isHeld = false;
      await until("a usable page", async () => ["running", "paused"].includes(await page.state()));
      page.assertClean();
      await page.driver.evaluate(() => window.playgroundBoot.panicked("panicked at a test"));
      const notice = await page.driver.evaluate(() => document.getElementById("notice").innerText.split(/panicked at a test/)[0]);
      assert.match(notice, /\p{Script=Han}/u);
      assert.deepEqual(latin(notice), [], "the last words of a page that stopped");
    } finally {
      isHeld = true;
      await page.driver.goto("about:blank");
      await page.server.close();
      page.server = server;
      page.driver.requests.length = 0; // another port was the point
      page.driver.errors.length = 0; // Firefox complains of chunks that were on their way; the page itself was clean above
    }
  },

  "the language that is not in use is not asked for until somebody wants it": async (page) => {
    for (const [mine, others] of [["en", /(zh|chinese|han)[^/]*\.wasm/i], ["zh-CN", /(_|-)(en|english)\b[^/]*\.wasm/i]]) {
      if (mine !== "en") await page.renew();
      await page.driver.before(speak, [mine]);
      await page.open();
      await page.call("pause");
      // All other chunks come when the page is idle.
      await until("chunks", () => page.driver.requests.some((url) => url.includes("split_")));
      let n;
      do {
        n = page.driver.requests.length;
        await page.driver.evaluate(frames, 60);
      } while (page.driver.requests.length > n);
      const isOthers = (url) => others.test(new URL(url).pathname);
      assert.deepEqual(page.driver.requests.filter(isOthers), []);
      await switched(page, mine === "en" ? CHINESE : ENGLISH);
      assert.equal(page.driver.requests.filter(isOthers).length, 1, "the other language must come once it is chosen");
    }
  },

  "the language changes while the page trains, and nothing begins again": async (page) => {
    await page.driver.before(speak, ["en"]);
    await page.open();
    await page.call("play");
    await page.reach("running");
    const config = await page.call("config");
    for (const tag of [CHINESE, ENGLISH, CHINESE]) {
      await until("training", async () => (await page.call("snapshot")).step > 20);
      const before = await page.call("snapshot");
      await switched(page, tag);
      const after = await page.call("snapshot");
      assert.ok(after.step >= before.step && after.epoch >= before.epoch, `${before.step} → ${after.step}`);
      assert.equal(await page.state(), "running");
      await until("training that goes on", async () => (await page.call("snapshot")).step > after.step);
    }
    await page.call("pause");
    const all = async () => [await page.call("config"), await page.call("points"), await page.call("snapshot"), await page.call("model")];
    const before = await all();
    const canUndo = await page.driver.evaluate(undoIsOn);
    await switched(page, ENGLISH);
    assert.deepEqual(await all(), before, "weights, points and counters stay");
    assert.deepEqual(before[0], config);
    assert.deepEqual(await page.driver.evaluate(undoIsOn), canUndo, "a language is no change of the experiment");
  },

  "every text, title, label, description, placeholder and entry changes with the language": async (page) => {
    await page.driver.before(speak, ["en"]);
    await page.open();
    await page.call("pause");
    for (const opener of [null, ...await openers(page)]) {
      if (opener) await opens(page, opener);
      const english = await settled(page);
      await switched(page, CHINESE);
      const chinese = new Map((await settled(page)).map(({ where, kind, text }) => [`${where} ${kind}`, text]));
      const same = english.filter(({ where, kind, text }) => latin(text).length > 0 && chinese.get(`${where} ${kind}`) === text);
      assert.deepEqual(same.map(({ where, kind, text }) => `${kind} “${text}” of ${where}`), [], `unchanged with ${opener ?? "nothing"} open`);
      await switched(page, ENGLISH);
      assert.deepEqual(await settled(page), english, "and back again");
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

  "the API refuses in English, and its keys and values are the same, whatever the page's language": async (page) => {
    const said = [];
    for (const mine of ["en", "zh-CN"]) {
      if (mine !== "en") await page.renew();
      await page.driver.before(speak, [mine]);
      await page.open();
      await page.call("pause");
      await page.call("reset");
      said.push({
        config: await page.call("config"),
        snapshot: await page.call("snapshot"),
        model: await page.call("model"),
        // The page's own entry is the language's.
        entries: await page.driver.evaluate((control) => [...document.querySelectorAll("select")]
          .filter((menu) => !new RegExp(control).test(menu.getAttribute("aria-label") ?? menu.labels[0]?.textContent ?? ""))
          .map((menu) => [...menu.options].map((option) => option.value)), CONTROL),
        plain: await page.driver.evaluate(() => [...document.querySelectorAll("output[data-value]")].map((output) => output.dataset.value)),
        refusals: await page.driver.evaluate(() => Promise.all([
          () => window.playground.configure({ noise: 99 }),
          () => window.playground.configure({ nose: 1 }),
          () => window.playground.configure({ features: ["x1", "x3"] }),
          () => window.playground.setPoints([{ x: 0, y: 0 }]),
          () => window.playground.predict(),
        ].map((call) => call().then(() => "accepted", (error) => error.message)))),
      });
    }
    assert.deepEqual(said[1], said[0]);
    assert.equal(said[1].refusals[0], "noise must be at most 3, got 99");
  },

  "a language that was chosen is remembered, and is in no link": async (page) => {
    await page.driver.before(speak, ["en"]);
    await page.open();
    await page.call("pause");
    await switched(page, CHINESE);
    await page.call("configure", { noise: 0.5 });
    await until("the change in the address", async () => (await fragment(page)).includes("noise=0.5"));
    assert.ok(!(await fragment(page)).includes("lang"), "the reader's language is not the writer's");
    await reopened(page, "");
    await becomes("the chosen language", () => language(page), CHINESE);
    assert.ok(await page.driver.evaluate(() => Object.values({ ...localStorage }).some((text) => text.includes("zh"))));
    await reopened(page, "#v=1&lang=en");
    await becomes("the link's language", () => language(page), ENGLISH);
    await reopened(page, "");
    await becomes("the chosen language, which a link does not change", () => language(page), CHINESE);
    await switched(page, ENGLISH);
    await reopened(page, "");
    await becomes("the language chosen last", () => language(page), ENGLISH);
  },

  "a link chooses the language, by any of its names, and keeps it": async (page) => {
    await page.driver.before(speak, ["en"]);
    for (const link of ["#v=1&lang=zh", "?lang=zh-Hans", "#v=1&lang=zh-CN", "?lang=zh#v=1&noise=0.1"]) {
      await reopened(page, link);
      await becomes(`the language of ${link}`, () => language(page), CHINESE);
      assert.equal(await page.driver.evaluate(() => document.querySelector(".notices")?.innerText ?? ""), "", `all of ${link} must be of use`);
      await page.call("pause");
      await page.call("configure", { learningRate: 0.2 });
      await until("the change in the address", async () => (await fragment(page)).includes("learningRate=0.2"));
      assert.match(await page.driver.evaluate(() => location.search + location.hash), /[?&#]lang=zh/, `${link} must keep its language`);
      await page.call("configure", { learningRate: 0.03 });
    }
    await reopened(page, "");
    await becomes("the browser's language without a link", () => language(page), ENGLISH);
    await reopened(page, "#v=1&lang=klingon");
    await becomes("a language that is not there", () => language(page), ENGLISH);
    await until("a note that names it", () => page.driver.evaluate(() => document.body.innerText.includes("klingon")));
  },

  "the bar has room for the words of both languages, on every usual screen": async (page) => {
    await page.driver.before(speak, ["en"]);
    await page.open();
    await page.call("pause");
    for (const tag of [ENGLISH, CHINESE]) {
      await switched(page, tag);
      for (const width of [360, 390, 768, 1024, 1241, 1280, 1366, 1440, 1536, 1600, 1680, 1920]) {
        await page.driver.resize(width, 900);
        const beyond = await page.driver.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(beyond[0] <= beyond[1], `${tag} at ${width}: the page is ${beyond[0]} wide`);
        const gap = await page.driver.evaluate(() => {
          const [left, right] = [".transport", ".actions"].map((name) => document.querySelector(name).getBoundingClientRect());
          return left.bottom <= right.top || right.bottom <= left.top ? 0 : right.left - left.right;
        });
        assert.ok(gap >= 0, `${tag} at ${width}: training and actions overlap by ${-gap}`);
      }
    }
  },

  "an embed has the language of its lines, and stores nothing": async (page) => {
    for (const [mine, link, tag, own] of [["zh-CN", "?embed&lang=en#v=1", ENGLISH, CHINESE], ["en", "?embed&lang=zh#v=1", CHINESE, ENGLISH], ["zh-CN", "?embed#v=1", CHINESE, CHINESE]]) {
      await page.renew();
      await page.driver.before(speak, [mine]);
      await page.open(link);
      await becomes(`the language of ${link}`, () => language(page), tag);
      assert.ok(!await page.driver.evaluate(() => Object.values({ ...localStorage }).some((text) => /lang|zh|^en$/.test(text))));
      await reopened(page, "");
      await becomes("the reader's own language on the page itself", () => language(page), own);
    }
  },

  "axe finds nothing in either language": async (page, { work }) => {
    const source = await readFile(createRequire(resolve(work, "package.json")).resolve("axe-core/axe.min.js"), "utf8");
    for (const mine of ["zh-CN", "en"]) {
      await page.renew();
      await page.driver.before(speak, [mine]);
      await page.open();
      await page.call("pause");
      await page.driver.evaluate(source);
      for (const opener of [null, ...await openers(page)]) {
        if (opener) await opens(page, opener);
        assert.deepEqual(await page.driver.evaluate(audit, TAGS), [], `${mine}, ${opener ?? "at rest"}`);
        if (opener) await closes(page, opener);
      }
      // The name of the other language is said in that language.
      const foreign = await page.driver.evaluate(() => [...document.querySelectorAll("header *")]
        .filter((element) => element.childElementCount === 0 && /^(English|简体中文|中文)$/.test(element.textContent.trim()))
        .map((element) => [element.textContent.trim() === "English" ? "en" : "zh", element.closest("[lang]").lang.slice(0, 2)]));
      assert.ok(foreign.length > 0, "the languages must be named in the header");
      for (const [wanted, found] of foreign) assert.equal(found, wanted);
    }
  },
};

const language = (page) => page.driver.evaluate(() => document.documentElement.lang);
const fragment = (page) => page.driver.evaluate(() => location.hash.slice(1));
const everything = (page) => page.driver.evaluate(allTexts);

/** Words in Latin letters that are none of those that stay. */
function latin(text) {
  return (text.match(/[\p{Script=Latin}_]{2,}/gu) ?? []).filter((word) => !STAY.has(word.toLowerCase()));
}

/** Opens the page anew: going from one fragment to another would not load it. */
async function reopened(page, link) {
  // Firefox complains of a chunk that is on its way when the page is left.
  const hasCome = () => ["cards", "files", "help", "sharing"].every((name) => performance.getEntriesByType("resource").some((entry) => entry.name.includes(`split_${name}`) && entry.responseEnd > 0));
  if (await page.driver.evaluate(() => location.protocol !== "about:")) await until("every chunk of the page", () => page.driver.evaluate(hasCome));
  await page.driver.goto("about:blank");
  await page.open(link);
}

/** Chooses the language by the page's own control, and waits until it is in force. */
async function switched(page, tag) {
  await until(`a control that offers ${tag}`, () => page.driver.evaluate(chooseLanguage, { tag, control: CONTROL }));
  await becomes("the chosen language", () => language(page), tag);
  const isHan = tag === CHINESE;
  await until("its words", async () => /\p{Script=Han}/u.test(await page.driver.evaluate(() => document.querySelector("main h2").textContent)) === isHan);
}

/** All texts, once they stay. */
function settled(page) {
  return until("texts that stay", async () => {
    const before = await everything(page);
    await page.driver.evaluate(frames, 30);
    const after = await everything(page);
    return JSON.stringify(after) === JSON.stringify(before) && after;
  });
}

/** Fails unless every text of the page, on canvases too, is in that language. */
async function hasOnly(page, mine, what) {
  const drawn = (await page.driver.evaluate(() => [...window.drawnTexts])).map((text) => ({ where: "a canvas", kind: "drawn", text }));
  const texts = [...await settled(page), ...drawn];
  // A key of the configuration is a key in every language.
  const keys = new Set(Object.keys(await page.call("config")));
  const isWrong = ({ kind, text }) => (mine === "en"
    ? /\p{Script=Han}/u.test(text) && kind !== "own name"
    : latin(text).some((word) => !keys.has(word)));
  assert.deepEqual(texts.filter(isWrong).map(({ where, kind, text }) => `${kind} “${text.slice(0, 120)}” of ${where}`), [], what);
}

/** What opens something and can be seen, by what it opens or else by its place among its like. */
export const openers = (page) => page.driver.evaluate(() => [...document.querySelectorAll("button[aria-expanded=false]")]
  .filter((button) => button.getBoundingClientRect().width > 0 && !button.id.startsWith("neuron-"))
  .map((button) => (button.closest("header") && button.getAttribute("aria-controls") === "share"
    ? `share ${[...document.querySelectorAll("[aria-controls=share]")].indexOf(button)}`
    : `${button.getAttribute("aria-controls") ?? `.${button.className.split(" ").join(".")}`} 0`)));

export async function opens(page, opener) {
  await page.driver.evaluate(press, opener);
  await until(`${opener} opened`, () => page.driver.evaluate(isOpen, opener));
  // A chunk may have to come first.
  await until("its content", () => page.driver.evaluate((opener) => {
    const panel = document.getElementById(opener.split(" ")[0]);
    return !panel || panel.innerText.trim().length > 8;
  }, opener));
}

export async function closes(page, opener) {
  if (await page.driver.evaluate(isOpen, opener)) await page.driver.evaluate(press, opener);
  await until(`${opener} closed`, async () => !(await page.driver.evaluate(isOpen, opener)));
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

/** Runs in the page before its own scripts: the browser's languages. */
export function speak(languages) {
  Object.defineProperty(Navigator.prototype, "languages", { configurable: true, get: () => Object.freeze([...languages]) });
  Object.defineProperty(Navigator.prototype, "language", { configurable: true, get: () => languages[0] ?? "" });
}

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

/** Runs in the page: waits for so many frames. */
async function frames(n) {
  for (let at = 0; at < n; at += 1) await new Promise((resolve) => { requestAnimationFrame(resolve); });
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

/** Runs in the page: chooses a language in its menu, or presses its button; says whether there is one. */
function chooseLanguage({ tag, control }) {
  const isNamed = (element) => new RegExp(control).test(element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent.trim() ?? "");
  const menu = [...document.querySelectorAll("header select")].find(isNamed);
  const short = tag.slice(0, 2);
  if (menu) {
    const entry = [...menu.options].find((option) => option.value.startsWith(short));
    if (!entry) return false;
    menu.value = entry.value;
    for (const event of ["input", "change"]) menu.dispatchEvent(new Event(event, { bubbles: true }));
    return true;
  }
  const group = [...document.querySelectorAll("header [role=group], header [role=radiogroup], header fieldset")].find(isNamed);
  const buttons = [...(group ?? document.querySelector("header")).querySelectorAll("button, label")];
  const button = buttons.find((button) => (short === "en" ? /^English$/ : /^(简体)?中文$/).test(button.textContent.trim()));
  button?.click();
  return button !== undefined;
}

/** Runs in the page: presses what opens something. */
function press(opener) {
  const [name, at] = opener.split(" ");
  const found = name.startsWith(".") ? document.querySelectorAll(`button[aria-expanded]${name}`) : document.querySelectorAll(`button[aria-controls="${name}"]`);
  found[Number(at)].click();
}

/** Runs in the page: whether it is open. */
function isOpen(opener) {
  const [name, at] = opener.split(" ");
  const found = name.startsWith(".") ? document.querySelectorAll(`button[aria-expanded]${name}`) : document.querySelectorAll(`button[aria-controls="${name}"]`);
  return found[Number(at)].getAttribute("aria-expanded") === "true";
}

/** Runs in the page: hands a file of this content to the page, as its chooser would. */
function chosen(content) {
  const given = new DataTransfer();
  given.items.add(new File([content], "model.json", { type: "application/json" }));
  const input = document.querySelector("input[type=file]");
  input.files = given.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Runs in the page: whether there is something to undo. */
function undoIsOn() {
  return [...document.querySelectorAll("header .step-back")].map((button) => button.disabled);
}
