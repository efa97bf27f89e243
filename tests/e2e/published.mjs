// What is published, as files: it says nothing about the machine that built it.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where the machine keeps libraries, what belongs to whoever works on it, and the sources. */
const FOLDERS = ["registry/src/", `${homedir()}/`, fileURLToPath(new URL("../..", import.meta.url))];

export const tests = {
  "nothing that is published names a folder of the machine that built it": async (_, { dist }) => {
    const files = (await readdir(dist, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    for (const { parentPath, name } of files) {
      const bytes = await readFile(join(parentPath, name));
      assert.deepEqual(FOLDERS.filter((folder) => bytes.includes(folder)), [], name);
    }
    assert.ok(files.some(({ name }) => name === "program_bg.wasm"));
  },
};
