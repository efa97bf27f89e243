// A first visit: it trains slowly for a while under one sentence, shows the arrows, and offers a tour; nobody sees that twice.
import assert from "node:assert/strict";
import { SLOWLY } from "./page.mjs";
import { becomes, eventually, until } from "./until.mjs";

const CARD = "Watch again";
const card = (page) => page.driver.evaluate(() => document.querySelector(".opening")?.textContent ?? null);
const isPressed = (page, name) => page.driver.evaluate((name) => [...document.querySelectorAll("[aria-pressed]")].find((e) => e.textContent.trim() === name)?.ariaPressed ?? document.querySelector(`[aria-label="${name}"]`)?.ariaPressed, name);
const bubble = (page) => page.driver.evaluate(() => document.querySelector("[role=dialog].tour h2")?.textContent ?? null);
const hash = (page) => page.driver.evaluate(() => location.hash);
/** How many epochs it trains within a second, by the page's clock, and within a frame. */
const pace = (page) => page.driver.evaluate(async () => {
  let frames = 0;
  const count = () => { frames += 1; counting = requestAnimationFrame(count); };
  let counting = requestAnimationFrame(count);
  const [before, from] = [(await window.playground.snapshot()).epoch, performance.now()];
  await new Promise((resolve) => { setTimeout(resolve, 2000); });
  cancelAnimationFrame(counting);
  const epochs = (await window.playground.snapshot()).epoch - before;
  return { perSecond: epochs / (performance.now() - from) * 1000, perFrame: epochs / Math.max(frames, 1) };
});
/** Ten epochs a second at most; a busy machine has fewer, and between two looks perhaps none. */
const trainsSlowly = (page) => until("slow training", async () => {
  const now = await pace(page);
  assert.ok(now.perSecond < 12, JSON.stringify(now));
  return now.perSecond > 0;
});
/** An epoch a frame: on a busy machine frames are few, and these ten epochs a second or fewer too. */
const isUsual = ({ perSecond, perFrame }) => perSecond > 12 || perFrame > 0.4;

/** The tour's places, with a selector of the thing that the bubble must point at. */
const TOUR = ["Data", "Network", "Decision boundary", "Gradient arrows", "Loss"];

/** Runs in the page before anything else: the card's chunk comes in the moment in which the page has made the card's place. */
const COMES_WITH_ITS_PLACE = () => {
  const isPlaced = new Promise((resolve) => {
    new MutationObserver(() => document.querySelector("section.opening, div.opening") && resolve()).observe(document, { childList: true, subtree: true });
  });
  const instantiate = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (response, imports) => {
    const { url } = await response;
    const made = await instantiate(response, imports);
    if (url.includes("split_opening")) await isPlaced;
    return made;
  };
};

