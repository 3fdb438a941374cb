import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { refusalOf } from '#test/refused.ts';
import { putPrescription, setSoziotherapie } from '#test/soziotherapie-stage.ts';
import { draftPlan, getPlan, listPlans, offerPlan, savePlan } from './actions/care-plan.ts';
import { listGoals } from './actions/notes.ts';
import { printPlan } from './actions/plan-paper.ts';
import { dropPlan, signPlan } from './actions/signatures.ts';
import { FAR, NEAR, wholePlan } from './plan.fixture.ts';
import { type PlanStage, planSteps } from './plan-stage.fixture.ts';

const database = await freshDatabase();
let stage: PlanStage;
let steps: ReturnType<typeof planSteps>;
beforeAll(async () => {
  stage = await setSoziotherapie(database);
  steps = planSteps(stage);
});
afterAll(() => stage.close());

const read = (id: string, as: Parameters<PlanStage['cast']['as']>[0] = 'weidner') =>
  stage.cast.as(as, async (call, permit) => (await getPlan(call, permit('soziotherapie.read'), id)).answer);
describe('writing a plan', () => {
  test('a first draft is kept with its gaps, and offering names each of them', async () => {
    const of = await stage.openCase();
    const prescriptionId = await putPrescription(stage, of);
    const { id, number } = await steps.draft(of);
    expect(number).toBe(1);
    const saved = await steps.save(id, prescriptionId, wholePlan({ prognosis: '', farGoals: [] }));
    expect(saved.faults.map(({ pointer }) => pointer)).toEqual([
      '/farGoals',
      '/nearGoals/0/farGoalId',
      '/nearGoals/1/farGoalId',
      '/prognosis',
    ]);
    const no = await refusalOf(steps.offer(id));
    expect(no.code).toBe('plan-incomplete');
    expect(no.detail.errors).toHaveLength(4);
    expect((await read(id)).state).toBe('draft');
  });

  test('needs a prescription, and one version at a time is open', async () => {
    const of = await stage.openCase();
    expect((await refusalOf(steps.draft(of))).code).toBe('plan-prescription-missing');
    await putPrescription(stage, of);
    await steps.draft(of);
    const no = await refusalOf(steps.draft(of));
    expect([no.code, no.detail.facts]).toEqual(['plan-open', { number: 1 }]);
  });

  test('two who save the same draft: the second is told, and nothing is lost unseen', async () => {
    const of = await stage.openCase();
    const prescriptionId = await putPrescription(stage, of);
    const { id } = await steps.draft(of);
    const at = await steps.version(id);
    await steps.save(id, prescriptionId);
    const late = stage.cast.as('weidner', (call, permit) =>
      savePlan(call, permit('soziotherapie.care'), id, at, { validFrom: '2026-03-02', prescriptionId, content: wholePlan() }),
    );
    expect((await refusalOf(late)).code).toBe('version-old');
  });

  test('its texts lie sealed; the log holds ids and codes', async () => {
    const { planId } = await steps.offered();
    const rows = await stage.look<{ text: string }>(
      `select encode(sealed, 'escape') as text from soziotherapie.care_plan where id = $1`,
      planId,
    );
    expect(rows[0]?.text).not.toContain('Depotspritze');
    expect(await stage.told(planId)).toEqual([
      'soziotherapie.plan.drafted',
      'soziotherapie.plan.read',
      'soziotherapie.plan.saved',
      'soziotherapie.plan.read',
      'soziotherapie.plan.offered',
    ]);
    const events = await stage.look<{ data: unknown }>('select data from platform.event where object_id = $1', planId);
    expect(JSON.stringify(events)).not.toContain('Klinik');
  });
});

