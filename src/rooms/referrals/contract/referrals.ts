import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { CLOCK_STEPS } from '../rules/clock.ts';
import { OUTCOMES, REFERRAL_EVENTS, REFERRAL_STATES, REJECTIONS } from '../rules/life.ts';
import { PARTNER_LANGUAGES } from '../rules/mail-texts.ts';
import { PACKET_CLASSES, WRITTEN_CLASSES } from '../rules/packet.ts';

const Id = z.strictObject({ id: z.uuid() });
const Day = z.iso.date();
const line = (most: number) => z.string().trim().max(most);
/** A kind of service: rooms/directory/rules/service-types, or a network's own. */
export const ServiceTypeCode = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

/** The packet as the partner sees it: built from a positive list by data class. */
export const Packet = z.strictObject({
  request: z.string(),
  identity: z.strictObject({ name: z.string(), birthDate: z.string().nullable() }).optional(),
  contact: z
    .strictObject({
      phone: z.string().nullable(),
      email: z.string().nullable(),
      street: z.string().nullable(),
      postalCode: z.string().nullable(),
      place: z.string().nullable(),
    })
    .optional(),
  texts: z.partialRecord(z.enum(WRITTEN_CLASSES), z.string()),
});

export const Recipient = z.strictObject({
  name: line(120).min(1),
  contactName: line(120).nullable(),
  email: line(254)
    .regex(/^[^@\s]+@[^@\s]+\.[^@\s]+$/)
    .nullable(),
  phone: line(40).nullable(),
  /** In which language mails to it are written; German where nobody said. */
  language: z.enum(PARTNER_LANGUAGES).optional(),
});
export type Recipient = z.infer<typeof Recipient>;

/** What the sender writes. With `serviceId` the recipient comes from the directory and may be left out. */
const draftFields = {
  serviceType: ServiceTypeCode,
  domain: z
    .string()
    .regex(/^[A-Z][A-Z0-9]{0,5}$/)
    .nullable(),
  /** Code of the need: referrals for the same need count as an alternative (B.4 G6). */
  need: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
    .nullable(),
  serviceId: z.uuid().nullable(),
  recipient: Recipient.nullable(),
  urgent: z.boolean(),
  classes: z.array(z.enum(PACKET_CLASSES)).max(PACKET_CLASSES.length),
  /** What is asked for, in the sender's words. */
  request: line(2000),
  texts: z.partialRecord(z.enum(WRITTEN_CLASSES), line(4000)),
};

const course = {
  id: z.uuid(),
  version: z.int(),
  caseId: z.uuid(),
  lineId: z.uuid().nullable(),
  serviceId: z.uuid().nullable(),
  serviceType: z.string(),
  domain: z.string().nullable(),
  need: z.string().nullable(),
  recipientName: z.string(),
  urgent: z.boolean(),
  state: z.enum(REFERRAL_STATES),
  heldFrom: z.enum(['accepted', 'scheduled', 'started']).nullable(),
  createdOn: Day,
  sentOn: Day.nullable(),
  seenOn: Day.nullable(),
  answeredOn: Day.nullable(),
  /** Until when an answer is due. */
  dueOn: Day.nullable(),
  reminded: z.int(),
  nextStep: z.enum(CLOCK_STEPS).nullable(),
  nextOn: Day.nullable(),
  expectedOn: Day.nullable(),
  rejectedBecause: z.enum(REJECTIONS).nullable(),
  firstAt: z.string().nullable(),
  startedOn: Day.nullable(),
  completedOn: Day.nullable(),
  outcome: z.enum(OUTCOMES).nullable(),
  outcomeOn: Day.nullable(),
  loopClosed: z.boolean(),
  /** Whether what the packet carries is covered now. Without it a partner reads nothing. */
  released: z.boolean(),
  may: z.array(z.enum(REFERRAL_EVENTS)),
};
export const ReferralRow = z.strictObject(course);
export type ReferralRow = z.infer<typeof ReferralRow>;

export const ReferralStep = z.strictObject({
  id: z.uuid(),
  event: z.string(),
  state: z.enum(REFERRAL_STATES),
  onDay: Day,
  at: z.string(),
  by: z.enum(['sender', 'partner', 'client', 'system']),
  byName: z.string().nullable(),
  reason: z.string().nullable(),
  note: z.string().nullable(),
});
export type ReferralStep = z.infer<typeof ReferralStep>;

export const ReferralLink = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  state: z.enum(['open', 'answered', 'expired', 'revoked', 'blocked']),
  createdAt: z.string(),
  expiresAt: z.string(),
  openedAt: z.string().nullable(),
});

