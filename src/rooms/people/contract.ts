import { z } from 'zod';
import { GENDERS } from '#kernel/codes.ts';
import { endpoint } from '#kernel/endpoint.ts';

/** A calendar day, "YYYY-MM-DD", that exists. */
export const Day = z.iso.date();
/** An instant in UTC, "2026-03-02T10:00:00Z". */
export const Instant = z.iso.datetime();

const text = (most: number) => z.string().trim().max(most);

/** The person's core as the desk types it; null empties a field, a missing field stays. */
export const PersonChange = z.strictObject({
  givenName: text(80).nullable().optional(),
  familyName: text(80).nullable().optional(),
  called: text(80).nullable().optional(),
  birthDate: Day.nullable().optional(),
  gender: z.enum(GENDERS).nullable().optional(),
  phone: text(40).nullable().optional(),
  email: text(254)
    .refine((value) => value === '' || /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value), 'invalid-email')
    .nullable()
    .optional(),
  street: text(120).nullable().optional(),
  postalCode: z
    .string()
    .trim()
    .refine((value) => value === '' || /^\d{5}$/.test(value), 'invalid-postal-code')
    .nullable()
    .optional(),
  place: text(80).nullable().optional(),
  channel: z.enum(['email', 'letter', 'sms', 'phone']).nullable().optional(),
  language: z.string().trim().min(2).max(12).optional(),
});
export type PersonChange = z.infer<typeof PersonChange>;

export const Person = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  givenName: z.string().nullable(),
  familyName: z.string().nullable(),
  called: z.string().nullable(),
  birthDate: z.string().nullable(),
  gender: z.enum(GENDERS).nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  street: z.string().nullable(),
  postalCode: z.string().nullable(),
  place: z.string().nullable(),
  channel: z.enum(['email', 'letter', 'sms', 'phone']).nullable(),
  language: z.string(),
});
export type Person = z.infer<typeof Person>;

export const GuardianChange = z.strictObject({
  name: text(120).min(1),
  relation: z.enum(['parent', 'guardian', 'court', 'other']),
  hasCustody: z.boolean().nullable(),
  agrees: z.enum(['yes', 'no', 'unknown']),
  phone: text(40).nullable(),
  contactAllowed: z.boolean(),
  scope: text(120).nullable(),
});
export type GuardianChange = z.infer<typeof GuardianChange>;

export const Guardian = GuardianChange.extend({ id: z.uuid(), version: z.int(), agreedAt: z.string().nullable() });
export type Guardian = z.infer<typeof Guardian>;

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** How a person may be reached without danger: others may read the letters or hear the answering machine. */
export const SafeContactChange = z.strictObject({
  phone: z.boolean(),
  voicemail: z.boolean(),
  sms: z.boolean(),
  email: z.boolean(),
  letter: z.boolean(),
  /** "09:00": calls only between these two, where they are set. */
  callFrom: timeOfDay.nullable(),
  callUntil: timeOfDay.nullable(),
  /** As whom to speak, or whom to ask for. */
  alias: text(80).nullable(),
  note: text(500).nullable(),
});
export type SafeContactChange = z.infer<typeof SafeContactChange>;

export const SafeContact = SafeContactChange.extend({ personId: z.uuid(), version: z.int(), setAt: z.string().nullable() });
export type SafeContact = z.infer<typeof SafeContact>;

const byId = z.strictObject({ id: z.uuid() });

export const getSafeContact = endpoint({
  name: 'people.safeContact',
  method: 'GET',
  path: '/api/people/:id/safe-contact',
  params: byId,
  answer: SafeContact,
});

export const changeSafeContact = endpoint({
  name: 'people.changeSafeContact',
  method: 'PUT',
  path: '/api/people/:id/safe-contact',
  versioned: true,
  params: byId,
  body: SafeContactChange,
  answer: z.strictObject({ version: z.int() }),
});
