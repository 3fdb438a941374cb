import { type Decision, no, yes } from '#kernel/decision.ts';
import { inBerlin } from '#kernel/time.ts';
import { type Form, KINDS, mustBeNeutral, placeholdersOf, type TemplateName, type TextLanguage } from './kinds.ts';
import { tellingWord } from './neutral.ts';
import { partsOf } from './segments.ts';

/** BCP 47 tags for dates; Arabic and Persian with the digits that telephones in Germany show. */
export const LOCALES: Record<TextLanguage, string> = {
  de: 'de-DE',
  'de-easy': 'de-DE',
  en: 'en-GB',
  tr: 'tr-TR',
  ar: 'ar-u-nu-latn',
  uk: 'uk-UA',
  ru: 'ru-RU',
  fa: 'fa-u-ca-gregory-nu-latn',
};

/** Whether a language is written from right to left. */
export function isRightToLeft(language: TextLanguage): boolean {
  return language === 'ar' || language === 'fa';
}

/** An instant as people say it, in Berlin: long "Donnerstag, 5. März 2026 um 17:30 Uhr", short "Do., 05.03., 17:30 Uhr". */
export function sayAt(at: Temporal.Instant, language: TextLanguage, form: Form): string {
  const here = inBerlin(at);
  const time = here.toLocaleString(LOCALES[language], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const oclock = language === 'de' || language === 'de-easy' ? `${time} Uhr` : time;
  if (form === 'long') return `${sayDay(here.toPlainDate(), language)}, ${oclock}`;
  const day = here.toLocaleString(LOCALES[language], { weekday: 'short', day: '2-digit', month: '2-digit' });
  return `${day}, ${oclock}`;
}

/** A day as people say it: "Donnerstag, 5. März 2026". */
export function sayDay(day: Temporal.PlainDate, language: TextLanguage): string {
  return day.toLocaleString(LOCALES[language], { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
}

/** What a kind of text was given, and the usual three; null or '' where there is nothing to say. */
export type Values = Readonly<Record<string, string | Temporal.Instant | Temporal.PlainDate | null | undefined>>;

/**
 * Fills a wording. What has no value takes its line with it (long), or its sentence (short), so that nothing says "Telefon: ".
 * One pass: a value that holds "{name}" is not filled again.
 */
export function fill(wording: string, values: Values, language: TextLanguage, form: Form): string {
  const said = (key: string): string => {
    const value = values[key];
    if (value instanceof Temporal.Instant) return sayAt(value, language, form);
    if (value instanceof Temporal.PlainDate) return sayDay(value, language);
    return inItsOrder(value ?? '', language);
  };
  const stands = (piece: string) => namesIn(piece).every((key) => said(key) !== '');
  const filled = (piece: string) => piece.replace(/\{([a-z]+)\}/g, (_, key: string) => said(key));
  if (form === 'short') {
    const sentences = wording.split(/(?<=[.?!؟]) +/).filter(stands);
    return sentences.map(filled).join(' ').replace(/\s+/g, ' ').trim();
  }
  const lines = wording.split('\n').filter(stands).map(filled);
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * A telephone number in an Arabic sentence would read "010 555 0228": groups of digits follow the direction of the sentence. The marks
 * around it (LRE, PDF) keep its order; old programs know them, too. A link has its own order, and programs would take a mark into it.
 */
function inItsOrder(value: string, language: TextLanguage): string {
  if (!isRightToLeft(language) || RIGHT_TO_LEFT.test(value) || /^https?:/.test(value)) return value;
  return value.replace(/[^\n]+/g, (line) => `\u202a${line}\u202c`);
}

function namesIn(wording: string): string[] {
  return [...wording.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
}

/** Most parts that one text message may have when it is filled with usual values: each part costs, and long ones arrive torn. */
export const MOST_PARTS = 4;

/** What is wrong with a wording, or yes. `word`: the placeholder or the word at fault, for the sentence beside the field. */
export type WordingFault = 'placeholder-unknown' | 'placeholder-missing' | 'brace-open' | 'word-tells' | 'text-empty' | 'text-too-long';

/**
 * Checks a network's own wording: placeholders known and complete, no brace left open, nothing that tells what it is about where the
 * text must be neutral, and short enough for a text message.
 */
export function checkWording(
  name: TemplateName,
  form: Form,
  wording: string,
): Decision | { ok: false; because: WordingFault; word?: string } {
  if (wording.trim() === '') return no('text-empty');
  const used = namesIn(wording);
  const known = placeholdersOf(name, form);
  const unknown = used.find((key) => !known.includes(key));
  if (unknown !== undefined) return { ...no('placeholder-unknown'), word: `{${unknown}}` };
  const missing = (KINDS[name].must as readonly string[]).find((key) => !used.includes(key));
  if (missing !== undefined) return { ...no('placeholder-missing'), word: `{${missing}}` };
  if (/[{}]/.test(wording.replace(/\{[^{}]*\}/g, ''))) return no('brace-open');
  const telling = mustBeNeutral(name, form) ? tellingWord(wording.replace(/\{[^{}]*\}/g, ' ')) : undefined;
  if (telling !== undefined) return { ...no('word-tells'), word: telling };
  if (form === 'short' && partsOf(wording).parts > MOST_PARTS) return no('text-too-long');
  return yes({});
}

/** Made-up values, for the preview. Nobody is called like this. */
export const SAMPLE: Values = {
  name: 'Kim Beispiel',
  network: 'Netz Musterstadt',
  phone: '0228 555 010',
  contact: '0228 555 0123',
  practitioner: 'Dipl.-Psych. Mara Muster',
  where: 'Musterweg 1, 53111 Bonn',
  cancellation: 'Bis 48 Stunden vorher kostet eine Absage nichts.',
  numbers: 'Notruf: 112\nÄrztlicher Bereitschaftsdienst: 116 117',
  when: Temporal.Instant.from('2026-03-05T16:30:00Z'),
  before: Temporal.Instant.from('2026-03-03T08:00:00Z'),
  until: Temporal.PlainDate.from('2026-03-19'),
  link: 'https://geleit.example/einladung/abc123',
};

/** How a wording looks filled with made-up values, what it costs as a text message, and what is wrong with it. */
export function previewOf(name: TemplateName, form: Form, language: TextLanguage, body: string) {
  const checked = checkWording(name, form, body);
  const text = fill(body, SAMPLE, language, form);
  return {
    text,
    parts: form === 'short' ? partsOf(text) : null,
    fault: checked.ok ? null : { because: checked.because, word: 'word' in checked ? (checked.word ?? null) : null },
  };
}
