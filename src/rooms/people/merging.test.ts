import { Client } from 'pg';
import { afterAll, expect, test } from 'vitest';
import { beginRequest, saveDraft } from '#rooms/placement/actions/desk.ts';
import { recogniseCaller } from '#rooms/placement/actions/triage.ts';
import { askToCompare } from '#rooms/placement/jobs.ts';
import { openCaseServices } from '#test/cases-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { setSoziotherapie } from '#test/soziotherapie-stage.ts';
import { openCase } from '../../../test/cases-stage.ts';
import { decideMerge, proposeMerge, readDuplicates } from './actions/merging.ts';
import { changePerson } from './actions.ts';

const database = await freshDatabase();
const stage = await setSoziotherapie(database);
const opened = await openCaseServices(stage.cast);
const { cast } = opened;
afterAll(() => stage.close());

const ANNA = { givenName: 'Anna', familyName: 'Müller', birthDate: '1990-05-04' };
const NOTE = { table: 'cases.contact', column: 'summary_sealed' };

/** A client with a case and one sealed contact, known by her name. */
async function annaWithCase() {
  const anna = await openCase(stage, opened, {});
  const contactId = await cast.as('olena', async (call) => {
    await changePerson(call, anna.personId, ANNA);
    const id = call.newId();
    const sealed = await call.sealer.seal(call.tx, anna.personId, { ...NOTE, row: id }, 'Hat Angst vor Briefen.');
    await call.tx
      .insertInto('cases.contact')
      .values({
        id,
        case_id: anna.caseId,
        person_id: anna.personId,
        organisation_id: opened.services.rheinsieg,
        kind: 'phone',
        with_whom: 'client',
        at: call.now,
        on_day: '2026-03-02',
        reached: true,
        summary_sealed: sealed,
        made_at: call.now,
      })
      .execute();
    return id;
  });
  return { ...anna, contactId };
}

/** The desk takes her call and writes her name another way. */
async function annaAtTheDesk(phone: string) {
  return cast.as('jana', async (call, permit) => {
    const desk = permit('placement.desk');
    const { id, personId } = await beginRequest(call, desk, phone);
    await saveDraft(call, desk, id, {
      person: { ...ANNA, familyName: 'Mueller', email: 'anna@post.example' },
      criteria: {},
      privacyVersion: '2026-1',
    });
    return { requestId: id, personId };
  });
}

const propose = (keptId: string, goneId: string) =>
  cast.as('marit', (call, permit) => proposeMerge(call, permit('people.merge'), { keptId, goneId }));
const decide = (who: 'marit' | 'tomasz', id: string, version: number, to: 'merged' | 'declined' | 'undone') =>
  cast.as(who, (call, permit) => decideMerge(call, permit('people.merge'), id, version, to));
const refused = (who: 'marit' | 'tomasz' | 'jana' | 'olena', id: string, version: number, to: 'merged' | 'undone') =>
  cast.refusal(who, (call, permit) => decideMerge(call, permit('people.merge'), id, version, to));
const contactText = (contactId: string, personId: string) =>
  cast.as('olena', async (call) => {
    const row = await call.tx.selectFrom('cases.contact').select('summary_sealed').where('id', '=', contactId).executeTakeFirstOrThrow();
    return call.sealer.open(call.tx, personId, { ...NOTE, row: contactId }, row.summary_sealed as Buffer);
  });
const caseSeenBy = (who: 'jana' | 'olena', personId: string) =>
  cast.as(who, async (call) => (await call.tx.selectFrom('cases.case').select('id').where('person_id', '=', personId).execute()).length);

