import { beginReading, Faults, insertInBatches, type Reading, rowsOf, type Source, whyUnreadable } from './table.ts';

/** One code of ICD-10-GM chapter V, with the year of its edition. The title is as published (§ 62 UrhG). */
export interface IcdCode {
  year: number;
  code: string;
  terminal: boolean;
  title: string;
}

interface Form {
  header: boolean;
  /** Fields a row has at least; the publisher appends columns over the years. */
  least: number;
  at: { terminal: number; code: number; title: number };
  /** Position of the chapter number, where the file holds all chapters. */
  chapter: number | null;
  terminalWord: { yes: string; no: string };
}

const OURS: Form = {
  header: true,
  least: 3,
  at: { code: 0, terminal: 1, title: 2 },
  chapter: null,
  terminalWord: { yes: '1', no: '0' },
};

// icd10gm20xxsyst_kodes.txt, from 1: 1 level, 2 T terminal / N not, 3 X pre- / S postcombined, 4 chapter, 5 first three-character code
// of the group, 6 code with dash and cross, 7 code without them, 8 code without its dot, 9 title, then titles of each level and
// uses. (Description of the files in the BfArM's metadata archive.)
const OFFICIAL: Form = {
  header: false,
  least: 14,
  at: { terminal: 1, code: 6, title: 8 },
  chapter: 3,
  terminalWord: { yes: 'T', no: 'N' },
};
const CHAPTER_V = '05';

/** The year in a file's name ("icd10gm2025syst_kodes.txt", "icd-10-gm-2024-chapter-F.csv"), or null. */
export function yearOfIcdFile(name: string): number | null {
  const match = /icd-?10-?gm-?(20\d\d)/i.exec(name);
  return match ? Number(match[1]) : null;
}

/**
 * Reads our CSV or the BfArM's `…syst_kodes.txt`, told apart by the first line; keeps chapter V only.
 * @param year edition; neither file says it inside.
 * Faults: empty, format-unknown, encoding-not-utf-8, quotes-broken, row-too-long, columns-count, chapter-not-a-number,
 * terminal-unknown, code-format, code-twice, title-missing, parent-missing.
 */
export async function readIcdCodes(source: Source, year: number): Promise<Reading<{ codes: IcdCode[] }>> {
  const faults = new Faults();
  const found = new Map<string, IcdCode & { row: number }>();
  try {
    const { firstLine, text } = await beginReading(source);
    const form = formOf(firstLine, faults);
    if (form) await gather(text, form, year, found, faults);
  } catch (fault) {
    faults.add(1, whyUnreadable(fault));
  }
  for (const { code, row } of found.values()) if (!found.has(code.slice(0, 3))) faults.add(row, 'parent-missing', 'code');
  if (faults.count === 0 && found.size === 0) faults.add(0, 'empty');
  if (faults.count > 0) return { ok: false, faults: faults.named, count: faults.count };
  return { ok: true, codes: [...found.values()].map(({ row: _, ...code }) => code) };
}

/** Reads, and only if no row has a fault hands the codes to the inserter in batches. */
export async function importIcdCodes(
  source: Source,
  year: number,
  insert: (batch: readonly IcdCode[]) => Promise<void>,
): Promise<Reading<{ stored: number }>> {
  const reading = await readIcdCodes(source, year);
  if (!reading.ok) return reading;
  await insertInBatches(reading.codes, insert);
  return { ok: true, stored: reading.codes.length };
}

function formOf(firstLine: string, faults: Faults): Form | null {
  if (firstLine.trim() === '') return null;
  if (firstLine.trim() === 'code;terminal;title') return OURS;
  if (/^[345];[TN];[XS];\d\d;/.test(firstLine)) return OFFICIAL;
  faults.add(1, 'format-unknown');
  return null;
}

async function gather(
  text: AsyncIterable<string>,
  form: Form,
  year: number,
  found: Map<string, IcdCode & { row: number }>,
  faults: Faults,
): Promise<void> {
  let header = form.header;
  for await (const { row, fields } of rowsOf(text, { delimiter: ';', quoted: false }, faults)) {
    if (header) {
      header = false;
      continue;
    }
    const code = checked(row, fields, form, year, faults);
    if (!code) continue;
    if (found.has(code.code)) faults.add(row, 'code-twice', 'code');
    else found.set(code.code, { ...code, row });
  }
}

function checked(row: number, fields: string[], form: Form, year: number, faults: Faults): IcdCode | null {
  const before = faults.count;
  if (form.header ? fields.length !== form.least : fields.length < form.least) {
    faults.add(row, 'columns-count');
    return null;
  }
  if (form.chapter !== null) {
    const chapter = fields[form.chapter] ?? '';
    if (!/^\d\d$/.test(chapter)) faults.add(row, 'chapter-not-a-number', 'chapter');
    if (chapter !== CHAPTER_V) return null;
  }
  const code = fields[form.at.code] ?? '';
  if (!/^F\d\d(\.\d{1,2})?$/.test(code)) faults.add(row, 'code-format', 'code');
  const terminal = fields[form.at.terminal];
  if (terminal !== form.terminalWord.yes && terminal !== form.terminalWord.no) faults.add(row, 'terminal-unknown', 'terminal');
  const title = fields[form.at.title] ?? '';
  if (title.trim() === '') faults.add(row, 'title-missing', 'title');
  return faults.count === before ? { year, code, terminal: terminal === form.terminalWord.yes, title } : null;
}
