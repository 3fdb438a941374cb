import { createReadStream } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importIcdCodes, readIcdCodes, yearOfIcdFile } from './icd10.ts';
import { importPostalCodes, readPostalCodes } from './postal-codes.ts';
import { FAULTS_NAMED } from './table.ts';

const data = (name: string) => createReadStream(new URL(`../../../data/${name}`, import.meta.url));
const HEADER = 'postal_code,place,state,community,community_code,latitude,longitude\n';

describe('postal codes', () => {
  it('our file becomes one point for each of its 8309 codes', async () => {
    const reading = await readPostalCodes(data('postal-codes-de.csv'));
    expect(reading.ok).toBe(true);
    if (!reading.ok) return;
    expect(reading.codes).toHaveLength(8309);
    const at = (code: string) => reading.codes.find(({ postalCode }) => postalCode === code);
    expect(at('53113')).toEqual({ postalCode: '53113', places: ['Bonn'], states: ['NW'], latitude: 50.7231, longitude: 7.1068 });
    expect(at('01067')?.places).toEqual(['Dresden Innere Altstadt', 'Dresden', 'Dresden Friedrichstadt']);
    expect(at('01156')?.places).toContain('Dresden Gompitz, Zöllmen');
  });

  it('takes the mean of the places of a code', async () => {
    const text = `${HEADER}49779,Oberlangen,NI,Emsland,03454,52.85,7.2667\n10115,Berlin,BE,Berlin,11000,52.5323,13.3846\n49779,Niederlangen,NI,Emsland,03454,52.8571,7.282\n`;
    expect(await readPostalCodes([text])).toEqual({
      ok: true,
      codes: [
        { postalCode: '49779', places: ['Oberlangen', 'Niederlangen'], states: ['NI'], latitude: 52.85355, longitude: 7.27435 },
        { postalCode: '10115', places: ['Berlin'], states: ['BE'], latitude: 52.5323, longitude: 13.3846 },
      ],
    });
  });

  it('takes the dump of GeoNames as it is, a byte at a time, with umlauts, quotes and leading zeros', async () => {
    const text =
      'DE\t01945\tGrünewald "Süd"\tBrandenburg\tBB\t\t00\tLandkreis Oberspreewald-Lausitz\t12066\t51.4\t14\t4\n' +
      'DE\t50667\tKöln\tNordrhein-Westfalen\tNW\tReg.-Bez. Köln\t053\tKreisfreie Stadt Köln\t05315\t50.9387\t6.9547\t6\n';
    const bytes = Array.from(new TextEncoder().encode(text), (byte) => Uint8Array.of(byte));
    expect(await readPostalCodes(bytes)).toEqual({
      ok: true,
      codes: [
        { postalCode: '01945', places: ['Grünewald "Süd"'], states: ['BB'], latitude: 51.4, longitude: 14 },
        { postalCode: '50667', places: ['Köln'], states: ['NW'], latitude: 50.9387, longitude: 6.9547 },
      ],
    });
  });

  it('accepts a byte order mark, Windows line ends and columns in another order', async () => {
    const reading = await readPostalCodes(['\ufeffplace,postal_code,state,latitude,longitude\r\nBonn,53113,NW,50.7,7.1\r\n']);
    expect(reading).toMatchObject({ ok: true, codes: [{ postalCode: '53113', places: ['Bonn'] }] });
  });

  it('names every faulty row and stores nothing', async () => {
    const stored: string[] = [];
    const text = `${HEADER}1067,Dresden,SN,Dresden,14612,51.05,13.73\n53111,Bonn,NW,Bonn,05314,50.7,7.1\n53113,,XX,Bonn,05314,7.1,50.7\n53115,Bonn,NW\n53117,Bonn,NW,Bonn,05314,fünfzig,7.1\n`;
    const answer = await importPostalCodes([text], async (batch) => {
      stored.push(...batch.map(({ postalCode }) => postalCode));
    });
    expect(answer).toEqual({
      ok: false,
      count: 7,
      faults: [
        { row: 2, column: 'postal_code', code: 'postal-code-digits' },
        { row: 4, column: 'place', code: 'place-missing' },
        { row: 4, column: 'state', code: 'state-unknown' },
        { row: 4, column: 'latitude', code: 'coordinate-outside-germany' },
        { row: 4, column: 'longitude', code: 'coordinate-outside-germany' },
        { row: 5, code: 'columns-count' },
        { row: 6, column: 'latitude', code: 'coordinate-not-a-number' },
      ],
    });
    expect(stored).toEqual([]);
  });

  it('hands a good file to the inserter in batches, each code once', async () => {
    const batches: number[] = [];
    const answer = await importPostalCodes(data('postal-codes-de.csv'), async (batch) => {
      batches.push(batch.length);
    });
    expect(answer).toEqual({ ok: true, stored: 8309 });
    expect(batches.reduce((sum, size) => sum + size, 0)).toBe(8309);
    expect(Math.max(...batches)).toBe(500);
  });

  it.each([
    ['an empty file', '', 'empty'],
    ['a header without rows', HEADER, 'empty'],
    ['a file of another kind', 'name;street\nA;B\n', 'format-unknown'],
    ['a file without coordinates', 'postal_code,place,state\n53113,Bonn,NW\n', 'columns-missing'],
    ['another country', 'AT\t1010\tWien\tWien\t09\t\t\t\t\t48.2\t16.4\t6\n', 'country-not-de'],
    ['a quote that never closes', `${HEADER}53113,"Bonn,NW,Bonn,05314,50.7,7.1\n`, 'quotes-broken'],
    ['a row of 11,000 characters', `${HEADER}53113,${'x'.repeat(11_000)},NW,Bonn,05314,50.7,7.1\n`, 'row-too-long'],
  ])('refuses %s', async (_, text, code) => {
    const reading = await readPostalCodes([text]);
    expect(reading.ok ? [] : reading.faults.map((fault) => fault.code)).toContain(code);
  });

  it('refuses a file in ISO 8859-1 instead of storing broken umlauts', async () => {
    const reading = await readPostalCodes([Buffer.from(`${HEADER}50667,Köln,NW,Köln,05315,50.9,6.9\n`, 'latin1')]);
    expect(reading).toMatchObject({ ok: false, faults: [{ code: 'encoding-not-utf-8' }] });
  });

  it('names a limited number of faults and counts the rest', async () => {
    const reading = await readPostalCodes([HEADER, ...Array.from({ length: 1500 }, () => '53113,Bonn,NW\n')]);
    expect(reading).toMatchObject({ ok: false, count: 1500 });
    if (!reading.ok) expect(reading.faults).toHaveLength(FAULTS_NAMED);
  });

  it('an inserter that fails makes the import fail', async () => {
    const text = `${HEADER}53113,Bonn,NW,Bonn,05314,50.7,7.1\n`;
    await expect(importPostalCodes([text], () => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full');
  });
});

// Rows in the form of the official file; titles of the edition are quoted unchanged.
const OFFICIAL = [
  '3;N;X;04;E00;E00.-;E00;E00;Angeborenes Jodmangelsyndrom;Angeborenes Jodmangelsyndrom;;;V;V;1-001;2-001;3-001;4-001;001;9;9;999;9999;999;9999;9;J;J;N;N',
  '3;N;X;05;F30;F33.-;F33;F33;Rezidivierende depressive Störung;Rezidivierende depressive Störung;;;V;V;1-057;2-056;3-046;4-033;182;9;9;999;9999;999;9999;9;N;J;N;N',
  '4;T;X;05;F30;F33.1;F33.1;F331;Rezidivierende depressive Störung, gegenwärtig mittelgradige Episode;Rezidivierende depressive Störung;Rezidivierende depressive Störung, gegenwärtig mittelgradige Episode;;P;P;1-057;2-056;3-046;4-033;182;9;9;999;9999;999;9999;9;N;J;N;N',
].join('\r\n');

describe('ICD-10-GM', () => {
  it('our file holds the 519 codes of chapter V with the year of the edition', async () => {
    const reading = await readIcdCodes(data('icd-10-gm-2024-chapter-F.csv'), 2024);
    expect(reading.ok).toBe(true);
    if (!reading.ok) return;
    expect(reading.codes).toHaveLength(519);
    expect(reading.codes[0]).toEqual({ year: 2024, code: 'F00', terminal: false, title: 'Demenz bei Alzheimer-Krankheit' });
    expect(reading.codes.at(-1)).toMatchObject({ code: 'F99', terminal: true });
  });

  it('takes the official file and keeps chapter V only', async () => {
    expect(await readIcdCodes([OFFICIAL], 2026)).toEqual({
      ok: true,
      codes: [
        { year: 2026, code: 'F33', terminal: false, title: 'Rezidivierende depressive Störung' },
        { year: 2026, code: 'F33.1', terminal: true, title: 'Rezidivierende depressive Störung, gegenwärtig mittelgradige Episode' },
      ],
    });
  });

  it('names every faulty row and stores nothing', async () => {
    let stored = 0;
    const text =
      'code;terminal;title\nF33.1;1;Ohne Oberkode\nF20;2;Schizophrenie\nA00;1;Cholera\nF40;0;\nF41;0;Andere\nF41;0;Andere\nF42;0\n';
    const answer = await importIcdCodes([text], 2024, async (batch) => {
      stored += batch.length;
    });
    expect(answer).toMatchObject({
      ok: false,
      faults: [
        { row: 3, code: 'terminal-unknown' },
        { row: 4, code: 'code-format' },
        { row: 5, code: 'title-missing' },
        { row: 7, code: 'code-twice' },
        { row: 8, code: 'columns-count' },
        { row: 2, code: 'parent-missing' },
      ],
    });
    expect(stored).toBe(0);
  });

  it.each([
    ['icd10gm2025syst_kodes.txt', 2025],
    ['icd-10-gm-2024-chapter-F.csv', 2024],
    ['kodes.txt', null],
  ])('reads the year of %s', (name, year) => {
    expect(yearOfIcdFile(name)).toBe(year);
  });

  it('an official file without chapter V is refused as empty', async () => {
    expect(await readIcdCodes([OFFICIAL.split('\r\n')[0] ?? ''], 2026)).toMatchObject({ ok: false, faults: [{ row: 0, code: 'empty' }] });
  });
});
