import { describe, expect, test } from 'vitest';
import { type PlanYes, planVoices, type Representative } from './plan-voices.ts';

const TODAY = '2026-03-02';
const who = (id: string, more: Partial<Representative> = {}): Representative => ({
  id,
  name: id,
  relation: 'parent',
  hasCustody: true,
  scope: null,
  ...more,
});
const yes = (guardianId: string | null, signsForBoth = false): PlanYes => ({
  by: guardianId ? 'guardian' : 'client',
  guardianId,
  signsForBoth,
});
const missing = (birthDate: string | null, guardians: Representative[], said: PlanYes[]) =>
  planVoices({ birthDate, guardians }, said, TODAY).missing.map(
    ({ by, guardianId }) => guardianId ?? (by === 'client' ? 'herself' : 'custody'),
  );
const BOTH = [who('mother'), who('father')];

describe('whose yes a plan needs (rule book A.1.6, B.2.2, B.2.4)', () => {
  test.each<[string, string | null, Representative[], PlanYes[], string[]]>([
    ['an adult, nobody asked yet', '1981-09-14', [], [], ['herself']],
    ['an adult agrees herself', '1981-09-14', [], [yes(null)], []],
    ['an adult whose mother is on record: a mother says nothing for her', '1981-09-14', [who('mother')], [yes('mother')], ['herself']],
    [
      'an adult for whom a court has set somebody',
      '1981-09-14',
      [who('court', { relation: 'court', hasCustody: null })],
      [yes('court')],
      [],
    ],
    ['the same, who agrees herself', '1981-09-14', [who('court', { relation: 'court', hasCustody: null })], [yes(null)], []],
    ['15, both parents, nobody asked yet', '2010-06-01', BOTH, [], ['herself', 'mother', 'father']],
    ['15, she and one of two', '2010-06-01', BOTH, [yes(null), yes('mother')], ['father']],
    ['15, both parents without her', '2010-06-01', BOTH, [yes('mother'), yes('father')], ['herself']],
    ['15, all three', '2010-06-01', BOTH, [yes('father'), yes(null), yes('mother')], []],
    ['15, the mother speaks for both, and that is on record', '2010-06-01', BOTH, [yes('mother', true)], ['herself']],
    ['15, the father has no custody', '2010-06-01', [who('mother'), who('father', { hasCustody: false })], [yes(null), yes('mother')], []],
    [
      '15, custody of the father not known: he is asked',
      '2010-06-01',
      [who('mother'), who('father', { hasCustody: null })],
      [yes(null), yes('mother')],
      ['father'],
    ],
    [
      '15, an aunt without custody says nothing',
      '2010-06-01',
      [who('aunt', { relation: 'other', hasCustody: null })],
      [yes(null), yes('aunt', true)],
      ['custody'],
    ],
    ['15, nobody on record who has custody', '2010-06-01', [], [yes(null)], ['custody']],
    ['15, with a guardian instead of parents', '2010-06-01', [who('vormund', { relation: 'guardian' })], [yes(null), yes('vormund')], []],
    ['fourteen today', '2012-03-02', BOTH, [yes('mother'), yes('father')], ['herself']],
    ['fourteen tomorrow: her wish is written down, both parents decide', '2012-03-03', BOTH, [yes('mother'), yes('father')], []],
    ['eighteen today: nobody else is asked', '2008-03-02', BOTH, [yes(null)], []],
    ['eighteen tomorrow', '2008-03-03', BOTH, [yes(null)], ['mother', 'father']],
    ['nameless still, a parent on record: taken for a child', null, [who('mother')], [yes(null)], ['mother']],
    ['nameless still, nobody on record', null, [], [yes(null)], []],
  ])('%s', (_about, birthDate, guardians, said, expected) => expect(missing(birthDate, guardians, said)).toEqual(expected));

  test('who can say yes is listed with what a court has set her for', () => {
    const { voices } = planVoices(
      {
        birthDate: '1981-09-14',
        guardians: [who('court', { relation: 'court', hasCustody: null, scope: 'Gesundheitssorge' }), who('mother')],
      },
      [],
      TODAY,
    );
    expect(voices).toMatchObject([{ by: 'client' }, { guardianId: 'court', scope: 'Gesundheitssorge' }]);
  });
});
