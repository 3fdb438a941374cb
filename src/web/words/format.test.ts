import { expect, test } from 'vitest';
import { formatIn } from './format.ts';

const today = Temporal.PlainDate.from('2026-11-22');

test('A day of this year stands in a list without its year, a day of any other year with it', () => {
  const listed = (day: string) => [formatIn('de').listed(day, today), formatIn('en').listed(day, today)];
  expect(listed('2026-11-03')).toEqual(['03.11.', '3 Nov']);
  expect(listed('2024-12-30')).toEqual(['30.12.2024', '30 Dec 2024']);
  expect(listed('2027-01-04')).toEqual(['04.01.2027', '4 Jan 2027']);
});

test('The weekday stands apart from its date', () => {
  expect([formatIn('de').day('2026-11-27'), formatIn('en').day('2026-11-27')]).toEqual(['Fr 27.11.', 'Fri 27 Nov']);
});
