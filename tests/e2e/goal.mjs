// Goals: what a link or a call asks of the run is judged, told and shown, with what is so now, on every screen and in both languages.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { becomes, until } from "./until.mjs";

const goalLink = (goal, more = "") => `#v=1&lang=en${more}&goal=${encodeURIComponent(goal)}`;

/** What the line shows: its state, its text and each of its checks. */
const line = (page) => page.driver.evaluate(() => {
  const line = document.querySelector(".goal-line");
  if (!line) return null;
  const checks = [...line.querySelectorAll(".check")].map((check) => check.textContent);
  return { holds: line.dataset.holds, text: line.textContent, checks };
});
const shown = (page, what, is) => until(what, async () => {
  const now = await line(page);
  return now && is(now) && now;
});

/** Collects what the event tells in the page. */
const listen = (page) => page.driver.evaluate(() => {
  window.goalsTold = [];
  return window.playground.on("goal", (detail) => { window.goalsTold.push(detail); });
});
const told = (page) => page.driver.evaluate(() => JSON.parse(JSON.stringify(window.goalsTold)));

const SCREENS = [[1920, 1080], [1440, 900], [1366, 768], [1280, 720], [1024, 768], [853, 480], [768, 1024], [844, 390], [390, 844], [360, 640]];
const EMBEDS = [[960, 640], [640, 480], [320, 360]];

/** Runs in the page: what is wrong with where the line stands. */
function faults() {
  const line = document.querySelector(".goal-line");
  const box = line.getBoundingClientRect();
  const found = [];
  if (box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight) found.push("out of sight");
  if (box.height < 24) found.push(`${box.height} pixels high`);
  const at = document.elementFromPoint(box.left + 20, box.top + 10);
  if (!at?.closest(".goal-line")) found.push(`covered by ${at?.className}`);
  if (document.documentElement.scrollWidth > innerWidth) found.push("scrolls sideways");
  if (line.scrollHeight > line.clientHeight + 1) found.push(`cut: ${line.scrollHeight} of ${line.clientHeight}`);
  if (innerWidth >= 1280 && innerHeight >= 720 && !document.querySelector(".embedded")) {
    const scrolling = [...document.querySelectorAll(".output, .left, .numbers")].filter((panel) => panel.scrollHeight > panel.clientHeight + 1);
    found.push(...scrolling.map((panel) => `${panel.className} scrolls`));
    const chart = document.querySelector(".curve").getBoundingClientRect().height;
    if (chart < 160) found.push(`a chart of ${chart} pixels`);
    const [diagram, below] = [".net", ".net-foot"].map((selector) => document.querySelector(selector).getBoundingClientRect());
    if (diagram.bottom > below.top) found.push(`the diagram ends at ${diagram.bottom}, below the top of what is below it, ${below.top}`);
  }
  const plot = document.querySelector(".plot").getBoundingClientRect();
  if (plot.top < box.bottom - 1) found.push("over the plot");
  return found;
}

/** Exit code and words of the native program about a receipt. */
async function verified(receipt, { work, verify }) {
  const program = verify ?? join(process.env.CARGO_TARGET_DIR ?? "target", "debug", "verify");
  const file = join(work, "receipt.json");
  await writeFile(file, receipt);
  return new Promise((resolve, reject) => {
    execFile(program, [file], (error, stdout, stderr) => {
      if (error && typeof error.code !== "number") reject(error);
      else resolve({ code: error?.code ?? 0, said: stdout + stderr });
    });
  });
}

const receiptText = (page) => until("the receipt", () => page.driver.evaluate(() => document.querySelector("#receipt textarea")?.value));

