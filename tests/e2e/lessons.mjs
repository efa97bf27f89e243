// The lessons beside the playground: each step sets the page up, is judged while a learner works, and leaves plot and Play in sight. That
// every solution reaches its goal is tested natively (tests/tests/lessons.rs).
import assert from "node:assert/strict";
import { becomes, eventually, until } from "./until.mjs";

const look = (page) => page.driver.evaluate(() => {
  const step = document.querySelector(".lesson-step");
  const text = (selector) => document.querySelector(selector)?.textContent ?? "";
  return {
    step: step?.dataset.step ?? null, isDone: step?.dataset.done === "true", title: text(".lesson h2"), task: text(".lesson .imperative"), hint: text(".hints [role=status]"),
    said: text(".lesson-task [role=status]"), list: [...document.querySelectorAll(".lesson-name b")].map((name) => name.textContent), hash: location.hash,
  };
});
const at = (page, step) => until(`the step ${step}`, async () => {
  const now = await look(page);
  return now.step === step && now;
});
/** The published files of lessons, by their names. */
const read = (page, name) => page.driver.evaluate(async (name) => (await fetch(window.playgroundBoot.beside(`lessons-${name}.json`))).json(), name);
/** What the page has of a configuration. */
const part = async (page, config) => {
  const now = await page.call("config");
  return Object.fromEntries(Object.keys(config).map((key) => [key, now[key]]));
};
/** Whether the page says that a click adds points. */
const seesHint = (page) => page.driver.evaluate(() => {
  const line = document.querySelector(".readout");
  return /add points/.test(line.textContent) && getComputedStyle(line).visibility === "visible";
});
const kept = ({ activation, ...config }) => config;

const SCREENS = [[1440, 900], [1366, 768], [1280, 720], [768, 1024], [844, 390], [390, 844], [360, 640]];
const IDS = ["linear-regression", "gradient-descent", "logistic-regression", "softmax", "why-nonlinear", "approximation", "backpropagation", "four-ways", "loss-functions", "batch-size", "optimisers", "loss-curves", "over-fitting"];

