import fc from 'fast-check';
import { addDays } from './calendar.ts';
import type { CoverExternal, CoverQuestion, CoverSession } from './coverage.ts';
import type { CoverPrescription } from './coverage-standing.ts';
import { PRESCRIPTION_KINDS } from './eligibility.ts';
import { choose } from './fixture.ts';
import type { Parameters } from './parameters.ts';
import { BILLING_STEPS } from './units.ts';

/** How deep tests with random histories go. */
export const DEPTH = Number(process.env.GELEIT_DEPTH ?? '1');

/** Days around the edges that matter: starts of months, a leap year, and both sides of the end of three years. */
const DAYS = Array.from({ length: 1500 }, (_, index) => addDays('2026-01-01', index));
const dayAt = (offset: number) => DAYS[Math.min(offset, DAYS.length - 1)] ?? '2026-01-01';
const offset = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 1400 }), fc.integer({ min: 1085, max: 1105 }));

const session: fc.Arbitrary<Omit<CoverSession, 'id'>> = fc.record({
  day: offset.map(dayAt),
  start: fc.constantFrom('09:00', '14:00'),
  setting: fc.constantFrom('single', 'single', 'group'),
  minutes: fc.oneof(fc.constantFrom(60, 90, 45, 14, 600), fc.integer({ min: 1, max: 250 })),
});

const decision = fc.option(
  fc.record({
    share: fc.constantFrom(0, 1, 2, 2),
    after: fc.integer({ min: 0, max: 40 }),
    from: fc.option(fc.integer({ min: 0, max: 50 })),
    length: fc.option(fc.integer({ min: 0, max: 300 })),
  }),
);
const prescription: fc.Arbitrary<Omit<CoverPrescription, 'id'>> = fc
  .record({
    at: offset,
    kind: fc.constantFrom(...PRESCRIPTION_KINDS),
    units: fc.constantFrom(1, 2, 5, 20, 30, 30),
    groupAllowed: fc.boolean(),
    received: fc.constantFrom(0, 2, 2, 4, null),
    decision,
    stops: fc.option(fc.integer({ min: 0, max: 200 }), { freq: 1 }),
    lapses: fc.option(fc.integer({ min: 0, max: 200 }), { freq: 1 }),
  })
  .map(({ at, kind, received, decision: decided, stops, lapses, ...rest }) => ({
    ...rest,
    kind,
    issuedOn: dayAt(at),
    approvalFree: (kind === 'TRIAL' || kind === 'REFERRAL') && rest.units <= 5,
    receivedOn: received === null ? null : dayAt(at + received),
    submitUntil: dayAt(at + 3),
    decision: decided && {
      units: decided.share === 0 ? 0 : decided.share === 1 ? Math.ceil(rest.units / 2) : rest.units,
      notifiedOn: dayAt(at + decided.after),
      validFrom: decided.from === null ? null : dayAt(at + decided.from),
      validTo: decided.length === null ? null : dayAt(at + decided.length),
    },
    ...(kind === 'DISCHARGE' ? { usable: { from: dayAt(at), to: dayAt(at + 7) } } : {}),
    withdrawnOn: stops === null ? null : dayAt(at + stops),
    lapsesFrom: lapses === null ? null : dayAt(at + lapses),
  }));

const external: fc.Arbitrary<Omit<CoverExternal, 'id'>> = fc.record({
  day: offset.map(dayAt),
  minutes: fc.constantFrom(60, 3000, 6000, 7100, 7185, 7200),
});
const named = <T extends object>(list: fc.Arbitrary<T>, letter: string, maxLength: number) =>
  fc.array(list, { maxLength }).map((all) => all.map((one, index) => ({ ...one, id: `${letter}${index}` })));

export const anyParameters: fc.Arbitrary<Parameters> = fc
  .record({
    billingStepMinutes: fc.constantFrom(...BILLING_STEPS),
    groupCapCounting: fc.constantFrom('minutes', 'unit'),
    episodeAnchor: fc.constantFrom('firstUnit', 'firstUnit', 'firstPrescription'),
  })
  .map(choose);

/** A person's years with prescriptions, decisions, sessions and units of former providers. For tests only. */
export const anyHistory: fc.Arbitrary<CoverQuestion & { externals: CoverExternal[] }> = fc.record({
  prescriptions: named(prescription, 'V', 4),
  sessions: named(session, 'S', 14),
  externals: named(external, 'X', 2),
});
