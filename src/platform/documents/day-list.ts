import type { Modality, SlotKind } from '#kernel/codes.ts';
import { dayInBerlin, inBerlin } from '#kernel/time.ts';
import { type TypesetDocument, typeset } from './typeset.ts';

/** One appointment on paper: no more of the person than the day needs. */
export interface DayListRow {
  start: Temporal.Instant;
  end: Temporal.Instant;
  who: string;
  kind: SlotKind;
  modality: Modality;
  isFirst: boolean;
  /** Only on the network's list. */
  practitioner?: string;
  where: string | null;
  interpreter: boolean;
  /** What became of it, in words; null where it still waits for its mark. */
  outcome: string | null;
}

export interface DayList {
  language: 'de' | 'en';
  network: string;
  /** Whose list it is; null: first appointments of the whole network. */
  owner: string | null;
  from: Temporal.PlainDate;
  days: number;
  rows: readonly DayListRow[];
  printedBy: string;
  printedAt: Temporal.Instant;
}

const WORDS = {
  de: {
    region: 'DE',
    locale: 'de-DE',
    own: 'Termine von {owner}',
    all: 'Erste Termine im Netz',
    lead: '{from} bis {to}',
    nothing: 'Kein Termin.',
    head: ['Zeit', 'Wer', 'Was', 'Wo', 'war da?'],
    headAll: ['Zeit', 'Wer', 'Bei wem', 'Was', 'Wo', 'Stand'],
    kinds: { CONSULT: 'Sprechstunde', ACUTE: 'Akut', TRIAL: 'Probatorik', THERAPY: 'Therapie', GROUP: 'Gruppe' },
    first: 'erster Termin',
    video: 'per Video',
    interpreter: 'mit Dolmetschen',
    box: '▢ ja   ▢ nein',
    foot: 'Vertraulich. Gedruckt {when} von {who}. Nach dem Tag vernichten.',
    pageOf: 'Seite {page} von {pages}',
  },
  en: {
    region: 'GB',
    locale: 'en-GB',
    own: 'Appointments of {owner}',
    all: 'First appointments in the network',
    lead: '{from} to {to}',
    nothing: 'No appointment.',
    head: ['Time', 'Who', 'What', 'Where', 'came?'],
    headAll: ['Time', 'Who', 'With whom', 'What', 'Where', 'State'],
    kinds: { CONSULT: 'Consultation', ACUTE: 'Acute', TRIAL: 'Trial session', THERAPY: 'Therapy', GROUP: 'Group' },
    first: 'first appointment',
    video: 'by video',
    interpreter: 'with interpreter',
    box: '▢ yes   ▢ no',
    foot: 'Confidential. Printed {when} by {who}. Destroy after the day.',
    pageOf: 'Page {page} of {pages}',
  },
} as const satisfies Record<'de' | 'en', { kinds: Record<SlotKind, string> } & Record<string, unknown>>;

/**
 * The day list as PDF/UA-1: one table for each day with a head of its own, readable in black and white, the mark to make by hand in
 * the last column. Runs 10 to 30 ms a page.
 */
export function dayList(list: DayList): TypesetDocument {
  return typeset('day-list.typ', dayListPaper(list), list.printedAt);
}

/** What stands on the paper; separate, so that a test can read it. */
export function dayListPaper({ language, network, owner, from, days, rows, printedBy, printedAt }: DayList) {
  const words = WORDS[language];
  const long = (day: Temporal.PlainDate) =>
    day.toLocaleString(words.locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const to = from.add({ days: days - 1 });
  return {
    lang: language,
    region: words.region,
    network,
    title: owner === null ? words.all : words.own.replace('{owner}', owner),
    lead: days === 1 ? long(from) : words.lead.replace('{from}', long(from)).replace('{to}', long(to)),
    nothing: words.nothing,
    head: owner === null ? words.headAll : words.head,
    days: Array.from({ length: days }, (_, index) => from.add({ days: index })).map((day) => ({
      title: long(day),
      rows: rows.filter(({ start }) => dayInBerlin(start).equals(day)).map((row) => cells(row, owner === null, language)),
    })),
    foot: words.foot.replace('{when}', stamp(printedAt, words.locale)).replace('{who}', printedBy),
    'page-of': words.pageOf,
  };
}

const clock = (instant: Temporal.Instant) => inBerlin(instant).toPlainTime().toString({ smallestUnit: 'minute' });

function stamp(at: Temporal.Instant, locale: string): string {
  return inBerlin(at).toPlainDateTime().toLocaleString(locale, { dateStyle: 'short', timeStyle: 'short' });
}

function cells(row: DayListRow, ofNetwork: boolean, language: 'de' | 'en'): string[] {
  const words = WORDS[language];
  const what = [words.kinds[row.kind], row.isFirst && !ofNetwork ? words.first : '', row.interpreter ? words.interpreter : ''];
  const shared = [what.filter(Boolean).join(', '), row.modality === 'video' ? words.video : (row.where ?? '')];
  const time = `${clock(row.start)}–${clock(row.end)}`;
  if (ofNetwork) return [time, row.who, row.practitioner ?? '', ...shared, row.outcome ?? ''];
  return [time, row.who, ...shared, row.outcome ?? words.box];
}
