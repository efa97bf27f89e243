// A page around that means ill, or knows no better: whatever it sends, nothing changes and nothing fails silently.
import assert from "node:assert/strict";
import { course } from "./course.mjs";
import { until } from "./until.mjs";

/** Runs in the course page: sends so many messages, of the parent and of a sibling, that make no sense in some way; the ids of those that
 * have an answer. An id ends with "reads" where the call changes nothing and may succeed. */
function sendHostile(n) {
  let state = 12345;
  const random = (most) => { state = (Math.imul(state, 1103515245) + 12345) >>> 0; return Math.floor((state / 2 ** 32) * most); };
  const of = (list) => list[random(list.length)];
  const cycle = () => { const one = { points: [] }; one.points.push(one); one.self = one; return one; };
  const deep = (depth) => { let value = 1; for (let k = 0; k < depth; k += 1) value = k % 2 ? [value] : { layers: value }; return value; };
  const bad = () => of([
    () => NaN, () => -Infinity, () => 10n, () => "", () => "x".repeat(random(20000)), () => "\ud800", () => new Date(), () => new Map([["noise", 1]]), () => new ArrayBuffer(8),
    () => new Float64Array(3), () => /x/, () => new Error("no"), () => new Blob(["x"]), () => new Boolean(true), cycle, () => deep(random(2000)), () => Array(1 + random(9000)).fill({ x: 1 }), () => new Array(7), () => [[[]]],
    () => ({ learningRate: of([0, -1, 1e99, NaN, "fast", [0.1], null]) }), () => JSON.parse('{"__proto__":{"noise":1},"constructor":1}'), () => ({ noise: { valueOf: 1 } }), () => ({ hiddenLayers: of([[1e9], [0.5], ["8"], Array(99).fill(8), { length: 2 }]) }),
    () => ({ points: [{ x: 1, y: 2 }], dataset: "own" }), () => [{ x: 1e9, y: 0, label: 1 }], () => ({ features: of([["x1", "y"], [""], ["1/x1"], "x1", []]) }), () => ({ format: "gradient-playground/model", version: 1, layers: [] }),
    () => ({ gradientPlaygroundState: 1, model: of([null, {}, { layers: [] }]) }), () => ({ version: 2 }), () => ({ noise: 0.5, nothing: 1 }), () => ({ scale: of([0, 1e9, NaN, "2", {}]) }), () => ({ optimiserParams: { b1: 2 } }),
  ])();
  const writes = ["configure", "setPoints", "loadModel", "setState"];
  const reads = ["config", "points", "snapshot", "model", "log", "predict", "trace", "gradientCheck", "explain", "differentiate", "getState", "replayLink"];
  const others = ["on", "off", "version", "constructor", "__proto__", "toString", "hasOwnProperty", "then", "valueOf", "", "configure ", "x".repeat(5000), 7, null, {}, ["config"], undefined];
  const frame = document.getElementById("f").contentWindow;
  const sibling = document.getElementById("sibling").contentWindow;
  const script = sibling.document.createElement("script");
  script.textContent = 'window.send = (frame, message) => frame.postMessage(message, "*")';
  sibling.document.body.append(script);
  const wanted = [];
  for (let k = 0; k < n; k += 1) {
    const [kind, isRead] = [random(10), random(6) === 0];
    const message = { gradientPlayground: 1, id: isRead ? `yes ${k} reads` : `yes ${k}`, call: isRead ? of(reads) : of([...writes, ...writes, ...others]), args: [bad(), of([undefined, bad()])].slice(0, 1 + random(2)) };
    // A step that makes sense would train.
    if (!isRead && kind === 0) Object.assign(message, { call: "step", args: of([["week"], ["epoch", -1], ["batch", 0.5], ["sample", "3"], ["epoch", 1e12], [null], [{}]]) });
    if (kind === 1) message.args = of([7, "none", {}, null, [1, 2, 3]]);
    if (kind === 2) message.gradientPlayground = of([0, 2, "1", null, [1], NaN]);
    if (kind === 3) message.id = of([undefined, null, {}, [], true, 5n]);
    if (kind === 4) {
      message.id = `no ${k}`;
      sibling.send(frame, message);
      continue;
    }
    if (kind !== 2 && kind !== 3) wanted.push(message.id);
    frame.postMessage(message, "*");
  }
  return wanted;
}

export const tests = {
  "thousands of hostile messages change nothing, and each has the answer that it must have or none": async (page, options) => {
    const body = (url) => `<iframe id="f" src="${url}?embed#v=1" width="600" height="460" sandbox="allow-scripts"></iframe><iframe id="sibling" src="framed.html"></iframe>`;
    await course(page, options, body, async () => {
      await page.driver.evaluate(() => {
        window.told = [];
        addEventListener("message", ({ data, source }) => { if (source === document.getElementById("f").contentWindow && data?.gradientPlayground) window.told.push(data); });
      });
      // Its event may have been before anybody listened here.
      await page.driver.evaluate(() => document.getElementById("f").contentWindow.postMessage({ gradientPlayground: 1, id: "hello", call: "snapshot", args: [] }, "*"));
      await until("a playground that listens", () => page.driver.evaluate(() => window.told.some(({ id }) => id === "hello")));
      await page.driver.evaluate(() => { window.told = window.told.filter(({ id }) => id !== "hello"); });
      const ask = async (id) => {
        await page.driver.evaluate((id) => ["config", "snapshot", "points"].forEach((call) => document.getElementById("f").contentWindow.postMessage({ gradientPlayground: 1, id: id + call, call }, "*")), id);
        return until("the state", async () => {
          const found = await page.driver.evaluate((id) => window.told.filter((message) => String(message.id).startsWith(id)).map(({ result }) => result), id);
          return found.length === 3 && found;
        });
      };
      const before = await ask("before ");
      const wanted = await page.driver.evaluate(sendHostile, 3000);
      // Millions of digits are not written out, and long texts are not copied.
      wanted.push(...await page.driver.evaluate(() => {
        // As large as the browser can.
        const power = (bits) => { try { return 2n ** bits; } catch { return undefined; } };
        const huge = [["yes huge", "configure", power(200_000_000n) ?? power(1_000_000n)], ["yes long", "goal", "x".repeat(5e7)], ["yes longer", "step", "x".repeat(5e7)]];
        for (const [id, call, first] of huge) document.getElementById("f").contentWindow.postMessage({ gradientPlayground: 1, id, call, args: [first] }, "*");
        return huge.map(([id]) => id);
      }));
      const answers = () => page.driver.evaluate(() => window.told.filter(({ event, id }) => event === undefined && !/^(before|after) /.test(id)).map(({ id, result, error }) => [String(id), error ? typeof error.message === "string" && error.message.length > 3 : result === undefined ? "nothing" : "result"]));
      await until("all answers", async () => (await answers()).length >= wanted.length);
      assert.deepEqual(await ask("after "), before);
      const found = await answers();
      assert.deepEqual(found.map(([id]) => id).sort(), wanted.sort(), "each has one answer, and nothing else has one");
      const wrong = found.filter(([id, what]) => what !== true && !id.endsWith("reads"));
      assert.deepEqual(wrong, [], "what is refused says why");
    });
  },
};
