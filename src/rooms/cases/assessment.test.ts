import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendOrganisation } from '#rooms/directory/actions/coordinate.ts';
import { setCases } from '#test/cases-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { readAssessment } from './actions/assessment.ts';
import { addDomain, beginRound, completeAssessment, rateDomain } from './actions/assessment-rounds.ts';
import * as things from './actions/assessment-things.ts';
import { refreshFindings } from './actions/findings.ts';
import { readOwnView, recordOwnView } from './actions/own-view.ts';
import { alter, BLANK, BOTH, EMPTY, mapSteps, portalAccount } from './assessment.fixture.ts';
import type { RatingFields } from './contract/assessment.ts';

let stage: Awaited<ReturnType<typeof setCases>>;
beforeAll(async () => {
  stage = await setCases(await freshDatabase());
});
afterAll(() => stage.close());

type Who = 'olena' | 'benno' | 'hanna' | 'rike' | 'jana';

const { draw, save, readMaps } = mapSteps(() => stage);
const read = (caseId: string, who: Who = 'olena') =>
  stage.cast.as(who, (call, permit) => readAssessment(call, permit('cases.care'), caseId));
const begin = (caseId: string, kind: 'assessment' | 'reassessment' | 'evaluation' = 'assessment', trigger: 'crisis' | null = null) =>
  stage.cast.as('olena', (call, permit) => beginRound(call, permit('cases.care'), caseId, { kind, trigger }));
const rate = (id: string, version: number, fields: RatingFields, who: Who = 'olena') =>
  stage.cast.as(who, (call, permit) => rateDomain(call, permit('cases.care'), id, version, fields));
const paper = (caseId: string, kind: 'risk-check' | 'client-saw-assessment' | 'network-map-declined', on = '2026-03-02') =>
  stage.cast.as('olena', (call, permit) => things.recordPaper(call, permit('cases.care'), caseId, { kind, on, form: 'spoken', note: '' }));
const complete = (id: string, version = 1) =>
  stage.cast.as('olena', (call, permit) => completeAssessment(call, permit('cases.care'), id, version));

/** Puts a case into a phase past everything, guards of the database included: what leads there is not the matter here. */
async function put(caseId: string, phase: string) {
  await stage.admin.query('set session_replication_role = replica');
  await stage.admin.query('update cases.case set phase = $1 where id = $2', [phase, caseId]);
  await stage.admin.query('set session_replication_role = origin');
}

async function latest(caseId: string) {
  const round = (await read(caseId)).rounds.at(-1);
  if (!round) throw new Error('no round');
  const rating = (domain: string) => {
    const found = round.ratings.find((each) => each.domain === domain);
    if (!found) throw new Error(`no ${domain}`);
    return found;
  };
  return { round, rating };
}
async function rateAll(caseId: string, fields: RatingFields = BOTH) {
  for (const { id, version } of (await latest(caseId)).round.ratings) await rate(id, version, fields);
}
/** A whole first assessment, completed. */
async function assessed() {
  const opened = await stage.openCase();
  const { id } = await begin(opened.caseId);
  await rateAll(opened.caseId);
  await stage.cast.as('olena', (call, permit) =>
    things.addResource(call, permit('cases.care'), opened.caseId, {
      domain: 'D7',
      kind: 'informal',
      text: 'Die Schwester kommt jeden Sonntag',
    }),
  );
  for (const kind of ['risk-check', 'client-saw-assessment', 'network-map-declined'] as const) await paper(opened.caseId, kind);
  return { ...opened, roundId: id };
}

