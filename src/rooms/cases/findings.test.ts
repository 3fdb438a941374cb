import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { dayInBerlin } from '#kernel/time.ts';
import { type OpenedCase, setCases } from '#test/cases-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { areaOf } from './actions/areas.ts';
import { findingsOf, lookAtFindings, refreshFindings, snoozeFinding } from './actions/findings.ts';
import { changeStay, holdReview, recordContact, recordEntry, recordStay } from './actions/monitoring.ts';
import { readMonitoring } from './actions/monitoring-view.ts';
import { CHANGES, dice, type Ground } from './findings.fixture.ts';
import { findingsOn } from './rules/findings.ts';
import { beginFindings } from './store/findings.ts';

const DEPTH = Number(process.env.GELEIT_DEPTH ?? 1);
const stage = await setCases(await freshDatabase());
const { cast, openCase, services, clock, admin, world, look } = stage;
afterAll(() => stage.close());

const contact = {
  kind: 'phone',
  withWhom: 'client',
  minutes: 10,
  reached: true,
  summary: 'Sie kommt am Dienstag.',
  nextStep: '',
  nextOn: null,
  lineId: null,
  amendsId: null,
} as const;
const asOlena = <Result>(work: (call: Parameters<Parameters<typeof cast.as<Result>>[1]>[0], care: never) => Promise<Result>) =>
  cast.as('olena', (call, permit) => work(call, permit('cases.care') as never));
const say = (of: OpenedCase, more: Partial<Parameters<typeof recordContact>[3]> = {}) =>
  asOlena((call, care) => recordContact(call, care, of.caseId, { ...contact, ...more }));
const standing = async ({ caseId }: OpenedCase) =>
  (await look<{ rule: string }>('select rule from cases.finding where case_id = $1 and closed_at is null order by rule', caseId)).map(
    ({ rule }) => rule,
  );

