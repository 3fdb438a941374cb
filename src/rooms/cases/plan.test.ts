import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { plainPlanSheet } from '#platform/documents/plain-plan.ts';
import { setCases } from '#test/cases-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { openHttp } from '#test/open-http.ts';
import { codeOf } from '#test/refused.ts';
import { mountPlanLinks } from '../../doors/plan-links.ts';
import * as goals from './actions/goals.ts';
import * as measures from './actions/measures.ts';
import { copyOf, handOverCopy, printPlanCopy } from './actions/plan-copy.ts';
import { makePlanLink, revokePlanLink } from './actions/plan-links.ts';
import { agreeOwnPlan, answerOwnPlan, ownPlan } from './actions/plan-portal.ts';
import { readVersion, withdrawPlan } from './actions/plan-versions.ts';
import { casePlanSteps, putRound, wholeGoal, wholeMeasure } from './plan.fixture.ts';
import { readParts } from './store/phase-facts.ts';
import * as plans from './store/plan.ts';

const stage = await setCases(await freshDatabase());
const { cast } = stage;
const steps = casePlanSteps(stage);
afterAll(() => stage.close());

type Permitted = Parameters<typeof cast.as>[1];
const olena = <Made>(work: (call: Parameters<Permitted>[0], permit: Parameters<typeof goals.addGoal>[1]) => Promise<Made>) =>
  cast.as('olena', (call, permit) => work(call, permit('cases.care')));
const constraintOf = (work: Promise<unknown>) =>
  work.then(
    () => 'went through',
    (fault: { constraint?: string }) => fault.constraint,
  );

/** The end of a case, written past the actions. */
const closePastActions = (caseId: string) =>
  stage.admin.query(`update cases.phase_visit set phase = 'closed' where case_id = '${caseId}';
    update cases.case set phase = 'closed', closed_on = '2026-03-02', closing_reason = 'CR4', closing_asked_by = '${randomUUID()}',
      closing_approved_by = '${randomUUID()}', retain_until = '2036-03-02' where id = '${caseId}'`);

describe('goals', () => {
  test('stand in her words, sealed; a proposal can be changed by who saw its version', async () => {
    const { caseId } = await stage.openCase({ phase: 'planning' });
    const { id, gaps } = await steps.goal(caseId, { smart: ['specific'], targetOn: null });
    expect(gaps).toEqual(['goal-not-accepted', 'goal-target-missing']);
    const saved = await olena((call, permit) => goals.changeGoal(call, permit, id, 1, wholeGoal({ importance: 2, difficulty: 2 })));
    expect(saved).toMatchObject({ version: 2, gaps: [], hints: [] });
    expect(await codeOf(olena((call, permit) => goals.changeGoal(call, permit, id, 1, wholeGoal())))).toBe('version-old');
    const plan = await steps.read(caseId);
    expect(plan.goals).toMatchObject([
      { id, weight: 4, status: 'proposed', now: null, words: { text: 'Ich mache meine Post wieder selbst auf.' } },
    ]);
    expect(plan.versions).toMatchObject([{ number: 1, state: 'draft' }]);
    const [row] = await stage.look<{ text_sealed: Buffer; scale_texts: number[] }>(
      'select text_sealed, scale_texts from cases.goal where id = $1',
      id,
    );
    expect(row?.scale_texts).toEqual([-2, -1, 0, 1, 2]);
    expect(row?.text_sealed.toString('latin1')).not.toContain('Post');
    expect(JSON.stringify(await stage.look('select * from platform.event where object_id = $1', id))).not.toContain('Post');
  });

  test('are written from the assessment on and until the case ends; another service sees nothing', async () => {
    const early = await stage.openCase({ phase: 'intake' });
    expect(await codeOf(steps.goal(early.caseId))).toBe('case-plan-too-early');
    const over = await stage.openCase({ phase: 'planning' });
    const { id } = await steps.goal(over.caseId);
    await closePastActions(over.caseId);
    expect(await codeOf(steps.goal(over.caseId))).toBe('case-plan-closed');
    for (const other of ['rike', 'benno'] as const) {
      expect(await codeOf(steps.read(over.caseId, other))).toBe('not-found');
      expect(
        await codeOf(
          cast.as(other, (call, permit) => goals.moveGoal(call, permit('cases.care'), id, 1, { to: 'dropped', because: 'other' })),
        ),
      ).toBe('not-found');
    }
    expect((await steps.read(over.caseId, 'hanna')).goals).toHaveLength(1);
  });

  test('a need is covered by a goal or waits with its reason; priority ones come first', async () => {
    const opened = await stage.openCase({ phase: 'planning' });
    await putRound(stage, opened, 1, [
      ['D4', 'unmet', 'unmet', true],
      ['D10', 'none', 'unmet', true],
      ['D2', 'none', 'none'],
    ]);
    const before = await steps.read(opened.caseId);
    expect(before.needs.map(({ domain }) => domain)).toEqual(['D4', 'D10', 'D2']);
    expect(before.missing.map(({ code }) => code)).toEqual([
      'plan-need-uncovered',
      'plan-need-uncovered',
      'plan-no-goal',
      'plan-not-agreed',
    ]);
    await olena((call, permit) => goals.deferNeed(call, permit, opened.caseId, 'D4', 'client-wish'));
    const { id } = await steps.goal(opened.caseId);
    const after = await steps.read(opened.caseId);
    expect(after.needs[0]).toMatchObject({ notNow: 'client-wish', notNowOn: '2026-03-02', covered: false });
    expect(after.missing).toEqual([{ code: 'plan-goal-without-measure', goalId: id }, { code: 'plan-not-agreed' }]);
    expect(await codeOf(olena((call, permit) => goals.deferNeed(call, permit, opened.caseId, 'D9', 'other')))).toBe('not-found');
  });
});

