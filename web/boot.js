// Starts the page: checks that the browser can run it, loads the two assets whose names the build put into the data
// attributes, and hands the page what it needs to start a worker from the same code. Knows nothing of what the page does.
(() => {
  'use strict';
  const { glue, wasm, rest, style } = document.currentScript.dataset;
  const RETRIES = 5;
  const RETRY_MS = 2000;
  const HERE_MS = 40;
  const absolute = (name) => new URL(name, document.baseURI).href;
  const element = (id) => document.getElementById(id);

  // Plain DOM, so that it can be shown when the page itself is dead. `why` is simd, start or panic.
  const notice = (why, details) => {
    if (!element('notice').hidden) return; // the first failure is the cause of the others
    element(`notice-${why}`).hidden = false;
    element(`notice-${why}-cure`).hidden = false;
    element('notice-details').textContent = `${details}\n${navigator.userAgent}`;
    element('notice-reload').onclick = () => location.reload();
    element('notice-copy').onclick = () => navigator.clipboard?.writeText(element('notice-details').textContent);
    element('notice').hidden = false;
    document.querySelector('main')?.setAttribute('data-state', 'crashed');
    document.querySelector('.skeleton')?.remove();
    element('notice-reload').focus();
  };

  // The program's two parts, on the page and in the worker: the rest, if there is one, takes its place in the first part's table
  // of functions. The program calls `loadRest` where it needs the rest and must not go on without: then only a request that
  // waits will do. Such requests give text, of which each character is a byte.
  const halves = (url) => {
    let exports = null;
    let rest = null;
    let isWhole = !url;
    const join = () => {
      if (isWhole || !rest || !exports) return;
      new WebAssembly.Instance(rest, { a: exports });
      isWhole = true;
    };
    return {
      isWhole: () => isWhole,
      exports: () => exports,
      nWaits: 0,
      take(module) { rest ??= module; join(); },
      // Starts the program by its glue. The rest must find the first part before that runs anything, so it is taken from
      // the glue's own call.
      start(glue, module) {
        const { instantiate } = WebAssembly;
        WebAssembly.instantiate = async (...them) => {
          WebAssembly.instantiate = instantiate;
          const instance = await instantiate.apply(WebAssembly, them);
          ({ exports } = instance);
          if (rest) {
            // Not at once, which older browsers refuse on a page.
            await instantiate.call(WebAssembly, rest, { a: exports });
            isWhole = true;
          }
          return instance;
        };
        return glue.default({ module_or_path: module });
      },
      loadRest() {
        if (isWhole) return;
        if (!exports) throw new Error('the program must have been started before it needs its rest');
        this.nWaits += 1;
        const request = new XMLHttpRequest();
        request.open('GET', url, false);
        request.overrideMimeType('text/plain; charset=x-user-defined');
        request.send();
        if (request.status !== 200) throw new Error(`${url}: ${request.status}`);
        this.take(new WebAssembly.Module(Uint8Array.from(request.responseText, (character) => character.charCodeAt(0))));
      },
    };
  };

  // A classic worker from a Blob: the only kind that also starts inside a sandboxed frame. It loads the glue while the program is
  // still compiled. Where there are locks it holds one for as long as it lives: a worker that the browser ends says nothing, but
  // its lock becomes free. What the page hands over comes by a port: such messages do not wait until the page has time.
  const shim = (glueUrl) => `'use strict';
    const glue = import(${JSON.stringify(glueUrl)});
    glue.catch(() => {}); // whoever waits for it hears of that
    onmessage = ({ data: { life, restUrl, port } }) => {
      port.postMessage({ isHere: true });
      // What the page asks meanwhile is heard when the program listens.
      const asked = [];
      onmessage = (event) => asked.push(event);
      const parts = globalThis.playgroundParts = (${halves})(restUrl);
      port.onmessage = ({ data: { module, rest } }) => {
        if (rest) parts.take(rest);
        if (!module) return;
        glue.then((glue) => parts.start(glue, module)).then(() => asked.forEach((event) => onmessage(event)))
          .catch((error) => postMessage({ failed: String(error) }));
      };
      const live = () => { port.postMessage({ lives: true }); return new Promise(() => {}); };
      if (life) navigator.locks.request(life, live).catch(() => {});
    };`;

  const newWorker = (glueUrl, restUrl) => {
    const url = URL.createObjectURL(new Blob([shim(glueUrl)], { type: 'text/javascript' }));
    const worker = new Worker(url);
    const life = navigator.locks && `playground-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
    const { port1: port, port2 } = new MessageChannel();
    const here = new Promise((then) => {
      port.onmessage = ({ data }) => {
        then();
        // Once the worker has its lock, whoever gets it next is told that the worker is gone.
        if (data.lives) navigator.locks.request(life, () => worker.dispatchEvent(new Event('error'))).catch(() => {});
      };
    });
    worker.addEventListener('message', () => URL.revokeObjectURL(url), { once: true });
    worker.postMessage({ life, restUrl, port: port2 }, [port2]);
    return { worker, port, here };
  };

  const compiled = async (name) => {
    const answer = await fetch(absolute(name), { credentials: 'same-origin' });
    if (!answer.ok) throw new Error(`${name}: ${answer.status} ${answer.statusText}`);
    const isWasm = (answer.headers.get('content-type') || '').startsWith('application/wasm');
    return isWasm && WebAssembly.compileStreaming ? WebAssembly.compileStreaming(answer) : WebAssembly.compile(await answer.arrayBuffer());
  };

  // Puts a style sheet behind those that are there.
  const styled = (name) => new Promise((then, fail) => {
    const link = document.createElement('link');
    link.onload = then;
    link.onerror = () => { link.remove(); fail(new Error(`${name} could not be loaded`)); };
    document.head.append(Object.assign(link, { rel: 'stylesheet', href: absolute(name) }));
  });

  // Whether a page may instantiate at once what it needs at once: older browsers refuse it above 4 KB.
  const isPatient = () => {
    try {
      new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 0, 0x85, 0x40, 0, ...new Uint8Array(0x2004))));
      return false;
    } catch {
      return true;
    }
  };

  // Whoever comes with a link, in a frame or back has more on the page than a first visit does.
  const isFirstVisit = () => {
    try {
      return !location.hash && !location.search && history.state === null && localStorage.length === 0;
    } catch {
      return true;
    }
  };

  // What the program finds when it starts: the whole document in its colours and sizes.
  const dressed = async () => {
    if (document.readyState === 'loading') await new Promise((then) => document.addEventListener('DOMContentLoaded', then));
    const bare = [...document.querySelectorAll('link[rel=stylesheet]')].filter(({ sheet }) => !sheet);
    await Promise.all(bare.map((link) => new Promise((then) => ['load', 'error'].forEach((end) => link.addEventListener(end, then)))));
  };

  const start = async () => {
    // The smallest module that uses a 128-bit lane.
    const simd = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
    if (typeof WebAssembly !== 'object' || !WebAssembly.validate(new Uint8Array(simd))) return notice('simd', 'no wasm simd128');
    const glueUrl = absolute(glue);
    const restUrl = rest && absolute(rest);
    const parts = halves(restUrl);
    const ports = []; // of workers that have started without the rest
    let restModule = null;
    let isStyled = !style;
    let coming = null;
    const fetchRest = () => (coming ??= Promise.all([
      restModule || compiled(rest).then((module) => {
        restModule = module;
        parts.take(module);
        ports.splice(0).forEach((port) => port.postMessage({ rest: module }));
      }),
      isStyled || styled(style).then(() => { isStyled = true; }),
    ]));
    const isWholeAtOnce = rest && (isPatient() || !isFirstVisit());
    // Starts the program in a worker. What it says before the page listens is said again then.
    const begun = ({ worker, port }, module) => {
      const early = [];
      worker.onmessage = ({ data }) => early.push(data);
      port.postMessage({ module, rest: restModule });
      if (!restModule) ports.push(port);
      return { worker, early };
    };
    // The first worker is made at once: its thread starts while the program comes, and the program in it beside the page's.
    let first = null;
    try { first = newWorker(glueUrl, restUrl); } catch { /* the page finds out when it wants one, and does without */ }
    const [page, module] = await Promise.all([import(glueUrl), compiled(wasm), isWholeAtOnce && fetchRest(), dressed()]);
    // What a worker that is about to listen is told before that waits for this thread, which is about to be busy.
    if (first) await Promise.race([first.here, new Promise((then) => { setTimeout(then, HERE_MS); })]);
    try { first &&= begun(first, module); } catch { first = null; }
    globalThis.playgroundParts = Object.assign(parts, {
      startWorker() {
        const { worker, early } = first ?? begun(newWorker(glueUrl, restUrl), module);
        first = null;
        queueMicrotask(() => early.forEach((data) => worker.dispatchEvent(new MessageEvent('message', { data }))));
        return worker;
      },
      // A connection that fails for a moment does not leave the page without its controls.
      fetchRest(then, retries = RETRIES) {
        fetchRest().then(then, (error) => {
          coming = null;
          if (parts.isWhole() && (isStyled || retries === 0)) then();
          else if (retries === 0) notice('start', String(error));
          else setTimeout(() => parts.fetchRest(then, retries - 1), RETRY_MS);
        });
      },
      panicked: (details) => notice('panic', details),
    });
    await parts.start(page, module);
  };
  start().catch((error) => notice('start', String(error)));
})();
