import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type * as wire from '../contract/plan.ts';
import { judgeGoal, levelsWithText } from '../rules/goal.ts';
import * as store from '../store/plan.ts';
import { about, getPlannable, goalPlace, sealText, todayOf } from './plan-case.ts';
import { ensureDraft } from './plan-draft.ts';
import { releasedGoals } from './released-goals.ts';

type Care = Permit<'cases.care'>;
type Wish = wire.GoalWish;

/** Columns of a goal; its words are sealed together. */
async function columnsOf(call: Call, found: store.PlanCase, id: string, wish: Wish) {
  const { domain, level, words, smart, importance, difficulty, baseline, targetOn, soziotherapieGoalId } = wish;
  const text = soziotherapieGoalId ? { ...words, text: await shownText(call, found, soziotherapieGoalId) } : words;
  return {
    domain,
    level,
    text_sealed: await sealText(call, { id, person_id: found.person_id }, goalPlace, text),
    smart: [...new Set(smart)],
    scale_texts: levelsWithText(text),
    importance,
    difficulty,
    baseline,
    target_on: targetOn,
    foreign_kind: soziotherapieGoalId ? 'soziotherapie-goal' : null,
    foreign_id: soziotherapieGoalId,
  };
}

/** The owner's words at this moment; whoever may not read them has nothing to refer to. */
async function shownText(call: Call, found: store.PlanCase, goalId: string): Promise<string> {
  const goal = (await releasedGoals(call, found.id)).find(({ id }) => id === goalId);
  if (!goal) throw new Refusal('case-goal-not-released', { errors: [{ pointer: '/soziotherapieGoalId', code: 'case-goal-not-released' }] });
  return goal.text;
}

const judged = (call: Call, { smart, targetOn, words }: Wish) => judgeGoal({ smart, targetOn, text: words }, todayOf(call));

const happened = (call: Call, found: store.PlanCase, goalId: string, kind: 'C' | 'U', change: string) =>
  record(call, {
    action: 'cases.goal.changed',
    kind,
    object: ['goal', goalId],
    personId: found.person_id,
    data: { ...about(found), change },
  });

async function append(call: Call, found: store.PlanCase, wish: Wish, replacesId: string | null) {
  const id = call.newId();
  await ensureDraft(call, found);
  await store.appendGoal(call.tx, {
    id,
    case_id: found.id,
    person_id: found.person_id,
    organisation_id: found.organisation_id,
    ...(await columnsOf(call, found, id, wish)),
    status: 'proposed',
    made_on: todayOf(call),
    replaces_id: replacesId,
  });
  await happened(call, found, id, 'C', replacesId ? 'revised' : 'proposed');
  return { id, version: 1, ...judged(call, wish) };
}

export async function addGoal(call: Call, _permit: Care, caseId: string, wish: Wish) {
  return append(call, await getPlannable(call, caseId), wish, null);
}

/** A goal as it was shown, of a case that can be planned. Refuses "not-found", "version-old". */
async function lockGoal(call: Call, id: string, version: number | undefined) {
  const seen = await store.findGoal(call.tx, id);
  if (!seen) throw new Refusal('not-found');
  const found = await getPlannable(call, seen.case_id);
  const goal = (await store.findGoal(call.tx, id)) ?? seen; // again, behind the lock
  if (version !== undefined && goal.version !== version) throw new Refusal('version-old', { current: goal.version });
  return { goal, found };
}

async function write(call: Call, goal: store.GoalRow, change: Parameters<typeof store.updateGoal>[3]) {
  if (!(await store.updateGoal(call.tx, goal.id, goal.version, change))) throw new Refusal('version-old', { current: goal.version + 1 });
  return { id: goal.id, version: goal.version + 1 };
}

/** Writes a proposal anew. An agreed goal stands as it was agreed: "case-goal-settled"; it is revised instead. */
export async function changeGoal(call: Call, _permit: Care, id: string, version: number | undefined, wish: Wish) {
  const { goal, found } = await lockGoal(call, id, version);
  if (goal.status !== 'proposed') throw new Refusal('case-goal-settled');
  await ensureDraft(call, found);
  const made = await write(call, goal, await columnsOf(call, found, id, wish));
  await happened(call, found, id, 'U', 'written');
  return { ...made, ...judged(call, wish) };
}

const AGREED = ['agreed', 'active', 'reached', 'partly'];

/** A proposal that takes the place of an agreed goal with the client's yes; until then the old one counts. */
export async function reviseGoal(call: Call, _permit: Care, id: string, version: number | undefined, wish: Wish) {
  const { goal, found } = await lockGoal(call, id, version);
  if (!AGREED.includes(goal.status)) throw new Refusal('case-goal-not-agreed');
  const goals = await store.selectGoals(call.tx, found.id);
  if (goals.some((one) => one.replaces_id === id && one.status === 'proposed')) throw new Refusal('case-goal-settled');
  return append(call, found, wish, id);
}

