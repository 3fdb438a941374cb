import { describe, expect, test } from 'vitest';
import { missingInNote, type NoteText } from './note.ts';

const note: NoteText = { kinds: ['PLAN'], goalIds: ['g'], done: 'Wochenplan besprochen.', reaction: 'Einverstanden.', nextStep: '' };
const HOME = { planInForce: true, placeKind: 'home' } as const;

describe('D3: what a note lacks', () => {
  test.each([
    ['nothing', note, HOME, []],
    ['the place', note, { ...HOME, placeKind: null }, ['place']],
    ['what it was for', { ...note, kinds: [] }, HOME, ['kinds']],
    ['goals, where a plan is in force', { ...note, goalIds: [] }, HOME, ['goals']],
    ['no goals before there is a plan', { ...note, goalIds: [] }, { ...HOME, planInForce: false }, []],
    [
      'thirty characters over the three texts: 29',
      { ...note, done: 'a'.repeat(20), reaction: 'b'.repeat(8), nextStep: '' },
      HOME,
      ['done'],
    ],
    ['thirty characters over the three texts: 30', { ...note, done: 'a'.repeat(20), reaction: 'b'.repeat(9), nextStep: '' }, HOME, []],
    ['white space is no text', { ...note, done: `a${' '.repeat(40)}b`, reaction: '\n\n', nextStep: '\t' }, HOME, ['done']],
    ['marks of no width are no text', { ...note, done: '\u200b'.repeat(40), reaction: '', nextStep: '' }, HOME, ['done']],
    ['a reaction alone does not say what was done', { ...note, done: ' ', reaction: 'c'.repeat(60) }, HOME, ['done']],
    [
      'all of it',
      { ...note, kinds: [], goalIds: [], done: '', reaction: '' },
      { ...HOME, placeKind: null },
      ['place', 'kinds', 'goals', 'done'],
    ],
  ])('%s', (_, text, facts, expected) => {
    expect(missingInNote(text, facts)).toEqual(expected);
  });
});
