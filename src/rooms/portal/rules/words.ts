import type { FaultCode, FieldName, FormLanguage, Reach, Who } from './fields.ts';
import { ar } from './words/ar.ts';
import { de } from './words/de.ts';
import { deEasy } from './words/de-easy.ts';
import { en } from './words/en.ts';
import { tr } from './words/tr.ts';
import { uk } from './words/uk.ts';

/** Every text of the public form in one language. `{…}` is filled in by the page. */
export interface FormWords {
  /** BCP 47, and the direction of its writing. */
  lang: string;
  dir: 'ltr' | 'rtl';
  /** Its own name, in itself. */
  name: string;
  locale: string;
  title: string;
  lead: string;
  chooseLanguage: string;
  danger: string;
  dangerText: string;
  /** Said beside 112, 116117 and the TelefonSeelsorge. */
  rescue: string;
  medical: string;
  counselling: string;
  optional: string;
  parts: { reach: string; who: string; what: string; how: string; consent: string };
  fields: Record<FieldName, string>;
  hints: Partial<Record<FieldName, string>>;
  options: {
    yes: string;
    no: string;
    unknown: string;
    channel: { phone: string; email: string };
    reach: Record<Reach, string>;
    who: Record<Who, string>;
    insurance: Record<'GKV' | 'PKV' | 'BEIHILFE' | 'SELF' | 'HEILFUERSORGE' | 'BG' | 'ASYLBLG', string>;
    setting: { either: string; single: string; group: string };
    procedure: { any: string; VT: string; TP: string; AP: string; ST: string };
    days: readonly [string, string, string, string, string];
    parts: { m: string; a: string; e: string };
    gsg: string;
  };
  submit: string;
  faults: Record<FaultCode, string>;
  faultsTitle: string;
  expired: string;
  foreign: string;
  done: {
    title: string;
    text: string;
    urgentTitle: string;
    urgentText: string;
    reference: string;
    referenceText: string;
    next: readonly string[];
    nextTitle: string;
    byPhone: string;
  };
  tooMany: { title: string; text: string };
  fault: { title: string; text: string };
}

export const FORM_WORDS: Readonly<Record<FormLanguage, FormWords>> = { de, 'de-easy': deEasy, en, tr, ar, uk };

/** The language asked for by name, else the first that the browser wishes, else German. */
export function languageFor(asked: string | undefined, accepted: string | undefined): FormLanguage {
  if (asked !== undefined && Object.hasOwn(FORM_WORDS, asked)) return asked as FormLanguage;
  for (const part of (accepted ?? '').slice(0, 200).split(',')) {
    const tag = part.trim().toLowerCase().split(/[-;]/)[0] ?? '';
    if (['de', 'en', 'tr', 'ar', 'uk'].includes(tag)) return tag as FormLanguage;
  }
  return 'de';
}
