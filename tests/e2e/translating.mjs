// What a page translator does to the page, and what is read of the page under its hands: all of it runs in the page.

/** Runs in the page before its own scripts: notes which texts came as the whole of an element. */
export function noteWritten() {
  const own = Object.getOwnPropertyDescriptor(Node.prototype, "textContent");
  window.writtenWhole = new WeakSet();
  Object.defineProperty(Node.prototype, "textContent", {
    ...own,
    set(text) {
      own.set.call(this, text);
      if (this.firstChild) window.writtenWhole.add(this.firstChild);
    },
  });
}

/** Runs in the page: the texts that came in another way, or have anything beside them: who wrote them would look for their nodes. */
export function strayTexts() {
  const walker = document.createTreeWalker(document.getElementById("app"), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const { currentNode: node, currentNode: { parentElement: element } } = walker;
    if (node.data !== "" && !(window.writtenWhole.has(node) && element.childNodes.length === 1)) {
      found.push(`“${node.data}” in ${element.outerHTML.slice(0, 120)}`);
    }
  }
  return found;
}

/** Runs in the page: waits until what was changed is shown. */
export async function frames() {
  for (let n = 0; n < 10; n += 1) await new Promise((resolve) => { requestAnimationFrame(resolve); });
}

/** Runs in the page before its own scripts: what is shown for some seconds stays, so that a slow visit shows what a fast one does. */
export function keepTimedWords() {
  const { setTimeout } = window;
  window.setTimeout = (then, ms, ...others) => (ms >= 5000 ? 0 : setTimeout(then, ms, ...others));
}

/** Runs in the page before its own scripts: from now on somebody else writes into the document. */
export function interfere(mode) {
  // A sign without width behind each letter: the text is another, as long as before, and what was written can be read from it.
  const SIGN = "\u2060";
  const DELAY_MS = 30;
  const LEFT_ALONE = "script, style, noscript, textarea";
  const own = new WeakSet();
  const translated = (text) => text.replace(/\p{L}/gu, (letter) => letter + SIGN);
  window.asWritten = (text) => text.replaceAll(SIGN, "");
  window.nInterfered = 0;
  const made = (name, child) => {
    const element = document.createElement(name);
    element.append(child);
    return element;
  };
  const others = (node) => {
    const text = new Text(translated(node.data));
    own.add(text);
    return text;
  };
  const act = {
    wrap: (node) => node.replaceWith(made("font", made("font", others(node)))),
    replace: (node) => node.replaceWith(others(node)),
    move: (node) => {
      const place = document.createElement("mark");
      place.style.cssText = "all: unset";
      node.replaceWith(place);
      place.append(node);
      own.add(node);
    },
  }[mode];
  const work = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const isNew = !own.has(node) || (mode !== "move" && node.data !== translated(window.asWritten(node.data)));
      if (isNew && node.data.trim() !== "" && !node.parentElement.closest(LEFT_ALONE)) found.push(node);
    }
    found.forEach(act);
    window.nInterfered += found.length;
    observer.takeRecords();
  };
  let isWaiting = false;
  const later = () => {
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(() => { isWaiting = false; if (document.body) work(); }, DELAY_MS);
  };
  const observer = new MutationObserver(later);
  observer.observe(document, { subtree: true, childList: true, characterData: true });
  later();
}

/**
 * Runs in the page: every text that is shown, as it was written and without spaces, once it has been the same for so many frames.
 * What is only spoken, for a while, is no part of it.
 */
export async function text(nFrames) {
  const written = window.asWritten ?? String;
  const now = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (element.closest("script, style, noscript, textarea, datalist, [aria-live=polite], [aria-live=assertive]")) continue;
      const box = element.closest("select") ?? element;
      if (box.checkVisibility({ visibilityProperty: true })) texts.push(written(walker.currentNode.data));
    }
    return texts.join("").replace(/\s+/g, "");
  };
  let found = now();
  for (let n = 0; n < nFrames; n += 1) {
    await new Promise((resolve) => { requestAnimationFrame(resolve); });
    const after = now();
    if (after !== found) n = 0;
    found = after;
  }
  return found;
}

/** Runs in the page: the menus that can be used, with the words of their entries. */
export function menus() {
  const written = window.asWritten ?? String;
  const isShown = (element) => element.getBoundingClientRect().width > 0;
  return [...document.querySelectorAll("select")].filter((menu) => isShown(menu) && !menu.disabled).map((menu) => ({
    name: menu.getAttribute("aria-label") ?? written(menu.labels[0].textContent).trim(),
    words: [...menu.options].filter((option) => !option.disabled).map((option) => option.value),
  }));
}

/** Runs in the page: the names of the choices in a group. */
export function choicesOf(name) {
  const group = [...document.querySelectorAll("[role=radiogroup]")].find((group) => group.getAttribute("aria-label") === name);
  const isShown = (element) => element.getBoundingClientRect().width > 0;
  return [...group.querySelectorAll("input")].filter((input) => isShown(input) && !input.disabled).map((input) => (
    input.getAttribute("aria-label") ?? (window.asWritten ?? String)(input.labels[0].textContent).trim()
  ));
}
