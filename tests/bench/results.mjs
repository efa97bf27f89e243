// From times per repeat to what is said about them: rows of the tables and missed budgets.
import { WAYS } from "./contenders/limit.mjs";
import { NAMES as TFJS } from "./contenders/tfjs.mjs";
import { YARDSTICK } from "./measure.mjs";
import { exponent, median, quantile, ratios } from "./statistics.mjs";
import { UNNAMED_BUDGET, WORKLOADS } from "./workloads.mjs";

/**
 * One workload's row. `pages` holds what `measure` returned in each page. Times are medians over all
 * repeats of all pages; a ratio is the median of the ratios within each repeat.
 */
export function rowOf(workload, pages) {
  const names = Object.keys(pages[0].times);
  const all = Object.fromEntries(names.map((name) => [name, pages.flatMap(({ times }) => times[name])]));
  const micros = Object.fromEntries(names.map((name) => [name, median(all[name])]));
  const fastest = (among) => among.filter((name) => name in micros).sort((a, b) => micros[a] - micros[b])[0];
  const over = (name, base) => (name in all && base in all ? ratios(all[name], all[base]) : null);
  const [limit, tfjs] = [fastest(WAYS), fastest(TFJS)];
  const overLimit = over("engine", limit);
  const deviations = pages.flatMap((page) => Object.values(page.deviations));
  return {
    workload, micros, limit, tfjs,
    ratio: overLimit && median(overLimit),
    quartiles: overLimit && [quantile(overLimit, 0.25), quantile(overLimit, 0.75)],
    budget: WORKLOADS[workload].budget ?? null,
    convnetjsOverEngine: "ConvNetJS" in all ? median(over("ConvNetJS", "engine")) : null,
    tfjsOverEngine: median(over(tfjs, "engine")),
    deviation: Math.max(...deviations),
    prices: YARDSTICK in all ? pricesOf(pages[0].work, median(over("engine", YARDSTICK)), micros) : null,
    times: all,
  };
}

/** Nanoseconds per multiply-add and per activation element, and each ÷ W2's of the same repeats. */
function pricesOf({ own, yardstick }, overW2, micros) {
  const price = (unit) => ({
    perEpoch: own[unit],
    perEpochOnW2: yardstick[unit],
    ns: (1000 * micros.engine) / own[unit],
    nsOnW2: (1000 * micros[YARDSTICK]) / yardstick[unit],
    overW2: (overW2 * yardstick[unit]) / own[unit],
  });
  return { multiplyAdds: price("multiplyAdds"), activations: price("activations") };
}

/** Medians over pages and repeats at each size of a growing network, and the exponents of their growth. */
export function scalingOf(pages) {
  const series = Object.keys(pages[0]).map((name) => {
    const points = pages[0][name].map(([amount], i) => [amount, median(pages.flatMap((page) => page[name][i][1]))]);
    return [name, { points, exponent: exponent(points), exponentOfUpperHalf: exponent(points.slice(Math.floor(points.length / 2))) }];
  });
  return Object.fromEntries(series);
}

/** What was promised and not kept, one sentence each. */
export function misses(rows) {
  const missed = [];
  const must = (isKept, sentence) => { if (!isKept) missed.push(sentence); };
  for (const { workload, ratio, budget, convnetjsOverEngine, tfjsOverEngine, prices } of rows) {
    if (budget !== null) must(ratio <= budget, `${workload}: engine ÷ limit must be at most ${budget}, is ${ratio.toFixed(2)}`);
    for (const [name, times] of [["ConvNetJS", convnetjsOverEngine], ["TensorFlow.js", tfjsOverEngine]]) {
      if (times !== null) must(times > 1, `${workload}: ${name} must be slower than the engine, takes ${times.toFixed(2)} times as long`);
    }
    if (prices) {
      // A network with more multiply-adds per activation element pays more for each element: no budget of its own.
      const { overW2 } = prices.multiplyAdds;
      must(overW2 <= UNNAMED_BUDGET, `${workload}: time per multiply-add must be at most ${UNNAMED_BUDGET} × W2's, is ${overW2.toFixed(2)} ×`);
    }
  }
  return missed;
}
