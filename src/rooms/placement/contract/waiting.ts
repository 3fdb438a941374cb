import { z } from 'zod';
import { PROBLEM_CODES, SLOT_KINDS } from '#kernel/codes.ts';
import { endpoint } from '#kernel/endpoint.ts';
import { Instant } from '#rooms/people/contract.ts';
import { ELSEWHERE, PRIORITY_REASONS } from '../rules/waiting.ts';
import { ESTIMATE_STEPS } from '../rules/waiting-estimate.ts';
import { BEFORE_OTHERS } from '../rules/waiting-line.ts';
import { ATTEMPT_RESULTS, DECLINE_REASONS, WAITING_OFFER_STATES } from '../rules/waiting-offer.ts';
import { Criteria, Id, Moved, State } from './criteria.ts';
import { Explained } from './fit.ts';

const Day = z.iso.date();

const Basis = z.strictObject({
  cases: z.int(),
  placed: z.int(),
  left: z.int(),
  waiting: z.int(),
  from: Day,
  to: Day,
  relaxed: z.array(z.enum(ESTIMATE_STEPS)),
});

/** How long people waited who sought the same, and how that was computed; or why nothing can be said. */
export const WaitEstimate = z.discriminatedUnion('says', [
  z.strictObject({ says: z.literal('range'), lower: z.int(), middle: z.int(), upper: z.int().nullable(), basis: Basis }),
  z.strictObject({ says: z.literal('nothing'), why: z.enum(['too-few-cases', 'most-still-wait']), basis: Basis }),
]);
export type WaitEstimate = z.infer<typeof WaitEstimate>;

/** What is said about the time, with how many stand before for the same. Nothing is written. */
export const estimateWaiting = endpoint({
  name: 'placement.estimateWaiting',
  method: 'POST',
  path: '/api/placement/waiting/estimate',
  body: z.strictObject({ criteria: Criteria, requestId: z.uuid().optional() }),
  answer: z.strictObject({ estimate: WaitEstimate, ahead: z.int(), list: z.int(), nextContactAt: Instant }),
});

export const WaitingRow = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  state: State,
  person: z.string().nullable(),
  phone: z.string().nullable(),
  birthDate: z.string().nullable(),
  /** Place in the fair order, from 1. */
  position: z.int(),
  priority: z.int(),
  reason: z.enum(PRIORITY_REASONS),
  createdAt: Instant,
  waitingSince: Instant,
  nextContactAt: Instant.nullable(),
  lastContactAt: Instant.nullable(),
  overdue: z.boolean(),
  skipped: z.int(),
  finalNoticeAt: Instant.nullable(),
  elsewhere: z.enum(ELSEWHERE).nullable(),
  wishedOnly: z.boolean(),
  problems: z.array(z.enum(PROBLEM_CODES)),
  /** How many free places fit, and whether it is this person's turn at one. */
  proposals: z.int(),
  turn: z.boolean(),
  /** Held for a call-back until then. */
  heldUntil: Instant.nullable(),
  offerId: z.uuid().nullable(),
});
export type WaitingRow = z.infer<typeof WaitingRow>;

/** Everybody who waits, in the fair order. */
export const listWaiting = endpoint({
  name: 'placement.listWaiting',
  method: 'GET',
  path: '/api/placement/waiting',
  answer: z.strictObject({ waiting: z.array(WaitingRow), overdue: z.int(), proposals: z.int() }),
});

const ProposedPerson = z.strictObject({
  offerId: z.uuid(),
  version: z.int(),
  requestId: z.uuid(),
  person: z.string().nullable(),
  phone: z.string().nullable(),
  rank: z.int(),
  turn: z.boolean(),
  priority: z.int(),
  reason: z.enum(PRIORITY_REASONS),
  createdAt: Instant,
  waitingSince: Instant,
  skipped: z.int(),
});

