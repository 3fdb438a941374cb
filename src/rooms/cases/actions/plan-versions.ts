import { insist, Refusal } from '#kernel/decision.ts';
import type { Party } from '#kernel/machine.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import { Versioned } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import { closeLinks } from '#rooms/access/actions/links.ts';
import { settleTasks } from '#rooms/tasks/actions.ts';
import type { agreePlan as AgreePlan, GoalView } from '../contract/plan.ts';
import { stepVersion, type VersionEvent, type VersionState } from '../rules/life/plan-version.ts';
import { planDifference } from '../rules/plan.ts';
import * as store from '../store/plan.ts';
import { frozenOf, versionView, workingPlan } from './plan.ts';
import { addAgreement, proofOf, voicesOf, type Yes } from './plan-agreements.ts';
import {
  contentOf,
  getPlanCase,
  getPlannable,
  goalPlace,
  sealText,
  strokesPlace,
  todayOf,
  versionPlace,
  witnessPlace,
} from './plan-case.ts';
import { ensureDraft } from './plan-draft.ts';

type Care = Permit<'cases.care'>;
type Wish = NonNullable<(typeof AgreePlan)['body']>['_output'];
const QUESTIONS = ['case-plan-asked-back', 'case-plan-declined'];

const partiesOf = (call: Call): Party[] => (call.actor.kind === 'account' ? accountOf(call).roles : ['system']);
const happened = (call: Call, verb: string, row: store.VersionRow, data: Record<string, string | number | null> = {}) =>
  record(call, {
    action: `cases.plan.${verb}`,
    kind: 'U',
    object: ['plan-version', row.id],
    personId: row.person_id,
    data: { organisationId: row.organisation_id, caseId: row.case_id, number: row.number, ...data },
  });

/** Freezes what is planned now and lays it before the client. Refuses "case-plan-empty", "case-plan-incomplete" with what is missing where. */
export async function offerPlan(call: Call, _permit: Care, caseId: string) {
  const found = await getPlannable(call, caseId);
  const draft = await ensureDraft(call, found);
  const plan = await workingPlan(call, caseId);
  const content = frozenOf(plan);
  if (content.goals.length === 0) throw new Refusal('case-plan-empty');
  const offered = new Set([...content.goals, ...content.measures].map(({ id }) => id));
  const errors = [
    ...plan.goals.filter(({ id }) => offered.has(id)).flatMap(({ id, gaps }) => gaps.map((code) => ({ pointer: `/goals/${id}`, code }))),
    ...plan.measures
      .filter(({ id }) => offered.has(id))
      .flatMap(({ id, faults }) => faults.map((code) => ({ pointer: `/measures/${id}`, code }))),
  ];
  const { to } = insist(stepVersion('draft', 'offer', partiesOf(call), { complete: errors.length === 0 }), {
    errors,
    facts: { count: errors.length },
  });
  await keepOwnersWords(call, found, plan.goals, offered);
  const version = await store.updateVersion(call.tx, draft.id, {
    state: to,
    offered_on: todayOf(call),
    content_sealed: await sealText(call, draft, versionPlace, content),
  });
  await happened(call, 'offered', draft);
  return { id: draft.id, version, number: draft.number, state: to };
}

/** What is laid before the client is what her goal says from now on: the owner's words of this moment, where another owns it. */
async function keepOwnersWords(call: Call, found: store.PlanCase, goals: readonly GoalView[], offered: ReadonlySet<string>): Promise<void> {
  for (const { id, version, words, status, owner } of goals)
    if (owner === 'changed' && status === 'proposed' && offered.has(id))
      await store.updateGoal(call.tx, id, version, {
        text_sealed: await sealText(call, { id, person_id: found.person_id }, goalPlace, words),
      });
}

/** A version as it was shown. Refuses "not-found", "version-old". */
export async function lockShown(call: Call, id: string, version: number | undefined): Promise<store.VersionRow> {
  const seen = await store.findVersion(call.tx, id);
  if (!seen) throw new Refusal('not-found');
  await store.lockPlanOf(call.tx, seen.case_id);
  const row = await store.lockVersion(call.tx, id);
  if (!row) throw new Refusal('not-found');
  if (version !== undefined && row.version !== version) throw new Refusal('version-old', { current: row.version });
  return row;
}

const stateOf = (row: store.VersionRow) => row.state as VersionState; // CHECK of the table
const stepOf = (call: Call, row: store.VersionRow, event: VersionEvent) => stepVersion(stateOf(row), event, partiesOf(call));

