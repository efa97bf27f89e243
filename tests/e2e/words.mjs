// The names of the page's controls in a language, read from the words in crates/words, so that a test finds what a person reads.
// It knows how the words are written down, and no control.
import { readFileSync, readdirSync } from "node:fs";

const place = (path) => new URL(`../../crates/words/src/${path}`, import.meta.url);
const read = (path) => readFileSync(place(path), "utf8");

/** The words of a language by its folder: `en` or `zh_hans`. */
export function wordsOf(file) {
  // Where two groups have a field of one name, that of the panels is meant, then that of the page.
  const page = [...new Set(["panels.rs", "page.rs", ...readdirSync(place(file))])].map((name) => read(`${file}/${name}`)).join("\n");
  const keys = new Map([...read(`${file}/keys.rs`).matchAll(/entry\(\s*"([\w.]+)",\s*"([^"]*)"/g)].map(([, key, label]) => [key, label]));
  const places = { page, lessons: read(`lessons/${file}.rs`) };
  /** The text of a field, with its holes filled. */
  const word = (field, parts = [], place = "page") => {
    const [, text] = new RegExp(`\\b${field}: (?:Template::new\\(\\s*)?"([^"]*)"`).exec(places[place]) ?? [];
    if (text === undefined) throw new Error(`${file} has no words for ${field}`);
    return parts.reduce((text, part, at) => text.replaceAll(`{${at}}`, part), text);
  };
  return {
    word,
    /** The panel of lessons says so. */
    lesson: (field, ...parts) => word(field, parts, "lessons"),
    /** What the control of a key is called; a parameter goes by its own name. */
    key: (path) => {
      const [owner, name] = path.split(".");
      if (!keys.has(path) && !name) throw new Error(`${file} has no name for ${path}`);
      return keys.get(path) || (owner.endsWith("Params") ? name : "");
    },
  };
}