describe('a change and its findings', () => {
  test('a reached contact ends the overdue one with the same commit, and its correction brings it back', async () => {
    const marta = await openCase({ phase: 'monitoring', openedOn: '2026-01-05' });
    await asOlena((call) => refreshFindings(call, [marta.caseId]));
    expect(await standing(marta)).toEqual(['OC']);
    const { id } = await say(marta);
    expect(await standing(marta)).toEqual([]);
    const [gone] = await look('select closed_because, since from cases.finding where case_id = $1', marta.caseId);
    expect(gone).toMatchObject({ closed_because: 'gone' });
    await say(marta, { amendsId: id, reached: false, summary: '' });
    expect(await standing(marta)).toEqual(['OC']);
    const view = await asOlena((call, care) => readMonitoring(call, care, marta.caseId));
    expect(view.contacts.map(({ amended, reached, summary }) => [amended, reached, summary])).toEqual([
      [false, false, ''],
      [true, true, 'Sie kommt am Dienstag.'],
    ]);
    expect(view.findings[0]).toMatchObject({
      rule: 'OC',
      severity: 'alert',
      since: '2026-01-25',
      evidence: [{ kind: 'phase', on: '2026-01-05', amount: 14 }],
    });
    expect(
      (await cast.refusal('olena', (call, permit) => recordContact(call, permit('cases.care'), marta.caseId, { ...contact, amendsId: id })))
        .code,
    ).toBe('contact-amended-already');
  });

  test('what is written by somebody without a view of the case is looked at by the worker, and so is the day', async () => {
    const marta = await openCase({ phase: 'assessment', phaseSince: '2026-02-02', openedOn: '2026-02-02' });
    await say(marta);
    expect(await standing(marta)).toEqual([]);
    await admin.query("update cases.case set phase_since = '2026-01-20' where id = $1", [marta.caseId]);
    expect(await lookAtFindings(world)).toBeGreaterThan(0);
    expect(await standing(marta)).toEqual(['ST']);
    expect(await lookAtFindings(world)).toBe(0);
    clock.pass({ days: 25 });
    expect(await lookAtFindings(world)).toBeGreaterThan(0);
    expect(await standing(marta)).toEqual(['OC', 'ST']);
    expect((await asOlena((call) => findingsOf(call, [marta.caseId]))).get(marta.caseId)).toEqual({
      alert: 1,
      warn: 1,
      info: 0,
      snoozed: 0,
    });
    clock.pass({ days: -25 });
  });

  test('nobody of another service counts, reads or writes', async () => {
    const marta = await openCase({ phase: 'monitoring', openedOn: '2026-01-05' });
    expect((await cast.as('rike', (call) => findingsOf(call, [marta.caseId]))).get(marta.caseId)).toEqual({
      alert: 0,
      warn: 0,
      info: 0,
      snoozed: 0,
    });
    expect(await standing(marta)).toEqual([]);
    expect((await cast.refusal('rike', (call, permit) => readMonitoring(call, permit('cases.care'), marta.caseId))).code).toBe('not-found');
    expect((await cast.refusal('rike', (call, permit) => recordContact(call, permit('cases.care'), marta.caseId, contact))).code).toBe(
      'not-found',
    );
    await lookAtFindings(world);
    expect(await standing(marta)).toEqual(['OC']);
  });

  test('a snoozed finding is hidden through its day, keeps its since, and says why', async () => {
    const marta = await openCase({ phase: 'monitoring', openedOn: '2026-01-05' });
    const read = () => asOlena((call, care) => readMonitoring(call, care, marta.caseId));
    const [before] = (await read()).findings;
    if (!before) throw new Error('nothing found');
    const snooze = (until: string | null, reason: string, version = before.version) =>
      cast.as('olena', (call, permit) => snoozeFinding(call, permit('cases.care'), before.id, { until, reason }, version));
    const refusal = async (until: string, reason: string, version = before.version) =>
      (await cast.refusal('olena', (call, permit) => snoozeFinding(call, permit('cases.care'), before.id, { until, reason }, version)))
        .code;
    expect(await refusal('2026-03-01', 'Sie ist in Kur.')).toBe('snooze-day-wrong');
    expect(await refusal('2026-06-03', 'Sie ist in Kur.')).toBe('snooze-day-wrong');
    expect(await refusal('2026-03-05', ' ')).toBe('snooze-reason-missing');
    expect(await refusal('2026-03-05', 'Sie ist in Kur.', 9)).toBe('version-old');
    const { version } = await snooze('2026-03-05', 'Sie ist in Kur.');
    expect((await read()).findings[0]).toMatchObject({ snoozedUntil: '2026-03-05', snoozeReason: 'Sie ist in Kur.', since: before.since });
    expect((await asOlena((call) => findingsOf(call, [marta.caseId]))).get(marta.caseId)).toMatchObject({ alert: 0, snoozed: 1 });
    clock.pass({ days: 3 });
    expect((await read()).findings[0]?.snoozedUntil).toBe('2026-03-05');
    clock.pass({ days: 1 });
    expect((await read()).findings[0]).toMatchObject({ snoozedUntil: null, snoozeReason: null, since: before.since });
    clock.pass({ days: -4 });
    await snooze(null, '', version);
    expect((await asOlena((call) => findingsOf(call, [marta.caseId]))).get(marta.caseId)).toMatchObject({ alert: 1, snoozed: 0 });
    await say(marta);
    expect(await refusal('2026-03-05', 'Zu spät.', version + 1)).toBe('finding-gone');
  });
});

