// One small driver over the browsers, so that a test is written once: Chromium by playwright-core,
// a stock Firefox by puppeteer-core over WebDriver BiDi, WebKit by webkit.mjs. It knows no page.
import { createRequire } from "node:module";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { MOST_SECONDS, until } from "./until.mjs";
import { webkit } from "./webkit.mjs";

const SIZE = { width: 1280, height: 900 };
/** The browser's language, whatever the machine's is: the page speaks it. */
const LANGUAGE = "en-US";
/** Parts of a whole browser that no test uses: what playwright-core switches off too, and the pages of the address bar, which each window would load for itself. */
const CHROMIUM_WITHOUT = [
  "AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades", "LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch", "TcpPortRandomizationWin",
  "ThirdPartyStoragePartitioning", "PreloadTopChromeWebUI", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "WebUIOmniboxPopup", "WebUIOmniboxSimplification",
];
export const CHROMIUM_FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
  `--disable-features=${CHROMIUM_WITHOUT.join()}`,
];

/** Runs in the page: waits until everything stands where it stood two frames before, for as many frames as a slow machine may need. */
async function still() {
  const places = () => [...document.querySelectorAll("main section, main canvas, main button")].map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x, y, width, height].join();
  }).join(";");
  for (let n = 0, before = null; n < 200 && before !== places(); n += 1) {
    before = places();
    await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
  }
}

/**
 * Starts a browser. `modules` is the folder whose node_modules holds the drivers.
 * `newPage()` gives a page of a fresh profile with: goto, evaluate(fn, arg), before(fn, arg) runs fn in each page before its own scripts,
 * inFrame(url, fn, arg) runs fn in the frame whose address begins so, of whichever origin it is,
 * frame(url, sandbox) → a function that tells a framed page's state, with evaluate(fn), withoutJavaScript() where the driver can, click(x, y), press(key, as in “Shift+Tab”), resize(width, height),
 * move(x, y): the mouse goes there, emulate({touch, scale, forcedColors, colorScheme}) a device where the driver can,
 * drag(places) and touch(places, during): the mouse or a finger goes down at the first [x, y], over the others, and, after during(), up;
 * without during() a finger stays nowhere, however busy the machine is,
 * beside(): another tab of the same profile, where the driver can. A page has no service worker unless `newPage({ keeps: true })` is asked
 * for: what that fetches is in the way of other tests. endServiceWorkers() ends those that run, in Chromium: it does so itself with one
 * that has nothing to do, but not while a driver is attached. `proxy` is an address through which all goes, in Chromium.
 * shot(clip) → PNG bytes, decode(PNG bytes) → {width, height, data}, download(trigger, encoding) → text,
 * choose(trigger, path): hands a file, or several, to the chooser that the trigger opens, errors (console errors and exceptions),
 * requests (every URL asked for), close. WebKit's has what its driver can do, which is less.
 */
export async function start(name, program, modules) {
  const load = createRequire(resolve(modules, "package.json"));
  const { PNG } = load("pngjs");
  const starts = {
    chromium: () => chromium(program, load("playwright-core")),
    firefox: () => firefox(program, load("puppeteer-core")),
    webkit: () => webkit(program, SIZE, PNG),
  };
  const browser = await starts[name]();
  const decode = (bytes) => PNG.sync.read(Buffer.from(bytes));
  return { ...browser, newPage: async (wishes = {}) => ({ ...await browser.newPage(wishes), decode }) };
}

/** Runs in the page before anything else: a browser without service workers, or one in which nobody waits for an idle moment. */
const WITHOUT_SERVICE_WORKERS = () => { delete Navigator.prototype.serviceWorker; };
const WITHOUT_PATIENCE = () => {
  const later = window.setTimeout;
  window.setTimeout = (act, ms, ...rest) => later(act, ms === 5000 ? 0 : ms, ...rest);
};
const before = (keeps) => (keeps ? WITHOUT_PATIENCE : WITHOUT_SERVICE_WORKERS);

