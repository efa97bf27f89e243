// The playground in course pages: the element and the protocol from a second origin, what nobody else may do, and the controls that
// a course author chose.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { asked, called, course, element, script } from "./course.mjs";
import { becomes, until } from "./until.mjs";

const shown = (page, ...selectors) => page.driver.evaluate((selectors) => selectors.filter((selector) => [...document.querySelectorAll(selector)].some((e) => e.checkVisibility() && e.getBoundingClientRect().width > 1)), selectors);

export const tests = {
  "a course page of another site sets three playgrounds up, hears of them and changes them": async (page, options) => {
    const body = (url) => script(url)
      + element('id="a" activation="relu" hidden-layers="3,2" learning-rate="0.1" height="400" loading="eager"')
      + element('id="b" dataset="xor" stop-epochs="20" curve-shows="accuracy" goal="epoch > 3" autoplay lang="zh" width="640" height="480" loading="eager"')
      + element('id="c" task="curve" loading="eager"');
    await course(page, options, body, async () => {
      const ready = ["a", "b", "c"].map((id) => page.driver.evaluate((id) => document.getElementById(id).ready.then((e) => e.id), id));
      assert.deepEqual(await Promise.all(ready), ["a", "b", "c"]);
      const { activations, hiddenLayers, learningRate } = await called(page, "a", "config");
      assert.deepEqual([activations, hiddenLayers, learningRate], [["relu", "relu"], [3, 2], 0.1]);
      await becomes("the end of the second one's training", async () => (await called(page, "b", "snapshot")).epoch, 20);
      assert.equal((await called(page, "c", "config")).task, "curve");
      // Attributes are live, and change what they name alone.
      await called(page, "a", "configure", { optimiser: "adam" });
      await page.driver.evaluate(() => {
        window.heard = [];
        for (const name of ["change", "snapshot", "error"]) document.getElementById("a").addEventListener(name, ({ detail }) => window.heard.push([name, detail]));
        document.getElementById("a").setAttribute("learning-rate", "0.01");
      });
      await becomes("the new rate", async () => { const { learningRate, optimiser } = await called(page, "a", "config"); return [learningRate, optimiser]; }, [0.01, "adam"]);
      const heard = (name) => page.driver.evaluate((name) => window.heard.filter(([what]) => what === name).map(([, detail]) => detail), name);
      await until("a change", async () => (await heard("change")).some(({ keys, userInitiated }) => keys.join() === "learningRate" && userInitiated === false));
      const { epoch } = await called(page, "a", "step", "epoch", 5);
      assert.equal(epoch, 5);
      await until("a snapshot", async () => (await heard("snapshot")).some(({ epoch }) => epoch === 5));
      await page.driver.evaluate(() => document.getElementById("a").setAttribute("learning-rate", "fast"));
      await until("an error", async () => (await heard("error")).some(({ message }) => /learningRate/.test(message)));
      // State and back.
      const state = await called(page, "a", "getState");
      const { checksum } = await called(page, "a", "snapshot");
      await called(page, "a", "step", "epoch", 3);
      await called(page, "a", "setState", state);
      assert.equal((await called(page, "a", "snapshot")).checksum, checksum, "the same run");
      assert.match((await asked(page, "a", "setState", { model: {} })).refused, /what getState\(\) gave/);
      // What is refused pauses nothing; what is loaded is paused.
      await called(page, "a", "play");
      assert.ok((await asked(page, "a", "setState", { ...state, model: {} })).refused);
      assert.equal((await called(page, "a", "snapshot")).state, "running");
      await called(page, "a", "setState", state);
      assert.equal((await called(page, "a", "snapshot")).state, "paused");
      const picture = await called(page, "a", "screenshot", { scale: 1 });
      assert.match(picture, /^data:image\/png;base64,.{2000,}/);
      assert.match((await asked(page, "a", "screenshot", { scale: 1e9 })).refused, /scale must be from 0.25 to 4/);
      // Back to a state that was set, or to the attributes; some of them are no keys of the configuration.
      await called(page, "b", "pause");
      await page.driver.evaluate(() => document.getElementById("b").removeAttribute("autoplay"));
      await called(page, "b", "configure", { dataset: "moons" });
      await called(page, "b", "resetAll");
      assert.equal((await called(page, "b", "config")).dataset, "xor");
      await page.driver.evaluate(async () => { const a = document.getElementById("a"); a.setDefaultState(await a.getState()); });
      await called(page, "a", "step", "epoch", 2);
      await called(page, "a", "resetAll");
      assert.equal((await called(page, "a", "snapshot")).checksum, checksum, "the state that was set");
      // Its height is its own where none was given.
      await becomes("a fitting height", () => page.driver.evaluate(() => document.getElementById("c").getBoundingClientRect().height > 400), true);
      assert.equal(await page.driver.evaluate(() => document.activeElement.tagName), "BODY", "no frame takes the focus");
    });
  },

  "an element with a goal tells when it is reached, and takes another one by its attribute": async (page, options) => {
    const body = (url) => script(url) + element(`id="g" goal="epoch &gt;= 3 and not usesFeature('r')" controls="play step reset" width="320" height="360" loading="eager"`);
    await course(page, options, body, async () => {
      await page.driver.evaluate(() => {
        window.heard = [];
        document.getElementById("g").addEventListener("goal", ({ detail }) => window.heard.push(detail));
      });
      await page.driver.evaluate(() => document.getElementById("g").ready.then(() => true));
      const heard = () => page.driver.evaluate(() => window.heard.map(({ holds, facts, userInitiated }) => [holds, facts.epoch, userInitiated]));
      const { checksum } = await called(page, "g", "step", "epoch", 3);
      await until("the goal reached", async () => (await heard()).some((event) => event.join() === "true,3,false"));
      assert.equal(await page.driver.evaluate(() => window.heard.at(-1).checksum), checksum);
      await page.driver.evaluate(() => document.getElementById("g").setAttribute("goal", "epoch > 3"));
      await until("another goal", async () => (await heard()).at(-1).join() === "false,3,false");
      assert.match((await asked(page, "g", "goal", "epoch > ")).refused, /expected a fact or a number, found the end \(at byte 8\)/);
      assert.equal((await called(page, "g", "goal", "points == 500")).holds, true);
    });
  },

  "a plain frame answers its parent alone, refuses nonsense and says so": async (page, options) => {
    const body = (url) => `<iframe id="f" src="${url}?embed#v=1" width="600" height="460" sandbox="allow-scripts"></iframe><iframe id="sibling" src="framed.html"></iframe>`;
    await course(page, options, body, async () => {
      await page.driver.evaluate(() => {
        window.told = [];
        addEventListener("message", ({ data, source }) => { if (source === document.getElementById("f").contentWindow && data?.gradientPlayground) window.told.push(data); });
        window.send = (message) => document.getElementById("f").contentWindow.postMessage(message, "*");
      });
      // Its event may have been before anybody listened here.
      await page.driver.evaluate(() => document.getElementById("f").contentWindow.postMessage({ gradientPlayground: 1, id: "hello", call: "snapshot", args: [] }, "*"));
      await until("a playground that listens", () => page.driver.evaluate(() => window.told.some(({ id }) => id === "hello")));
      const answers = () => page.driver.evaluate(() => window.told.filter(({ id }) => id !== undefined));
      const ask = async (message) => {
        const before = (await answers()).length;
        await page.driver.evaluate((message) => window.send(message), message);
        return until("an answer", async () => (await answers())[before]);
      };
      const call = (id, call, ...args) => ask({ gradientPlayground: 1, id, call, args });
      const { result } = await call("one", "config");
      assert.equal(result.task, "classification");
      for (const [name, args] of [["on", ["snapshot"]], ["constructor", []], ["__proto__", []], ["toString", []], ["version", []], ["nothing", []], ["configure", [{ learningRate: 1e99 }]], ["configure", ["x".repeat(100000)]], ["setPoints", [Array(20000).fill({ x: 1 })]], ["step", ["epoch", -1]]]) {
        const { error, result } = await call(2, name, ...args);
        assert.ok(error?.message.length > 5 && result === undefined, name);
      }
      assert.ok((await ask({ gradientPlayground: 1, id: 3, call: "config", args: "none" })).error);
      assert.ok((await ask({ gradientPlayground: 1, id: 3, call: 7 })).error);
      // These have no answer, and neither have those of anybody but the parent.
      const before = (await answers()).length;
      await page.driver.evaluate(() => {
        for (const message of [null, 7, "text", [], {}, { gradientPlayground: 2, id: 1, call: "config" }, { gradientPlayground: 1, call: "config" }, { gradientPlayground: 1, id: {}, call: "config" }]) window.send(message);
        const sibling = document.getElementById("sibling").contentWindow;
        const hostile = sibling.document.createElement("script");
        hostile.textContent = 'parent.document.getElementById("f").contentWindow.postMessage({ gradientPlayground: 1, id: 99, call: "configure", args: [{ learningRate: 7 }] }, "*")';
        sibling.document.body.append(hostile);
      });
      const last = await call("last", "config");
      assert.deepEqual([last.id, last.result.learningRate], ["last", 0.03]);
      assert.equal((await answers()).length, before + 1);
    });
  },

  "a frame that starts hidden is drawn right when it is shown, and one out of view rests": async (page, options) => {
    const body = (url) => script(url) + `<div id="tab" hidden>${element('id="a" autoplay loading="eager" width="600" height="460"')}</div><div style="height:4000px"></div>`;
    await course(page, options, body, async () => {
      await until("the frame", () => page.driver.evaluate(() => document.getElementById("a").shadowRoot.querySelector("iframe") !== null));
      await page.driver.evaluate(() => { document.getElementById("tab").hidden = false; });
      await page.driver.evaluate(() => document.getElementById("a").ready.then(() => null));
      const epoch = async () => (await called(page, "a", "snapshot")).epoch;
      await until("training in sight", async () => (await epoch()) > 3);
      const picture = await called(page, "a", "screenshot", { scale: 1 });
      assert.ok(picture.length > 4000, `a picture of ${picture.length} characters`);
      await page.driver.evaluate(() => scrollTo(0, 4000));
      await becomes("rest out of view", async () => { const first = await epoch(); await new Promise((resolve) => { setTimeout(resolve, 600); }); return (await epoch()) - first; }, 0);
      const rest = await epoch();
      await page.driver.evaluate(() => scrollTo(0, 0));
      await until("training again", async () => (await epoch()) > rest);
    });
  },

  "an element says when the playground cannot come": async (page, options) => {
    const body = (url) => script(url) + `<div id="place"></div>` + script(url);
    await course(page, options, body, async (host, playground) => {
      await page.driver.evaluate(() => {
        window.heard = [];
        const a = Object.assign(document.createElement("gradient-playground"), { id: "a" });
        a.addEventListener("error", ({ detail }) => window.heard.push(detail.message));
        a.setAttribute("loading", "eager");
        document.getElementById("place").append(a);
        return a.ready.then(() => null);
      });
      playground.fault = (name) => (name === "program_bg.wasm" ? { status: 503, body: "" } : null);
      await page.driver.evaluate(() => {
        const old = document.getElementById("a");
        const a = old.cloneNode();
        a.addEventListener("error", ({ detail }) => window.heard.push(detail.message));
        old.replaceWith(a);
      });
      await until("the reason", () => page.driver.evaluate(() => window.heard.some((message) => /did not come/.test(message))));
      page.driver.errors.length = 0; // a browser reports each failed request as an error
    });
  },

  "only the controls that were chosen are there, and the page closes up": async (page) => {
    await page.driver.resize(640, 480);
    await page.open("?embed&controls=play,learning-rate#v=1");
    const all = [".plot", ".play", "#learningRate", ".reads", "#activation", "#optimiser", ".split", ".again", ".tools", ".arrows", ".middle", ".numbers", ".left", ".menu-button", ".tail", ".speed", ".shows"];
    await becomes("plot, Play, readouts and the rate", () => shown(page, ...all), [".plot", ".play", "#learningRate", ".reads"]);
    const box = (selector) => page.driver.evaluate((selector) => { const { left, top, right, bottom, width, height } = document.querySelector(selector).getBoundingClientRect(); return { left, top, right, bottom, width, height }; }, selector);
    for (const [width, height] of [[640, 480], [960, 640], [320, 360], [360, 640]]) {
      await page.driver.resize(width, height);
      await becomes(`a page that fits ${width}×${height}`, async () => {
        const plot = await box(".plot");
        const wide = await page.driver.evaluate(() => [document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]);
        return [Math.abs(plot.width - plot.height) < 2, plot.left >= 0 && plot.right <= width && plot.bottom <= height && plot.top > 20, plot.width >= 0.6 * Math.min(width, height - 100), wide[0] <= 0, wide[1] <= 0].join();
      }, "true,true,true,true,true");
    }
    await page.type("Learning rate", "0.5\n");
    await becomes("the rate", async () => (await page.call("config")).learningRate, 0.5);
    // What is not there cannot be used: no point is added by a click or a key.
    await page.driver.resize(640, 480);
    const n = (await page.call("points")).length;
    const { left, top, width, height } = await box(".plot");
    await page.driver.click(left + width / 2, top + height / 2);
    await page.call("step", "batch", 1);
    assert.equal((await page.call("points")).length, n);
    assert.ok(await page.driver.evaluate(() => document.querySelector(".face").inert));
    // Each choice is its own.
    for (const [controls, wanted] of [
      ["play,step,activation", [".plot", ".play", ".reads", "#activation", ".split"]],
      ["play,points,panel:network", [".plot", ".play", ".reads", ".tools", ".middle"]],
      ["play,reset,noise,panel:curve", [".plot", ".play", ".reads", ".again", ".numbers", ".left"]],
      ["", [".plot", ".reads"]],
    ]) {
      await page.driver.resize(960, 640);
      await page.driver.goto("about:blank");
      await page.open(`?embed&controls=${controls}#v=1`);
      await becomes(controls, async () => (await shown(page, ...all)).sort(), wanted.sort());
    }
  },

  "what is hidden is hidden alone": async (page) => {
    await page.driver.resize(1440, 900);
    await page.open("?embed&hide=activation,panel:features,panel:curve#v=1");
    await becomes("the others", () => shown(page, "#activation", "#optimiser", ".features", ".data", ".numbers", ".middle", ".play", ".plot"), ["#optimiser", ".data", ".middle", ".play", ".plot"]);
  },

  "the panel Embed writes the lines of a frame or an element with the controls that were chosen": async (page, options) => {
    await page.open("#v=1&dataset=spiral&learningRate=0.2");
    await page.reach("paused");
    await page.click("Embed");
    const lines = async () => (await page.element("HTML to embed")).value;
    await becomes("all controls", async () => /\?embed#v=1/.test(await lines()), true);
    await page.click("All controls");
    await becomes("the first choice", async () => /\?embed&amp;controls=play,reset,learning-rate#v=1/.test(await lines()), true);
    await page.driver.evaluate(() => [...document.querySelectorAll("#share .chips button")].find((button) => button.textContent.trim() === "Reset").click());
    await page.driver.evaluate(() => [...document.querySelectorAll("#share .chips button")].find((button) => button.textContent.trim() === "Activation").click());
    await becomes("another choice", async () => /controls=play,activation,learning-rate#v=1/.test(await lines()), true);
    await page.click("Element (the course page may run scripts)");
    const { url } = page.server;
    const wanted = `<script src="${url}embed.js"></script>\n<gradient-playground width="960" height="640" dataset="spiral" learning-rate="0.2" controls="play,activation,learning-rate"></gradient-playground>`;
    await becomes("an element", lines, wanted);
    // As they are, they work in a course page.
    const text = await lines();
    await course(page, options, (other) => text.replace(url, other), async () => {
      const { dataset, learningRate } = await page.driver.evaluate(() => document.querySelector("gradient-playground").config());
      assert.deepEqual([dataset, learningRate], ["spiral", 0.2]);
    });
  },

  "every snippet of the pages for teachers works as it stands": async (page, options) => {
    for (const file of ["embed.md", "teachers.md"]) {
      const text = await readFile(new URL(`../../docs/${file}`, import.meta.url), "utf8");
      const snippets = [...text.matchAll(/```html\n(.*?)```/gs)].map(([, snippet]) => snippet);
      assert.ok(snippets.length >= 2, file);
      for (const snippet of snippets) {
        // It hears from its beginning whether the playground in it can be used.
        const hears = '<script>window.told = []; addEventListener("message", ({ data }) => { if (data?.gradientPlayground) window.told.push(data); });</script>';
        await course(page, options, (url) => hears + snippet.replaceAll("https://HOST/PATH/", url), async () => {
          await until(`a playground by ${snippet}`, () => page.driver.evaluate(() => window.told.some(({ event }) => event === "ready")));
          assert.deepEqual(await page.driver.evaluate(() => window.told.filter(({ event }) => event === "error")), []);
        });
      }
    }
    // What platforms leave of a frame is enough.
    const text = await readFile(new URL("../../docs/teachers.md", import.meta.url), "utf8");
    const [, tag] = /<iframe([^>]*)>/.exec(text);
    const used = [...tag.matchAll(/([a-z]+)="/g)].map(([, name]) => name);
    assert.deepEqual(used.filter((name) => !["src", "title", "width", "height"].includes(name)), []);
  },

  "the types are those of the calls and events": async (page, { work }) => {
    const compiler = createRequire(resolve(work, "package.json")).resolve("typescript/bin/tsc");
    const program = fileURLToPath(new URL("types.mts", import.meta.url));
    const flags = ["--noEmit", "--strict", "--target", "esnext", "--module", "nodenext", "--lib", "esnext,dom"];
    const { stdout } = await promisify(execFile)(process.execPath, [compiler, ...flags, program]).catch((error) => error);
    assert.equal(stdout, "", "what the compiler says");
    // Nothing is missing.
    await page.open();
    const calls = await page.driver.evaluate(() => Object.keys(window.playground));
    const declared = await readFile(new URL("../../docs/playground.d.ts", import.meta.url), "utf8");
    assert.deepEqual(calls.filter((name) => !new RegExp(`^\\s+(readonly )?${name}\\b`, "m").test(declared)), []);
  },

  "the links of the pages for teachers open as they are": async (page) => {
    const text = await readFile(new URL("../../docs/teachers.md", import.meta.url), "utf8");
    const links = [...text.matchAll(/`(#v=1[^`]*)`/g)].map(([, link]) => link);
    assert.equal(links.length, 3);
    for (const link of links) {
      await page.driver.goto("about:blank");
      await page.open(link);
      assert.equal(await page.has("Dismiss"), false, link);
      const { dataset } = await page.call("config");
      assert.ok(link.includes(`dataset=${dataset}`), link);
    }
  },

  "the element has every call of the playground, and its file is small": async (page, { dist }) => {
    await page.open();
    const calls = await page.driver.evaluate(() => Object.keys(window.playground).filter((name) => !["version", "on", "off"].includes(name)));
    const source = await readFile(join(dist, "embed.js"), "utf8");
    assert.deepEqual(calls.filter((name) => !source.includes(`"${name}"`)), []);
    assert.equal(await readFile(join(dist, "v1/embed.js"), "utf8"), source);
    const { gzipSync } = await import("node:zlib");
    const { length } = gzipSync(source, { level: 9 });
    assert.ok(length <= 4096, `${length} bytes`);
  },
};
