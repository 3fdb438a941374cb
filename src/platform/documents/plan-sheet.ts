import { inBerlin } from '#kernel/time.ts';
import { type TypesetDocument, typeset } from './typeset.ts';

export interface SheetFact {
  label: string;
  value: string;
}

/** One part of a sheet; finished texts in reading order. */
export interface SheetSection {
  title: string;
  facts?: readonly SheetFact[];
  text?: readonly string[];
  /** What a person said, with what belongs to it. */
  items?: readonly { label: string; said: readonly string[]; more?: readonly string[] }[];
  table?: { head: readonly string[]; widths: readonly number[]; rows: readonly (readonly string[])[] };
}

/** A sheet of our own for a care plan or a report: nothing is on it that is not in this value. */
export interface PlanSheet {
  language: 'de' | 'en';
  writtenAt: Temporal.Instant;
  title: string;
  practice: { name: string; street: string; postalCode: string; place: string; phone: string | null };
  /** Says what this paper is, and what it is not. */
  mark: string;
  facts: readonly SheetFact[];
  sections: readonly SheetSection[];
  signatures: readonly { party: string; given: boolean; text: string }[];
}

const WORDS = {
  de: {
    region: 'DE',
    locale: 'de-DE',
    foot: 'Ausgegeben am {day}, vertraulich',
    pageOf: 'Seite {page} von {pages}',
    signatures: 'Unterschriften',
  },
  en: { region: 'GB', locale: 'en-GB', foot: 'Issued on {day}, confidential', pageOf: 'Page {page} of {pages}', signatures: 'Signatures' },
} as const;

/** A day as people write it on paper: "5. März 2026". */
export function dayOnPaper(language: PlanSheet['language'], day: string): string {
  return Temporal.PlainDate.from(day).toLocaleString(WORDS[language].locale, { day: 'numeric', month: 'long', year: 'numeric' });
}

/** PDF/UA-1. */
export function planSheet(sheet: PlanSheet): TypesetDocument {
  return typeset('plan-sheet.typ', sheetOf(sheet), sheet.writtenAt);
}

const lines = (text: string) => text.split(/\n+/).filter((line) => line.trim() !== '');

/** What goes to the paper. Exported for tests. */
export function sheetOf(sheet: PlanSheet) {
  const words = WORDS[sheet.language];
  const { name, street, postalCode, place, phone } = sheet.practice;
  return {
    lang: sheet.language,
    region: words.region,
    title: sheet.title,
    sender: name,
    letterhead: [name, street, `${postalCode} ${place}`.trim(), phone].filter(Boolean).join(' · '),
    mark: sheet.mark,
    facts: sheet.facts,
    sections: sheet.sections.map(({ title, facts = [], text = [], items = [], table }) => ({
      title,
      facts,
      text: text.flatMap(lines),
      items: items.map(({ label, said, more = [] }) => ({ label, said: said.flatMap(lines), more: more.flatMap(lines) })),
      table: table ?? null,
    })),
    'signatures-title': words.signatures,
    signatures: sheet.signatures,
    foot: words.foot.replace('{day}', dayOnPaper(sheet.language, inBerlin(sheet.writtenAt).toPlainDate().toString())),
    'page-of': words.pageOf,
  };
}
