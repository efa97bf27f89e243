// Who comes back: a run survives a reload, Back and the next visit; a new link starts anew; tabs do not disturb each other; where
// nothing can be kept the page says so and works without.
import assert from "node:assert/strict";
import { Page } from "./page.mjs";
import { becomes, until } from "./until.mjs";

const LINK = "#v=1&dataset=xor&hiddenLayers=3,2";
const KEPT = "Your last visit";
const text = (page) => page.driver.evaluate(() => document.body.innerText);

/** Loads the page again, as a visitor does, and waits until it can be used. */
async function reload(page) {
  await page.driver.evaluate(() => { window.isOld = true; location.reload(); });
  await usable(page);
}

async function usable(page) {
  await until("a new page", () => page.driver.evaluate(() => !window.isOld && Boolean(window.playground)).catch(() => false));
  await until("a usable page", async () => ["running", "paused", "diverged"].includes(await page.state().catch(() => null)));
}

/** Another tab of the same profile, at this address. */
async function tab(page, fragment) {
  const other = new Page(await page.driver.beside(), page.server, null);
  await other.open(fragment);
  return other;
}

/** What of a run must be the same afterwards. */
async function run(page) {
  const { step, epoch, trainLoss, testLoss, checksum } = await page.call("snapshot");
  const { record, config } = await page.call("model");
  return { step, epoch, trainLoss, testLoss, checksum, config, losses: record.losses };
}

/**
 * Waits until the browser keeps the run as it is: that is done in the moment after an act, and nothing more is written after so many
 * looks, between which the worker answers and the page draws.
 */
async function isKept(page) {
  const LOOKS = 10;
  let [last, nSame] = ["", 0];
  await until("a kept run", async () => {
    await page.call("snapshot");
    await page.drawn();
    const now = JSON.stringify((await kept(page)).filter(({ size }) => size > 0).map(({ id, at, size }) => [id, at, size]));
    nSame = now === last && now !== "[]" ? nSame + 1 : 0;
    last = now;
    return nSame >= LOOKS;
  });
}

/** The entries of the database. */
const kept = (page) => page.driver.evaluate(read);

/** Runs in the page: what the database says of each entry. */
function read() {
  return new Promise((resolve) => {
    const open = indexedDB.open("gradient-playground");
    open.onupgradeneeded = () => open.transaction.abort();
    open.onerror = () => resolve([]);
    open.onsuccess = () => {
      const all = open.result.transaction("about").objectStore("about").getAll();
      all.onsuccess = () => { open.result.close(); resolve(all.result); };
    };
  });
}

/** Runs in the page: changes what the database holds. `how` names the damage. */
function damage(how) {
  return new Promise((resolve, reject) => {
    const open = indexedDB.open("gradient-playground");
    open.onerror = reject;
    open.onsuccess = () => {
      const work = open.result.transaction(["about", "bytes"], "readwrite");
      const [about, bytes] = ["about", "bytes"].map((name) => work.objectStore(name));
      bytes.getAllKeys().onsuccess = ({ target: { result: keys } }) => {
        for (const key of keys) {
          bytes.get(key).onsuccess = ({ target: { result: packed } }) => {
            if (how === "edited") packed[packed.length >> 1] ^= 1;
            if (how === "cut off") packed = packed.slice(0, packed.length >> 1);
            if (how === "replaced") packed = { step: 1e9 };
            bytes.put(packed, key);
          };
          about.get(key).onsuccess = ({ target: { result: facts } }) => {
            if (how === "of another version") about.put({ ...facts, form: "another" }, key);
          };
        }
      };
      work.oncomplete = () => { open.result.close(); resolve(); };
    };
  });
}

