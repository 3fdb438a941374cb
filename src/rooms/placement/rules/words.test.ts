import { describe, expect, test } from 'vitest';
import { DIRECTORY_CODES } from '#rooms/directory/rules/codes.ts';
import type { PlaceCode } from '#rooms/directory/rules/place.ts';
import { DIRECTORY_WORDS, FIELD_WORDS } from '#rooms/directory/rules/words.ts';
import type { AppointmentCode } from '#rooms/scheduling/rules/appointment.ts';
import { SCHEDULING_CODES } from '#rooms/scheduling/rules/codes.ts';
import type { SlotCode } from '#rooms/scheduling/rules/slot.ts';
import { SCHEDULING_WORDS } from '#rooms/scheduling/rules/words.ts';
import { PLACEMENT_CODES } from './codes.ts';
import type { RepresentationBlocker } from './minors.ts';
import type { RequestCode } from './request.ts';
import { FEE_WORDS, PLACEMENT_WORDS } from './words.ts';

const ALL = [...DIRECTORY_CODES, ...SCHEDULING_CODES, ...PLACEMENT_CODES] as const;
type Listed = (typeof ALL)[number];
type Used = PlaceCode | SlotCode | AppointmentCode | RequestCode | RepresentationBlocker | 'only-oncall-lowers';
/** Compiles only if every code that a rule can answer is listed, and nothing else is. */
const used: Record<Exclude<Used, Listed> | Exclude<Listed, Used>, never> = {};

describe('the words of refusals', () => {
  test('every code is listed once, in the quietest room that uses it', () => {
    expect(Object.keys(used)).toEqual([]);
    expect(new Set(ALL).size).toBe(ALL.length);
    for (const code of ALL) expect(code).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
  });

  const words = Object.entries({ ...DIRECTORY_WORDS, ...SCHEDULING_WORDS, ...PLACEMENT_WORDS });
  test('every code has short, complete sentences in German and English', () => {
    expect(words.length).toBe(ALL.length);
    for (const [code, { de, en }] of words) {
      for (const text of [de.title, de.detail, en.title, en.detail]) {
        expect(text, code).toMatch(/^[\p{Lu}„“{].*[.]$/u);
        expect(text, code).not.toMatch(/!|leider|bitte warten|Fehler|ungültig|\bSlot\b/);
        expect(text.length, code).toBeLessThanOrEqual(110);
      }
    }
  });

  test('both languages have the same placeholders', () => {
    const holes = (text: string) => (text.match(/\{\w+\}/g) ?? []).join();
    for (const [code, { de, en }] of words) {
      expect(holes(de.title + de.detail), code).toBe(holes(en.title + en.detail));
      expect(['', '{until}'], code).toContain(holes(de.title + de.detail));
    }
    for (const [code, { de, en }] of Object.entries({ ...FIELD_WORDS, ...FEE_WORDS })) {
      expect(holes(de), code).toBe(holes(en));
      expect(['', '{limit}'], code).toContain(holes(de));
    }
  });
});
