// The link, as teachers and learners use it: what is on the page stands in the address, opens on a fresh page, goes back and
// forward, survives a reload; what a link says wrongly is named and costs nothing else.
import assert from "node:assert/strict";
import { until } from "./until.mjs";

const fragment = (page) => page.driver.evaluate(() => location.hash.slice(1));
const entries = (page) => page.driver.evaluate(() => history.length);

/** The configuration once it satisfies `holds`. */
function configured(page, what, holds) {
  return until(`a configuration with ${what}`, async () => {
    const config = await page.call("config");
    return holds(config) && config;
  });
}

/** The address once it satisfies `holds`. */
async function addressed(page, what, holds) {
  const { now } = await until(`an address with ${what}`, async () => {
    const now = await fragment(page);
    return holds(now) && { now };
  });
  return now;
}

/** Opens the page anew at this fragment: going from one fragment to another would not load it. */
async function reopened(page, link) {
  await page.driver.goto("about:blank");
  await page.open(link ? `#${link}` : "");
}

export const tests = {
  "own points travel in the link to a fresh page, and a reload keeps them": async (page) => {
    await page.open();
    assert.equal(await fragment(page), "", "a first visit keeps its short address");
    await page.call("pause");
    await page.call("setPoints", [{ x: 1.23, y: -4.5, label: 1 }, { x: 0.123456789, y: 3, label: 2, test: true }]);
    await page.call("configure", { hiddenLayers: [3], activation: "relu", stop: { epochs: 7 }, noise: 0.5 });
    const link = await addressed(page, "the stop rule", (now) => now.includes("stop.epochs=7"));
    const config = await page.call("config");
    await reopened(page, link);
    assert.deepEqual(await page.call("config"), config, "a fresh page has the same configuration");
    assert.equal((await page.call("snapshot")).step, 0);
    await page.reach("paused");
    await reopened(page, "");
    assert.deepEqual(await page.call("config"), config, "what was last shown is there again without a link");
  },

  "Back and Forward go from act to act": async (page) => {
    await page.open();
    await page.call("pause");
    const before = await entries(page);
    await page.choose("Optimiser", "adam");
    await addressed(page, "adam", (now) => now.includes("optimiser=adam"));
    await page.click("More settings");
    await page.choose("Schedule", "cosine");
    await addressed(page, "cosine", (now) => now.includes("schedule=cosine"));
    assert.equal(await entries(page), before + 2, "each act is one entry");
    await page.driver.evaluate(() => history.back());
    await configured(page, "the act before", (config) => config.schedule === "constant" && config.optimiser === "adam");
    await page.driver.evaluate(() => history.back());
    await configured(page, "the start", (config) => config.optimiser === "gradient-descent");
    await page.driver.evaluate(() => history.go(2));
    await configured(page, "both acts", (config) => config.schedule === "cosine" && config.optimiser === "adam");
    assert.equal(await entries(page), before + 2, "going back and forth adds nothing");
  },

  "a link that was typed wrongly opens and says what was wrong": async (page) => {
    await page.open("#v=1&noise=8&count=300&colour=blue&task=regression&loss=hinge");
    const config = await page.call("config");
    assert.deepEqual([config.noise, config.count, config.task, config.loss], [0, 300, "regression", "squared"]);
    const { text } = await page.element("Parts of this link were not used:");
    for (const words of ["Noise must be at most 3 (you gave 8).", "colour is not a known setting.", "“Hinge” is not a loss for Regression."]) {
      assert.ok(text.includes(words), `the card must say “${words}”, got: ${text}`);
    }
    await page.click("Dismiss");
    await until("no card", async () => !(await page.has("Parts of this link were not used:")));
  },

  "a link that mail or a chat has changed opens as it was meant, at the start and in an open page": async (page) => {
    const link = "v=1&dataset=spiral&hiddenLayers=5";
    const forms = [`#${link.replaceAll("&", "&amp;")}`, `#${encodeURIComponent(link)}`, `?${link}`, `?embed%23${link}`, `?embed%23${link.replaceAll("&", "&amp;")}`, `#%23${link}`];
    for (const form of forms) {
      await page.driver.goto("about:blank");
      await page.open(form);
      const config = await page.call("config");
      assert.deepEqual([config.dataset, config.hiddenLayers], ["spiral", [5]], form);
      await addressed(page, "the link as it was meant", (now) => now === link);
      assert.equal(await page.has("Parts of this link were not used:"), false, form);
      assert.equal(await page.driver.evaluate(() => location.search), form.startsWith("?embed") ? "?embed" : "", form);
    }
    await page.call("configure", { noise: 1 });
    for (const form of forms.filter((form) => form.startsWith("#"))) {
      await page.driver.evaluate((form) => { location.hash = form; }, form);
      await configured(page, "what the link says", (config) => config.noise === 0 && config.dataset === "spiral");
      await page.call("configure", { noise: 1, dataset: "circle" });
      await addressed(page, "another configuration", (now) => now.includes("noise=1"));
    }
  },

  "an address with a mistake stays as it was given until something is changed": async (page) => {
    const given = "v=1&noise=8&count=300";
    await page.open(`#${given}`);
    await page.element("Parts of this link were not used:");
    await page.call("step", "epoch", 1);
    assert.equal(await fragment(page), given);
    await page.choose("Optimiser", "adam");
    await addressed(page, "the change", (now) => now === "v=1&count=300&optimiser=adam");
    const other = "v=1&noise=9&count=200";
    await page.driver.evaluate((other) => { location.hash = other; }, other);
    await configured(page, "what could be used", (config) => config.count === 200);
    await page.element("Parts of this link were not used:");
    assert.equal(await fragment(page), other);
  },

  "a link of TensorFlow Playground opens as the same experiment": async (page) => {
    await page.open("#activation=relu&batchSize=16&dataset=spiral&learningRate=0.1&noise=25&networkShape=6,5" +
      "&seed=0.47&showTestData=true&percTrainData=70&x=true&y=true&sinX=true&problem=classification&discretize=true");
    const config = await page.call("config");
    assert.deepEqual([config.dataset, config.batchSize, config.learningRate, config.trainShare], ["spiral", 16, 0.1, 0.7]);
    assert.deepEqual([config.hiddenLayers, config.activations, config.loss], [[6, 5], ["relu", "relu"], "squared"]);
    assert.deepEqual(config.features, ["x1", "x2", "sin(x1)"]);
    const { text } = await page.element("Parts of this link were not used:");
    assert.ok(text.includes("Noise is 0.14 here"), text);
  },

  "a place on the page is no link, and a link opened in place starts anew": async (page) => {
    await page.open();
    await page.call("configure", { learningRate: 0.2 });
    const { step } = await page.call("step", "epoch", 3);
    await page.driver.evaluate(() => { location.hash = "#top"; });
    const kept = await page.call("snapshot");
    assert.deepEqual([kept.step, (await page.call("config")).learningRate], [step, 0.2]);
    // Nor is the top of the page a link, nor what stands for nothing; that is told.
    const broken = { "#": null, "#v=1&noise=8": "Noise must be at most 3", "#=&=&=": "twice", "#v=3": "1" };
    for (const [hash, words] of Object.entries(broken)) {
      await page.driver.evaluate((hash) => { location.hash = hash; }, hash);
      if (words) await until(`“${words}”`, async () => (await page.driver.evaluate(() => document.body.innerText)).includes(words));
      assert.deepEqual([(await page.call("snapshot")).step, (await page.call("config")).learningRate], [step, 0.2], hash);
      if (words) await until("the address of what is there", async () => (await fragment(page)) === "v=1&learningRate=0.2");
    }
    await page.call("play");
    await page.driver.evaluate(() => { location.hash = "#v=1&noise=0.5"; });
    await configured(page, "the link", (config) => config.noise === 0.5 && config.learningRate === 0.03);
    await page.reach("paused");
    assert.equal((await page.call("snapshot")).step, 0);
  },

  "without storage and history the page works": async (page) => {
    await page.driver.before(() => {
      Object.defineProperty(window, "localStorage", { get: () => { throw new DOMException("denied", "SecurityError"); } });
      const refuse = () => { throw new DOMException("too many calls", "SecurityError"); };
      history.pushState = refuse;
      history.replaceState = refuse;
    });
    await page.open("#v=1&noise=0.25");
    await page.choose("Optimiser", "adam");
    await configured(page, "adam", (config) => config.optimiser === "adam" && config.noise === 0.25);
    assert.equal(await fragment(page), "v=1&noise=0.25");
  },

  "what is done before the page has said what it shows is saved and in the address": async (page) => {
    // As on a slow machine: the call comes before the page's own first question has been answered.
    await page.driver.before(() => {
      const configure = () => {
        if (!window.playground) return setTimeout(configure, 0);
        window.playground.configure({ learningRate: 0.2 });
      };
      configure();
    });
    await page.open();
    await until("what was done", () => page.driver.evaluate(() => (
      localStorage.getItem("gradient-playground") === "v=1&learningRate=0.2" && location.hash === "#v=1&learningRate=0.2"
    )));
  },

  "who only opens a link keeps what was saved, until something is done": async (page) => {
    await page.open();
    await page.call("configure", { learningRate: 0.2 });
    const saved = () => page.driver.evaluate(() => localStorage.getItem("gradient-playground"));
    await until("saved work", async () => (await saved()) === "v=1&learningRate=0.2");
    for (const link of ["#v=1&noise=8", "#v=1&count=300&noise=0.50"]) {
      await page.driver.goto("about:blank");
      await page.open(link);
      await page.call("step", "batch", 3);
      await page.idle();
      assert.equal(await saved(), "v=1&learningRate=0.2", link);
    }
    await page.call("configure", { noise: 1 });
    await until("what was done is saved", async () => (await saved()) === "v=1&count=300&noise=1");
  },

  "what was saved and is corrupt is named, and an embed does not read it": async (page) => {
    await page.open();
    await page.driver.evaluate(() => localStorage.setItem("gradient-playground", "v=1&noise=lots&count=200&%E0%A4%A"));
    await reopened(page, "");
    assert.equal((await page.call("config")).count, 200);
    await page.element("Parts of this link were not used:");
    await page.driver.goto("about:blank");
    await page.open("?embed");
    assert.equal((await page.call("config")).count, 500);
    await page.reach("paused");
    assert.deepEqual([await page.has("Share"), await page.has("Embed"), await page.has("Import")], [false, false, false]);
  },

  "Share shows the link, and says where it would be too long": async (page) => {
    await page.open("#v=1&noise=0.25");
    await page.click("Share");
    const shown = async () => (await page.element("Link")).value;
    await until("the link", async () => (await shown()).endsWith("#v=1&noise=0.25"));
    await page.driver.press("Escape");
    await until("a closed panel", async () => !(await page.has("Link")));
    const points = Array.from({ length: 2000 }, (_, n) => ({ x: (n % 1000) / 200, y: (n % 7) / 3, label: 1 + (n % 2) }));
    await page.call("setPoints", points);
    await addressed(page, "nothing", (now) => now === "");
    await page.click("Share");
    await until("the reason", async () => page.driver.evaluate(() => document.getElementById("share").textContent.includes("Export a file instead")));
  },

  "where nothing may be copied the link is selected, and the page says how to copy it by hand or by finger": async (page) => {
    await page.driver.before(() => Object.defineProperty(navigator, "clipboard", { get: () => undefined }));
    for (const touch of [false, true]) {
      // Not every driver has a finger.
      if (touch && !page.driver.emulate) continue;
      if (touch) await page.driver.emulate({ touch });
      await page.open();
      await page.call("pause");
      await page.click("Share");
      await page.click("Copy");
      const how = touch ? "hold it and choose Copy" : "copy it with Ctrl+C";
      await until(how, () => page.driver.evaluate((how) => document.querySelector("#share [role=status]").textContent === `Selected: ${how}`, how));
    }
  },

  "a size of an embed that makes no sense is told, and its fields fit a finger": async (page) => {
    await page.driver.resize(390, 844);
    await page.open();
    await page.call("pause");
    await page.click("Menu");
    await page.click("Embed");
    const told = () => page.driver.evaluate(() => document.querySelector("#share [role=status]").textContent);
    await page.element("Width");
    assert.equal(await told(), "");
    for (const [name, text, wanted] of [["Width", "100", "200"], ["Height", "9000", "4000"], ["Width", "700", "700"]]) {
      await page.type(name, `${text}\n`);
      await until(`a ${name} of ${wanted}`, async () => (await page.element(name)).value === wanted);
      await until("words about it", async () => (text === wanted ? (await told()) === "" : (await told()) === `${name} must be a whole number from 200 to 4000; using ${wanted}.`));
      await until(`lines with a ${name} of ${wanted}`, async () => (await page.element("HTML to embed")).value.includes(`${name.toLowerCase()}="${wanted}"`));
    }
    for (const name of ["Width", "Height"]) assert.ok((await page.element(name)).height >= 44, name);
  },

  "Embed writes lines that open the same experiment": async (page) => {
    await page.open("#v=1&dataset=xor");
    await page.call("pause");
    await page.click("Embed");
    const lines = await until("the lines", async () => (await page.element("HTML to embed")).value);
    const source = await page.driver.evaluate((lines) => {
      const holder = document.createElement("template");
      holder.innerHTML = lines;
      return holder.content.querySelector("iframe").src;
    }, lines);
    assert.ok(source.endsWith("?embed#v=1&dataset=xor"), source);
    await page.click("Preview");
    const dataset = await until("the preview's configuration", () => page.driver.evaluate(
      async () => (await document.querySelector("iframe.preview")?.contentWindow.playground?.config())?.dataset,
    ));
    assert.equal(dataset, "xor");
  },
};
