// That what is pointed at in the network is told in a small card beside it: neurons by pointer and by focus, edges with weight and
// gradient, fields too; always inside the window and never over what it tells of.
import assert from "node:assert/strict";
import { becomes, eventually, until } from "./until.mjs";

const SIZES = [[1440, 900], [1100, 760], [768, 1024], [390, 844]];

const paused = async (page, config = {}) => {
  await page.open();
  await page.configured(config);
};

/** The box of an element on the screen, and what it says; null while it is hidden. */
const seen = (page, selector) => page.driver.evaluate((selector) => {
  const element = document.querySelector(selector);
  if (!element || element.getBoundingClientRect().width === 0) return null;
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return { left, top, right, bottom, text: element.innerText, window: [innerWidth, innerHeight] };
}, selector);

const tip = (page) => until("the small card", () => seen(page, "#net-tip"));
const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
const toView = (page, selector) => page.driver.evaluate((selector) => {
  document.querySelector(selector).scrollIntoView({ block: "center" });
}, selector);

/** The pointer goes to the middle of what is between two places. */
const point = (page, a, b = a) => page.driver.move((a.left + a.right + b.left + b.right) / 4, (a.top + a.bottom + b.top + b.bottom) / 4);
/** The box of an element once it stands still: a new width is laid out within some frames. */
const settled = (page, selector) => until(`${selector} to stand still`, async () => {
  const before = await seen(page, selector);
  await page.driver.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
  const after = await seen(page, selector);
  return before !== null && JSON.stringify(before) === JSON.stringify(after) && after;
});
const hidden = (page) => until("no small card", async () => (await seen(page, "#net-tip")) === null);

