import type { Decision } from '#kernel/decision.ts';
import { type Machine, type Party, type Row, type Step, step } from '#kernel/machine.ts';
import { dayInBerlin, daysBetween } from '#kernel/time.ts';
import { isFresh } from './freshness.ts';

/** States of a place (rule book A.3.3); `none` stands for "not there yet". Released is an event, not a state. */
export const PLACE_STATES = ['none', 'draft', 'open', 'held', 'reserved', 'trial', 'occupied', 'ending', 'paused', 'closed'] as const;
export type PlaceState = (typeof PLACE_STATES)[number];

export const PLACE_EVENTS = [
  'create',
  'open',
  'hold',
  'release-hold',
  'time-out',
  'book',
  'first-attended',
  'first-failed',
  'confirm-start',
  'release',
  'decision-overdue',
  'announce-end',
  'end-reached',
  'extend',
  'end-early',
  'pause',
  'resume',
  'close',
] as const;
export type PlaceEvent = (typeof PLACE_EVENTS)[number];

export const PLACE_EFFECTS = [
  'set-open-since',
  'start-hold',
  'clear-hold',
  'release-slot',
  'warn-desk',
  'tell-request-hold-lost',
  'set-request',
  'clear-request',
  'set-trial-start',
  'request-back-priority-2',
  'request-fulfilled',
  'block-pair-24-months',
  'store-reason',
  'remind-decision',
  'set-expected-end',
  'clear-expected-end',
  'set-interrupted',
  'clear-interrupted',
  'tell-clients-and-bridge',
] as const;
export type PlaceEffect = (typeof PLACE_EFFECTS)[number];

/** Why a fit failed (PL8). No blame, no text. */
export const RELEASE_REASONS = ['chemistry', 'procedure', 'disorder', 'time', 'other-help-needed', 'client-stopped'] as const;
export type ReleaseReason = (typeof RELEASE_REASONS)[number];
export const RELEASE_INITIATORS = ['client', 'therapist', 'both'] as const;
export type ReleaseInitiator = (typeof RELEASE_INITIATORS)[number];

/** Time limits of A.3.3; defaults that a network may set. */
export const PLACE_LIMITS = {
  endAheadDays: 90,
  interruptionDays: 42,
  pairBlockedMonths: 24,
  /** PL6: days after a failed first appointment until a task proposes to open the place again. */
  proposeReopenDays: 7,
} as const;

/** What a place's checks look at. A fact that is not given never holds. */
export interface PlaceFacts {
  now: Temporal.Instant;
  /** The place is the acting therapist's own. */
  ofActor?: boolean;
  /** `fieldsMissingToOpen` found nothing. */
  fieldsComplete?: boolean;
  confirmedAt?: Temporal.Instant | null;
  /** `newPatientsAccepted` of the place. */
  acceptsPatients?: boolean;
  /** The coupled first slot is held for the same request in this transaction. */
  slotHeldForSameRequest?: boolean;
  /** The coupled slot is booked in this transaction (SL5). */
  slotBooked?: boolean;
  versionMatches?: boolean;
  /** Another place is held, reserved or on trial for this request (I2). */
  requestHasOtherPlace?: boolean;
  requestOfActor?: boolean;
  byHolder?: boolean;
  heldUntil?: Temporal.Instant;
  /** The first appointment was missed, cancelled or is gone (AP3, AP4, AP5). */
  firstAppointmentFailed?: boolean;
  hasBookedSuccessor?: boolean;
  /** Enough trial sessions are recorded for the payer, see `placement/rules/trial.ts`. */
  trialEnough?: boolean;
  clientSaidYes?: boolean;
  reason?: ReleaseReason;
  initiator?: ReleaseInitiator;
  reasonGiven?: boolean;
  decisionOverdue?: boolean;
  /** Last day of the running therapy. */
  endDay?: Temporal.PlainDate;
  interrupted?: boolean;
}

