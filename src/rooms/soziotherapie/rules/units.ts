import { dayOf, type LocalTime, wallMinutes } from './calendar.ts';
import type { Parameters } from './parameters.ts';
import { allow, type Hint, type Ruling, refuse } from './ruling.ts';

export type UnitSetting = 'single' | 'group';

/** One unit of a prescription in whole parts: a single minute is three of them, a group minute two, so both count without fractions. */
export const UNIT_PARTS = 180;
/** Steps whose quantity is an exact hundredth of a unit (R3). */
export const BILLING_STEPS = [60, 30, 15, 6, 3] as const;

/** Halves go up; whole, non-negative numerators only. */
export function roundHalfUp(numerator: number, denominator: number): number {
  return Math.floor((2 * numerator + denominator) / (2 * denominator));
}

/** What a length of time comes to. */
export interface Quantity {
  setting: UnitSetting;
  /** Minutes that may be billed. */
  billableMinutes: number;
  /** Minutes that are documented and not billed. */
  unbilledMinutes: number;
  /** Hundredths of a unit, as an invoice carries them. */
  hundredths: number;
  /** What the prescription loses, in parts of `UNIT_PARTS`. */
  parts: number;
  /** Minutes that the 120 hours lose. */
  capMinutes: number;
}

type Counting = Pick<Parameters, 'billingStepMinutes' | 'groupCapCounting'>;

function checkStep(step: number): void {
  if (!(BILLING_STEPS as readonly number[]).includes(step)) throw new RangeError(`no billing step: ${step} minutes`);
}

/** R3, single: whole steps, rounded down per session. Throws RangeError on another step than 60, 30, 15, 6 or 3. */
export function singleQuantity(minutes: number, p: Counting): Quantity {
  checkStep(p.billingStepMinutes);
  const billableMinutes = Math.floor(minutes / p.billingStepMinutes) * p.billingStepMinutes;
  return {
    setting: 'single',
    billableMinutes,
    unbilledMinutes: minutes - billableMinutes,
    hundredths: (billableMinutes * 100) / 60,
    parts: billableMinutes * 3,
    capMinutes: billableMinutes,
  };
}

/**
 * R3, group: one unit for each full 90 minutes; only a shorter one counts in proportion. Whether 90 minutes take 90 or 60 of the
 * 120 hours is open (O2) and a setting.
 */
export function groupQuantity(minutes: number, p: Counting): Quantity {
  checkStep(p.billingStepMinutes);
  const step = minutes >= 90 ? 90 : p.billingStepMinutes;
  const billableMinutes = Math.floor(minutes / step) * step;
  return {
    setting: 'group',
    billableMinutes,
    unbilledMinutes: minutes - billableMinutes,
    hundredths: roundHalfUp(billableMinutes * 100, 90),
    parts: billableMinutes * 2,
    capMinutes: p.groupCapCounting === 'minutes' ? billableMinutes : roundHalfUp(billableMinutes * 60, 90),
  };
}

/** Either of the two. */
export function quantityOf(setting: UnitSetting, minutes: number, p: Counting): Quantity {
  return setting === 'single' ? singleQuantity(minutes, p) : groupQuantity(minutes, p);
}

export type SessionTimeCode = 'session-ends-before-start' | 'session-in-future';

/**
 * R3, R21: the day and minutes of a session by the clock on the wall, also in the night of a clock change. A session belongs to
 * the day on which it starts; beyond midnight it is marked.
 * @param now wall-clock time now; a session that ends later is refused
 */
export function measureSession(
  session: { start: LocalTime; end: LocalTime },
  now: LocalTime,
): Ruling<{ day: string; minutes: number; night: boolean }, SessionTimeCode> {
  const { start, end } = session;
  if (start >= end) return refuse('R3', 'session-ends-before-start', { facts: { start, end } });
  if (end > now) return refuse('R21', 'session-in-future', { facts: { end, now } });
  const night = dayOf(end) > dayOf(start);
  const hints: Hint[] = night ? [{ code: 'session-at-night' }] : [];
  return allow('R3', { day: dayOf(start), minutes: wallMinutes(start, end), night }, { hints });
}
