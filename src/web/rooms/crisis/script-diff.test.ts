import { expect, test } from 'vitest';
import { SHIPPED_SCRIPT } from '#rooms/crisis/rules/shipped-script.ts';
import { blanksIn, changedAt, differences, partsOf } from './script-diff.ts';

test('The shipped script differs from itself in nothing', () => {
  expect(differences(SHIPPED_SCRIPT, SHIPPED_SCRIPT).size).toBe(0);
  expect(partsOf(SHIPPED_SCRIPT).get('/questions/Q3/de')).toBe('Haben Sie überlegt, wie?');
});

test('One changed wording is one difference, with what stood there before', () => {
  const draft = changedAt(SHIPPED_SCRIPT, '/questions/Q3/de', 'Haben Sie schon darüber nachgedacht, wie?');
  expect([...differences(SHIPPED_SCRIPT, draft)]).toEqual([['/questions/Q3/de', 'Haben Sie überlegt, wie?']]);
});

test('A shorter deadline is a difference, and stays a number', () => {
  const draft = changedAt(SHIPPED_SCRIPT, '/levels/ORANGE/acknowledgeSeconds', 120);
  expect(draft.levels.ORANGE.acknowledgeSeconds).toBe(120);
  expect([...differences(SHIPPED_SCRIPT, draft)]).toEqual([['/levels/ORANGE/acknowledgeSeconds', '300']]);
});

test('A question that is gone is said with its old words', () => {
  const draft = { ...SHIPPED_SCRIPT, questions: SHIPPED_SCRIPT.questions.filter(({ id }) => id !== 'Q8') };
  const found = differences(SHIPPED_SCRIPT, draft);
  expect(found.get('/questions/Q8/en')).toMatch(/afraid of harming/);
  expect([...found.keys()].every((pointer) => pointer.startsWith('/questions/Q8'))).toBe(true);
});

test('A wording that was emptied is named, in the language in which it is empty', () => {
  expect(blanksIn(SHIPPED_SCRIPT)).toEqual([]);
  expect(blanksIn(changedAt(changedAt(SHIPPED_SCRIPT, '/questions/Q3/de', ' '), '/opener/en', ''))).toEqual([
    '/opener/en',
    '/questions/Q3/de',
  ]);
});
