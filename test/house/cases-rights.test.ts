import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id.ts';
import { announceCore } from '#rooms/cases/jobs/core-changed.ts';
import { tellWhoSeesHer } from '#rooms/cases/jobs/safety.ts';
import { changePerson } from '#rooms/people/actions.ts';
import { openCase } from '#test/cases-stage.ts';
import { drawers, putRow } from '#test/drawer.ts';
import * as engagements from '#test/engagements-stage.ts';
import { ROUTES } from '../../src/rooms.ts';

const { allOf, appointment, caseId, cast, emergency, episode, helpers, house, ids, personId, practices, request, seenBy, services, stage } =
  engagements;
afterAll(() => house.close());

/** Whose rows somebody is to see; `less`: what of them the tables of the rule book withhold; `more`: what is everybody's by its nature. */
const SIGHT: Readonly<Record<string, { owners: engagements.Owner[]; less?: RegExp; more?: string[] }>> = {
  olena: { owners: ['case', 'person'], more: ['consent.consent of desk'] }, // a search of her own: that the waiting list was agreed to
  hanna: { owners: ['case', 'person'], more: ['consent.consent of desk'] },
  benno: { owners: [] }, // same service, no relation
  rike: { owners: [] }, // lead of another service
  svea: { owners: [] }, // stands in later
  jana: { owners: ['desk', 'person'] },
  marit: { owners: ['desk', 'person'] },
  brandt: { owners: ['desk', 'person'], less: /^platform.event|^access.portal_invitation/ },
  // placed by the case: what the therapist needs, and neither the case nor the desk
  rossi: {
    owners: ['case', 'person'],
    less: /^(cases|referrals|records|platform|access)\..* of case|^consent.consent of case/,
    more: ['consent.consent of desk'],
  },
  weidner: { owners: ['practice', 'person'], less: /^soziotherapie\.(copay_entry|device_entry|income|other_copay) |^messages/ },
  fremd: { owners: [] }, // another practice
  tomasz: { owners: [] }, // administration
  yilmaz: { owners: [] }, // duty psychologist without an emergency that is open
  karin: { owners: ['case', 'desk', 'practice'], less: /^(?!platform.event)/ }, // the auditor: what was done, nothing of it
};

