// The first visit: when the plot is seen and when training runs, beside a static page of the same bytes in the same run, and what
// was downloaded until then. Fresh profiles, nothing cached, no delay in the network but the server's own.
//
// Definitions, all from the start of the navigation. *First frame*: the end of the frame after which both plane and points are on the
// plot. *Training*: `data-state` is `running`. *Static page*: one HTML file with one picture, this page's own screenshot, which is filled up
// behind its end so that both pages send as many bytes; its time is the end of the frame that follows the picture's decoding.
// *Bytes*: of each file that had come when the state became `running`, as gzip and Brotli at their strongest would send it; what
// comes after that is told apart.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { serve } from "../../e2e/server.mjs";
import { until } from "../../e2e/until.mjs";
import { probe } from "./probe.mjs";

/** A new profile's own start page is loaded beside the empty page; it must not compete with what is measured. */
const SETTLE_MS = 1000;
const settled = () => new Promise((resolve) => { setTimeout(resolve, SETTLE_MS); });

/** Visits both pages so often in turn; medians are the caller's. */
export async function firstFrames(browser, dist, work, repeats) {
  const server = await serve(dist, "/playground/");
  const { bytes, raw } = await weigh(browser, dist, server, work);
  const still = await serve(await staticPage(join(work, "static"), raw), "/static/");
  const times = { shownMs: [], runningMs: [], staticMs: [] };
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const { shownMs, runningMs } = await visit(browser, server.url);
    times.shownMs.push(shownMs);
    times.runningMs.push(runningMs);
    times.staticMs.push(await visitStatic(browser, still.url));
  }
  await Promise.all([server.close(), still.close()]);
  return { ...times, bytes };
}

async function visit(browser, url) {
  const page = await browser.open(probe);
  await settled();
  await page.goto(url);
  const times = await until("a first frame", () => page.evaluate(() => {
    const { shownMs, runningMs } = window.probe;
    return shownMs && runningMs && { shownMs, runningMs };
  }));
  if (page.errors.length > 0) throw new Error(page.errors[0]);
  await page.close();
  return times;
}

async function visitStatic(browser, url) {
  const page = await browser.open();
  await settled();
  await page.goto(url);
  const ms = await until("a picture", () => page.evaluate(() => window.shownMs ?? null));
  await page.close();
  return ms;
}

/** What a first visit loads, its screenshot, and how many bytes that are as they are. */
async function weigh(browser, dist, server, work) {
  const page = await browser.open(probe);
  await page.goto(server.url);
  await until("training", () => page.evaluate(() => window.probe.runningMs));
  const running = await page.evaluate(() => window.probe.runningMs + performance.timeOrigin);
  await until("all chunks", () => page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => name.includes("/split_")).length >= 4));
  const before = page.answers.filter(({ ms }) => ms <= running).map(({ url }) => url);
  const { data } = await page.send("Page.captureScreenshot", { format: "png" });
  const later = page.answers.map(({ url }) => url).filter((url) => !before.includes(url));
  await page.close();
  await mkdir(join(work, "static"), { recursive: true });
  await writeFile(join(work, "static", "shot.png"), Buffer.from(data, "base64"));
  const sums = async (urls) => {
    const sum = { files: 0, raw: 0, gzip: 0, brotli: 0 };
    for (const url of new Set(urls.filter((url) => url.startsWith(server.url)))) {
      const bytes = await readFile(join(dist, new URL(url).pathname.slice("/playground/".length) || "index.html"));
      sum.files += 1;
      sum.raw += bytes.length;
      sum.gzip += gzipSync(bytes, { level: 9 }).length;
      sum.brotli += brotliCompressSync(bytes).length;
    }
    return sum;
  };
  const untilRunning = await sums(before);
  return { bytes: { untilRunning, after: await sums(later) }, raw: untilRunning.raw };
}

async function staticPage(dir, bytes) {
  const html = `<!doctype html><html lang="en"><title>Static</title><body style="margin:0"><img alt="" width="1280" height="900" src="page.png">
<script>const [picture] = document.images; const { port1, port2 } = new MessageChannel(); port1.onmessage = () => { window.shownMs = performance.now(); };
picture.decode().then(() => requestAnimationFrame(() => port2.postMessage(null)));</script></html>`;
  const picture = await readFile(join(dir, "shot.png"));
  await writeFile(join(dir, "index.html"), html);
  await writeFile(join(dir, "page.png"), Buffer.concat([picture, Buffer.alloc(Math.max(0, bytes - picture.length - html.length))]));
  return dir;
}
