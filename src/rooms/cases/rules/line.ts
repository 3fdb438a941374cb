import type { Decision } from '#kernel/decision.ts';
import { listedEvents, type Machine, type Party, type Row, type Step, step } from '#kernel/machine.ts';

/** States of a service line (rule book B.3.6): the way forward, then the side states. `NONE` is not stored; a line begins as identified. */
export const LINE_STATES = [
  'identified',
  'prepared',
  'referred',
  'waitlisted',
  'accepted',
  'scheduled',
  'started',
  'adapted',
  'completed',
  'rejected',
  'no_response',
  'client_declined',
  'cancelled',
  'failed_start',
] as const;
export type LineState = (typeof LINE_STATES)[number];

export const LINE_EVENTS = [
  'prepare',
  'refer',
  'waitlist',
  'accept',
  'schedule',
  'start',
  'adapt',
  'complete',
  'reject',
  'no-answer',
  'decline',
  'cancel',
  'fail-start',
] as const;
export type LineEvent = (typeof LINE_EVENTS)[number];

/** Where each event leads, from wherever it is possible. */
export const LINE_TARGET = {
  prepare: 'prepared',
  refer: 'referred',
  waitlist: 'waitlisted',
  accept: 'accepted',
  schedule: 'scheduled',
  start: 'started',
  adapt: 'adapted',
  complete: 'completed',
  reject: 'rejected',
  'no-answer': 'no_response',
  decline: 'client_declined',
  cancel: 'cancelled',
  'fail-start': 'failed_start',
} as const satisfies Record<LineEvent, LineState>;

/** "In preparation or referral" of B.2.2 with its clarification: the case is linking while one of these is there. */
export const IN_PREPARATION: ReadonlySet<LineState> = new Set([
  'identified',
  'prepared',
  'referred',
  'waitlisted',
  'accepted',
  'scheduled',
]);
/** "Active": without a line in preparation the case is monitoring. All other states count for neither. */
export const ACTIVE: ReadonlySet<LineState> = new Set(['started', 'adapted']);
/** Nothing follows: the last of the way, and all side states but the waiting list. */
export const ENDED: ReadonlySet<LineState> = new Set([
  'completed',
  'rejected',
  'no_response',
  'client_declined',
  'cancelled',
  'failed_start',
]);

/** How far the need was met when a service ends. */
export const LINE_OUTCOMES = ['met', 'partly', 'not'] as const;
export type LineOutcome = (typeof LINE_OUTCOMES)[number];

/** What the checks look at. A fact that is not given never holds. */
export interface LineFacts {
  /** Started on trial (therapy: before both said yes); only then the start may still fail. */
  onTrial?: boolean;
  outcome?: LineOutcome | null | undefined;
  /** Date of the first appointment or first day. */
  nextStartOn?: string | null | undefined;
  /** Its states are those of a request, an episode or a referral: only what happens there moves it. */
  mirrors?: boolean;
}

const CHECKS = {
  'line-mirrored': (facts) => facts.mirrors === false,
  'line-not-on-trial': (facts) => facts.onTrial === true,
  'line-outcome-missing': ({ outcome }) => outcome !== undefined && outcome !== null && LINE_OUTCOMES.includes(outcome),
  'line-date-missing': ({ nextStartOn }) => typeof nextStartOn === 'string',
} as const satisfies Record<string, (facts: LineFacts) => boolean>;
export type LineNeed = keyof typeof CHECKS;
type LineRow = Row<LineState, LineEvent, LineNeed, never, LineFacts>;

const BY_HAND = ['case-manager', 'lead'] as const;

/** By hand where it is her own line, and by what happens in the mirrored object. */
function row(id: string, event: LineEvent, needs: readonly LineNeed[] = []): readonly LineRow[] {
  const to = LINE_TARGET[event];
  return [
    { id, event, to, who: BY_HAND, needs: ['line-mirrored', ...needs] },
    { id, event, to, who: ['system'] },
  ];
}