/** Active, reached, partly: from agreed on. Dropped: at any time, with its reason. */
export async function moveGoal(
  call: Call,
  _permit: Care,
  id: string,
  version: number | undefined,
  { to, because }: { to: 'active' | 'reached' | 'partly' | 'dropped'; because: store.GoalRow['dropped_because'] },
) {
  const { goal, found } = await lockGoal(call, id, version);
  if (goal.status === 'dropped' || goal.status === 'superseded') throw new Refusal('case-goal-settled');
  if (to === 'dropped' && !because)
    throw new Refusal('case-goal-reason-missing', { errors: [{ pointer: '/because', code: 'case-goal-reason-missing' }] });
  if (to !== 'dropped' && goal.status === 'proposed') throw new Refusal('case-goal-not-agreed');
  if (to === 'dropped') await ensureDraft(call, found);
  const made = await write(call, goal, { status: to, dropped_because: to === 'dropped' ? because : null });
  await happened(call, found, id, 'U', to);
  return made;
}

export interface RatingWish {
  level: store.RatingRow['level'];
  on: string;
  by: 'client' | 'professional' | 'together';
}

/** A level on a day, by her, by us, or together. Agreed goals begin to run with it. */
export async function rateGoal(call: Call, _permit: Care, goalId: string, { level, on, by }: RatingWish) {
  const { goal, found } = await lockGoal(call, goalId, undefined);
  if (!AGREED.includes(goal.status)) throw new Refusal('case-goal-not-agreed');
  const [first, last] = [goal.agreed_on ?? goal.made_on, todayOf(call)];
  if (on < first || on > last)
    throw new Refusal('case-rating-day-impossible', {
      errors: [{ pointer: '/on', code: 'case-rating-day-impossible' }],
      facts: { first, last },
    });
  const id = call.newId();
  await store.appendRating(call.tx, {
    id,
    goal_id: goalId,
    case_id: found.id,
    person_id: found.person_id,
    organisation_id: found.organisation_id,
    level,
    rated_on: on,
    by,
    made_at: call.now,
    made_by: call.actor.kind === 'account' ? accountOf(call).accountId : null,
  });
  if (goal.status === 'agreed') await write(call, goal, { status: 'active' });
  await record(call, {
    action: 'cases.goal.rated',
    kind: 'C',
    object: ['goal', goalId],
    personId: found.person_id,
    data: { ...about(found), ratingId: id, by },
  });
  return { id };
}

/** A mistyped rating is withdrawn and stays in the log; it no longer counts. */
export async function withdrawRating(call: Call, _permit: Care, id: string) {
  const rating = await store.findRating(call.tx, id);
  if (!rating) throw new Refusal('not-found');
  const found = await getPlannable(call, rating.case_id);
  if (await store.withdrawRatingRow(call.tx, id, call.now))
    await record(call, {
      action: 'cases.goal.rated',
      kind: 'D',
      object: ['goal', rating.goal_id],
      personId: found.person_id,
      data: { ...about(found), ratingId: id },
    });
  return { id };
}

/** Goals that stand in each other's way, always both ways. */
export async function setIncompatible(call: Call, _permit: Care, id: string, version: number | undefined, goalIds: readonly string[]) {
  const { goal, found } = await lockGoal(call, id, version);
  const others = (await store.selectGoals(call.tx, found.id)).filter((one) => one.id !== id);
  if (goalIds.some((other) => !others.some((one) => one.id === other))) throw new Refusal('not-found');
  for (const other of others) {
    const [has, shall] = [other.incompatible_with.includes(id), goalIds.includes(other.id)];
    if (has === shall) continue;
    const rest = other.incompatible_with.filter((one) => one !== id);
    await write(call, other, { incompatible_with: shall ? [...rest, id] : rest });
  }
  const made = await write(call, goal, { incompatible_with: [...new Set(goalIds)] });
  await happened(call, found, id, 'U', 'incompatible');
  return made;
}

/** A need of the last assessment that waits on purpose, with the reason; null takes it back. */
export async function deferNeed(
  call: Call,
  _permit: Care,
  caseId: string,
  domain: string,
  reason: 'client-wish' | 'other-first' | 'no-offer' | 'other' | null,
) {
  const found = await getPlannable(call, caseId);
  const need = (await store.selectNeeds(call.tx, caseId)).find((one) => one.domain === domain);
  if (!need) throw new Refusal('not-found');
  await ensureDraft(call, found);
  await store.writeNotNow(call.tx, need.id, reason, todayOf(call));
  await record(call, {
    action: 'cases.need.deferred',
    kind: 'U',
    object: ['case', caseId],
    personId: found.person_id,
    data: { ...about(found), domain, because: reason },
  });
  return { domain };
}