describe('an assessment', () => {
  it('begins with all domains of the area, is completed when nothing is missing, and then stays as it was', async () => {
    const { caseId, roundId } = await assessed();
    const { round, rating } = await latest(caseId);
    expect(round.ratings.map(({ domain }) => domain)).toEqual(['D1', 'D2', 'D3', 'D4', 'D5', 'D6', 'D7', 'D8', 'D9', 'D10']);
    await complete(roundId);
    const d4 = rating('D4');
    const late = await stage.cast.refusal('olena', (call, permit) => rateDomain(call, permit('cases.care'), d4.id, d4.version, BLANK));
    expect(late.code).toBe('assessment-completed');
    const past = stage.admin.query('update cases.domain_rating set prof_severity = 0 where id = $1', [d4.id]);
    await expect(past).rejects.toMatchObject({ constraint: 'completed_stays' });
    expect(await stage.told(roundId)).toEqual([
      'cases.assessment.begun',
      ...Array.from({ length: 10 }, () => 'cases.assessment.rated'),
      'cases.assessment.completed',
    ]);
  });

  it('names what is missing instead of completing, domain by domain and paper by paper', async () => {
    const { caseId } = await stage.openCase();
    const { id } = await begin(caseId);
    await rateAll(caseId);
    const { rating } = await latest(caseId);
    await rate(rating('D3').id, 2, { ...BOTH, client: BLANK.client });
    const refused = await stage.cast.refusal('olena', (call, permit) => completeAssessment(call, permit('cases.care'), id, 1));
    expect([refused.code, refused.detail.facts]).toEqual([
      'assessment-incomplete',
      {
        missing: [
          { code: 'domain', domain: 'D3', gap: 'client-missing' },
          { code: 'resources' },
          { code: 'network-map' },
          { code: 'risk-check' },
          { code: 'client-saw' },
        ],
      },
    ]);
    expect((await read(caseId)).missing).toEqual(refused.detail.facts?.missing);
  });

  it('never fills her view from the professional one, and keeps them apart: a reason or a view, not both', async () => {
    const { caseId } = await stage.openCase();
    await begin(caseId);
    const { id } = (await latest(caseId)).rating('D1');
    await rate(id, 1, { ...BLANK, professional: { severity: 4, need: 'unmet', note: 'sieht es anders' } });
    const after = (await latest(caseId)).rating('D1');
    expect([after.client.severity, after.client.need, after.clientRatedOn, after.professionalRatedOn]).toEqual([
      null,
      null,
      null,
      '2026-03-02',
    ]);
    const refusal = (fields: RatingFields) =>
      stage.cast.refusal('olena', (call, permit) => rateDomain(call, permit('cases.care'), id, 2, fields)).then(({ code }) => code);
    expect([
      await refusal({ ...BOTH, client: { ...BOTH.client, missing: 'acute' } }),
      await refusal({ ...BOTH, notDiscussed: 'later' }),
      await refusal({ ...BOTH, notNow: { reason: 'client-wish', on: '2026-03-03', note: '' } }),
    ]).toEqual(['client-view-and-reason', 'not-discussed-but-rated', 'not-now-needs-day']);
  });

  it('meets a second writer with 412, and takes D11 up where the area does not ask it', async () => {
    const { caseId } = await stage.openCase();
    const { id: roundId } = await begin(caseId);
    const { id } = (await latest(caseId)).rating('D2');
    await rate(id, 1, BOTH);
    const old = await stage.cast.refusal('olena', (call, permit) => rateDomain(call, permit('cases.care'), id, 1, BLANK));
    expect([old.code, old.detail.current]).toEqual(['version-old', 2]);
    const add = (domain: string) => stage.cast.as('olena', (call, permit) => addDomain(call, permit('cases.care'), roundId, domain));
    const first = await add('D11');
    expect(await add('D11')).toEqual(first);
    expect((await read(caseId)).missing).toContainEqual({ code: 'domain', domain: 'D11', gap: 'not-rated' });
    const unknown = await stage.cast.refusal('olena', (call, permit) => addDomain(call, permit('cases.care'), roundId, 'D12'));
    expect(unknown.code).toBe('domain-not-asked');
  });

  it('is asked again with its trigger; what did not change is carried over, and the round of the evaluation looks anew', async () => {
    const { caseId, roundId } = await assessed();
    const wish = { ...BOTH, client: { ...BOTH.client, wish: 'Ich will meine Wohnung behalten' }, priority: true };
    const d4 = (await latest(caseId)).rating('D4');
    await rate(d4.id, d4.version, wish);
    const early = await stage.cast.refusal('olena', (call, permit) =>
      beginRound(call, permit('cases.care'), caseId, { kind: 'assessment', trigger: null }),
    );
    expect(early.code).toBe('assessment-round-open');
    await complete(roundId);
    await put(caseId, 'reassessment');
    const silent = await stage.cast.refusal('olena', (call, permit) =>
      beginRound(call, permit('cases.care'), caseId, { kind: 'reassessment', trigger: null }),
    );
    expect(silent.code).toBe('assessment-trigger-missing');
    const second = await begin(caseId, 'reassessment', 'crisis');
    const carried = (await latest(caseId)).rating('D4');
    expect([carried.carried, carried.client.wish, carried.client.severity, carried.priority]).toEqual([true, wish.client.wish, 2, true]);
    await rate(carried.id, 1, { ...wish, professional: { severity: 1, need: 'met', note: '' } });
    expect((await latest(caseId)).rating('D4').carried).toBe(false);
    await complete(second.id);
    await put(caseId, 'evaluation');
    await begin(caseId, 'evaluation');
    const last = (await latest(caseId)).rating('D4');
    expect([last.carried, last.client.severity, last.priority]).toEqual([false, null, true]);
    expect((await read(caseId)).rounds.map(({ kind }) => kind)).toEqual(['assessment', 'reassessment', 'evaluation']);
    const wrong = await stage.openCase({ phase: 'monitoring' });
    const [never, not] = [
      await stage.cast.refusal('olena', (call, permit) =>
        beginRound(call, permit('cases.care'), wrong.caseId, { kind: 'reassessment', trigger: 'crisis' }),
      ),
      await stage.cast.refusal('olena', (call, permit) =>
        beginRound(call, permit('cases.care'), wrong.caseId, { kind: 'assessment', trigger: null }),
      ),
    ];
    expect([never.code, not.code]).toEqual(['assessment-first', 'assessment-not-now']);
  });

  it('keeps scores by name, version and number, checks ranges it knows, and can take a mistake back', async () => {
    const { caseId } = await stage.openCase();
    const add = (instrument: string, score: number, ratedOn = '2026-02-27') =>
      stage.cast.as('olena', (call, permit) =>
        things.addInstrument(call, permit('cases.care'), caseId, {
          instrument,
          instrumentVersion: '',
          score,
          ratedOn,
          rater: 'professional',
          partnerId: null,
        }),
      );
    const { id } = await add('gaf', 45);
    await add('WHODAS 2.0', 31.25, '2026-03-01');
    await expect(add('HoNOS-D', 49)).rejects.toMatchObject({ code: 'instrument-score', detail: { facts: { min: 0, max: 48 } } });
    await expect(add('GAF', 45, '2026-03-03')).rejects.toMatchObject({ code: 'assessment-day-ahead' });
    const past = stage.admin.query('update cases.instrument_result set score = 101 where id = $1', [id]);
    await expect(past).rejects.toMatchObject({ constraint: 'score_in_range' });
    await stage.cast.as('olena', (call, permit) => things.withdrawInstrument(call, permit('cases.care'), id, 1));
    expect((await read(caseId)).instruments.map(({ instrument, score, withdrawn }) => [instrument, score, withdrawn])).toEqual([
      ['WHODAS 2.0', 31.25, false],
      ['GAF', 45, true],
    ]);
  });

  it('knows which partner rated, so that the same instrument by two of them is found', async () => {
    const { caseId } = await stage.openCase({ phase: 'monitoring' });
    const add = (partnerId: string | null, ratedOn: string, rater: 'partner' | 'client' = 'partner') =>
      stage.cast.as('olena', (call, permit) =>
        things.addInstrument(call, permit('cases.care'), caseId, {
          instrument: 'HoNOS-D',
          instrumentVersion: '',
          score: 12,
          ratedOn,
          rater,
          partnerId,
        }),
      );
    for (const partnerId of [null, stage.services.rheinsieg])
      await expect(add(partnerId, '2026-03-01')).rejects.toMatchObject({
        code: 'instrument-partner',
        detail: { errors: [{ pointer: '/partnerId' }] },
      });
    await expect(add(randomUUID(), '2026-03-01')).rejects.toMatchObject({ code: 'provider-unknown' });
    const fields = { name: 'Klinik am Rhein', kind: 'clinic' as const, phone: '0228 555 701', email: null, website: null };
    const clinic = await stage.cast.as('marit', (call, permit) => appendOrganisation(call, permit('directory.coordinate'), fields));
    await add(clinic.id, '2026-02-10', 'client'); // who is not a partner has none
    await add(clinic.id, '2026-02-20');
    await add(stage.services.anderswo, '2026-03-01');
    expect((await read(caseId)).instruments.map(({ rater, partner }) => [rater, partner])).toEqual([
      ['partner', 'Fallbüro Anderswo'],
      ['partner', 'Klinik am Rhein'],
      ['client', null],
    ]);
    await stage.cast.as('olena', (call) => refreshFindings(call, [caseId]));
    const { rows } = await stage.admin.query("select since from cases.finding where case_id = $1 and rule = 'DU3'", [caseId]);
    expect(rows).toHaveLength(1);
  });

  it('keeps resources with the day on which they ended, and papers until they are taken back', async () => {
    const { caseId } = await stage.openCase();
    const { id } = await stage.cast.as('olena', (call, permit) =>
      things.addResource(call, permit('cases.care'), caseId, { domain: 'D10', kind: 'formal', text: 'Schuldnerberatung' }),
    );
    await stage.cast.as('olena', (call, permit) =>
      things.changeResource(call, permit('cases.care'), id, 1, { domain: 'D10', kind: 'formal', text: 'Schuldnerberatung Nord' }),
    );
    await stage.cast.as('olena', (call, permit) => things.removeResource(call, permit('cases.care'), id, 2));
    const declined = await paper(caseId, 'network-map-declined');
    const before = await read(caseId);
    expect(before.resources.map(({ text, removedOn }) => [text, removedOn])).toEqual([['Schuldnerberatung Nord', '2026-03-02']]);
    expect([before.networkMap, before.artefacts.map(({ kind }) => kind)]).toEqual(['declined', ['network-map-declined']]);
    await stage.cast.as('olena', (call, permit) => things.withdrawPaper(call, permit('cases.care'), declined.id));
    expect((await read(caseId)).networkMap).toBeNull();
  });
});

