import type { z } from 'zod';
import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { closeForCase } from '#rooms/placement/actions/case-request.ts';
import { settleTasks } from '#rooms/tasks/actions.ts';
import type * as wire from '../contract/linking.ts';
import { ACTIVE, type LineState, stepLine } from '../rules/line.ts';
import { checksOf, type LinkingPart, type Parts } from '../rules/line-parts.ts';
import * as store from '../store/linking.ts';
import { followLines, followMove, tellMoved } from './line-follow.ts';
import { openNotes, sealNotes, sealProvider } from './line-texts.ts';

type Care = Permit<'cases.care' | 'placement.seek' | 'soziotherapie.inquire'>;
type Wish = z.output<NonNullable<typeof wire.changeLine.body>>;
type Move = z.output<NonNullable<typeof wire.moveLine.body>>;

/** A case that somebody still works on, locked; lines of one that ended stay as they are. */
async function lockOpenCase(call: Call, caseId: string): Promise<store.CaseRow> {
  const row = await store.lockCaseOfLines(call.tx, caseId);
  if (!row) throw new Refusal('not-found');
  if (row.phase === 'closed') throw new Refusal('case-is-closed');
  if (row.phase === 'not_opened') throw new Refusal('case-is-not-opened');
  return row;
}

/** A line in the actor's reach with its case, both locked; an old version is refused. */
export async function lockLine(call: Call, lineId: string, version?: number): Promise<{ line: store.LineRow; of: store.CaseRow }> {
  const seen = await store.findLineRow(call.tx, lineId);
  if (!seen) throw new Refusal('not-found');
  const of = await lockOpenCase(call, seen.case_id);
  const line = await store.lockLineRow(call.tx, lineId);
  if (!line) throw new Refusal('not-found');
  if (version !== undefined && version !== line.version) throw new Refusal('version-old', { current: line.version });
  return { line, of };
}

export const todayOf = (call: Call) => dayInBerlin(call.now).toString();

/** Columns of what is known of a service; only what the wish names. */
async function columnsOf(call: Call, line: { id: string; person_id: string }, wish: Wish): Promise<store.LineChange> {
  const { provider } = wish;
  const given = <T>(value: T | undefined, column: keyof store.LineChange) => (value === undefined ? {} : { [column]: value });
  return {
    ...given(wish.domain, 'domain'),
    ...given(wish.goalIds, 'goal_ids'),
    ...given(wish.rhythmDays, 'rhythm_days'),
    ...given(wish.continuous, 'continuous'),
    ...given(wish.approvedUnits, 'approved_units'),
    ...given(wish.usedUnits, 'used_units'),
    ...given(wish.validUntil, 'valid_until'),
    ...given(wish.followUpAppliedOn, 'follow_up_applied_on'),
    ...given(wish.followUpNeeded, 'follow_up_needed'),
    ...given(wish.inpatient, 'inpatient'),
    ...given(wish.nextStartOn, 'next_start_on'),
    ...given(wish.complementaryWith, 'complementary_with'),
    ...(provider
      ? {
          ...given(provider.organisationId, 'provider_organisation_id'),
          ...given(provider.practitionerId, 'practitioner_id'),
          ...given(provider.serviceId, 'directory_service_id'),
          ...(provider.name === undefined ? {} : { provider_sealed: await sealProvider(call, line, provider.name) }),
        }
      : {}),
  };
}

/** The day on which four fifths of the approved units were used (B.4 G5 counts from it). */
function usedSince(row: Pick<store.LineRow, 'approved_units' | 'used_units' | 'used_80_on'>, wish: Wish, today: string) {
  const number = (value: string | number | null) => (value === null ? null : Number(value));
  const approved = wish.approvedUnits === undefined ? number(row.approved_units) : wish.approvedUnits;
  const used = wish.usedUnits === undefined ? number(row.used_units) : wish.usedUnits;
  const much = approved !== null && used !== null && approved > 0 && used >= approved * 0.8;
  return { used_80_on: much ? (row.used_80_on ?? today) : null };
}

/** A service is looked for, or one is known that runs already. */
export async function addLine(call: Call, _permit: Care, caseId: string, wish: z.output<NonNullable<typeof wire.addLine.body>>) {
  const of = await lockOpenCase(call, caseId);
  const { serviceType, measureId, ...known } = wish;
  const line = { id: call.newId(), case_id: of.id, person_id: of.person_id, organisation_id: of.organisation_id };
  const today = todayOf(call);
  const none = { approved_units: null, used_units: null, used_80_on: null };
  const columns = await columnsOf(call, line, known);
  await saying(
    store.appendLine(call.tx, {
      ...columns,
      ...usedSince(none, known, today),
      ...line,
      service_type: serviceType,
      since: today,
      preparation: JSON.stringify({}),
    }),
  );
  await store.appendLineState(call.tx, {
    id: call.newId(),
    line,
    state: 'identified',
    onDay: today,
    at: call.now,
    by: accountOf(call).accountId,
    cause: null,
  });
  if (measureId && !(await store.linkMeasure(call.tx, caseId, measureId, line.id))) throw new Refusal('measure-unknown');
  await record(call, {
    action: 'cases.line.added',
    kind: 'C',
    object: ['service-line', line.id],
    personId: of.person_id,
    data: { organisationId: of.organisation_id, caseId, serviceType },
  });
  await followLines(call, line);
  return { id: line.id, version: 1, state: 'identified' as const };
}

