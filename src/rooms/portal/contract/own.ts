import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { FORM_LANGUAGES } from '../rules/fields.ts';
import { LONGEST_MESSAGE, PORTAL_KINDS, RELATIVE_CLASSES } from '../rules/own-access.ts';
import { OWN_KINDS } from '../rules/own-words.ts';

const id = z.uuid();
const instant = z.iso.datetime();
const byId = z.strictObject({ id });
const nothing = z.strictObject({});

/** One appointment of the person: of therapy ('appointment') or of Soziotherapie ('session'). */
export const OwnAppointment = z.strictObject({
  source: z.enum(['appointment', 'session']),
  id,
  version: z.int(),
  kind: z.enum(OWN_KINDS),
  video: z.boolean(),
  startsAt: instant,
  endsAt: instant,
  state: z.string(),
  standing: z.boolean(),
  practitioner: z.string(),
  phone: z.string().nullable(),
  address: z.array(z.string()),
  changedAt: instant,
});
export type OwnAppointment = z.infer<typeof OwnAppointment>;

export const OwnConsent = z.strictObject({
  id,
  kind: z.string(),
  service: z.strictObject({ id, name: z.string() }).nullable(),
  recipient: z.string().nullable(),
  classes: z.array(z.string()),
  /** What goes to the recipient, or what she may tell us. */
  direction: z.enum(['to-recipient', 'from-recipient']),
  givenAt: instant,
  untilAt: instant.nullable(),
  withdrawnAt: instant.nullable(),
  version: z.int(),
});
export type OwnConsent = z.infer<typeof OwnConsent>;

export const OwnMessage = z.strictObject({
  id,
  organisationId: id.nullable(),
  fromClient: z.boolean(),
  text: z.string(),
  writtenAt: instant,
  readAt: instant.nullable(),
});
export type OwnMessage = z.infer<typeof OwnMessage>;

export const OwnPerson = z.strictObject({
  givenName: z.string().nullable(),
  familyName: z.string().nullable(),
  called: z.string().nullable(),
  birthDate: z.iso.date().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  street: z.string().nullable(),
  postalCode: z.string().nullable(),
  place: z.string().nullable(),
  language: z.string(),
});
export type OwnPerson = z.infer<typeof OwnPerson>;

export const OwnLook = z.strictObject({
  day: z.iso.date(),
  name: z.string(),
  roles: z.array(z.string()),
  service: z.string().nullable(),
  looked: z.int(),
  changed: z.int(),
});
export type OwnLook = z.infer<typeof OwnLook>;

/** Everything about the persons of this account, as they see it. Whoever is shown only a part has the rest empty or null. */
export const getMine = endpoint({
  name: 'portal.getMine',
  method: 'GET',
  path: '/api/portal/mine',
  answer: z.strictObject({
    at: instant,
    persons: z.array(
      z.strictObject({
        accessId: id,
        personId: id,
        kind: z.enum(PORTAL_KINDS),
        person: OwnPerson.nullable(),
        appointments: z.array(OwnAppointment),
        consents: z.array(OwnConsent),
        messages: z.array(OwnMessage),
        looks: z.array(OwnLook),
      }),
    ),
  }),
});
export type Mine = z.infer<typeof getMine.answer>;

/** A short text to one of the helpers; without an organisation to the desk. The service sees it as a task. */
export const sendMine = endpoint({
  name: 'portal.sendMine',
  method: 'POST',
  path: '/api/portal/mine/messages',
  body: z.strictObject({ personId: id, organisationId: id.nullable(), text: z.string().trim().min(1).max(LONGEST_MESSAGE) }),
  answer: byId,
  status: 201,
});

const Invitation = z.strictObject({
  id,
  kind: z.enum(PORTAL_KINDS),
  name: z.string(),
  classes: z.array(z.enum(RELATIVE_CLASSES)),
  language: z.enum(FORM_LANGUAGES),
  createdAt: instant,
  expiresAt: instant,
  state: z.enum(['open', 'accepted', 'withdrawn', 'expired', 'used-up']),
});
const Access = z.strictObject({
  id,
  accountId: id,
  kind: z.enum(PORTAL_KINDS),
  name: z.string(),
  classes: z.array(z.string()),
  fromAt: instant,
  untilAt: instant.nullable(),
});

