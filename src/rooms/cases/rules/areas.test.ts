import { describe, expect, it } from 'vitest';
import { AREA_CODES, type AreaChanges, areasWith, areaWith, CARE_SYSTEMS, DOMAINS, SERVICE_TYPES, TEN_DOMAINS } from './areas.ts';

describe('the four ready areas of use', () => {
  it('ask the ten life domains everywhere, each with something in front, and D11 in long-term care', () => {
    for (const area of areasWith()) {
      expect(area.domains.map(({ code }) => code).slice(0, 10)).toEqual(TEN_DOMAINS);
      expect(area.domains.filter(({ emphasis }) => emphasis).length).toBeGreaterThanOrEqual(3);
    }
    expect(areaWith('care').domains.map(({ code }) => code)).toContain('D11');
    expect(areaWith('health').domains.map(({ code }) => code)).not.toContain('D11');
  });

  it('cover the nine areas of § 118 SGB IX and all 22 CANSAS items by number', () => {
    const all = Object.values(DOMAINS);
    expect([...new Set(all.flatMap(({ section118 }) => [...section118]))].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([...new Set(all.flatMap(({ cansasItems }) => [...cansasItems]))].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 22 }, (_, index) => index + 1),
    );
  });

  it('name every kind of service once, with its care system, and both guideline psychotherapies and Soziotherapie exclude each other', () => {
    expect(new Set(SERVICE_TYPES.map(({ code }) => code)).size).toBe(SERVICE_TYPES.length);
    expect([...new Set(SERVICE_TYPES.map(({ system }) => system))].sort()).toEqual([...CARE_SYSTEMS].sort());
    for (const area of areasWith()) {
      const codes = area.services.map(({ code }) => code);
      expect(new Set(codes).size).toBe(codes.length);
      expect(area.exclusive).toEqual(
        expect.arrayContaining([
          ['psychotherapy', 'psychotherapy'],
          ['soziotherapie', 'soziotherapie'],
        ]),
      );
      for (const [one, other] of area.exclusive) expect(codes).toEqual(expect.arrayContaining([one, other]));
    }
  });

  it('hold the printed rhythms and limits in health care', () => {
    const { rhythms, phaseLimits, review } = areaWith('health');
    expect(Object.values(rhythms).map(({ days, graceDays }) => `${days}+${graceDays}`)).toEqual(['7+3', '14+5', '30+7', '90+14']);
    expect(phaseLimits).toEqual({ case_finding: 14, intake: 14, assessment: 28, planning: 14, linking: 60 });
    expect(review).toEqual({ plan: 90, soziotherapie: 60, reassessment: 180, dormant: 90 });
  });
});

describe('a network that sets its own', () => {
  const changes: AreaChanges = {
    on: false,
    name: { de: 'Wohnungslosenhilfe', en: 'Homeless support' },
    services: [
      { ...SERVICE_TYPES[0], de: 'Psychotherapie', en: 'Psychotherapy' },
      {
        code: 'street-work',
        system: 'counselling',
        rhythmDays: 7,
        inpatient: false,
        continuous: true,
        de: 'Streetwork',
        en: 'Street work',
      },
    ],
    removed: ['probation'],
    rhythms: { A: { days: 2, graceDays: 1 }, B: undefined },
    phaseLimits: { intake: 5 },
    community: true,
    emphasis: ['D4', 'D11'],
  };

  it('renames, adds and removes services, changes rhythms, and keeps what it did not touch', () => {
    const area = areaWith('social', changes);
    const ready = areaWith('social');
    expect(area).toMatchObject({ code: 'social', on: false, de: 'Wohnungslosenhilfe', en: 'Homeless support' });
    const names = new Map(area.services.map(({ code, de }) => [code, de]));
    expect(names.get('psychotherapy')).toBe('Psychotherapie');
    expect(names.get('street-work')).toBe('Streetwork');
    expect(names.has('probation')).toBe(false);
    expect(area.services.length).toBe(ready.services.length);
    expect(area.rhythms).toEqual({ ...ready.rhythms, A: { days: 2, graceDays: 1 } });
    expect(area.phaseLimits).toEqual({ ...ready.phaseLimits, intake: 5 });
    expect(area.review).toEqual(ready.review);
    expect(area.domains.filter(({ emphasis }) => emphasis).map(({ code }) => code)).toEqual(['D4', 'D11']);
  });

  it('may leave the community domain out, never one of the ten', () => {
    expect(areaWith('care', { community: false }).domains.map(({ code }) => code)).toEqual(TEN_DOMAINS);
  });

  it('works without any setting, and an area of an older version works like health care', () => {
    expect(areasWith().map(({ code, on }) => [code, on])).toEqual(AREA_CODES.map((code) => [code, true]));
    expect(areaWith('of-old')).toEqual(areaWith('health'));
    expect(areaWith('rehab', null)).toBe(areaWith('rehab'));
  });
});
