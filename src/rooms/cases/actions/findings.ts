import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { accountOf, asSystem, type Call, type World } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { Day } from '../rules/findings/days.ts';
import type { Evidence, Finding } from '../rules/findings/kinds.ts';
import { closedBecause, findingsOn } from '../rules/findings.ts';
import { snoozeUntil } from '../rules/monitoring.ts';
import * as store from '../store/findings.ts';
import { areaOf } from './areas.ts';

const today = (call: Call): Day => dayInBerlin(call.now).toString();
const keyOf = ({ rule, subject }: Pick<Finding, 'rule' | 'subject'>) => `${rule} ${subject}`;
const told = (evidence: readonly Evidence[]) =>
  evidence.map(({ kind, id, on, code, amount }) => [kind, id, on ?? '', code ?? '', amount ?? ''].join(' ')).join('|');
const isSame = (one: Finding, other: Finding) =>
  one.since === other.since && one.severity === other.severity && told(one.evidence) === told(other.evidence);

/**
 * Brings the stored findings of these cases up to date where a change or the day made them old (with `all`: counts every one of them anew).
 * Asking for many costs one question where nothing changed. Answers how many cases' findings became others; those are told live.
 */
export async function refreshFindings(call: Call, caseIds: readonly string[], { all = false } = {}): Promise<number> {
  if (caseIds.length === 0) return 0;
  const day = today(call);
  const began: store.NewFinding[] = [];
  const changed: store.OpenFinding[] = [];
  const ended: store.ClosedFinding[] = [];
  const news: { facts: store.StoredCase; opened: number; closed: number }[] = [];
  for (const facts of await store.beginFindings(call.tx, caseIds, day, all)) {
    const area = await areaOf(call, facts.area);
    const known = new Map(facts.open.map((finding) => [keyOf(finding), finding]));
    const before = [began.length, changed.length, ended.length] as const;
    for (const finding of findingsOn(facts, day, area)) {
      const standing = known.get(keyOf(finding));
      known.delete(keyOf(finding));
      const { personId, organisationId } = facts;
      if (!standing) began.push({ ...finding, id: call.newId(), caseId: facts.id, personId, organisationId });
      else if (!isSame(standing, finding)) changed.push({ ...finding, id: standing.id });
    }
    for (const gone of known.values()) ended.push({ id: gone.id, because: closedBecause(gone, facts, day, area) });
    const [opened, closed] = [began.length - before[0], ended.length - before[2]];
    if (opened + closed + changed.length > before[1]) news.push({ facts, opened, closed });
  }
  await store.writeFindings(call.tx, { began, changed, ended }, call.now);
  for (const { facts, opened, closed } of news)
    await record(call, {
      action: 'cases.finding.changed',
      kind: 'U',
      object: ['case', facts.id],
      personId: facts.personId,
      data: { organisationId: facts.organisationId, caseId: facts.id, opened, closed },
    });
  return news.length;
}

export interface FindingCounts {
  alert: number;
  warn: number;
  info: number;
  /** Hidden for now. */
  snoozed: number;
}

/** How many findings each of these cases has now, by severity; up to date. Cases out of reach have none. */
export async function findingsOf(call: Call, caseIds: readonly string[]): Promise<Map<string, FindingCounts>> {
  await refreshFindings(call, caseIds);
  const rows = new Map((await store.countFindings(call.tx, caseIds, today(call))).map(({ case_id, ...counts }) => [case_id, counts]));
  return new Map(caseIds.map((id) => [id, rows.get(id) ?? { alert: 0, warn: 0, info: 0, snoozed: 0 }]));
}

const BATCH = 100;
const JOB = 'cases.look-at-findings';

/**
 * What a change by somebody without a view of the case, or the day, made old: for the worker, every second. A case that cannot be counted
 * keeps no other waiting; its fault is thrown when all the others are done. Answers how many cases were looked at.
 */
export async function lookAtFindings(world: World): Promise<number> {
  const seen = new Set<string>();
  const faults: unknown[] = [];
  for (;;) {
    const ids = await asSystem(world, JOB, (call) => store.selectToLookAt(call.tx, today(call), BATCH + faults.length));
    const fresh = ids.filter((id) => !seen.has(id));
    if (fresh.length === 0) break;
    for (const id of fresh) seen.add(id);
    try {
      await asSystem(world, JOB, (call) => refreshFindings(call, fresh));
    } catch {
      for (const id of fresh)
        await asSystem(world, JOB, (call) => refreshFindings(call, [id])).catch((fault: unknown) => faults.push(fault));
    }
  }
  if (faults.length > 0) throw faults[0];
  return seen.size;
}

const reasonPlace = (row: string) => ({ table: 'cases.finding', column: 'snooze_reason_sealed', row });

/** The reason of a snooze, for who may read the case. */
export async function snoozeReason(call: Call, row: store.FindingRow): Promise<string | null> {
  if (!row.snooze_reason_sealed) return null;
  return call.sealer.open(call.tx, row.person_id, reasonPlace(row.id), row.snooze_reason_sealed);
}

/** Hides a finding through the end of a day, with a reason; null shows it again. Refuses "snooze-day-wrong", "snooze-reason-missing". */
export async function snoozeFinding(
  call: Call,
  _permit: Permit<'cases.care'>,
  id: string,
  { until, reason }: { until: Day | null; reason: string },
  version: number | undefined,
) {
  const row = await store.lockFinding(call.tx, id);
  if (!row) throw new Refusal('not-found');
  if (row.closed_at !== null) throw new Refusal('finding-gone');
  if (version !== undefined && row.version !== version) throw new Refusal('version-old', { current: row.version });
  if (until !== null) {
    const may = snoozeUntil(until, reason, today(call));
    if (!may.ok)
      throw new Refusal(may.because, {
        errors: [{ pointer: may.because === 'snooze-day-wrong' ? '/until' : '/reason', code: may.because }],
      });
  }
  const sealed = until === null ? null : await call.sealer.seal(call.tx, row.person_id, reasonPlace(id), reason.trim());
  const next = await store.snoozeFinding(call.tx, id, { until, reason: sealed, by: accountOf(call).accountId });
  await record(call, {
    action: until === null ? 'cases.finding.woken' : 'cases.finding.snoozed',
    kind: 'U',
    object: ['finding', id],
    personId: row.person_id,
    data: { organisationId: row.organisation_id, caseId: row.case_id, rule: row.rule, ...(until ? { until } : {}) },
  });
  return { id, version: next };
}
