import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';

const Id = z.strictObject({ id: z.uuid() });
const Day = z.iso.date();

/** How long the file is kept, whether it is restricted, what was handed out (Art. 15–18 GDPR, R22). */
export const RightsView = z.strictObject({
  version: z.int(),
  retention: z.strictObject({
    /** Null while treatment goes on. */
    keptUntil: Day.nullable(),
    deletableFrom: Day.nullable(),
    because: z.enum(['treatment-goes-on', 'retention-runs', 'legal-hold', 'over']),
  }),
  restrictedAt: z.string().nullable(),
  legalHold: z.strictObject({ reason: z.string(), reviewOn: Day }).nullable(),
  copies: z.int(),
  mayDecide: z.boolean(),
});
export type RightsView = z.infer<typeof RightsView>;

export const fileRights = endpoint({
  name: 'soziotherapie.fileRights',
  method: 'GET',
  path: '/api/soziotherapie/episodes/:id/rights',
  params: Id,
  answer: RightsView,
});

/** Who read or changed what of this client, newest first (D9). For the lead; the client gets it with her copy. */
export const accessLog = endpoint({
  name: 'soziotherapie.accessLog',
  method: 'GET',
  path: '/api/soziotherapie/episodes/:id/access-log',
  params: Id,
  query: z.strictObject({ before: z.coerce.number().int().positive().optional() }),
  answer: z.strictObject({
    entries: z.array(
      z.strictObject({
        seq: z.int(),
        at: z.string(),
        kind: z.enum(['C', 'R', 'U', 'D', 'Q', 'E']),
        action: z.string(),
        who: z.string().nullable(),
        actorKind: z.enum(['account', 'system', 'public', 'link']),
        roles: z.array(z.string()),
        purpose: z.string(),
      }),
    ),
    next: z.int().nullable(),
  }),
});

/** The client's copy of the whole file (D7, Art. 15 GDPR): PDF to read, JSON to take along. Needs a fresh code. */
export const copyFile = endpoint({
  name: 'soziotherapie.copyFile',
  method: 'POST',
  path: '/api/soziotherapie/episodes/:id/copy',
  params: Id,
  body: z.strictObject({ form: z.enum(['pdf', 'json']) }),
  answer: z.unknown(),
});

/** The lead refuses access, with one of the two reasons that there are (D8, § 630g (1) BGB). */
export const refuseAccess = endpoint({
  name: 'soziotherapie.refuseAccess',
  method: 'POST',
  path: '/api/soziotherapie/episodes/:id/refuse-access',
  params: Id,
  body: z.strictObject({ reason: z.enum(['therapeutic', 'third-party']) }),
  answer: z.strictObject({ id: z.uuid() }),
  status: 201,
});

/** The answer to a request for erasure while the file must be kept (Art. 17 (3) GDPR), as a letter; restricts nothing by itself. */
export const answerErasure = endpoint({
  name: 'soziotherapie.answerErasure',
  method: 'POST',
  path: '/api/soziotherapie/episodes/:id/erasure-answer',
  params: Id,
  body: z.strictObject({ requestedOn: Day }),
  answer: z.unknown(),
});
