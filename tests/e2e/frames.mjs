// The page's frames: on every usual screen, whatever the network, nothing lies over anything else, nothing scrolls sideways and the
// readouts are in sight; a page inside another one shows a selection; what is behind the menu opens where it is seen.
import assert from "node:assert/strict";
import { boxes, meets, toTop } from "./layout.mjs";
import { becomes, eventually, until } from "./until.mjs";

const SCREENS = [[1920, 1080], [1440, 900], [1366, 768], [1280, 720], [1024, 768], [900, 500], [853, 480], [768, 1024], [750, 400], [844, 390], [390, 844], [360, 640]];
const NETWORKS = { "the default network": [4, 2], "8 × 32": Array(8).fill(32), "six layers of 8": Array(6).fill(8) };
/** Each size with what a page of this size shows of the network and the chart. */
const EMBEDS = [[960, 640, true], [640, 480, true], [1200, 700, true], [360, 740, false], [320, 360, false]];

/** Runs in the page: what lies over something else, what scrolls, and what is out of sight. */
function faults() {
  const box = (element) => element.getBoundingClientRect();
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true }) && box(element).width > 1 && box(element).height > 1;
  const name = (element) => element.ariaLabel || element.id || element.textContent.trim() || element.className;
  const shown = (selector) => [...document.querySelectorAll(selector)].filter(isShown);
  const meets = (one, other) => {
    const [a, b] = [one, other].map(box);
    return a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  };
  const overlaps = (elements) => elements.flatMap((one, at) => elements.slice(at + 1)
    .filter((other) => !one.contains(other) && !other.contains(one) && meets(one, other))
    .map((other) => `${name(one)} and ${name(other)}`));
  const found = [];
  for (const pair of overlaps(shown(".panel:not(.popover, .more), .bar"))) found.push(`panels ${pair}`);
  // What scrolls inside its panel may be below its edge.
  for (const panel of shown("header, .output, .data, .features, .numbers, .network")) {
    const controls = [...panel.querySelectorAll("button:not(.neuron, .thumb), select, .radio, .thumb, input[type=range], input[type=text], .read")]
      .filter((control) => isShown(control) && !control.closest(".net-heads, .chosen-place"));
    for (const pair of overlaps(controls)) found.push(`controls ${pair}`);
  }
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) found.push(`${wide} pixels to scroll sideways`);
  for (const label of ["Epoch", "Training loss", "Test loss", "Accuracy"]) {
    const readout = shown(`output[aria-label="${label}"]`)[0];
    const place = readout && box(readout);
    if (!place || place.left < 0 || place.top < 0 || place.right > innerWidth || place.bottom > innerHeight) found.push(`${label} out of sight`);
    else if (!document.elementFromPoint((place.left + place.right) / 2, (place.top + place.bottom) / 2)?.closest(".read")) found.push(`${label} covered`);
  }
  for (const panel of shown("main .panel")) {
    if (box(panel).right > innerWidth + 1) found.push(`${name(panel)} is cut`);
  }
  return found;
}

/** Where an element is, and how high the window. */
const place = (page, selector) => page.driver.evaluate((selector) => {
  const { left, top, right, bottom, width, height } = document.querySelector(selector).getBoundingClientRect();
  return { left, top, right, bottom, width, height };
}, selector);

