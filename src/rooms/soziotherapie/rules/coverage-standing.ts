import type { Day } from './calendar.ts';
import type { PrescriptionKind } from './eligibility.ts';
import type { Parameters } from './parameters.ts';
import { UNIT_PARTS } from './units.ts';

export const COVER_STATUSES = ['EXEMPT', 'APPROVED', 'PROVISIONAL', 'UNCOVERED'] as const;
/** EXEMPT is free of approval, not of copayment. */
export type CoverStatus = (typeof COVER_STATUSES)[number];

export type UncoveredCode =
  | 'no-prescription'
  | 'session-before-prescription'
  | 'submission-pending'
  | 'submission-too-late'
  | 'refusal-known'
  | 'approval-not-begun'
  | 'approval-over'
  | 'units-used-up'
  | 'cap-exhausted'
  | 'window-over'
  | 'discharge-not-begun'
  | 'discharge-over'
  | 'prescription-lapsed'
  | 'prescription-withdrawn'
  | 'group-not-prescribed';

/** The insurer's decision in force; an objection keeps the one objected to until it is decided itself. */
export interface CoverDecision {
  /** Approved units; 0 is a refusal. */
  units: number;
  /** R9: the day on which it counts as made known. */
  notifiedOn: Day;
  /** When the practice heard of it. */
  knownOn?: Day;
  /** Default: the day of issue. */
  validFrom?: Day | null;
  /** Default: the end of the window. */
  validTo?: Day | null;
}

export interface CoverPrescription {
  id: string;
  kind: PrescriptionKind;
  issuedOn: Day;
  units: number;
  groupAllowed: boolean;
  /** R4: trial units or Muster 28 within the total. */
  approvalFree: boolean;
  /** R7: receipt by the insurer, and the last day for it. */
  receivedOn: Day | null;
  submitUntil: Day;
  decision: CoverDecision | null;
  /** R23: days of a discharge prescription. */
  usable?: { from: Day; to: Day };
  /** R18: another insurer pays from this day. */
  lapsesFrom?: Day | null;
  /** Stopped by the prescriber; that day itself is still covered. */
  withdrawnOn?: Day | null;
}

interface At {
  day: Day;
  group: boolean;
  usedParts: number;
  setOffParts: number;
  /** End of the newest window that was opened before. */
  windowEnd: Day | null;
}

/** A way in which a prescription pays, and how much it still does. */
interface Way {
  status: Exclude<CoverStatus, 'UNCOVERED'>;
  leftParts: number;
}

export type Standing =
  | { usable: true; status: Way['status']; leftParts: number; ways: readonly Way[]; knewEarlier: boolean }
  | { usable: false; because: UncoveredCode };

/** Why a prescription pays nothing on a day whatever the insurer says. */
function barrier(prescription: CoverPrescription, { day, group, windowEnd }: At): UncoveredCode | undefined {
  const { issuedOn, usable, lapsesFrom, withdrawnOn, groupAllowed } = prescription;
  if (day < issuedOn) return 'session-before-prescription';
  if (usable && day < usable.from) return 'discharge-not-begun';
  if (usable && day > usable.to) return 'discharge-over';
  if (withdrawnOn && day > withdrawnOn) return 'prescription-withdrawn';
  if (lapsesFrom && day >= lapsesFrom) return 'prescription-lapsed';
  // V14: the end of the window ends every prescription of it
  if (windowEnd !== null && day > windowEnd && issuedOn <= windowEnd) return 'window-over';
  return group && !groupAllowed ? 'group-not-prescribed' : undefined;
}

/** R16: sessions on the day of notification are still provisional; from the next day on the decision counts. */
function waysOf(prescription: CoverPrescription, { day, usedParts, setOffParts }: At, most: number): Way[] {
  const { units, decision, receivedOn, submitUntil, issuedOn, approvalFree } = prescription;
  const left = (granted: number) => Math.max(0, Math.min(most, granted) * UNIT_PARTS - setOffParts) - usedParts;
  if (approvalFree) return [{ status: 'EXEMPT', leftParts: left(units) }];
  const ways: Way[] = [];
  const from = decision?.validFrom ?? issuedOn;
  const valid = decision !== null && decision.units > 0 && from <= day && (!decision.validTo || day <= decision.validTo);
  if (valid) ways.push({ status: 'APPROVED', leftParts: left(decision.units) });
  const inTime = receivedOn !== null && issuedOn <= receivedOn && receivedOn <= submitUntil;
  if (inTime && (decision === null || day <= decision.notifiedOn)) ways.push({ status: 'PROVISIONAL', leftParts: left(units) });
  return ways;
}

/** Until the receipt is stored nobody knows whether it was in time, also after the last day for it (R16). */
function whyNot(prescription: CoverPrescription, { day }: At): UncoveredCode {
  const { decision, receivedOn, issuedOn } = prescription;
  if (decision === null) return receivedOn === null ? 'submission-pending' : 'submission-too-late';
  if (decision.units === 0) return 'refusal-known';
  return day < (decision.validFrom ?? issuedOn) ? 'approval-not-begun' : 'approval-over';
}

/** R16: how a prescription pays for a session on a day, given what is used of it so far. */
export function standingOn(prescription: CoverPrescription, at: At, p: Pick<Parameters, 'maxUnitsPerPrescription'>): Standing {
  const because = barrier(prescription, at);
  if (because !== undefined) return { usable: false, because };
  const ways = waysOf(prescription, at, p.maxUnitsPerPrescription);
  const way = ways.find(({ leftParts }) => leftParts > 0);
  if (way === undefined) return { usable: false, because: ways.length === 0 ? whyNot(prescription, at) : 'units-used-up' };
  const known = prescription.decision?.knownOn;
  return { usable: true, ...way, ways, knewEarlier: known !== undefined && at.day > known };
}
