import readWorkbook from 'read-excel-file/node';
import { afterAll, expect, test } from 'vitest';
import { setPractice } from '#test/cast/stage.ts';
import { freshDatabase } from '#test/database.ts';
import { drawWorkbook, noteExport } from './actions/exports.ts';

const stage = await setPractice(await freshDatabase());
afterAll(() => stage.close());

const told = () =>
  stage.look<{ data: object; person_id: string | null }>(
    "select data, person_id from platform.event where action = 'access.list.exported' order by seq",
  );

/** Beginnings that a spreadsheet runs, with what people hide behind them. */
const STARTS = ['=', '+', '-', '@', '\t', '\r', '\n'];
const PAYLOADS = [
  '1+1',
  'cmd|calc!A1',
  'HYPERLINK("http://x.example","y")',
  'SUM(A1:A9)',
  "WEBSERVICE('http://x')",
  'A1',
  '2-3+x',
  '@x',
  '=x',
  ' 1',
];

test('A list taken along is logged with who, which and how many; nothing that stands in it', async () => {
  await stage.cast.as('jana', (call, permit) => noteExport(call, permit('access.self'), { list: 'requests', rows: 12 }));
  expect(await told()).toEqual([{ person_id: null, data: { list: 'requests', rows: 12, format: 'csv' } }]);
});

test(`A workbook holds the rows as seen, and of ${STARTS.length * PAYLOADS.length} texts that begin like a formula none is one`, async () => {
  const nasty = STARTS.flatMap((start) => PAYLOADS.map((payload) => `${start}${payload}`));
  const rows = nasty.map((text, index) => [`Zeile ${index}`, text, '-3,5']);
  const file = await stage.cast.as('jana', (call, permit) =>
    drawWorkbook(call, permit('access.self'), {
      list: 'requests',
      title: 'Anfragen: offen/alle [1]',
      head: ['Name', 'Notiz', 'Zahl'],
      rows,
    }),
  );
  expect(file.name).toBe('requests.xlsx');
  const bytes = Buffer.from(file.bytes);
  const read = (await readWorkbook(bytes)) as unknown as (string | null)[][] | { data: (string | null)[][] }[];
  const cells = (Array.isArray(read[0]) ? read : (read[0] as { data: (string | null)[][] }).data) as (string | null)[][];
  expect(cells).toHaveLength(rows.length + 1);
  expect(cells[0]).toEqual(['Name', 'Notiz', 'Zahl']);
  for (const [index, row] of cells.slice(1).entries()) {
    expect(row[0]).toBe(`Zeile ${index}`);
    expect(row[1]).toMatch(/^'/);
    expect(row[2]).toBe('-3,5');
  }
  expect((await told()).at(-1)?.data).toEqual({ list: 'requests', rows: STARTS.length * PAYLOADS.length, format: 'xlsx' });
});
