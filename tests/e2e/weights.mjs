// That the exported weights are the trained network: an independent numpy script computes the
// checks of the JSON again, from the JSON alone.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

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

  "the Export button downloads the weights JSON": async (page, options) => {
    await page.open();
    await page.call("pause");
    await page.call("step", "epoch", 5);
    const text = await page.driver.download(() => exportModel(page));
    const expected = await page.call("model");
    assert.deepEqual(JSON.parse(text).layers, expected.layers, "layers in the downloaded file");
    await check(text, "download", options);
  },
};

async function exportModel(page) {
  await page.click("Export");
}

async function check(text, name, { python, work }) {
  const path = join(work, `model-${name}.json`);
  await writeFile(path, text);
  await promisify(execFile)(python, [SCRIPT, path]).catch((error) => {
    throw new Error(`check_model.py on ${path}: ${error.stdout}${error.stderr}`);
  });
}
