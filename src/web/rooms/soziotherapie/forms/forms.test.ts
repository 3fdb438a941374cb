import { describe, expect, test } from 'vitest';
import type { FormFacts } from '#rooms/soziotherapie/contract/forms.ts';
import { FULL_26 } from '#rooms/soziotherapie/rules/forms/forms.fixture.ts';
import { findIn } from './icd-search.ts';
import { valueAt, withValue } from './pointer.ts';
import { startContent, usualKind } from './prefill.ts';

const TABLE = [
  { code: 'F20', title: 'Schizophrenie', terminal: false },
  { code: 'F20.0', title: 'Paranoide Schizophrenie', terminal: true },
  { code: 'F21', title: 'Schizotype Störung', terminal: true },
  { code: 'F33.3', title: 'Rezidivierende depressive Störung, gegenwärtig schwere Episode mit psychotischen Symptomen', terminal: true },
];
const codes = (typed: string) => findIn(TABLE, typed).map(({ code }) => code);

describe('The search for a diagnosis', () => {
  test.each([
    ['schizo', ['F20.0', 'F21', 'F20']],
    ['F20', ['F20.0', 'F20']],
    ['f20.0 g', ['F20.0']],
    ['depressiv schwer', ['F33.3']],
    ['SCHWERE', ['F33.3']],
    ['störung', ['F21', 'F33.3']],
    ['Masern', []],
  ])('%s finds %j, complete codes first', (typed, expected) => expect(codes(typed)).toEqual(expected));
});

describe('A content addressed by pointers', () => {
  test('changes one place and leaves everything else as it was', () => {
    const before = { header: { surname: 'Reetz', address: { city: 'Bonn' } }, diagnoses: [{ code: 'F20.0' }, { code: 'F21' }] };
    const after = withValue(before, '/diagnoses/1/code', 'F24');
    expect(after.diagnoses).toEqual([{ code: 'F20.0' }, { code: 'F24' }]);
    expect(before.diagnoses[1]).toEqual({ code: 'F21' });
    expect(after.header).toBe(before.header);
    expect(valueAt(after, '/header/address/city')).toBe('Bonn');
  });
  test('makes the parts and lists on the way', () => {
    expect(withValue({}, '/impairments/COGNITION/degree', 'mild')).toEqual({ impairments: { COGNITION: { degree: 'mild' } } });
    expect(withValue({}, '/deliveredUnits/0/on', '2026-03-02')).toEqual({ deliveredUnits: [{ on: '2026-03-02' }] });
    expect(valueAt({ header: null }, '/header/address/city')).toBeUndefined();
  });
});

const ID = '00000000-0000-7000-8000-000000000001';
const FACTS: FormFacts = {
  today: '2026-03-05',
  person: { surname: 'Reetz', givenName: 'Almut', birthDate: '1984-05-02', street: 'Lindenstr. 7', postalCode: '53111', city: 'Bonn' },
  places: ['Bonn'],
  cover: { payerIk: '100177504', payerName: 'Techniker Krankenkasse', kvnr: 'A123456780', insuredStatus: '1' },
  provider: { name: 'Praxis Musterweg', ik: '499900019' },
  contractOnFile: true,
  prescriberId: ID,
  prescribers: [
    {
      id: ID,
      name: 'Dr. Frauke Distelkamp',
      kind: 'psychiatrist',
      lanr: '123456658',
      bsnr: '391234511',
      ik: null,
      permissionFrom: '2015-01-01',
      permissionTo: null,
    },
  ],
  earlier: [],
  remainingMinutes: 7200,
  window: null,
  firstSessionOn: null,
  nursing: [],
  choices: {},
  ratings: [],
  last: null,
};
const EARLIER = {
  id: ID,
  episodeId: ID,
  kind: 'INITIAL',
  issuedOn: '2025-06-02',
  units: 30,
  deliveredUnits: 28,
  withdrawn: false,
  sameCase: true,
  prescriber: 'Dr. Frauke Distelkamp',
};

describe('A new form', () => {
  test('begins with person, cover, practice and prescriber; GAF, day and signatures are asked anew', () => {
    const content = startContent('INITIAL', FACTS);
    expect(content.header).toMatchObject({
      surname: 'Reetz',
      kvnr: 'A123456780',
      payerIk: '100177504',
      lanr: '123456658',
      issueDate: null,
    });
    expect(content).toMatchObject({ form: '26', kind: 'INITIAL', provider: { ik: '499900019' } });
    const next = startContent('FOLLOW_UP', { ...FACTS, earlier: [EARLIER], last: { prescriptionId: ID, content: FULL_26 as never } });
    expect(next).toMatchObject({
      diagnoses: FULL_26.diagnoses,
      goals: FULL_26.goals,
      previousPrescriptions: [{ issuedOn: '2025-06-02', units: 30 }],
    });
    for (const name of ['gaf', 'prescriberSignature', 'patientApplicationSignature', 'unitsPrescribed', 'confirmed'])
      expect(next).not.toHaveProperty(name);
  });
  test('Muster 28 carries the numbers of who refers twice', () => {
    expect(startContent('REFERRAL', FACTS)).toMatchObject({
      form: '28',
      referringDoctor: { lanr: '123456658' },
      header: { lanr: '123456658' },
    });
  });
  test('is a follow-up after a regular one of the same case, and only then', () => {
    expect(usualKind(FACTS)).toBe('INITIAL');
    expect(usualKind({ ...FACTS, earlier: [EARLIER] })).toBe('FOLLOW_UP');
    expect(usualKind({ ...FACTS, earlier: [{ ...EARLIER, kind: 'TRIAL' }] })).toBe('INITIAL');
    expect(usualKind({ ...FACTS, earlier: [{ ...EARLIER, withdrawn: true }] })).toBe('INITIAL');
    expect(usualKind({ ...FACTS, earlier: [{ ...EARLIER, sameCase: false }] })).toBe('INITIAL');
  });
});
