import { readdirSync, readFileSync } from 'node:fs';

/** Reads the processor time in milliseconds that some processes have used so far, or null where the system does not tell. */
export type CpuMeter = () => number | null;

const TICK_MS = 10; // CLK_TCK is 100 on every Linux that Node supports

/** What one process and its reaped children have used; live children are asked themselves. */
function used(pid: number): { ms: number; parent: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const reaped = (Number(fields[13]) + Number(fields[14])) * TICK_MS;
    const live = Number(readFileSync(`/proc/${pid}/schedstat`, 'latin1').split(' ')[0]) / 1e6; // first thread, in ns: finer than ticks
    const threads = Number(fields[17]);
    const own = threads === 1 ? live : (Number(fields[11]) + Number(fields[12])) * TICK_MS;
    return { ms: own + reaped, parent: Number(fields[1]) };
  } catch {
    return null; // it ended between the listing and the reading
  }
}

/** The processor time of these processes and all below them: PostgreSQL's tree is the postmaster and its backends. */
export function cpuOf(...roots: number[]): CpuMeter {
  return () => {
    if (process.platform !== 'linux') return null;
    const all = new Map<number, { ms: number; parent: number }>();
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      const reading = used(Number(name));
      if (reading) all.set(Number(name), reading);
    }
    const belongs = (pid: number): boolean => roots.includes(pid) || (all.has(pid) && belongs(all.get(pid)?.parent ?? 0));
    let sum = 0;
    for (const [pid, reading] of all) if (belongs(pid)) sum += reading.ms;
    return sum;
  };
}

/** Resident memory of one process in MiB, or null where the system does not tell. */
export function residentMiB(pid: number): number | null {
  try {
    const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
    return line ? Number(line[1]) / 1024 : null;
  } catch {
    return null;
  }
}
