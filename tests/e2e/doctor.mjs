// The line under the loss curve: it says what the doctor says, calmly and without moving anything; what it advises is done and undone in
// one place; why is one press away; hints name neurons that can be gone to.
import assert from "node:assert/strict";
import { becomes, eventually, until } from "./until.mjs";

const ASK = { en: "What does this curve say?", zh: "这条曲线说明了什么？" };

/** What stands on the line. */
const line = (page) => page.driver.evaluate(() => ({
  verdict: document.querySelector(".doctor-said b")?.textContent ?? "",
  brief: document.querySelector(".doctor-said b + span")?.textContent ?? "",
  below: document.querySelectorAll(".doctor-line")[1]?.querySelector(".doctor-said")?.textContent ?? "",
  button: document.querySelector(".doctor-do:not(:disabled)")?.textContent ?? "",
  status: document.querySelector(".doctor [role=status]")?.textContent ?? "",
}));

/** Waits until the line is so. */
const saying = (page, what, holds) => until(what, async () => {
  const found = await line(page);
  return holds(found) && found;
});

const press = (page, selector) => page.driver.evaluate((selector) => document.querySelector(selector).click(), selector);

/** The pieces of the program that have come. */
const pieces = (page) => page.driver.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => /split_(doctor|looking)/.test(name)).length);

/** Opens the page on a run and asks. */
async function asked(page, config = {}, epochs = 0, lang = "en") {
  await page.open(`#v=1&lang=${lang}`);
  await page.configured(config);
  if (epochs > 0) await page.call("step", "epoch", epochs);
  await page.click(ASK[lang]);
  return saying(page, "a verdict", ({ verdict }) => verdict !== "");
}

/** Where what must not move stands. */
const places = (page) => page.driver.evaluate(() => [".curve", ".doctor", ".numbers", ".network", ".plot", ".data"].map((selector) => {
  const { x, y, width, height } = document.querySelector(selector).getBoundingClientRect();
  return [selector, x, y, width, height].join(" ");
}));

