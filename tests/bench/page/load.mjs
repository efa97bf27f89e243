// Who uses the processors: the browser's own threads by kind, and everybody else on the machine. Linux tells it in /proc;
// elsewhere nothing is known. Knows no page.
import { readFile, readdir } from "node:fs/promises";
import { availableParallelism } from "node:os";

/** Ticks of the kernel's clock per second. */
const TICKS = 100;

/** Processor seconds so far: of each kind of thread below process `root`, and of the whole machine; null where nobody tells. */
export async function seconds(root) {
  try {
    const all = await processes();
    const byThread = {};
    let ours = 0;
    for (const { pid, kind } of family(all, root)) {
      for (const tid of await readdir(`/proc/${pid}/task`).catch(() => [])) {
        const text = await readFile(`/proc/${pid}/task/${tid}/stat`, "utf8").catch(() => null);
        if (!text) continue;
        const name = `${kind} ${text.slice(text.indexOf("(") + 1, text.lastIndexOf(")")).replace(/[\d/:]+$/, "")}`;
        byThread[name] = (byThread[name] ?? 0) + ticks(text) / TICKS;
        ours += ticks(text) / TICKS;
      }
    }
    const [user, nice, system, , , irq, softirq] = (await readFile("/proc/stat", "utf8")).split("\n")[0].trim().split(/\s+/).slice(1).map(Number);
    return { byThread, ours, machine: (user + nice + system + irq + softirq) / TICKS };
  } catch {
    return null;
  }
}

/** What happened in between, as shares of one processor: the busiest kinds of threads, and others' share of the machine. */
export function shares(before, after, wallSeconds) {
  if (!before || !after) return null;
  const names = Object.keys(after.byThread);
  const share = (name) => (after.byThread[name] - (before.byThread[name] ?? 0)) / wallSeconds;
  const busiest = names.map((name) => [name, share(name)]).filter(([, of]) => of >= 0.01).sort((a, b) => b[1] - a[1]);
  const others = (after.machine - before.machine) - (after.ours - before.ours);
  return { threads: Object.fromEntries(busiest), others: Math.max(0, others) / wallSeconds / availableParallelism() };
}

/** Bytes in memory of each kind of process below `root`. */
export async function residentBytes(root) {
  const sums = {};
  try {
    for (const { pid, kind } of family(await processes(), root)) {
      const text = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
      const kilobytes = Number(/^RssAnon:\s+(\d+)/m.exec(text)?.[1] ?? 0);
      sums[kind] = (sums[kind] ?? 0) + kilobytes * 1024;
    }
    return sums;
  } catch {
    return null;
  }
}

async function processes() {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const read = async (pid) => {
    const [stat, command] = await Promise.all(["stat", "cmdline"].map((name) => readFile(`/proc/${pid}/${name}`, "utf8").catch(() => "")));
    const parent = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1];
    return { pid: Number(pid), parent: Number(parent), kind: /--type=([\w-]+)/.exec(command)?.[1] ?? "browser" };
  };
  return Promise.all(pids.map(read));
}

function family(all, root) {
  const members = new Set([root]);
  for (let n = 0; n !== members.size;) {
    n = members.size;
    all.filter(({ parent }) => members.has(parent)).forEach(({ pid }) => members.add(pid));
  }
  return all.filter(({ pid }) => members.has(pid));
}

function ticks(stat) {
  const [user, system] = stat.slice(stat.lastIndexOf(")") + 2).split(" ").slice(11, 13).map(Number);
  return user + system;
}