export const ProposedPlace = z.strictObject({
  placeId: z.uuid(),
  practitionerId: z.uuid(),
  practitionerName: z.string(),
  placeName: z.string(),
  kind: z.string(),
  procedure: z.string().nullable(),
  cause: z.enum(['freed', 'opened', 'slot', 'triaged', 'by-hand', 'next-in-line']),
  proposedAt: Instant,
  /** Held for a call-back: for whom, by whom, until when; else null. */
  held: z
    .strictObject({
      offerId: z.uuid(),
      requestId: z.uuid(),
      person: z.string().nullable(),
      by: z.string(),
      mine: z.boolean(),
      until: Instant,
      attempts: z.int(),
    })
    .nullable(),
  line: z.array(ProposedPerson),
});
export type ProposedPlace = z.infer<typeof ProposedPlace>;

/** Freed places and whom they fit, in order; what is held for a call-back first. */
export const listProposals = endpoint({
  name: 'placement.listProposals',
  method: 'GET',
  path: '/api/placement/proposals',
  answer: z.strictObject({ places: z.array(ProposedPlace) }),
});

const Attempt = z.strictObject({
  id: z.uuid(),
  at: Instant,
  by: z.string().nullable(),
  channel: z.enum(['phone', 'email', 'sms', 'letter']),
  result: z.enum([...ATTEMPT_RESULTS, 'sent']),
  purpose: z.string(),
  stillNeeded: z.boolean().nullable(),
  elsewhere: z.enum(ELSEWHERE).nullable(),
  note: z.string().nullable(),
});

/** One person of the waiting list: what was said about the time, every attempt, and what is under way. */
export const WaitingView = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  state: State,
  position: z.int().nullable(),
  list: z.int(),
  priority: z.int(),
  reason: z.enum(PRIORITY_REASONS),
  waitingSince: Instant.nullable(),
  nextContactAt: Instant.nullable(),
  skipped: z.int(),
  finalNoticeAt: Instant.nullable(),
  elsewhere: z.enum(ELSEWHERE).nullable(),
  wishedOnly: z.boolean(),
  /** What was said when going on the list. */
  said: WaitEstimate.nullable(),
  guidance: z.array(z.string()),
  contacts: z.array(Attempt),
});
export type WaitingView = z.infer<typeof WaitingView>;

export const getWaiting = endpoint({
  name: 'placement.getWaiting',
  method: 'GET',
  path: '/api/placement/waiting/:id',
  params: Id,
  answer: WaitingView,
});

/** One proposal to work on: whom to call, which place, why it fits, and how the calls went. */
export const WaitingOfferView = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  state: z.enum(WAITING_OFFER_STATES),
  requestId: z.uuid(),
  placeId: z.uuid(),
  practitionerId: z.uuid(),
  practitionerName: z.string(),
  person: z.string().nullable(),
  phone: z.string().nullable(),
  slot: z.strictObject({ id: z.uuid(), startsAt: Instant, kind: z.enum(SLOT_KINDS) }).nullable(),
  turn: z.boolean(),
  heldBy: z.string().nullable(),
  mine: z.boolean(),
  until: Instant.nullable(),
  skipped: z.int(),
  attempts: z.array(Attempt),
  /** Berlin days on which somebody can call while it is held, or would be if it were taken now; whether people usually work on them. */
  callDays: z.array(z.strictObject({ day: Day, working: z.boolean() })),
  /** Why it fits, line by line; null where the place can no longer be looked at. */
  why: Explained.nullable(),
});
export type WaitingOfferView = z.infer<typeof WaitingOfferView>;

export const getProposal = endpoint({
  name: 'placement.getProposal',
  method: 'GET',
  path: '/api/placement/proposals/:id',
  params: Id,
  answer: WaitingOfferView,
});

