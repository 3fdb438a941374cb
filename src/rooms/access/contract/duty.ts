import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { byId, id, instant, nothing } from './fields.ts';

// The duty psychologist behind the desk. Everybody who is signed in may read who is on duty.

export const listDuty = endpoint({
  name: 'access.listDuty',
  method: 'GET',
  path: '/api/access/duty',
  query: z.strictObject({ from: instant.optional(), until: instant.optional() }),
  answer: z.strictObject({
    duties: z.array(
      z.strictObject({
        id,
        accountId: id,
        name: z.string(),
        from: instant,
        until: instant,
        rank: z.number().int(),
        phone: z.string().nullable(),
      }),
    ),
  }),
});

export const addDuty = endpoint({
  name: 'access.addDuty',
  method: 'POST',
  path: '/api/access/duty',
  body: z.strictObject({
    accountId: id,
    from: instant,
    until: instant,
    rank: z.number().int().min(1).max(3).default(1),
    phone: z.string().trim().min(3).max(40).nullable(),
  }),
  answer: z.strictObject({ id }),
  status: 201,
});

export const withdrawDuty = endpoint({
  name: 'access.withdrawDuty',
  method: 'DELETE',
  path: '/api/access/duty/:id',
  params: byId,
  answer: nothing,
});
