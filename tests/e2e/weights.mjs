// That the exported weights are the trained network: an independent numpy script computes the
// checks of the JSON again, from the JSON alone. That weights of other programs come in, as files and as text.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { becomes, until } from "./until.mjs";

const SCRIPT = fileURLToPath(new URL("check_model.py", import.meta.url));

/** What the exports have to cover: each kind of output, some activations and features. */
const CONFIGS = {
  default: {},
  deep: {
    dataset: "spiral", features: ["x1", "x2", "x1^2", "x1*x2", "sin(x2)", "cos(x1)", "r"],
    hiddenLayers: [6, 5, 4], activations: ["gelu", "leaky-relu", "softsign"], optimiser: "adam",
  },
  hinge: { loss: "hinge", hiddenLayers: [3], activations: ["relu"] },
  off: { hiddenLayers: [4, 3], activations: ["sigmoid", "tanh"], off: ["1.2", "1.3<1", "2.1<4", "2.2<b", "3.1<3"] },
  squared: { loss: "squared", hiddenLayers: [], activations: [] },
};

export const tests = {
  "numpy computes the same from the weights JSON": async (page, options) => {
    await page.open();
    const inPage = await page.call("config");
    for (const [name, config] of Object.entries(CONFIGS)) {
      await page.configured({ ...inPage, ...config });
      await page.call("step", "epoch", 20);
      await check(JSON.stringify(await page.call("model")), name, options);
    }
  },

  "weights of another program open by Import and by a call, as initial weights and as one change": async (page, { work }) => {
    await page.open();
    await page.configured({ hiddenLayers: [2], activations: ["tanh"] });
    await page.call("step", "epoch", 2);
    const before = await page.call("snapshot");
    const wanted = [{ weights: [[1, 2], [3, 4]], bias: [5, 6] }, { weights: [[-1, 0.5]], bias: [0.25] }];
    await importFile(page, work, "small.json", { layers: wanted });
    await becomes("what is said", () => said(page), "Opened small.json: its weights are the initial weights now, at step 0. Each row was read as a neuron.");
    assert.deepEqual(await layers(page), wanted);
    const at0 = await page.call("snapshot");
    assert.equal(at0.step, 0);
    assert.ok((await page.call("config")).weights, "the key says which they are");
    await page.click("Undo");
    await until("the run before", async () => (await page.call("snapshot")).checksum === before.checksum);
    // A square matrix is never turned by its shape: the names alone say what a row is.
    await importFile(page, work, "sklearn.json", { coefs_: [[[1, 3], [2, 4]], [[-1], [0.5]]], intercepts_: [[5, 6], [0.25]] });
    await becomes("what is said", () => said(page), "Opened sklearn.json: its weights are the initial weights now, at step 0. Each row of coefs_ was read as an input.");
    assert.deepEqual(await layers(page), wanted);
    await page.call("step", "epoch", 1);
    await page.call("loadModel", { "fc.0.weight": wanted[0].weights, "fc.0.bias": wanted[0].bias, "fc.2.weight": wanted[1].weights, "fc.2.bias": wanted[1].bias });
    assert.deepEqual([await layers(page), (await page.call("snapshot")).checksum], [wanted, at0.checksum]);
    // What does not fit is told by layer and shape, and changes nothing.
    await importFile(page, work, "wide.json", { layers: [{ weights: [[1, 2, 3], [4, 5, 6]], bias: [1, 2] }, wanted[1]] });
    await becomes("the refusal", () => said(page), "layers[0].weights must be 2 × 2, neurons × inputs (found 2 × 3).");
    assert.deepEqual(await layers(page), wanted);
    const refused = await page.driver.evaluate(() => window.playground.loadModel({ layers: [] }).then(() => "", (error) => error.message));
    assert.equal(refused, "layers must be 2 layers of weights, 2 × 2, 1 × 2 (neurons × inputs), got 0");
  },

  "a matrix that is pasted for a layer is told as it is read, used by a button, and one change": async (page) => {
    await page.open();
    await page.configured({ hiddenLayers: [2], activations: ["tanh"] });
    await page.call("step", "epoch", 2);
    const [before] = await layers(page);
    const { step } = await page.call("snapshot");
    await page.click("Weights");
    await page.click("As text");
    await becomes("what is there", () => reading(page), "The layer has these numbers.");
    for (const [text, words] of [
      ["[[1, 2], [3, x]]", "Row 2, column 2 must be a number such as −0.5 or 3e-2, but is “x”."],
      ["1\t2\n3", "All rows must be of one length: row 2 has 1, the first has 2."],
      ["1 2", "It must be 2 × 2 (neurons × inputs), or 2 × 3 with biases, but is 1 × 2."],
      ["1,5\n2,5", "Row 1: “1,5” can be one number or two. Write a decimal point, or separate numbers by a semicolon or tab."],
    ]) {
      await paste(page, text);
      await becomes(`what is wrong with ${text}`, () => reading(page), words);
      await until("a button that cannot be pressed", () => page.driver.evaluate(() => [...document.querySelectorAll("button")].some((it) => it.textContent === "Set weights" && it.disabled)));
    }
    assert.deepEqual((await layers(page))[0], before);
    await paste(page, "array([[ 0.5 , -1.  ],\n       [ 2.  ,  0.25]])");
    await becomes("how it was read", () => reading(page), "Reads as 2 × 2 without biases, which stay. Neuron 1.1: x₁ 0.5000, x₂ −1.0000.");
    await page.click("Set weights");
    await becomes("the layer", async () => (await layers(page))[0], { weights: [[0.5, -1], [2, 0.25]], bias: before.bias });
    await becomes("what is said of it", () => reading(page), "The layer has these numbers.");
    assert.equal((await page.call("snapshot")).step, step, "training goes on from there");
    // Cells of a spreadsheet with decimal commas, the bias first, as in the table.
    await paste(page, "0,5\t−1,5\t2\r\n0,25\t3\t4\r\n");
    await becomes("how it was read", () => reading(page), "Reads as 2 × 2 with biases. Neuron 1.1: bias 0.5000, x₁ −1.5000, x₂ 2.0000.");
    await page.click("The bias comes last");
    await becomes("the bias behind", () => reading(page), "Reads as 2 × 2 with biases. Neuron 1.1: bias 2.0000, x₁ 0.5000, x₂ −1.5000.");
    await page.click("Set weights");
    await becomes("the layer", async () => (await layers(page))[0], { weights: [[0.5, -1.5], [0.25, 3]], bias: [2, 4] });
    await page.click("Undo");
    await page.click("Undo");
    await becomes("the layer before", async () => (await layers(page))[0], before);
  },

  "cells that are pasted into the table open as the layer's text, and Escape leaves the table": async (page) => {
    await page.open();
    await page.configured({ hiddenLayers: [2], activations: ["tanh"] });
    await page.click("Weights");
    const pasteInto = (name, text) => page.driver.evaluate(({ name, text }) => {
      const field = [...document.querySelectorAll("table input")].find((input) => input.ariaLabel === name);
      field.focus();
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      return field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, data: text, dataType: "text/plain", bubbles: true, cancelable: true }));
    }, { name, text });
    await page.element("Bias of neuron 1.1");
    assert.equal(await pasteInto("Bias of neuron 1.1", "0.5\n"), true, "one number is for the field");
    assert.equal(await pasteInto("Bias of neuron 1.1", "0.5\t1\t2\n0.25\t3\t4"), false, "more numbers are not");
    await becomes("how it was read", () => reading(page), "Reads as 2 × 2 with biases. Neuron 1.1: bias 0.5000, x₁ 1.0000, x₂ 2.0000.");
    await reach(page);
    // By keys alone: what is copied there comes back by another field.
    await page.driver.press("Control+c");
    await page.driver.press("Escape");
    await page.element("Bias of neuron 1.1");
    await page.reveal("Weight x₁ → neuron 1.2");
    await page.driver.press("Control+v");
    await becomes("how it was read", () => reading(page), "Reads as 2 × 2 with biases. Neuron 1.1: bias 0.5000, x₁ 1.0000, x₂ 2.0000.");
    await reach(page);
    await page.driver.press("Escape");
    await page.element("Bias of neuron 1.1");
    assert.equal(await reading(page), null);
    await page.driver.press("Escape");
  },

  "the Export button downloads the weights JSON": async (page, options) => {
    await page.open();
    await page.call("pause");
    await page.call("step", "epoch", 5);
    const text = await page.exported();
    const expected = await page.call("model");
    assert.deepEqual(JSON.parse(text).layers, expected.layers, "layers in the downloaded file");
    await check(text, "download", options);
  },
};

