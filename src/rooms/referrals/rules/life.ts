import type { Decision } from '#kernel/decision.ts';
import { listedEvents, type Machine, type Party, type Row, type Step, step } from '#kernel/machine.ts';

/** The states of a referral (rule book B.3.6 with its clarifications). */
export const REFERRAL_STATES = [
  'draft',
  'sent',
  'seen',
  'accepted',
  'waitlisted',
  'rejected',
  'scheduled',
  'started',
  'on_hold',
  'completed',
  'no_response',
  'cancelled',
  'client_declined',
  'failed_start',
] as const;
export type ReferralState = (typeof REFERRAL_STATES)[number];

export const REFERRAL_EVENTS = [
  'send',
  'open',
  'accept',
  'waitlist',
  'reject',
  'schedule',
  'start',
  'hold',
  'resume',
  'complete',
  'expire',
  'cancel',
  'client-decline',
  'fail-start',
  'withdraw',
] as const;
export type ReferralEvent = (typeof REFERRAL_EVENTS)[number];

/** Why a partner says no. */
export const REJECTIONS = ['full', 'not-eligible', 'wrong-area', 'other'] as const;
export type Rejection = (typeof REJECTIONS)[number];
/** Whether the need was met in the end. */
export const OUTCOMES = ['met', 'partly', 'not'] as const;
export type ReferralOutcome = (typeof OUTCOMES)[number];

export interface ReferralFacts {
  /** A release that lives today covers everything in the packet, for this recipient. */
  released?: boolean;
  /** A recipient is named and the packet holds something. */
  complete?: boolean;
  /** A reason of the closed list. */
  reason?: boolean;
  /** The day or time that the step tells of. */
  day?: boolean;
  outcome?: boolean;
  /** The clock has run out: the day after the phone task has come. */
  clockOut?: boolean;
  heldFrom?: 'accepted' | 'scheduled' | 'started';
}

const CHECKS = {
  'referral-incomplete': ({ complete }) => complete === true,
  'referral-not-released': ({ released }) => released === true,
  'referral-reason-missing': ({ reason }) => reason === true,
  'referral-day-missing': ({ day }) => day === true,
  'referral-outcome-missing': ({ outcome }) => outcome === true,
  'referral-clock-runs': ({ clockOut }) => clockOut === true,
} as const satisfies Record<string, (facts: ReferralFacts) => boolean>;
export type ReferralNeed = keyof typeof CHECKS;
export type ReferralEffect = 'freeze-packet' | 'close-links' | 'count-answer' | 'count-silence' | 'ask-new-option';
type ReferralRow = Row<ReferralState, ReferralEvent, ReferralNeed, ReferralEffect, ReferralFacts>;

const SENDER = ['case-manager', 'lead'] as const;
/** What a partner says comes by the link, or on the phone and is written down by the sender as the partner's word. */
const ANSWER = ['partner'] as const;
/** First contact is confirmed by the provider or the client (B.3.6). */
const START = ['partner', 'client'] as const;
const ANYBODY = ['partner', 'client', ...SENDER] as const;
const OWN = ['client', ...SENDER] as const;

