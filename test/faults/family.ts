import type { Chance } from '../../bench/lib/random.ts';
import type { Ground } from './ground.ts';
import type { Report } from './report.ts';

/** What a family of faults gets to work with. */
export interface Run {
  /** A PostgreSQL with fsync, shared by the families of a run, one after the other. */
  ground: Ground;
  seed: number;
  random: Chance;
  /** The short form does each fault about once; the long form goes on until its share of the time is over. */
  short: boolean;
  /** performance.now() after which no new cycle begins. */
  until: number;
}

export interface Family {
  name: string;
  /** What is done, in one sentence. */
  what: string;
  run(run: Run): Promise<Report>;
}

/** Is there time, or has the short form done what it does? */
export function goesOn({ short, until }: Run, cycles: number, shortCycles: number): boolean {
  return short ? cycles < shortCycles : performance.now() < until || cycles < shortCycles;
}
