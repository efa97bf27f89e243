// What a visitor downloads, compressed as hosts do at their strongest: node size.mjs DIST. Prints every file of the built page and
// the sums beside what is promised. It fails where the default page with every control working is larger than it was: the promise is
// not kept yet, and the way there is downwards.
import { readFile, readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

/** The whole default page, chunks of its rare parts included: a byte that comes a moment later is a byte. */
const PROMISED = { gzip: 450_000, brotli: 370_000 };
/** What it is now, with some room for the compiler's moods; lower it with the page. */
const MOST = { gzip: 667_700, brotli: 550_700 };
/** Chunks that a visitor of the default page does not load: other views, the language that is not in use, and what only frames and course pages load. */
const OTHER = /\/split_(lab\.|words_(?!en\.))|(frame|embed)\.js$/;
/** What the page loads before it can train; chunks come when it is idle. */
const FIRST = /(^|\/)(index\.html|boot\.js|style\.css|program\.js|program_bg\.wasm|chunks\.js|split_words_en\.wasm|chunk_\d+\.wasm)$/;

const [, , dist] = process.argv;
const entries = await readdir(dist, { recursive: true, withFileTypes: true });
const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
const files = await Promise.all(paths.map(async (path) => {
  const bytes = await readFile(path);
  return { name: relative(dist, path), raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length };
}));

const row = (raw, gzip, brotli, name) => console.log([raw, gzip, brotli].map((it) => String(it).padStart(10)).join(""), "", name);
const total = (those, name) => {
  const sum = (unit) => those.reduce((all, file) => all + file[unit], 0);
  const all = { raw: sum("raw"), gzip: sum("gzip"), brotli: sum("brotli") };
  row(all.raw, all.gzip, all.brotli, name);
  return all;
};
row("bytes", "gzip", "Brotli", "file");
for (const { raw, gzip, brotli, name } of files) row(raw, gzip, brotli, name);
const page = files.filter(({ name }) => !name.endsWith(".json"));
const isOther = ({ name }) => OTHER.test(name);
total(page.filter(({ name }) => FIRST.test(name)), "until the plot moves");
const whole = total(page.filter((file) => !isOther(file)), "the whole default page");
row("", PROMISED.gzip, PROMISED.brotli, "promised");
row("", MOST.gzip, MOST.brotli, "at most, for now");
if (whole.gzip > MOST.gzip || whole.brotli > MOST.brotli) {
  console.log("the default page has grown");
  process.exit(1);
}