/** The database knows which providers there are. */
async function saying<T>(work: Promise<T>): Promise<T> {
  return work.catch((fault: { code?: string }) => {
    if (fault.code === '23503') throw new Refusal('provider-unknown');
    throw fault;
  });
}

/** What is known of the service now. Of a mirrored line the units and dates are its source's, too; they can be noted all the same. */
export async function changeLine(call: Call, _permit: Care, lineId: string, version: number | undefined, wish: Wish) {
  const { line } = await lockLine(call, lineId, version);
  const columns = { ...(await columnsOf(call, line, wish)), ...usedSince(line, wish, todayOf(call)) };
  const next = await saying(store.updateLine(call.tx, lineId, columns));
  await tellChanged(call, line, 'changed', { parts: Object.keys(wish) });
  return { id: lineId, version: next, state: line.state };
}

async function tellChanged(call: Call, line: store.LineRow, verb: string, data: Record<string, string | string[]>): Promise<void> {
  await record(call, {
    action: `cases.line.${verb}`,
    kind: 'U',
    object: ['service-line', line.id],
    personId: line.person_id,
    data: { organisationId: line.organisation_id, caseId: line.case_id, ...data },
  });
}

/** What a state leaves behind in the row. */
export function columnsOfState(line: store.LineRow, to: LineState, on: string, move: Partial<Move>): store.LineChange {
  const started = ACTIVE.has(to) ? (line.started_on ?? on) : line.started_on;
  return {
    state: to,
    since: on,
    on_trial: to === 'started' ? (move.onTrial ?? false) : to === 'adapted' ? false : line.on_trial,
    started_on: started,
    ended_on: (to === 'completed' || to === 'failed_start') && started !== null ? on : line.ended_on,
    next_start_on: to === 'scheduled' ? (move.nextStartOn ?? line.next_start_on) : ACTIVE.has(to) ? null : line.next_start_on,
    ...(move.outcome ? { outcome: move.outcome } : {}),
    ...(move.followUpNeeded === undefined ? {} : { follow_up_needed: move.followUpNeeded }),
  };
}

/** One step by hand (B.3.6). The day may lie in the past, but not before the step before it. */
export async function moveLine(call: Call, _permit: Care, lineId: string, version: number | undefined, move: Move) {
  const { line } = await lockLine(call, lineId, version);
  const today = todayOf(call);
  const on = move.on ?? today;
  if (on > today || on < line.since) throw new Refusal('line-day-impossible', { facts: { since: line.since } });
  const given = { ...move, nextStartOn: move.nextStartOn ?? line.next_start_on };
  const giveUp = line.mirrors === 'request' && (move.event === 'decline' || move.event === 'cancel');
  const facts = {
    mirrors: line.mirrors !== null && !giveUp,
    onTrial: line.on_trial,
    outcome: given.outcome,
    nextStartOn: given.nextStartOn,
  };
  const decision = stepLine(line.state, move.event, partiesOf(call), facts);
  if (!decision.ok) throw new Refusal(decision.because, { facts: { state: line.state } });
  if (giveUp && line.mirrored_id) {
    // The search ends with it, and the line hears that as of any other end of a request.
    await closeForCase(call, line.mirrored_id, move.event === 'decline' ? 'withdrew' : 'self-found');
    const after = await store.findLineRow(call.tx, lineId);
    return { id: lineId, version: after?.version ?? line.version, state: after?.state ?? line.state };
  }
  const next = await store.updateLine(call.tx, lineId, columnsOfState(line, decision.to, on, move));
  await store.appendLineState(call.tx, {
    id: call.newId(),
    line,
    state: decision.to,
    onDay: on,
    at: call.now,
    by: accountOf(call).accountId,
    cause: move.because ?? null,
  });
  await tellMoved(call, line, line.state, decision.to, null);
  await followMove(call, line, line.state, decision.to);
  return { id: lineId, version: next, state: decision.to };
}

/** Her roles in the service; a lead acts as one who coordinates. */
const partiesOf = (call: Call) => accountOf(call).roles.filter((role) => role === 'case-manager' || role === 'lead');

/** One of the four parts of linking: its day, what was looked at, a note (B.3.6). Told again it replaces what stood there. */
export async function recordPart(
  call: Call,
  _permit: Care,
  lineId: string,
  version: number | undefined,
  wish: { part: LinkingPart; on?: string | undefined; checks: readonly string[]; note: string | null },
) {
  const { line } = await lockLine(call, lineId, version);
  const today = todayOf(call);
  const on = wish.on ?? today;
  if (on > today) throw new Refusal('line-day-impossible', { facts: { since: line.since } });
  const checks = checksOf(wish.part, wish.checks);
  const parts: Parts = { ...line.preparation, [wish.part]: { on, checks } };
  const notes = { ...(await openNotes(call, line)), [wish.part]: wish.note };
  const next = await store.updateLine(call.tx, lineId, {
    preparation: JSON.stringify(parts),
    parts_sealed: await sealNotes(call, line, notes),
  });
  await tellChanged(call, line, 'part-recorded', { part: wish.part });
  if (checks.includes('debriefed')) await settleTasks(call, 'case-debrief', lineId, 'done');
  return { id: lineId, version: next, state: line.state };
}
