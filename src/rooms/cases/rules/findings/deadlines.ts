import type { Area } from '../areas.ts';
import { type Day, earliest, latest, plusDays } from './days.ts';
import type { CaseFacts } from './facts.ts';
import { isOpenMeasure, runsOn, startOf } from './gaps.ts';
import { type Finding, finding } from './kinds.ts';

const GRACE_DAYS = 14;
const ANSWER_DAYS = 14;
const URGENT_ANSWER_DAYS = 3;

/** The last day on which a contact is in time (OC, O10): last reached contact, or the opening, plus rhythm and grace. */
export function contactDueUntil(last: Day, { days, graceDays }: Area['rhythms']['A']): Day {
  return plusDays(last, days + graceDays);
}

/** The last day on which a contact was not overdue, each day judged by the intensity of that day. */
function inTimeUntil(last: Day, intensities: CaseFacts['intensities'], rhythms: Area['rhythms']): Day {
  const fine = intensities.map(({ from, intensity }, index) => {
    const next = intensities[index + 1]?.from;
    const until = contactDueUntil(last, rhythms[intensity]);
    const end = next === undefined || until < next ? until : plusDays(next, -1);
    return index === 0 || from <= end ? end : null;
  });
  return latest(last, ...fine) as Day;
}

/** OC: the client or her representative was not reached within rhythm and grace. */
export function overdueContact(facts: CaseFacts, day: Day, area: Pick<Area, 'rhythms'>): Finding[] {
  const { lastReached, openedOn, id } = facts;
  const intensities = facts.intensities.filter(({ from }, index) => index === 0 || from <= day);
  const rhythm = area.rhythms[intensities.at(-1)?.intensity ?? 'B'];
  const last = lastReached?.on ?? openedOn;
  const since = plusDays(inTimeUntil(last, intensities, area.rhythms), 1);
  if (since > day) return [];
  const rests = lastReached
    ? { kind: 'contact' as const, id: lastReached.id, on: last }
    : { kind: 'phase' as const, id, on: openedOn, code: 'opened' };
  return [finding('OC', 'contact', since, [{ ...rests, amount: rhythm.days }])];
}

/** RA: a referral without an answer after 14 days, 3 where it is urgent. */
export function referralWithoutAnswer(facts: CaseFacts, day: Day): Finding[] {
  return facts.referrals.flatMap(({ id, state, sentOn, urgent, serviceType }) => {
    if ((state !== 'sent' && state !== 'seen') || sentOn === null) return [];
    const since = plusDays(sentOn, (urgent ? URGENT_ANSWER_DAYS : ANSWER_DAYS) + 1);
    return since <= day ? [finding('RA', id, since, [{ kind: 'referral', id, on: sentOn, code: serviceType }])] : [];
  });
}

/** GM: an active goal, agreed more than 14 days ago, without a planned or running measure. */
export function goalWithoutMeasure(facts: CaseFacts, day: Day): Finding[] {
  return facts.goals.flatMap(({ id, status, agreedOn, statusSince, domain }) => {
    if (status !== 'active' || agreedOn === null) return [];
    const measures = facts.measures.filter(({ goalIds }) => goalIds.includes(id));
    if (measures.some(isOpenMeasure)) return [];
    const since = latest(plusDays(agreedOn, GRACE_DAYS + 1), statusSince, ...measures.map(({ settledOn }) => settledOn));
    return since && since <= day ? [finding('GM', id, since, [{ kind: 'goal', id, on: agreedOn, code: domain }])] : [];
  });
}

/** GD: the day of an active goal is over, and nobody rated it on or after it. */
export function goalDatePassed(facts: CaseFacts, day: Day): Finding[] {
  return facts.goals.flatMap(({ id, status, targetOn, lastRatedOn, statusSince, domain }) => {
    if (status !== 'active' || targetOn === null || (lastRatedOn !== null && lastRatedOn >= targetOn)) return [];
    const since = latest(plusDays(targetOn, 1), statusSince) as Day;
    return since <= day ? [finding('GD', id, since, [{ kind: 'goal', id, on: targetOn, code: domain }])] : [];
  });
}

const isSoziotherapie = (type: string) => type === 'soziotherapie';

/** RV: the last review of the plan, or its agreement, is more than 90 days ago; 60 where Soziotherapie runs. */
export function reviewOverdue(facts: CaseFacts, day: Day, area: Pick<Area, 'review'>): Finding[] {
  const last = latest(facts.lastReviewOn, facts.agreedPlanOn);
  if (!last) return [];
  const began = earliest(...facts.lines.filter((line) => isSoziotherapie(line.serviceType) && runsOn(line, day)).map(startOf));
  const since = earliest(
    plusDays(last, area.review.plan + 1),
    began ? latest(plusDays(last, area.review.soziotherapie + 1), began) : null,
  ) as Day;
  if (since > day) return [];
  const amount = began ? Math.min(area.review.soziotherapie, area.review.plan) : area.review.plan;
  return [finding('RV', 'review', since, [{ kind: last === facts.lastReviewOn ? 'review' : 'plan', id: facts.id, on: last, amount }])];
}

/** CV: a professional rated a domain more than 14 days ago; the client's view is empty and nobody said why. */
export function clientViewMissing(facts: CaseFacts, day: Day): Finding[] {
  const newest = new Map<string, (typeof facts.domains)[number]>();
  for (const rating of facts.domains) {
    const known = newest.get(rating.domain);
    if (rating.profRatedOn !== null && (!known || known.round < rating.round)) newest.set(rating.domain, rating);
  }
  return [...newest.values()].flatMap(({ id, domain, profRatedOn, clientRated, clientMissing }) => {
    if (profRatedOn === null || clientRated || clientMissing !== null) return [];
    const since = plusDays(profRatedOn, GRACE_DAYS + 1);
    return since <= day ? [finding('CV', domain, since, [{ kind: 'domain', id, on: profRatedOn, code: domain }])] : [];
  });
}

/** ST: longer in a phase than its limit, counted from the last entry. */
export function stuckPhase(facts: CaseFacts, day: Day, area: Pick<Area, 'phaseLimits'>): Finding[] {
  const limit = (area.phaseLimits as Partial<Record<string, number>>)[facts.phase];
  if (limit === undefined) return [];
  const since = plusDays(facts.phaseSince, limit + 1);
  return since <= day
    ? [finding('ST', facts.phase, since, [{ kind: 'phase', id: facts.id, on: facts.phaseSince, code: facts.phase, amount: limit }])]
    : [];
}
