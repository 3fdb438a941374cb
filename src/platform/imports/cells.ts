/** What a cell says, or the code of why not; `suggestion` is what was probably meant, to be typed or copied, never taken by itself. */
export type CellReading<Value> = { ok: true; value: Value } | { ok: false; code: CellCode; suggestion?: string };
export type CellCode =
  | 'required'
  | 'too-long'
  | 'unknown-word'
  | 'number'
  | 'number-ambiguous'
  | 'range'
  | 'date'
  | 'date-format'
  | 'date-year-two-digits'
  | 'time'
  | 'boolean'
  | 'postal-code'
  | 'postal-area'
  | 'email'
  | 'phone'
  | 'line-break'
  | 'windows';

const good = <Value>(value: Value): CellReading<Value> => ({ ok: true, value });
const bad = (code: CellCode, suggestion?: string): CellReading<never> =>
  suggestion === undefined ? { ok: false, code } : { ok: false, code, suggestion };

/** A reader of one kind of cell. Empty cells never reach it. */
export type CellReader<Value> = (cell: string) => CellReading<Value>;

/** One line of text. What looks like a formula stays text; the exports take its sting away (rule E06). */
export const textOf =
  (most: number, lines = false): CellReader<string> =>
  (cell) => {
    if (cell.length > most) return bad('too-long', String(most));
    if (!lines && /[\r\n]/.test(cell)) return bad('line-break');
    return good(cell);
  };

// Letters that Unicode does not take apart, as people type them without.
const BARE: Readonly<Record<string, string>> = { ß: 'ss', ı: 'i', ł: 'l', ø: 'oe', đ: 'd', æ: 'ae', œ: 'oe' };

/** A word without case, blanks, signs and accents; umlauts as ae, oe, ue. Two words with the same key mean the same to somebody who types. */
export const wordKey = (text: string) =>
  text
    .toLowerCase()
    .normalize('NFC')
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replace(/[ßıłøđæœ]/g, (letter) => BARE[letter] ?? letter)
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '');

/** Whether two headings or words mean the same to somebody who types; nothing is the same as nothing. */
export const sameWord = (one: string, other: string) => wordKey(one) !== '' && wordKey(one) === wordKey(other);

/** Finds what people name by one of several words, without comparing each with each. */
export class ByWord<One> {
  readonly #found = new Map<string, Set<One>>();

  add(one: One, ...words: (string | null)[]): void {
    for (const key of words.map((word) => wordKey(word ?? ''))) {
      if (key === '') continue;
      const there = this.#found.get(key);
      if (there) there.add(one);
      else this.#found.set(key, new Set([one]));
    }
  }

  find(word: string): One[] {
    return [...(this.#found.get(wordKey(word)) ?? [])];
  }
}

/** One code of a closed list, by the code itself or a word for it. */
export const choiceOf =
  <Code extends string>(words: Readonly<Record<Code, readonly string[]>>): CellReader<Code> =>
  (cell) => {
    for (const [code, names] of Object.entries(words) as [Code, readonly string[]][])
      if ([code, ...names].some((name) => sameWord(name, cell))) return good(code);
    const begun = (Object.entries(words) as [Code, readonly string[]][]).find(([code, names]) =>
      [code, ...names].some((name) => wordKey(cell) !== '' && wordKey(name).startsWith(wordKey(cell).slice(0, 3))),
    );
    return bad('unknown-word', begun?.[1][0] ?? begun?.[0]);
  };

/** Several codes, separated by comma, semicolon, slash or line break. */
export const choicesOf = <Code extends string>(words: Readonly<Record<Code, readonly string[]>>): CellReader<Code[]> => {
  const one = choiceOf(words);
  return (cell) => {
    const found: Code[] = [];
    for (const part of partsOf(cell)) {
      const read = one(part);
      if (!read.ok) return read;
      if (!found.includes(read.value)) found.push(read.value);
    }
    return good(found);
  };
};

/** The parts of a list in one cell. */
export const partsOf = (cell: string): string[] =>
  cell
    .split(/[,;/\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** A whole number. "1.000" may be one or a thousand, so it is asked back. */
export const wholeOf =
  (least: number, most: number): CellReader<number> =>
  (cell) => {
    if (/^\d{1,3}(\.\d{3})+$/.test(cell)) return bad('number-ambiguous', cell.replaceAll('.', ''));
    if (!/^[+-]?\d+$/.test(cell)) return bad('number');
    const value = Number(cell);
    return value >= least && value <= most ? good(value) : bad('range', `${least}–${most}`);
  };

/** A day as 03.04.2027 or 2027-04-03. */
export const dayOf: CellReader<Temporal.PlainDate> = (cell) => {
  const german = /^(\d{1,2})\.(\d{1,2})\.(\d{2}|\d{4})$/.exec(cell);
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(cell);
  if (german?.[3]?.length === 2) return bad('date-year-two-digits', `${german[1]}.${german[2]}.20${german[3]}`);
  const [year, month, day] = german ? [german[3], german[2], german[1]] : iso ? [iso[1], iso[2], iso[3]] : [];
  if (year === undefined) return bad('date-format', fromSerial(cell));
  try {
    return good(Temporal.PlainDate.from({ year: Number(year), month: Number(month), day: Number(day) }, { overflow: 'reject' }));
  } catch {
    return bad('date');
  }
};

/** What a spreadsheet means by 46000: days since the end of 1899. */
function fromSerial(cell: string): string | undefined {
  if (!/^[34567]\d{4}$/.test(cell)) return undefined;
  const day = Temporal.PlainDate.from('1899-12-30').add({ days: Number(cell) });
  return `${String(day.day).padStart(2, '0')}.${String(day.month).padStart(2, '0')}.${day.year}`;
}

/** A time of day as 9, 9:00, 09.00 Uhr. */
export const timeOf: CellReader<Temporal.PlainTime> = (cell) => {
  const match = /^(\d{1,2})(?:[:.](\d{2}))?\s*(?:uhr)?$/i.exec(cell);
  if (!match || Number(match[1]) > 23 || Number(match[2] ?? 0) > 59) return bad('time');
  return good(Temporal.PlainTime.from({ hour: Number(match[1]), minute: Number(match[2] ?? 0) }));
};

/** ja, nein and nothing else. */
export const yesNoOf: CellReader<boolean> = (cell) =>
  /^(ja|yes)$/i.test(cell) ? good(true) : /^(nein|no)$/i.test(cell) ? good(false) : bad('boolean');

/** Five digits; a program that took the leading zero away is told so. */
export const postalCodeOf: CellReader<string> = (cell) =>
  /^\d{5}$/.test(cell) ? good(cell) : bad('postal-code', /^\d{4}$/.test(cell) ? `0${cell}` : undefined);

export const emailOf: CellReader<string> = (cell) =>
  cell.length <= 254 && /^[^@\s<>,;:"()[\]\\]+@[^@\s<>,;:"()[\]\\]+\.[^@\s<>,;:"()[\]\\.]+$/.test(cell)
    ? good(cell.toLowerCase())
    : bad('email');

/** A telephone number as people write it; a leading + is no formula. */
export const phoneOf: CellReader<string> = (cell) => (/^\+?[\d\s/()-]{3,40}$/.test(cell) && /\d{3}/.test(cell) ? good(cell) : bad('phone'));
