import { ACTIVE, ENDED } from '../line.ts';
import { type Day, daysFrom, earliest, latest, plusDays } from './days.ts';
import type { CaseFacts, DomainFacts, LineFacts, MeasureFacts } from './facts.ts';
import { type Evidence, type Finding, finding } from './kinds.ts';

const GRACE_DAYS = 14;
const APPROVAL_WARNING_DAYS = 28;
const REJECTION_DAYS = 7;
const INPATIENT_DAYS = 7;
const USED_SHARE = 0.8;

/** Whether a service runs on a day. */
export const runsOn = (line: LineFacts, day: Day): boolean =>
  ACTIVE.has(line.state as never) && startOf(line) <= day && (line.endedOn === null || line.endedOn >= day);

/** The first day of a service; a line that never said it counts from its present state. */
export const startOf = (line: LineFacts): Day => line.startedOn ?? line.since;

export const isOpenMeasure = ({ status }: MeasureFacts): boolean => status === 'planned' || status === 'active';
const isUnmet = ({ clientNeed, profNeed }: DomainFacts) => clientNeed === 'unmet' || profNeed === 'unmet';
const isRated = ({ clientNeed, profNeed }: DomainFacts) => clientNeed !== null || profNeed !== null;

/** G1: an unmet need of a completed assessment that no planned or running measure answers, and that nobody put off. */
export function needWithoutMeasure(facts: CaseFacts, day: Day): Finding[] {
  const rounds = new Map<string, DomainFacts[]>();
  for (const rating of facts.domains)
    if (rating.completedOn !== null && isRated(rating)) rounds.set(rating.domain, [...(rounds.get(rating.domain) ?? []), rating]);
  const found: Finding[] = [];
  for (const [domain, ratings] of rounds) {
    ratings.sort((one, other) => one.round - other.round);
    const last = ratings.at(-1);
    if (!last || !isUnmet(last) || (last.notNowOn !== null && last.notNowOn <= day)) continue;
    // the need stands since the first of the rounds that all found it unmet: being asked again does not make it younger
    let first = last;
    for (const rating of ratings.toReversed()) {
      if (!isUnmet(rating) || rating.notNowOn !== null) break;
      first = rating;
    }
    const cover = coverOf(facts, domain);
    if (cover.covered || first.completedOn === null) continue;
    const since = latest(plusDays(first.completedOn, GRACE_DAYS + 1), cover.until);
    if (since && since <= day)
      found.push(finding('G1', domain, since, [{ kind: 'domain', id: last.id, on: first.completedOn, code: domain }]));
  }
  return found;
}

/** Whether measures answer a domain's need now; if not, until when they did. */
function coverOf(facts: CaseFacts, domain: string): { covered: boolean; until: Day | undefined } {
  const goals = new Map(facts.goals.filter((goal) => goal.domain === domain).map((goal) => [goal.id, goal]));
  let until: Day | undefined;
  for (const measure of facts.measures) {
    for (const id of measure.goalIds) {
      const goal = goals.get(id);
      if (!goal) continue;
      const given = goal.status === 'dropped' || goal.status === 'superseded';
      if (isOpenMeasure(measure) && !given) return { covered: true, until: undefined };
      until = latest(until, earliest(isOpenMeasure(measure) ? null : measure.settledOn, given ? goal.statusSince : null));
    }
  }
  return { covered: false, until };
}

/** G2: a measure whose planned start is more than 14 days ago and that nothing shows to have begun. */
export function measureNotStarted(facts: CaseFacts, day: Day): Finding[] {
  const lines = new Map(facts.lines.map((line) => [line.id, line]));
  return facts.measures.flatMap((measure) => {
    if (measure.status !== 'planned' || measure.startOn === null || measure.startedOn !== null) return [];
    if (measure.lineId !== null && (lines.get(measure.lineId)?.startedOn ?? null) !== null) return [];
    const since = plusDays(measure.startOn, GRACE_DAYS + 1);
    return since <= day ? [finding('G2', measure.id, since, [{ kind: 'measure', id: measure.id, on: measure.startOn }])] : [];
  });
}

