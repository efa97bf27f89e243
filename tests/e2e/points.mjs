// Points on the plot as a person handles them: placed, moved, relabelled, erased and sprayed, by mouse, by finger and
// by keyboard; and what is shown over the plot. Each is checked by what `window.playground` then says.
import assert from "node:assert/strict";
import { SLOWLY, changedShare } from "./page.mjs";
import { becomes, eventually, until } from "./until.mjs";

/** Three points far from each other. */
const THREE = [{ x: -3, y: -3, label: 1 }, { x: 3, y: 3, label: 2 }, { x: 3, y: -3, label: 2, test: true }];
/** A pointer hits a pixel: half of one, in units of the smallest plot. */
const NEAR = 0.06;

export const tests = {
  "a drag by mouse moves exactly one point, and is one act to undo": async (page) => {
    await opened(page, THREE);
    await page.driver.drag(await page.onScreen([-3, -3], [-2, -1], [-1, 1]));
    const points = await settled(page, "a moved point", (points) => isAt(points[0], -1, 1));
    assert.deepEqual(points.slice(1), THREE.slice(1), "the others must stay");
    assert.equal(points[0].label, 1);
    assert.equal(points.length, 3, "a drag must not place a point");
    await page.driver.press("Control+z");
    const back = await settled(page, "the drag undone", (points) => isAt(points[0], -3, -3));
    assert.deepEqual(back, THREE, "one drag is one act to undo");
  },

  "the class that was chosen last is that of the next point, however slow the page follows": async (page) => {
    await page.driver.before(SLOWLY);
    await opened(page, THREE);
    const places = [[-4, 4, 1], [0, 4, 2], [4, 4, 1], [-4, 0, 2], [0, 0, 1], [4, 0, 2]];
    for (const [x, y, label] of places) {
      await page.click(`Class ${label}`);
      await page.clickPlane(x, y);
    }
    const points = await settled(page, "all points", (points) => points.length === THREE.length + places.length);
    assert.deepEqual(points.slice(THREE.length).map(({ label }) => label), places.map(([, , label]) => label));
  },

  "a finger places and moves points, and does not scroll the page while it moves one": async (page) => {
    await opened(page, THREE);
    await page.driver.touch(await page.onScreen([0, 4]));
    await settled(page, "a tapped point", (points) => points.length === 4 && isAt(points[3], 0, 4));
    const before = await page.driver.evaluate(() => scrollY);
    // A little beside the point: a finger is less exact than a mouse.
    await page.driver.touch(await page.onScreen([-2.8, -3], [-2.8, -2], [-2.8, 0], [-2.8, 2]));
    await settled(page, "a moved point", (points) => points.length === 4 && isAt(points[0], -3, 2));
    assert.equal(await page.driver.evaluate(() => scrollY), before, "the page must not scroll");
  },

  "a finger's tap adds a point however near others are, and staying on one selects it": async (page) => {
    await page.driver.resize(390, 844);
    await opened(page, THREE);
    // At the point itself: nothing of a fingertip's width is left of it.
    await page.driver.touch(await page.onScreen([-3, -3]));
    await settled(page, "a point on another", (points) => points.length === 4 && isAt(points[3], -3, -3));
    assert.equal(await page.has("Selected point"), false, "a tap must not select");
    await page.driver.touch(await page.onScreen([3, 3]), () => page.element("Selected point"));
    assert.equal((await page.call("points")).length, 4, "staying on a point must not place one");
    await page.click("Make it class 1");
    await settled(page, "a relabelled point", (points) => points[1].label === 1);
    for (const [width, height] of [[390, 844], [360, 640]]) {
      await page.driver.resize(width, height);
      await eventually(async () => {
        const { bar, plot } = await page.driver.evaluate(() => {
          const box = (selector) => JSON.parse(JSON.stringify(document.querySelector(selector).getBoundingClientRect()));
          return { bar: box(".chosen-bar"), plot: box(".plot") };
        });
        assert.ok(bar.width > 0 && bar.left >= 0 && bar.right <= width && bar.bottom <= plot.top && bar.height < 60, `the bar must hide nothing of the plot: ${JSON.stringify({ bar, plot })}`);
      });
    }
  },

  "words say “tap” where a finger points and “click” where a mouse does": async (page) => {
    for (const [isCoarse, word] of [[true, "Tap"], [false, "Click"]]) {
      await page.renew();
      await page.driver.before(isCoarse ? pretendFinger : () => {});
      await page.open();
      await until(`a hint that says “${word}”`, async () => (await page.element("At the cursor")).text === `${word} to add points`);
      await page.call("setPoints", []);
      await until("an empty plot's words", () => page.driver.evaluate((start) => document.querySelector(".plot-empty").textContent.startsWith(start), `No points yet. ${word} here`));
    }
  },

  "help tells what finger or mouse can do and what the words mean, and keys only where there are some": async (page) => {
    for (const isCoarse of [true, false]) {
      await page.renew();
      await page.driver.before(isCoarse ? pretendFinger : () => {});
      await page.driver.resize(390, 844);
      await page.open();
      await page.call("pause");
      await page.click("Menu");
      await page.click("Help");
      const text = await until("help in sight", () => page.driver.evaluate(() => {
        const help = document.getElementById("plot-help");
        const { top } = help.getBoundingClientRect();
        // Its lists come a moment after it.
        return !help.hidden && top >= 0 && top < 600 && help.innerText.includes("What you can do") && help.innerText;
      }));
      assert.match(text, isCoarse ? /^Help\s+Close\s+Take the tour\s+What you can do\s+Tap\s+adds a point/ : /^Help\s+Close\s+Take the tour\s+What you can do\s+Click\s+adds a point/);
      for (const word of ["neuron", "score", "loss", "learning rate", "gradient norm, ‖Gradient‖", "step", "epoch"]) assert.match(text, new RegExp(`^${word}\\s`, "m"));
      assert.equal(/Keys on the plot\s/.test(text), !isCoarse, "keys are for keyboards");
      // The card of a first visit has a button of the same name.
      await page.driver.evaluate(() => document.querySelector("#plot-help button").click());
      await until("no help", async () => page.driver.evaluate(() => document.getElementById("plot-help").hidden));
    }
  },

  "the keyboard places, walks to, relabels, moves and removes points": async (page) => {
    await opened(page, THREE);
    await focused(page);
    await keys(page, "2", "Shift+ArrowUp", "ArrowRight", "Enter");
    await settled(page, "a placed point", (points) => points.length === 4 && isAt(points[3], 0.25, 1) && points[3].label === 2);
    // Leftwards from the cursor is the first point.
    await keys(page, "p", "2");
    await settled(page, "a relabelled point", (points) => points[0].label === 2 && isAt(points[0], -3, -3));
    await keys(page, "m", "ArrowLeft", "Shift+ArrowDown", "Enter");
    await settled(page, "a carried point", (points) => isAt(points[0], -3.25, -4));
    await keys(page, "m", "ArrowLeft", "Escape");
    await settled(page, "a point put back", (points) => isAt(points[0], -3.25, -4));
    await keys(page, "Delete");
    const points = await settled(page, "one point less", (points) => points.length === 3);
    assert.deepEqual(points.slice(0, 2), THREE.slice(1), "only the selected point must go");
  },

  "training that ended with the last point goes on when Undo brings the points back": async (page) => {
    await page.open();
    await page.call("play");
    await page.reach("running");
    await page.click("Erase all points");
    await page.reach("paused");
    await page.click("Undo");
    await page.reach("running");
    const { step } = await page.call("snapshot");
    await until("training", async () => (await page.call("snapshot")).step > step);
    // Who has paused stays paused.
    await page.call("pause");
    await page.click("Erase all points");
    await settled(page, "no points", (points) => points.length === 0);
    await page.click("Undo");
    await settled(page, "all points", (points) => points.length > 0);
    assert.equal((await page.call("snapshot")).state, "paused");
    assert.equal(await page.state(), "paused");
  },

  "the first stop of the keyboard leads past everything to the plot": async (page) => {
    await page.open();
    await page.call("pause");
    await page.driver.press("Tab");
    await becomes("the first stop", () => page.driver.evaluate(() => {
      const { activeElement: stop } = document;
      const { left, top, right, bottom } = stop.getBoundingClientRect();
      return { text: stop.textContent, isSeen: left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight };
    }), { text: "Skip to the plot", isSeen: true });
    await page.driver.press("Enter");
    await until("the focus on the plot", () => page.driver.evaluate(() => document.activeElement.getAttribute("aria-label") === "Output plot"));
    const before = (await page.call("points")).length;
    await keys(page, "Shift+ArrowUp", "Enter");
    await settled(page, "a point placed there", (points) => points.length === before + 1);
  },

  "a click selects a point, and its bar relabels it, keeps it for testing and erases it": async (page) => {
    await opened(page, THREE);
    await page.clickPlane(-3, -3);
    await page.click("Make it class 2");
    await settled(page, "a relabelled point", (points) => points.length === 3 && points[0].label === 2);
    await page.click("Test");
    await settled(page, "a test point", (points) => points[0].test === true);
    await page.click("Erase point");
    const points = await settled(page, "one point less", (points) => points.length === 2);
    assert.deepEqual(points, THREE.slice(1));
    await becomes("nothing selected any more", () => page.has("Selected point"), false);
  },

  "the brush sprays points of the chosen class and the eraser takes what it touches": async (page) => {
    await opened(page, []);
    await page.click("Brush");
    await page.click("Class 1");
    await page.driver.drag(await page.onScreen([-4, -4], [-3.5, -4], [-3, -4], [-2.5, -4], [-2, -4]));
    const sprayed = await settled(page, "sprayed points", (points) => points.length >= 10);
    for (const { x, y, label } of sprayed) {
      assert.equal(label, 1);
      assert.ok(x > -4.8 && x < -1.2 && Math.abs(y + 4) < 0.8, `(${x}, ${y}) must be near the stroke`);
    }
    await shown(page, THREE);
    await page.click("Erase");
    await page.driver.drag(await page.onScreen([-3, -3.5], [-3, -3], [0, 0], [3, 3]));
    const left = await settled(page, "an erased stroke", (points) => points.length === 1);
    assert.deepEqual(left, THREE.slice(2));
  },

  "a regression point has the value that was chosen and a curve's point its height": async (page) => {
    await opened(page, []);
    await page.call("configure", { task: "regression" });
    await page.element("Value");
    await shown(page, []);
    await page.click("Value");
    await page.driver.press("Home");
    await page.clickPlane(1, 2);
    await settled(page, "a point of value −1", ([point]) => point?.label === -1 && isAt(point, 1, 2));
    await page.call("configure", { task: "curve" });
    await shown(page, []);
    await page.clickPlane(1, 2);
    await settled(page, "a point on the curve", ([point]) => point && isAt(point, 1, 2) && Math.abs(point.label - 2) < NEAR);
  },

  "every layer over the plot can be seen": async (page) => {
    await page.driver.before(NOTE_FINENESS);
    await opened(page, THREE);
    await page.call("step", "epoch", 20);
    // One kind of arrows takes the other's place.
    await page.click("Slope field");
    const before = await finePicture(page);
    const share = async () => changedShare(before, await finePicture(page));
    for (const name of ["Slope field", "Point pull", "Boundary push", "Test points", "Hard edges"]) {
      await page.click(name);
      await until(`a plot that ${name} changed`, async () => await share() > 0);
      await page.click(name);
      await until(`the plot as it was before ${name}`, async () => await share() === 0);
    }
  },

  "the read-out is never cut, whatever stands beside it": async (page) => {
    await opened(page, THREE);
    for (const dataset of ["own", "circle"]) {
      await page.call("configure", { dataset });
      for (const [width, height] of [[1440, 900], [1366, 768], [1280, 680], [1024, 768], [768, 1024], [390, 844], [360, 640], [844, 390]]) {
        await page.driver.resize(width, height);
        const [at] = await page.onScreen([-5.5, -5.5]);
        await page.driver.move(...at);
        await eventually(async () => {
          const line = await page.driver.evaluate(() => {
            const { scrollWidth, clientWidth, textContent, offsetTop, offsetHeight, parentElement: { offsetHeight: room } } = document.querySelector(".readout");
            return { scrollWidth, clientWidth, textContent, offsetTop, offsetHeight, room };
          });
          assert.match(line.textContent, /class/);
          assert.ok(line.scrollWidth <= line.clientWidth && line.offsetHeight <= line.room + 1, `cut at ${width}×${height}: ${JSON.stringify(line)}`);
        });
        await page.driver.move(1, 1);
        await until("no reading", () => page.driver.evaluate(() => !document.querySelector(".readout").textContent.includes("class")));
        if (dataset === "own") {
          await until("the way back beside the hint", () => page.driver.evaluate(() => {
            const [link, line] = [".own-note .link", ".plot-line"].map((selector) => document.querySelector(selector).getBoundingClientRect());
            return link.width > 0 && link.top < line.bottom - 8;
          }));
        }
      }
    }
  },

  "the read-out says what the network says": async (page) => {
    await opened(page, THREE);
    await page.call("step", "epoch", 50);
    const share = [await page.call("predict", [[1, 2]])].flat(2)[0];
    await page.clickPlane(1, 2);
    const wanted = share >= 0.5 ? `class 2, ${Math.round(share * 100)} %` : `class 1, ${Math.round((1 - share) * 100)} %`;
    await until(`a read-out of “${wanted}”`, async () => (await page.element("At the cursor")).text.includes(wanted));
  },
};

