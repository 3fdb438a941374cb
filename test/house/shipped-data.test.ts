import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { setStage } from '#test/cast/stage.ts';
import { freshDatabase } from '#test/database.ts';
import { importFile, loadShippedData } from '../../src/doors/command.ts';

const stage = await setStage(await freshDatabase());
afterAll(() => stage.close());
const count = async (table: string) => (await stage.look<{ n: number }>(`select count(*)::int as n from ${table}`))[0]?.n;

test('a network without postal codes, diagnoses, payers and guidance gets those that come with Geleit, once', async () => {
  const [first, second] = await Promise.all([loadShippedData(stage.world), loadShippedData(stage.world)]); // two servers that start at once
  expect([first?.length, second?.length].toSorted()).toEqual([0, 5]);
  expect(await count('directory.postal_code')).toBe(8309);
  expect(await count('directory.diagnosis')).toBe(519);
  expect(await count('payers.payer')).toBe(206 + 261);
  expect(await loadShippedData(stage.world)).toEqual([]);
});

test('a file with one faulty row changes nothing and names the row', async () => {
  const file = join(tmpdir(), `geleit-plz-${process.pid}.csv`);
  writeFileSync(
    file,
    'postal_code,place,state,community,community_code,latitude,longitude\n00001,Neustadt,NW,,,51.0,7.0\n0000X,Altstadt,NW,,,51.0,7.0\n',
  );
  await expect(importFile(stage.world, 'postal-codes', file)).rejects.toThrow(/Zeile 3/);
  expect(await stage.look("select 1 from directory.postal_code where postal_code = '00001'")).toEqual([]);
});

test('an edition of ICD-10-GM needs its year, and an unknown kind is refused', async () => {
  const shipped = new URL('../../data/icd-10-gm-2024-chapter-F.csv', import.meta.url);
  await expect(importFile(stage.world, 'icd', shipped)).rejects.toThrow(/year/);
  expect(await importFile(stage.world, 'icd', shipped, 2027)).toContain('519');
  await expect(importFile(stage.world, 'teapots', shipped)).rejects.toThrow(/unknown kind/);
});

test('a payer file that was read already, or is none, says so and changes nothing', async () => {
  const shipped = new URL('../../data/AO05Q425.ke0', import.meta.url);
  await expect(importFile(stage.world, 'payers', shipped)).rejects.toThrow(/2025-Q4/);
  await expect(importFile(stage.world, 'payers', new URL('../../data/README.md', import.meta.url))).rejects.toThrow(/no payer file/);
  expect(await count('payers.payer_file')).toBe(2);
});