describe('signing', () => {
  test('three agree, in any order, on paper and on the screen; signed on is the latest of the three (R6)', async () => {
    const { planId } = await steps.offered();
    await steps.sign(planId, 'provider', { signedOn: '2026-03-02' });
    stage.clock.now = stage.clock.now.add({ hours: 48 });
    expect((await steps.sign(planId, 'prescriber', { signedOn: '2026-03-04' }, 'buero')).state).toBe('offered');
    stage.clock.now = stage.clock.now.add({ hours: 24 });
    const last = await steps.sign(planId, 'client', { byGuardian: true, signedOn: '2026-03-03' });
    expect(last).toMatchObject({ state: 'agreed', signedOn: '2026-03-04' });
    expect((await read(planId)).signatures.map(({ party, how, byGuardian }) => [party, how, byGuardian])).toEqual([
      ['provider', 'screen', false],
      ['prescriber', 'paper', false],
      ['client', 'screen', true],
    ]);
    stage.clock.now = stage.clock.now.subtract({ hours: 72 });
  });

  test('each side once; a no of the client keeps the plan from being agreed and a new version is written', async () => {
    const { planId, ...of } = await steps.offered();
    await steps.sign(planId, 'client', { how: 'refused' });
    expect((await refusalOf(steps.sign(planId, 'client'))).code).toBe('plan-signed-already');
    await steps.sign(planId, 'provider');
    expect((await steps.sign(planId, 'prescriber')).state).toBe('offered');
    const at = await steps.version(planId);
    await stage.cast.as('weidner', (call, permit) => dropPlan(call, permit('soziotherapie.care'), planId, at));
    expect((await steps.draft(of)).number).toBe(2);
    expect((await read(planId)).state).toBe('dropped');
  });

  test.each([
    ['a draft', async () => (await steps.draft(await prescribedCase())).id, {}, 'plan-not-offered'],
    ['tomorrow', async () => (await steps.offered()).planId, { signedOn: '2026-03-03' }, 'plan-date-impossible'],
    ['before it was there', async () => (await steps.offered()).planId, { signedOn: '2026-03-01' }, 'plan-date-impossible'],
    [
      'a refusal by the prescriber here',
      async () => (await steps.offered()).planId,
      { party: 'prescriber', how: 'refused' },
      'plan-only-client-refuses',
    ],
    ['the screen without a line', async () => (await steps.offered()).planId, { strokes: undefined }, 'plan-strokes-missing'],
  ] as const)('is refused: %s', async (_what, make, more, code) => {
    expect((await refusalOf(steps.sign(await make(), 'client', more as object))).code).toBe(code);
  });

  test('the new version takes the place of the former once all three signed; goals keep their ids, differences are told', async () => {
    const { planId, prescriptionId, ...of } = await steps.agreed();
    const { id, number } = await steps.draft(of);
    expect(number).toBe(2);
    const [first] = wholePlan().nearGoals;
    await steps.save(id, prescriptionId, wholePlan({ nearGoals: first ? [{ ...first, text: 'Ich hole die Spritze jeden Monat.' }] : [] }));
    await steps.offer(id);
    expect((await read(planId)).state).toBe('agreed');
    for (const party of ['client', 'provider', 'prescriber'] as const) await steps.sign(id, party);
    const now = await read(id);
    expect(now).toMatchObject({ state: 'agreed', formerNumber: 1 });
    expect(now.difference?.goals.map((goal) => [goal.id === NEAR, goal.change])).toEqual([
      [true, 'changed'],
      [false, 'went'],
    ]);
    const former = await read(planId);
    expect(former.state).toBe('replaced');
    expect(former.content.farGoals[0]?.id).toBe(FAR);
    expect(former.content.nearGoals).toHaveLength(2);
    const at = await steps.version(id);
    const drop = stage.cast.as('weidner', (call, permit) => dropPlan(call, permit('soziotherapie.care'), id, at));
    expect((await refusalOf(drop)).code).toBe('plan-in-force');
  });

  test('an offered plan no longer changes', async () => {
    const { planId, prescriptionId } = await steps.offered();
    expect((await refusalOf(steps.save(planId, prescriptionId))).code).toBe('plan-not-draft');
    expect((await refusalOf(steps.offer(planId))).code).toBe('plan-not-draft');
  });

  test('GAF of an offered plan stands in the history, sealed', async () => {
    const { planId } = await steps.offered();
    const rows = await stage.look<{ rated_by: string; source_kind: string }>(
      'select rated_by, source_kind from soziotherapie.gaf_rating where source_id = $1',
      planId,
    );
    expect(rows).toEqual([{ rated_by: 'soziotherapist', source_kind: 'muster-27' }]);
  });

  test('a closed case takes neither draft nor signature', async () => {
    const { planId, ...of } = await steps.offered();
    await stage.look(
      `update soziotherapie.episode set state = 'CLOSED', closed_on = '2026-03-02', close_reason = 'MOVED' where id = $1`,
      of.episodeId,
    );
    expect((await refusalOf(steps.sign(planId, 'client'))).code).toBe('plan-case-closed');
    expect((await refusalOf(steps.draft(of))).code).toBe('plan-case-closed');
  });
});

