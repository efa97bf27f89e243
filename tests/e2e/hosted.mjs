// A copy of the page on a host of its own, and what its browser keeps of it: what the tests of hosting do with both.
import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "./server.mjs";
import { until } from "./until.mjs";

const PREFIX = "/sub/path/";
/** A new version that waits for so long is not on its way: the old one has nothing to do, and the driver keeps it. */
const WAITS_MS = 5000;

/** A copy of the page on a host of its own, which can go and come back, and whose answers the test can bend. */
export async function hosted(page, { dist }, test) {
  const dir = await mkdtemp(join(tmpdir(), "hosted-"));
  await cp(dist, dir, { recursive: true });
  const host = { dir, fault: () => null, paths: [] };
  let port = 0;
  host.up = async () => {
    host.server = await serve(dir, PREFIX, {}, (name, path) => {
      host.paths.push(path);
      return host.fault(name, path);
    }, port);
    port = Number(new URL(host.server.url).port);
    page.server = host.server;
  };
  host.down = () => host.server.close();
  const { server } = page;
  await host.up();
  try {
    await page.driver.close();
    page.driver = await page.newDriver({ keeps: true });
    await test(host);
  } finally {
    await page.driver.goto("about:blank").catch(() => {});
    page.server = server;
    page.driver.requests.length = 0;
    page.driver.errors.length = 0; // a browser reports each request that fails as an error
    await host.down();
    await rm(dir, { recursive: true });
  }
}

/** Waits until the browser has kept the page: a service worker that answers has fetched a whole version. */
export const kept = (page) => until("a kept page", () => page.driver.evaluate(() => Boolean(navigator.serviceWorker?.controller)).catch(() => false));
/** The folder of the files that are named by their content. */
export const folderOf = async (dir) => (await readdir(dir)).find((name) => /^[0-9a-f]{16}$/.test(name));

/** Puts another build in the place of the one that is there, as an upload does that leaves nothing behind. */
export async function publish(host, name = "0123456789abcdef") {
  const old = await folderOf(host.dir);
  await rename(join(host.dir, old), join(host.dir, name));
  const digest = (text) => `sha256-${createHash("sha256").update(text).digest("base64")}`;
  const style = join(host.dir, name, "style.css");
  const [before, after] = [await readFile(style, "utf8"), `${await readFile(style, "utf8")}/* ${name} */`];
  await writeFile(style, after);
  for (const file of ["index.html", "service-worker.js"].map((file) => join(host.dir, file))) {
    await writeFile(file, (await readFile(file, "utf8")).replaceAll(old, name).replace(digest(before), digest(after)));
  }
  return { old, name };
}

/** Lets the browser look for another version, as it does on each visit. */
export const look = (page) => page.driver.evaluate(() => {
  const ended = async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update();
    const worker = registration.installing ?? registration.waiting;
    if (!worker) return "the same";
    const isOver = () => ["activated", "redundant"].includes(worker.state);
    while (!isOver()) await new Promise((resolve) => { setTimeout(resolve, 20); });
    return worker.state;
  };
  window.looked = null;
  ended().catch(() => "refused").then((outcome) => { window.looked = outcome; });
});
/** The same; what became of it. */
export async function lookedFor(page) {
  await look(page);
  const seen = () => page.driver.evaluate(async () => {
    const { waiting } = await navigator.serviceWorker.getRegistration() ?? {};
    return { outcome: window.looked, isWaiting: Boolean(waiting) };
  });
  let since = null;
  return until("the end of a look", async () => {
    const { outcome, isWaiting } = await seen();
    since = isWaiting ? since ?? Date.now() : null;
    if (isWaiting && Date.now() - since > WAITS_MS) {
      await page.driver.endServiceWorkers?.();
      since = null;
    }
    return outcome;
  });
}

/** Loads the page again as a visitor does. */
export async function reload(page, act = () => page.driver.evaluate(() => { location.reload(); })) {
  await page.driver.evaluate(() => { window.isOld = true; });
  await act();
  await until("a new page", () => page.driver.evaluate(() => !window.isOld && Boolean(window.playground)).catch(() => false));
  await page.usable();
}
