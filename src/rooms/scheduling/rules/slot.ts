import type { Decision } from '#kernel/decision.ts';
import { type Machine, type Party, type Row, type Step, step } from '#kernel/machine.ts';
import { farEnough } from './hold.ts';

/** States of a slot (rule book A.3.1); `none` stands for "not there yet". */
export const SLOT_STATES = ['none', 'free', 'held', 'booked', 'blocked', 'withdrawn', 'expired'] as const;
export type SlotState = (typeof SLOT_STATES)[number];

export const SLOT_EVENTS = [
  'publish',
  'hold',
  'hold-for-callback',
  'extend',
  'release',
  'time-out',
  'book',
  'block',
  'unblock',
  'withdraw',
  'appointment-ended',
  'pass-start',
] as const;
/** `appointment-ended` is SL9: its appointment was cancelled or moved away, never a missed one. */
export type SlotEvent = (typeof SLOT_EVENTS)[number];

export const SLOT_EFFECTS = [
  'start-hold',
  'extend-hold',
  'clear-hold',
  'release-place',
  'tell-request-hold-lost',
  'warn-desk',
  'create-appointment',
  'reserve-place',
  'store-reason',
  'run-waiting-list',
] as const;
export type SlotEffect = (typeof SLOT_EFFECTS)[number];

/** What a slot's checks look at. A fact that is not given never holds, so forgetting one refuses. */
export interface SlotFacts {
  now: Temporal.Instant;
  start: Temporal.Instant;
  /** The slot is one of the acting therapist's own. */
  ofActor?: boolean;
  /** Another slot of this therapist shares a moment with it. */
  overlapsOther?: boolean;
  /** State of the request for which it is held. */
  requestState?: string;
  /** The request is the acting case manager's own (origin = case). */
  requestOfActor?: boolean;
  versionMatches?: boolean;
  byHolder?: boolean;
  heldUntil?: Temporal.Instant;
  extended?: boolean;
  /** The hold is one for a call-back (RQ7). */
  forCallback?: boolean;
  force?: boolean;
  reasonGiven?: boolean;
  /** What a booking needs (SL5). */
  nameKnown?: boolean;
  birthDateKnown?: boolean;
  channelKnown?: boolean;
  policyNoticed?: boolean;
  /** The coupled place: held by the same request, held otherwise, or there is none. */
  place?: 'held-by-same-request' | 'not-held' | 'none';
  /** The therapist books a successor or a later session of a client (A.3 clarification on AP1). */
  laterSession?: boolean;
}

const later = (one: Temporal.Instant | undefined, other: Temporal.Instant) => one !== undefined && Temporal.Instant.compare(one, other) > 0;

const CHECKS = {
  'slot-in-past': ({ start, now }) => later(start, now),
  'slot-overlaps': (facts) => facts.overlapsOther === false,
  'slot-not-yours': (facts) => facts.ofActor === true,
  'request-not-triaged': (facts) => facts.requestState === 'triaged' || facts.requestState === 'offered',
  'request-not-waiting': (facts) => facts.requestState === 'waiting',
  'request-not-yours': (facts) => facts.requestOfActor === true,
  'slot-starts-too-soon': ({ start, now }) => farEnough(start, now),
  'slot-too-soon-for-callback': ({ start, now }) => farEnough(start, now, 'callback'),
  'slot-changed': (facts) => facts.versionMatches === true,
  'hold-not-yours': (facts) => facts.byHolder === true,
  'hold-expired': ({ heldUntil, now }) => later(heldUntil, now),
  'hold-still-runs': ({ heldUntil, now }) => heldUntil !== undefined && !later(heldUntil, now),
  'hold-already-extended': (facts) => facts.extended === false && facts.forCallback !== true,
  'name-missing': (facts) => facts.nameKnown === true,
  'birth-date-missing': (facts) => facts.birthDateKnown === true,
  'channel-missing': (facts) => facts.channelKnown === true,
  'policy-notice-missing': (facts) => facts.policyNoticed === true,
  'place-not-held-with-slot': (facts) => facts.place === 'held-by-same-request' || facts.place === 'none',
  'slot-needs-a-hold': (facts) => facts.laterSession === true,
  'slot-being-offered': (facts) => facts.force === true,
  'reason-missing': (facts) => facts.reasonGiven === true,
  'slot-not-begun': ({ start, now }) => !later(start, now),
} as const satisfies Record<string, (facts: SlotFacts) => boolean>;
export type SlotNeed = keyof typeof CHECKS;

const FOR_BOOKING = ['name-missing', 'birth-date-missing', 'channel-missing', 'policy-notice-missing', 'place-not-held-with-slot'] as const;
const LOST = ['clear-hold', 'release-place', 'tell-request-hold-lost'] as const;
const OWN = ['slot-not-yours'] as const;

type SlotRow = Row<SlotState, SlotEvent, SlotNeed, SlotEffect, SlotFacts>;
const passStart: SlotRow = { id: 'SL10', event: 'pass-start', to: 'expired', who: ['system'], needs: ['slot-not-begun'] };
const withdraw: readonly SlotRow[] = [
  { id: 'SL7', event: 'withdraw', to: 'withdrawn', who: ['therapist'], needs: OWN },
  { id: 'SL7', event: 'withdraw', to: 'withdrawn', who: ['coordinator'] },
];