const first = (id: string, state: 'sent' | 'seen'): ReferralRow[] => [
  { id: `${id}.accept`, event: 'accept', to: 'accepted', who: ANSWER, effects: ['count-answer'] },
  { id: `${id}.waitlist`, event: 'waitlist', to: 'waitlisted', who: ANSWER, needs: ['referral-day-missing'], effects: ['count-answer'] },
  {
    id: `${id}.reject`,
    event: 'reject',
    to: 'rejected',
    who: ANSWER,
    needs: ['referral-reason-missing'],
    effects: ['count-answer', 'close-links', 'ask-new-option'],
  },
  { id: `${id}.schedule`, event: 'schedule', to: 'scheduled', who: ANSWER, needs: ['referral-day-missing'], effects: ['count-answer'] },
  { id: `${id}.start`, event: 'start', to: 'started', who: START, needs: ['referral-day-missing'], effects: ['count-answer'] },
  {
    id: `${id}.expire`,
    event: 'expire',
    to: 'no_response',
    who: ['system'],
    needs: ['referral-clock-runs'],
    effects: ['count-silence', 'close-links', 'ask-new-option'],
  },
  ...(state === 'sent' ? [{ id: `${id}.open`, event: 'open', to: 'seen', who: ['partner'] } satisfies ReferralRow] : []),
];
const dropped = (id: string): ReferralRow[] => [
  { id: `${id}.cancel`, event: 'cancel', to: 'cancelled', who: OWN, effects: ['close-links'] },
  { id: `${id}.decline`, event: 'client-decline', to: 'client_declined', who: OWN, effects: ['close-links'] },
];
/** The release was withdrawn: nothing of what is pending goes on (C.1 invariant 7). */
const withdrawn = (id: string): ReferralRow[] => [
  { id: `${id}.withdraw`, event: 'withdraw', to: 'cancelled', who: ['system'], effects: ['close-links'] },
];
const failed = (id: string): ReferralRow => ({
  id: `${id}.fail`,
  event: 'fail-start',
  to: 'failed_start',
  who: ANYBODY,
  effects: ['close-links', 'ask-new-option'],
});
const held = (id: string): ReferralRow => ({ id: `${id}.hold`, event: 'hold', to: 'on_hold', who: ANYBODY });
const scheduled = (id: string): ReferralRow => ({
  id: `${id}.schedule`,
  event: 'schedule',
  to: 'scheduled',
  who: ANSWER,
  needs: ['referral-day-missing'],
});
const started = (id: string): ReferralRow => ({
  id: `${id}.start`,
  event: 'start',
  to: 'started',
  who: START,
  needs: ['referral-day-missing'],
});
const back = (to: 'accepted' | 'scheduled' | 'started'): ReferralRow => ({
  id: `RH.resume.${to}`,
  event: 'resume',
  to,
  who: ANYBODY,
  when: ({ heldFrom }) => heldFrom === to,
});
const beforeStart = ({ heldFrom }: ReferralFacts) => heldFrom !== 'started';

/** Forward only, steps may be skipped; no, waiting list and silence only before an answer; after the start it ends with an outcome. */
export const REFERRAL_TABLE = {
  draft: [
    {
      id: 'RD.send',
      event: 'send',
      to: 'sent',
      who: SENDER,
      needs: ['referral-incomplete', 'referral-not-released'],
      effects: ['freeze-packet'],
    },
    ...dropped('RD'),
    ...withdrawn('RD'),
  ],
  sent: [...first('RS', 'sent'), ...dropped('RS'), ...withdrawn('RS')],
  seen: [...first('RE', 'seen'), ...dropped('RE'), ...withdrawn('RE')],
  accepted: [scheduled('RA'), started('RA'), held('RA'), failed('RA'), ...dropped('RA')],
  waitlisted: [
    { id: 'RW.accept', event: 'accept', to: 'accepted', who: ANSWER },
    scheduled('RW'),
    { id: 'RW.waitlist', event: 'waitlist', to: 'waitlisted', who: ANSWER, needs: ['referral-day-missing'] },
    ...dropped('RW'),
    ...withdrawn('RW'),
  ],
  scheduled: [scheduled('RP'), started('RP'), held('RP'), failed('RP'), ...dropped('RP')],
  started: [
    { id: 'RB.complete', event: 'complete', to: 'completed', who: ANYBODY, needs: ['referral-outcome-missing'], effects: ['close-links'] },
    held('RB'),
  ],
  on_hold: [
    back('accepted'),
    back('scheduled'),
    back('started'),
    ...dropped('RH').map((row) => ({ ...row, when: beforeStart })),
    {
      id: 'RH.complete',
      event: 'complete',
      to: 'completed',
      who: ANYBODY,
      when: ({ heldFrom }) => heldFrom === 'started',
      needs: ['referral-outcome-missing'],
      effects: ['close-links'],
    },
  ],
  rejected: [],
  completed: [],
  no_response: [],
  cancelled: [],
  client_declined: [],
  failed_start: [],
} as const satisfies Record<ReferralState, readonly ReferralRow[]>;

