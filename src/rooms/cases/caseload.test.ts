import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { type CaseStaffName, setCases } from '#test/cases-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { changeAbsence, listAbsences, setAbsence, withdrawAbsence } from './actions/absence.ts';
import { areaOf, changeArea, showAreas } from './actions/areas.ts';
import { readAssessment } from './actions/assessment.ts';
import { findCases, readBoard, readTeam } from './actions/board.ts';
import { handOver, listHandOvers, setLoadLimit } from './actions/hand-over.ts';
import { changeCase, getCase } from './actions/head.ts';
import { openCase as openCaseOf } from './actions/opening.ts';
import { caseloadReactions } from './reactions/caseload.ts';
import { weightedLoad } from './rules/load.ts';

const stage = await setCases(await freshDatabase());
const { cast, admin, clock, look, openCase } = stage;
afterAll(() => stage.close());

const boardOf = (who: CaseStaffName) => cast.as(who, (call, permit) => readBoard(call, permit('cases.care')));
const seen = async (who: CaseStaffName) => (await boardOf(who)).cards.map(({ id }) => id);
const teamOf = async () =>
  new Map((await cast.as('hanna', (call, permit) => readTeam(call, permit('cases.care')))).team.map((one) => [one.name, one]));
const id = (who: CaseStaffName) => cast.account(who);
type Wish = Parameters<typeof setAbsence>[2];
const away = (who: CaseStaffName, fromOn: string, toOn: string, substitute: CaseStaffName | null): Wish => ({
  accountId: id(who),
  fromOn,
  toOn,
  substituteId: substitute && id(substitute),
});
const setBy = (who: CaseStaffName, wish: Wish) => cast.as(who, (call, permit) => setAbsence(call, permit('cases.care'), wish));
const withdraw = (who: CaseStaffName, of: { id: string; version: number }) =>
  cast.as(who, (call, permit) => withdrawAbsence(call, permit('cases.care'), of.id, of.version));
const change = (who: CaseStaffName, of: { id: string; version: number }, to: Omit<Wish, 'accountId'>) =>
  cast.as(who, (call, permit) => changeAbsence(call, permit('cases.care'), of.id, of.version, to));
const give = (who: CaseStaffName, caseId: string, version: number, to: CaseStaffName) =>
  cast.as(who, (call, permit) => handOver(call, permit('cases.lead'), caseId, version, { toId: id(to), because: 'load' }));
const at = (local: string) => Temporal.PlainDateTime.from(local).toZonedDateTime('Europe/Berlin').toInstant();
const begin = clock.now;
const versionOf = async (caseId: string) =>
  (await look<{ version: number }>('select version from cases.case where id = $1', caseId))[0]?.version ?? 0;
/** Past the steps of a case, which have tests of their own. */
async function past(text: string, ...values: unknown[]): Promise<void> {
  await admin.query('set session_replication_role = replica');
  await admin.query(text, values);
  await admin.query('set session_replication_role = origin');
}
async function putTask(
  caseId: string,
  personId: string,
  who: CaseStaffName,
  dueAt: string,
  object: readonly [string, string] = ['case', caseId],
) {
  const taskId = randomUUID();
  await admin.query(
    `insert into tasks.task (id, kind, object_kind, object_id, person_id, assignee_id, due_at, created_at) values ($1, 'case-call', $2, $3, $4, $5, $6, $6)`,
    [taskId, object[0], object[1], personId, id(who), dueAt],
  );
  return taskId;
}

