// A course page of another origin with the playground in it.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "./server.mjs";

/**
 * Runs `test` on a course page of another origin with this in its body, or on those that `make(dir, url)` puts into a folder and of which
 * it gives the first one's name. `headers` are the playground's beside those that frames of other origins need, `fault` is its `fault`.
 */
export async function course(page, { dist }, body, test, { make = null, headers = {}, fault = () => null } = {}) {
  const dir = await mkdtemp(join(tmpdir(), "course-"));
  const usual = page.server;
  const bent = { fault };
  const playground = Object.assign(bent, await serve(dist, "/tools/play/", { "access-control-allow-origin": "*", ...headers }, (name) => bent.fault(name)));
  const host = await serve(dir, "/course/");
  // All are of this machine, and no other.
  page.server = { ...usual, url: "http://127.0.0.1:" };
  try {
    if (body) {
      await writeFile(join(dir, "index.html"), `<!doctype html><html lang="en"><meta charset="utf-8"><title>Course</title><link rel="icon" href="data:,"><body>${body(playground.url)}</body></html>`);
      await writeFile(join(dir, "framed.html"), "<!doctype html><title>A frame of the course</title><link rel=\"icon\" href=\"data:,\">");
    }
    const first = await make?.(dir, playground.url) ?? "";
    await page.driver.goto(host.url + first);
    await test(host, playground);
    page.assertClean();
  } finally {
    await page.driver.goto("about:blank");
    page.server = usual;
    page.driver.requests.length = 0;
    await Promise.all([host.close(), playground.close()]);
    await rm(dir, { recursive: true });
  }
}

export const script = (url) => `<script src="${url}embed.js"></script>`;
export const element = (attributes) => `<gradient-playground ${attributes}></gradient-playground>`;
/** Calls the playground with this id in the course page. */
export const asked = (page, id, call, ...args) => page.driver.evaluate(async ({ id, call, args }) => {
  try { return { result: await document.getElementById(id)[call](...args) ?? null }; } catch (error) { return { refused: error.message }; }
}, { id, call, args });
export const called = async (page, id, call, ...args) => {
  const { result, refused } = await asked(page, id, call, ...args);
  assert.equal(refused, undefined, `${id}.${call}`);
  return result;
};