const prescribedCase = async () => {
  const of = await stage.openCase();
  await putPrescription(stage, of);
  return of;
};

describe('where the rule is taken away, the database refuses', () => {
  const violates = async (text: string, ...values: unknown[]) => {
    const fault: { constraint?: string } = await stage.admin.query(text, values).then(
      () => ({}),
      (thrown: { constraint?: string }) => thrown,
    );
    return fault.constraint;
  };
  test('changing what was offered, agreed or replaced', async () => {
    const { planId } = await steps.offered();
    const change = [`sealed = '\\x00'`, `valid_from = '2026-04-01'`, 'planned_units = 1', `content_digest = sha256('x')`, 'number = 9'];
    for (const part of change)
      expect(await violates(`update soziotherapie.care_plan set ${part} where id = $1`, planId), part).toBe('care_plan_unchanged');
    for (const party of ['client', 'provider', 'prescriber'] as const) await steps.sign(planId, party);
    for (const part of change)
      expect(await violates(`update soziotherapie.care_plan set ${part} where id = $1`, planId), part).toBe('care_plan_unchanged');
    expect(await violates(`update soziotherapie.care_plan set signed_on = '2026-03-09' where id = $1`, planId)).toBe('care_plan_three');
    expect(await violates(`update soziotherapie.care_plan set state = 'draft', signed_on = null where id = $1`, planId)).toBe(
      'care_plan_course',
    );
  });
  test('agreeing with fewer than three, or with a no', async () => {
    const { planId } = await steps.offered();
    const agree = `update soziotherapie.care_plan set state = 'agreed', signed_on = '2026-03-02' where id = $1`;
    expect(await violates(agree, planId)).toBe('care_plan_three');
    await steps.sign(planId, 'client', { how: 'refused' });
    await steps.sign(planId, 'provider');
    await steps.sign(planId, 'prescriber');
    expect(await violates(agree, planId)).toBe('care_plan_three');
  });
  test('signing something else than what was offered, a draft, or twice', async () => {
    const { planId, personId } = await steps.offered();
    const sign = (digest: string, party: string, id = planId) =>
      violates(
        `insert into soziotherapie.plan_signature (id, care_plan_id, person_id, organisation_id, party, how, signed_on, content_digest, recorded_at)
         values (gen_random_uuid(), $1, $2, $3, $4, 'paper', '2026-03-02', ${digest}, now())`,
        id,
        personId,
        stage.practices.musterweg,
        party,
      );
    const right = `(select content_digest from soziotherapie.care_plan where id = $1)`;
    expect(await sign(`sha256('other')`, 'client')).toBe('plan_signature_fits');
    await steps.sign(planId, 'client');
    expect(await sign(right, 'client')).toBe('plan_signature_care_plan_id_party_key');
    const of = await prescribedCase();
    const { id } = await steps.draft(of);
    expect(await sign(`sha256('x')`, 'client', id)).toBe('plan_signature_fits');
  });
  test('a second open version, and one that begins signed', async () => {
    const { episodeId, planId } = await steps.offered();
    const copy = (state: string) =>
      violates(
        `insert into soziotherapie.care_plan (id, person_id, organisation_id, episode_id, prescription_id, number, state, sealed, valid_from, written_at, written_by)
         select gen_random_uuid(), person_id, organisation_id, episode_id, prescription_id, 7, '${state}', sealed, valid_from, now(), written_by
         from soziotherapie.care_plan where id = $1`,
        planId,
      );
    expect(await copy('draft')).toBe('care_plan_one_open');
    expect(await copy('offered')).toBe('care_plan_course');
    expect(episodeId).toBeTruthy();
  });
});

