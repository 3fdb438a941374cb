import type { InsuranceKind, Procedure } from '#kernel/codes.ts';

/** The public form, field by field. A name that is not here is refused. */
export const WHO = ['self', 'parent', 'guardian', 'relative', 'referrer'] as const;
export type Who = (typeof WHO)[number];
export const REACH = ['morning', 'noon', 'afternoon', 'evening'] as const;
export type Reach = (typeof REACH)[number];
export const INSURANCES = ['GKV', 'PKV', 'BEIHILFE', 'SELF', 'HEILFUERSORGE', 'BG', 'ASYLBLG'] as const satisfies readonly InsuranceKind[];
export const SETTINGS_WANTED = ['either', 'single', 'group'] as const;
export const PROCEDURES_WANTED = ['VT', 'TP', 'AP', 'ST'] as const satisfies readonly Procedure[];
/** Languages in which the talks can be wished, as tags; "gsg" is German sign language. */
export const TALK_LANGUAGES = [
  'de',
  'en',
  'tr',
  'ar',
  'uk',
  'ru',
  'pl',
  'ro',
  'fa',
  'ku',
  'fr',
  'es',
  'it',
  'pt',
  'bg',
  'sr',
  'el',
  'sq',
  'gsg',
] as const;
export const DAYS = [1, 2, 3, 4, 5] as const;
export const PARTS = { m: ['08:00', '12:00'], a: ['12:00', '17:00'], e: ['17:00', '20:00'] } as const;
export const TIMES = DAYS.flatMap((day) => (['m', 'a', 'e'] as const).map((part) => `${day}${part}` as const));
export type Time = (typeof TIMES)[number];

/** Version of the two texts that are agreed to; a new wording is a new version. */
export const CONSENT_VERSION = 'web-2026-1';
export const FORM_VERSION = '2026-1';
/** Languages of the form. Plain German is a language here. */
export const FORM_LANGUAGES = ['de', 'de-easy', 'en', 'tr', 'ar', 'uk'] as const;
export type FormLanguage = (typeof FORM_LANGUAGES)[number];

/** Signs that a field takes; what is longer is refused with this number. */
export const LONGEST = { called: 80, phone: 40, email: 254, birth: 20, referrer: 120, ptv11Date: 20, concern: 120, postalCode: 5 } as const;

export const ONE_LINE = ['called', 'phone', 'email', 'birth', 'referrer', 'ptv11Date', 'concern', 'postalCode'] as const;
export const CHOICES = ['channel', 'who', 'insurance', 'language', 'setting', 'procedure', 'ptv11', 'urgent'] as const;
export const BOXES = ['voicemail', 'germanToo', 'consent', 'waitingList'] as const;
export const MANY = ['reach', 'times'] as const;
/** "website" is no field: nobody sees it, and only a machine fills it in. */
export const HIDDEN = ['form', 'website', 'sprache'] as const;
export type FieldName = (typeof ONE_LINE)[number] | (typeof CHOICES)[number] | (typeof BOXES)[number] | (typeof MANY)[number];
/** Fields in the order of the page: so the summary of faults is in order, too. */
export const IN_ORDER: readonly FieldName[] = [
  'urgent',
  'channel',
  'phone',
  'email',
  'reach',
  'voicemail',
  'called',
  'who',
  'referrer',
  'birth',
  'insurance',
  'postalCode',
  'concern',
  'language',
  'germanToo',
  'setting',
  'procedure',
  'times',
  'ptv11',
  'ptv11Date',
  'consent',
  'waitingList',
];

export const FAULTS = [
  'required',
  'too-long',
  'control-character',
  'line-break',
  'text-malformed',
  'email',
  'phone',
  'phone-not-allowed',
  'date',
  'date-range',
  'guardian-required',
  'postcode',
  'option',
  'duplicate',
  'too-many',
  'consent-required',
] as const;
export type FaultCode = (typeof FAULTS)[number];
export interface Fault {
  field: FieldName;
  code: FaultCode;
  limit?: number;
}

/** What somebody typed, as it came: shown again as it is when something is at fault. */
export type Typed = Readonly<Partial<Record<FieldName, readonly string[]>>>;

/** What the form says once everything in it can be read. */
export interface Intake {
  channel: 'phone' | 'email';
  phone: string | null;
  email: string | null;
  reach: Reach[];
  voicemail: boolean;
  called: string | null;
  who: Who;
  referrer: string | null;
  birthDate: string | null;
  /** Where only an age was said. */
  age: number | null;
  insurance: InsuranceKind | null;
  postalCode: string | null;
  concern: string | null;
  languages: string[];
  setting: (typeof SETTINGS_WANTED)[number];
  procedure: Procedure | null;
  times: Time[];
  ptv11: 'yes' | 'no' | 'unknown';
  ptv11Date: string | null;
  urgent: boolean;
  waitingList: boolean;
  consentVersion: string;
}
