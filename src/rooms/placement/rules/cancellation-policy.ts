import { SLOT_KINDS, type SlotKind } from '#kernel/codes.ts';
import type { FieldFault } from '#rooms/directory/rules/place-fields.ts';

/** Reasons that the policy names as exceptions, each with the evidence that it asks for (rule book A.5.2). */
export const EXCEPTIONS = ['illness', 'accident', 'hospital', 'child-ill', 'bereavement', 'transport-breakdown', 'crisis'] as const;
export type Exception = (typeof EXCEPTIONS)[number];
export const EVIDENCE = ['none', 'statement', 'certificate'] as const;
export type Evidence = (typeof EVIDENCE)[number];

export const NOTICE_MODES = ['wallClock', 'workingDays'] as const;
export type NoticeMode = (typeof NOTICE_MODES)[number];

/** What a missed hour costs. Percent refers to the policy's stated price of a session. Money in cents. */
export type Fee =
  | { type: 'none' }
  | { type: 'fixed'; amountCents: number }
  | { type: 'percent'; percent: number; sessionPriceCents: number };

/** A therapist's cancellation rule (Ausfallregelung) in one version (rule book A.5.2). */
export interface Policy {
  id: string;
  version: number;
  validFrom: Temporal.PlainDate;
  /** 0 to 48; in mode workingDays 0, 24 or 48. More than 48 h is inadmissible (A.5.1). */
  noticeHours: number;
  noticeMode: NoticeMode;
  fee: Fee;
  appliesTo: readonly SlotKind[];
  /** The first time costs nothing. */
  goodwillFirst: boolean;
  exceptions: readonly { kind: Exception; evidence: Evidence }[];
  /** Where to cancel: phone number or e-mail, as it is said and printed. */
  contact: string;
}

/** The longest notice that the product accepts (rule book A.5.1: more than 48 h is inadmissible). */
export const MAX_NOTICE_HOURS = 48;
/** A typing-error guard for one session, in cents. */
export const MAX_FEE_CENTS = 30_000;
/** What is taken where the therapist says nothing (rule book A.5.2). CONSULT only if explicitly agreed. */
export const POLICY_DEFAULTS = { noticeMode: 'wallClock', goodwillFirst: true, appliesTo: ['TRIAL', 'THERAPY', 'GROUP'] } as const;

const wholeBetween = (value: number, low: number, high: number) => Number.isInteger(value) && value >= low && value <= high;

/** Checks a policy before it is stored; an empty list is a good policy. */
export function policyFaults(policy: Policy): FieldFault[] {
  const { noticeHours, noticeMode, fee, appliesTo, exceptions, contact } = policy;
  const faults: FieldFault[] = [];
  if (noticeHours > MAX_NOTICE_HOURS) faults.push({ pointer: '/noticeHours', code: 'too-long', limit: MAX_NOTICE_HOURS });
  else if (!wholeBetween(noticeHours, 0, MAX_NOTICE_HOURS)) faults.push({ pointer: '/noticeHours', code: 'not-whole' });
  else if (noticeMode === 'workingDays' && noticeHours % 24 !== 0) {
    faults.push({ pointer: '/noticeHours', code: 'not-whole-days', limit: '0, 24, 48' });
  }
  if (fee.type === 'fixed' && !wholeBetween(fee.amountCents, 1, MAX_FEE_CENTS)) {
    faults.push({ pointer: '/fee/amountCents', code: 'out-of-range', limit: MAX_FEE_CENTS });
  }
  if (fee.type === 'percent') {
    if (!wholeBetween(fee.percent, 1, 100)) faults.push({ pointer: '/fee/percent', code: 'out-of-range', limit: 100 });
    if (!wholeBetween(fee.sessionPriceCents, 1, MAX_FEE_CENTS)) {
      faults.push({ pointer: '/fee/sessionPriceCents', code: 'out-of-range', limit: MAX_FEE_CENTS });
    }
  }
  if (fee.type !== 'none' && appliesTo.length === 0) faults.push({ pointer: '/appliesTo', code: 'missing' });
  appliesTo.forEach((kind, index) => {
    if (!SLOT_KINDS.includes(kind)) faults.push({ pointer: `/appliesTo/${index}`, code: 'unknown-code' });
  });
  exceptions.forEach((exception, index) => {
    if (!EXCEPTIONS.includes(exception.kind)) faults.push({ pointer: `/exceptions/${index}/kind`, code: 'unknown-code' });
    else if (exceptions.findIndex(({ kind }) => kind === exception.kind) < index) {
      faults.push({ pointer: `/exceptions/${index}/kind`, code: 'twice' });
    }
    if (!EVIDENCE.includes(exception.evidence)) faults.push({ pointer: `/exceptions/${index}/evidence`, code: 'unknown-code' });
  });
  if (contact.trim() === '') faults.push({ pointer: '/contact', code: 'missing' });
  return faults;
}

/**
 * The amount for the minutes that nobody filled, in whole cents, rounded once, half down (A.5 clarification).
 * @param unfilledMinutes 0 to sessionMinutes
 */
export function feeCents(fee: Fee, unfilledMinutes: number, sessionMinutes: number): number {
  if (fee.type === 'none' || sessionMinutes <= 0) return 0;
  const whole = fee.type === 'fixed' ? fee.amountCents * 100 : fee.sessionPriceCents * fee.percent;
  const top = whole * Math.min(Math.max(unfilledMinutes, 0), sessionMinutes);
  const bottom = 100 * sessionMinutes;
  const floor = Math.floor(top / bottom);
  return top - floor * bottom > bottom / 2 ? floor + 1 : floor;
}
