import { Refusal } from '#kernel/decision.ts';
import { berlinInstant, dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { appendTask, settleTasks } from '#rooms/tasks/actions.ts';
import type { EvaluationView, EvaluationWish, getEvaluation as GetEvaluation } from '../contract/evaluation.ts';
import { Summary } from '../contract/evaluation.ts';
import { evaluationGaps } from '../rules/evaluation.ts';
import * as store from '../store/evaluation.ts';
import { readDisclosures } from './disclosures.ts';
import { namesOf, summaryOf } from './evaluation-summary.ts';
import {
  about,
  clientName,
  evaluationPlace,
  getPlanCase,
  getPlannable,
  mayWritePlan,
  openText,
  returnedPlace,
  sealText,
  todayOf,
} from './plan-case.ts';

type Care = Permit<'cases.care'>;
type Lead = Permit<'cases.lead'>;
type Answer = (typeof GetEvaluation)['answer']['_output'];
interface Words {
  statement: string;
  reflection: string;
  recommendations: string;
}
const EMPTY: Words = { statement: '', reflection: '', recommendations: '' };
const APPROVAL = 'case-evaluation-approval';
const RETURNED = 'case-evaluation-returned';

const stateOf = ({ asked_at, approved_at }: store.EvaluationRow) =>
  approved_at ? ('approved' as const) : asked_at ? ('asked' as const) : ('draft' as const);

export async function evaluationView(call: Call, row: store.EvaluationRow): Promise<EvaluationView> {
  const words = row.text_sealed ? await openText<Words>(call, row, evaluationPlace, row.text_sealed) : EMPTY;
  const wish: EvaluationWish = {
    closingReason: row.closing_reason as EvaluationWish['closingReason'],
    supportBefore: row.support_before,
    supportAfter: row.support_after,
    ...words,
    satisfactionAsked: row.satisfaction_asked,
    satisfaction: row.satisfaction,
  };
  return {
    ...wish,
    id: row.id,
    version: row.version,
    state: stateOf(row),
    startedOn: row.started_on,
    askedAt: row.asked_at?.toString() ?? null,
    askedByName: row.asked_by_name,
    approvedAt: row.approved_at?.toString() ?? null,
    approvedByName: row.approved_by_name,
    returned: row.returned_note_sealed ? await openText<string>(call, row, returnedPlace, row.returned_note_sealed) : null,
    gaps: evaluationGaps(wish),
  };
}

/** Figures that were frozen when the approval was asked for, else as of now. */
export const summaryFor = async (call: Call, caseId: string, row: store.EvaluationRow | undefined): Promise<Summary> =>
  row?.asked_at && row.summary ? Summary.parse(row.summary) : summaryOf(call, await getPlanCase(call, caseId));

export async function readEvaluation(call: Call, _permit: Care, caseId: string): Promise<Answer> {
  const found = await getPlanCase(call, caseId);
  const row = await store.findLastEvaluation(call.tx, caseId);
  const { roles, accountId } = accountOf(call);
  await recordReads(call, 'cases.evaluation.read', 'case', [{ id: caseId, personId: found.person_id }]);
  return {
    mayWrite: mayWritePlan(found),
    mayApprove: roles.includes('lead') && row?.asked_by !== accountId,
    phase: found.phase,
    clientName: clientName(found),
    summary: await summaryFor(call, caseId, row),
    names: await namesOf(call, caseId),
    evaluation: row ? await evaluationView(call, row) : null,
    ...(await readDisclosures(call, found)),
  };
}

const happened = (
  call: Call,
  verb: string,
  kind: 'C' | 'U',
  row: Pick<store.EvaluationRow, 'id' | 'case_id' | 'person_id' | 'organisation_id'>,
) =>
  record(call, {
    action: `cases.evaluation.${verb}`,
    kind,
    object: ['evaluation', row.id],
    personId: row.person_id,
    data: about({ id: row.case_id, organisation_id: row.organisation_id }),
  });

/** Begins the draft; one that is open already is gone on with. */
export async function startEvaluation(call: Call, _permit: Care, caseId: string) {
  const found = await getPlannable(call, caseId);
  const last = await store.findLastEvaluation(call.tx, caseId);
  if (last && !last.approved_at) return { id: last.id, version: last.version };
  const row = { id: call.newId(), case_id: caseId, person_id: found.person_id, organisation_id: found.organisation_id };
  await store.appendEvaluation(call.tx, { ...row, started_on: todayOf(call) });
  await happened(call, 'begun', 'C', row);
  return { id: row.id, version: 1 };
}

async function lockShown(call: Call, id: string, version: number | undefined): Promise<store.EvaluationRow> {
  const row = await store.lockEvaluation(call.tx, id);
  if (!row) throw new Refusal('not-found');
  if (row.version !== version) throw new Refusal('version-old', { current: row.version });
  await getPlannable(call, row.case_id);
  return row;
}

/** Keeps the draft, also with gaps. What lies with the lead, or is approved, does not change: "case-evaluation-asked". */
export async function saveEvaluation(call: Call, _permit: Care, id: string, version: number | undefined, wish: EvaluationWish) {
  const row = await lockShown(call, id, version);
  if (stateOf(row) !== 'draft') throw new Refusal('case-evaluation-asked');
  const { closingReason, supportBefore, supportAfter, statement, reflection, recommendations, satisfactionAsked, satisfaction } = wish;
  const next = await store.updateEvaluation(call.tx, id, {
    closing_reason: closingReason,
    support_before: supportBefore,
    support_after: supportAfter,
    text_sealed: await sealText(call, row, evaluationPlace, { statement, reflection, recommendations } satisfies Words),
    satisfaction_asked: satisfactionAsked,
    satisfaction: satisfactionAsked ? satisfaction : null, // who was not asked has not answered
  });
  await happened(call, 'saved', 'U', row);
  return { id, version: next, gaps: evaluationGaps(wish) };
}

/** Freezes the figures and lays the evaluation before the lead. Refuses "case-evaluation-incomplete" with what is missing. */
export async function askApproval(call: Call, _permit: Care, id: string, version: number | undefined) {
  const row = await lockShown(call, id, version);
  if (stateOf(row) !== 'draft') throw new Refusal('case-evaluation-asked');
  const { gaps } = await evaluationView(call, row);
  if (gaps.length > 0)
    throw new Refusal('case-evaluation-incomplete', {
      errors: gaps.map((code) => ({ pointer: '/', code })),
      facts: { count: gaps.length },
    });
  const found = await getPlanCase(call, row.case_id);
  const next = await store.updateEvaluation(call.tx, id, {
    summary: JSON.stringify(await summaryOf(call, found)),
    asked_at: call.now,
    asked_by: accountOf(call).accountId,
    returned_note_sealed: null,
  });
  await settleTasks(call, RETURNED, id, 'done');
  await appendTask(call, { ...taskOf(call, row, APPROVAL), assigneeRole: 'lead' });
  await happened(call, 'asked', 'U', row);
  return { id, version: next };
}

const taskOf = (call: Call, row: store.EvaluationRow, kind: string) => ({
  kind,
  object: ['evaluation', row.id] as [string, string],
  personId: row.person_id,
  organisationId: row.organisation_id,
  dueAt: berlinInstant(dayInBerlin(call.now).add({ days: 7 }), Temporal.PlainTime.from('18:00')),
  facts: { caseId: row.case_id },
});

/** An asked evaluation, for somebody of the lead who did not ask herself. Refuses "case-evaluation-not-asked", "case-evaluation-same-eyes". */
async function lockAsked(call: Call, id: string, version: number | undefined): Promise<store.EvaluationRow> {
  const row = await lockShown(call, id, version);
  if (stateOf(row) !== 'asked') throw new Refusal('case-evaluation-not-asked');
  if (row.asked_by === accountOf(call).accountId) throw new Refusal('case-evaluation-same-eyes');
  return row;
}

export async function approveEvaluation(call: Call, _permit: Lead, id: string, version: number | undefined) {
  const row = await lockAsked(call, id, version);
  const next = await store.updateEvaluation(call.tx, id, { approved_at: call.now, approved_by: accountOf(call).accountId });
  await settleTasks(call, APPROVAL, id, 'done');
  await happened(call, 'approved', 'U', row);
  return { id, version: next };
}

/** Back to the case manager, with what is to be changed; the figures are taken anew when it is asked again. */
export async function returnEvaluation(call: Call, _permit: Lead, id: string, version: number | undefined, note: string) {
  const row = await lockAsked(call, id, version);
  const next = await store.updateEvaluation(call.tx, id, {
    asked_at: null,
    asked_by: null,
    summary: null,
    returned_at: call.now,
    returned_by: accountOf(call).accountId,
    returned_note_sealed: await sealText(call, row, returnedPlace, note),
  });
  const { manager_id: assigneeId } = await getPlanCase(call, row.case_id);
  await settleTasks(call, APPROVAL, id, 'done');
  await appendTask(call, { ...taskOf(call, row, RETURNED), assigneeId });
  await happened(call, 'returned', 'U', row);
  return { id, version: next };
}
