// Runs every browser test in Chromium and then, where it is given, in WebKit those that its driver can do, and beside them in Firefox:
// node run.mjs --dist D --work W --chromium C --firefox F [--webkit DRIVER --minibrowser M --xvfb X] --python P
// [--verify PROGRAM] [--only chromium|firefox|webkit] [--test WORD]. What fails is tried once more, alone. Ends with `N passed, M failed`.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { start } from "./browsers.mjs";
import { Page } from "./page.mjs";
import { serve } from "./server.mjs";
import * as api from "./api.mjs";
import * as axe from "./axe.mjs";
import * as courses from "./courses.mjs";
import * as controls from "./controls.mjs";
import * as curve from "./curve.mjs";
import * as curveTask from "./curve_task.mjs";
import * as data from "./data.mjs";
import * as diagram from "./diagram.mjs";
import * as doctor from "./doctor.mjs";
import * as embed from "./embed.mjs";
import * as experiments from "./experiments.mjs";
import * as exporting from "./exporting.mjs";
import * as firstMinute from "./first_minute.mjs";
import * as firstPage from "./first_page.mjs";
import * as frames from "./frames.mjs";
import * as gestures from "./gestures.mjs";
import * as goal from "./goal.mjs";
import * as hostile from "./hostile.mjs";
import * as hosting from "./hosting.mjs";
import * as importing from "./importing.mjs";
import * as insight from "./insight.mjs";
import * as inside from "./inside.mjs";
import * as lab from "./lab.mjs";
import * as languageTexts from "./language_texts.mjs";
import * as languages from "./languages.mjs";
import * as layout from "./layout.mjs";
import * as learns from "./learns.mjs";
import * as lessonFrames from "./lesson_frames.mjs";
import * as lessonSolutions from "./lesson_solutions.mjs";
import * as lessons from "./lessons.mjs";
import * as link from "./link.mjs";
import * as modelFile from "./model_file.mjs";
import * as network from "./network.mjs";
import * as notes from "./notes.mjs";
import * as outputs from "./outputs.mjs";
import * as pace from "./pace.mjs";
import * as points from "./points.mjs";
import * as predict from "./predict.mjs";
import * as published from "./published.mjs";
import * as replay from "./replay.mjs";
import * as returning from "./returning.mjs";
import * as robust from "./robust.mjs";
import * as starting from "./starting.mjs";
import * as tooltip from "./tooltip.mjs";
import * as translated from "./translated.mjs";
import * as typing from "./typing.mjs";
import * as visit from "./visit.mjs";
import * as weights from "./weights.mjs";

const SUB_PATH = "/courses/ml/playground/";
/** How long a test may take: some do hundreds of things, and a busy machine takes several times as long for each. */
const TEST_SECONDS = 300;
/**
 * So many tests may fail beside others and pass when they are run once more, alone; they are named at the end. More are not run again.
 * It is for faults of browsers: in WebKit 2.50 about one visit of 300 ends in a trap, in a panic of sound code or with its process, one
 * of 30 where its second compiler of wasm is off (JSC_useOMGJIT=0), none of thousands in the other browsers: the first compiler seems
 * to go wrong in large functions with loops. About one start of 30 on a busy machine does not come to its first picture.
 */
const MOST_UNSTEADY = 4;
/** What a browser does in its own way: how the program comes and starts, sizes, gestures, frames, hosts, what it keeps, the bits. */
const FILES = [visit, firstPage, returning, layout, frames, lessonFrames, embed, courses, hostile, gestures, robust, starting, hosting, learns];
/** What the program does, which is the same in every browser: each of these tests runs in one of them, by turns; in all where tests are chosen by a word. */
const FILES_BY_TURNS = [
  published, firstMinute, curve, modelFile, diagram, tooltip, points, predict, pace,
  experiments, exporting, outputs, curveTask, data, importing, api, insight, inside, doctor, lab, lessons, lessonSolutions, goal, link, replay, weights, network, controls, typing, notes, axe, translated,
  languages,
  languageTexts,
];
/** WebKit's driver has one window without frames, a mouse and keys, and is slow: how the program comes, the main job, the outputs, the files, the bits. What a course page says to its frames and hears of them, that page tells the driver. */
const FILES_IN_WEBKIT = [visit, firstPage, outputs, curve, modelFile];
/** Of them, what takes long there and differs from another one in what the program does only. */
const isLong = ([title]) => /an answer 503|a page in place of a file|momentum and clipping|AMSGrad|is refused in words/.test(title);
/** Of the tests with a translator at work one that takes no hundred looks at the page. */
const isBrief = ([title]) => title.endsWith("wraps each text in elements, counters and Play follow the training");
/** What the course page itself can tell of its frames. */
const isToldByCourse = ([title]) => /side by side on a course page of another site$|that may do nothing but run scripts/.test(title);
/** A page that is kept in the browser; what else its host can do needs tabs and frames. */
const isKept = ([title]) => title.includes("without its host");
const isGolden = ([title]) => title.includes("golden run");

