// The benchmark in a page: loads every contender's program and offers `window.measure`.
import init, { Engine, Run } from "./bench_engine.js";
import { calibration, measure, scaling } from "./measure.mjs";

const { convnetjs, tf } = globalThis;
const fetched = async (name) => (await fetch(name)).arrayBuffer();
const data = JSON.parse(new TextDecoder().decode(await fetched("data/data.json")));
const bytes = {};
for (const name of Object.keys(data)) bytes[name] = await fetched(`data/${name}.bin`);
const limit = await WebAssembly.compile(await fetched("limit.wasm"));
await init({ module_or_path: await fetched("bench_engine_bg.wasm") });

// One thread, like everyone else; with its threads no workload that was tried became faster beyond the noise.
tf.enableProdMode();
tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
tf.wasm.setWasmPaths("./");

const parts = { limit, Engine, Run, convnetjs, tf, data, bytes };
const now = () => performance.now();
window.measure = (workload, repeats) => measure(workload, repeats, parts, now);
window.scaling = (repeats) => scaling(repeats, parts, now);
window.calibration = () => calibration(now);
