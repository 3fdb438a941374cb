import { MANAGERS, type Quirk, type ToldCase } from './people.ts';
import type { Known } from './services.ts';
import type { Speaker } from './speaker.ts';
import { type Story, storyOf } from './stories.ts';

/** Days after the opening on which each step usually happens. */
const PLAN = { screened: 3, intake: 6, begun: 11, assessed: 27, planned: 34, agreed: 38 } as const;

export interface Saved {
  id: string;
  version: number;
}

/** One case of the demo while it is told: who she is, who speaks, and what was made so far. */
export interface Tale {
  told: ToldCase;
  story: Story;
  speaker: Speaker;
  services: ReadonlyMap<string, Known>;
  today: Temporal.PlainDate;
  who: string;
  ids: {
    caseId: string;
    personId: string;
    goals: string[];
    measures: string[];
    lines: string[];
    /** The referral whose states a line shows. */
    referrals: Map<string, string>;
  };
  has(quirk: Quirk): boolean;
  ago(days: number): string;
  ahead(days: number): string;
  /** The day on which the teller stands, or some days later. */
  day(later?: number): string;
  /** The day of a step; a case younger than its plan takes its steps quicker. */
  on(step: keyof typeof PLAN): string;
  do<Answer = Saved>(name: string, params: Record<string, string>, body?: unknown, who?: string): Promise<Answer>;
  paper(kind: string, more?: Record<string, unknown>): Promise<Saved>;
  move(to: string, more?: Record<string, unknown>): Promise<Saved>;
}

export function taleOf(told: ToldCase, speaker: Speaker, services: ReadonlyMap<string, Known>, today: Temporal.PlainDate): Tale {
  const ago = (days: number) => today.subtract({ days }).toString();
  const tale: Tale = {
    told,
    story: storyOf(told.story),
    speaker,
    services,
    today,
    who: MANAGERS[told.manager] ?? MANAGERS[0],
    ids: { caseId: '', personId: '', goals: [], measures: [], lines: [], referrals: new Map() },
    has: (quirk) => told.quirks.includes(quirk),
    ago,
    ahead: (days) => today.add({ days }).toString(),
    day: (later = 0) => speaker.now.toZonedDateTimeISO('Europe/Berlin').toPlainDate().add({ days: later }).toString(),
    on: (step) => ago(Math.max(0, told.age - PLAN[step])),
    do: (name, params, body = {}, who = tale.who) => speaker.do(who, name, { params, body }),
    paper: (kind, more = {}) => tale.do('cases.recordArtefact', { id: tale.ids.caseId }, { kind, ...more }),
    move: (to, more = {}) => tale.do('cases.moveCase', { id: tale.ids.caseId }, { to, ...more }),
  };
  return tale;
}
