// <gradient-playground>: the playground in a course page. One file for any page; docs/embed.md is the contract.
(() => {
  'use strict';
  if (customElements.get('gradient-playground')) return;
  const script = document.currentScript?.src ?? '';
  const home = new URL(/\/v1\/[^/]*$/.test(script) ? '..' : '.', script);
  const VERSION = 1;
  const CALLS = ['config', 'configure', 'play', 'pause', 'step', 'reset', 'points', 'setPoints', 'snapshot', 'model', 'loadModel', 'export', 'log', 'replayLink', 'predict', 'goal', 'view', 'trace', 'nextStep', 'gradientCheck', 'explain', 'differentiate', 'getState', 'setState', 'screenshot'];
  /** Attributes that are about the frame and the look; every other one is a key of the configuration. */
  const FRAME = ['controls', 'hide', 'lang', 'theme', 'autoplay', 'loading', 'poster', 'width', 'height', 'title'];
  /** Those that `view` knows: how the page shows things. */
  const VIEW = ['speed', 'stepBy', 'slopeField', 'pointPull', 'boundaryPush', 'residuals', 'testPoints', 'classesOnly', 'contributions', 'curveScale', 'curveAxis', 'curveShows', 'theme', 'lang', 'shortcuts', 'view', 'goal', 'lab', 'lesson', 'controls', 'hide'];
  const TEXTS = ['goal', 'lab', 'lesson', 'controls', 'hide'];
  const isKey = (name) => !FRAME.includes(name) && !/^(id|class|style|slot|part|hidden|role|tabindex|dir|is|itemprop|(on|aria-|data-(?!seed$)).*)$/.test(name);
  const LISTS = ['hiddenLayers', 'features', 'activations', 'frozen', 'off', 'classNames', 'axisNames'];
  const keyOf = (name) => name.replace(/^stop-/, 'stop.').replace(/-./g, ([, letter]) => letter.toUpperCase());
  const plain = (text) => { try { return JSON.parse(text); } catch { return text; } };
  /** What an attribute means for `configure`. */
  const valueOf = (key, text) => {
    if (!LISTS.includes(key) || text.trim().startsWith('[')) return plain(text);
    return text.split(',').map((part) => part.trim()).filter(Boolean).map((part) => (key === 'hiddenLayers' ? plain(part) : part));
  };
  const partial = (key, value) => key.split('.').reduceRight((inner, name) => ({ [name]: inner }), value);
  /** What no link can hold as an attribute says it: objects, and lists of them. */
  const isLater = (text) => /^\s*(\{|\[\s*\{)/.test(text);

  class GradientPlayground extends HTMLElement {
    #frame = null;
    #ready = null;
    #waiting = new Map();
    #n = 0;
    #default = null;
    #last = {};
    #heard = (event) => this.#hear(event);
    #watch = new MutationObserver((changes) => this.#follow(changes));

    connectedCallback() {
      const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(':host { display: block; max-width: 100%; } :host([hidden]) { display: none; } iframe, button { box-sizing: border-box; display: block; width: 100%; height: 100%; padding: 0; border: 1px solid rgb(128 128 128 / 35%); border-radius: 10px; background: none; } img { width: 100%; height: 100%; object-fit: contain; }');
      root.adoptedStyleSheets = [sheet];
      const [width, height] = ['width', 'height'].map((name) => this.getAttribute(name));
      if (width) this.style.width = /\D/.test(width) ? width : `${width}px`;
      this.style.height = height ? (/\D/.test(height) ? height : `${height}px`) : this.style.height || '640px';
      addEventListener('message', this.#heard);
      this.#watch.observe(this, { attributes: true });
      const poster = this.getAttribute('poster');
      if (!poster || this.#frame) return this.#load();
      const button = document.createElement('button');
      button.append(Object.assign(document.createElement('img'), { src: poster, alt: this.title || 'Gradient Playground' }));
      button.onclick = () => this.#load();
      root.replaceChildren(button);
    }

    disconnectedCallback() {
      removeEventListener('message', this.#heard);
      this.#watch.disconnect();
      for (const { reject } of this.#waiting.values()) reject(new Error('the playground was taken out of the page'));
      this.#waiting.clear();
      [this.#frame, this.#ready] = [null, null];
    }

    /** What this attribute asks of `configure`. Points that are given are the page's own, unless another attribute says which are. */
    #wanted(name) {
      const key = keyOf(name);
      const wanted = partial(key, valueOf(key, this.getAttribute(name)));
      return key === 'points' && !this.hasAttribute('dataset') ? { dataset: 'own', ...wanted } : wanted;
    }

    /** The address of the frame. */
    #address() {
      const query = ['embed'];
      for (const name of ['lang', 'controls', 'hide']) if (this.hasAttribute(name)) query.push(`${name}=${encodeURIComponent(this.getAttribute(name))}`);
      if (!this.hasAttribute('height')) query.push('height=auto');
      const link = ['v=1'];
      for (const { name, value } of this.attributes) if (isKey(name) && !isLater(value)) link.push(`${keyOf(name)}=${encodeURIComponent(value)}`);
      if (this.hasAttribute('theme')) link.push(`theme=${encodeURIComponent(this.getAttribute('theme'))}`);
      if (this.hasAttribute('autoplay')) link.push('play=1');
      return new URL(`?${query.join('&')}#${link.join('&')}`, home).href;
    }

    #load() {
      if (this.#frame) return;
      this.#last = {};
      this.#frame = Object.assign(document.createElement('iframe'), {
        src: this.#address(),
        title: this.title || 'Gradient Playground',
        loading: this.getAttribute('loading') === 'eager' ? 'eager' : 'lazy',
        allow: 'clipboard-write',
      });
      let resolve;
      this.#ready = new Promise((done) => { resolve = done; });
      this.#ready.done = resolve;
      this.shadowRoot.replaceChildren(this.#frame);
    }

    /** Ends when the playground can be used; asking for it starts a frame that waits to be seen. */
    get ready() {
      this.#load();
      this.#frame.loading = 'eager';
      return this.#ready;
    }

    /** Who comes after the playground was ready, its goal was judged, or a step of a lesson was opened or done, hears of the last of each. */
    addEventListener(type, listener, options) {
      const detail = this.#last[type];
      if (!detail || !listener) return super.addEventListener(type, listener, options);
      const first = new CustomEvent(type, { detail });
      Object.defineProperty(first, 'target', { value: this });
      queueMicrotask(() => (typeof listener === 'function' ? listener.call(this, first) : listener.handleEvent(first)));
      if (!options?.once) super.addEventListener(type, listener, options);
    }

    #hear({ source, data }) {
      if (!this.#frame || source !== this.#frame.contentWindow || data?.gradientPlayground !== VERSION) return;
      const { id, event, detail, result, error } = data;
      if (event === 'resize') {
        if (!this.hasAttribute('height') && detail?.height > 0) this.style.height = `${Math.min(detail.height, 4000)}px`;
      } else if (typeof event === 'string') {
        if (event === 'ready') this.#complete();
        if (['ready', 'goal', 'lesson'].includes(event)) this.#last[event] = detail;
        this.dispatchEvent(new CustomEvent(event, { detail }));
      } else if (this.#waiting.has(id)) {
        const { resolve, reject } = this.#waiting.get(id);
        this.#waiting.delete(id);
        if (error) reject(Object.assign(new Error(error.message), { problem: error.problem }));
        else resolve(result);
      }
    }

    /** Makes up for what the address could not say, before anybody's calls. */
    #complete() {
      for (const { name, value } of this.attributes) if (isKey(name) && isLater(value)) this.#send('configure', [this.#wanted(name)]).catch(() => {});
      this.#ready.done(this);
    }

    /** Makes a call of the playground. */
    async call(call, ...args) {
      await this.ready;
      return this.#send(call, args);
    }

    #send(call, args) {
      return new Promise((resolve, reject) => {
        const id = this.#n += 1;
        this.#waiting.set(id, { resolve, reject });
        // The frame may stand in a sandbox, whose origin has no name. What is sent is no secret.
        this.#frame.contentWindow.postMessage({ gradientPlayground: VERSION, id, call, args }, '*');
      });
    }

    /** What `resetAll` goes back to; without one, the attributes. */
    setDefaultState(state) {
      this.#default = state;
    }

    async resetAll() {
      if (this.#default) return this.setState(this.#default);
      // The frame anew: among the attributes are some that no call knows.
      this.#frame = null;
      await this.ready;
    }

    #follow(changes) {
      if (!this.#frame) return;
      const names = [...new Set(changes.map(({ attributeName }) => attributeName))];
      for (const name of ['width', 'height'].filter((name) => names.includes(name) && this.getAttribute(name))) {
        const size = this.getAttribute(name);
        this.style[name] = /\D/.test(size) ? size : `${size}px`;
      }
      const isView = (name) => VIEW.includes(keyOf(name));
      const [views, keys] = [names.filter(isView), names.filter((name) => isKey(name) && !isView(name) && this.hasAttribute(name))];
      if (views.length + keys.length === 0) return;
      // A frame that is not there yet, perhaps not for long, begins with what is so then.
      if (!this.#last.ready) return this.#frame.setAttribute('src', this.#address());
      // What is refused is told by the frame. An attribute that is taken away has its default again.
      const asked = (call, partial) => this.call(call, partial).catch(() => {});
      const viewOf = (name) => [keyOf(name), !this.hasAttribute(name) || TEXTS.includes(name) ? this.getAttribute(name) : plain(this.getAttribute(name))];
      if (views.length > 0) asked('view', Object.fromEntries(views.map(viewOf)));
      for (const name of keys) asked('configure', this.#wanted(name));
    }
  }
  for (const name of CALLS) {
    Object.defineProperty(GradientPlayground.prototype, name, { value(...args) { return this.call(name, ...args); } });
  }
  customElements.define('gradient-playground', GradientPlayground);
})();
