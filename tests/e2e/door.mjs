// That window.playground refuses what it cannot use, in words, and that nothing is lost or hangs.
import assert from "node:assert/strict";

/** The words with which a call is refused. The call is a function, so that NaN reaches the page as NaN. */
function refusal(page, call) {
  const refused = page.driver.evaluate(call).then(() => "accepted", (error) => error.message);
  return Promise.race([refused, new Promise((done) => setTimeout(done, 5000, "no answer").unref())]);
}

const REFUSED = [
  [() => window.playground.predict([[1e39, 1]]), "points must be a list of [x, y] between"],
  [() => window.playground.predict([[NaN, 1]]), "points must be a list of [x, y] between"],
  [() => window.playground.predict(Array(100001).fill([0, 0])), "points must have at most 100000 entries, got 100001"],
  [() => window.playground.setPoints([{ x: 1e39, y: 0, label: 1 }]), "points[0].x must"],
  [() => window.playground.setPoints([{ x: 0, y: 0, label: 1e39 }]), "points[0].label must"],
  [() => window.playground.setPoints([[1, 2, 1]]), "points[0] must"],
  [() => window.playground.setPoints(Array(5001).fill({ x: 0, y: 0, label: 1 })), "points must have at most 5000 entries, got 5001"],
  [() => window.playground.configure({ clip: NaN }), "clip must"],
  [() => window.playground.configure({ clip: Infinity }), "clip must"],
  [() => window.playground.configure({ noise: NaN }), "noise must"],
  [() => window.playground.configure({ noise: 8 }), "noise must be at most 3, got 8"],
  [() => window.playground.configure({ nose: 1 }), "nose must"],
  [() => window.playground.step("year"), "unit must be one of sample, batch, epoch"],
  [() => window.playground.step("batch", 1e9), "n must be a whole number"],
];

export const tests = {
  "what cannot be used is refused in words and changes nothing": async (page) => {
    await page.open();
    await page.call("pause");
    const before = [await page.call("config"), await page.call("snapshot"), await page.call("points")];
    for (const [call, words] of REFUSED) {
      const found = await refusal(page, call);
      assert.ok(found.includes(words), `${call} must be refused with “${words}…”, got “${found}”`);
    }
    assert.deepEqual([await page.call("config"), await page.call("snapshot"), await page.call("points")], before);
  },
  "reset and pause end a long step where it stands": async (page) => {
    await page.open();
    await page.call("pause");
    for (const end of ["pause", "reset"]) {
      const long = page.call("step", "epoch", 100000000);
      await page.call("snapshot");
      const { step } = await page.call(end);
      const { step: reached } = await long;
      assert.ok(reached >= 0);
      assert.equal((await page.call("snapshot")).step, step, `the step after ${end}`);
      if (end === "reset") assert.equal(step, 0);
    }
  },
};
