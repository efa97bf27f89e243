// The autodiff lab: what it shows of typed definitions, and what a script gets from `differentiate`.
import assert from "node:assert/strict";
import { becomes, eventually, until } from "./until.mjs";

/** What each node of the graph says of itself, by its name. */
const nodes = (page) => page.driver.evaluate(() => Object.fromEntries([...document.querySelectorAll(".lab-node")].map((node) => {
  const [, name, says] = /^([^ :]+)[^:]*: (.*)$/.exec(node.getAttribute("aria-label"));
  return [name, says];
})));

const ledger = (page) => page.driver.evaluate(() => document.querySelector(".ledger b")?.textContent.normalize("NFD"));
const text = (page, selector) => page.driver.evaluate((selector) => document.querySelector(selector)?.textContent ?? null, selector);

/** The cells of the row of this name in the table of ways. */
const way = (page, name) => page.driver.evaluate((name) => {
  const row = [...document.querySelectorAll(".ways tbody tr")].find((row) => row.querySelector("th").textContent === name);
  return [...row.querySelectorAll("td")].map((cell) => cell.textContent);
}, name);

/** Puts definitions into the lab as by an input method. */
async function define(page, definitions) {
  await page.element("Definitions");
  await page.driver.evaluate((definitions) => {
    const field = document.querySelector(".lab-definitions textarea");
    field.value = definitions;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }, definitions);
}

async function openLab(page, rest = "") {
  await page.open(`#v=1&lang=en&view=lab${rest}`);
  await until("the graph", () => page.driver.evaluate(() => document.querySelector(".lab-node") !== null));
}

/** Calls `differentiate` and keeps what is not finite, which JSON does not know. */
const differentiate = (page, text, options) => page.driver.evaluate(
  ({ text, options }) => window.playground.differentiate(text, options).then(
    (found) => JSON.parse(JSON.stringify(found, (_, value) => (Number.isFinite(value) || typeof value !== "number" ? value : String(value)))),
    (error) => error.message,
  ),
  { text, options },
);