/** Runs in the page before its own scripts: what points is a finger, as far as media queries tell. */
function pretendFinger() {
  const asked = window.matchMedia.bind(window);
  window.matchMedia = (query) => (query === "(pointer: coarse)" ? { matches: true } : asked(query));
}

/** The page, paused, with these points. */
async function opened(page, points) {
  await page.open();
  await page.configured({});
  await shown(page, points);
}

/** These points, as soon as the plot shows them. */
async function shown(page, points) {
  await page.call("setPoints", points);
  const wanted = `${points.filter((point) => !point.test).length} training points, ${points.filter((point) => point.test).length} test`;
  // The session knows them before they are shown, and only what is shown can be touched.
  await until("the points on the plot", () => page.driver.evaluate((wanted) => {
    const plot = document.querySelector("[aria-label='Output plot']");
    return document.getElementById(plot.getAttribute("aria-describedby")).textContent.includes(wanted);
  }, wanted));
}

/** The points, as soon as they are as wanted. */
function settled(page, what, isWanted) {
  return until(what, async () => {
    const points = await page.call("points");
    return isWanted(points) && points;
  });
}

/** Runs in the page before anything else: notes how often the plane was drawn, and whether with as many samples as it has pixels. */
function NOTE_FINENESS() {
  const drawn = { n: 0, isFine: false };
  window.drawn = drawn;
  const { drawImage } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.drawImage = function (source, ...more) {
    if (this.canvas.matches(".plot > canvas:first-child")) Object.assign(drawn, { n: drawn.n + 1, isFine: source.width === this.canvas.width });
    return drawImage.call(this, source, ...more);
  };
}

/**
 * The pixels of the plot, drawn finely: then they depend on the session and the layers alone. A change of any kind is drawn coarsely
 * first, which changes more of the plot than a small layer does, and lasts for as long as the machine takes.
 */
function finePicture(page) {
  const drawn = () => page.driver.evaluate(async () => {
    // What was drawn has been seen two frames later.
    await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
    return { ...window.drawn };
  });
  return until("a fine picture of the plot", async () => {
    const before = await drawn();
    const picture = await page.pixels("Output plot");
    return before.isFine && (await drawn()).n === before.n && picture;
  });
}

function isAt(point, x, y) {
  return Math.hypot(point.x - x, point.y - y) < NEAR;
}

async function focused(page) {
  await page.driver.evaluate(() => document.querySelector("[aria-label='Output plot']").focus());
}

async function keys(page, ...names) {
  for (const name of names) await page.driver.press(name);
}
