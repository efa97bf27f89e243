// The panel Export and the pictures of a run: what the panel gives is what the API gives, however it is reached and wherever the page stands.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { TAGS, audit } from "./axe.mjs";
import { exportInFrame } from "./sandboxed.mjs";
import { becomes, until } from "./until.mjs";

/** Each entry of the panel with its format, and of what it is a picture. */
const ENTRIES = [
  ["Weights (JSON)", "json"], ["ONNX", "onnx"], ["safetensors", "safetensors"], ["Python (NumPy)", "numpy"], ["Python (PyTorch)", "pytorch"], ["Python (Keras)", "keras"],
  ["JavaScript", "javascript"], ["Rust", "rust"], ["Text", "text"], ["LaTeX", "latex"], ["Points (CSV)", "points-csv"],
  ["Loss curve (CSV)", "curve-csv"], ["Plot", "png", { of: "plot" }], ["Diagram", "png", { of: "diagram" }], ["Loss curve", "png", { of: "curve" }],
];
const OF = ["plot", "diagram", "curve"];
const NAMES = { classNames: ["cat & <dog>", "猫"], axisNames: ["height (cm)", "weight (kg)"], scaling: { mean: [170, 60, 0], scale: [10, 5, 1] } };

/** A paused page with a short run. */
async function ready(page, config = {}) {
  await page.open();
  await page.configured(config);
  await page.call("step", "epoch", 3);
}

/** What `export` gives, as base64. */
const given = (page, format, options) => page.driver.evaluate(async ({ format, options }) => {
  const exported = await window.playground.export(format, options);
  const bytes = typeof exported === "string" ? new TextEncoder().encode(exported) : exported;
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}, { format, options });

/** What the panel shows. */
const panel = (page) => page.driver.evaluate(() => {
  const root = document.getElementById("export");
  return {
    said: root.innerText, status: root.querySelector(".take [role=status]")?.textContent ?? "", isOpen: !root.hidden,
    field: root.querySelector("textarea:not([hidden])")?.value ?? null, picture: root.querySelector("img")?.getAttribute("src") ?? null,
    size: (({ naturalWidth, naturalHeight }) => [naturalWidth, naturalHeight])(root.querySelector("img") ?? {}),
    focus: document.activeElement?.textContent ?? "",
  };
});

/** Chooses an entry, as a press on it would, and waits until it is there. */
async function choose(page, name) {
  await until(`the entry ${name}`, () => page.driver.evaluate((name) => {
    const field = [...document.querySelectorAll("#export input[type=radio]")].find((input) => input.ariaLabel === name);
    field?.click();
    return Boolean(field);
  }, name));
  // What was there until then is gone when the page has drawn its choice.
  await page.drawn();
  await until(`${name} written`, async () => /The run at step/.test((await panel(page)).said));
}

const opened = async (page) => {
  await page.click("Export");
  await until("the formats", async () => /The run at step/.test((await panel(page)).said));
};

/** A picture as the page draws it: its size, and how many colours it has. */
const looked = (page, url) => page.driver.evaluate(async (url) => {
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: image.naturalWidth, height: image.naturalHeight });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(image, 0, 0);
  const colors = new Set(new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer));
  return { width: canvas.width, height: canvas.height, colors: colors.size, corner: [...context.getImageData(1, 1, 1, 1).data.slice(0, 3)] };
}, url);

/** An SVG file as the browser reads it: whether it is XML, and how many paths each of its layers has. */
const parsed = (page, text) => page.driver.evaluate((text) => {
  const file = new DOMParser().parseFromString(text, "image/svg+xml");
  const layers = [...file.querySelectorAll("svg > g, svg > svg")].map((layer) => [layer.getAttribute("class"), layer.querySelectorAll("path, image, text").length]);
  return {
    isXml: file.querySelector("parsererror") === null, title: file.querySelector("title")?.textContent, about: file.querySelector("desc")?.textContent,
    language: file.documentElement.getAttribute("xml:lang"), layers: Object.fromEntries(layers), texts: [...file.querySelectorAll("text")].map((text) => text.textContent),
    isWhole: [...file.querySelectorAll("image")].every((image) => /^data:image\/png;base64,./.test(image.getAttribute("href"))),
  };
}, text);

