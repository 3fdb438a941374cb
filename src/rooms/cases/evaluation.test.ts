import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { planPlace } from '#rooms/soziotherapie/actions/care-plan.ts';
import { setCases } from '#test/cases-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { codeOf } from '#test/refused.ts';
import { disclosePart } from './actions/disclosures.ts';
import * as end from './actions/evaluation.ts';
import { printEvaluation } from './actions/evaluation-paper.ts';
import { giveCaseRelease, withdrawCaseRelease } from './actions/releases.ts';
import type { EvaluationWish } from './contract/evaluation.ts';
import { casePlanSteps, putRound, wholeGoal } from './plan.fixture.ts';

const stage = await setCases(await freshDatabase());
const { cast } = stage;
const steps = casePlanSteps(stage);
afterAll(() => stage.close());

type Staff = 'olena' | 'hanna' | 'rike' | 'benno';
const read = (caseId: string, as: Staff = 'olena') => cast.as(as, (call, permit) => end.readEvaluation(call, permit('cases.care'), caseId));
const start = (caseId: string) => cast.as('olena', (call, permit) => end.startEvaluation(call, permit('cases.care'), caseId));
const WHOLE: EvaluationWish = {
  closingReason: 'CR1',
  supportBefore: 3,
  supportAfter: 1,
  statement: 'Ich öffne meine Post allein.',
  reflection: 'Der feste Termin am Dienstag hat getragen.',
  recommendations: 'Schuldnerberatung bis Herbst weiter.',
  satisfactionAsked: true,
  satisfaction: 8,
};
const save = (row: { id: string; version: number }, more: Partial<EvaluationWish> = {}) =>
  cast.as('olena', (call, permit) => end.saveEvaluation(call, permit('cases.care'), row.id, row.version, { ...WHOLE, ...more }));
const ask = (row: { id: string; version: number }, as: Staff = 'olena') =>
  cast.as(as, (call, permit) => end.askApproval(call, permit('cases.care'), row.id, row.version));
const approve = (row: { id: string; version: number }, as: Staff = 'hanna') =>
  cast.as(as, (call, permit) => end.approveEvaluation(call, permit('cases.lead'), row.id, row.version));
const put = (text: string, ...values: unknown[]) => stage.admin.query(text, values);
const constraintOf = (work: Promise<unknown>) =>
  work.then(
    () => 'went through',
    (fault: { constraint?: string }) => fault.constraint,
  );
const tasksOf = (id: string) => stage.look<{ kind: string }>('select kind from tasks.task where object_id = $1 and done_at is null', id);

/** A case at its end: two rounds, an agreed and rated goal, a line, findings, phases. */
async function ended() {
  const made = await steps.agreed({ phase: 'evaluation', openedOn: '2026-02-02', phaseSince: '2026-02-20' });
  const { caseId, personId, goalId } = made;
  await steps.rate(goalId, 0);
  await putRound(stage, made, 1, [
    ['D10', 'unmet', 'unmet'],
    ['D4', 'none', 'unmet'],
  ]);
  await putRound(stage, made, 2, [
    ['D10', 'met', 'unmet'],
    ['D4', 'none', 'none'],
  ]);
  const about = [caseId, personId, stage.services.rheinsieg];
  await put(
    `insert into cases.service_line (id, case_id, person_id, organisation_id, service_type, domain, provider_organisation_id, state, started_on, ended_on, outcome, since)
     values ($1, $2, $3, $4, 'debt-advice', 'D10', $4, 'completed', '2026-02-12', '2026-02-28', 'partly', '2026-02-10')`,
    randomUUID(),
    ...about,
  );
  for (const [rule, closed, because] of [
    ['G1', '2026-02-15', 'gone'],
    ['DU2', '2026-02-20', 'changed'],
    ['G3', null, null],
  ])
    await put(
      `insert into cases.finding (id, case_id, person_id, organisation_id, rule, subject, severity, since, found_at, closed_at, closed_because)
       values ($1, $2, $3, $4, $5, 'x', 'warn', '2026-02-11', '2026-02-11', $6, $7)`,
      randomUUID(),
      ...about,
      rule,
      closed,
      because,
    );
  await put(
    `insert into cases.phase_visit (id, case_id, person_id, organisation_id, phase, entered_on, entered_at, left_on, left_at)
     values ($1, $2, $3, $4, 'assessment', '2026-02-02', '2026-02-02', '2026-02-20', '2026-02-20')`,
    randomUUID(),
    ...about,
  );
  return made;
}

