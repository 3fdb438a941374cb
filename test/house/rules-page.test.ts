import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { RULES } from '#rooms/soziotherapie/rules/ruling.ts';
import { missingChapters, rulesPage } from '../../tools/regeln.ts';

describe('The page on how Geleit counts', () => {
  test('is what the rules say today', () => {
    const kept = readFileSync(new URL('../../docs/handbuch/regeln.md', import.meta.url), 'utf8');
    expect(kept, 'run `node tools/regeln.ts`').toBe(rulesPage());
  });

  test('leaves no rule out, and answers each question of its examples in words', () => {
    expect(missingChapters()).toEqual([]);
    const page = rulesPage();
    for (const [id, { de }] of Object.entries(RULES)) if (id !== 'LIFE') expect(page).toContain(`## ${id} ${de}`);
    const answers = page.split('\n').filter((line) => /^\| [RS]\d+/.test(line));
    expect(answers.length).toBeGreaterThan(80);
    for (const line of answers) expect(line).not.toMatch(/\{|\bundefined\b|NaN|…/);
  });
});
