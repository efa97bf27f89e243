// How pictures and text keep pace: counts of what passes between page and worker and of what is written into the page, never times.
import assert from "node:assert/strict";
import { until } from "./until.mjs";

/**
 * Runs in the page before anything else. Messages are arrays: what is said, then buffers of numbers. The page sends buffers only with
 * the request for a picture, the worker only with a picture; so each such message is noted as `asked` or `came` with how many and of how many bytes.
 * `nSent` counts all that the page says, `nOthers` what else the worker says: answers, and what it sends for safety now and then while it trains.
 * While `holdFrames` is true the browser draws nothing, as it does in a hidden tab.
 */
export const NOTE_TRAFFIC = () => {
  const noted = { log: [], nSent: 0, nOthers: 0, holdFrames: false, held: [] };
  window.traffic = noted;
  const note = (kind, message) => {
    if (Array.isArray(message) && message.length > 1) noted.log.push([kind, message.length - 1, message.slice(1).reduce((sum, part) => sum + part.byteLength, 0)]);
    else if (kind === "came") noted.nOthers += 1;
  };
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (message, ...more) {
    noted.nSent += 1;
    note("asked", message);
    return postMessage.call(this, message, ...more);
  };
  const { set } = Object.getOwnPropertyDescriptor(Worker.prototype, "onmessage");
  Object.defineProperty(Worker.prototype, "onmessage", {
    set(listener) {
      set.call(this, listener && ((event) => { note("came", event.data); return listener.call(this, event); }));
    },
  });
  const askFrame = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) => {
    if (noted.holdFrames) return noted.held.push(callback);
    return askFrame(callback);
  };
};

const traffic = (page) => page.driver.evaluate(() => window.traffic.log);

/** Waits until nothing passes between page and worker any more, for as many pictures as a busy machine may need for what is under way. */
const atRest = async (page) => {
  await page.idle();
  await until("rest", () => page.driver.evaluate(async () => {
    const n = () => window.traffic.nSent + window.traffic.nOthers + window.traffic.log.length;
    const before = n();
    for (let turn = 0; turn < 40 && n() === before; turn += 1) await new Promise((resolve) => { requestAnimationFrame(resolve); });
    return n() === before;
  }));
};

/** Tells the page that its tab is hidden or shown, as the browser would. */
const setHidden = (page, isHidden) => page.driver.evaluate((isHidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, value: isHidden });
  Object.defineProperty(document, "visibilityState", { configurable: true, value: isHidden ? "hidden" : "visible" });
  window.traffic.holdFrames = isHidden;
  if (!isHidden) window.traffic.held.splice(0).forEach((callback) => requestAnimationFrame(callback));
  document.dispatchEvent(new Event("visibilitychange"));
}, isHidden);

