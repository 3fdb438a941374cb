import type { SlotKind } from '#kernel/codes.ts';
import { ageOn, BERLIN, dayInBerlin, inBerlin } from '#kernel/time.ts';
import type { Level } from '#rooms/crisis/rules/safety.ts';
import type { AppointmentState } from '#rooms/scheduling/rules/appointment.ts';
import { feeCents, type Policy } from './cancellation-policy.ts';
import { cancellationState, type IsHoliday, isInTime, textWasInTime } from './notice.ts';

export const ACKNOWLEDGEMENT_RESPONSES = ['accepted', 'questions', 'declined'] as const;

/** The record that somebody was told a policy (rule book A.5.2). */
export interface Acknowledgement {
  policyId: string;
  policyVersion: number;
  /** SHA-256 of the text that was read out, hexadecimal. */
  textHash: string;
  contractParty: 'self' | 'guardian';
  channelRead: 'phone' | 'portal' | 'practice';
  readAt: Temporal.Instant;
  response: (typeof ACKNOWLEDGEMENT_RESPONSES)[number];
  textDeliveredAt: Temporal.Instant | null;
  language: string;
  interpreter: boolean;
}

/** The lines of A.5.3, and why each of them ends the evaluation. */
export const FEE_BECAUSE = {
  C0: 'not-missed',
  C1: 'no-fee-agreed',
  C2: 'kind-not-covered',
  C3: 'no-documented-agreement',
  C4: 'contract-party-minor',
  C5: 'notice-long-enough',
  C6: 'moved-by-agreement',
  C7: 'therapy-ended',
  C8: 'therapist-unable',
  C9: 'slot-refilled',
  C10: 'exception-claimed',
  C11: 'safety-flag',
  C12: 'first-time',
  C13: 'nothing-speaks-against',
} as const;
export type FeeLine = keyof typeof FEE_BECAUSE;

/** An earlier missed or late cancelled hour of the same person with the same therapist, and the line on which it ended. */
export interface Incident {
  start: Temporal.Instant;
  state: AppointmentState;
  line: FeeLine;
}

/** All that the evaluation looks at. */
export interface MissedHour {
  now: Temporal.Instant;
  policy: Policy | null;
  acknowledgement: Acknowledgement | null;
  /** Of the client; unknown is treated as a minor. */
  birthDate: Temporal.PlainDate | null;
  appointment: { kind: SlotKind; state: AppointmentState; start: Temporal.Instant; end: Temporal.Instant };
  /** When a cancellation arrived; null where none did. */
  receivedAt: Temporal.Instant | null;
  movedByAgreement: boolean;
  therapyEnded: boolean;
  therapistUnable: boolean;
  /** Minutes of the hour that somebody else filled. */
  refilledMinutes: number;
  /** Any reason that the person named, in the policy's list or not. */
  exceptionClaimed: boolean;
  /** Every safety level recorded for the person. */
  levels: readonly { at: Temporal.Instant; level: Level }[];
  /** Earlier hours of the same person with the same therapist. */
  incidents: readonly Incident[];
  /** At the practice's location. */
  isHoliday: IsHoliday;
}

/** What the engine suggests. It never invoices (rule book A.5, E.3). */
export interface FeeResult {
  result: 'no_fee' | 'manual_review' | 'fee_possible';
  rule: FeeLine;
  because: (typeof FEE_BECAUSE)[FeeLine];
  /** With fee_possible: whole cents. */
  amountCents?: number;
  /** With manual_review. */
  recommendation?: 'no_fee';
  task?: 'outreach-now' | 'friendly-reminder';
  /** A missed hour whose cancellation had arrived before the start must be corrected to this (AP7). */
  correctTo?: 'cancelled/patient_in_time' | 'cancelled/patient_late';
}

const COVERED: readonly AppointmentState[] = ['no_show', 'cancelled/patient_in_time', 'cancelled/patient_late'];
const INCIDENT_LINES: readonly FeeLine[] = ['C10', 'C11', 'C12', 'C13'];

