import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { refusalOf } from '#test/refused.ts';
import { setSoziotherapie } from '#test/soziotherapie-stage.ts';
import { getPlan } from './actions/care-plan.ts';
import { answerLink, showLink } from './actions/link-door.ts';
import { makeLink } from './actions/links.ts';
import { changeChoice } from './actions/practice.ts';
import { markReported, printReport } from './actions/report.ts';
import { getReviews, holdReview, listDueReviews, remindOfReviews } from './actions/reviews.ts';
import { FAR, NEAR, NEAR_2 } from './plan.fixture.ts';
import { type PlanStage, planSteps } from './plan-stage.fixture.ts';

const database = await freshDatabase();
let stage: PlanStage;
let steps: ReturnType<typeof planSteps>;
beforeAll(async () => {
  stage = await setSoziotherapie(database);
  steps = planSteps(stage);
});
afterAll(() => stage.close());

const at = (day: string) => {
  stage.clock.now = Temporal.Instant.from(`${day}T09:00:00Z`);
};
type Name = Parameters<PlanStage['cast']['as']>[0];
const read = (episodeId: string, as: Name = 'weidner') =>
  stage.cast.as(as, (call, permit) => getReviews(call, permit('soziotherapie.care'), episodeId));
const goals = [FAR, NEAR, NEAR_2].map((goalId) => ({ goalId, state: 'partly' as const, note: 'geht voran' }));
const hold = (of: { episodeId: string; planId: string }, more: Partial<Parameters<typeof holdReview>[3]> = {}, as: Name = 'weidner') =>
  stage.cast.as(as, (call, permit) =>
    holdReview(call, permit('soziotherapie.care'), of.episodeId, {
      planId: of.planId,
      doneOn: steps.today(),
      outcome: 'continue',
      goals,
      agreed: 'Weiter wöchentlich, Bruder einladen.',
      summary: 'Holt die Spritze meist selbst.',
      gaf: 42,
      ...more,
    }),
  );
const signedAt = async (day: string) => {
  at(day);
  return steps.agreed();
};

describe('R6 by the actions', () => {
  test('R6-01: plan of 15 January, due on Sunday 15 March, not shifted', async () => {
    const of = await signedAt('2026-01-15');
    for (const [day, colour, daysLeft] of [
      ['2026-02-28', 'green', 15],
      ['2026-03-01', 'yellow', 14],
      ['2026-03-15', 'yellow', 0],
      ['2026-03-16', 'red', -1], // R6-05
    ] as const) {
      at(day);
      expect((await read(of.episodeId)).due, day).toMatchObject({ dueOn: '2026-03-15', colour, daysLeft });
    }
    await hold(of);
    expect((await read(of.episodeId)).due).toMatchObject({ dueOn: '2026-05-16', colour: 'green' });
  });

  test('R6-06: in hospital it stays due and says so', async () => {
    const of = await signedAt('2026-01-15');
    at('2026-03-16');
    await stage.admin.query(
      `insert into soziotherapie.hospital_stay (id, person_id, organisation_id, admitted_on, recorded_at) values ($1, $2, $3, '2026-03-10', now())`,
      [randomUUID(), of.personId, stage.practices.musterweg],
    );
    expect((await read(of.episodeId)).due).toMatchObject({ colour: 'red', inpatient: true });
    expect((await read(of.episodeId)).comparison?.inpatientDays).toBe(7);
  });

  test('R6-02: in grid mode the days count from the plan, and a late review fulfils the oldest open one', async () => {
    const of = await signedAt('2025-12-31');
    await stage.cast.as('leitung', (call, permit) => changeChoice(call, permit('soziotherapie.lead'), 'reviewGrid', true));
    expect((await read(of.episodeId)).due).toMatchObject({ dueOn: '2026-02-28', grid: true });
    at('2026-03-20');
    expect((await hold(of)).nextDueOn).toBe('2026-04-30');
    at('2026-05-02');
    expect((await hold(of)).nextDueOn).toBe('2026-06-30');
    await stage.cast.as('leitung', (call, permit) => changeChoice(call, permit('soziotherapie.lead'), 'reviewGrid', null));
  });

  test('the task comes once when it turns yellow and goes with the review', async () => {
    const of = await signedAt('2026-01-15');
    const tasks = () =>
      stage.look<{ kind: string; done: boolean; day: string }>(
        `select kind, done_at is not null as done, (due_at at time zone 'Europe/Berlin')::date::text as day from tasks.task where object_id = $1`,
        of.episodeId,
      );
    at('2026-02-28');
    await remindOfReviews(stage.world);
    expect(await tasks()).toEqual([]);
    at('2026-03-01');
    await remindOfReviews(stage.world);
    await remindOfReviews(stage.world);
    expect(await tasks()).toEqual([{ kind: 'review-due', done: false, day: '2026-03-15' }]);
    at('2026-03-10');
    await hold(of);
    expect(await tasks()).toEqual([{ kind: 'review-due', done: true, day: '2026-03-15' }]);
  });

  test('the list of due reviews: own clients, the practice for the lead, nothing of another practice', async () => {
    const of = await signedAt('2026-01-15');
    at('2026-03-20');
    const names = async (as: Name) =>
      (await stage.cast.as(as, (call, permit) => listDueReviews(call, permit('soziotherapie.care')))).reviews.filter(
        ({ episodeId }) => episodeId === of.episodeId,
      ).length;
    expect([await names('weidner'), await names('leitung'), await names('brueck'), await names('fremd')]).toEqual([1, 1, 0, 0]);
  });
});

