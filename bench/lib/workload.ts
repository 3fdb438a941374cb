import type { Database } from './database.ts';
import type { Sample } from './drive.ts';
import type { Size } from './sizes.ts';

/** What a workload gets to work with. */
export interface Ctx {
  size: Size;
  seed: number;
  /** The PostgreSQL in which floor and product live side by side. */
  server: Database;
  /** Seeded requests per round (P1) and seconds per run (P2): small numbers by default, `--long` makes them big. */
  requests: number;
  seconds: number;
  log(line: string): void;
}

/** Which figure of a pair is compared, and which way is better. */
export type Metric = 'p50' | 'perSecond';

export interface Goal {
  /** Applies to the samples of this label; to all where it is left out. */
  label?: string;
  text: string;
  /** Judges the product's side. Informs; only ratios and misses gate. */
  reached(side: SideSummary, ratio: number): boolean;
}

export interface SideSummary {
  p50: number;
  p99: number;
  perSecond: number;
  serverCpuMs: number | null;
  errors: number;
}

/** One workload of the benchmark: the product's side and, in the same minutes, the least that the job can cost. */
export interface Workload {
  id: string;
  title: string;
  unit: 'ms' | 'µs' | 'kB';
  metric: Metric;
  goals: Goal[];
  /** Builds both worlds. */
  setup(ctx: Ctx): Promise<Prepared>;
}

export interface Prepared {
  /** The product's side; absent where only the floor exists, which the table then says. */
  run?(round: number): Promise<Sample[]>;
  floor(round: number): Promise<Sample[]>;
  /** What both sides got wrong, in words; empty when all is right. Asked once, after the rounds. */
  check(): Promise<string[]>;
  /** Further figures for the table, such as memory. */
  facts?(): Record<string, number>;
  close(): Promise<void>;
}
