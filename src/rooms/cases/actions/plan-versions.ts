import { insist, Refusal } from '#kernel/decision.ts';
import type { Party } from '#kernel/machine.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import { Versioned } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import { closeLinks } from '#rooms/access/actions/links.ts';
import { isFileOf } from '#rooms/records/actions/read.ts';
import { settleTasks } from '#rooms/tasks/actions.ts';
import type { agreePlan as AgreePlan } from '../contract/plan.ts';
import { stepVersion, type VersionEvent, type VersionState } from '../rules/life/plan-version.ts';
import { planDifference } from '../rules/plan.ts';
import * as store from '../store/plan.ts';
import { frozenOf, versionView, workingPlan } from './plan.ts';
import { contentOf, getPlanCase, getPlannable, sealText, strokesPlace, todayOf, versionPlace, witnessPlace } from './plan-case.ts';
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
  const version = await store.updateVersion(call.tx, draft.id, {
    state: to,
    offered_on: todayOf(call),
    content_sealed: await sealText(call, draft, versionPlace, content),
  });
  await happened(call, 'offered', draft);
  return { id: draft.id, version, number: draft.number, state: to };
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

export interface Yes {
  by: 'client' | 'guardian';
  form: 'spoken' | 'paper' | 'screen' | 'portal' | 'link';
  on: string;
  witness?: string;
  fileId?: string | null;
  linkId?: string | null;
  strokes?: unknown;
}

/** Written down by the case manager: spoken before a witness, on paper with its scan, or signed on the screen. */
export async function agreePlan(call: Call, _permit: Care, id: string, version: number | undefined, wish: Wish) {
  const row = await lockShown(call, id, version);
  await getPlannable(call, row.case_id);
  return addAgreement(call, row, wish);
}

async function isProven(call: Call, row: store.VersionRow, yes: Yes): Promise<boolean> {
  if (yes.form === 'spoken') return (yes.witness ?? '').trim().length > 1;
  if (yes.form === 'paper') return Boolean(yes.fileId) && (await isFileOf(call, yes.fileId ?? '', row.person_id));
  if (yes.form === 'screen') return Array.isArray(yes.strokes) && yes.strokes.length > 0;
  return yes.form === 'portal' || Boolean(yes.linkId);
}

const POINTERS = { spoken: '/witness', paper: '/fileId', screen: '/strokes', portal: '/form', link: '/form' } as const;

/**
 * The yes to exactly what was offered: its goals are agreed, what they replace is over, and the former version is superseded, all or
 * nothing. Refuses "case-plan-not-offered", "case-plan-settled", "case-plan-day-impossible", "case-plan-proof-missing",
 * "case-plan-guardian-missing".
 */
export async function addAgreement(call: Call, row: store.VersionRow, yes: Yes) {
  const found = await getPlanCase(call, row.case_id);
  if (yes.by === 'guardian' && !found.guardian)
    throw new Refusal('case-plan-guardian-missing', { errors: [{ pointer: '/by', code: 'case-plan-guardian-missing' }] });
  const [first, last] = [row.offered_on ?? row.made_on, todayOf(call)];
  const facts = { dayFits: yes.on >= first && yes.on <= last, proven: await isProven(call, row, yes) };
  const decision = stepVersion(stateOf(row), 'agree', call.actor.kind === 'account' ? partiesOf(call) : yes.by, facts);
  const pointer = { 'case-plan-day-impossible': '/on', 'case-plan-proof-missing': POINTERS[yes.form] };
  if (!decision.ok) {
    const at = pointer[decision.because as keyof typeof pointer];
    throw new Refusal(decision.because, { ...(at ? { errors: [{ pointer: at, code: decision.because }] } : {}), facts: { first, last } });
  }
  const former = (await store.selectVersions(call.tx, row.case_id)).find(({ state }) => state === 'agreed');
  if (former) {
    insist(stepVersion('agreed', 'supersede', call.actor.kind === 'account' ? partiesOf(call) : yes.by));
    await store.updateVersion(call.tx, former.id, { state: 'superseded', superseded_on: yes.on });
  }
  const seal = (at: typeof witnessPlace, text: string) => call.sealer.seal(call.tx, row.person_id, at(row.id), text);
  const version = await store.updateVersion(call.tx, row.id, {
    state: decision.to,
    agreed_on: yes.on,
    agreed_by: yes.by,
    agreed_form: yes.form,
    file_id: yes.form === 'paper' ? (yes.fileId ?? null) : null,
    link_id: yes.linkId ?? null,
    witness_sealed: yes.form === 'spoken' ? await seal(witnessPlace, (yes.witness ?? '').trim()) : null,
    strokes_sealed: yes.form === 'screen' ? await seal(strokesPlace, JSON.stringify(yes.strokes)) : null,
    recorded_at: call.now,
    recorded_by: call.actor.kind === 'account' ? accountOf(call).accountId : null,
  });
  await agreeGoals(call, row, yes.on);
  await store.writeAgreedDay(call.tx, row.case_id, yes.on);
  await closeLinks(call, { objectId: row.id }, 'plan-agreed');
  for (const kind of QUESTIONS) await settleTasks(call, kind, row.id, 'done');
  await happened(call, 'agreed', row, { form: yes.form, by: yes.by });
  return { id: row.id, version, number: row.number, state: decision.to };
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
  await getPlanCase(call, row.case_id);
  const content = row.content_sealed ? await contentOf(call, row) : frozenOf(await workingPlan(call, row.case_id));
  const former = (await store.selectVersions(call.tx, row.case_id)).find((one) => one.number < row.number && one.agreed_on !== null);
  await recordReads(call, 'cases.plan-version.read', 'plan-version', [{ id, personId: row.person_id }]);
  return new Versioned(row.version, {
    ...(await versionView(call, row)),
    content,
    formerNumber: former?.number ?? null,
    difference: former ? planDifference(await contentOf(call, former), content) : null,
  });
}
