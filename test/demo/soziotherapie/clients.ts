import { type Named, OTHERS } from './people.ts';
import { PRINTED } from './printed.ts';
import type { Order, Told } from './told.ts';
import { F20, fortnightly, granted, trial, weekly } from './turns.ts';

const DIAGNOSES = [
  F20,
  { diagnosis: 'F20.5', gaf: 40 },
  { diagnosis: 'F25.1', gaf: 36 },
  { diagnosis: 'F33.3', gaf: 35 },
  { diagnosis: 'F32.3', gaf: 39 },
  { diagnosis: 'F31.5', gaf: 37 },
] as const;

type Course = (at: number) => Omit<Told, keyof Named | 'diagnosis' | 'gaf' | 'goal' | 'helper'> & { helper?: number | null };

/** Follow-up prescriptions for weekly visits since `start`: one each twenty-five weeks, the last of them approved. */
function chain(start: number, every: 7 | 14): Order[] {
  const orders: Order[] = [trial(start, 3), granted('INITIAL', start + 24)];
  const length = every === 7 ? 182 : 300;
  for (let issued = start + 24 + length; issued < -20; issued += length + 14) orders.push(granted('FOLLOW_UP', issued));
  return orders;
}
const active =
  (start: number, every: 7 | 14 = 7, more: Partial<Told> = {}): Course =>
  () => ({
    state: 'ACTIVE',
    opened: start - 12,
    orders: chain(start, every),
    visits: [every === 7 ? weekly(start + 7) : fortnightly(start + 7)],
    reviewed: -Math.min(50, Math.abs(start) - 20),
    ...more,
  });
const ended =
  (start: number, end: number, reason: NonNullable<Told['closed']>['reason']): Course =>
  () => ({
    state: 'CLOSED',
    opened: start - 10,
    orders: chain(start, 7).filter(({ issued }) => issued < end),
    visits: [weekly(start + 7, end - 7)],
    closed: { on: end, reason },
  });
const asked =
  (opened: number, more: Partial<Told> = {}): Course =>
  () => ({ state: 'INQUIRY', opened, orders: [], visits: [], helper: null, ...more });

