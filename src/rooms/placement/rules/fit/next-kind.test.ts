import { describe, expect, test } from 'vitest';
import { exclusionHit, type FitRequest, findRule, nextKind, PASSUNGSREGEL_1, pairFreeFrom, pairStillBlocked, ruleOn } from '../fit.ts';

const TODAY = '2026-03-02';
const acute = { recommendations: ['acute'], date: '2026-02-20' } as const;
const therapy = { recommendations: ['therapy'], date: '2026-02-20' } as const;
type Asked = Partial<FitRequest>;

describe('the lawful first step, A.2.2', () => {
  test.each([
    ['GKV without a PTV 11', { insurance: 'GKV' }, { kind: 'CONSULT', warnings: [] }],
    ['GKV, PTV 11 recommends acute', { insurance: 'GKV', ptv11: acute }, { kind: 'ACUTE', warnings: [] }],
    ['GKV, PTV 11 recommends therapy', { insurance: 'GKV', ptv11: therapy }, { kind: 'TRIAL', warnings: [] }],
    ['GKV with an exemption', { insurance: 'GKV', exemption: true }, { kind: 'TRIAL', warnings: [] }],
    ['acute comes before the exemption', { insurance: 'GKV', ptv11: acute, exemption: true }, { kind: 'ACUTE', warnings: [] }],
    [
      'acute among several',
      { insurance: 'GKV', ptv11: { recommendations: ['therapy', 'acute'], date: '2026-02-20' } },
      { kind: 'ACUTE', warnings: [] },
    ],
    [
      'therapy among several',
      { insurance: 'GKV', ptv11: { recommendations: ['prevention', 'therapy'], date: '2026-02-20' } },
      { kind: 'TRIAL', warnings: [] },
    ],
    [
      'anything else',
      { insurance: 'GKV', ptv11: { recommendations: ['inpatient'], date: '2026-02-20' } },
      { kind: 'none', warnings: [], guidance: 'other-help' },
    ],
    [
      'anything else, with an exemption',
      { insurance: 'GKV', exemption: true, ptv11: { recommendations: ['inpatient'], date: '2026-02-20' } },
      { kind: 'TRIAL', warnings: [] },
    ],
    [
      'a PTV 11 whose recommendation nobody knows',
      { insurance: 'GKV', ptv11: { recommendations: [], date: '2026-02-20' } },
      { kind: 'CONSULT', warnings: ['ptv11-recommendation-unknown'] },
    ],
    [
      'a PTV 11 without a date',
      { insurance: 'GKV', ptv11: { recommendations: ['therapy'] } },
      { kind: 'TRIAL', warnings: ['ptv11-date-unknown'] },
    ],
    [
      'a PTV 11 of a year ago',
      { insurance: 'GKV', ptv11: { recommendations: ['therapy'], date: '2025-03-02' } },
      { kind: 'TRIAL', warnings: [] },
    ],
    [
      'a PTV 11 of a year and a day ago',
      { insurance: 'GKV', ptv11: { recommendations: ['therapy'], date: '2025-03-01' } },
      { kind: 'TRIAL', warnings: ['ptv11-older-than-12-months'] },
    ],
    ['PKV', { insurance: 'PKV' }, { kind: 'TRIAL', warnings: [] }],
    ['PKV ignores a PTV 11', { insurance: 'PKV', ptv11: { recommendations: ['acute'] } }, { kind: 'TRIAL', warnings: [] }],
    ['Beihilfe', { insurance: 'BEIHILFE' }, { kind: 'TRIAL', warnings: [] }],
    ['self-pay', { insurance: 'SELF' }, { kind: 'TRIAL', warnings: [] }],
    ['Kostenerstattung', { insurance: 'KE' }, { kind: 'TRIAL', warnings: [] }],
    ['accident insurance', { insurance: 'BG' }, { kind: 'CONSULT', warnings: ['payer-to-clarify'] }],
    ['Heilfürsorge', { insurance: 'HEILFUERSORGE' }, { kind: 'CONSULT', warnings: ['payer-to-clarify'] }],
    ['asylum seekers', { insurance: 'ASYLBLG' }, { kind: 'CONSULT', warnings: ['payer-to-clarify'] }],
    ['youth office', { insurance: 'YOUTH', ptv11: acute }, { kind: 'CONSULT', warnings: ['payer-to-clarify'] }],
    ['payer unknown', {}, { kind: 'CONSULT', warnings: ['insurance-unknown'] }],
    ['ORANGE', { insurance: 'PKV', safetyLevel: 'ORANGE' }, { kind: 'none', warnings: [], guidance: 'oncall' }],
    ['RED before a PTV 11', { insurance: 'GKV', ptv11: acute, safetyLevel: 'RED' }, { kind: 'none', warnings: [], guidance: 'oncall' }],
    ['YELLOW goes on', { insurance: 'GKV', safetyLevel: 'YELLOW' }, { kind: 'CONSULT', warnings: [] }],
    ['ONCALL wants ACUTE, even at RED', { insurance: 'BG', safetyLevel: 'RED', oncallWantsAcute: true }, { kind: 'ACUTE', warnings: [] }],
  ] as const satisfies [string, Asked, unknown][])('%s', (_what, asked, expected) => {
    expect(nextKind(asked, TODAY, PASSUNGSREGEL_1)).toEqual(expected);
  });
});

describe('what keeps a pair apart', () => {
  test('on the same calendar day 24 months after a failed fit the pair is free again', () => {
    expect(pairFreeFrom('2024-03-02', PASSUNGSREGEL_1)).toBe('2026-03-02');
    expect(pairStillBlocked('2024-03-02', '2026-03-01', PASSUNGSREGEL_1)).toBe(true);
    expect(pairStillBlocked('2024-03-02', '2026-03-02', PASSUNGSREGEL_1)).toBe(false);
    expect(pairFreeFrom('2024-02-29', PASSUNGSREGEL_1)).toBe('2026-02-28');
  });

  test('an exclusion hits a code or marker literally, on its days only', () => {
    const own = [{ code: 'PBD' }, { code: 'COURT', validFrom: '2026-03-02', validTo: '2026-03-05' }] as const;
    expect(exclusionHit(own, ['DEP', 'PBD'], TODAY)).toBe(true);
    expect(exclusionHit(own, ['PDO'], TODAY)).toBe(false);
    expect(['2026-03-01', '2026-03-02', '2026-03-05', '2026-03-06'].map((day) => exclusionHit(own, ['COURT'], day))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(exclusionHit([], ['DEP'], TODAY)).toBe(false);
  });
});

describe('versions of the rule', () => {
  test('a list is made with the version of its day', () => {
    const second = { ...PASSUNGSREGEL_1, version: 2, validFrom: '2026-07-01' };
    const rules = [PASSUNGSREGEL_1, second];
    expect(['2025-01-01', '2026-06-30', '2026-07-01'].map((day) => ruleOn(day, rules).version)).toEqual([1, 1, 2]);
    expect(findRule(2, rules)).toBe(second);
    expect(findRule(3, rules)).toBeUndefined();
  });
});
