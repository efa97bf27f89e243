// That there is room: large networks are seen whole, plot and curve beside a card; that hints and
// words move nothing, fingers find their targets, and a phone has the datasets near the plot.
import assert from "node:assert/strict";
import { NOTE_TRAFFIC } from "./pace.mjs";
import { becomes, until } from "./until.mjs";

const LARGEST = { hiddenLayers: Array(8).fill(32) };

/** The boxes of all that match, as far as they are shown. */
export const boxes = (page, selector) => page.driver.evaluate((selector) => [...document.querySelectorAll(selector)].map((element) => {
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
  return { id: element.id, name: element.ariaLabel ?? element.textContent, left, top, right, bottom, width, height };
}).filter(({ width }) => width > 0), selector);

export const toTop = (page) => page.driver.evaluate(() => window.scrollTo(0, 0));
export const meets = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;

/** Where each field's own frame stands on the page. */
const fields = (page, selector) => page.driver.evaluate((selector) => [...document.querySelectorAll(selector)].map((field) => {
  const { left, top, width, height } = field.getBoundingClientRect();
  // The head stays where it is while the page scrolls.
  return [field.id, left, top + (field.closest("header") ? 0 : window.scrollY), width, height].map((value) => (typeof value === "number" ? Math.round(value) : value)).join(" ");
}), selector);

/** Runs in the page: how far the counter's text reaches into the loss beside it, in pixels. */
const overlap = () => {
  const text = document.createRange();
  text.selectNodeContents(document.querySelector(".epoch"));
  const [words, loss] = [text, document.querySelector(".read.train")].map((it) => it.getBoundingClientRect());
  return Math.max(0, words.right - loss.left);
};

/** Opens the menu, where the settings stand behind it. */
const settingsShown = async (page) => { if (!(await page.has("Learning rate"))) await page.click("Menu"); };