/** G3: a running, continuous service without a delivered contact for longer than twice its rhythm, 14 days at least. */
export function interruption(facts: CaseFacts, day: Day): Finding[] {
  return facts.lines.flatMap((line) => {
    if (!line.continuous || line.rhythmDays === null || !runsOn(line, day)) return [];
    const limit = Math.max(2 * line.rhythmDays, 14);
    const last = line.lastContactOn ?? startOf(line); // clarification: without any contact it counts from the start
    const since = latest(plusDays(last, limit + 1), startOf(line));
    if (!since || since > day) return [];
    return [finding('G3', line.id, since, [{ kind: 'line', id: line.id, on: last, code: line.serviceType, amount: line.rhythmDays }])];
  });
}

/** G4: somebody was discharged, or a service ended, with a need of follow-up, and the next service begins too late or not at all. */
export function transitionGap(facts: CaseFacts, day: Day): Finding[] {
  const found: Finding[] = [];
  for (const stay of facts.stays) {
    if (!stay.followUpNeeded || stay.dischargedOn === null) continue;
    const gap = gapAfter(stay.dischargedOn, INPATIENT_DAYS, facts.lines, true, day);
    if (gap) found.push(finding('G4', stay.id, gap.since, [{ kind: 'stay', id: stay.id, on: stay.dischargedOn }, ...gap.evidence]));
  }
  for (const line of facts.lines) {
    if (!line.followUpNeeded || line.endedOn === null || line.endedOn > day) continue;
    const next = facts.lines.filter((other) => other.id !== line.id && follows(other, line));
    const own = line.nextStartOn === null ? [] : [line];
    const gap = gapAfter(line.endedOn, line.inpatient ? INPATIENT_DAYS : GRACE_DAYS, [...next, ...own], false, day, line.id);
    if (gap)
      found.push(
        finding('G4', line.id, gap.since, [{ kind: 'line', id: line.id, on: line.endedOn, code: line.serviceType }, ...gap.evidence]),
      );
  }
  return found;
}

const follows = (other: LineFacts, ended: LineFacts): boolean =>
  other.serviceType === ended.serviceType ||
  ended.domain === null ||
  other.domain === ended.domain ||
  other.goalIds.some((id) => ended.goalIds.includes(id));

/**
 * The gap after an end. `contacts`: a contact of a service that runs already counts as its next start (after a stay in hospital); `own` is
 * the line that ended, whose own start never counts.
 */
function gapAfter(
  end: Day,
  limit: number,
  lines: readonly LineFacts[],
  contacts: boolean,
  day: Day,
  own?: string,
): { since: Day; evidence: Evidence[] } | undefined {
  if (end > day) return undefined;
  const last = plusDays(end, limit);
  let late: { on: Day; line: LineFacts } | undefined;
  let inTime = false;
  for (const line of lines) {
    const began =
      line.id === own ? null : earliest(...[line.startedOn, contacts ? line.lastContactOn : null].filter((on) => on !== null && on >= end));
    if (began && began <= day) return undefined; // closes when the next service starts
    // what was declined, rejected or cancelled keeps its date, but nobody comes
    const booked = line.id !== own && ENDED.has(line.state as never) ? null : line.nextStartOn;
    if (booked === null || booked < end) continue;
    if (booked > last) late = late && late.on <= booked ? late : { on: booked, line };
    else if (booked >= day) inTime = true; // a date that passed without a start is none any more
  }
  if (inTime) return undefined;
  if (late)
    return {
      since: end,
      evidence: [{ kind: 'line', id: late.line.id, on: late.on, code: late.line.serviceType, amount: daysFrom(end, late.on) }],
    };
  const since = plusDays(last, 1);
  return since <= day ? { since, evidence: [] } : undefined;
}