describe('measures', () => {
  test('with gaps are shown as faults and kept; what belongs to another case is refused', async () => {
    const { caseId } = await stage.openCase({ phase: 'planning' });
    const { id: goalId } = await steps.goal(caseId);
    const bare = await steps.measure(caseId, [], { responsible: null, startOn: null });
    expect(bare.faults).toEqual(['measure-without-responsible', 'measure-without-date', 'measure-without-goal']);
    expect((await steps.read(caseId)).measures).toHaveLength(1);
    expect(await codeOf(steps.offer(caseId))).toBe('case-plan-incomplete');
    expect(await codeOf(steps.measure(caseId, [randomUUID()]))).toBe('case-measure-unknown');
    expect(await codeOf(steps.measure(caseId, [goalId], { endOn: '2026-03-01' }))).toBe('case-measure-dates');
    const whole = await olena((call, permit) =>
      measures.changeMeasure(
        call,
        permit,
        bare.id,
        1,
        wholeMeasure([goalId], { timesPerWeek: 1.5, approval: 'applied', payer: 'Jobcenter' }),
      ),
    );
    expect(whole.faults).toEqual([]);
    expect((await steps.read(caseId)).measures[0]).toMatchObject({
      timesPerWeek: 1.5,
      payer: 'Jobcenter',
      weekly: [{ day: 2, from: '10:00', to: '11:00' }],
    });
  });

  test('that begins lets its agreed goal run', async () => {
    const { caseId, measureId } = await steps.agreed();
    await olena((call, permit) => measures.moveMeasure(call, permit, measureId, 1, { to: 'active', on: '2026-03-02' }));
    const plan = await steps.read(caseId);
    expect(plan.measures[0]).toMatchObject({ status: 'active', startedOn: '2026-03-02' });
    expect(plan.goals[0]?.status).toBe('active');
    expect(plan.sinceAgreed).toBeNull();
  });
});

