// The playground's page as a test uses it: by the names that assistive technology reads and by
// `window.playground`. It knows the page's published contract and nothing of its inside.
import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { becomes, until } from "./until.mjs";

/** Half the side of the plane that the plot shows. */
const PLANE = 6;

/** Runs in the page before anything else: a slow machine, on which components follow in as many goes as there can be. */
export const SLOWLY = () => {
  let ms = Date.now();
  Date.now = () => { ms += 20; return ms; };
};

export class Page {
  constructor(driver, server, newDriver) {
    this.driver = driver;
    this.server = server;
    this.newDriver = newDriver;
  }

  /** Goes on in a fresh profile: nothing of what was before is there. */
  async renew() {
    this.assertClean();
    await this.driver.close();
    this.driver = await this.newDriver();
  }

  /** Opens the page and waits until all of it can be used. */
  async open(fragment = "") {
    await this.begin(fragment);
  }

  /** Opens the page and waits until it shows what it computes. */
  async begin(fragment = "") {
    await this.driver.goto(this.server.url + fragment);
    await this.usable();
    // A page that leaves its own way out, or another version, comes again.
    await becomes("window.playground", () => this.driver.evaluate(() => typeof window.playground).catch(() => "left"), "object");
  }

  /** Waits until the page can be used; else says how far it came. */
  async usable() {
    // A run that came back may have diverged.
    const usable = ["running", "paused", "diverged"];
    // A page that is just being left for another one answers nothing.
    const left = (error) => { if (!/context was destroyed/.test(error.message)) throw error; };
    await until("a usable page", async () => usable.includes(await this.state().catch(left))).catch(async (error) => {
      const how = await this.driver.evaluate(howFar);
      throw new Error(`${error.message}: ${JSON.stringify(how)}`);
    });
  }

  /** `data-state` of the page, or null before there is one. */
  state() {
    return this.driver.evaluate(() => document.querySelector("main[data-state]")?.dataset.state ?? null);
  }

  /** Calls a method of `window.playground`. */
  async call(method, ...args) {
    const answer = await this.driver.evaluate(
      ({ method, args }) => window.playground[method](...args).then(
        (value) => ({ value: value === undefined ? null : JSON.parse(JSON.stringify(value)) }),
        (error) => ({ error: String(error?.message ?? error) }),
      ),
      { method, args },
    );
    if (answer.error !== undefined) throw new Error(`playground.${method} was refused: ${answer.error}`);
    return answer.value;
  }

  /** A fresh run: the default configuration with these changes, paused, at step 0. */
  async configured(config) {
    await this.call("pause");
    await this.call("configure", config);
    await this.call("reset");
  }

  /** What stands in the element of that name: its box on the screen, its text and plain number. */
  element(name) {
    return until(`an element named “${name}”`, () => this.driver.evaluate(look, name));
  }

  /** Whether an element of that name can be seen now. */
  async has(name) {
    return Boolean(await this.driver.evaluate(look, name)); // WebKit has no null
  }

  /** Waits until the browser has drawn twice: then it shows what was known before. A page that draws nothing is not waited for. */
  drawn() {
    return this.driver.evaluate(() => Promise.race([
      new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(() => resolve(null))); }),
      new Promise((resolve) => { setTimeout(resolve, 2000, null); }),
    ]));
  }

  /** What `probe` gives, once it is something true and the same as two pictures before. */
  still(what, probe) {
    return until(`${what} to stand still`, async () => {
      const before = await probe();
      await this.drawn();
      const after = await probe();
      return isDeepStrictEqual(before, after) && after;
    });
  }

  /** Clicks the middle of the element of that name, once it can be used and stands where it stood a moment before. */
  async click(name) {
    const { x, y, width, height } = await this.still(`“${name}”`, async () => {
      const { isDisabled, x, y, width, height } = await this.element(name);
      return !isDisabled && { x, y, width, height };
    });
    await this.driver.click(x + width / 2, y + height / 2);
  }

  /** Waits until the parts of the page have come that it fetches when it has nothing else to do. */
  idle() {
    return until("what comes to an idle page", () => this.driver.evaluate(() => ["help", "sharing"].every(
      (name) => performance.getEntriesByType("resource").some((entry) => entry.name.includes(`split_${name}`)),
    )));
  }

  /** Downloads the weights by the panel *Export*. */
  async exported() {
    const text = await this.driver.download(async () => {
      await this.click("Export");
      await this.click("Download");
    });
    // What lies below the panel can be used again.
    await this.driver.evaluate(() => document.querySelector(".backdrop").click());
    return text;
  }

  /** Waits until the page is in this state. */
  reach(state) {
    return until(`a page that is ${state}`, async () => (await this.state()) === state);
  }

  /** Chooses an entry of the menu of that name by its word, as a person's choice would arrive. */
  async choose(name, word) {
    await this.element(name);
    let offered;
    await until(`${name} to offer ${word}`, async () => {
      offered = await this.driver.evaluate(chooseIn, { name, word });
      return offered === true;
    }).catch((error) => { throw new Error(`${error.message}, got ${offered}`); });
  }

  /** Gives the element of that name the focus, once it can take it, for keys to follow. */
  async reveal(name) {
    await until(`“${name}” to be of use`, async () => !(await this.element(name)).isDisabled);
    await this.driver.evaluate(focusOn, name);
  }

  /** What the field of that name holds and says. */
  field(name) {
    return this.driver.evaluate(fieldOf, name);
  }

  /** Puts a text into the field of that name by keys; "\n" is Enter. */
  async type(name, text) {
    await this.reveal(name);
    if (text === "" || text === "\n") await this.driver.press("Delete");
    // What no key writes arrives as from an input method.
    const insert = (letter) => this.driver.evaluate((letter) => { document.execCommand("insertText", false, letter); }, letter);
    for (const key of text) await (key > "~" ? insert(key) : this.driver.press(key === "\n" ? "Enter" : key));
  }

  /** Where places of the plane are on the screen. */
  async onScreen(...places) {
    const { x, y, width, height } = await this.element("Output plot");
    return places.map(([px, py]) => [x + (px + PLANE) / (2 * PLANE) * width, y + (PLANE - py) / (2 * PLANE) * height]);
  }

  /** Clicks the output plot where the plane has this point. */
  async clickPlane(px, py) {
    const [[x, y]] = await this.onScreen([px, py]);
    await this.driver.click(x, y);
  }

  /** The pixels of the element of that name, as the visitor sees them. */
  async pixels(name) {
    const { x, y, width, height } = await this.element(name);
    return this.driver.decode(await this.driver.shot({ x, y, width, height }));
  }

  /** Console errors, exceptions and requests to other hosts. */
  complaints() {
    const foreign = this.driver.requests.filter((url) => {
      const isLocal = url.startsWith("blob:") || url.startsWith("data:") || url.startsWith(this.server.url);
      return !isLocal;
    });
    return [...this.driver.errors, ...foreign.map((url) => `asked for ${url}`)];
  }

  /** Fails unless the page ran without a console error and without leaving its own sub-path. */
  assertClean() {
    assert.deepEqual(this.complaints(), [], "the page must not complain or ask elsewhere");
  }
}