describe('the board', () => {
  test('shows a case manager her own cases and the lead the team, another service nothing; a person without consent has her pseudonym', async () => {
    const mine = await openCase({ phase: 'monitoring', givenName: 'Ada', familyName: 'Lens' });
    const other = await openCase({ manager: 'benno', phase: 'assessment', phaseSince: '2026-01-30', consent: false });
    expect(await seen('olena')).toEqual([mine.caseId]);
    expect((await seen('hanna')).toSorted()).toEqual([mine.caseId, other.caseId].toSorted());
    expect(await seen('rike')).toEqual([]);
    const cards = new Map((await boardOf('hanna')).cards.map((card) => [card.id, card]));
    expect(cards.get(mine.caseId)).toMatchObject({
      called: 'Ada Lens',
      named: true,
      reader: 'lead',
      stuck: false,
      days: 28,
      limitDays: null,
    });
    expect(cards.get(other.caseId)).toMatchObject({
      called: expect.stringContaining('Fall'),
      named: false,
      stuck: true,
      days: 31,
      limitDays: 28,
    });
    const found = await cast.as('olena', (call, permit) => findCases(call, permit('cases.care'), 'lens'));
    expect(found.found.map(({ called }) => called)).toEqual(['Ada Lens']);
    expect((await cast.as('benno', (call, permit) => findCases(call, permit('cases.care'), 'lens'))).found).toEqual([]);
  });

  test('a withdrawn consent takes the name off the card', async () => {
    const { caseId, personId } = await openCase({ familyName: 'Weg' });
    await admin.query('update consent.consent set withdrawn_at = $2 where person_id = $1', [personId, clock.now.toString()]);
    expect((await boardOf('olena')).cards.find((card) => card.id === caseId)).toMatchObject({
      named: false,
      called: expect.stringContaining('Fall'),
    });
  });

  test('counts gaps, duplicates and what is late, without what is snoozed or corrected, and names the next step', async () => {
    const { caseId, personId } = await openCase({ phase: 'monitoring', openedOn: '2026-01-05' });
    const [{ organisation_id: org } = { organisation_id: '' }] = await look<{ organisation_id: string }>(
      'select organisation_id from cases.case where id = $1',
      caseId,
    );
    const find = (rule: string, severity: string, snoozed: string | null = null, closed: string | null = null) =>
      admin.query(
        `insert into cases.finding (id, case_id, person_id, organisation_id, rule, subject, severity, since, found_at, snoozed_until, closed_at, closed_because)
         values ($1, $2, $3, $4, $5, gen_random_uuid()::text, $6, '2026-02-20', now(), $7, $8, case when $8::timestamptz is not null then 'gone' end)`,
        [randomUUID(), caseId, personId, org, rule, severity, snoozed, closed],
      );
    await find('G1', 'alert');
    await find('G2', 'warn');
    await find('G5', 'warn'); // an approval that runs out stands under deadlines in the file, so it is no gap here either
    await find('DU2', 'warn');
    await find('OC', 'warn', '2026-03-01'); // over since yesterday
    await find('G3', 'alert', '2026-03-02'); // still today
    await find('G4', 'alert', null, '2026-03-01T10:00:00Z');
    const contact = (contactId: string, day: string, reached: boolean, whom: string, amends: string | null = null) =>
      admin.query(
        `insert into cases.contact (id, case_id, person_id, organisation_id, kind, with_whom, at, on_day, reached, made_at, amends_id)
         values ($1, $2, $3, $4, 'phone', $5, now(), $6, $7, now(), $8)`,
        [contactId, caseId, personId, org, whom, day, reached, amends],
      );
    const slip = randomUUID();
    await contact(randomUUID(), '2026-02-10', true, 'client');
    await contact(slip, '2026-02-27', true, 'client');
    await contact(randomUUID(), '2026-02-11', true, 'client', slip);
    await contact(randomUUID(), '2026-03-01', true, 'partner');
    await contact(randomUUID(), '2026-03-01', false, 'client');
    await putTask(caseId, personId, 'olena', '2026-02-27T10:00:00Z');
    await putTask(caseId, personId, 'olena', '2026-03-20T10:00:00Z', ['goal', randomUUID()]);
    const card = (await boardOf('hanna')).cards.find((one) => one.id === caseId);
    expect(card).toMatchObject({ gaps: 2, duplicates: 1, others: 2, worst: 'alert', openTasks: 2, overdue: 1 });
    expect(card?.next).toEqual({ kind: 'contact', taskKind: null, on: '2026-02-25', overdue: false });
  });

  test('asks the database as often with 60 cases as with three', async () => {
    const count = async () => {
      let statements = 0;
      await cast.as('olena', async (call, permit) => {
        const watched = call.tx.withPlugin({
          transformQuery: ({ node }) => {
            statements += 1;
            return node;
          },
          transformResult: async ({ result }) => result,
        });
        await readBoard({ ...call, tx: watched as unknown as typeof call.tx }, permit('cases.care'));
      });
      return statements;
    };
    const few = await count();
    for (let made = 0; made < 57; made += 1) await openCase({ familyName: `N${made}` });
    const cards = (await boardOf('olena')).cards.length;
    expect(cards).toBeGreaterThanOrEqual(60);
    expect(await count()).toBe(few);
    expect(few).toBe(3); // board, areas and team; the log of who was read goes with the commit
    await past("update cases.case set phase = 'not_opened', closed_on = '2026-03-02' where manager_id = $1", id('olena'));
  });
});

