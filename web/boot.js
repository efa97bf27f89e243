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
        off: ['WebAssembly is switched off in this browser', 'The playground needs it. In Lockdown Mode, turn that off for this website; else allow WebAssembly in the browser’s settings, or ask whoever manages this device.'],
        file: ['This page was opened as a file', 'Browsers run the playground only from a web server. In the folder of this file, open serve.py, which needs Python; or run “python3 -m http.server 8000” there (on Windows “py -m http.server 8000”) and open http://localhost:8000 in the browser. No network is needed.'],
        load: ['Part of the playground did not come', 'One of its files could not be loaded. Check the connection, and whether a content blocker or filter holds it back; then reload.'],
        start: ['The playground could not start', 'The browser could not run one of its files; it may be short of memory. Close other tabs and reload.'],
        panic: ['Something went wrong and the page stopped', 'Nothing was sent anywhere. Reload to go on with the same settings. If it happens again, these settings may be the cause: start with the defaults. The details below help to find the cause.'],
        reload: 'Reload',
        defaults: 'Start with the defaults',
        copy: 'Copy details',
        copied: 'Copied',
        byHand: 'This browser does not let the page copy. The details are selected: copy them with Ctrl+C, Cmd+C or the menu.',
      },
    },
    {
      word: 'zh',
      tag: 'zh-Hans',
      files: ['split_words_zh.wasm'],
      texts: {
        loading: '加载中……',
        simd: ['浏览器版本过低，无法运行本实验场', '需要支持 WebAssembly SIMD 的浏览器：Chrome 91、Firefox 89、Safari 16.4 或更高版本。'],
        off: ['浏览器停用了 WebAssembly', '本实验场需要它。如果开启了锁定模式，请对本网站关闭；否则请在浏览器设置中允许 WebAssembly，或联系设备管理员。'],
        file: ['本页面是作为文件打开的', '浏览器只能从网页服务器运行本实验场。请在该文件所在的文件夹打开 serve.py（需要 Python）；或者在那里运行“python3 -m http.server 8000”（Windows 上为“py -m http.server 8000”），然后在浏览器中打开 http://localhost:8000。无需联网。'],
        load: ['实验场有一部分没有加载', '有文件无法加载。请检查网络连接，以及内容拦截器或过滤器是否拦住了它，然后重新加载。'],
        start: ['实验场未能启动', '浏览器无法运行其中一个文件，可能是内存不足。请关闭其他标签页，然后重新加载。'],
        panic: ['页面出错，已停止运行', '没有向外发送任何数据。重新加载后会沿用原来的设置。如果再次出错，原因可能就是这些设置：请用默认设置开始。下面的详细信息有助于查找原因。'],
        reload: '重新加载',
        defaults: '用默认设置开始',
        copy: '复制详细信息',
        copied: '已复制',
        byHand: '浏览器不允许页面复制。详细信息已选中，请用 Ctrl+C、Cmd+C 或菜单复制。',
      },
    },
  ];
  // What a query may say beside a link.
  const QUERY_KEYS = ['embed', 'lang', 'controls', 'hide', 'height'];
  // "?defaults" leaves whatever was saved or linked behind: it may be why the page does not start.
  const LANGUAGE = 'gradient-playground-language';
  const asked = location.search.slice(1).split('&').filter(Boolean);
  const query = (parts) => (parts.length ? `?${parts.join('&')}` : '');
  if (asked.includes('defaults')) {
    for (const name of ['localStorage', 'sessionStorage']) {
      try {
        const kept = Object.keys(window[name]).filter((key) => key.startsWith('gradient-playground') && key !== LANGUAGE);
        for (const key of kept) window[name].removeItem(key);
      } catch { /* storage is blocked */ }
    }
    const rest = asked.filter((part) => part !== 'defaults');
    try { history.replaceState(null, '', `${location.pathname}${query(rest)}#v=1`); } catch { /* no history is allowed */ }
  }
  const defaults = query([...asked.filter((part) => QUERY_KEYS.includes(part.split('=')[0])), 'defaults']);

  // The language of the link, else the one that was chosen here before, else the browser's.
  const language = (() => {
    const wanted = [/(?:[?#&;]|%26|%23)lang(?:=|%3D)([\w-]+)/i.exec(location.href)?.[1]];
    try { wanted.push(localStorage.getItem(LANGUAGE)); } catch { /* storage is blocked */ }
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
  for (const late of document.querySelectorAll('.late > p')) {
    if ((late.lang || LANGUAGES[0].tag) !== language.tag) late.remove();
    else late.querySelector('a').href = defaults;
  }

  // Shows a notice in the place that index.html has for it, in plain DOM. `why` is a name among the texts. The focus stays where it
  // is: the page may stand within another, and a person may be typing there.
  const notice = (why, details) => {
    const element = (id) => document.getElementById(id);
    if (!element('notice').hidden) return; // the first failure is the cause of the others
    [element('notice-title').textContent, element('notice-cure').textContent] = texts[why];
    element('notice-reload').textContent = texts.reload;
    element('notice-copy').textContent = texts.copy;
    element('notice-details').textContent = `${details}\n${navigator.userAgent}`;
    element('notice-reload').onclick = () => location.reload();
    element('notice-copy').onclick = () => copy(element('notice-details'), element('notice-copied'));
    Object.assign(element('notice-defaults'), { textContent: texts.defaults, href: defaults, hidden: why !== 'start' && why !== 'panic' });
    element('notice').lang = language.tag;
    element('notice').hidden = false;
    if (parent !== window) parent.postMessage({ gradientPlayground: 1, event: 'error', detail: { message: texts[why].join('. '), problem: null, userInitiated: false } }, '*');
    document.querySelector('main')?.setAttribute('data-state', 'crashed');
    document.querySelector('.skeleton')?.remove();
  };

  // Copies what an element says, and tells whether that worked; where it may not, it is selected instead.
  const copy = async (from, told) => {
    try {
      await navigator.clipboard.writeText(from.textContent);
      told.textContent = texts.copied;
    } catch {
      getSelection().selectAllChildren(from);
      told.textContent = texts.byHand;
    }
  };

  const compiled = async (url) => {
    const answer = await fetch(url, { credentials: 'same-origin' });
    if (!answer.ok) throw new TypeError(`${url}: ${answer.status} ${answer.statusText}`);
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

  // Why the program's files are not there: what does not come is a TypeError, what cannot be compiled has errors of its own.
  const cause = (error) => {
    if (/content.security.policy|blocked by csp/i.test(error)) return 'off';
    return error instanceof TypeError ? 'load' : 'start';
  };

  const [build] = GLUE.split('/').slice(-2);
  const isTop = parent === window && !asked.some((part) => part.split('=')[0] === 'embed');
  globalThis.playgroundBoot = {
    language: language.tag,
    build,
    // What helps to find a fault, for those who look for it.
    get facts() {
      return [`build: ${build}`, `browser: ${navigator.userAgent}`, `window: ${innerWidth} × ${innerHeight}, ×${devicePixelRatio}`, `language: ${document.documentElement.lang}`].join('\n');
    },
    /** The address of a file that was published with this script. */
    beside,
    /** Leaves only these controls on the page, by the names that embeds have for them; null is all of them. */
    only: (controls) => import(beside('parts.js')).then(({ only }) => only(controls)),
    /** Brings a part of the page into sight, by the name that lessons have for it. */
    point: (part) => import(beside('parts.js')).then(({ point }) => point(part)),
    /** The height at which plot, transport and the controls around the plot are whole in a frame of this width: 640 × 480, 960 × 640. */
    fitting: (width) => (width < 540 ? width + 380 : width < 1280 ? Math.floor(width / 2) + 160 : 720),
  };

  // A page around this one can ask for things, and choose what is shown. What it says before anybody listens is heard then.
  if (!isTop) {
    const early = [];
    const keep = (event) => { if (event.source === parent && early.length < 64) early.push(event); };
    addEventListener('message', keep);
    const heard = ({ hear }) => {
      removeEventListener('message', keep);
      early.forEach(hear);
    };
    import(beside('frame.js')).then(heard).catch((error) => console.error(error));
  }
  // What the service worker keeps of this version stays for as long as a page of it is open.
  if (isTop) navigator.locks?.request(`gradient-playground-version-${build}`, { mode: 'shared' }, () => new Promise(() => {})).catch(() => {});

  const start = async () => {
    if (location.protocol === 'file:') return notice('file', location.href);
    if (typeof WebAssembly !== 'object') return notice('off', 'no wasm');
    if (!WebAssembly.validate(new Uint8Array(SIMD))) return notice('simd', 'no wasm simd128');
    // The first worker's thread starts while the program comes. Where there are no workers, the page finds out when it wants one.
    let first = null;
    try { first = newWorker(); } catch { /* see above */ }
    const files = Promise.all([import(GLUE), compiled(WASM)]);
    files.catch((error) => notice(cause(error), String(error)));
    const [program, module] = await files;
    Object.assign(playgroundBoot, {
      startWorker() {
        const worker = first ?? newWorker();
        first = null;
        return begin(worker, module);
      },
      panicked: (details) => notice('panic', details),
      failed: (details) => notice('load', details),
    });
    await program.default({ module_or_path: module });
    if (!isTop) return;
    // Keeping the page for later takes nothing from the visit: it waits until all has come, and for an idle moment.
    const idle = window.requestIdleCallback ?? setTimeout;
    setTimeout(() => idle(() => import(beside('offline.js')).catch(() => {})), 5000);
  };
  start().catch((error) => notice('start', String(error)));
})();