/** One course for each of the sixty-six others, so that every state of every clock is somewhere. */
const COURSES: readonly Course[] = [
  // Karim Haddad as on the picture of the design: half of the hours used, five units left, the next prescription not sent yet
  () => ({
    state: 'ACTIVE',
    opened: -310,
    exempt: true,
    reviewed: -62,
    orders: [
      trial(-300, 5),
      granted('INITIAL', -280),
      granted('FOLLOW_UP', -105, 30),
      { kind: 'FOLLOW_UP', issued: -2, units: 30, only: 'COMPLETE' },
    ],
    visits: [weekly(-295, -60), weekly(-59, -1, [60, 90])],
    stay: { from: -130, to: -110 },
  }),
  active(-420),
  active(-36, 7),
  active(-700, 14),
  active(-250, 7, { exempt: true }),
  active(-520, 14),
  active(-90),
  active(-330, 7, { chronic: true }),
  active(-610, 7),
  active(-145, 14),
  active(-205),
  active(-75, 7, { asked: 'clinic' }),
  active(-480, 14, { reviewed: -80 }),
  active(-275),
  active(-160, 7),
  active(-390, 14),
  active(-58),
  active(-230, 7),
  active(-560, 14),
  active(-110, 7, { asked: 'relative' }),
  active(-345),
  active(-660, 14, { exempt: true }),
  active(-188, 7),
  active(-300, 14, { reviewed: -75 }),
  active(-130),
  active(-440, 7),
  active(-95, 14),
  // just begun, provisional
  () => ({
    state: 'ACTIVE',
    opened: -25,
    orders: [trial(-22, 2), { kind: 'INITIAL', issued: -9, units: 30, submitted: -8, received: -7 }],
    visits: [weekly(-20)],
  }),
  () => ({
    state: 'ACTIVE',
    opened: -34,
    orders: [{ kind: 'INITIAL', issued: -20, units: 30, submitted: -19, received: -18, md: -6 }],
    visits: [weekly(-15)],
  }),
  () => ({
    state: 'ACTIVE',
    opened: -30,
    orders: [{ kind: 'INITIAL', issued: -24, units: 30, submitted: -23, received: -22 }],
    visits: [weekly(-20)],
  }),
  // applications
  () => ({ state: 'IN_APPLICATION', opened: -15, orders: [{ kind: 'INITIAL', issued: -2, units: 30, submitted: -1 }], visits: [] }),
  () => ({
    state: 'IN_APPLICATION',
    opened: -35,
    orders: [{ kind: 'INITIAL', issued: -21, units: 20, submitted: -13, received: -12 }],
    visits: [],
  }),
  () => ({
    state: 'IN_APPLICATION',
    opened: -48,
    orders: [{ kind: 'INITIAL', issued: -34, units: 30, submitted: -27, received: -26, md: -15 }],
    visits: [],
    unsigned: true,
  }),
  () => ({
    state: 'IN_APPLICATION',
    opened: -70,
    orders: [{ kind: 'INITIAL', issued: -60, units: 30, submitted: -50, received: -49, decision: { units: 0, posted: -30, objected: -8 } }],
    visits: [],
  }),
  // trial units and Muster 28
  () => ({ state: 'TRIAL', opened: -20, orders: [trial(-15)], visits: [weekly(-13)] }),
  () => ({ state: 'TRIAL', opened: -40, orders: [trial(-35)], visits: [weekly(-30)] }),
  () => ({ state: 'TRIAL', opened: -12, orders: [trial(-8)], visits: [weekly(-6)] }),
  () => ({ state: 'TRIAL', opened: -9, orders: [trial(-4, 3)], visits: [] }),
  () => ({
    state: 'TRIAL',
    opened: -55,
    orders: [{ kind: 'REFERRAL', issued: -50, units: 3, by: 4 }, trial(-24, 2)],
    visits: [weekly(-47, -30, [60]), weekly(-20, -8, [60])],
  }),
  () => ({ state: 'REFERRED', opened: -20, orders: [{ kind: 'REFERRAL', issued: -16, units: 5, by: 4 }], visits: [weekly(-14)] }),
  () => ({ state: 'REFERRED', opened: -6, orders: [{ kind: 'REFERRAL', issued: -5, units: 5, by: 4 }], visits: [] }),
  () => ({ state: 'REFERRED', opened: -60, orders: [{ kind: 'REFERRAL', issued: -55, units: 5, by: 4 }], visits: [weekly(-50, -14)] }),
  // inquiries, two of them on the practice's waiting list
  asked(-1),
  asked(-2, { asked: 'relative' }),
  asked(-5, { asked: 'desk' }),
  asked(-30, { waiting: -30 }),
  asked(-44, { waiting: -44, asked: 'prescriber' }),
  // pauses
  () => ({
    ...active(-260)(0),
    state: 'PAUSED',
    visits: [weekly(-250, -17)],
    stay: { from: -14, to: null },
    paused: { from: -14, why: 'hospital' },
  }),
  () => ({ ...active(-180)(0), state: 'PAUSED', visits: [weekly(-170, -12)], paused: { from: -10, why: 'vacation' } }),
  () => ({ ...active(-400, 14)(0), state: 'PAUSED', visits: [fortnightly(-390, -35)], paused: { from: -30, why: 'unreachable' } }),
  active(-310),
  active(-85),
  active(-500, 14),
  // gaps: the units are used, the follow-up is not there
  () => ({ state: 'GAP', opened: -260, orders: [granted('INITIAL', -250)], visits: [{ ...weekly(-240, -8), count: 30 }], reviewed: -70 }),
  () => ({
    state: 'GAP',
    opened: -270,
    orders: [trial(-262, 5), granted('INITIAL', -230, 25), { kind: 'FOLLOW_UP', issued: -4, units: 30, only: 'ISSUED' }],
    visits: [{ ...weekly(-255, -8), count: 25 }],
    reviewed: -60,
    unsigned: true,
  }),
  // exhausted: most of the hours were given elsewhere
  () => ({
    state: 'EXHAUSTED',
    opened: -300,
    orders: [granted('INITIAL', -290, 30)],
    visits: [{ ...weekly(-275, -30), count: 28 }],
    former: { day: -600, minutes: 5520 },
  }),
  // ended
  ended(-500, -120, 'GOAL_REACHED'),
  ended(-340, -60, 'PATIENT_STOPPED'),
  ended(-620, -200, 'GOAL_REACHED'),
  ended(-210, -90, 'MOVED'),
  ended(-450, -150, 'GOAL_UNREACHABLE'),
  ended(-180, -100, 'UNSUITABLE'),
  ended(-690, -300, 'GOAL_REACHED'),
  ended(-400, -240, 'INSURANCE_ENDED'),
  () => ({
    state: 'CLOSED',
    opened: -140,
    orders: [{ kind: 'INITIAL', issued: -130, units: 30, submitted: -129, received: -128, decision: { units: 0, posted: -110 } }],
    visits: [],
    closed: { on: -70, reason: 'REFUSED_FINAL' },
  }),
  () => ({ state: 'CLOSED', opened: -100, orders: [], visits: [], helper: null, closed: { on: -85, reason: 'OTHER' } }),
];

/** Eighty clients: the printed ones first, then one for each course. */
export const CLIENTS: readonly Told[] = [
  ...PRINTED,
  ...OTHERS.slice(0, COURSES.length).map((named, at): Told => {
    const course = (COURSES[at] as Course)(at);
    return { ...named, ...(DIAGNOSES[at % DIAGNOSES.length] as (typeof DIAGNOSES)[number]), goal: at % 5, helper: at % 6, ...course };
  }),
];
