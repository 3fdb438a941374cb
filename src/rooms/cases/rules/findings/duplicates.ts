import type { Area } from '../areas.ts';
import { type Day, daysFrom, latest, plusDays } from './days.ts';
import type { CaseFacts, LineFacts } from './facts.ts';
import { runsOn, startOf } from './gaps.ts';
import { type Finding, finding } from './kinds.ts';

const SOFT_DAYS = 14;
const SAME_INSTRUMENT_DAYS = 30;
/** Different by law, so that together they are no duplicate: § 37a SGB V supports what the treatment of § 28 (3) SGB V needs. */
const BESIDE_EACH_OTHER: readonly (readonly [string, string])[] = [['psychotherapy', 'soziotherapie']];

type Interval = readonly [from: Day, to: Day | null];

/** Days that two services share: max(0, min(b) − max(a) + 1); an open or future end is today (B.4). */
export function overlapDays([from, to]: Interval, [otherFrom, otherTo]: Interval, today: Day): number {
  const end = (value: Day | null) => (value === null || value > today ? today : value);
  const last = end(to) < end(otherTo) ? end(to) : end(otherTo);
  return Math.max(0, daysFrom(from > otherFrom ? from : otherFrom, last) + 1);
}

const matches = (pairs: readonly (readonly [string, string])[], one: LineFacts, other: LineFacts) =>
  pairs.some(([a, b]) => (a === one.serviceType && b === other.serviceType) || (b === one.serviceType && a === other.serviceType));

/** Whether both are given by the same one. Psychotherapy goes by the therapist, everything else by the organisation first. */
export function sameProvider(one: LineFacts, other: LineFacts): boolean {
  const byPerson = one.practitionerId !== null && other.practitionerId !== null;
  const byHouse = one.organisationId !== null && other.organisationId !== null;
  if (one.serviceType === 'psychotherapy' && other.serviceType === 'psychotherapy' && byPerson)
    return one.practitionerId === other.practitionerId;
  if (byHouse) return one.organisationId === other.organisationId;
  return byPerson && one.practitionerId === other.practitionerId;
}

/** What two lines would be if both run: excluded by each other, alike, or neither. Marks of "different focus" are not asked here. */
export function pairKind(one: LineFacts, other: LineFacts, area: Pick<Area, 'exclusive'>): 'DU1' | 'DU2' | undefined {
  if (sameProvider(one, other)) return undefined;
  if (matches(area.exclusive, one, other)) return 'DU1';
  if (matches(BESIDE_EACH_OTHER, one, other)) return undefined;
  const sameGoal = one.domain !== null && one.domain === other.domain && one.goalIds.some((id) => other.goalIds.includes(id));
  return one.serviceType === other.serviceType || sameGoal ? 'DU2' : undefined;
}

const areComplementary = (one: LineFacts, other: LineFacts) =>
  one.complementaryWith.includes(other.id) || other.complementaryWith.includes(one.id);
const pairOf = (one: string, other: string) => (one < other ? `${one}+${other}` : `${other}+${one}`);

/** DU1 and DU2: two services that run both today and do the same. An excluded pair is only told once, as DU1. */
export function doubledServices(facts: CaseFacts, day: Day, area: Pick<Area, 'exclusive'>): Finding[] {
  const running = facts.lines.filter((line) => runsOn(line, day));
  const found: Finding[] = [];
  for (const [index, one] of running.entries()) {
    for (const other of running.slice(index + 1)) {
      const kind = pairKind(one, other, area);
      if (!kind || (kind === 'DU2' && areComplementary(one, other))) continue;
      const both = latest(startOf(one), startOf(other)) as Day;
      const shared = overlapDays([startOf(one), one.endedOn], [startOf(other), other.endedOn], day);
      if (shared < (kind === 'DU1' ? 1 : SOFT_DAYS)) continue;
      const since = kind === 'DU1' ? both : plusDays(both, SOFT_DAYS - 1);
      const evidence = [one, other].map((line) => ({ kind: 'line' as const, id: line.id, on: startOf(line), code: line.serviceType }));
      found.push(
        finding(
          kind,
          pairOf(one.id, other.id),
          since,
          evidence.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        ),
      );
    }
  }
  return found;
}

/** DU3: the same instrument by two partners within 30 days, told for 30 days. */
export function doubleAssessment(facts: CaseFacts, day: Day): Finding[] {
  const results = facts.instruments
    .filter(({ partnerId, ratedOn }) => partnerId !== null && ratedOn <= day)
    .toSorted((one, other) => (one.ratedOn === other.ratedOn ? (one.id < other.id ? -1 : 1) : one.ratedOn < other.ratedOn ? -1 : 1));
  const name = (instrument: string) => instrument.trim().toLowerCase();
  return results.flatMap((second, index) => {
    const before = results.slice(0, index).toReversed();
    const first = before.find((one) => name(one.instrument) === name(second.instrument) && one.partnerId !== second.partnerId);
    if (!first || daysFrom(first.ratedOn, second.ratedOn) > SAME_INSTRUMENT_DAYS) return [];
    if (daysFrom(second.ratedOn, day) >= SAME_INSTRUMENT_DAYS) return []; // closes 30 days after the second result
    const evidence = [first, second].map(({ id, ratedOn }) => ({ kind: 'instrument' as const, id, on: ratedOn }));
    return [finding('DU3', pairOf(first.id, second.id), second.ratedOn, evidence)];
  });
}

/**
 * How a duplicate went away (B.5 O8): `changed` where a service ended, moved or changed what it does; marking two services as "different
 * focus" does not count, nor does time.
 */
export function howDuplicateEnded(
  rule: string,
  subject: string,
  facts: CaseFacts,
  day: Day,
  area: Pick<Area, 'exclusive'>,
): 'changed' | 'gone' {
  if (rule !== 'DU1' && rule !== 'DU2') return 'gone';
  const ids = subject.split('+');
  const [one, other] = facts.lines.filter(({ id }) => ids.includes(id));
  if (!one || !other || !runsOn(one, day) || !runsOn(other, day)) return 'changed';
  return pairKind(one, other, area) === rule ? 'gone' : 'changed';
}