test('The figures of a case: goals with T and change, needs in both views, services, gaps, duplicates and phases', async () => {
  const { caseId, goalId } = await ended();
  const { summary, names, evaluation } = await read(caseId);
  expect(evaluation).toBeNull();
  expect(summary).toMatchObject({
    openedOn: '2026-02-02',
    goals: [{ id: goalId, domain: 'D10', weight: 1, start: -1, end: 0, counts: true, status: 'active' }],
    t: { start: 40, end: 50, change: 10 },
    needs: [
      {
        domain: 'D4',
        client: { before: { need: 'none' }, after: { need: 'none' } },
        professional: { before: { need: 'unmet' }, after: { need: 'none' } },
      },
      { domain: 'D10', client: { before: { need: 'unmet' }, after: { need: 'met' } }, professional: { after: { need: 'unmet' } } },
    ],
    converted: { client: { converted: 1, of: 1 }, professional: { converted: 1, of: 2 } },
    services: [{ serviceType: 'debt-advice', startedOn: '2026-02-12', endedOn: '2026-02-28', outcome: 'partly' }],
    found: { gaps: 2, gapsClosed: 1, duplicates: 1, duplicatesRemoved: 1 },
    phases: [
      { phase: 'assessment', days: 18, stays: 1 },
      { phase: 'evaluation', days: 10, stays: 1 },
    ],
  });
  expect(names[goalId]).toBe('Ich mache meine Post wieder selbst auf.');
  expect(names[summary.services[0]?.id ?? '']).toBe('Case Management Rhein-Sieg');
});

test('A draft is kept with gaps, asked for when whole, and approved by other eyes of the lead alone', async () => {
  const { caseId } = await ended();
  const begun = await start(caseId);
  expect(await start(caseId)).toEqual(begun);
  expect(await codeOf(ask(begun))).toBe('case-evaluation-incomplete');
  const half = await save(begun, { statement: '', satisfactionAsked: false, satisfaction: 3 });
  expect(half.gaps).toEqual(['statement-missing', 'satisfaction-not-asked']);
  expect((await read(caseId)).evaluation).toMatchObject({ state: 'draft', satisfaction: null, reflection: WHOLE.reflection });
  const whole = await save(half);
  expect(await codeOf(approve(whole))).toBe('case-evaluation-not-asked');
  const asked = await ask(whole);
  expect(await tasksOf(asked.id)).toEqual([{ kind: 'case-evaluation-approval' }]);
  expect(await codeOf(save(asked))).toBe('case-evaluation-asked');
  expect(await codeOf(cast.as('olena', (call, permit) => end.approveEvaluation(call, permit('cases.lead'), asked.id, asked.version)))).toBe(
    'not-permitted',
  );
  expect(await codeOf(approve(asked, 'rike'))).toBe('not-found');
  expect((await read(caseId, 'hanna')).mayApprove).toBe(true);
  await steps.goal(caseId, { domain: 'D4' });
  const done = await approve(asked);
  const { evaluation, summary } = await read(caseId);
  expect(evaluation).toMatchObject({ state: 'approved', approvedByName: 'Hanna Lorenz', askedByName: 'Olena Marchuk' });
  expect(summary.t.change).toBe(10);
  expect(await tasksOf(asked.id)).toEqual([]);
  expect(await stage.told(asked.id)).toEqual(['begun', 'saved', 'saved', 'asked', 'approved'].map((verb) => `cases.evaluation.${verb}`));
  expect(await constraintOf(put('update cases.evaluation set satisfaction = 10 where id = $1', done.id))).toBe('evaluation_unchanged');
});

test('The lead gives it back with a sentence; who asked does not approve, whatever her role', async () => {
  const { caseId } = await ended();
  const asked = await ask(await save(await start(caseId)));
  const back = await cast.as('hanna', (call, permit) =>
    end.returnEvaluation(call, permit('cases.lead'), asked.id, asked.version, 'Bitte die Empfehlung genauer.'),
  );
  expect(await tasksOf(asked.id)).toEqual([{ kind: 'case-evaluation-returned' }]);
  expect((await read(caseId)).evaluation).toMatchObject({ state: 'draft', returned: 'Bitte die Empfehlung genauer.', askedAt: null });
  const mine = await ask(back, 'hanna');
  expect(await codeOf(approve(mine))).toBe('case-evaluation-same-eyes');
  expect(await tasksOf(asked.id)).toEqual([{ kind: 'case-evaluation-approval' }]);
  expect((await read(caseId)).evaluation?.returned).toBeNull();
  expect(await constraintOf(put('update cases.evaluation set approved_at = now(), approved_by = asked_by where id = $1', mine.id))).toBe(
    'evaluation_check',
  );
});

