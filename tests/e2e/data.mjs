// Own data: a table that comes as a file, two files, a drop or a paste becomes points by one act that can be undone; what is guessed can
// be chosen, and what is no table changes nothing. Names and units of the data stand everywhere.
import assert from "node:assert/strict";
import { join } from "node:path";
import { DATA, FLOWERS, READY, all, bring, bringText, choose, isClosed, opened, said, says, seen, use } from "./own_data.mjs";
import { becomes, eventually, until } from "./until.mjs";

export const tests = {
  "a table by Import: 5,300 rows become 5,000 points by one act, train live, and Undo brings the old ones back": async (page) => {
    await opened(page);
    const before = await page.call("points");
    await bring(page, join(DATA, "banana.csv"));
    await says(page, "5,000 of 5,300 rows, drawn evenly from each class");
    assert.deepEqual(await page.call("points"), before, "nothing changes before somebody says so");
    await use(page, 5000);
    const config = await page.call("config");
    assert.deepEqual([config.dataset, config.task, config.classes, config.classNames], ["own", "classification", 2, ["-1", "1"]]);
    const points = await page.call("points");
    // Of 2,924 and 2,376 rows.
    assert.deepEqual([1, 2].map((label) => points.filter((point) => point.label === label).length), [2758, 2242]);
    await until("what was done", async () => (await seen(page, ".notices")).includes("On the plot: 5,000 points, 1,000 of them for test, from banana.csv."));
    await page.call("play");
    const first = (await page.call("snapshot")).step;
    await until("a training run", async () => (await page.call("snapshot")).step > first + 100);
    await page.call("pause");
    await page.click("Undo");
    await becomes("the points from before", () => page.call("points"), before);
    assert.equal((await page.call("config")).dataset, "circle");
  },

  "two files at once are training and test points, whichever comes first, and change places": async (page) => {
    await opened(page);
    await bring(page, join(READY, "ripley-synth-test.csv"), join(READY, "ripley-synth-train.csv"));
    await says(page, "1,250 points, 1,000 of them for test");
    await until("which file is which", async () => /ripley-synth-train\.csv, 250 rows\s*Training\s*ripley-synth-test\.csv, 1,000 rows\s*Test/.test(await said(page)));
    await page.click("Swap training and test");
    await says(page, "1,250 points, 250 of them for test");
    await page.click("Swap training and test");
    await says(page, "1,250 points, 1,000 of them for test");
    await use(page, 1250);
    const points = await page.call("points");
    assert.equal(points.filter((point) => point.test).length, 1000);
    const { axisNames, classNames } = await page.call("config");
    assert.deepEqual([axisNames.slice(0, 2), classNames], [["xs", "ys"], ["0", "1"]]);
  },

  "a table that is dropped or pasted opens; a model that is dropped is loaded": async (page) => {
    await opened(page);
    await page.driver.evaluate(drag, "dragenter");
    await until("a place to drop", async () => (await seen(page, "#drop-target")).includes("Drop a table"));
    await page.driver.evaluate(drop, { name: "flowers.csv", text: FLOWERS });
    await says(page, "40 points");
    await until("no place to drop", async () => (await seen(page, "#drop-target")) === "");
    await page.driver.press("Escape");
    await isClosed(page);
    await page.driver.evaluate(paste, FLOWERS.replaceAll(",", "\t"));
    await says(page, "Pasted text, 40 rows");
    await use(page, 40);
    assert.deepEqual((await page.call("config")).classNames, ["setosa", "virginica"]);

    await page.call("step", "batch", 3);
    const model = JSON.stringify(await page.call("model"));
    await page.call("step", "batch", 2);
    await page.driver.evaluate(drop, { name: "model.json", text: model });
    await until("the model", async () => (await page.call("snapshot")).step === 3);
    await page.call("step", "batch", 2);
    await page.driver.evaluate(drop, { name: "model.txt", text: model });
    await until("the model by another name", async () => (await page.call("snapshot")).step === 3);
    await isClosed(page);
  },

  "a text is pasted into the dialog's field, which is how a phone does it": async (page) => {
    await opened(page);
    await page.click("Your own data…");
    await page.element("Or paste a table");
    await page.driver.evaluate((text) => { document.getElementById("importing-text").value = text; }, FLOWERS);
    await page.click("Read it");
    await says(page, "Pasted text, 40 rows");
    await page.click("Other data…");
    await page.element("Or paste a table");
    await page.driver.press("Escape");
    await isClosed(page);
    await becomes("the focus back where it was", () => page.driver.evaluate(() => document.activeElement?.textContent), "Your own data…");
  },

  "Chinese class names in GB18030 are read as such, and accents in Windows-1252": async (page, { work }) => {
    await opened(page);
    const rows = Array.from({ length: 12 }, (_, i) => `${i / 2},${i % 3},${i % 2 ? "红色" : "蓝色"}`);
    await bringText(page, work, "chinese.csv", gb18030(["身高,体重,种类", ...rows].join("\r\n")));
    await says(page, "红色: 6");
    assert.equal(await page.driver.evaluate(() => document.getElementById("importing-encoding").value), "gb18030");
    await choose(page, "encoding", "windows-1252");
    await until("signs instead", async () => !(await said(page)).includes("红色"));
    await choose(page, "encoding", "gb18030");
    await says(page, "红色: 6");
    await use(page, 12);
    const { axisNames, classNames } = await page.call("config");
    assert.deepEqual([axisNames.slice(0, 2), [...classNames].sort()], [["身高", "体重"], ["红色", "蓝色"].sort()]);
    await until("the name of the axis", async () => (await seen(page, ".axis-name.across")) === "身高");

    const western = ["Größe;Länge;Prüfung", ...Array.from({ length: 8 }, (_, i) => `${i},5;${i % 3};${i % 2 ? "für" : "gegen"}`)].join("\n");
    await bringText(page, work, "western.csv", Buffer.from(western, "latin1"));
    await says(page, "für: 4");
    assert.equal(await page.driver.evaluate(() => document.getElementById("importing-encoding").value), "windows-1252");
  },

  "decimal commas are read; another column, task and scaling can be chosen": async (page) => {
    await opened(page);
    await bring(page, join(DATA, "Daten_Lineare_Regression.csv"));
    await says(page, "100 points");
    const read = () => page.driver.evaluate(() => ["separator", "decimal", "header"].map((menu) => document.getElementById(`importing-${menu}`).value));
    assert.deepEqual(await read(), ["semicolon", "comma", "yes"]);
    await choose(page, "task", "curve");
    await choose(page, "x", "1");
    await choose(page, "label", "0");
    await says(page, "100 points");
    await until("the names along the axes", async () => /X1/.test(await seen(page, ".importing .axis-name.across")));
    await choose(page, "fit", "each");
    await use(page, 100);
    const { task, axisNames, scaling } = await page.call("config");
    assert.deepEqual([task, axisNames[0], axisNames.at(-1)], ["curve", "X1", "Y"]);
    assert.ok(scaling.scale[0] > 0 && scaling.mean[1] === scaling.mean[2], JSON.stringify(scaling));
  },

  "what is no table changes nothing and says why": async (page, { work }) => {
    await opened(page);
    await page.call("step", "batch", 5);
    const before = await all(page);
    for (const [name, bytes, why] of [
      ["picture.png", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), /picture\.png is neither a table nor a model/],
      ["empty.csv", "", /file/i],
      ["novel.txt", "It was the best of times,\nit was the worst of times.\n", /number/i],
      ["one.csv", "x,y,class\n1,2,a\n2,3,a\n", /class/i],
    ]) {
      await bringText(page, work, name, bytes);
      await until(`why ${name} is not used`, async () => why.test(await seen(page, ".importing-why")));
      const isOffered = await page.driver.evaluate(() => [...document.querySelectorAll(".importing button")].some((button) => button.innerText === "Use these points" && !button.disabled));
      assert.equal(isOffered, false, name);
      await page.click("Cancel");
      await isClosed(page);
    }
    assert.deepEqual(await all(page), before);
  },

  "axes, read-outs, legend, tools and the confusion matrix have the names and units of the data": async (page, { work }) => {
    await opened(page);
    await bringText(page, work, "flowers.csv", FLOWERS);
    await says(page, "40 points");
    await choose(page, "fit", "each");
    await use(page, 40);
    const { scaling } = await page.call("config");
    await until("the names of the axes", async () => (await seen(page, ".axis-name.across")) === "length (cm)" && (await seen(page, ".axis-name.up")) === "width (cm)");
    await eventually(async () => {
      const ticks = await page.driver.evaluate(() => {
        const plot = document.querySelector(".output .plot").getBoundingClientRect();
        return [...document.querySelectorAll(".output .axis.across span")].map((tick) => {
          const box = tick.getBoundingClientRect();
          return [Number(tick.innerText.replace("−", "-")), ((box.left + box.right) / 2 - plot.left) / plot.width];
        });
      });
      assert.ok(ticks.length >= 3, JSON.stringify(ticks));
      for (const [value, share] of ticks.slice(1, -1)) {
        const plane = (value - scaling.mean[0]) / scaling.scale[0];
        assert.ok(Math.abs((plane + 6) / 12 - share) < 0.01, `${value} stands at ${share}`);
      }
    });
    await until("the legend", async () => /setosa[\s\S]*virginica/.test(await seen(page, ".scale")));
    await page.element("Class 1 (setosa)");
    await page.driver.evaluate(() => document.querySelector(".output .face").focus());
    await page.driver.press("ArrowRight");
    await until("a class, and a place in centimetres", async () => /^(setosa|virginica), [<>\d\s]+% {2}length \(cm\) [\d.]+ {2}width \(cm\) [\d.]+$/.test(await page.driver.evaluate(() => document.querySelector(".readout").textContent)));
    await page.call("view", { curveShows: "accuracy" });
    await until("the names in the confusion matrix", async () => {
      const heads = await page.driver.evaluate(() => [...document.querySelectorAll(".confusion tbody th")].map((head) => head.innerText));
      return heads.join() === "setosa,virginica";
    });
    await becomes("what x₁ is", () => page.driver.evaluate(() => [...document.querySelectorAll(".features .tog")].find((button) => button.innerText === "x₁").title), "x₁ = length (cm)");
    // Names are those of the points that came with them.
    await page.driver.evaluate(() => document.querySelector("input[name=dataset][value=xor]").click());
    await until("plain axes", async () => (await seen(page, ".axis-name.across")) === "x₁");
    await page.click("Undo");
    await until("the names again", async () => (await seen(page, ".axis-name.across")) === "length (cm)");
  },

  "a set from the literature is one click, with what to see in it": async (page) => {
    await opened(page);
    await page.click("Your own data…");
    await says(page, "Cambridge University Press");
    await page.click("Anscombe’s quartet II");
    await isClosed(page);
    await until("its points", async () => (await page.call("points")).length === 11);
    assert.equal((await page.call("config")).task, "curve");
    await until("what to see", async () => /bow/.test(await seen(page, ".notices")));
  },

  "the dialog fits a phone, keeps the Tab key, and speaks Chinese": async (page, { work }) => {
    await opened(page);
    await bringText(page, work, "flowers.csv", FLOWERS);
    await says(page, "40 points");
    for (const [width, height] of [[390, 844], [360, 640], [768, 1024], [1440, 900], [1280, 720]]) {
      await page.driver.resize(width, height);
      await eventually(async () => {
        const { inSight, wide, cut } = await page.driver.evaluate(lookAtDialog);
        assert.ok(inSight && wide <= 0 && cut.length === 0, `${width} × ${height}: ${JSON.stringify({ inSight, wide, cut })}`);
      });
    }
    for (let n = 0; n < 30; n += 1) {
      await page.driver.press(n < 20 ? "Tab" : "Shift+Tab");
      assert.ok(await page.driver.evaluate(() => document.querySelector(".importing").contains(document.activeElement)), `after ${n} presses`);
    }
    await page.driver.press("Escape");
    await isClosed(page);
    await page.choose("Language", "zh");
    await page.click("自己的数据…");
    await says(page, "使用自己的数据");
  },
};

