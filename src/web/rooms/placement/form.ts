import type { z } from 'zod';
import { textNumber } from '#rooms/messages/rules/channel.ts';
import type { PersonChange } from '#rooms/people/contract.ts';
import { normalPhone } from '#rooms/people/rules/identity.ts';
import type { Criteria, RequestView, saveDraft } from '#rooms/placement/contract.ts';
import type { Representation } from '#rooms/placement/rules/minors.ts';

/** Version of the privacy sentence that is read out. */
export const PRIVACY_VERSION = '2026-1';

type Draft = z.input<NonNullable<typeof saveDraft.body>>;
export type CallerRole = NonNullable<RequestView['callerRole']>;
export const CALLER_ROLES = [
  'self',
  'parent',
  'guardian',
  'relative',
  'referrer',
  'court-guardian',
] as const satisfies readonly CallerRole[];

/** What the desk types. Texts are never null, so that fields stay controlled; empty means nothing was said. */
export interface Form {
  givenName: string;
  familyName: string;
  phone: string;
  email: string;
  street: string;
  postalCode: string;
  place: string;
  birthDate: string | null;
  channel: 'email' | 'letter' | 'sms' | null;
  callerRole: CallerRole;
  concern: string;
  privacyVersion: string | null;
  reminders: boolean;
  waiting: boolean;
  criteria: Criteria;
}

/** A new call: German, alone, on the spot, calling for oneself; shown, and changed with one key. Everything else is unknown. */
export const EMPTY_FORM: Form = {
  givenName: '',
  familyName: '',
  phone: '',
  email: '',
  street: '',
  postalCode: '',
  place: '',
  birthDate: null,
  channel: null,
  callerRole: 'self',
  concern: '',
  privacyVersion: null,
  reminders: false,
  waiting: false,
  criteria: { languages: ['de'], setting: 'single', modalities: ['in-person'] },
};

export function formOf(view: RequestView): Form {
  const { birthDate: _birth, postalCode: area, ...criteria } = view.criteria;
  const { person } = view;
  return {
    givenName: person.givenName ?? '',
    familyName: person.familyName ?? '',
    phone: person.phone ?? '',
    email: person.email ?? '',
    street: person.street ?? '',
    postalCode: person.postalCode ?? area ?? '',
    place: person.place ?? '',
    birthDate: person.birthDate,
    channel: person.channel === 'phone' ? null : person.channel,
    callerRole: view.callerRole ?? 'self',
    concern: view.concern ?? '',
    privacyVersion: view.privacyVersion,
    reminders: view.remindersConsent,
    waiting: view.waitingConsent,
    criteria,
  };
}

const FIVE = /^\d{5}$/;
const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;
export const phoneReadable = (text: string) => normalPhone(text) !== undefined;
/** Whether a text message reaches this number; a landline would read it out to whoever picks up. */
export const mobileReadable = (text: string) => textNumber(normalPhone(text)) !== undefined;
export const emailReadable = (text: string) => EMAIL.test(text.trim());
export const postalCodeReadable = (text: string) => FIVE.test(text.trim());

/** What the fit reads: codes, times, the birth date and the postal code, each only once it is whole. */
export function criteriaOf(form: Form): Criteria {
  return {
    ...form.criteria,
    ...(form.birthDate ? { birthDate: form.birthDate } : {}),
    ...(postalCodeReadable(form.postalCode) ? { postalCode: form.postalCode.trim() } : {}),
  };
}

const text = (value: string) => value.trim() || null;

/** Half a number or half an address is not sent yet: the field says so, and the rest is saved. */
function personOf(form: Form): PersonChange {
  const whole = <K extends string>(key: K, value: string, readable: (text: string) => boolean) =>
    value.trim() === '' || readable(value) ? { [key]: text(value) } : {};
  return {
    givenName: text(form.givenName),
    familyName: text(form.familyName),
    ...whole('phone', form.phone, phoneReadable),
    ...whole('email', form.email, emailReadable),
    ...whole('postalCode', form.postalCode, postalCodeReadable),
    street: text(form.street),
    place: text(form.place),
    birthDate: form.birthDate,
    channel: form.channel,
  };
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** Only what changed since it was saved last; null where nothing did. */
export function changesOf(form: Form, saved: Form): Draft | null {
  const draft: Draft = {};
  const before: Record<string, unknown> = { ...personOf(saved) };
  const person = Object.fromEntries(Object.entries(personOf(form)).filter(([key, value]) => !same(value, before[key])));
  if (Object.keys(person).length > 0) draft.person = person;
  if (!same(criteriaOf(form), criteriaOf(saved))) draft.criteria = criteriaOf(form);
  if (form.callerRole !== saved.callerRole) draft.callerRole = form.callerRole;
  if (form.concern.trim() !== saved.concern.trim()) draft.concern = text(form.concern);
  if (form.privacyVersion && form.privacyVersion !== saved.privacyVersion) draft.privacyVersion = form.privacyVersion;
  if (form.reminders !== saved.reminders) draft.remindersConsent = form.reminders;
  if (form.waiting !== saved.waiting) draft.waitingConsent = form.waiting;
  return Object.keys(draft).length > 0 ? draft : null;
}

/** Where the caller stands, as the desk asks it; the fit reads PTV 11 and exemption. */
export type Stage = 'none' | 'ptv11' | 'exempt';
export function stageOf(criteria: Criteria): Stage | null {
  if (criteria.ptv11) return 'ptv11';
  if (criteria.exemption === undefined) return null;
  return criteria.exemption ? 'exempt' : 'none';
}

/** Criteria without the named fields: not asked, or taken back. */
export function without(criteria: Criteria, ...fields: (keyof Criteria)[]): Criteria {
  return Object.fromEntries(Object.entries(criteria).filter(([key]) => !fields.some((field) => field === key)));
}

const CALLERS: Record<CallerRole, Representation['caller']> = {
  self: 'self',
  parent: 'guardian',
  guardian: 'guardian',
  'court-guardian': 'guardian',
  relative: 'relative',
  referrer: 'referrer',
};

/** What the rules about minors and representation look at (rule book A.1.6). */
export function representationFacts(form: Form, guardians: RequestView['guardians'], day: Temporal.PlainDate): Representation {
  return {
    birthDate: form.birthDate ? Temporal.PlainDate.from(form.birthDate) : null,
    day,
    insurance: form.criteria.insurance ?? null,
    caller: CALLERS[form.callerRole],
    custody: form.criteria.custody ?? 'unknown',
    guardians: guardians
      .filter(({ hasCustody }) => hasCustody !== false)
      .map(({ agrees }) => ({ says: agrees === 'unknown' ? ('not-asked' as const) : agrees })),
    urgentNeed: form.criteria.urgentNeed ?? false,
    betreuung: form.criteria.betreuung ?? null,
  };
}
