import type { FederalState } from '#kernel/codes.ts';
import { isHoliday } from '#rooms/directory/rules/holiday.ts';
import type { Day, IsHoliday } from './calendar.ts';

/** Public holidays of one year only. */
const ONCE: Readonly<Partial<Record<FederalState, readonly Day[]>>> = { BE: ['2020-05-08', '2025-05-08', '2028-06-17'] };

/**
 * Statutory holidays of a whole federal state, for R7 to R9. 15 August is a holiday only in parts of Bavaria, Corpus Christi only
 * in parts of Saxony and Thuringia: both are working days there. Berlin has had and will have single days.
 */
export function statutoryHolidays(state: FederalState): IsHoliday {
  return (day) => {
    if (state === 'BY' && day.endsWith('-08-15')) return false;
    return ONCE[state]?.includes(day) === true || isHoliday(state, Temporal.PlainDate.from(day));
  };
}
