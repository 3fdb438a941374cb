import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { PERMITS, type PermitName } from '#kernel/permits.ts';
import { byId, email, id, instant, next, nothing, password, role, totpCode } from './fields.ts';

const network = z.strictObject({ name: z.string(), mode: z.enum(['demo', 'production', 'test']) });

/** Where this browser stands, asked at every start without a 401: `out`, half way in (`totp`, `enrol`) or `in`. */
export const standing = endpoint({
  name: 'access.standing',
  method: 'GET',
  path: '/api/access/standing',
  answer: z.strictObject({ stage: z.enum(['out', 'totp', 'enrol', 'in']), network }),
});

/** First step. One answer for a wrong name, a wrong password and a blocked one: 401 `sign-in-failed`. */
export const signIn = endpoint({
  name: 'access.signIn',
  method: 'POST',
  path: '/api/access/sign-in',
  body: z.strictObject({ email, password }),
  answer: next,
});

/** Second step; answers `done`. Wrong or used code: 401 `second-factor-failed`. */
export const confirmTotp = endpoint({
  name: 'access.confirmTotp',
  method: 'POST',
  path: '/api/access/second-factor',
  body: z.strictObject({ code: totpCode }),
  answer: next,
});

/** Makes a secret for the authenticator app: the URI for the QR code, the secret (base32) for typing. Again = a new one. */
export const startTotp = endpoint({
  name: 'access.startTotp',
  method: 'POST',
  path: '/api/access/second-factor/enrolment',
  body: nothing,
  answer: z.strictObject({ uri: z.string(), secret: z.string() }),
});

export const enrolTotp = endpoint({
  name: 'access.enrolTotp',
  method: 'POST',
  path: '/api/access/second-factor/enrolment/confirmation',
  body: z.strictObject({ code: totpCode }),
  answer: next,
});

const dutyNow = z.strictObject({ accountId: id, name: z.string(), until: instant, phone: z.string().nullable() });
const permitName = z.enum(Object.keys(PERMITS) as [PermitName, ...PermitName[]]);

export const me = endpoint({
  name: 'access.me',
  method: 'GET',
  path: '/api/access/me',
  answer: z.strictObject({
    accountId: id,
    name: z.string(),
    email: z.string(),
    roles: z.array(role),
    abilities: z.array(permitName),
    organisation: z.strictObject({ id }).nullable(),
    practitionerId: id.nullable(),
    deskLabel: z.string().nullable(),
    locale: z.enum(['de', 'en']),
    scheme: z.enum(['system', 'light', 'dark']),
    idleSeconds: z.number().int(),
    stepUpUntil: instant.nullable(),
    duty: dutyNow.nullable(),
    network,
  }),
});
export type Me = z.output<typeof me.answer>;

export const setPreferences = endpoint({
  name: 'access.setPreferences',
  method: 'PATCH',
  path: '/api/access/me/preferences',
  body: z.strictObject({ locale: z.enum(['de', 'en']).optional(), scheme: z.enum(['system', 'light', 'dark']).optional() }),
  answer: nothing,
});

export const signOut = endpoint({ name: 'access.signOut', method: 'POST', path: '/api/access/sign-out', body: nothing, answer: nothing });

/** Ends all own sessions, this one too. */
export const signOutEverywhere = endpoint({
  name: 'access.signOutEverywhere',
  method: 'POST',
  path: '/api/access/sign-out-everywhere',
  body: nothing,
  answer: z.strictObject({ ended: z.number().int() }),
});

export const listSessions = endpoint({
  name: 'access.listSessions',
  method: 'GET',
  path: '/api/access/sessions',
  answer: z.strictObject({
    sessions: z.array(z.strictObject({ id, device: z.string().nullable(), createdAt: instant, seenAt: instant, current: z.boolean() })),
  }),
});

export const endSession = endpoint({
  name: 'access.endSession',
  method: 'DELETE',
  path: '/api/access/sessions/:id',
  params: byId,
  answer: nothing,
});

/** Ends all other own sessions. Faults of the new password: 422 `invalid-password` with `errors[].code`. */
export const changePassword = endpoint({
  name: 'access.changePassword',
  method: 'POST',
  path: '/api/access/password',
  body: z.strictObject({ current: password, next: password }),
  answer: z.strictObject({ ended: z.number().int() }),
});

/** Confirms once more with a fresh code; opens for five minutes what `step-up-needed` refused. */
export const stepUp = endpoint({
  name: 'access.stepUp',
  method: 'POST',
  path: '/api/access/step-up',
  body: z.strictObject({ code: totpCode }),
  answer: z.strictObject({ until: instant }),
});