export const tests = {
  "a paused run is where it was after a reload: weights, counters, curve and undo": async (page) => {
    await page.open(LINK);
    await page.call("step", "epoch", 5);
    await page.call("configure", { learningRate: 0.2 });
    await page.click("Step");
    await until("one more step", async () => (await page.call("snapshot")).step > 5 * 25);
    const before = await run(page);
    await isKept(page);
    await reload(page);
    assert.deepEqual(await run(page), before);
    assert.equal(await page.state(), "paused");
    await page.idle();
    assert.ok(!(await page.has(KEPT)), "who reloads knows what is there");
    await page.click("Undo");
    await becomes("the rate before", async () => (await page.call("config")).learningRate, 0.03);
    // It goes on as if it had never been left.
    await page.click("Redo");
    await becomes("the rate after", async () => (await page.call("config")).learningRate, 0.2);
    await page.call("step", "epoch", 2);
    const { checksum } = await page.call("snapshot");
    await isKept(page);
    await reload(page);
    assert.equal((await page.call("snapshot")).checksum, checksum);
  },

  "an edit of a point and a look survive a reload": async (page) => {
    await page.open("#v=1&dataset=xor&count=20&noise=0");
    await page.call("step", "batch", 7);
    await page.click("Slope field");
    await page.clickPlane(0, 5.7);
    await becomes("own points", async () => (await page.call("config")).dataset, "own");
    const before = await run(page);
    await until("the look in the address", () => page.driver.evaluate(() => location.hash.includes("slopeField=false")));
    await isKept(page);
    await reload(page);
    assert.deepEqual(await run(page), before);
    assert.ok((await page.driver.evaluate(() => location.hash)).includes("slopeField=false"));
  },

  "a run that plays is back at its last checkpoint, and paused": async (page) => {
    await page.open(LINK);
    await page.call("play");
    // How often a checkpoint comes is the worker's affair, and tested there: here, that the last one is what comes back.
    let last = 0;
    for (let n = 0; n < 3; n += 1) {
      const { step } = await page.call("snapshot");
      last = await until("a checkpoint from after this step", async () => {
        const [{ at }] = await kept(page).then((all) => (all.length ? all : [{ at: 0 }]));
        return at > last && (await page.call("snapshot")).step > step && at;
      });
    }
    const before = await page.call("snapshot");
    await reload(page);
    const { step, checksum } = await page.call("snapshot");
    assert.ok(step > before.step / 3, `${step} of ${before.step}: three checkpoints later most of the run must be kept`);
    assert.equal(await page.state(), "paused");
    // Nobody knows how far the page trained while it was left, but each step has one state only.
    await page.renew();
    await page.open(LINK);
    await page.call("step", "batch", step);
    assert.equal((await page.call("snapshot")).checksum, checksum);
  },

  "Back from elsewhere brings the run back; the same link typed anew starts at step 0": async (page) => {
    await page.open(LINK);
    await page.call("step", "epoch", 3);
    const before = await run(page);
    await isKept(page);
    await page.driver.goto("about:blank");
    await page.driver.evaluate(() => history.back());
    await usable(page);
    assert.deepEqual(await run(page), before);
    await page.driver.goto("about:blank");
    await page.open(LINK);
    assert.equal((await page.call("snapshot")).step, 0, "an address that is typed is a new start");
  },

  "a new tab with a link starts at step 0, and one without has settings and run of the last visit": async (page) => {
    if (!page.driver.beside) return console.log("  not tried: this browser's driver has one tab");
    await page.open();
    await page.call("pause");
    const { checksum: initial } = await page.call("reset");
    await page.call("configure", { learningRate: 0.2, hiddenLayers: [3] });
    await page.call("step", "epoch", 4);
    const before = await run(page);
    await isKept(page);
    const linked = await tab(page, "#v=1&hiddenLayers=3&learningRate=0.2");
    assert.equal((await linked.call("snapshot")).step, 0);
    const again = await tab(page, "");
    assert.deepEqual(await run(again), before);
    assert.equal(await again.state(), "paused");
    assert.match((await again.element(KEPT)).text, /Settings and run of your last visit were restored/);
    await again.click("Restore defaults");
    await becomes("defaults", async () => {
      const [{ learningRate, hiddenLayers }, { step, checksum }] = [await again.call("config"), await again.call("snapshot")];
      return { learningRate, hiddenLayers, step, checksum };
    }, { learningRate: 0.03, hiddenLayers: [4, 2], step: 0, checksum: initial });
    await until("no card", async () => !(await again.has(KEPT)));
    await again.click("Undo");
    await becomes("what was restored", async () => (await run(again)).checksum, before.checksum);
    assert.equal((await again.call("config")).learningRate, 0.2);
    again.assertClean();
    linked.assertClean();
  },

  "a duplicated tab goes on from the same run, and neither writes over the other's": async (page) => {
    if (!page.driver.beside) return console.log("  not tried: this browser's driver has one tab");
    await page.open(LINK);
    await page.call("step", "epoch", 3);
    const before = await run(page);
    await isKept(page);
    const [id, state] = await page.driver.evaluate(() => [sessionStorage.getItem("gradient-playground-tab"), history.state]);
    // As a browser duplicates a tab: its words and its entry of the history are copied.
    const other = await tab(page, LINK);
    await other.driver.evaluate(({ id, state }) => {
      sessionStorage.setItem("gradient-playground-tab", id);
      history.replaceState(state, "");
    }, { id, state });
    await reload(other);
    assert.deepEqual(await run(other), before);
    await other.call("step", "epoch", 2);
    await page.call("step", "epoch", 1);
    const [mine, its] = [await run(page), await run(other)];
    assert.notEqual(await other.driver.evaluate(() => sessionStorage.getItem("gradient-playground-tab")), id);
    await until("both", async () => (await kept(page)).length >= 2);
    await Promise.all([isKept(page), isKept(other)]);
    await Promise.all([reload(page), reload(other)]);
    assert.deepEqual([await run(page), await run(other)], [mine, its]);
  },

  "where nothing can be stored the page says so once, in both languages, and works": async (page) => {
    const block = () => {
      const denied = { get() { throw new DOMException("denied", "SecurityError"); } };
      for (const name of ["localStorage", "sessionStorage", "indexedDB"]) Object.defineProperty(window, name, denied);
    };
    await page.driver.before(block);
    // The cards alone: what a screen reader hears comes at its own rate.
    const cards = () => page.driver.evaluate(() => document.querySelector(".notices")?.innerText ?? "");
    for (const [lang, words] of [["en", /does not keep the run.*Export/s], ["zh", /无法保存训练进度.*导出/s]]) {
      await page.driver.goto("about:blank");
      await page.open(`#v=1&lang=${lang}`);
      await page.call("step", "epoch", 2);
      await until("the words", async () => words.test(await cards()));
      await page.call("configure", { learningRate: 0.1 });
      await until("no words", async () => !words.test(await cards()));
      await page.call("step", "epoch", 20);
      await page.call("configure", { learningRate: 0.2 });
      await page.call("step", "epoch", 20);
      assert.ok(!words.test(await cards()), "once is enough");
    }
  },

  ...Object.fromEntries(["edited", "cut off", "replaced", "of another version"].map((how) => [`a kept run that is ${how} costs nothing but itself`, async (page) => {
    await page.open(LINK);
    await page.call("step", "epoch", 3);
    await isKept(page);
    await page.driver.evaluate(damage, how);
    await reload(page);
    await until("plain words", async () => /had kept could not be read/.test(await text(page)));
    assert.equal((await page.call("snapshot")).step, 0);
    assert.equal((await page.call("config")).dataset, "xor");
    const after = await page.call("step", "epoch", 1);
    await isKept(page);
    await reload(page);
    assert.equal((await page.call("snapshot")).checksum, after.checksum, "what is kept next is whole");
  }])),

  "an embed keeps nothing": async (page) => {
    await page.open("?embed#v=1&dataset=xor");
    await page.call("step", "epoch", 3);
    await page.call("configure", { learningRate: 0.3 });
    await page.call("play");
    await until("a run", async () => (await page.call("snapshot")).epoch > 80);
    const stored = await page.driver.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases?.() ?? []).length]);
    assert.deepEqual(stored, [0, 0, 0]);
    await reload(page);
    assert.equal((await page.call("snapshot")).step, 0);
  },

  "of many tabs the oldest runs are forgotten": async (page) => {
    await page.open(LINK);
    await page.call("step", "batch", 1);
    await isKept(page);
    await page.driver.evaluate(() => new Promise((resolve) => {
      const open = indexedDB.open("gradient-playground");
      open.onsuccess = () => {
        const work = open.result.transaction(["about", "bytes"], "readwrite");
        for (let n = 0; n < 20; n += 1) {
          work.objectStore("about").put({ id: `run/${n}`, at: n, size: 3, form: "" }, `run/${n}`);
          work.objectStore("bytes").put(new Uint8Array(3), `run/${n}`);
        }
        work.oncomplete = () => { open.result.close(); resolve(); };
      };
    }));
    await page.call("step", "batch", 1);
    await becomes("eight runs", async () => (await kept(page)).length, 8);
    const ids = (await kept(page)).map(({ id }) => id);
    for (const id of ["run/19", "run/13"]) assert.ok(ids.includes(id), id);
  },
};
