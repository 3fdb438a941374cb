import { z } from 'zod';
import { ROLES } from '#kernel/codes.ts';
import { endpoint } from '#kernel/endpoint.ts';
import { call } from '../../call.ts';
import type { Me } from '../../me.ts';
import { Problem } from '../../problem.ts';

const none = z.undefined();
const meAnswer = z.object({
  accountId: z.string(),
  name: z.string(),
  roles: z.array(z.enum(ROLES)),
  abilities: z.array(z.string()),
  locale: z.enum(['de', 'en']).nullable(),
  desk: z.string().nullable(),
  duty: z.object({ name: z.string(), until: z.string().nullable(), phone: z.string().nullable() }).nullable(),
});
const me = endpoint({ name: 'access.me', method: 'GET', path: '/api/access/me', params: none, query: none, body: none, answer: meAnswer });

/** Null when nobody is signed in. */
export async function fetchMe(): Promise<Me | null> {
  try {
    return await call(me, { anonymous: true });
  } catch (fault) {
    if (fault instanceof Problem && fault.status === 401) return null;
    throw fault;
  }
}
