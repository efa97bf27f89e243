// WebKit as Debian ships it: WebKitGTK's MiniBrowser, driven by WebKitWebDriver over the plain HTTP of
// W3C WebDriver, on a screen of its own (Xvfb). It has the calls of browsers.mjs and knows no page.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "./until.mjs";

/** A browser that is silent for longer has died. */
const ANSWER_MS = 120_000;

/** A browser that has not started by then will not start. */
const START_MS = 30_000;

/** What WebDriver calls the keys that are not characters. */
const KEYS = {
  Backspace: "\ue003", Tab: "\ue004", Enter: "\ue007", Shift: "\ue008", Control: "\ue009", Alt: "\ue00a",
  Escape: "\ue00c", Space: " ", PageUp: "\ue00e", PageDown: "\ue00f", End: "\ue010", Home: "\ue011",
  ArrowLeft: "\ue012", ArrowUp: "\ue013", ArrowRight: "\ue014", ArrowDown: "\ue015", Delete: "\ue017",
};

/**
 * Starts WebKit: its WebDriver, its MiniBrowser and the screen Xvfb are programs. What WebDriver cannot tell is
 * read from the page itself: console errors since the first look at it, and the addresses it has loaded.
 */
export async function webkit({ driver, browser, screen }, size, PNG) {
  const xvfb = spawn(screen, ["-displayfd", "3", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const display = await new Promise((resolve, reject) => {
    xvfb.on("error", reject).on("exit", () => reject(new Error("Xvfb ended at once")));
    xvfb.stdio[3].once("data", (number) => resolve(`:${String(number).trim()}`));
  });
  const home = await mkdtemp(join(tmpdir(), "webkit-"));
  const env = { ...process.env, DISPLAY: display, HOME: home, LC_ALL: "C.UTF-8" };
  let version = null;
  // A driver of its own for each page, so that one that hangs takes no other with it.
  const newSession = async () => {
    const port = await freePort();
    const group = spawn(driver, [`--port=${port}`, "--host=127.0.0.1"], { env, stdio: "ignore", detached: true });
    const ask = wire(`http://127.0.0.1:${port}`);
    const end = () => process.kill(-group.pid);
    try {
      await until("WebKit's driver", () => ask("GET", "/status").then((status) => status.ready, () => false));
      const wanted = { "webkitgtk:browserOptions": { binary: browser, args: ["--automation"] } };
      const { sessionId, capabilities } = await ask("POST", "/session", { capabilities: { alwaysMatch: wanted } }, START_MS);
      version = capabilities.browserVersion;
      return { ask: (method, path, body) => ask(method, `/session/${sessionId}${path}`, body), end };
    } catch (error) {
      end();
      throw error;
    }
  };
  const newPage = async () => {
    // Now and then a browser does not start; there is no page yet that could be at fault.
    const { ask, end } = await newSession().catch(newSession);
    const close = async () => {
      await ask("DELETE", "").catch(() => {});
      end();
    };
    return { ...await page(ask, size, home, PNG), close };
  };
  const close = async () => {
    xvfb.kill();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  await (await newPage()).close();
  return { name: "webkit", version, newPage, close };
}

/** A fresh MiniBrowser: its window is the page. */
async function page(ask, size, home, PNG) {
  const errors = [];
  const requests = [];
  await ask("POST", "/timeouts", { script: ANSWER_MS - 10_000 });
  const evaluate = async (fn, arg) => {
    const run = () => ask("POST", "/execute/async", { script: `(${inPage})(arguments, ${fn});`, args: [arg ?? null] });
    // While a page comes the driver now and then loses an answer. What must not be done twice then fails later.
    const answer = await run().catch((error) => {
      if (!error.message.includes("Could not parse script result")) throw error;
      return run();
    });
    errors.push(...answer.errors);
    requests.splice(0, requests.length, ...answer.requests);
    if ("error" in answer) throw new Error(answer.error);
    return answer.value ?? undefined;
  };
  await fit(ask, evaluate, size);
  const pointer = (actions) => ask("POST", "/actions", { actions: [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }] });
  const downloads = () => readdir(home).then((names) => names.filter((name) => name.endsWith(".json")));
  return {
    errors, requests, evaluate,
    goto: (url) => ask("POST", "/url", { url }),
    click: (x, y) => pointer([
      { type: "pointerMove", duration: 0, x: Math.round(x), y: Math.round(y) },
      { type: "pointerDown", button: 0 },
      { type: "pointerUp", button: 0 },
    ]),
    press: (key) => {
      const value = KEYS[key] ?? key;
      return ask("POST", "/actions", { actions: [{ type: "key", id: "keys", actions: [{ type: "keyDown", value }, { type: "keyUp", value }] }] });
    },
    shot: async (clip) => cut(Buffer.from(await ask("GET", "/screenshot"), "base64"), clip, PNG),
    download: async (trigger) => {
      // A second download of the same name takes the place of the first.
      for (const name of await downloads()) await rm(join(home, name));
      await trigger();
      const name = await until("a downloaded file", async () => (await downloads())[0]);
      return until("a whole file", () => readFile(join(home, name), "utf8"));
    },
    // WebDriver hands the file to the input itself: the dialog of the system is not opened.
    choose: async (_trigger, path) => {
      const [input] = Object.values(await ask("POST", "/element", { using: "css selector", value: "input[type=file]" }));
      await ask("POST", `/element/${input}/value`, { text: path });
    },
  };
}

/** Runs in the page: calls `fn` and says what it gives, with what the page complained about since the last time. */
function inPage([arg, done], fn) {
  const hook = () => {
    const seen = [];
    const { error } = console;
    console.error = (...words) => { seen.push(words.join(" ")); error(...words); };
    const told = (what, error) => seen.push(error?.stack ? `${what}\n${error.stack}` : what);
    window.addEventListener("error", (event) => told(event.message, event.error));
    window.addEventListener("unhandledrejection", (event) => told(String(event.reason), event.reason));
    return seen;
  };
  const seen = (window.seenByTests ??= hook());
  const loaded = () => [location.href, ...performance.getEntriesByType("resource").map((entry) => entry.name)];
  const answer = (outcome) => done({ ...outcome, errors: seen.splice(0), requests: loaded() });
  (async () => fn(arg))().then(
    (value) => answer({ value: value ?? null }),
    (error) => answer({ error: String(error?.message ?? error) }),
  );
}

/** Makes the window so large that the page has this size. */
async function fit(ask, evaluate, { width, height }) {
  await ask("POST", "/window/rect", { x: 0, y: 0, width, height });
  const inner = () => evaluate(() => ({ width: window.innerWidth, height: window.innerHeight }));
  const first = await inner();
  await ask("POST", "/window/rect", { x: 0, y: 0, width: 2 * width - first.width, height: 2 * height - first.height });
  await until(`a page of ${width} × ${height}`, async () => {
    const now = await inner();
    return now.width === width && now.height === height;
  });
}

function cut(bytes, clip, PNG) {
  if (!clip) return bytes;
  const [x, y, width, height] = [clip.x, clip.y, clip.width, clip.height].map(Math.round);
  const part = new PNG({ width, height });
  PNG.bitblt(PNG.sync.read(bytes), part, x, y, width, height, 0, 0);
  return PNG.sync.write(part);
}

/** Asks over HTTP; what WebDriver refuses is an error in its words. */
function wire(base) {
  return async (method, path, body, mostMs = ANSWER_MS) => {
    const signal = AbortSignal.timeout(mostMs);
    const response = await fetch(base + path, { method, body: body && JSON.stringify(body), signal }).catch((cause) => {
      throw new Error(`WebKit's driver must answer ${path}: ${cause.message}`, { cause });
    });
    const { value } = await response.json();
    if (value?.error) throw new Error(`${path}: ${value.error}: ${value.message}`);
    return value;
  };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