describe('the load', () => {
  test('is the same in the database and in the rule, and a rest weighs nothing', async () => {
    const { caseId } = await openCase({ manager: 'benno', phase: 'monitoring', intensity: 'D' });
    await openCase({ manager: 'benno', phase: 'linking', intensity: 'A' });
    await openCase({ manager: 'benno', phase: 'dormant', intensity: 'A' });
    await openCase({ manager: 'benno', phase: 'access', intensity: 'A' });
    const rows = await look<{ phase: 'monitoring'; intensity: 'A' }>(
      'select phase, intensity from cases.case where manager_id = $1',
      id('benno'),
    );
    const benno = (await teamOf()).get('Benno Thiel');
    expect(benno).toMatchObject({ points: weightedLoad(rows), limit: 40, limitVersion: 0 });
    expect(benno?.points).toBe(5.5); // the assessment of before, 0.5 and 3
    expect(caseId).toBeTruthy();
  });

  test('a limit is set by the lead alone, and two who set it at once make one', async () => {
    const set = (version: number, points: number) =>
      cast.as('hanna', (call, permit) => setLoadLimit(call, permit('cases.lead'), id('benno'), version, points));
    const both = await Promise.allSettled([set(0, 30), set(0, 35)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'version-old' } });
    expect((await set(1, 33)).version).toBe(2);
    expect((await teamOf()).get('Benno Thiel')).toMatchObject({ limit: 33, limitVersion: 2 });
    const refused = await cast.refusal('olena', (call, permit) => setLoadLimit(call, permit('cases.lead'), id('benno'), 2, 50));
    expect(refused.code).toBe('not-permitted');
    const outside = await cast.refusal('hanna', (call, permit) => setLoadLimit(call, permit('cases.lead'), id('rike'), 0, 50));
    expect(outside.code).toBe('not-found');
  });
});

