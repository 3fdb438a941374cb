import { inBerlin } from '#kernel/time.ts';
import { isNeutral } from '../mail/neutral.ts';
import { type TypesetDocument, typeset } from './typeset.ts';

/** Dates and facts of a search for a place, for the person to use as she likes. All texts are plain; none is read as markup. */
export interface SearchProtocol {
  sender: { name: string; street: string; city: string; phone: string };
  recipient: { name: string; lines: string[] };
  own: readonly { onDay: Temporal.PlainDate; whom: string; channel: Channel; answer: Answer; waitWeeks: number | null }[];
  network: {
    askedAt: Temporal.Instant;
    waitingSince: Temporal.Instant | null;
    tries: readonly { at: Temporal.Instant; places: number }[];
    contacts: number;
    /** Null: the person does not want them in the letter. */
    offers: readonly { on: Temporal.PlainDate; ended: OfferEnd }[] | null;
  };
  ptv11: { on: Temporal.PlainDate | null; urgent: boolean } | null;
  /** What the treatment is for, in words; null unless the person wants it in the letter. */
  problem: string | null;
  writtenAt: Temporal.Instant;
}
type Channel = 'phone' | 'email' | 'visit' | 'web' | '116117';
type Answer = 'no-place' | 'waiting-list' | 'no-answer' | 'does-not-fit' | 'private-only' | 'appointment-only';
type OfferEnd = 'not-taken' | 'not-reached' | 'no-fit' | 'practice-cancelled';

const CHANNELS = {
  phone: 'am Telefon',
  email: 'per E-Mail',
  visit: 'vor Ort',
  web: 'im Internet',
  '116117': 'über 116117',
} as const satisfies Record<Channel, string>;
const ANSWERS = {
  'no-place': 'kein Platz frei',
  'waiting-list': 'nur Warteliste',
  'no-answer': 'nicht erreicht, keine Antwort',
  'does-not-fit': 'Angebot passt nicht',
  'private-only': 'nur privat',
  'appointment-only': 'nur ein Gespräch, kein Behandlungsplatz',
} as const satisfies Record<Answer, string>;
const ENDS = {
  'not-taken': 'kam nicht zustande',
  'not-reached': 'nicht erreicht',
  'no-fit': 'nach Probegesprächen beendet',
  'practice-cancelled': 'von der Praxis abgesagt',
} as const satisfies Record<OfferEnd, string>;

const LINES_IN_WINDOW = 6;

/**
 * The letter "Ihre Suche" as PDF/UA-1. Above the fold stands no word of health. Nobody in it judges, recommends or diagnoses: dates,
 * numbers and answers only.
 * Throws RangeError where the address has more than six lines.
 */
export function searchProtocol(letter: SearchProtocol): TypesetDocument {
  return typeset('search-protocol.typ', searchProtocolPaper(letter), letter.writtenAt);
}

/** What goes to the paper: finished texts in reading order. Exported for tests. */
export function searchProtocolPaper(letter: SearchProtocol) {
  const { sender, recipient } = letter;
  const address = [recipient.name, ...recipient.lines];
  if (address.length > LINES_IN_WINDOW) throw new RangeError(`an address has at most ${LINES_IN_WINDOW} lines, not ${address.length}`);
  const outside = [...(isNeutral(sender.name) ? [sender.name] : []), sender.street, sender.city].filter(Boolean);
  return {
    lang: 'de',
    region: 'DE',
    title: 'Ihre Suche in Daten',
    sender: { name: isNeutral(sender.name) ? sender.name : '' },
    'window-line': outside.join(' · '),
    recipient: address,
    info: [...outside, `Telefon: ${sender.phone}`, `Datum: ${dayOf(inBerlin(letter.writtenAt).toPlainDate())}`],
    greeting: `Guten Tag ${recipient.name},`,
    opening: [
      'Sie haben uns gebeten aufzuschreiben, was bisher versucht wurde. Hier stehen nur Tage, Zahlen und Antworten.',
      'Sie entscheiden, wem Sie diesen Brief zeigen.',
    ],
    sections: [...wanted(letter), ...own(letter), ...network(letter), refund()],
    closing: [`Freundliche Grüße, ${sender.name}`],
    foot: 'Vertraulich',
    'page-of': 'Seite {page} von {pages}',
  };
}

