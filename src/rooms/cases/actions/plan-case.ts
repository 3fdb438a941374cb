import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import type { GoalText } from '../rules/goal.ts';
import type { FrozenPlan } from '../rules/plan.ts';
import * as store from '../store/plan.ts';

export const todayOf = (call: Call): string => dayInBerlin(call.now).toString();
export const clientName = ({ given_name, family_name, pseudonym }: store.PlanCase): string =>
  [given_name, family_name].filter(Boolean).join(' ') || pseudonym;

const TOO_EARLY = ['access', 'case_finding', 'intake'];
const OVER = ['closed', 'not_opened'];

/** A case that the caller may see; anybody else's does not exist. */
export async function getPlanCase(call: Call, id: string): Promise<store.PlanCase> {
  const found = await store.findPlanCase(call.tx, id);
  if (!found) throw new Refusal('not-found');
  return found;
}

export const mayWritePlan = ({ phase }: Pick<store.PlanCase, 'phase'>): boolean => !TOO_EARLY.includes(phase) && !OVER.includes(phase);

/** A plan is written from the assessment on (B.2.2) and until the case ends. Refuses "case-plan-too-early", "case-plan-closed". */
export async function getPlannable(call: Call, id: string): Promise<store.PlanCase> {
  const found = await getPlanCase(call, id);
  if (OVER.includes(found.phase)) throw new Refusal('case-plan-closed');
  if (TOO_EARLY.includes(found.phase)) throw new Refusal('case-plan-too-early');
  await store.lockPlanOf(call.tx, id);
  return found;
}

const place = (table: string, column: string) => (row: string) => ({ table, column, row });
export const goalPlace = place('cases.goal', 'text_sealed');
export const measurePlace = place('cases.measure', 'text_sealed');
export const versionPlace = place('cases.plan_version', 'content_sealed');
export const witnessPlace = place('cases.plan_version', 'witness_sealed');
export const strokesPlace = place('cases.plan_version', 'strokes_sealed');
export const evaluationPlace = place('cases.evaluation', 'text_sealed');
export const returnedPlace = place('cases.evaluation', 'returned_note_sealed');
export const recipientPlace = place('cases.disclosure', 'recipient_sealed');

type Sealed = { id: string; person_id: string };
export async function openText<Text>(call: Call, { id, person_id }: Sealed, at: typeof goalPlace, bytes: Uint8Array): Promise<Text> {
  return JSON.parse(await call.sealer.open(call.tx, person_id, at(id), bytes)) as Text; // written by us from a checked value
}
export const sealText = (call: Call, { id, person_id }: Sealed, at: typeof goalPlace, value: unknown): Promise<Buffer> =>
  call.sealer.seal(call.tx, person_id, at(id), JSON.stringify(value));

export const goalText = (call: Call, row: store.GoalRow) => openText<GoalText>(call, row, goalPlace, row.text_sealed);
export interface MeasureText {
  text: string;
  who: string;
}
export const measureText = (call: Call, row: store.MeasureRow) => openText<MeasureText>(call, row, measurePlace, row.text_sealed);
export async function contentOf(call: Call, row: store.VersionRow): Promise<FrozenPlan> {
  if (!row.content_sealed) throw new Error('a version without content'); // only a draft has none
  return openText<FrozenPlan>(call, row, versionPlace, row.content_sealed);
}

/** Ids that every event of a case carries. */
export const about = ({ id, organisation_id }: Pick<store.PlanCase, 'id' | 'organisation_id'>) => ({
  organisationId: organisation_id,
  caseId: id,
});
