// The autodiff lab: what a script gets from `differentiate`.
import assert from "node:assert/strict";

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
};
