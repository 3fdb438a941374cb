import writeExcelFile from 'write-excel-file/node';
import { harmless } from '#kernel/formula.ts';
import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { typeset } from '#platform/documents/typeset.ts';
import { record } from '#platform/events.ts';
import { FileAnswer } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import type { Figures } from '../contract.ts';
import { DEFINITIONS_DE } from '../rules/definitions-de.ts';
import { DEFINITIONS_EN } from '../rules/definitions-en.ts';
import { type Sheet, sheetsOf } from '../rules/sheets.ts';
import { words as de } from '../rules/words-de.ts';
import { words as en } from '../rules/words-en.ts';
import { readFigures, type Wish } from './figures.ts';

type Language = 'de' | 'en';
export const WORDS = { de, en };
const DEFINITIONS = { de: DEFINITIONS_DE, en: DEFINITIONS_EN };

/** A day as it is written in this language: "3. März 2026". */
export const dayText = (at: Temporal.Instant, language: Language): string =>
  dayInBerlin(at).toLocaleString(WORDS[language].tag, { day: 'numeric', month: 'long', year: 'numeric' });

/** The tables as a workbook, one sheet each. Every cell is a text or a number, never a formula. */
export async function getWorkbook(call: Call, permit: Permit<'figures.read'>, wish: Wish & { language: Language }): Promise<FileAnswer> {
  const figures = await readFigures(call, permit, wish);
  const sheets = sheetsOf(figures, WORDS[wish.language], DEFINITIONS[wish.language]);
  return new FileAnswer(
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    `auswertung-${wish.year}.xlsx`,
    await workbookOf(sheets),
  );
}

async function workbookOf(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const cellOf = (value: string | number | null) =>
    value === null ? null : typeof value === 'number' ? { type: Number, value } : { type: String, value: harmless(value), wrap: true };
  const data = sheets.map(({ title, head, rows }) => ({
    sheet: title.slice(0, 31),
    data: [head.map((value) => ({ type: String, value, fontWeight: 'bold' as const })), ...rows.map((row) => row.map(cellOf))],
    columns: head.map((_, index) => ({ width: head.length === 6 && index === 5 ? 80 : index === 1 ? 40 : 18 })),
    stickyRowsCount: 1,
  }));
  return await writeExcelFile(data).toBuffer();
}

/** The year as a document to print (PDF/UA): suppressed as published, whoever prints it; definitions beside the figures. */
export async function getAnnualReport(
  call: Call,
  permit: Permit<'figures.read'>,
  wish: { year: number; language: Language },
): Promise<FileAnswer> {
  const figures = await readFigures(call, permit, { year: wish.year, area: '' }, true);
  const { pdf } = typeset('annual-report.typ', reportPaper(figures, call.network.name, wish.language), call.now);
  await record(call, {
    action: 'reports.report.printed',
    kind: 'R',
    object: ['figures', call.newId()],
    data: { year: wish.year },
  });
  return new FileAnswer('application/pdf', `jahresbericht-${wish.year}.pdf`, pdf);
}

/** What goes to the paper: finished texts in reading order. Exported for tests. */
export function reportPaper(figures: Figures, network: string, language: Language) {
  const words = WORDS[language];
  const { report } = words;
  const [list, ...tables] = sheetsOf(figures, words, DEFINITIONS[language]);
  const ids = [...new Set(figures.figures.map(({ id }) => id))];
  const rows = list?.rows.map((row) => row.map(String)) ?? [];
  return {
    lang: language,
    region: language === 'de' ? 'DE' : 'GB',
    network,
    title: `${report.title(String(figures.year))} · ${network}`,
    lead: [
      report.period(String(figures.year), dayText(Temporal.Instant.from(figures.asOf), language), figures.running),
      figures.area === '' ? report.whole : report.byArea(figures.area),
      report.lead,
    ],
    figures: ids.map((id) => ({
      title: `${id} ${DEFINITIONS[language][id].name}`,
      definition: DEFINITIONS[language][id].text,
      // V7 stands beside each nought; its own definition is printed with V4.
      also: id === 'V4' ? `V7 ${DEFINITIONS[language].V7.name}: ${DEFINITIONS[language].V7.text}` : '',
      head: [report.figure, report.value, report.basis, report.before],
      rows: rows.filter(([own]) => own === id).map((row) => row.slice(1, 5)),
    })),
    tables: tables.map(({ title, head, rows: body }) => ({
      title,
      head,
      rows: body.map((row) => row.map((value) => String(value ?? ''))),
    })),
    foot: report.foot(network),
    'page-of': report.pageOf,
  };
}
