// A Chromium over its debugging pipe, with what a test driver hides: sessions of workers, counters of the renderer, traces.
// Knows no page. Software rendering, as on a machine without a graphics card.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHROMIUM_FLAGS } from "../../e2e/browsers.mjs";

const SIZE = { width: 1280, height: 900 };

/** Starts `program`: `open()` gives a page of a fresh profile, `send` speaks to the browser itself, `pid`, `version`, `close`. */
export async function launch(program) {
  const profile = await mkdtemp(join(tmpdir(), "bench-profile-"));
  const flags = [...CHROMIUM_FLAGS, "--headless", "--remote-debugging-pipe", `--user-data-dir=${profile}`, "about:blank"];
  const child = spawn(program, flags, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const pipe = new Pipe(child.stdio[3], child.stdio[4]);
  const ended = new Promise((resolve) => { child.once("exit", resolve); });
  ended.then(() => pipe.end("the browser has ended"));
  const send = (method, params) => pipe.send(undefined, method, params);
  const { product } = await send("Browser.getVersion");
  return {
    pid: child.pid,
    version: product.split("/").pop(),
    send,
    on: (method, listener) => pipe.on(undefined, method, listener),
    open: (before, options) => open(pipe, send, before, options),
    close: async () => {
      await send("Browser.close").catch(() => {});
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Messages of many sessions over one pipe, each ended by a zero byte. */
class Pipe {
  #out;
  #next = 1;
  #waiting = new Map();
  #listeners = [];
  #parts = [];

  constructor(out, from) {
    this.#out = out;
    from.on("data", (bytes) => this.#take(bytes));
    for (const end of [out, from]) end.on("error", () => {});
  }

  send(sessionId, method, params = {}) {
    const id = this.#next;
    this.#next += 1;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, method });
      this.#out.write(`${JSON.stringify({ id, sessionId, method, params })}\0`);
    });
  }

  on(sessionId, method, listener) {
    const entry = { sessionId, method, listener };
    this.#listeners.push(entry);
    return () => { this.#listeners = this.#listeners.filter((one) => one !== entry); };
  }

  end(why) {
    for (const { reject, method } of this.#waiting.values()) reject(new Error(`${method}: ${why}`));
    this.#waiting.clear();
  }

  #take(bytes) {
    let rest = bytes;
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      this.#hear(JSON.parse(Buffer.concat([...this.#parts.splice(0), rest.subarray(0, end)]).toString()));
      rest = rest.subarray(end + 1);
    }
    this.#parts.push(rest);
  }

  #hear({ id, sessionId, method, params, result, error }) {
    if (id === undefined) {
      const those = this.#listeners.filter((one) => one.sessionId === sessionId && one.method === method);
      those.forEach(({ listener }) => listener(params));
      return;
    }
    const waiter = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiter.reject(new Error(`${waiter.method}: ${error.message}`));
    else waiter.resolve(result);
  }
}

/** A page of a fresh profile, 1280 × 900, which keeps no file unless it `hasCache`; `before` runs in it before its own scripts. `answers`: what was loaded, and by when in ms of the epoch. */
async function open(pipe, browser, before, { hasCache = false } = {}) {
  const { browserContextId } = await browser("Target.createBrowserContext");
  const { targetId } = await browser("Target.createTarget", { url: "about:blank", browserContextId, ...SIZE });
  const { sessionId } = await browser("Target.attachToTarget", { targetId, flatten: true });
  const send = (method, params) => pipe.send(sessionId, method, params);
  const page = {
    send, errors: [], answers: [], worker: null,
    evaluate: (what, ...args) => evaluate(send, what, args),
    goto: (url) => send("Page.navigate", { url }),
    mouse: (type, x, y, held = type !== "mouseMoved") => send("Input.dispatchMouseEvent", {
      type, x, y, button: held ? "left" : "none", buttons: type !== "mouseReleased" && held ? 1 : 0, clickCount: held ? 1 : 0,
    }),
    key: async (key) => {
      const code = { key, code: key, windowsVirtualKeyCode: { ArrowLeft: 37, ArrowRight: 39 }[key] };
      await send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...code });
      await send("Input.dispatchKeyEvent", { type: "keyUp", ...code });
    },
    close: () => browser("Target.disposeBrowserContext", { browserContextId }),
  };
  pipe.on(sessionId, "Runtime.exceptionThrown", ({ exceptionDetails: it }) => page.errors.push(it.exception?.description ?? it.text));
  pipe.on(sessionId, "Runtime.consoleAPICalled", ({ type, args }) => {
    if (type === "error") page.errors.push(args.map((arg) => arg.value ?? arg.description).join(" "));
  });
  const asked = new Map();
  pipe.on(sessionId, "Network.requestWillBeSent", ({ requestId, request, timestamp, wallTime }) => {
    asked.set(requestId, { url: request.url, startMs: (wallTime - timestamp) * 1000 });
  });
  pipe.on(sessionId, "Network.loadingFinished", ({ requestId, timestamp }) => {
    const { url, startMs } = asked.get(requestId);
    page.answers.push({ url, ms: startMs + timestamp * 1000 });
  });
  pipe.on(sessionId, "Target.attachedToTarget", ({ sessionId: id, targetInfo }) => {
    if (targetInfo.type !== "worker") return;
    const speak = (method, params) => pipe.send(id, method, params);
    page.worker = { send: speak, evaluate: (what, ...args) => evaluate(speak, what, args) };
  });
  await send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: true });
  for (const domain of ["Page", "Runtime", "Network", "Performance"]) await send(`${domain}.enable`);
  await send("Network.setCacheDisabled", { cacheDisabled: !hasCache });
  await send("Emulation.setDeviceMetricsOverride", { ...SIZE, deviceScaleFactor: 1, mobile: false });
  // What a service worker fetches ahead is no part of a visit, and would answer the next one.
  await send("Page.addScriptToEvaluateOnNewDocument", { source: "delete Navigator.prototype.serviceWorker;" });
  if (before) await send("Page.addScriptToEvaluateOnNewDocument", { source: `(${before})();` });
  return page;
}

async function evaluate(send, what, args) {
  const expression = `(${what})(${args.map((arg) => JSON.stringify(arg)).join(",")})`;
  const { result, exceptionDetails: failed } = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
  if (failed) throw new Error(failed.exception?.description ?? failed.text);
  return result.value;
}