describe('a version', () => {
  test('is offered whole, agreed before a witness, and never changes again', async () => {
    const { caseId, goalId, version } = await steps.offered();
    expect(version).toMatchObject({ number: 1, state: 'offered' });
    expect(await codeOf(steps.goal(caseId))).toBe('case-plan-offered');
    expect(await codeOf(steps.agree(version, { witness: '' }))).toBe('case-plan-proof-missing');
    expect(await codeOf(steps.agree(version, { form: 'paper', witness: '', fileId: randomUUID() }))).toBe('case-plan-proof-missing');
    expect(await codeOf(steps.agree(version, { form: 'screen', witness: '' }))).toBe('case-plan-proof-missing');
    expect(await codeOf(steps.agree(version, { on: '2026-03-01' }))).toBe('case-plan-day-impossible');
    expect(await codeOf(steps.agree(version, { by: 'guardian' }))).toBe('case-plan-guardian-missing');
    await steps.agree(version);
    const plan = await steps.read(caseId);
    expect(plan.goals).toMatchObject([{ status: 'agreed', agreedOn: '2026-03-02' }]);
    expect(plan.versions).toMatchObject([{ state: 'agreed', agreedForm: 'spoken', witness: 'Benno Thiel' }]);
    expect(plan.missing).toEqual([]);
    expect(await codeOf(olena((call, permit) => goals.changeGoal(call, permit, goalId, 2, wholeGoal())))).toBe('case-goal-settled');
    const write = (text: string, id: string) => stage.admin.query(text, [id]);
    expect(await constraintOf(write("update cases.plan_version set content_sealed = '\\x00' where id = $1", version.id))).toBe(
      'plan_version_unchanged',
    );
    expect(await constraintOf(write("update cases.plan_version set agreed_on = '2026-01-01' where id = $1", version.id))).toBe(
      'plan_version_unchanged',
    );
    expect(await constraintOf(write("update cases.plan_version set state = 'draft' where id = $1", version.id))).toBe(
      'plan_version_course',
    );
    expect(await constraintOf(write("update cases.goal set target_on = '2027-01-01' where id = $1", goalId))).toBe('goal_unchanged');
    await expect(write('delete from cases.plan_version where id = $1', version.id)).rejects.toThrow();
    const [row] = await stage.look<{ agreed_plan_on: string }>('select agreed_plan_on::text from cases.case where id = $1', caseId);
    expect(row?.agreed_plan_on).toBe('2026-03-02');
    expect(await stage.told(version.id)).toEqual(['cases.plan.drafted', 'cases.plan.offered', 'cases.plan.agreed']);
  });

  test('that was agreed counts while the next one is being written', async () => {
    const { caseId, goalId } = await steps.agreed();
    const agreedNow = () => olena(async (call) => (await readParts(call.tx, caseId, call.now)).plan_state);
    const [goal] = (await steps.read(caseId)).goals;
    const words = { ...wholeGoal().words, text: 'Ich öffne die Post jeden Tag.' };
    await olena((call, permit) => goals.reviseGoal(call, permit, goalId, goal?.version, wholeGoal({ words })));
    expect((await steps.read(caseId)).versions.map(({ state }) => state)).toEqual(['draft', 'agreed']);
    expect(await agreedNow()).toBe('agreed');
  });

  test('without a goal is not offered, and a whole one only once', async () => {
    const { caseId } = await stage.openCase({ phase: 'planning' });
    expect(await codeOf(steps.offer(caseId))).toBe('case-plan-empty');
    await steps.goal(caseId, { words: { ...wholeGoal().words, scale: { ...wholeGoal().words.scale, '1': '' } } });
    const refused = await cast.refusal('olena', async () => steps.offer(caseId));
    expect(refused).toMatchObject({
      code: 'case-plan-incomplete',
      detail: { errors: [{ code: 'goal-scale-missing' }], facts: { count: 1 } },
    });
    const done = await steps.offered();
    expect(await codeOf(steps.offer(done.caseId))).toBe('case-plan-offered');
  });

  test('that is taken back stays readable; the next one is written and told apart', async () => {
    const { caseId, goalId, version } = await steps.agreed();
    await steps.rate(goalId, 0);
    const revised = await olena((call, permit) => goals.reviseGoal(call, permit, goalId, 3, wholeGoal({ targetOn: '2026-08-31' })));
    expect(await codeOf(olena((call, permit) => goals.reviseGoal(call, permit, revised.id, 1, wholeGoal())))).toBe('case-goal-not-agreed');
    const between = await steps.read(caseId);
    expect(between.score).toMatchObject({ now: 50, leftOut: [revised.id] });
    expect(between.sinceAgreed?.goals.map(({ change }) => change).sort()).toEqual(['came', 'went']);
    await olena((call, permit) => measures.changeMeasure(call, permit, between.measures[0]?.id ?? '', 1, wholeMeasure([revised.id])));
    const second = await steps.offer(caseId);
    const back = await olena((call, permit) => withdrawPlan(call, permit, second.id, second.version));
    expect(back).toMatchObject({ number: 2, state: 'superseded' });
    expect(await codeOf(steps.agree({ id: second.id, version: back.version }))).toBe('case-plan-settled');
    const third = await steps.offer(caseId);
    await steps.agree(third);
    const plan = await steps.read(caseId);
    expect(plan.versions.map(({ number, state }) => [number, state])).toEqual([
      [3, 'agreed'],
      [2, 'superseded'],
      [1, 'superseded'],
    ]);
    expect(plan.goals.map(({ status }) => status).sort()).toEqual(['agreed', 'superseded']);
    const old = (await olena((call, permit) => readVersion(call, permit, version.id))).answer;
    expect(old).toMatchObject({
      state: 'superseded',
      agreedOn: '2026-03-02',
      content: { goals: [{ targetOn: '2026-05-31' }] },
      difference: null,
    });
    const now = (await olena((call, permit) => readVersion(call, permit, third.id))).answer;
    expect(now.formerNumber).toBe(1);
    expect(now.difference?.goals).toHaveLength(2);
  });

  test('two who agree at the same moment agree once', async () => {
    const { caseId, version } = await steps.offered();
    const both = await Promise.all([codeOf(steps.agree(version)), codeOf(steps.agree(version))]);
    expect(both.sort()).toEqual(['version-old', 'went through']);
    expect((await steps.read(caseId)).versions).toMatchObject([{ state: 'agreed' }]);
  });
});

