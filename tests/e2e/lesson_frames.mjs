// A lesson in a course page of another origin: it is read and done in frames of usual sizes, the course hears of it, and chooses its steps.
import assert from "node:assert/strict";
import { course, element, script } from "./course.mjs";
import { becomes, until } from "./until.mjs";

/** Runs in the frame: whether plot, Play and the task can be seen, and what the panel's fold is called. */
function look() {
  const box = (selector) => document.querySelector(selector)?.getBoundingClientRect();
  const [plot, play, task, side] = [".plot", ".play", ".lesson .imperative", ".lesson-side"].map(box);
  if (!plot || !play || !task) return null;
  const isSeen = ({ left, top, right, bottom }) => left >= 0 && top >= 0 && right <= innerWidth + 1 && bottom <= innerHeight + 1;
  const covers = side.left < plot.right && side.right > plot.left && side.top > plot.top;
  const free = Math.min(plot.bottom, innerHeight, covers ? side.top : Infinity) - plot.top;
  return { plot: plot.top >= 0 && free >= 0.6 * plot.height, play: isSeen(play), task: task.top >= 0 && task.top < innerHeight, sideways: document.documentElement.scrollWidth > innerWidth };
}

/** The middle of what a selector finds in the frame, in the course page. */
async function middle(page, url, selector) {
  const inside = await until(selector, () => page.driver.inFrame(url, (selector) => {
    const found = [...document.querySelectorAll(selector)].find((element) => element.checkVisibility());
    found?.scrollIntoView({ block: "nearest" });
    return found?.getBoundingClientRect().toJSON();
  }, selector));
  const frame = await page.driver.evaluate(() => document.querySelector("gradient-playground").shadowRoot?.querySelector("iframe")?.getBoundingClientRect().toJSON() ?? document.querySelector("iframe").getBoundingClientRect().toJSON());
  return [frame.x + inside.x + inside.width / 2, frame.y + inside.y + inside.height / 2];
}

export const tests = Object.fromEntries([[800, 600], [360, 640]].map(([width, height]) => [
  `a lesson is done in a frame of ${width}×${height} of another origin, and the course hears of it`,
  async (page, options) => {
    const body = (url) => script(url) + element(`id="a" lang="en" lesson="why-nonlinear/bend" width="${width}" height="${height}" loading="eager"`);
    await course(page, options, body, async (host, { url }) => {
      await page.driver.evaluate(async () => {
        window.heard = [];
        document.getElementById("a").addEventListener("lesson", ({ detail: { id, step, done } }) => window.heard.push(`${id}/${step} ${done}`));
        await document.getElementById("a").ready;
      });
      const heard = (what) => until(`to hear ${what}`, () => page.driver.evaluate((what) => window.heard.includes(what), what));
      const press = async (selector) => {
        // What opens or folds moves it.
        let before = null;
        const place = await until(`${selector} to stand still`, async () => {
          const last = String(before);
          before = await middle(page, url, selector);
          return String(before) === last && before;
        });
        await page.driver.click(...place);
      };
      const step = () => page.driver.inFrame(url, () => document.querySelector(".lesson-step")?.dataset.step ?? null);
      await becomes("the step", step, "why-nonlinear/bend");
      await becomes("a frame in order", () => page.driver.inFrame(url, look), { plot: true, play: true, task: true, sideways: false });
      // It folds to its heading, and back.
      const size = () => page.driver.inFrame(url, () => document.querySelector(".lesson").getBoundingClientRect().height);
      const before = await size();
      await press(".lesson-fold");
      await until("a folded panel", async () => (await size()) < before / 2);
      await press(".lesson-fold");
      await until("the panel again", async () => (await size()) > before / 2);
      // The settings stand behind the menu: the step shows where.
      await press(".lesson-places .chip:last-child");
      await until("the activation", () => page.driver.inFrame(url, () => document.querySelector(".lit #activation")?.checkVisibility()));
      const way = () => page.driver.inFrame(url, () => {
        const menu = document.querySelector("#activation");
        menu.focus();
        const open = [...menu.options].filter(({ disabled }) => !disabled);
        return open.findIndex(({ value }) => value === "tanh") - open.indexOf(menu.selectedOptions[0]);
      });
      await until("another activation", async () => {
        const far = await way();
        if (far !== 0) await page.driver.press(far > 0 ? "ArrowDown" : "ArrowUp");
        return far === 0;
      });
      await becomes("the activation in force", async () => (await page.driver.evaluate(() => document.getElementById("a").config())).activations, ["tanh", "tanh"]);
      await page.driver.press("Escape");
      await press(".play");
      await heard("why-nonlinear/bend true");
      await press(".lesson-foot .btn.primary");
      await heard("why-nonlinear/symmetry false");
      // The course chooses a step, and leaves others out.
      await page.driver.evaluate(() => document.getElementById("a").setAttribute("lesson", "softmax/dishes/-slope"));
      await becomes("another step", step, "softmax/dishes");
      await becomes("its steps", () => page.driver.inFrame(url, () => document.querySelectorAll(".lesson-bar .piece").length), 4);
      await heard("softmax/dishes false");
    });
  },
]));
