// That there is room: large networks are seen whole, plot and curve beside a card; that hints and
// words move nothing, fingers find their targets, and a phone has the datasets near the plot.
import assert from "node:assert/strict";
import { contrasts } from "./contrast.mjs";
import { NOTE_TRAFFIC } from "./pace.mjs";
import { becomes, eventually, until } from "./until.mjs";

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
  "the network stands in its panel where a laptop's browser leaves little height": async (page) => {
    await page.open("#v=1&lang=en");
    for (const [width, height] of [[1366, 625], [1280, 620], [1440, 660], [1280, 720]]) {
      await page.driver.resize(width, height);
      await becomes(`the network's panel at ${width}×${height}`, () => page.driver.evaluate(() => {
        const [panel, diagram, foot, tab] = [".network", ".net-wrap", ".net-foot", "#tab-inside"].map((selector) => document.querySelector(selector).getBoundingClientRect());
        const hit = document.elementFromPoint((tab.left + tab.right) / 2, (tab.top + tab.bottom) / 2);
        return { diagram: diagram.bottom <= foot.top + 1, foot: foot.bottom <= panel.bottom + 1, tab: hit?.id };
      }), { diagram: true, foot: true, tab: "tab-inside" });
    }
  },

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
        await becomes(`a counter that does not reach into the loss at ${width} pixels`, () => page.driver.evaluate(overlap), 0);
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
      await eventually(async () => {
        const [panel] = await boxes(page, ".network");
        assert.ok(panel.height < 560, `the panel must stay low, got ${panel.height}`);
        const wide = await page.driver.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `nothing may be wider than the window, ${wide} of ${width}`);
        for (const name of ["Remove neuron from layer 1", "Activation of layer 8"]) {
          const { x, width: wide } = await page.element(name);
          assert.ok(x >= panel.left && x + wide <= panel.right + 1, `${name} must scroll into the panel at ${width}`);
        }
      });
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
      await becomes("the card", async () => (await boxes(page, ".notices .card")).length, 1);
      await eventually(async () => {
        const [[card], [button], [plot]] = [await boxes(page, ".notices .card"), await boxes(page, ".notices button"), await boxes(page, ".plot")];
        assert.ok(button.left >= card.left && button.right <= card.right && button.bottom <= card.bottom, `its button must be in it at ${width}: ${JSON.stringify([card, button])}`);
        assert.ok(!meets(card, plot), `the card must not hide the plot at ${width}×${height}: ${JSON.stringify([card, plot])}`);
      });
      if (width < 640) await page.driver.evaluate(() => window.scrollBy(0, document.querySelector(".numbers").getBoundingClientRect().top - 8));
      await eventually(async () => {
        const [[card], [curve]] = [await boxes(page, ".notices .card"), await boxes(page, ".curve-box")];
        assert.ok(!meets(card, curve), `the card must not hide the curve at ${width}×${height}: ${JSON.stringify([card, curve])}`);
      });
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
      const before = await page.still("fields", () => fields(page, all));
      for (const name of ["Optimiser", "Learning rate", "Noise", "Batch size", "Own feature"]) {
        await page.reveal(name);
        await until(`the hint of ${name}`, () => page.driver.evaluate(isExplained));
        await becomes(`the hint of ${name} moves nothing at ${width}`, () => fields(page, all), before);
      }
      for (const [name, text] of [["Learning rate", "1000000000"], ["Batch size", "1.5"]]) await page.type(name, `${text}\n`);
      await becomes("words at both fields", async () => (await boxes(page, ".strip-row .words")).length, 2);
      await becomes(`words move nothing at ${width}`, () => fields(page, all), before);
      await eventually(async () => {
        const words = await boxes(page, ".strip-row .words");
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
      });
    }
  },

  "a phone that lies shows the whole plot with its tools and the transport": async (page) => {
    for (const [width, height] of [[844, 390], [740, 360], [640, 360], [568, 320]]) {
      await page.driver.resize(width, height);
      await page.open();
      await page.call("pause");
      await toTop(page);
      await eventually(async () => {
        const [[plot], [bar]] = [await boxes(page, ".plot"), await boxes(page, ".top")];
        const what = JSON.stringify({ plot, bar });
        assert.ok(plot.top >= bar.bottom && plot.bottom <= height && plot.left >= 0, `the plot must be seen whole at ${width}×${height}: ${what}`);
        assert.ok(plot.width > 0.66 * height, `it must be large at ${width}×${height}: ${what}`);
        for (const box of await boxes(page, ".tools .segments, .play, .transport .btn, .menu-button, .reads")) {
          assert.ok(box.top >= 0 && box.bottom <= height && box.left >= 0 && box.right <= width, `within reach at ${width}×${height}: ${JSON.stringify(box)}`);
          assert.ok(!meets(box, plot), `beside the plot at ${width}×${height}: ${JSON.stringify(box)}`);
        }
        const wide = await page.driver.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `nothing may be wider than the window, ${wide} of ${width}`);
      });
    }
  },

  "under a phone's open menu Play stays in sight and no readout is written over another": async (page) => {
    for (const [width, height, lang] of [[390, 844, "en"], [390, 844, "zh"], [360, 640, "en"]]) {
      await page.driver.resize(width, height);
      await page.open(`#v=1&lang=${lang}`);
      await page.driver.evaluate(() => document.querySelector(".top:not(.open) .menu-button")?.click());
      await until("the menu", async () => (await boxes(page, ".second")).length > 0);
      await eventually(async () => {
        const [[menu], parts] = [await boxes(page, ".second"), await boxes(page, ".play, .split, .dock .read-name, .dock output")];
        assert.ok(parts.length > 8, `Play, Step and four readouts: ${JSON.stringify(parts)}`);
        for (const [n, part] of parts.entries()) {
          assert.ok(part.bottom <= height && part.right <= width && !meets(part, menu), `in sight at ${width}×${height}: ${JSON.stringify([part, menu])}`);
          for (const other of parts.slice(n + 1)) assert.ok(!meets(part, other), `apart at ${width}×${height}, ${lang}: ${JSON.stringify([part, other])}`);
        }
      });
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
      const { optimiser } = await page.call("configure", config);
      await becomes("what is chosen", () => page.driver.evaluate(() => document.getElementById("optimiser").value), optimiser);
      for (const [width, height] of [[1920, 1080], [1600, 900], [1500, 900], [1440, 900], [1366, 768], [1280, 800], [1024, 768], [768, 1024], [390, 844], [360, 640]]) {
        // Where there is little room it is for what is usual, and not for the longest of each menu at once.
        if (config === configs[1] && (width < 640 || (width >= 1500 && width < 1750))) continue;
        if (config !== configs[0] && width === 1280) continue;
        await page.driver.resize(width, height);
        await settingsShown(page);
        await becomes(`nothing cut at ${width}×${height}`, () => page.driver.evaluate(cutTexts), []);
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
      await eventually(async () => {
        const help = (await boxes(page, "#typed-feature-why")).find(({ height }) => height > 10);
        assert.ok(help, "there must be help");
        for (const box of await boxes(page, ".features button, .features input")) {
          assert.ok(!meets(help, box), `it must not hide ${box.name} at ${width}: ${JSON.stringify([help, box])}`);
        }
      });
    }
  },

  "on a phone the datasets are one short scroll from the plot": async (page) => {
    await page.driver.resize(390, 844);
    await page.open();
    await page.call("pause");
    await toTop(page);
    await eventually(async () => {
      const [[plot], thumbs, [transport]] = [await boxes(page, ".plot"), await boxes(page, ".thumb"), await boxes(page, ".transport")];
      assert.ok(thumbs.length > 4, `${thumbs.length} datasets`);
      const lowest = Math.max(...thumbs.map(({ bottom }) => bottom));
      assert.ok(lowest - plot.bottom < 420, `${lowest - plot.bottom} pixels from the plot to the last dataset`);
      assert.ok(lowest - transport.top < 200, `${lowest - transport.top} pixels to scroll`);
    });
    await page.click("Spiral");
    await until("spirals", async () => (await page.call("config")).dataset === "spiral");
    // The address follows the panels.
    await until("spirals in the address", () => page.driver.evaluate(() => location.hash.includes("dataset=spiral")));
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
      await becomes(`nothing smaller than 44 pixels at ${width}`, async () => (
        (await boxes(page, "button:not(.neuron, .link), select, .radio, .thumb, .field input:not([type=radio])"))
          .filter(({ width, height }) => Math.min(width, height) < 43.5).map((box) => `${box.name} ${box.width}×${box.height}`)
      ), []);
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
      await eventually(async () => {
        const found = await page.driver.evaluate(contrasts);
        assert.deepEqual(found.low, [], `text that cannot be read in ${colorScheme}`);
        assert.ok(found.n > 40, `only ${found.n} texts were looked at`);
      });
      await becomes("what is chosen or wrong is marked without colour", () => page.driver.evaluate(() => {
        const outline = (selector) => getComputedStyle(document.querySelector(selector)).outlineStyle;
        return [outline(".thumb input:checked + canvas"), outline(".piece[aria-pressed=true]"), outline("[aria-invalid=true]")];
      }), ["solid", "solid", "dashed"]);
    }
  },
};