export const Referral = z.strictObject({
  ...course,
  recipient: Recipient,
  classes: z.array(z.enum(PACKET_CLASSES)),
  request: z.string(),
  texts: z.partialRecord(z.enum(WRITTEN_CLASSES), z.string()),
  /** Frozen when it was sent. */
  packet: Packet.nullable(),
  steps: z.array(ReferralStep),
  links: z.array(ReferralLink),
});
export type Referral = z.infer<typeof Referral>;

/** All referrals of a case, newest first. */
export const listReferrals = endpoint({
  name: 'referrals.list',
  method: 'GET',
  path: '/api/referrals',
  query: z.strictObject({ caseId: z.uuid() }),
  answer: z.strictObject({ referrals: z.array(ReferralRow) }),
});

export const readReferral = endpoint({
  name: 'referrals.read',
  method: 'GET',
  path: '/api/referrals/:id',
  params: Id,
  answer: Referral,
  versioned: true,
});

/** Writes a draft; nothing goes to anybody. */
export const draftReferral = endpoint({
  name: 'referrals.draft',
  method: 'POST',
  path: '/api/referrals',
  body: z.strictObject({ caseId: z.uuid(), lineId: z.uuid().nullable(), ...draftFields }),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
  status: 201,
});

export const changeDraft = endpoint({
  name: 'referrals.changeDraft',
  method: 'PUT',
  path: '/api/referrals/:id',
  params: Id,
  body: z.strictObject(draftFields),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
  versioned: true,
});

/** Exactly what would go now, and whether it may. `digest` names this packet when it is sent. */
export const previewReferral = endpoint({
  name: 'referrals.preview',
  method: 'GET',
  path: '/api/referrals/:id/preview',
  params: Id,
  answer: z.strictObject({
    packet: Packet,
    digest: z.string(),
    release: z.union([
      z.strictObject({ ok: z.literal(true), releaseId: z.uuid(), untilOn: Day }),
      z.strictObject({
        ok: z.literal(false),
        because: z.enum(['release-none', 'release-ended', 'release-other-direction', 'release-classes']),
        missing: z.array(z.enum(PACKET_CLASSES)),
      }),
    ]),
    /** Ticked classes that hold nothing yet. */
    empty: z.array(z.enum(WRITTEN_CLASSES)),
  }),
});

const Sent = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  expiresAt: z.string(),
  /** Shown once; the code goes by another way. */
  address: z.string(),
  code: z.string(),
  /** Whether the address went to the partner by mail. */
  mailed: z.boolean(),
});

/** Sends: the packet is frozen as the preview showed it. */
export const sendReferral = endpoint({
  name: 'referrals.send',
  method: 'POST',
  path: '/api/referrals/:id/send',
  params: Id,
  body: z.strictObject({ digest: z.string().regex(/^[0-9a-f]{64}$/) }),
  answer: Sent,
  versioned: true,
});

/** A new link for the same partner; the one before is closed. */
export const renewLink = endpoint({
  name: 'referrals.renewLink',
  method: 'POST',
  path: '/api/referrals/:id/link',
  params: Id,
  body: z.strictObject({}),
  answer: Sent,
  versioned: true,
  status: 201,
});

export const TOLD_EVENTS = [
  'accept',
  'waitlist',
  'reject',
  'schedule',
  'start',
  'hold',
  'resume',
  'complete',
  'cancel',
  'client-decline',
  'fail-start',
] as const;

/** What was told on the phone or decided here: an answer, a first appointment, a start, an end. */
export const tellReferral = endpoint({
  name: 'referrals.tell',
  method: 'POST',
  path: '/api/referrals/:id/tell',
  params: Id,
  body: z.strictObject({
    event: z.enum(TOLD_EVENTS),
    toldBy: z.enum(['partner', 'client', 'sender']),
    /** Day of the waiting list, the first appointment, or the start. */
    day: Day.optional(),
    /** Time of the first appointment, "HH:MM". */
    time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .optional(),
    reason: z.enum(REJECTIONS).optional(),
    outcome: z.enum(OUTCOMES).optional(),
    note: line(1000).optional(),
  }),
  answer: z.strictObject({ id: z.uuid(), version: z.int(), state: z.enum(REFERRAL_STATES) }),
  versioned: true,
});

/** Closes the loop of what ended without one. */
export const recordOutcome = endpoint({
  name: 'referrals.recordOutcome',
  method: 'POST',
  path: '/api/referrals/:id/outcome',
  params: Id,
  body: z.strictObject({ outcome: z.enum(OUTCOMES), note: line(1000).optional() }),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
  versioned: true,
});

/** Closes a partner's link at once. */
export const closeLink = endpoint({
  name: 'referrals.closeLink',
  method: 'POST',
  path: '/api/referrals/links/:id/close',
  params: Id,
  body: z.strictObject({}),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
  versioned: true,
});