describe('the comparison before a review', () => {
  test('counts what took place since the last one: units, attendance, goals named, GAF', async () => {
    const of = await signedAt('2026-01-15');
    const session = async (day: string, state: string, goalIds: string[] = [], minutes = 60) => {
      const id = randomUUID();
      await stage.admin.query(
        `insert into soziotherapie.session (id, person_id, organisation_id, episode_id, practitioner_id, setting, state, start_local, end_local, day, starts_at, ends_at, minutes, late_reason_sealed, created_at)
         values ($1, $2, $3, $4, $5, 'single', $6, $7 || 'T10:00', $7 || 'T11:00', $7::date, ($7 || 'T09:00Z')::timestamptz, ($7 || 'T09:00Z')::timestamptz + $8 * interval '1 minute', $8, null, now())`,
        [id, of.personId, stage.practices.musterweg, of.episodeId, stage.helpers.weidner, state, day, minutes],
      );
      if (state === 'DOCUMENTED') {
        await stage.admin.query(
          `insert into soziotherapie.session_part (id, session_id, person_id, organisation_id, position, prescription_id, status, minutes, parts, cap_minutes, reckoned_at)
           values ($1, $2, $3, $4, 0, $5, 'PROVISIONAL', $6, $6 * 3, $6, now())`,
          [randomUUID(), id, of.personId, stage.practices.musterweg, of.prescriptionId, minutes],
        );
        await stage.admin.query(
          `insert into soziotherapie.session_note (id, session_id, person_id, organisation_id, number, kinds, goal_ids, sealed, occurred_local, recorded_at, author_id)
           values ($1, $2, $3, $4, 1, '{PLAN}', $5, '\\x00', $6, now(), $7)`,
          [randomUUID(), id, of.personId, stage.practices.musterweg, goalIds, `${day}T10:00`, stage.cast.account('weidner')],
        );
      }
    };
    await session('2026-01-20', 'DOCUMENTED', [NEAR]);
    await session('2026-01-27', 'DOCUMENTED', [NEAR, NEAR_2], 90);
    await session('2026-02-03', 'NO_SHOW');
    await session('2026-02-10', 'CANCELLED_PATIENT');
    await session('2026-02-17', 'CANCELLED_PROVIDER');
    at('2026-03-10');
    const before = await read(of.episodeId);
    expect(before.comparison).toMatchObject({
      from: '2026-01-15',
      to: '2026-03-10',
      units: 2.5,
      minutes: 150,
      delivered: 2,
      noShow: 1,
      cancelledByClient: 1,
      cancelledByProvider: 1,
    });
    expect(before.comparison?.goals.map(({ id, touched }) => [id, touched])).toEqual([
      [FAR, 0],
      [NEAR, 2],
      [NEAR_2, 1],
    ]);
    expect(before.ratings).toEqual([{ on: '2026-01-15', gaf: 38, by: 'soziotherapist', source: 'muster-27' }]);
    await hold(of);
    const after = await read(of.episodeId);
    expect(after.comparison).toMatchObject({ from: '2026-03-10', delivered: 0, units: 0 });
    expect(after.ratings.map(({ gaf }) => gaf)).toEqual([38, 42]);
    expect(after.reviews[0]).toMatchObject({ outcome: 'continue', agreed: 'Weiter wöchentlich, Bruder einladen.', planNumber: 1 });

    // the report names sums and goals; nothing that was written in sessions, and nothing that stays in the practice
    const [review] = after.reviews;
    const link = await stage.cast.as('weidner', (call, permit) =>
      makeLink(call, permit('soziotherapie.read'), of.episodeId, {
        purpose: 'read-report',
        objectId: review?.id ?? '',
        recipientKind: 'prescriber',
      }),
    );
    const secret = link.address.split('#')[1] ?? '';
    const shown = await stage.cast.asSystem((call) => showLink(call, secret, 'b', link.code));
    expect(shown).toMatchObject({
      plan: null,
      report: { units: 2.5, delivered: 2, noShow: 1, cancelled: 2, summary: 'Holt die Spritze meist selbst.' },
    });
    expect(JSON.stringify(shown)).not.toContain('Bruder einladen');
    expect(JSON.stringify(shown)).not.toContain('geht voran');
    expect(await stage.cast.asSystem((call) => answerLink(call, secret, 'b', { answer: 'read' }))).toMatchObject({ answer: 'read' });
    expect((await read(of.episodeId)).reviews[0]).toMatchObject({ reportedTo: 'Dr. Frauke Distelkamp' });
  });
});