export const tests = {
  "a counter of millions keeps its place beside the losses": async (page) => {
    await page.open("#v=1&count=10&batchSize=1&hiddenLayers=&activations=&speed=unlimited");
    await page.call("pause");
    const model = await page.call("model");
    // A run of so many steps is opened instead of trained: how long that takes is the machine's affair.
    for (const step of [188_888, 1_888_888]) {
      await page.driver.resize(1440, 900);
      await page.call("loadModel", { ...model, progress: { ...model.progress, step, epoch: step / 8 } });
      await page.call("play");
      await until("that many steps on the page", async () => Number((await page.element("Step count")).number) > step);
      for (const [width, height] of [[1440, 900], [390, 844], [360, 640]]) {
        await page.driver.resize(width, height);
        const found = await until("a drawn counter", () => page.driver.evaluate(overlap).then((found) => ({ found })));
        assert.equal(found.found, 0, `the counter must not reach into the loss at ${width} pixels`);
      }
    }
  },

  "eight layers of 32 neurons stay in their panel, and every layer's controls are within reach": async (page) => {
    await page.open();
    await page.call("pause");
    await page.call("configure", LARGEST);
    for (const [width, height] of [[1440, 900], [1024, 768], [768, 1024], [390, 844]]) {
      await page.driver.resize(width, height);
      await until("every neuron", async () => (await boxes(page, ".neuron")).length === 2 + 8 * 32 + 1);
      const [panel] = await boxes(page, ".network");
      assert.ok(panel.height < 560, `the panel must stay low, got ${panel.height}`);
      const wide = await page.driver.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `nothing may be wider than the window, ${wide} of ${width}`);
      for (const name of ["Remove neuron from layer 1", "Activation of layer 8"]) {
        const { x, width: wide } = await page.element(name);
        assert.ok(x >= panel.left && x + wide <= panel.right + 1, `${name} must scroll into the panel at ${width}`);
      }
    }
    await page.click("Remove neuron from layer 7");
    await until("31 neurons", async () => (await page.call("config")).hiddenLayers[6] === 31);
  },

  "Pause ends training before another picture, and pictures stay small, however large the network and fine the screen": async (page) => {
    await page.driver.before(NOTE_TRAFFIC);
    await page.driver.resize(390, 844);
    if (page.driver.emulate) await page.driver.emulate({ scale: 3 });
    await page.open();
    await page.reach("running");
    const small = await largestPicture(page);
    await page.call("configure", LARGEST);
    await page.call("play");
    await page.click("Menu");
    await page.reveal("Speed");
    await page.driver.press("End");
    // A click has to wait for the picture that is being made and drawn: what is more to compute is sampled less finely.
    const large = await largestPicture(page);
    // On a coarse screen a small network's pictures have few samples too.
    if (page.driver.emulate) assert.ok(large <= small, `a picture of the largest network has ${large} bytes, of a small one ${small}`);
    for (let n = 0; n < 7; n += 1) {
      await page.reach("running");
      const { isStill, nCame } = await page.driver.evaluate(pausing);
      assert.ok(isStill, "no step may follow");
      assert.ok(nCame <= 1, `only the picture under way may come before training stands still, got ${nCame}`);
      await page.call("play");
    }
  },

  "a card about a divergence leaves plot and curve in sight": async (page) => {
    await page.open();
    await page.call("pause");
    await page.call("configure", { task: "regression", activation: "relu", learningRate: 100 });
    await page.call("play");
    await page.reach("diverged");
    for (const [width, height] of [[1440, 900], [1366, 768], [1100, 760], [768, 1024], [390, 844]]) {
      await page.driver.resize(width, height);
      await toTop(page);
      const [card] = await until("the card", async () => {
        const cards = await boxes(page, ".notices .card");
        return cards.length === 1 && cards;
      });
      const [button] = await boxes(page, ".notices button");
      assert.ok(button.left >= card.left && button.right <= card.right && button.bottom <= card.bottom, `its button must be in it at ${width}: ${JSON.stringify([card, button])}`);
      const [plot] = await boxes(page, ".plot");
      assert.ok(!meets(card, plot), `the card must not hide the plot at ${width}×${height}: ${JSON.stringify([card, plot])}`);
      if (width < 640) await page.driver.evaluate(() => window.scrollBy(0, document.querySelector(".numbers").getBoundingClientRect().top - 8));
      const [curve] = await boxes(page, ".curve-box");
      assert.ok(!meets(card, curve), `the card must not hide the curve at ${width}×${height}: ${JSON.stringify([card, curve])}`);
    }
  },

  "one press after a divergence brings a learning rate that works": async (page) => {
    await page.open();
    await page.call("pause");
    await page.call("configure", { task: "regression", activation: "relu", learningRate: 100 });
    await page.call("play");
    await page.reach("diverged");
    const text = await until("the card", () => page.driver.evaluate(() => document.querySelector(".notices .card")?.textContent));
    assert.match(text, /The step after step \d+ would have been 100 × [\d.]+( · 10[⁰¹²³⁴⁵⁶⁷⁸⁹]+)? = /);
    await page.click("Start again with learning rate 0.03");
    await until("training with that rate", async () => (await page.call("config")).learningRate === 0.03 && (await page.call("snapshot")).epoch >= 20);
    const { state, trainLoss } = await page.call("snapshot");
    assert.equal(state, "running");
    assert.ok(trainLoss < 0.1, `it must learn, the loss is ${trainLoss}`);
  },

  "hints move nothing, and each wrong field has words of its own": async (page) => {
    for (const [width, height] of [[1440, 900], [768, 1024], [390, 844]]) {
      await page.driver.resize(width, height);
      await page.driver.goto("about:blank");
      await page.open("#v=1");
      await page.call("pause");
      const all = ".strip-row input, .strip-row select, .strip-row .btn, .data input, .features button";
      await until("the data panel", async () => (await page.has("Noise")) || (await page.has("Points, noise and split")));
      if (await page.has("Points, noise and split")) await page.click("Points, noise and split");
      await page.element("Noise");
      await settingsShown(page);
      const before = await fields(page, all);
      for (const name of ["Optimiser", "Learning rate", "Noise", "Batch size", "Own feature"]) {
        await page.reveal(name);
        assert.deepEqual(await fields(page, all), before, `the hint of ${name} moves others at ${width}`);
      }
      for (const [name, text] of [["Learning rate", "1000000000"], ["Batch size", "1.5"]]) await page.type(name, `${text}\n`);
      const words = await until("words at both fields", async () => {
        const found = await boxes(page, ".strip-row .words");
        return found.length === 2 && found;
      });
      assert.deepEqual(await fields(page, all), before, `words move others at ${width}`);
      const owners = await page.driver.evaluate(() => ["learningRate", "batchSize"].map((id) => {
        const field = document.getElementById(id);
        const { left, right, bottom } = field.getBoundingClientRect();
        return { left, right, bottom, words: document.getElementById(field.getAttribute("aria-describedby")).textContent };
      }));
      for (const [k, start] of ["Learning rate must be at most 100", "Batch size must be a whole number"].entries()) {
        const [box, owner] = [words[k], owners[k]];
        assert.ok(owner.words.startsWith(start), owner.words);
        assert.equal(box.name, owner.words);
        assert.ok(box.top >= owner.bottom && box.top - owner.bottom < 8, `words must stand below their own field at ${width}`);
        assert.ok(box.left < owner.right && owner.left < box.right && box.left >= 0 && box.right <= width, `at ${width}: ${JSON.stringify([box, owner])}`);
      }
      assert.ok(!meets(words[0], words[1]), `both must be readable at ${width}: ${JSON.stringify(words)}`);
    }
  },

  "a phone that lies shows the whole plot with its tools and the transport": async (page) => {
    for (const [width, height] of [[844, 390], [740, 360], [640, 360], [568, 320]]) {
      await page.driver.resize(width, height);
      await page.open();
      await page.call("pause");
      await toTop(page);
      const [plot] = await boxes(page, ".plot");
      const [bar] = await boxes(page, ".top");
      const what = JSON.stringify({ plot, bar });
      assert.ok(plot.top >= bar.bottom && plot.bottom <= height && plot.left >= 0, `the plot must be seen whole at ${width}×${height}: ${what}`);
      assert.ok(plot.width > 0.66 * height, `it must be large at ${width}×${height}: ${what}`);
      for (const box of await boxes(page, ".tools .segments, .play, .transport .btn, .menu-button, .reads")) {
        assert.ok(box.top >= 0 && box.bottom <= height && box.left >= 0 && box.right <= width, `within reach at ${width}×${height}: ${JSON.stringify(box)}`);
        assert.ok(!meets(box, plot), `beside the plot at ${width}×${height}: ${JSON.stringify(box)}`);
      }
      const wide = await page.driver.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `nothing may be wider than the window, ${wide} of ${width}`);
    }
  },

  "the settings' menus show whole what is chosen": async (page) => {
    await page.open();
    await page.call("pause");
    const configs = [
      {}, { loss: "logistic", optimiser: "nesterov", activation: "abs", schedule: "exponential", penalty: "elastic" },
      { classes: 3, dataset: "blobs", initialisation: "xavier-uniform", optimiser: "gradient-descent", activation: "silu" },
    ];
    for (const config of configs) {
      await page.call("configure", config);
      for (const [width, height] of [[1440, 900], [1366, 768], [1280, 800], [1024, 768], [768, 1024], [390, 844], [360, 640]]) {
        // Where there is little room it is for what is usual, and not for the longest of each menu at once.
        if (config === configs[1] && (width < 640 || (width >= 1280 && width < 1400))) continue;
        if (config === configs[2] && width === 1280) continue;
        await page.driver.resize(width, height);
        await settingsShown(page);
        const cut = await page.driver.evaluate(() => [...document.querySelectorAll(".strip-row select")].filter((menu) => {
          const copy = menu.cloneNode(false);
          copy.append(new Option(menu.selectedOptions[0].textContent));
          Object.assign(copy.style, { width: "auto", position: "absolute", visibility: "hidden" });
          menu.parentElement.append(copy);
          const wanted = copy.getBoundingClientRect().width;
          copy.remove();
          return wanted > menu.getBoundingClientRect().width + 0.05;
        }).map((menu) => menu.selectedOptions[0].textContent));
        const names = await page.driver.evaluate(() => [...document.querySelectorAll(".strip-row label")]
          .filter((label) => label.scrollWidth > label.clientWidth).map((label) => label.textContent));
        assert.deepEqual([...names, ...cut], [], `cut at ${width}×${height}`);
      }
    }
    await page.reveal("Activation");
    await until("the whole name beside the closed menu", async () => (await page.driver.evaluate(() => document.getElementById("activation-why").textContent)).startsWith("SiLU (Swish). "));
  },

  "the typed feature's help hides no button": async (page) => {
    for (const [width, height] of [[1440, 900], [768, 1024], [390, 844]]) {
      await page.driver.resize(width, height);
      await page.open();
      await page.call("pause");
      await page.reveal("Own feature");
      const help = await until("help", async () => (await boxes(page, "#typed-feature-why")).find(({ height }) => height > 10));
      for (const box of await boxes(page, ".features button, .features input")) {
        assert.ok(!meets(help, box), `it must not hide ${box.name} at ${width}: ${JSON.stringify([help, box])}`);
      }
    }
  },

  "on a phone the datasets are one short scroll from the plot": async (page) => {
    await page.driver.resize(390, 844);
    await page.open();
    await page.call("pause");
    await toTop(page);
    const [plot] = await boxes(page, ".plot");
    const thumbs = await boxes(page, ".thumb");
    const lowest = Math.max(...thumbs.map(({ bottom }) => bottom));
    const [transport] = await boxes(page, ".transport");
    assert.ok(lowest - plot.bottom < 420, `${lowest - plot.bottom} pixels from the plot to the last dataset`);
    assert.ok(lowest - transport.top < 200, `${lowest - transport.top} pixels to scroll`);
    await page.click("Spiral");
    await until("spirals", async () => (await page.call("config")).dataset === "spiral");
    assert.equal(await page.has("Noise"), false, "what is not needed yet is one click away");
    await page.click("Points, noise and split");
    await page.element("Noise");
  },

  "fingers find targets of 44 pixels": async (page) => {
    if (!page.driver.emulate) return console.log("  not tried: this browser's driver has no touch screen");
    for (const [width, height] of [[390, 844], [1024, 768]]) {
      await page.driver.resize(width, height);
      await page.driver.emulate({ touch: true });
      await page.open();
      await page.call("pause");
      await page.driver.evaluate(() => document.getElementById("neuron-1-1").click());
      await page.element("Bias of neuron 1.2");
      const small = (await boxes(page, "button:not(.neuron, .link), select, .radio, .thumb, .field input:not([type=radio])"))
        .filter(({ width, height }) => Math.min(width, height) < 43.5).map((box) => `${box.name} ${box.width}×${box.height}`);
      assert.deepEqual(small, [], `smaller than 44 pixels at ${width}`);
      const zooming = await page.driver.evaluate(() => [...document.querySelectorAll("input:not([type=range], [type=radio], [type=checkbox], [type=file]), select")]
        .filter((field) => parseFloat(getComputedStyle(field).fontSize) < 16).map((field) => field.id || field.ariaLabel));
      assert.deepEqual(zooming, [], "fields into which a phone zooms");
    }
  },

  "what stands beside the hint below the plot is seen whole, in both languages": async (page) => {
    for (const lang of ["en", "zh-Hans"]) {
      for (const classes of [2, 4]) {
        await page.renew();
        await page.open(`#v=1&lang=${lang}&dataset=blobs&classes=${classes}&loss=cross-entropy`);
        await page.call("pause");
        for (const [width, height] of [[1920, 1080], [1440, 900], [1366, 768], [1280, 720], [1024, 768], [768, 1024], [700, 900], [390, 844], [360, 640]]) {
          await page.driver.resize(width, height);
          await becomes(`${classes} classes' shares in ${lang} at ${width}×${height}`, () => page.driver.evaluate(() => {
            const [line, scale] = [".plot-line", ".scale"].map((selector) => document.querySelector(selector));
            const [room, box] = [line, scale].map((element) => element.getBoundingClientRect());
            const numbers = scale.textContent.match(/\d+(?=\s?%)/gu) ?? [];
            const isWhole = box.width > 0 && box.bottom <= room.bottom + 1 && box.right <= room.right + 1 && scale.scrollWidth <= scale.clientWidth + 1;
            return { numbers: numbers.length, isWhole };
          }), { numbers: classes, isWhole: true });
        }
      }
    }
  },

  "forced colours leave everything readable, in light and in dark": async (page) => {
    if (!page.driver.emulate) return console.log("  not tried: this browser's driver cannot force colours");
    for (const colorScheme of ["light", "dark"]) {
      await page.driver.emulate({ forcedColors: "active", colorScheme });
      await page.open();
      await page.call("configure", { hiddenLayers: [1] });
      await page.call("pause");
      await page.type("Learning rate", "fast\n");
      await until("a marked field", () => page.driver.evaluate(() => document.querySelector("[aria-invalid=true]") !== null));
      const found = await page.driver.evaluate(contrasts);
      assert.deepEqual(found.low, [], `text that cannot be read in ${colorScheme}`);
      assert.ok(found.n > 40, `only ${found.n} texts were looked at`);
      const marks = await page.driver.evaluate(() => {
        const outline = (selector) => getComputedStyle(document.querySelector(selector)).outlineStyle;
        return [outline(".thumb input:checked + canvas"), outline(".piece[aria-pressed=true]"), outline("[aria-invalid=true]")];
      });
      assert.deepEqual(marks, ["solid", "solid", "dashed"], "what is chosen or wrong must be marked without colour");
    }
  },
};