export const tests = {
  "the plot is drawn before the panels around it are made, and the page is called usable when all are there": async (page) => {
    await page.driver.before(noteFirsts);
    await page.open();
    const { drawn, usable, panels } = await page.driver.evaluate(() => ({ ...window.firsts, panels: document.querySelectorAll("main .panel").length }));
    assert.deepEqual(drawn, { blanks: 3, panels: 1 }, "when the plot was drawn first, only the plot was a panel");
    assert.ok(panels > 4, `only ${panels} panels`);
    assert.deepEqual(usable, { blanks: 0, panels }, "when the state said so, everything was there");
  },

  "a click on the plot is accepted and seen in one round trip": async (page) => {
    await page.driver.before(NOTE_TRAFFIC);
    await page.open();
    await page.call("pause");
    const points = (await page.call("points")).length;
    await atRest(page);
    // Nothing is drawn from here on: what comes, comes without another question.
    const cards = () => page.driver.evaluate(() => [...document.querySelectorAll(".notices .card")].map((card) => card.textContent));
    const before = await cards();
    await page.driver.evaluate(() => { Object.assign(window.traffic, { holdFrames: true, log: [], nSent: 0, nOthers: 0 }); });
    await page.clickPlane(0.9, 0.05);
    await until("the frame behind the click", async () => (await traffic(page)).some(([kind]) => kind === "came"));
    const { nSent, nOthers } = await page.driver.evaluate(() => window.traffic);
    assert.equal(nSent, 2, "the change, and the question for its frame");
    assert.ok(nOthers >= 1, "it is accepted; checkpoints come when it is time for one");
    await page.driver.evaluate(() => {
      window.traffic.holdFrames = false;
      window.traffic.held.splice(0).forEach((callback) => requestAnimationFrame(callback));
    });
    await until("the address with the point", async () => (await page.driver.evaluate(() => location.hash)).includes("points="));
    assert.equal((await page.call("points")).length, points + 1);
    // One from before may go meanwhile.
    assert.deepEqual((await cards()).filter((card) => !before.includes(card)), [], "no card tells of it");
  },

  "whoever asks how a run stands has nothing drawn anew": async (page) => {
    await page.driver.before(NOTE_TRAFFIC);
    await page.open();
    await page.call("pause");
    const { step } = await page.call("snapshot");
    await atRest(page);
    const before = await traffic(page);
    for (let n = 0; n < 5; n += 1) assert.equal((await page.call("snapshot")).step, step);
    await atRest(page);
    assert.deepEqual(await traffic(page), before, "no picture was asked for");
    await page.call("step", "epoch", 1);
    await until("a picture", async () => (await traffic(page)).length > before.length);
  },

  "one picture is on its way at most, and its buffers go round": async (page) => {
    await page.driver.before(NOTE_TRAFFIC);
    await page.open("#v=1&speed=unlimited");
    await page.call("play");
    const log = await until("sixty pictures", async () => {
      const log = await traffic(page);
      return log.filter(([kind]) => kind === "came").length >= 60 && log;
    });
    // The first request has no buffers to give back yet.
    const turns = log.slice(log.findIndex(([kind]) => kind === "came"));
    turns.forEach(([kind, n], at) => {
      const expected = at % 2 === 0 ? "came" : "asked";
      assert.equal(kind, expected, `message ${at} with buffers must have ${expected}`);
      if (kind === "asked") assert.equal(n, turns[at - 1][1], "all buffers of a picture must go back with the next request");
    });
  },
  "a hidden page trains on without pictures, and shows where it is when it is seen again": async (page) => {
    await page.driver.before(NOTE_TRAFFIC);
    await page.open();
    await page.call("play");
    await until("pictures", async () => (await traffic(page)).length > 10);
    await setHidden(page, true);
    const nCame = async () => (await traffic(page)).filter(([kind]) => kind === "came").length;
    const { epoch } = await page.call("snapshot");
    const before = await nCame();
    // Nothing is asked meanwhile: a question would wake whoever sleeps.
    const nOthers = () => page.driver.evaluate(() => window.traffic.nOthers);
    const nBefore = await nOthers();
    await until("training that goes on", async () => await nOthers() >= nBefore + 3);
    const { epoch: reached } = await page.call("snapshot");
    assert.ok(reached > epoch, "a hidden page must train by itself");
    assert.ok(await nCame() <= before + 1, "no picture may come while nobody sees it, but for the one under way");
    await setHidden(page, false);
    await until("a page that says how far it is", async () => Number((await page.element("Epoch")).number) >= reached);
    await until("pictures again", async () => await nCame() > before + 1);
  },
  "what is said below the plot is written only where it changes": async (page) => {
    await page.open("#v=1&speed=unlimited");
    await page.call("play");
    const nWritten = await page.driver.evaluate(() => new Promise((resolve) => {
      const readout = document.querySelector(".readout");
      let nWritten = 0;
      const observer = new MutationObserver((records) => { nWritten += records.length; });
      observer.observe(readout, { childList: true, characterData: true, subtree: true });
      let nTold = 0;
      window.playground.on("snapshot", () => {
        nTold += 1;
        if (nTold === 10) { observer.disconnect(); resolve(nWritten); }
      });
    }));
    assert.equal(nWritten, 0, "the hint stands there all the time");
  },
  "a point that is dragged while it trains draws the network no oftener": async (page) => {
    await page.driver.before(() => {
      const drawn = { plane: 0, network: 0 };
      window.drawn = drawn;
      const { drawImage, putImageData } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.drawImage = function (...what) {
        if (this.canvas.matches(".plot > canvas:first-child")) drawn.plane += 1;
        return drawImage.apply(this, what);
      };
      CanvasRenderingContext2D.prototype.putImageData = function (...what) {
        if (this.canvas.closest(".net")) drawn.network += 1;
        return putImageData.apply(this, what);
      };
    });
    await page.open("#v=1&speed=unlimited");
    await page.call("setPoints", [{ x: 0, y: 0, label: 1 }, { x: 3, y: 3, label: 2 }]);
    await page.call("play");
    const counts = () => page.driver.evaluate(() => ({ ...window.drawn }));
    const before = await until("a drawn network", async () => { const now = await counts(); return now.network > 2 && now; });
    // Round and back to where it was, as often as it takes: a busy machine draws fewer pictures meanwhile.
    const path = Array.from({ length: 101 }, (_, k) => [2 * Math.sin(k * Math.PI / 50), 2 - 2 * Math.cos(k * Math.PI / 50)]);
    const [nPlane, nNetwork] = await until("a plane that is drawn while a point is dragged", async () => {
      await page.driver.drag(await page.onScreen(...path));
      const after = await counts();
      return after.plane - before.plane > 60 && [after.plane - before.plane, after.network - before.network];
    });
    // Every third picture has the network.
    assert.ok(nNetwork <= nPlane / 3 + 2, `the network must not be drawn at each move, got ${nNetwork} times beside ${nPlane} of the plane`);
  },
};

/** Runs in the page before its own scripts: what of it is there when the plot is drawn first, and when it is called usable. */
function noteFirsts() {
  window.firsts = {};
  const note = (name) => {
    const n = (selector) => document.querySelectorAll(`main:not(.skeleton) ${selector}`).length;
    window.firsts[name] ??= { blanks: n(".blank"), panels: n(".panel:not(.blank)") };
  };
  const put = CanvasRenderingContext2D.prototype.drawImage;
  CanvasRenderingContext2D.prototype.drawImage = function drawn(...args) {
    if (this.canvas.closest(".plot")) note("drawn");
    return put.apply(this, args);
  };
  new MutationObserver(() => {
    const state = document.querySelector("main")?.dataset.state;
    if (state === "running" || state === "paused") note("usable");
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-state"] });
}
