import { describe, expect, test } from 'vitest';
import { freshSince, freshUntil, isFresh } from './freshness.ts';

const at = (berlin: string) => Temporal.ZonedDateTime.from(`${berlin}[Europe/Berlin]`).toInstant();

describe('freshness of a confirmation', () => {
  test.each([
    ['14 days ago at 23:59, asked in the morning', '2026-02-16T23:59:00', '2026-03-02T09:00:00', true],
    ['14 days ago at 23:59, asked at 23:59:30', '2026-02-16T23:59:00', '2026-03-02T23:59:30', true],
    ['14 days ago at 00:01, asked at 23:59', '2026-02-16T00:01:00', '2026-03-02T23:59:00', true],
    ['14 days ago at 23:59, asked a minute after midnight', '2026-02-16T23:59:00', '2026-03-03T00:00:00', false],
    ['15 days ago', '2026-02-15T23:59:59', '2026-03-02T00:00:00', false],
    ['across the spring night', '2026-03-22T12:00:00', '2026-04-05T23:00:00', true],
    ['across the autumn night', '2026-10-20T23:59:00', '2026-11-04T00:00:00', false],
    ['just now', '2026-03-02T09:00:00', '2026-03-02T09:00:00', true],
  ])('%s', (_case, confirmed, now, fresh) => {
    expect(isFresh(at(confirmed), at(now))).toBe(fresh);
    expect(Temporal.Instant.compare(at(now), freshUntil(at(confirmed))) < 0).toBe(fresh);
    expect(Temporal.Instant.compare(at(confirmed), freshSince(at(now))) >= 0).toBe(fresh);
  });

  test('never confirmed is never fresh', () => expect(isFresh(null, at('2026-03-02T09:00:00'))).toBe(false));
});