/** Runs in the page: whether the dialog's buttons are in sight, how much it is too wide, and which names in its picture are cut. */
function lookAtDialog() {
  const inSight = [...document.querySelectorAll(".importing-foot button")].every((button) => {
    const box = button.getBoundingClientRect();
    return box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight && box.width > 0;
  });
  const body = document.querySelector(".importing-body");
  const box = document.querySelector(".importing-seen").getBoundingClientRect();
  const cut = [...document.querySelectorAll(".importing-seen .axis span, .importing-seen .axis-name")].filter((span) => {
    const { left, right, top, bottom } = span.getBoundingClientRect();
    const isOut = left < box.left - 1 || right > box.right + 1 || top < box.top - 1 || bottom > box.bottom + 1;
    return isOut || span.scrollWidth > span.clientWidth + 1 && getComputedStyle(span).overflow !== "visible";
  }).map((span) => span.textContent);
  return { inSight, wide: body.scrollWidth - body.clientWidth, cut };
}

/** Runs in the page: something is dragged over it. */
function drag(type) {
  const data = new DataTransfer();
  data.items.add(new File(["1,2"], "dragged.csv"));
  document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
}

/** Runs in the page: a file is dropped onto it. */
function drop({ name, text }) {
  const data = new DataTransfer();
  data.items.add(new File([text], name));
  document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}

/** Runs in the page: a text is pasted where nothing has the focus. */
function paste(text) {
  document.activeElement?.blur();
  const data = new DataTransfer();
  data.setData("text/plain", text);
  // Firefox takes no other clipboard, but a text for its own.
  const own = { dataType: "text/plain", data: text };
  document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, ...own, bubbles: true, cancelable: true }));
}

/** A text in GB18030, as far as two bytes a character go. */
function gb18030(text) {
  const decoder = new TextDecoder("gb18030");
  const bytes = new Map();
  for (let high = 0xb0; high < 0xf8; high += 1) {
    for (let low = 0xa1; low < 0xff; low += 1) bytes.set(decoder.decode(Uint8Array.of(high, low)), [high, low]);
  }
  return Buffer.from([...text].flatMap((c) => (c < "\x80" ? [c.charCodeAt(0)] : bytes.get(c))));
}
