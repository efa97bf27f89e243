// That the page speaks the browser's language, changes it while it trains, remembers it and takes it from a link, and that what
// programs read (keys, values, links, refusals of the API) is the same in every language.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { TAGS, audit } from "./axe.mjs";
import { closes, openers, opens } from "./openers.mjs";
import { serve } from "./server.mjs";
import { CHINESE, CONTROL, ENGLISH, fragment, frames, language, latin, speak, switched } from "./speaking.mjs";
import { becomes, eventually, until } from "./until.mjs";

export const tests = {
  "the page speaks the browser's language": async (page) => {
    const cases = [
      [["zh-CN", "en"], CHINESE], [["zh-TW"], CHINESE], [["zh-HK", "zh"], CHINESE], [["zh"], CHINESE],
      [["en-GB", "en"], ENGLISH], [["de", "en"], ENGLISH], [["fr-FR"], ENGLISH], [[], ENGLISH],
    ];
    for (const [at, [languages, tag]] of cases.entries()) {
      if (at > 0) await page.renew();
      await page.driver.before(speak, languages);
      await page.open();
      await becomes(`the page's language for ${languages}`, () => language(page), tag);
      await page.call("pause");
      await eventually(async () => {
        const words = await page.driver.evaluate(() => document.querySelector("main").innerText);
        assert.equal(/\p{Script=Han}/u.test(words), tag === CHINESE, `${languages}: ${words.slice(0, 80)}`);
      });
      assert.ok(!(await fragment(page)).includes("lang"), "a language that nobody chose is in no link");
    }
  },

  "a page that is not yet there says so in the browser's language": async (page, { dist }) => {
    const { server } = page;
    let isHeld = true;
    page.server = await serve(dist, "/sub/path/", {}, (name) => (name.endsWith(".wasm") ? { hold: () => !isHeld } : null));
    try {
      await page.driver.before(speak, ["zh-CN"]);
      await page.driver.goto(page.server.url);
      await becomes("the document's language", () => language(page), CHINESE);
      const words = await until("words", () => page.driver.evaluate(() => document.querySelector(".skeleton [role=status]")?.textContent));
      assert.match(words, /^\p{Script=Han}+…{0,2}$/u);
      isHeld = false;
      await page.usable();
      page.assertClean();
      await page.driver.evaluate(() => window.playgroundBoot.panicked("panicked at a test"));
      await eventually(async () => {
        const notice = await page.driver.evaluate(() => document.getElementById("notice").innerText.split(/panicked at a test/)[0]);
        assert.match(notice, /\p{Script=Han}/u);
        assert.deepEqual(latin(notice), [], "the last words of a page that stopped");
      });
    } finally {
      isHeld = true;
      await page.driver.goto("about:blank");
      await page.server.close();
      page.server = server;
      page.driver.requests.length = 0; // another port was the point
    }
  },

  "the language that is not in use is not asked for until somebody wants it": async (page) => {
    for (const [mine, others] of [["en", /(zh|chinese|han)[^/]*\.wasm/i], ["zh-CN", /(_|-)(en|english)\b[^/]*\.wasm/i]]) {
      if (mine !== "en") await page.renew();
      await page.driver.before(speak, [mine]);
      await page.open();
      await page.call("pause");
      // All other chunks come when the page is idle.
      await until("chunks", () => page.driver.requests.some((url) => url.includes("split_")));
      let n;
      do {
        n = page.driver.requests.length;
        await page.driver.evaluate(frames, 60);
      } while (page.driver.requests.length > n);
      const isOthers = (url) => others.test(new URL(url).pathname);
      assert.deepEqual(page.driver.requests.filter(isOthers), []);
      await switched(page, mine === "en" ? CHINESE : ENGLISH);
      assert.equal(page.driver.requests.filter(isOthers).length, 1, "the other language must come once it is chosen");
    }
  },

  "the language changes while the page trains, and nothing begins again": async (page) => {
    await page.driver.before(speak, ["en"]);
    await page.open();
    await page.call("play");
    await page.reach("running");
    const config = await page.call("config");
    for (const tag of [CHINESE, ENGLISH, CHINESE]) {
      await until("training", async () => (await page.call("snapshot")).step > 20);
      const before = await page.call("snapshot");
      await switched(page, tag);
      const after = await page.call("snapshot");
      assert.ok(after.step >= before.step && after.epoch >= before.epoch, `${before.step} → ${after.step}`);
      assert.equal(await page.state(), "running");
      await until("training that goes on", async () => (await page.call("snapshot")).step > after.step);
    }
    await page.call("pause");
    const all = async () => [await page.call("config"), await page.call("points"), await page.call("snapshot"), await page.call("model")];
    const before = await all();
    const canUndo = await page.driver.evaluate(undoIsOn);
    await switched(page, ENGLISH);
    assert.deepEqual(await all(), before, "weights, points and counters stay");
    assert.deepEqual(before[0], config);
    assert.deepEqual(await page.driver.evaluate(undoIsOn), canUndo, "a language is no change of the experiment");
  },

  "the API refuses in English, and its keys and values are the same, whatever the page's language": async (page) => {
    const said = [];
    for (const mine of ["en", "zh-CN"]) {
      if (mine !== "en") await page.renew();
      await page.driver.before(speak, [mine]);
      await page.open();
      await page.call("pause");
      const { step, epoch, trainLoss, testLoss, accuracy } = await page.call("reset");
      const plain = () => page.driver.evaluate(() => [...document.querySelectorAll("output[data-value]")].map((output) => output.dataset.value));
      // The outputs follow the answer at their own pace.
      await until("the outputs of the beginning", async () => {
        const now = (await plain()).map(Number);
        return [step, epoch, trainLoss, testLoss, accuracy].every((value) => now.includes(value));
      });
      said.push({
        config: await page.call("config"),
        snapshot: await page.call("snapshot"),
        model: await page.call("model"),
        // The page's own entry is the language's.
        entries: await page.driver.evaluate((control) => [...document.querySelectorAll("select")]
          .filter((menu) => !new RegExp(control).test(menu.getAttribute("aria-label") ?? menu.labels[0]?.textContent ?? ""))
          .map((menu) => [...menu.options].map((option) => option.value)), CONTROL),
        plain: await page.still("the outputs", plain),
        refusals: await page.driver.evaluate(() => Promise.all([
          () => window.playground.configure({ noise: 99 }),
          () => window.playground.configure({ nose: 1 }),
          () => window.playground.configure({ features: ["x1", "x3"] }),
          () => window.playground.setPoints([{ x: 0, y: 0 }]),
          () => window.playground.predict(),
        ].map((call) => call().then(() => "accepted", (error) => error.message)))),
      });
    }
    assert.deepEqual(said[1], said[0]);
    assert.equal(said[1].refusals[0], "noise must be at most 3, got 99");
  },

  "a language that was chosen is remembered, and is in no link": async (page) => {
    await page.driver.before(speak, ["en"]);
    await page.open();
    await page.call("pause");
    await switched(page, CHINESE);
    await page.call("configure", { noise: 0.5 });
    await until("the change in the address", async () => (await fragment(page)).includes("noise=0.5"));
    assert.ok(!(await fragment(page)).includes("lang"), "the reader's language is not the writer's");
    await reopened(page, "");
    await becomes("the chosen language", () => language(page), CHINESE);
    assert.ok(await page.driver.evaluate(() => Object.values({ ...localStorage }).some((text) => text.includes("zh"))));
    await reopened(page, "#v=1&lang=en");
    await becomes("the link's language", () => language(page), ENGLISH);
    await reopened(page, "");
    await becomes("the chosen language, which a link does not change", () => language(page), CHINESE);
    await switched(page, ENGLISH);
    await reopened(page, "");
    await becomes("the language chosen last", () => language(page), ENGLISH);
  },

  "a link chooses the language, by any of its names, and keeps it": async (page) => {
    await page.driver.before(speak, ["en"]);
    for (const link of ["#v=1&lang=zh", "?lang=zh-Hans", "#v=1&lang=zh-CN", "?lang=zh#v=1&noise=0.1"]) {
      await reopened(page, link);
      await becomes(`the language of ${link}`, () => language(page), CHINESE);
      assert.equal(await page.driver.evaluate(() => document.querySelector(".notices")?.innerText ?? ""), "", `all of ${link} must be of use`);
      await page.call("pause");
      await page.call("configure", { learningRate: 0.2 });
      await until("the change in the address", async () => (await fragment(page)).includes("learningRate=0.2"));
      assert.match(await page.driver.evaluate(() => location.search + location.hash), /[?&#]lang=zh/, `${link} must keep its language`);
      await page.call("configure", { learningRate: 0.03 });
    }
    await reopened(page, "");
    await becomes("the browser's language without a link", () => language(page), ENGLISH);
    await reopened(page, "#v=1&lang=klingon");
    await becomes("a language that is not there", () => language(page), ENGLISH);
    await until("a note that names it", () => page.driver.evaluate(() => document.body.innerText.includes("klingon")));
  },

  "the bar has room for the words of both languages, on every usual screen": async (page) => {
    await page.driver.before(speak, ["en"]);
    await page.open();
    await page.call("pause");
    for (const tag of [ENGLISH, CHINESE]) {
      await switched(page, tag);
      for (const width of [360, 390, 768, 1024, 1241, 1280, 1366, 1440, 1536, 1600, 1680, 1920]) {
        await page.driver.resize(width, 900);
        await eventually(async () => {
          const beyond = await page.driver.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
          assert.ok(beyond[0] <= beyond[1], `${tag} at ${width}: the page is ${beyond[0]} wide`);
          const gap = await page.driver.evaluate(() => {
            const gaps = [[".reads", ".tail"], [".strip-row", ".actions"]].map((pair) => {
              const [left, right] = pair.map((name) => document.querySelector(name).getBoundingClientRect());
              return right.width === 0 || left.bottom <= right.top || right.bottom <= left.top ? 0 : right.left - left.right;
            });
            return Math.min(...gaps);
          });
          assert.ok(gap >= 0, `${tag} at ${width}: what stands in a row overlaps by ${-gap}`);
        });
      }
    }
  },

  "an embed has the language of its lines, and stores nothing": async (page) => {
    for (const [mine, link, tag, own] of [["zh-CN", "?embed&lang=en#v=1", ENGLISH, CHINESE], ["en", "?embed&lang=zh#v=1", CHINESE, ENGLISH], ["zh-CN", "?embed#v=1", CHINESE, CHINESE]]) {
      await page.renew();
      await page.driver.before(speak, [mine]);
      await page.open(link);
      await becomes(`the language of ${link}`, () => language(page), tag);
      assert.ok(!await page.driver.evaluate(() => Object.values({ ...localStorage }).some((text) => /lang|zh|^en$/.test(text))));
      await reopened(page, "");
      await becomes("the reader's own language on the page itself", () => language(page), own);
    }
  },

  "axe finds nothing in either language": async (page, { work }) => {
    const source = await readFile(createRequire(resolve(work, "package.json")).resolve("axe-core/axe.min.js"), "utf8");
    for (const mine of ["zh-CN", "en"]) {
      await page.renew();
      await page.driver.before(speak, [mine]);
      await page.open();
      await page.call("pause");
      await page.driver.evaluate(source);
      for (const opener of [null, ...await openers(page)]) {
        if (opener) await opens(page, opener);
        assert.deepEqual(await page.driver.evaluate(audit, TAGS), [], `${mine}, ${opener ?? "at rest"}`);
        if (opener) await closes(page, opener);
      }
      // The name of the other language is said in that language.
      const foreign = await page.driver.evaluate(() => [...document.querySelectorAll("header *")]
        .filter((element) => element.childElementCount === 0 && /^(English|简体中文|中文)$/.test(element.textContent.trim()))
        .map((element) => [element.textContent.trim() === "English" ? "en" : "zh", element.closest("[lang]").lang.slice(0, 2)]));
      assert.ok(foreign.length > 0, "the languages must be named in the header");
      for (const [wanted, found] of foreign) assert.equal(found, wanted);
    }
  },
};

/** Opens the page anew: going from one fragment to another would not load it. */
async function reopened(page, link) {
  await page.driver.goto("about:blank");
  await page.open(link);
}

/** Runs in the page: whether there is something to undo. */
function undoIsOn() {
  return [...document.querySelectorAll("header .step-back")].map((button) => button.disabled);
}