/** How far the page has come: its state, whether the browser draws, what came and what is said. */
async function howFar() {
  const isDrawn = await Promise.race([
    new Promise((resolve) => { requestAnimationFrame(() => resolve(true)); }),
    new Promise((resolve) => { setTimeout(() => resolve(false), 2000); }),
  ]);
  const came = performance.getEntriesByType("resource").map(({ name, responseStatus }) => `${name.split("/").pop()} ${responseStatus}`);
  const state = document.querySelector("main")?.dataset.state ?? null;
  return { state, document: document.readyState, isDrawn, came, said: document.body.innerText.slice(0, 300) };
}

/** The share of pixels that differ visibly between two pictures of the same element. */
export function changedShare(before, after) {
  assert.equal(`${after.width}×${after.height}`, `${before.width}×${before.height}`, "the element must keep its size");
  const visible = 24; // of 3 × 255: below it, two pictures look the same
  let changed = 0;
  for (let at = 0; at < before.data.length; at += 4) {
    const of = (k) => Math.abs(before.data[at + k] - after.data[at + k]);
    if (of(0) + of(1) + of(2) > visible) changed += 1;
  }
  return changed / (before.data.length / 4);
}

/** Runs in the page: finds a visible element by its accessible name. */
function look(name) {
  // What somebody else has made of a text is read as it was written (translated.mjs).
  const text = (element) => (window.asWritten ?? String)(element.textContent).trim().replace(/\s+/g, " ");
  const candidates = [
    ...[...document.querySelectorAll("[aria-label]")].filter((e) => e.getAttribute("aria-label") === name),
    ...[...document.querySelectorAll("[aria-labelledby]")].filter((e) => {
      const label = document.getElementById(e.getAttribute("aria-labelledby"));
      return label && text(label) === name;
    }),
    ...[...document.querySelectorAll("label")].filter((e) => text(e) === name).map((e) => e.control),
    ...[...document.querySelectorAll("button, summary, [role=button]")].filter((e) => text(e) === name),
  ];
  for (const element of candidates) {
    const box = element?.getBoundingClientRect();
    if (!box || box.width === 0 || box.height === 0) continue;
    element.scrollIntoView({ block: "nearest" });
    const { x, y, width, height } = element.getBoundingClientRect();
    const number = element.dataset.value ?? null;
    const isDisabled = element.disabled ?? false;
    return { x, y, width, height, isDisabled, text: text(element), number, value: element.value ?? null };
  }
  return null;
}

/** Runs in the page: chooses in the menu of that name, with the events of a person's choice; else gives what it offers. */
function chooseIn({ name, word }) {
  const text = (element) => element && (window.asWritten ?? String)(element.textContent).trim();
  const nameOf = (e) => e.getAttribute("aria-label") ?? text(e.labels[0]);
  const menu = [...document.querySelectorAll("select")].find((e) => nameOf(e) === name);
  const entry = [...menu.options].find((option) => option.value === word);
  if (!entry || entry.disabled || menu.disabled) return [...menu.options].map((o) => o.value).join();
  menu.value = word;
  for (const event of ["input", "change"]) menu.dispatchEvent(new Event(event, { bubbles: true }));
  return true;
}

/** Runs in the page: gives the focus to the control of that name. */
function focusOn(name) {
  const text = (element) => element && (window.asWritten ?? String)(element.textContent).trim();
  const nameOf = (e) => e.getAttribute("aria-label") ?? text(e.labels?.[0]) ?? text(e);
  const isShown = (e) => e.getBoundingClientRect().width > 0;
  const control = [...document.querySelectorAll("button, input, select")].find((e) => nameOf(e) === name && isShown(e));
  control.focus();
  control.select?.();
}

/** Runs in the page: what a field of that name holds and says. */
function fieldOf(name) {
  const nameOf = (e) => e.getAttribute("aria-label") ?? e.labels?.[0]?.textContent.trim();
  const field = [...document.querySelectorAll("input, select")].find((e) => nameOf(e) === name);
  const words = document.getElementById(field.getAttribute("aria-describedby"))?.textContent ?? "";
  const { value, disabled } = field;
  return { value, disabled, words, invalid: field.getAttribute("aria-invalid"), spoken: field.getAttribute("aria-valuetext") };
}