async function chromium(program, { chromium: driver }) {
  const browser = await driver.launch({ executablePath: program, headless: true, args: CHROMIUM_FLAGS });
  const newPage = async ({ keeps = false, proxy }) => {
    const context = await browser.newContext({ viewport: SIZE, acceptDownloads: true, locale: LANGUAGE, ...(proxy && { proxy: { server: proxy } }) });
    await context.addInitScript(before(keeps));
    return tab(context, () => context.close());
  };
  const tab = async (context, close) => {
    const page = await context.newPage();
    const { errors, requests } = watch(page);
    const downloads = [];
    return {
      errors, requests,
      goto: (url) => page.goto(url),
      evaluate: (fn, arg) => page.evaluate(fn, arg),
      before: (fn, arg) => page.addInitScript(fn, arg),
      frame: (url, sandbox) => framed(page, url, sandbox),
      inFrame: (url, fn, arg) => page.frames().find((frame) => frame.url().startsWith(url)).evaluate(fn, arg),
      withoutJavaScript: async () => {
        const session = await context.newCDPSession(page);
        await session.send("Emulation.setScriptExecutionDisabled", { value: true });
      },
      click: (x, y) => page.mouse.click(x, y),
      press: (key) => page.keyboard.press(key),
      drag: (places) => drag(page.mouse, places),
      touch: async (places, during = null) => {
        const devtools = await context.newCDPSession(page);
        const send = (type, ...touchPoints) => devtools.send("Input.dispatchTouchEvent", { type, touchPoints });
        // All on their way at once: a finger for which each answer is waited stays long enough to mean something else.
        const sent = places.map(([x, y], at) => send(at === 0 ? "touchStart" : "touchMove", { x, y }));
        if (during) {
          await Promise.all(sent);
          await during();
        }
        await Promise.all([...sent, send("touchEnd")]);
        await devtools.detach();
      },
      emulate: async ({ touch, scale, forcedColors, colorScheme }) => {
        await page.emulateMedia({ forcedColors, colorScheme });
        const devtools = await context.newCDPSession(page);
        if (touch) await devtools.send("Emulation.setTouchEmulationEnabled", { enabled: true, maxTouchPoints: 1 });
        const { width, height } = page.viewportSize();
        if (scale) await devtools.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: scale, mobile: false });
      },
      move: (x, y) => page.mouse.move(x, y),
      resize: async (width, height) => {
        await page.setViewportSize({ width, height });
        await page.evaluate(still);
      },
      shot: (clip) => page.screenshot({ clip }),
      download: async (trigger, encoding = "utf8") => {
        // Chromium drops what a page asks to save for the eleventh time within a second, as no person does.
        await until("a second with few downloads", () => downloads.filter((when) => Date.now() - when < 1500).length < 8);
        downloads.push(Date.now());
        const [file] = await Promise.all([page.waitForEvent("download", { timeout: 1000 * MOST_SECONDS }), trigger()]);
        return readFile(await file.path(), encoding);
      },
      choose: async (trigger, path) => {
        const [chooser] = await Promise.all([page.waitForEvent("filechooser"), trigger()]);
        await chooser.setFiles(path);
      },
      beside: () => tab(context, (own) => own.close()),
      endServiceWorkers: async () => {
        const devtools = await context.newCDPSession(page);
        await devtools.send("ServiceWorker.enable");
        await devtools.send("ServiceWorker.stopAllWorkers");
        await devtools.detach();
      },
      close: () => close(page),
    };
  };
  return { name: "chromium", version: browser.version(), newPage, close: () => browser.close() };
}