describe('a case that is over', () => {
  it('takes no rating, no resource and no map any more, and stays readable', async () => {
    const { caseId } = await stage.openCase();
    await begin(caseId);
    const [{ id }, map] = [(await latest(caseId)).rating('D1'), await draw(caseId)];
    await stage.admin.query('set session_replication_role = replica');
    await stage.admin.query("update cases.case set phase = 'not_opened', closed_on = '2026-03-02' where id = $1", [caseId]);
    await stage.admin.query('set session_replication_role = origin');
    const refused = [
      rate(id, 1, BOTH),
      paper(caseId, 'risk-check'),
      draw(caseId),
      save(map.id, 1, EMPTY),
      stage.cast.as('olena', (call, permit) =>
        things.addResource(call, permit('cases.care'), caseId, { domain: 'D1', kind: 'personal', text: 'x' }),
      ),
    ];
    for (const each of await Promise.allSettled(refused)) expect(each).toMatchObject({ reason: { code: 'assessment-not-now' } });
    expect((await read(caseId)).mayBegin).toEqual([]);
    expect((await readMaps(caseId)).mayDraw).toBe(false);
  });
});

describe('who may, and what is seen', () => {
  it('is read by the case manager and the lead of the service, logged, and by nobody else', async () => {
    const { caseId, personId } = await stage.openCase();
    await begin(caseId);
    await read(caseId, 'hanna');
    for (const who of ['benno', 'rike'] as const) await expect(read(caseId, who)).rejects.toMatchObject({ code: 'not-found' });
    await expect(read(caseId, 'jana')).rejects.toMatchObject({ code: 'not-permitted' });
    const { id } = (await latest(caseId)).rating('D1');
    await expect(rate(id, 1, BOTH, 'rike')).rejects.toMatchObject({ code: 'not-found' });
    const reads = await stage.look(
      "select 1 from platform.event where person_id = $1 and action = 'cases.assessment.read' and kind = 'R'",
      personId,
    );
    expect(reads).toHaveLength(2);
  });

  it('writes no text that a person said in plain into the tables or the log', async () => {
    const { caseId, personId } = await stage.openCase();
    await begin(caseId);
    const { id } = (await latest(caseId)).rating('D10');
    const said = 'Zwetschgenkuchen';
    const text = (more: string) => `${said} ${more}`;
    await rate(id, 1, {
      ...BOTH,
      client: { ...BOTH.client, wish: text('Wunsch') },
      professional: { ...BOTH.professional, note: text('Notiz') },
      sentence: text('Satz'),
      notNow: { reason: 'other', on: '2026-03-01', note: text('Grund') },
    });
    await stage.cast.as('olena', (call, permit) =>
      things.addResource(call, permit('cases.care'), caseId, { domain: 'D1', kind: 'personal', text: said }),
    );
    await stage.cast.as('olena', (call, permit) =>
      things.recordPaper(call, permit('cases.care'), caseId, { kind: 'risk-check', on: '2026-03-02', form: 'spoken', note: said }),
    );
    const drawn = await draw(caseId);
    await save(drawn.id, 1, { ...EMPTY, alters: [alter('professional', said)] });
    for (const table of ['domain_rating', 'resource', 'artefact', 'network_node']) {
      const rows = await stage.look<{ row: string }>(
        `select to_jsonb(t)::text || coalesce(encode(decode('', 'hex'), 'escape'), '') as row from cases.${table} t where person_id = $1`,
        personId,
      );
      expect(rows.length).toBeGreaterThan(0);
      const plain = Buffer.from(said).toString('hex');
      expect(rows.some(({ row }) => row.includes(said) || row.includes(plain))).toBe(false);
    }
    const log = await stage.look<{ data: string }>('select data::text as data from platform.event where person_id = $1', personId);
    expect(log.some(({ data }) => data.includes(said))).toBe(false);
    const again = (await latest(caseId)).rating('D10');
    expect([again.client.wish, again.professional.note, again.sentence, again.notNow?.note]).toEqual(
      ['Wunsch', 'Notiz', 'Satz', 'Grund'].map(text),
    );
  });
});