test('Scenario 16: the desk learns nothing of the case; two people join the records, everything follows, and within 30 days it goes back', async () => {
  const anna = await annaWithCase();
  const call = await annaAtTheDesk('0228 555 400');
  const hint = await cast.as('jana', (one, permit) => recogniseCaller(one, permit('placement.desk'), call.requestId, ANNA));
  expect(hint).toEqual({ known: [] });
  const [asked] = await stage.look<{ data: { about: string; elsewhere: boolean } }>(
    "select data from platform.event where action = 'people.recognition.asked' order by seq desc limit 1",
  );
  expect(asked?.data).toMatchObject({ about: call.requestId, elsewhere: true });
  await askToCompare(stage.world, call.requestId); // what follows the log, once the answer is given
  expect(await stage.look("select kind from tasks.task where object_id = $1 and assignee_role = 'coordinator'", call.requestId)).toEqual([
    { kind: 'possible-duplicate' },
  ]);

  const { pairs } = await cast.as('marit', (one, permit) => readDuplicates(one, permit('people.merge')));
  expect(pairs).toMatchObject([{ evidence: ['name-birth'] }]);
  expect(JSON.stringify(pairs)).not.toMatch(/case|Fall|request/);
  const { id, version } = await propose(anna.personId, call.personId);
  expect(await refused('marit', id, version, 'merged')).toMatchObject({ code: 'merge-own' });
  expect(await refused('jana', id, version, 'merged')).toMatchObject({ code: 'not-permitted' });
  const merged = await decide('tomasz', id, version, 'merged');

  // requests, consents, relations, tokens and the message address follow; the log keeps both ids
  expect(await stage.look('select person_id from placement.request where id = $1', call.requestId)).toEqual([{ person_id: anna.personId }]);
  expect(await stage.look('select email, phone from people.person where id = $1', anna.personId)).toEqual([
    { email: 'anna@post.example', phone: '0171 5550188' },
  ]);
  const log = await stage.look<{ person_id: string }>("select distinct person_id from platform.event where object_kind = 'merge'");
  expect(new Set(log.map((row) => row.person_id))).toEqual(new Set([anna.personId, call.personId]));
  expect(await caseSeenBy('jana', anna.personId)).toBe(0);
  expect(await caseSeenBy('olena', anna.personId)).toBe(1);
  expect(await contactText(anna.contactId, anna.personId)).toBe('Hat Angst vor Briefen.');
  // the desk goes on with the call as before
  await cast.as('jana', (one, permit) => saveDraft(one, permit('placement.desk'), call.requestId, { criteria: { languages: ['de'] } }));

  expect(await refused('tomasz', id, version, 'undone')).toMatchObject({ code: 'version-old' });
  stage.clock.pass({ hours: 24 * 29 });
  await decide('marit', id, merged.version, 'undone');
  expect(await stage.look('select person_id from placement.request where id = $1', call.requestId)).toEqual([{ person_id: call.personId }]);
  expect(await stage.look('select email from people.person where id = $1', anna.personId)).toEqual([{ email: null }]);
  expect(await contactText(anna.contactId, anna.personId)).toBe('Hat Angst vor Briefen.');
  await cast.as('jana', (one, permit) => saveDraft(one, permit('placement.desk'), call.requestId, { criteria: { languages: ['en'] } }));
  // who was taken apart is not proposed again
  expect((await cast.as('marit', (one, permit) => readDuplicates(one, permit('people.merge')))).pairs).toEqual([]);
});

test('The record with the case may be the one that goes: its sealed notes stay readable, before the undo and after it', async () => {
  const anna = await annaWithCase();
  const call = await annaAtTheDesk('0228 555 401');
  const { id, version } = await propose(call.personId, anna.personId);
  const merged = await decide('tomasz', id, version, 'merged');
  expect(await contactText(anna.contactId, call.personId)).toBe('Hat Angst vor Briefen.');
  const between = await cast.as('olena', async (one) => {
    const sealed = await one.sealer.seal(
      one.tx,
      call.personId,
      { table: 'cases.case', column: 'advice_sealed', row: anna.caseId },
      'Ruhig anrufen.',
    );
    await one.tx.updateTable('cases.case').set({ advice_sealed: sealed }).where('id', '=', anna.caseId).execute();
    return sealed;
  });
  await decide('tomasz', id, merged.version, 'undone');
  expect(await contactText(anna.contactId, anna.personId)).toBe('Hat Angst vor Briefen.');
  // what was written while both were one follows its row, and is read by whoever may see that row
  const after = await cast.as('olena', (one) =>
    one.sealer.open(one.tx, anna.personId, { table: 'cases.case', column: 'advice_sealed', row: anna.caseId }, between),
  );
  expect(after).toBe('Ruhig anrufen.');
  await cast.as('marit', (one, permit) => proposeMerge(one, permit('people.merge'), { keptId: call.personId, goneId: anna.personId }));
});

