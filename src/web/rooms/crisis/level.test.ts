import { expect, test } from 'vitest';
import type { ScriptCall } from '#rooms/crisis/rules/script.ts';
import { SHIPPED_SCRIPT as body } from '#rooms/crisis/rules/shipped-script.ts';
import { nextOpen, reasonsOf } from './level.ts';

const call = (change: Partial<ScriptCall>): ScriptCall => ({ opener: 'no', answers: {}, marks: [], age: 33, finished: false, ...change });

test('Orange because the way was thought of, not because of what alone would be Gelb', () => {
  const told = call({ answers: { Q0: 'no', Q1: 'yes', Q2: 'yes', Q3: 'yes' } });
  expect(reasonsOf(body, told, 'ORANGE')).toEqual([{ question: 'Q3', answer: 'yes' }]);
});

test('Where only two answers together make it, both are the reason', () => {
  const told = call({ answers: { Q0: 'no', Q2: 'yes', Q4: 'yes', Q5: '?' } });
  expect(reasonsOf(body, told, 'RED')).toEqual([
    { question: 'Q4', answer: 'yes' },
    { question: 'Q5', answer: '?' },
  ]);
});

test('A threat is a reason without any answer', () => {
  expect(reasonsOf(body, call({ marks: ['threatening'] }), 'RED')).toEqual([{ mark: 'threatening' }]);
});

test('The button has no reason in the answers', () => {
  expect(reasonsOf(body, call({ answers: { Q1: 'yes' } }), 'ORANGE')).toEqual([]);
  expect(reasonsOf(body, call({ answers: { Q0: 'no' } }), 'GREEN')).toEqual([]);
});

test('The next question is the first without an answer', () => {
  expect(nextOpen(body, {})).toBe('Q0');
  expect(nextOpen(body, { Q0: 'no', Q2: 'no' })).toBe('Q1');
  expect(nextOpen(body, Object.fromEntries(body.questions.map(({ id, unanswered }) => [id, unanswered])))).toBeNull();
});
