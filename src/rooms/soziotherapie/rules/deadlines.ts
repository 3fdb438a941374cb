import { addDays, addMonthsClip, addWorkingDays, type Day, type IsHoliday, onWorkingDay } from './calendar.ts';
import type { Parameters } from './parameters.ts';
import { allow, type Ruling, refuse } from './ruling.ts';

/** R7: the last day on which the insurer must have the prescription: third working day after the issue (ST-RL § 9). */
export function submissionDeadline(issuedOn: Day, isHoliday: IsHoliday, p: Pick<Parameters, 'submissionWorkingDays'>): Day {
  return addWorkingDays(issuedOn, p.submissionWorkingDays, isHoliday);
}

/** R7: by when the care plan should follow a Muster 26 that was sent alone (O13). */
export function carePlanDeadline(sentOn: Day, isHoliday: IsHoliday, p: Pick<Parameters, 'carePlanFollowsWorkingDays'>): Day {
  return addWorkingDays(sentOn, p.carePlanFollowsWorkingDays, isHoliday);
}

export type SubmissionCode = 'submission-pending' | 'submission-too-late' | 'received-before-issue';

/**
 * R7: does the insurer pay until it decides? Receipt counts, not sending; until it is stored nothing is covered.
 * @param receivedOn day on which the insurer received the prescription; null: not known yet
 */
export function judgeSubmission(
  question: { issuedOn: Day; receivedOn: Day | null },
  isHoliday: IsHoliday,
  p: Pick<Parameters, 'submissionWorkingDays'>,
): Ruling<{ lastDay: Day }, SubmissionCode> {
  const { issuedOn, receivedOn } = question;
  const lastDay = submissionDeadline(issuedOn, isHoliday, p);
  const facts = { issuedOn, receivedOn, lastDay };
  if (receivedOn === null) return refuse('R7', 'submission-pending', { facts });
  if (receivedOn < issuedOn) return refuse('R7', 'received-before-issue', { facts });
  if (receivedOn > lastDay) return refuse('R7', 'submission-too-late', { facts });
  return allow('R7', { lastDay }, { facts });
}

export interface DecisionWait {
  receivedOn: Day;
  /** When the notice that the Medizinischer Dienst was asked was stored. */
  expertNoticeOn?: Day | null;
  /** Delay told in writing with sufficient reason: stored when, and until when. */
  delayNotice?: { on: Day; until: Day } | null;
  /** Any decision stored. */
  decidedOn?: Day | null;
}

/**
 * R8: until when the insurer must decide: three weeks from receipt, five with an expert opinion told in time; a day that is no
 * working day moves on (§ 13 (3a) SGB V, § 26 (3) SGB X). The day of receipt is not counted.
 */
export function decisionDeadline(
  wait: DecisionWait,
  isHoliday: IsHoliday,
  p: Pick<Parameters, 'decisionWeeks' | 'decisionWeeksWithExpert'>,
): Day {
  const inWeeks = (weeks: number) => onWorkingDay(addDays(wait.receivedOn, 7 * weeks), isHoliday);
  const short = inWeeks(p.decisionWeeks);
  const asked = typeof wait.expertNoticeOn === 'string' && wait.expertNoticeOn <= short;
  const end = asked ? inWeeks(p.decisionWeeksWithExpert) : short;
  // a notice after the end comes too late to move it
  return wait.delayNotice && wait.delayNotice.on <= end ? onWorkingDay(wait.delayNotice.until, isHoliday) : end;
}

/**
 * R8: raised from the day after a deadline that passed in silence. It is a flag and never a status: since 2020 the fiction gives
 * no lasting claim (BSG 26.05.2020, B 1 KR 9/18 R).
 */
export function deemedApprovalPossible(
  wait: DecisionWait,
  today: Day,
  isHoliday: IsHoliday,
  p: Pick<Parameters, 'decisionWeeks' | 'decisionWeeksWithExpert'>,
): boolean {
  return !wait.decidedOn && today > decisionDeadline(wait, isHoliday, p);
}

/**
 * R9: when a letter of the insurer counts as made known: the fourth day after posting (third until 2024), a later real receipt wins
 * (§ 37 (2) SGB X). That day does not move on weekends.
 * @param p parameters of the day of posting
 */
export function notifiedOn(letter: { postedOn: Day; receivedOn?: Day | null }, p: Pick<Parameters, 'noticeFictionDays'>): Day {
  const counted = addDays(letter.postedOn, p.noticeFictionDays);
  return letter.receivedOn && letter.receivedOn > counted ? letter.receivedOn : counted;
}

/** R9: the last day of an objection: one month, a year where the letter does not teach about it (§§ 66, 84 SGG). */
export function objectionDeadline(
  question: { notifiedOn: Day; remediesTaught: boolean },
  isHoliday: IsHoliday,
  p: Pick<Parameters, 'objectionMonths' | 'objectionMonthsUntaught'>,
): Day {
  const months = question.remediesTaught ? p.objectionMonths : p.objectionMonthsUntaught;
  return onWorkingDay(addMonthsClip(question.notifiedOn, months), isHoliday);
}

/**
 * E7, R9: from which day a refusal is final: the day after the last day of an objection that nobody made, or the day on which the practice
 * heard that the objection was lost. Null while an objection runs.
 */
export function refusalFinalFrom(letter: {
  afterObjection: boolean;
  knownOn: Day;
  objectionUntil: Day | null;
  objectedOn: Day | null;
}): Day | null {
  if (letter.afterObjection) return letter.knownOn;
  return letter.objectedOn === null && letter.objectionUntil !== null ? addDays(letter.objectionUntil, 1) : null;
}

export type ObjectionCode = 'objection-too-late' | 'objection-not-by-client';

/** R9: only the insured person or who represents her may object, in time; a practice cannot do it in its own name. */
export function judgeObjection(
  question: { notifiedOn: Day; remediesTaught: boolean; objectedOn: Day; by: 'client' | 'guardian' | 'provider' | 'prescriber' },
  isHoliday: IsHoliday,
  p: Pick<Parameters, 'objectionMonths' | 'objectionMonthsUntaught'>,
): Ruling<{ lastDay: Day }, ObjectionCode> {
  const lastDay = objectionDeadline(question, isHoliday, p);
  const facts = { lastDay, objectedOn: question.objectedOn };
  if (question.by === 'provider' || question.by === 'prescriber') return refuse('R9', 'objection-not-by-client', { facts });
  return question.objectedOn > lastDay ? refuse('R9', 'objection-too-late', { facts }) : allow('R9', { lastDay }, { facts });
}
