// Course pages as people make them: several playgrounds on one, sixteen, built by mdBook, Sphinx and reveal.js from the lines that the
// panel Embed gives; what a course page says and hears while it is there; the panel itself.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { asked, called, course, element, script } from "./course.mjs";
import { becomes, until } from "./until.mjs";

const run = promisify(execFile);

/** The lines that docs/teachers.md prints for this kind of page; a test of the panel holds them to what it gives. */
async function lines(kind, url) {
  const text = await readFile(new URL("../../docs/teachers.md", import.meta.url), "utf8");
  const [, , block] = text.slice(text.indexOf(`**${kind}**`)).match(/\n(`{3,4})\w+\n([^]*?)\n\1\n/);
  return block.replaceAll("https://HOST/PATH/", url);
}

/** What makes a course page of each kind: writes sources into a folder, builds them, and gives the name of the page. */
const MAKERS = {
  "mdBook": async (dir, url, { python }) => {
    await mkdir(join(dir, "src"));
    await writeFile(join(dir, "book.toml"), '[book]\ntitle = "Course"\n');
    await writeFile(join(dir, "src/SUMMARY.md"), "# Summary\n\n- [Week 3](week.md)\n");
    await writeFile(join(dir, "src/week.md"), `# Why one line is not enough\n\nPress *Play*.\n\n${await lines("mdBook", url)}\n\nThe end.\n`);
    await run(join(dirname(python), "mdbook"), ["build", dir]);
    return "book/week.html";
  },
  "Sphinx": async (dir, url, { python }) => {
    // A browser asks for an icon.
    await writeFile(join(dir, "icon.svg"), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    await writeFile(join(dir, "conf.py"), 'project = "Course"\nextensions = ["myst_parser"]\nhtml_favicon = "icon.svg"\n');
    await writeFile(join(dir, "index.md"), `# Why one line is not enough\n\nPress *Play*.\n\n${await lines("Sphinx", url)}\n\nThe end.\n`);
    const { stderr } = await run(python, ["-m", "sphinx", "-q", "-b", "html", dir, join(dir, "built")]);
    assert.equal(stderr, "", "what Sphinx warns of");
    return "built/index.html";
  },
  "reveal.js": async (dir, url, { work }) => {
    const reveal = dirname(createRequire(resolve(work, "package.json")).resolve("reveal.js"));
    await cp(reveal, join(dir, "reveal"), { recursive: true });
    const slides = `<section><h2>Why one line is not enough</h2></section>\n${await lines("reveal.js", url)}`;
    await writeFile(join(dir, "slides.html"), `<!doctype html><html lang="en"><meta charset="utf-8"><title>Course</title><link rel="icon" href="data:,">
      <link rel="stylesheet" href="reveal/reveal.css"><div class="reveal"><div class="slides">${slides}</div></div>
      <script src="reveal/reveal.js"></script><script>Reveal.initialize({ transition: "none", controls: false, viewDistance: 1 })</script></html>`);
    return "slides.html";
  },
};

/** Trains the page's playground and looks at its picture, which has the plot's size and more than a few colours. */
async function trains(page) {
  const call = (name, ...args) => page.driver.evaluate(({ name, args }) => document.querySelector("gradient-playground")[name](...args), { name, args });
  assert.deepEqual((await call("config")).hiddenLayers, [2]);
  await call("play");
  await until("training", async () => (await call("snapshot")).epoch > 5);
  const picture = page.driver.decode(Buffer.from((await call("screenshot", { scale: 1 })).split(",")[1], "base64"));
  const colours = new Set(Array.from({ length: picture.width * picture.height }, (_, at) => picture.data.readUInt32LE(4 * at)));
  assert.ok(picture.width > 180 && Math.abs(picture.width - picture.height) < 2 && colours.size > 30, `${picture.width} × ${picture.height}, ${colours.size} colours`);
}

const builds = (kind, arrive = async () => {}) => async (page, options) => {
  const test = async () => {
    await arrive(page);
    await trains(page);
  };
  await course(page, options, null, test, { make: (dir, url) => MAKERS[kind](dir, url, options) });
};

const TALL = '<div style="height:3000px"></div>';

export const tests = {
  "three playgrounds and a frame work side by side on a course page of another site": async (page, options) => {
    const body = (url) => script(url)
      + element('id="a" dataset="xor" hidden-layers="3" width="300" height="340" loading="eager"')
      + element('id="b" dataset="xor" hidden-layers="3" goal="epoch &gt;= 4" width="640" height="480" loading="eager"')
      + element('id="c" task="regression" lang="zh" width="640" height="480" loading="eager"')
      + `<iframe id="f" src="${url}?embed#v=1&amp;dataset=spiral" width="600" height="460"></iframe>`
      + '<script>window.told = []; const f = document.getElementById("f"); addEventListener("message", ({ source, data }) => { if (source === f.contentWindow) told.push(data); }); f.addEventListener("load", () => f.contentWindow.postMessage({ gradientPlayground: 1, id: "early", call: "config" }, "*"));</script>';
    await course(page, options, body, async () => {
      for (const id of ["a", "b", "c"]) assert.equal(await page.driver.evaluate((id) => document.getElementById(id).ready.then((e) => e.id), id), id);
      const [one, other] = [await called(page, "a", "step", "epoch", 2), await called(page, "b", "step", "epoch", 2)];
      assert.deepEqual([other.checksum, other.epoch], [one.checksum, 2], "the same settings make the same run");
      assert.equal((await called(page, "c", "snapshot")).step, 0, "each has its own");
      assert.equal((await called(page, "c", "config")).task, "regression");
      // A late listener hears of the goal's first judgement, and all hear that it is reached.
      await page.driver.evaluate(() => {
        window.heard = [];
        const b = document.getElementById("b");
        b.addEventListener("goal", function ({ detail, target }) { heard.push([detail.holds, target === this]); });
        b.addEventListener("ready", ({ detail }) => heard.push(detail.version), { once: true });
      });
      const heard = () => page.driver.evaluate(() => window.heard.map(String));
      await becomes("what was told before", heard, ["false,true", "1"]);
      await called(page, "b", "step", "epoch", 2);
      await becomes("the goal reached", heard, ["false,true", "1", "true,true"]);
      // What was asked before the program had come is answered.
      const early = await until("an answer to an early call", () => page.driver.evaluate(() => window.told.find(({ id }) => id === "early") ?? null));
      assert.equal(early.result.dataset, "spiral");
      await page.driver.evaluate(() => f.contentWindow.postMessage({ gradientPlayground: 1, id: 2, call: "step", args: ["epoch", 1] }, "*"));
      assert.equal((await until("an answer of the frame", () => page.driver.evaluate(() => window.told.find(({ id }) => id === 2) ?? null))).result.epoch, 1);
      assert.equal(await page.driver.evaluate(() => document.activeElement.tagName), "BODY", "no frame takes the focus");
    });
  },

  "a frame that may do nothing but run scripts trains on a course page as any other does": async (page, options) => {
    const frame = (id, sandbox, url) => `<iframe id="${id}"${sandbox} src="${url}?embed#v=1&amp;dataset=xor&amp;hiddenLayers=3&amp;goal=epoch%20%3E%3D%202" width="600" height="460"></iframe>`;
    const body = (url) => "<script>window.told = { f: [], g: [] }; addEventListener(\"message\", ({ source, data }) => { for (const id of [\"f\", \"g\"]) if (source === document.getElementById(id)?.contentWindow) told[id].push(data ?? {}); });</script>"
      + frame("f", ' sandbox="allow-scripts"', url) + frame("g", "", url);
    await course(page, options, body, async () => {
      const told = (id, isIt) => page.driver.evaluate((id) => window.told[id], id).then((told) => told.find(isIt));
      const call = async (id, name, ...args) => {
        const number = await page.driver.evaluate(({ id, name, args }) => {
          window.number = (window.number ?? 0) + 1;
          document.getElementById(id).contentWindow.postMessage({ gradientPlayground: 1, id: window.number, call: name, args }, "*");
          return window.number;
        }, { id, name, args });
        return (await until(`an answer to ${name}`, () => told(id, (data) => data.id === number))).result;
      };
      for (const id of ["f", "g"]) await until("a frame that is ready", () => told(id, ({ event }) => event === "ready"));
      const [alone, free] = [await call("f", "step", "epoch", 2), await call("g", "step", "epoch", 2)];
      assert.deepEqual([alone.epoch, alone.checksum], [2, free.checksum], "the same run");
      await until("the goal reached", () => told("f", ({ event, detail }) => event === "goal" && detail.holds));
      assert.equal((await call("f", "model")).format, "gradient-playground/model");
    });
  },

  "attributes that no link can hold, and those that HTML would take for its own, count from the start": async (page, options) => {
    const body = (url) => script(url)
      + element('id="a" data-seed="7" points=\'[{"x":1,"y":2,"label":1},{"x":-1,"y":0,"label":2}]\' width="320" height="360" loading="eager"')
      + element('id="b" data-seed="7" optimiser="momentum" optimiser-params=\'{"mu":0.5}\' controls="play,activation" width="320" height="360" loading="eager"')
      + element('id="c" lesson="softmax/dishes" width="800" height="600" loading="eager"')
      + '<script>window.errors = []; for (const id of ["a", "b", "c"]) document.getElementById(id).addEventListener("error", ({ detail }) => errors.push(detail.message));</script>';
    await course(page, options, body, async () => {
      for (const id of ["a", "b", "c"]) await page.driver.evaluate((id) => document.getElementById(id).ready.then(() => true), id);
      const points = await called(page, "a", "points");
      assert.deepEqual(points.map(({ x, y, label }) => [x, y, label]), [[1, 2, 1], [-1, 0, 2]]);
      const { dataSeed, optimiserParams } = await called(page, "b", "config");
      assert.deepEqual([dataSeed, optimiserParams], [7, { mu: 0.5 }]);
      await page.driver.evaluate(() => {
        document.getElementById("b").setAttribute("data-seed", "9");
        document.getElementById("a").setAttribute("points", '[{"x":2,"y":2,"label":2}]');
        window.steps = [];
        document.getElementById("c").addEventListener("lesson", ({ detail }) => steps.push(`${detail.id}/${detail.step} ${detail.done}`));
      });
      await becomes("another seed", async () => (await called(page, "b", "config")).dataSeed, 9);
      await becomes("other points", async () => (await called(page, "a", "points")).length, 1);
      await becomes("the step at the start", () => page.driver.evaluate(() => window.steps), ["softmax/dishes false"]);
      assert.deepEqual(await page.driver.evaluate(() => window.errors), []);
    });
  },

  "how it looks changes while it is there, and the run stays; what is refused says why in parts": async (page, options) => {
    const body = (url) => script(url) + element('id="a" dataset="xor" controls="play" goal="epoch &gt; 3" width="640" height="480" loading="eager"');
    await course(page, options, body, async () => {
      await page.driver.evaluate(() => document.getElementById("a").ready.then(() => true));
      await page.driver.evaluate(() => {
        window.heard = [];
        document.getElementById("a").addEventListener("error", ({ detail }) => heard.push(detail));
      });
      const { checksum } = await called(page, "a", "step", "epoch", 2);
      const first = await called(page, "a", "view");
      assert.deepEqual([first.theme, first.lang, first.arrows, first.goal, first.controls, first.hide], ["auto", "auto", ["slopeField"], "epoch > 3", ["play"], []]);
      await page.driver.evaluate(() => {
        const a = document.getElementById("a");
        for (const [name, value] of Object.entries({ "theme": "dark", "lang": "zh", "curve-shows": "accuracy", "slope-field": "false", "goal": "epoch > 7", "hide": "step" })) a.setAttribute(name, value);
        a.removeAttribute("controls");
      });
      const look = async () => { const { theme, lang, curveShows, arrows, goal, controls, hide } = await called(page, "a", "view"); return [theme, lang, curveShows, arrows, goal, controls, hide]; };
      await becomes("all of it", look, ["dark", "zh", "accuracy", [], "epoch > 7", null, ["step"]]);
      await page.driver.evaluate(() => { for (const name of ["theme", "hide", "goal"]) document.getElementById("a").removeAttribute(name); });
      await becomes("the defaults", look, ["auto", "zh", "accuracy", [], null, null, []]);
      const told = await called(page, "a", "view", { arrows: ["pointPull", "boundaryPush"], controls: ["play", "panel:curve"], testPoints: false });
      assert.deepEqual([told.pointPull, told.slopeField, told.testPoints, told.controls], [true, false, false, ["play", "panel:curve"]]);
      assert.equal((await called(page, "a", "snapshot")).checksum, checksum, "the run is where it was");
      // Refusals, of the program and of the frame's script.
      const refused = (name, ...args) => page.driver.evaluate(({ name, args }) => document.getElementById("a")[name](...args).then(() => null, ({ message, problem }) => ({ message, problem })), { name, args });
      for (const [name, arg, problem] of [
        ["configure", { noise: 8 }, { key: "noise", rule: "must be at most 3", found: "8" }],
        ["view", { theme: "pink" }, { key: "theme", rule: "must be one of auto, light, dark", found: '"pink"' }],
        ["view", { goal: "epoch >" }, null],
        ["view", { controls: ["play"], hide: ["step"] }, { key: "hide", rule: "must not be given together with controls", found: '"step"' }],
        ["view", { controls: ["flux"] }, null],
        ["view", 7, null],
        ["screenshot", { format: "gif" }, { key: "format", rule: "must be png, jpeg or webp", found: '"gif"' }],
      ]) {
        const said = await refused(name, arg);
        if (problem) assert.deepEqual(said.problem, problem, JSON.stringify(said));
        assert.match(said.problem.rule, /^must /, JSON.stringify([name, arg, said]));
        if (name !== "screenshot") await until(`the event of ${said.message}`, () => page.driver.evaluate((said) => heard.some(({ message, problem }) => message === said.message && problem.key === said.problem.key), said));
      }
      assert.deepEqual(await look(), ["auto", "zh", "accuracy", ["pointPull", "boundaryPush"], null, ["play", "panel:curve"], []], "nothing was changed by what was refused");
    });
  },

  "names of controls that are none, and both lists at once, are told": async (page, options) => {
    const hears = '<script>window.told = []; addEventListener("message", ({ data }) => { if (data?.event === "error") told.push(data.detail.problem.key); });</script>';
    const body = (url) => hears + `<iframe src="${url}?embed&controls=play,flux#v=1" width="600" height="460"></iframe><iframe src="${url}?embed&controls=play,stop-epochs&hide=step#v=1" width="600" height="460"></iframe>`;
    await course(page, options, body, () => becomes("both", () => page.driver.evaluate(() => told.toSorted()), ["controls", "hide"]));
  },

  "a frame does what its parent says, and nothing that comes from a child, a sibling, an opener or nowhere": async (page) => {
    await page.open();
    const told = await page.driver.evaluate(async () => {
      const frame = Object.assign(document.createElement("iframe"), { src: "?embed#v=1", width: 400, height: 400 });
      document.body.append(frame);
      while (!frame.contentWindow.playground?.view) await new Promise((resolve) => { setTimeout(resolve, 20); });
      const inside = frame.contentWindow;
      await inside.playground.snapshot();
      const [child, sibling] = [inside.document, document].map((owner) => owner.body.appendChild(owner.createElement("iframe")).contentWindow);
      const said = (source, learningRate) => inside.dispatchEvent(new inside.MessageEvent("message", { source, origin: location.origin, data: { gradientPlayground: 1, id: 1, call: "configure", args: [{ learningRate }] } }));
      for (const source of [child, sibling, inside, null]) said(source, 7);
      // What is obeyed is obeyed by now.
      await inside.playground.snapshot();
      await inside.playground.snapshot();
      const others = (await inside.playground.config()).learningRate;
      said(window, 0.5);
      while ((await inside.playground.config()).learningRate === others) await new Promise((resolve) => { setTimeout(resolve, 20); });
      return [others, (await inside.playground.config()).learningRate];
    });
    assert.deepEqual(told, [0.03, 0.5]);
  },

  "sixteen playgrounds on one page are one download, begin when they come near and rest out of view": async (page, options) => {
    const body = (url) => script(url) + Array.from({ length: 16 }, (_, n) => element(`id="e${n}" autoplay controls="play" width="320" height="360"`) + "<p>…</p>").join("") + TALL;
    const requests = { "program_bg.wasm": 0, "index.html": 0 };
    // As hosts have it: what is named by its content stays in the browser, the document is asked for each time.
    const count = (name) => {
      if (name in requests) requests[name] += 1;
      return name === "index.html" ? { headers: { "cache-control": "no-store" } } : null;
    };
    const test = async () => {
      const epoch = async (n) => (await called(page, `e${n}`, "snapshot")).epoch;
      const isReady = (n) => page.driver.evaluate((n) => window.readies.includes(`e${n}`), n);
      await until("the first one", () => isReady(0));
      assert.ok(requests["index.html"] < 16, `${requests["index.html"]} frames began`);
      for (let n = 0; n < 16; n += 1) {
        await page.driver.evaluate((n) => document.getElementById(`e${n}`).scrollIntoView(), n);
        await until(`playground ${n}`, () => isReady(n));
      }
      assert.equal(requests["index.html"], 16);
      assert.equal(requests["program_bg.wasm"], 1, "one download of the program");
      await until("training in sight", async () => (await epoch(15)) > 5);
      // While the last ones train, none of the first ones does.
      const before = await until("rest out of view", async () => {
        const [before, seen] = [await Promise.all([0, 4, 8].map(epoch)), await epoch(15)];
        await until("more training in sight", async () => (await epoch(15)) > seen + 20);
        return String(await Promise.all([0, 4, 8].map(epoch))) === String(before) && before;
      });
      await page.driver.evaluate(() => scrollTo(0, 0));
      await until("training where it is seen again", async () => (await epoch(0)) > before[0]);
    };
    const hears = '<script>window.readies = []; addEventListener("ready", ({ target }) => readies.push(target.id), true);</script>';
    await course(page, options, (url) => hears + body(url), test, { headers: { "cache-control": "max-age=3600" }, fault: count });
  },

  "a book of mdBook with the printed lines trains": builds("mdBook"),
  "a page of Sphinx and MyST with the printed lines trains": builds("Sphinx"),
  "a slide of reveal.js that was hidden is drawn right when it is shown": builds("reveal.js", async (page) => {
    const shows = (how) => page.driver.evaluate((how) => Reveal.isReady() && document.querySelector("gradient-playground").checkVisibility(how), how);
    await until("the first slide", () => page.driver.evaluate(() => Reveal.isReady()));
    await becomes("a playground on a slide that is not shown", () => shows({}), false);
    await page.driver.press("ArrowRight");
    await becomes("the playground's slide", () => shows({ opacityProperty: true }), true);
  }),

  "whoever wants plot, Play and learning rate with a goal in Chinese clicks eight times": async (page, options) => {
    await page.driver.resize(1440, 900);
    await page.open("#v=1");
    await page.reach("paused");
    let clicks = 0;
    const click = async (name) => { clicks += 1; await page.click(name); };
    const lines = async () => (await page.element("HTML to embed")).value;
    await click("Embed");
    await click("640 × 480");
    await click("All controls");
    // In the preview, which is the page itself: Reset goes.
    const inPreview = (selector) => until(`${selector} in the preview`, () => page.driver.evaluate((selector) => {
      const frame = document.querySelector("iframe.preview");
      const place = frame?.contentDocument?.querySelector(selector)?.getBoundingClientRect();
      if (!place || place.width === 0 || frame.contentDocument.querySelector("main").dataset.state !== "paused") return null;
      frame.scrollIntoView({ block: "nearest" });
      const { left, top } = frame.getBoundingClientRect();
      const opacity = Number(getComputedStyle(frame.contentDocument.querySelector(selector)).opacity);
      return { x: left + place.left + place.width / 2, y: top + place.top + place.height / 2, opacity };
    }, selector));
    await becomes("what is not chosen is pale", async () => [(await inPreview(".transport .split")).opacity, (await inPreview(".play")).opacity], [0.25, 1]);
    const { x, y } = await page.still("Reset in the preview", () => inPreview(".again > .btn:not(.draw)"));
    clicks += 1;
    await page.driver.click(x, y);
    await becomes("the choice", async () => /controls=([^#]*)#/.exec(await lines())[1], "play,learning-rate");
    await page.reveal("Goal (optional)");
    clicks += 1;
    await page.type("Goal (optional)", "testAccuracy >= 95% and neurons <= 3");
    clicks += 2;
    await page.choose("Language of the frame", "zh");
    await click("Copy");
    assert.ok(clicks <= 8, `${clicks} clicks`);
    // The list is in step with the preview, both ways, and the preview can be used by keys.
    await page.driver.evaluate(() => [...document.querySelectorAll("#share .chips button")].find(({ textContent }) => textContent === "Step").click());
    await until("Step as usual", async () => (await inPreview(".transport .split")).opacity === 1);
    await page.driver.evaluate(() => document.querySelector("iframe.preview").contentDocument.querySelector(".transport .split button").focus());
    await page.driver.press("Enter");
    await becomes("the choice by a key", async () => /controls=([^#]*)#/.exec(await lines())[1], "play,learning-rate");
    const text = await lines();
    assert.match(text, /width="640" height="480"/);
    await page.driver.evaluate(() => [...document.querySelectorAll("#share .radio")].find(({ textContent }) => textContent === "As embedded").click());
    await until("what is embedded", () => page.driver.evaluate(() => document.querySelector("iframe.preview")?.contentDocument?.querySelector(".goal-line")?.textContent.startsWith("目标")));
    // As they are, they work.
    const { url } = page.server;
    await course(page, options, (other) => `<script>window.told = []; addEventListener("message", ({ data }) => told.push(data));</script>${text.replace(url, other)}`, async () => {
      await until("the goal judged", () => page.driver.evaluate(() => told.some(({ event, detail }) => event === "goal" && detail.holds === false)));
      assert.deepEqual(await page.driver.evaluate(() => told.filter(({ event }) => event === "error")), []);
    });
  },
};