const PassedPlace = z.strictObject({
  placeId: z.uuid(),
  at: Instant,
  practitionerName: z.string(),
  /** Who booked it; null where the account is gone. */
  by: z.string().nullable(),
  /** The request that it was booked for. */
  requestId: z.uuid(),
  /** How many waited for it whose request was older, and since when the first of them. */
  waited: z.int(),
  longestSince: Instant,
});
export type PassedPlace = z.infer<typeof PassedPlace>;

/** Places that went to a caller in the last 30 days although somebody waited for them. For the coordination. */
export const listPassed = endpoint({
  name: 'placement.listPassed',
  method: 'GET',
  path: '/api/placement/passed-over',
  answer: z.strictObject({ passed: z.array(PassedPlace) }),
});

const Ended = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  requestId: z.uuid(),
  state: z.enum(WAITING_OFFER_STATES),
  until: Instant.nullable(),
});

/** RQ7: holds place and first appointment for the call-back, up to 48 h, for this person alone. */
export const takeProposal = endpoint({
  name: 'placement.takeProposal',
  method: 'POST',
  path: '/api/placement/proposals/:id/take',
  params: Id,
  body: z.strictObject({ slotId: z.uuid().optional(), before: z.enum(BEFORE_OTHERS).optional() }),
  answer: Ended,
});

/** How a call for an exclusive offer went. Two in vain on two days pass the place on (RQ8). */
export const recordAttempt = endpoint({
  name: 'placement.recordAttempt',
  method: 'POST',
  path: '/api/placement/proposals/:id/attempts',
  params: Id,
  body: z.strictObject({
    result: z.enum(ATTEMPT_RESULTS),
    /** "Suchen Sie noch?" and "Sind Sie schon woanders versorgt?": asked whenever somebody is reached. */
    stillNeeded: z.boolean().optional(),
    elsewhere: z.enum(ELSEWHERE).optional(),
    note: z.string().trim().max(300).optional(),
  }),
  answer: z.strictObject({
    id: z.uuid(),
    requestId: z.uuid(),
    state: z.enum(WAITING_OFFER_STATES),
    requestState: State,
    after: z.enum(['reached', 'closed', 'call-again', 'skip', 'final-notice']),
  }),
});

/** Takes over what a colleague holds for a call-back, to go on with it. */
export const takeOverProposal = endpoint({
  name: 'placement.takeOverProposal',
  method: 'POST',
  path: '/api/placement/proposals/:id/take-over',
  params: Id,
  body: z.strictObject({}),
  answer: Ended,
});

/** The person does not want this place: it goes to the next, the person goes on waiting. */
export const declineProposal = endpoint({
  name: 'placement.declineProposal',
  method: 'POST',
  path: '/api/placement/proposals/:id/decline',
  params: Id,
  body: z.strictObject({ reason: z.enum(DECLINE_REASONS) }),
  answer: Ended,
});

/** The desk lets an exclusive offer go without the person having said no. */
export const letProposalGo = endpoint({
  name: 'placement.letProposalGo',
  method: 'POST',
  path: '/api/placement/proposals/:id/let-go',
  params: Id,
  body: z.strictObject({}),
  answer: Ended,
});

/** A contact with somebody who waits, whether reached or not (RQ6, RQ8). */
export const recordContact = endpoint({
  name: 'placement.recordContact',
  method: 'POST',
  path: '/api/placement/waiting/:id/contacts',
  params: Id,
  body: z.strictObject({
    channel: z.enum(['phone', 'email', 'sms', 'letter']).default('phone'),
    result: z.enum(ATTEMPT_RESULTS),
    /** "Suchen Sie noch?" and "Sind Sie schon woanders versorgt?": asked whenever somebody is reached. */
    stillNeeded: z.boolean().optional(),
    elsewhere: z.enum(ELSEWHERE).optional(),
    note: z.string().trim().max(300).optional(),
  }),
  answer: Moved.extend({ nextContactAt: Instant.nullable(), after: z.enum(['reached', 'closed', 'call-again', 'skip', 'final-notice']) }),
});
