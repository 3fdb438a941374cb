import { describe, expect, test } from 'vitest';
import { laidOver } from './laid-over.ts';

interface Form {
  text: string;
  days: number | null;
  goals: string[];
}

describe('What was typed, laid over what holds now', () => {
  const from: Form = { text: 'alt', days: 3, goals: ['a'] };
  test.each<[string, Form, Form, Form]>([
    ['nobody else changed anything: it stands as typed', from, { ...from, text: 'neu' }, { ...from, text: 'neu' }],
    [
      'another part was changed meanwhile: both stand',
      { ...from, days: 5 },
      { ...from, text: 'neu' },
      { text: 'neu', days: 5, goals: ['a'] },
    ],
    [
      'the same part was changed meanwhile: what was typed is not lost',
      { ...from, text: 'anders' },
      { ...from, text: 'neu' },
      { ...from, text: 'neu' },
    ],
    ['nothing was typed: all follows', { text: 'anders', days: null, goals: [] }, from, { text: 'anders', days: null, goals: [] }],
    [
      'a list that grew elsewhere is followed',
      { ...from, goals: ['a', 'b'] },
      { ...from, days: 5 },
      { text: 'alt', days: 5, goals: ['a', 'b'] },
    ],
    ['emptied is typed, too', { ...from, days: 5 }, { ...from, days: null, text: '' }, { text: '', days: null, goals: ['a'] }],
  ])('%s', (_, now, typed, expected) => {
    expect(laidOver(now, from, typed)).toEqual(expected);
  });
});