test('the plan of a young person holds when she and both who have custody agreed, each with form and proof; the page says who is missing', async () => {
  const { caseId, personId, version, goalId } = await steps.offered({ phase: 'planning', givenName: 'Lina', birthDate: '2010-06-01' });
  const [eva, tom] = [randomUUID(), randomUUID()];
  for (const [id, name] of [
    [eva, 'Eva Jung'],
    [tom, 'Tom Jung'],
  ])
    await stage.admin.query(
      "insert into people.guardian (id, person_id, name, relation, has_custody) values ($1, $2, $3, 'parent', true)",
      [id, personId, name],
    );
  const missing = async () => (await steps.read(caseId)).versions[0]?.voices.filter((one) => one.missing).map(({ name }) => name);
  expect(await missing()).toEqual([null, 'Eva Jung', 'Tom Jung']);
  expect(await steps.agree(version)).toMatchObject({ state: 'offered', version: version.version, missing: 2 });
  expect(await codeOf(steps.agree(version))).toBe('case-plan-agreed-already');
  expect(await codeOf(steps.agree(version, { by: 'guardian' }))).toBe('case-plan-guardian-missing'); // which of the two?
  expect(await codeOf(steps.agree(version, { by: 'guardian', guardianId: eva, witness: '' }))).toBe('case-plan-proof-missing');
  // each has a link of her own
  const link = (guardianId: string) => olena((call, permit) => makePlanLink(call, permit, version.id, 'guardian', guardianId));
  const [evas] = [await link(eva), await link(tom)];
  const linked = (await steps.read(caseId)).links;
  expect([linked.map(({ state }) => state), new Set(linked.map(({ guardianId }) => guardianId))]).toEqual([
    ['open', 'open'],
    new Set([eva, tom]),
  ]);
  await cast.asSystem((call) => agreeOwnPlan(call, version.id, version.version, { by: 'guardian', guardianId: eva }));
  expect([await missing(), (await steps.read(caseId)).missing.map(({ code }) => code)]).toEqual([['Tom Jung'], ['plan-not-agreed']]);
  expect(
    await constraintOf(
      stage.admin.query(
        "update cases.plan_version set state = 'agreed', agreed_on = '2026-03-02', agreed_by = 'client', agreed_form = 'portal' where id = $1",
        [version.id],
      ),
    ),
  ).toBe('plan_version_whole');
  expect(await steps.agree(version, { by: 'guardian', guardianId: tom, witness: 'Hanna Lorenz' })).toMatchObject({
    state: 'agreed',
    missing: 0,
  });
  const plan = await steps.read(caseId);
  expect(plan.versions[0]?.voices.map(({ name, form, witness }) => [name, form, witness])).toEqual([
    [null, 'spoken', 'Benno Thiel'],
    ['Eva Jung', 'portal', null],
    ['Tom Jung', 'spoken', 'Hanna Lorenz'],
  ]);
  expect([plan.goals.find(({ id }) => id === goalId)?.status, plan.links.map(({ state }) => state)]).toEqual([
    'agreed',
    ['revoked', 'revoked'],
  ]);
  expect(evas.address).toContain('/mein-plan#');
  await expect(stage.admin.query('delete from cases.plan_agreement where plan_version_id = $1', [version.id])).rejects.toThrow();
});

