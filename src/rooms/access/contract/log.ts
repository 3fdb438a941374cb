import { z } from 'zod';
import { PURPOSES } from '#kernel/codes.ts';
import { endpoint } from '#kernel/endpoint.ts';
import { id, instant } from './fields.ts';

// The log for the auditor: who did what when; ids and codes only.

export const listEvents = endpoint({
  name: 'access.listEvents',
  method: 'GET',
  path: '/api/access/events',
  query: z.strictObject({
    personId: id.optional(),
    actorId: id.optional(),
    /** An action or its beginning: "placement", "access.sign-in". */
    action: z
      .string()
      .max(80)
      .regex(/^[a-z]+(\.[a-z0-9-]+)*$/)
      .optional(),
    from: instant.optional(),
    until: instant.optional(),
    /** The `next` of the page before; newest first. */
    before: z.coerce.number().int().positive().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  answer: z.strictObject({
    events: z.array(
      z.strictObject({
        seq: z.number().int(),
        at: instant,
        happenedAt: instant,
        kind: z.enum(['C', 'R', 'U', 'D', 'Q', 'E']),
        action: z.string(),
        decision: z.enum(['permit', 'deny']),
        reason: z.string().nullable(),
        actorKind: z.enum(['account', 'system', 'public', 'link']),
        actorId: id.nullable(),
        actorName: z.string().nullable(),
        actorRoles: z.array(z.string()),
        objectKind: z.string(),
        objectId: id.nullable(),
        personId: id.nullable(),
        purpose: z.union([z.enum(PURPOSES), z.string()]),
        requestId: id.nullable(),
        source: z.string(),
      }),
    ),
    next: z.number().int().nullable(),
  }),
});
