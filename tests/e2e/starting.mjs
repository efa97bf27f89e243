// What the page says when it cannot start, or not go on: for each cause its own cure; and that it takes no focus, claims nothing that it
// does not know, and can always be left for the defaults.
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { exportInFrame } from "./sandboxed.mjs";
import { serve } from "./server.mjs";
import { until } from "./until.mjs";

/** Plain text of all that can be seen. */
const seen = (page) => page.driver.evaluate(() => document.body.innerText);

/** The notice with these words, once it is there. */
async function noticed(page, words) {
  await until(`the notice “${words}”`, async () => words.test(await seen(page)));
  assert.equal(await page.driver.evaluate(() => document.activeElement === document.body), true, "a notice takes no focus");
}

/** What was to be seen is that something fails: what the browser says to it is no complaint. */
function expected(page) {
  page.driver.errors.length = 0;
  page.driver.requests.length = 0;
}

/** A page whose server bends answers. */
async function bent(page, dist, fault, test) {
  const elsewhere = await serve(dist, "/", {}, fault);
  try {
    await page.driver.goto(elsewhere.url);
    await test();
  } finally {
    await elsewhere.close();
    expected(page);
  }
}

/** Runs in the page before anything else: the clipboard takes texts, or refuses them. */
const CLIPBOARD = (takes) => {
  const writeText = (text) => (takes ? Promise.resolve(void (window.taken = text)) : Promise.reject(new DOMException("denied", "NotAllowedError")));
  Object.defineProperty(navigator, "clipboard", { value: { writeText }, configurable: true });
};