export const tests = {
  "definitions are differentiated in every way": async (page) => {
    await page.open();
    await page.call("pause");
    const before = await page.call("snapshot");
    const found = await differentiate(page, "f = x^2*y + y + 2", { at: { y: 4, x: 3 }, direction: { x: 1 } });
    assert.deepEqual(Object.keys(found), ["outputs", "gradient", "jacobian", "hessian", "tangent", "symbolic", "numerical", "nodes", "passes"]);
    assert.deepEqual(found.outputs, { f: 42 });
    assert.deepEqual(found.gradient, { y: 10, x: 24 });
    assert.deepEqual(found.jacobian, [[10, 24]], "columns stand in the order of at");
    assert.deepEqual(found.hessian, [[0, 6], [6, 8]]);
    assert.deepEqual(found.tangent, { f: 24 });
    assert.deepEqual(found.symbolic, { y: "x^2 + 1", x: "2*x*y" });
    assert.deepEqual(found.passes, { forward: 2, reverse: 1 });
    const { h, central, errorCentral, errorForward } = found.numerical.x;
    assert.ok(h > 1e-5 && h < 3e-5 && errorCentral < 1e-9 && errorForward < 1e-3 && Math.abs(central - 24) === errorCentral);
    const x = found.nodes.find(({ name }) => name === "x");
    assert.deepEqual({ ...x, id: 0 }, { id: 0, op: "input", args: [], value: 3, adjoint: 24, tangent: 1, name: "x" });
    for (const { id, args } of found.nodes) assert.ok(args.every((arg) => arg < id), "arguments come first");
    const several = await differentiate(page, "a = x*w\nb = a^2\nc = a + 1", { at: { x: 3, w: 2 }, wrt: ["w"], h: 0.5 });
    assert.deepEqual([several.outputs, several.jacobian], [{ b: 36, c: 7 }, [[36], [3]]]);
    assert.deepEqual([several.gradient, several.hessian, several.tangent, several.symbolic, several.numerical], [null, null, null, null, null]);
    assert.deepEqual((await differentiate(page, "1/x", { at: { x: 0 } })).outputs, { f: "Infinity" });
    assert.deepEqual(await page.call("snapshot"), before, "the session is not touched");
  },
  "what is no definition is refused with its place, and hostile text within a moment": async (page) => {
    await page.open();
    await page.call("pause");
    const chain = (n, next) => Array.from({ length: n }, (_, k) => `a${k} = ${next(k === 0 ? "x" : `a${k - 1}`)}`).join("\n");
    for (const [text, options, words] of [
      ["a = x\nb = a*y", { at: { x: 1 } }, "line 2, column 7: unknown name y: use x or a"],
      ["x", { at: { x: 1, y: 1 } }, "at.y must occur in the definitions"],
      ["x", { at: { x: "1" } }, "at.x must be a number"],
      ["x", { at: { x: 1 }, wrt: ["z"] }, "wrt[0] must be one of x"],
      ["x", { at: { x: 1 }, order: 2 }, "order must be one of at, wrt, direction, h"],
      ["x", {}, "at must be an object of numbers"],
      ["x".repeat(60000), { at: { x: 1 } }, "text must have at most 50000 characters"],
      [chain(1300, (a) => `${a}+1`), { at: { x: 1 } }, "line 1, column 1: definitions must have at most 1200 lines"],
      [7, { at: {} }, "text must be text"],
    ]) {
      const found = await differentiate(page, text, options);
      assert.ok(String(found).startsWith(words), `${String(text).slice(0, 40)}: expected ${words}, got ${JSON.stringify(found).slice(0, 200)}`);
    }
    const nested = await differentiate(page, chain(60, (a) => `3.7*${a}*(1 - ${a})`), { at: { x: 0.3 } });
    assert.equal(nested.symbolic.x, null, "what would be written out without end is not");
    assert.ok(nested.nodes.length < 250 && Number.isFinite(nested.gradient.x));
    const deep = await differentiate(page, chain(1000, (a) => `tanh(${a})`), { at: { x: 0.7 } });
    assert.ok(deep.gradient.x > 0 && deep.hessian[0][0] < 0);
  },
  "the lab opens from the playground and leads back to it": async (page) => {
    await page.open();
    await page.call("pause");
    await page.click("Lab");
    await until("the graph", () => page.driver.evaluate(() => document.querySelector(".lab-node") !== null));
    await until("its link", () => page.driver.evaluate(() => location.hash.includes("view=lab")));
    await becomes("the playground is not in sight", () => page.has("Output plot"), false);
    // Keys of the playground do nothing here.
    const { step } = await page.call("snapshot");
    await page.driver.evaluate(() => document.activeElement?.blur());
    await page.driver.press("ArrowRight");
    assert.equal((await page.call("snapshot")).step, step);
    await page.click("Playground");
    await page.element("Output plot");
    await page.clickPlane(2, 2);
    await until("a new point", async () => (await page.call("config")).dataset === "own");
  },
  "a graph tells value, tangent and adjoint of each node, and a sweep adds them up step by step": async (page) => {
    await openLab(page);
    await becomes("all nodes", () => nodes(page), {
      x: "value 3, tangent 1, adjoint 24",
      y: "value 4, tangent 0, adjoint 10",
      v3: "value 9, tangent 6, adjoint 4",
      v4: "value 36, tangent 24, adjoint 1",
      v5: "value 40, tangent 24, adjoint 1",
      f: "value 42, tangent 24, adjoint 1",
    });
    await becomes("the ledger", () => ledger(page), "x\u0304 += v\u03043·∂v3/∂x = 0 + 4·6 = 24");
    await page.click("Back one step");
    await becomes("the adjoint before the last step", async () => (await nodes(page)).x, "value 3, tangent 1, adjoint –");
    await page.click("On one step");
    await page.click("On one step"); // from the end to the beginning
    await becomes("a sweep from its start", async () => (await nodes(page)).f, "value 42, tangent 24, adjoint 1");
    await becomes("nothing passed yet", async () => (await nodes(page)).v5, "value 40, tangent 24, adjoint –");
    await page.driver.evaluate(() => document.querySelector("[data-node='0']").focus());
    await page.driver.press("ArrowRight");
    await becomes("the focus", () => page.driver.evaluate(() => document.activeElement.getAttribute("aria-label").split(" ")[0]), "v3");
    await page.click("Show the backward graph");
    await until("appended nodes", () => page.driver.evaluate(() => document.querySelectorAll(".lab-node.is-tinted").length > 1));
  },
  "definitions are typed, mistakes are named by their place, and the link keeps all of it": async (page) => {
    await openLab(page);
    await define(page, "a = x*w\nb = a^2 + z");
    await becomes("the variables", async () => Object.keys(await nodes(page)), ["x", "w", "z", "a", "v5", "b"]);
    await define(page, "a = x*w\nb = a^2 + ");
    await becomes("the mistake", () => text(page, "#lab-error"), "Line 2, column 11: expected a number, a name or “(”, but the formula ends");
    assert.equal((await nodes(page)).a.startsWith("value 3"), true, "what was understood stays in sight");
    await define(page, "a = x*w\nb = a^2");
    await page.driver.evaluate(() => {
      const field = document.querySelector(".lab-variable input[type=text][aria-label=w]");
      field.value = "−0.5";
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    });
    await becomes("the value", async () => (await nodes(page)).b, "value 2.25, tangent 1.5, adjoint 1");
    await until("the link", () => page.driver.evaluate(() => decodeURIComponent(location.hash).includes("lab=x:3,w:-0.5\na = x*w\nb = a^2")));
    const address = await page.driver.evaluate(() => location.href);
    await page.driver.goto("about:blank");
    await page.driver.goto(address);
    await becomes("the same again", async () => (await nodes(page)).b, "value 2.25, tangent 1.5, adjoint 1");
  },
  "four ways stand side by side, and one's own derivative is judged": async (page) => {
    await openLab(page);
    await eventually(async () => {
      assert.deepEqual((await way(page, "Automatic")).slice(0, 3), ["24", "10", "0"]);
      assert.deepEqual((await way(page, "Symbolic")).slice(0, 3), ["24", "10", "0"]);
      assert.match((await way(page, "Numerical, forward difference"))[2], /^4·10⁻⁵$/);
    });
    // The number of the other rows is right where they are, and only there.
    await page.type("Your ∂f/∂y", "10");
    await becomes("a verdict on the number", async () => (await way(page, "By hand"))[2], "equal here");
    await eventually(async () => assert.match(await text(page, ".lab-ways .note"), /∂f\/∂y: 10 is right at \(3, 4\)\. Type a formula/));
    await page.driver.evaluate(() => {
      const field = document.querySelector("input[aria-label='Your ∂f/∂y']");
      field.value = "";
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    });
    await page.type("Your ∂f/∂x", "2xy");
    await becomes("a verdict", async () => (await way(page, "By hand"))[2], "equal");
    await page.type("Your ∂f/∂y", "x^2");
    await becomes("where it differs", () => text(page, ".lab-ways .note"), "∂f/∂y: at (3, 4) yours is 9, it should be 10.");
    await eventually(async () => {
      assert.match(await text(page, ".lab-errors"), /best h about 10⁻[⁷⁸⁹] \(forward\)/);
      assert.match(await text(page, ".lab-errors"), /quadratic in x or simpler/);
      assert.match(await text(page, ".lab-descend"), /largest curvature here/);
    });
  },
  "the network's loss at a point is a graph whose value is the network's": async (page) => {
    await page.open("#v=1&lang=en&view=lab&hiddenLayers=3");
    await page.call("setPoints", [{ x: 1, y: -2, label: 2 }]);
    await page.call("step", "batch", 3);
    const { trainLoss } = await page.call("snapshot");
    await page.click("This network’s loss at one point");
    await until("the network's graph", async () => Object.keys(await nodes(page)).includes("loss"));
    await eventually(async () => {
      const value = Number(/value ([^,]+),/.exec((await nodes(page)).loss)[1].replace("−", "-"));
      assert.ok(Math.abs(value - trainLoss) < 1e-3 * Math.max(1, trainLoss), `${value}, the session says ${trainLoss}`);
    });
    await page.call("configure", { hiddenLayers: [8, 8] });
    await page.click("This network’s loss at one point");
    await until("a word that it is too large", async () => /more than 200 nodes/.test(await text(page, ".lab-definitions")));
  },
  "the graph shows the step that is looked at, also where it is wider than the screen": async (page) => {
    await page.driver.resize(390, 844);
    await openLab(page);
    const isSeen = (name) => page.driver.evaluate((name) => {
      const node = [...document.querySelectorAll(".lab-node")].find((node) => node.getAttribute("aria-label").startsWith(name));
      const [box, around] = [node, node.closest(".lab-scroll")].map((element) => element.getBoundingClientRect());
      return box.left >= around.left - 1 && box.right <= around.right + 1;
    }, name);
    await until("the end of the sweep", () => isSeen("x:"));
    await becomes("the output is further to the right", () => isSeen("f ="), false);
    await page.click("On one step"); // from the end to the beginning
    await until("the output, where reverse mode starts", () => isSeen("f ="));
    await page.click("On one step");
    await until("the first node that is told", () => isSeen("v5"));
    await page.driver.resize(768, 1024);
    await until("all of it", () => page.driver.evaluate(() => [...document.querySelectorAll(".lab-graph .lab-scroll")].every((it) => it.scrollWidth <= it.clientWidth)));
  },
  "the lab fits every screen and speaks Chinese": async (page) => {
    for (const [width, height] of [[1440, 900], [1280, 720], [768, 1024], [390, 844], [360, 640]]) {
      await page.driver.resize(width, height);
      await openLab(page);
      await until(`a lab that fits ${width} × ${height}`, () => page.driver.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    }
    await page.driver.resize(1440, 900);
    await page.open("#v=1&lang=zh&view=lab");
    await until("the graph", () => page.driver.evaluate(() => document.querySelector(".lab-node") !== null));
    await until("the lab in Chinese", async () => /计算图.*四种方法.*下降/.test(await text(page, ".lab-page")));
  },
};
