import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { PARTIES, PLAN_STATES } from './care-plan.ts';
import { Strokes } from './notes.ts';

/** One of three says yes (or the client no) to exactly the version that was offered; the third yes makes it agreed. */
export const signPlan = endpoint({
  name: 'soziotherapie.signPlan',
  method: 'POST',
  path: '/api/soziotherapie/plans/:id/signatures',
  params: z.strictObject({ id: z.uuid() }),
  body: z.strictObject({
    party: z.enum(PARTIES),
    /** `link` is recorded by the link itself. */
    how: z.enum(['paper', 'screen', 'refused']),
    byGuardian: z.boolean().default(false),
    signedOn: z.iso.date(),
    /** The scan. */
    fileId: z.uuid().nullable().default(null),
    /** Drawn on the screen. */
    strokes: Strokes.optional(),
  }),
  answer: z.strictObject({ id: z.uuid(), version: z.int(), state: z.enum(PLAN_STATES), signedOn: z.iso.date().nullable() }),
  versioned: true,
});
