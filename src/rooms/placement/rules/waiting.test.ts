import { describe, expect, test } from 'vitest';
import { holidaysIn } from '#rooms/directory/rules/holiday.ts';
import {
  callDaysOf,
  closingAfter,
  compareWaiting,
  escalatesAt,
  nextContactAt,
  type Priority,
  type PriorityReason,
  type Standing,
  standingOf,
} from './waiting.ts';
import { linesOf, type Pair } from './waiting-line.ts';
import {
  afterAttempt,
  type EarlierOffer,
  mayCall,
  mayProposeAgain,
  WAITING_OFFER_NEXT,
  WAITING_OFFER_STATES,
  type WaitingOfferState,
} from './waiting-offer.ts';

const DEPTH = Number(process.env.GELEIT_DEPTH ?? 1);
const at = (text: string) => Temporal.Instant.from(text);
const nrw = holidaysIn('NW');

describe('who stands where (A.3.4, waiting order)', () => {
  const usual: Standing = { kept: 3, level: null, flagged: false, ptv11: undefined };
  const cases: [string, Partial<Standing>, Priority, PriorityReason][] = [
    ['nothing special', {}, 3, 'none'],
    ['green after the script', { level: 'GREEN', flagged: true }, 3, 'none'],
    ['yellow', { level: 'YELLOW' }, 1, 'safety'],
    ['an answer to the opener that nobody has looked at', { flagged: true }, 1, 'safety'],
    ['acute treatment on the PTV 11', { ptv11: ['therapy', 'acute'] }, 1, 'acute'],
    ['the provider cancelled', { kept: 1 }, 1, 'provider-cancelled'],
    ['a failed fit', { kept: 2 }, 2, 'fit-failed'],
    ['a failed fit and yellow', { kept: 2, level: 'YELLOW' }, 1, 'safety'],
  ];
  test.each(cases)('%s', (_, change, priority, reason) => {
    expect(standingOf({ ...usual, ...change })).toEqual({ priority, reason });
  });

  test('priority before date before id', () => {
    const one = { priority: 3 as const, createdAt: at('2026-01-01T00:00:00Z'), id: 'b' };
    const sorted = [{ ...one, id: 'c' }, one, { ...one, priority: 1 as const, createdAt: at('2026-02-01T00:00:00Z') }].sort(compareWaiting);
    expect(sorted.map(({ priority, id }) => `${priority}${id}`)).toEqual(['1b', '3b', '3c']);
  });
});

describe('the next contact (RQ6)', () => {
  const cases: [string, string, string][] = [
    ['a Monday: two weeks later at the same time', '2026-03-02T09:00:00Z', '2026-03-16T09:00:00Z'],
    ['into Easter: the Thursday before Good Friday, never later', '2026-03-20T09:00:00Z', '2026-04-02T08:00:00Z'],
    ['a Saturday becomes Friday', '2026-03-07T11:00:00Z', '2026-03-20T11:00:00Z'],
    ['over the autumn clock change: never more than 14 times 24 hours', '2026-10-19T07:00:00Z', '2026-11-02T07:00:00Z'],
    ['Christmas and its weekend', '2026-12-12T10:00:00Z', '2026-12-24T10:00:00Z'],
  ];
  test.each(cases)('%s', (_, last, next) => {
    expect(nextContactAt(at(last), nrw).toString()).toBe(next);
  });

  test('on every hour of two years: never later than 14 days, never on a free day, never before the last contact', () => {
    let instant = at('2026-01-01T00:30:00Z');
    let count = 0;
    for (; count < 2 * 365 * 24; count += 1, instant = instant.add({ hours: 1 })) {
      const next = nextContactAt(instant, nrw);
      const hours = (next.epochMilliseconds - instant.epochMilliseconds) / 3_600_000;
      if (hours > 14 * 24 || hours < 9 * 24) throw new Error(`${instant}: ${hours} hours`);
      const day = next.toZonedDateTimeISO('Europe/Berlin').toPlainDate();
      if (day.dayOfWeek > 5 || nrw(day)) throw new Error(`${instant}: ${day}`);
    }
    expect(count).toBe(17_520);
  });
});

