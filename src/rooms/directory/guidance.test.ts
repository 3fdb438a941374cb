import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sheetOf } from '#platform/documents/guidance-sheet.ts';
import { freshDatabase } from '#test/database.ts';
import { House } from '#test/http.ts';
import { loadShippedGuidance } from '../../doors/command.ts';
import { GuidanceFields } from './contract.ts';
import { dialled, holdsAt } from './rules/guidance.ts';

const database = await freshDatabase();
let house: House;
beforeAll(async () => {
  house = await House.open(database);
});
afterAll(() => house.close());

const FIELDS = {
  kind: 'advice-centre',
  name: 'Beratungsstelle am Markt',
  phone: '0228 / 55 50 10',
  url: null,
  address: 'Markt 3, 53111 Bonn',
  hours: 'Mo bis Fr 9 bis 12 Uhr',
  textDe: 'Gespräche ohne Anmeldung.',
  textEn: 'Talks without appointment.',
  textEasy: null,
  postalPrefixes: ['531'],
  states: [],
  languages: ['de', 'tr'],
  inEmergency: false,
  onSheet: true,
  source: 'selbst angerufen',
} as const;

const names = async (query: Record<string, string>) =>
  (await house.get('jana', 'directory.listGuidance', { query })).guidance.map(({ name }: { name: string }) => name);

describe('where an entry holds', () => {
  test.each([
    [[], [], '53113', ['NW'], true],
    [[], [], null, [], true],
    [['531'], [], '53113', ['NW'], true],
    [['531'], [], '53225', ['NW'], false],
    [['531', '53225'], [], '53225', ['NW'], true],
    [['531'], [], null, [], false],
    [[], ['BY'], '80331', ['BY'], true],
    [[], ['BY'], '53113', ['NW'], false],
    [['9'], ['BY'], '63739', ['BY'], true],
  ] as const)('prefixes %j, states %j at %s (%j): %s', (postalPrefixes, states, postalCode, where, holds) => {
    expect(holdsAt({ postalPrefixes, states }, postalCode, where)).toBe(holds);
  });

  test('numbers are dialled as digits', () => {
    expect(['116 123', '0800 / 111 0 111', '+49 228 555'].map(dialled)).toEqual(['116123', '08001110111', '+49228555']);
  });
});

describe('guidance as data of the network', () => {
  test('a new network begins with what is true everywhere, not confirmed yet, and gets it once', async () => {
    const loaded = await loadShippedGuidance(house.stage.world);
    expect(loaded).toBe(8);
    expect(await loadShippedGuidance(house.stage.world)).toBe(0);
    const { guidance } = await house.get('jana', 'directory.listGuidance', { query: { only: 'emergency', postalCode: '53113' } });
    expect(guidance.map(({ phone }: { phone: string }) => phone)).toEqual(['112', '116117', '0800 111 0 111']);
    expect(guidance.every(({ confirmedAt }: { confirmedAt: string | null }) => confirmedAt === null)).toBe(true);
  });

  test('every shipped entry has a source or is told to be filled in, and German text', () => {
    const shipped = GuidanceFields.array().parse(JSON.parse(readFileSync(new URL('../../../data/guidance.json', import.meta.url), 'utf8')));
    for (const entry of shipped) {
      expect(entry.source !== null || /bitte eintragen/.test(entry.name), entry.name).toBe(true);
      expect(entry.textDe, entry.name).toBeTruthy();
      if (entry.onSheet) expect(entry.textEn && entry.textEasy, entry.name).toBeTruthy();
    }
  });

  test('the coordinator adds, changes, confirms, orders and withdraws; everybody reads', async () => {
    await house.stage.look(
      "insert into directory.postal_code (postal_code, places, state, latitude, longitude) values ('80331', '{München}', 'BY', 48.1, 11.6)",
    );
    const { id, version } = await house.get('marit', 'directory.addGuidance', { body: FIELDS });
    expect(version).toBe(1);
    expect(await names({ postalCode: '53113' })).toContain('Beratungsstelle am Markt');
    expect(await names({ postalCode: '80331' })).not.toContain('Beratungsstelle am Markt');
    expect(await names({ postalCode: '80331' })).toContain('Krisendienste Bayern');

    const changed = await house.get('marit', 'directory.changeGuidance', {
      params: { id },
      version: 1,
      body: { ...FIELDS, name: 'Beratung' },
    });
    expect(changed.version).toBe(2);
    const late = await house.ask('marit', 'directory.changeGuidance', { params: { id }, version: 1, body: FIELDS });
    expect([late.status, late.code, late.json.current]).toEqual([412, 'version-old', 2]);
    await house.get('marit', 'directory.orderGuidance', { body: { ids: [id] } });
    expect((await names({}))[0]).toBe('Beratung');
    const { guidance } = await house.get('jana', 'directory.listGuidance');
    const mine = guidance.find((entry: { id: string }) => entry.id === id);
    const confirmed = await house.get('marit', 'directory.confirmGuidance', { params: { id }, version: mine.version, body: {} });
    await house.get('marit', 'directory.withdrawGuidance', { params: { id }, version: confirmed.version, body: {} });
    expect(await names({})).not.toContain('Beratung');
    expect(await house.stage.told(id)).toEqual(Array(5).fill('directory.guidance.changed'));
  });

  test('the desk reads and does not change', async () => {
    const answer = await house.ask('jana', 'directory.addGuidance', { body: FIELDS });
    expect([answer.status, answer.code]).toEqual([403, 'not-permitted']);
  });

  test.each([
    ['phone', 'ruf mich an', '/phone'],
    ['url', 'javascript:alert(1)', '/url'],
    ['postalPrefixes', ['531a'], '/postalPrefixes/0'],
    ['states', ['XX'], '/states/0'],
    ['name', '   ', '/name'],
    ['textDe', 'a'.repeat(2001), '/textDe'],
  ])('%s of the wrong kind is refused beside its field', async (field, value, pointer) => {
    const answer = await house.ask('marit', 'directory.addGuidance', { body: { ...FIELDS, [field]: value } });
    expect([answer.status, answer.json.errors[0].pointer]).toEqual([400, pointer]);
  });
});

describe('the sheet to take along', () => {
  test.each(['de', 'de-easy', 'en'])('is an accessible PDF in %s', async (language) => {
    const answer = await house.ask('jana', 'directory.guidanceSheet', { query: { postalCode: '53113', language } });
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/pdf']);
    expect(answer.text.startsWith('%PDF-1.')).toBe(true);
    expect(answer.text).toContain('pdfuaid');
  });

  test('says numbers for an emergency first, texts in its language, and from when they are', () => {
    const sheet = sheetOf({
      language: 'en',
      sender: { name: 'Netz', phone: '0228 1' },
      writtenAt: Temporal.Instant.from('2027-03-01T10:00:00Z'),
      emergency: [{ name: 'Emergency 112', number: '112', hours: 'always' }],
      entries: [{ ...FIELDS, text: FIELDS.textEn, confirmedOn: Temporal.PlainDate.from('2027-02-28') }],
    });
    expect(sheet.emergency.rows).toEqual([{ name: 'Emergency 112 (always)', number: '112' }]);
    expect(sheet.entries[0]).toMatchObject({ text: ['Talks without appointment.'], confirmed: 'confirmed on 28 February 2027' });
    expect(sheet.closing).toContain('0228 1');
  });
});