export const tests = {
  "what the curve says comes when somebody wants it, and not before": async (page) => {
    await page.open("#v=1&lang=en");
    await page.call("pause");
    await page.call("step", "epoch", 30);
    assert.equal(await pieces(page), 0, "a program that trains wants no doctor");
    await page.click(ASK.en);
    const { verdict } = await page.call("explain");
    await becomes("what explain says", async () => (await line(page)).verdict.toLowerCase().replaceAll(" ", "-"), verdict);
    assert.ok(await pieces(page) > 0);
  },
  "the line says in the first steps that it is too early to say": async (page) => {
    await asked(page);
    await saying(page, "that it is too early", ({ verdict, brief }) => verdict === "Too early to say" && brief === "0 of 20 epochs");
    await page.call("step", "epoch", 5);
    await saying(page, "more epochs", ({ brief }) => brief === "5 of 20 epochs");
    await page.call("step", "epoch", 25);
    await saying(page, "a verdict", ({ verdict }) => verdict !== "Too early to say");
  },
  "what the line advises is done and undone in one place": async (page) => {
    await asked(page, { initialisation: "zeros", activation: "tanh" }, 25);
    await eventually(async () => {
      const found = await line(page);
      assert.equal(found.verdict, "Not learning");
      assert.match(found.brief, /^training loss 0\.69\d*, guessing gives 0\.69/);
      assert.match(found.below, /^Draw the initial weights from/);
      assert.equal(found.button, "Apply");
    });
    await press(page, ".doctor-do");
    await saying(page, "what was done", ({ button, below }) => button === "Undo" && below.startsWith("Done: Draw the initial weights"));
    assert.equal((await page.call("config")).initialisation, "xavier-uniform");
    await press(page, ".doctor-do");
    await saying(page, "the advice again", ({ button }) => button === "Apply");
    await becomes("the settings as before", async () => (await page.call("config")).initialisation, "zeros");
    // After another change Undo here would undo that one: it is not offered.
    await press(page, ".doctor-do");
    await saying(page, "what was done", ({ button }) => button === "Undo");
    await page.call("configure", { learningRate: 0.001 });
    await saying(page, "no undo of something else", ({ button }) => button !== "Undo");
    assert.equal((await page.call("config")).initialisation, "xavier-uniform");
  },
  "nothing moves whatever the line says, and why is a panel over the page": async (page) => {
    await page.open("#v=1&lang=en");
    await page.configured({ learningRate: 0.00001 });
    const now = () => page.still("everything", () => places(page));
    const before = await now();
    await page.click(ASK.en);
    await saying(page, "an early word", ({ verdict }) => verdict === "Too early to say");
    assert.deepEqual(await now(), before, "when it comes");
    await page.call("step", "epoch", 25);
    await saying(page, "a verdict", ({ verdict }) => verdict === "Not learning");
    assert.deepEqual(await now(), before, "with advice");
    await press(page, ".doctor-opener");
    await eventually(async () => {
      const why = await page.driver.evaluate(() => document.getElementById("doctor-why").textContent);
      for (const part of ["Not learning", "The network does no better than always answering the same.", "epochs 25", "What could help", "learning rate"]) {
        assert.ok(why.includes(part), `${part} is missing in ${why}`);
      }
    });
    assert.deepEqual(await now(), before, "with the panel");
    await press(page, ".doctor-do");
    await saying(page, "what was done", ({ button }) => button === "Undo");
    assert.deepEqual(await now(), before, "after a change");
    await page.driver.evaluate(() => document.getElementById("doctor-why").focus());
    await page.driver.press("Escape");
    await until("the panel closed", () => page.driver.evaluate(() => !document.getElementById("doctor-why")));
    await becomes("the focus goes back", () => page.driver.evaluate(() => document.activeElement.classList.contains("doctor-opener")), true);
  },
  "while a run goes on another verdict is said only when it was found twice": async (page) => {
    await asked(page, { learningRate: 0.03 });
    await page.driver.evaluate(() => {
      window.saidBy = [];
      const note = () => {
        const said = document.querySelector(".doctor-said b")?.textContent;
        if (said && said !== window.saidBy.at(-1)?.said) window.saidBy.push({ said, at: performance.now() });
      };
      new MutationObserver(note).observe(document.querySelector(".doctor"), { subtree: true, childList: true, characterData: true });
      note();
    });
    await page.call("play");
    await until("a verdict while it runs", () => page.driver.evaluate(() => document.querySelector("main").dataset.state === "running" && window.saidBy.length > 1));
    const said = await page.driver.evaluate(() => window.saidBy);
    for (let i = 1; i < said.length; i += 1) {
      // The first word comes at rest; from then on at least two answers lie between two verdicts.
      if (i > 1) assert.ok(said[i].at - said[i - 1].at > 1400, JSON.stringify(said));
    }
    assert.equal((await line(page)).status, "", "nothing is said aloud while it runs");
    await page.call("pause");
    await saying(page, "a word for those who do not see it", ({ status, verdict }) => status.startsWith("Diagnosis: ") && status.includes(verdict));
  },
  "a hint names neurons that can be gone to, and says what to do": async (page) => {
    await asked(page, { activation: "relu", biasInit: -9 }, 1);
    await press(page, ".doctor-opener");
    await until("hints", () => page.driver.evaluate(() => document.querySelectorAll(".doctor-hints .doctor-neuron").length >= 4));
    await becomes("the first hint", () => page.driver.evaluate(() => document.querySelector(".doctor-hints li p").textContent), "Neurons 1.1, 1.2, 1.3, 1.4 output 0 for every training point");
    await press(page, ".doctor-hints .chip");
    await until("what to do", () => page.driver.evaluate(() => document.querySelector(".doctor-hints .muted")?.textContent.includes("Raise a bias")));
    await page.driver.evaluate(() => [...document.querySelectorAll(".doctor-neuron")].find((button) => button.textContent === "1.2").click());
    await until("the neuron in the diagram", () => page.driver.evaluate(() => document.activeElement.id === "neuron-1-1"));
    await until("its plane on the plot", () => page.driver.evaluate(() => document.querySelector(".plot-neuron").textContent.includes("1.2")));
  },
  "the doctor speaks Chinese, and is silent in lessons and frames": async (page) => {
    await asked(page, { initialisation: "zeros", activation: "tanh" }, 25, "zh");
    await eventually(async () => {
      const found = await line(page);
      assert.equal(found.verdict, "几乎未学习");
      assert.match(found.brief, /^训练损失 0\.69/);
      assert.equal(found.button, "应用");
    });
    await press(page, ".doctor-opener");
    const why = await until("why", () => page.driver.evaluate(() => document.getElementById("doctor-why")?.textContent));
    assert.ok(!/[a-z]{4}/i.test(why.replace(/Xavier|Glorot/g, "")), why);
    await page.open("#v=1&lang=en&lesson=gradient-descent");
    await until("a page with a lesson", () => page.driver.evaluate(() => document.querySelector(".lesson-side") !== null && document.querySelector(".curve") !== null));
    assert.equal(await page.driver.evaluate(() => document.querySelector(".doctor") === null), true);
  },
};
