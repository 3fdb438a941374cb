import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { Difference, PARTIES, Plan, Signature } from './care-plan.ts';
import { Report } from './reviews.ts';

export const RECIPIENTS = ['prescriber', 'client', 'guardian'] as const;
export const LINK_STATES = ['open', 'answered', 'expired', 'revoked', 'blocked'] as const;
export const LINK_ANSWERS = ['signed', 'asked-back', 'declined', 'read'] as const;

export const LinkRow = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  purpose: z.enum(['sign-plan', 'read-report']),
  objectId: z.uuid(),
  recipientKind: z.enum(RECIPIENTS),
  recipientName: z.string(),
  state: z.enum(LINK_STATES),
  createdAt: z.string(),
  createdByName: z.string().nullable(),
  expiresAt: z.string(),
  openedAt: z.string().nullable(),
  answeredAt: z.string().nullable(),
  answer: z.enum(LINK_ANSWERS).nullable(),
  /** What was asked back or why it was declined. */
  said: z.string().nullable(),
});
export type LinkRow = z.infer<typeof LinkRow>;

/** Links of an episode's plans and reports, newest first. */
export const listLinks = endpoint({
  name: 'soziotherapie.listLinks',
  method: 'GET',
  path: '/api/soziotherapie/episodes/:id/links',
  params: z.strictObject({ id: z.uuid() }),
  answer: z.strictObject({ links: z.array(LinkRow) }),
});

/** Makes a link to exactly one plan or report, for 14 days. Address and code are shown once; the code goes by another way. */
export const makeLink = endpoint({
  name: 'soziotherapie.makeLink',
  method: 'POST',
  path: '/api/soziotherapie/episodes/:id/links',
  params: z.strictObject({ id: z.uuid() }),
  body: z.strictObject({
    purpose: z.enum(['sign-plan', 'read-report']),
    /** The plan or the review. */
    objectId: z.uuid(),
    recipientKind: z.enum(RECIPIENTS),
  }),
  answer: z.strictObject({ id: z.uuid(), expiresAt: z.string(), address: z.string(), code: z.string() }),
  status: 201,
});

/** Closes a link at once. */
export const revokeLink = endpoint({
  name: 'soziotherapie.revokeLink',
  method: 'POST',
  path: '/api/soziotherapie/links/:id/revoke',
  params: z.strictObject({ id: z.uuid() }),
  body: z.strictObject({}),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
  versioned: true,
});

const Secret = z.string().regex(/^[A-Za-z0-9_-]{32}$/);

const Shown = z.strictObject({
  step: z.literal('open'),
  recipientKind: z.enum(RECIPIENTS),
  recipientName: z.string(),
  expiresAt: z.string(),
  answered: z.strictObject({ at: z.string(), answer: z.enum(LINK_ANSWERS) }).nullable(),
  practice: z.strictObject({
    name: z.string(),
    street: z.string(),
    postalCode: z.string(),
    place: z.string(),
    phone: z.string().nullable(),
  }),
  client: z.strictObject({ name: z.string(), birthDate: z.string().nullable() }),
  plan: z
    .strictObject({
      number: z.int(),
      validFrom: z.iso.date(),
      plannedUnits: z.number().nullable(),
      prescribedUnits: z.int().nullable(),
      content: Plan,
      signatures: z.array(Signature.pick({ party: true, how: true, signedOn: true })),
      /** Whether this one's signature is still open on this version. */
      open: z.boolean(),
      difference: Difference.nullable(),
    })
    .nullable(),
  report: Report.nullable(),
});
export type Shown = z.infer<typeof Shown>;

/** Says what stands behind a link: a code is asked for, or the one thing that it opens. */
export const openLink = endpoint({
  name: 'soziotherapie.openLink',
  method: 'POST',
  path: '/api/links/open',
  body: z.strictObject({
    secret: Secret,
    code: z
      .string()
      .regex(/^\d{6}$/)
      .optional(),
  }),
  answer: z.union([z.strictObject({ step: z.literal('code') }), Shown]),
});

/** The recipient's one answer: signed, a question, or a no. */
export const answerLink = endpoint({
  name: 'soziotherapie.answerLink',
  method: 'POST',
  path: '/api/links/answer',
  body: z.strictObject({
    secret: Secret,
    answer: z.enum(['signed', 'asked-back', 'declined', 'read']),
    /** Needed for a question and a no. */
    text: z.string().trim().max(2000).optional(),
  }),
  answer: z.strictObject({ answer: z.enum(LINK_ANSWERS), at: z.string() }),
});
export { PARTIES };