describe('one person, several engagements, the app’s filters off (rule book C.1, security 2.2)', () => {
  test.each(Object.entries(SIGHT))('%s', async (who, { owners, less, more = [] }) => {
    const expected = [...allOf(...owners).filter((line) => !less?.test(line)), ...more].sort();
    expect(await seenBy(who)).toEqual(expected);
  });

  test.each(['buero', 'leitung'])('%s sees what the practice administers, and nothing of case or search', async (who) => {
    const seen = await seenBy(who);
    expect(seen.filter((line) => !/ of (practice|person)$/.test(line))).toEqual([]);
    expect(seen).toContain('soziotherapie.income of practice');
  });

  test('a substitute sees the case from the first minute of her days to the last, as the manager does', async () => {
    const at = stage.clock.now;
    for (const [instant, sees] of [
      ['2026-03-09T23:59:59Z', false],
      ['2026-03-10T00:00:00Z', true],
      ['2026-03-11T23:59:59Z', true],
      ['2026-03-12T00:00:00Z', false],
    ] as const) {
      stage.clock.turnTo(Temporal.Instant.from(instant));
      expect([instant, await seenBy('svea')]).toEqual([instant, sees ? await seenBy('olena') : []]);
    }
    stage.clock.turnTo(at);
  });

  test('an emergency that somebody raised opens that emergency, and no search behind it', async () => {
    await stage.admin.query(
      "insert into access.care_relation (id, person_id, kind, account_id, cause_kind, cause_id, from_at, until_at) values ($1, $2, 'team', $3, 'emergency', $4, '2026-01-01', '2026-03-03')",
      [newId(), personId, cast.account('benno'), emergency.desk],
    );
    expect((await seenBy('benno')).filter((line) => !line.endsWith('of person'))).toEqual([
      'crisis.emergency of desk',
      'crisis.entry of desk',
    ]);
    await stage.admin.query("delete from access.care_relation where account_id = $1 and cause_kind = 'emergency'", [cast.account('benno')]);
  });

  test('19: whom neither relation nor service connects finds no case by any id, and learns nothing from the refusal', async () => {
    const known = new Map<string, string>();
    for (const [id, { table }] of Object.entries(ids)) known.set(table, id);
    const paramsOf = (path: string, unknown: boolean) =>
      Object.fromEntries(
        [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => {
          const table =
            name === 'id' ? (path.includes('referral') ? 'referrals.referral' : 'cases.case') : `cases.${name.replace(/Id$/, '')}`;
          const named = name === 'lineId' ? 'cases.service_line' : table;
          return [name, unknown ? newId() : (known.get(named) ?? caseId)];
        }),
      );
    const plain = (text: string) => text.replace(/urn:uuid:[0-9a-f-]{36}/, '');
    let asked = 0;
    for (const { endpoint } of ROUTES.filter(
      ({ endpoint: { method, name, path } }) => method === 'GET' && /^(cases|referrals)\./.test(name) && path.includes(':'),
    ))
      for (const who of ['benno', 'rike', 'weidner'] as const) {
        const token = { token: await cast.token(who as 'olena') };
        const seen = await house.ask(token, endpoint.name, { params: paramsOf(endpoint.path, false) });
        const unknown = await house.ask(token, endpoint.name, { params: paramsOf(endpoint.path, true) });
        expect([endpoint.name, who, seen.status < 300 && seen.text !== unknown.text]).toEqual([endpoint.name, who, false]);
        expect([endpoint.name, who, seen.status, plain(seen.text)]).toEqual([endpoint.name, who, unknown.status, plain(unknown.text)]);
        asked += 1;
      }
    expect(asked).toBeGreaterThan(40);
  });

  test('the case manager opens no search, appointment, emergency or episode of another engagement by its id', async () => {
    const token = { token: await cast.token('olena') };
    const foreign = [request.desk, appointment.desk, emergency.desk, episode];
    for (const { endpoint } of ROUTES.filter(
      ({ endpoint: { method, name, path } }) =>
        method === 'GET' &&
        /^(placement|scheduling|crisis|soziotherapie|billing|portal)\./.test(name) &&
        /:id\b/.test(path) &&
        name !== 'scheduling.feed',
    )) {
      const first = await house.ask(token, endpoint.name, { params: { id: newId() } });
      if (first.code === 'not-permitted') continue;
      for (const id of foreign) {
        const { status } = await house.ask(token, endpoint.name, { params: { id } });
        expect([endpoint.name, status]).toEqual([endpoint.name, first.status]);
      }
    }
  });
});

test('C.1 rule 4: who sees her within seven days is asked to get in touch before, each for herself and without a word of why', async () => {
  await stage.admin.query("update scheduling.appointment set state = 'booked', starts_at = '2026-03-05T09:00Z' where id = $1", [
    appointment.desk,
  ]);
  await stage.admin.query(
    "update scheduling.appointment set starts_at = '2026-03-20T09:00Z', ends_at = '2026-03-20T10:00Z' where id = $1",
    [appointment.case],
  );
  await stage.admin.query(
    "update soziotherapie.session set state = 'PLANNED', starts_at = '2026-03-02T15:00Z', ends_at = '2026-03-02T16:00Z', practitioner_id = $2 where person_id = $1",
    [personId, helpers.weidner],
  );
  const tasks = () =>
    stage.look<{ object_kind: string; to: string | null; role: string | null; facts: object; note: null; due: Temporal.Instant }>(
      `select object_kind, assignee_id as to, assignee_role as role, facts, note_sealed as note, due_at as due from tasks.task
       where kind = 'contact-before-appointment' order by object_kind`,
    );
  // raised in the case: the manager knows already
  await tellWhoSeesHer(stage.world, emergency.case);
  expect((await tasks()).map(({ object_kind: kind, role }) => [kind, role])).toEqual([
    ['appointment', 'therapist'],
    ['episode', 'soziotherapist'],
  ]);
  // raised at the desk: the case hears it, too; the others are not asked twice
  await tellWhoSeesHer(stage.world, emergency.desk);
  await tellWhoSeesHer(stage.world, emergency.desk);
  const made = await tasks();
  expect(made).toMatchObject([
    { object_kind: 'appointment', to: null, role: 'therapist', facts: {}, note: null },
    { object_kind: 'case', to: cast.account('olena'), role: null, facts: {}, note: null },
    { object_kind: 'episode', to: null, role: 'soziotherapist', facts: {}, note: null },
  ]);
  const mine = async (who: string) =>
    (await house.ask({ token: await cast.token(who as 'olena') }, 'tasks.list')).json.tasks
      .filter(({ kind }: { kind: string }) => kind === 'contact-before-appointment')
      .map(({ objectKind, dueAt }: { objectKind: string; dueAt: string }) => [objectKind, dueAt]);
  const tomorrow = stage.clock.now.add({ hours: 24 }).toString();
  expect(await mine('brandt')).toEqual([['appointment', tomorrow]]);
  expect(await mine('weidner')).toEqual([['episode', '2026-03-02T15:00:00Z']]); // before she comes, this afternoon
  expect(await mine('olena')).toEqual([['case', tomorrow]]);
  for (const who of ['rossi', 'benno', 'hanna', 'jana', 'fremd']) expect([who, await mine(who)]).toEqual([who, []]);
});

