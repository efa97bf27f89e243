// The page's side of being in a frame: it answers what the page around it asks, tells it what happens, and shows the controls that its
// address names. Loaded by boot.js where there is a page around; knows `window.playground` and the names of the page's parts.
// The only authority is the parent window; docs/embed.md is the contract.
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

/** What only a page around may want, beside the calls of `window.playground`. */
const OWN = {
  /** Everything of a run, for `setState`: opaque, and not for other versions. */
  getState: async (api) => ({ gradientPlaygroundState: VERSION, model: await api.model() }),
  setState: async (api, state) => {
    if (state?.gradientPlaygroundState !== VERSION) throw new Error('state must be what getState() gave');
    await api.pause();
    await api.loadModel(state.model);
  },
  /** The plot as a picture: a data URL. */
  screenshot: async (api, { format = 'png', scale = 2 } = {}) => {
    if (!['png', 'jpeg', 'webp'].includes(format)) throw new Error(`format must be png, jpeg or webp, got ${format}`);
    if (!(scale >= 0.25 && scale <= 4)) throw new Error(`scale must be from 0.25 to 4, got ${scale}`);
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
/** What tells by itself. */
const EVENTS = ['snapshot', 'change', 'error'];

const ignored = (why) => console.warn(`gradient-playground: a message of the page around was ignored: ${why}`);

addEventListener('message', async ({ source, data }) => {
  // Siblings, children and openers have no say; other scripts of the parent have messages of their own.
  if (!isFramed || source !== parent || typeof data !== 'object' || data === null || !Object.hasOwn(data, 'gradientPlayground')) return;
  const { gradientPlayground, id, call, args = [] } = data;
  if (gradientPlayground !== VERSION) return ignored(`gradientPlayground must be ${VERSION}`);
  if (!['string', 'number'].includes(typeof id)) return ignored('id must be a number or a text');
  const answer = (outcome) => tell({ id, ...outcome });
  const refuse = (message) => answer({ error: { message } });
  if (typeof call !== 'string' || !Array.isArray(args) || args.length > 2) return refuse('call must be a name, and args a list of at most 2');
  const api = await playground;
  const isCall = Object.hasOwn(api, call) && typeof api[call] === 'function' && call !== 'on' && call !== 'off';
  if (!isCall && !Object.hasOwn(OWN, call)) return refuse(`${call.slice(0, 40)} is not a call of the playground`);
  try {
    answer({ result: await (isCall ? api[call](...args) : OWN[call](api, ...args)) });
  } catch (error) {
    refuse(String(error?.message ?? error));
  }
});

playground.then((api) => {
  for (const event of EVENTS) api.on(event, (detail) => tell({ event, detail }));
  // Its own event may have been before anybody listened.
  api.snapshot().then(() => tell({ event: 'ready', detail: { version: VERSION } }));
});

/** The height at which plot, transport and what stands around them are whole, by the frame's width. */
const fitting = (width) => (width < 540 ? width + 380 : width < 1280 ? Math.round(width / 2) + 160 : 720);

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

/** Parts of the page by the names that `controls` and `hide` know; what has none of these is the field of a configuration key. */
const PARTS = {
  'play': '.play',
  'step': '.transport .split',
  'reset': '.again > .btn:not(.draw)',
  'weight-seed': '.again > .draw',
  'undo': '.tail > :is(:nth-child(1), :nth-child(2))',
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
  'export': '.actions > button',
  'panel:data': '.data',
  'panel:features': '.features',
  'panel:network': '.middle',
  'panel:curve': '.numbers',
  'panel:plot': '.right',
};
/** The panel in which a part stands, which comes with it. */
const WITHIN = { 'dataset': 'panel:data', 'data-seed': 'panel:data', 'count': 'panel:data', 'noise': 'panel:data', 'train-share': 'panel:data', 'features': 'panel:features', 'hidden-layers': 'panel:network', 'activations': 'panel:network' };
const STRIP = ['task', 'activation', 'loss', 'learning-rate', 'optimiser', 'batch-size'];
const id = (name) => name.replace(/-./g, ([, letter]) => letter.toUpperCase()).replace(/^stop(.)/, (_, letter) => `stop-${letter.toLowerCase()}`);
const field = (name) => `.field:has(#${id(name)})`;
const selector = (name) => PARTS[name] ?? field(name);
const names = (key) => (said.get(key) ?? '').split(/[\s,]+/).filter((name) => /^[a-z0-9:-]{1,40}$/.test(name));

/** The page with these controls and no others: plot and readouts, and what was named, in sight without a menu; beside the plot, or below
 * it in a high frame, `n` panels one below the other. */
const layout = (n) => `
  body { height: 100vh; overflow: hidden; }
  #app { display: flex; flex-direction: column; height: 100%; }
  .embedded.top .second { display: flex !important; position: static !important; flex-wrap: wrap; align-items: end; gap: 8px; padding: 2px 10px 8px !important; max-height: none !important; border: 0 !important; box-shadow: none !important; overflow: visible !important; }
  .embedded .second :is(.strip, .strip-row) { display: flex; flex-wrap: wrap; flex: 0 1 auto; gap: 8px; box-shadow: none !important; padding: 0; width: auto; }
  .embedded .second .field { flex: 0 1 auto; min-width: 104px; }
  :is(.menu-button, .brand, .keys, .net-foot, .plot-line, .axis, .axis-name), .embedded .actions > .kept { display: none !important; }
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
    // What only holds others goes with them.
    ...(inHead.every((name) => STRIP.includes(name)) ? [off('.strip-row > .btn')] : []),
    ...(inHead.length > 0 || some('speed', 'language', 'theme', 'export') ? [] : [off('.embedded.top .second')]),
    ...(some('reset', 'weight-seed') ? [] : [off('.again')]),
    ...(some('undo', 'help') ? [] : [off('.tail')]),
  ];
}

function chosen() {
  const [allowed, hidden] = [names('controls'), names('hide')];
  const rules = hidden.map((name) => `${selector(name)} { display: none !important; }`);
  if (said.has('controls')) rules.push(...onlyThese(allowed));
  const isPointless = hidden.includes('points') || (said.has('controls') && !allowed.includes('points'));
  if (rules.length === 0) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules.join('\n'));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  if (isPointless) {
    // Neither pointer nor keyboard changes points where that is not among the controls.
    const still = () => document.querySelectorAll('.plot > .face:not([inert])').forEach((face) => { face.inert = true; });
    new MutationObserver(still).observe(document.body, { childList: true, subtree: true });
    still();
  }
}
chosen();
