import { addMonthsClip, type Day } from './calendar.ts';
import type { PrescriptionKind } from './eligibility.ts';
import type { Parameters } from './parameters.ts';
import { allow, type Hint, type Ruling, refuse } from './ruling.ts';

/** What R4 asks of an earlier prescription. */
export interface EarlierPrescription {
  kind: PrescriptionKind;
  issuedOn: Day;
  units: number;
  withdrawn?: boolean;
  /** Units that were delivered on it; of a withdrawn one only these count. */
  deliveredUnits?: number;
}

export interface TrialQuestion {
  issuedOn: Day;
  units: number;
  /** Of this person, also from former windows and providers. */
  earlier: readonly EarlierPrescription[];
  /** A regular prescription was issued in this Krankheitsfall before. */
  regularBefore: boolean;
}

export type TrialCode = 'trial-units-outside' | 'trial-not-before-first' | 'trial-twice-a-year' | 'referral-units-outside';

const counts = ({ withdrawn, deliveredUnits = 0 }: EarlierPrescription) => withdrawn !== true || deliveredUnits > 0;
const unitsThatCount = (one: EarlierPrescription) => (one.withdrawn ? (one.deliveredUnits ?? 0) : one.units);

/** In the same calendar year, or in the twelve months that end on the day of issue (O3). */
function inSameYear(day: Day, issuedOn: Day, year: Parameters['trialYear']): boolean {
  if (year === 'calendar') return day.slice(0, 4) === issuedOn.slice(0, 4);
  return addMonthsClip(issuedOn, -12) < day && day <= issuedOn;
}

/**
 * Whether an earlier prescription belongs to the Krankheitsfall of a file: it stands in the same file, or in one before it that the same
 * three years hold; a file that begins anew inside them goes on with their ledger and is no new Krankheitsfall (E14).
 * @param window the three years of the day asked about, and the end of those before; null: none has begun
 */
export function ofSameCase(
  one: { episodeId: string; issuedOn: Day },
  episodeId: string,
  window: { end: Day; formerEnd: Day | null } | null,
): boolean {
  if (one.episodeId === episodeId) return true;
  return window !== null && one.issuedOn <= window.end && (window.formerEnd === null || one.issuedOn > window.formerEnd);
}

/** R4: trial units come before the first regular prescription, up to five, on at most two prescriptions a year (ST-RL § 5). */
export function judgeTrial(question: TrialQuestion, p: Parameters): Ruling<{ countedThisYear: number }, TrialCode> {
  const { issuedOn, units, earlier, regularBefore } = question;
  if (!Number.isInteger(units) || units < 1 || units > p.maxTrialUnits) {
    return refuse('R4', 'trial-units-outside', { facts: { units, most: p.maxTrialUnits } });
  }
  if (regularBefore) return refuse('R4', 'trial-not-before-first', { facts: { issuedOn } });
  const countedThisYear = earlier.filter(
    (one) => one.kind === 'TRIAL' && counts(one) && inSameYear(one.issuedOn, issuedOn, p.trialYear),
  ).length;
  const facts = { countedThisYear, most: p.maxTrialPrescriptionsPerYear, year: p.trialYear };
  if (countedThisYear >= p.maxTrialPrescriptionsPerYear) return refuse('R4', 'trial-twice-a-year', { facts });
  return allow('R4', { countedThisYear }, { facts });
}

/** Muster 28: one to five units; who may issue Muster 26 is told to use it. */
export function judgeReferral(
  question: { units: number; issuerMayUse26: boolean },
  p: Pick<Parameters, 'maxReferralUnits'>,
): Ruling<object, 'referral-units-outside'> {
  const { units, issuerMayUse26 } = question;
  if (!Number.isInteger(units) || units < 1 || units > p.maxReferralUnits) {
    return refuse('R4', 'referral-units-outside', { facts: { units, most: p.maxReferralUnits } });
  }
  const hints: Hint[] = issuerMayUse26 ? [{ code: 'muster-26-instead' }] : [];
  return allow('R4', {}, { hints, facts: { units } });
}

/**
 * R4: does a trial or Muster 28 need approval? It does when it makes the total of both exceed five (strict reading, O4); those
 * before it stay free. All other prescriptions always need it (ST-RL § 9).
 * @param earlier of this Krankheitsfall, without the prescription itself
 */
export function needsApproval(
  prescription: Pick<EarlierPrescription, 'kind' | 'units'>,
  earlier: readonly EarlierPrescription[],
  p: Pick<Parameters, 'approvalFreeUnitsTotal'>,
): { needed: boolean; totalUnits: number } {
  const open = (kind: PrescriptionKind) => kind === 'TRIAL' || kind === 'REFERRAL';
  const before = earlier.filter(({ kind }) => open(kind)).reduce((sum, one) => sum + unitsThatCount(one), 0);
  const totalUnits = before + prescription.units;
  return { needed: !open(prescription.kind) || totalUnits > p.approvalFreeUnitsTotal, totalUnits };
}

/** R4: what the first regular prescription still gives after its trial units were set off; they are not booked a second time. */
export function firstRegularRemaining(
  question: { prescribed: number; approved: number | null; trialUnitsUsed: number },
  p: Pick<Parameters, 'maxUnitsPerPrescription'>,
): number {
  return Math.max(0, Math.min(p.maxUnitsPerPrescription, question.approved ?? question.prescribed) - question.trialUnitsUsed);
}