export const tests = {
  "every format of the panel is what export gives, byte for byte": async (page) => {
    await ready(page);
    await opened(page);
    for (const [name, format, options] of ENTRIES) {
      await choose(page, name);
      const file = await page.driver.download(() => page.click("Download"), "base64");
      assert.ok(file === await given(page, format, options), `${name} is ${format}`);
      await until(`that ${name} was asked for`, async () => /^The browser was asked to save /.test((await panel(page)).status));
    }
    for (const [index, of] of OF.entries()) {
      await choose(page, ENTRIES[12 + index][0]);
      await choose(page, "SVG");
      await choose(page, "Dark");
      const file = await page.driver.download(() => page.click("Download"), "base64");
      assert.ok(file === await given(page, "svg", { of, theme: "dark" }), of);
      const { size } = await until("the picture", async () => { const now = await panel(page); return now.size[0] > 300 && now; });
      assert.ok(size[1] > 200, String(size));
    }
  },

  "the panel says what each format is, how it is run and how it begins": async (page) => {
    await ready(page);
    await opened(page);
    for (const [name, what] of [
      ["Weights (JSON)", /^\{"checks"/], ["Python (NumPy)", /numpy/], ["Rust", /^\/\//], ["LaTeX", /\\begin/], ["Points (CSV)", /^x,y,/], ["Loss curve (CSV)", /^step,/], ["Text", /=/],
    ]) {
      await choose(page, name);
      const { field } = await until(name, async () => { const now = await panel(page); return what.test(now.field) && now; });
      assert.ok(field.length <= 3001 && field.split("\n").length <= 32, `${name} is cut`);
    }
    await choose(page, "ONNX");
    await until("operators and tensors", async () => /Operators: [\s\S]*Tanh[\s\S]*Tensors: /.test((await panel(page)).said));
    await choose(page, "safetensors");
    await until("shapes", async () => /Tensors: .*\(4 × 2\)/.test((await panel(page)).said));
    await choose(page, "Python (PyTorch)");
    await until("the command", async () => /python model_pytorch\.py --train 50/.test((await panel(page)).said));
  },

  "a run that goes on is said, and taken again by a press": async (page) => {
    await ready(page);
    await opened(page);
    const { step } = await page.call("snapshot");
    await until("the step", async () => (await panel(page)).said.includes(`The run at step ${step}.`));
    await page.call("step", "batch", 4);
    await until("that it went on", async () => (await panel(page)).said.includes(`It is at step ${step + 4} now.`));
    await page.click("Update");
    await until("the new step", async () => (await panel(page)).said.includes(`The run at step ${step + 4}.`));
    const file = JSON.parse(await page.driver.download(() => page.click("Download")));
    assert.equal(file.progress.step, step + 4);
  },

  "Copy copies a text, and bytes as letters; where nothing may be copied the whole text is selected": async (page) => {
    await ready(page);
    await page.driver.evaluate(() => {
      navigator.clipboard.writeText = (text) => { window.taken = text; return Promise.resolve(); };
    });
    await opened(page);
    await choose(page, "Python (NumPy)");
    await page.click("Copy");
    await until("that it was copied", async () => /^Copied/.test((await panel(page)).status));
    const taken = () => page.driver.evaluate(() => window.taken);
    assert.equal(Buffer.from(await taken()).toString("base64"), await given(page, "numpy"));
    await choose(page, "ONNX");
    await page.click("Copy as Base64");
    await until("how it becomes a file", async () => /base64 -d copied\.txt > model\.onnx/.test((await panel(page)).status));
    assert.equal(await taken(), await given(page, "onnx"));
    await page.driver.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new Error("no")); });
    await choose(page, "Weights (JSON)");
    await page.click("Copy");
    await until("what to do", async () => /^Selected/.test((await panel(page)).status));
    const selected = await page.driver.evaluate(() => {
      const { value, selectionStart, selectionEnd } = document.querySelector("#export textarea");
      return value.slice(selectionStart, selectionEnd);
    });
    assert.equal(Buffer.from(selected).toString("base64"), await given(page, "json"));
  },

  "the keyboard alone exports: Enter downloads, arrows choose, Escape goes back": async (page) => {
    await ready(page);
    await page.reveal("Export");
    const file = JSON.parse(await page.driver.download(async () => {
      await page.driver.press("Enter");
      await becomes("the focus", async () => (await panel(page)).focus, "Download");
      await page.driver.press("Enter");
    }));
    assert.equal(file.format, "gradient-playground/model");
    await page.driver.evaluate(() => document.querySelector("#export input:checked").focus());
    await page.driver.press("ArrowRight");
    await until("the next format", async () => /Operators: /.test((await panel(page)).said));
    await page.driver.press("Escape");
    await until("a closed panel", async () => !(await panel(page)).isOpen);
    await becomes("the focus", async () => (await panel(page)).focus, "Export");
  },

  "in a sandboxed frame every format is there to copy, bytes as letters that make the file": async (page, { dist, work }) => {
    await exportInFrame(page, dist, async (state) => {
      await until("ONNX", () => state.evaluate(() => {
        const field = document.querySelector("#export input[aria-label=ONNX]");
        field?.click();
        return Boolean(field);
      }));
      const { said, text } = await until("the letters", () => state.evaluate(() => {
        const root = document.getElementById("export");
        const text = root.querySelector("textarea:not([hidden])")?.value ?? "";
        return /Operators/.test(root.innerText) && text.length > 1000 && { said: root.innerText, text };
      }));
      assert.ok(/base64 -d copied\.txt > model\.onnx/.test(said) && !/saved|asked to save/i.test(said), said);
      await writeFile(join(work, "copied.txt"), text);
      await promisify(execFile)("sh", ["-c", `base64 -d ${join(work, "copied.txt")} > ${join(work, "copied.onnx")}`]);
      assert.ok((await readFile(join(work, "copied.onnx"))).includes("gradient"), "an ONNX file");
    });
  },

  "SVG is well-formed XML with every point, names and units; PNG has its size and is not blank": async (page, { python, work }) => {
    await ready(page, { ...NAMES, count: 120 });
    const { length } = await page.call("points");
    for (const of of OF) {
      const text = await page.call("export", "svg", { of });
      const found = await parsed(page, text);
      assert.ok(found.isXml && found.isWhole && found.title && found.about, `${of}: ${JSON.stringify(found)}`);
      await writeFile(join(work, `picture-${of}.svg`), text);
      await promisify(execFile)(python, ["-c", "import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])", join(work, `picture-${of}.svg`)]);
      if (of === "plot") {
        assert.equal(found.layers.points, length);
        for (const name of ["height (cm)", "weight (kg)", "cat & <dog>", "猫", "120", "220"]) assert.ok(found.texts.includes(name), `${name} in ${found.texts}`);
      }
      if (of === "diagram") assert.equal(found.layers.edges, 2 * 4 + 4 * 2 + 2);
      const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(text).map(Number);
      const url = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
      const drawn = await looked(page, url);
      assert.ok(drawn.colors > 20 && drawn.width === Math.floor(width), `${of}: ${JSON.stringify(drawn)}`);
      for (const scale of [0.5, 2, 3]) {
        const png = await looked(page, `data:image/png;base64,${await given(page, "png", { of, scale })}`);
        assert.deepEqual([png.width, png.height], [Math.round(scale * width), Math.round(scale * height)], of);
        assert.ok(png.colors > 20, `${of} has ${png.colors} colours`);
      }
    }
    const corner = async (theme) => (await looked(page, `data:image/png;base64,${await given(page, "png", theme && { theme })}`)).corner;
    const [light, dark] = [await corner("light"), await corner("dark")];
    assert.ok(Math.min(...light) > 240 && Math.max(...dark) < 60, `${light} ${dark}`);
    await page.choose("Theme", "dark");
    await becomes("the page's theme", () => corner(undefined), dark);
  },

  "pictures of every task are drawn, in Chinese too, and what is no option is refused": async (page) => {
    for (const config of [{ classes: 4, dataset: "rings" }, { task: "regression" }, { task: "curve" }, { hiddenLayers: [], activations: [] }]) {
      await ready(page, config);
      for (const of of OF) {
        const found = await parsed(page, await page.call("export", "svg", { of }));
        assert.ok(found.isXml && !JSON.stringify(found).includes("NaN"), `${JSON.stringify(config)} ${of}`);
      }
    }
    await page.choose("Language", "zh");
    await until("Chinese", async () => (await page.driver.evaluate(() => document.documentElement.lang)) === "zh-Hans");
    const found = await parsed(page, await page.call("export", "svg", { of: "curve" }));
    assert.ok(found.language === "zh-Hans" && found.texts.includes("训练损失"), JSON.stringify(found));
    for (const [options, why] of [
      [{ of: "map" }, /of must be one of plot, diagram, curve, got "map"/], [{ scale: 9 }, /scale must lie between 0\.25 and 4, got 9/],
      [{ theme: "pink" }, /theme must be one of light, dark, got "pink"/], [{ size: 3 }, /size must be one of of, scale, theme, got an unknown key/],
    ]) await assert.rejects(page.call("export", "png", options), why);
    await assert.rejects(page.call("export", "gif"), /format must be one of json, .*, safetensors, png, svg, got gif/);
  },

  "the panel can be used in both languages and on phones, and axe finds nothing in it": async (page, { work }) => {
    const source = await readFile(createRequire(resolve(work, "package.json")).resolve("axe-core/axe.min.js"), "utf8");
    for (const [width, height] of [[1440, 900], [768, 1024], [390, 844], [360, 640]]) {
      for (const [language, menu, name, download] of [["en", "More", "Export", "Download"], ["zh", "更多", "导出", "下载"]]) {
        await page.driver.resize(width, height);
        await page.open(`#v=1&lang=${language}`);
        await page.call("pause");
        await page.driver.evaluate(() => { if (getComputedStyle(document.querySelector(".menu-button")).display !== "none") document.querySelector(".menu-button").click(); });
        await page.click(name);
        await until("the formats", () => page.driver.evaluate(() => document.querySelector("#export .exported textarea") !== null));
        await page.driver.evaluate(() => document.querySelector("#export input[aria-label*=NumPy]").click());
        await page.drawn();
        const file = await page.driver.download(() => page.click(download));
        assert.match(file, /numpy/, `${width} × ${height}, ${menu}`);
        await becomes(`a panel that fits ${width} × ${height}, ${language}`, () => page.driver.evaluate(() => {
          const root = document.getElementById("export");
          const { left, right, top, bottom } = root.getBoundingClientRect();
          return { isInside: left >= 0 && right <= innerWidth + 0.5 && top >= 0 && bottom <= innerHeight + 0.5, isCut: root.scrollWidth > root.clientWidth, page: document.documentElement.scrollWidth <= innerWidth };
        }), { isInside: true, isCut: false, page: true });
        await page.driver.evaluate(source);
        assert.deepEqual(await page.driver.evaluate(audit, TAGS), [], `${width} × ${height}, ${language}`);
      }
    }
  },
};