const UNLISTED = {
  draft: 'referral-not-sent',
  sent: 'referral-not-this-step',
  seen: 'referral-not-this-step',
  accepted: 'referral-not-this-step',
  waitlisted: 'referral-not-this-step',
  scheduled: 'referral-not-this-step',
  started: 'referral-not-this-step',
  on_hold: 'referral-not-this-step',
  rejected: 'referral-over',
  completed: 'referral-over',
  no_response: 'referral-over',
  cancelled: 'referral-over',
  client_declined: 'referral-over',
  failed_start: 'referral-over',
} as const satisfies Record<ReferralState, string>;
export type ReferralCode = ReferralNeed | (typeof UNLISTED)[ReferralState] | 'referral-not-for-role';

const REFERRAL: Machine<ReferralState, ReferralEvent, ReferralNeed, ReferralEffect, ReferralFacts, ReferralCode> = {
  table: REFERRAL_TABLE,
  checks: CHECKS,
  unlisted: UNLISTED,
  notForRole: 'referral-not-for-role',
};

/** One step of a referral: the next state and what goes with it, or why not. */
export function stepReferral(
  state: ReferralState,
  event: ReferralEvent,
  who: Party | readonly Party[],
  facts: ReferralFacts,
): Decision<Step<ReferralState, ReferralEffect>, ReferralCode> {
  // a row that the facts do not choose is not listed for them
  const chosen = REFERRAL_TABLE[state].filter((row: ReferralRow) => row.event === event && (!row.when || row.when(facts)));
  if (chosen.length === 0) return { ok: false, because: UNLISTED[state] };
  return step(REFERRAL, state, event, who, facts);
}

/** What may be told of a referral in this state, for buttons. */
export function mayTell(state: ReferralState, who: Party | readonly Party[], heldFrom?: ReferralFacts['heldFrom']): ReferralEvent[] {
  const parties = typeof who === 'string' ? [who] : who;
  return listedEvents(REFERRAL, state, parties).filter((event) =>
    REFERRAL_TABLE[state].some((row: ReferralRow) => row.event === event && (!row.when || row.when(heldFrom ? { heldFrom } : {}))),
  );
}

/** Nothing moves any more. */
export const isOver = (state: ReferralState) => REFERRAL_TABLE[state].length === 0;
/** A partner has it and has not said anything final: what a withdrawn release cancels, beside drafts. */
export const isPending = (state: ReferralState) => state === 'draft' || state === 'sent' || state === 'seen' || state === 'waitlisted';
/** Asked and not yet ended: what monitoring looks at (B.4 CO). */
export const isActive = (state: ReferralState) => state !== 'draft' && !isOver(state);

/** The loop is closed by a recorded outcome alone; "sent" never counts as done (B.3.6, clarified for scenario 19). */
export function loopClosed({ state, outcome }: { state: ReferralState; outcome: ReferralOutcome | null }): boolean {
  return isOver(state) && outcome !== null;
}

/** FHIR R4 Task.status and businessStatus of each state (HL7 SDOH Clinical Care, TaskForReferralManagement). */
export const TASK_STATUS = {
  draft: ['draft', null],
  sent: ['requested', null],
  seen: ['requested', 'seen'],
  accepted: ['accepted', null],
  waitlisted: ['accepted', 'waitlisted'],
  rejected: ['rejected', null],
  scheduled: ['in-progress', 'scheduled'],
  started: ['in-progress', 'started'],
  on_hold: ['on-hold', null],
  completed: ['completed', null],
  no_response: ['failed', 'no response'],
  cancelled: ['cancelled', null],
  client_declined: ['cancelled', 'client declined'],
  failed_start: ['failed', 'failed start'],
} as const satisfies Record<ReferralState, readonly [string, string | null]>;