export const tests = {
  "opened as a file, the page says how to serve it": async (page, { dist }) => {
    const file = pathToFileURL(resolve(dist, "index.html")).href;
    for (const [lang, words] of [["en", /opened as a file[\s\S]*serve\.py[\s\S]*python3 -m http\.server[\s\S]*py -m[\s\S]*localhost/], ["zh", /作为文件打开[\s\S]*serve\.py[\s\S]*python3 -m http\.server[\s\S]*py -m[\s\S]*localhost/]]) {
      await page.driver.goto(`${file}?lang=${lang}`);
      await noticed(page, words);
      assert.ok(!(await page.driver.evaluate(() => document.body.innerText.includes("Loading"))), "nothing is on its way");
    }
    expected(page);
  },

  "WebAssembly that is switched off is told apart from an old browser": async (page) => {
    await page.driver.before(() => { delete window.WebAssembly; });
    await page.driver.goto(page.server.url);
    await noticed(page, /WebAssembly is switched off[\s\S]*Lockdown/);
  },

  "a script that never comes does not leave “Loading…” for ever": async (page, { dist }) => {
    await bent(page, dist, (name) => (name === "boot.js" ? { status: 404, body: "" } : null), async () => {
      const late = () => page.driver.evaluate(() => {
        const element = document.querySelector(".late");
        return { isSeen: getComputedStyle(element).visibility === "visible", text: element.textContent, link: element.querySelector("a").getAttribute("href") };
      });
      // However long the page took to come.
      await page.driver.evaluate(() => document.querySelector(".late").getAnimations().forEach((animation) => { animation.currentTime = 0; }));
      assert.equal((await late()).isSeen, false, "nothing is late yet");
      await page.driver.evaluate(() => document.querySelector(".late").getAnimations().forEach((animation) => animation.finish()));
      const { isSeen, text, link } = await late();
      assert.ok(isSeen && /has not started yet/.test(text) && /还没有启动/.test(text) && link === "?defaults", JSON.stringify({ isSeen, text, link }));
    });
  },

  "a file that does not come is told as that, and one that is damaged as another": async (page, { dist }) => {
    await bent(page, dist, (name) => (name === "program.js" ? { status: 404 } : null), () => noticed(page, /did not come[\s\S]*content blocker/));
    const damaged = (name) => (name === "program_bg.wasm" ? { body: "no program", type: "application/wasm" } : null);
    await bent(page, dist, damaged, async () => {
      await noticed(page, /could not start[\s\S]*memory/);
      const defaults = await page.driver.evaluate(() => document.getElementById("notice-defaults").getAttribute("href"));
      assert.equal(defaults, "?defaults", "what is saved may be the cause");
    });
  },

  "a failing page in a frame leaves the focus of its host alone": async (page, { dist }) => {
    const elsewhere = await serve(dist, "/", { "access-control-allow-origin": "*" }, (name) => (name === "program.js" ? { status: 404 } : null));
    try {
      await page.driver.goto(`${page.server.url}nothing`);
      await page.driver.evaluate(() => { document.body.append(document.createElement("textarea")); document.querySelector("textarea").focus(); });
      const state = await page.driver.frame(elsewhere.url, "allow-scripts allow-same-origin");
      await until("the notice in the frame", () => state.evaluate(() => document.getElementById("notice")?.hidden === false));
      assert.equal(await page.driver.evaluate(() => document.activeElement.tagName), "TEXTAREA");
      // A browser may keep a frame from taking it: the frame does not even try.
      assert.equal(await state.evaluate(() => document.activeElement === document.body), true, "nothing in the frame asks for the focus");
    } finally {
      await elsewhere.close();
      expected(page);
    }
  },

  "?defaults leaves behind what was saved and linked": async (page) => {
    await page.open();
    await page.call("configure", { hiddenLayers: [7], learningRate: 0.5 });
    await until("what was saved", () => page.driver.evaluate(() => localStorage.getItem("gradient-playground")?.includes("hiddenLayers=7")));
    await page.driver.goto("about:blank");
    await page.open("?defaults#v=1&hiddenLayers=9");
    assert.deepEqual((await page.call("config")).hiddenLayers, [4, 2]);
    const address = await page.driver.evaluate(() => location.search + location.hash);
    assert.equal(address, "#v=1");
    assert.equal((await page.call("snapshot")).step, 0);
  },

  "Copy details says whether it worked": async (page) => {
    for (const takes of [true, false]) {
      await page.renew();
      await page.driver.before(CLIPBOARD, takes);
      await page.open();
      await page.call("pause");
      await page.driver.evaluate(() => window.playgroundBoot.panicked("panicked at a test"));
      await page.click("Copy details");
      await until("an outcome", () => page.driver.evaluate(() => document.getElementById("notice-copied").textContent !== ""));
      const { told, taken, selected } = await page.driver.evaluate(() => ({
        told: document.getElementById("notice-copied").textContent, taken: window.taken ?? null, selected: getSelection().toString(),
      }));
      if (takes) assert.ok(told === "Copied" && /panicked at a test/.test(taken), told);
      else assert.ok(/does not let the page copy/.test(told) && /panicked at a test/.test(selected), told);
    }
  },

  "Export in a sandboxed frame gives a text to copy and claims nothing": async (page, { dist }) => {
    await exportInFrame(page, dist, async (state) => {
      const shown = () => state.evaluate(() => {
        const panel = document.getElementById("export");
        return { said: panel.innerText, text: panel.querySelector("textarea")?.value ?? "" };
      });
      const { text } = await until("the whole text", async () => {
        const now = await shown();
        return now.text.endsWith("}\n") && now;
      });
      assert.equal(JSON.parse(text).format, "gradient-playground/model");
      await state.evaluate(() => [...document.querySelectorAll("#export button")].find((button) => button.textContent === "Download").click());
      const { said } = await until("what became of it", async () => {
        const now = await shown();
        return /copy the text/.test(now.said) && now;
      });
      assert.ok(!/saved|asked to save/i.test(said), said);
    });
  },

  "a file is not said to be saved, and its address lives for as long as a browser may ask": async (page) => {
    await page.driver.before(() => {
      Object.assign(window, { files: [], revoked: [] });
      const { createObjectURL, revokeObjectURL } = URL;
      URL.createObjectURL = (blob) => {
        const url = createObjectURL.call(URL, blob);
        if (blob.type === "application/json") window.files.push(url);
        return url;
      };
      URL.revokeObjectURL = (url) => { window.revoked.push(url); revokeObjectURL.call(URL, url); };
    });
    await page.open();
    await page.call("pause");
    await page.call("step", "epoch", 1);
    const file = JSON.parse(await page.driver.download(async () => {
      await page.click("Export");
      await page.click("Download");
    }));
    assert.ok(file.progress.epoch >= 1);
    await until("what was done", async () => /was asked to save/.test(await seen(page)));
    const { made, gone } = await page.driver.evaluate(() => ({ made: window.files.length, gone: window.files.filter((url) => window.revoked.includes(url)).length }));
    assert.deepEqual([made, gone], [1, 0], "the address must not be taken away at once");
  },
};
