// Prints a workload's training problem as JSON, with its numbers: node problem.mjs U1.
import { readFileSync } from "node:fs";
import { problemOf } from "./workloads.mjs";

const read = (name) => readFileSync(new URL(`data/${name}`, import.meta.url));
const name = process.argv[2];
const parts = { data: JSON.parse(read("data.json")), bytes: name.startsWith("W") ? { [name]: new Uint8Array(read(`${name}.bin`)).buffer } : {} };
const problem = problemOf(name, parts);
console.log(JSON.stringify({ ...problem, numbers: [...problem.numbers] }));
