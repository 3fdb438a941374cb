import { inflateRawSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/node';
import { type Decision, no, yes } from '#kernel/decision.ts';
import { Faults } from './table.ts';

/** A file that somebody chose, read into text cells. `row` is the line as the person sees it in her own program, from 1. */
export interface Sheet {
  format: 'csv' | 'xlsx';
  delimiter: ',' | ';' | '\t' | null;
  encoding: 'utf-8' | 'windows-1252' | 'utf-16' | null;
  /** The line of the headings, from 1: titles and empty lines may stand above. */
  headRow: number;
  headings: string[];
  rows: { row: number; cells: string[] }[];
  /** Rows that cannot be read, while the others can. */
  faults: Faults;
  /** What was put right without asking: cells with blanks around them, with characters that nobody sees. */
  notices: { trimmed: number; invisible: number };
}

/** Why a file as a whole cannot be read. */
export type SheetFault =
  | 'file-empty'
  | 'file-no-rows'
  | 'file-too-long'
  | 'file-type'
  | 'file-is-spreadsheet'
  | 'file-binary'
  | 'file-encoding'
  | 'quotes-broken'
  | 'heading-missing'
  | 'heading-twice'
  | 'heading-formula';

/** Most rows of one file; a network has tens of therapists and some hundred places. */
export const MOST_ROWS = 2_000;
const LONGEST_CELL = 2_000;
const LONGEST_ROW = 20_000;
/** A title, a date, an empty line: so many lines may stand above the headings. */
const LINES_ABOVE = 9;
const DELIMITERS = [';', ',', '\t'] as const;

/**
 * Reads CSV (comma, semicolon, tab; UTF-8, UTF-16 with a mark, Windows-1252 where told) or XLSX (first sheet that is not hidden, values only: no formula
 * is run). What the bytes are decides, not the name.
 * @param encoding what the person said after `file-encoding`
 */
export async function readSheetFile(
  bytes: Uint8Array,
  name: string,
  encoding?: 'windows-1252',
): Promise<Decision<{ sheet: Sheet }, SheetFault>> {
  if (bytes.length === 0) return no('file-empty');
  const zip = bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
  if (zip) return /\.xlsx$/i.test(name) ? fromWorkbook(bytes) : no('file-is-spreadsheet');
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf) return no('file-is-spreadsheet'); // the old .xls
  if (/\.xlsx?$/i.test(name)) return no('file-type');
  const decoded = decode(bytes, encoding);
  if (!decoded.ok) return decoded;
  return fromText(decoded.text, decoded.encoding);
}

function decode(
  bytes: Uint8Array,
  told: 'windows-1252' | undefined,
): Decision<{ text: string; encoding: NonNullable<Sheet['encoding']> }, SheetFault> {
  const mark = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  if (mark) return yes({ text: new TextDecoder(mark).decode(bytes), encoding: 'utf-16' });
  if (bytes.includes(0)) return no('file-binary');
  try {
    return yes({ text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' });
  } catch {
    if (told) return yes({ text: new TextDecoder(told).decode(bytes), encoding: told });
    return no('file-encoding');
  }
}

function fromText(text: string, encoding: NonNullable<Sheet['encoding']>): Decision<{ sheet: Sheet }, SheetFault> {
  if (text.trim() === '') return no('file-empty');
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(text)) return no('file-type');
  // Excel's own first line, "sep=;", names the separator and is no row. A line above the headings may have none, so a few are asked.
  const named = /^sep=([;,\t])(?:\r\n|\n|\r)/i.exec(text);
  const first = text.split(/\r\n|\n|\r/, LINES_ABOVE + 1);
  const most = (sign: string) => Math.max(...first.map((line) => countOutside(line, sign)));
  const delimiter =
    DELIMITERS.find((sign) => sign === named?.[1]) ?? DELIMITERS.reduce((best, one) => (most(one) > most(best) ? one : best));
  const faults = new Faults();
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(named ? text.slice(named[0].length) : text, {
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      max_record_size: 2 * 1024 * 1024,
      on_skip: (fault) => {
        if (!fault) return undefined;
        if (fault.code === 'CSV_QUOTE_NOT_CLOSED') throw fault;
        faults.add(Number(fault.lines ?? 0) + (named ? 1 : 0), fault.code === 'CSV_MAX_RECORD_SIZE' ? 'row-too-long' : 'quote-in-cell');
        return undefined;
      },
    }) as unknown as typeof records;
  } catch (fault) {
    if (fault instanceof Error && 'code' in fault && String(fault.code).startsWith('CSV_')) return no('quotes-broken');
    throw fault;
  }
  return sheetOf(
    { format: 'csv', delimiter, encoding },
    records.map(({ record, info }) => ({ row: info.lines + (named ? 1 : 0), cells: record })),
    faults,
  );
}

/** How often a sign stands outside of quotes. */
function countOutside(line: string, sign: string): number {
  return line.replaceAll(/"[^"]*"/g, '').split(sign).length - 1;
}

const LARGEST_UNPACKED = 60 * 1024 * 1024;

interface Packed {
  name: string;
  /** 0 stored, 8 deflated. */
  method: number;
  packed: number;
  unpacked: number;
  /** Where its local header begins. */
  at: number;
}

/** What the directory of a zip says of its files; null where there is no directory to read. */
function directoryOf(bytes: Uint8Array): Packed[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) return null;
  let at = view.getUint32(end + 16, true);
  const files: Packed[] = [];
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) return null;
    const length = view.getUint16(at + 28, true);
    files.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + length)),
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      unpacked: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return files;
}

