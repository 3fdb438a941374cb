import { describe, expect, test } from 'vitest';
import { type Absence, type AppointmentRow, previewAbsence, type SlotRow } from './absence.ts';
import { findOverlap, type Interval, overlaps, sharedMinutes } from './overlap.ts';

const at = (berlin: string) => Temporal.ZonedDateTime.from(`${berlin}[Europe/Berlin]`).toInstant();
const between = (from: string, to: string): Interval => ({ start: at(`2026-03-${from}`), end: at(`2026-03-${to}`) });
const now = at('2026-03-02T10:00');
const leave: Absence = { ...between('09T00:00', '16T00:00'), reason: 'leave' };
const slot = (id: string, from: string, state: SlotRow['state'], heldUntil: Temporal.Instant | null = null): SlotRow => ({
  id,
  state,
  heldUntil,
  start: at(`2026-03-${from}`),
  end: at(`2026-03-${from}`).add({ minutes: 50 }),
});
const appointment = (id: string, from: string, state: AppointmentRow['state']): AppointmentRow => ({
  ...slot(id, from, 'booked'),
  state,
  slot: `s-${id}`,
});

describe('half-open stretches of time', () => {
  const ten = between('09T10:00', '09T11:00');
  test.each([
    ['touching before', between('09T09:00', '09T10:00'), false, 0],
    ['touching after', between('09T11:00', '09T12:00'), false, 0],
    ['a second too long', { start: at('2026-03-09T09:00'), end: at('2026-03-09T10:00:01') }, true, 1 / 60],
    ['inside', between('09T10:15', '09T10:45'), true, 30],
    ['around', between('09T09:00', '09T12:00'), true, 60],
    ['the same', ten, true, 60],
    ['empty', between('09T10:30', '09T10:30'), false, 0],
    ['reversed', between('09T10:45', '09T10:15'), false, 0],
  ])('%s', (_case, other, shared, minutes) => {
    expect(overlaps(ten, other)).toBe(shared);
    expect(overlaps(other, ten)).toBe(shared);
    expect(sharedMinutes(ten, other)).toBeCloseTo(minutes, 9);
    expect(findOverlap(ten, [other])).toBe(shared ? other : undefined);
  });
});

describe('what an absence touches', () => {
  test('free slots are blocked, holds withdrawn by force, appointments cancelled by the provider, in the order of time', () => {
    const until = now.add({ minutes: 6 });
    const preview = previewAbsence(
      leave,
      [slot('s3', '12T09:00', 'held', until), slot('s1', '09T00:00', 'free'), slot('s2', '15T23:30', 'free')],
      [appointment('a1', '10T10:00', 'booked')],
      now,
    );
    expect(preview).toEqual({
      effects: [
        { kind: 'slot', id: 's1', will: 'be-blocked' },
        { kind: 'appointment', id: 'a1', will: 'be-cancelled-by-provider', slot: 's-a1', start: at('2026-03-10T10:00') },
        { kind: 'hold', id: 's3', will: 'be-withdrawn-by-force', until, request: null },
        { kind: 'slot', id: 's2', will: 'be-blocked' },
      ],
      counts: { slots: 2, holds: 1, appointments: 1 },
    });
  });

  test('a hold that ran out is a free slot', () => {
    expect(previewAbsence(leave, [slot('s1', '09T10:00', 'held', now)], [], now).effects).toEqual([
      { kind: 'slot', id: 's1', will: 'be-blocked' },
    ]);
  });

  test('what lies outside, has begun or has ended otherwise is left alone', () => {
    const slots = [
      slot('before', '08T23:10', 'free'),
      slot('after', '16T00:00', 'free'),
      slot('blocked', '10T10:00', 'blocked'),
      slot('withdrawn', '10T11:00', 'withdrawn'),
      slot('booked', '10T12:00', 'booked'),
    ];
    const appointments = (['attended', 'no_show', 'cancelled/provider', 'rebooked'] as const).map((state) =>
      appointment(state, '10T12:00', state),
    );
    expect(previewAbsence(leave, slots, appointments, now)).toEqual({ effects: [], counts: { slots: 0, holds: 0, appointments: 0 } });
    const ill: Absence = { ...between('02T08:00', '03T00:00'), reason: 'illness' };
    expect(
      previewAbsence(ill, [], [appointment('running', '02T09:30', 'booked'), appointment('next', '02T11:00', 'booked')], now).effects,
    ).toMatchObject([{ id: 'next' }]);
  });
});