export const tests = {
  "a learner finds the lessons, does a step, and finds it done after a reload": async (page) => {
    await page.open();
    await page.call("pause");
    await page.click("Lessons");
    const { list } = await until("the list", async () => { const now = await look(page); return now.list.length > 0 && now; });
    assert.equal(list.length, IDS.length);
    await page.driver.evaluate(() => document.querySelector(".lesson-name").click());
    const index = await read(page, "en-index");
    const steps = index[0].steps.map(({ id }) => `${index[0].id}/${id}`);
    const first = (await read(page, `en-${index[0].id}`)).steps[0];
    const began = await at(page, steps[0]);
    assert.ok(!began.isDone && began.task.length > 10, JSON.stringify(began));
    await becomes("the stage", () => part(page, kept(first.stage.config)), kept(first.stage.config));
    await becomes("no word of points, which this step cannot place", () => seesHint(page), false);
    await page.click("Hint");
    const what = await until("a hint", async () => (await look(page)).hint);
    await page.click("What can I do?");
    await until("more of it", async () => (await look(page)).hint.length > what.length);
    await page.click("Skip");
    await at(page, steps[1]);
    await page.click("Back");
    await at(page, steps[0]);
    await page.call("configure", { optimiser: "newton", learningRate: 1, batchSize: "all" });
    await page.call("step", "batch", 3);
    await until("the step to be done", async () => (await look(page)).isDone);
    await page.element("Next");
    const { step } = await page.call("snapshot");
    await until("the address", () => page.driver.evaluate(() => location.hash.includes("lesson=")));
    await page.driver.goto(page.server.url + (await look(page)).hash);
    await page.usable();
    await at(page, steps[0]);
    await becomes("what was done is known in this browser", async () => (await look(page)).isDone, true);
    assert.ok(step >= 3);
    await page.click("Close the lessons");
    await until("the playground alone", async () => (await look(page)).step === null);
    await page.element("Noise");
    await becomes("the hint that points can be placed", () => seesHint(page), true);
  },

  "every step of every lesson is set up as it says, and none is done before it is begun": async (page) => {
    await page.open("#v=1");
    const index = await read(page, "en-index");
    assert.deepEqual(index.map(({ id }) => id), IDS);
    for (const { id } of index) {
      const { steps } = await read(page, `en-${id}`);
      for (const { id: step, stage } of steps) {
        await page.call("view", { lesson: `${id}/${step}` });
        await at(page, `${id}/${step}`);
        await becomes(`the stage of ${id}/${step}`, () => part(page, kept(stage.config)), kept(stage.config));
        const { isDone } = await at(page, `${id}/${step}`);
        assert.ok(!isDone, `${id}/${step} is done at its start`);
      }
    }
  },

  "a link opens a step in either language, and what is no lesson says so": async (page) => {
    await page.open("#v=1&lang=zh&lesson=softmax/1");
    const index = await read(page, "zh-hans-index");
    const { steps } = index.find(({ id }) => id === "softmax");
    const found = await at(page, `softmax/${steps[0].id}`);
    assert.match(found.task, /[一-鿿]/);
    await page.renew();
    await page.open("#v=1&lang=en&lesson=alchemy");
    await until("why there is none", async () => /no lesson .alchemy./.test(await page.driver.evaluate(() => document.querySelector(".lesson")?.textContent ?? "")));
    await becomes("and which there are", async () => (await look(page)).list.length, IDS.length);
    await page.renew();
    await page.open("#v=1&lang=en&lesson=%3Cb%3E");
    await until("what a lesson's name is", async () => /name of a lesson/.test(await page.driver.evaluate(() => document.querySelector(".notices")?.textContent ?? "")));
  },

  "a question takes numbers as people write them, and says when an answer is not right": async (page) => {
    await page.open("#v=1&lang=en");
    const lessons = [];
    for (const id of IDS) lessons.push(await read(page, `en-${id}`));
    const number = lessons.flatMap(({ id, steps }) => steps.map((step) => ({ name: `${id}/${step.id}`, ...step }))).find(({ aim }) => aim.number);
    await page.call("view", { lesson: number.name });
    await at(page, number.name);
    await page.type("Your answer", "much\n");
    await until("what is wrong", async () => /Type a number/.test((await look(page)).said));
    await page.type("Your answer", `${number.aim.number.answer + 1000}\n`);
    await until("not yet", async () => /Not yet/.test((await look(page)).said));
    await page.type("Your answer", `${String(number.aim.number.answer).replace("-", "−")}\n`);
    await until("the step to be done", async () => (await look(page)).isDone);
  },

  "plot and Play stay in sight beside a step on every screen": async (page) => {
    await page.open("#v=1&lang=en&lesson=why-nonlinear/1");
    await until("a step", async () => (await look(page)).step !== null);
    for (const [width, height] of SCREENS) {
      await page.driver.resize(width, height);
      await becomes(`a page in order at ${width}×${height}`, () => page.driver.evaluate(() => {
        const [plot, play, task] = [".plot", ".play", ".lesson .imperative"].map((selector) => document.querySelector(selector).getBoundingClientRect());
        const seen = ({ left, top, right, bottom }) => left >= 0 && top >= 0 && right <= innerWidth + 1 && bottom <= innerHeight + 1;
        const side = document.querySelector(".lesson-side").getBoundingClientRect();
        // A sheet may cover a strip of the plot's lower edge, no more.
        const free = side.left < plot.right && side.right > plot.left && side.top > plot.top ? side.top - plot.top : plot.height;
        return { play: seen(play), task: task.top < innerHeight, plot: plot.top >= 0 && free >= 0.6 * plot.height, sideways: document.documentElement.scrollWidth > innerWidth };
      }), { play: true, task: true, plot: true, sideways: false });
    }
  },

  "on a phone an open question leaves the plot in sight, scrolls, and folds": async (page) => {
    for (const lang of ["en", "zh"]) {
      await page.driver.resize(390, 844);
      await page.driver.goto("about:blank");
      await page.open(`#v=1&lang=${lang}&lesson=linear-regression/loss`);
      await at(page, "linear-regression/loss");
      for (const [width, height] of [[390, 844], [360, 640]]) {
        await page.driver.resize(width, height);
        const seen = () => page.driver.evaluate(() => {
          const [side, plot, reads] = [".lesson-side", ".plot", ".dock"].map((selector) => document.querySelector(selector).getBoundingClientRect());
          const panel = document.querySelector(".lesson");
          const free = Math.min(plot.bottom, side.top) - plot.top;
          return {
            share: side.height <= 0.451 * innerHeight, plot: plot.top >= 0 && free >= 0.6 * plot.height, reads: side.bottom <= reads.top + 1 && reads.bottom <= innerHeight + 1,
            scrolls: panel.scrollHeight > panel.clientHeight, isFolded: side.height < 0.15 * innerHeight,
          };
        });
        await becomes(`a sheet at ${width}×${height}`, seen, { share: true, plot: true, reads: true, scrolls: true, isFolded: false });
        // What is asked for is reached within it.
        await until("the field", () => page.driver.evaluate(() => {
          const field = document.querySelector("#lesson-number");
          field.scrollIntoView({ block: "nearest" });
          const { x, y, width, height } = field.getBoundingClientRect();
          return document.elementFromPoint(x + width / 2, y + height / 2) === field;
        }));
        const fold = () => page.driver.evaluate(() => {
          const { x, y, width, height } = document.querySelector(".lesson-fold").getBoundingClientRect();
          return [x + width / 2, y + height / 2, Math.min(width, height)];
        });
        const [x, y, size] = await page.still("the fold", fold);
        assert.ok(size >= 40, `a button of ${size} pixels`);
        await page.driver.click(x, y);
        await becomes("a folded sheet", async () => (await seen()).isFolded, true);
        const [again, below] = await page.still("the fold", fold);
        await page.driver.click(again, below);
        await becomes("the sheet again", async () => (await seen()).isFolded, false);
      }
    }
  },

  "what a lesson's text names is shown by a press, on a laptop and on a phone": async (page) => {
    await page.open("#v=1&lang=en");
    const steps = [];
    for (const id of IDS) steps.push(...(await read(page, `en-${id}`)).steps.map((step) => ({ step: `${id}/${step.id}`, places: JSON.stringify([step.text, step.task]).match(/"place:[^"]*"/g) ?? [] })));
    const linked = steps.filter(({ places }) => places.length > 0);
    assert.ok(linked.length >= 8, JSON.stringify(linked));
    for (const [width, height] of [[1366, 700], [390, 844]]) {
      await page.driver.resize(width, height);
      for (const { step, places } of linked) {
        await page.call("view", { lesson: step });
        await at(page, step);
        // What the step sets up is there: what is pressed before belongs to it, too.
        await page.call("points");
        const more = await page.driver.evaluate(() => document.querySelector(".lesson-more")?.checkVisibility() && document.querySelector(".lesson-more").getAttribute("aria-expanded") === "false");
        if (more) await page.driver.evaluate(() => document.querySelector(".lesson-more").click());
        for (const place of new Set(places.map((place) => place.slice(7, -1)))) {
          await page.driver.evaluate(() => document.querySelector(".lit")?.classList.remove("lit"));
          const { x, y } = await until(`a link to ${place} in ${step}`, () => page.driver.evaluate((place) => {
            const link = [...document.querySelectorAll(".to-place")].find((link) => link.dataset.place === place && link.checkVisibility());
            link?.scrollIntoView({ block: "center" });
            const box = link?.getClientRects()[0];
            const [x, y] = box ? [box.x + box.width / 2, box.y + box.height / 2] : [0, 0];
            return link && link.contains(document.elementFromPoint(x, y)) && { x, y };
          }, place));
          await page.driver.click(x, y);
          // The mark goes after some seconds, or with another class of what has it: a step that is still set up takes it away.
          await until(`${place} in sight in ${step} at ${width}`, () => page.driver.evaluate((place) => {
            const lit = document.querySelector(".lit");
            if (!lit) [...document.querySelectorAll(".to-place")].find((link) => link.dataset.place === place)?.click();
            if (!lit?.checkVisibility()) return false;
            const { left, top, width } = lit.getBoundingClientRect();
            return lit.contains(document.elementFromPoint(left + width / 2, Math.max(top, 0) + 60));
          }, place));
        }
      }
    }
  },

  "on a phone a neuron's card leaves the task and the loss in sight, and goes with its step": async (page) => {
    for (const [width, height] of [[390, 844], [360, 640]]) {
      await page.driver.resize(width, height);
      await page.open("#v=1&lang=en");
      await page.call("view", { lesson: "linear-regression/model" });
      await at(page, "linear-regression/model");
      await page.driver.evaluate(() => document.querySelector(".imperative .to-place").click());
      await until("the network in sight", () => page.driver.evaluate(() => document.querySelector(".lit.middle") !== null));
      await page.driver.evaluate(() => [...document.querySelectorAll(".net-plane .neuron")].at(-1).click());
      await until(`a card above the lesson at ${width} × ${height}`, () => page.driver.evaluate(() => {
        const card = document.querySelector(".details");
        if (!card?.checkVisibility()) return false;
        const [{ bottom, height }, task] = [card, document.querySelector(".lesson-task")].map((part) => part.getBoundingClientRect());
        return height > 100 && bottom <= document.querySelector(".lesson-side").getBoundingClientRect().top && task.bottom > bottom;
      }));
      await page.click("Skip");
      await at(page, "linear-regression/loss");
      await until("no card", () => page.driver.evaluate(() => !document.querySelector(".details")?.checkVisibility()));
    }
  },

  "a step's controls that stand behind something are shown by a press": async (page) => {
    const places = () => page.driver.evaluate(() => [...document.querySelectorAll(".lesson-places .chip")].filter((chip) => chip.checkVisibility()).map((chip) => [...chip.childNodes].filter((part) => part.nodeType === 3 || part.checkVisibility()).map((part) => part.textContent).join("")));
    const show = async (name) => {
      const { x, y, width, height } = await page.still(`the button of ${name}`, () => page.driver.evaluate((name) => {
        const chip = [...document.querySelectorAll(".lesson-places .chip")].find((chip) => chip.textContent.endsWith(name) && chip.checkVisibility());
        chip?.scrollIntoView({ block: "center" });
        const place = chip?.getBoundingClientRect().toJSON();
        // The panel's foot may cover it.
        return place && chip.contains(document.elementFromPoint(place.x + place.width / 2, place.y + place.height / 2)) && place;
      }, name));
      await page.driver.click(x + width / 2, y + height / 2);
      await until(`${name} in sight in ${(await look(page)).step}`, () => page.driver.evaluate(() => {
        const lit = document.querySelector(".lit");
        if (!lit?.checkVisibility()) return false;
        const { left, top, width, height } = lit.getBoundingClientRect();
        const there = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 40));
        return lit.contains(there) || there?.contains(lit);
      }));
      // Suggestions of a field close first.
      await until("what was opened to be closed", async () => {
        if (await page.driver.evaluate(() => !document.querySelector(".top.open, #more:not([hidden])"))) return true;
        await page.driver.press("Escape");
        return false;
      });
    };
    await page.driver.resize(390, 844);
    await page.open("#v=1&lang=en");
    for (const [step, wanted] of [
      ["gradient-descent/too-large", ["≡ › Reset", "≡ › Learning rate"]],
      ["why-nonlinear/symmetry", ["≡ › Reset", "≡ › More settings › Initialisation"]],
      ["over-fitting/more-data", ["≡ › Reset", "Points, noise and split › Training share", "Points, noise and split › Points"]],
      ["softmax/more-classes", ["≡ › Reset", "Network"]],
      ["optimisers/minima", ["≡ › Reset", "≡ › New initial weights"]],
    ]) {
      await page.call("view", { lesson: step });
      await at(page, step);
      await becomes(`what ${step} points at`, places, wanted);
      for (const place of wanted) await show(place.split(" › ").at(-1));
    }
    // On a large screen only what stands behind a button there.
    await page.driver.resize(1440, 900);
    await page.call("view", { lesson: "why-nonlinear/symmetry" });
    await at(page, "why-nonlinear/symmetry");
    await becomes("what is pointed at", places, ["More settings › Initialisation"]);
    await show("Initialisation");
    await page.call("view", { lesson: "gradient-descent/too-large" });
    await at(page, "gradient-descent/too-large");
    await becomes("nothing", places, []);
  },

  "where to find a rate is the task, the card of a divergence names none, and huge numbers can be read": async (page) => {
    await page.open("#v=1&lang=en&lesson=gradient-descent/too-large");
    await at(page, "gradient-descent/too-large");
    await page.call("step", "batch", 300);
    await page.reach("diverged");
    await until("a loss with its power of ten", () => page.driver.evaluate(() => /now \d\.\d · 10[⁰¹²³⁴-⁹]+/.test(document.querySelector(".lesson-task .goal-line").textContent)));
    const card = await until("the card", () => page.driver.evaluate(() => document.querySelector(".card.bad")?.textContent));
    assert.doesNotMatch(card, /Start again with learning rate/);
    await page.driver.evaluate(() => document.querySelector(".card.bad .btn").click());
    await becomes("step 0", async () => (await page.call("snapshot")).step, 0);
    assert.equal((await page.call("config")).learningRate, 0.3);
    // In the playground alone it does.
    await page.renew();
    await page.open("#v=1&lang=en");
    await page.configured({ task: "curve", dataset: "function", formula: "0.5*x + 1", trainShare: 1, features: ["x1"], hiddenLayers: [], batchSize: "all", learningRate: 3 });
    await page.call("play");
    await page.reach("diverged");
    await until("another rate", () => page.driver.evaluate(() => /Start again with learning rate/.test(document.querySelector(".card.bad")?.textContent)));
  },

  "steps are left out by a link, and the way goes past them": async (page) => {
    await page.open("#v=1&lang=en&lesson=softmax/softmax/-dishes/-slope");
    await at(page, "softmax/softmax");
    const pieces = () => page.driver.evaluate(() => document.querySelectorAll(".lesson-bar .piece").length);
    await becomes("three steps", pieces, 3);
    await page.click("Skip");
    await at(page, "softmax/more-classes");
    await becomes("the address", async () => decodeURIComponent((await look(page)).hash).includes("lesson=softmax/more-classes/-dishes/-slope"), true);
    await page.click("Back");
    await at(page, "softmax/softmax");
    await becomes("three steps", pieces, 3);
  },

  "a Taylor polynomial lies over the plot with its name, and goes with its step": async (page) => {
    for (const [lang, name] of [["en", "Taylor polynomial of 3*sin(x), degree 5 around 0"], ["zh", "3*sin(x) 在 0 处的 5 次泰勒多项式"]]) {
      await page.driver.goto("about:blank");
      await page.open(`#v=1&lang=${lang}&lesson=approximation/beside`);
      await at(page, "approximation/beside");
      await becomes("its name", () => page.driver.evaluate(() => document.querySelector(".plot .lesson-taylor span")?.textContent), name);
      // Where it lies: at x = 3 it is 3 · 0.525.
      await eventually(async () => {
        const [, y] = await page.driver.evaluate(() => /L(3\.000) (-?[\d.]+)/.exec(document.querySelector(".lesson-taylor path").getAttribute("d")).slice(1).map(Number));
        assert.ok(Math.abs(-y - 1.575) < 1e-3, `${y}`);
      });
    }
    await page.call("view", { lesson: "approximation/theorem" });
    await at(page, "approximation/theorem");
    await until("none", () => page.driver.evaluate(() => !document.querySelector(".lesson-taylor")));
  },

  "Backprop says how far the next batch's gradient is from that of all points": async (page) => {
    await page.open("#v=1&lang=en&lesson=batch-size/apart");
    await at(page, "batch-size/apart");
    await page.click("Batch");
    const degrees = async () => Number(/: ([\d.]+)°/.exec(await page.driver.evaluate(() => document.querySelector(".inside-angle[data-degrees]")?.textContent ?? ""))?.[1] ?? NaN);
    await until("an angle", degrees);
    const file = await read(page, "en-batch-size");
    const { aim } = file.steps.find(({ id }) => id === "apart");
    await eventually(async () => {
      const first = await degrees();
      assert.ok(Math.abs(first - aim.number.answer) <= aim.number.tolerance, `${first}° and ${aim.number.answer}°`);
    });
    await page.call("configure", { batchSize: "all" });
    await until("no angle", async () => (await degrees()) === 0);
  },
};
