import { addDays, addMonthsClip, type Day } from './calendar.ts';
import type { Parameters } from './parameters.ts';
import { allow, type Ruling, refuse } from './ruling.ts';

export type RetentionCode = 'treatment-goes-on' | 'retention-runs' | 'legal-hold';

/** R22: the last day on which a treatment file must be kept: ten years after the end of the treatment (§ 630f (3) BGB). */
export function keepFileUntil(endedOn: Day, p: Pick<Parameters, 'retentionYearsTreatment'>): Day {
  return addMonthsClip(endedOn, 12 * p.retentionYearsTreatment);
}

/**
 * R22: the last day for an accounting voucher: eight years from the end of its calendar year (§ 147 (3) AO).
 * @param p parameters of the day on which one asks: the shorter time of 2025 holds for older vouchers that were still to be kept
 */
export function keepVoucherUntil(voucherDay: Day, p: Pick<Parameters, 'retentionYearsVouchers'>): Day {
  return `${Number(voucherDay.slice(0, 4)) + p.retentionYearsVouchers}-12-31`;
}

/**
 * R22: may the file go? A new episode restarts the time for the whole file; a legal hold blocks the deletion and nothing else.
 * @param episodes ends of all episodes of the person; null: goes on
 */
export function judgeDeletion(
  file: { episodes: readonly (Day | null)[]; legalHold: boolean; openClaim?: boolean },
  today: Day,
  p: Pick<Parameters, 'retentionYearsTreatment'>,
): Ruling<{ keptUntil: Day }, RetentionCode> {
  const ends = file.episodes.filter((end) => end !== null).sort();
  const last = ends.at(-1);
  if (file.episodes.includes(null) || last === undefined) return refuse('R22', 'treatment-goes-on');
  const keptUntil = keepFileUntil(last, p);
  const facts = { keptUntil, deletableFrom: addDays(keptUntil, 1) };
  if (today <= keptUntil) return refuse('R22', 'retention-runs', { facts });
  return file.legalHold || file.openClaim ? refuse('R22', 'legal-hold', { facts }) : allow('R22', { keptUntil }, { facts });
}
