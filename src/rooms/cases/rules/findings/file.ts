import { type Day, earliest, latest, plusDays } from './days.ts';
import type { AbsenceFacts, CaseFacts, MeasureFacts, ReferralFacts, ReleaseFacts, WeeklyTime } from './facts.ts';
import { isOpenMeasure, runsOn, startOf } from './gaps.ts';
import { type Evidence, type Finding, finding } from './kinds.ts';

/** MG: a planned or running measure without a goal, or without a start date. */
export function measureWithoutGoal(facts: CaseFacts, day: Day): Finding[] {
  const goals = new Map(facts.goals.map((goal) => [goal.id, goal]));
  return facts.measures.flatMap((measure) => {
    if (!isOpenMeasure(measure)) return [];
    const named = measure.goalIds.flatMap((id) => goals.get(id) ?? []);
    const alive = named.some(({ status }) => status !== 'dropped' && status !== 'superseded');
    if (alive && measure.startOn !== null) return [];
    const given = alive || named.length === 0 ? undefined : latest(...named.map(({ statusSince }) => statusSince));
    const since = measure.startOn === null ? measure.madeOn : (latest(measure.madeOn, given) as Day);
    const code = alive ? 'date' : measure.startOn === null ? 'both' : 'goal';
    return since <= day ? [finding('MG', measure.id, since, [{ kind: 'measure', id: measure.id, on: measure.madeOn, code }])] : [];
  });
}

const WITH_ACCESS: ReadonlySet<string> = new Set(['sent', 'seen', 'accepted', 'waitlisted', 'scheduled', 'started', 'on_hold']);

/** The first day on which a release does not hold any more. */
const invalidFrom = ({ untilOn, withdrawnOn }: ReleaseFacts): Day => earliest(plusDays(untilOn, 1), withdrawnOn) as Day;
const isValid = (release: ReleaseFacts, day: Day) => invalidFrom(release) > day;

interface Access {
  key: string;
  from: Day;
  releaseId: string | null;
  recipients: readonly string[];
  evidence: Evidence;
  /** Whether it is a fault that there never was one. */
  needsOne: boolean;
}

/** CO: a partner's referral or service runs, and the release is over, withdrawn or missing. One finding for each release. */
export function consentProblem(facts: CaseFacts, day: Day): Finding[] {
  const groups = new Map<string, { access: Access; invalid: Day; evidence: Evidence[]; from: Day; release: ReleaseFacts | undefined }>();
  for (const access of accesses(facts, day)) {
    const own = facts.releases.find(({ id }) => id === access.releaseId);
    const others = facts.releases.filter(({ recipientId }) => recipientId !== null && access.recipients.includes(recipientId));
    const candidates = own ? [own, ...others] : others;
    if (candidates.some((release) => isValid(release, day))) continue;
    const last = own ?? candidates.toSorted((one, other) => (invalidFrom(one) < invalidFrom(other) ? 1 : -1))[0];
    if (!last && !access.needsOne) continue;
    const key = last ? last.id : `none:${access.key}`;
    const group = groups.get(key) ?? { access, invalid: access.from, evidence: [], from: access.from, release: last };
    // it holds since the last of its releases ended, but not longer than the partner takes part
    const ended = latest(...candidates.map(invalidFrom));
    const invalid = latest(ended, access.from) as Day;
    group.invalid = group.evidence.length === 0 || invalid < group.invalid ? invalid : group.invalid;
    group.evidence.push(access.evidence);
    groups.set(key, group);
  }
  return [...groups].flatMap(([key, { invalid, evidence, release }]) => {
    if (invalid > day) return [];
    const told: Evidence[] = release
      ? [{ kind: 'release', id: release.id, on: release.untilOn, code: release.withdrawnOn === null ? 'expired' : 'withdrawn' }]
      : [];
    return [finding('CO', key, invalid, [...told, ...evidence.toSorted((one, other) => (one.id < other.id ? -1 : 1))])];
  });
}

function accesses(facts: CaseFacts, day: Day): Access[] {
  const referrals = new Map<string, ReferralFacts>(facts.referrals.map((referral) => [referral.id, referral]));
  const all: Access[] = [];
  for (const { id, state, since, sentOn, releaseId, recipientId, serviceType } of facts.referrals) {
    if (!WITH_ACCESS.has(state)) continue;
    const from = sentOn ?? since;
    const recipients = recipientId === null ? [] : [recipientId];
    all.push({
      key: recipientId ?? id,
      from,
      releaseId,
      recipients,
      evidence: { kind: 'referral', id, on: from, code: serviceType },
      needsOne: true,
    });
  }
  for (const line of facts.lines) {
    if (!runsOn(line, day)) continue;
    const mirrored = line.mirrors === 'referral' && line.mirroredId !== null ? referrals.get(line.mirroredId) : undefined;
    const recipients = [line.organisationId, line.practitionerId, mirrored?.recipientId ?? null].filter((id) => id !== null);
    all.push({
      key: mirrored?.recipientId ?? mirrored?.id ?? line.organisationId ?? line.practitionerId ?? line.id,
      from: startOf(line),
      releaseId: mirrored?.releaseId ?? null,
      recipients,
      evidence: { kind: 'line', id: line.id, on: startOf(line), code: line.serviceType },
      // a therapy place and Soziotherapie run under a relation of their own: the case gives nothing to them
      needsOne: line.named && line.mirrors !== 'request' && line.mirrors !== 'episode',
    });
  }
  return all;
}