describe('C.1 rule 5: when she is busy elsewhere is seen by whoever plans, if she agreed, and nothing else', () => {
  const name = 'consent.getBusyTimes';
  const as = async (who: string) => ({ token: await cast.token(who as 'olena') });
  const put = async (table: string, known: Record<string, unknown>) =>
    putRow(stage.admin, table, (await drawers(stage.admin)).get(table) ?? [], { id: newId(), person_id: personId, ...known });
  const see = async (who: string, days?: number) =>
    (
      await house.ask(await as(who), name, {
        params: { id: personId },
        query: { from: '2026-03-05', ...(days ? { days: String(days) } : {}) },
      })
    ).json;
  const give = async (who: string, body: Record<string, unknown>) =>
    house.ask(await as(who), 'consent.giveBusyAgreement', { params: { id: personId }, body: { givenBy: 'client', ...body } });
  const withdraw = async (who: string) =>
    house.ask(await as(who), 'consent.endBusyAgreement', { params: { id: personId }, body: { via: 'phone' } });
  const NOTHING = { agreed: false, own: null, busy: [] };

  test('without her agreement the answer is the same as for somebody whom nobody else helps, and nobody double-checks her day', async () => {
    const alone = await openCase(stage, { cast, services } as Parameters<typeof openCase>[1], {});
    const ofAlone = await house.ask(await as('olena'), name, { params: { id: alone.personId } });
    for (const who of ['olena', 'hanna', 'jana', 'brandt', 'rossi', 'weidner', 'leitung'])
      expect([who, await see(who)]).toEqual([who, ofAlone.json]);
    expect(ofAlone.json).toEqual(NOTHING);
    const hidden = await house.ask(await as('fremd'), name, { params: { id: personId } });
    const unknown = await house.ask(await as('fremd'), name, { params: { id: newId() } });
    expect([hidden.status, hidden.code]).toEqual([unknown.status, unknown.code]);
    expect(hidden.status).toBe(404);
    expect((await house.ask(await as('karin'), name, { params: { id: personId } })).status).toBe(403);
    expect((await withdraw('jana')).code).toBe('busy-not-agreed');
  });

  test('the agreement is a record with witness and version; each planner then sees the others’ times, rounded, and never her own', async () => {
    await stage.admin.query('delete from soziotherapie.session where person_id = $1', [personId]);
    const day = {
      day: '2026-03-05',
      minutes: 50,
      setting: 'single',
      state: 'PLANNED',
      organisation_id: practices.musterweg,
      practitioner_id: helpers.weidner,
    };
    const session = (from: string, to: string) =>
      put('soziotherapie.session', {
        ...day,
        episode_id: episode,
        start_local: `2026-03-05T${from}`,
        end_local: `2026-03-05T${to}`,
        starts_at: `2026-03-05T${from}:00+01:00`,
        ends_at: `2026-03-05T${to}:00+01:00`,
      });
    await session('14:05', '14:55');
    await stage.admin.query(
      "update scheduling.appointment set state = 'booked', starts_at = '2026-03-05T09:00Z', ends_at = '2026-03-05T09:50Z' where id = $1",
      [appointment.desk],
    );
    await stage.admin.query(
      "update scheduling.appointment set state = 'booked', starts_at = '2026-03-06T09:00Z', ends_at = '2026-03-06T09:50Z' where id = $1",
      [appointment.case],
    );
    expect((await give('olena', { form: 'spoken' })).json).toMatchObject({
      code: 'busy-agreement-incomplete',
      errors: [{ pointer: '/witness' }],
    });
    expect((await give('olena', { form: 'paper', fileId: newId() })).json).toMatchObject({ errors: [{ pointer: '/fileId' }] });
    expect((await give('olena', { form: 'spoken', witness: 'B. Thiel', untilOn: '2026-03-01' })).json).toMatchObject({
      errors: [{ pointer: '/untilOn' }],
    });
    const given = await give('olena', { form: 'spoken', witness: 'Benno Thiel', untilOn: '2026-09-30' });
    expect(given.status).toBe(201);
    expect((await give('olena', { form: 'spoken', witness: 'Benno Thiel' })).json).toEqual(given.json);

    const DESK = { startsAt: '2026-03-05T09:00:00Z', endsAt: '2026-03-05T10:00:00Z' };
    const VISIT = { startsAt: '2026-03-05T13:00:00Z', endsAt: '2026-03-05T14:00:00Z' };
    const CASE = { startsAt: '2026-03-06T09:00:00Z', endsAt: '2026-03-06T10:00:00Z' };
    const givenAt = stage.clock.now.toString();
    const own = { form: 'spoken', givenBy: 'client', givenAt, untilOn: '2026-09-30', textVersion: '2026-1', witness: 'Benno Thiel' };
    expect(await see('olena')).toEqual({ agreed: true, own, busy: [DESK, VISIT] });
    expect(await see('hanna')).toEqual({ agreed: true, own, busy: [DESK, VISIT] });
    // the others learn only that it is valid for this
    expect(await see('jana')).toEqual({ agreed: true, own: null, busy: [VISIT, CASE] });
    expect(await see('brandt')).toEqual({ agreed: true, own: null, busy: [VISIT, CASE] });
    expect(await see('rossi')).toEqual({ agreed: true, own: null, busy: [DESK, VISIT] });
    expect(await see('weidner')).toEqual({ agreed: true, own: null, busy: [DESK, CASE] });
    expect(await see('buero')).toEqual({ agreed: true, own: null, busy: [DESK, CASE] });
    expect((await see('jana', 1)).busy).toEqual([VISIT]);
    expect((await house.ask(await as('fremd'), name, { params: { id: personId } })).status).toBe(404);
    const busyRows = ({ tx }: Parameters<Parameters<typeof cast.as>[1]>[0]) =>
      tx.selectFrom('consent.consent').select('id').where('kind', '=', 'busy-times').execute();
    expect(await cast.as('olena', busyRows)).toHaveLength(1);
    for (const who of ['jana', 'weidner', 'brandt', 'benno']) expect([who, await cast.as(who as 'olena', busyRows)]).toEqual([who, []]);
    // seeing it is a read that she finds in her log; the desk's log says nothing of the case
    const reads = await stage.look<{ actor_id: string }>(
      "select distinct actor_id from platform.event where action = 'consent.busy-times.read' and person_id = $1",
      personId,
    );
    expect(reads.length).toBeGreaterThan(5);
    const seenByDesk = await cast.as('jana', async ({ tx }) =>
      sql<{
        actor_id: string;
      }>`select distinct actor_id from platform.event where person_id = ${personId} and action like 'consent.%' and actor_id <> ${cast.account('jana')}`.execute(
        tx,
      ),
    );
    for (const { actor_id: by } of seenByDesk.rows) expect([cast.account('olena'), cast.account('hanna')]).not.toContain(by);
  });

  test('who books into such a time is told once, without a word of what is there, and may go on; later ones wait for earlier ones', async () => {
    const slot = newId();
    await stage.admin.query(
      "insert into scheduling.slot (id, practitioner_id, kinds, starts_at, ends_at) values ($1, $2, '{THERAPY}', '2026-03-05T13:00Z', '2026-03-05T13:50Z') on conflict do nothing",
      [slot, cast.practitioner('brandt' as 'olena')],
    );
    const book = async (despiteBusy?: boolean) =>
      house.ask(await as('brandt'), 'scheduling.addSession', {
        params: { id: appointment.desk },
        body: { slotId: slot, slotVersion: 1, kind: 'THERAPY', ...(despiteBusy ? { despiteBusy } : {}) },
      });
    const refused = await book();
    expect(refused.json).toMatchObject({ status: 409, code: 'client-busy' });
    expect(refused.text).not.toMatch(/startsAt|Sozio|Weidner|14:|13:/);
    expect((await book(true)).status).toBe(201);
    expect((await see('weidner')).busy).toHaveLength(3);
  });

  test('she takes it back anywhere, also where it was not obtained: the next question shows nothing', async () => {
    expect((await withdraw('jana')).json).toEqual({ ended: 1 });
    for (const who of ['olena', 'jana', 'brandt', 'weidner']) expect([who, await see(who)]).toEqual([who, NOTHING]);
    expect(await stage.look("select withdrawn_via, ended_by from consent.consent where kind = 'busy-times'")).toEqual([
      { withdrawn_via: 'phone', ended_by: cast.account('jana') },
    ]);
    // one that ran out is none
    await give('weidner', { form: 'spoken', witness: 'Frau Weidner', untilOn: '2026-03-02' });
    expect((await see('jana')).agreed).toBe(true);
    stage.clock.turnTo(Temporal.Instant.from('2026-03-02T23:00:00Z'));
    expect(await see('jana')).toEqual(NOTHING);
  });

  test('the database lets two engagements promise the same hour, so that no refusal tells of the other; within one it does not', async () => {
    const clash = (request_id: string) =>
      stage.admin.query(
        "insert into scheduling.appointment (id, practitioner_id, person_id, request_id, kind, starts_at, ends_at, booked_at) values ($1, $2, $3, $4, 'THERAPY', '2026-04-01T09:00Z', '2026-04-01T09:50Z', now())",
        [newId(), newId(), personId, request_id],
      );
    await clash(request.desk);
    await clash(request.case);
    await expect(clash(request.desk)).rejects.toMatchObject({ constraint: 'appointment_person_overlap' });
    await expect(clash(request.case)).rejects.toMatchObject({ constraint: 'appointment_person_overlap' });
  });
});

