import { randomUUID } from 'node:crypto';
import type { Day } from '#rooms/soziotherapie/rules/calendar.ts';
import type { CoverPrescription } from '#rooms/soziotherapie/rules/coverage-standing.ts';
import { notifiedOn, submissionDeadline } from '#rooms/soziotherapie/rules/deadlines.ts';
import { dischargeDays } from '#rooms/soziotherapie/rules/discharge.ts';
import { statutoryHolidays } from '#rooms/soziotherapie/rules/holidays.ts';
import { parametersOn } from '#rooms/soziotherapie/rules/parameters.ts';
import { needsApproval } from '#rooms/soziotherapie/rules/trial.ts';
import { type Calendar, dayAt, workdayAt } from './course.ts';
import type { Order, Told } from './told.ts';

export const NW = statutoryHolidays('NW');

export interface Given extends Order {
  id: string;
  issuedOn: Day;
  submitUntil: Day;
  free: boolean;
  receivedOn: Day | null;
  decisionOn: { posted: Day; notified: Day; units: number; validTo: Day | null } | null;
}

export function giveOrders(told: Told, calendar: Calendar): Given[] {
  const before: { kind: Order['kind']; issuedOn: Day; units: number }[] = [];
  return told.orders.map((order) => {
    const issuedOn = workdayAt(calendar, order.issued);
    const p = parametersOn(issuedOn);
    const submitUntil = submissionDeadline(issuedOn, NW, p);
    const free = (order.kind === 'TRIAL' || order.kind === 'REFERRAL') && !needsApproval(order, before, p).needed;
    before.push({ kind: order.kind, issuedOn, units: order.units });
    // a letter that was received in time stays in time when the day of issue moves off a weekend
    const wished = order.received === undefined ? null : workdayAt(calendar, order.received);
    const receivedOn = wished !== null && wished < issuedOn ? issuedOn : wished;
    const posted = order.decision ? workdayAt(calendar, order.decision.posted) : null;
    const decisionOn =
      order.decision && posted
        ? {
            posted,
            notified: notifiedOn({ postedOn: posted }, p),
            units: order.decision.units,
            validTo: order.decision.validTo === undefined ? null : dayAt(calendar, order.decision.validTo),
          }
        : null;
    return { ...order, id: randomUUID(), issuedOn, submitUntil, free, receivedOn, decisionOn };
  });
}

export function coverOf(order: Given): CoverPrescription {
  const p = parametersOn(order.issuedOn);
  return {
    id: order.id,
    kind: order.kind,
    issuedOn: order.issuedOn,
    units: order.units,
    groupAllowed: true,
    approvalFree: order.free,
    receivedOn: order.receivedOn,
    submitUntil: order.submitUntil,
    decision: order.decisionOn && {
      units: order.decisionOn.units,
      notifiedOn: order.decisionOn.notified,
      knownOn: order.decisionOn.posted,
      validFrom: null,
      validTo: order.decisionOn.validTo,
    },
    ...(order.kind === 'DISCHARGE' ? { usable: dischargeDays(order.issuedOn, p) } : {}),
    lapsesFrom: null,
    withdrawnOn: null,
  };
}

export function stateOf(order: Given): string {
  if (order.only) return order.only;
  if (order.free) return 'APPROVAL_FREE';
  if (order.decisionOn) {
    if (order.decision?.objected !== undefined) return 'OBJECTED';
    if (order.decisionOn.units === 0) return 'REFUSED';
    return order.decisionOn.units < order.units ? 'PARTIALLY_APPROVED' : 'APPROVED';
  }
  if (order.md !== undefined) return 'MD_REVIEW';
  if (order.receivedOn === null) return 'SUBMITTED';
  return order.receivedOn <= order.submitUntil ? 'PROVISIONAL' : 'SUBMITTED';
}
