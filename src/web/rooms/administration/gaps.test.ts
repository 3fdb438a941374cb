import { expect, test } from 'vitest';
import { gapsIn, shareOf, withoutDeputy } from './gaps.ts';

const at = (text: string) => Temporal.Instant.from(`2026-03-${text}:00Z`);
const span = (from: string, until: string) => ({ from: at(from), until: at(until) });
const written = (spans: { from: Temporal.Instant; until: Temporal.Instant }[]) =>
  spans.map(({ from, until }) => `${from.toString().slice(8, 16)} ${until.toString().slice(8, 16)}`);

test('A roster without anybody is one gap as long as the period', () => {
  expect(written(gapsIn(span('02T08:00', '16T08:00'), []))).toEqual(['02T08:00 16T08:00']);
});

test('Duties that touch or overlap leave no gap; what lies between two of them is one', () => {
  const duties = [span('04T18:00', '05T08:00'), span('01T08:00', '03T08:00'), span('03T08:00', '03T18:00'), span('02T20:00', '02T22:00')];
  expect(written(gapsIn(span('02T08:00', '06T08:00'), duties))).toEqual(['03T18:00 04T18:00', '05T08:00 06T08:00']);
});

test('A duty beyond the period covers only the part inside', () => {
  expect(gapsIn(span('02T08:00', '03T08:00'), [span('01T00:00', '05T00:00')])).toEqual([]);
  expect(written(gapsIn(span('02T08:00', '03T08:00'), [span('04T00:00', '05T00:00')]))).toEqual(['02T08:00 03T08:00']);
});

test('A night of 23 hours is a whole day on the strip', () => {
  // Berlin, 29 March 2026: the clock goes from 2 to 3.
  const day = { from: Temporal.Instant.from('2026-03-28T23:00:00Z'), until: Temporal.Instant.from('2026-03-29T22:00:00Z') };
  expect(shareOf(day, day)).toEqual({ start: 0, end: 1 });
  expect(shareOf(day, { from: day.until, until: day.until.add({ hours: 4 }) })).toBe(null);
});

test('A duty without anybody behind it is named; another first one beside it stands in', () => {
  const duty = (from: string, until: string, rank: number) => ({ from: `2026-03-${from}:00Z`, until: `2026-03-${until}:00Z`, rank });
  const period = span('02T08:00', '06T08:00');
  expect(written(withoutDeputy(period, [duty('01T08:00', '03T08:00', 1), duty('02T12:00', '03T08:00', 2)]))).toEqual(['02T08:00 02T12:00']);
  expect(withoutDeputy(period, [duty('01T08:00', '07T08:00', 1), duty('01T08:00', '07T08:00', 1)])).toEqual([]);
  expect(withoutDeputy(period, [duty('01T08:00', '07T08:00', 2)])).toEqual([]);
});
