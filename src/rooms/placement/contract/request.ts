import { z } from 'zod';
import { INSURANCE_KINDS, PROBLEM_CODES, SLOT_KINDS } from '#kernel/codes.ts';
import { endpoint } from '#kernel/endpoint.ts';
import { Day, Guardian, GuardianChange, Instant, Person, PersonChange } from '#rooms/people/contract.ts';
import { REOPEN_REASONS } from '../rules/request.ts';
import { Criteria, Id, Moved, State } from './criteria.ts';

const CallerRole = z.enum(['self', 'parent', 'guardian', 'relative', 'referrer', 'court-guardian']);

const Hold = z.strictObject({
  placeId: z.uuid().nullable(),
  slotId: z.uuid(),
  practitionerId: z.uuid(),
  holderId: z.uuid(),
  holderName: z.string(),
  until: Instant,
  extended: z.boolean(),
});
export type Hold = z.infer<typeof Hold>;

const Booking = z.strictObject({
  appointmentId: z.uuid(),
  practitionerId: z.uuid(),
  practitionerName: z.string(),
  startsAt: Instant,
  endsAt: Instant,
  kind: z.enum(SLOT_KINDS),
  state: z.string(),
  placeId: z.uuid().nullable(),
  placeState: z.string().nullable(),
  allocationId: z.uuid().nullable(),
  locationText: z.string().nullable(),
});

/** A request with everything the desk works on. */
export const RequestView = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  state: State,
  origin: z.string(),
  createdAt: Instant,
  ownerId: z.uuid().nullable(),
  ownerName: z.string().nullable(),
  nextStepAt: Instant.nullable(),
  priority: z.int(),
  callerRole: CallerRole.nullable(),
  privacyVersion: z.string().nullable(),
  safetyOpener: z.enum(['no', 'yes', 'unclear']).nullable(),
  /** Booking waits for the duty psychologist. */
  safetyBlocked: z.boolean(),
  /** The highest level of its emergencies; null: none. */
  safetyLevel: z.enum(['GREEN', 'YELLOW', 'ORANGE', 'RED']).nullable(),
  criteria: Criteria,
  concern: z.string().nullable(),
  blockers: z.array(z.string()),
  person: Person,
  guardians: z.array(Guardian),
  hold: Hold.nullable(),
  booking: Booking.nullable(),
  remindersConsent: z.boolean(),
  waitingConsent: z.boolean(),
  closedAt: Instant.nullable(),
  closedReason: z.string().nullable(),
});
export type RequestView = z.infer<typeof RequestView>;

/** Ring: a new request with the first thing typed, usually the phone number. */
export const beginRequest = endpoint({
  name: 'placement.beginRequest',
  method: 'POST',
  path: '/api/placement/requests',
  body: z.strictObject({ phone: z.string().trim().max(40).optional() }),
  answer: z.strictObject({ id: z.uuid(), personId: z.uuid(), version: z.int(), state: State }),
  status: 201,
});

/** Autosave: only what changed. Nothing here is mandatory; every part may come alone. */
export const saveDraft = endpoint({
  name: 'placement.saveDraft',
  method: 'PATCH',
  path: '/api/placement/requests/:id/draft',
  params: Id,
  body: z.strictObject({
    person: PersonChange.optional(),
    criteria: Criteria.optional(),
    callerRole: CallerRole.nullable().optional(),
    concern: z.string().trim().max(120).nullable().optional(),
    privacyVersion: z.string().max(20).optional(),
    remindersConsent: z.boolean().optional(),
    waitingConsent: z.boolean().optional(),
  }),
  answer: z.strictObject({ id: z.uuid(), version: z.int(), personVersion: z.int(), state: State, savedAt: Instant }),
});

export const getRequest = endpoint({
  name: 'placement.getRequest',
  method: 'GET',
  path: '/api/placement/requests/:id',
  params: Id,
  answer: RequestView,
  versioned: true,
});

