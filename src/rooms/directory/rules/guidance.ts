import type { FederalState } from '#kernel/codes.ts';

export const GUIDANCE_KINDS = [
  'rescue',
  'medical',
  'counselling',
  'crisis-service',
  'psychiatric-admission',
  'social-psychiatric',
  'tss-116117',
  'reimbursement',
  'advice-centre',
  'self-help',
  'other',
] as const;
export type GuidanceKind = (typeof GUIDANCE_KINDS)[number];

/** Sheets are printed in these; plain German is a language of its own here. */
export const SHEET_LANGUAGES = ['de', 'de-easy', 'en'] as const;
export type SheetLanguage = (typeof SHEET_LANGUAGES)[number];

/** A number that nobody has confirmed for a year may be wrong, and is shown as such. */
export const GUIDANCE_CONFIRM_DAYS = 365;

/** Where an entry holds: begins of postal codes and federal states, either is enough; both empty means everywhere. */
export interface Reach {
  postalPrefixes: readonly string[];
  states: readonly string[];
}

/**
 * Whether an entry holds where somebody lives. Where that is not known, only what holds everywhere does.
 * @param postalCode five digits, or null
 * @param states of the postal code; a few codes lie in two
 */
export function holdsAt(entry: Reach, postalCode: string | null, states: readonly FederalState[]): boolean {
  if (entry.postalPrefixes.length === 0 && entry.states.length === 0) return true;
  if (postalCode === null) return false;
  return entry.postalPrefixes.some((prefix) => postalCode.startsWith(prefix)) || states.some((state) => entry.states.includes(state));
}

/** Digits to dial, from a number as it is printed: "116 123", "0800 / 111 0 111". */
export function dialled(phone: string): string {
  return phone.replace(/(?!^\+)[^\d]/g, '');
}

/** The text in the language asked for; plain German falls back to German, English to German rather than to nothing. */
export function textIn(
  entry: { textDe: string | null; textEn: string | null; textEasy: string | null },
  language: SheetLanguage,
): string | null {
  if (language === 'en') return entry.textEn ?? entry.textDe;
  return language === 'de-easy' ? (entry.textEasy ?? entry.textDe) : entry.textDe;
}
