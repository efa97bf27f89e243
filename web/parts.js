// The parts of the page by name, and what leaves only some of them on the page. Loaded where there is a page around, and for lessons.
/** Parts of the page by the names that `controls` and `hide` know; what has none of these is the field of a configuration key. */
export const PARTS = {
  'play': '.play',
  'step': '.transport .split',
  'reset': '.again > .btn:not(.draw)',
  'weight-seed': '.again > .draw',
  'undo': '.tail > :is(:nth-child(2), :nth-child(3))',
  'help': '.tail > .ask',
  'speed': '.speed',
  'points': '.output > .head, .shows > .chip',
  'arrows': '.arrows, .arrow-whys',
  'show': '.shows',
  'dataset': '.thumbs, .data > .chosen',
  'data-seed': '.data > .head > .chip',
  'features': '.features',
  'hidden-layers': '.net-head > .chips, .net-heads button, .net-heads input',
  'activations': '.net-heads select',
  'language': '.actions > .field:has(#language)',
  'theme': '.actions > .field:has(#theme)',
  'export': '.actions > :is(button, .places), .in-bar',
  'panel:data': '.data',
  'panel:features': '.features',
  'panel:network': '.middle',
  'panel:curve': '.numbers',
  'panel:plot': '.right',
};
/** The panel in which a part stands, which comes with it. */
export const WITHIN = { 'dataset': 'panel:data', 'data-seed': 'panel:data', 'count': 'panel:data', 'noise': 'panel:data', 'train-share': 'panel:data', 'features': 'panel:features', 'hidden-layers': 'panel:network', 'activations': 'panel:network' };
export const STRIP = ['task', 'activation', 'loss', 'learning-rate', 'optimiser', 'batch-size'];
export const id = (name) => name.replace(/-./g, ([, letter]) => letter.toUpperCase()).replace(/^stop(.)/, (_, letter) => `stop-${letter.toLowerCase()}`);
/** The element of a key's field; parameters of an optimiser or a schedule have fields of their own. */
const inField = (name) => `#${id(name)}, [id^="${id(name)}-"]`;
const field = (name) => `.field:has(${inField(name)})`;
export const selector = (name) => PARTS[name] ?? field(name);

/** Places that a lesson's text leads to; they stay whatever controls there are. */
const PLACES = {
  'network': '.middle',
  'curve': '.numbers',
  'backprop': '.inside',
  'lab:formula': 'section.lab-definitions',
  'lab:graph': 'section.lab-graph',
  'lab:ways': 'section.lab-ways',
  'lab:growth': 'section.lab-ways .lab-more',
  'lab:errors': 'section.lab-errors',
  'lab:descend': 'section.lab-descend',
};

/** What stays in every lesson: it belongs to the page and not to the experiment. */
const ALWAYS = ['help', 'undo', 'language', 'theme', 'export', 'arrows', 'show', 'panel:plot', 'panel:network', 'panel:curve'];
/** What stands in the column at the left. */
const LEFT = ['panel:data', 'panel:features'];
const sheet = new CSSStyleSheet();

const drawn = () => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });

/** Opens what a part of the page stands behind, brings it into sight and lights it for a while. */
export async function point(name) {
  const seen = () => [...document.querySelectorAll(PLACES[name] ?? selector(name))].find((part) => part.checkVisibility());
  const doors = PLACES[name] ? [] : WITHIN[name] ? ['.data-more'] : ['.menu-button', '.strip-row > .btn'];
  for (const door of doors.map((door) => document.querySelector(door))) {
    if (seen()) break;
    if (!door?.checkVisibility() || door.getAttribute('aria-expanded') === 'true') continue;
    door.click();
    for (let n = 0; n < 30 && door.getAttribute('aria-expanded') !== 'true'; n += 1) await drawn();
    await drawn();
  }
  // What a step sets up may still be on its way.
  for (let n = 0; n < 60 && !seen(); n += 1) await drawn();
  const part = seen();
  if (!part) return;
  if (part.matches('details')) part.open = true;
  part.scrollIntoView({ block: part.closest('header') ? 'nearest' : 'start' });
  part.classList.add('lit');
  setTimeout(() => part.classList.remove('lit'), 4000);
  // A finger that is shown a field does not want the keyboard in front of it yet.
  const inside = part.matches('button') ? part : part.querySelector('summary, input, select, button');
  if (!matchMedia('(pointer: coarse)').matches) inside?.focus({ preventScroll: true });
}

/** Leaves only these controls on the page; all of them for null. */
export function only(controls) {
  const { dataset } = document.documentElement;
  dataset.lesson = '';
  if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  if (!controls) {
    delete dataset.lesson;
    return sheet.replaceSync('');
  }
  const wanted = new Set([...ALWAYS, ...controls, ...controls.map((name) => WITHIN[name])]);
  const isWhole = (panel) => controls.includes(panel);
  const unwanted = Object.keys(PARTS).filter((name) => !wanted.has(name) && !isWhole(WITHIN[name]));
  const fields = controls.filter((name) => !PARTS[name]);
  const others = fields.length > 0 ? `:not(:has(${fields.map(inField)}))` : '';
  const off = (selector) => `${selector} { display: none !important; }`;
  if (LEFT.some((name) => wanted.has(name))) dataset.lesson = 'data';
  sheet.replaceSync([
    ...unwanted.map((name) => off(PARTS[name])),
    ...(fields.length > 0 ? [off(`#more .group:not(:has(${fields.map(inField)}))`)] : []),
    off(`:is(.strip-row, #more${isWhole('panel:data') ? '' : ', .data'}) .field${others}`),
    ...(fields.every((name) => STRIP.includes(name) || WITHIN[name]) ? [off('.strip-row > .btn')] : []),
    ...(wanted.has('points') ? [] : ['.plot > .face { pointer-events: none; }', '.readout[data-hint] { visibility: hidden; }']),
  ].join('\n'));
}
