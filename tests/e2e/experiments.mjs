// Runs that a visitor keeps in the browser under a name: kept, opened, renamed, deleted, within limits that are told.
import assert from "node:assert/strict";
import { becomes, until } from "./until.mjs";

const PANEL = "#experiments";
const said = (page) => page.driver.evaluate((panel) => document.querySelector(`${panel} [role=status]`)?.textContent ?? "", PANEL);
const names = (page) => page.driver.evaluate((panel) => [...document.querySelectorAll(`${panel} li b`)].map((name) => name.textContent), PANEL);
const isOpen = (page) => page.driver.evaluate((panel) => !document.querySelector(panel).hidden, PANEL);

/** Runs in the page: puts so many experiments of this size into the database. */
function fill({ n, size }) {
  return new Promise((resolve) => {
    const open = indexedDB.open("gradient-playground");
    open.onsuccess = () => {
      const work = open.result.transaction(["about", "bytes"], "readwrite");
      for (let at = 0; at < n; at += 1) {
        const id = `experiment/${at}`;
        work.objectStore("about").put({ id, name: `Number ${at}`, at, size, epoch: 1, loss: 0.5 }, id);
        work.objectStore("bytes").put("{}", id);
      }
      work.oncomplete = () => { open.result.close(); resolve(); };
    };
  });
}

/** Opens the panel with its list. */
async function openPanel(page) {
  await page.click("Experiments");
  await page.element("Keep this run");
}

export const tests = {
  "a run is kept under a name, opened after a reload, renamed and deleted": async (page) => {
    await page.open("#v=1&dataset=moons&hiddenLayers=5");
    await page.call("step", "epoch", 6);
    const { checksum } = await page.call("snapshot");
    await openPanel(page);
    await page.type("Name", "First try\n");
    await until("that it is kept", async () => /Kept as First try/.test(await said(page)));
    await becomes("the list", () => names(page), ["First try"]);
    // Without a name it is called after what it is.
    await page.call("step", "epoch", 1);
    await page.click("Keep this run");
    await becomes("both", () => names(page), ["Moons, epoch 7", "First try"]);
    await page.driver.press("Escape");
    await becomes("a closed panel", () => isOpen(page), false);
    await page.driver.goto("about:blank");
    await page.open("#v=1&dataset=xor");
    await page.call("step", "epoch", 2);
    const other = await page.call("snapshot");
    await openPanel(page);
    await page.click("Open First try");
    await becomes("the run", async () => (await page.call("snapshot")).checksum, checksum);
    await page.reach("paused");
    await becomes("a closed panel", () => isOpen(page), false);
    assert.equal((await page.call("config")).dataset, "moons");
    await page.click("Undo");
    await becomes("the run before", async () => (await page.call("snapshot")).checksum, other.checksum);
    await openPanel(page);
    await page.click("Rename First try");
    await page.type("New name of First try", "Second\n");
    await becomes("the new name", () => names(page), ["Moons, epoch 7", "Second"]);
    await page.click("Rename Second");
    await page.reveal("New name of Second");
    await page.driver.press("Escape");
    await until("no field", async () => !(await page.has("New name of Second")));
    assert.ok(await isOpen(page), "Escape in the field leaves the panel open");
    await page.click("Delete Second");
    await page.click("Delete Second for good");
    await becomes("one", () => names(page), ["Moons, epoch 7"]);
    await until("that it is deleted", async () => /Second was deleted/.test(await said(page)));
  },

  "where there is no room, or nothing can be kept, the panel says what to do": async (page) => {
    await page.open("#v=1");
    await openPanel(page);
    await page.click("Keep this run");
    await until("the first", async () => (await names(page)).length === 1);
    for (const limits of [{ n: 50, size: 100 }, { n: 1, size: 19_999_999 }]) {
      await page.driver.evaluate(fill, limits);
      // What was said before is not said any more.
      await page.driver.press("Escape");
      await becomes("a closed panel", () => isOpen(page), false);
      await openPanel(page);
      await becomes("nothing said", () => said(page), "");
      await page.click("Keep this run");
      await until("the reason", async () => /no room: at most 50 runs and 20 MB/.test(await said(page)));
    }
    await page.renew();
    await page.driver.before(() => Object.defineProperty(window, "indexedDB", { get() { throw new DOMException("denied", "SecurityError"); } }));
    await page.open("#v=1&lang=zh");
    await page.click("我的实验");
    await page.click("保存当前训练");
    await until("the reason", async () => /存储空间被禁用或已满.*导出/s.test(await said(page)));
  },

  "an experiment that was damaged is refused in words, and the run stays": async (page) => {
    await page.open("#v=1");
    await openPanel(page);
    await page.click("Keep this run");
    await until("the first", async () => (await names(page)).length === 1);
    await page.driver.evaluate(fill, { n: 1, size: 2 });
    const { checksum } = await page.call("step", "epoch", 1);
    await page.driver.press("Escape");
    await openPanel(page);
    await page.click("Open Number 0");
    await page.element("Not changed:");
    assert.equal((await page.call("snapshot")).checksum, checksum);
  },

  "an embed offers no experiments": async (page) => {
    await page.open("?embed#v=1");
    assert.ok(!(await page.has("Experiments")));
  },
};