const PREPARE = row('SV1', 'prepare');
const REFER = row('SV2', 'refer');
const ACCEPT = row('SV3', 'accept');
const SCHEDULE = row('SV4', 'schedule', ['line-date-missing']);
const START = row('SV5', 'start');
// Adapting is hers also where the rest is mirrored: nobody else knows of it.
const ADAPT: readonly LineRow[] = [{ id: 'SV6', event: 'adapt', to: 'adapted', who: [...BY_HAND, 'system'] }];
const COMPLETE = row('SV7', 'complete', ['line-outcome-missing']);
const REJECT = row('SV8', 'reject');
const WAITLIST = row('SV9', 'waitlist');
const NO_ANSWER = row('SV10', 'no-answer');
const DECLINE = row('SV11', 'decline');
const CANCEL = row('SV12', 'cancel');
const FAIL_START = row('SV13', 'fail-start');
const FAIL_TRIAL: readonly LineRow[] = FAIL_START.map((one) => ({
  ...one,
  id: 'SV14',
  needs: [...(one.needs ?? []), 'line-not-on-trial'],
}));
const FROM_START = [...ADAPT, ...COMPLETE];
const FROM_SCHEDULED = [...START, ...FROM_START];
const BEFORE_START = [...DECLINE, ...CANCEL];

/** Rule book B.3.6 with its clarifications: forward with skips, never back; which side state from where. */
export const LINE_TABLE = {
  identified: [...PREPARE, ...REFER, ...ACCEPT, ...SCHEDULE, ...FROM_SCHEDULED, ...BEFORE_START],
  prepared: [...REFER, ...ACCEPT, ...SCHEDULE, ...FROM_SCHEDULED, ...BEFORE_START],
  referred: [...WAITLIST, ...ACCEPT, ...SCHEDULE, ...FROM_SCHEDULED, ...REJECT, ...NO_ANSWER, ...BEFORE_START],
  waitlisted: [...ACCEPT, ...SCHEDULE, ...BEFORE_START],
  accepted: [...SCHEDULE, ...FROM_SCHEDULED, ...FAIL_START, ...BEFORE_START],
  scheduled: [...FROM_SCHEDULED, ...FAIL_START, ...BEFORE_START],
  started: [...FROM_START, ...FAIL_TRIAL],
  adapted: [...COMPLETE],
  completed: [],
  rejected: [],
  no_response: [],
  client_declined: [],
  cancelled: [],
  failed_start: [],
} satisfies Record<LineState, readonly LineRow[]>;

export const LINE_UNLISTED = {
  identified: 'line-not-so-far',
  prepared: 'line-never-back',
  referred: 'line-never-back',
  waitlisted: 'line-waits',
  accepted: 'line-never-back',
  scheduled: 'line-never-back',
  started: 'line-runs',
  adapted: 'line-runs',
  completed: 'line-ended',
  rejected: 'line-ended',
  no_response: 'line-ended',
  client_declined: 'line-ended',
  cancelled: 'line-ended',
  failed_start: 'line-ended',
} as const satisfies Record<LineState, string>;

const LINE = {
  table: LINE_TABLE as Readonly<Record<LineState, readonly LineRow[]>>,
  checks: CHECKS,
  unlisted: LINE_UNLISTED,
  notForRole: 'line-not-for-role',
} as const satisfies Machine<LineState, LineEvent, LineNeed, never, LineFacts, string>;
export type LineCode = LineNeed | (typeof LINE_UNLISTED)[LineState] | 'line-not-for-role';

/** One step of a service line. Parties: case manager or lead by hand, `system` for what the mirrored object says. */
export function stepLine(
  state: LineState,
  event: LineEvent,
  who: Party | readonly Party[],
  facts: LineFacts,
): Decision<Step<LineState, never>, LineCode> {
  return step<LineState, LineEvent, LineNeed, never, LineFacts, LineCode>(LINE, state, event, who, facts);
}

/** What a case manager may do with a line now, for its buttons: of a mirrored one only what is not its source's. */
export function lineEvents(state: LineState, facts: { mirrors: boolean; onTrial: boolean }): LineEvent[] {
  return listedEvents<LineState, LineEvent, LineNeed, never, LineFacts, LineCode>(LINE, state, BY_HAND).filter((event) => {
    const enough: LineFacts = { ...facts, outcome: 'met', nextStartOn: '2000-01-01' };
    return stepLine(state, event, BY_HAND, enough).ok;
  });
}
