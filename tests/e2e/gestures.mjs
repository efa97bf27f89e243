// What is held ends however its end is lost, gestures are judged by all fingers, and keys are found on every layout. Events are made in
// the page: no driver has pens, lost releases and other layouts.
import assert from "node:assert/strict";
import { becomes, until } from "./until.mjs";

const MOUSE = { pointerId: 1, pointerType: "mouse", isPrimary: true };
const PEN = { pointerId: 2, pointerType: "pen", isPrimary: true };
const FIRST = { pointerId: 3, pointerType: "touch", isPrimary: true };
const SECOND = { pointerId: 4, pointerType: "touch", isPrimary: false };
const DOWN = { buttons: 1 };

/** Lets pointers do this on the plot, one after the other: [what, at a place of the plane, pointer, more]. */
async function point(page, ...events) {
  const placed = [];
  for (const [what, place, pointer, more] of events) {
    const [[clientX, clientY]] = await page.onScreen(place);
    placed.push([what, { clientX, clientY, bubbles: true, cancelable: true, ...pointer, ...more }]);
  }
  await page.driver.evaluate((placed) => {
    const plot = document.querySelector("[aria-label='Output plot']");
    for (const [what, event] of placed) plot.dispatchEvent(new PointerEvent(what, event));
  }, placed);
}

async function press(page, selector, key) {
  await page.driver.evaluate(({ selector, key }) => {
    const target = document.querySelector(selector);
    target.focus?.();
    target.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...key }));
  }, { selector, key });
}

const PLOT = "[aria-label='Output plot']";
const THREE = [{ x: -3, y: -3, label: 1 }, { x: 3, y: 3, label: 2 }, { x: 3, y: -3, label: 2 }];

async function opened(page) {
  await page.open();
  await page.configured({});
  await page.call("setPoints", THREE);
  await until("the points on the plot", () => page.driver.evaluate(() => document.getElementById("plot-summary").textContent.includes("3 training points")));
}

/** How many points there are when everything has been heard of: what is sprayed is sent with a picture. */
async function count(page) {
  await page.drawn();
  await page.call("snapshot");
  return (await page.call("points")).length;
}

/** The same, once there come no more. */
const restCount = (page) => until("points that stay", async () => { const n = await count(page); return (await count(page)) === n && n; });

const pointsBecome = (page, n) => until(`${n} points`, async () => (await count(page)) === n);

