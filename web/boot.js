// Starts the page: checks that the browser can run it, loads the program that stands beside this script, and makes workers that
// run the same program. It can still speak when the program cannot. Knows nothing of what the page does.
(() => {
  'use strict';
  const beside = ((script) => (name) => new URL(name, script).href)(document.currentScript.src);
  const GLUE = beside('program.js');
  const WASM = beside('program_bg.wasm');
  // The smallest module that uses a 128-bit lane.
  const SIMD = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];

  // Written by `cargo xtask schema` from the words of each language: what is said here, and the files that bring the rest.
  const LANGUAGES = [
    {
      word: 'en',
      tag: 'en',
      files: ['split_words_en.wasm'],
      texts: {
        loading: 'Loading…',
        simd: ['This browser is too old for the playground', 'It needs WebAssembly SIMD: Chrome 91, Firefox 89, Safari 16.4 or later.'],
        start: ['The playground could not start', 'One of its files could not be loaded or run. Check the connection and reload.'],
        panic: ['Something went wrong and the page stopped', 'Nothing was sent anywhere. Reload to go on with the same settings; the details below help to find the cause.'],
        reload: 'Reload',
        copy: 'Copy details',
      },
    },
    {
      word: 'zh',
      tag: 'zh-Hans',
      files: ['split_words_zh.wasm'],
      texts: {
        loading: '加载中……',
        simd: ['浏览器版本过低，无法运行本实验场', '需要支持 WebAssembly SIMD 的浏览器：Chrome 91、Firefox 89、Safari 16.4 或更高版本。'],
        start: ['实验场未能启动', '有文件无法加载或运行。请检查网络连接，然后重新加载页面。'],
        panic: ['页面出错，已停止运行', '没有向外发送任何数据。重新加载后会沿用原来的设置；下面的详细信息有助于查找原因。'],
        reload: '重新加载',
        copy: '复制详细信息',
      },
    },
  ];
  // The language of the link, else the one that was chosen here before, else the browser's.
  const language = (() => {
    const wanted = [/[?#&]lang=([\w-]+)/.exec(location.href)?.[1]];
    try { wanted.push(localStorage.getItem('gradient-playground-language')); } catch { /* storage is blocked */ }
    wanted.push(navigator.language);
    const known = wanted.map((tag) => LANGUAGES.find(({ word }) => word === tag?.split('-')[0]));
    return known.find(Boolean) ?? LANGUAGES[0];
  })();
  const texts = language.texts;
  document.documentElement.lang = language.tag;
  // The program wants the words as soon as it runs.
  for (const file of language.files) {
    document.head.append(Object.assign(document.createElement('link'), { rel: 'preload', as: 'fetch', crossOrigin: '', href: beside(file) }));
  }
  const waiting = document.querySelector('.skeleton [role=status]');
  if (waiting) waiting.textContent = texts.loading;

  // Shows a notice in the place that index.html has for it, in plain DOM. `why` is simd, start or panic.
  const notice = (why, details) => {
    const element = (id) => document.getElementById(id);
    if (!element('notice').hidden) return; // the first failure is the cause of the others
    [element('notice-title').textContent, element('notice-cure').textContent] = texts[why];
    element('notice-reload').textContent = texts.reload;
    element('notice-copy').textContent = texts.copy;
    element('notice-details').textContent = `${details}\n${navigator.userAgent}`;
    element('notice-reload').onclick = () => location.reload();
    element('notice-copy').onclick = () => navigator.clipboard?.writeText(element('notice-details').textContent);
    element('notice').lang = language.tag;
    element('notice').hidden = false;
    document.querySelector('main')?.setAttribute('data-state', 'crashed');
    document.querySelector('.skeleton')?.remove();
    element('notice-reload').focus();
  };

  const compiled = async (url) => {
    const answer = await fetch(url, { credentials: 'same-origin' });
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${answer.statusText}`);
    // Streaming refuses any other type, which some hosts send.
    const isWasm = (answer.headers.get('content-type') ?? '').startsWith('application/wasm');
    return isWasm ? WebAssembly.compileStreaming(answer) : WebAssembly.compile(await answer.arrayBuffer());
  };

  // What a worker runs: it loads the glue at once, gets the compiled program, and starts it.
  const WORKER = `'use strict';
    const glue = import(${JSON.stringify(GLUE)});
    glue.catch(() => {}); // told below
    onmessage = ({ data: { module, life } }) => {
      // What the page asks before the program listens is handed on to it then.
      const early = [];
      onmessage = (event) => early.push(event);
      glue
        .then((program) => program.default({ module_or_path: module }))
        .then(() => early.forEach((event) => onmessage(event)))
        .catch((error) => postMessage({ failed: String(error) }));
      // The worker holds a lock for as long as it lives.
      const held = () => { postMessage({ isAlive: true }); return new Promise(() => {}); };
      if (life) navigator.locks.request(life, held).catch(() => {});
    };`;

  const newWorker = () => {
    // A classic worker from a Blob: the only kind that also starts inside a sandboxed frame.
    const url = URL.createObjectURL(new Blob([WORKER], { type: 'text/javascript' }));
    const worker = new Worker(url);
    worker.addEventListener('message', () => URL.revokeObjectURL(url), { once: true });
    return worker;
  };

  const begin = (worker, module) => {
    // A worker that the browser ends says nothing, but its lock becomes free. Where there are no locks, the page notices silence.
    const life = navigator.locks && `playground-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
    worker.addEventListener('message', (event) => {
      if (!event.data.isAlive) return;
      event.stopImmediatePropagation();
      navigator.locks.request(life, () => worker.dispatchEvent(new Event('error'))).catch(() => {});
    });
    worker.postMessage({ module, life });
    return worker;
  };

  const start = async () => {
    if (typeof WebAssembly !== 'object' || !WebAssembly.validate(new Uint8Array(SIMD))) return notice('simd', 'no wasm simd128');
    // The first worker's thread starts while the program comes. Where there are no workers, the page finds out when it wants one.
    let first = null;
    try { first = newWorker(); } catch { /* see above */ }
    const [program, module] = await Promise.all([import(GLUE), compiled(WASM)]);
    globalThis.playgroundBoot = {
      language: language.tag,
      build: GLUE,
      startWorker() {
        const worker = first ?? newWorker();
        first = null;
        return begin(worker, module);
      },
      panicked: (details) => notice('panic', details),
      failed: (details) => notice('start', details),
    };
    await program.default({ module_or_path: module });
  };
  start().catch((error) => notice('start', String(error)));
})();
