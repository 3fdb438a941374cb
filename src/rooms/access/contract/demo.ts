import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { id, next, role } from './fields.ts';

// The demo only; everywhere else both answer 404.

export const demoPeople = endpoint({
  name: 'access.demoPeople',
  method: 'GET',
  path: '/api/access/demo/people',
  answer: z.strictObject({
    people: z.array(
      z.strictObject({ accountId: id, name: z.string(), roles: z.array(role), email: z.string(), deskLabel: z.string().nullable() }),
    ),
  }),
});

export const demoSignIn = endpoint({
  name: 'access.demoSignIn',
  method: 'POST',
  path: '/api/access/demo/sign-in',
  body: z.strictObject({ accountId: id }),
  answer: next,
});
