// «title»
//
«head»//
// Checks itself against numbers of the page: `node model.mjs` ends with code 0 if all hold, else 1.
// As a module, in a browser too: import { score, predict«offers» } from './model.mjs'.

«constants»
// Weights (units x inputs) and bias of each layer; what is switched off is 0.
const LAYERS = «layers»;

// Position, score and prediction, as the page has them.
const CHECKS = «checks»;
«helpers»«activations»
const ACTIVATIONS = «names»;

/** The features of a position on the plane. */
function features(x1, x2) {
«featurelines»  return «features»;
}

/** What the last layer computes at a position, before its activation: a list with a number for each output. */
export function score(x, y) {
«plane»  let a = features(x1, x2);
  LAYERS.forEach(([weights, bias], layer) => {
    const z = weights.map((row, unit) => row.reduce((sum, weight, input) => sum + weight * a[input], bias[unit]));
    a = z.map(ACTIVATIONS[layer]);
  });
  return a;
}

/** The prediction at a position, in the units of the data: a list with a number for each output. */
export function predict(x, y) {
  const «scores» = score(x, y);
«predictlines»  return «predict»;
}
«classify»
/** Compares with the checks; returns what is off. */
export function check() {
  const off = [];
  for (const [x, y, itsScore, itsPrediction] of CHECKS) {
    for (const [name, expected, found] of [['score', itsScore, score(x, y)], ['predict', itsPrediction, predict(x, y)]]) {
      const holds = (value, k) => Math.abs(found[k] - value) <= 1e-5 * Math.max(1, Math.abs(value));
      if (!expected.every(holds)) off.push(`${name}(${x}, ${y}) must be ${expected}, got ${found}`);
    }
  }
  return off;
}

// Run by itself: the program's file is this one.
const file = (path) => path.replaceAll('\\', '/').split('/').pop();
if (globalThis.process?.argv?.[1] && file(globalThis.process.argv[1]) === file(decodeURI(import.meta.url))) {
  const off = check();
  console.log(off.length === 0 ? `${CHECKS.length} checks hold` : off.join('\n'));
  globalThis.process.exitCode = off.length === 0 ? 0 : 1;
}
