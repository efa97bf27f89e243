// Runs the exports in JavaScript and Rust, and sets the formulas in LaTeX.
//
// Usage: node check.mjs FOLDER RUSTC [KATEX], where FOLDER is what the program `exports` has written.

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , given, rustc, katex] = process.argv;
const folder = resolve(given);
const cases = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8'));
const place = (k) => `case_${String(k).padStart(3, '0')}`;
const counts = { passed: 0, failed: 0 };

/** Compares as the page's files do: relative to 1 or the expected value. */
function close(what, found, expected) {
  expected.forEach((value, k) => {
    if (!(Math.abs(found[k] - value) <= 1e-5 * Math.max(1, Math.abs(value)))) {
      throw new Error(`${what} must be ${value}, got ${found[k]}`);
    }
  });
}

async function test(title, run) {
  const start = performance.now();
  const wrong = [];
  await run((name, error) => wrong.push(`${name}: ${error.message}`)).catch((error) => wrong.push(error.message));
  counts[wrong.length ? 'failed' : 'passed'] += 1;
  console.log(`${wrong.length ? 'FAILED' : 'ok    '} ${title} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  wrong.slice(0, 8).forEach((line) => console.log(`       ${line}`));
}

function compare(one, { positions, score, predict, classes }) {
  positions.forEach(([x, y], k) => {
    close('score', one.score(x, y), score[k]);
    close('prediction', one.predict(x, y), predict[k]);
    if (classes && one.classify(x, y) !== classes[k]) throw new Error(`a class must be ${classes[k]}`);
  });
}

const each = (run) => async (wrong) => {
  for (const [k, one] of cases.entries()) {
    try {
      await run(k, one);
    } catch (error) {
      wrong(one.name, error);
    }
  }
};

/** A program ends with 0; with another number among its checks it ends with 1. */
function checksItself(run, path, broken) {
  const good = run(path);
  if (good.status !== 0 || !good.stdout.includes('8 checks hold')) throw new Error(`it must end with 0: ${good.stdout}${good.stderr}`);
  const text = readFileSync(path, 'utf8');
  const at = text.search(/CHECKS\b.* = &?\[/);
  writeFileSync(broken, text.slice(0, at) + text.slice(at).replace(/, \[(-?\d)/, ', [1$1'));
  const bad = run(broken);
  if (bad.status !== 1 || !bad.stdout.includes('must be')) throw new Error(`it must end with 1: ${bad.stdout}${bad.stderr}`);
}

await test('JavaScript predicts what the page predicts', each(async (k, one) => {
  compare(await import(pathToFileURL(join(folder, place(k), 'model.mjs'))), one);
}));

await test('model.mjs checks itself', async () => {
  const run = (path) => spawnSync(process.execPath, [path], { encoding: 'utf8' });
  checksItself(run, join(folder, place(0), 'model.mjs'), join(folder, 'broken.mjs'));
});

const compiled = (path, to, edition = ['--edition', '2021']) => {
  const made = spawnSync(rustc, [...edition, '-C', 'debuginfo=0', '-o', to, path], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr.slice(0, 3000));
  if (made.stderr.includes('warning')) throw new Error(`it must compile without warnings:\n${made.stderr.slice(0, 2000)}`);
  return spawnSync(to, [], { encoding: 'utf8', maxBuffer: 1e9 });
};

await test('Rust predicts what the page predicts', async (wrong) => {
  // One program of all networks: compiling is what takes time.
  const modules = cases.map((_, k) => `#[allow(dead_code)]\n#[path = "${place(k)}/model.rs"]\nmod ${place(k)};`);
  const classify = (k) => (cases[k].classes ? `${place(k)}::classify(x, y)` : '""');
  const lines = cases.map((one, k) => {
    const positions = one.positions.map(([x, y]) => `(${x} as f64, ${y} as f64)`).join(', ');
    return `    for (x, y) in [${positions}] {\n        println!("[{:?},{:?},{:?}]", ${place(k)}::score(x, y), ${place(k)}::predict(x, y), ${classify(k)});\n    }`;
  });
  writeFileSync(join(folder, 'all.rs'), `${modules.join('\n')}\n\nfn main() {\n${lines.join('\n')}\n}\n`);
  const done = compiled(join(folder, 'all.rs'), join(folder, 'all'));
  const said = done.stdout.trim().split('\n').map((line) => JSON.parse(line.replaceAll("\\'", "'")));
  let next = 0;
  for (const one of cases) {
    const mine = said.slice(next, (next += one.positions.length));
    try {
      const of = (part) => (x, y) => mine[one.positions.findIndex((at) => at[0] === x && at[1] === y)][part];
      compare({ score: of(0), predict: of(1), classify: of(2) }, one);
    } catch (error) {
      wrong(one.name, error);
    }
  }
});

await test('model.rs checks itself', async () => {
  // As its head says: without a word about the edition.
  checksItself((path) => compiled(path, join(folder, 'one'), []), join(folder, place(0), 'model.rs'), join(folder, 'broken.rs'));
});

if (katex) {
  const { default: tex } = await import(pathToFileURL(resolve(katex)));
  await test('LaTeX is set by KaTeX', each(async (k) => {
    const text = readFileSync(join(folder, place(k), 'model.tex'), 'utf8').replace(/^%.*\n/gm, '');
    const inside = /^\\\[\n([^]*)\n\\\]\n$/.exec(text)[1];
    tex.renderToString(inside, { displayMode: true, throwOnError: true, strict: 'error' });
  }));
}

console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;