describe('what monitoring writes', () => {
  test('a next step with a day is a task of the case manager, settled when the contact is corrected', async () => {
    const marta = await openCase({ phase: 'monitoring', openedOn: '2026-02-16' });
    const { id } = await say(marta, { nextStep: 'Bescheid mitbringen', nextOn: '2026-03-09' });
    const [task] = await look<{ kind: string; assignee_id: string; due: string }>(
      "select kind, assignee_id, (due_at at time zone 'Europe/Berlin')::date::text as due from tasks.task where object_id = $1",
      id,
    );
    expect(task).toEqual({ kind: 'case-next-step', assignee_id: cast.account('olena'), due: '2026-03-09' });
    await say(marta, { amendsId: id });
    expect(await look('select 1 from tasks.task where object_id = $1 and done_at is null', id)).toEqual([]);
    const [row] = await look<{ summary_sealed: Buffer }>('select summary_sealed from cases.contact where id = $1', id);
    expect(row?.summary_sealed.toString('latin1')).not.toContain('Dienstag');
  });

  test('days and empty entries are refused beside their field', async () => {
    const marta = await openCase({ phase: 'monitoring', openedOn: '2026-02-16' });
    const of = async (work: (call: never, care: never) => Promise<unknown>) =>
      (await cast.refusal('olena', (call, permit) => work(call as never, permit('cases.care') as never))).code;
    const id = marta.caseId;
    expect(await of((call, care) => recordContact(call, care, id, { ...contact, onDay: '2026-03-03' }))).toBe('day-in-future');
    expect(await of((call, care) => recordContact(call, care, id, { ...contact, onDay: '2026-03-02', time: '23:00' }))).toBe(
      'day-in-future',
    );
    expect(await of((call, care) => recordContact(call, care, id, { ...contact, onDay: '2026-02-15' }))).toBe('day-before-case');
    expect(await of((call, care) => recordContact(call, care, id, { ...contact, summary: '' }))).toBe('contact-summary-missing');
    expect(await of((call, care) => recordContact(call, care, id, { ...contact, nextOn: '2026-03-01' }))).toBe('next-day-past');
    const entry = {
      onDay: '2026-03-02',
      source: 'client',
      lineId: null,
      goalId: null,
      unitsPlanned: null,
      unitsDelivered: null,
      attended: null,
      fits: null,
      satisfaction: null,
      barrier: null,
      nextOn: null,
      note: '',
    } as const;
    expect(await of((call, care) => recordEntry(call, care, id, entry))).toBe('entry-without-subject');
    const { line } = await running(marta);
    expect(await of((call, care) => recordEntry(call, care, id, { ...entry, lineId: line }))).toBe('entry-empty');
    expect(
      await of((call, care) => recordStay(call, care, id, { admittedOn: '2026-02-20', dischargedOn: '2026-02-19', followUpNeeded: true })),
    ).toBe('stay-days-wrong');
    const ended = await openCase({ phase: 'evaluation', openedOn: '2026-02-16' });
    await CHANGES.phase?.(await groundOf(ended), { ...dice(1), one: (values) => values.at(-1) as never }, '2026-03-02');
    expect(await of((call, care) => recordContact(call, care, ended.caseId, contact))).toBe('case-is-closed');
  });

  test('a light says what it rests on: units, fit, and silence after twice the rhythm', async () => {
    const marta = await openCase({ phase: 'monitoring', openedOn: '2026-01-05' });
    const { line } = await running(marta, '2026-02-20');
    const entry = {
      onDay: '2026-02-27',
      source: 'provider',
      lineId: line,
      goalId: null,
      unitsPlanned: 4,
      unitsDelivered: 4,
      attended: 4,
      fits: 'fits',
      satisfaction: 8,
      barrier: null,
      nextOn: null,
      note: 'gut',
    } as const;
    const light = async (more: object) => {
      clock.pass({ seconds: 1 });
      await asOlena((call, care) => recordEntry(call, care, marta.caseId, { ...entry, ...more }));
      const view = await asOlena((call, care) => readMonitoring(call, care, marta.caseId));
      return view.lines[0]?.light;
    };
    expect(await light({})).toMatchObject({ colour: 'green', because: ['share-high', 'fits'], share: 1, silentFrom: '2026-03-14' });
    expect(await light({ unitsDelivered: 3 })).toMatchObject({ colour: 'yellow', because: ['share-middle'], share: 0.75 });
    expect(await light({ unitsDelivered: 1, fits: 'partly' })).toMatchObject({
      colour: 'red',
      because: ['share-low'],
      planned: 4,
      delivered: 1,
    });
    clock.pass({ days: 20 });
    expect(await light({})).toMatchObject({ colour: 'red', because: ['silent'] });
    clock.pass({ days: -20 });
  });

  test('a review names where it leads and when the next is due; a discharge ends the stay', async () => {
    const marta = await openCase({ phase: 'monitoring', openedOn: '2026-01-05' });
    const held = await asOlena((call, care) =>
      holdReview(call, care, marta.caseId, { reviewedOn: '2026-03-02', outcome: 'reassess', withClient: true, note: 'Umzug' }),
    );
    expect(held).toMatchObject({ nextDueOn: '2026-05-31', leadsTo: 'reassessment' });
    await running(marta, '2026-02-01', 'soziotherapie');
    const again = await asOlena((call, care) =>
      holdReview(call, care, marta.caseId, { reviewedOn: '2026-03-02', outcome: 'continue', withClient: false, note: '' }),
    );
    expect(again).toMatchObject({ nextDueOn: '2026-05-01', leadsTo: null });
    const { id } = await asOlena((call, care) =>
      recordStay(call, care, marta.caseId, { admittedOn: '2026-02-10', dischargedOn: null, followUpNeeded: true }),
    );
    await asOlena((call, care) => changeStay(call, care, id, { dischargedOn: '2026-02-20', followUpNeeded: true }));
    expect(await standing(marta)).toContain('G4');
    const view = await asOlena((call, care) => readMonitoring(call, care, marta.caseId));
    expect(view.stays).toMatchObject([{ dischargedOn: '2026-02-20' }]);
    expect(view.review).toMatchObject({ lastOn: '2026-03-02', dueOn: '2026-05-01', everyDays: 60 });
  });
});

