import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';

const Secret = z.string().regex(/^[A-Za-z0-9_-]{32}$/);

/** A plan as its owner reads it: finished short sentences, no jargon. */
export const PlainPlan = z.strictObject({
  number: z.int(),
  goals: z.array(
    z.strictObject({
      /** In her words. */
      text: z.string(),
      /** What it is when it is reached. */
      reached: z.string(),
      until: z.iso.date().nullable(),
      steps: z.array(
        z.strictObject({
          text: z.string(),
          responsible: z.enum(['manager', 'client', 'relative', 'provider', 'other']).nullable(),
          who: z.string(),
          startOn: z.iso.date().nullable(),
          endOn: z.iso.date().nullable(),
          timesPerWeek: z.number().nullable(),
          weekly: z.array(z.strictObject({ day: z.int(), from: z.string(), to: z.string() })),
        }),
      ),
    }),
  ),
  /** What waits, by domain. */
  later: z.array(z.string()),
});
export type PlainPlan = z.infer<typeof PlainPlan>;

export const ShownPlan = z.strictObject({
  step: z.literal('open'),
  recipientKind: z.enum(['client', 'guardian']),
  recipientName: z.string(),
  expiresAt: z.string(),
  answered: z.strictObject({ at: z.string(), answer: z.enum(['agreed', 'asked-back', 'declined']) }).nullable(),
  service: z.strictObject({ name: z.string(), phone: z.string().nullable(), managerName: z.string() }),
  plan: PlainPlan,
  /** Whether it still waits for an answer. */
  open: z.boolean(),
});
export type ShownPlan = z.infer<typeof ShownPlan>;

/** What stands behind the link: a code is asked for, or the one plan that it opens. */
export const openPlanLink = endpoint({
  name: 'cases.openPlanLink',
  method: 'POST',
  path: '/api/links/plan/open',
  body: z.strictObject({
    secret: Secret,
    code: z
      .string()
      .regex(/^\d{6}$/)
      .optional(),
  }),
  answer: z.union([z.strictObject({ step: z.literal('code') }), ShownPlan]),
});

/** Her one answer: agreed, a question, or a no. */
export const answerPlanLink = endpoint({
  name: 'cases.answerPlanLink',
  method: 'POST',
  path: '/api/links/plan/answer',
  body: z.strictObject({
    secret: Secret,
    answer: z.enum(['agreed', 'asked-back', 'declined']),
    /** Needed for a question and a no. */
    text: z.string().trim().max(2000).optional(),
  }),
  answer: z.strictObject({ answer: z.enum(['agreed', 'asked-back', 'declined']), at: z.string() }),
});
