// The diagram of the network: every layer's controls stand above it, numbers of neurons are typed, the plot shows what is pointed at,
// single weights are switched off and frozen, dead neurons are named; and work that stays the same however wide the network is.
import assert from "node:assert/strict";
import { becomes, eventually, until } from "./until.mjs";
import { changedShare } from "./page.mjs";

const hiddenLayers = async (page) => (await page.call("config")).hiddenLayers;
const paused = async (page, config = {}) => {
  await page.open();
  await page.configured(config);
};
const frames = (page) => page.driver.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
const attribute = (page, id, name) => page.driver.evaluate(([id, name]) => document.getElementById(id)?.getAttribute(name) ?? null, [id, name]);
const caption = (page) => page.driver.evaluate(() => document.querySelector(".plot-neuron").textContent);

/** The middle of an element with this id. */
const middle = (page, id) => page.driver.evaluate((id) => {
  const { left, top, width, height } = document.getElementById(id).getBoundingClientRect();
  return [left + width / 2, top + height / 2];
}, id);

export const tests = {
  "a layer's number of neurons is typed, and what cannot be is said": async (page) => {
    await paused(page);
    await page.type("Neurons in layer 1", "32\n");
    await until("32 neurons", async () => String(await hiddenLayers(page)) === "32,2");
    await page.type("Neurons in layer 2", "256\n");
    await until("256 neurons", async () => String(await hiddenLayers(page)) === "32,256");
    const marked = () => page.driver.evaluate(() => [...document.querySelectorAll(".count[aria-invalid=true]")].map((field) => ({
      value: field.value, words: document.getElementById(field.getAttribute("aria-describedby")).textContent,
    })));
    for (const [text, words] of [["257", /at most 256/], ["0", /at least 1/], ["1.5", /whole number/], ["many", /whole number/]]) {
      await page.type("Neurons in layer 1", `${text}\n`);
      const [{ value, words: said }] = await until(`words about ${text}`, async () => {
        const found = await marked(page);
        return found.length === 1 && found[0].value === text && found;
      });
      assert.equal(value, text, "what was typed stays");
      assert.match(said, words);
    }
    assert.deepEqual(await hiddenLayers(page), [32, 256]);
    await page.type("Neurons in layer 1", "3\n");
    await becomes("no field marked", marked, []);
    // Eight layers of 32 by eight numbers.
    for (const n of [3, 4, 5, 6, 7, 8]) {
      await page.click("Add layer");
      await until(`${n} layers`, async () => (await hiddenLayers(page)).length === n);
    }
    for (let layer = 1; layer <= 8; layer += 1) await page.type(`Neurons in layer ${layer}`, "32\n");
    await becomes("eight layers of 32", () => hiddenLayers(page), Array(8).fill(32));
  },

  "every layer's controls stand above its column, at any number of layers and width": async (page) => {
    await paused(page);
    for (const [width, height] of [[1440, 900], [1280, 720], [768, 1024], [390, 844], [360, 640]]) {
      await page.driver.resize(width, height);
      for (const n of [1, 2, 5, 8, 16]) {
        await page.call("configure", { hiddenLayers: Array(n).fill(4) });
        await until(`${n} layers`, () => page.driver.evaluate((n) => document.querySelectorAll(".column").length === n + 2, n));
        for (const share of [0, 1]) {
          await eventually(async () => {
            const found = await page.driver.evaluate(columns, share);
            const what = `${n} layers at ${width}×${height}, scrolled by ${share}: ${JSON.stringify(found)}`;
            assert.ok(found.off < 1.5, `each box must be above its column, ${what}`);
            assert.ok(found.overlap < 1, `boxes must not overlap, ${what}`);
            assert.ok(found.isInside && found.isBelow && found.reach > -1, `all must be within reach, ${what}`);
            assert.deepEqual(found.names, ["Features", ...Array.from({ length: n }, (_, k) => `Hidden layer ${k + 1}`), "Output"]);
          });
        }
      }
    }
  },

  "work stays within limits however wide the network is, and the page says what it leaves out": async (page) => {
    await paused(page);
    const counts = () => page.driver.evaluate(() => ({
      edges: Number(document.querySelector(".net").dataset.edges), buttons: document.querySelectorAll(".neuron").length,
      said: document.querySelector(".net-some").textContent, canvas: (({ width, height }) => width * height)(document.querySelector(".net > canvas")),
      room: (({ width, height }) => width * height * devicePixelRatio ** 2)(document.querySelector(".net").getBoundingClientRect()),
    }));
    await becomes("all edges of a small network", () => counts().then(({ edges, said }) => ({ edges, said })), { edges: 18, said: "" });
    for (const [layers, n_weights] of [[[128, 128], "16,768"], [[256, 256, 256, 256], "197,376"], [Array(16).fill(256), "983,808"]]) {
      await page.call("configure", { hiddenLayers: layers });
      await until(`the edges of ${layers}`, async () => (await counts()).said.includes(n_weights));
      await eventually(async () => {
        const { edges, buttons, canvas, room } = await counts();
        assert.ok(edges > 2000 && edges <= 4096, `${edges} edges are drawn of ${layers}`);
        assert.ok(buttons < 400, `${buttons} buttons for ${layers}`);
        assert.ok(canvas <= room * 1.02, `the canvas has ${canvas} pixels where ${room} are seen`);
      });
    }
    assert.match((await counts()).said, /^The [\d,]+ largest of 983,808 weights are drawn\.$/);
    // Neurons without a button are found by keys and pointer too.
    await page.driver.evaluate(() => document.getElementById("neuron-1-0").focus());
    for (let n = 1; n <= 30; n += 1) {
      await page.driver.press("ArrowDown");
      await becomes("the neuron that arrow keys lead to", () => page.driver.evaluate(() => document.activeElement.id), `neuron-1-${n}`);
    }
    await page.driver.press("Enter");
    await page.element("Bias of neuron 1.31");
    await page.driver.press("Escape");
    await page.click("Weights");
    await page.choose("Weights of", "1");
    const fields = () => page.driver.evaluate(() => [...document.querySelectorAll("table input")].map((field) => field.ariaLabel));
    await until("a part of the table", async () => (await fields()).includes("Weight neuron 1.16 → neuron 2.16"));
    assert.ok((await fields()).length <= 272, `${(await fields()).length} fields`);
    await page.choose("Neurons shown", "240");
    await page.choose("Inputs shown", "240");
    await until("the table's end", async () => (await fields()).includes("Weight neuron 1.256 → neuron 2.256"));
    assert.ok((await fields()).length <= 272, `${(await fields()).length} fields`);
  },

  "a neuron that is pointed at is seen large in the plot until the pointer leaves": async (page) => {
    await paused(page);
    await page.call("step", "epoch", 30);
    await page.driver.move(2, 2);
    await frames(page);
    const before = await until("a plot at rest", async () => {
      const [a, b] = [await page.pixels("Output plot"), (await frames(page), await page.pixels("Output plot"))];
      return changedShare(a, b) === 0 && b;
    });
    await page.driver.move(...await middle(page, "neuron-1-2"));
    await becomes("the neuron's name", () => caption(page), "Neuron 1.3 · Tanh of (bias + 2 weighted inputs)");
    const shown = await until("its plane", async () => {
      const now = await page.pixels("Output plot");
      return changedShare(before, now) > 0.3 && now;
    });
    await page.driver.move(...await middle(page, "neuron-0-0"));
    await becomes("the feature's name", () => caption(page), "x₁ · an input of the network");
    await until("another plane", async () => changedShare(shown, await page.pixels("Output plot")) > 0.2);
    await page.driver.move(2, 2);
    await becomes("no name", () => caption(page), "");
    await until("the output again", async () => changedShare(before, await page.pixels("Output plot")) < 0.01);
    await page.driver.evaluate(() => document.getElementById("neuron-2-0").focus());
    await becomes("the name of what has the focus", async () => (await caption(page)).split(" · ")[0], "Neuron 2.1");
    await page.driver.evaluate(() => document.activeElement.blur());
    await becomes("no name", () => caption(page), "");
  },

  "single weights, biases and the output are switched off and frozen in their card": async (page) => {
    await paused(page);
    await page.driver.evaluate(() => document.getElementById("neuron-1-2").click());
    const parts = async () => { const { off, frozen } = await page.call("config"); return { off, frozen }; };
    await page.click("Switch off: Weight x₂ → neuron 1.3");
    await becomes("a weight that is off", parts, { off: ["1.3<2"], frozen: [] });
    await page.click("Freeze: Bias of neuron 1.3");
    await becomes("a frozen bias", parts, { off: ["1.3<2"], frozen: ["1.3<b"] });
    const bias = (await page.call("model")).layers[0].bias[2];
    await page.call("step", "epoch", 2);
    assert.equal((await page.call("model")).layers[0].bias[2], bias, "it must not learn");
    await page.click("Switch off: Weight x₂ → neuron 1.3");
    await page.click("Freeze: Bias of neuron 1.3");
    await becomes("nothing off or frozen", parts, { off: [], frozen: [] });
    await page.driver.evaluate(() => document.getElementById("neuron-3-0").click());
    await page.element("Bias of output");
    await page.click("Freeze");
    await becomes("a frozen output", parts, { off: [], frozen: ["3.1"] });
    await until("an output that says so", async () => /, frozen$/.test(await attribute(page, "neuron-3-0", "aria-label")));
  },

  "dead and saturated neurons say so, and why": async (page) => {
    await paused(page, { activation: "relu" });
    await page.driver.evaluate(() => document.getElementById("neuron-1-1").click());
    await page.type("Bias of neuron 1.2", "-1000\n");
    await until("a dead neuron", async () => /, dead$/.test(await attribute(page, "neuron-1-1", "aria-label")));
    const why = () => page.driver.evaluate(() => document.querySelector("#inspector .trouble")?.textContent ?? "");
    await until("why", async () => /^Dead: its output is the same/.test(await why()));
    await page.call("configure", { activation: "tanh" });
    await page.type("Bias of neuron 1.2", "9\n");
    await until("a saturated neuron", async () => /, saturated$/.test(await attribute(page, "neuron-1-1", "aria-label")));
    await until("why", async () => /^Saturated: its slope is below 0.01/.test(await why()));
    await page.type("Bias of neuron 1.2", "0\n");
    await becomes("a neuron in order", why, "");
  },
};

