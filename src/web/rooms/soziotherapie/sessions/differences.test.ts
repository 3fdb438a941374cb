import { expect, test } from 'vitest';
import { differencesBetween } from './differences.ts';

const shown = (before: string, after: string) =>
  differencesBetween(before, after).map(({ kind, text }) => `${{ same: '=', gone: '-', came: '+' }[kind]}${text.trim()}`);

test.each([
  ['nothing', 'Wir haben geübt.', 'Wir haben geübt.', ['=Wir haben geübt.']],
  ['a word', 'Bus zur Praxis gefahren', 'Bahn zur Praxis gefahren', ['-Bus', '+Bahn', '=zur Praxis gefahren']],
  ['a sentence at the end', 'Weg geübt.', 'Weg geübt. Sie fuhr allein.', ['=Weg geübt.', '+Sie fuhr allein.']],
  ['all of it', 'eins', 'zwei', ['-eins', '+zwei']],
  ['out of nothing', '', 'Neu.', ['+Neu.']],
])('two versions of a note differ in %s', (_, before, after, expected) => {
  expect(shown(before, after)).toEqual(expected);
});

test('both texts can be read whole out of their differences', () => {
  const [before, after] = ['a b c d e f g', 'b c x d g h'];
  const stretches = differencesBetween(before, after);
  const read = (left: 'gone' | 'came') =>
    stretches
      .filter(({ kind }) => kind !== left)
      .map(({ text }) => text.trim())
      .join(' ');
  expect(read('came').replace(/\s+/g, ' ')).toBe(before);
  expect(read('gone').replace(/\s+/g, ' ')).toBe(after);
});

test('a very long note is compared as a whole', () => {
  const long = 'Wort '.repeat(1300);
  expect(differencesBetween(long, `${long}neu`).map(({ kind }) => kind)).toEqual(['gone', 'came']);
});