interface Section {
  title: string;
  text: string[];
  head: string[];
  rows: string[][];
}
const plain = (title: string, text: string[]): Section => ({ title, text, head: [], rows: [] });

function wanted({ ptv11, problem }: SearchProtocol): Section[] {
  const text = [
    ...(problem === null ? [] : [`Gesucht wird ein Behandlungsplatz wegen: ${problem}.`]),
    ...(ptv11
      ? [
          `Eine Behandlung ist empfohlen (Formular PTV 11${ptv11.on ? ` vom ${short(ptv11.on)}` : ''}${ptv11.urgent ? ', als dringend gekennzeichnet' : ''}).`,
        ]
      : []),
  ];
  return text.length > 0 ? [plain('Worum es geht', text)] : [];
}

function own({ own: searches }: SearchProtocol): Section[] {
  if (searches.length === 0) return [];
  return [
    {
      title: 'Was Sie selbst versucht haben',
      text: ['Nach Ihren Angaben:'],
      head: ['Tag', 'Wo', 'Wie', 'Antwort'],
      rows: searches.map(({ onDay, whom, channel, answer, waitWeeks }) => [
        short(onDay),
        whom,
        CHANNELS[channel],
        waitWeeks === null ? ANSWERS[answer] : `${ANSWERS[answer]}, etwa ${waitWeeks} Wochen`,
      ]),
    },
  ];
}

function network({ network: { askedAt, waitingSince, tries, contacts, offers } }: SearchProtocol): Section[] {
  const since = [
    `Angefragt haben Sie bei uns am ${short(inBerlin(askedAt).toPlainDate())}.`,
    ...(waitingSince ? [`Auf unserer Warteliste stehen Sie seit dem ${short(inBerlin(waitingSince).toPlainDate())}.`] : []),
    ...(contacts > 0
      ? [`Über einen Platz haben wir an ${contacts === 1 ? 'einem Tag' : `${contacts} Tagen`} mit Ihnen gesprochen oder es versucht.`]
      : []),
  ];
  const found = {
    title: 'Was wir im Netz versucht haben',
    text: tries.length > 0 ? [...since, 'An diesen Tagen war im ganzen Netz kein passender Platz frei:'] : since,
    head: tries.length > 0 ? ['Tag', 'Geprüfte Plätze'] : [],
    rows: tries.map(({ at, places }) => [short(inBerlin(at).toPlainDate()), `${places}, keiner passte`]),
  };
  if (!offers || offers.length === 0) return [found];
  const offered = {
    title: 'Was angeboten war',
    text: [],
    head: ['Tag', 'Was daraus wurde'],
    rows: offers.map(({ on, ended }) => [short(on), ENDS[ended]]),
  };
  return [found, offered];
}

/** Facts, no advice: § 13 (3) and (3a) SGB V. */
function refund(): Section {
  return plain('Wenn Sie Kostenerstattung beantragen möchten', [
    'Ihre Krankenkasse kann die Kosten einer Behandlung außerhalb der Kassenzulassung übernehmen, wenn sie selbst nicht rechtzeitig helfen kann (§ 13 Absatz 3 SGB V). Darüber entscheidet die Krankenkasse.',
    'Stellen Sie den Antrag, bevor die Behandlung beginnt. Was Sie vor der Entscheidung beginnen, wird in der Regel nicht erstattet.',
    'Die Krankenkasse entscheidet innerhalb von drei Wochen, mit einer gutachtlichen Stellungnahme innerhalb von fünf (§ 13 Absatz 3a SGB V).',
  ]);
}

const short = (day: Temporal.PlainDate) => day.toLocaleString('de-DE', { day: '2-digit', month: '2-digit', year: 'numeric' });
const dayOf = (day: Temporal.PlainDate) => day.toLocaleString('de-DE', { day: 'numeric', month: 'long', year: 'numeric' });
