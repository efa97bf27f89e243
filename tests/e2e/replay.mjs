// A whole run as a link and as a file: who opens the link has the run again, to the bit, and hears that the checksums agree; a run that
// cannot be made again says so and costs nothing.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { until } from "./until.mjs";

/** A run with edits of points, network, settings and a weight. */
async function edited(page) {
  await page.call("pause");
  await page.call("reset");
  await page.call("step", "batch", 7);
  await page.call("configure", { optimiser: "adam", learningRate: 0.01 });
  await page.call("step", "epoch", 2);
  await page.call("setPoints", [{ x: 1, y: 2, label: 1 }, { x: -1.234567, y: -2, label: 2 }, { x: 3, y: 0.5, label: 1, test: true }]);
  await page.call("configure", { hiddenLayers: [5, 2], features: ["x1", "x2", "sin(x1)"] });
  await page.click("Undo");
  await until("the undone layer", async () => (await page.call("config")).hiddenLayers[0] === 4);
  await page.call("step", "sample", 5);
  return page.call("step", "batch", 20);
}

/** Opens the page anew at this link's fragment. */
async function opened(page, link) {
  await page.renew();
  await page.open(link.slice(link.indexOf("#")));
}

const cards = (page) => page.driver.evaluate(() => document.querySelector(".notices")?.textContent ?? "");
const said = (page, words) => until(`the words ${words}`, async () => (await cards(page)).includes(words) && await cards(page));

/** Runs of ten thousand updates as files, which the native tests lead through the same acts and replay too. */
const folder = new URL("../runs/", import.meta.url);
const runs = await Promise.all((await readdir(folder)).map(async (name) => JSON.parse(await readFile(new URL(name, folder), "utf8"))));

export const tests = {
  "golden runs of ten thousand updates are made again from their links, and the page says the native checksum": async (page) => {
    assert.equal(runs.length, 3);
    for (const [n, { link }] of runs.entries()) {
      const [, checksum] = /checksum=([0-9a-f]{16})/.exec(link);
      await (n === 0 ? page.open(`#${link}`) : opened(page, `#${link}`));
      const words = await said(page, "The run of the link was made again");
      assert.ok(words.includes(checksum), words);
      assert.equal((await page.call("snapshot")).checksum, checksum);
      assert.equal((await page.call("replayLink")).split("#")[1], link);
    }
  },

  "a replay link makes a run with edits again in a fresh page, and the checksums agree": async (page) => {
    await page.open();
    const { checksum, step } = await edited(page);
    const config = await page.call("config");
    const link = await page.call("replayLink");
    assert.match(link, /#v=1&.*engine=\d+&checksum=[0-9a-f]{16}&replay=[\w-]+(%[0-9A-F]{2})?$/);
    assert.ok(link.includes(`checksum=${checksum}`), link);

    await opened(page, link);
    assert.ok((await said(page, "The run of the link was made again")).includes(checksum));
    assert.deepEqual(await page.call("config"), config);
    const snapshot = await page.call("snapshot");
    assert.deepEqual([snapshot.checksum, snapshot.step, snapshot.state], [checksum, step, "paused"]);
    assert.equal(await page.driver.evaluate(() => location.hash), link.slice(link.indexOf("#")), "the address stays");
    assert.equal(await page.call("replayLink"), link, "what was made again can be shared again");
    // What was done can be undone, and the run goes on.
    await page.click("Undo");
    await until("fewer points undone", async () => (await page.call("config")).dataset === "circle");
    await page.call("step", "epoch", 1);
  },

  "Share offers the replay link and the log of the run": async (page) => {
    await page.open();
    const { checksum } = await edited(page);
    await page.click("Share");
    await page.click("Copy replay link");
    const field = await until("the link", () => page.driver.evaluate(() => document.querySelector('[aria-label="Replay link"]')?.value));
    assert.equal(field, await page.call("replayLink"));
    const log = JSON.parse(await page.driver.download(() => page.click("Export log")));
    assert.deepEqual([log.format, log.version, log.checksum], ["gradient-playground/log", 2, checksum]);
    assert.deepEqual(await page.call("log"), log);
    // A run of a file has no link, and the panel says what to do instead.
    await page.call("loadModel", await page.call("model"));
    await page.click("Copy replay link");
    await until("the reason", () => page.driver.evaluate(() => document.getElementById("share").textContent.includes("export its log instead")));
  },

  "a link whose run cannot be made again opens its settings and says why": async (page) => {
    await page.open();
    await edited(page);
    const link = await page.call("replayLink");
    await opened(page, link.replace(/engine=\d+/, "engine=1"));
    await said(page, "The run of the link was made by another version of the training engine");
    const { step } = await page.call("snapshot");
    assert.equal(step, 0);
    await opened(page, link.replace(/checksum=.{8}/, "checksum=00000000"));
    await said(page, "The checksum must be 00000000");
    await opened(page, link.replace(/replay=.{9}/, "replay="));
    await said(page, "The run in the link holds no run that can be read");
    assert.equal((await page.call("snapshot")).step, 0);
  },

  "a run of a hundred million updates is given up at once": async (page) => {
    await page.open();
    const { version } = await page.driver.evaluate(() => ({ version: window.playground.version }));
    assert.equal(version, 1);
    const replay = Buffer.from("[100000000]").toString("base64url");
    const engine = /engine=(\d+)/.exec(await page.call("replayLink"))[1];
    await opened(page, `#v=1&engine=${engine}&checksum=0123456789abcdef&replay=${replay}`);
    await said(page, "Making the run of the link again");
    await page.click("Cancel");
    await until("no progress", async () => !(await cards(page)).includes("Making the run"));
    assert.equal((await page.call("step", "batch", 3)).step, 3);
    // Ten times as many are not even begun.
    await opened(page, `#v=1&engine=${engine}&checksum=0123456789abcdef&replay=${Buffer.from("[1000000000]").toString("base64url")}`);
    await said(page, "The run in the link must have at most 100,000,000 updates");
  },
};
