import { expect, test } from 'vitest';
import type { Appointment, Slot } from '#rooms/scheduling/contract.ts';
import type { MyWeek } from './data.ts';
import { cellKey, layWeek, mondayOf } from './week.ts';

const at = (text: string) => Temporal.PlainDateTime.from(text).toZonedDateTime('Europe/Berlin').toInstant();
const now = at('2026-03-02T07:00');
const DAYS = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06'];

const slot = (start: string, minutes: number, more: Partial<Slot> = {}): Slot => ({
  id: `slot ${start}`,
  version: 1,
  startsAt: at(start).toString(),
  endsAt: at(start).add({ minutes }).toString(),
  state: 'free',
  kinds: ['TRIAL'],
  modality: 'in-person',
  locationId: null,
  placeId: null,
  reason: null,
  ruleId: null,
  heldBy: null,
  heldUntil: null,
  ...more,
});
const appointment = (start: string, more: Partial<Appointment> = {}): Appointment => ({
  id: `appointment ${start}`,
  version: 1,
  slotId: `slot ${start}`,
  requestId: 'request',
  placeId: null,
  client: null,
  kind: 'THERAPY',
  modality: 'in-person',
  locationId: null,
  startsAt: at(start).toString(),
  endsAt: at(start).add({ minutes: 50 }).toString(),
  state: 'booked',
  cancelledHow: null,
  isFirst: false,
  seriesId: null,
  lateMinutes: null,
  excuse: null,
  movedBy: null,
  reason: null,
  bookedAt: now.toString(),
  mark: 'none',
  ...more,
});
const week = (part: Partial<MyWeek>): MyWeek => ({
  from: '2026-03-02',
  days: 7,
  slots: [],
  appointments: [],
  absences: [],
  holidays: [],
  toMark: [],
  ...part,
});
const cellOf = (part: Partial<MyWeek>, day: string, hour: number, minutes = 50) =>
  layWeek(week(part), DAYS, now, minutes).cells.get(cellKey(day, hour));

test('A booked slot shows once, as its appointment', () => {
  const cell = cellOf(
    { slots: [slot('2026-03-05T17:30', 50, { state: 'booked' })], appointments: [appointment('2026-03-05T17:30', { isFirst: true })] },
    '2026-03-05',
    17,
  );
  expect(cell?.items.map(({ tone, key }) => [tone, key])).toEqual([['new', 'appointment 2026-03-05T17:30']]);
});

test('A cancelled appointment and a withdrawn slot leave their hour free', () => {
  const cell = cellOf(
    {
      slots: [slot('2026-03-05T10:00', 50, { state: 'withdrawn' })],
      appointments: [appointment('2026-03-05T10:00', { state: 'cancelled', slotId: null })],
    },
    '2026-03-05',
    10,
  );
  expect(cell).toMatchObject({ items: [], gap: 600 });
});

test('A group that runs into the next hour leaves room only behind it, and only where a session still fits', () => {
  const slots = [slot('2026-03-03T10:00', 100), slot('2026-03-03T12:45', 50)];
  expect(cellOf({ slots }, '2026-03-03', 11)?.gap).toBe(700);
  expect(cellOf({ slots }, '2026-03-03', 11, 90)?.gap).toBeNull();
});

test('What is past cannot be offered', () => {
  expect(layWeek(week({}), DAYS, at('2026-03-03T09:12'), 50).cells.get(cellKey('2026-03-02', 9))?.gap).toBeNull();
  expect(layWeek(week({}), DAYS, at('2026-03-03T09:12'), 50).cells.get(cellKey('2026-03-03', 9))?.gap).toBe(555);
});

test('An absence covers its hours, is named once a day, and nothing is offered in it', () => {
  const absences = [
    { id: 'a', version: 1, startsAt: at('2026-03-05T13:00').toString(), endsAt: at('2026-03-07T00:00').toString(), kind: 'leave' as const },
  ];
  expect(cellOf({ absences }, '2026-03-05', 12)?.absence).toBeNull();
  expect(cellOf({ absences }, '2026-03-05', 13)).toMatchObject({ absenceBegins: true, gap: null });
  expect(cellOf({ absences }, '2026-03-06', 8)).toMatchObject({ absenceBegins: true });
  expect(cellOf({ absences }, '2026-03-06', 9)).toMatchObject({ absenceBegins: false, absence: { id: 'a' } });
});

test('Early and late hours appear when something stands there; noon is narrow when nothing does', () => {
  const { hours } = layWeek(week({ slots: [slot('2026-03-02T07:10', 50), slot('2026-03-02T20:00', 50)] }), DAYS, now, 50);
  expect([hours[0]?.hour, hours.at(-1)?.hour]).toEqual([7, 20]);
  expect(hours.find(({ hour }) => hour === 12)?.quiet).toBe(true);
});

test('The week begins on Monday', () => {
  expect(mondayOf(Temporal.PlainDate.from('2026-03-08')).toString()).toBe('2026-03-02');
});