/**
 * Runs in the page: clicks Pause as a person's click arrives, behind whatever is under way; how many pictures were under way then. One
 * that is asked for after the click is made behind the pause, and a slow page may have it before the answer.
 */
async function pausing() {
  const before = await new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => { const { length } = window.traffic.log; document.querySelector(".play").click(); resolve(length); };
    channel.port2.postMessage(null);
  });
  const { step, state } = await window.playground.snapshot();
  const since = window.traffic.log.slice(before).map(([kind]) => kind);
  const nCame = (since.includes("asked") ? since.slice(0, since.indexOf("asked")) : since).length;
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

/** Runs in the page: whether what explains the control with the focus is seen. */
function isExplained() {
  const ids = document.activeElement.getAttribute("aria-describedby")?.split(" ") ?? [];
  return ids.some((id) => document.getElementById(id)?.getBoundingClientRect().height > 4);
}

/** Runs in the page: names of settings, and what is chosen in their menus, that are not seen whole. */
function cutTexts() {
  const menus = [...document.querySelectorAll(".strip-row select")].filter((menu) => {
    const copy = menu.cloneNode(false);
    copy.append(new Option(menu.selectedOptions[0].textContent));
    Object.assign(copy.style, { width: "auto", position: "absolute", visibility: "hidden" });
    menu.parentElement.append(copy);
    const wanted = copy.getBoundingClientRect().width;
    copy.remove();
    return wanted > menu.getBoundingClientRect().width + 0.05;
  }).map((menu) => menu.selectedOptions[0].textContent);
  const names = [...document.querySelectorAll(".strip-row label")]
    .filter((label) => label.scrollWidth > label.clientWidth).map((label) => label.textContent);
  return [...names, ...menus];
}
