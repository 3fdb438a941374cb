import type { CloseReason, EpisodeState } from '#rooms/soziotherapie/rules/life/episode.ts';

/** Days before (negative) or after today. */
export type Offset = number;

/** A prescription as the demo tells it; what follows from it (deadline, cover, use) is asked of the rules. */
export interface Order {
  kind: 'TRIAL' | 'INITIAL' | 'FOLLOW_UP' | 'DISCHARGE' | 'REFERRAL';
  issued: Offset;
  units: number;
  /** Index into the demo's prescribers. */
  by?: number;
  submitted?: Offset;
  received?: Offset;
  md?: Offset;
  decision?: { units: number; posted: Offset; validTo?: Offset; objected?: Offset };
  withdrawn?: Offset;
  /** Not further than this yet. */
  only?: 'DRAFT' | 'ISSUED' | 'COMPLETE';
}

/** Weekly or fortnightly visits between two days; `minutes` are taken in turn. */
export interface Visits {
  from: Offset;
  to: Offset;
  every: 7 | 14;
  minutes: readonly number[];
  /** So many at most, none of them missed. */
  count?: number;
}

/** One client of the demo's practice. All are invented; those of the rule book's scenarios carry its names. */
export interface Told {
  given: string;
  family: string;
  gender: 'f' | 'm' | 'd';
  born: string;
  /** Index into the addresses and into the insurers. */
  address: number;
  insurer: number;
  kvnr?: string;
  /** Index into the six helpers; null: nobody yet. */
  helper: number | null;
  state: EpisodeState;
  opened: Offset;
  diagnosis: string;
  gaf: number;
  criteria?: 'COMORBIDITY' | 'PLANNING';
  goal: number;
  orders: Order[];
  visits: Visits[];
  /** Single sessions at their own day, time and minutes. */
  single?: { day: Offset; start: string; minutes: number; late?: boolean; undone?: boolean }[];
  asked?: 'client' | 'relative' | 'prescriber' | 'clinic' | 'desk';
  waiting?: Offset;
  exempt?: true;
  chronic?: true;
  stay?: { from: Offset; to: Offset | null };
  paused?: { from: Offset; why: 'hospital' | 'vacation' | 'unreachable' };
  closed?: { on: Offset; reason: CloseReason };
  former?: { day: Offset; minutes: number };
  nursing?: true;
  /** The plan lies with the prescriber and waits for her signature. */
  unsigned?: true;
  /** So many days ago the last review was held; none: never. */
  reviewed?: Offset;
}