test('What a person has only once refuses the whole: two open cases with one service, two periods of Soziotherapie', async () => {
  const one = await annaWithCase();
  const other = await annaWithCase();
  const first = await propose(one.personId, other.personId);
  const collides = await refused('tomasz', first.id, 1, 'merged');
  expect(collides).toMatchObject({ code: 'merge-collides' });
  // which of the two it was would tell who helps them
  expect(JSON.stringify(collides)).not.toMatch(/case_open|constraint|where/);
  expect(await stage.look('select person_id from cases.case where id = $1', other.caseId)).toEqual([{ person_id: other.personId }]);
  expect(await stage.look('select state from people.merge where id = $1', first.id)).toEqual([{ state: 'proposed' }]);
  await decide('marit', first.id, 1, 'declined');
  expect(await refused('tomasz', first.id, 2, 'merged')).toMatchObject({ code: 'merge-decided' });
});

test('A practice of Soziotherapie and a case manager help the same person: one contingent, two engagements, neither sees the other', async () => {
  const karim = { givenName: 'Karim', familyName: 'Haddad', birthDate: '1979-11-30' };
  const served = await stage.openCase(karim);
  await cast.as('weidner' as never, (call) => changePerson(call, served.personId, { called: 'Karim', phone: '0171 5550999' }));
  const managed = await openCase(stage, opened, karim);
  await cast.as('olena', (call) => changePerson(call, managed.personId, { called: 'Herr Haddad', phone: '0171 5550998' }));
  const { id, version } = await propose(managed.personId, served.personId);
  const merged = await decide('tomasz', id, version, 'merged');
  expect(await stage.look('select person_id from soziotherapie.episode where id = $1', served.episodeId)).toEqual([
    { person_id: managed.personId },
  ]);
  expect(await stage.look('select count(*)::int as n from soziotherapie.contingent where person_id = $1', managed.personId)).toEqual([
    { n: 1 },
  ]);
  const seen = await cast.as('olena', async (call) => (await call.tx.selectFrom('soziotherapie.episode').select('id').execute()).length);
  expect(seen).toBe(0);
  expect(await cast.as('weidner' as never, async (call) => (await call.tx.selectFrom('cases.case').select('id').execute()).length)).toBe(0);
  stage.clock.pass({ hours: 24 * 31 });
  expect(await refused('marit', id, merged.version, 'undone')).toMatchObject({ code: 'merge-undo-late' });
});

test('Nobody joins people to look them up: without anything in common it is refused, also twice the same or what is gone', async () => {
  const one = await openCase(stage, opened, { givenName: 'Ada', familyName: 'Nord', birthDate: '1950-01-01' });
  const other = await openCase(stage, opened, { givenName: 'Ida', familyName: 'Süd', birthDate: '1960-01-01' });
  const may = (keptId: string, goneId: string) =>
    cast.refusal('marit', (call, permit) => proposeMerge(call, permit('people.merge'), { keptId, goneId }));
  expect(await may(one.personId, other.personId)).toMatchObject({ code: 'merge-nothing-in-common' });
  expect(await may(one.personId, one.personId)).toMatchObject({ code: 'merge-same' });
  const anna = await annaWithCase();
  const call = await annaAtTheDesk('0228 555 409');
  const { id } = await propose(anna.personId, call.personId);
  expect(await may(anna.personId, call.personId)).toMatchObject({ code: 'merge-proposed' });
  await decide('tomasz', id, 1, 'merged');
  expect(await may(anna.personId, call.personId)).toMatchObject({ code: 'merge-gone' });
});

