import { describe, expect, test } from 'vitest';
import type { ProblemCode } from '#kernel/codes.ts';
import { fieldsMissingToOpen, type PlaceDraft, type PlaceWindow, placeFaults, problemFaults } from './place-fields.ts';

const tuesday: PlaceWindow = { weekday: 2, from: '17:00', to: '19:00', rhythm: 'weekly', validFrom: null };
const good: PlaceDraft = {
  locationId: 'l1',
  kind: 'PLACE',
  procedure: 'VT',
  setting: 'single',
  ageMin: 18,
  ageMax: 120,
  insuranceKinds: ['GKV', 'PKV'],
  languages: [{ tag: 'de', level: 'C2' }],
  specialities: { DEP: 'S', ANX: 'B' },
  access: { lift: 'yes' },
  modalities: ['in-person'],
  windows: [tuesday],
  earliestStart: '2026-03-09',
  newPatientsAccepted: true,
  notes: null,
};

describe('the fields of a place (A.2.3)', () => {
  test('a complete place opens', () => {
    expect(fieldsMissingToOpen(good)).toEqual([]);
    expect(placeFaults(good)).toEqual([]);
  });

  test('an empty draft names every mandatory field in the order of the form, and nothing is wrong with it', () => {
    expect(fieldsMissingToOpen({}).map(({ pointer }) => pointer)).toEqual([
      '/locationId',
      '/kind',
      '/procedure',
      '/setting',
      '/ageMin',
      '/ageMax',
      '/insuranceKinds',
      '/languages',
      '/modalities',
      '/earliestStart',
      '/newPatientsAccepted',
    ]);
    expect(placeFaults({})).toEqual([]);
  });

  test.each(['locationId', 'kind', 'procedure', 'setting', 'ageMin', 'ageMax', 'earliestStart', 'newPatientsAccepted'] as const)(
    'without %s it stays a draft',
    (field) => expect(fieldsMissingToOpen({ ...good, [field]: null })).toEqual([{ pointer: `/${field}`, code: 'missing' }]),
  );
  test.each(['insuranceKinds', 'languages', 'modalities', 'windows'] as const)('with an empty list of %s it stays a draft', (field) => {
    expect(fieldsMissingToOpen({ ...good, [field]: [] })).toEqual([{ pointer: `/${field}`, code: 'missing' }]);
  });

  test('a dated Sprechstunde needs no weekly window, other services no procedure', () => {
    expect(fieldsMissingToOpen({ ...good, kind: 'CONSULT', windows: [] })).toEqual([]);
    expect(fieldsMissingToOpen({ ...good, kind: 'SERVICE', procedure: null, setting: null, windows: [], earliestStart: null })).toEqual([]);
  });

  const focus = (codes: ProblemCode[]) => Object.fromEntries(codes.map((code) => [code, 'S'])) as Partial<Record<ProblemCode, 'S'>>;
  const six: ProblemCode[] = ['DEP', 'ANX', 'OCD', 'PTS', 'EAT', 'GRI'];
  const faults: [string, Partial<PlaceDraft>, string, string, (number | string)?][] = [
    ['a seventh focus', { specialities: focus([...six, 'SLE']) }, '/specialities', 'too-many', 6],
    ['UNK beside others', { specialities: { UNK: 'B', DEP: 'S' } }, '/specialities/UNK', 'not-alone'],
    ['a made-up speciality', { specialities: { XYZ: 'S' } as never }, '/specialities/XYZ', 'unknown-code'],
    ['a made-up level', { specialities: { DEP: 'Z' } as never }, '/specialities/DEP', 'unknown-code'],
    ['ages the wrong way round', { ageMin: 30, ageMax: 18 }, '/ageMax', 'range-reversed', 30],
    ['a negative age', { ageMin: -1 }, '/ageMin', 'out-of-range', 120],
    ['half a year', { ageMax: 17.5, ageMin: 0 }, '/ageMax', 'out-of-range', 120],
    ['a payer twice', { insuranceKinds: ['GKV', 'GKV'] }, '/insuranceKinds/1', 'twice'],
    ['a made-up payer', { insuranceKinds: ['AOK'] as never }, '/insuranceKinds/0', 'unknown-code'],
    ['a made-up access feature', { access: { sauna: 'yes' } as never }, '/access/sauna', 'unknown-code'],
    ['a language that is none', { languages: [{ tag: 'Deutsch!', level: 'C2' }] }, '/languages/0/tag', 'unknown-code'],
    [
      'a language twice',
      {
        languages: [
          { tag: 'de', level: 'C2' },
          { tag: 'DE', level: 'B2' },
        ],
      },
      '/languages/1/tag',
      'twice',
    ],
    ['a level that is none', { languages: [{ tag: 'de', level: 'D1' as never }] }, '/languages/0/level', 'unknown-code'],
    ['a window that ends before it begins', { windows: [{ ...tuesday, to: '16:00' }] }, '/windows/0/to', 'range-reversed', '17:00'],
    ['a window shorter than a session', { windows: [{ ...tuesday, to: '17:49' }] }, '/windows/0/to', 'too-short', 50],
    ['a group window under 100 minutes', { setting: 'group', windows: [{ ...tuesday, to: '18:39' }] }, '/windows/0/to', 'too-short', 100],
    ['a time that is none', { windows: [{ ...tuesday, from: '25:00' }] }, '/windows/0/from', 'time-invalid'],
    [
      'two windows at once',
      { windows: [tuesday, { ...tuesday, from: '18:00', to: '20:00', rhythm: 'even' }] },
      '/windows/1',
      'overlapping',
    ],
    ['a note of 201 characters', { notes: 'x'.repeat(201) }, '/notes', 'too-long', 200],
  ];
  test.each(faults)('%s is named', (_case, change, pointer, code, limit) => {
    expect(placeFaults({ ...good, ...change })).toEqual([limit === undefined ? { pointer, code } : { pointer, code, limit }]);
  });

  test('six focuses, UNK alone, sign language, a window until midnight and both rhythms side by side are fine', () => {
    expect(placeFaults({ ...good, specialities: focus(six) })).toEqual([]);
    expect(placeFaults({ ...good, specialities: { UNK: 'B' } })).toEqual([]);
    expect(
      placeFaults({
        ...good,
        languages: [
          { tag: 'gsg', level: 'C2' },
          { tag: 'sr-Latn', level: 'B2' },
        ],
      }),
    ).toEqual([]);
    expect(placeFaults({ ...good, windows: [{ ...tuesday, from: '22:00', to: '24:00' }] })).toEqual([]);
    expect(
      placeFaults({
        ...good,
        windows: [
          { ...tuesday, rhythm: 'even' },
          { ...tuesday, rhythm: 'odd' },
        ],
      }),
    ).toEqual([]);
    expect(placeFaults({ ...good, windows: [tuesday, { ...tuesday, from: '19:00', to: '20:00' }] })).toEqual([]);
  });

  test('a request names one to three problems, UNK only alone', () => {
    expect(problemFaults(['DEP', 'ANX', 'SLE'])).toEqual([]);
    expect(problemFaults(['UNK'])).toEqual([]);
    expect(problemFaults([])).toEqual([{ pointer: '/problems', code: 'missing' }]);
    expect(problemFaults(['DEP', 'ANX', 'SLE', 'GRI'])).toEqual([{ pointer: '/problems', code: 'too-many', limit: 3 }]);
    expect(problemFaults(['DEP', 'UNK'])).toEqual([{ pointer: '/problems', code: 'not-alone' }]);
  });
});