/** Takes an offered version back: it stays readable, links to it end, and what is written now can change again. */
export async function withdrawPlan(call: Call, _permit: Care, id: string, version: number | undefined) {
  const row = await lockShown(call, id, version);
  await getPlanCase(call, row.case_id);
  const { to } = insist(stepOf(call, row, 'withdraw'));
  const next = await store.updateVersion(call.tx, id, { state: to, superseded_on: todayOf(call) });
  await closeLinks(call, { objectId: id }, 'plan-withdrawn');
  for (const kind of QUESTIONS) await settleTasks(call, kind, id, 'done');
  await happened(call, 'withdrawn', row);
  return { id, version: next, number: row.number, state: to };
}

/** Written down by the case manager: spoken before a witness, on paper with its scan, or signed on the screen. */
export async function agreePlan(call: Call, _permit: Care, id: string, version: number | undefined, wish: Wish) {
  const row = await lockShown(call, id, version);
  await getPlannable(call, row.case_id);
  return addAgreement(call, row, wish, settlePlan);
}

/** Her own yes by portal or link, or that of somebody who acts for her. Refuses as `addAgreement`. */
export const agreeShown = (call: Call, row: store.VersionRow, yes: Yes) => addAgreement(call, row, yes, settlePlan);

/** Nobody's yes is missing: its goals are agreed, what they replace is over, and the former version is superseded, all or nothing. */
async function settlePlan(call: Call, row: store.VersionRow, yes: Yes, on: string): Promise<number> {
  const parties = call.actor.kind === 'account' ? partiesOf(call) : yes.by;
  const former = (await store.selectVersions(call.tx, row.case_id)).find(({ state }) => state === 'agreed');
  if (former) {
    insist(stepVersion('agreed', 'supersede', parties));
    await store.updateVersion(call.tx, former.id, { state: 'superseded', superseded_on: on });
  }
  const version = await store.updateVersion(call.tx, row.id, {
    state: 'agreed',
    agreed_on: on,
    agreed_by: yes.by,
    agreed_form: yes.form,
    file_id: yes.form === 'paper' ? (yes.fileId ?? null) : null,
    link_id: yes.linkId ?? null,
    ...(await proofOf(call, row.person_id, yes, { witness: witnessPlace(row.id), strokes: strokesPlace(row.id) })),
    recorded_at: call.now,
    recorded_by: call.actor.kind === 'account' ? accountOf(call).accountId : null,
  });
  await agreeGoals(call, row, on);
  await store.writeAgreedDay(call.tx, row.case_id, on);
  await closeLinks(call, { objectId: row.id }, 'plan-agreed');
  for (const kind of QUESTIONS) await settleTasks(call, kind, row.id, 'done');
  await happened(call, 'agreed', row, { form: yes.form, by: yes.by });
  return version;
}

/** Proposals of the version become agreed goals, and those whose place they take are over. */
async function agreeGoals(call: Call, row: store.VersionRow, on: string): Promise<void> {
  const agreed = new Set((await contentOf(call, row)).goals.map(({ id }) => id));
  const goals = await store.selectGoals(call.tx, row.case_id);
  const running = await store.selectMeasures(call.tx, row.case_id);
  for (const goal of goals.filter(({ id, status }) => agreed.has(id) && status === 'proposed')) {
    await store.updateGoal(call.tx, goal.id, goal.version, { status: 'agreed', agreed_on: on });
    if (running.some(({ status, goal_ids }) => status === 'active' && goal_ids.includes(goal.id)))
      await store.updateGoal(call.tx, goal.id, goal.version + 1, { status: 'active' });
    const old = goals.find(({ id }) => id === goal.replaces_id);
    if (old && old.status !== 'dropped') await store.updateGoal(call.tx, old.id, old.version, { status: 'superseded' });
  }
}

/** One version in full, with its differences from the one that was agreed before it. */
export async function readVersion(call: Call, _permit: Care, id: string) {
  const row = await store.findVersion(call.tx, id);
  if (!row) throw new Refusal('not-found');
  const found = await getPlanCase(call, row.case_id);
  const content = row.content_sealed ? await contentOf(call, row) : frozenOf(await workingPlan(call, row.case_id));
  const former = (await store.selectVersions(call.tx, row.case_id)).find((one) => one.number < row.number && one.agreed_on !== null);
  await recordReads(call, 'cases.plan-version.read', 'plan-version', [{ id, personId: row.person_id }]);
  return new Versioned(row.version, {
    ...(await versionView(call, row, (await voicesOf(call, found, [row])).get(id) ?? [])),
    content,
    formerNumber: former?.number ?? null,
    difference: former ? planDifference(await contentOf(call, former), content) : null,
  });
}
