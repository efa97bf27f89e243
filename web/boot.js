// Starts the page: checks that the browser can run it, loads the two assets whose names the build put into the data
// attributes, and hands the page what it needs to start a worker from the same code. Knows nothing of what the page does.
(() => {
  'use strict';
  const { glue, wasm } = document.currentScript.dataset;
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

  // A classic worker from a Blob: the only kind that also starts inside a sandboxed frame. Where there are locks it holds one for
  // as long as it lives: a worker that the browser ends says nothing, but its lock becomes free.
  const shim = `'use strict';
    onmessage = ({ data }) => {
      onmessage = null;
      const begin = () => import(data.glue).then((glue) => glue.default({ module_or_path: data.module }))
        .catch((error) => postMessage({ failed: String(error) }));
      const live = () => { begin(); return new Promise(() => {}); };
      if (data.life) navigator.locks.request(data.life, live).catch(begin); else begin();
    };`;

  const start = async () => {
    // The smallest module that uses a 128-bit lane.
    const simd = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
    if (typeof WebAssembly !== 'object' || !WebAssembly.validate(new Uint8Array(simd))) return notice('simd', 'no wasm simd128');
    const glueUrl = absolute(glue);
    const response = fetch(absolute(wasm), { credentials: 'same-origin' }).then((answer) => {
      if (!answer.ok) throw new Error(`${wasm}: ${answer.status} ${answer.statusText}`);
      return answer;
    });
    const compile = async () => {
      const answer = await response;
      const isWasm = (answer.headers.get('content-type') || '').startsWith('application/wasm');
      return isWasm && WebAssembly.compileStreaming ? WebAssembly.compileStreaming(answer) : WebAssembly.compile(await answer.arrayBuffer());
    };
    const [page, module] = await Promise.all([import(glueUrl), compile()]);
    globalThis.playgroundParts = {
      startWorker() {
        const url = URL.createObjectURL(new Blob([shim], { type: 'text/javascript' }));
        const worker = new Worker(url);
        const life = navigator.locks && `playground-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
        worker.addEventListener('message', () => {
          URL.revokeObjectURL(url);
          if (life) navigator.locks.request(life, () => worker.dispatchEvent(new Event('error'))).catch(() => {});
        }, { once: true });
        worker.postMessage({ glue: glueUrl, module, life });
        return worker;
      },
      panicked: (details) => notice('panic', details),
    };
    await page.default({ module_or_path: module });
  };
  start().catch((error) => notice('start', String(error)));
})();