describe('an absence', () => {
  test('opens the cases for whoever stands in from the first day to the end of the last one, also over the spring night', async () => {
    const { caseId } = await openCase({ familyName: 'Zeit' });
    const made = await setBy('olena', away('olena', '2026-03-29', '2026-04-30', 'benno'));
    const sees = async (local: string) => {
      clock.now = at(local);
      return (await seen('benno')).includes(caseId);
    };
    expect(await sees('2026-03-28T23:59:59')).toBe(false);
    expect(await sees('2026-03-29T00:00')).toBe(true);
    expect(await sees('2026-04-30T23:59:59')).toBe(true);
    expect(await sees('2026-05-01T00:00')).toBe(false);
    clock.now = begin;
    const [relation] = await look<{ from_at: Temporal.Instant; until_at: Temporal.Instant; hours: number }>(
      `select from_at::text, until_at::text, extract(epoch from until_at - from_at) / 3600 as hours from access.care_relation where cause_id = $1 and kind = 'substitute'`,
      caseId,
    );
    expect(Number(relation?.hours)).toBe(33 * 24 - 1); // the night of 29 March has an hour less
    await withdraw('olena', made);
  });

  test('that is shortened takes the rest back, that is withdrawn all of it; what was, stays on record', async () => {
    const { caseId } = await openCase();
    const made = await setBy('olena', away('olena', '2026-03-02', '2026-03-20', 'benno'));
    expect(await seen('benno')).toContain(caseId);
    expect((await boardOf('benno')).cards.find((card) => card.id === caseId)).toMatchObject({ reader: 'substitute' });
    const shorter = await change('hanna', made, { fromOn: '2026-03-02', toOn: '2026-03-03', substituteId: id('benno') });
    clock.now = at('2026-03-04T00:00');
    expect(await seen('benno')).not.toContain(caseId);
    clock.now = at('2026-03-03T12:00');
    expect(await seen('benno')).toContain(caseId);
    await withdraw('olena', shorter);
    expect(await seen('benno')).not.toContain(caseId);
    const rows = await look<{ until: string }>(
      `select until_at::text as until from access.care_relation where cause_id = $1 and kind = 'substitute'`,
      caseId,
    );
    expect(rows).toHaveLength(1);
    clock.now = begin;
  });

  test('whoever stands in can be changed: the first one no longer reads, the second one does', async () => {
    const { caseId } = await openCase();
    const made = await setBy('olena', away('olena', '2026-03-02', '2026-03-20', 'benno'));
    await change('olena', made, { fromOn: '2026-03-02', toOn: '2026-03-20', substituteId: id('hanna') });
    expect(await seen('benno')).not.toContain(caseId);
    const [{ count } = { count: 0 }] = await look<{ count: number }>(
      `select count(*)::int from access.care_relation where cause_id = $1 and kind = 'substitute' and account_id = $2 and until_at > $3`,
      caseId,
      id('hanna'),
      clock.now.toString(),
    );
    expect(count).toBe(1);
    const { absences } = await cast.as('benno', (call, permit) => listAbsences(call, permit('cases.care')));
    expect(absences.find((one) => one.id === made.id)).toMatchObject({ substituteName: 'Hanna Lorenz', mayChange: false, version: 2 });
    await withdraw('hanna', { id: made.id, version: 2 });
  });

  test('reaches cases that are opened during it, and leaves those that end', async () => {
    const made = await setBy('olena', away('olena', '2026-03-02', '2026-03-20', 'benno'));
    const { caseId, personId } = await openCase();
    const tell = (action: string) =>
      cast.as(
        'olena',
        (call) => caseloadReactions[action]?.(call, { action, kind: 'C', object: ['case', caseId], personId }) ?? Promise.resolve(),
      );
    expect(await seen('benno')).not.toContain(caseId);
    await tell('cases.case.opened');
    await tell('cases.case.opened');
    expect(await seen('benno')).toContain(caseId);
    await past("update cases.case set phase = 'not_opened', closed_on = '2026-03-02' where id = $1", caseId);
    await tell('cases.case.moved');
    const [{ count } = { count: -1 }] = await look<{ count: number }>(
      `select count(*)::int from access.care_relation where cause_id = $1 and kind = 'substitute' and until_at > $2`,
      caseId,
      clock.now.toString(),
    );
    expect(count).toBe(0);
    await withdraw('olena', made);
  });

  test('is set by oneself or the lead, for the own team, without overlap, with somebody who is there', async () => {
    const refused = async (who: CaseStaffName, wish: Wish) =>
      (await cast.refusal(who, (call, permit) => setAbsence(call, permit('cases.care'), wish))).code;
    expect(await refused('benno', away('olena', '2026-06-01', '2026-06-02', null))).toBe('absence-not-yours');
    expect(await refused('hanna', away('rike', '2026-06-01', '2026-06-02', null))).toBe('absence-not-of-team');
    expect(await refused('olena', away('olena', '2026-06-01', '2026-06-02', 'rike'))).toBe('substitute-not-of-team');
    expect(await refused('olena', away('olena', '2026-06-01', '2026-06-02', 'olena'))).toBe('substitute-self');
    expect(await refused('olena', away('olena', '2026-02-01', '2026-03-01', 'benno'))).toBe('absence-over');
    expect(await refused('olena', away('olena', '2026-02-01', '2027-03-01', 'benno'))).toBe('absence-too-long');
    const benno = await setBy('benno', away('benno', '2026-06-05', '2026-06-10', null));
    expect(await refused('olena', away('olena', '2026-06-01', '2026-06-05', 'benno'))).toBe('substitute-absent');
    const olena = await setBy('hanna', away('olena', '2026-06-01', '2026-06-04', 'benno'));
    expect(await refused('olena', away('olena', '2026-06-04', '2026-06-06', 'hanna'))).toBe('absence-twice');
    const [other] = await look<{ count: number }>(
      'select count(*)::int from cases.absence where account_id = $1 and withdrawn_at is null',
      id('olena'),
    );
    expect(other?.count).toBe(1);
    expect((await cast.refusal('rike', (call, permit) => withdrawAbsence(call, permit('cases.care'), olena.id, 1))).code).toBe('not-found');
    expect((await cast.refusal('olena', (call, permit) => withdrawAbsence(call, permit('cases.care'), olena.id, 7))).code).toBe(
      'version-old',
    );
    await withdraw('olena', olena);
    await withdraw('benno', benno);
  });

  test('of somebody who stands in herself is told to the lead, and the list says that nobody is there', async () => {
    const olena = await setBy('olena', away('olena', '2026-06-01', '2026-06-10', 'benno'));
    const benno = await setBy('benno', away('benno', '2026-06-08', '2026-06-12', 'hanna'));
    const { absences } = await cast.as('hanna', (call, permit) => listAbsences(call, permit('cases.care')));
    expect(absences.find((one) => one.id === olena.id)?.substituteAway).toBe(true);
    expect(absences.find((one) => one.id === benno.id)?.substituteAway).toBe(false);
    const tasks = await look<{ kind: string; assignee_role: string | null }>(
      'select kind, assignee_role from tasks.task where object_id = $1 and done_at is null order by kind',
      olena.id,
    );
    expect(tasks).toEqual([
      { kind: 'case-nobody-stands-in', assignee_role: 'lead' },
      { kind: 'case-stand-in', assignee_role: null },
    ]);
    await withdraw('olena', olena);
    await withdraw('benno', benno);
    expect(await look('select 1 from tasks.task where object_id = $1 and done_at is null', olena.id)).toEqual([]);
  });

  test('set twice in the same second stands once', async () => {
    const both = await Promise.allSettled([
      setBy('olena', away('olena', '2026-07-01', '2026-07-10', 'benno')),
      setBy('hanna', away('olena', '2026-07-10', '2026-07-20', 'benno')),
    ]);
    const made = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(made).toHaveLength(1);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'absence-twice' } });
    await withdraw('hanna', made[0] ?? { id: '', version: 0 });
  });

  test('that began keeps its first day', async () => {
    const made = await setBy('olena', away('olena', '2026-02-25', '2026-03-10', 'benno'));
    const late = { fromOn: '2026-02-27', toOn: '2026-03-10', substituteId: id('benno') };
    expect((await cast.refusal('olena', (call, permit) => changeAbsence(call, permit('cases.care'), made.id, 1, late))).code).toBe(
      'absence-begun',
    );
    await withdraw('olena', made);
  });
});

