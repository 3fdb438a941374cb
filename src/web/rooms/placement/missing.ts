import type { Missing } from '../../ui/index.ts';
import type { Words } from '../../words/placement.ts';
import { focusField } from './flow.ts';
import { emailReadable, mobileReadable, phoneReadable, postalCodeReadable } from './form.ts';
import type { Acknowledgement } from './use-booking.ts';
import type { Desk } from './use-desk.ts';

/** In the order of a call (rule book A.1.2). What triage needs (RQ2) must be there before an offer can be held. */
export const NEEDED_TO_HOLD = ['opener', 'birthDate', 'insurance', 'problems', 'languages', 'setting'] as const;
export const NEEDED_TO_BOOK = [
  'phone',
  'privacy',
  'opener',
  'release',
  'birthDate',
  'guardians',
  'insurance',
  'problems',
  'languages',
  'setting',
  'hold',
  'acknowledged',
  'givenName',
  'familyName',
  'target',
] as const;
export type Needed = (typeof NEEDED_TO_BOOK)[number];

interface Asked {
  said: Acknowledgement;
  held: boolean;
}

/** Whether a field still lacks what it needs, and which field the cursor goes to. */
const LACKS: Record<Needed, (desk: Desk, asked: Asked) => string | null> = {
  phone: ({ form }) => (phoneReadable(form.phone) ? null : 'phone'),
  privacy: ({ form }) => (form.privacyVersion ? null : 'privacy'),
  opener: ({ view }) => (view?.safetyOpener ? null : 'opener'),
  release: ({ view }) => (view?.safetyBlocked ? 'opener' : null),
  birthDate: ({ form }) => (form.birthDate ? null : 'birthDate'),
  guardians: ({ speaks }) => (speaks.blockers.some((blocker) => blocker !== 'birth-date-missing') ? 'custody' : null),
  insurance: ({ form }) => (form.criteria.insurance ? null : 'insurance'),
  problems: ({ form }) => (form.criteria.problems?.length ? null : 'problems'),
  languages: ({ form }) => (form.criteria.languages?.length ? null : 'languages'),
  setting: ({ form }) => (form.criteria.setting ? null : 'setting'),
  hold: (_desk, { held }) => (held ? null : 'slots'),
  acknowledged: (_desk, { said }) =>
    said.response === 'accepted' || (said.response !== null && said.withoutAllowed) ? null : 'acknowledged',
  givenName: ({ form }) => (form.givenName.trim() ? null : 'givenName'),
  familyName: ({ form }) => (form.familyName.trim() ? null : 'familyName'),
  target: lackOfTarget,
};

function lackOfTarget({ form }: Desk): string | null {
  if (form.channel === 'sms') return mobileReadable(form.phone) ? null : 'phone';
  const byLetter = form.channel === 'letter' || (form.channel === null && !form.email.trim() && form.street.trim() !== '');
  if (!byLetter) return emailReadable(form.email) ? null : 'email';
  if (!form.street.trim()) return 'street';
  if (!postalCodeReadable(form.postalCode)) return 'postalCode';
  return form.place.trim() ? null : 'place';
}

/** What is missing, in words, with the way there. */
export function missingFor(needed: readonly Needed[], desk: Desk, asked: Asked, w: Words): Missing[] {
  return needed.flatMap((one) => {
    const field = LACKS[one](desk, asked);
    return field ? [{ what: w.needed[one], go: () => void focusField(field) }] : [];
  });
}