export const tests = {
  "a pointer that rests on a neuron brings a small card beside it, a click the full one": async (page) => {
    await paused(page);
    await page.call("step", "epoch", 3);
    for (const [width, height] of SIZES) {
      await page.driver.resize(width, height);
      await toView(page, ".net");
      for (const place of ["0-0", "1-0", "1-3", "2-1", "3-0"]) {
        await page.driver.move(2, 2);
        await hidden(page);
        await point(page, await settled(page, `#neuron-${place}`));
        await tip(page);
        await eventually(async () => {
          const [neuron, card] = [await seen(page, `#neuron-${place}`), await settled(page, "#net-tip")];
          const what = `${place} at ${width}×${height}: ${JSON.stringify({ neuron, card })}`;
          assert.ok(!meets(card, neuron), `the card must not hide its neuron, ${what}`);
          assert.ok(card.left >= 0 && card.top >= 0 && card.right <= width && card.bottom <= height, `it must be inside, ${what}`);
          assert.ok(card.bottom - card.top < 130 && card.right - card.left < 260, `it must be small, ${what}`);
          assert.match(card.text, place.startsWith("0") ? /x₁[\s\S]*values −6.00 to 6.00/ : /bias −?\d[\s\S]*values −?\d/);
          assert.match(card.text, /click to edit$/);
        });
        assert.equal(await seen(page, "#inspector"), null, "the full card must wait for a click");
      }
    }
    await page.driver.resize(1440, 900);
    const neuron = await settled(page, "#neuron-1-1");
    await page.driver.click((neuron.left + neuron.right) / 2, (neuron.top + neuron.bottom) / 2);
    await page.element("Bias of neuron 1.2");
    await hidden(page);
  },

  "the focus brings the small card too, Escape takes it away, Enter opens the full one": async (page) => {
    await paused(page);
    await page.driver.evaluate(() => document.getElementById("neuron-1-2").focus());
    await eventually(async () => assert.match((await tip(page)).text, /^Neuron 1.3\n[\s\S]*Enter to edit$/));
    const described = () => page.driver.evaluate(() => document.activeElement.getAttribute("aria-describedby"));
    await becomes("a neuron described by its card", described, "net-tip");
    await page.driver.press("ArrowDown");
    await until("the next neuron's card", async () => (await tip(page)).text.startsWith("Neuron 1.4"));
    await eventually(async () => assert.ok(!meets(await settled(page, "#net-tip"), await settled(page, "#neuron-1-3"))));
    // Neurons move with the window: the card goes with them.
    for (const [width, height] of [[1280, 720], [1440, 900]]) {
      await page.driver.resize(width, height);
      await until(`the card beside its neuron at ${width}×${height}`, async () => {
        const [card, neuron] = [await settled(page, "#net-tip"), await settled(page, "#neuron-1-3")];
        const gap = Math.max(card.left - neuron.right, neuron.left - card.right, card.top - neuron.bottom, neuron.top - card.bottom);
        return gap > 7 && gap < 9;
      });
    }
    await page.driver.press("Escape");
    await hidden(page);
    await page.driver.press("Enter");
    await page.element("Bias of neuron 1.4");
  },

  "an edge tells its weight and its gradient, and so does its field": async (page) => {
    await paused(page, { batchSize: "all", learningRate: 1 });
    const [{ weights: before }] = (await page.call("model")).layers;
    const [from, to] = [await settled(page, "#neuron-0-0"), await settled(page, "#neuron-1-0")];
    await point(page, from, to);
    const card = await until("weight and gradient", async () => {
      const card = await tip(page);
      return /gradient −?\d/.test(card.text) && card;
    });
    assert.ok(!meets(card, { ...to, left: from.right, top: Math.min(from.top, to.top), bottom: Math.max(from.bottom, to.bottom) }));
    const [, weight, gradient] = card.text.match(/^Weight x₁ → neuron 1.1\nweight (−?[\d.]+) · gradient (−?[\d.e−]+)\nclick/).map(number);
    assert.ok(Math.abs(weight - before[0][0]) < 1e-4, `${weight} against ${before[0][0]}`);
    await page.click("Weights");
    await until("the table's field", () => page.driver.evaluate(() => {
      const field = [...document.querySelectorAll("table input")].find((e) => e.ariaLabel === "Weight x₁ → neuron 1.1");
      field?.focus();
      return field !== undefined;
    }));
    const line = await until("the field's line", async () => {
      const line = await seen(page, "#table-now");
      return /gradient −?\d/.test(line.text) && line.text;
    });
    assert.equal(line, `Weight x₁ → neuron 1.1: ${card.text.split("\n")[1]}`);
    // One step of gradient descent with rate 1 on all points goes down by the gradient.
    await page.call("step", "batch", 1);
    const [{ weights: after }] = (await page.call("model")).layers;
    assert.ok(Math.abs(after[0][0] - (before[0][0] - gradient)) < 1e-4, `${after[0][0]} against ${before[0][0]} − ${gradient}`);
  },

  "each weight's field that makes no sense has words of its own": async (page) => {
    await paused(page);
    await page.click("Weights");
    await page.element("Bias of neuron 1.1");
    for (const [name, text] of [["Bias of neuron 1.1", "abc"], ["Weight x₂ → neuron 1.3", "1e99"]]) {
      await page.driver.evaluate((name) => [...document.querySelectorAll("table input")].find((e) => e.ariaLabel === name).focus(), name);
      for (const key of `${text}\n`) await page.driver.press(key === "\n" ? "Enter" : key);
    }
    const words = () => page.driver.evaluate(() => [...document.querySelectorAll("table [aria-invalid=true]")].map((field) => {
      const own = field.getAttribute("aria-describedby").split(" ").map((id) => document.getElementById(id)).at(-1);
      const [box, place] = [own.getBoundingClientRect(), field.getBoundingClientRect()];
      return { text: own.textContent, isNear: Math.abs(box.top - place.bottom) < 6 && Math.abs(box.right - place.right) < 6 };
    }));
    await becomes("words at both fields", words, [
      { text: "bias must be a number such as −0.5 or 3e-2, got “abc”", isNear: true },
      { text: "weight must be a number such as −0.5 or 3e-2, got “1e99”", isNear: true },
    ]);
  },
};

const number = (text) => Number(text.replaceAll("−", "-"));