export const RequestRow = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  state: State,
  person: z.string().nullable(),
  phone: z.string().nullable(),
  birthDate: z.string().nullable(),
  priority: z.int(),
  createdAt: Instant,
  ownerId: z.uuid().nullable(),
  ownerName: z.string().nullable(),
  nextStepAt: Instant.nullable(),
  problems: z.array(z.enum(PROBLEM_CODES)),
  insurance: z.enum(INSURANCE_KINDS).nullable(),
  safetyBlocked: z.boolean(),
  holdUntil: Instant.nullable(),
  closedReason: z.string().nullable(),
});
export type RequestRow = z.infer<typeof RequestRow>;

export const listRequests = endpoint({
  name: 'placement.listRequests',
  method: 'GET',
  path: '/api/placement/requests',
  query: z.strictObject({
    show: z.enum(['open', 'new', 'triaged', 'offered', 'waiting', 'placed', 'closed', 'mine', 'blocked']).default('open'),
    sort: z.enum(['next-step', 'created', 'priority']).default('next-step'),
  }),
  answer: z.strictObject({ requests: z.array(RequestRow), counts: z.record(z.string(), z.int()) }),
});

/** Requests whose booking waits for the duty psychologist; hers while on the roster. */
export const listBlocked = endpoint({
  name: 'placement.listBlocked',
  method: 'GET',
  path: '/api/placement/blocked',
  answer: z.strictObject({ requests: z.array(RequestRow), counts: z.record(z.string(), z.int()) }),
});

/** A caller of the desk's own reach. Hits elsewhere answer nothing here and become a coordinator's task. */
export const recogniseCaller = endpoint({
  name: 'placement.recogniseCaller',
  method: 'POST',
  path: '/api/placement/recognise',
  body: z.union([
    z.strictObject({ requestId: z.uuid(), phone: z.string().trim().min(3).max(40) }),
    z.strictObject({
      requestId: z.uuid(),
      givenName: z.string().trim().min(1).max(80),
      familyName: z.string().trim().min(1).max(80),
      birthDate: Day,
    }),
  ]),
  answer: z.strictObject({
    known: z.array(
      z.strictObject({ requestId: z.uuid(), state: State, createdAt: Instant, closedAt: Instant.nullable(), mayReopen: z.boolean() }),
    ),
  }),
});

/** Goes on with an earlier request of this caller instead of the one just begun, which is closed as a duplicate. */
export const continueRequest = endpoint({
  name: 'placement.continueRequest',
  method: 'POST',
  path: '/api/placement/requests/:id/continue',
  params: Id,
  body: z.strictObject({ insteadOf: z.uuid().optional(), reason: z.enum(REOPEN_REASONS).optional() }),
  answer: Moved,
});

export const changeGuardian = endpoint({
  name: 'placement.changeGuardian',
  method: 'PUT',
  path: '/api/placement/requests/:id/guardians/:guardianId',
  params: z.strictObject({ id: z.uuid(), guardianId: z.uuid() }),
  body: GuardianChange,
  answer: Moved,
});

export const answerOpener = endpoint({
  name: 'placement.answerOpener',
  method: 'POST',
  path: '/api/placement/requests/:id/safety',
  params: Id,
  body: z.strictObject({ answer: z.enum(['no', 'yes', 'unclear']) }),
  answer: z.strictObject({ id: z.uuid(), version: z.int(), state: State, blocked: z.boolean() }),
});

/** The duty psychologist lets booking go on, with a reason. */
export const releaseSafety = endpoint({
  name: 'placement.releaseSafety',
  method: 'POST',
  path: '/api/placement/requests/:id/safety-release',
  params: Id,
  body: z.strictObject({ reason: z.string().trim().min(5).max(500), wantsAcute: z.boolean().default(false) }),
  answer: Moved,
});

export const triageRequest = endpoint({
  name: 'placement.triageRequest',
  method: 'POST',
  path: '/api/placement/requests/:id/triage',
  params: Id,
  body: z.strictObject({}),
  answer: Moved,
});
