// How the program comes: what trains first, the chunks when the page is idle or when somebody wants them, and what is said where
// one cannot come.
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "./server.mjs";
import { until } from "./until.mjs";

const PAGES_OWN = ["cards", "experiments", "files", "help", "opening", "sharing", "shelf"].map((name) => `split_${name}.wasm`);
const nameOf = (url) => new URL(url).pathname.split("/").pop();

/** A copy of the page on a server of its own, whose answers the test can bend: `fault(name)` gives what is to be done about a file. */
async function bent(page, { dist }, test) {
  const dir = await mkdtemp(join(tmpdir(), "page-"));
  await cp(dist, dir, { recursive: true });
  const host = { dir, fault: () => null, asked: [], paths: [] };
  const server = await serve(dir, "/sub/path/", { "access-control-allow-origin": "*" }, (name, path) => {
    host.asked.push(name);
    host.paths.push(path);
    // Where a driver cannot switch service workers off, the page does without: what they fetch ahead is not counted here.
    return name === "service-worker.js" ? { status: 404 } : host.fault(name);
  });
  const { server: usual } = page;
  host.usual = usual;
  page.server = server;
  try {
    await test(host);
  } finally {
    await page.driver.goto("about:blank"); // it asks for nothing any more
    page.server = usual;
    page.driver.requests.length = 0; // another port is the point of these tests,
    page.driver.errors.length = 0; // and a browser reports each failed request as an error
    await server.close();
    await rm(dir, { recursive: true });
  }
}

/** The words of the page are wanted at once: without them there is nothing to show. */
const isChunk = (name) => name.startsWith("split_") && !name.startsWith("split_words_");
const prefetched = (host) => until("all chunks", () => PAGES_OWN.every((name) => host.asked.includes(name)) && host.asked.includes("split_saving.wasm"));
/** What the open panel, or else the place for cards, says. */
const said = (page) => page.driver.evaluate(() => document.body.innerText);
const opens = (page, name, words) => until(`the words of ${name}`, async () => words.test(await said(page)));

/** Each way in which a host fails to give a file. */
const FAULTS = {
  "a cut connection": () => ({ cut: true }),
  "an answer 503": () => ({ status: 503 }),
  "a page in place of a file": () => ({ type: "text/html", body: "<!doctype html><title>Not here</title>" }),
};

