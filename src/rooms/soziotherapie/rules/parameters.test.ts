import { describe, expect, test } from 'vitest';
import { mayChoose, openSettings, parametersOn, SETTINGS, type SettingName } from './parameters.ts';

describe('the numbers of the trade', () => {
  test('each names its source, its rows follow each other, and a fixed one has no choices', () => {
    for (const [name, setting] of Object.entries(SETTINGS)) {
      expect(setting.source.length, name).toBeGreaterThan(10);
      const days = setting.rows.map(({ validFrom }) => validFrom ?? '');
      expect([...days].sort(), name).toEqual(days);
      if (setting.basis === 'law' || setting.basis === 'directive') expect(setting.source, name).toMatch(/§|Muster 28/);
    }
  });
  test('an older day uses the older row', () => {
    expect([parametersOn('2024-12-31').noticeFictionDays, parametersOn('2025-01-01').noticeFictionDays]).toEqual([3, 4]);
    expect([parametersOn('2024-12-31').retentionYearsVouchers, parametersOn('2025-01-01').retentionYearsVouchers]).toEqual([10, 8]);
    expect(parametersOn('1999-01-01').episodeCapMinutes).toBe(7200);
  });
  test('where the law leaves it open, the setting says so', () => {
    expect(
      openSettings()
        .map(({ question }) => question)
        .sort(),
    ).toEqual(['O1', 'O10', 'O11', 'O13', 'O14', 'O2', 'O3', 'O4', 'O6', 'O8']);
  });
  test('a network chooses only what is open, and only what is printed', () => {
    expect(parametersOn('2026-01-01', { billingStepMinutes: 6, groupCapCounting: 'unit' })).toMatchObject({
      billingStepMinutes: 6,
      groupCapCounting: 'unit',
    });
    const refused: [SettingName, unknown][] = [
      ['episodeCapMinutes', 9000],
      ['gafCeiling', 60],
      ['billingStepMinutes', 10],
      ['reviewIntervalMonths', 4],
      ['lateDocHours', 0],
      ['lateDocHours', 1.5],
    ];
    for (const [name, value] of refused) {
      expect(mayChoose(name, value), name).toBe(false);
      expect(() => parametersOn('2026-01-01', { [name]: value })).toThrow(RangeError);
    }
    expect(mayChoose('lateDocHours', 48)).toBe(true);
  });
});
