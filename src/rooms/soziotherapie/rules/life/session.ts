import type { Decision } from '#kernel/decision.ts';
import { type Machine, type Party, type Row, type Step, step } from '#kernel/machine.ts';

/** Rule book 2.3. */
export const SESSION_STATES = [
  'PLANNED',
  'CONFIRMED',
  'DELIVERED',
  'LATE_PENDING',
  'DOCUMENTED',
  'SIGNED',
  'RELEASED',
  'INVOICED',
  'PAID',
  'NO_SHOW',
  'CANCELLED_PATIENT',
  'CANCELLED_PROVIDER',
  'DISPUTED',
] as const;
export type SessionState = (typeof SESSION_STATES)[number];

export const SESSION_EVENTS = [
  'confirm',
  'deliver',
  'document',
  'document-very-late',
  'release-late',
  'sign',
  'release',
  'invoice',
  'pay',
  'mark-no-show',
  'cancel-by-client',
  'cancel-by-provider',
  'dispute',
  'settle',
] as const;
export type SessionEvent = (typeof SESSION_EVENTS)[number];

export const SESSION_EFFECTS = ['calendar-entry', 'note', 'ask-lead', 'billing-line', 'count-no-show', 'give-back-units'] as const;
export type SessionEffect = (typeof SESSION_EFFECTS)[number];

/** States that a dispute may come from and goes back to. */
const DISPUTABLE = ['SIGNED', 'RELEASED', 'INVOICED', 'PAID'] as const;

export interface SessionFacts {
  /** R3: start before end, not in the future. */
  timesHold?: boolean;
  /** R26. */
  overlaps?: boolean;
  /** R16 covers it, or somebody took the risk knowingly. */
  covered?: boolean;
  riskConfirmed?: boolean;
  /** R17. */
  inHospital?: boolean;
  noteComplete?: boolean;
  /** R21. */
  timeliness?: 'on-time' | 'late' | 'very-late';
  reasonGiven?: boolean;
  signedOrReason?: boolean;
  /** `releaseBlocks` is empty. */
  releasable?: boolean;
  invoiceRun?: boolean;
  before?: SessionState;
}

const CHECKS = {
  'session-times-open': (facts) => facts.timesHold === true,
  'session-overlaps': (facts) => facts.overlaps === false,
  'in-hospital': (facts) => facts.inHospital === false,
  'session-not-covered': (facts) => facts.covered === true || facts.riskConfirmed === true,
  'note-incomplete': (facts) => facts.noteComplete === true,
  'documentation-late': ({ timeliness }) => timeliness === 'on-time' || timeliness === 'late',
  'documentation-not-late': ({ timeliness }) => timeliness === 'very-late',
  'late-reason-missing': ({ timeliness, reasonGiven }) => timeliness === 'on-time' || reasonGiven === true,
  'signature-missing': (facts) => facts.signedOrReason === true,
  'release-blocked': (facts) => facts.releasable === true,
  'invoice-run-missing': (facts) => facts.invoiceRun === true,
  'session-reason-missing': (facts) => facts.reasonGiven === true,
  'dispute-origin-unknown': ({ before }) => (DISPUTABLE as readonly (SessionState | undefined)[]).includes(before),
} as const satisfies Record<string, (facts: SessionFacts) => boolean>;
export type SessionNeed = keyof typeof CHECKS;
type SessionRow = Row<SessionState, SessionEvent, SessionNeed, SessionEffect, SessionFacts>;

/** T7, and the correction of a session that was marked by mistake: nothing is billed, the units come back. */
function off(effects: readonly SessionEffect[], clientToo: boolean): readonly SessionRow[] {
  const staff: readonly Party[] = ['soziotherapist', 'office'];
  const needs = ['session-reason-missing'] as const;
  return [
    { id: 'T7', event: 'mark-no-show', to: 'NO_SHOW', who: staff, needs, effects: ['count-no-show', ...effects] },
    {
      id: 'T7',
      event: 'cancel-by-client',
      to: 'CANCELLED_PATIENT',
      who: clientToo ? ['client', 'guardian', ...staff] : staff,
      needs,
      effects,
    },
    { id: 'T7', event: 'cancel-by-provider', to: 'CANCELLED_PROVIDER', who: staff, needs, effects },
  ];
}

