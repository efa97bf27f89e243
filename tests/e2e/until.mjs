// Waiting for a condition, never for a time.
import assert from "node:assert/strict";

/** How long a condition is waited for: only what never comes takes it, so that a busy machine changes nothing but how long tests take. */
export const MOST_SECONDS = 60;

/** Asks `probe` until it gives something true, and returns that; fails after `seconds`. */
export async function until(what, probe, seconds = MOST_SECONDS) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`waited ${seconds} s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
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
