import type { SlotKind } from '#kernel/codes.ts';
import { inBerlin } from '#kernel/time.ts';
import { isNeutral } from '../mail/neutral.ts';
import { APPOINTMENT_WORDS, type AppointmentWords, type Bring, type LetterLanguage } from './appointment-words.ts';
import { type TypesetDocument, typeset } from './typeset.ts';

/** What the confirmation of an appointment says. All texts are plain; none is read as markup. */
export interface AppointmentConfirmation {
  language: LetterLanguage;
  sender: { name: string; street: string; city: string; phone: string };
  /** Name and address as they stand in the window: at most six lines (DIN 5008). */
  recipient: { name: string; lines: string[] };
  /** Whom the appointment is for, where the letter goes to somebody else (a guardian). */
  clientName?: string;
  kind: SlotKind;
  start: Temporal.Instant;
  minutes: number;
  practitioner: string;
  place: { lines: string[] } | 'video';
  bring: readonly Bring[];
  /** The words of the practice's own cancellation rule in the letter's language, and where to cancel. Null: there is none. */
  cancellation: { text: string; contact: string } | null;
  crisis: readonly { name: string; number: string }[];
  writtenAt: Temporal.Instant;
}

const LINES_IN_WINDOW = 6;

/**
 * The letter "Terminbestätigung" as PDF/UA-1. Above the fold stands no word of health: a network whose name tells is left out
 * there and signs at the end only.
 * Throws RangeError where the address has more than six lines.
 */
export function appointmentConfirmation(letter: AppointmentConfirmation): TypesetDocument {
  return typeset('appointment.typ', paperOf(letter), letter.writtenAt);
}

/** What goes to the paper: finished texts in reading order. Exported for tests. */
export function paperOf(letter: AppointmentConfirmation) {
  const words = APPOINTMENT_WORDS[letter.language];
  const { sender, recipient } = letter;
  const address = [recipient.name, ...recipient.lines];
  if (address.length > LINES_IN_WINDOW) throw new RangeError(`an address has at most ${LINES_IN_WINDOW} lines, not ${address.length}`);
  const outside = [...(isNeutral(sender.name) ? [sender.name] : []), sender.street, sender.city];
  return {
    lang: words.lang,
    region: words.region,
    title: words.title,
    sender: { name: isNeutral(sender.name) ? sender.name : '' },
    'window-line': outside.join(' · '),
    recipient: address,
    info: [...outside, fill(words.phone, { phone: sender.phone }), fill(words.date, { date: dayOf(letter.writtenAt, words) })],
    greeting: fill(words.greeting, { name: recipient.name }),
    opening: [letter.clientName === undefined ? words.opening : fill(words.openingForOther, { client: letter.clientName })],
    facts: factsOf(letter, words),
    sections: sectionsOf(letter, words),
    numbers: { title: words.crisis, text: words.crisisText, head: words.crisisHead, rows: letter.crisis },
    closing: [`${words.closing}, ${sender.name}`],
    foot: words.foot,
    'page-of': words.pageOf,
  };
}

function factsOf(letter: AppointmentConfirmation, words: AppointmentWords) {
  const time = inBerlin(letter.start).toLocaleString(words.locale, { hour: '2-digit', minute: '2-digit' });
  const when = `${dayOf(letter.start, words, true)}, ${fill(words.oclock, { time })}`;
  return [
    { label: words.when, main: when, more: [] },
    { label: words.where, main: '', more: letter.place === 'video' ? [words.byVideo] : letter.place.lines },
    { label: words.withWhom, main: '', more: [letter.practitioner] },
    { label: words.what, main: '', more: [fill(words.length, { kind: words.kinds[letter.kind], minutes: String(letter.minutes) })] },
  ];
}

function sectionsOf(letter: AppointmentConfirmation, words: AppointmentWords) {
  const bring = letter.bring.map((thing) => words.things[thing]);
  const { cancellation } = letter;
  return [
    { title: words.bring, text: bring.length > 0 ? [] : [words.bringNothing], points: bring },
    ...(cancellation
      ? [
          {
            title: words.cannotCome,
            text: [...withLead(words.ruleText, paragraphs(cancellation.text)), fill(words.contact, { contact: cancellation.contact })],
            points: [],
          },
        ]
      : []),
    { title: words.noFit, text: words.noFitText, points: [] },
  ];
}

function dayOf(instant: Temporal.Instant, words: AppointmentWords, withWeekday = false): string {
  const day = { day: 'numeric', month: 'long', year: 'numeric' } as const;
  return inBerlin(instant)
    .toPlainDate()
    .toLocaleString(words.locale, withWeekday ? { weekday: 'long', ...day } : day);
}

function withLead(lead: string, [first = '', ...others]: string[]): string[] {
  return [`${lead} ${first}`, ...others];
}

function paragraphs(text: string): string[] {
  return text.split(/\n+/).filter((line) => line.trim() !== '');
}

// One pass, so that a name that holds "{name}" is not filled again.
function fill(sentence: string, values: Record<string, string>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}