describe('ratings', () => {
  test('give the score as printed, over time; a mistyped one is withdrawn', async () => {
    const { caseId } = await stage.openCase({ phase: 'planning' });
    const ids: string[] = [];
    for (const importance of [3, 2, 1]) ids.push((await steps.goal(caseId, { importance, baseline: importance === 1 ? -2 : -1 })).id);
    const [a = '', b = '', c = ''] = ids;
    await steps.measure(caseId, ids);
    expect(await codeOf(steps.rate(a, 0))).toBe('case-goal-not-agreed');
    await steps.agree(await steps.offer(caseId));
    await steps.rate(a, 1);
    await steps.rate(b, 0);
    expect((await steps.read(caseId)).score).toMatchObject({ now: null, baseline: 34.58, unrated: [c] });
    const wrong = await steps.rate(c, 2);
    await olena((call, permit) => goals.withdrawRating(call, permit, wrong.id));
    await steps.rate(c, -1);
    const plan = await steps.read(caseId);
    expect(plan.score).toMatchObject({ now: 54.41, change: 19.83, course: [{ on: '2026-03-02', t: 54.41 }] });
    expect(plan.goals.map(({ status }) => status)).toEqual(['active', 'active', 'active']);
    expect(await codeOf(steps.rate(a, 0, '2026-03-01'))).toBe('case-rating-day-impossible');
    expect(await constraintOf(stage.admin.query('update cases.goal_rating set level = 2 where goal_id = $1', [a]))).toBe(
      'goal_rating_unchanged',
    );
    const goal = plan.goals.find(({ id }) => id === a);
    expect(await codeOf(olena((call, permit) => goals.moveGoal(call, permit, a, goal?.version, { to: 'dropped', because: null })))).toBe(
      'case-goal-reason-missing',
    );
    await olena((call, permit) => goals.moveGoal(call, permit, a, goal?.version, { to: 'dropped', because: 'no-longer-wanted' }));
    await olena((call, permit) => goals.setIncompatible(call, permit, b, plan.goals.find(({ id }) => id === b)?.version, [c]));
    const after = await steps.read(caseId);
    expect(after.score.leftOut).toEqual([a]);
    expect(ids.map((id) => after.goals.find((one) => one.id === id)?.incompatibleWith)).toEqual([[], [c], [b]]);
  });
});

describe('her copy', () => {
  test('is a tagged PDF/UA in plain language in both languages; that she has it is written down', async () => {
    const { caseId, version } = await steps.agreed();
    for (const language of ['de', 'en'] as const) {
      const file = await olena((call, permit) => printPlanCopy(call, permit, version.id, language));
      const bytes = Buffer.from(file.bytes).toString('latin1');
      expect(bytes).toMatch(/pdfuaid:part>1</);
      expect(bytes).toContain('/StructTreeRoot');
      expect(bytes).toContain(`/Lang (${language}-${language === 'de' ? 'DE' : 'GB'})`);
    }
    const sheet = await cast.as('olena', async (call) => {
      const [found, row] = [await plans.findPlanCase(call.tx, caseId), await plans.findVersion(call.tx, version.id)];
      if (!found || !row) throw new Error('no plan');
      return copyOf(call, found, row, 'de');
    });
    expect(sheet).toMatchObject({ name: 'Marta Kowalczyk', sign: '', goals: [{ steps: [{ who: 'Olena Marchuk vom Case Management' }] }] });
    expect(plainPlanSheet(sheet).complete).toBe(true);
    expect(await codeOf(olena((call, permit) => handOverCopy(call, permit, version.id, '2026-03-03')))).toBe('case-plan-day-impossible');
    await olena((call, permit) => handOverCopy(call, permit, version.id, '2026-03-02'));
    expect((await steps.read(caseId)).copyHandedOn).toBe('2026-03-02');
    expect(await stage.look('select part, to_client from cases.disclosure where case_id = $1', caseId)).toEqual([
      { part: 'client-copy', to_client: true },
    ]);
  });

  test('the portal shows what holds and what waits, and takes her yes or her question', async () => {
    const { caseId, version } = await steps.offered();
    const own = () => cast.asSystem((call) => ownPlan(call, caseId));
    expect(await own()).toMatchObject({ managerName: 'Olena Marchuk', agreed: null, waiting: { id: version.id, number: 1 } });
    await cast.asSystem((call) => answerOwnPlan(call, version.id, 'asked-back'));
    expect(await stage.look('select kind from tasks.task where object_id = $1 and done_at is null', version.id)).toEqual([
      { kind: 'case-plan-asked-back' },
    ]);
    const herself = { by: 'client', guardianId: null } as const;
    expect(await codeOf(cast.asSystem((call) => agreeOwnPlan(call, version.id, 99, herself)))).toBe('version-old');
    await cast.asSystem((call) => agreeOwnPlan(call, version.id, version.version, herself));
    expect(await own()).toMatchObject({
      agreed: { agreedOn: '2026-03-02', goals: [{ reached: 'Ein Brief in der Woche.' }] },
      waiting: null,
    });
    expect(await stage.look('select id from tasks.task where object_id = $1 and done_at is null', version.id)).toEqual([]);
    expect(await codeOf(cast.asSystem((call) => answerOwnPlan(call, version.id, 'declined')))).toBe('case-plan-not-offered');
  });
});