test('Two joins in a row are taken apart in reverse, and every note stays readable by whoever may see its row', async () => {
  const anna = await annaWithCase();
  const second = await annaAtTheDesk('0228 555 420');
  const third = await annaAtTheDesk('0228 555 421');
  // her record goes into the second, the second into the third
  const one = await propose(second.personId, anna.personId);
  const first = await decide('tomasz', one.id, one.version, 'merged');
  await cast.as('olena', async (call) => {
    const sealed = await call.sealer.seal(
      call.tx,
      second.personId,
      { table: 'cases.case', column: 'advice_sealed', row: anna.caseId },
      'Leise.',
    );
    await call.tx.updateTable('cases.case').set({ advice_sealed: sealed }).where('id', '=', anna.caseId).execute();
  });
  const advice = (personId: string) =>
    cast.as('olena', async (call) => {
      const row = await call.tx.selectFrom('cases.case').select('advice_sealed').where('id', '=', anna.caseId).executeTakeFirstOrThrow();
      return call.sealer.open(
        call.tx,
        personId,
        { table: 'cases.case', column: 'advice_sealed', row: anna.caseId },
        row.advice_sealed as Buffer,
      );
    });
  const two = await propose(third.personId, second.personId);
  const later = await decide('tomasz', two.id, two.version, 'merged');
  expect(await contactText(anna.contactId, third.personId)).toBe('Hat Angst vor Briefen.');
  expect(await advice(third.personId)).toBe('Leise.');
  expect(await refused('marit', one.id, first.version, 'undone')).toMatchObject({ code: 'merge-undo-order' });

  await decide('marit', two.id, later.version, 'undone');
  expect(await contactText(anna.contactId, second.personId)).toBe('Hat Angst vor Briefen.');
  expect(await advice(second.personId)).toBe('Leise.');
  await decide('marit', one.id, first.version, 'undone');
  expect(await contactText(anna.contactId, anna.personId)).toBe('Hat Angst vor Briefen.');
  expect(await advice(anna.personId)).toBe('Leise.');
  for (const [who, table] of [
    [second, 'placement.request'],
    [third, 'placement.request'],
    [anna, 'cases.case'],
  ] as const)
    expect(await stage.look(`select 1 as there from ${table} where person_id = $1`, who.personId)).toHaveLength(1);
});

test('What was taken over goes back, what was changed since stays; both are recognised again, and the rule of safe contact is as it was', async () => {
  const anna = await annaWithCase();
  const call = await annaAtTheDesk('0228 555 430');
  const safe = (personId: string, open: boolean, alias: string | null) =>
    stage.admin.query(
      'insert into people.safe_contact (person_id, version, phone, voicemail, sms, email, letter, alias, set_at) values ($1, 1, true, $2, true, true, true, $3, now())',
      [personId, open, alias],
    );
  await safe(anna.personId, true, null);
  await safe(call.personId, false, 'Praxis');
  const { id, version } = await propose(anna.personId, call.personId);
  const merged = await decide('tomasz', id, version, 'merged');
  const rule = () => stage.look('select voicemail, alias from people.safe_contact where person_id = $1', anna.personId);
  expect(await rule()).toEqual([{ voicemail: false, alias: 'Praxis' }]);
  await cast.as('olena', (one) => changePerson(one, anna.personId, { phone: '0171 5550777', place: 'Köln' }));
  await decide('marit', id, merged.version, 'undone');
  expect(await rule()).toEqual([{ voicemail: true, alias: null }]);
  expect(await stage.look('select phone, place, email from people.person where id = $1', anna.personId)).toEqual([
    { phone: '0171 5550777', place: 'Köln', email: null },
  ]);
  const tokens = (personId: string) =>
    stage.look<{ kind: string }>('select kind from people.recognition where person_id = $1 order by kind', personId);
  expect(await tokens(anna.personId)).toEqual([{ kind: 'name-birth' }, { kind: 'phone' }]);
  expect(await tokens(call.personId)).toEqual([{ kind: 'name-birth' }, { kind: 'phone' }]);
});

test('Whoever writes while records are joined writes under the kept one: the join waits for her, or her transaction runs once more', async () => {
  const anna = await annaWithCase();
  const call = await annaAtTheDesk('0228 555 440');
  const { id, version } = await propose(anna.personId, call.personId);
  // begun before: the join waits until she is done
  const writer = new Client(database.admin);
  await writer.connect();
  try {
    await writer.query('begin');
    const task = crypto.randomUUID();
    const put =
      "insert into tasks.task (id, kind, object_kind, object_id, person_id, assignee_role, due_at, created_at) values ($1, 'call-back', 'request', $2, $3, 'desk', now(), now())";
    await writer.query(put, [task, call.requestId, call.personId]);
    const joining = decide('tomasz', id, version, 'merged');
    const waits = "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
    while ((await writer.query(waits)).rows.length === 0) await new Promise((next) => setImmediate(next));
    await writer.query('commit');
    await joining;
    expect(await stage.look('select person_id from tasks.task where id = $1', task)).toEqual([{ person_id: anna.personId }]);
    // begun after: refused in a way that runs the transaction again
    await expect(writer.query(put, [crypto.randomUUID(), call.requestId, call.personId])).rejects.toMatchObject({ code: '40001' });
  } finally {
    await writer.end();
  }
});
