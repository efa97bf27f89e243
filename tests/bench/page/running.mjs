// Measures of a page that trains at full speed while everything is drawn. Each function takes a page of scenes.mjs.
//
// Definitions. *Epochs per second*: completed epochs by `playground.snapshot()`, over the page's own clock. *Frames per second*:
// animation frames in which the plot's plane was drawn from new numbers (probe.mjs); beside it the frames that the compositor
// drew in a trace of its own. *Busy*: the renderer's TaskDuration (all tasks of the page's main thread) ÷ wall; it counts time in
// which the thread waited for a processor. *Long tasks*: the browser's `longtask` entries, tasks over 50 ms.
// *Click → point drawn*: from the time stamp of the button's release to the end of the frame in which the points' canvas got other
// pixels. *Slider → training follows*: from the time stamp of the key that moves the slider Points, to the end of the
// frame that draws the session's new points, which come with a picture made after it has taken them over. The frame's end is the
// first task after it; rasterising and showing it are the compositor's, whose pace the trace tells.
import { residentBytes, seconds, shares } from "./load.mjs";
import { onScreen, plotBox } from "./scenes.mjs";

/** Trains and draws undisturbed for so many seconds. */
export async function undisturbed(browser, page, wallSeconds) {
  return during(browser, page, () => page.evaluate((ms) => new Promise((resolve) => { setTimeout(resolve, ms); }), wallSeconds * 1000));
}

/** The same while a point is dragged in circles, sixty moves a second. */
export async function dragging(browser, page, wallSeconds) {
  const box = await plotBox(page);
  const [x, y] = await page.evaluate(async () => {
    const points = await window.playground.points();
    const away = ({ x, y }) => Math.hypot(x, y);
    const { x, y } = points.reduce((best, point) => (away(point) < away(best) ? point : best));
    return [x, y];
  });
  const place = (angle) => onScreen(box, x + 1.5 * Math.sin(angle), y + 1.5 * (1 - Math.cos(angle)));
  await page.mouse("mouseMoved", ...place(0));
  await page.mouse("mousePressed", ...place(0));
  const measured = await during(browser, page, async () => {
    const began = performance.now();
    for (let n = 0; performance.now() - began < wallSeconds * 1000; n += 1) {
      const due = began + (n * 1000) / 60;
      await Promise.all([page.mouse("mouseMoved", ...place(n / 20), true), until(due)]);
    }
  });
  await page.mouse("mouseReleased", ...place(0));
  return measured;
}

async function during(browser, page, act) {
  const before = await counters(browser, page);
  await act();
  const after = await counters(browser, page);
  const wall = (after.ms - before.ms) / 1000;
  const long = after.longTasks.filter(([start]) => start >= before.ms && start < after.ms);
  return {
    epochsPerSecond: (after.epoch - before.epoch) / wall,
    framesPerSecond: (after.planes - before.planes) / wall,
    busy: (after.taskSeconds - before.taskSeconds) / (after.timestamp - before.timestamp),
    longTasksPerSecond: long.length / wall,
    longestTaskMs: Math.max(0, ...long.map(([, length]) => length)),
    load: shares(before.cpu, after.cpu, wall),
  };
}

async function counters(browser, page) {
  const inPage = await page.evaluate(async () => {
    const { epoch } = await window.playground.snapshot();
    // What was noted is taken away: an hour of it would be taken for the page's own memory.
    return { ms: performance.now(), epoch, planes: window.probe.planes, longTasks: window.probe.longTasks.splice(0) };
  });
  const { metrics } = await page.send("Performance.getMetrics");
  const metric = (name) => metrics.find((one) => one.name === name).value;
  return { ...inPage, taskSeconds: metric("TaskDuration"), timestamp: metric("Timestamp"), cpu: await seconds(browser.pid) };
}

