// The network panel as it is used: layers and neurons by their names, every weight and bias read and edited
// by keyboard, neurons switched off and frozen, and a card that stays on a small screen.
import assert from "node:assert/strict";
import { becomes, eventually, until } from "./until.mjs";

/** Moves the focus to the neuron's button: tab stops are the page's business, arrows the diagram's. */
const focusNeuron = (page, place) => page.driver.evaluate((id) => document.getElementById(id).focus(), `neuron-${place}`);
const focused = (page) => page.driver.evaluate(() => {
  const { activeElement: element } = document;
  const { id, tabIndex, value = null } = element;
  return { id, tabIndex, value, name: element.getAttribute("aria-label"), invalid: element.getAttribute("aria-invalid") };
});
const press = async (page, ...keys) => { for (const key of keys) await page.driver.press(key); };
const type = (page, text) => press(page, ...text);
const hiddenLayers = async (page) => (await page.call("config")).hiddenLayers;
const layers = async (page) => (await page.call("model")).layers;

async function paused(page, config = {}) {
  await page.open();
  await page.configured(config);
}

/** Opens a neuron by Enter and waits for the focus in its first field. */
async function openByKey(page, place, field) {
  await focusNeuron(page, place);
  await press(page, "Enter");
  await until(`the focus in ${field}`, async () => (await focused(page)).name === field);
}

