// A first visit: it trains slowly for a while under one sentence, shows the arrows, and offers a tour; nobody sees that twice.
import assert from "node:assert/strict";
import { SLOWLY } from "./page.mjs";
import { becomes, until } from "./until.mjs";

const CARD = "Watch again";
const card = (page) => page.driver.evaluate(() => document.querySelector(".opening")?.textContent ?? null);
const isPressed = (page, name) => page.driver.evaluate((name) => [...document.querySelectorAll("[aria-pressed]")].find((e) => e.textContent.trim() === name)?.ariaPressed ?? document.querySelector(`[aria-label="${name}"]`)?.ariaPressed, name);
const bubble = (page) => page.driver.evaluate(() => document.querySelector("[role=dialog].tour h2")?.textContent ?? null);
const hash = (page) => page.driver.evaluate(() => location.hash);
/** How many epochs it trains within a second, by the page's clock. */
const pace = (page) => page.driver.evaluate(async () => {
  const [before, from] = [(await window.playground.snapshot()).epoch, performance.now()];
  await new Promise((resolve) => { setTimeout(resolve, 2000); });
  return ((await window.playground.snapshot()).epoch - before) / (performance.now() - from) * 1000;
});

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
    const slow = await pace(page);
    assert.ok(slow > 2 && slow < 12, `${slow} epochs per second`);
    await until("the end of the slow start", async () => /in 20 seconds:/.test(await card(page)));
    const [, n] = /(\d+) epochs in 20 seconds:/.exec(await card(page));
    assert.ok(n > 40 && n < 240, `${n} epochs`);
    assert.equal(await page.state(), "running");
    assert.ok(await pace(page) > slow * 1.3, "it goes on at the usual speed");
    // Once more, from the beginning.
    await page.click(CARD);
    await until("the beginning", async () => (await page.call("snapshot")).epoch < 20);
    await page.reach("running");
    assert.ok(await pace(page) < 12);
    await page.click("Close");
    await until("no card", async () => (await card(page)) === null);
    await becomes("the usual speed", async () => (await pace(page)) > 12, true);
  },

  "the card of a first visit shows its words, in whatever moment they come": async (page) => {
    await page.driver.before(SLOWLY);
    await page.driver.before(COMES_WITH_ITS_PLACE);
    await page.open();
    await until("the sentence", async () => /watch how boundary, arrows and loss move together/.test(await card(page)), 15);
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
      if (name === "Speed") {
        assert.ok(await pace(page) > 12, name);
      } else {
        await page.reach("paused");
        await page.click("Play");
        assert.ok(await pace(page) > 12, name);
      }
    }
  },

  "the arrows are on until somebody switches them off, and nobody but a first visitor sees the card": async (page) => {
    await page.open();
    assert.equal(await isPressed(page, "Slope field"), "true");
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
    assert.equal(await card(page), null);
    await page.click("Slope field");
    await becomes("no arrows", () => isPressed(page, "Slope field"), "false");
    await page.driver.goto("about:blank");
    await page.open();
    assert.equal(await isPressed(page, "Slope field"), "false", "what was switched off stays off");
    for (const fragment of ["#v=1&noise=0.5&play=1", "?embed"]) {
      await page.renew();
      await page.open(fragment);
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
    assert.equal(await card(page), null);
  },

  "the tour points at five things by keyboard, is skipped by Escape, and is offered once": async (page) => {
    await page.open();
    await page.call("pause");
    await page.click("Tour");
    for (const title of TOUR) {
      await becomes("a place of the tour", () => bubble(page), title);
      const places = await page.driver.evaluate(() => {
        const box = (selector) => { const { x, y, width, height } = document.querySelector(selector).getBoundingClientRect(); return { x, y, width, height }; };
        return { tour: box(".tour"), ring: box(".tour-ring"), size: [innerWidth, innerHeight] };
      });
      assert.ok(places.ring.width > 50 && places.ring.height > 20, `${title}: ${JSON.stringify(places.ring)}`);
      const { x, y, width, height } = places.tour;
      assert.ok(x >= 0 && y >= 0 && x + width <= places.size[0] && y + height <= places.size[1], `${title} must be seen whole`);
      await page.driver.press("Enter");
    }
    await becomes("the end", () => bubble(page), null);
    assert.ok(!(await page.has("Tour")), "it is not offered again");
    // It can be taken again, and left in the middle.
    await page.click("Help");
    await page.click("Take the tour");
    await becomes("the beginning", () => bubble(page), "Data");
    await page.driver.press("Enter");
    await becomes("the second place", () => bubble(page), "Network");
    await page.driver.press("Escape");
    await becomes("no tour", () => bubble(page), null);
    assert.equal(await page.driver.evaluate(() => document.activeElement?.textContent), "Take the tour", "one goes on where one was");
    // A returning visitor sees neither.
    await page.driver.goto("about:blank");
    await page.open();
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
        const place = await there(label);
        // On a phone the settings are in the menu.
        if (!place) { assert.ok(width < 500, label); continue; }
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
      en: ["loss", "weight", "bias", "neuron", "layer", "activation", "score", "gradient", "epoch", "batch", "training and test"],
      zh: ["损失", "权重", "偏置", "神经元", "层", "激活函数", "得分", "梯度", "轮次（epoch）", "批次", "训练与测试"],
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
