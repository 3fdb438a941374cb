import type { SlotKind } from '#kernel/codes.ts';
import { inBerlin } from '#kernel/time.ts';
import { type Evidence, type Exception, feeCents, type Policy } from './cancellation-policy.ts';
import { deadlineOf, type IsHoliday, lastFreeMoment, textWasInTime } from './notice.ts';

/** Languages in which the rule is told: German, easy German (Leichte Sprache), English. */
export const TEXT_LANGUAGES = ['de', 'de-easy', 'en'] as const;
export type TextLanguage = (typeof TEXT_LANGUAGES)[number];

/** One appointment of somebody with a therapist. */
export interface TextFacts {
  policy: Policy;
  kind: SlotKind;
  start: Temporal.Instant;
  /** As it is spoken: "Frau Brandt", "Dr. Engel". */
  therapist: string;
  /** A minor without custody holder: the fee cannot be agreed (A.1.6). */
  bindsOnlyWithCustodyHolder: boolean;
  now: Temporal.Instant;
  isHoliday: IsHoliday;
}

/** What is read out on the phone, and what is sent. Plain text; the full one has its paragraphs separated by empty lines. */
export interface CancellationText {
  spoken: string;
  full: string;
}

/** Builds both texts of a policy for one appointment. They never say more than the evaluation would suggest (rule book A.5). */
export function cancellationText(facts: TextFacts, language: TextLanguage): CancellationText {
  const parts = partsOf(facts, language);
  if (language === 'en') return english(parts);
  return language === 'de-easy' ? easyGerman(parts) : german(parts);
}

interface Parts {
  who: string;
  contact: string;
  start: string;
  /** "48 Stunden" or "zwei Werktage". */
  notice: string;
  until: string;
  noNotice: boolean;
  /** null where nothing can be asked for. */
  amount: string | null;
  /** The deadline has passed, so nothing can be asked for (C3). */
  tooLate: boolean;
  minor: boolean;
  goodwill: boolean;
  exceptions: { kind: Exception; evidence: Evidence }[];
}

function partsOf({ policy, kind, start, therapist, bindsOnlyWithCustodyHolder, now, isHoliday }: TextFacts, language: TextLanguage): Parts {
  const applies = policy.fee.type !== 'none' && policy.appliesTo.includes(kind);
  // A deadline that has passed is not read out, whether it costs anything or not.
  const passed = policy.noticeHours > 0 && Temporal.Instant.compare(lastFreeMoment(policy, start, isHoliday).toInstant(), now) <= 0;
  const tooLate = passed || (applies && !textWasInTime(policy, start, now, isHoliday));
  return {
    who: therapist,
    contact: policy.contact,
    start: dayAndTime(inBerlin(start), language),
    notice: noticeWords(policy, language),
    until: dayAndTime(lastFreeMoment(policy, start, isHoliday), language),
    noNotice: deadlineOf(policy, start, isHoliday).elapsed.equals(start),
    amount: applies && !tooLate ? amountWords(policy, language) : null,
    tooLate,
    minor: bindsOnlyWithCustodyHolder,
    goodwill: policy.goodwillFirst,
    exceptions: [...policy.exceptions],
  };
}

/** "Dienstag, 3. März, 17:30 Uhr", "Tuesday 3 March, 17:30". */
function dayAndTime(moment: Temporal.ZonedDateTime, language: TextLanguage): string {
  const locale = language === 'en' ? 'en-GB' : 'de-DE';
  const day = moment.toPlainDate().toLocaleString(locale, { weekday: 'long', day: 'numeric', month: 'long' });
  const time = `${String(moment.hour).padStart(2, '0')}:${String(moment.minute).padStart(2, '0')}`;
  return language === 'en' ? `${day}, ${time}` : `${day}, ${time} Uhr`;
}

function noticeWords({ noticeHours, noticeMode }: Policy, language: TextLanguage): string {
  if (noticeMode === 'workingDays') {
    const one = noticeHours === 24;
    if (language === 'en') return one ? 'one working day' : 'two working days';
    return one ? 'einen Werktag' : 'zwei Werktage';
  }
  if (language === 'en') return noticeHours === 1 ? '1 hour' : `${noticeHours} hours`;
  return noticeHours === 1 ? '1 Stunde' : `${noticeHours} Stunden`;
}

/** "60 Euro", "60,50 Euro". A percentage is told in money, because that is what somebody would pay. */
function amountWords({ fee }: Policy, language: TextLanguage): string {
  const cents = feeCents(fee, 1, 1);
  const digits = cents % 100 === 0 ? 0 : 2;
  const locale = language === 'en' ? 'en-GB' : 'de-DE';
  const number = (cents / 100).toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return language === 'en' ? `${number} euros` : `${number} Euro`;
}