export const tests = {
  "layers and neurons come and go by their names": async (page) => {
    await paused(page);
    for (const [name, wanted] of [
      ["Add neuron to layer 1", [5, 2]],
      ["Remove neuron from layer 2", [5, 1]],
      ["Add layer", [5, 1, 1]],
      ["Remove layer", [5, 1]],
      ["Remove layer", [5]],
      ["Remove layer", []],
      ["Add layer", [4]],
    ]) {
      await page.click(name);
      await until(`${wanted} after ${name}`, async () => String(await hiddenLayers(page)) === String(wanted));
    }
    await page.call("configure", { hiddenLayers: [4, 2] });
    await page.element("Activation of layer 2");
    await page.driver.evaluate(() => {
      const menu = document.querySelector("select[aria-label='Activation of layer 2']");
      menu.value = "relu";
      menu.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await until("another activation", async () => String((await page.call("config")).activations) === "tanh,relu");
  },

  "the output's bias and a weight are edited by keyboard, exactly": async (page) => {
    await paused(page);
    const before = await page.call("snapshot");
    await openByKey(page, "3-0", "Bias of output");
    await type(page, "-1.25");
    await press(page, "Enter");
    await until("the bias", async () => (await layers(page))[2].bias[0] === -1.25);
    const after = await page.call("snapshot");
    assert.notEqual(after.checksum, before.checksum);
    assert.notEqual(after.trainLoss, before.trainLoss);
    assert.equal(after.step, 0);
    await press(page, "ArrowUp", "ArrowUp", "ArrowDown");
    await until("a nudged bias", async () => (await layers(page))[2].bias[0] === -1.15);
    await press(page, "Escape");
    await until("the focus back at the output after Escape", async () => (await focused(page)).id === "neuron-3-0");
    // All nudges are one act, the typed number another.
    for (const [keys, checksum] of [["Control+z", after.checksum], ["Control+z", before.checksum], ["Control+y", after.checksum]]) {
      await press(page, keys);
      await until(`the checksum after ${keys}`, async () => (await page.call("snapshot")).checksum === checksum);
    }
    await press(page, "Control+y");
    await until("the nudged bias again", async () => (await layers(page))[2].bias[0] === -1.15);

    for (const [key, id] of [["ArrowLeft", "neuron-2-1"], ["ArrowLeft", "neuron-1-3"], ["Home", "neuron-0-0"], ["ArrowRight", "neuron-1-1"]]) {
      await press(page, key);
      // The next key goes on from the neuron that the diagram knows as its stop for Tab.
      await until(`${id} after ${key}`, async () => { const now = await focused(page); return now.id === id && now.tabIndex === 0; });
    }
    await openByKey(page, "1-2", "Bias of neuron 1.3");
    // After each field stand its two switches.
    await press(page, ...Array(6).fill("Tab"));
    assert.equal((await focused(page)).name, "Weight x₂ → neuron 1.3");
    await type(page, "0.5");
    await press(page, "Tab");
    await until("the weight", async () => (await layers(page))[0].weights[2][1] === 0.5);
    const said = () => page.driver.evaluate(() => document.getElementById("neuron-3-0").getAttribute("aria-label"));
    await until("a name with the bias", async () => (await said()) === "Output, bias −1.15");
  },

  "nonsense in a weight's field is marked, said in words, and changes nothing": async (page) => {
    await paused(page);
    const { checksum } = await page.call("snapshot");
    await openByKey(page, "2-0", "Bias of neuron 2.1");
    for (const nonsense of ["abc", "1e99", "NaN"]) {
      await type(page, nonsense);
      await press(page, "Enter");
      await becomes("a marked field", async () => {
        const { value, invalid } = await focused(page);
        return [value, invalid];
      }, [nonsense, "true"]);
      const words = () => page.driver.evaluate(() => document.getElementById(document.activeElement.getAttribute("aria-describedby").split(" ").at(-1)).textContent);
      await becomes("words at the field", words, `bias must be a number such as −0.5 or 3e-2, got “${nonsense}”`);
      await page.driver.evaluate(() => document.activeElement.select());
    }
    assert.equal((await page.call("snapshot")).checksum, checksum);
    await type(page, "0");
    await press(page, "Enter");
    await becomes("a field without a mark", async () => (await focused(page)).invalid, null);
    assert.equal((await page.call("snapshot")).checksum, checksum);
  },

  "neurons are switched off, frozen and taken away in their card": async (page) => {
    await paused(page);
    await openByKey(page, "1-1", "Bias of neuron 1.2");
    const { trainLoss } = await page.call("snapshot");
    await page.click("Switch off");
    await until("a neuron that is off", async () => String((await page.call("config")).off) === "1.2");
    const without = await page.call("snapshot");
    assert.notEqual(without.trainLoss, trainLoss);
    await page.click("Freeze");
    await until("a frozen neuron", async () => String((await page.call("config")).frozen) === "1.2");
    const [{ weights: kept }] = await layers(page);
    await page.call("step", "epoch", 2);
    const [{ weights: trained }] = await layers(page);
    assert.deepEqual(trained[1], kept[1], "a frozen neuron must keep its weights");
    assert.notDeepEqual(trained[0], kept[0], "the others must learn");
    await page.click("Remove");
    await until("three neurons", async () => String(await hiddenLayers(page)) === "3,2");
    const config = await page.call("config");
    assert.deepEqual([config.off, config.frozen], [[], []]);
    const [{ weights: left }] = await layers(page);
    assert.deepEqual(left, [trained[0], trained[2], trained[3]]);
  },

  "the table of weights shows and edits every layer's numbers": async (page) => {
    await paused(page);
    await page.click("Weights");
    const field = (name) => page.driver.evaluate((name) => {
      const input = [...document.querySelectorAll("table input")].find((input) => input.getAttribute("aria-label") === name);
      return input?.value ?? null;
    }, name);
    const [{ weights }] = await layers(page);
    await until("the first layer", async () => (await field("Weight x₂ → neuron 1.3")) === weights[2][1].toFixed(4));
    await page.driver.evaluate(() => {
      [...document.querySelectorAll("table input")].find((input) => input.getAttribute("aria-label") === "Bias of neuron 1.4").focus();
    });
    await type(page, "2");
    await press(page, "Enter");
    await until("the bias", async () => (await layers(page))[0].bias[3] === 2);
    await page.call("configure", { hiddenLayers: Array(8).fill(32) });
    await until("a table of the larger network", async () => (await field("Weight x₂ → neuron 1.32")) !== null);
    const n_fields = await page.driver.evaluate(() => document.querySelectorAll("table input").length);
    assert.equal(n_fields, 96, "only one layer may be in the document");
  },

  "on a small screen a neuron stays in sight beside the card that a tap opens": async (page) => {
    await page.driver.resize(390, 844);
    await paused(page);
    for (const [width, height] of [[390, 844], [360, 640], [844, 390], [768, 1024]]) {
      await page.driver.resize(width, height);
      for (const place of ["1-0", "1-3", "3-0"]) {
        await page.driver.evaluate((id) => document.getElementById(id).scrollIntoView({ block: "center" }), `neuron-${place}`);
        const { x, y, width: wide, height: high } = await until("a neuron that stands still", () => still(page, `neuron-${place}`));
        await page.driver.click(x + wide / 2, y + high / 2);
        await eventually(async () => {
          const { card, neuron, bar } = await resting(page, place);
          const what = `of ${place} at ${width}×${height}: ${JSON.stringify({ card, neuron, bar })}`;
          const [top, bottom] = bar.top > height / 2 ? [0, bar.top] : [bar.bottom, height];
          assert.ok(card.left >= 0 && card.right <= width && card.top >= top && card.top + 100 <= bottom, `the card must be inside, ${what}`);
          assert.ok(neuron.top >= top && neuron.bottom <= bottom, `the neuron must stay in sight, ${what}`);
          assert.ok(neuron.bottom <= card.top || neuron.top >= card.bottom || neuron.right <= card.left, `the card must not hide its neuron, ${what}`);
        });
        await page.click("Close");
        await until("no card", async () => !(await sight(page, place)));
      }
    }
  },

  "details hide neither loss nor diagram, move nothing and scroll nothing, however wide the network is": async (page) => {
    for (const hidden of [[4, 2], [256, 256]]) {
      await paused(page, { hiddenLayers: hidden });
      for (const [width, height] of [[1440, 900], [1366, 768], [1280, 720], [1024, 768], [768, 1024], [390, 844]]) {
        await page.driver.resize(width, height);
        for (const scroll of width === 1366 ? [0, 16] : [0]) {
          await page.driver.evaluate((scroll) => window.scrollTo(0, scroll), scroll);
          for (const open of ["neuron-1-2", "Weights"]) {
            const before = await page.still("everything", () => page.driver.evaluate(places));
            await page.driver.evaluate((open) => (document.getElementById(open) ?? [...document.querySelectorAll("button")].find((e) => e.textContent === open)).click(), open);
            await until("an open card", () => page.driver.evaluate(() => [...document.querySelectorAll(".details")].some((e) => e.getBoundingClientRect().height > 60)));
            const what = `${open} of ${hidden} at ${width}×${height} from ${scroll}`;
            await eventually(async () => {
              const found = await page.driver.evaluate(hides);
              assert.ok(found.isInside && found.scrollsItself, `the card must be inside of the window, ${what}: ${JSON.stringify(found)}`);
              if (width > 640) assert.deepEqual(found.hidden, [], `it must hide nothing that matters, ${what}`);
              assert.ok(found.hasPlay, `Play must stay within reach, ${what}`);
            });
            assert.deepEqual(await page.still("everything", () => page.driver.evaluate(places)), before, `nothing may move, ${what}`);
            await page.click("Close");
            await until("no card", () => page.driver.evaluate(() => [...document.querySelectorAll(".details")].every((e) => e.getBoundingClientRect().height === 0)));
          }
        }
      }
    }
  },

  "a field shows sign and digits of any weight whole": async (page) => {
    await paused(page);
    for (const [width, height] of [[1440, 900], [1024, 768], [390, 844]]) {
      await page.driver.resize(width, height);
      for (const open of ["neuron-1-0", "Weights"]) {
        await page.driver.evaluate((open) => (document.getElementById(open) ?? [...document.querySelectorAll("button")].find((e) => e.textContent === open)).click(), open);
        for (const [typed, shown] of [["-1.3077099", "-1.3077099"], ["-0.00012345679", "-0.00012345679"], ["-1.2345679e-38", "-1.2345679e-38"]]) {
          await page.type("Weight x₁ → neuron 1.1", `${typed}\n`);
          await becomes(`${typed} in its field in ${open} at ${width}`, () => page.driver.evaluate(() => {
            const { value, scrollWidth, clientWidth } = document.activeElement;
            return { value, isWhole: scrollWidth <= clientWidth };
          }), { value: shown, isWhole: true });
        }
        await page.click("Close");
      }
    }
  },
};

/** Runs in the page: where everything stands, the diagram aside. */
function places() {
  const box = (element) => [element.className, ...["left", "top", "width", "height"].map((side) => Math.round(element.getBoundingClientRect()[side]))].join(" ");
  return [scrollY, ...[...document.querySelectorAll(".panel, .top, .strip, .plot, .curve-box")].map(box)];
}

/** Runs in the page: what the open card hides of what somebody watches who changes a weight. */
function hides() {
  const card = [...document.querySelectorAll(".details")].map((e) => [e, e.getBoundingClientRect()]).find(([, box]) => box.height > 0);
  const [element, box] = card;
  const meets = (other) => other.left < box.right - 1 && box.left < other.right - 1 && other.top < box.bottom - 1 && box.top < other.bottom - 1;
  const watched = [...document.querySelectorAll(".net canvas, .neuron, .numbers, .curve-box, .plot, [aria-label='Training loss'], [aria-label='Test loss'], .top")];
  const seen = watched.filter((e) => { const { top, bottom, width } = e.getBoundingClientRect(); return width > 0 && bottom > 0 && top < innerHeight; });
  const play = document.querySelector(".play").getBoundingClientRect();
  const onPlay = document.elementFromPoint(play.left + play.width / 2, play.top + play.height / 2);
  return {
    hidden: seen.filter((e) => meets(e.getBoundingClientRect())).map((e) => e.id || e.ariaLabel || e.className),
    isInside: box.left >= 0 && box.right <= innerWidth && document.documentElement.scrollWidth <= innerWidth,
    scrollsItself: getComputedStyle(element).overflowY === "auto" && element.scrollWidth <= element.clientWidth + 1,
    hasPlay: onPlay?.closest(".play") !== null && play.bottom <= innerHeight && play.top >= 0,
  };
}

/** The box of an element, if it does not move any more. */
const still = (page, id) => page.driver.evaluate(async (id) => {
  const box = () => JSON.stringify(document.getElementById(id).getBoundingClientRect());
  const before = box();
  await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
  return before === box() && JSON.parse(before);
}, id);

/** What `sight` tells once it is the same as two frames before: a card is open before it and the page have found their places. */
const resting = (page, place) => until("an open card that stands still", async () => {
  const before = await sight(page, place);
  await page.driver.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
  const after = await sight(page, place);
  return before !== null && JSON.stringify(before) === JSON.stringify(after) && after;
});

/** Where the open card, its neuron and the transport are on the screen; nothing while no card is open. */
const sight = (page, place) => page.driver.evaluate((id) => {
  const box = (element) => JSON.parse(JSON.stringify(element.getBoundingClientRect()));
  const card = document.getElementById("inspector");
  if (card.hidden || card.getBoundingClientRect().height === 0) return null;
  return { card: box(card), neuron: box(document.getElementById(id)), bar: box(document.querySelector(".transport")) };
}, `neuron-${place}`);
