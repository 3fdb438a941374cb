import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { MeasureWish } from '../contract/plan.ts';
import { type MeasureStatus, measureFaults } from '../rules/plan.ts';
import * as store from '../store/plan.ts';
import { about, getPlannable, measurePlace, sealText, todayOf } from './plan-case.ts';
import { ensureDraft } from './plan-draft.ts';

type Care = Permit<'cases.care'>;

async function columnsOf(call: Call, found: store.PlanCase, id: string, wish: MeasureWish) {
  const goals = await store.selectGoals(call.tx, found.id);
  if (wish.goalIds.some((goal) => !goals.some((one) => one.id === goal))) throw refused('/goalIds', 'case-measure-unknown');
  if (wish.lineId && !(await store.selectLineNames(call.tx, found.id)).some(({ id: line }) => line === wish.lineId))
    throw refused('/lineId', 'case-measure-unknown');
  if (wish.startOn && wish.endOn && wish.endOn < wish.startOn) throw refused('/endOn', 'case-measure-dates');
  const early = wish.weekly.findIndex(({ from, to }) => to <= from);
  if (early >= 0) throw refused(`/weekly/${early}/to`, 'case-measure-dates');
  return {
    goal_ids: [...new Set(wish.goalIds)],
    kind: wish.kind,
    text_sealed: await sealText(call, { id, person_id: found.person_id }, measurePlace, { text: wish.text, who: wish.who }),
    responsible_kind: wish.responsible,
    responsible_named: !measureFaults(wish).includes('measure-without-responsible'),
    responsible_id: wish.responsible === 'manager' ? found.manager_id : null,
    service_line_id: wish.lineId,
    start_on: wish.startOn,
    end_on: wish.endOn,
    times_per_week: wish.timesPerWeek === null ? null : String(wish.timesPerWeek),
    weekly: JSON.stringify(wish.weekly),
    payer: wish.payer || null,
    approval: wish.approval,
    approval_ref: wish.approvalRef || null,
  };
}
const refused = (pointer: string, code: string) => new Refusal(code, { errors: [{ pointer, code }] });

const happened = (call: Call, found: store.PlanCase, id: string, kind: 'C' | 'U', change: string) =>
  record(call, {
    action: 'cases.measure.changed',
    kind,
    object: ['measure', id],
    personId: found.person_id,
    data: { ...about(found), change },
  });

/** Keeps a measure also where responsible, date or goal are missing; the answer says so (B.3.5). */
export async function addMeasure(call: Call, _permit: Care, caseId: string, wish: MeasureWish) {
  const found = await getPlannable(call, caseId);
  await ensureDraft(call, found);
  const id = call.newId();
  await store.appendMeasure(call.tx, {
    id,
    case_id: found.id,
    person_id: found.person_id,
    organisation_id: found.organisation_id,
    ...(await columnsOf(call, found, id, wish)),
  });
  await happened(call, found, id, 'C', 'planned');
  return { id, version: 1, faults: measureFaults(wish) };
}

async function lockMeasure(call: Call, id: string, version: number | undefined) {
  const seen = await store.findMeasure(call.tx, id);
  if (!seen) throw new Refusal('not-found');
  const found = await getPlannable(call, seen.case_id);
  const measure = (await store.findMeasure(call.tx, id)) ?? seen;
  if (version !== undefined && measure.version !== version) throw new Refusal('version-old', { current: measure.version });
  return { measure, found };
}

async function write(call: Call, measure: store.MeasureRow, change: Parameters<typeof store.updateMeasure>[3]) {
  if (!(await store.updateMeasure(call.tx, measure.id, measure.version, change)))
    throw new Refusal('version-old', { current: measure.version + 1 });
  return { id: measure.id, version: measure.version + 1 };
}

export async function changeMeasure(call: Call, _permit: Care, id: string, version: number | undefined, wish: MeasureWish) {
  const { measure, found } = await lockMeasure(call, id, version);
  await ensureDraft(call, found);
  const made = await write(call, measure, await columnsOf(call, found, id, wish));
  await happened(call, found, id, 'U', 'written');
  return { ...made, faults: measureFaults(wish) };
}

/** How a measure goes: that changes from day to day and belongs to no version. Agreed goals begin to run with their first measure. */
export async function moveMeasure(
  call: Call,
  _permit: Care,
  id: string,
  version: number | undefined,
  { to, on }: { to: MeasureStatus; on: string },
) {
  const { measure, found } = await lockMeasure(call, id, version);
  if (on > todayOf(call)) throw refused('/on', 'case-measure-dates');
  const made = await write(call, measure, {
    status: to,
    ...(to === 'active' ? { started_on: measure.started_on ?? on } : {}),
    ...(to === 'planned' ? { started_on: null } : {}),
    ...((to === 'done' || to === 'cancelled') && (measure.start_on === null || on >= measure.start_on) ? { end_on: on } : {}),
  });
  if (to === 'active')
    for (const goal of await store.selectGoals(call.tx, found.id))
      if (goal.status === 'agreed' && measure.goal_ids.includes(goal.id))
        await store.updateGoal(call.tx, goal.id, goal.version, { status: 'active' });
  await happened(call, found, id, 'U', to);
  return made;
}