const EXCEPTION_WORDS = {
  de: {
    illness: 'Sie sind krank',
    accident: 'Sie hatten einen Unfall',
    hospital: 'Sie sind im Krankenhaus',
    'child-ill': 'Ihr Kind ist krank',
    bereavement: 'jemand, der Ihnen nahesteht, ist gestorben',
    'transport-breakdown': 'Bus oder Bahn fallen aus',
    crisis: 'Sie sind in einer Krise',
  },
  en: {
    illness: 'you are ill',
    accident: 'you have had an accident',
    hospital: 'you are in hospital',
    'child-ill': 'your child is ill',
    bereavement: 'somebody close to you has died',
    'transport-breakdown': 'your bus or train does not run',
    crisis: 'you are in a crisis',
  },
} as const satisfies Record<'de' | 'en', Record<Exception, string>>;

const EVIDENCE_WORDS = {
  de: { none: '', statement: ' (ein Satz von Ihnen genügt)', certificate: ' (mit einer Bescheinigung)' },
  easy: { none: '', statement: ' Das müssen Sie nur sagen.', certificate: ' Dafür brauchen wir einen Zettel, zum Beispiel vom Arzt.' },
  en: { none: '', statement: ' (a word from you is enough)', certificate: ' (with a certificate)' },
} as const satisfies Record<string, Record<Evidence, string>>;

/** The reasons said on the phone: illness and accident if the policy names them; any other reason is looked at by a person anyway. */
function spokenReasons({ exceptions }: Parts): Exception[] {
  return exceptions.map(({ kind }) => kind).filter((kind) => kind === 'illness' || kind === 'accident');
}

function german(parts: Parts): CancellationText {
  const { who, contact, amount, notice, until, start, exceptions } = parts;
  const early = parts.noNotice
    ? 'Wenn Sie nicht kommen können, sagen Sie bitte vor dem Termin ab.'
    : `Wenn Sie nicht kommen können, sagen Sie bitte ${notice} vorher ab, also bis ${until}.`;
  const free = parts.tooLate
    ? 'Wenn Sie nicht kommen können, sagen Sie bitte so früh wie möglich ab. Der Termin ist schon bald, deshalb kostet eine Absage diesmal nichts.'
    : `${early} Kosten entstehen Ihnen nicht.`;
  const said = spokenReasons(parts);
  const illness =
    said.length === 2
      ? 'Sind Sie krank oder hatten Sie einen Unfall'
      : said[0] === 'accident'
        ? 'Hatten Sie einen Unfall'
        : 'Sind Sie krank';
  const harmless = said.length > 0 ? `${illness}, kostet es nichts.` : 'Gibt es einen wichtigen Grund, sagen Sie ihn uns bitte.';
  const minor = 'Das gilt erst, wenn jemand mit Sorgerecht zugestimmt hat.';
  const price = parts.noNotice
    ? `Kommen Sie ohne Absage nicht, kann ${who} ${amount} verlangen.`
    : `Sagen Sie später ab, kann ${who} ${amount} verlangen.`;
  const spoken = amount === null ? free : [early, price, harmless, ...(parts.minor ? [minor] : [])].join(' ');

  const head = `Ausfallregelung für Ihren Termin bei ${who} am ${start}`;
  const where = `So sagen Sie ab: ${contact}. Es zählt, wann Ihre Absage ankommt, auch auf dem Anrufbeantworter oder per E-Mail.`;
  if (amount === null) return { spoken: `${spoken} Ist das für Sie in Ordnung?`, full: [head, free, where].join('\n\n') };
  const list = exceptions.map(({ kind, evidence }) => `- ${EXCEPTION_WORDS.de[kind]}${EVIDENCE_WORDS.de[evidence]}`);
  const full = [
    head,
    early,
    `${price} Die Krankenkasse übernimmt diesen Betrag nicht.`,
    ...(list.length > 0 ? [['Es kostet nichts, wenn einer dieser Gründe vorliegt:', ...list].join('\n')] : []),
    'Auch ein anderer wichtiger Grund wird immer von einem Menschen geprüft. Bekommt jemand anders die Stunde, kostet es Sie nichts. Verlegen Sie den Termin gemeinsam mit der Praxis, kostet es auch nichts.',
    ...(parts.goodwill ? ['Beim ersten Mal kostet es nichts.'] : []),
    ...(parts.minor ? [minor] : []),
    where,
    `Diese Regelung besteht zwischen Ihnen und ${who}. Die Terminvergabe informiert Sie darüber und stellt nichts in Rechnung.`,
  ].join('\n\n');
  return { spoken: `${spoken} Ist das für Sie in Ordnung?`, full };
}

