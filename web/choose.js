// The preview in the panel *Embed*: the page in a frame, in which a course author chooses controls by clicking them. What is chosen
// looks as usual, what is not is dimmed; a click, Enter or the space bar changes that, and nothing does what it usually does. Loaded by
// frame.js when the panel asks for it; knows the names that the panel knows.

/** The names that can be chosen, in the panel's order, and those that are. */
let [known, chosen] = [[], []];
let { selector, tell } = {};
const sheet = new CSSStyleSheet();
// Clicks on the plot are what the tools of the plot are for.
const placeOf = (name) => (name === 'points' ? `${selector(name)}, .plot` : selector(name));

/** Lets the visitor choose among these names from now on. */
export function choosing(names, wanted, tools) {
  [known, chosen] = [names, wanted];
  if (!selector) {
    ({ selector, tell } = tools);
    // All of them in sight, as if all were chosen.
    tools.show({ controls: names, hide: [] });
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    for (const event of ['click', 'keydown', 'keypress', 'keyup', 'pointerdown', 'pointerup', 'mousedown', 'mouseup', 'touchstart', 'dblclick', 'input', 'change', 'wheel', 'contextmenu']) {
      addEventListener(event, instead, { capture: true, passive: false });
    }
  }
  const off = known.filter((name) => !chosen.includes(name)).map(selector);
  sheet.replaceSync(`
    main, .top { cursor: pointer; }
    :is(${known.map(placeOf).join()}):hover { outline: 2px solid var(--accent); outline-offset: 2px; }
    ${off.length > 0 ? `:is(${off.join()}) { opacity: 0.25; }` : ''}`);
}

/** The innermost thing that can be chosen here. */
function nameAt(target) {
  const found = known.map((name) => [name, target.closest?.(placeOf(name))]).filter(([, place]) => place);
  return found.sort(([, a], [, b]) => (a === b ? 0 : a.contains(b) ? 1 : -1))[0]?.[0];
}

function instead(event) {
  const isKey = event.type.startsWith('key');
  // The Tab key goes through the controls as ever.
  if (isKey && !['Enter', ' '].includes(event.key) && !event.key.startsWith('Arrow')) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (event.type !== 'click' && !(event.type === 'keydown' && ['Enter', ' '].includes(event.key))) return;
  const name = nameAt(event.target);
  if (!name) return;
  chosen = known.filter((other) => chosen.includes(other) !== (other === name));
  choosing(known, chosen);
  tell({ event: 'chosen', detail: { controls: chosen } });
}
