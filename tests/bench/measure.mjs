// Runs contenders side by side on one workload. The same in a page and in Node: it is given the
// contenders' programs and a clock, and knows neither.
//
// A contender has `run(units)` (so many epochs, and the loss read once) or `once()` (one grid);
// `result()`: the mean loss, or the values unit by unit; `isScore` where those values are before the
// output's tanh; `prepare()` where something must be done before the clock runs.
import * as convnetjs from "./contenders/convnetjs.mjs";
import * as limit from "./contenders/limit.mjs";
import * as ours from "./contenders/ours.mjs";
import * as tfjs from "./contenders/tfjs.mjs";
import { lossAfter, valuesAt } from "./float64.mjs";
import { SCALING, TOLERANCE, WORKLOADS, gridFeatures, isGrid, isUnnamed, problemOf, scalingProblem, workOf } from "./workloads.mjs";

/** Long enough that a clock of 0.1 ms does not matter, short enough to interleave. */
const CALL_MS = 25;

/** Long enough for a browser to have compiled a library's code for speed. */
const WARM_UP_MS = 300;

/** The name under which unnamed networks have W2 beside them. */
export const YARDSTICK = "engine on W2";

/**
 * Returns `{times, deviations}`: for each contender microseconds per unit (epoch or grid), one number
 * per repeat, and how far its result is from 64-bit floats; for unnamed networks also `work`, the
 * arithmetic of an epoch, and W2 as one more contender.
 */
export async function measure(workload, repeats, parts, now) {
  const contenders = await contendersOf(workload, parts);
  const deviations = await verified(workload, contenders, parts);
  if (!isUnnamed(workload)) return { times: await interleaved(contenders, repeats, now), deviations };
  const w2 = problemOf("W2", parts);
  contenders[YARDSTICK] = ours.engine(w2, parts);
  const work = { own: workOf(problemOf(workload, parts)), yardstick: workOf(w2) };
  return { times: await interleaved(contenders, repeats, now), deviations, work };
}

/** The engine alone on networks that grow: for each series `[[amount, times per repeat], …]`. */
export async function scaling(repeats, parts, now) {
  const series = {};
  for (const [name, steps] of Object.entries(SCALING)) {
    const engines = steps.map((step) => [step.amount, ours.engine(scalingProblem(step), parts)]);
    const times = await interleaved(Object.fromEntries(engines), repeats, now);
    series[name] = steps.map(({ amount }) => [amount, times[amount]]);
  }
  return series;
}

/** A fixed piece of plain JavaScript, for comparing one machine with another: milliseconds. */
export function calibration(now) {
  const began = now();
  let x = 0.5;
  for (let i = 0; i < 2e7; i += 1) x = 3.9 * x * (1 - x);
  return x > 1 ? NaN : now() - began;
}

async function contendersOf(workload, parts) {
  const problem = problemOf(workload, parts);
  const sources = isUnnamed(workload) ? [ours, tfjs] : [limit, ours, convnetjs, tfjs];
  const contenders = {};
  for (const { training, grid } of sources) {
    Object.assign(contenders, await (isGrid(workload) ? grid(problem, WORKLOADS[workload], parts) : training(problem, parts)));
  }
  return contenders;
}

/** Each contender's deviation. Whoever computes something else is not timed. */
export async function verified(workload, contenders, parts) {
  const problem = problemOf(workload, parts);
  const { lossAfter5 = isGrid(workload) ? null : lossAfter(problem, 5), side, isEveryUnit } = WORKLOADS[workload];
  const values = isGrid(workload) ? valuesAt(problem, gridFeatures(side), isEveryUnit) : null;
  const deviations = {};
  for (const [name, contender] of Object.entries(contenders)) {
    await contender.prepare?.();
    if (!values) contender.run(5);
    deviations[name] = values ? farthest(contender, values) : Math.abs(contender.result() - lossAfter5);
    if (!(deviations[name] <= TOLERANCE)) {
      throw new Error(`${workload}: ${name} must agree with 64-bit floats to ${TOLERANCE}, is ${deviations[name]} off`);
    }
  }
  return deviations;
}

function farthest({ result, isScore }, values) {
  const found = result();
  if (found.length !== values.length) return NaN;
  return values.reduce((worst, value, i) => {
    const deviation = Math.abs((isScore ? Math.tanh(found[i]) : found[i]) - value);
    return Math.max(worst, deviation); // NaN, if either is
  }, 0);
}

/** Microseconds per unit: the contenders take turns, each as long as CALL_MS. */
async function interleaved(contenders, repeats, now) {
  const turns = Object.entries(contenders).map(([name, { prepare, run, once }]) => (
    { name, prepare, run: run ?? repeated(once), times: [] }
  ));
  for (const turn of turns) {
    await turn.prepare?.();
    turn.units = calibrate(turn.run, now);
  }
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const { prepare, run, units, times } of turns) {
      await prepare?.();
      const began = now();
      run(units);
      times.push(((now() - began) * 1000) / units);
    }
  }
  return Object.fromEntries(turns.map(({ name, times }) => [name, times]));
}

const repeated = (once) => (n) => { for (let i = 0; i < n; i += 1) once(); };

/** How many units make a call of about CALL_MS, found when the code has been warm for WARM_UP_MS. */
function calibrate(run, now) {
  const start = now();
  for (let units = 1; ;) {
    const began = now();
    run(units);
    const ms = now() - began;
    if (now() - start >= WARM_UP_MS) return Math.max(1, Math.round((units * CALL_MS) / ms));
    if (ms < CALL_MS) units *= 2;
  }
}