/** Opens a file of this content by the Import button. */
async function importFile(page, work, name, content) {
  const path = join(work, name);
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  await page.driver.choose(() => page.click("Import"), path);
}

/** What the page says of what was done, or refused. */
const said = (page) => page.driver.evaluate(() => document.querySelector(".notices p")?.textContent ?? null);

/** Writes into the layer's text as a paste does. */
const paste = async (page, text) => {
  await reach(page);
  await page.driver.evaluate((text) => { document.execCommand("insertText", false, text); }, text);
};

/** Gives the layer's text the focus, and selects all of it. */
const reach = (page) => until("the layer as text", () => page.driver.evaluate(() => {
  const field = [...document.querySelectorAll("textarea")].find((it) => it.ariaLabel === "Weights of this layer as text");
  field?.focus();
  field?.select();
  return document.activeElement === field;
}));

/** What is said below the layer's text. */
const reading = (page) => page.driver.evaluate(() => document.getElementById("matrix-said")?.textContent ?? null);

/** The layers of the network at work. */
const layers = async (page) => (await page.call("model")).layers.map(({ weights, bias }) => ({ weights, bias }));

async function check(text, name, { python, work }) {
  const path = join(work, `model-${name}.json`);
  await writeFile(path, text);
  await promisify(execFile)(python, [SCRIPT, path]).catch((error) => {
    throw new Error(`check_model.py on ${path}: ${error.stdout}${error.stderr}`);
  });
}