/** G5: an approval of a running service ends within 28 days, or four fifths of its units are used, and nothing was applied for. */
export function approvalRunsOut(facts: CaseFacts, day: Day): Finding[] {
  return facts.lines.flatMap((line) => {
    if (!runsOn(line, day) || line.followUpAppliedOn !== null) return [];
    const parts: { since: Day; evidence: Evidence }[] = [];
    if (line.validUntil !== null) {
      const since = latest(plusDays(line.validUntil, -APPROVAL_WARNING_DAYS), startOf(line)) as Day;
      parts.push({ since, evidence: { kind: 'line', id: line.id, on: line.validUntil, code: line.serviceType } });
    }
    const { approvedUnits, usedUnits } = line;
    if (approvedUnits !== null && approvedUnits > 0 && usedUnits !== null && usedUnits >= USED_SHARE * approvedUnits - 1e-9) {
      const since = latest(line.used80On ?? line.since, startOf(line)) as Day;
      parts.push({
        since,
        evidence: { kind: 'line', id: line.id, on: since, code: line.serviceType, amount: Math.round((usedUnits / approvedUnits) * 100) },
      });
    }
    const holding = parts.filter(({ since }) => since <= day);
    const since = earliest(...holding.map((part) => part.since));
    return since
      ? [
          finding(
            'G5',
            line.id,
            since,
            holding.map(({ evidence }) => evidence),
          ),
        ]
      : [];
  });
}

const FAILED: ReadonlySet<string> = new Set(['rejected', 'failed_start', 'no_response']);
const OPEN_REFERRALS: ReadonlySet<string> = new Set(['sent', 'seen', 'accepted', 'waitlisted', 'scheduled', 'started', 'on_hold']);
const OPEN_LINES: ReadonlySet<string> = new Set(['referred', 'waitlisted', 'accepted', 'scheduled', 'started', 'adapted']);

interface Attempt {
  kind: 'referral' | 'line';
  id: string;
  lineId: string | null;
  serviceType: string;
  domain: string | null;
  need: string | null;
  state: string;
  since: Day;
  sentOn: Day | null;
  open: boolean;
}

const sameNeed = (one: Attempt, other: Attempt) =>
  one.serviceType === other.serviceType ||
  (one.need !== null && one.need === other.need && one.domain !== null && one.domain === other.domain);

/** G6: rejected, unanswered or failed at the start more than 7 days ago, and nothing else was asked for the same need. */
export function rejectionWithoutAlternative(facts: CaseFacts, day: Day): Finding[] {
  const attempts: Attempt[] = facts.referrals.map((referral) => ({
    ...referral,
    kind: 'referral',
    open: OPEN_REFERRALS.has(referral.state),
  }));
  const referrals = new Set(facts.referrals.map(({ id }) => id));
  for (const line of facts.lines) {
    if (line.mirroredId !== null && referrals.has(line.mirroredId)) continue; // told by its referral
    attempts.push({ ...line, kind: 'line', lineId: line.id, need: null, open: OPEN_LINES.has(line.state) });
  }
  return attempts.flatMap((attempt) => {
    if (!FAILED.has(attempt.state)) return [];
    const since = plusDays(attempt.since, REJECTION_DAYS + 1);
    if (since > day) return [];
    const answered = attempts.some(
      (other) =>
        other !== attempt &&
        !(attempt.kind === 'referral' && other.kind === 'line' && other.id === attempt.lineId) &&
        sameNeed(attempt, other) &&
        (other.open || (other.sentOn !== null && other.state !== 'draft' && other.sentOn >= attempt.since)),
    );
    const { kind, id, serviceType } = attempt;
    return answered ? [] : [finding('G6', `${kind}:${id}`, since, [{ kind, id, on: attempt.since, code: serviceType }])];
  });
}