test('C.1: a change of name or contact is announced to every other engagement, without a word of where it was made', async () => {
  const made = async (who: string, change: object) => {
    await stage.admin.query("delete from tasks.task where kind = 'contact-data-changed'");
    await cast.as(who as 'olena', (call) => changePerson(call, personId, change));
    const [event] = await stage.look<{ seq: number }>(
      "select max(seq)::int as seq from platform.event where action = 'people.person.changed' and person_id = $1",
      personId,
    );
    await announceCore(stage.world, event?.seq ?? 0);
    await announceCore(stage.world, event?.seq ?? 0); // a job may run twice
    const rows = await stage.look<{ line: string }>(
      "select object_kind || ' ' || coalesce(assignee_role, 'manager') as line from tasks.task where kind = 'contact-data-changed' and facts = '{}' and note_sealed is null order by 1",
    );
    return rows.map(({ line }) => line);
  };
  expect(await made('jana', { phone: '0171 5550111' })).toEqual([
    'appointment therapist',
    'appointment therapist',
    'case manager',
    'episode soziotherapist',
  ]);
  expect(await made('olena', { phone: '0171 5550112' })).toEqual([
    'appointment therapist',
    'appointment therapist',
    'episode soziotherapist',
    'request desk',
  ]);
  expect(await made('weidner', { phone: '0171 5550113' })).toEqual([
    'appointment therapist',
    'appointment therapist',
    'case manager',
    'request desk',
  ]);
  expect(await made('brandt', { phone: '0171 5550114' })).toEqual([
    'appointment therapist',
    'case manager',
    'episode soziotherapist',
    'request desk',
  ]);
});