export const tests = {
  "who reaches a goal takes a receipt, which the native program finds true, and altered ones not": async (page, options) => {
    await page.open(goalLink("testAccuracy >= 90% and parameters <= 30 and not usesFeature('x1^2')", "&learningRate=0.1"));
    await shown(page, "the goal", ({ holds }) => holds === "false");
    assert.ok(!(await page.has("Receipt")), "there is none before the goal is reached");
    await page.click("Play");
    await shown(page, "the goal reached", ({ holds }) => holds === "true");
    // So far above the goal that what follows does not lose it.
    await until("an accuracy well above the goal", async () => (await page.call("snapshot")).testAccuracy >= 0.98);
    await page.click("Pause");
    await page.call("configure", { learningRate: 0.05 });
    await page.click("Step");
    await page.clickPlane(0.3, 0.4);
    await page.click("Play");
    await shown(page, "the goal still reached", ({ holds }) => holds === "true");
    await page.click("Receipt");
    const text = await receiptText(page);
    await becomes("what is proved is what is shown", () => page.state(), "paused");
    const { checksum, step, testAccuracy } = await page.call("snapshot");
    assert.match(text, /^Gradient Playground: Goal reached\nTest accuracy at least 90 % and at most 30 parameters and feature x₁² not used\n/);
    for (const part of [`Step: ${step.toLocaleString("en")}`, `Checksum: ${checksum}`, "Parameters: 25", "&goal="]) assert.ok(text.includes(part), `${part} in ${text}`);
    const json = await page.driver.download(() => page.click("Download JSON"));
    const receipt = JSON.parse(json);
    assert.deepEqual([receipt.format, receipt.version, receipt.checksum, receipt.facts.testAccuracy], ["gradient-playground/receipt", 1, checksum, testAccuracy]);
    const { code, said } = await verified(json, options);
    assert.equal(code, 0, said);
    assert.ok(said.includes(`step ${step}, `) && said.includes(checksum) && said.includes("the goal holds"), said);
    for (const [what, altered, words] of [
      ["a fact", { facts: { ...receipt.facts, testAccuracy: 1 } }, "testAccuracy must be"],
      ["the goal", { goal: "epoch >= 0" }, "goal must be"],
      ["the link", { link: receipt.link.replace("learningRate=0.1", "learningRate=0.2") }, "checksum must be"],
      ["the digest", { digest: receipt.digest.replace(/^./, (digit) => (digit === "0" ? "1" : "0")) }, "digest must be"],
    ]) {
      const { code, said } = await verified(JSON.stringify({ ...receipt, ...altered }), options);
      assert.ok(code === 1 && said.includes(`the receipt does not hold: ${words}`), `${what}: ${said}`);
    }
    assert.equal((await verified(json.slice(0, json.length / 2), options)).code, 2);
    await page.driver.press("Escape");
    await until("a closed panel", () => page.driver.evaluate(() => document.getElementById("receipt").hidden));
    // After a reload there is one still, with what is done then.
    await page.driver.evaluate(() => { window.isOld = true; location.reload(); });
    await until("the page anew", () => page.driver.evaluate(() => !window.isOld && document.querySelector(".goal-line") !== null).catch(() => false));
    await page.usable();
    assert.equal((await page.call("snapshot")).checksum, checksum);
    await page.click("Step");
    await page.click("Receipt");
    const again = await page.driver.download(async () => { await receiptText(page); await page.click("Download JSON"); });
    const second = await verified(again, options);
    assert.equal(second.code, 0, second.said);
    assert.ok(JSON.parse(again).facts.step > step);
    // Who opens its link has the run again, with the goal.
    await page.renew();
    await page.open(receipt.link.slice(receipt.link.indexOf("#")));
    await shown(page, "the goal reached again", ({ holds }) => holds === "true");
    await until("the run made again", async () => (await page.call("snapshot")).checksum === checksum);
  },

  "a run that no link can hold has no receipt, and says why": async (page) => {
    await page.open(goalLink("epoch >= 0"));
    await page.call("pause");
    await page.call("loadModel", await page.call("model"));
    await shown(page, "the goal reached", ({ holds }) => holds === "true");
    await page.click("Receipt");
    await until("the reason", () => page.driver.evaluate(() => document.getElementById("receipt").textContent.includes("export its log instead")));
  },

  "a goal of a link is shown with what is so now, and told when it is reached": async (page) => {
    await page.open(goalLink("epoch >= 2 and parameters <= 25"));
    const first = await shown(page, "the goal", ({ holds }) => holds === "false");
    assert.deepEqual(first.checks, ["✗At least 2 epochsnot yetnow 0", "✓at most 25 parametersholdsnow 25"]);
    assert.match(first.text, /^Goal/);
    await listen(page);
    const { step, checksum } = await page.call("step", "epoch", 3);
    const reached = await shown(page, "the goal reached", ({ holds }) => holds === "true");
    assert.match(reached.text, /^Goal reached/);
    const [before, event, ...more] = await until("two events", async () => (await told(page)).length > 1 && told(page));
    assert.deepEqual([before.holds, before.facts.step, more], [false, 0, []], "who listens late hears of the first judgement");
    assert.deepEqual([event.holds, event.checksum, event.userInitiated, event.facts.step], [true, checksum, false, step]);
    assert.deepEqual(Object.keys(event).sort(), ["checksum", "facts", "holds", "userInitiated"]);
    await until("what is said", () => page.driver.evaluate(() => [...document.querySelectorAll("[aria-live=polite]")]
      .some((region) => region.textContent.trim() === "Goal reached: At least 2 epochs and at most 25 parameters")));
    // A person takes it away again.
    await page.click("Reset");
    await shown(page, "the goal lost", ({ holds }) => holds === "false");
    const last = (await until("the third event", async () => (await told(page)).length > 2 && told(page)))[2];
    assert.deepEqual([last.holds, last.userInitiated, last.facts.step], [false, true, 0]);
  },

  "a goal is set, judged and taken away by a call, and stands in the link": async (page) => {
    await page.open("#v=1&lang=en");
    await page.call("pause");
    await listen(page);
    const { holds, facts } = await page.call("goal", 'hiddenLayers == 2 and not usesFeature("x1^2") and is("optimiser", "gradient-descent")');
    assert.equal(holds, true);
    const { epoch, trainLoss, testAccuracy, parameters } = await page.call("snapshot");
    assert.deepEqual(facts, { step: facts.step, epoch, trainLoss, testLoss: facts.testLoss, trainAccuracy: facts.trainAccuracy, testAccuracy, accuracy: testAccuracy, r2: null, parameters, neurons: 6, hiddenLayers: 2, features: 2, points: 500 });
    await becomes("the events", async () => (await told(page)).map((event) => [event.holds, event.userInitiated]), [[true, false]]);
    await shown(page, "the line", ({ text }) => text.includes("Feature x₁² not used") || text.includes("feature x₁² not used"));
    await until("the goal in the address", () => page.driver.evaluate(() => new URLSearchParams(location.hash.slice(1)).get("goal")?.includes("usesFeature")));
    await page.call("configure", { features: ["x1", "x2", "x1^2"] });
    await shown(page, "the goal lost", ({ holds }) => holds === "false");
    for (const [text, expected] of [["r2 < 5", false], ["not r2 < 5", true], ["1 < 2 or 2 < 1 and 2 < 1", true], ["(1 < 2 or 2 < 1) and 2 < 1", false], ["points == 500 and 50% == 0.5", true]]) {
      assert.equal((await page.call("goal", text)).holds, expected, text);
    }
    assert.equal(await page.call("goal", null), null);
    await until("no line", async () => (await line(page)) === null);
    await until("no goal in the address", () => page.driver.evaluate(() => !location.hash.includes("goal=")));
  },

  "a goal that cannot be read is refused with its place, and costs nothing": async (page) => {
    await page.open("#v=1&lang=en");
    await page.call("pause");
    const refused = (text) => page.driver.evaluate((text) => window.playground.goal(text).then(() => "accepted", (error) => error.message), text);
    for (const [text, message] of [
      ["testLoss < 0.1 && step > 5", "goal must be a goal such as testAccuracy >= 95%: expected and, found && (at byte 15)"],
      ["loss < 1", "unknown fact loss: use step, epoch, trainLoss"],
      ["", "expected a condition such as testAccuracy >= 0.95, found the end (at byte 0)"],
      ["(".repeat(400), "must be nested at most 50 deep (at byte 51)"],
      ["x".repeat(501), "goal must have at most 500 characters, got 501"],
      ["is('optimiser', 'adm')", "goal (at byte 16): optimiser must be one of gradient-descent"],
      [5, "goal must be text, got 5"],
    ]) assert.ok((await refused(text)).includes(message), `${text}: ${await refused(text)}`);
    assert.equal(await line(page), null, "the page has no goal");
    await page.driver.goto("about:blank");
    await page.open(goalLink("testLoss < 0.1 && step > 5"));
    await until("the mistake", () => page.driver.evaluate(() => document.querySelector(".goal .bad")?.textContent === "The goal cannot be read: after “testLoss < 0.1”, write and instead of &&."));
    assert.equal((await page.call("step", "batch", 3)).step, 3);
  },

  "a goal is a link's and no visitor's: a later visit without a link has none, a reload keeps it": async (page) => {
    await page.open(goalLink("epoch >= 2"));
    await shown(page, "the goal", () => true);
    await page.call("configure", { noise: 0.5 });
    await until("what was saved", () => page.driver.evaluate(() => localStorage.getItem("gradient-playground")?.includes("noise=0.5")));
    await until("the address", () => page.driver.evaluate(() => location.hash.includes("noise=0.5")));
    await page.driver.evaluate(() => { window.isOld = true; location.reload(); });
    await until("the page anew", () => page.driver.evaluate(() => !window.isOld).catch(() => false));
    await page.usable();
    await shown(page, "the goal after a reload", () => true);
    await page.driver.goto("about:blank");
    await page.open();
    assert.equal((await page.call("config")).noise, 0.5, "the settings of the last visit are back");
    assert.equal(await line(page), null);
  },

  "the goal is in sight on every screen and in every frame, in both languages": async (page) => {
    for (const [lang, goal] of [["en", "testAccuracy >= 95% and parameters <= 12"], ["zh", "testAccuracy >= 95% and parameters <= 12"]]) {
      await page.driver.goto("about:blank");
      await page.open(goalLink(goal).replace("lang=en", `lang=${lang}`));
      await shown(page, "the goal", () => true);
      for (const [width, height] of SCREENS) {
        await page.driver.resize(width, height);
        await becomes(`the goal at ${width}×${height} in ${lang}`, () => page.driver.evaluate(faults), []);
      }
      await page.driver.goto(`${page.server.url}?embed${goalLink(goal).replace("lang=en", `lang=${lang}`)}`);
      await page.usable();
      await shown(page, "the goal in a frame", () => true);
      for (const [width, height] of EMBEDS) {
        await page.driver.resize(width, height);
        await becomes(`the goal in a frame of ${width}×${height} in ${lang}`, () => page.driver.evaluate(faults), []);
      }
    }
    assert.ok((await line(page)).text.startsWith("目标✗测试准确率不低于 95%"), (await line(page)).text);
  },
};