/** Rule book A.3.1 with its clarifications, row by row. */
export const SLOT_TABLE = {
  none: [
    { id: 'SL1', event: 'publish', to: 'free', who: ['therapist'], needs: [...OWN, 'slot-in-past', 'slot-overlaps'] },
    { id: 'SL1', event: 'publish', to: 'free', who: ['coordinator'], needs: ['slot-in-past', 'slot-overlaps'] },
  ],
  free: [
    {
      id: 'SL2',
      event: 'hold',
      to: 'held',
      who: ['desk'],
      needs: ['request-not-triaged', 'slot-starts-too-soon', 'slot-changed'],
      effects: ['start-hold'],
    },
    {
      id: 'SL2',
      event: 'hold',
      to: 'held',
      who: ['case-manager'],
      needs: ['request-not-yours', 'request-not-triaged', 'slot-starts-too-soon', 'slot-changed'],
      effects: ['start-hold'],
    },
    {
      id: 'SL2',
      event: 'hold-for-callback',
      to: 'held',
      who: ['desk'],
      needs: ['request-not-waiting', 'slot-too-soon-for-callback', 'slot-changed'],
      effects: ['start-hold'],
    },
    {
      id: 'SL2',
      event: 'hold-for-callback',
      to: 'held',
      who: ['case-manager'],
      needs: ['request-not-yours', 'request-not-waiting', 'slot-too-soon-for-callback', 'slot-changed'],
      effects: ['start-hold'],
    },
    {
      id: 'SL5',
      event: 'book',
      to: 'booked',
      who: ['therapist'],
      needs: [...OWN, 'slot-needs-a-hold', 'slot-in-past', 'slot-changed'],
      effects: ['create-appointment'],
    },
    { id: 'SL6', event: 'block', to: 'blocked', who: ['therapist'], needs: [...OWN, 'reason-missing'], effects: ['store-reason'] },
    ...withdraw,
    passStart,
  ],
  held: [
    {
      id: 'SL3',
      event: 'extend',
      to: 'held',
      who: ['desk', 'case-manager'],
      needs: ['hold-not-yours', 'hold-expired', 'hold-already-extended'],
      effects: ['extend-hold'],
    },
    { id: 'SL4', event: 'release', to: 'free', who: ['desk', 'case-manager'], needs: ['hold-not-yours'], effects: LOST },
    { id: 'SL4', event: 'time-out', to: 'free', who: ['system'], needs: ['hold-still-runs'], effects: LOST },
    {
      id: 'SL5',
      event: 'book',
      to: 'booked',
      who: ['desk', 'case-manager'],
      needs: ['hold-not-yours', 'hold-expired', 'slot-in-past', ...FOR_BOOKING],
      effects: ['clear-hold', 'create-appointment', 'reserve-place'],
    },
    {
      id: 'SL8',
      event: 'withdraw',
      to: 'withdrawn',
      who: ['therapist'],
      needs: [...OWN, 'slot-being-offered'],
      effects: [...LOST, 'warn-desk'],
    },
    { id: 'SL8', event: 'withdraw', to: 'withdrawn', who: ['coordinator'], needs: ['slot-being-offered'], effects: [...LOST, 'warn-desk'] },
    { ...passStart, effects: LOST },
  ],
  booked: [
    {
      id: 'SL9',
      event: 'appointment-ended',
      to: 'free',
      who: ['system'],
      when: ({ start, now }) => farEnough(start, now),
      effects: ['run-waiting-list'],
    },
    { id: 'SL9', event: 'appointment-ended', to: 'expired', who: ['system'] },
  ],
  blocked: [{ id: 'SL6', event: 'unblock', to: 'free', who: ['therapist'], needs: OWN }, ...withdraw, passStart],
  withdrawn: [],
  expired: [],
} satisfies Record<SlotState, readonly SlotRow[]>;

export const SLOT_UNLISTED = {
  none: 'slot-unknown',
  free: 'slot-not-held',
  held: 'slot-held',
  booked: 'slot-taken',
  blocked: 'slot-blocked',
  withdrawn: 'slot-withdrawn',
  expired: 'slot-over',
} as const satisfies Record<SlotState, string>;

const SLOT = { table: SLOT_TABLE, checks: CHECKS, unlisted: SLOT_UNLISTED, notForRole: 'slot-not-for-role' } as const satisfies Machine<
  SlotState,
  SlotEvent,
  SlotNeed,
  SlotEffect,
  SlotFacts,
  string
>;
export type SlotCode = SlotNeed | (typeof SLOT_UNLISTED)[SlotState] | 'slot-not-for-role';

/** One step of a slot. The state is the one that holds now, see `slotStateAt`. */
export function stepSlot(
  state: SlotState,
  event: SlotEvent,
  who: Party | readonly Party[],
  facts: SlotFacts,
): Decision<Step<SlotState, SlotEffect>, SlotCode> {
  return step<SlotState, SlotEvent, SlotNeed, SlotEffect, SlotFacts, SlotCode>(SLOT, state, event, who, facts);
}

/**
 * What a stored slot is at a moment: a hold that ran out is free again and a start that passed is over, also before the timer has
 * written it down (SL4, SL10).
 */
export function slotStateAt(
  slot: { state: SlotState; start: Temporal.Instant; heldUntil?: Temporal.Instant | null },
  now: Temporal.Instant,
): SlotState {
  const waits = slot.state === 'free' || slot.state === 'held' || slot.state === 'blocked';
  if (waits && !later(slot.start, now)) return 'expired';
  if (slot.state === 'held' && !later(slot.heldUntil ?? undefined, now)) return 'free';
  return slot.state;
}
