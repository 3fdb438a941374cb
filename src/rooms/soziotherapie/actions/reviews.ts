import { Refusal } from '#kernel/decision.ts';
import { berlinInstant } from '#kernel/time.ts';
import { accountOf, asSystem, type Call, type World } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { appendTask, settleTasks } from '#rooms/tasks/actions.ts';
import type { Comparison, holdReview as HoldReview, ReviewRow } from '../contract/reviews.ts';
import { addDays, type Day } from '../rules/calendar.ts';
import type { PlanContent } from '../rules/forms/muster-27.ts';
import type { Parameters } from '../rules/parameters.ts';
import { nextReview, warnsFrom } from '../rules/review.ts';
import { RULES } from '../rules/ruling.ts';
import { UNIT_PARTS } from '../rules/units.ts';
import * as plans from '../store/care-plan.ts';
import * as store from '../store/reviews.ts';
import { appendDraft, appendRating, clientName, contentOf, getCase, getWritable, mayWrite } from './care-plan.ts';
import { todayOf } from './cases.ts';
import { parametersFor } from './practice.ts';

type Care = Permit<'soziotherapie.care'>;
type Wish = NonNullable<(typeof HoldReview)['body']>['_output'];

const reviewPlace = (row: string) => ({ table: 'soziotherapie.review', column: 'sealed', row });

/** What is sealed of a review; the comparison stays as it was on that day. */
export interface ReviewContent {
  goals: (Wish['goals'][number] & { text: string })[];
  agreed: string;
  summary: string;
  gaf: number | null;
  comparison: Comparison;
}

export const reviewContent = async (call: Call, review: Pick<store.ReviewRecord, 'id' | 'person_id' | 'sealed'>): Promise<ReviewContent> =>
  JSON.parse(await call.sealer.open(call.tx, review.person_id, reviewPlace(review.id), review.sealed)) as ReviewContent;

/** All ratings of GAF, oldest first. */
export async function ratingsOf(call: Call, personId: string) {
  return Promise.all(
    (await store.selectRatings(call.tx, personId)).map(async ({ id, rated_on, rated_by, source_kind, sealed }) => {
      const said = await call.sealer.open(call.tx, personId, { table: 'soziotherapie.gaf_rating', column: 'sealed', row: id }, sealed);
      return { on: rated_on, gaf: Number(said), by: rated_by, source: source_kind };
    }),
  );
}

const goalsOf = (content: PlanContent) => [...content.farGoals, ...content.nearGoals].map(({ id, text }) => ({ id, text }));

/** What took place since the last review, or since the plan was signed. */
async function compare(call: Call, found: plans.CaseRow, content: PlanContent, since: Day, until: Day): Promise<Comparison> {
  const from = since > until ? until : since;
  const counted = await store.countSessions(call.tx, found.id, from, until);
  const touched = await store.countGoals(call.tx, found.id, from, until);
  return {
    from,
    to: until,
    units: Math.floor((counted.parts * 100) / UNIT_PARTS) / 100,
    minutes: counted.minutes,
    delivered: counted.delivered,
    noShow: counted.no_show,
    cancelledByClient: counted.cancelled_by_client,
    cancelledByProvider: counted.cancelled_by_provider,
    goals: goalsOf(content).map((goal) => ({ ...goal, touched: touched.get(goal.id) ?? 0 })),
    inpatientDays: await store.countInpatientDays(call.tx, found.person_id, from, until),
  };
}

const dueView = (due: ReturnType<typeof nextReview>, p: Parameters) => ({
  dueOn: due.dueOn,
  colour: due.colour,
  daysLeft: due.daysLeft,
  inpatient: due.hints.some(({ code }) => code === 'review-inpatient'),
  grid: p.reviewGrid,
  source: RULES.R6.source,
});

