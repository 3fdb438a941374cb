import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import readWorkbook from 'read-excel-file/node';
import { expect, test } from 'vitest';
import writeWorkbook from 'write-excel-file/node';
import { enter, goneFrom, type Stage, see } from './people.ts';

const HEAD = ['Wer', 'Fachkunde', 'Fon', 'Wo', 'PLZ', 'Stadt', 'Lieblingsfarbe'];
const workbook = async (...rows: string[][]) =>
  await writeWorkbook([['Unsere Kolleginnen'], HEAD, ...rows].map((row) => row.map((value) => ({ type: String, value })))).toBuffer();
const choose = (page: Page, name: string, buffer: Buffer) =>
  page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer });

/** What stands in the file behind a button: CSV as text, a workbook as its rows. */
export async function takenAlong(page: Page, form: 'CSV' | 'Excel'): Promise<string[][]> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: form, exact: true }).first().click(),
  ]);
  const bytes = await readFile(await download.path());
  if (form === 'CSV')
    return bytes
      .toString('utf8')
      .replace('\ufeff', '')
      .trim()
      .split('\r\n')
      .map((line) => line.split(';'));
  const read = (await readWorkbook(bytes)) as unknown as { data: (string | null)[][] }[];
  return (read[0]?.data ?? []).map((row) => row.map((cell) => cell ?? ''));
}

export function importJourneys({ product, browser }: Stage): void {
  test('A coordinator reads her workbook in: columns, faults, the word, and the way back', async () => {
    const { page, context } = await enter(browser, product, 'Marit');
    await page.goto(`${product.address}/verwaltung/einlesen`);
    await see(page.getByRole('heading', { name: 'Listen einlesen' }));
    const wrong = await workbook(
      ['Ilse Grün', 'PP', '0228 77', 'Weg 1', '5311', 'Bonn', '=rot'],
      ['', 'KJP', '', 'Weg 2', '53113', 'Bonn', ''],
    );
    await choose(page, 'kolleginnen.xlsx', Buffer.from(wrong));
    await see(page.getByText('2 Zeilen gelesen. Die Überschriften stehen in Zeile 2.'));
    await see(page.getByText(/^Noch ohne Spalte: Straße\./));
    const column = (heading: string) => page.getByRole('combobox', { name: `${heading}: Feld in Geleit` });
    await column('Wo').selectOption({ label: 'Straße (nötig)' });
    await column('Wer').selectOption({ label: 'Name' });
    const faults = page.getByRole('table', { name: '2 Fehler in der Datei' });
    await see(faults.getByText('Gemeint war vielleicht: 05311'));
    expect(await page.getByRole('button', { name: 'Einlesen', exact: true }).count()).toBe(0);
    const [head, ...rows] = await takenAlong(page, 'Excel');
    expect(head).toEqual(['Zeile', 'Spalte in Ihrer Datei', 'Was nicht stimmt']);
    expect(rows.map(([row, where]) => `${row} ${where}`).sort()).toEqual(['3 PLZ', '4 Wer']);

    const right = await workbook(
      ['Ilse Grün', 'PP', '0228 77', 'Weg 1', '53111', 'Bonn', '=rot'],
      ['Ada Kamm', 'KJP', '', 'Weg 2', '53113', 'Bonn', ''],
    );
    await choose(page, 'kolleginnen.xlsx', Buffer.from(right));
    for (const [heading, field] of [
      ['Wo', 'Straße (nötig)'],
      ['Wer', 'Name'],
    ] as const)
      await column(heading).selectOption({ label: field });
    await see(page.getByText('2 neu, 0 schon da.'));
    await page.getByRole('button', { name: 'Einlesen', exact: true }).click();
    await see(page.getByText(/^Eingelesen: \d angelegt\.$/));
    await page.goto(`${product.address}/netzwerk`);
    await see(page.getByRole('link', { name: 'Ilse Grün' }).or(page.getByText('Seite 1 von')));

    await page.goto(`${product.address}/verwaltung/einlesen`);
    await choose(page, 'noch einmal.xlsx', Buffer.from(await workbook(['Ida Neu', 'PP', '', 'Weg 3', '53111', 'Bonn', ''])));
    await see(page.getByText('Die Spalten sind zugeordnet wie beim letzten Mal.', { exact: false }));
    await page.getByRole('button', { name: 'Zurücknehmen …' }).first().click();
    await page.getByRole('dialog').or(page.getByRole('alertdialog')).getByRole('button', { name: 'Zurücknehmen' }).click();
    await see(page.getByRole('cell', { name: 'zurückgenommen' }));
    await goneFrom(page.getByRole('button', { name: 'Zurücknehmen …' }));
    await context.close();
  });

  test('Lists are taken along as CSV and as a workbook with the same rows, all pages of them, and the log knows', async () => {
    const { page, context } = await enter(browser, product, 'Marit');
    await page.goto(`${product.address}/netzwerk`);
    const total = Number(/\d+/.exec((await (await see(page.getByText(/^\d+ Personen$/))).textContent()) ?? '')?.[0]);
    const [csv, xlsx] = [await takenAlong(page, 'CSV'), await takenAlong(page, 'Excel')];
    expect(csv).toHaveLength(total + 1);
    expect(xlsx).toHaveLength(total + 1);
    expect(xlsx.map(([name]) => name)).toEqual(csv.map(([name]) => name));
    await context.close();
    const karin = await enter(browser, product, 'Karin');
    await karin.page.goto(`${product.address}/verwaltung/protokoll`);
    expect(await (await see(karin.page.getByRole('table', { name: 'Protokoll' }))).textContent()).toMatch(/Marit Lindqvist/);
    expect((await takenAlong(karin.page, 'CSV')).filter((row) => row.includes('access.list.exported')).length).toBeGreaterThanOrEqual(2);
    await karin.context.close();
  });
}
