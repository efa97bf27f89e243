// What a visitor downloads, compressed as hosts do at their strongest: node size.mjs DIST. Prints every file of the built page and
// the sums beside what is promised. It fails where the default page with every control working is larger than it was: the promise is
// not kept yet, and the way there is downwards.
import { readFile, readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

/** The whole default page, chunks of its rare parts included: a byte that comes a moment later is a byte. */
const PROMISED = { gzip: 450_000, brotli: 370_000 };
/** What it is now, with some room for the compiler's moods: another machine's build differed by 0.7 kB; lower it with the page. */
const MOST = { gzip: 760_000, brotli: 627_500 };
/** Chunks that a visitor of the default page does not load: other views, what is asked for, the language that is not in use, lessons, sets of points from the literature, and what only frames and course pages load. */
const OTHER = /\/split_(lab|lessons|importing|inside|table|looking|exporting|exports|viewing|labelling|goals|doctor|sketch)\.|\/split_words_(?!en\.)|(frame|parts|choose|embed|service-worker)\.js$|serve\.py$|\.csv$|lessons-[\w-]+\.(json|html)$/;
/** What comes once a person trains or changes something, or asks what the curve says: the doctor's line, and what it asks the worker for. */
const ACTED = /\/split_(doctor|looking)\./;
/** What the page loads before it can train; chunks come when it is idle. */
const FIRST = /(^|\/)(index\.html|boot\.js|style\.css|program\.js|program_bg\.wasm|chunks\.js|split_words_en\.wasm|chunk_\d+\.wasm|shared\.bin)$/;

const [, , dist] = process.argv;
const entries = await readdir(dist, { recursive: true, withFileTypes: true });
const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
const files = await Promise.all(paths.map(async (path) => {
  const bytes = await readFile(path);
  return { name: relative(dist, path), raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length };
}));

/** The larger files that the parts of the program share, with the parts that need each: only `chunks.js` knows. */
const loader = await readFile(join(dist, files.find(({ name }) => name.endsWith("/chunks.js")).name), "utf8");
const shared = new Map([...loader.matchAll(/([\w$]+)=[\w$]+\(\(\)=>\{const \w+=fetch\(new URL\("\.\/(chunk_\d+\.wasm)"/g)].map(([, variable, file]) => [variable, { file, users: [] }]));
for (const [, part, list] of loader.matchAll(/__wasm_split_load_(\w+)=.*?,\[([\w$,]*)\]\)\)/g)) {
  for (const variable of list.split(",").filter(Boolean)) shared.get(variable)?.users.push(`/split_${part}.wasm`);
}
if (!loader.includes("shared.bin")) throw new Error("chunks.js must name the file of what parts share");
const usersOf = ({ name }) => [...shared.values()].find(({ file }) => name.endsWith(`/${file}`))?.users ?? [];

const row = (raw, gzip, brotli, name) => console.log([raw, gzip, brotli].map((it) => String(it).padStart(10)).join(""), "", name);
const total = (those, name) => {
  const sum = (unit) => those.reduce((all, file) => all + file[unit], 0);
  const all = { raw: sum("raw"), gzip: sum("gzip"), brotli: sum("brotli") };
  row(all.raw, all.gzip, all.brotli, name);
  return all;
};
row("bytes", "gzip", "Brotli", "file");
for (const { raw, gzip, brotli, name } of files) row(raw, gzip, brotli, name);
const page = files.filter(({ name }) => !/\.(json|d\.ts|py)$/.test(name));
const isOther = (file) => OTHER.test(file.name) || (usersOf(file).length > 0 && usersOf(file).every((user) => OTHER.test(user)));
/** A shared file comes before the plot moves if the words need it. */
const isFirst = (file) => FIRST.test(file.name) && (usersOf(file).length === 0 || usersOf(file).includes("/split_words_en.wasm"));
total(page.filter(isFirst), "until the plot moves");
const whole = total(page.filter((file) => !isOther(file)), "the whole default page");
total(page.filter(({ name }) => ACTED.test(name)), "more, once a person trains or changes something");
row("", PROMISED.gzip, PROMISED.brotli, "promised");
row("", MOST.gzip, MOST.brotli, "at most, for now");
/** What the service worker keeps after a visit: what the browser still has of the visit is not sent again. */
const keptAhead = page.filter(({ name }) => name === "index.html" || name.includes("/") && !name.startsWith("v1/"));
total(keptAhead, "kept by the service worker");
total(keptAhead.filter(isOther), "of that not of the default page");
if (whole.gzip > MOST.gzip || whole.brotli > MOST.brotli) {
  console.log("the default page has grown");
  process.exit(1);
}
