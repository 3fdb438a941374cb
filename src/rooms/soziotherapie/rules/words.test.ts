import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { HINT_WORDS } from './hint-words.ts';
import { EPISODE_TABLE, EPISODE_UNLISTED } from './life/episode.ts';
import { PRESCRIPTION_TABLE, PRESCRIPTION_UNLISTED } from './life/prescription.ts';
import { RELEASE_TABLE, RELEASE_UNLISTED } from './life/release-of-secrecy.ts';
import { SESSION_TABLE, SESSION_UNLISTED } from './life/session.ts';
import { USAGE_TABLE, USAGE_UNLISTED } from './life/usage.ts';
import { RULES } from './ruling.ts';
import { SOZIOTHERAPIE_WORDS } from './words.ts';

const here = new URL('..', import.meta.url); // the whole room: some codes are said by an action, where the database has the last word
const files = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const read = (wanted: (name: string) => boolean) =>
  files
    .filter(wanted)
    .map((name) => readFileSync(new URL(name, here), 'utf8'))
    .join('\n');
const code = read((name) => !/\.test\.ts$|words\.ts$/.test(name));
const tests = read((name) => name.endsWith('.test.ts') && name !== 'words.test.ts');
/** Words that say where something stands. */
const UNLISTED = [EPISODE_UNLISTED, PRESCRIPTION_UNLISTED, USAGE_UNLISTED, SESSION_UNLISTED, RELEASE_UNLISTED].flatMap((one): string[] =>
  Object.values(one),
);
const facts = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

describe('the words of Soziotherapie', () => {
  test('every code with words is one that a rule can say, and it occurs in a test', () => {
    const codes = [...Object.keys(SOZIOTHERAPIE_WORDS), ...Object.keys(HINT_WORDS)];
    expect(codes.length).toBeGreaterThan(150);
    expect(codes.filter((one) => !code.includes(`'${one}'`))).toEqual([]);
    // the words of a state alone are asked for by the last test of the life cycles, one by one
    expect(codes.filter((one) => !tests.includes(one) && !UNLISTED.includes(one))).toEqual([]);
  });

  test('every word of a life cycle is there', () => {
    const tables = [EPISODE_TABLE, PRESCRIPTION_TABLE, USAGE_TABLE, SESSION_TABLE, RELEASE_TABLE];
    const needs = tables.flatMap((table) =>
      Object.values(table)
        .flat()
        .flatMap((row: { needs?: readonly string[] }) => row.needs ?? []),
    );
    expect(needs.length).toBeGreaterThan(40);
    expect([...needs, ...UNLISTED].filter((one) => !(one in SOZIOTHERAPIE_WORDS))).toEqual([]);
  });

  test('German and English are complete, differ, and name the same facts', () => {
    for (const [one, { de, en }] of Object.entries(SOZIOTHERAPIE_WORDS)) {
      for (const text of [de.title, de.detail, en.title, en.detail]) expect(text, one).toMatch(/^[A-ZÄÖÜ0-9{„].{5,}\.$/);
      expect(de.title, one).not.toBe(en.title);
      expect(facts(de.title + de.detail), one).toEqual(facts(en.title + en.detail));
    }
    for (const [one, { de, en }] of Object.entries(HINT_WORDS)) expect(facts(de), one).toEqual(facts(en));
  });

  test('every rule of the book has its place in law', () => {
    const ids = Array.from({ length: 26 }, (_, index) => `R${index + 1}`);
    expect(Object.keys(RULES)).toEqual([...ids, 'LIFE']);
    for (const { source } of Object.values(RULES)) expect(source).toMatch(/§|Einstellung der Praxis/);
    expect(ids.filter((id) => !tests.includes(`${id}-0`) && !tests.includes(`${id} `))).toEqual([]);
  });
});