describe('what a contact leads to', () => {
  test.each([
    [true, 'placed', undefined],
    [false, 'placed', 'self-found'],
    [false, 'no', 'withdrew'],
    [false, 'on-lists', 'withdrew'],
    [null, 'no', undefined],
  ] as const)('still needed %s, elsewhere %s', (stillNeeded, elsewhere, reason) => {
    expect(closingAfter(stillNeeded, elsewhere)).toBe(reason);
  });

  const attempts = (...texts: string[]) => texts.map(at);
  test.each([
    ['one call', attempts('2026-03-02T09:00:00Z'), 0, 'call-again'],
    ['two on one day', attempts('2026-03-02T09:00:00Z', '2026-03-02T17:00:00Z'), 0, 'call-again'],
    ['a minute before and after midnight in Berlin', attempts('2026-03-02T22:59:00Z', '2026-03-02T23:01:00Z'), 0, 'skip'],
    ['a minute before and after midnight in London', attempts('2026-03-02T23:59:00Z', '2026-03-03T00:01:00Z'), 0, 'call-again'],
    ['the second time', attempts('2026-03-02T09:00:00Z', '2026-03-03T09:00:00Z'), 1, 'skip'],
    ['the third time', attempts('2026-03-02T09:00:00Z', '2026-03-03T09:00:00Z'), 2, 'final-notice'],
  ] as const)('in vain: %s', (_, calls, skipped, after) => {
    expect(afterAttempt(calls, skipped)).toBe(after);
  });

  const earlier = (state: WaitingOfferState): EarlierOffer => ({ state, endedAt: at('2026-03-02T09:00:00Z') });
  test.each([
    ['a no stands', [earlier('declined')], at('2026-04-01T09:00:00Z'), false],
    ['not reached since', [earlier('skipped')], at('2026-03-01T09:00:00Z'), false],
    ['never reached', [earlier('lapsed')], null, false],
    ['reached since', [earlier('skipped'), earlier('lapsed')], at('2026-03-03T09:00:00Z'), true],
    ['withdrawn by the practice', [earlier('withdrawn')], null, true],
    ['nothing before', [], null, true],
  ] as const)('the same place again: %s', (_, offers, reachedAt, may) => {
    expect(mayProposeAgain(offers, reachedAt)).toBe(may);
  });

  test('an exclusive offer ends once: what has ended has nothing behind it', () => {
    for (const state of WAITING_OFFER_STATES)
      for (const next of WAITING_OFFER_NEXT[state])
        expect(state === 'proposed' ? ['held', 'withdrawn'] : WAITING_OFFER_STATES).toContain(next);
    expect(WAITING_OFFER_STATES.filter((state) => WAITING_OFFER_NEXT[state].length > 0)).toEqual(['proposed', 'held']);
    expect(mayCall({ state: 'proposed', turn: true, reason: undefined })).toEqual({ ok: true, before: null });
    expect(mayCall({ state: 'proposed', turn: false, reason: undefined })).toEqual({ ok: false, because: 'not-next-in-line' });
    expect(mayCall({ state: 'proposed', turn: false, reason: 'on-the-phone' })).toEqual({ ok: true, before: 'on-the-phone' });
    expect(mayCall({ state: 'held', turn: true, reason: undefined })).toEqual({ ok: false, because: 'proposal-over' });
  });
});

