import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';

const id = z.uuid();
const instant = z.iso.datetime({ offset: true });
const byId = z.strictObject({ id });
/** The telephone's own id of a call. */
const foreign = z
  .string()
  .trim()
  .regex(/^[\w.:@-]{1,40}$/, 'invalid-call-id');

/** A call of the desk. Numbers never travel with it; `getCallNumber` is asked for one, and that is in the log. */
const Call = z.strictObject({
  id,
  at: instant,
  answeredAt: instant.nullable(),
  requestId: id.nullable(),
  /** An open request in the desk's reach with this number. */
  knownRequestId: id.nullable(),
});
export type Call = z.infer<typeof Call>;

/** What the call bar shows: my call, and what rings. */
export const myCalls = endpoint({
  name: 'placement.myCalls',
  method: 'GET',
  path: '/api/placement/calls',
  answer: z.strictObject({ running: Call.nullable(), ringing: z.array(Call) }),
});

/** A call about a request begins, or goes on with it; the one before ends. */
export const beginCall = endpoint({
  name: 'placement.beginCall',
  method: 'POST',
  path: '/api/placement/calls',
  body: z.strictObject({ requestId: id }),
  answer: z.strictObject({ id, requestId: id, first: z.boolean() }),
});

export const endCall = endpoint({
  name: 'placement.endCall',
  method: 'POST',
  path: '/api/placement/calls/:id/end',
  params: byId,
  body: z.strictObject({}),
  answer: byId,
});

/** This desk takes a call that rings, or that its telephone has answered. */
export const takeCall = endpoint({
  name: 'placement.takeCall',
  method: 'POST',
  path: '/api/placement/calls/:id/take',
  params: byId,
  body: z.strictObject({}),
  answer: z.strictObject({ id, knownRequestId: id.nullable() }),
});

/** The link that telephone software opens: /telefon#nummer=…&anruf=…&zustand=… */
export const linkCall = endpoint({
  name: 'placement.linkCall',
  method: 'POST',
  path: '/api/placement/calls/link',
  body: z.strictObject({ call: foreign, state: z.enum(['ringing', 'answered', 'ended']) }),
  answer: z.strictObject({ id: id.nullable() }),
});

/** To call back, or to fill in the form. Null where it was withheld or is gone. */
export const getCallNumber = endpoint({
  name: 'placement.getCallNumber',
  method: 'GET',
  path: '/api/placement/calls/:id/number',
  params: byId,
  answer: z.strictObject({ number: z.string().nullable(), knownRequestId: id.nullable() }),
});

/** For telephone systems: what a call does. Reports may come late, doubled or swapped. The token stands in the body, never in an address. */
export const reportCall = endpoint({
  name: 'placement.reportCall',
  method: 'POST',
  path: '/api/phone/calls',
  body: z.strictObject({
    token: z.string().regex(/^[\w-]{20,80}$/, 'invalid-token'),
    call: foreign,
    state: z.enum(['ringing', 'answered', 'ended']),
    /** As the telephone writes it; empty or "anonymous" where it is withheld. */
    number: z.string().trim().max(40).optional(),
    at: instant.optional(),
  }),
  answer: z.strictObject({ id }),
});

/** Telephone systems that may report, for the administration. */
export const listPhoneLinks = endpoint({
  name: 'placement.listPhoneLinks',
  method: 'GET',
  path: '/api/phone/links',
  answer: z.strictObject({ links: z.array(z.strictObject({ id, name: z.string(), madeAt: instant, usedAt: instant.nullable() })) }),
});

/** The token is told once and kept nowhere. */
export const makePhoneLink = endpoint({
  name: 'placement.makePhoneLink',
  method: 'POST',
  path: '/api/phone/links',
  body: z.strictObject({ name: z.string().trim().min(1).max(80) }),
  answer: z.strictObject({ id, token: z.string() }),
  status: 201,
});

export const endPhoneLink = endpoint({
  name: 'placement.endPhoneLink',
  method: 'POST',
  path: '/api/phone/links/:id/end',
  params: byId,
  body: z.strictObject({}),
  answer: byId,
});