test('A part goes out only under a release that lives and covers it; the database says the same', async () => {
  const made = await ended();
  const { caseId } = made;
  const disclose = (part: 'plan' | 'evaluation' | 'file-copy', releaseId: string | null, as: Staff = 'olena') =>
    cast.as(as, (call, permit) => disclosePart(call, permit('cases.care'), caseId, { part, releaseId, form: 'pdf' }));
  const wish = {
    recipientKind: 'service' as const,
    recipientName: 'Schuldnerberatung Bonn',
    directions: ['to-recipient' as const],
    classes: ['plan' as const],
    purpose: 'COORD' as const,
    untilOn: '2026-06-30',
    form: 'spoken' as const,
    language: 'de',
    givenBy: 'client' as const,
    witness: 'Benno Thiel',
  };
  const { ids } = await cast.as('olena', (call, permit) => giveCaseRelease(call, permit('cases.care'), caseId, wish));
  const [releaseId = ''] = ids;
  expect(await codeOf(disclose('evaluation', releaseId))).toBe('case-release-missing');
  expect(await codeOf(disclose('file-copy', releaseId))).toBe('case-release-missing');
  expect(await codeOf(disclose('plan', randomUUID()))).toBe('case-release-missing');
  expect(await codeOf(disclose('plan', releaseId, 'rike'))).toBe('not-found');
  await disclose('plan', releaseId);
  await disclose('evaluation', null);
  const { disclosures, releases } = await read(caseId);
  expect(
    disclosures
      .toSorted((one, other) => one.part.localeCompare(other.part))
      .map(({ part, recipient, releaseId: under }) => [part, recipient, under]),
  ).toEqual([
    ['evaluation', 'Marta Kowalczyk', null],
    ['plan', 'Schuldnerberatung Bonn', releaseId],
  ]);
  expect(releases).toMatchObject([{ id: releaseId, recipient: 'Schuldnerberatung Bonn', untilOn: '2026-06-30' }]);
  const consent = (at: string) =>
    put(
      `update consent.consent set withdrawn_at = ${at}, withdrawn_via = case when ${at} is not null then 'phone' end where kind = 'case-management' and person_id = $1`,
      made.personId,
    );
  await consent('given_at');
  expect(await codeOf(disclose('plan', releaseId))).toBe('case-consent-missing');
  const unconsented = `insert into cases.disclosure (id, case_id, person_id, organisation_id, part, recipient_sealed, release_id, form, made_at)
    select gen_random_uuid(), case_id, person_id, organisation_id, part, recipient_sealed, release_id, form, made_at from cases.disclosure where release_id = $1`;
  expect(await constraintOf(put(unconsented, releaseId))).toBe('disclosure_consented');
  await consent('null');
  const [row] = await stage.look<{ version: number }>('select version from consent.consent where id = $1', releaseId);
  await cast.as('olena', (call, permit) => withdrawCaseRelease(call, permit('cases.care'), releaseId, row?.version, 'spoken'));
  expect(await codeOf(disclose('plan', releaseId))).toBe('case-release-missing');
  const again = `insert into cases.disclosure (id, case_id, person_id, organisation_id, part, recipient_sealed, release_id, form, made_at)
    select $1, $2, $3, $4, 'plan', '\\x00', $5, 'pdf', $6`;
  const values = [made.personId, stage.services.rheinsieg, releaseId, stage.clock.now.toString()];
  expect(await constraintOf(put(again, randomUUID(), caseId, ...values))).toBe('disclosure_under_release');
  await expect(put("update cases.disclosure set part = 'plan' where case_id = $1", caseId)).rejects.toThrow();
});

test('The report is a tagged PDF/UA in both languages, and reading it is written down', async () => {
  const { caseId } = await ended();
  const whole = await save(await start(caseId));
  for (const language of ['de', 'en'] as const) {
    const file = await cast.as('olena', (call, permit) => printEvaluation(call, permit('cases.care'), whole.id, language));
    const bytes = Buffer.from(file.bytes).toString('latin1');
    expect(bytes).toMatch(/pdfuaid:part>1</);
    expect(bytes).toContain('/StructTreeRoot');
  }
  expect((await stage.told(whole.id)).filter((action) => action === 'cases.evaluation.printed')).toHaveLength(2);
});