/** What a helper sees of a person's portal: who was invited, who has access, and who could be invited. */
export const getAccesses = endpoint({
  name: 'portal.getAccesses',
  method: 'GET',
  path: '/api/portal/people/:id/accesses',
  params: byId,
  answer: z.strictObject({
    name: z.string(),
    language: z.enum(FORM_LANGUAGES),
    birthDateKnown: z.boolean(),
    guardians: z.array(z.strictObject({ id, name: z.string(), relation: z.string(), scope: z.string().nullable() })),
    /** From 14 to 17: who has custody sees only what she must agree to, and what the young person wants. */
    young: z.boolean(),
    releases: z.array(z.strictObject({ id, name: z.string(), classes: z.array(z.string()) })),
    invitations: z.array(Invitation),
    accesses: z.array(Access),
  }),
});
export type Accesses = z.infer<typeof getAccesses.answer>;

/** The code is told this once. An earlier open invitation of the same kind and name is withdrawn. */
export const inviteToPortal = endpoint({
  name: 'portal.invite',
  method: 'POST',
  path: '/api/portal/people/:id/invitations',
  params: byId,
  body: z.strictObject({
    kind: z.enum(PORTAL_KINDS),
    name: z.string().trim().min(1).max(120),
    language: z.enum(FORM_LANGUAGES),
    /** Of people.guardian; with kind guardian. */
    guardianId: id.nullable().default(null),
    /** A release of the person to this relative; with kind relative. */
    releaseId: id.nullable().default(null),
    /** With kind guardian: what a court has set her for, or what a young person lets her see. Null: all, or nothing more. */
    part: z.array(z.enum(RELATIVE_CLASSES)).nullable().default(null),
  }),
  answer: z.strictObject({ id, code: z.string(), address: z.string(), expiresAt: instant }),
  status: 201,
});

/** The letter with the code, in the language of the invitation, as PDF/UA. The code comes along, since only its hash is kept. */
export const printInvitation = endpoint({
  name: 'portal.printInvitation',
  method: 'POST',
  path: '/api/portal/invitations/:id/letter',
  params: byId,
  body: z.strictObject({ code: z.string().max(40) }),
  answer: nothing,
});

export const withdrawPortalInvitation = endpoint({
  name: 'portal.withdrawInvitation',
  method: 'POST',
  path: '/api/portal/invitations/:id/withdraw',
  params: byId,
  body: nothing,
  answer: byId,
});

/** Ends an access; it acts on the next request. */
export const endAccess = endpoint({
  name: 'portal.endAccess',
  method: 'POST',
  path: '/api/portal/accesses/:id/end',
  params: byId,
  body: nothing,
  answer: byId,
});

/** Conversations of a person with this service (or the desk), oldest first, by account of the portal. */
export const listConversations = endpoint({
  name: 'portal.listConversations',
  method: 'GET',
  path: '/api/portal/people/:id/messages',
  params: byId,
  answer: z.strictObject({
    conversations: z.array(
      z.strictObject({
        accountId: id,
        organisationId: id.nullable(),
        name: z.string(),
        kind: z.enum(PORTAL_KINDS),
        open: z.boolean(),
        messages: z.array(OwnMessage.extend({ writtenBy: z.string().nullable() })),
      }),
    ),
  }),
});
export type Conversation = z.infer<typeof listConversations.answer>['conversations'][number];

/** An answer of the service; the task is done with it. */
export const answerMessage = endpoint({
  name: 'portal.answerMessage',
  method: 'POST',
  path: '/api/portal/people/:id/messages',
  params: byId,
  body: z.strictObject({ accountId: id, organisationId: id.nullable(), text: z.string().trim().min(1).max(LONGEST_MESSAGE) }),
  answer: byId,
  status: 201,
});
