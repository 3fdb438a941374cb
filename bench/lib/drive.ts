import type { CpuMeter } from './cpu.ts';

/** One measured run of one side. Times in milliseconds. */
export interface Sample {
  /** "32 clients"; the same label on both sides makes a pair. */
  label: string;
  latencies: number[];
  perSecond: number;
  /** Processor time of the database per operation. */
  serverCpuMs: number | null;
  /** Operations that failed for another reason than the trade's. */
  errors: number;
}

export interface Load {
  label: string;
  clients: number;
  /** Stops after so many operations or so many seconds, whichever is given; both may be. */
  operations?: number;
  seconds?: number;
  cpu?: CpuMeter;
}

const WARM_UP = 0.2; // of the run; not counted

/**
 * Lets `clients` callers do one operation after the other without a pause. `index` counts the operations of the run, so
 * that every one can take its own row. An operation that throws counts as an error and not as a latency.
 */
export async function drive(load: Load, operation: (index: number, client: number) => Promise<unknown>): Promise<Sample> {
  const { clients, operations = Number.POSITIVE_INFINITY, seconds = Number.POSITIVE_INFINITY } = load;
  const began = performance.now();
  const end = began + seconds * 1000;
  const warmOperations = operations * WARM_UP;
  const warmEnd = began + seconds * 1000 * WARM_UP;
  const latencies: number[] = [];
  let counting: { since: number; cpu: number | null } | null = null;
  let index = 0;
  let errors = 0;

  const caller = async (client: number): Promise<void> => {
    while (index < operations && performance.now() < end) {
      const mine = index;
      index += 1;
      if (!counting && (mine >= warmOperations || performance.now() >= warmEnd)) {
        const cpu = load.cpu?.() ?? null; // read before the clock: reading takes a moment
        counting = { since: performance.now(), cpu };
      }
      const counts = counting !== null;
      const start = performance.now();
      try {
        await operation(mine, client);
        if (counts) latencies.push(performance.now() - start);
      } catch (fault) {
        errors += 1;
        if (errors === 1) console.error(`  ${load.label}: first error: ${fault instanceof Error ? fault.message : String(fault)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => caller(client)));

  const state = counting as { since: number; cpu: number | null } | null; // the callers have set it
  if (!state) throw new Error(`${load.label}: the run ended before its warm-up`);
  const lasted = (performance.now() - state.since) / 1000;
  const cpuNow = load.cpu?.() ?? null;
  return {
    label: load.label,
    latencies,
    perSecond: latencies.length / lasted,
    serverCpuMs: cpuNow === null || state.cpu === null ? null : (cpuNow - state.cpu) / Math.max(1, latencies.length),
    errors,
  };
}