/** Runs in the page: how the boxes above the diagram stand to its columns, when it is scrolled by this share of its width. */
async function columns(share) {
  const scroller = document.querySelector(".net-scroll");
  scroller.scrollLeft = share * scroller.scrollWidth;
  await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
  const boxes = [...document.querySelectorAll(".column")].map((column) => column.getBoundingClientRect());
  const x = ({ left, right }) => (left + right) / 2;
  const off = boxes.map((column, index) => Math.abs(x(column) - x(document.getElementById(`neuron-${index}-0`).getBoundingClientRect())));
  const layers = boxes.slice(1, -1);
  const overlaps = layers.slice(1).map((column, index) => layers[index].right - column.left);
  const [panel, net] = [".network", ".net"].map((selector) => document.querySelector(selector).getBoundingClientRect());
  const first = document.getElementById("neuron-0-0").getBoundingClientRect();
  return {
    off: Math.max(...off), overlap: Math.max(0, ...overlaps), isInside: net.left >= panel.left && net.right <= panel.right && net.bottom <= panel.bottom,
    isBelow: first.top >= Math.max(...boxes.map(({ bottom }) => bottom)) - 1, names: [...document.querySelectorAll(".column-name")].map((name) => name.textContent),
    reach: share === 0 ? boxes[0].left - net.left : net.right - boxes.at(-1).right,
  };
}
