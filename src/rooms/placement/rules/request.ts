import type { Decision } from '#kernel/decision.ts';
import { type Machine, type Party, type Row, type Step, step } from '#kernel/machine.ts';

/** States of a request (rule book A.3.4); `none` stands for "not there yet". */
export const REQUEST_STATES = ['none', 'new', 'triaged', 'offered', 'placed', 'waiting', 'closed'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

export const REQUEST_EVENTS = [
  'create',
  'triage',
  'present',
  'book',
  'decline',
  'hold-lost',
  'wait',
  'offer-from-waiting',
  'not-reached',
  'final-notice-over',
  'waiting-consent-withdrawn',
  'fit-confirmed',
  'place-freed',
  'provider-cancelled',
  'close',
  'reopen',
] as const;
/** `place-freed` is PL6 or PL8, `provider-cancelled` AP5, AP5b or a withdrawn slot or place. */
export type RequestEvent = (typeof REQUEST_EVENTS)[number];

export const REQUEST_EFFECTS = [
  'call-back-task',
  'store-snapshot',
  'store-decline-reasons',
  'give-guidance',
  'set-next-contact',
  'hold-for-callback',
  'count-skip',
  'text-not-reached',
  'final-notice',
  'set-priority-1',
  'set-priority-2',
  'store-reason',
  'cancel-holds',
  'cancel-appointment',
  'free-place',
] as const;
export type RequestEffect = (typeof REQUEST_EFFECTS)[number];

/** Why a request ends (RQ11). */
export const CLOSE_REASONS = [
  'fulfilled',
  'self-found',
  'withdrew',
  'unreachable',
  'redirected-tss',
  'redirected-clinic',
  'redirected-counselling',
  'redirected-ke',
  'redirected-other',
  'not-eligible',
  'duplicate',
  'deceased',
  'error',
] as const;
export type CloseReason = (typeof CLOSE_REASONS)[number];

/** Why a closed request goes on (RQ12). Who calls again is back by herself. */
export const REOPEN_REASONS = ['called-again', 'answered-notice', 'offer-fell-through', 'closed-by-mistake'] as const;
export type ReopenReason = (typeof REOPEN_REASONS)[number];

/** Time limits of A.3.4; defaults that a network may set. */
export const REQUEST_LIMITS = {
  reopenDays: 90,
  nextContactDays: 14,
  /** Call attempts that make one skip, on different Berlin days (RQ7, RQ8). */
  callAttempts: 2,
  skipsBeforeNotice: 3,
  finalNoticeDays: 14,
  webCallbackWorkingDays: 1,
} as const;

/** What a request's checks look at. A fact that is not given never holds. */
export interface RequestFacts {
  now: Temporal.Instant;
  callbackChannel?: boolean;
  /** The request is the acting case manager's own (origin = case). */
  ofActor?: boolean;
  openerAnswered?: boolean;
  /** `missingForTriage` found nothing. */
  minimumKnown?: boolean;
  /** Offers that are held or shown. */
  candidates?: number;
  /** Slot and place are being booked in this transaction (SL5, PL4), by their holder. */
  slotAndPlaceBooked?: boolean;
  byHolder?: boolean;
  /** Booking is not blocked by the safety opener, see `bookingBlocked`. */
  safetyClear?: boolean;
  /** No blocker of `representation` stands. */
  representationClear?: boolean;
  waitingConsent?: boolean;
  /** The system proposed this candidate (RQ7). */
  proposedBySystem?: boolean;
  hardCriteriaHold?: boolean;
  slotAndPlaceHeld?: boolean;
  /** Berlin days on which the person was called in vain for this offer. */
  callDays?: readonly Temporal.PlainDate[];
  /** Skips so far. */
  skipped?: number;
  finalNoticeAt?: Temporal.Instant | null;
  /** Came from the waiting list, so goes back there when an offer comes to nothing. */
  waits?: boolean;
  closeReason?: CloseReason;
  closedAt?: Temporal.Instant;
  reasonGiven?: boolean;
}

const compare = Temporal.Instant.compare;
const differentDays = (days: readonly Temporal.PlainDate[] | undefined) => new Set(days?.map(String)).size;
const hours = (days: number) => ({ hours: days * 24 });

const CHECKS = {
  'callback-channel-missing': (facts) => facts.callbackChannel === true,
  'request-not-yours': (facts) => facts.ofActor === true,
  'opener-not-answered': (facts) => facts.openerAnswered === true,
  'triage-incomplete': (facts) => facts.minimumKnown === true,
  'no-candidate': (facts) => (facts.candidates ?? 0) >= 1,
  'candidate-exists': (facts) => facts.candidates === 0,
  'hold-not-yours': (facts) => facts.byHolder === true,
  'nothing-booked': (facts) => facts.slotAndPlaceBooked === true,
  'safety-release-missing': (facts) => facts.safetyClear === true,
  'representation-missing': (facts) => facts.representationClear === true,
  'waiting-consent-missing': (facts) => facts.waitingConsent === true,
  'not-proposed': (facts) => facts.proposedBySystem === true,
  'does-not-fit': (facts) => facts.hardCriteriaHold === true,
  'nothing-held': (facts) => facts.slotAndPlaceHeld === true,
  'call-attempts-missing': (facts) => differentDays(facts.callDays) >= REQUEST_LIMITS.callAttempts,
  'final-notice-sent': (facts) => facts.finalNoticeAt === null,
  'skips-unknown': (facts) => facts.skipped !== undefined,
  'final-notice-runs': ({ finalNoticeAt, now }) =>
    finalNoticeAt !== undefined && finalNoticeAt !== null && compare(now, finalNoticeAt.add(hours(REQUEST_LIMITS.finalNoticeDays))) >= 0,
  'close-reason-missing': ({ closeReason }) => closeReason !== undefined && CLOSE_REASONS.includes(closeReason),
  'reopen-too-late': ({ closedAt, now }) => closedAt !== undefined && compare(now, closedAt.add(hours(REQUEST_LIMITS.reopenDays))) <= 0,
  'reason-missing': (facts) => facts.reasonGiven === true,
} as const satisfies Record<string, (facts: RequestFacts) => boolean>;
export type RequestNeed = keyof typeof CHECKS;

type RequestRow = Row<RequestState, RequestEvent, RequestNeed, RequestEffect, RequestFacts>;

/** DESK includes the case manager for requests of her own cases (A.3 clarification). */
function atDesk(row: Omit<RequestRow, 'who'>): readonly RequestRow[] {
  return [
    { ...row, who: ['desk'] },
    { ...row, who: ['case-manager'], needs: ['request-not-yours', ...(row.needs ?? [])] },
  ];
}

const close: RequestRow = {
  id: 'RQ11',
  event: 'close',
  to: 'closed',
  who: ['desk', 'coordinator'],
  needs: ['close-reason-missing'],
  effects: ['store-reason'],
};

/** Rule book A.3.4 with its clarifications, row by row. */
export const REQUEST_TABLE = {
  none: [
    { id: 'RQ1', event: 'create', to: 'new', who: ['desk', 'case-manager', 'soziotherapist'], needs: ['callback-channel-missing'] },
    { id: 'RQ1', event: 'create', to: 'new', who: ['web'], needs: ['callback-channel-missing'], effects: ['call-back-task'] },
  ],
  new: [...atDesk({ id: 'RQ2', event: 'triage', to: 'triaged', needs: ['opener-not-answered', 'triage-incomplete'] }), close],
  triaged: [
    ...atDesk({ id: 'RQ3', event: 'present', to: 'offered', needs: ['no-candidate'], effects: ['store-snapshot'] }),
    ...atDesk({
      id: 'RQ6',
      event: 'wait',
      to: 'waiting',
      needs: ['candidate-exists', 'waiting-consent-missing', 'callback-channel-missing'],
      effects: ['give-guidance', 'set-next-contact'],
    }),
    close,
  ],
  offered: [
    ...atDesk({
      id: 'RQ4',
      event: 'book',
      to: 'placed',
      needs: ['hold-not-yours', 'safety-release-missing', 'representation-missing', 'nothing-booked'],
    }),
    ...atDesk({
      id: 'RQ5',
      event: 'decline',
      to: 'waiting',
      when: ({ waits }) => waits === true,
      effects: ['store-decline-reasons', 'cancel-holds'],
    }),
    ...atDesk({ id: 'RQ5', event: 'decline', to: 'triaged', effects: ['store-decline-reasons', 'cancel-holds'] }),
    { id: 'RQ5', event: 'hold-lost', to: 'waiting', who: ['system'], when: ({ waits }) => waits === true },
    { id: 'RQ5', event: 'hold-lost', to: 'triaged', who: ['system'] },
    { id: 'RQ6', event: 'waiting-consent-withdrawn', to: 'triaged', who: ['system'], effects: ['cancel-holds'] },
    { ...close, effects: ['store-reason', 'cancel-holds'] },
  ],
  placed: [
    { id: 'RQ9', event: 'fit-confirmed', to: 'closed', who: ['system'], effects: ['store-reason'] },
    { id: 'RQ10', event: 'place-freed', to: 'triaged', who: ['system'], effects: ['set-priority-2'] },
    { id: 'RQ10', event: 'provider-cancelled', to: 'triaged', who: ['system'], effects: ['set-priority-1'] },
    { ...close, effects: ['store-reason', 'cancel-holds', 'cancel-appointment', 'free-place'] },
  ],
  waiting: [
    ...atDesk({
      id: 'RQ7',
      event: 'offer-from-waiting',
      to: 'offered',
      needs: ['not-proposed', 'does-not-fit', 'nothing-held'],
      effects: ['hold-for-callback', 'store-snapshot'],
    }),
    ...atDesk({
      id: 'RQ8',
      event: 'not-reached',
      to: 'waiting',
      when: ({ skipped }) => skipped !== undefined && skipped < REQUEST_LIMITS.skipsBeforeNotice - 1,
      needs: ['call-attempts-missing', 'final-notice-sent'],
      effects: ['count-skip', 'text-not-reached'],
    }),
    ...atDesk({
      id: 'RQ8',
      event: 'not-reached',
      to: 'waiting',
      needs: ['skips-unknown', 'call-attempts-missing', 'final-notice-sent'],
      effects: ['count-skip', 'final-notice'],
    }),
    { id: 'RQ8', event: 'final-notice-over', to: 'closed', who: ['system'], needs: ['final-notice-runs'], effects: ['store-reason'] },
    // RQ6 needs the consent, so without it nobody waits. What she seeks stays: the desk goes on with it in another way, or closes.
    { id: 'RQ6', event: 'waiting-consent-withdrawn', to: 'triaged', who: ['system'] },
    close,
  ],
  closed: [
    { id: 'RQ12', event: 'reopen', to: 'triaged', who: ['desk'], needs: ['reopen-too-late', 'reason-missing'], effects: ['store-reason'] },
  ],
} satisfies Record<RequestState, readonly RequestRow[]>;

export const REQUEST_UNLISTED = {
  none: 'request-unknown',
  new: 'request-not-triaged',
  triaged: 'request-not-offered',
  offered: 'request-being-offered',
  placed: 'request-placed',
  waiting: 'request-waiting',
  closed: 'request-closed',
} as const satisfies Record<RequestState, string>;

const REQUEST = {
  table: REQUEST_TABLE,
  checks: CHECKS,
  unlisted: REQUEST_UNLISTED,
  notForRole: 'request-not-for-role',
} as const satisfies Machine<RequestState, RequestEvent, RequestNeed, RequestEffect, RequestFacts, string>;
export type RequestCode = RequestNeed | (typeof REQUEST_UNLISTED)[RequestState] | 'request-not-for-role';

/** One step of a request. */
export function stepRequest(
  state: RequestState,
  event: RequestEvent,
  who: Party | readonly Party[],
  facts: RequestFacts,
): Decision<Step<RequestState, RequestEffect>, RequestCode> {
  return step<RequestState, RequestEvent, RequestNeed, RequestEffect, RequestFacts, RequestCode>(REQUEST, state, event, who, facts);
}
