// The page's side of being in a frame: it answers what the page around it asks, tells it what happens, and shows the controls that its
// address names. Loaded by boot.js where there is a page around; knows `window.playground` and the names of the page's parts.
// The only authority is the parent window; docs/embed.md is the contract.
import { PARTS, WITHIN, STRIP, id, selector } from './parts.js';
const VERSION = 1;
const said = new URLSearchParams(location.search);

/** Tells the page around what happened, or what became of its call. Nothing of what is told is the visitor's. */
const isFramed = parent !== window;
const tell = (message) => isFramed && parent.postMessage({ gradientPlayground: VERSION, ...message }, '*');

// `window.playground` comes when the program has started.
const playground = new Promise((resolve) => {
  if (window.playground) return resolve(window.playground);
  Object.defineProperty(window, 'playground', {
    configurable: true,
    set(value) {
      Object.defineProperty(window, 'playground', { value, configurable: true, enumerable: true, writable: true });
      resolve(value);
    },
  });
});

/** A refusal as the page's own are: what it is about, what must hold, what was found. */
const refusal = (key, rule, found) => Object.assign(new Error(`${key} ${rule}, got ${found}`), { problem: { key, rule, found } });
const quoted = (value) => (typeof value === 'string' ? `"${value.slice(0, 40)}"` : ['number', 'boolean'].includes(typeof value) ? String(value) : `a value of type ${typeof value}`);

/** What only a page around may want, beside the calls of `window.playground`. */
const OWN = {
  /** Everything of a run, for `setState`: opaque, and not for other versions. */
  getState: async (api) => ({ gradientPlaygroundState: VERSION, model: await api.model() }),
  setState: async (api, state) => {
    if (state?.gradientPlaygroundState !== VERSION) throw refusal('state', 'must be what getState() gave', quoted(state));
    // Loading ends training by itself; a state that is refused pauses nothing.
    await api.loadModel(state.model);
    await api.pause();
  },
  /** The plot as a picture: a data URL. */
  screenshot: async (api, { format = 'png', scale = 2 } = {}) => {
    if (!['png', 'jpeg', 'webp'].includes(format)) throw refusal('format', 'must be png, jpeg or webp', quoted(format));
    if (!(scale >= 0.25 && scale <= 4)) throw refusal('scale', 'must be from 0.25 to 4', quoted(scale));
    const layers = [...document.querySelectorAll('.plot canvas')];
    const { width, height } = layers[0].getBoundingClientRect();
    const sheet = Object.assign(document.createElement('canvas'), { width: Math.round(width * scale), height: Math.round(height * scale) });
    const context = sheet.getContext('2d');
    context.fillStyle = getComputedStyle(document.body).backgroundColor;
    context.fillRect(0, 0, sheet.width, sheet.height);
    for (const layer of layers) context.drawImage(layer, 0, 0, sheet.width, sheet.height);
    return sheet.toDataURL(`image/${format}`);
  },
};
const told = ({ message, problem }) => tell({ event: 'error', detail: { message, problem, userInitiated: false } });
/** What tells by itself. */
const EVENTS = ['snapshot', 'change', 'goal', 'lesson', 'error'];

const ignored = (why) => console.warn(`gradient-playground: a message of the page around was ignored: ${why}`);

/** Does what the page around asks for. */
export async function hear({ source, origin, data }) {
  // Siblings, children and openers have no say; other scripts of the parent have messages of their own.
  if (!isFramed || source !== parent || typeof data !== 'object' || data === null || !Object.hasOwn(data, 'gradientPlayground')) return;
  const { gradientPlayground, id, call, args = [] } = data;
  if (gradientPlayground !== VERSION) return ignored(`gradientPlayground must be ${VERSION}`);
  if (!['string', 'number'].includes(typeof id)) return ignored('id must be a number or a text');
  const answer = (outcome) => tell({ id, ...outcome });
  try {
    if (typeof call !== 'string') throw refusal('call', 'must be a name', quoted(call));
    if (!Array.isArray(args) || args.length > 2) throw refusal('args', 'must be a list of at most 2', quoted(args));
    const api = await playground;
    const isCall = Object.hasOwn(api, call) && typeof api[call] === 'function' && call !== 'on' && call !== 'off';
    // The panel in which a course author chooses controls is a page of ours.
    if (call === 'choosing' && origin === location.origin) (await import('./choose.js')).choosing(...args, { selector, show, tell });
    else if (!isCall && !Object.hasOwn(OWN, call)) throw refusal('call', 'must be a call of the playground', quoted(call));
    answer({ result: await (isCall ? api[call](...args) : OWN[call]?.(api, ...args)) });
  } catch (error) {
    answer({ error: { message: String(error?.message ?? error), problem: error?.problem ?? null } });
  }
}
addEventListener('message', hear);