/** Milliseconds from each of `n` clicks on free places of the plot to the frame that shows their points. */
export async function clicks(page, n) {
  const box = await plotBox(page);
  const points = await page.evaluate(async () => (await window.playground.points()).map(({ x, y }) => [x, y]));
  const latencies = [];
  for (let k = 0; k < n; k += 1) {
    const [x, y] = freest(points);
    points.push([x, y]);
    const at = onScreen(box, x, y);
    const change = await expectChange(page, "pointerup");
    await page.mouse("mouseMoved", ...at);
    await page.mouse("mousePressed", ...at);
    await page.mouse("mouseReleased", ...at);
    latencies.push(await change());
  }
  return latencies;
}

/** Milliseconds from each of `n` moves of the slider Points to the frame that shows what was trained on the new ones. */
export async function slides(page, n) {
  await page.evaluate(() => {
    const isIt = (input) => [...input.labels].some((label) => label.textContent.trim() === "Points");
    [...document.querySelectorAll("input[type=range]")].find(isIt).focus();
  });
  const latencies = [];
  for (let k = 0; k < n; k += 1) {
    const change = await expectChange(page, "keydown");
    await page.key(k % 2 === 0 ? "ArrowLeft" : "ArrowRight");
    latencies.push(await change());
  }
  return latencies;
}

/** From the next event of this name on, other points on the plot are awaited; gives how to wait for it. */
async function expectChange(page, event) {
  await page.evaluate((event) => {
    const { changes } = window.probe;
    window.probe.isAwaited = true;
    window.probe.awaited = new Promise((resolve, reject) => {
      document.addEventListener(event, ({ timeStamp }) => {
        const n = changes.length;
        const look = () => {
          if (changes.length > n) resolve(changes[n] - timeStamp);
          else if (performance.now() > timeStamp + 10_000) reject(new Error(`10 s without a change on the plot after a ${event}`));
          else setTimeout(look, 5);
        };
        look();
      }, { capture: true, once: true });
    });
  }, event);
  return () => page.evaluate(() => window.probe.awaited.finally(() => { window.probe.isAwaited = false; }));
}

/** The place of a lattice that is farthest from all points. */
function freest(points) {
  const along = Array.from({ length: 47 }, (_, k) => -5.75 + k / 4);
  let best = { away: -1 };
  for (const x of along) {
    for (const y of along) {
      const away = points.reduce((least, [px, py]) => Math.min(least, Math.hypot(px - x, py - y)), 12);
      if (away > best.away) best = { away, at: [x, y] };
    }
  }
  return best.at;
}

/** Bytes after a forced collection, of page and worker: used JavaScript heap and wasm memory, and beside them what the processes hold. */
export async function memory(browser, page) {
  const glue = await page.evaluate(() => document.querySelector("link[rel=modulepreload]").href);
  const of = async ({ send, evaluate }) => {
    await send("HeapProfiler.collectGarbage");
    const { usedSize } = await send("Runtime.getHeapUsage");
    // The glue hands out the program that it has started.
    const wasm = await evaluate(async (url) => (await import(url)).initSync().memory.buffer.byteLength, glue);
    return { heap: usedSize, wasm };
  };
  const [onPage, inWorker] = [await of(page), await of(page.worker)];
  const total = onPage.heap + onPage.wasm + inWorker.heap + inWorker.wasm;
  return { page: onPage, worker: inWorker, total, resident: await residentBytes(browser.pid) };
}

/** Frames per second that the compositor drew and missed, in a trace of so many seconds. */
export async function composited(browser, page, wallSeconds) {
  const events = [];
  const forget = browser.on("Tracing.dataCollected", ({ value }) => events.push(...value.map(({ name }) => name)));
  const done = new Promise((resolve) => { const once = browser.on("Tracing.tracingComplete", () => { once(); resolve(); }); });
  await browser.send("Tracing.start", { traceConfig: { includedCategories: ["disabled-by-default-devtools.timeline.frame"] }, transferMode: "ReportEvents" });
  await page.evaluate((ms) => new Promise((resolve) => { setTimeout(resolve, ms); }), wallSeconds * 1000);
  await browser.send("Tracing.end");
  await done;
  forget();
  const count = (name) => events.filter((event) => event === name).length / wallSeconds;
  return { drawn: count("DrawFrame"), dropped: count("DroppedFrame") };
}

function until(ms) {
  return new Promise((resolve) => { setTimeout(resolve, Math.max(0, ms - performance.now())); });
}
