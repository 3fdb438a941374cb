import { addDays, addMonthsClip, type Day, daysFrom } from './calendar.ts';
import type { Parameters } from './parameters.ts';
import type { Hint } from './ruling.ts';

export type DueColour = 'green' | 'yellow' | 'red';

export interface ReviewQuestion {
  /** The latest of the three signatures under the care plan. */
  carePlanSignedOn: Day;
  /** Days of reviews that were held, in any order. */
  held: readonly Day[];
  today: Day;
  /** In hospital today: the review stays due, and the list says so. */
  inpatient?: boolean;
}

/** The n-th day of the grid, always from the plan and never chained, so that month ends do not creep. */
export function gridDay(carePlanSignedOn: Day, n: number, p: Pick<Parameters, 'reviewIntervalMonths'>): Day {
  return addMonthsClip(carePlanSignedOn, p.reviewIntervalMonths * n);
}

/**
 * R6: when the next review is due. Each one held fulfils the oldest open day of the grid, or starts the interval anew. No shift for
 * weekends: it is no deadline of law. The interval is a setting, the directive names none (O6).
 */
export function nextReview(
  question: ReviewQuestion,
  p: Pick<Parameters, 'reviewIntervalMonths' | 'reviewGrid' | 'reviewWarnDays'>,
): { dueOn: Day; colour: DueColour; daysLeft: number; hints: readonly Hint[] } {
  const held = question.held.filter((day) => day >= question.carePlanSignedOn).sort();
  const dueOn = p.reviewGrid
    ? gridDay(question.carePlanSignedOn, held.length + 1, p)
    : addMonthsClip(held.at(-1) ?? question.carePlanSignedOn, p.reviewIntervalMonths);
  const daysLeft = daysFrom(question.today, dueOn);
  const colour = daysLeft < 0 ? 'red' : daysLeft <= p.reviewWarnDays ? 'yellow' : 'green';
  return { dueOn, colour, daysLeft, hints: question.inpatient ? [{ code: 'review-inpatient' }] : [] };
}

/** The first day on which a review shows yellow. */
export function warnsFrom(dueOn: Day, p: Pick<Parameters, 'reviewWarnDays'>): Day {
  return addDays(dueOn, -p.reviewWarnDays);
}