export const tests = {
  "training begins without any chunk, and all of them come when the page is idle": async (page, options) => {
    await bent(page, options, async (host) => {
      let isHeld = true;
      host.fault = (name) => (isChunk(name) && isHeld ? { hold: () => !isHeld } : null);
      await page.begin();
      await page.reach("running");
      const { epoch } = await page.call("snapshot");
      await until("training without a chunk", async () => (await page.call("snapshot")).epoch > epoch + 10);
      assert.ok(host.asked.indexOf("program_bg.wasm") >= 0);
      isHeld = false;
      await prefetched(host);
      for (const name of PAGES_OWN) assert.equal(host.asked.filter((asked) => asked === name).length, 1, `${name} must be asked for once`);
    });
  },
  "the page's parts in chunks work below a sub-path": async (page, options) => {
    await bent(page, options, async (host) => {
      await page.open();
      await prefetched(host);
      await page.call("pause");
      await page.click("Share");
      await opens(page, "Share", /This link opens the same points/);
      await page.driver.press("Escape");
      await page.click("Embed");
      await opens(page, "Embed", /Copy these lines into the HTML source of your course page/);
      await page.driver.press("Escape");
      await page.click("Keyboard");
      await opens(page, "Keyboard", /Single-key shortcuts/);
      await page.driver.press("Escape");
      const model = await page.call("model");
      assert.ok(model.layers.length > 0, "the worker's chunk must write the model");
    });
  },
  ...Object.fromEntries(Object.entries(FAULTS).map(([what, fault]) => [`where ${what} keeps a chunk away, the page says so and tries again`, async (page, options) => {
    await bent(page, options, async (host) => {
      host.fault = (name) => (isChunk(name) ? fault() : null);
      await page.open();
      await page.reach("running");
      await page.click("Share");
      await opens(page, "the failure", /This part of the page could not be loaded/);
      const { epoch } = await page.call("snapshot");
      await until("training all the while", async () => (await page.call("snapshot")).epoch > epoch + 5);
      const words = await page.driver.evaluate(() => window.playground.model().then(() => "", (error) => error.message));
      assert.match(words, /the part of the page that writes models must be loaded/);
      // A refusal is told plainly where the cards cannot come.
      await page.driver.evaluate(() => window.playground.configure({ noise: 1e9 }).catch(() => {}));
      await opens(page, "the refusal", /Noise must be at most/);
      host.fault = () => null;
      await page.click("Try again");
      await opens(page, "Share", /This link opens the same points/);
      assert.ok((await page.call("model")).layers.length > 0, "the worker must get its chunk too");
    });
  }])),
  "a chunk that fails once comes by itself": async (page, options) => {
    await bent(page, options, async (host) => {
      const failed = new Set();
      host.fault = (name) => {
        if (!isChunk(name) && name !== "shared.bin" || failed.has(name)) return null;
        failed.add(name);
        return name === "shared.bin" ? FAULTS["a page in place of a file"]() : { status: 503 };
      };
      await page.open();
      await prefetched(host);
      await page.click("Share");
      await opens(page, "Share", /This link opens the same points/);
    });
  },
  "a host that calls a program application/octet-stream serves the page all the same": async (page, options) => {
    await bent(page, options, async (host) => {
      host.fault = (name) => (name.endsWith(".wasm") ? { type: "application/octet-stream" } : null);
      await page.open();
      await page.reach("running");
      await page.click("Share");
      await opens(page, "Share", /This link opens the same points/);
      assert.ok((await page.call("model")).layers.length > 0);
    });
  },
  "a page that is open while a new build is published never mixes the two": async (page, options) => {
    await bent(page, options, async (host) => {
      let isHeld = true;
      // In a browser that keeps nothing: what a service worker does then stands in hosting.mjs.
      host.fault = (name) => (name === "service-worker.js" ? { status: 404 } : isChunk(name) && isHeld ? { status: 503 } : null);
      await page.open();
      await page.reach("running");
      // The new build stands in a folder of its own name; the old one is gone, as after most uploads.
      const [old] = (await readdir(host.dir)).filter((name) => /^[0-9a-f]{16}$/.test(name));
      await rename(join(host.dir, old), join(host.dir, "0123456789abcdef"));
      const html = join(host.dir, "index.html");
      await writeFile(html, (await readFile(html, "utf8")).replaceAll(old, "0123456789abcdef"));
      isHeld = false;
      await page.click("Share");
      await opens(page, "the failure", /could not be loaded.*If the page was updated since you opened it, reload it/s);
      const { epoch } = await page.call("snapshot");
      await until("training all the while", async () => (await page.call("snapshot")).epoch > epoch + 5);
      host.paths.length = 0;
      await page.click("Reload");
      await until("the new build", () => host.paths.some((path) => path.startsWith("0123456789abcdef/")));
      await page.usable();
      await page.click("Share");
      await opens(page, "Share", /This link opens the same points/);
      // Until it is left, the old page asks for its parts.
      const since = host.paths.slice(host.paths.findIndex((path) => path.startsWith("0123456789abcdef/")));
      assert.deepEqual(since.filter((path) => path.startsWith(old)), [], "nothing of the old build must be asked for");
    });
  },
  "every file that the page loads is named by its content, and a frame of another site gets its chunks": async (page, options) => {
    await bent(page, options, async (host) => {
      await page.driver.goto(`${host.usual.url}nothing`); // any document without a policy of its own
      const state = await page.driver.frame(page.server.url, "allow-scripts");
      await until("training in the frame", async () => (await state()) === "running");
      await prefetched(host);
      const own = page.driver.requests.filter((url) => url.startsWith(page.server.url) && /\.(js|css|wasm)$/.test(url));
      assert.ok(own.length > 5);
      for (const url of own) assert.match(url, /\/[0-9a-f]{16}\/[a-z_0-9]+\.(js|css|wasm)$/, nameOf(url));
    });
  },
  "the content policy is in force: no answer of another host, no script in the page's text": async (page, options) => {
    await bent(page, options, async (host) => {
      await page.open("#v=1&lang=en");
      // It would answer anybody.
      const other = page.server.url.replace("127.0.0.1", "localhost");
      assert.equal(await fetch(`${other}index.html`).then(({ status }) => status), 200);
      const tried = await page.driver.evaluate(async (other) => {
        const violated = [];
        document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => violated.push(effectiveDirective));
        const asked = (url) => fetch(url).then(() => "answered", () => "refused");
        const outcomes = [await asked("index.html"), await asked(`${other}index.html`)];
        const script = document.createElement("script");
        script.textContent = "window.ran = true";
        document.body.append(script);
        await new Promise((resolve) => { setTimeout(resolve, 50); });
        return [...outcomes, Boolean(window.ran), violated.map((name) => name.replace(/-elem$/, ""))];
      }, other);
      assert.deepEqual(tried, ["answered", "refused", false, ["connect-src", "script-src"]]);
      // What docs/hosting.md asks of a host's own policy is enough.
      const [scripts, workers] = ["script-src 'self' 'wasm-unsafe-eval'", "worker-src 'self' blob:"];
      const text = await readFile(new URL("../../docs/hosting.md", import.meta.url), "utf8");
      for (const part of [scripts, workers]) assert.ok(text.includes(`\`${part}\``), part);
      host.fault = (name) => (name === "index.html" ? { headers: { "content-security-policy": `default-src 'self'; style-src 'self' 'unsafe-inline'; ${scripts}; ${workers}` } } : null);
      await page.driver.goto("about:blank");
      await page.open("#v=1&lang=en");
      assert.ok((await page.call("step", "epoch", 1)).epoch >= 1);
    });
  },
};