const texts = ["dist", "work", "chromium", "firefox", "webkit", "minibrowser", "xvfb", "python", "verify", "only", "test"];
const { values: options } = parseArgs({
  options: Object.fromEntries(texts.map((name) => [name, { type: "string" }])),
});
const testsOf = (files) => files.flatMap((file) => Object.entries(file.tests))
  .filter(([title]) => title.includes(options.test ?? ""));
const isTurn = (turn) => (_, n) => n % 2 === turn || options.test !== undefined;
const browsers = ["chromium", "firefox"].map((name, turn) => (
  { name, program: options[name], tests: [...testsOf(FILES), ...testsOf(FILES_BY_TURNS).filter(isTurn(turn))] }
));
if (options.webkit) {
  const program = { driver: options.webkit, browser: options.minibrowser, screen: options.xvfb };
  const usual = testsOf(FILES_IN_WEBKIT).filter((test) => !test[0].includes("a frame") && !isLong(test));
  const tests = [
    ...testsOf([learns, replay]).filter(isGolden), ...usual, ...testsOf([courses]).filter(isToldByCourse), ...testsOf([hosting]).filter(isKept),
    ...testsOf([translated]).filter(isBrief),
  ];
  browsers.push({ name: "webkit", program, tests });
}

await mkdir(options.work, { recursive: true });
const server = await serve(options.dist, SUB_PATH);
const chosen = browsers.filter(({ name }) => name === (options.only ?? name));
// Two browsers keep two processors busy: a third beside them makes each slower. WebKit, which has few tests, follows Chromium, the faster one.
const lanes = [chosen.filter(({ name }) => name !== "firefox"), chosen.filter(({ name }) => name === "firefox")];
const atFirst = (await Promise.all(lanes.map(inTurn))).flat();
const testsAgain = (browser) => atFirst.filter(({ name }) => name === browser.name).map(({ test }) => test);
const again = chosen.map((browser) => ({ ...browser, tests: testsAgain(browser) })).filter(({ tests }) => tests.length > 0);
const failed = atFirst.length > MOST_UNSTEADY ? atFirst : await inTurn(again);
const unsteady = atFirst.filter(({ name, test }) => !failed.some((failure) => failure.name === name && failure.test === test));
await server.close();
const line = ({ name, test: [title], error }) => `${name}: ${title} (${String(error.message ?? error).split("\n")[0]})`;
for (const failure of unsteady) console.log(`unsteady: ${line(failure)}`);
for (const failure of failed) console.log(`failed: ${line(failure)}`);
const passed = chosen.reduce((sum, { tests }) => sum + tests.length, 0) - failed.length;
console.log(`${passed} passed, ${failed.length} failed`);
process.exit(failed.length === 0 && passed > 0 ? 0 : 1);

/** Runs these browsers, one after the other; gives what failed. */
async function inTurn(browsers) {
  const failures = [];
  for (const browser of browsers) failures.push(...await runAll(browser));
  return failures;
}

/** Runs these tests in the browser, one after the other; gives those that failed. */
async function runAll({ name, program, tests }) {
  const failures = [];
  const browser = await start(name, program, options.work);
  console.log(`${name} ${browser.version}`);
  for (const test of tests) {
    const [title, run] = test;
    const began = Date.now();
    const { error, complaints, picture } = await attempt(browser, title, run);
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    if (error) {
      failures.push({ name, test, error });
      console.log(`FAILED ${name}: ${title} (${seconds} s)\n${said({ error, complaints, picture })}`);
    } else {
      console.log(`ok ${name}: ${title} (${seconds} s)`);
    }
  }
  await browser.close();
  return failures;
}

/** Runs a test in a fresh profile; what went wrong, with what the page complained about and a picture of it. */
async function attempt(browser, title, test) {
  let page = null;
  // Two browsers do the same at the same time: each has its own files.
  const work = join(options.work, browser.name);
  await mkdir(work, { recursive: true });
  try {
    page = new Page(await browser.newPage(), server, browser.newPage);
    await within(TEST_SECONDS, test(page, { ...options, work }));
    page.assertClean();
    return { error: null };
  } catch (error) {
    const picture = join(options.work, `${browser.name}-${title.replace(/\W+/g, "-")}.png`);
    const bytes = await page?.driver.shot().catch(() => null);
    if (bytes) await writeFile(picture, bytes);
    return { error, complaints: page?.complaints() ?? [], picture: bytes && picture };
  } finally {
    await page?.driver.close();
  }
}

function said({ error, complaints, picture }) {
  const words = [String(error.stack ?? error), `page: ${complaints.join("\n      ") || "no console errors"}`];
  return [...words, ...(picture ? [`screenshot: ${picture}`] : [])].join("\n");
}

async function within(seconds, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the test took longer than ${seconds} s`)), seconds * 1000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