/** Evaluates one hour that did not happen, line by line, first match wins (rule book A.5.3 with its clarifications). */
export function evaluateFee(hour: MissedHour): FeeResult {
  const result = lines(hour);
  const { appointment, receivedAt, policy, isHoliday } = hour;
  const missedAfterAll =
    appointment.state === 'no_show' && receivedAt !== null && Temporal.Instant.compare(receivedAt, appointment.start) < 0;
  return missedAfterAll ? { ...result, correctTo: cancellationState(policy, appointment.start, receivedAt, isHoliday) } : result;
}

function lines(hour: MissedHour): FeeResult {
  const { appointment, policy, receivedAt, isHoliday } = hour;
  const { start, end, kind, state } = appointment;
  if (!COVERED.includes(state)) return noFee('C0');
  if (policy === null || policy.fee.type === 'none') return noFee('C1');
  if (!policy.appliesTo.includes(kind)) return noFee('C2');
  const told = hour.acknowledgement;
  if (told === null || !isAgreed(told, policy, start, isHoliday)) return noFee('C3');
  if (contractPartyIsMinor(told, hour.birthDate)) return noFee('C4');
  if (receivedAt !== null && isInTime(policy, start, receivedAt, isHoliday)) return noFee('C5');
  if (hour.movedByAgreement) return noFee('C6');
  if (hour.therapyEnded) return noFee('C7');
  if (hour.therapistUnable) return noFee('C8');
  const minutes = start.until(end).total('minutes');
  if (hour.refilledMinutes >= minutes) return noFee('C9');
  if (hour.exceptionClaimed) return { result: 'manual_review', rule: 'C10', because: FEE_BECAUSE.C10, recommendation: 'no_fee' };
  if (wasFlagged(hour)) {
    return { result: 'manual_review', rule: 'C11', because: FEE_BECAUSE.C11, recommendation: 'no_fee', task: 'outreach-now' };
  }
  if (policy.goodwillFirst && isFirst(hour)) return { ...noFee('C12'), task: 'friendly-reminder' };
  const amountCents = feeCents(policy.fee, minutes - hour.refilledMinutes, minutes);
  return { result: 'fee_possible', rule: 'C13', because: FEE_BECAUSE.C13, amountCents };
}

function noFee(rule: FeeLine): FeeResult {
  return { result: 'no_fee', rule, because: FEE_BECAUSE[rule] };
}

/** C3: exactly this policy was told, not declined, and its text was there before the deadline. */
function isAgreed(told: Acknowledgement, policy: Policy, start: Temporal.Instant, isHoliday: IsHoliday): boolean {
  const same = told.policyId === policy.id && told.policyVersion === policy.version;
  if (!same || told.response === 'declined' || told.textDeliveredAt === null) return false;
  return textWasInTime(policy, start, told.textDeliveredAt, isHoliday);
}

/** C4: who accepted for herself or himself was under 18 on the day of accepting. Turning 18 later heals nothing. */
function contractPartyIsMinor(told: Acknowledgement, birthDate: Temporal.PlainDate | null): boolean {
  if (told.contractParty === 'guardian') return false;
  return birthDate === null || ageOn(birthDate, dayInBerlin(told.readAt)) < 18;
}

/** C11: from 30 x 24 h before the start up to now the highest level was YELLOW or more, also if lowered later. */
function wasFlagged({ appointment, levels, now }: MissedHour): boolean {
  const from = appointment.start.subtract({ hours: 30 * 24 });
  return levels.some(
    ({ at, level }) => level !== 'GREEN' && Temporal.Instant.compare(at, from) >= 0 && Temporal.Instant.compare(at, now) <= 0,
  );
}

/** C12: no earlier incident of the last 24 months reached C10 or later. */
function isFirst({ appointment, incidents }: MissedHour): boolean {
  const since = inBerlin(appointment.start).toPlainDateTime().subtract({ months: 24 }).toZonedDateTime(BERLIN).toInstant();
  return !incidents.some(
    ({ start, state, line }) =>
      (state === 'no_show' || state === 'cancelled/patient_late') &&
      INCIDENT_LINES.includes(line) &&
      Temporal.Instant.compare(start, since) >= 0 &&
      Temporal.Instant.compare(start, appointment.start) < 0,
  );
}