/** Runs in the page: clicks Pause as a person's click arrives, behind whatever is under way; how many pictures come until nothing moves. */
async function pausing() {
  const pictures = () => window.traffic.log.filter(([kind]) => kind === "came").length;
  const before = await new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => { document.querySelector(".play").click(); resolve(pictures()); };
    channel.port2.postMessage(null);
  });
  const { step, state } = await window.playground.snapshot();
  const nCame = pictures() - before;
  await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
  const after = await window.playground.snapshot();
  return { nCame, isStill: state === "paused" && after.step === step };
}

/** Of how many bytes the largest of the next pictures is; of forty, some have the network. */
function largestPicture(page) {
  return page.driver.evaluate(async () => {
    const { log } = window.traffic;
    log.length = 0;
    const pictures = () => log.filter(([kind]) => kind === "came");
    while (pictures().length < 40) await new Promise(requestAnimationFrame);
    return Math.max(...pictures().map(([, , nBytes]) => nBytes));
  });
}

/** Runs in the page: texts whose contrast with the ground below them is under 4.5, and how many were looked at. */
async function contrasts() {
  // Colours that are still on their way from one to the other are neither.
  await Promise.all(document.getAnimations().map((animation) => animation.effect?.getTiming().iterations === 1 && animation.finished));
  const rgba = (text) => text.match(/[\d.]+/g).map(Number);
  const linear = (c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const [r, g, b, a = 1] = rgba(getComputedStyle(e).backgroundColor);
      if (a > 0.99) return [r, g, b];
    }
    return matchMedia("(prefers-color-scheme: dark)").matches ? [0, 0, 0] : [255, 255, 255];
  };
  const low = [];
  let n = 0;
  for (const element of document.querySelectorAll("body *")) {
    const text = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join("");
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    if (!text || box.width < 2 || box.height < 2 || style.visibility === "hidden" || element.closest(".sr-only, option, datalist, noscript")) continue;
    n += 1;
    let opacity = 1;
    for (let e = element; e; e = e.parentElement) opacity *= Number(getComputedStyle(e).opacity);
    const below = ground(element);
    const color = rgba(style.color).slice(0, 3).map((c, k) => c * opacity + below[k] * (1 - opacity));
    const [a, b] = [luminance(color), luminance(below)].sort((a, b) => b - a);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < 4.5) low.push(`${text.slice(0, 30)} ${contrast.toFixed(1)}`);
  }
  return { low, n };
}
