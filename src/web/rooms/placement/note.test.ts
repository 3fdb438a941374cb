import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Explained } from '#rooms/placement/contract.ts';
import { FIXTURE_TODAY } from '#rooms/placement/rules/fit/fixture.ts';
import { type Line, reasonsOf, sentenceOf } from './note.ts';
import { WORDINGS } from './wording.fixture.ts';

const source = (name: string) => readFileSync(new URL(`../../../rooms/placement/rules/fit/${name}.ts`, import.meta.url), 'utf8');

/** Every key that the fit can write into a note, read from the rules themselves. */
function keysOfRules(): string[] {
  const said = `${source('hard-notes')}\n${source('soft-notes')}`
    .split('\n')
    .filter((line) => /\bsay\(|NOT_STATED =/.test(line))
    .flatMap((line) => [...line.matchAll(/'([a-z]+(?:-[a-z]+)*)'/g)].map(([, key]) => key ?? ''))
    .filter((key) => !['yes', 'no', 'clarify'].includes(key));
  const standing = [...source('hard').matchAll(/key: ((?:'[a-z-]+'(?: \| )?)+)/g)].flatMap(
    ([, union]) => (union ?? '').match(/[a-z-]+/g) ?? [],
  );
  return [...new Set([...said, ...standing])];
}

const windows = [{ weekday: 2 as const, from: '17:00', to: '19:00' }];
/** Facts of every note at once. */
const FACTS: Line['note']['facts'] = {
  confirmedOn: '2026-02-27',
  from: '2026-04-01',
  until: '2026-04-30',
  days: 21,
  kind: 'PLACE',
  wanted: ['VT'],
  wished: ['VT'],
  first: 'TRIAL',
  start: '2026-03-05T16:30:00Z',
  age: 16,
  ageMin: 18,
  ageMax: null,
  insurance: 'GKV',
  accepted: ['PKV', 'SELF'],
  setting: 'group',
  procedure: 'TP',
  languages: ['pl'],
  level: 'B2',
  features: ['step-free'],
  common: ['video'],
  offered: ['video'],
  windows,
  count: 2,
  minutes: 50,
  max: 20,
  kilometres: 12.3,
  gender: 'f',
  deadline: '2026-03-20',
  problems: ['DEP', 'ANX'],
  levels: ['S', 'not-stated'],
  on: '2026-03-23',
  sameProcedure: true,
  sameGender: true,
  shared: ['DEP'],
};
/** Where one name means another thing, as the rules write it. */
const OWN: Readonly<Record<string, Line['note']['facts']>> = {
  'no-common-window': { offered: windows },
  'modality-wish-met': { wished: 'video' },
  'modality-wish-not-met': { wished: 'video' },
  'gender-wish-met': { wished: 'f' },
  'gender-wish-not-met': { wished: 'm' },
  'gender-fits': { wanted: 'f' },
  'other-gender': { wanted: 'm' },
  'in-time': { start: '2026-03-05' },
  'too-late': { start: '2026-03-25' },
};
const BROKEN = /undefined|NaN|null|\[object|Invalid|\s{2}|^\s*$/;

describe('every note of the fit', () => {
  const keys = keysOfRules();
  test('is found in the rules', () => {
    expect(keys).toEqual(expect.arrayContaining(['not-asked', 'seat-taken', 'acute-first', 'too-far', 'similar', 'stale', 'other-gender']));
    expect(keys.length).toBeGreaterThan(45);
  });
  for (const language of ['de', 'en'] as const)
    test.each(keys)(`has words in ${language}: %s`, (key) => {
      const sentence = sentenceOf(
        { id: key === 'starts' ? 'S3' : 'H1', note: { key, facts: { ...FACTS, ...OWN[key] } } },
        WORDINGS[language],
      );
      expect(sentence).not.toBe(key);
      expect(sentence).not.toMatch(BROKEN);
    });
});

test.each<[string, Line['note'], string, string]>([
  ['H3', { key: 'age-outside', facts: { age: 16, ageMin: 18, ageMax: null } }, '16 Jahre; behandelt wird ab 18', '16 years'],
  ['H12', { key: 'too-far', facts: { minutes: 35, max: 20, kilometres: 12 } }, '35 Minuten Weg, gewünscht höchstens 20', '35 minutes'],
  ['H11', { key: 'no-common-window', facts: { offered: windows } }, 'Andere Zeiten: Di 17:00–19:00', 'Tue 17:00–19:00'],
  ['S4', { key: 'common-windows', facts: { count: 1 } }, '1 gemeinsame Zeit', '1 '],
  ['S2', { key: 'procedure-wish-not-met', facts: { procedure: 'TP', wished: ['VT'] } }, 'TP statt VT', 'instead of'],
  ['H5', { key: 'confidential', facts: {} }, 'Passt fachlich nicht (vertraulich)', 'confidential'],
])('%s reads as a person would say it', (id, note, german, english) => {
  expect(sentenceOf({ id, note }, WORDINGS.de)).toBe(german);
  expect(sentenceOf({ id, note }, WORDINGS.en)).toContain(english);
});

const line = (id: string, verdict: Line['verdict'], key: string, facts: Line['note']['facts'] = {}): Line => ({
  id,
  label: `fit.${id}`,
  verdict,
  points: 0,
  max: 0,
  note: { key, facts },
});
const card: Explained['card'] = {
  placeId: '00000000-0000-7000-8000-000000000001',
  placeVersion: 1,
  practitionerId: '00000000-0000-7000-8000-000000000002',
  name: 'Henrike Brandt',
  title: null,
  kind: 'PLACE',
  procedure: 'VT',
  setting: 'single',
  groupName: null,
  modalities: ['in-person'],
  kilometres: 1.2,
  travelMinutes: 12,
  placeName: 'Bonn',
  earliestStart: FIXTURE_TODAY,
  firstSlot: null,
  confirmedAt: null,
  notes: null,
  heldBy: null,
  waitingBefore: 0,
};
const explained = (...lines: Line[]): Explained => ({ card, verdict: 'fits', score: 80, band: 1, rank: 1, no: [], clarify: [], lines });
const short = (...lines: Line[]) => reasonsOf(explained(...lines), WORDINGS.de).map(({ answer, text }) => `${answer}: ${text}`);

describe('a card', () => {
  test('says what was asked for, most important first, and nothing that nobody asked', () => {
    expect(
      short(
        line('H4', 'yes', 'payer-accepted', { insurance: 'GKV' }),
        line('H9', 'unknown', 'not-asked'),
        line('H13', 'yes', 'not-demanded'),
        line('H5', 'yes', 'suits'),
        line('S1', 'partly', 'specialities', { problems: ['DEP', 'ANX', 'PTS'], levels: ['S', 'B', 'U'] }),
        line('S2', 'yes', 'procedure-wish-met', { procedure: 'VT', wished: ['VT'] }),
      ),
    ).toEqual([
      'yes: VT',
      'yes: Depression: Schwerpunkt',
      'yes: Angststörung',
      'partly: Traumafolgestörung: nur nach Gespräch',
      'yes: Gesetzlich',
    ]);
  });
  test('asks whether it is step-free in one word', () => {
    expect(short(line('H9', 'clarify', 'feature-unknown', { features: ['step-free'] }))).toEqual(['open: stufenfrei?']);
  });
  test('names no difference to the wished therapist, only what is alike', () => {
    expect(short(line('S9', 'no', 'similar', { sameProcedure: false, sameGender: false, shared: [] }))).toEqual([]);
    expect(short(line('S9', 'partly', 'similar', { sameProcedure: true, sameGender: false, shared: [] }))).toEqual([
      'partly: arbeitet ähnlich',
    ]);
  });
  test('does not boast with German', () => {
    expect(short(line('H8', 'yes', 'common-language', { languages: ['de'], level: 'C2' }))).toEqual([]);
  });
});
