import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { settingAt } from '#platform/setting.ts';
import { appendTask, settleTasks } from '#rooms/tasks/actions.ts';
import { type ClosingReason, RETENTION_YEARS } from '../rules/closing.ts';
import { missingFor, type PhaseFacts, phasesFrom, stepPhase } from '../rules/phase.ts';
import { shutCase, updateCase } from '../store/cases.ts';
import { endOfDay, lockCase, todayOf } from './case.ts';
import { type Moved, takePhaseStep } from './moves.ts';
import { readStanding } from './phase-facts.ts';

/** Reasons after which even the case manager does not look into the file any more (B.2.3: access is closed instead of deleted). */
const SHUT: readonly ClosingReason[] = ['CR4', 'CR6', 'CR8'];
/** Tasks of a case that end with it. */
const TASKS = ['case-consent-withdrawn', 'case-resume', 'case-new', 'case-approve-closing', 'case-closing-returned'] as const;

/** The end of the retention: full years after the last day; ten unless the network has set it otherwise (§ 630f (3) BGB). */
export async function retainUntil(call: Call, closedOn: string): Promise<string> {
  const set = await settingAt(call, 'cases.retention-years');
  const years = typeof set === 'number' && Number.isInteger(set) && set >= 3 && set <= 30 ? set : RETENTION_YEARS;
  return Temporal.PlainDate.from(closedOn).add({ years }).toString();
}

/**
 * Asks for the end. Everything but the second pair of eyes must hold already, so that the lead is asked for nothing that would be refused.
 * An emergency close needs its note; from the assessment on any reason may end it so.
 */
export async function askClosing(
  call: Call,
  _permit: Permit<'cases.care'>,
  id: string,
  version: number | undefined,
  wish: { reason: ClosingReason; note?: string | undefined; emergency?: boolean | undefined },
): Promise<Moved> {
  const row = await lockCase(call, id, version);
  const { facts } = await readStanding(call, row);
  const emergency = wish.emergency === true;
  const asked: PhaseFacts = {
    ...facts,
    closingReason: wish.reason,
    emergency,
    closingNote: wish.note !== undefined || facts.closingNote === true,
    closingAsked: true,
    anotherApproves: true,
  };
  const step = stepPhase(row.phase, 'closed', 'lead', asked);
  if (!step.ok)
    throw new Refusal(step.because, {
      next: phasesFrom(row.phase),
      facts: { phase: row.phase, missing: missingFor(row.phase, 'closed', asked) },
    });
  const place = { table: 'cases.case', column: 'closing_note_sealed', row: id };
  const next = await updateCase(call.tx, id, {
    closing_reason: wish.reason,
    closing_emergency: emergency,
    closing_asked_by: accountOf(call).accountId,
    ...(wish.note === undefined ? {} : { closing_note_sealed: await call.sealer.seal(call.tx, row.person_id, place, wish.note) }),
  });
  await record(call, {
    action: 'cases.closing.asked',
    kind: 'U',
    object: ['case', id],
    personId: row.person_id,
    reason: wish.reason,
    data: { organisationId: row.organisation_id, caseId: id, closingReason: wish.reason, emergency },
  });
  await settleTasks(call, 'case-closing-returned', id, 'done');
  await appendTask(call, {
    kind: 'case-approve-closing',
    object: ['case', id],
    personId: row.person_id,
    assigneeRole: 'lead',
    organisationId: row.organisation_id,
    priority: emergency ? 1 : 2,
    dueAt: endOfDay(Temporal.PlainDate.from(todayOf(call)).add({ days: 3 }).toString()),
    facts: { caseId: id, closingReason: wish.reason, emergency },
  });
  return { id, version: next, phase: row.phase };
}

/** The second pair of eyes: another account of the lead. Everything is looked at again, because days may lie between both. */
export async function approveClosing(call: Call, _permit: Permit<'cases.lead'>, id: string, version: number | undefined): Promise<Moved> {
  const row = await lockCase(call, id, version);
  const { facts } = await readStanding(call, row);
  const me = accountOf(call).accountId;
  const closedOn = todayOf(call);
  const moved = await takePhaseStep(
    call,
    row,
    'closed',
    { ...facts, anotherApproves: row.closing_asked_by !== null && row.closing_asked_by !== me },
    {
      change: { closed_on: closedOn, closing_approved_by: me, retain_until: await retainUntil(call, closedOn) },
      because: row.closing_reason,
    },
  );
  for (const kind of TASKS) await settleTasks(call, kind, id, 'case-ended');
  if (row.closing_reason && SHUT.includes(row.closing_reason)) await shutCase(call.tx, id);
  return moved;
}

/** Not yet: the case stays where it is, and who asked is told. */
export async function returnClosing(call: Call, _permit: Permit<'cases.lead'>, id: string, version: number | undefined): Promise<Moved> {
  const row = await lockCase(call, id, version);
  if (row.phase === 'closed') throw new Refusal('case-is-closed');
  if (row.closing_asked_by === null) throw new Refusal('closing-not-asked');
  const next = await updateCase(call.tx, id, {
    closing_asked_by: null,
    closing_emergency: false,
    closing_note_sealed: null,
    // in evaluation the reason is what the evaluation is about; elsewhere it came with the asking
    ...(row.phase === 'evaluation' ? {} : { closing_reason: null }),
  });
  await record(call, {
    action: 'cases.closing.returned',
    kind: 'U',
    object: ['case', id],
    personId: row.person_id,
    data: { organisationId: row.organisation_id, caseId: id },
  });
  await settleTasks(call, 'case-approve-closing', id, 'returned');
  await appendTask(call, {
    kind: 'case-closing-returned',
    object: ['case', id],
    personId: row.person_id,
    assigneeId: row.manager_id,
    assigneeRole: null,
    organisationId: row.organisation_id,
    priority: 2,
    dueAt: endOfDay(Temporal.PlainDate.from(todayOf(call)).add({ days: 7 }).toString()),
    facts: { caseId: id },
  });
  return { id, version: next, phase: row.phase };
}