/** R6 for every open case with a plan in force that the caller may see, the longest overdue first. */
export async function listDueReviews(call: Call, _permit: Care) {
  const today = todayOf(call);
  const { organisationId } = accountOf(call);
  const rows = await store.selectReviewCases(call.tx, today, { organisationId });
  const numbers = new Map<string, Parameters>();
  for (const { organisation_id: id } of rows) if (!numbers.has(id)) numbers.set(id, await parametersFor(call, id));
  await recordReads(
    call,
    'soziotherapie.reviews.read',
    'episode',
    rows.map(({ episode_id, person_id }) => ({ id: episode_id, personId: person_id })),
  );
  const reviews = rows.flatMap((row) => {
    const p = numbers.get(row.organisation_id);
    if (!p) return [];
    const due = nextReview({ carePlanSignedOn: row.signed_on, held: row.held, today, inpatient: row.inpatient }, p);
    const who = { episodeId: row.episode_id, personId: row.person_id, name: clientName(row), practitionerName: row.practitioner_name };
    return [{ ...dueView(due, p), ...who }];
  });
  return { reviews: reviews.toSorted((one, other) => (one.dueOn < other.dueOn ? -1 : 1)) };
}

/** The plan in force and when its next review is due. */
async function standing(call: Call, found: plans.CaseRow) {
  const of = { organisationId: found.organisation_id, episodeId: found.id };
  const [row] = await store.selectReviewCases(call.tx, todayOf(call), of);
  const plan = (await plans.selectPlans(call.tx, found.id)).find(({ state }) => state === 'agreed');
  if (!row || !plan?.signed_on) return undefined;
  const p = await parametersFor(call, found.organisation_id);
  const due = nextReview({ carePlanSignedOn: plan.signed_on, held: row.held, today: todayOf(call), inpatient: row.inpatient }, p);
  const since = row.held.findLast((day) => plan.signed_on !== null && day >= plan.signed_on);
  return { plan, p, due, held: row.held, signedOn: plan.signed_on, since: since ? addDays(since, 1) : plan.signed_on };
}

function rowOf(review: store.ReviewRecord, content: ReviewContent): ReviewRow {
  return {
    id: review.id,
    version: review.version,
    planId: review.care_plan_id,
    planNumber: review.plan_number,
    dueOn: review.due_on,
    doneOn: review.done_on,
    outcome: review.outcome,
    nextDueOn: review.next_due_on,
    recordedAt: review.recorded_at.toString(),
    recordedByName: review.recorded_by_name,
    reportedAt: review.reported_at?.toString() ?? null,
    reportedTo: review.reported_to_name,
    goals: content.goals,
    agreed: content.agreed,
    summary: content.summary,
    gaf: content.gaf,
  };
}

export async function getReviews(call: Call, _permit: Care, episodeId: string) {
  const found = await getCase(call, episodeId);
  if (!mayRead(call, found)) throw new Refusal('plan-not-yours');
  const now = await standing(call, found);
  const reviews = await store.selectReviews(call.tx, episodeId);
  await recordReads(call, 'soziotherapie.reviews.read', 'episode', [{ id: episodeId, personId: found.person_id }]);
  return {
    due: now ? dueView(now.due, now.p) : null,
    planId: now?.plan.id ?? null,
    comparison: now ? await compare(call, found, await contentOf(call, now.plan), now.since, todayOf(call)) : null,
    ratings: await ratingsOf(call, found.person_id),
    reviews: await Promise.all(reviews.map(async (review) => rowOf(review, await reviewContent(call, review)))),
    mayWrite: mayWrite(call, found),
  };
}

/** Who accompanied a closed case still reads its reviews; a deputy does not. */
function mayRead(call: Call, found: plans.CaseRow): boolean {
  return mayWrite(call, { ...found, state: 'ACTIVE' });
}

/**
 * Records a review of the plan in force. `change` writes the next version of the plan as a draft, to be signed anew; `end` asks the lead
 * to close the case. Refuses "review-without-plan", "review-other-plan", "review-date-impossible", "review-goals-missing".
 */
