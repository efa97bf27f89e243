// The benchmark in a page: loads both wasm modules and offers `window.measure`.
import init, { Engine, Run } from "./bench_engine.js";
import { calibration, measure } from "./measure.mjs";

const fetched = async (name) => (await fetch(name)).arrayBuffer();
const data = JSON.parse(new TextDecoder().decode(await fetched("data/data.json")));
const bytes = {};
for (const name of Object.keys(data)) bytes[name] = await fetched(`data/${name}.bin`);
const limit = await WebAssembly.compile(await fetched("limit.wasm"));
await init({ module_or_path: await fetched("bench_engine_bg.wasm") });

const now = () => performance.now();
window.measure = (workload, repeats) => measure(workload, repeats, { limit, Engine, Run, data, bytes }, now);
window.calibration = () => calibration(now);