describe("the client's own view by her own access", () => {
  const portal = (personId: string, kind?: 'self' | 'guardian') => portalAccount(stage, personId, kind);

  it('is kept by herself, shows nothing of the professional one, and takes the place of a reason for its absence', async () => {
    const { caseId, personId } = await stage.openCase();
    await begin(caseId);
    const { id } = (await latest(caseId)).rating('D4');
    await rate(id, 1, {
      ...BLANK,
      client: { ...BLANK.client, missing: 'not-reached' },
      professional: { severity: 4, need: 'unmet', note: 'geheim' },
    });
    const her = await portal(personId);
    const view = { severity: 1, need: 'met', wish: 'Ich bleibe, wo ich bin' } as const;
    await stage.cast.as(her, (call) => recordOwnView(call, caseId, 'D4', view, 'portal'));
    const own = await stage.cast.as(her, (call) => readOwnView(call, caseId));
    expect([own.open, own.domains.length, own.domains.find(({ domain }) => domain === 'D4')]).toEqual([
      true,
      10,
      { domain: 'D4', de: 'Wohnen und Haushalt', en: 'Housing and household', ...view, ratedOn: '2026-03-02' },
    ]);
    expect(JSON.stringify(own)).not.toContain('geheim');
    const seen = (await latest(caseId)).rating('D4');
    expect([seen.client, seen.professional.severity, seen.version]).toEqual([
      { ...view, missing: null, missingNote: '', source: 'portal' },
      4,
      3,
    ]);
    await rate(id, 3, { ...seen, professional: { severity: 3, need: 'unmet', note: '' } });
    expect((await latest(caseId)).rating('D4').client.source).toBe('portal');
    expect(await stage.told(id)).toEqual(['cases.own-view.kept']);
  });

  it('is closed to strangers, relatives without the right, another kind of speaker, and outside of an open round', async () => {
    const { caseId, personId, roundId } = await assessed();
    const other = await stage.openCase();
    const [her, stranger] = [await portal(personId), await portal(other.personId)];
    const keep = (who: never, source: 'portal' | 'guardian' = 'portal', domain = 'D4') =>
      stage.cast
        .refusal(who, (call) => recordOwnView(call, caseId, domain, { severity: 0, need: 'none', wish: '' }, source))
        .then(({ code }) => code);
    expect(await keep(stranger)).toBe('own-view-not-open');
    expect(await stage.cast.as(stranger, (call) => readOwnView(call, caseId))).toEqual({ open: false, domains: [] });
    expect(await keep(her, 'guardian')).toBe('own-view-not-open');
    expect(await keep(her, 'portal', 'D11')).toBe('domain-not-asked');
    await expect(stage.cast.as(her, (call, permit) => readAssessment(call, permit('cases.care'), caseId))).rejects.toMatchObject({
      code: 'not-permitted',
    });
    const bare = await stage.cast.as(her, (call) => call.tx.selectFrom('cases.domain_rating').selectAll().execute());
    expect(bare).toEqual([]);
    await complete(roundId);
    expect(await keep(her)).toBe('own-view-not-open');
    expect((await stage.cast.as(her, (call) => readOwnView(call, caseId))).open).toBe(false);
  });
});
