import { parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/node';
import { type Decision, no, yes } from '#kernel/decision.ts';
import { Faults } from './table.ts';

/** A file that somebody chose, read into text cells. `row` is the line as the person sees it in her own program, from 1. */
export interface Sheet {
  format: 'csv' | 'xlsx';
  delimiter: ',' | ';' | '\t' | null;
  encoding: 'utf-8' | 'windows-1252' | 'utf-16' | null;
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
const DELIMITERS = [';', ',', '\t'] as const;

/**
 * Reads CSV (comma, semicolon, tab; UTF-8, UTF-16 with a mark, Windows-1252 where told) or XLSX (first sheet, values only: no formula
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
  const first = text.split(/\r\n|\n|\r/, 1)[0] ?? '';
  const delimiter = DELIMITERS.reduce((best, one) => (countOutside(first, one) > countOutside(first, best) ? one : best));
  const faults = new Faults();
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, {
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
        faults.add(Number(fault.lines ?? 0), fault.code === 'CSV_MAX_RECORD_SIZE' ? 'row-too-long' : 'quote-in-cell');
        return undefined;
      },
    }) as unknown as typeof records;
  } catch (fault) {
    if (fault instanceof Error && 'code' in fault && String(fault.code).startsWith('CSV_')) return no('quotes-broken');
    throw fault;
  }
  return sheetOf(
    { format: 'csv', delimiter, encoding },
    records.map(({ record, info }) => ({ row: info.lines, cells: record })),
    faults,
  );
}

/** How often a sign stands outside of quotes. */
function countOutside(line: string, sign: string): number {
  return line.replaceAll(/"[^"]*"/g, '').split(sign).length - 1;
}

const LARGEST_UNPACKED = 60 * 1024 * 1024;

/** What the directory of a zip says that its files unpack to, in bytes; null where there is no directory to read. */
function unpackedSize(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) return null;
  let at = view.getUint32(end + 16, true);
  let size = 0;
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) return null;
    size += view.getUint32(at + 24, true);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return size;
}

async function fromWorkbook(bytes: Uint8Array): Promise<Decision<{ sheet: Sheet }, SheetFault>> {
  const unpacked = unpackedSize(bytes);
  if (unpacked === null) return no('file-type');
  if (unpacked > LARGEST_UNPACKED) return no('file-too-long');
  let rows: unknown[][];
  try {
    rows = (await readSheet(Buffer.from(bytes))) as unknown[][];
  } catch {
    return no('file-type'); // a zip that is no workbook, or a broken one
  }
  const lines = rows.map((cells, index) => ({ row: index + 1, cells: cells.map(textOfCell) }));
  const filled = lines.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  return sheetOf({ format: 'xlsx', delimiter: null, encoding: null }, filled, new Faults());
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
  const [head, ...body] = lines;
  if (!head) return no('file-empty');
  const headings = head.cells.map((cell) => tidy(cell, notices));
  while (headings.at(-1) === '') headings.pop();
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
  return yes({ sheet: { ...form, headings, rows, faults, notices } });
}

// Zero-width signs, soft hyphens and marks of direction come along when text is copied from a page.
const UNSEEN = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/g;

function tidy(cell: string, notices: Sheet['notices']): string {
  const seen = cell.replace(UNSEEN, '');
  if (seen !== cell) notices.invisible += 1;
  const trimmed = seen.replaceAll('\u00a0', ' ').trim().normalize('NFC');
  if (trimmed !== seen) notices.trimmed += 1;
  return trimmed;
}