test('a link opens exactly this version to her; her yes agrees, a question is a task, and one that was taken back opens nothing', async () => {
  const { app, lines, origins } = await openHttp(stage.world);
  await mountPlanLinks(app, { world: stage.world, secure: false, origins, most: { open: 1000, answer: 1000 } });
  await app.ready();
  const browser = () => {
    let cookie = '';
    return async (step: 'open' | 'answer', body: object) => {
      const headers = { 'content-type': 'application/json', 'x-geleit': '1', ...(cookie ? { cookie } : {}) };
      const response = await app.inject({ method: 'POST', url: `/api/links/plan/${step}`, headers, payload: JSON.stringify(body) });
      const set = response.cookies.find(({ name }) => name === 'geleit-link');
      if (set) cookie = `geleit-link=${set.value}`;
      return { status: response.statusCode, json: response.json() };
    };
  };
  const link = async (id: string) => {
    const made = await olena((call, permit) => makePlanLink(call, permit, id, 'client'));
    const [address, secret = ''] = made.address.split('#');
    expect(address).toBe('http://localhost:4000/mein-plan');
    return { ...made, secret };
  };
  const first = await steps.offered();
  const { secret, code } = await link(first.version.id);
  const hers = browser();
  expect((await hers('open', { secret })).json).toEqual({ step: 'code' });
  expect((await hers('open', { secret, code })).json).toMatchObject({
    step: 'open',
    open: true,
    plan: { goals: [{ text: 'Ich mache meine Post wieder selbst auf.' }] },
  });
  expect((await hers('answer', { secret, answer: 'declined' })).json.code).toBe('link-text-missing');
  expect((await hers('answer', { secret, answer: 'agreed' })).json.answer).toBe('agreed');
  expect((await hers('answer', { secret, answer: 'agreed' })).json.code).toBe('link-answered');
  expect((await steps.read(first.caseId)).versions).toMatchObject([{ state: 'agreed', agreedForm: 'link', agreedBy: 'client' }]);
  expect(await codeOf(olena((call, permit) => makePlanLink(call, permit, first.version.id, 'client')))).toBe('case-plan-not-offered');

  const second = await steps.offered();
  const asked = await link(second.version.id);
  const other = browser();
  await other('open', { secret: asked.secret, code: asked.code });
  await other('answer', { secret: asked.secret, answer: 'asked-back', text: 'Muss ich dafür zum Amt?' });
  expect((await steps.read(second.caseId)).links).toMatchObject([
    { state: 'answered', answer: 'asked-back', said: 'Muss ich dafür zum Amt?' },
  ]);
  expect(await stage.look('select kind, assignee_id from tasks.task where object_id = $1', second.version.id)).toEqual([
    { kind: 'case-plan-asked-back', assignee_id: cast.account('olena') },
  ]);
  await olena((call, permit) => withdrawPlan(call, permit, second.version.id, second.version.version));
  expect((await other('open', { secret: asked.secret })).json.code).toBe('link-expired');

  const third = await steps.offered();
  const closed = await link(third.version.id);
  await olena((call, permit) => revokePlanLink(call, permit, closed.id, 1));
  expect((await browser()('open', { secret: closed.secret, code: closed.code })).status).toBe(410);
  expect(await codeOf(olena((call, permit) => makePlanLink(call, permit, third.version.id, 'guardian')))).toBe(
    'case-plan-guardian-missing',
  );
  expect(lines.flat().join('\n')).not.toContain(secret);
  await app.close();
});
