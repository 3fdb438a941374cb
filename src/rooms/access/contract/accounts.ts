import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { byId, day, id, instant, nothing, personName, role, roles } from './fields.ts';

// Accounts. Each command names the version it saw (If-Match); changes of roles, place and closing need step-up.

const account = z.strictObject({
  id,
  name: z.string(),
  email: z.string(),
  roles: z.array(role),
  organisationId: id.nullable(),
  practitionerId: id.nullable(),
  deskLabel: z.string().nullable(),
  secrecySignedOn: day.nullable(),
  secondFactor: z.boolean(),
  closedAt: instant.nullable(),
  version: z.number().int(),
});
export type AccountRow = z.output<typeof account>;
const changed = z.strictObject({ id, version: z.number().int() });

export const listAccounts = endpoint({
  name: 'access.listAccounts',
  method: 'GET',
  path: '/api/access/accounts',
  answer: z.strictObject({ accounts: z.array(account) }),
});

/** Names behind ids, for "held by …" and assignees; everybody who is signed in. */
export const listColleagues = endpoint({
  name: 'access.listColleagues',
  method: 'GET',
  path: '/api/access/colleagues',
  answer: z.strictObject({
    colleagues: z.array(
      z.strictObject({
        id,
        name: z.string(),
        roles: z.array(role),
        organisationId: id.nullable(),
        practitionerId: id.nullable(),
        deskLabel: z.string().nullable(),
        closed: z.boolean(),
      }),
    ),
  }),
});

export const changeRoles = endpoint({
  name: 'access.changeRoles',
  method: 'PUT',
  path: '/api/access/accounts/:id/roles',
  params: byId,
  body: z.strictObject({ roles }),
  answer: changed,
  versioned: true,
});

export const changePlace = endpoint({
  name: 'access.changePlace',
  method: 'PUT',
  path: '/api/access/accounts/:id/place',
  params: byId,
  body: z.strictObject({
    name: personName,
    organisationId: id.nullable(),
    practitionerId: id.nullable(),
    deskLabel: z.string().trim().min(1).max(40).nullable(),
  }),
  answer: changed,
  versioned: true,
});

export const bindSecrecy = endpoint({
  name: 'access.bindSecrecy',
  method: 'PUT',
  path: '/api/access/accounts/:id/secrecy',
  params: byId,
  body: z.strictObject({ signedOn: day }),
  answer: changed,
  versioned: true,
});

/** Ends all sessions and duties at once and forgets password and second factor. */
export const closeAccount = endpoint({
  name: 'access.closeAccount',
  method: 'POST',
  path: '/api/access/accounts/:id/closing',
  params: byId,
  body: nothing,
  answer: changed,
  versioned: true,
});

/** Opens a closed account; its owner needs a new start (`recoverAccount`) to sign in. */
export const reopenAccount = endpoint({
  name: 'access.reopenAccount',
  method: 'POST',
  path: '/api/access/accounts/:id/reopening',
  params: byId,
  body: nothing,
  answer: changed,
  versioned: true,
});

/** A link for a new password and second factor, handed over in person after looking at the face (security 4.4.3). */
export const recoverAccount = endpoint({
  name: 'access.recoverAccount',
  method: 'POST',
  path: '/api/access/accounts/:id/recovery',
  params: byId,
  body: nothing,
  answer: z.strictObject({ id, link: z.string(), expiresAt: instant }),
  status: 201,
});
