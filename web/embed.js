// <gradient-playground>: the playground in a course page. One file for any page; docs/embed.md is the contract.
(() => {
  'use strict';
  if (customElements.get('gradient-playground')) return;
  const script = document.currentScript?.src ?? '';
  const home = new URL(/\/v1\/[^/]*$/.test(script) ? '..' : '.', script);
  const VERSION = 1;
  const CALLS = ['config', 'configure', 'play', 'pause', 'step', 'reset', 'points', 'setPoints', 'snapshot', 'model', 'loadModel', 'log', 'replayLink', 'predict', 'goal', 'trace', 'nextStep', 'gradientCheck', 'differentiate', 'getState', 'setState', 'screenshot'];
  /** Attributes that are about the frame and the look; every other one is a key of the configuration. */
  const FRAME = ['controls', 'hide', 'lang', 'theme', 'autoplay', 'loading', 'poster', 'width', 'height', 'title'];
  const isKey = (name) => !FRAME.includes(name) && !/^(id|class|style|slot|part|hidden|role|tabindex|dir|is|itemprop|(on|aria-|data-).*)$/.test(name);
  const LISTS = ['hiddenLayers', 'features', 'activations', 'frozen', 'off', 'classNames', 'axisNames'];
  const keyOf = (name) => name.replace(/^stop-/, 'stop.').replace(/-./g, ([, letter]) => letter.toUpperCase());
  const plain = (text) => { try { return JSON.parse(text); } catch { return text; } };
  /** What an attribute means for `configure`. */
  const valueOf = (key, text) => {
    if (!LISTS.includes(key) || text.trim().startsWith('[')) return plain(text);
    return text.split(',').map((part) => part.trim()).filter(Boolean).map((part) => (key === 'hiddenLayers' ? plain(part) : part));
  };
  const partial = (key, value) => key.split('.').reduceRight((inner, name) => ({ [name]: inner }), value);

  class GradientPlayground extends HTMLElement {
    #frame = null;
    #ready = null;
    #waiting = new Map();
    #n = 0;
    #default = null;
    #heard = (event) => this.#hear(event);
    #watch = new MutationObserver((changes) => this.#follow(changes));

    connectedCallback() {
      const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(':host { display: block; max-width: 100%; } :host([hidden]) { display: none; } iframe, button { display: block; width: 100%; height: 100%; border: 0; padding: 0; background: none; } img { width: 100%; height: 100%; object-fit: contain; }');
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

    /** The address of the frame. */
    #address() {
      const query = ['embed'];
      for (const name of ['lang', 'controls', 'hide']) if (this.hasAttribute(name)) query.push(`${name}=${encodeURIComponent(this.getAttribute(name))}`);
      if (!this.hasAttribute('height')) query.push('height=auto');
      const link = ['v=1'];
      for (const { name, value } of this.attributes) if (isKey(name)) link.push(`${keyOf(name)}=${encodeURIComponent(value)}`);
      if (this.hasAttribute('theme')) link.push(`theme=${encodeURIComponent(this.getAttribute('theme'))}`);
      if (this.hasAttribute('autoplay')) link.push('play=1');
      return new URL(`?${query.join('&')}#${link.join('&')}`, home).href;
    }

    #load() {
      if (this.#frame) return;
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

    #hear({ source, data }) {
      if (!this.#frame || source !== this.#frame.contentWindow || data?.gradientPlayground !== VERSION) return;
      const { id, event, detail, result, error } = data;
      if (event === 'resize') {
        if (!this.hasAttribute('height') && detail?.height > 0) this.style.height = `${Math.min(detail.height, 4000)}px`;
      } else if (typeof event === 'string') {
        if (event === 'ready') this.#ready.done(this);
        this.dispatchEvent(new CustomEvent(event, { detail }));
      } else if (this.#waiting.has(id)) {
        const { resolve, reject } = this.#waiting.get(id);
        this.#waiting.delete(id);
        if (error) reject(new Error(error.message));
        else resolve(result);
      }
    }

    /** Makes a call of the playground. */
    async call(call, ...args) {
      await this.ready;
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
      const names = new Set(changes.map(({ attributeName }) => attributeName));
      for (const name of names) {
        if (name === 'goal') {
          this.goal(this.getAttribute(name)).catch(() => {}); // the page shows what is wrong with it
        } else if (isKey(name) && this.hasAttribute(name)) {
          const key = keyOf(name);
          this.call('configure', partial(key, valueOf(key, this.getAttribute(name)))).catch((error) => {
            this.dispatchEvent(new CustomEvent('error', { detail: { message: error.message, userInitiated: false } }));
          });
        } else if (['controls', 'hide', 'lang', 'theme'].includes(name)) {
          this.#frame.src = this.#address();
        } else if (name === 'width' || name === 'height') {
          const size = this.getAttribute(name);
          if (size) this.style[name] = /\D/.test(size) ? size : `${size}px`;
        }
      }
    }
  }
  for (const name of CALLS) {
    Object.defineProperty(GradientPlayground.prototype, name, { value(...args) { return this.call(name, ...args); } });
  }
  customElements.define('gradient-playground', GradientPlayground);
})();
