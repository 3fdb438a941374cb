import { dayText, euroText } from './invoice.ts';
import { type TypesetDocument, typeset } from './typeset.ts';

export interface CopayPaper {
  language: 'de' | 'en';
  practice: string;
  address: string;
  person: string;
  birthDate: string;
  year: number;
  /** One day: a receipt. Null: the whole year. */
  day: string | null;
  owedTo: 'insurer' | 'provider';
  insurer: string;
  rows: readonly {
    day: string;
    costCents: number;
    copayCents: number;
    why: 'due' | 'under-age' | 'exempt';
    from: 'day' | 'bucket' | 'free' | 'waits';
  }[];
  totalCents: number;
  limitCents: number | null;
  writtenAt: Temporal.Instant;
}

const WORDS = {
  de: {
    region: 'DE',
    receipt: 'Zuzahlung am {day}',
    summary: 'Zuzahlungen {year}',
    born: 'geboren {day}',
    head: ['Tag', 'Kosten', 'Zuzahlung', 'Wie sie entsteht'],
    why: {
      'under-age': 'keine: unter 18 Jahren',
      exempt: 'keine: von der Zuzahlung befreit',
      day: '10 % der Kosten des Tages, mindestens 5, höchstens 10 €',
      bucket: 'Teile einer Einheit an mehreren Tagen zusammen',
      waits: 'zählt mit dem nächsten Teil der Einheit',
    },
    total: 'Summe: {sum}',
    limit: 'Belastungsgrenze des Jahres nach Ihren Angaben: {sum}. Die Krankenkasse entscheidet (§ 62 SGB V).',
    insurer: 'Die Zuzahlung ist an {insurer} zu zahlen (§ 37a Abs. 3, § 61, § 43c SGB V). Die Praxis zieht sie nicht ein.',
    provider: 'Die Praxis zieht die Zuzahlung nach ihrem Vertrag mit {insurer} ein (§ 37a Abs. 3, § 61 SGB V).',
    pageOf: 'Seite {page} von {pages}',
  },
  en: {
    region: 'GB',
    receipt: 'Copayment on {day}',
    summary: 'Copayments {year}',
    born: 'born {day}',
    head: ['Day', 'Cost', 'Copayment', 'How it comes about'],
    why: {
      'under-age': 'none: younger than 18',
      exempt: 'none: exempt from copayment',
      day: '10 % of the cost of the day, at least 5, at most 10 €',
      bucket: 'parts of a unit on several days together',
      waits: 'counts with the next part of the unit',
    },
    total: 'Sum: {sum}',
    limit: 'Limit of the year by what you told us: {sum}. The health insurer decides (§ 62 SGB V).',
    insurer: 'The copayment is to be paid to {insurer} (§ 37a (3), § 61, § 43c SGB V). The practice does not collect it.',
    provider: 'The practice collects the copayment by its contract with {insurer} (§ 37a (3), § 61 SGB V).',
    pageOf: 'Page {page} of {pages}',
  },
} as const;

/** A receipt for one day, or the summary of a year, as PDF/UA-1. */
export function copayPaper(paper: CopayPaper): TypesetDocument {
  const w = WORDS[paper.language];
  const why = (row: CopayPaper['rows'][number]) => (row.why === 'due' ? w.why[row.from === 'free' ? 'day' : row.from] : w.why[row.why]);
  const title = paper.day ? w.receipt.replace('{day}', dayText(paper.day)) : w.summary.replace('{year}', String(paper.year));
  const data = {
    lang: paper.language,
    region: w.region,
    author: paper.practice,
    title,
    lead: [`${paper.practice}, ${paper.address}`],
    parts: [
      {
        title: paper.person,
        lead: [w.born.replace('{day}', dayText(paper.birthDate))],
        head: w.head,
        widths: [26, 28, 28, 0],
        rows: paper.rows.map((row) => [dayText(row.day), euroText(row.costCents), euroText(row.copayCents), why(row)]),
        closing: [w.total.replace('{sum}', euroText(paper.totalCents))],
      },
    ],
    closing: [
      w[paper.owedTo].replace('{insurer}', paper.insurer),
      ...(paper.limitCents === null ? [] : [w.limit.replace('{sum}', euroText(paper.limitCents))]),
    ],
    foot: `${paper.practice} · ${title}`,
    'page-of': w.pageOf,
  };
  return typeset('record-sheet.typ', data, paper.writtenAt);
}
