import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { OUTCOMES, REFERRAL_STATES, REJECTIONS } from '../rules/life.ts';
import { Packet } from './referrals.ts';

const Secret = z.string().regex(/^[A-Za-z0-9_-]{32}$/);
const Day = z.iso.date();

/** What a partner may say by the link. */
export const PARTNER_EVENTS = ['accept', 'waitlist', 'reject', 'schedule', 'start', 'complete', 'ask-back'] as const;
export type PartnerEvent = (typeof PARTNER_EVENTS)[number];

export const ShownReferral = z.strictObject({
  step: z.literal('open'),
  recipientName: z.string(),
  expiresAt: z.string(),
  sender: z.strictObject({ organisation: z.string(), phone: z.string().nullable(), name: z.string().nullable() }),
  serviceType: z.string(),
  urgent: z.boolean(),
  sentOn: Day,
  dueOn: Day.nullable(),
  state: z.enum(REFERRAL_STATES),
  expectedOn: Day.nullable(),
  firstAt: z.string().nullable(),
  startedOn: Day.nullable(),
  /** What the release covers now; null from the moment at which none lives. */
  packet: Packet.nullable(),
  may: z.array(z.enum(PARTNER_EVENTS)),
});
export type ShownReferral = z.infer<typeof ShownReferral>;

/** Says what stands behind a partner's link: a code is asked for, or the one referral that it opens. */
export const openReferral = endpoint({
  name: 'referrals.openLink',
  method: 'POST',
  path: '/api/referral-links/open',
  body: z.strictObject({
    secret: Secret,
    code: z
      .string()
      .regex(/^\d{6}$/)
      .optional(),
  }),
  answer: z.union([z.strictObject({ step: z.literal('code') }), ShownReferral]),
});

/** One thing that the partner says; the link stays for the next. */
export const answerReferral = endpoint({
  name: 'referrals.answerLink',
  method: 'POST',
  path: '/api/referral-links/answer',
  body: z.strictObject({
    secret: Secret,
    event: z.enum(PARTNER_EVENTS),
    day: Day.optional(),
    time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .optional(),
    reason: z.enum(REJECTIONS).optional(),
    outcome: z.enum(OUTCOMES).optional(),
    /** Needed for a question. */
    text: z.string().trim().max(1000).optional(),
  }),
  answer: z.strictObject({ event: z.enum(PARTNER_EVENTS), state: z.enum(REFERRAL_STATES), at: z.string() }),
});
