import { type FederalState, STATES } from '#kernel/codes.ts';
import { beginReading, Faults, insertInBatches, type Reading, rowsOf, type Source, whyUnreadable } from './table.ts';

/** One postal code: its places in the file's order, its federal states (a few codes cross a border), the mean of its points in degrees. */
export interface PostalCode {
  postalCode: string;
  places: string[];
  states: FederalState[];
  latitude: number;
  longitude: number;
}

const OUR_COLUMNS = ['postal_code', 'place', 'state', 'latitude', 'longitude'] as const;
type Column = (typeof OUR_COLUMNS)[number];

// The publisher's own file has no header: country, code, place, four pairs of name and code, latitude, longitude, accuracy
// (readme of the GeoNames postal code export).
const GEONAMES: Record<Column, number> = { postal_code: 1, place: 2, state: 4, latitude: 9, longitude: 10 };
const GEONAMES_COLUMNS = 12;

// A generous frame around Germany, in degrees: catches swapped and misplaced coordinates, not borders.
const FRAME = { south: 47, north: 55.5, west: 5.5, east: 15.5 };

/**
 * Reads our CSV or the GeoNames dump, told apart by the first line. Several rows of a code become one: mean point, all places.
 * Memory is bounded by the number of codes, not of rows.
 * Faults: empty, format-unknown, columns-missing, encoding-not-utf-8, quotes-broken, row-too-long, columns-count,
 * country-not-de, postal-code-digits, place-missing, state-unknown, coordinate-not-a-number, coordinate-outside-germany.
 */
export async function readPostalCodes(source: Source): Promise<Reading<{ codes: PostalCode[] }>> {
  const faults = new Faults();
  const found = new Map<string, Gathered>();
  try {
    const { firstLine, text } = await beginReading(source);
    const form = formOf(firstLine, faults);
    if (form) await gather(text, form, found, faults);
  } catch (fault) {
    faults.add(1, whyUnreadable(fault));
  }
  if (faults.count === 0 && found.size === 0) faults.add(0, 'empty');
  if (faults.count > 0) return { ok: false, faults: faults.named, count: faults.count };
  return { ok: true, codes: [...found].map(([postalCode, gathered]) => ({ postalCode, ...meanOf(gathered) })) };
}

/** Reads, and only if no row has a fault hands the codes to the inserter in batches. */
export async function importPostalCodes(
  source: Source,
  insert: (batch: readonly PostalCode[]) => Promise<void>,
): Promise<Reading<{ stored: number }>> {
  const reading = await readPostalCodes(source);
  if (!reading.ok) return reading;
  await insertInBatches(reading.codes, insert);
  return { ok: true, stored: reading.codes.length };
}

interface Gathered {
  places: Set<string>;
  states: Set<FederalState>;
  latitudes: number;
  longitudes: number;
  rows: number;
}

interface Form {
  delimiter: ',' | '\t';
  header: boolean;
  width: number;
  at: Record<Column, number>;
}

function formOf(firstLine: string, faults: Faults): Form | null {
  if (firstLine.trim() === '') return null;
  if (firstLine.includes('\t')) return { delimiter: '\t', header: false, width: GEONAMES_COLUMNS, at: GEONAMES };
  const names = firstLine.split(',').map((name) => name.trim());
  if (!names.includes('postal_code')) {
    faults.add(1, 'format-unknown');
    return null;
  }
  for (const column of OUR_COLUMNS) if (!names.includes(column)) faults.add(1, 'columns-missing', column);
  const at = Object.fromEntries(OUR_COLUMNS.map((column) => [column, names.indexOf(column)])) as Record<Column, number>;
  return faults.count === 0 ? { delimiter: ',', header: true, width: names.length, at } : null;
}

async function gather(text: AsyncIterable<string>, form: Form, found: Map<string, Gathered>, faults: Faults): Promise<void> {
  let header = form.header;
  for await (const { row, fields } of rowsOf(text, { delimiter: form.delimiter, quoted: form.header }, faults)) {
    if (header) {
      header = false;
      continue;
    }
    const entry = checked(row, fields, form, faults);
    if (!entry) continue;
    const gathered = found.get(entry.postalCode) ?? { places: new Set(), states: new Set(), latitudes: 0, longitudes: 0, rows: 0 };
    gathered.places.add(entry.place);
    gathered.states.add(entry.state);
    gathered.latitudes += entry.latitude;
    gathered.longitudes += entry.longitude;
    gathered.rows += 1;
    found.set(entry.postalCode, gathered);
  }
}

function checked(row: number, fields: string[], form: Form, faults: Faults) {
  const before = faults.count;
  if (fields.length !== form.width) {
    faults.add(row, 'columns-count');
    return null;
  }
  if (!form.header && fields[0] !== 'DE') faults.add(row, 'country-not-de', 'country');
  const field = (column: Column) => (fields[form.at[column]] ?? '').trim();
  const postalCode = field('postal_code');
  if (!/^\d{5}$/.test(postalCode)) faults.add(row, 'postal-code-digits', 'postal_code'); // a spreadsheet turns 01067 into 1067
  const place = field('place');
  if (place === '') faults.add(row, 'place-missing', 'place');
  const state = STATES.find((known) => known === field('state'));
  if (!state) faults.add(row, 'state-unknown', 'state');
  const latitude = degrees(row, field('latitude'), 'latitude', FRAME.south, FRAME.north, faults);
  const longitude = degrees(row, field('longitude'), 'longitude', FRAME.west, FRAME.east, faults);
  return faults.count === before && state ? { postalCode, place, state, latitude, longitude } : null;
}

function degrees(row: number, text: string, column: Column, least: number, most: number, faults: Faults): number {
  const value = /^-?\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) faults.add(row, 'coordinate-not-a-number', column);
  else if (value < least || value > most) faults.add(row, 'coordinate-outside-germany', column);
  return value;
}

function meanOf({ places, states, latitudes, longitudes, rows }: Gathered): Omit<PostalCode, 'postalCode'> {
  const rounded = (sum: number) => Math.round((sum / rows) * 1e5) / 1e5; // 1e-5 degree is about a metre
  return { places: [...places], states: [...states], latitude: rounded(latitudes), longitude: rounded(longitudes) };
}
