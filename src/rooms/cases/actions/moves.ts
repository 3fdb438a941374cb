import { Refusal } from '#kernel/decision.ts';
import type { Party } from '#kernel/machine.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { appendTask, settleTasks } from '#rooms/tasks/actions.ts';
import type { ClosingReason } from '../rules/closing.ts';
import { derivedPhase } from '../rules/derived-phase.ts';
import {
  type CasePhase,
  missingFor,
  type PhaseFacts,
  phasesFrom,
  type ReassessmentTrigger,
  type RestReason,
  stepPhase,
} from '../rules/phase.ts';
import { appendVisit, type CaseRow, updateCase } from '../store/cases.ts';
import { selectLineStates } from '../store/phase-facts.ts';
import { endOfDay, lockCase, partiesOf, todayOf } from './case.ts';
import { readStanding, resumeInTime } from './phase-facts.ts';

type Care = Permit<'cases.care'>;
export interface Moved {
  id: string;
  version: number;
  phase: CasePhase;
}
/** Why a case moved that nobody moved. */
const DERIVED = 'derived';
type Change = Parameters<typeof updateCase>[2];
const NO_CLOSING = { closing_reason: null, closing_asked_by: null, closing_note_sealed: null, closing_emergency: false } as const;

/**
 * One step of a case by the phase machine: state, visit and log in one transaction. Refuses with the machine's code; everything that is
 * missing stands in the refusal's facts.
 */
export async function takePhaseStep(
  call: Call,
  row: CaseRow,
  to: CasePhase,
  facts: PhaseFacts,
  { parties = partiesOf(call), change = {}, because = null }: { parties?: readonly Party[]; change?: Change; because?: string | null } = {},
): Promise<Moved> {
  const step = stepPhase(row.phase, to, parties, facts);
  if (!step.ok)
    throw new Refusal(step.because, {
      next: phasesFrom(row.phase),
      facts: { phase: row.phase, missing: missingFor(row.phase, to, facts) },
    });
  const today = todayOf(call);
  const by = call.actor.kind === 'account' ? call.actor.accountId : null;
  const of = { caseId: row.id, personId: row.person_id, organisationId: row.organisation_id };
  const leavesRest = row.phase === 'dormant' ? { dormant_reason: null, resume_on: null } : {};
  // who goes on with a case no longer asks for its end
  const asksNoMore = step.to === 'closed' || row.closing_asked_by === null ? {} : NO_CLOSING;
  const version = await updateCase(call.tx, row.id, { ...leavesRest, ...asksNoMore, ...change, phase: step.to, phase_since: today });
  await appendVisit(call.tx, of, { id: call.newId(), phase: step.to, day: today, at: call.now, by, because });
  await record(call, {
    action: 'cases.case.moved',
    kind: 'U',
    object: ['case', row.id],
    personId: row.person_id,
    reason: because,
    data: { organisationId: row.organisation_id, caseId: row.id, row: step.id, from: row.phase, to: step.to, because },
  });
  if (step.to === 'closed' || step.to === 'not_opened')
    await record(call, {
      action: step.to === 'closed' ? 'cases.case.closed' : 'cases.case.not-opened',
      kind: 'U',
      object: ['case', row.id],
      personId: row.person_id,
      reason: because,
      data: { organisationId: row.organisation_id, caseId: row.id },
    });
  if (row.phase === 'dormant') await settleTasks(call, 'case-resume', row.id, 'done');
  if (row.phase === 'access') await settleTasks(call, 'case-new', row.id, 'done');
  if (step.to !== 'closed' && row.closing_asked_by !== null) await settleTasks(call, 'case-approve-closing', row.id, 'withdrawn');
  const moved = { id: row.id, version, phase: step.to };
  if (step.to !== 'linking' && step.to !== 'monitoring') return moved;
  // rule book B.2.2 clarification: on entering linking or monitoring the derivation is applied at once
  return deriveFrom(call, { ...row, ...moved, version }, moved);
}

