import { z } from 'zod';
import { PURPOSES, ROLES } from '#kernel/codes.ts';
import { endpoint } from '#kernel/endpoint.ts';
import { PERMITS, type PermitName } from '#kernel/permits.ts';

const id = z.uuid();
const instant = z.iso.datetime();
const day = z.iso.date();
const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(/^[^@\s]+@[^@\s]+$/);
const name = z.string().trim().min(1).max(120);
const password = z.string().min(1).max(200);
/** Six digits as the app shows them, "123456" or "123 456". */
const totpCode = z.string().regex(/^\s*\d{3}\s?\d{3}\s*$/);
/** The secret part of an invitation link: 24 random bytes in base64url. */
const linkCode = z.string().regex(/^[A-Za-z0-9_-]{32}$/);
const role = z.enum(ROLES);
const roles = z.array(role).min(1).max(ROLES.length);
const nothing = z.strictObject({});
const byId = z.strictObject({ id });

/** What comes next at the door: the code of the app, setting the app up, or the desk. */
export const NEXT_STEPS = ['totp', 'enrol', 'done'] as const;
export type NextStep = (typeof NEXT_STEPS)[number];
const next = z.strictObject({ next: z.enum(NEXT_STEPS) });

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

// Invitations. The link is /einladung#<code>: the code stands in the fragment, which no server log sees.

const invitationBody = z.strictObject({
  email,
  name,
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
  body: z.strictObject({ code: linkCode, password, email: email.optional(), name: name.optional() }),
  answer: next,
});

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
    name,
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