/** The number of the first sheet that people see, from 1: what is hidden in a workbook was not meant. */
function firstSeen(bytes: Uint8Array, files: readonly Packed[]): number {
  const book = files.find(({ name }) => name === 'xl/workbook.xml');
  if (!book || book.at + 30 > bytes.length) return 1;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const begin = book.at + 30 + view.getUint16(book.at + 26, true) + view.getUint16(book.at + 28, true);
  const raw = bytes.subarray(begin, begin + book.packed);
  const xml = new TextDecoder().decode(book.method === 0 ? raw : inflateRawSync(raw, { maxOutputLength: LARGEST_UNPACKED }));
  const sheets = xml.match(/<(?:\w+:)?sheet\s[^>]*>/g) ?? [];
  return sheets.findIndex((sheet) => !/\sstate="(?:hidden|veryHidden)"/.test(sheet)) + 1 || 1;
}

async function fromWorkbook(bytes: Uint8Array): Promise<Decision<{ sheet: Sheet }, SheetFault>> {
  const files = directoryOf(bytes);
  if (files === null) return no('file-type');
  if (files.reduce((sum, { unpacked }) => sum + unpacked, 0) > LARGEST_UNPACKED) return no('file-too-long');
  let rows: unknown[][];
  try {
    rows = (await readSheet(Buffer.from(bytes), firstSeen(bytes, files))) as unknown[][];
  } catch {
    return no('file-type'); // a zip that is no workbook, or a broken one
  }
  const lines = rows.map((cells, index) => ({ row: index + 1, cells: cells.map(textOfCell) }));
  return sheetOf({ format: 'xlsx', delimiter: null, encoding: null }, lines, new Faults());
}

/** A cell as somebody would have typed it: days as 03.04.2027, times as 14:30, numbers with a comma. */
function textOfCell(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) {
    const at = Temporal.Instant.fromEpochMilliseconds(cell.getTime()).toZonedDateTimeISO('UTC'); // a workbook's day has no zone
    const two = (value: number) => String(value).padStart(2, '0');
    const time = `${two(at.hour)}:${two(at.minute)}`;
    if (at.year < 1901) return time;
    const day = `${two(at.day)}.${two(at.month)}.${at.year}`;
    return time === '00:00' ? day : `${day} ${time}`;
  }
  if (typeof cell === 'number') return String(cell).replace('.', ',');
  if (typeof cell === 'boolean') return cell ? 'ja' : 'nein';
  return String(cell);
}

function sheetOf(
  form: Pick<Sheet, 'format' | 'delimiter' | 'encoding'>,
  lines: { row: number; cells: string[] }[],
  faults: Faults,
): Decision<{ sheet: Sheet }, SheetFault> {
  const notices = { trimmed: 0, invisible: 0 };
  const filled = lines.filter(({ cells }) => cells.some(isFilled));
  const begin = filled.slice(0, LINES_ABOVE).findIndex(({ cells }) => cells.filter(isFilled).length > 1);
  const [head, ...rest] = filled.slice(Math.max(begin, 0));
  if (!head) return no('file-empty');
  // A column without a name and without a cell is only wide paper: beside the table, between two groups, in front of it.
  const wide = head.cells.map((cell, index) => !isFilled(cell) && rest.every(({ cells }) => !isFilled(cells[index] ?? '')));
  const narrow = (cells: string[]) => cells.filter((_, index) => !wide[index]);
  const body = rest.map(({ row, cells }) => ({ row, cells: narrow(cells) }));
  const headings = narrow(head.cells).map((cell) => tidy(cell, notices));
  if (headings.length === 0 || headings.includes('')) return no('heading-missing');
  if (headings.some((heading) => /^[=+@-]/.test(heading))) return no('heading-formula');
  if (new Set(headings.map((heading) => heading.toLowerCase())).size < headings.length) return no('heading-twice');
  if (body.length === 0 && faults.count === 0) return no('file-no-rows');
  if (body.length > MOST_ROWS) return no('file-too-long');
  const rows = [];
  for (const { row, cells } of body) {
    while (cells.length > headings.length && (cells.at(-1) ?? '').trim() === '') cells.pop();
    if (cells.length > headings.length || (cells.length < headings.length && form.format === 'csv')) {
      faults.add(row, 'columns');
      continue;
    }
    if (cells.some((cell) => cell.length > LONGEST_CELL) || cells.reduce((sum, cell) => sum + cell.length, 0) > LONGEST_ROW) {
      faults.add(row, 'too-long');
      continue;
    }
    rows.push({ row, cells: headings.map((_, index) => tidy(cells[index] ?? '', notices)) });
  }
  return yes({ sheet: { ...form, headRow: head.row, headings, rows, faults, notices } });
}

const isFilled = (cell: string) => tidy(cell, { trimmed: 0, invisible: 0 }) !== '';

// Zero-width signs, soft hyphens and marks of direction come along when text is copied from a page.
const UNSEEN = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/g;

function tidy(cell: string, notices: Sheet['notices']): string {
  const seen = cell.replace(UNSEEN, '');
  if (seen !== cell) notices.invisible += 1;
  const trimmed = seen.replaceAll('\u00a0', ' ').trim().normalize('NFC');
  if (trimmed !== seen) notices.trimmed += 1;
  return trimmed;
}