playground.then(async (api) => {
  // The program does not know what is shown of it.
  const { view } = api;
  api.view = (partial) => viewed(view, partial).catch((error) => {
    // The program has told of what it refused.
    if (Object.hasOwn(shown, error.problem?.key)) told(error);
    throw error;
  });
  for (const event of EVENTS) api.on(event, (detail) => tell({ event, detail }));
  // Its own event may have been before anybody listened.
  await api.snapshot();
  tell({ event: 'ready', detail: { version: VERSION } });
  // What stood in the address was shown at once; what of it makes no sense is told.
  try {
    const known = await allNames(api);
    for (const key of ['controls', 'hide']) check(key, names(key), known);
    if (said.has('controls') && shown.hide.length > 0) throw together(shown.hide);
  } catch (error) {
    told(error);
  }
});

const { fitting } = globalThis.playgroundBoot;

// A frame that may be as high as it wants says how high: to the element, to a learning platform by LTI, and to H5P.
if (isFramed && said.get('height') === 'auto') {
  let width = 0;
  const ask = () => {
    if (innerWidth === width || innerWidth === 0) return;
    width = innerWidth;
    const height = fitting(width);
    tell({ event: 'resize', detail: { height } });
    parent.postMessage({ subject: 'lti.frameResize', height }, '*');
    parent.postMessage({ context: 'h5p', action: 'prepareResize', scrollHeight: height, clientHeight: innerHeight }, '*');
    parent.postMessage({ context: 'h5p', action: 'resize', scrollHeight: height }, '*');
  };
  addEventListener('message', ({ source, data }) => {
    if (source === parent && data?.context === 'h5p' && ['hello', 'resizePrepared'].includes(data.action)) {
      parent.postMessage({ context: 'h5p', action: 'resize', scrollHeight: fitting(innerWidth) }, '*');
    }
  });
  parent.postMessage({ context: 'h5p', action: 'hello' }, '*');
  new ResizeObserver(ask).observe(document.documentElement);
}

/** Where parts stand that a small frame has no room for, unless an author chooses them. */
const KEPT = {
  'step': '.embedded.top .bar .split',
  'reset': '.embedded.top .bar > .again',
  'weight-seed': '.embedded.top .bar > .again, .embedded.top .bar > .again > .draw',
  'undo': '.embedded.top .bar > .tail, .embedded.top .bar > .tail > :is(:nth-child(1), :nth-child(2))',
  'help': '.embedded.top .bar > .tail, .embedded.top .bar > .tail > .ask',
  'points': 'main.embedded .board .output > .head',
  'arrows': 'main.embedded .board .output > .arrows',
};
const namesIn = (text) => text.split(/[\s,]+/).filter(Boolean);
const names = (key) => namesIn(said.get(key) ?? '');
const kebab = (key) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The page with these controls and no others: plot and readouts, and what was named, in sight without a menu; beside the plot, or below
 * it in a high frame, `n` panels one below the other. */
const layout = (n) => `
  body { height: 100vh; overflow: hidden; }
  #app { display: flex; flex-direction: column; height: 100%; }
  .embedded.top .second { display: flex !important; position: static !important; flex-wrap: wrap; align-items: end; gap: 8px; padding: 2px 10px 8px !important; max-height: none !important; border: 0 !important; box-shadow: none !important; overflow: visible !important; }
  .embedded .second :is(.strip, .strip-row) { display: flex; flex-wrap: wrap; flex: 0 1 auto; gap: 8px; box-shadow: none !important; padding: 0; width: auto; }
  .embedded .second .field { flex: 0 1 auto; min-width: 104px; }
  .embedded.top .menu-button, :is(.brand, .keys, .net-foot, .plot-line, .axis, .axis-name), .embedded .actions > .kept { display: none !important; }
  .embedded.top .bar { flex-wrap: wrap !important; }
  main.embedded { flex: 1; min-height: 0; }
  main.embedded .board { display: grid !important; grid-template: repeat(${n || 1}, minmax(0, 1fr)) / ${n ? 'minmax(0, 3fr) minmax(0, 2fr)' : 'minmax(0, 1fr)'} !important; align-items: stretch; gap: 8px !important; height: 100% !important; padding: 8px !important; overflow: hidden; }
  main.embedded .right { display: flex !important; grid-area: 1 / 1 / ${(n || 1) + 1} / 2 !important; min-height: 0; }
  main.embedded .output { display: flex !important; flex-direction: column; flex: 1; min-height: 0; padding: 0 !important; border: 0; box-shadow: none; overflow: hidden; }
  main.embedded .plot-box { display: grid !important; grid-template: minmax(0, 1fr) / minmax(0, 1fr) !important; place-items: center; flex: 1 !important; width: 100% !important; height: auto !important; min-height: 0; margin: 0 !important; align-self: stretch !important; container-type: size; }
  main.embedded .plot { width: min(100cqw, 100cqh); }
  main.embedded .chosen-place { inset: 0; }
  main.embedded :is(.left, .middle, .numbers) { display: flex !important; flex-direction: column; grid-area: auto / 2 !important; min-width: 0; min-height: 0 !important; max-height: none !important; overflow: auto; }
  main.embedded :is(.middle > .network, .net-wrap) { flex: 1; min-height: 0; }
  @media (max-aspect-ratio: 1/1) {
    main.embedded .board { grid-template: minmax(0, ${n ? 3 : 1}fr) ${n ? `repeat(${n}, minmax(0, 2fr))` : ''} / minmax(0, 1fr) !important; }
    main.embedded .right { grid-area: 1 / 1 !important; }
    main.embedded :is(.left, .middle, .numbers) { grid-area: auto / 1 !important; }
  }
`;