const CHECKS = {
  'place-not-yours': (facts) => facts.ofActor === true,
  'place-incomplete': (facts) => facts.fieldsComplete === true,
  // I6: a stale place is never held, and never opened by an old confirmation
  'place-stale': ({ confirmedAt, now }) => confirmedAt !== undefined && isFresh(confirmedAt, now),
  'place-takes-nobody': (facts) => facts.acceptsPatients === true,
  'slot-not-held-with-place': (facts) => facts.slotHeldForSameRequest === true,
  'slot-not-booked': (facts) => facts.slotBooked === true,
  'place-changed': (facts) => facts.versionMatches === true,
  'request-has-a-place': (facts) => facts.requestHasOtherPlace === false,
  'request-not-yours': (facts) => facts.requestOfActor === true,
  'hold-not-yours': (facts) => facts.byHolder === true,
  'hold-expired': ({ heldUntil, now }) => heldUntil !== undefined && Temporal.Instant.compare(now, heldUntil) < 0,
  'hold-still-runs': ({ heldUntil, now }) => heldUntil !== undefined && Temporal.Instant.compare(now, heldUntil) >= 0,
  'first-appointment-stands': (facts) => facts.firstAppointmentFailed === true,
  'successor-is-booked': (facts) => facts.hasBookedSuccessor === false,
  'trial-sessions-missing': (facts) => facts.trialEnough === true,
  'client-yes-missing': (facts) => facts.clientSaidYes === true,
  'release-reason-missing': ({ reason }) => reason !== undefined && RELEASE_REASONS.includes(reason),
  'initiator-missing': ({ initiator }) => initiator !== undefined && RELEASE_INITIATORS.includes(initiator),
  'only-for-the-client': ({ initiator }) => initiator === 'client',
  'decision-not-overdue': (facts) => facts.decisionOverdue === true,
  'end-too-far': ({ endDay, now }) => endDay !== undefined && daysBetween(dayInBerlin(now), endDay) <= PLACE_LIMITS.endAheadDays,
  'end-in-past': ({ endDay, now }) => endDay !== undefined && daysBetween(dayInBerlin(now), endDay) >= 0,
  'end-not-reached': ({ endDay, now }) => endDay !== undefined && daysBetween(dayInBerlin(now), endDay) <= 0,
  'reason-missing': (facts) => facts.reasonGiven === true,
  'place-interrupted': (facts) => facts.interrupted === false,
  'place-not-interrupted': (facts) => facts.interrupted === true,
} as const satisfies Record<string, (facts: PlaceFacts) => boolean>;
export type PlaceNeed = keyof typeof CHECKS;

type PlaceRow = Row<PlaceState, PlaceEvent, PlaceNeed, PlaceEffect, PlaceFacts>;
const OWN = ['place-not-yours'] as const;
const HOLD = ['request-has-a-place', 'slot-not-held-with-place', 'place-takes-nobody', 'place-stale', 'place-changed'] as const;
const LOST = ['clear-hold', 'release-slot', 'tell-request-hold-lost'] as const;
const FIT_FAILED = ['clear-request', 'block-pair-24-months', 'request-back-priority-2', 'store-reason', 'set-open-since'] as const;

/** The same row for the therapist on own places and for the coordinator on all. */
function byTherapistOrCoordinator(row: Omit<PlaceRow, 'who'>): readonly PlaceRow[] {
  return [
    { ...row, who: ['therapist'], needs: [...OWN, ...(row.needs ?? [])] },
    { ...row, who: ['coordinator'] },
  ];
}

const close = byTherapistOrCoordinator({ id: 'PL16', event: 'close', to: 'closed' });

function interruptAndResume(state: PlaceState): readonly PlaceRow[] {
  return [
    ...byTherapistOrCoordinator({
      id: 'PL14',
      event: 'pause',
      to: state,
      needs: ['place-interrupted'],
      effects: ['set-interrupted', 'tell-clients-and-bridge'],
    }),
    ...byTherapistOrCoordinator({
      id: 'PL14b',
      event: 'resume',
      to: state,
      needs: ['place-not-interrupted'],
      effects: ['clear-interrupted'],
    }),
  ];
}

const endEarly: PlaceRow = {
  id: 'PL12',
  event: 'end-early',
  to: 'open',
  who: ['therapist'],
  needs: [...OWN, 'reason-missing'],
  effects: ['clear-request', 'clear-expected-end', 'clear-interrupted', 'store-reason', 'set-open-since'],
};

