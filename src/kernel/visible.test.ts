import { expect, test } from 'vitest';
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
