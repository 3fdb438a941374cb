import { BERLIN, inBerlin } from '#kernel/time.ts';
import type { Language } from './book.ts';

const TAGS = { de: 'de-DE', en: 'en-GB' } as const satisfies Record<Language, string>;

type Day = Temporal.PlainDate | string;
type Moment = Temporal.Instant | string;

const dayOf = (day: Day) => (typeof day === 'string' ? Temporal.PlainDate.from(day) : day);
const instantOf = (moment: Moment) => (typeof moment === 'string' ? Temporal.Instant.from(moment) : moment);
const pad = (value: number) => String(value).padStart(2, '0');

function make(language: Language) {
  const tag = TAGS[language];
  const plurals = new Intl.PluralRules(tag);
  const names = new Intl.DisplayNames(tag, { type: 'language' });
  const numbers = new Intl.NumberFormat(tag);
  const one = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  const money = new Intl.NumberFormat(tag, { style: 'currency', currency: 'EUR' });
  const weekday = new Intl.DateTimeFormat(tag, { weekday: 'short', timeZone: 'UTC' });
  const weekdayLong = new Intl.DateTimeFormat(tag, { weekday: 'long', timeZone: 'UTC' });
  const month = new Intl.DateTimeFormat(tag, { month: 'short', timeZone: 'UTC' });
  const long = new Intl.DateTimeFormat(tag, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });
  const list = new Intl.ListFormat(tag, { type: 'conjunction' });
  const utc = (day: Temporal.PlainDate) => new Date(Date.UTC(day.year, day.month - 1, day.day));

  const format = {
    tag,
    /** "Do" */
    weekday: (day: Day) => weekday.format(utc(dayOf(day))).replace('.', ''),
    /** "Donnerstag"; 1 = Monday … 7 = Sunday */
    weekdayName: (number: number) => weekdayLong.format(utc(Temporal.PlainDate.from('2026-03-01').add({ days: number }))),
    /** "Mo"; 1 = Monday … 7 = Sunday */
    weekdayShort: (number: number) => weekday.format(utc(Temporal.PlainDate.from('2026-03-01').add({ days: number }))).replace('.', ''),
    /** "05.03." · "5 Mar" */
    dayMonth(day: Day) {
      const date = dayOf(day);
      return language === 'de' ? `${pad(date.day)}.${pad(date.month)}.` : `${date.day} ${month.format(utc(date))}`;
    },
    /** "Do 05.03." · "Thu 5 Mar" */
    day: (day: Day) => `${format.weekday(day)} ${format.dayMonth(day)}`,
    /** "05.03.2026" · "5 Mar 2026" */
    date(day: Day) {
      const date = dayOf(day);
      return language === 'de' ? `${format.dayMonth(date)}${date.year}` : `${format.dayMonth(date)} ${date.year}`;
    },
    /** In lists that may reach far back: "05.03.", and "05.03.2025" in another year than today's. */
    listed: (day: Day, today = Temporal.Now.plainDateISO(BERLIN)) =>
      dayOf(day).year === today.year ? format.dayMonth(day) : format.date(day),
    /** "Donnerstag, 5. März" */
    dayLong: (day: Day) => long.format(utc(dayOf(day))),
    /** "17:30", in Berlin */
    clock(moment: Moment) {
      const at = inBerlin(instantOf(moment));
      return `${pad(at.hour)}:${pad(at.minute)}`;
    },
    /** "Do 05.03. 17:30" (work) */
    when: (moment: Moment) => `${format.day(inBerlin(instantOf(moment)).toPlainDate())} ${format.clock(moment)}`,
    /** "Donnerstag, 5. März, 17:30 Uhr" (to read out, and for clients) */
    whenLong: (moment: Moment) =>
      `${format.dayLong(inBerlin(instantOf(moment)).toPlainDate())}, ${format.clock(moment)}${language === 'de' ? ' Uhr' : ''}`,
    number: (value: number) => numbers.format(value),
    /** "1,2 km" from metres */
    km: (metres: number) => `${one.format(metres / 1000)} km`,
    /** "60,00 €" from cents */
    euro: (cents: number) => money.format(cents / 100),
    /** "Polnisch" from a BCP-47 tag; sign languages have no name in browsers. */
    languageName: (code: string) =>
      code === 'gsg' ? (language === 'de' ? 'Deutsche Gebärdensprache' : 'German Sign Language') : (names.of(code) ?? code),
    /** The number and its word: plural(1, 'Platz', 'Plätze') → "1 Platz" */
    plural: (count: number, single: string, several: string) =>
      `${numbers.format(count)} ${plurals.select(count) === 'one' ? single : several}`,
    list: (parts: readonly string[]) => list.format(parts),
    zone: BERLIN,
  };
  return format;
}

export type Format = ReturnType<typeof make>;

const made: { [L in Language]?: Format } = {};

/** The formats of a language; made once, because Intl objects are costly. */
export function formatIn(language: Language): Format {
  made[language] ??= make(language);
  return made[language];
}