async function running({ caseId, personId }: OpenedCase, lastContactOn = '2026-02-27', type = 'debt-advice') {
  const { rows } = await admin.query<{ id: string }>(
    `insert into cases.service_line (id, case_id, person_id, organisation_id, service_type, state, since, started_on, rhythm_days, last_contact_on)
     values (gen_random_uuid(), $1, $2, $3, $5, 'started', '2026-02-01', '2026-02-01', 7, $4) returning id`,
    [caseId, personId, services.rheinsieg, lastContactOn, type],
  );
  return { line: rows[0]?.id ?? '' };
}

async function groundOf({ caseId, personId }: OpenedCase): Promise<Ground> {
  const people = { managerId: cast.account('olena'), deputyId: cast.account('benno') };
  return { admin, caseId, personId, organisationId: services.rheinsieg, ...people, providers: [services.rheinsieg, services.anderswo] };
}

/** What a full recomputation answers beside what is stored, for each of these cases. */
const bothWays = (caseIds: string[]) =>
  cast.asSystem(async (call) => {
    const day = dayInBerlin(call.now).toString();
    const all = [];
    for (const facts of await beginFindings(call.tx, caseIds, day, true)) {
      const counted = findingsOn(facts, day, await areaOf(call, facts.area));
      const key = (finding: { rule: string; subject: string }) => `${finding.rule} ${finding.subject}`;
      const plain = (list: readonly (typeof counted)[number][]) =>
        list
          .map(({ rule, subject, severity, since, evidence }) => ({ rule, subject, severity, since, evidence }))
          .toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
      all.push({ stored: plain(facts.open), counted: plain(counted) });
    }
    return all;
  });

test(`after every one of ${90 * DEPTH} random changes and days, what is stored equals a full recomputation`, async () => {
  const grounds: Ground[] = [];
  for (let index = 0; index < 3; index += 1)
    grounds.push(await groundOf(await openCase({ phase: 'monitoring', openedOn: '2026-01-05', phaseSince: '2026-01-20' })));
  const caseIds = grounds.map(({ caseId }) => caseId);
  const met = new Set<string>();
  let refused = 0;
  for (let turn = 0; turn < 90 * DEPTH; turn += 1) {
    const roll = dice(7_919 * (turn + 1));
    const today = dayInBerlin(clock.now).toString();
    await admin.query("select set_config('app.at', $1, false)", [clock.now.toString()]);
    if (roll.chance(0.15)) clock.pass({ days: 1 + roll.upTo(12) });
    else
      await CHANGES[roll.one(Object.keys(CHANGES))]?.(roll.one(grounds), roll, today).catch((fault: unknown) => {
        if (!(fault instanceof pg.DatabaseError)) throw fault;
        refused += 1;
      });
    // now by whoever opens the case, now by the worker
    if (roll.chance(0.5)) await asOlena((call) => refreshFindings(call, caseIds));
    else await lookAtFindings(world);
    for (const { stored, counted } of await bothWays(caseIds)) {
      expect(stored).toEqual(counted);
      for (const { rule } of stored) met.add(rule);
    }
  }
  expect(await lookAtFindings(world)).toBeGreaterThanOrEqual(0);
  expect(await lookAtFindings(world)).toBe(0);
  console.log(`${90 * DEPTH} changes, ${refused} refused by guards, rules met: ${[...met].sort().join(' ')}`);
  expect(refused).toBeLessThan(30 * DEPTH);
  expect(met.size).toBeGreaterThan(8);
  // with a case over, nothing of it stands
  expect(
    await look('select 1 from cases.finding f join cases."case" c on c.id = f.case_id where c.phase = \'closed\' and f.closed_at is null'),
  ).toEqual([]);
}, 120_000);
