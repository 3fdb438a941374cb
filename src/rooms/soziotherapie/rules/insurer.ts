import { addDays, type Day } from './calendar.ts';
import { allow, type Ruling, refuse } from './ruling.ts';

/** A time with one insurer, both days inclusive; null: goes on. */
export interface InsurancePeriod {
  payerIk: string;
  from: Day;
  to: Day | null;
  /** The former insurer was closed or merged: its decisions go on (§ 19 (1a) SGB V). */
  continuesFormer?: boolean;
}

const sorted = (periods: readonly InsurancePeriod[]) => [...periods].sort((one, other) => (one.from < other.from ? -1 : 1));

/** R18: who pays on a day: entitlement ends with membership (§ 19 (1) SGB V). */
export function payerOn(periods: readonly InsurancePeriod[], day: Day): Ruling<{ payerIk: string }, 'not-insured'> {
  const period = sorted(periods).findLast(({ from, to }) => from <= day && (to === null || day <= to));
  return period ? allow('R18', { payerIk: period.payerIk }, { facts: { day } }) : refuse('R18', 'not-insured', { facts: { day } });
}

/**
 * R18, V14: the day from which a prescription and its approval no longer hold, because another insurer pays from then on; null: they
 * hold on. A prescription issued on or after the change belongs to the new insurer. A gap in the insurance ends it as well, and so does an
 * end after which nobody is known to pay.
 */
export function lapsesByInsurerFrom(issuedOn: Day, periods: readonly InsurancePeriod[]): Day | null {
  const all = sorted(periods);
  const at = all.findLastIndex(({ from }) => from <= issuedOn);
  for (let index = Math.max(0, at); index < all.length; index += 1) {
    const [now, next] = [all[index], all[index + 1]];
    if (now === undefined) return null;
    const after = now.to === null ? null : addDays(now.to, 1);
    const goesOn = next !== undefined && (after === null || next.from <= after);
    if (after !== null && after > issuedOn && !goesOn && next?.continuesFormer !== true) return after;
    if (next && next.continuesFormer !== true && next.payerIk !== now.payerIk && next.from > issuedOn) return next.from;
  }
  return null;
}