/** The rules for the parts that are not among these controls. */
function onlyThese(allowed) {
  const off = (selector) => `${selector} { display: none !important; }`;
  const wanted = new Set([...allowed, ...allowed.map((name) => WITHIN[name]), 'panel:plot']);
  const isWhole = (panel) => allowed.includes(panel);
  const unwanted = Object.keys(PARTS).filter((name) => !wanted.has(name) && !isWhole(WITHIN[name]));
  const some = (...names) => names.some((name) => wanted.has(name));
  const sides = { '.left': some('panel:data', 'panel:features'), '.middle': some('panel:network'), '.numbers': some('panel:curve') };
  const fields = allowed.filter((name) => !PARTS[name]);
  const inHead = fields.filter((name) => !WITHIN[name]);
  const others = fields.length > 0 ? `:not(:has(${fields.map((name) => `#${id(name)}`)}))` : '';
  return [
    layout(Object.values(sides).filter(Boolean).length),
    ...unwanted.map((name) => off(PARTS[name])),
    off(`:is(.strip-row, #more${isWhole('panel:data') ? '' : ', .data'}) .field${others}`),
    ...Object.keys(sides).filter((panel) => !sides[panel]).map((panel) => off(`main.embedded ${panel}`)),
    // What a small frame leaves out by itself is there where it was chosen.
    ...allowed.filter((name) => KEPT[name]).map((name) => `${KEPT[name]} { display: flex !important; }`),
    // What only holds others goes with them.
    ...(inHead.every((name) => STRIP.includes(name)) ? [off('.strip-row > .btn')] : []),
    ...(inHead.length > 0 || some('speed', 'language', 'theme', 'export') ? [] : [off('.embedded.top .second')]),
    ...(some('reset', 'weight-seed') ? [] : [off('.again')]),
    ...(some('undo', 'help') ? [] : [off('.tail')]),
  ];
}

/** What is shown: these controls and no others, or null, and those that are hidden. */
let shown = { controls: said.has('controls') ? names('controls') : null, hide: names('hide') };
const sheet = new CSSStyleSheet();
let isPointless = false;
// Neither pointer nor keyboard changes points where that is not among the controls.
const still = () => document.querySelectorAll('.plot > .face').forEach((face) => { if (face.inert !== isPointless) face.inert = isPointless; });

/** Shows these controls. */
function show(wanted) {
  shown = wanted;
  const { controls, hide } = shown;
  const rules = hide.filter(isName).map((name) => `${selector(name)} { display: none !important; }`);
  if (controls) rules.push(...onlyThese(controls.filter(isName)));
  const wasPointless = isPointless;
  isPointless = hide.includes('points') || (controls !== null && !controls.includes('points'));
  if (isPointless) rules.push('.readout[data-hint] { visibility: hidden; }');
  if (rules.length > 0 && !document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  sheet.replaceSync(rules.join('\n'));
  if (isPointless && !wasPointless) watch.observe(document.body, { childList: true, subtree: true });
  if (!isPointless) watch.disconnect();
  still();
}
const watch = new MutationObserver(still);
/** A name can stand in a selector. */
const isName = (name) => /^[a-z0-9:-]{1,40}$/.test(name);
show(shown);

/** Every name that can be chosen: the parts of the page, and the fields of the configuration's keys with what belongs to them. */
const allNames = async (api) => [...Object.keys(PARTS), 'activation', ...Object.keys(await api.config()).map(kebab)];
const together = (hide) => refusal('hide', 'must not be given together with controls', quoted(hide.join()));

function check(key, wanted, known) {
  const strange = wanted.find((name) => !known.some((other) => name === other || name.startsWith(`${other}-`)));
  if (strange !== undefined) throw refusal(key, `must be names of controls (${known.join(', ')})`, quoted(strange));
  return wanted;
}

/** The call `view` with what is about parts of the page. */
async function viewed(view, partial = {}) {
  if (partial === null || typeof partial !== 'object' || Array.isArray(partial)) return view(partial);
  const { controls, hide, ...others } = partial;
  const known = await allNames(window.playground);
  const listed = (key, value) => {
    const list = typeof value === 'string' ? namesIn(value) : value;
    if (!Array.isArray(list)) throw refusal(key, 'must be a list of names or null', quoted(list));
    return check(key, list.map(String), known);
  };
  const given = {};
  if (controls !== undefined) given.controls = controls === null ? null : listed('controls', controls);
  if (hide !== undefined) given.hide = hide === null ? [] : listed('hide', hide);
  const both = { ...shown, ...given };
  if (both.controls && both.hide.length > 0) throw together(both.hide);
  const settings = await view(others);
  // Another call may have been faster.
  if (Object.keys(given).length > 0) show({ ...shown, ...given });
  return { ...settings, ...shown };
}
