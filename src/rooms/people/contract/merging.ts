import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';

const byId = z.strictObject({ id: z.uuid() });

/** What two records are compared by; nothing else of a person is shown here, and nothing of who helps her. */
const Core = z.strictObject({
  givenName: z.string().nullable(),
  familyName: z.string().nullable(),
  birthDate: z.iso.date().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  street: z.string().nullable(),
  postalCode: z.string().nullable(),
  place: z.string().nullable(),
  /** The day on which the record was begun. */
  since: z.iso.date(),
});
export type Core = z.infer<typeof Core>;

export const MERGE_STATES = ['proposed', 'declined', 'merged', 'undone'] as const;
const evidence = z.array(z.enum(['name-birth', 'phone']));

/** Records that may be one person, and what was proposed or done within the last 30 days. */
export const listDuplicates = endpoint({
  name: 'people.listDuplicates',
  method: 'GET',
  path: '/api/people/duplicates',
  answer: z.strictObject({
    pairs: z.array(z.strictObject({ oneId: z.uuid(), otherId: z.uuid(), evidence, one: Core, other: Core })),
    merges: z.array(
      z.strictObject({
        id: z.uuid(),
        version: z.int(),
        state: z.enum(MERGE_STATES),
        evidence,
        kept: Core,
        gone: Core,
        proposedBy: z.string(),
        /** Whoever proposed does not decide. */
        mine: z.boolean(),
        proposedAt: z.string(),
        decidedBy: z.string().nullable(),
        decidedAt: z.string().nullable(),
        undoUntil: z.string().nullable(),
      }),
    ),
  }),
});

/** Proposes that two records are one person; a second coordinator decides. */
export const proposeMerge = endpoint({
  name: 'people.proposeMerge',
  method: 'POST',
  path: '/api/people/merges',
  body: z.strictObject({ keptId: z.uuid(), goneId: z.uuid() }),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
  status: 201,
});

/** Joins, declines, or takes apart again within 30 days. */
export const decideMerge = endpoint({
  name: 'people.decideMerge',
  method: 'POST',
  path: '/api/people/merges/:id/decision',
  params: byId,
  body: z.strictObject({ to: z.enum(['merged', 'declined', 'undone']) }),
  answer: z.strictObject({ version: z.int() }),
  versioned: true,
});
