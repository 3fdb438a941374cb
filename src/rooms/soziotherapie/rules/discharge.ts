import { addDays, type Day } from './calendar.ts';
import type { Parameters } from './parameters.ts';
import { allow, type Ruling, refuse } from './ruling.ts';

/** R23: the days of a discharge prescription, both inclusive: from the day of discharge to seven calendar days after it. */
export function dischargeDays(dischargedOn: Day, p: Pick<Parameters, 'dischargeDays'>): { from: Day; to: Day } {
  return { from: dischargedOn, to: addDays(dischargedOn, p.dischargeDays) };
}

/** R23: is a day inside? Units not used until then lapse; what was used counts for all later prescribers. */
export function judgeDischarge(
  question: { dischargedOn: Day; day: Day },
  p: Pick<Parameters, 'dischargeDays'>,
): Ruling<object, 'discharge-not-begun' | 'discharge-over'> {
  const { from, to } = dischargeDays(question.dischargedOn, p);
  const facts = { from, to, day: question.day };
  if (question.day < from) return refuse('R23', 'discharge-not-begun', { facts });
  return question.day > to ? refuse('R23', 'discharge-over', { facts }) : allow('R23', {}, { facts });
}