function easyGerman(parts: Parts): CancellationText {
  const { who, contact, amount, until, start, exceptions } = parts;
  const call = [
    'Sie können nicht kommen?',
    parts.noNotice ? 'Dann sagen Sie bitte vorher Bescheid.' : `Dann sagen Sie bitte Bescheid bis: ${until}.`,
  ];
  const free = parts.tooLate
    ? ['Sie können nicht kommen?', 'Dann sagen Sie bitte schnell Bescheid.', 'Das kostet dieses Mal kein Geld.']
    : [...call, 'Das kostet kein Geld.'];
  const price = parts.noNotice
    ? ['Sie kommen nicht und sagen nicht Bescheid?', `Dann kann ${who} Geld von Ihnen verlangen: ${amount}.`]
    : ['Sie sagen später Bescheid?', `Dann kann ${who} Geld von Ihnen verlangen: ${amount}.`];
  const said = spokenReasons(parts);
  const ill =
    said.length === 2
      ? 'Sie sind krank oder hatten einen Unfall?'
      : said[0] === 'accident'
        ? 'Sie hatten einen Unfall?'
        : 'Sie sind krank?';
  const harmless = said.length > 0 ? [ill, 'Dann kostet es nichts.'] : ['Sie haben einen wichtigen Grund?', 'Dann sagen Sie ihn uns.'];
  const minor = parts.minor ? ['Das gilt erst, wenn Ihre Eltern Ja gesagt haben.'] : [];
  const spoken = [...(amount === null ? free : [...call, ...price, ...harmless, ...minor]), 'Ist das in Ordnung für Sie?'].join(' ');

  const head = ['Absagen: So geht es', `Ihr Termin bei ${who}: ${start}.`];
  const where = ['So sagen Sie Bescheid:', `${contact}.`, 'Sie können auch auf den Anruf-Beantworter sprechen.'];
  if (amount === null) return { spoken, full: [head, free, where].map((lines) => lines.join('\n')).join('\n\n') };
  const list = exceptions.map(({ kind, evidence }) => `- ${capital(EXCEPTION_WORDS.de[kind])}.${EVIDENCE_WORDS.easy[evidence]}`);
  const full = [
    head,
    call,
    [...price, 'Ihre Kranken-Kasse bezahlt das nicht.'],
    ...(list.length > 0 ? [['Bei diesen Gründen kostet es nichts:', ...list]] : []),
    ['Sie haben einen anderen wichtigen Grund?', 'Dann sagen Sie ihn uns.', 'Ein Mensch schaut sich das an.'],
    ['Jemand anders bekommt Ihre Stunde?', 'Dann kostet es nichts.'],
    ...(parts.goodwill ? [['Beim ersten Mal kostet es nichts.']] : []),
    ...(parts.minor ? [minor] : []),
    where,
  ];
  return { spoken, full: full.map((lines) => lines.join('\n')).join('\n\n') };
}

function english(parts: Parts): CancellationText {
  const { who, contact, amount, notice, until, start, exceptions } = parts;
  const early = parts.noNotice
    ? 'If you cannot come, please tell us before the appointment.'
    : `If you cannot come, please cancel ${notice} ahead, that is by ${until}.`;
  const free = parts.tooLate
    ? 'If you cannot come, please tell us as soon as you can. The appointment is so close that cancelling it costs nothing this time.'
    : `${early} It costs you nothing.`;
  const said = spokenReasons(parts);
  const ill =
    said.length === 2
      ? 'If you are ill or have had an accident'
      : said[0] === 'accident'
        ? 'If you have had an accident'
        : 'If you are ill';
  const harmless = said.length > 0 ? `${ill}, it costs nothing.` : 'If there is an important reason, please tell us.';
  const minor = 'This holds only once somebody with custody has agreed.';
  const price = parts.noNotice
    ? `If you stay away without telling us, ${who} may ask for ${amount}.`
    : `If you cancel later, ${who} may ask for ${amount}.`;
  const spoken = amount === null ? free : [early, price, harmless, ...(parts.minor ? [minor] : [])].join(' ');

  const head = `Cancellation rule for your appointment with ${who} on ${start}`;
  const where = `How to cancel: ${contact}. What counts is when your message arrives, also on the answering machine or by e-mail.`;
  if (amount === null) return { spoken: `${spoken} Is that all right for you?`, full: [head, free, where].join('\n\n') };
  const list = exceptions.map(({ kind, evidence }) => `- ${EXCEPTION_WORDS.en[kind]}${EVIDENCE_WORDS.en[evidence]}`);
  const full = [
    head,
    early,
    `${price} Health insurance does not pay this amount.`,
    ...(list.length > 0 ? [['It costs nothing if one of these reasons applies:', ...list].join('\n')] : []),
    'A person looks at every other important reason, too. If somebody else takes the hour, you pay nothing. Moving the appointment together with the practice costs nothing either.',
    ...(parts.goodwill ? ['The first time costs nothing.'] : []),
    ...(parts.minor ? [minor] : []),
    where,
    `This rule is between you and ${who}. The appointment desk tells you about it and never sends a bill.`,
  ].join('\n\n');
  return { spoken: `${spoken} Is that all right for you?`, full };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
