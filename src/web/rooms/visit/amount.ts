import type { DayVisit } from '#rooms/soziotherapie/contract/day-plan.ts';
import { wallMinutes } from '#rooms/soziotherapie/rules/calendar.ts';
import { quantityOf, type UnitSetting } from '#rooms/soziotherapie/rules/units.ts';

export type Counting = DayVisit['counting'];

/** Where the practice's own choice is not known, while the page is locked (rule book 0.2); the server counts with the choice. */
export const USUAL: Counting = { billingStepMinutes: 15, groupCapCounting: 'minutes' };

export interface Amount {
  minutes: number;
  /** Hundredths of a unit so far. */
  hundredths: number;
  billableMinutes: number;
  /** The next step: how many minutes until it, and what it comes to then. */
  next: { inMinutes: number; hundredths: number };
}

/** What a length of time comes to, and how long until it comes to more (R3). */
export function amountOf(setting: UnitSetting, minutes: number, counting = USUAL): Amount {
  const { hundredths, billableMinutes } = quantityOf(setting, minutes, counting);
  let then = minutes + 1;
  while (quantityOf(setting, then, counting).hundredths === hundredths) then += 1;
  return {
    minutes,
    hundredths,
    billableMinutes,
    next: { inMinutes: then - minutes, hundredths: quantityOf(setting, then, counting).hundredths },
  };
}

export interface Left {
  /** Minutes left on usable prescriptions afterwards. */
  afterMinutes: number;
  /** Minutes of this session that nobody pays. */
  uncoveredMinutes: number;
  coveredMinutes: number;
}

/** What remains after a session, in minutes of single units, and what of it is not covered (R2, R16); a group is not split. */
export function leftAfter(
  setting: UnitSetting,
  minutes: number,
  left: { prescriptionMinutes: number | null; capMinutes: number },
  counting = USUAL,
): Left {
  const { billableMinutes, parts, capMinutes } = quantityOf(setting, minutes, counting);
  const usable = Math.max(0, Math.min(left.prescriptionMinutes ?? 0, left.capMinutes));
  if (setting === 'group') {
    const taken = Math.max(parts / 3, capMinutes);
    const fits = parts / 3 <= (left.prescriptionMinutes ?? 0) && capMinutes <= left.capMinutes;
    const coveredMinutes = fits ? billableMinutes : 0;
    return {
      coveredMinutes,
      uncoveredMinutes: billableMinutes - coveredMinutes,
      afterMinutes: fits ? Math.max(0, usable - taken) : usable,
    };
  }
  const step = counting.billingStepMinutes;
  const coveredMinutes = Math.min(billableMinutes, Math.floor(usable / step) * step);
  return { coveredMinutes, uncoveredMinutes: billableMinutes - coveredMinutes, afterMinutes: usable - coveredMinutes };
}

/** Minutes between two times as the clock shows them; 0 where the end is not after the start. */
export const minutesBetween = (start: string, end: string): number => (end > start ? wallMinutes(start, end) : 0);
