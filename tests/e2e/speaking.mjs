// The page's language: what the browser asks for, what is in force, how a person changes it. Nothing here knows the page's Chinese
// words: controls are found by their ids and by what they open.
import { becomes, until } from "./until.mjs";

export const CHINESE = "zh-Hans";
export const ENGLISH = "en";

/** What the control of the language is called, whichever is in force. */
export const CONTROL = "^(Language|语言)";

/** Words in Latin letters that stay in Chinese, in lower case, each group with its reason. */
const STAY = new Set([
  ...["gradient", "playground", "tensorflow", "english"], // names: the product's, another's, a language's own
  ...["relu", "leaky", "elu", "selu", "gelu", "silu", "swish", "mish", "tanh", "softmax", "softplus", "softsign", "sigmoid"], // functions
  ...["adagrad", "adadelta", "adam", "adamw", "amsgrad", "nadam", "nesterov", "newton", "lion", "rmsprop"], // optimisers
  ...["hinge", "huber", "glorot", "he", "kaiming", "lecun", "xavier", "xor", "dropout", "epoch"], // terms that go by their English name
  ...["sin", "cos", "tan", "exp", "ln", "log", "sqrt", "abs", "sign", "max", "min", "erf", "if", "lr", "eps", "lr_min", "gamma", "alpha", "delta", "negative_slope"], // formulas
  ...["json", "html", "svg", "png", "csv", "onnx", "webassembly", "simd", "chrome", "firefox", "safari", "numpy", "safetensors", "pytorch", "keras", "javascript", "rust", "latex", "python", "node", "netron", "onnxruntime", "amsmath"], // formats and programs
  ...["moodle", "canvas", "mdbook", "sphinx", "jupyter", "book", "reveal", "js", "quarto", "docusaurus"], // what course pages are made with
  ...["mb"], // units
  ...["all"], // what is typed into a field
  ...["ctrl", "shift", "alt", "tab", "enter", "esc", "delete"], // keys
]);

/** Words in Latin letters that are none of those that stay. The name of a build is hexadecimal digits, whichever letters these are. */
export function latin(text) {
  return (text.replace(/\b[0-9a-f]{16}\b/g, "").match(/[\p{Script=Latin}_]{2,}/gu) ?? []).filter((word) => !STAY.has(word.toLowerCase()));
}

export const language = (page) => page.driver.evaluate(() => document.documentElement.lang);

export const fragment = (page) => page.driver.evaluate(() => location.hash.slice(1));

/** Runs in the page before its own scripts: the browser's languages. */
export function speak(languages) {
  Object.defineProperty(Navigator.prototype, "languages", { configurable: true, get: () => Object.freeze([...languages]) });
  Object.defineProperty(Navigator.prototype, "language", { configurable: true, get: () => languages[0] ?? "" });
}

/** Chooses the language by the page's own control, and waits until it is in force. */
export async function switched(page, tag) {
  await until(`a control that offers ${tag}`, () => page.driver.evaluate(chooseLanguage, { tag, control: CONTROL }));
  await becomes("the chosen language", () => language(page), tag);
  const isHan = tag === CHINESE;
  await until("its words", async () => /\p{Script=Han}/u.test(await page.driver.evaluate(() => document.querySelector("main h2").textContent)) === isHan);
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

/** Runs in the page: waits for so many frames. */
export async function frames(n) {
  for (let at = 0; at < n; at += 1) await new Promise((resolve) => { requestAnimationFrame(resolve); });
}