async function firefox(program, { launch }) {
  const downloads = await mkdtemp(join(tmpdir(), "downloads-"));
  const browser = await launch({
    browser: "firefox", executablePath: program, headless: true, defaultViewport: SIZE,
    extraPrefsFirefox: {
      "intl.accept_languages": LANGUAGE,
      "browser.download.dir": downloads,
      "browser.download.folderList": 2,
      "browser.download.useDownloadDir": true,
      "browser.download.always_ask_before_handling_new_types": false,
      "browser.helperApps.neverAsk.saveToDisk": "application/json",
    },
  });
  const newPage = async ({ keeps = false }) => {
    const context = await browser.createBrowserContext();
    return tab(context, keeps, () => context.close());
  };
  const tab = async (context, keeps, closeTab) => {
    const page = await context.newPage();
    await page.evaluateOnNewDocument(before(keeps));
    const { errors, requests } = watch(page);
    return {
      errors, requests,
      goto: async (url) => {
        // Firefox calls it an error when a page is left while its chunks come.
        await page.waitForNetworkIdle({ idleTime: 50, timeout: 2000 }).catch(() => {});
        return page.goto(url);
      },
      evaluate: (fn, arg) => page.evaluate(fn, arg),
      before: (fn, arg) => page.evaluateOnNewDocument(fn, arg),
      frame: (url, sandbox) => framed(page, url, sandbox),
      inFrame: (url, fn, arg) => page.frames().find((frame) => frame.url().startsWith(url)).evaluate(fn, arg),
      withoutJavaScript: null, // WebDriver BiDi in this Firefox has no command for it,
      emulate: null, // nor for this
      move: (x, y) => page.mouse.move(x, y),
      click: (x, y) => page.mouse.click(x, y),
      press: async (keys) => {
        const [key, ...held] = keys.split("+").reverse();
        for (const one of held) await page.keyboard.down(one);
        await page.keyboard.press(key);
        for (const one of held) await page.keyboard.up(one);
      },
      drag: (places) => drag(page.mouse, places),
      touch: async ([[x, y], ...others], during = null) => {
        if (others.length === 0 && !during) return page.touchscreen.tap(x, y);
        await page.touchscreen.touchStart(x, y);
        for (const [x, y] of others) await page.touchscreen.touchMove(x, y);
        await during?.();
        await page.touchscreen.touchEnd();
      },
      resize: async (width, height) => {
        await page.setViewport({ width, height });
        await page.evaluate(still);
      },
      shot: (clip) => page.screenshot(clip && { clip }),
      download: async (trigger, encoding = "utf8") => {
        const before = new Set(await readdir(downloads));
        await trigger();
        // The file is there, empty, before its first part is.
        return until("a downloaded file", async () => {
          const names = await readdir(downloads);
          const isUnfinished = names.some((n) => n.endsWith(".part"));
          const name = !isUnfinished && names.find((n) => !before.has(n));
          // Until it is whole it may still change its name.
          return name && readFile(join(downloads, name), encoding).catch(() => null);
        });
      },
      choose: async (trigger, path) => {
        const [chooser] = await Promise.all([page.waitForFileChooser(), trigger()]);
        await chooser.accept([path].flat());
      },
      beside: () => tab(context, keeps, (own) => own.close()),
      close: () => closeTab(page),
    };
  };
  const close = async () => { await browser.close(); await rm(downloads, { recursive: true, force: true }); };
  return { name: "firefox", version: await browser.version(), newPage, close };
}

/** Shows `url` in a frame with these sandbox rights; gives a function that tells the framed page's state. */
async function framed(page, url, sandbox) {
  await page.evaluate(({ url, sandbox }) => {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", sandbox);
    Object.assign(frame, { src: url, width: 1000, height: 800 });
    document.body.prepend(frame); // a frame that nobody sees is given no pictures
  }, { url, sandbox });
  const evaluate = (fn) => page.frames().find((frame) => frame.url().startsWith(url))?.evaluate(fn).catch(() => null);
  return Object.assign(() => evaluate(() => document.querySelector("main[data-state]")?.dataset.state ?? null), { evaluate });
}

async function drag(mouse, [[x, y], ...others]) {
  await mouse.move(x, y);
  await mouse.down();
  for (const [x, y] of others) await mouse.move(x, y);
  await mouse.up();
}

function watch(page) {
  const errors = [];
  const requests = [];
  page.on("console", (message) => { if (message.type() === "error") errors.push(message.text()); });
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("request", (request) => requests.push(request.url()));
  return { errors, requests };
}
