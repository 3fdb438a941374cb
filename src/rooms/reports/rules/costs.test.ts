import { expect, test } from 'vitest';
import { type Member, shareCosts } from './costs.ts';

const member = (practitionerId: string, months = 12, seatPercent = 100): Member => ({ practitionerId, months, seatPercent });
const cents = (total: number, members: Member[], bySeat = false) => shareCosts(total, members, bySeat)?.map((share) => share.cents);

test('three members of a year share 100 euros to the cent; the cent left goes to the largest remainder', () => {
  expect(cents(10_000, [member('a'), member('b'), member('c')])).toEqual([3_334, 3_333, 3_333]);
  expect(cents(10_001, [member('a'), member('b'), member('c')])).toEqual([3_334, 3_334, 3_333]);
});

test('who joined in July pays half of a year', () => {
  expect(cents(30_000, [member('a'), member('b', 6), member('c', 0)])).toEqual([20_000, 10_000, 0]);
});

test('half a seat pays half only where the network shares by seats', () => {
  const two = [member('a', 12, 100), member('b', 12, 50)];
  expect(cents(30_000, two, true)).toEqual([20_000, 10_000]);
  expect(cents(30_000, two, false)).toEqual([15_000, 15_000]);
});

test('nobody shares where nobody was a member', () => {
  expect(shareCosts(10_000, [member('a', 0)], false)).toBeNull();
  expect(shareCosts(10_000, [], false)).toBeNull();
});

test('the shares of any membership add up to the amount, and who is there as long pays the same to a cent', () => {
  let state = 3;
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
  const runs = 200 * Number(process.env.GELEIT_DEPTH ?? 1);
  for (let run = 0; run < runs; run += 1) {
    const members = Array.from({ length: 1 + next(30) }, (_, index) => member(String(index), next(13), [25, 50, 75, 100][next(4)]));
    const total = next(10_000_000);
    const shares = shareCosts(total, members, run % 2 === 0);
    if (!shares) continue;
    expect(shares.reduce((so, share) => so + share.cents, 0)).toBe(total);
    for (const one of shares)
      for (const other of shares)
        if (one.months === other.months && one.seatPercent === other.seatPercent)
          expect(Math.abs(one.cents - other.cents)).toBeLessThanOrEqual(1);
  }
  console.log(`${runs} memberships`);
});