/** Whether an account is away on a day with nobody there in its place; an absent substitute counts as none. */
export function isUncovered(absences: readonly AbsenceFacts[], accountId: string, day: Day): AbsenceFacts | undefined {
  const away = (id: string) => absences.find((absence) => absence.accountId === id && absence.fromOn <= day && absence.toOn >= day);
  const absence = away(accountId);
  if (!absence) return undefined;
  return absence.substituteId === null || away(absence.substituteId) ? absence : undefined;
}

/** Since when somebody is away uncovered without a day between. */
function uncoveredSince(absences: readonly AbsenceFacts[], accountId: string, day: Day): { since: Day; absence: AbsenceFacts } | undefined {
  const absence = isUncovered(absences, accountId, day);
  if (!absence) return undefined;
  let since = day;
  for (let before = plusDays(day, -1); isUncovered(absences, accountId, before); before = plusDays(before, -1)) since = before;
  return { since, absence };
}

/** RS: a measure or task without owner, or whose owner is away without a substitute. */
export function nobodyResponsible(facts: CaseFacts, day: Day): Finding[] {
  const found: Finding[] = [];
  const look = (kind: 'measure' | 'task', id: string, owner: string, from: Day) => {
    const away = uncoveredSince(facts.absences, owner, day);
    if (!away) return;
    const since = latest(away.since, from) as Day;
    if (since > day) return;
    const { absence } = away;
    const evidence: Evidence[] = [
      { kind, id },
      { kind: 'absence', id: absence.id, on: absence.fromOn },
    ];
    found.push(finding('RS', `${kind}:${id}`, since, evidence));
  };
  for (const measure of facts.measures) {
    if (!isOpenMeasure(measure)) continue;
    const { id, madeOn, responsibleKind, responsibleId } = measure;
    if (responsibleKind === null) {
      if (madeOn <= day) found.push(finding('RS', `measure:${id}`, madeOn, [{ kind: 'measure', id, on: madeOn, code: 'nobody' }]));
    } else if (responsibleKind === 'manager') look('measure', id, responsibleId ?? facts.managerId, madeOn);
  }
  for (const { id, assigneeId, createdOn } of facts.tasks) look('task', id, assigneeId, createdOn);
  return found;
}

/** Whether two weekly times meet; half-open, so that touching is none. */
export const windowsMeet = (one: WeeklyTime, other: WeeklyTime): boolean =>
  one.day === other.day && one.from < other.to && other.from < one.to;

/** Whether two measures' dates share a day that is not over. */
function datesMeet(one: MeasureFacts, other: MeasureFacts, day: Day): boolean {
  const from = latest(one.startOn, other.startOn);
  const to = earliest(one.endOn, other.endOn);
  return to === undefined || ((from === undefined || from <= to) && to >= day);
}

const pairOf = (one: string, other: string) => (one < other ? `${one}+${other}` : `${other}+${one}`);

/** CT: two active goals marked as incompatible, or two measures that want the client at the same time. */
export function contradictoryPlans(facts: CaseFacts, day: Day): Finding[] {
  const found: Finding[] = [];
  const goals = facts.goals.filter(({ status }) => status === 'active').toSorted((one, other) => (one.id < other.id ? -1 : 1));
  for (const [index, one] of goals.entries())
    for (const other of goals.slice(index + 1)) {
      if (!one.incompatibleWith.includes(other.id) && !other.incompatibleWith.includes(one.id)) continue;
      const since = latest(one.statusSince ?? one.agreedOn, other.statusSince ?? other.agreedOn) ?? facts.openedOn;
      const evidence = [one, other].map(({ id, domain }) => ({ kind: 'goal' as const, id, code: domain }));
      if (since <= day) found.push(finding('CT', pairOf(one.id, other.id), since, evidence));
    }
  const measures = facts.measures
    .filter((measure) => isOpenMeasure(measure) && measure.weekly.length > 0)
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  for (const [index, one] of measures.entries())
    for (const other of measures.slice(index + 1)) {
      const meet = one.weekly.find((time) => other.weekly.some((window) => windowsMeet(time, window)));
      if (!meet || !datesMeet(one, other, day)) continue;
      const since = latest(one.madeOn, other.madeOn) as Day;
      const evidence = [one, other].map(({ id }) => ({ kind: 'measure' as const, id, amount: meet.day }));
      if (since <= day) found.push(finding('CT', pairOf(one.id, other.id), since, evidence));
    }
  return found;
}
