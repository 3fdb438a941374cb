import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { said } from '#kernel/said.ts';
import { Day, Instant } from '#rooms/people/contract.ts';
import { SESSION_EVENTS, SESSION_STATES } from '../rules/life/session.ts';
import { PLACE_KINDS } from '../rules/note.ts';
import { Id, Local, Note, Signature, SignedHowShape } from './notes.ts';

export const SessionStateShape = z.enum(SESSION_STATES);
export const PlaceKindShape = z.enum(PLACE_KINDS);
export const Facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
/** Something to know beside a yes: a code of the hints' words, or of a refusal that would come on the day itself. */
export const Warning = z.strictObject({ code: z.string(), rule: z.string(), source: z.string(), facts: Facts });
export type Warning = z.infer<typeof Warning>;

/** A stretch of a session that is paid, or not, in one way (R16). */
export const PartShape = z.strictObject({
  prescriptionId: z.uuid().nullable(),
  status: z.enum(['EXEMPT', 'APPROVED', 'PROVISIONAL', 'UNCOVERED']),
  because: z.string().nullable(),
  minutes: z.int(),
});

export const SessionRow = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  episodeId: z.uuid(),
  personId: z.uuid(),
  practitionerId: z.uuid(),
  practitioner: z.string().nullable(),
  setting: z.enum(['single', 'group']),
  groupId: z.uuid().nullable(),
  meetingId: z.uuid().nullable(),
  state: SessionStateShape,
  start: Local,
  end: Local,
  day: Day,
  minutes: z.int(),
  placeKind: PlaceKindShape.nullable(),
  parts: z.array(PartShape),
  deliveredAt: Instant.nullable(),
  documentedAt: Instant.nullable(),
  signedHow: SignedHowShape.nullable(),
  signedAt: Instant.nullable(),
  signatureFileId: z.uuid().nullable(),
  /** Versions of the note, where the reader may know of them (not the office). */
  notes: z.int().nullable(),
  offReason: z.string().nullable(),
  disputedFrom: SessionStateShape.nullable(),
  riskConfirmed: z.boolean(),
  lateReleased: z.boolean(),
  /** Events that the reader may cause from here (SESSION_TABLE); whether they hold is said by the answer. */
  next: z.array(z.enum(SESSION_EVENTS)),
});
export type SessionRow = z.infer<typeof SessionRow>;

/** All sessions of an episode, newest first; without texts. What is planned says who would pay, as everything stands now (R16). */
export const listSessions = endpoint({
  name: 'soziotherapie.listSessions',
  method: 'GET',
  path: '/api/soziotherapie/episodes/:id/sessions',
  params: Id,
  query: z.strictObject({ from: Day.optional(), to: Day.optional() }),
  answer: z.strictObject({
    sessions: z.array(SessionRow),
    expected: z.array(z.strictObject({ sessionId: z.uuid(), parts: z.array(PartShape) })),
  }),
});

export const getSession = endpoint({
  name: 'soziotherapie.getSession',
  method: 'GET',
  path: '/api/soziotherapie/sessions/:id',
  params: Id,
  answer: SessionRow.extend({
    /** Where else than at home; not for somebody who may not care. */
    address: z.string().nullable(),
    lateReason: z.string().nullable(),
    signatureReason: z.string().nullable(),
  }),
  versioned: true,
});

const Wish = z.strictObject({
  start: Local,
  end: Local,
  placeKind: PlaceKindShape.default('home'),
  /** Where else than at home. */
  address: z.string().trim().max(300).optional(),
  /** Another helper of the practice; whoever accompanies unless told. */
  practitionerId: z.uuid().optional(),
  /** Weekly at the same time: how many sessions together. */
  weeks: z.int().min(1).max(26).default(1),
});
const Planned = z.strictObject({
  /** Null where only asked. */
  id: z.uuid().nullable(),
  version: z.int().nullable(),
  start: Local,
  end: Local,
  /** Why this one of a series was left out; null: planned. */
  refused: z.string().nullable(),
  warnings: z.array(Warning),
});
export type Planned = z.infer<typeof Planned>;