describe('the line of a place', () => {
  const pair = (placeId: string, requestId: string, tenths = 500): Pair => ({ placeId, requestId, tenths });

  test('one place: the fair order, whatever the score', () => {
    const line = linesOf(['a', 'b', 'c'], [pair('p', 'c', 990), pair('p', 'a', 100), pair('p', 'b', 800)]).get('p');
    expect(line?.map(({ requestId, turn }) => [requestId, turn])).toEqual([
      ['a', true],
      ['b', false],
      ['c', false],
    ]);
  });

  test('several places: each person the best of those that nobody before has taken', () => {
    const lines = linesOf(['a', 'b'], [pair('p', 'a', 400), pair('q', 'a', 700), pair('p', 'b', 300), pair('q', 'b', 900)]);
    expect(lines.get('q')?.map(({ requestId }) => requestId)).toEqual(['a']);
    expect(lines.get('p')?.map(({ requestId }) => requestId)).toEqual(['b']);
  });

  test('by chance: nobody has two turns, no place two; nobody is overtaken but by somebody before, or for a better place of one’s own', () => {
    let seed = 42;
    const chance = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648;
    };
    const runs = 300 * DEPTH;
    for (let run = 0; run < runs; run += 1) {
      const order = Array.from({ length: 1 + Math.floor(chance() * 12) }, (_, index) => `r${index}`);
      const places = Array.from({ length: 1 + Math.floor(chance() * 6) }, (_, index) => `p${index}`);
      const pairs = places.flatMap((place) =>
        order.filter(() => chance() < 0.4).map((one) => pair(place, one, Math.floor(chance() * 1000))),
      );
      const lines = linesOf(order, pairs);
      const turns = new Map(
        [...lines].flatMap(([place, line]) => line.filter(({ turn }) => turn).map((one) => [one.requestId, place] as const)),
      );
      expect(turns.size).toBe(lines.size);
      for (const { placeId, requestId, tenths } of pairs) {
        const first = lines.get(placeId)?.[0];
        // a place without a line fits only people who are called for another one
        const overtaken = first === undefined || order.indexOf(requestId) < order.indexOf(first.requestId);
        if (!overtaken) continue;
        const own = turns.get(requestId); // whoever is passed over has a turn herself, at a place that fits her at least as well
        if (own === undefined) throw new Error(`${requestId} was passed over for ${placeId}`);
        const better = pairs.find((one) => one.placeId === own && one.requestId === requestId);
        expect(better?.tenths ?? -1).toBeGreaterThanOrEqual(tenths);
      }
    }
    process.stdout.write(`lines by chance: ${runs}\n`);
  });
});

describe('days on which a call is possible while a place is held', () => {
  const daysFrom = (from: string, isHoliday = (_day: Temporal.PlainDate) => false) => {
    const start = Temporal.PlainDateTime.from(from).toZonedDateTime('Europe/Berlin').toInstant();
    return callDaysOf(start, start.add({ hours: 48 }), isHoliday).map(
      ({ day, working }) => `${day.toString().slice(5)}${working ? '' : ' free'}`,
    );
  };
  test.each([
    ['Tuesday noon', '2026-03-03T12:00', ['03-03', '03-04', '03-05']],
    ['Friday noon', '2026-03-06T12:00', ['03-06', '03-07 free', '03-08 free']],
    ['Thursday noon', '2026-03-05T12:00', ['03-05', '03-06', '03-07 free']],
    ['at midnight: the third day does not begin', '2026-03-03T00:00', ['03-03', '03-04']],
    ['in the night: the third day is over before anybody can be called', '2026-03-01T02:30', ['03-01 free', '03-02']],
    ['in the evening: today is over', '2026-03-03T20:00', ['03-04', '03-05']],
    ['just before eight in the evening', '2026-03-03T19:59', ['03-03', '03-04', '03-05']],
    ['until eight in the morning: nobody is called then', '2026-03-03T08:00', ['03-03', '03-04']],
    ['over the night in spring that is an hour shorter', '2026-03-27T12:00', ['03-27', '03-28 free', '03-29 free']],
  ])('%s', (_case, from, expected) => {
    expect(daysFrom(from)).toEqual(expected);
  });
  test('a public holiday is no working day', () => {
    expect(daysFrom('2026-04-30T09:00', (day) => day.toString() === '2026-05-01')).toEqual(['04-30', '05-01 free', '05-02 free']);
  });
});

describe('when a broken promise becomes the coordinator’s', () => {
  const at = (local: string) => Temporal.PlainDateTime.from(local).toZonedDateTime('Europe/Berlin').toInstant();
  test.each([
    ['one working day later, at the same time', '2026-03-03T10:30', '2026-03-04T10:30'],
    ['Friday’s on Monday', '2026-03-06T10:30', '2026-03-09T10:30'],
    ['not on a holiday', '2026-04-30T10:30', '2026-05-04T10:30'],
    ['over the change of the clock', '2026-03-27T16:00', '2026-03-30T16:00'],
  ])('%s', (_case, due, expected) => {
    expect(escalatesAt(at(due), (day) => day.toString() === '2026-05-01').toString()).toBe(at(expected).toString());
  });
});