export const tests = {
  "a first visit trains about 200 epochs in 20 seconds under one sentence, then at the usual speed": async (page) => {
    await page.open();
    await page.reach("running");
    await until("the sentence", async () => /watch how boundary, arrows and loss move together/.test(await card(page)));
    await trainsSlowly(page);
    const below = () => page.driver.evaluate(() => document.querySelector(".data").getBoundingClientRect().top);
    const before = await below();
    const [, n] = await until("the end of the slow start", async () => /(\d+) epochs in 20 seconds:/.exec(await card(page)));
    assert.ok(n > 0 && n < 240, `${n} epochs`);
    assert.equal(await below(), before, "what stands below the card stays where it is");
    assert.equal(await page.state(), "running");
    await becomes("the usual speed", async () => isUsual(await pace(page)), true);
    // Once more, from the beginning.
    await page.click(CARD);
    await until("the beginning", async () => (await page.call("snapshot")).epoch < 20);
    await page.reach("running");
    await trainsSlowly(page);
    await page.click("Close");
    await until("no card", async () => (await card(page)) === null);
    await becomes("the usual speed", async () => isUsual(await pace(page)), true);
  },

  "the card of a first visit shows its words, in whatever moment they come": async (page) => {
    await page.driver.before(SLOWLY);
    await page.driver.before(COMES_WITH_ITS_PLACE);
    await page.open();
    await until("the sentence", async () => /watch how boundary, arrows and loss move together/.test(await card(page)));
  },

  "the card of a first visit is a strip where there is little height, in both languages": async (page) => {
    for (const lang of ["en", "zh-Hans"]) {
      await page.renew();
      await page.driver.resize(1280, 600);
      await page.open();
      await page.driver.evaluate((lang) => { document.documentElement.lang = lang; }, lang);
      await becomes(`the height of the strip in ${lang}`, () => page.driver.evaluate(() => document.querySelector(".opening .row") && document.querySelector(".opening").getBoundingClientRect().height), 56);
    }
  },

  "any press on Play, Step or Speed ends the slow start": async (page) => {
    const presses = {
      Pause: async () => page.click("Pause"),
      Step: async () => page.click("Step"),
      Speed: async () => { await page.reveal("Speed"); await page.driver.press("ArrowRight"); },
    };
    for (const [name, press] of Object.entries(presses)) {
      await page.renew();
      await page.open();
      await page.reach("running");
      await press();
      await until(`the end by ${name}`, async () => /from its initial weights/.test(await card(page)));
      if (name !== "Speed") {
        await page.reach("paused");
        await page.click("Play");
      }
      await becomes(`the usual speed after ${name}`, async () => isUsual(await pace(page)), true);
    }
  },

  "the arrows are on until somebody switches them off, and nobody but a first visitor sees the card": async (page) => {
    await page.open();
    await becomes("the arrows", () => isPressed(page, "Slope field"), "true");
    assert.equal(await hash(page), "");
    await page.call("configure", { learningRate: 0.2 });
    await becomes("a short address", () => hash(page), "#v=1&learningRate=0.2");
    // Firefox reports what a page that is left was still fetching.
    await until("all chunks", () => page.driver.evaluate(() => ["cards", "experiments", "files", "help", "sharing", "shelf"].every(
      (name) => performance.getEntriesByType("resource").some((entry) => entry.name.includes(`split_${name}`)),
    )));
    await page.driver.evaluate(() => { window.isOld = true; location.reload(); });
    await until("a new page", () => page.driver.evaluate(() => !window.isOld && Boolean(window.playground)).catch(() => false));
    await page.reach("paused");
    // The card would have come by then.
    await page.idle();
    assert.equal(await card(page), null);
    await page.click("Slope field");
    await becomes("no arrows", () => isPressed(page, "Slope field"), "false");
    await page.driver.goto("about:blank");
    await page.open();
    await becomes("what was switched off stays off", () => isPressed(page, "Slope field"), "false");
    for (const fragment of ["#v=1&noise=0.5&play=1", "?embed"]) {
      await page.renew();
      await page.open(fragment);
      await page.idle();
      assert.equal(await card(page), null, fragment);
    }
  },

  "who wants nothing to move has no slow start": async (page) => {
    if (!page.driver.emulate) return console.log("  not tried: this browser's driver cannot ask for stillness");
    await page.driver.before(() => {
      const before = window.matchMedia;
      window.matchMedia = (query) => (/reduced-motion/.test(query) ? { matches: true, addEventListener() {} } : before.call(window, query));
    });
    await page.open();
    await page.reach("paused");
    await page.idle();
    assert.equal(await card(page), null);
  },

  "the tour points at five things by keyboard, is skipped by Escape, and is offered once": async (page) => {
    await page.open();
    await page.call("pause");
    await page.click("Tour");
    for (const title of TOUR) {
      await becomes("a place of the tour", () => bubble(page), title);
      await eventually(async () => {
        const places = await page.driver.evaluate(() => {
          const box = (selector) => { const { x, y, width, height } = document.querySelector(selector).getBoundingClientRect(); return { x, y, width, height }; };
          return { tour: box(".tour"), ring: box(".tour-ring"), size: [innerWidth, innerHeight] };
        });
        assert.ok(places.ring.width > 50 && places.ring.height > 20, `${title}: ${JSON.stringify(places.ring)}`);
        const { x, y, width, height } = places.tour;
        assert.ok(x >= 0 && y >= 0 && x + width <= places.size[0] && y + height <= places.size[1], `${title} must be seen whole`);
      });
      await page.driver.press("Enter");
    }
    await becomes("the end", () => bubble(page), null);
    await becomes("it is not offered again", () => page.has("Tour"), false);
    // It can be taken again, and left in the middle.
    await page.click("Help");
    await page.click("Take the tour");
    await becomes("the beginning", () => bubble(page), "Data");
    await page.driver.press("Enter");
    await becomes("the second place", () => bubble(page), "Network");
    await page.driver.press("Escape");
    await becomes("no tour", () => bubble(page), null);
    await becomes("one goes on where one was", () => page.driver.evaluate(() => document.activeElement?.textContent), "Take the tour");
    // A returning visitor sees neither.
    await page.driver.goto("about:blank");
    await page.open();
    await page.idle();
    assert.deepEqual([await card(page), await bubble(page)], [null, null]);
  },

  "a click on a word of the glossary opens the help there, at any width": async (page) => {
    const words = { Epoch: "epoch", "Training loss": "loss", "Test loss": "training and test", "Learning rate": "learning rate", "Batch size": "batch", Activation: "activation", "Hidden layer 1": "layer", bias: "bias", "‖Gradient‖": "gradient norm, ‖Gradient‖" };
    await page.open("#v=1");
    await page.reach("paused");
    const there = (label) => page.driver.evaluate((label) => {
      const seen = [...document.querySelectorAll("[data-term]")].find((e) => e.textContent.trim() === label && e.getClientRects().length > 0);
      seen?.scrollIntoView({ block: "center" });
      const { x, y, width, height } = seen?.getBoundingClientRect() ?? {};
      return seen ? [x + width / 2, y + height / 2] : null;
    }, label);
    const marked = () => page.driver.evaluate(() => {
      const [row, help] = ["#plot-help .meant", "#plot-help"].map((selector) => document.querySelector(selector));
      if (!row || help.hidden) return null;
      const [inner, outer] = [row, help].map((element) => element.getBoundingClientRect());
      return inner.top >= outer.top && inner.bottom <= outer.bottom + 1 ? row.querySelector("dt").textContent : "out of sight";
    });
    for (const [width, height] of [[1440, 900], [390, 844]]) {
      await page.driver.resize(width, height);
      for (const [label, word] of Object.entries(words)) {
        // On a phone the settings are in the menu.
        const place = width < 500 && !(await there(label)) ? null : await page.still(label, () => there(label));
        if (!place) continue;
        await page.driver.click(...place);
        await becomes(`the help at ${label}`, marked, word);
        assert.equal(await page.driver.evaluate(() => document.activeElement?.tagName), "BODY", "no field has the focus");
        await page.driver.evaluate(() => document.querySelector("#plot-help .more-head button").click());
        await becomes("no help", marked, null);
      }
    }
  },

  "the glossary explains the words in two sentences each, in both languages": async (page) => {
    const wanted = {
      en: ["loss", "weight", "bias", "neuron", "layer", "activation", "score", "gradient", "delta, δ", "epoch", "batch", "training and test"],
      zh: ["损失", "权重", "偏置", "神经元", "层", "激活函数", "得分", "梯度", "δ（误差项）", "轮次（epoch）", "批次", "训练与测试"],
    };
    for (const [lang, words] of Object.entries(wanted)) {
      await page.driver.goto("about:blank");
      await page.open(`#v=1&lang=${lang}`);
      await page.click(lang === "en" ? "Help" : "帮助");
      await until("the glossary", () => page.driver.evaluate(() => document.querySelectorAll("#plot-help dt").length > 10));
      const rows = await page.driver.evaluate(() => Object.fromEntries([...document.querySelectorAll("#plot-help dt")].map((dt) => [dt.textContent, dt.nextElementSibling.textContent])));
      for (const word of words) {
        const n = rows[word]?.split(lang === "en" ? /[.](?: |$)/ : /。/).filter(Boolean).length;
        assert.equal(n, 2, `${word}: ${rows[word]}`);
      }
    }
  },
};