test('A goal shows a goal of the Soziotherapie plan only where its practice released the plan to Case Management', async () => {
  const { caseId } = await stage.openCase({ phase: 'planning' });
  expect((await steps.read(caseId)).soziotherapieGoals).toEqual([]);
  expect(await codeOf(steps.goal(caseId, wholeGoal({ soziotherapieGoalId: randomUUID() })))).toBe('case-goal-not-released');
});

test('Released, its words come from the plan of Soziotherapie each time; agreed they stand; withdrawn, nothing more of the plan is read', async () => {
  const { caseId, personId } = await stage.openCase({ phase: 'planning' });
  const practice = stage.services.anderswo;
  const [goalId, planId, episodeId, releaseId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const now = stage.clock.now.toString();
  const said = (text: string) =>
    cast.as('olena', (call) =>
      call.sealer.seal(call.tx, personId, planPlace(planId), JSON.stringify({ farGoals: [{ id: goalId, text }], nearGoals: [] })),
    );
  const past = async (text: string, ...values: unknown[]) => {
    await put('begin');
    await put('set local session_replication_role = replica'); // past the signatures, which have tests of their own
    await put(text, ...values);
    await put('commit');
  };
  await past(
    `insert into soziotherapie.episode (id, person_id, organisation_id, state, opened_on, asked_by) values ($1, $2, $3, 'ACTIVE', '2026-02-02', 'client')`,
    episodeId,
    personId,
    practice,
  );
  await past(
    `insert into soziotherapie.care_plan (id, person_id, organisation_id, episode_id, prescription_id, number, state, sealed, valid_from, written_at, written_by, signed_on, offered_at, content_digest)
     values ($1, $2, $3, $4, $1, 1, 'agreed', $5, '2026-02-02', $6, $7, '2026-02-02', $6, decode(repeat('00', 32), 'hex'))`,
    planId,
    personId,
    practice,
    episodeId,
    await said('Allein Bus fahren'),
    now,
    cast.account('rike'),
  );
  const release = (direction: string, id = releaseId) =>
    put(
      `insert into consent.consent (id, person_id, kind, recipient_kind, recipient_id, recipient_sealed, classes, purpose, form, text_version, given_at, until_at, organisation_id, given_by, direction)
       values ($1, $2, 'release', 'case-manager', $3, '\\x00', '{plan}', 'COORD', 'paper', '2026-1', $4, $4::timestamptz + interval '90 days', $5, 'client', $6)`,
      id,
      personId,
      stage.services.rheinsieg,
      now,
      practice,
      direction,
    );
  const read = async () => {
    const { goals, soziotherapieGoals } = await steps.read(caseId);
    return [soziotherapieGoals.map(({ text }) => text), goals.map(({ words, owner, ownerText }) => [words.text, owner, ownerText])];
  };
  // by this one the practice is told something, and tells nothing
  await release('from-recipient', randomUUID());
  expect(await read()).toEqual([[], []]);
  await release('to-recipient');
  expect(await read()).toEqual([['Allein Bus fahren'], []]);
  const { id } = await steps.goal(caseId, wholeGoal({ soziotherapieGoalId: goalId }));
  expect((await read())[1]).toEqual([['Allein Bus fahren', 'same', null]]);
  const rewrite = async (text: string) => past('update soziotherapie.care_plan set sealed = $2 where id = $1', planId, await said(text));
  await rewrite('Allein Bus und Bahn fahren');
  expect((await read())[1]).toEqual([['Allein Bus und Bahn fahren', 'changed', null]]);
  await steps.measure(caseId, [id]);
  await steps.agree(await steps.offer(caseId));
  expect((await read())[1]).toEqual([['Allein Bus und Bahn fahren', 'same', null]]);
  await rewrite('Mit der Bahn zur Schwester');
  expect((await read())[1]).toEqual([['Allein Bus und Bahn fahren', 'changed', 'Mit der Bahn zur Schwester']]);
  const proposal = await steps.goal(caseId, wholeGoal({ soziotherapieGoalId: goalId }));
  await put(`update consent.consent set withdrawn_at = given_at + interval '1 second', withdrawn_via = 'phone' where id = $1`, releaseId);
  const { goals, soziotherapieGoals } = await steps.read(caseId);
  expect(soziotherapieGoals).toEqual([]);
  // hers by her own yes, and no word of what she only thought of
  const shown = [id, proposal.id].map((one) => goals.find((each) => each.id === one));
  expect(shown.map((one) => [one?.words.text, one?.owner, one?.ownerText])).toEqual([
    ['Allein Bus und Bahn fahren', 'closed', null],
    ['', 'closed', null],
  ]);
  expect(shown[1]?.gaps).toContain('goal-text-missing');
});