test('a second practice plans at the hour of the first: no refusal and no list tells that the other one sees her', async () => {
  const day = { day: '2026-05-04', start_local: '2026-05-04T10:00', end_local: '2026-05-04T11:00', state: 'PLANNED', setting: 'single' };
  const columns = (await drawers(stage.admin)).get('soziotherapie.session') ?? [];
  const put = (organisation_id: string, practitioner_id: string) =>
    putRow(stage.admin, 'soziotherapie.session', columns, {
      ...day,
      id: newId(),
      person_id: personId,
      organisation_id,
      practitioner_id,
      episode_id: newId(),
      starts_at: '2026-05-04T08:00Z',
      ends_at: '2026-05-04T09:00Z',
    });
  await put(practices.musterweg, newId());
  await put(practices.anderswo, newId());
  await expect(put(practices.anderswo, newId())).rejects.toMatchObject({ constraint: 'session_person_overlap' });
  await stage.admin.query('set session_replication_role = origin');
  const busy = (who: string, organisation: string) =>
    cast.as(
      who as 'olena',
      async ({ tx }) =>
        (
          await sql`select id from app.busy_in_practice(${organisation}, ${newId()}, ${personId}, '2026-05-04T09:00', '2026-05-04T12:00')`.execute(
            tx,
          )
        ).rows.length,
    );
  expect(await busy('weidner', practices.musterweg)).toBe(1);
});
