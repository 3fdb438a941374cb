import { Readable } from 'node:stream';
import { parse } from 'csv-parse';

/** Bytes or text, in pieces of any size: a file stream, an upload, `[text]` in a test. */
export type Source = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

/** What is wrong with one row. `row` is the line in the file, from 1; 0 means the file as a whole. */
export interface RowFault {
  row: number;
  column?: string;
  code: string;
  /** What was probably meant, or the limit. */
  suggestion?: string;
}

/** How many faults an answer names; the rest are counted only, so that a wrong file of a gigabyte stays a short answer. */
export const FAULTS_NAMED = 1000;

/** Collects faults: names the first `FAULTS_NAMED`, counts all. */
export class Faults {
  readonly named: RowFault[] = [];
  count = 0;

  add(row: number, code: string, column?: string, suggestion?: string): void {
    this.count += 1;
    if (this.named.length >= FAULTS_NAMED) return;
    this.named.push({ row, ...(column === undefined ? {} : { column }), code, ...(suggestion === undefined ? {} : { suggestion }) });
  }
}

export interface Separated {
  delimiter: ',' | ';' | '\t';
  /** Whether `"` quotes a field; the publishers' own files do not quote and may hold a bare `"`. */
  quoted: boolean;
}

const LONGEST_ROW = 10_000; // characters; the longest row of the real files has under 1,000
const FIRST_LINE_AT_MOST = 10_000;

/**
 * Decodes and looks at the first line, so that a reader can tell the format before it reads on.
 * A byte that is not UTF-8 throws TypeError (code ERR_ENCODING_INVALID_ENCODED_DATA) while reading.
 */
export async function beginReading(source: Source): Promise<{ firstLine: string; text: AsyncIterable<string> }> {
  const pieces = decoded(source);
  let begun = '';
  while (!begun.includes('\n') && begun.length < FIRST_LINE_AT_MOST) {
    const next = await pieces.next();
    if (next.done) break;
    begun += next.value;
  }
  async function* whole(): AsyncGenerator<string> {
    if (begun !== '') yield begun;
    yield* pieces;
  }
  return { firstLine: begun.split('\n', 1)[0]?.replace(/\r$/, '') ?? '', text: whole() };
}

/**
 * Rows of separated values, one by one with their line in the file (the last, where a quoted field has line breaks). Empty lines are passed over.
 * Broken quoting and bytes that are not UTF-8 end the reading with a fault, since nothing after them can be trusted.
 */
export async function* rowsOf(
  text: AsyncIterable<string>,
  form: Separated,
  faults: Faults,
): AsyncGenerator<{ row: number; fields: string[] }> {
  const parser = parse({
    delimiter: form.delimiter,
    quote: form.quoted ? '"' : null,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
  });
  const input = Readable.from(text);
  input.once('error', (fault) => parser.destroy(fault)).pipe(parser);
  let row = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      row = info.lines;
      yield { row, fields: record };
    }
  } catch (fault) {
    faults.add(row + 1, whyUnreadable(fault));
  } finally {
    input.destroy();
    parser.destroy();
  }
}

async function* decoded(source: Source): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true }); // takes a byte order mark away
  for await (const piece of source) yield typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true });
  yield decoder.decode();
}

/** The fault code of an exception while reading; anything unknown is thrown on. */
export function whyUnreadable(fault: unknown): 'encoding-not-utf-8' | 'row-too-long' | 'quotes-broken' {
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : '';
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'encoding-not-utf-8';
  if (code === 'CSV_MAX_RECORD_SIZE') return 'row-too-long';
  if (code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_INVALID_CLOSING_QUOTE' || code === 'INVALID_OPENING_QUOTE') return 'quotes-broken';
  throw fault;
}

/** A parsed file: either whole, or with its faults and nothing else. */
export type Reading<Yes extends object> = ({ ok: true } & Yes) | { ok: false; faults: RowFault[]; count: number };

/** Hands `rows` to the inserter in batches, in order. The caller opens one transaction around it, so that all or nothing is stored. */
export async function insertInBatches<Row>(
  rows: readonly Row[],
  insert: (batch: readonly Row[]) => Promise<void>,
  size = 500,
): Promise<void> {
  for (let from = 0; from < rows.length; from += size) await insert(rows.slice(from, from + size));
}
