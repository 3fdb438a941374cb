import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { byId, day, email, id, instant, linkCode, next, nothing, password, personName, role, roles } from './fields.ts';

// Invitations. The link is /einladung#<code>: the code stands in the fragment, which no server log sees.

const invitationBody = z.strictObject({
  email,
  name: personName,
  roles,
  organisationId: id.nullable(),
  practitionerId: id.nullable(),
  /** § 203 (4) StGB: day of the signed obligation; needed for every role but `admin`. */
  secrecySignedOn: day.nullable(),
});

/** Needs step-up. The link is shown this once; an earlier open invitation to the same address is withdrawn. */
export const createInvitation = endpoint({
  name: 'access.createInvitation',
  method: 'POST',
  path: '/api/access/invitations',
  body: invitationBody,
  answer: z.strictObject({ id, link: z.string(), expiresAt: instant }),
  status: 201,
});

export const listInvitations = endpoint({
  name: 'access.listInvitations',
  method: 'GET',
  path: '/api/access/invitations',
  answer: z.strictObject({
    invitations: z.array(
      z.strictObject({
        id,
        email: z.string(),
        name: z.string(),
        roles: z.array(role),
        organisationId: id.nullable(),
        practitionerId: id.nullable(),
        createdAt: instant,
        expiresAt: instant,
        state: z.enum(['open', 'accepted', 'withdrawn', 'expired']),
        /** A new start for an account that exists already. */
        recovery: z.boolean(),
      }),
    ),
  }),
});

export const withdrawInvitation = endpoint({
  name: 'access.withdrawInvitation',
  method: 'DELETE',
  path: '/api/access/invitations/:id',
  params: byId,
  answer: nothing,
});

/** Public. Unknown, used, withdrawn and expired all answer 410 `link-expired`. `email` null: the first administrator names herself. */
export const lookUpInvitation = endpoint({
  name: 'access.lookUpInvitation',
  method: 'POST',
  path: '/api/access/invitations/look-up',
  body: z.strictObject({ code: linkCode }),
  answer: z.strictObject({
    name: z.string().nullable(),
    email: z.string().nullable(),
    roles: z.array(role),
    recovery: z.boolean(),
    networkName: z.string(),
  }),
});

/** Public. Opens the account (or its new start) and a session that must set up the second factor next. */
export const acceptInvitation = endpoint({
  name: 'access.acceptInvitation',
  method: 'POST',
  path: '/api/access/invitations/acceptance',
  body: z.strictObject({ code: linkCode, password, email: email.optional(), name: personName.optional() }),
  answer: next,
});