describe('a hand-over', () => {
  test('moves case, relation and open tasks at once, tells both, and is kept', async () => {
    const { caseId, personId } = await openCase({ familyName: 'Wechsel' });
    const task = await putTask(caseId, personId, 'olena', '2026-03-20T10:00:00Z');
    const { movedTasks, version } = await give('hanna', caseId, 1, 'benno');
    expect(movedTasks).toBe(1);
    expect(await seen('olena')).not.toContain(caseId);
    expect((await boardOf('benno')).cards.find((card) => card.id === caseId)).toMatchObject({
      reader: 'manager',
      managerName: 'Benno Thiel',
    });
    const [moved] = await look<{ assignee_id: string }>('select assignee_id from tasks.task where id = $1', task);
    expect(moved?.assignee_id).toBe(id('benno'));
    const told = await look<{ kind: string; assignee_id: string }>(
      "select kind, assignee_id from tasks.task where object_id = $1 and kind like 'case-%n%' and done_at is null order by kind",
      caseId,
    );
    expect(told).toEqual([
      { kind: 'case-given-away', assignee_id: id('olena') },
      { kind: 'case-taken-over', assignee_id: id('benno') },
    ]);
    expect(await stage.told(caseId)).toContain('cases.case.handed-over');
    clock.now = clock.now.add({ minutes: 5 });
    await give('hanna', caseId, version, 'olena');
    const { handOvers } = await cast.as('olena', (call, permit) => listHandOvers(call, permit('cases.care'), caseId));
    expect(handOvers.map(({ fromName, toName }) => `${fromName} → ${toName}`)).toEqual([
      'Benno Thiel → Olena Marchuk',
      'Olena Marchuk → Benno Thiel',
    ]);
    expect((await cast.refusal('benno', (call, permit) => listHandOvers(call, permit('cases.care'), caseId))).code).toBe('not-found');
  });

  test('takes the substitute of the old manager away and brings that of the new one', async () => {
    const { caseId } = await openCase({ manager: 'benno' });
    const benno = await setBy('benno', away('benno', '2026-03-02', '2026-03-20', 'olena'));
    expect(await seen('olena')).toContain(caseId);
    await give('hanna', caseId, 1, 'hanna').catch(() => undefined); // the lead manages no case here
    await withdraw('benno', benno);
    const olena = await setBy('olena', away('olena', '2026-03-02', '2026-03-20', 'benno'));
    await give('hanna', caseId, 1, 'olena');
    expect((await boardOf('benno')).cards.find((card) => card.id === caseId)).toMatchObject({ reader: 'substitute' });
    await withdraw('olena', olena);
    expect(await seen('benno')).not.toContain(caseId);
  });

  test('in the moment in which an absence is set leaves nobody with a view that neither gives her', async () => {
    for (const swap of [false, true]) {
      const { caseId } = await openCase();
      const moves = [() => give('hanna', caseId, 1, 'benno'), () => setBy('olena', away('olena', '2026-03-02', '2026-03-20', 'benno'))];
      const [one, other] = await Promise.allSettled((swap ? moves.reverse() : moves).map((go) => go()));
      expect([one?.status, other?.status]).toEqual(['fulfilled', 'fulfilled']);
      const relations = () =>
        look<{ kind: string; account_id: string }>(
          'select kind, account_id from access.care_relation where cause_id = $1 and (until_at is null or until_at > $2)',
          caseId,
          clock.now.toString(),
        );
      // the case is Thiel's: who stands in for Marchuk stands in for her other cases
      expect(await relations()).toEqual([{ kind: 'team', account_id: id('benno') }]);
      const { absences } = await cast.as('olena', (call, permit) => listAbsences(call, permit('cases.care')));
      const mine = absences.find((absence) => absence.accountId === id('olena') && absence.toOn === '2026-03-20');
      if (mine) await withdraw('olena', mine);
      clock.now = clock.now.add({ minutes: 5 });
    }
  });

  test('is the lead’s, within the service, of an open case, once', async () => {
    const { caseId } = await openCase();
    const refused = async (who: CaseStaffName, version: number, toId: string) =>
      (await cast.refusal(who, (call, permit) => handOver(call, permit('cases.lead'), caseId, version, { toId, because: 'fit' }))).code;
    expect(await refused('olena', 1, id('benno'))).toBe('not-permitted');
    expect(await refused('rike', 1, id('benno'))).toBe('not-found');
    expect(await refused('hanna', 1, id('olena'))).toBe('hand-over-same');
    expect(await refused('hanna', 1, id('rike'))).toBe('hand-over-not-of-team');
    const both = await Promise.allSettled([give('hanna', caseId, 1, 'benno'), give('hanna', caseId, 1, 'benno')]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'version-old' } });
    await past("update cases.case set phase = 'not_opened', closed_on = '2026-03-02' where id = $1", caseId);
    expect(await refused('hanna', await versionOf(caseId), id('olena'))).toBe('case-over');
  });

  test('leaves the tasks of another engagement with whoever keeps it', async () => {
    const { caseId, personId } = await openCase();
    await admin.query(
      `insert into access.care_relation (id, person_id, kind, account_id, organisation_id, cause_kind, cause_id, from_at)
       values ($1, $2, 'team', $3, $4, 'episode', $1, $5)`,
      [randomUUID(), personId, id('olena'), stage.services.rheinsieg, clock.now.toString()],
    );
    const ours = await putTask(caseId, personId, 'olena', '2026-03-20T10:00:00Z');
    const hers = await putTask(caseId, personId, 'olena', '2026-03-20T10:00:00Z', ['prescription', randomUUID()]);
    expect((await give('hanna', caseId, 1, 'benno')).movedTasks).toBe(1);
    const rows = await look<{ id: string; assignee_id: string }>('select id, assignee_id from tasks.task where id = any ($1)', [
      ours,
      hers,
    ]);
    expect(new Map(rows.map((row) => [row.id, row.assignee_id]))).toEqual(
      new Map([
        [ours, id('benno')],
        [hers, id('olena')],
      ]),
    );
  });
});

