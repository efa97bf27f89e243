// What the page has of its host: a whole version is kept for when there is no connection, a newer one is offered and never forced, a broken
// one changes nothing, and what is published runs from any folder. What frames, embeds and old hosts must not notice is here too.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, request as ask } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { folderOf, hosted, kept, look, lookedFor, publish, reload } from "./hosted.mjs";
import { Page } from "./page.mjs";
import { becomes, until } from "./until.mjs";

const NOTICE = "New version";
/** What Chromium itself asks when it sees a field. */
const OF_CHROMIUM = "content-autofill.googleapis.com:443";
const SOURCES = new URL("../..", import.meta.url);

/** The versions of which something is kept. */
const versions = (page) => page.driver.evaluate(async () => (await caches.keys()).map((name) => name.split(" ").pop()).sort());
const said = (page) => page.driver.evaluate(() => document.body.innerText);
const says = (page, words) => until(`the words ${words}`, async () => words.test(await said(page)));
/** From which folders the open page has its files. */
const loadedFrom = (page) => page.driver.evaluate(() => [...new Set(performance.getEntriesByType("resource").flatMap(({ name }) => /\/([0-9a-f]{16})\//.exec(name)?.[1] ?? []))]);

/** Waits until the page tells of another version: a look may still be of what the host had a moment before. */
const noticed = (page) => until("the notice", async () => {
  await lookedFor(page);
  return page.has(NOTICE);
});

/** Uses what is there only when it is wanted, and what takes a file of its own. */
async function useAll(page) {
  const { step } = await page.call("step", "epoch", 5);
  assert.ok(step >= 5);
  await page.click("Share");
  await says(page, /This link opens the same points/);
  await page.driver.press("Escape");
  assert.equal(JSON.parse(await page.exported()).format, "gradient-playground/model");
  await page.click("Backprop");
  await until("numbers of a step", () => page.driver.evaluate(() => document.querySelector(".inside .ledger") !== null));
  await page.choose("Language", "zh");
  await says(page, /反向传播/);
  await page.driver.goto(`${page.server.url}#v=1&lang=zh&view=lab`);
  await until("the lab", () => page.driver.evaluate(() => document.querySelector(".lab-node") !== null).catch(() => false));
}

export const tests = {
  "after a first visit the page works without its host: training, the other language, Backprop, Lab, Share, Export": async (page, options) => {
    await hosted(page, options, async (host) => {
      await page.open("#v=1&lang=en");
      await kept(page);
      const folder = await folderOf(host.dir);
      await becomes("one version", () => versions(page), [folder]);
      await host.down();
      await reload(page);
      await useAll(page);
      await page.driver.goto(`${page.server.url}index.html?lang=en`);
      await page.usable();
      await host.up();
    });
  },

  "a new version is offered, taken whole after a reload, and the run comes back; an open page of the old one goes on": async (page, options) => {
    await hosted(page, options, async (host) => {
      await page.open("#v=1&lang=en&dataset=xor&hiddenLayers=3,2");
      await kept(page);
      const other = new Page(await page.driver.beside(), page.server, null);
      await other.open("#v=1&lang=en");
      const { old, name } = await publish(host);
      await page.call("step", "epoch", 5);
      await page.call("configure", { learningRate: 0.2 });
      const { checksum, step } = await page.call("snapshot");
      await page.driver.evaluate(() => { window.isSame = true; });
      await noticed(page);
      await until("the notice", () => other.has(NOTICE));
      await says(page, /A new version of this page is there\. Reload to use it/);
      assert.ok(await page.driver.evaluate(() => window.isSame), "nothing reloads by itself");
      await page.choose("Language", "zh");
      await says(page, /本页面有新版本/);
      await page.choose("语言", "en");
      await until("the notice", () => page.has(NOTICE));
      // Its folder is gone from the host, and it has never asked for this part.
      await useAll(other);
      assert.deepEqual(await loadedFrom(other), [old]);

      await until("a kept run", () => page.driver.evaluate(keptRuns));
      await reload(page, () => page.click("Reload"));
      assert.deepEqual(await loadedFrom(page), [name], "all of it is of the new version");
      const now = await page.call("snapshot");
      assert.deepEqual([now.checksum, now.step], [checksum, step], "the run goes on where it was");
      await page.click("Undo");
      await becomes("the rate before", async () => (await page.call("config")).learningRate, 0.03);
      assert.ok(!(await page.has(NOTICE)), "what is there is the newest");
      await becomes("both versions: an open page still needs its own", () => versions(page), [name, old].sort());

      await other.driver.close();
      await reload(page);
      await becomes("the old version gone", () => versions(page), [name]);
      await host.down();
      await reload(page);
      assert.deepEqual(await loadedFrom(page), [name]);
      await host.up();
    });
  },

  "a broken build, a half upload and a page in place of files change nothing": async (page, options) => {
    await hosted(page, options, async (host) => {
      await page.open("#v=1&lang=en");
      await kept(page);
      const { old, name } = await publish(host);
      const html = { type: "text/html", body: "<!doctype html><title>Log in</title>" };
      const lab = await readFile(join(host.dir, name, "split_lab.wasm"));
      const FAULTS = {
        "a missing file": (file) => (file === "split_lab.wasm" ? { status: 404, body: "not here" } : null),
        "a page in place of a file": (file) => (file === "split_lab.wasm" ? html : null),
        "a file that ends too early": (file) => (file === "split_lab.wasm" ? { body: lab.subarray(0, lab.length - 100) } : null),
        "a cut connection": (file) => (file === "split_lab.wasm" ? { cut: true } : null),
        // What was right until then is not fetched again.
        "another file of that name": (file) => (file === "style.css" ? { body: "main { display: none }" } : null),
        "a portal in place of everything": () => html,
        "a portal in place of the page": (file) => (file === "index.html" ? html : null),
        "a host that fails": () => ({ status: 503, body: "later" }),
      };
      for (const [what, fault] of Object.entries(FAULTS)) {
        host.fault = fault;
        // The script itself may not come, or what it wants.
        assert.ok(["refused", "redundant"].includes(await lookedFor(page)), what);
        await reload(page);
        assert.deepEqual(await loadedFrom(page), [old], what);
        assert.ok(!(await page.has(NOTICE)), what);
      }
      host.fault = () => null;
      await noticed(page);
      await page.click("Dismiss");
      await until("no notice", async () => !(await page.has(NOTICE)));
      await reload(page);
      assert.deepEqual(await loadedFrom(page), [name]);
    });
  },

  "frames, embeds and ?defaults are the host's business": async (page, options) => {
    await hosted(page, options, async (host) => {
      const chunks = ["help", "sharing"].map((name) => `split_${name}.wasm`);
      const asked = (name) => host.paths.some((path) => path.endsWith(name));
      await page.open("?embed#v=1&lang=en");
      await until("an idle page", () => chunks.every(asked));
      assert.ok(!asked("offline.js") && !asked("service-worker.js"), "an embed is not kept");
      await page.open("?lang=en");
      await kept(page);
      const { old, name } = await publish(host);
      const framed = () => page.driver.evaluate(() => new Promise((resolve) => {
        const frame = document.createElement("iframe");
        frame.src = "?embed";
        frame.onload = () => resolve(frame.contentDocument?.querySelector("script[src]")?.src ?? null);
        document.body.append(frame);
      }));
      assert.match(await framed(), new RegExp(name), "a frame is the host's newest");
      const script = () => page.driver.evaluate(() => document.querySelector("script[src]").src);
      await page.driver.goto(`${page.server.url}?lang=en`);
      assert.match(await script(), new RegExp(`${old}|${name}`));
      await page.open("?defaults&lang=en");
      assert.match(await script(), new RegExp(name), "the way out asks the host");
    });
  },

  "the service worker can be taken back, by its source or by deleting it": async (page, options) => {
    await hosted(page, options, async (host) => {
      const script = join(host.dir, "service-worker.js");
      const built = await readFile(script);
      const isGone = () => page.driver.evaluate(async () => !(await navigator.serviceWorker.getRegistration()) && (await caches.keys()).length === 0);
      await page.open("#v=1&lang=en");
      await kept(page);
      await writeFile(script, await readFile(new URL("web/service-worker.js", SOURCES)));
      await look(page);
      await until("nothing kept", isGone);
      await page.call("step", "epoch", 1);
      await writeFile(script, built);
      await page.driver.goto("about:blank");
      await page.open("#v=1&lang=en");
      await kept(page);
      await rm(script);
      await page.driver.goto("about:blank");
      await page.open("#v=1&lang=en");
      await until("nothing kept", isGone);
      await page.call("step", "epoch", 1);
    });
  },

  "the folder runs from any server of files, as docs/hosting.md says, and then from the browser alone": async (page, { dist, python }) => {
    const dir = await mkdtemp(join(tmpdir(), "stick-"));
    await cp(dist, dir, { recursive: true });
    const { server } = page;
    const text = await readFile(new URL("docs/hosting.md", SOURCES), "utf8");
    const [command] = /^python3 -m http\.server 8000$/m.exec(text) ?? [];
    const [own] = /^python3 serve\.py 8080$/m.exec(text) ?? [];
    assert.ok(command && own, "docs/hosting.md has two commands");
    // Any free port in place of the one that is written there.
    const ways = [command, own].map((command) => ["-u", ...command.split(" ").slice(1, -1), "0"]);
    try {
      for (const [n, way] of ways.entries()) {
        await page.driver.close();
        page.driver = await page.newDriver({ keeps: true });
        const child = spawn(python, way, { cwd: dir, stdio: ["ignore", "pipe", "pipe"] });
        try {
          const port = await new Promise((resolve, reject) => {
            let said = "";
            const hear = (part) => {
              said += part;
              const found = /(?:port |localhost:)(\d+)/.exec(said);
              if (found) resolve(found[1]);
            };
            child.stdout.on("data", hear);
            child.stderr.on("data", hear);
            child.on("exit", () => reject(new Error(`the server ended: ${said}`)));
          });
          page.server = { url: `http://127.0.0.1:${port}/` };
          await page.open("#v=1&lang=en");
          await useAll(page);
          if (n === 1) {
            const answer = await fetch(`${page.server.url}index.html`);
            assert.equal(answer.headers.get("access-control-allow-origin"), "*", "frames with a sandbox get its files");
          }
          await kept(page);
          page.assertClean();
        } finally {
          child.kill();
        }
        await reload(page);
        page.driver.errors.length = 0;
      }
    } finally {
      // What the page left behind asks for late belongs to it.
      await page.driver.close();
      page.driver = await page.newDriver();
      page.server = server;
      await rm(dir, { recursive: true });
    }
  },

  "neither page nor service worker asks another host for anything": async (page, { dist }) => {
    // What is published names no other host, but in names of things.
    const names = /^https?:\/\/(www\.w3\.org|json-schema\.org|docs\.rs|github\.com|localhost)\b/;
    for (const name of (await readdir(dist, { recursive: true })).filter((name) => /\.(js|css|html)$/.test(name))) {
      const found = (await readFile(join(dist, name), "utf8")).match(/https?:\/\/[\w.-]+/g) ?? [];
      assert.deepEqual(found.filter((url) => !names.test(url)), [], name);
    }
    const asked = new Set();
    const proxy = createServer((request, response) => {
      const url = new URL(request.url);
      asked.add(url.host);
      request.pipe(ask(url, { method: request.method, headers: request.headers }, (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
      }).on("error", () => response.destroy()));
    });
    proxy.on("connect", (request, socket) => { asked.add(request.url); socket.end(); });
    await new Promise((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    await page.driver.close();
    page.driver = await page.newDriver({ keeps: true, proxy: `http://127.0.0.1:${proxy.address().port}` });
    try {
      await page.open("#v=1&lang=en");
      await kept(page);
      await useAll(page);
      // Firefox's driver gives a page no proxy: there, what the page asks for is what its driver tells.
      asked.delete(OF_CHROMIUM);
      if (asked.size > 0) assert.deepEqual([...asked], [new URL(page.server.url).host]);
    } finally {
      proxy.closeAllConnections();
      proxy.close();
    }
  },

  "the help says the version, and Report a fault gives a text to send": async (page) => {
    for (const [takes, lang, words] of [[true, "en", ["Help", "Report a fault", /Version \d+\.\d+\.\d+, build [0-9a-f]{16}, engine \d+/]], [false, "zh", ["帮助", "报告问题", /版本 \d+\.\d+\.\d+，构建 [0-9a-f]{16}，训练引擎 \d+/]]]) {
      await page.renew();
      await page.driver.before((takes) => {
        const writeText = (text) => (takes ? Promise.resolve(void (window.taken = text)) : Promise.reject(new DOMException("denied", "NotAllowedError")));
        Object.defineProperty(navigator, "clipboard", { value: { writeText }, configurable: true });
      }, takes);
      await page.open(`#v=1&lang=${lang}&dataset=xor`);
      const [help, report, version] = words;
      await page.click(help);
      await says(page, version);
      await page.reveal(report);
      await page.driver.press("Enter");
      const told = await until("an outcome", () => page.driver.evaluate(() => {
        const field = document.querySelector("#plot-help textarea");
        const status = document.querySelector("#plot-help [role=status]").textContent;
        return status && { text: field.value, status, name: field.getAttribute("aria-label"), selected: field.selectionEnd - field.selectionStart, taken: window.taken ?? null };
      }));
      const browser = await page.driver.evaluate(() => navigator.userAgent);
      const link = new RegExp(`link: ${page.server.url}#v=1.*dataset=xor`);
      for (const part of [`browser: ${browser}\n`, "window: 1280 × 900", `language: ${lang === "zh" ? "zh-Hans" : "en"}\n`]) assert.ok(told.text.includes(part), `${part} in ${told.text}`);
      assert.match(told.text, link);
      assert.equal(told.text.split("\n").length, 7, "nothing else");
      if (takes) assert.deepEqual([told.taken, told.status], [told.text, "Copied"]);
      else assert.ok(told.selected === told.text.length && told.name !== "" && told.status !== "", "what may not be copied is selected");
    }
  },
};

/** Runs in the page: whether the database keeps a run. */
function keptRuns() {
  return new Promise((resolve) => {
    const open = indexedDB.open("gradient-playground");
    open.onupgradeneeded = () => open.transaction.abort();
    open.onerror = () => resolve(false);
    open.onsuccess = () => {
      const all = open.result.transaction("about").objectStore("about").getAll();
      all.onsuccess = () => { open.result.close(); resolve(all.result.length > 0); };
    };
  });
}