describe('the outcome', () => {
  test('change writes the next version prefilled, once', async () => {
    const of = await signedAt('2026-01-15');
    at('2026-03-10');
    const { draftPlanId } = await hold(of, { outcome: 'change' });
    const draft = await stage.cast.as(
      'weidner',
      async (call, permit) => (await getPlan(call, permit('soziotherapie.read'), draftPlanId ?? '')).answer,
    );
    expect(draft).toMatchObject({ number: 2, state: 'draft' });
    expect(draft.content.nearGoals.map(({ id }) => id)).toEqual([NEAR, NEAR_2]);
    expect((await hold(of, { outcome: 'change' })).draftPlanId).toBe(draftPlanId);
  });
  test('end asks the lead to close the case', async () => {
    const of = await signedAt('2026-01-15');
    at('2026-03-10');
    await hold(of, { outcome: 'end', gaf: null });
    expect(await stage.look('select kind, assignee_role from tasks.task where object_id = $1', of.episodeId)).toEqual([
      { kind: 'review-ends-case', assignee_role: 'lead' },
    ]);
  });
  test('a plan signed anew begins the interval anew', async () => {
    const of = await signedAt('2026-01-15');
    at('2026-03-10');
    const { draftPlanId } = await hold(of, { outcome: 'change' });
    const next = draftPlanId ?? '';
    await steps.offer(next);
    at('2026-03-20');
    for (const party of ['client', 'provider', 'prescriber'] as const) await steps.sign(next, party);
    expect((await read(of.episodeId)).due).toMatchObject({ dueOn: '2026-05-20' });
    expect((await refusalOf(hold(of))).code).toBe('review-other-plan');
  });
  test.each([
    ['a day to come', { doneOn: '2026-03-11' }, 'review-date-impossible'],
    ['a day before the plan', { doneOn: '2026-01-14' }, 'review-date-impossible'],
    ['a goal left out', { goals: goals.slice(1) }, 'review-goals-missing'],
    ['a goal twice', { goals: [...goals, ...goals.slice(1, 2)] }, 'review-goals-missing'],
    [
      'a goal of nobody',
      { goals: [...goals.slice(1), { goalId: randomUUID(), state: 'open' as const, note: '' }] },
      'review-goals-missing',
    ],
  ])('is refused: %s', async (_what, more, code) => {
    const of = await signedAt('2026-01-15');
    at('2026-03-10');
    expect((await refusalOf(hold(of, more))).code).toBe(code);
  });
  test('nothing is reviewed before three have signed', async () => {
    at('2026-01-15');
    const of = await steps.offered();
    expect((await read(of.episodeId)).due).toBeNull();
    expect((await refusalOf(hold(of))).code).toBe('review-without-plan');
  });
});

describe('who reads a review', () => {
  test('the helper and the lead; not the office, not a deputy, not another practice', async () => {
    const of = await signedAt('2026-01-15');
    at('2026-03-10');
    await hold(of);
    expect((await read(of.episodeId, 'leitung')).reviews).toHaveLength(1);
    expect((await refusalOf(read(of.episodeId, 'buero'))).code).toBe('not-permitted');
    await stage.admin.query(
      `insert into access.care_relation (id, person_id, kind, practitioner_id, organisation_id, cause_kind, cause_id, from_at)
       values (gen_random_uuid(), $1, 'substitute', $2, $3, 'episode', $4, '2015-01-01T00:00:00Z')`,
      [of.personId, stage.helpers.brueck, stage.practices.musterweg, of.episodeId],
    );
    expect((await refusalOf(read(of.episodeId, 'brueck'))).code).toBe('plan-not-yours');
    expect((await refusalOf(read(of.episodeId, 'fremd'))).code).toBe('not-found');
    // with the rule taken away the database still shows nothing
    for (const name of ['buero', 'brueck', 'fremd'] as const) {
      const rows = await stage.cast.as(name, ({ tx }) =>
        tx.selectFrom('soziotherapie.review').select('id').where('episode_id', '=', of.episodeId).execute(),
      );
      expect(rows, name).toEqual([]);
    }
  });
});

test('the report is PDF/UA, and that it was sent is written down', async () => {
  const of = await signedAt('2026-01-15');
  at('2026-03-10');
  const { id } = await hold(of);
  for (const language of ['de', 'en'] as const) {
    const file = await stage.cast.as('weidner', (call, permit) => printReport(call, permit('soziotherapie.care'), id, language));
    expect(Buffer.from(file.bytes).toString('latin1')).toContain('pdfuaid:part');
  }
  await stage.cast.as('weidner', (call, permit) => markReported(call, permit('soziotherapie.care'), id, 1));
  expect(await stage.told(id)).toContain('soziotherapie.report.sent');
});