describe('the areas of use of a network', () => {
  const set = (code: string, changes: Parameters<typeof changeArea>[3]) => {
    clock.now = clock.now.add({ seconds: 1 });
    return cast.as('tomasz', (call, permit) => changeArea(call, permit('settings.change'), code, changes));
  };
  test('are changed by the administration alone, hold from now on, and the day before keeps what held then', async () => {
    const rhythm = { rhythms: { A: { days: 2, graceDays: 1 } } };
    const refused = await cast.refusal('hanna', (call, permit) => changeArea(call, permit('settings.change'), 'social', rhythm));
    expect(refused.code).toBe('not-permitted');
    await set('social', rhythm);
    const now = await cast.as('olena', (call) => areaOf(call, 'social'));
    expect(now.rhythms.A).toEqual({ days: 2, graceDays: 1 });
    const before = await cast.as('olena', (call) => areaOf({ ...call, now: clock.now.subtract({ hours: 24 }) }, 'social'));
    expect(before.rhythms.A).toEqual({ days: 3, graceDays: 2 });
    const { areas } = await cast.as('olena', (call, permit) => showAreas(call, permit('settings.read')));
    expect(areas.find(({ code }) => code === 'social')?.changes).toEqual(rhythm);
    await set('social', null);
    expect((await cast.as('olena', (call) => areaOf(call, 'social'))).rhythms.A).toEqual({ days: 3, graceDays: 2 });
  });

  test('a case follows them: what is asked, how long a phase is usual, and where it opens', async () => {
    await set('care', { community: false, phaseLimits: { assessment: 9 }, review: { dormant: 30 } });
    const { caseId } = await openCase({ phase: 'assessment' });
    const guideDays = async () => (await cast.as('olena', (call, permit) => getCase(call, permit('cases.care'), caseId))).answer.guideDays;
    const change = (area: string) =>
      cast.as('olena', (call, permit) => changeCase(call, permit('cases.care'), caseId, undefined, { area }));
    await change('care');
    expect(await guideDays()).toBe(9);
    const asked = await cast.as('olena', (call, permit) => readAssessment(call, permit('cases.care'), caseId));
    expect(asked.domains.find(({ code }) => code === 'D11')?.asked).toBe(false);
    await set('care', null);
    expect(await guideDays()).toBe(28);
    await set('rehab', { on: false });
    const open = (area?: 'rehab' | 'social') =>
      cast.as('olena', (call, permit) => openCaseOf(call, permit('cases.open'), { source: 'client', ...(area ? { area } : {}) }));
    await expect(open('rehab')).rejects.toMatchObject({ code: 'area-off', detail: { errors: [{ pointer: '/area' }] } });
    await expect(change('rehab')).rejects.toMatchObject({ code: 'area-off' });
    const { rows } = await stage.admin.query('select area from cases.case where id = any($1::uuid[]) order by area', [
      [(await open('social')).id, (await open()).id],
    ]);
    expect(rows).toEqual([{ area: 'health' }, { area: 'social' }]);
    await set('rehab', null);
  });

  test('one stays on, no code stands twice, a pair names what is there', async () => {
    const refusal = async (code: string, changes: Parameters<typeof changeArea>[3]) =>
      (await cast.refusal('tomasz', (call, permit) => changeArea(call, permit('settings.change'), code, changes))).code;
    for (const code of ['care', 'social', 'rehab']) await set(code, { on: false });
    expect(await refusal('health', { on: false })).toBe('area-last');
    const service = { code: 'x-help', de: 'X', en: 'X', system: 'health', rhythmDays: 7, inpatient: false, continuous: true } as const;
    expect(await refusal('health', { services: [service, service] })).toBe('area-service-twice');
    expect(await refusal('health', { exclusive: [['x-help', 'x-help']] })).toBe('area-service-unknown');
    await set('health', { services: [service], exclusive: [['x-help', 'x-help']] });
    expect(await refusal('elsewhere', null)).toBe('not-found');
  });
});