/** Rule book A.3.3 with its clarifications, row by row. Each seat of a group runs this life cycle on its own. */
export const PLACE_TABLE = {
  none: byTherapistOrCoordinator({ id: 'PL0', event: 'create', to: 'draft' }),
  draft: [
    {
      id: 'PL1',
      event: 'open',
      to: 'open',
      who: ['therapist'],
      needs: [...OWN, 'place-incomplete', 'place-stale'],
      effects: ['set-open-since'],
    },
    ...close,
  ],
  open: [
    { id: 'PL2', event: 'hold', to: 'held', who: ['desk'], needs: HOLD, effects: ['start-hold'] },
    { id: 'PL2', event: 'hold', to: 'held', who: ['case-manager'], needs: ['request-not-yours', ...HOLD], effects: ['start-hold'] },
    ...byTherapistOrCoordinator({ id: 'PL13', event: 'pause', to: 'paused' }),
    ...close,
  ],
  held: [
    { id: 'PL3', event: 'release-hold', to: 'open', who: ['desk', 'case-manager'], needs: ['hold-not-yours'], effects: LOST },
    { id: 'PL3', event: 'time-out', to: 'open', who: ['system'], needs: ['hold-still-runs'], effects: LOST },
    {
      id: 'PL4',
      event: 'book',
      to: 'reserved',
      who: ['desk', 'case-manager'],
      needs: ['hold-not-yours', 'hold-expired', 'slot-not-booked'],
      effects: ['clear-hold', 'set-request'],
    },
    ...byTherapistOrCoordinator({ id: 'PL13', event: 'pause', to: 'paused', effects: [...LOST, 'warn-desk'] }),
  ],
  reserved: [
    { id: 'PL5', event: 'first-attended', to: 'trial', who: ['system'], effects: ['set-trial-start'] },
    {
      id: 'PL6',
      event: 'first-failed',
      to: 'open',
      who: ['therapist'],
      needs: [...OWN, 'first-appointment-stands', 'successor-is-booked'],
      effects: ['clear-request', 'clear-interrupted', 'request-back-priority-2', 'set-open-since'],
    },
    {
      id: 'PL6',
      event: 'first-failed',
      to: 'open',
      who: ['desk'],
      needs: ['first-appointment-stands', 'successor-is-booked'],
      effects: ['clear-request', 'clear-interrupted', 'request-back-priority-2', 'set-open-since'],
    },
    ...interruptAndResume('reserved'),
  ],
  trial: [
    {
      id: 'PL7',
      event: 'confirm-start',
      to: 'occupied',
      who: ['therapist'],
      needs: [...OWN, 'trial-sessions-missing', 'client-yes-missing'],
      effects: ['request-fulfilled'],
    },
    {
      id: 'PL8',
      event: 'release',
      to: 'open',
      who: ['therapist'],
      needs: [...OWN, 'release-reason-missing', 'initiator-missing'],
      effects: [...FIT_FAILED, 'clear-interrupted'],
    },
    {
      id: 'PL8',
      event: 'release',
      to: 'open',
      who: ['desk'],
      needs: ['release-reason-missing', 'only-for-the-client'],
      effects: [...FIT_FAILED, 'clear-interrupted'],
    },
    {
      id: 'PL9',
      event: 'decision-overdue',
      to: 'trial',
      who: ['system'],
      needs: ['decision-not-overdue'],
      effects: ['remind-decision'],
    },
    ...interruptAndResume('trial'),
  ],
  occupied: [
    {
      id: 'PL10',
      event: 'announce-end',
      to: 'ending',
      who: ['therapist'],
      needs: [...OWN, 'end-in-past', 'end-too-far'],
      effects: ['set-expected-end'],
    },
    endEarly,
    ...interruptAndResume('occupied'),
  ],
  ending: [
    {
      id: 'PL11',
      event: 'end-reached',
      to: 'open',
      who: ['therapist'],
      needs: [...OWN, 'end-not-reached'],
      effects: ['clear-request', 'clear-expected-end', 'clear-interrupted', 'set-open-since'],
    },
    { id: 'PL11', event: 'extend', to: 'occupied', who: ['therapist'], needs: OWN, effects: ['clear-expected-end'] },
    endEarly,
    ...interruptAndResume('ending'),
  ],
  paused: [{ id: 'PL15', event: 'resume', to: 'open', who: ['therapist'], needs: [...OWN, 'place-stale'] }, ...close],
  closed: [],
} satisfies Record<PlaceState, readonly PlaceRow[]>;

export const PLACE_UNLISTED = {
  none: 'place-unknown',
  draft: 'place-not-open-yet',
  open: 'place-not-held',
  held: 'place-held',
  reserved: 'place-taken',
  trial: 'place-on-trial',
  occupied: 'place-occupied',
  ending: 'place-ending',
  paused: 'place-paused',
  closed: 'place-closed',
} as const satisfies Record<PlaceState, string>;

const PLACE = { table: PLACE_TABLE, checks: CHECKS, unlisted: PLACE_UNLISTED, notForRole: 'place-not-for-role' } as const satisfies Machine<
  PlaceState,
  PlaceEvent,
  PlaceNeed,
  PlaceEffect,
  PlaceFacts,
  string
>;
export type PlaceCode = PlaceNeed | (typeof PLACE_UNLISTED)[PlaceState] | 'place-not-for-role';

/** One step of a place or of one seat of a group. */
export function stepPlace(
  state: PlaceState,
  event: PlaceEvent,
  who: Party | readonly Party[],
  facts: PlaceFacts,
): Decision<Step<PlaceState, PlaceEffect>, PlaceCode> {
  return step<PlaceState, PlaceEvent, PlaceNeed, PlaceEffect, PlaceFacts, PlaceCode>(PLACE, state, event, who, facts);
}