describe('who may', () => {
  test('the office reads plans, records signatures on paper, and writes none', async () => {
    const { planId, episodeId } = await steps.offered();
    expect((await read(planId, 'buero')).content.farGoals).toHaveLength(1);
    const other = await steps.draft(await prescribedCase());
    expect((await read(other.id, 'buero')).faults.length).toBeGreaterThan(5);
    const list = await stage.cast.as('buero', (call, permit) => listPlans(call, permit('soziotherapie.read'), episodeId));
    expect(list).toMatchObject({ mayWrite: false, clientName: 'Almut Reetz', prescriber: { name: 'Dr. Frauke Distelkamp' } });
    expect((await steps.sign(planId, 'client', { how: 'paper' }, 'buero')).state).toBe('offered');
    expect((await refusalOf(steps.sign(planId, 'provider', {}, 'buero'))).code).toBe('plan-not-yours');
    const draft = stage.cast.as('buero', (call, permit) => draftPlan(call, permit('soziotherapie.care'), episodeId));
    expect((await refusalOf(draft)).code).toBe('not-permitted');
  });
  test('a deputy has the goals for her visit, not the plan, and changes nothing; the database says so too', async () => {
    const { planId, personId, ...of } = await steps.agreed();
    await deputise(personId, of.episodeId);
    expect((await refusalOf(read(planId, 'brueck'))).code).toBe('not-found');
    const goalsFor = (who: 'weidner' | 'brueck') =>
      stage.cast.as(who, (call, permit) => listGoals(call, permit('soziotherapie.read'), of.episodeId));
    expect((await goalsFor('brueck')).goals).toEqual((await goalsFor('weidner')).goals);
    expect((await goalsFor('brueck')).goals.map(({ kind }) => kind)).toContain('near');
    expect((await refusalOf(steps.draft({ personId, ...of }, 'brueck'))).code).toBe('plan-not-yours');
    expect((await refusalOf(steps.sign(planId, 'provider', {}, 'brueck'))).code).toBe('not-found'); // what is signed is read before
    const fault = await stage.cast
      .as('brueck', ({ tx }) =>
        tx
          .insertInto('soziotherapie.care_plan')
          .columns([
            'id',
            'person_id',
            'organisation_id',
            'episode_id',
            'prescription_id',
            'number',
            'state',
            'sealed',
            'valid_from',
            'written_at',
            'written_by',
          ])
          .expression((eb) =>
            eb
              .selectFrom('soziotherapie.care_plan')
              .select(({ val }) => [
                val(crypto.randomUUID()).as('id'),
                'person_id',
                'organisation_id',
                'episode_id',
                'prescription_id',
                val(8).as('number'),
                val('draft').as('state'),
                'sealed',
                'valid_from',
                'written_at',
                'written_by',
              ])
              .where('id', '=', planId),
          )
          .execute(),
      )
      .then(
        () => undefined,
        (thrown: { code?: string }) => thrown.code,
      );
    expect(fault).toBe('42501');
  });
  test('the lead writes too; somebody of the same practice without the case and another practice see nothing', async () => {
    const { planId, prescriptionId, ...of } = await steps.agreed();
    const { id } = await steps.draft(of, 'leitung');
    expect((await steps.save(id, prescriptionId, wholePlan(), 'leitung')).faults).toEqual([]);
    for (const name of ['brueck', 'fremd', 'fremdbuero'] as const) {
      expect((await refusalOf(read(planId, name))).code, name).toBe('not-found');
      const list = stage.cast.as(name, (call, permit) => listPlans(call, permit('soziotherapie.read'), of.episodeId));
      expect((await refusalOf(list)).code, name).toBe('not-found');
      const sign = stage.cast.as(name, (call, permit) =>
        signPlan(call, permit('soziotherapie.read'), planId, 1, {
          party: 'client',
          how: 'paper',
          byGuardian: false,
          signedOn: '2026-03-02',
          fileId: null,
        }),
      );
      expect((await refusalOf(sign)).code, name).toBe('not-found');
    }
    const offer = stage.cast.as('fremd', (call, permit) => offerPlan(call, permit('soziotherapie.care'), id, 1));
    expect((await refusalOf(offer)).code).toBe('not-found');
  });
});

async function deputise(personId: string, episodeId: string): Promise<void> {
  await stage.admin.query(
    `insert into access.care_relation (id, person_id, kind, practitioner_id, organisation_id, cause_kind, cause_id, from_at)
     values (gen_random_uuid(), $1, 'substitute', $2, $3, 'episode', $4, '2015-01-01T00:00:00Z')`,
    [personId, stage.helpers.brueck, stage.practices.musterweg, episodeId],
  );
}

test('the plan on paper is PDF/UA in both languages', async () => {
  const { planId } = await steps.agreed();
  for (const language of ['de', 'en'] as const) {
    const file = await stage.cast.as('weidner', (call, permit) => printPlan(call, permit('soziotherapie.read'), planId, language));
    const text = Buffer.from(file.bytes).toString('latin1');
    expect(text.startsWith('%PDF-1.7')).toBe(true);
    expect(text).toContain('pdfuaid:part');
  }
});