async function deriveFrom(call: Call, row: CaseRow, moved: Moved): Promise<Moved> {
  const derived = derivedPhase(await selectLineStates(call.tx, row.id));
  if (derived === null || derived === row.phase || (row.phase !== 'linking' && row.phase !== 'monitoring')) return moved;
  const today = todayOf(call);
  const version = await updateCase(call.tx, row.id, { phase: derived, phase_since: today });
  const of = { caseId: row.id, personId: row.person_id, organisationId: row.organisation_id };
  await appendVisit(call.tx, of, { id: call.newId(), phase: derived, day: today, at: call.now, by: null, because: DERIVED });
  await record(call, {
    action: 'cases.case.moved',
    kind: 'U',
    object: ['case', row.id],
    personId: row.person_id,
    reason: DERIVED,
    data: { organisationId: row.organisation_id, caseId: row.id, from: row.phase, to: derived, because: DERIVED },
  });
  return { id: row.id, version, phase: derived };
}

/**
 * Linking or monitoring as the service lines say, in the transaction in which one of them moved (rule book B.2.2). In every other phase
 * nothing happens. Whoever moved the line has the relation to the case; nobody decides this step.
 * @returns the phase in which the case now is
 */
export async function deriveCasePhase(call: Call, caseId: string): Promise<CasePhase> {
  const row = await lockCase(call, caseId);
  return (await deriveFrom(call, row, { id: row.id, version: row.version, phase: row.phase })).phase;
}

/** A step by the case manager or whoever stands in for her. */
export async function moveCase(
  call: Call,
  _permit: Care,
  id: string,
  version: number | undefined,
  wish: { to: CasePhase; trigger?: ReassessmentTrigger | undefined; closingReason?: ClosingReason | undefined },
): Promise<Moved> {
  const row = await lockCase(call, id, version);
  const { facts } = await readStanding(call, row);
  const reason = wish.to === 'evaluation' ? wish.closingReason : undefined;
  const { closingReason: _, ...known } = facts;
  const asked: PhaseFacts = {
    ...known,
    ...(wish.trigger === undefined ? {} : { trigger: wish.trigger }),
    ...(reason === undefined ? {} : { closingReason: reason }),
  };
  const change: Change =
    wish.to === 'evaluation' ? { ...NO_CLOSING, closing_reason: reason ?? null } : row.phase === 'evaluation' ? NO_CLOSING : {};
  return takePhaseStep(call, row, wish.to, asked, { change, because: wish.trigger ?? reason ?? null });
}

/** A pause with its reason and the day on which somebody looks again; that day becomes a task. */
export async function restCase(
  call: Call,
  _permit: Care,
  id: string,
  version: number | undefined,
  wish: { reason: RestReason; resumeOn: string },
): Promise<Moved> {
  const row = await lockCase(call, id, version);
  const { facts } = await readStanding(call, row);
  const asked = { ...facts, restReason: wish.reason, resumeInTime: resumeInTime(todayOf(call), wish.resumeOn) };
  const change = { dormant_reason: wish.reason, resume_on: wish.resumeOn };
  const moved = await takePhaseStep(call, row, 'dormant', asked, { change, because: wish.reason });
  await appendTask(call, {
    kind: 'case-resume',
    object: ['case', row.id],
    personId: row.person_id,
    assigneeId: row.manager_id,
    assigneeRole: null,
    organisationId: row.organisation_id,
    priority: 2,
    dueAt: endOfDay(wish.resumeOn),
    facts: { caseId: row.id },
  });
  return moved;
}

/** Final, with what was advised instead. Who comes again gets a new case. */
export async function leaveUnopened(call: Call, _permit: Care, id: string, version: number | undefined, advice: string): Promise<Moved> {
  const row = await lockCase(call, id, version);
  const { facts } = await readStanding(call, row);
  const place = { table: 'cases.case', column: 'advice_sealed', row: id };
  const moved = await takePhaseStep(
    call,
    row,
    'not_opened',
    { ...facts, advice: true },
    {
      change: {
        closed_on: todayOf(call),
        advice_sealed: await call.sealer.seal(call.tx, row.person_id, place, advice),
        closing_asked_by: null,
      },
    },
  );
  for (const kind of ['case-consent-withdrawn', 'case-new']) await settleTasks(call, kind, id, 'case-ended');
  return moved;
}
