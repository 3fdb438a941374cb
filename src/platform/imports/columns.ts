import { type CellReader, sameWord } from './cells.ts';
import type { Sheet } from './sheet.ts';
import type { Faults } from './table.ts';

/** A field that a file may fill: the headings under which people keep it, and how its cells are read. */
export interface Field<Value = unknown> {
  headings: readonly string[];
  required?: true;
  read: CellReader<Value>;
}
export type Fields = Readonly<Record<string, Field>>;

/** What a row says, by field; a field without a cell is absent. */
export type RowOf<Some extends Fields> = { [Name in keyof Some]?: Some[Name] extends Field<infer Value> ? Value : never };

/** Which heading fills which field; null leaves a column out. */
export type Mapping = Readonly<Record<string, string | null>>;

/** Proposes a field for each heading by what people usually call it; each field once. */
export function proposeMapping(headings: readonly string[], fields: Fields): Mapping {
  const taken = new Set<string>();
  return Object.fromEntries(
    headings.map((heading) => {
      const field = Object.entries(fields).find(
        ([name, { headings: usual }]) => !taken.has(name) && [name, ...usual].some((one) => sameWord(one, heading)),
      )?.[0];
      if (field) taken.add(field);
      return [heading, field ?? null];
    }),
  );
}

/** Fields that every row needs and no column fills, and fields that two columns fill. */
export function mappingFaults(headings: readonly string[], mapping: Mapping, fields: Fields): { missing: string[]; twice: string[] } {
  const used = headings.map((heading) => mapping[heading] ?? null).filter((field) => field !== null);
  return {
    missing: Object.entries(fields).flatMap(([name, { required }]) => (required && !used.includes(name) ? [name] : [])),
    twice: [...new Set(used.filter((field, index) => used.indexOf(field) < index))],
  };
}

/** The rows as values. A row with a fault is left out of the answer; each of its faults is named. */
export function readRows<Some extends Fields>(
  sheet: Sheet,
  mapping: Mapping,
  fields: Some,
  faults: Faults,
): { row: number; values: RowOf<Some> }[] {
  const good: { row: number; values: RowOf<Some> }[] = [];
  for (const { row, cells } of sheet.rows) {
    const before = faults.count;
    const values: Record<string, unknown> = {};
    for (const [index, heading] of sheet.headings.entries()) {
      const name = mapping[heading];
      const field = name ? fields[name] : undefined;
      if (!name || !field) continue;
      const cell = cells[index] ?? '';
      if (cell === '') {
        if (field.required) faults.add(row, 'required', heading);
        continue;
      }
      const read = field.read(cell);
      if (read.ok) values[name] = read.value;
      else faults.add(row, read.code, heading, read.suggestion);
    }
    if (faults.count === before) good.push({ row, values: values as RowOf<Some> });
  }
  return good;
}