export async function holdReview(call: Call, _permit: Care, episodeId: string, wish: Wish) {
  const found = await getWritable(call, episodeId);
  await plans.lockCase(call.tx, episodeId);
  const now = await standing(call, found);
  if (!now) throw new Refusal('review-without-plan');
  if (now.plan.id !== wish.planId) throw new Refusal('review-other-plan');
  const first = now.held.at(-1) ?? now.signedOn;
  const last = todayOf(call);
  if (wish.doneOn < (first > now.signedOn ? first : now.signedOn) || wish.doneOn > last)
    throw new Refusal('review-date-impossible', {
      errors: [{ pointer: '/doneOn', code: 'review-date-impossible' }],
      facts: { first, last },
    });
  const content = await contentOf(call, now.plan);
  const texts = new Map(goalsOf(content).map(({ id, text }) => [id, text]));
  const said = new Map(wish.goals.map((goal) => [goal.goalId, goal]));
  if (said.size !== wish.goals.length || [...said.keys()].some((id) => !texts.has(id)) || [...texts.keys()].some((id) => !said.has(id)))
    throw new Refusal('review-goals-missing', { errors: [{ pointer: '/goals', code: 'review-goals-missing' }] });
  const id = call.newId();
  const sealed: ReviewContent = {
    goals: wish.goals.map((goal) => ({ ...goal, text: texts.get(goal.goalId) ?? '' })),
    agreed: wish.agreed,
    summary: wish.summary,
    gaf: wish.gaf,
    comparison: await compare(call, found, content, now.since, wish.doneOn),
  };
  const next = nextReview({ carePlanSignedOn: now.signedOn, held: [...now.held, wish.doneOn], today: last }, now.p);
  await store.appendReview(call.tx, {
    id,
    personId: found.person_id,
    organisationId: found.organisation_id,
    episodeId,
    planId: now.plan.id,
    dueOn: now.due.dueOn,
    doneOn: wish.doneOn,
    outcome: wish.outcome,
    sealed: await call.sealer.seal(call.tx, found.person_id, reviewPlace(id), JSON.stringify(sealed)),
    nextDueOn: next.dueOn,
    at: call.now,
    by: accountOf(call).accountId,
  });
  if (wish.gaf !== null) await appendRating(call, found, wish.gaf, wish.doneOn, 'review', id);
  await record(call, {
    action: 'soziotherapie.review.done',
    kind: 'C',
    object: ['review', id],
    personId: found.person_id,
    data: { organisationId: found.organisation_id, episodeId, outcome: wish.outcome, dueOn: now.due.dueOn, doneOn: wish.doneOn },
  });
  await settleTasks(call, 'review-due', episodeId, 'done');
  const draft = wish.outcome === 'change' ? await draftAfter(call, found, id) : null;
  if (wish.outcome === 'end') await askToClose(call, found);
  return { id, nextDueOn: next.dueOn, draftPlanId: draft };
}

/** The next version; where one is on its way already, that one is it. */
async function draftAfter(call: Call, found: plans.CaseRow, reviewId: string): Promise<string> {
  const open = (await plans.selectPlans(call.tx, found.id)).find(({ state }) => state === 'draft' || state === 'offered');
  return open ? open.id : (await appendDraft(call, found, { reviewId })).id;
}

const endOf = (day: Day) => berlinInstant(Temporal.PlainDate.from(day), Temporal.PlainTime.from('18:00'));

async function askToClose(call: Call, found: plans.CaseRow): Promise<void> {
  await appendTask(call, {
    kind: 'review-ends-case',
    object: ['episode', found.id],
    personId: found.person_id,
    assigneeRole: 'lead',
    organisationId: found.organisation_id,
    dueAt: endOf(addDays(todayOf(call), 7)),
  });
}

/** Every morning: a task from the day on which a review shows yellow, once; overdue it is urgent. By the system. */
export async function remindOfReviews(world: World): Promise<number> {
  let made = 0;
  for (const organisationId of await asSystem(world, JOB, (call) => store.selectPracticesRunning(call.tx)))
    made += await asSystem(world, JOB, (call) => remindPractice(call, organisationId));
  return made;
}
const JOB = 'soziotherapie-reviews';

async function remindPractice(call: Call, organisationId: string): Promise<number> {
  const today = todayOf(call);
  let made = 0;
  const p = await parametersFor(call, organisationId);
  for (const row of await store.selectReviewCases(call.tx, today, { organisationId })) {
    const { dueOn, colour } = nextReview({ carePlanSignedOn: row.signed_on, held: row.held, today, inpatient: row.inpatient }, p);
    if (colour === 'green' || today < warnsFrom(dueOn, p)) continue;
    const whom = row.practitioner_id
      ? { assigneeRole: 'soziotherapist', practitionerId: row.practitioner_id }
      : { assigneeRole: 'lead', organisationId: row.organisation_id };
    const task = { kind: 'review-due', object: ['episode', row.episode_id] as const, personId: row.person_id, ...whom };
    if (await appendTask(call, { ...task, dueAt: endOf(dueOn), facts: { inpatient: row.inpatient } })) made += 1;
  }
  return made;
}