const deliver: SessionRow = {
  id: 'T1',
  event: 'deliver',
  to: 'DELIVERED',
  who: ['soziotherapist'],
  needs: ['session-times-open', 'session-overlaps', 'in-hospital', 'session-not-covered'],
  effects: ['calendar-entry'],
};
const corrected = off(['give-back-units'], false);
const dispute: SessionRow = { id: 'T9', event: 'dispute', to: 'DISPUTED', who: ['office'], needs: ['session-reason-missing'] };

/** Rule book 2.3 with its clarifications. Backward steps do not exist except those printed here (T6: a new version instead). */
export const SESSION_TABLE = {
  PLANNED: [
    { id: 'T0', event: 'confirm', to: 'CONFIRMED', who: ['soziotherapist', 'office', 'client', 'guardian'] },
    deliver,
    ...off([], true),
  ],
  CONFIRMED: [deliver, ...off([], true)],
  DELIVERED: [
    {
      id: 'T2',
      event: 'document',
      to: 'DOCUMENTED',
      who: ['soziotherapist'],
      needs: ['note-incomplete', 'documentation-late', 'late-reason-missing'],
      effects: ['note'],
    },
    {
      id: 'T8',
      event: 'document-very-late',
      to: 'LATE_PENDING',
      who: ['soziotherapist'],
      needs: ['note-incomplete', 'documentation-not-late', 'late-reason-missing'],
      effects: ['note', 'ask-lead'],
    },
    ...corrected,
  ],
  LATE_PENDING: [{ id: 'T8', event: 'release-late', to: 'DOCUMENTED', who: ['lead'], needs: ['session-reason-missing'] }, ...corrected],
  DOCUMENTED: [
    { id: 'T3', event: 'sign', to: 'SIGNED', who: ['client', 'guardian', 'soziotherapist'], needs: ['signature-missing'] },
    ...corrected,
  ],
  SIGNED: [
    { id: 'T4', event: 'release', to: 'RELEASED', who: ['office', 'lead'], needs: ['release-blocked'], effects: ['billing-line'] },
    dispute,
    ...corrected,
  ],
  RELEASED: [{ id: 'T5', event: 'invoice', to: 'INVOICED', who: ['office'], needs: ['invoice-run-missing'] }, dispute],
  INVOICED: [{ id: 'T5', event: 'pay', to: 'PAID', who: ['office'] }, dispute],
  PAID: [dispute],
  NO_SHOW: [],
  CANCELLED_PATIENT: [],
  CANCELLED_PROVIDER: [],
  DISPUTED: DISPUTABLE.map(
    (to): SessionRow => ({
      id: 'T9',
      event: 'settle',
      to,
      who: ['office'],
      ...(to === 'PAID' ? {} : { when: ({ before }: SessionFacts) => before === to }),
      needs: ['dispute-origin-unknown'],
    }),
  ),
} satisfies Record<SessionState, readonly SessionRow[]>;

export const SESSION_UNLISTED = {
  PLANNED: 'session-planned',
  CONFIRMED: 'session-confirmed',
  DELIVERED: 'session-not-documented',
  LATE_PENDING: 'late-release-missing',
  DOCUMENTED: 'session-not-signed',
  SIGNED: 'session-signed',
  RELEASED: 'session-released',
  INVOICED: 'session-invoiced',
  PAID: 'session-paid',
  NO_SHOW: 'session-no-show',
  CANCELLED_PATIENT: 'session-cancelled',
  CANCELLED_PROVIDER: 'session-cancelled',
  DISPUTED: 'session-disputed',
} as const satisfies Record<SessionState, string>;
export type SessionCode = SessionNeed | (typeof SESSION_UNLISTED)[SessionState] | 'session-not-for-role';

const SESSION: Machine<SessionState, SessionEvent, SessionNeed, SessionEffect, SessionFacts, SessionCode> = {
  table: SESSION_TABLE,
  checks: CHECKS,
  unlisted: SESSION_UNLISTED,
  notForRole: 'session-not-for-role',
};

/** One step of a session (2.3). Whatever is not listed is refused. */
export function stepSession(
  state: SessionState,
  event: SessionEvent,
  who: Party | readonly Party[],
  facts: SessionFacts,
): Decision<Step<SessionState, SessionEffect>, SessionCode> {
  return step(SESSION, state, event, who, facts);
}