/** What planning would meet: overlap, hospital, cover and the border of units. Nothing is written. */
export const judgePlan = endpoint({
  name: 'soziotherapie.judgePlan',
  method: 'POST',
  path: '/api/soziotherapie/episodes/:id/sessions/judge',
  params: Id,
  body: Wish,
  answer: z.strictObject({ sessions: z.array(Planned) }),
});

/** Plans one session, or one a week at the same time. A single one that overlaps is refused; of a series the others stand. */
export const planSessions = endpoint({
  name: 'soziotherapie.planSessions',
  method: 'POST',
  path: '/api/soziotherapie/episodes/:id/sessions',
  params: Id,
  body: Wish,
  answer: z.strictObject({ sessions: z.array(Planned) }),
  status: 201,
});

const Moved = z.strictObject({ id: z.uuid(), version: z.int(), state: SessionStateShape });

/** Another time or place of what is planned or confirmed. */
export const rescheduleSession = endpoint({
  name: 'soziotherapie.rescheduleSession',
  method: 'POST',
  path: '/api/soziotherapie/sessions/:id/reschedule',
  params: Id,
  body: z.strictObject({ start: Local, end: Local, placeKind: PlaceKindShape.optional(), address: z.string().trim().max(300).optional() }),
  answer: Moved.extend({ warnings: z.array(Warning) }),
  versioned: true,
});

/** A step without times or texts of care: confirm, no-show, cancel, release what was late, dispute, settle. */
export const moveSession = endpoint({
  name: 'soziotherapie.moveSession',
  method: 'POST',
  path: '/api/soziotherapie/sessions/:id/steps',
  params: Id,
  body: z.strictObject({
    event: z.enum(['confirm', 'mark-no-show', 'cancel-by-client', 'cancel-by-provider', 'release-late', 'dispute', 'settle']),
    reason: said(60, 3).optional(),
  }),
  answer: Moved,
  versioned: true,
});

/** How it took place (T1). */
const Delivery = z.strictObject({
  start: Local,
  end: Local,
  placeKind: PlaceKindShape,
  /** Somebody knows that it is not paid, or not whole, and takes the risk. */
  riskConfirmed: z.boolean().optional(),
  /** R17: on the day of admission or discharge. */
  hospitalNote: said(300, 3).optional(),
  /** R20: why at the same time as the home nurses. */
  nursingReason: said(300, 3).optional(),
});
const Cover = z.strictObject({ parts: z.array(PartShape), warnings: z.array(Warning) });

export const deliverSession = endpoint({
  name: 'soziotherapie.deliverSession',
  method: 'POST',
  path: '/api/soziotherapie/sessions/:id/deliver',
  params: Id,
  body: Delivery,
  answer: Moved.extend(Cover.shape),
  versioned: true,
});

const Writing = z.strictObject({
  note: Note,
  /** About relatives and others, apart (D5). */
  thirdParty: z.string().trim().max(4000).optional(),
  /** R21: after 24 hours. */
  lateReason: said(300, 3).optional(),
});

export const documentSession = endpoint({
  name: 'soziotherapie.documentSession',
  method: 'POST',
  path: '/api/soziotherapie/sessions/:id/document',
  params: Id,
  body: Writing,
  answer: Moved,
  versioned: true,
});

export const signSession = endpoint({
  name: 'soziotherapie.signSession',
  method: 'POST',
  path: '/api/soziotherapie/sessions/:id/sign',
  params: Id,
  body: Signature,
  answer: Moved,
  versioned: true,
});

/** A whole visit in one go at the door: it took place, what was written, and the signature where there is one. */
export const Visit = Delivery.extend(Writing.shape).extend({
  /** What was planned; null: it was not, then the episode is named. */
  sessionId: z.uuid().nullable(),
  episodeId: z.uuid(),
  /** Version of the session on the screen; null where it was not planned. */
  version: z.int().nullable(),
  signature: Signature.optional(),
});
export type Visit = z.infer<typeof Visit>;
export type Delivery = z.infer<typeof Delivery>;
export type Writing = z.infer<typeof Writing>;

export const recordVisit = endpoint({
  name: 'soziotherapie.recordVisit',
  method: 'POST',
  path: '/api/soziotherapie/visits',
  body: Visit,
  answer: Moved.extend(Cover.shape),
});