export const tests = {
  "a brush whose release was lost sprays no more, and neither does one whose window is left": async (page) => {
    await opened(page);
    await page.click("Brush");
    await point(page, ["pointerdown", [0, 0], MOUSE, DOWN], ["pointermove", [1, 0], MOUSE, DOWN]);
    await until("spray", async () => (await count(page)) > 3);
    await point(page, ["pointermove", [2, 0], MOUSE, { buttons: 0 }]);
    let sprayed = await restCount(page);
    await point(page, ["pointermove", [4, 0], MOUSE, { buttons: 0 }], ["pointermove", [5, 1], MOUSE, { buttons: 0 }]);
    assert.equal(await count(page), sprayed, "no button is down");
    for (const end of ["blur", "contextmenu", "lostpointercapture", "pointercancel"]) {
      await point(page, ["pointerdown", [0, 2], MOUSE, DOWN]);
      await until("a burst", async () => (await count(page)) > sprayed);
      if (end === "blur") await page.driver.evaluate(() => window.dispatchEvent(new Event("blur")));
      else await point(page, [end, [0, 2], MOUSE, {}]);
      sprayed = await restCount(page);
      await point(page, ["pointermove", [3, 2], MOUSE, DOWN], ["pointermove", [5, 2], MOUSE, DOWN]);
      assert.equal(await count(page), sprayed, `${end} ends what is held`);
    }
  },

  "two fingers place nothing, and the plot can be zoomed": async (page) => {
    await opened(page);
    await point(page, ["pointerdown", [0, 0], FIRST, DOWN], ["pointerdown", [2, 2], SECOND, DOWN],
      ["pointerup", [0, 0], FIRST, {}], ["pointerup", [2, 2], SECOND, {}]);
    assert.equal(await count(page), 3, "a tap of two fingers places no point");
    await page.click("Brush");
    await point(page, ["pointerdown", [0, 0], FIRST, DOWN], ["pointerdown", [2, 2], SECOND, DOWN], ["pointermove", [1, 1], FIRST, DOWN],
      ["pointerup", [0, 0], FIRST, {}], ["pointerup", [2, 2], SECOND, {}]);
    assert.equal(await count(page), 3, "nor does a brush spray");
    const zooms = () => page.driver.evaluate((plot) => getComputedStyle(document.querySelector(plot)).touchAction, PLOT);
    assert.match(await zooms(), /pinch-zoom/);
    await page.click("Place");
    assert.match(await zooms(), /pinch-zoom/);
    await point(page, ["pointerdown", [0, 0], FIRST, DOWN], ["pointerup", [0, 0], FIRST, {}]);
    await pointsBecome(page, 4);
  },

  "the hand beside a pen does nothing": async (page) => {
    await opened(page);
    await point(page, ["pointerdown", [4, -4], FIRST, DOWN], ["pointerdown", [0, 0], PEN, DOWN], ["pointerup", [0, 0], PEN, {}],
      ["pointerup", [4, -4], FIRST, {}], ["pointerdown", [4, -5], FIRST, DOWN], ["pointerup", [4, -5], FIRST, {}]);
    await pointsBecome(page, 4);
    const points = await page.call("points");
    assert.ok(Math.hypot(points[3].x, points[3].y) < 0.1, `the pen's point, got ${JSON.stringify(points[3])}`);
  },

  "a press with Ctrl or another button is for the menu": async (page) => {
    await opened(page);
    await point(page, ["pointerdown", [0, 0], MOUSE, { ...DOWN, ctrlKey: true }], ["pointerup", [0, 0], MOUSE, {}],
      ["pointerdown", [1, 1], MOUSE, { buttons: 2, button: 2 }], ["pointerup", [1, 1], MOUSE, { button: 2 }]);
    assert.equal(await count(page), 3);
  },

  "a slider that comes back to where it was is held no longer": async (page) => {
    await opened(page);
    await page.driver.evaluate(() => {
      const slider = [...document.querySelectorAll("input[type=range]")].find((input) => input.id === "noise");
      const was = slider.value;
      for (const value of ["0.5", was]) {
        slider.value = value;
        slider.dispatchEvent(new Event("input", { bubbles: true }));
      }
      slider.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
    });
    // While something is held the address is not written.
    await page.call("configure", { learningRate: 0.2 });
    await until("the address", () => page.driver.evaluate(() => location.hash.includes("learningRate=0.2")));
  },

  "undo and redo are on every layout, with Caps Lock too": async (page) => {
    await opened(page);
    const layers = async () => (await page.call("config")).hiddenLayers.length;
    const counts = (n, what) => until(`${n} layers after ${what}`, async () => (await layers()) === n);
    await page.call("configure", { hiddenLayers: [4] });
    for (const [layout, key] of [["Caps Lock", "Z"], ["Russian", "я"], ["Greek", "ζ"], ["Hebrew", "ז"], ["Arabic", "ئ"]]) {
      await press(page, PLOT, { key, code: "KeyZ", ctrlKey: true });
      await counts(2, `Undo, ${layout}`);
      await press(page, PLOT, { key, code: "KeyZ", ctrlKey: true, shiftKey: true });
      await counts(1, `Redo, ${layout}`);
    }
    // Dvorak has its z elsewhere, and another sign there.
    await press(page, PLOT, { key: ";", code: "KeyZ", ctrlKey: true });
    await press(page, PLOT, { key: "z", code: "Slash", ctrlKey: true });
    await counts(2, "Undo, Dvorak");
    await press(page, PLOT, { key: "y", code: "KeyT", ctrlKey: true });
    await counts(1, "Redo, Dvorak");
  },

  "the plot's letters and digits are on every layout": async (page) => {
    await opened(page);
    await press(page, PLOT, { key: "з", code: "KeyP" });
    await page.element("Selected point");
    const label = async () => (await page.call("points"))[0].label;
    await press(page, PLOT, { key: "é", code: "Digit2" });
    await until("class 2 by AZERTY", async () => (await label()) === 2);
    await press(page, PLOT, { key: "&", code: "Digit1" });
    await until("class 1 by AZERTY", async () => (await label()) === 1);
    await press(page, PLOT, { key: "M", code: "KeyM" });
    await press(page, PLOT, { key: "ArrowUp", code: "ArrowUp" });
    await press(page, PLOT, { key: "Enter", code: "Enter" });
    await until("a carried point", async () => (await page.call("points"))[0].y === -2.75);
    await page.call("step", "epoch", 1);
    await press(page, "body", { key: "к", code: "KeyR" });
    await until("a reset", async () => (await page.call("snapshot")).step === 0);
  },

  "the thumbnails of a frame that starts hidden are drawn when it is shown": async (page) => {
    await page.open();
    await page.driver.evaluate(() => {
      const frame = document.createElement("iframe");
      Object.assign(frame, { id: "hidden", src: `${location.pathname}?embed#v=1`, width: 1300, height: 800 });
      frame.style.display = "none";
      document.body.append(frame);
    });
    await until("the hidden page", () => page.driver.evaluate(() => document.getElementById("hidden").contentDocument?.querySelector("main[data-state]")?.dataset.state !== "loading"));
    await page.driver.evaluate(() => { document.getElementById("hidden").style.cssText = "position: fixed; inset: 0; z-index: 99"; });
    await until("drawn thumbnails", () => page.driver.evaluate(() => {
      const pictures = [...document.getElementById("hidden").contentDocument.querySelectorAll(".thumb canvas")];
      const isDrawn = (canvas) => canvas.width > 20 && canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some((byte) => byte > 0);
      return pictures.length > 3 && pictures.slice(0, 3).every(isDrawn);
    }));
  },

  "a finer screen gets finer pictures, without a change of size": async (page) => {
    // No driver tells a page of another density as a second screen does.
    await page.driver.before(() => {
      const asked = window.matchMedia.bind(window);
      window.screens = [];
      window.matchMedia = (query) => {
        if (!query.startsWith("(resolution")) return asked(query);
        window.screens.push(new EventTarget());
        return Object.setPrototypeOf(window.screens.at(-1), Object.create(MediaQueryList.prototype, {}));
      };
      let density = 1;
      Object.defineProperty(window, "devicePixelRatio", { get: () => density });
      window.moveTo2 = () => { density = 2; };
    });
    await page.open();
    await page.call("pause");
    const finest = () => page.driver.evaluate(() => [...document.querySelectorAll(".plot canvas, .thumb canvas")].every((canvas) => canvas.width >= 1.9 * canvas.clientWidth));
    await page.drawn();
    assert.equal(await finest(), false);
    await page.driver.evaluate(() => { window.moveTo2(); EventTarget.prototype.dispatchEvent.call(window.screens[0], new Event("change")); });
    await until("finer pictures", finest);
    await becomes("the next density is watched too", () => page.driver.evaluate(() => window.screens.length), 2);
  },

  "after a stop rule Play trains on": async (page) => {
    await page.open();
    await page.configured({ stop: { accuracy: 0.3 } });
    await page.call("play");
    await page.reach("paused");
    const { epoch } = await page.call("snapshot");
    await page.click("Play");
    await until("many epochs", async () => (await page.call("snapshot")).epoch > epoch + 5);
    const before = await page.call("pause");
    assert.equal((await page.call("step", "epoch", 20)).epoch, before.epoch + 20);
  },

  "values have a scale with numbers, and the next value is one of it": async (page) => {
    await page.open("#v=1&task=regression");
    const value = () => page.driver.evaluate(() => document.getElementById("next").value);
    await becomes("the next value", value, "1");
    const [last] = (await page.call("points")).slice(-1);
    assert.ok(Math.abs(last.label) <= 1);
    const scale = () => page.driver.evaluate(() => document.querySelector(".plot-line .scale").textContent);
    await becomes("the scale", scale, "≤ −1.00≥ 1.00");
    const before = await page.pixels("Output plot");
    await page.call("setPoints", [{ x: 0, y: 0, label: 5 }, { x: 1, y: 1, label: -1 }]);
    await until("the scale of the points", async () => (await scale()) === "≤ −5.00≥ 5.00");
    assert.ok(before.width > 0);
  },
};