export const tests = {
  "nothing lies over anything else and the readouts are in sight, on every screen and with every network": async (page) => {
    await page.open("#v=1");
    await page.call("pause");
    for (const [what, hiddenLayers] of Object.entries(NETWORKS)) {
      await page.call("configure", { hiddenLayers });
      for (const [width, height] of SCREENS) {
        await page.driver.resize(width, height);
        await toTop(page);
        await becomes(`${what} at ${width}×${height}`, () => page.driver.evaluate(faults), []);
      }
    }
  },

  "from 1280 × 720 the page is one screen, and the chart is worth reading": async (page) => {
    await page.open("#v=1");
    await page.call("pause");
    for (const [width, height, chart, plot] of [[1920, 1080, 300, 620], [1440, 900, 220, 480], [1366, 768, 160, 400], [1280, 720, 160, 360]]) {
      await page.driver.resize(width, height);
      const scrolls = () => page.driver.evaluate(() => [document.documentElement, ...document.querySelectorAll(".output, .left, .numbers")]
        .filter((element) => element.scrollHeight > element.clientHeight + 1).map((element) => element.className || element.tagName));
      await becomes(`nothing to scroll at ${width}×${height}`, scrolls, []);
      await eventually(async () => {
        assert.ok((await place(page, ".curve")).height >= chart, `the chart at ${width}×${height}`);
        assert.ok((await place(page, ".plot")).height >= plot, `the plot at ${width}×${height}`);
        for (const selector of [".output", ".numbers", ".network", ".features"]) {
          const { bottom } = await place(page, selector);
          assert.ok(bottom <= height, `${selector} ends at ${bottom} of ${height}`);
        }
      });
    }
  },

  "More settings opens where it is seen, and nothing in it is covered": async (page) => {
    for (const [width, height] of [[1440, 900], [1024, 768], [900, 500], [853, 480], [750, 400], [390, 844], [360, 640]]) {
      await page.driver.resize(width, height);
      await page.open("#v=1");
      await page.call("pause");
      if (!(await page.has("More settings"))) await page.click("Menu");
      await page.click("More settings");
      await until(`settings in sight at ${width}×${height}`, () => page.driver.evaluate(() => {
        const head = document.querySelector("#more h2").getBoundingClientRect();
        const at = document.elementFromPoint(head.left + 5, head.top + head.height / 2);
        return head.bottom < innerHeight - 100 && at?.closest("#more") !== null;
      }));
      await page.choose("Classes", "3");
      await until("three classes", async () => (await page.call("config")).classes === 3);
      await page.click("Restore defaults");
      await until("two classes again", async () => (await page.call("config")).classes === 2);
      await page.driver.press("Escape");
      await becomes("closed settings", () => page.has("Restore defaults"), false);
    }
  },

  "what was restored can be undone": async (page) => {
    await page.open("#v=1&learningRate=0.5&optimiser=adam&dataset=spiral");
    await page.call("pause");
    await page.click("More settings");
    await page.click("Restore defaults");
    const told = async () => { const { learningRate, optimiser, dataset } = await page.call("config"); return [learningRate, optimiser, dataset]; };
    await becomes("the defaults", told, [0.03, "gradient-descent", "circle"]);
    await page.click("Undo");
    await becomes("the settings before", told, [0.5, "adam", "spiral"]);
  },

  "one kind of arrows takes the other's place, unless several are wanted": async (page) => {
    await page.open("#v=1");
    await page.call("pause");
    const KINDS = ["Slope field", "Point pull", "Boundary push"];
    const pressed = () => page.driver.evaluate((kinds) => kinds.filter((kind) => document.querySelector(`[aria-label="${kind}"]`).ariaPressed === "true"), KINDS);
    const whys = () => page.driver.evaluate(() => document.querySelectorAll(".arrow-whys p").length);
    await becomes("a first visit shows the slope field", pressed, ["Slope field"]);
    await page.click("Point pull");
    await becomes("the pull alone", pressed, ["Point pull"]);
    await becomes("the sentence of what is shown", whys, 1);
    await page.click("Show several");
    await page.click("Slope field");
    await becomes("both", pressed, ["Slope field", "Point pull"]);
    await becomes("a sentence for each", whys, 2);
    await page.click("Show several");
    await becomes("the first of them", pressed, ["Slope field"]);
    await page.click("Slope field");
    await becomes("none", pressed, []);
  },

  "a page inside another one shows a selection that fits its frame": async (page) => {
    await page.open("?embed#v=1");
    await page.call("pause");
    for (const [width, height, isWide] of EMBEDS) {
      await page.driver.resize(width, height);
      await becomes(`an embed of ${width}×${height}`, () => page.driver.evaluate(faults), []);
      await eventually(async () => {
        const scroll = await page.driver.evaluate(() => document.documentElement.scrollHeight);
        assert.ok(scroll <= height, `nothing to scroll at ${width}×${height}, got ${scroll}`);
        for (const selector of [".plot", ".play", ".reads", ".net", ".curve"].slice(0, isWide ? 5 : 3)) {
          const { left, top, right, bottom, width: wide, height: high } = await place(page, selector);
          const isWhole = left >= -1 && top >= -1 && right <= width + 1 && bottom <= height + 1;
          assert.ok(isWhole && wide > 40 && high > 20, `${selector} at ${width}×${height}: ${JSON.stringify([left, top, right, bottom])}`);
        }
        const plot = await place(page, ".plot");
        assert.ok(plot.width > 0.6 * Math.min(width, height), `the plot at ${width}×${height} is ${plot.width} wide`);
      });
    }
  },

  "an embed of the suggested size shows the plot, the transport and the controls around it whole": async (page) => {
    await page.open();
    await page.call("pause");
    await page.driver.resize(1440, 900);
    await page.click("Embed");
    const sizes = [];
    for (const width of [null, "360", "600", "700", "800", "1100", "1300"]) {
      if (width) await page.type("Width", `${width}\n`);
      const lines = await until("lines of that width", async () => {
        const { value } = await page.element("HTML to embed");
        return (!width || value.includes(`width="${width}"`)) && value;
      });
      sizes.push(lines.match(/width="(\d+)" height="(\d+)"/).slice(1).map(Number));
    }
    await page.renew();
    await page.open("?embed#v=1");
    for (const [width, height] of sizes) {
      await page.driver.resize(width, height);
      await toTop(page);
      await eventually(async () => {
        const found = await boxes(page, ".plot, .output .arrows, .transport, .output .tools");
        const transport = found.find(({ name }) => name === "Training");
        for (const box of found) {
          assert.ok(box.top >= 0 && box.bottom <= height && box.right <= width, `${box.name} must be whole at ${width}×${height}: ${JSON.stringify(box)}`);
          assert.ok(box === transport || !meets(box, transport), `the transport must not hide ${box.name} at ${width}×${height}`);
        }
      });
    }
  },
};
