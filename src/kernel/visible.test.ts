import { expect, test } from 'vitest';
import { said } from './said.ts';
import { visible, visibleLength } from './visible.ts';

test.each([
  ['', 0],
  ['  \n\t ', 0],
  ['\u200b\u200d\ufeff\u00ad\u2060', 0],
  ['\u200e \u202e', 0],
  ['\u3164\u115f\u2800', 0],
  ['Weg', 3],
  ['  kurz \u200b  kurz  ', 9],
  ['Zu\u00adcker', 6],
  ['Grüße 🙂', 7],
])('%j shows %i characters', (text, length) => expect([visibleLength(text), visible(visible(text))]).toEqual([length, visible(text)]));

test('a reason of unseen marks is none, and is told as one that is missing', () => {
  const read = (text: string) =>
    said(10, 3)
      .safeParse(text)
      .error?.issues.map(({ code, message }) => (code === 'custom' ? message : code)) ?? 'taken';
  expect(['Weg', ' Zug ', 'we', '\u200b'.repeat(5), 'a\u200b\u200bb', 'zu lang für zehn'].map(read)).toEqual([
    'taken',
    'taken',
    ['too_small'],
    ['required'],
    ['required'],
    ['too_big'],
  ]);
});
