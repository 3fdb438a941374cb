import { z } from 'zod';
import { INSURANCE_KINDS, PROBLEM_CODES, SLOT_KINDS } from '#kernel/codes.ts';
import { endpoint } from '#kernel/endpoint.ts';
import { Instant } from '#rooms/people/contract.ts';
import { EVIDENCE, EXCEPTIONS } from '../rules/cancellation-policy.ts';
import { Id } from './criteria.ts';

/** What a therapist sees of those placed with her: new bookings and questions to answer. */
export const myAllocations = endpoint({
  name: 'placement.myAllocations',
  method: 'GET',
  path: '/api/placement/my-allocations',
  answer: z.strictObject({
    allocations: z.array(
      z.strictObject({
        id: z.uuid(),
        version: z.int(),
        placeId: z.uuid(),
        requestId: z.uuid(),
        state: z.enum(['reserved', 'trial', 'occupied', 'ending']),
        person: z.string(),
        birthDate: z.string().nullable(),
        phone: z.string().nullable(),
        insurance: z.enum(INSURANCE_KINDS).nullable(),
        problems: z.array(z.enum(PROBLEM_CODES)),
        reservedAt: Instant,
        firstAppointment: z.strictObject({ id: z.uuid(), startsAt: Instant, kind: z.enum(SLOT_KINDS), state: z.string() }).nullable(),
        sessions: z.int(),
        decisionDue: z.boolean(),
        decisionOverdue: z.boolean(),
        mayConfirm: z.boolean(),
        clientSaidYes: z.boolean(),
        policyAccepted: z.enum(['accepted', 'questions', 'declined']).nullable(),
        feeBinding: z.boolean(),
        seen: z.boolean(),
        custodyOpen: z.boolean(),
        interpreterBy: z.string().nullable(),
      }),
    ),
  }),
});

/** "Ja, es passt": the place is occupied (PL7); the client's own yes is part of it. */
export const confirmFit = endpoint({
  name: 'placement.confirmFit',
  method: 'POST',
  path: '/api/placement/allocations/:id/confirm',
  params: Id,
  body: z.strictObject({ clientAgrees: z.literal(true) }),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
  versioned: true,
});

export const RELEASE_REASONS = ['chemistry', 'procedure', 'disorder', 'time', 'other-help', 'client-stopped'] as const;
/** "Nein": the place is free again, the client goes back to the desk with priority (PL8). By the therapist, or by the desk for the client. */
export const releasePlace = endpoint({
  name: 'placement.releasePlace',
  method: 'POST',
  path: '/api/placement/allocations/:id/release',
  params: Id,
  body: z.strictObject({ reason: z.enum(RELEASE_REASONS), initiator: z.enum(['client', 'therapist', 'both']) }),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
});

/** The same for a client who tells the desk; the therapist learns no details (D 7). */
export const releasePlaceForClient = endpoint({
  name: 'placement.releasePlaceForClient',
  method: 'POST',
  path: '/api/placement/allocations/:id/release-for-client',
  params: Id,
  body: z.strictObject({ reason: z.enum(RELEASE_REASONS) }),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
});

/** A short question to the desk about somebody placed here; it reaches the desk as a task, the text sealed. */
export const askDesk = endpoint({
  name: 'placement.askDesk',
  method: 'POST',
  path: '/api/placement/allocations/:id/ask-desk',
  params: Id,
  body: z.strictObject({ question: z.string().trim().min(1).max(200) }),
  answer: Id,
});

/** Seen: a new booking is no longer new. */
export const markSeen = endpoint({
  name: 'placement.markSeen',
  method: 'POST',
  path: '/api/placement/allocations/:id/seen',
  params: Id,
  body: z.strictObject({}),
  answer: Id,
});

export const Policy = z.strictObject({
  noticeHours: z.int().min(0).max(48),
  noticeMode: z.enum(['wallClock', 'workingDays']),
  feeType: z.enum(['none', 'fixed', 'percent']),
  amountCents: z.int().min(0).max(50_000).nullable(),
  percent: z.int().min(0).max(100).nullable(),
  sessionPriceCents: z.int().min(0).max(50_000).nullable(),
  appliesTo: z.array(z.enum(SLOT_KINDS)),
  goodwillFirst: z.boolean(),
  exceptions: z.partialRecord(z.enum(EXCEPTIONS), z.enum(EVIDENCE)),
  contact: z.string().trim().max(200).nullable(),
});
export type Policy = z.infer<typeof Policy>;

const PolicyAnswer = z.strictObject({
  id: z.uuid().nullable(),
  version: z.int(),
  validFrom: Instant.nullable(),
  policy: Policy.nullable(),
  spoken: z.strictObject({ de: z.string(), easy: z.string(), en: z.string() }),
});

export const getMyPolicy = endpoint({ name: 'placement.getMyPolicy', method: 'GET', path: '/api/placement/policy', answer: PolicyAnswer });

/** A new version of one's rule; older bookings keep theirs. */
export const changeMyPolicy = endpoint({
  name: 'placement.changeMyPolicy',
  method: 'PUT',
  path: '/api/placement/policy',
  body: Policy,
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
});

/** What the rule says of a cancelled or missed appointment; a suggestion, never an invoice. */
export const getFeeSuggestion = endpoint({
  name: 'placement.getFeeSuggestion',
  method: 'GET',
  path: '/api/placement/appointments/:id/fee',
  params: Id,
  answer: z.strictObject({
    result: z.enum(['no_fee', 'manual_review', 'fee_possible']),
    rule: z.string(),
    amountCents: z.int().nullable(),
    recommendation: z.string().nullable(),
    at: Instant,
    decided: z.enum(['waived', 'noted']).nullable(),
  }),
});

/** Own hours that were missed or cancelled late in the last 30 days and wait for the therapist's word on the fee. */
export const myFees = endpoint({
  name: 'placement.myFees',
  method: 'GET',
  path: '/api/placement/my-fees',
  answer: z.strictObject({
    fees: z.array(
      z.strictObject({
        appointmentId: z.uuid(),
        person: z.string(),
        startsAt: Instant,
        state: z.enum(['no_show', 'cancelled']),
        result: z.enum(['no_fee', 'manual_review', 'fee_possible']),
        rule: z.string(),
        amountCents: z.int().nullable(),
      }),
    ),
  }),
});

export const decideFee = endpoint({
  name: 'placement.decideFee',
  method: 'POST',
  path: '/api/placement/appointments/:id/fee',
  params: Id,
  body: z.strictObject({ decided: z.enum(['waived', 'noted']) }),
  answer: Id,
});

/** The confirmation as an accessible PDF, for print. */
export const getConfirmation = endpoint({
  name: 'placement.getConfirmation',
  method: 'GET',
  path: '/api/placement/requests/:id/confirmation.pdf',
  params: Id,
  query: z.strictObject({ language: z.enum(['de', 'easy', 'en']).default('de') }),
  answer: z.unknown(),
});
