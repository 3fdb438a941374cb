/** Languages in which a text may be worded. `de-easy` is plain German in short sentences (not certified as "Leichte Sprache"). */
export const TEXT_LANGUAGES = ['de', 'de-easy', 'en', 'tr', 'ar', 'uk', 'ru', 'fa'] as const;
export type TextLanguage = (typeof TEXT_LANGUAGES)[number];

/** Channels over which a text may go. */
export const CHANNELS = ['email', 'sms', 'letter'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Long: mail and letter. Short: text message, without any person's name. */
export const FORMS = ['long', 'short'] as const;
export type Form = (typeof FORMS)[number];

/** What stands in a text beside the usual ones. `at` is an instant, said as day and time in Berlin; `day` a calendar day. */
export type Placeholder = 'text' | 'at' | 'day';

interface Kind {
  /** What the caller of `queueText` gives. A line whose placeholder is empty is left out. */
  data: Readonly<Record<string, Placeholder>>;
  /** Placeholders that a wording must hold, in both forms. */
  must: readonly string[];
  /** Whether the wording itself must be free of words that tell what it is about. */
  neutral: boolean;
  /** A reminder goes only with the consent `reminders`, ends with it, and keeps the quiet hours. */
  reminder?: true;
}

/**
 * Every text that the network sends to a person, with its placeholders.
 *
 * One is not neutral by decision: the confirmation repeats what was agreed on the phone, with the therapist's title, her cancellation
 * rule word for word and the numbers for a crisis. Without the words the rule would bind nobody (rule book A.5), and the person chose
 * this channel for it while she was asked. Its subject and its sender are neutral like all others, and so is its short form.
 */
export const KINDS = {
  'appointment-confirmation': {
    data: { when: 'at', practitioner: 'text', where: 'text', contact: 'text', cancellation: 'text', numbers: 'text' },
    must: ['when'],
    neutral: false,
  },
  'reminder-72': { data: { when: 'at', contact: 'text' }, must: ['when'], neutral: true, reminder: true },
  'reminder-24': { data: { when: 'at', contact: 'text' }, must: ['when'], neutral: true, reminder: true },
  moved: { data: { before: 'at', when: 'at', contact: 'text' }, must: ['before', 'when'], neutral: true },
  'cancelled-by-us': { data: { when: 'at' }, must: ['when'], neutral: true },
  'not-reached': { data: {}, must: [], neutral: true },
  'final-notice': { data: { until: 'day' }, must: ['until'], neutral: true },
  'waiting-contact': { data: { until: 'day' }, must: [], neutral: true },
  'request-received': { data: {}, must: [], neutral: true },
  invitation: { data: { link: 'text', until: 'at' }, must: ['link'], neutral: true },
} as const satisfies Record<string, Kind>;

export type TemplateName = keyof typeof KINDS;
export const TEMPLATE_NAMES = Object.keys(KINDS) as [TemplateName, ...TemplateName[]];

/** In every text: how the person is called, the network's name where it is neutral, its telephone. */
export const USUAL = ['name', 'network', 'phone'] as const;

type Value<P extends Placeholder> = P extends 'at' ? Temporal.Instant : P extends 'day' ? Temporal.PlainDate : string;
/** What a kind of text wants to know; null or '' leaves its line out. */
export type DataOf<Name extends TemplateName> = {
  [Key in keyof (typeof KINDS)[Name]['data']]: Value<(typeof KINDS)[Name]['data'][Key] & Placeholder> | null;
};

/** The placeholders that a wording of this form may use. A text message names nobody. */
export function placeholdersOf(name: TemplateName, form: Form): string[] {
  const own = Object.keys(KINDS[name].data);
  if (form === 'long') return [...own, ...USUAL];
  return [...own.filter((key) => key !== 'practitioner' && key !== 'cancellation' && key !== 'numbers'), 'network', 'phone'];
}

/** Whether a text goes only with the consent `reminders`. */
export function isReminder(name: string): boolean {
  return name === 'reminder-72' || name === 'reminder-24';
}

/** Whether a wording of this form must be free of telling words. */
export function mustBeNeutral(name: TemplateName, form: Form): boolean {
  return KINDS[name].neutral || form === 'short';
}

/** The language of a text for a person: her own where there is one, else German. "de-AT" is German, "easy" plain German. */
export function textLanguage(wished: string | null | undefined): TextLanguage {
  const tag = (wished ?? 'de').toLowerCase();
  if (tag === 'easy' || tag === 'de-easy') return 'de-easy';
  const base = tag.split('-')[0] ?? 'de';
  return TEXT_LANGUAGES.find((one) => one === base) ?? 'de';
}
