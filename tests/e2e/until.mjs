// Waiting for a condition, never for a time.
import assert from "node:assert/strict";

/** How long a condition is waited for: only what never comes takes it, so that a busy machine changes nothing but how long tests take. */
export const MOST_SECONDS = 60;

/** How long a condition rests between two looks: longer and longer, because each look takes from the page what it works with. */
const PAUSES_MS = { first: 10, most: 100, growth: 1.2 };

/** Asks `probe` until it gives something true, and returns that; fails after `seconds`. */
export async function until(what, probe, seconds = MOST_SECONDS) {
  const deadline = Date.now() + seconds * 1000;
  for (let ms = PAUSES_MS.first; ; ms = Math.min(ms * PAUSES_MS.growth, PAUSES_MS.most)) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`waited ${seconds} s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, ms));
  }
}

/** Asks `probe` until it gives what is wanted, and fails by what it gave last: what follows an act is not on the page at once. */
export async function becomes(what, probe, wanted) {
  let found;
  const isWanted = async () => {
    found = await probe();
    try { assert.deepEqual(found, wanted); } catch { return false; }
    return true;
  };
  await until(what, isWanted).catch((error) => assert.deepEqual(found, wanted, error.message));
}

/** Runs `check` until none of its assertions fails, and gives what it gives; fails as it failed last. It must change nothing itself. */
export async function eventually(check) {
  let last;
  const isPassed = async () => {
    try { return { given: await check() }; } catch (error) { last = error; return null; }
  };
  const { given } = await until("an assertion to hold", isPassed).catch((error) => { throw last ?? error; });
  return given;
}
