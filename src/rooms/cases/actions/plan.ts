import type { Call } from '#platform/call.ts';
import { recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { readLinks } from '#rooms/access/actions/links.ts';
import type { getPlan as GetPlan, GoalView, LinkRow, MeasureView, VersionRow } from '../contract/plan.ts';
import { attainment, levelOn, rounded, type ScoredGoal, weightOf } from '../rules/gas.ts';
import { judgeGoal } from '../rules/goal.ts';
import { type FrozenPlan, measureFaults, planDifference, planMissing } from '../rules/plan.ts';
import * as store from '../store/plan.ts';
import { openTexts } from './assessment-texts.ts';
import { openProvider } from './line-texts.ts';
import { voicesOf } from './plan-agreements.ts';
import { clientName, contentOf, getPlanCase, goalText, mayWritePlan, measureText, todayOf, witnessPlace } from './plan-case.ts';
import { releasedGoals } from './released-goals.ts';

type Care = Permit<'cases.care'>;
type Answer = (typeof GetPlan)['answer']['_output'];

/** A goal as its score sees it. */
export function scoredGoal(row: store.GoalRow, ratings: readonly store.RatingRow[]): ScoredGoal {
  return {
    id: row.id,
    status: row.status as ScoredGoal['status'], // CHECK of the table, as below
    droppedBecause: row.dropped_because as ScoredGoal['droppedBecause'],
    importance: row.importance,
    difficulty: row.difficulty,
    baseline: row.baseline,
    ratings: ratings.filter(({ goal_id }) => goal_id === row.id).map(({ level, rated_on }) => ({ level, on: rated_on })),
  };
}

/**
 * Words of a goal as they are shown. Of one that the Soziotherapie plan owns a proposal shows the owner's words of this moment, and none
 * without a release; what the client agreed to stands as she agreed to it, and what the owner says now is told beside it.
 */
async function wordsOf(call: Call, row: store.GoalRow, released: ReadonlyMap<string, string>) {
  const words = await goalText(call, row);
  if (!row.foreign_id) return { words, owner: null, ownerText: null };
  const now = released.get(row.foreign_id);
  const owner = now === undefined ? ('closed' as const) : now === words.text ? ('same' as const) : ('changed' as const);
  if (row.status === 'proposed') return { words: { ...words, text: now ?? '' }, owner, ownerText: null };
  return { words, owner, ownerText: owner === 'changed' ? (now ?? null) : null };
}

async function goalView(
  call: Call,
  row: store.GoalRow,
  ratings: readonly store.RatingRow[],
  released: ReadonlyMap<string, string>,
): Promise<GoalView> {
  const { words, owner, ownerText } = await wordsOf(call, row, released);
  const smart = row.smart as GoalView['smart'];
  const scored = scoredGoal(row, ratings);
  return {
    id: row.id,
    version: row.version,
    domain: row.domain as GoalView['domain'],
    level: row.level as GoalView['level'],
    words,
    smart,
    importance: row.importance,
    difficulty: row.difficulty,
    weight: weightOf(row),
    baseline: row.baseline,
    targetOn: row.target_on,
    soziotherapieGoalId: row.foreign_id,
    owner,
    ownerText,
    status: scored.status,
    droppedBecause: scored.droppedBecause,
    agreedOn: row.agreed_on,
    replacesId: row.replaces_id,
    incompatibleWith: row.incompatible_with,
    ratings: ratings
      .filter(({ goal_id }) => goal_id === row.id)
      .map(({ id, level, rated_on, by, by_name }) => ({ id, level, on: rated_on, by: by as 'client', byName: by_name })),
    now: levelOn(scored),
    ...judgeGoal({ smart, targetOn: row.target_on, text: words }, todayOf(call)),
  };
}

async function measureView(call: Call, row: store.MeasureRow): Promise<MeasureView> {
  const { text, who } = await measureText(call, row);
  const responsible = row.responsible_kind as MeasureView['responsible'];
  return {
    id: row.id,
    version: row.version,
    goalIds: row.goal_ids,
    kind: row.kind as MeasureView['kind'],
    text,
    responsible,
    who,
    lineId: row.service_line_id,
    startOn: row.start_on,
    endOn: row.end_on,
    timesPerWeek: row.times_per_week,
    weekly: row.weekly as MeasureView['weekly'],
    payer: row.payer,
    approval: row.approval as MeasureView['approval'],
    approvalRef: row.approval_ref,
    status: row.status as MeasureView['status'],
    startedOn: row.started_on,
    faults: measureFaults({ goalIds: row.goal_ids, responsible, who, lineId: row.service_line_id, startOn: row.start_on }),
  };
}

/** Needs of the last assessment with her wish, and whether a goal of the domain covers them. */
async function needsOf(call: Call, caseId: string, goals: readonly GoalView[]): Promise<Answer['needs']> {
  const kept = goals.filter(({ status }) => status !== 'dropped' && status !== 'superseded');
  const needs = await store.selectNeeds(call.tx, caseId);
  const views = await Promise.all(
    needs.map(async (need) => ({
      domain: need.domain,
      priority: need.priority,
      client: need.client_need === 'unmet',
      professional: need.prof_need === 'unmet',
      wish: (await openTexts(call, need)).wish,
      notNow: need.not_now_reason,
      notNowOn: need.not_now_on,
      covered: kept.some(({ domain }) => domain === need.domain),
    })),
  );
  return views.sort(
    (one, other) => Number(other.priority) - Number(one.priority) || one.domain.localeCompare(other.domain, 'en', { numeric: true }),
  );
}

async function versionView(call: Call, row: store.VersionRow, voices: VersionRow['voices']): Promise<VersionRow> {
  return {
    id: row.id,
    version: row.version,
    number: row.number,
    state: row.state as VersionRow['state'],
    madeOn: row.made_on,
    offeredOn: row.offered_on,
    agreedOn: row.agreed_on,
    agreedBy: row.agreed_by as VersionRow['agreedBy'],
    agreedForm: row.agreed_form as VersionRow['agreedForm'],
    witness: row.witness_sealed ? await call.sealer.open(call.tx, row.person_id, witnessPlace(row.id), row.witness_sealed) : null,
    fileId: row.file_id,
    supersededOn: row.superseded_on,
    voices,
  };
}

export { versionView };

/** Everything of a plan as it is worked on now. */
export async function workingPlan(call: Call, caseId: string) {
  const ratings = await store.selectRatings(call.tx, caseId);
  const rows = await store.selectGoals(call.tx, caseId);
  const owned = rows.some(({ foreign_id }) => foreign_id !== null) ? await releasedGoals(call, caseId) : [];
  const released = new Map(owned.map(({ id, text }) => [id, text]));
  const goals = await Promise.all(rows.map((row) => goalView(call, row, ratings, released)));
  const measures = await Promise.all((await store.selectMeasures(call.tx, caseId)).map((row) => measureView(call, row)));
  const lines = await Promise.all(
    (await store.selectLineNames(call.tx, caseId)).map(async ({ id, person_id, service_type, name, provider_sealed }) => ({
      id,
      serviceType: service_type,
      name: name ?? (await openProvider(call, { id, person_id, provider_sealed })) ?? '',
    })),
  );
  return { goals, measures, lines, needs: await needsOf(call, caseId, goals), scored: rows.map((row) => scoredGoal(row, ratings)) };
}

/** What would stand in a version if it were offered now: goals that are wanted (a proposal instead of what it replaces), and what is done. */
export function frozenOf({ goals, measures, needs, lines }: Pick<Answer, 'goals' | 'measures' | 'needs' | 'lines'>): FrozenPlan {
  const replaced = new Set(goals.filter(({ status }) => status === 'proposed').map(({ replacesId }) => replacesId));
  const wanted = goals.filter(({ status, id }) => status !== 'dropped' && status !== 'superseded' && !replaced.has(id));
  return {
    goals: wanted.map(({ id, domain, level, words, smart, importance, difficulty, baseline, targetOn }) => ({
      id,
      domain,
      level,
      text: words,
      smart,
      importance,
      difficulty,
      baseline,
      targetOn,
    })),
    measures: measures
      .filter(({ status }) => status === 'planned' || status === 'active')
      .map(({ id, goalIds, kind, text, responsible, who, lineId, startOn, endOn, timesPerWeek, weekly, payer }) => ({
        id,
        goalIds,
        kind,
        text,
        responsible,
        who: who || (lines.find((line) => line.id === lineId)?.name ?? ''),
        startOn,
        endOn,
        timesPerWeek,
        weekly,
        payer,
      })),
    notNow: needs.flatMap(({ domain, notNow }) => (notNow ? [{ domain, reason: notNow }] : [])),
    wishes: needs.flatMap(({ domain, wish }) => (wish ? [{ domain, text: wish }] : [])),
  };
}

export async function readPlan(call: Call, _permit: Care, caseId: string): Promise<Answer> {
  const found = await getPlanCase(call, caseId);
  const plan = await workingPlan(call, caseId);
  const { goals, measures, needs, lines, scored } = plan;
  const versions = await store.selectVersions(call.tx, caseId);
  const agreed = versions.find(({ state }) => state === 'agreed');
  const { now, baseline, change, ...score } = attainment(scored);
  const links = await readLinks(
    call,
    versions.map(({ id }) => id),
  );
  const voices = await voicesOf(call, found, versions);
  const difference = agreed ? planDifference(await contentOf(call, agreed), frozenOf(plan)) : null;
  await recordReads(call, 'cases.plan.read', 'case', [{ id: caseId, personId: found.person_id }]);
  return {
    personId: found.person_id,
    clientName: clientName(found),
    phase: found.phase,
    mayWrite: mayWritePlan(found),
    goals,
    measures,
    needs,
    missing: missingOf({ goals, measures, needs }, agreed !== undefined),
    versions: await Promise.all(versions.map((row) => versionView(call, row, voices.get(row.id) ?? []))),
    score: { ...score, now: figure(now), baseline: figure(baseline), change: figure(change) },
    sinceAgreed: difference && (difference.goals.length > 0 || difference.measures.length > 0) ? difference : null,
    links: links.map(
      ({ link, state, recipientName, said }): LinkRow => ({
        id: link.id,
        version: link.version,
        versionId: link.object_id,
        recipientKind: link.recipient_kind as LinkRow['recipientKind'],
        guardianId: link.recipient_kind === 'guardian' ? link.recipient_id : null,
        recipientName,
        state,
        createdAt: link.created_at.toString(),
        expiresAt: link.expires_at.toString(),
        answeredAt: link.answered_at?.toString() ?? null,
        answer: link.answer as LinkRow['answer'],
        said,
      }),
    ),
    lines,
    soziotherapieGoals: await releasedGoals(call, caseId),
    copyHandedOn: agreed?.agreed_on ? await store.findCopyDay(call.tx, caseId, agreed.agreed_on) : null,
  };
}

export const figure = (value: number | null): number | null => (value === null ? null : rounded(value));

/** Of what is missing for the next phase, the plan's part (B.2.2). */
function missingOf({ goals, measures, needs }: Pick<Answer, 'goals' | 'measures' | 'needs'>, agreed: boolean): Answer['missing'] {
  return planMissing({
    needs: needs.map(({ domain, priority, notNow }) => ({ domain, priority, notNow: notNow !== null })),
    goals,
    measures,
    agreed,
  });
}
