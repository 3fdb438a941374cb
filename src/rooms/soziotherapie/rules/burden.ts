import type { Day } from './calendar.ts';
import type { Exemption } from './copay.ts';
import type { Parameters } from './parameters.ts';
import { roundHalfUp } from './units.ts';

export type BurdenNotice = 'none' | 'near-limit' | 'limit-reached';

/**
 * R14: how near the copayments of a calendar year are to the limit (§ 62 SGB V). The insurer decides, Geleit only tells.
 * @param year all amounts belong to this year, in cent; for people on basic security `grossCents` is twelve times the standard rate
 */
export function judgeBurden(
  question: {
    year: number;
    grossCents: number;
    deductionsCents: number;
    chronic: boolean;
    /** Forecast by Geleit. */
    copaysCents: number;
    /** Added by the client for medicines, hospital … */
    otherCents?: number;
    exemptions?: readonly Exemption[];
  },
  p: Pick<Parameters, 'burdenPercent' | 'burdenPercentChronic' | 'burdenWarnPercent'>,
): { notice: BurdenNotice; limitCents: number; sumCents: number } {
  const percent = question.chronic ? p.burdenPercentChronic : p.burdenPercent;
  const limitCents = roundHalfUp(Math.max(0, question.grossCents - question.deductionsCents) * percent, 100);
  const sumCents = question.copaysCents + (question.otherCents ?? 0);
  const lastDay: Day = `${question.year}-12-31`;
  const exempt = (question.exemptions ?? []).some(({ from, to }) => to >= `${question.year}-01-01` && from <= lastDay);
  const near = 100 * sumCents >= p.burdenWarnPercent * limitCents;
  const notice = exempt ? 'none' : sumCents >= limitCents ? 'limit-reached' : near ? 'near-limit' : 'none';
  return { notice, limitCents, sumCents };
}
