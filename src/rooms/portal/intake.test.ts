import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { asPublic, asSystem } from '#platform/call.ts';
import type { Cast } from '#test/cast/cast.ts';
import type { StaffName, TherapistName } from '#test/cast/people.ts';
import { type Stage, setPractice } from '#test/cast/stage.ts';
import { freshDatabase } from '#test/database.ts';
import { openHttp } from '#test/open-http.ts';
import { mountRequestForm } from '../../doors/request-form.ts';
import { admitForm, getWebForm, listAside } from './actions/desk.ts';
import { takeOver, takeOverForms, tidyAside } from './actions/take-over.ts';

const database = await freshDatabase();
let stage: Stage & { cast: Cast<StaffName | TherapistName> };
let app: FastifyInstance;
let lines: string[];
beforeAll(async () => {
  stage = await setPractice(database);
  const { world } = stage;
  const http = await openHttp(world, { proxies: ['127.0.0.1'] });
  ({ app, lines } = http);
  await mountRequestForm(app, { world, log: http.log, origins: http.origins });
  await app.ready();
});
afterAll(async () => {
  await app.close();
  await stage.close();
});
beforeEach(() => {
  stage.clock.now = stage.clock.now.add({ hours: 25 }); // each test begins a day of its own, so that limits do not reach into the next
});

let last = 0;
const address = () => {
  last += 1;
  return `203.0.113.${last}`;
};

async function openPage(from = address(), language = 'de'): Promise<string> {
  const { payload } = await app.inject({
    url: `/anfrage?sprache=${language}`,
    headers: { host: 'localhost:4000', 'x-forwarded-for': from },
  });
  const token = /name="form" value="([^"]+)"/.exec(payload)?.[1];
  if (!token) throw new Error('a page without a form');
  return token;
}

const FILLED = {
  urgent: 'no',
  channel: 'phone',
  phone: '0228 / 47 11 00',
  who: 'self',
  birth: '12.03.1990',
  consent: 'on',
  concern: 'Ich schlafe nicht mehr.',
  called: 'Anna K.',
};
/** What became of a posted form: the intake is known by form and words together. */
const kept = new Map<string, string>();
const post = async (
  fields: Record<string, string | string[]>,
  { from = address(), language = 'de', headers = {} as Record<string, string | undefined> } = {},
) => {
  const pairs = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one]));
  const before = new Set((await intakes()).map(({ id }) => id));
  const answer = await app.inject({
    method: 'POST',
    url: `/anfrage?sprache=${language}`,
    headers: Object.fromEntries(
      Object.entries({
        host: 'localhost:4000',
        origin: 'http://localhost:4000',
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/x-www-form-urlencoded',
        'x-forwarded-for': from,
        ...headers,
      }).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    payload: new URLSearchParams(pairs).toString(),
  });
  const fresh = (await intakes()).find(({ id }) => !before.has(id));
  if (fresh && typeof fields.form === 'string') kept.set(fields.form, fresh.id);
  return answer;
};

/** Opens the page, waits as somebody who reads, sends. */
async function send(fields: Record<string, string | string[]> = {}, options: Parameters<typeof post>[1] = {}) {
  const form = await openPage(options.from, options.language);
  stage.clock.now = stage.clock.now.add({ seconds: 40 });
  return { form, answer: await post({ ...FILLED, ...fields, form }, options) };
}

const intakes = () =>
  stage.look<{ id: string; put_aside: string | null; taken_over_at: unknown; request_id: string; failures: number }>(
    'select * from portal.intake order by at',
  );
const idOf = (form: string) => kept.get(form) ?? (form.split('.')[0] as string);

describe('the page', () => {
  test('is light, without script, under its own strict policy, and never kept', async () => {
    const { headers, payload, statusCode } = await app.inject({ url: '/anfrage', headers: { host: 'localhost:4000' } });
    expect(statusCode).toBe(200);
    expect(Buffer.byteLength(payload)).toBeLessThan(60_000);
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect([headers['cache-control'], headers['referrer-policy'], headers['x-content-type-options']]).toEqual([
      'no-store',
      'same-origin',
      'nosniff',
    ]);
    expect(headers['set-cookie']).toBeUndefined();
    expect(payload).not.toContain('<script');
    const style = await app.inject({ url: /href="(\/anfrage\/form\.css[^"]*)"/.exec(payload)?.[1] ?? '' });
    expect([style.statusCode, style.headers['content-type']]).toEqual([200, 'text/css; charset=utf-8']);
    expect(Buffer.byteLength(payload) + Buffer.byteLength(style.payload)).toBeLessThan(60_000);
  });

  test('begins with the network’s own numbers once it has some', async () => {
    await stage.look(
      "insert into directory.guidance (id, kind, name, phone, in_emergency, set_at) values (gen_random_uuid(), 'crisis-service', 'Krisentelefon Bonn', '0228 99', true, now())",
    );
    const { payload } = await app.inject({ url: '/anfrage', headers: { host: 'localhost:4000' } });
    expect(payload.indexOf('Krisentelefon Bonn')).toBeGreaterThan(0);
    expect(payload.indexOf('Krisentelefon Bonn')).toBeLessThan(payload.indexOf('<form'));
    await stage.look("delete from directory.guidance where name = 'Krisentelefon Bonn'");
  });
});

describe('a form that was sent', () => {
  test('says what happens now, and lies sealed in a box that nobody outside can open', async () => {
    const { form, answer } = await send();
    expect(answer.statusCode).toBe(202);
    expect(answer.payload).toMatch(/class="reference" dir="ltr">[0-9A-Z]{4}-[0-9A-Z]{4}</);
    expect(answer.payload).toMatch(/Wir melden uns bis [A-Z]\w+, \d+\. [^,]+, 17:00 Uhr/);
    const [row] = await stage.look<{ sealed: Buffer }>('select sealed from portal.intake where id = $1', idOf(form));
    expect(row?.sealed.includes('4711')).toBe(false);
    expect(row?.sealed.includes('schlafe')).toBe(false);
    // As the public: no row of any table that holds persons, by no statement.
    for (const table of [
      'portal.intake',
      'platform.person_key',
      'people.person',
      'people.recognition',
      'placement.request',
      'consent.consent',
    ])
      expect(
        await asPublic(stage.world, {}, async ({ tx }) => (await sql`select * from ${sql.table(table)}`.execute(tx)).rows),
        table,
      ).toEqual([]);
    for (const statement of [
      'insert into portal.intake (id) values (gen_random_uuid())',
      'update portal.intake set taken_over_at = now()',
      'delete from portal.intake',
    ])
      await expect(
        asPublic(stage.world, {}, async ({ tx }) => void (await sql.raw(statement).execute(tx))),
        statement,
      ).rejects.toThrow(/permission denied/);
    // And whoever is signed in reads nothing of it before it is hers to read.
    for (const who of ['jana', 'marit', 'tomasz', 'karin', 'brandt'] as const)
      expect(await stage.cast.as(who, async ({ tx }) => (await sql`select * from portal.intake`.execute(tx)).rows), who).toEqual([]);
  });

  test('cannot take over somebody who is here already', async () => {
    const { personId } = await stage.cast.as('jana', async (call, permit) => {
      const { beginRequest } = await import('#rooms/placement/actions/desk.ts');
      return beginRequest(call, permit('placement.desk'), '0228 4712');
    });
    await expect(
      asPublic(stage.world, {}, ({ tx, newId }) =>
        sql`select app.receive_intake(${newId()}, ${personId}, ${newId()}, 'de', 'x', ${Buffer.alloc(40)}, ${Buffer.alloc(63)}, ${Buffer.alloc(16)}, null)`.execute(
          tx,
        ),
      ),
    ).rejects.toThrow(/begins a new person/);
  });

  test('twice within 100 ms is one, with the same answer', async () => {
    const from = address();
    const form = await openPage(from);
    stage.clock.now = stage.clock.now.add({ seconds: 40 });
    const before = (await intakes()).length;
    const answers = await Promise.all([
      post({ ...FILLED, form }, { from }),
      post({ ...FILLED, form }, { from }),
      post({ ...FILLED, form }, { from }),
    ]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([202, 202, 202]);
    expect(new Set(answers.map(({ payload }) => payload)).size).toBe(1);
    expect((await intakes()).length).toBe(before + 1);
  });

  test('sent again with another number after going back, it is not swallowed by the first', async () => {
    const from = address();
    const form = await openPage(from);
    stage.clock.now = stage.clock.now.add({ seconds: 40 });
    const before = (await intakes()).length;
    const wrong = await post({ ...FILLED, form }, { from });
    const mended = await post({ ...FILLED, phone: '0228 / 47 11 01', form }, { from });
    const again = await post({ ...FILLED, phone: '0228 / 47 11 01', form }, { from });
    expect([wrong, mended, again].map(({ statusCode }) => statusCode)).toEqual([202, 202, 202]);
    expect((await intakes()).length).toBe(before + 2);
    const reference = (page: { payload: string }) => /class="reference"[^>]*>([^<]+)/.exec(page.payload)?.[1];
    expect(reference(again)).toBe(reference(mended));
    expect(reference(mended)).not.toBe(reference(wrong));
  });

  test('with a fault comes back with everything typed and the fault beside its field', async () => {
    const { answer } = await send({ postalCode: '5311', called: 'Anna "K" <b>' });
    expect(answer.statusCode).toBe(422);
    expect(answer.payload).toContain('Die Postleitzahl hat fünf Ziffern.');
    expect(answer.payload).toContain('value="Anna &quot;K&quot; &lt;b&gt;"');
    expect(answer.payload).toContain('value="0228 / 47 11 00"');
    expect(answer.payload).toMatch(/href="#postalCode"/);
  });

  test('an old, foreign or changed form is asked for once more, with everything typed', async () => {
    const form = await openPage();
    stage.clock.now = stage.clock.now.add({ hours: 25 });
    for (const odd of [form, '', form.replace(/.$/, (sign) => (sign === '0' ? '1' : '0'))]) {
      const answer = await post({ ...FILLED, form: odd });
      expect(answer.statusCode).toBe(422);
      expect(answer.payload).toContain('value="Anna K."');
      const fresh = /name="form" value="([^"]+)"/.exec(answer.payload)?.[1] as string;
      stage.clock.now = stage.clock.now.add({ seconds: 5 });
      expect((await post({ ...FILLED, form: fresh })).statusCode).toBe(202);
    }
  });

  test('a field that the form does not have is refused and told to the log', async () => {
    const { form, answer } = await send({ role: 'admin' });
    expect(answer.statusCode).toBe(422);
    expect(await stage.told(idOf(form))).toEqual(['portal.form.foreign']);
    expect((await intakes()).some(({ id }) => id === idOf(form))).toBe(false);
  });

  test('from another site, or of a size that nobody types, is refused without a trace', async () => {
    const before = (await intakes()).length;
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site', origin: undefined }]) {
      const { answer } = await send({}, { headers });
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([403, 'text/html; charset=utf-8']);
    }
    const { answer } = await send({ concern: 'x'.repeat(70_000) });
    expect(answer.statusCode).toBe(413);
    expect(answer.payload).toContain('tel:112');
    expect((await send({}, { headers: { 'content-type': 'application/json' } })).answer.statusCode).toBe(400);
    expect((await intakes()).length).toBe(before);
  });
});

describe('floods', () => {
  test('from one source end in a kind page with the telephone, over all processes, and let others in', async () => {
    const from = address();
    const statuses: number[] = [];
    for (let time = 0; time < 8; time += 1) statuses.push((await send({}, { from })).answer.statusCode);
    expect(statuses).toEqual([202, 202, 202, 202, 202, 202, 429, 429]);
    const { answer } = await send({}, { from, language: 'tr' });
    expect(answer.headers['retry-after']).toBe('3600');
    expect(answer.payload).toContain('0228 555 010');
    expect((await send()).answer.statusCode).toBe(202);
    stage.clock.now = stage.clock.now.add({ hours: 2 });
    expect((await send({}, { from })).answer.statusCode).toBe(202);
    const [row] = await stage.look<{ source_hash: Buffer }>('select source_hash from portal.intake order by at desc limit 1');
    expect(row?.source_hash.toString('latin1')).not.toContain('203');
  });

  test('at the same moment count together', async () => {
    const from = address();
    const forms = await Promise.all(Array.from({ length: 10 }, () => openPage(from)));
    stage.clock.now = stage.clock.now.add({ seconds: 40 });
    const answers = await Promise.all(forms.map((form) => post({ ...FILLED, form }, { from })));
    expect(answers.filter(({ statusCode }) => statusCode === 202).length).toBe(6);
  });

  test('of posts are stopped before the database, too, with the same page', async () => {
    const from = address();
    const answers = [];
    for (let time = 0; time < 21; time += 1) answers.push(await post({ form: 'x' }, { from }));
    const { statusCode, headers, payload } = answers.at(-1) as (typeof answers)[number];
    expect([statusCode, headers['retry-after'], headers['content-type']]).toEqual([429, '60', 'text/html; charset=utf-8']);
    expect(payload).toContain('tel:112');
  });

  test('what a machine sends lies aside: the page is the same, the queue stays as it was, a coordinator sees that it is there', async () => {
    const from = address();
    const form = await openPage(from);
    const fast = await post({ ...FILLED, form }, { from });
    const { form: honey, answer } = await send({ website: 'http://spam.example' });
    expect([fast.statusCode, answer.statusCode]).toEqual([202, 202]);
    const plain = (text: string) => text.replace(/[0-9A-Z]{4}-[0-9A-Z]{4}/, '');
    expect(plain(fast.payload)).toBe(plain((await send()).answer.payload));
    await takeOverForms(stage.world);
    const rows = (await intakes()).filter(({ put_aside }) => put_aside !== null);
    expect(rows.map(({ id, put_aside, taken_over_at }) => [id, put_aside, taken_over_at])).toEqual([
      [idOf(form), 'fast', null],
      [idOf(honey), 'honey', null],
    ]);
    await asSystem(stage.world, 'test', tidyAside);
    await asSystem(stage.world, 'test', tidyAside);
    expect(await stage.look("select facts from tasks.task where kind = 'web-requests-aside'")).toEqual([{ facts: { count: 2 } }]);

    const aside = await stage.cast.as('marit', (call, permit) => listAside(call, permit('placement.override')));
    expect(aside.map(({ id, because }) => [id, because])).toEqual([
      [idOf(form), 'fast'],
      [idOf(honey), 'honey'],
    ]);
    await stage.cast.as('marit', (call, permit) => admitForm(call, permit('placement.override'), idOf(form)));
    await expect(stage.cast.as('marit', (call, permit) => admitForm(call, permit('placement.override'), idOf(form)))).rejects.toMatchObject(
      { code: 'not-found' },
    );
    expect(await takeOverForms(stage.world)).toBe(1);
    stage.clock.now = stage.clock.now.add({ hours: 31 * 24 });
    await asSystem(stage.world, 'test', tidyAside);
    expect((await intakes()).filter(({ put_aside }) => put_aside !== null)).toEqual([]);
  });
});

describe('taking over', () => {
  beforeEach(async () => {
    await takeOverForms(stage.world);
  });

  test('makes person, request, relation, consent and the task to call back, by the next working day', async () => {
    const { form } = await send({
      waitingList: 'on',
      times: ['1m', '1a'],
      postalCode: '53113',
      insurance: 'GKV',
      procedure: 'VT',
      language: 'tr',
      germanToo: 'on',
      setting: 'group',
      reach: ['morning', 'evening'],
      voicemail: 'on',
      ptv11: 'yes',
      ptv11Date: '2.2.2026',
    });
    expect(await takeOverForms(stage.world)).toBe(1);
    const [intake] = (await intakes()).filter(({ id }) => id === idOf(form));
    const [request] = await stage.look<Record<string, unknown>>('select * from placement.request where id = $1', intake?.request_id);
    expect(request).toMatchObject({
      state: 'new',
      origin: 'web',
      priority: 3,
      owner_id: null,
      caller_role: 'self',
      privacy_version: 'web-2026-1',
      safety_opener: null,
    });
    expect(request?.criteria).toEqual({
      birthDate: '1990-03-12',
      insurance: 'GKV',
      postalCode: '53113',
      procedureWish: ['VT'],
      windows: [{ weekday: 1, from: '08:00', to: '17:00' }],
      languages: ['tr', 'de'],
      setting: 'group',
    });
    const consents = await stage.look(
      'select kind, form, text_version from consent.consent where person_id = $1 order by kind',
      request?.person_id,
    );
    expect(consents).toEqual([
      { kind: 'record', form: 'portal', text_version: 'web-2026-1' },
      { kind: 'waiting-list', form: 'portal', text_version: 'web-2026-1' },
    ]);
    const [task] = await stage.look<Record<string, unknown>>(
      "select * from tasks.task where kind = 'web-call-back' and object_id = $1",
      request?.id,
    );
    expect(task).toMatchObject({ assignee_role: 'desk', priority: 2, facts: { urgent: false } });
    expect(task?.due_at).toEqual(request?.next_step_at);

    // The desk sees her in its queue and reads what she wrote; the read is in the log.
    const shown = await stage.cast.as('jana', (call, permit) => getWebForm(call, permit('placement.desk'), request?.id as string));
    expect(shown).toMatchObject({
      reach: ['morning', 'evening'],
      voicemail: true,
      ptv11: 'yes',
      ptv11Date: '2026-02-02',
      who: 'self',
      urgent: false,
    });
    expect(new Date(shown?.callBackBy ?? 0)).toEqual(task?.due_at);
    expect(await stage.told(idOf(form))).toEqual(['portal.intake.received', 'portal.intake.taken-over', 'portal.intake.read']);
  });

  test('once, with several workers at the same moment', async () => {
    for (let time = 0; time < 5; time += 1) await send();
    const counts = await Promise.all([takeOverForms(stage.world), takeOverForms(stage.world), takeOverForms(stage.world)]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5);
    const doubled = await stage.look(
      'select object_id from tasks.task where kind = $1 group by object_id having count(*) > 1',
      'web-call-back',
    );
    expect(doubled).toEqual([]);
  });

  test('a worker killed in the middle leaves nothing behind, and the next one does the whole', async () => {
    const { form } = await send();
    const id = idOf(form);
    const killed = asSystem(stage.world, 'test', async (call) => {
      expect(await takeOver(call, id)).toBe(true);
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(call.tx);
      await stage.look('select pg_terminate_backend($1)', rows[0]?.pid);
      await sql`select 1`.execute(call.tx);
    });
    await expect(killed).rejects.toThrow();
    const [before] = (await intakes()).filter((row) => row.id === id);
    expect(before?.taken_over_at).toBeNull();
    expect(await stage.look('select id from placement.request where id = $1', before?.request_id)).toEqual([]);
    expect(await takeOverForms(stage.world)).toBe(1);
    expect(await takeOverForms(stage.world)).toBe(0);
    expect((await stage.look('select id from placement.request where id = $1', before?.request_id)).length).toBe(1);
  });

  test('a form that cannot be read holds up nobody, is tried again later, and after three times somebody has to look', async () => {
    const { form: bad } = await send();
    await stage.look('update portal.intake set sealed = set_byte(sealed, 40, (get_byte(sealed, 40) + 1) % 256) where id = $1', idOf(bad));
    await send();
    expect(await takeOverForms(stage.world)).toBe(1);
    for (let time = 0; time < 2; time += 1) {
      stage.clock.now = stage.clock.now.add({ minutes: 10 });
      expect(await takeOverForms(stage.world)).toBe(0);
    }
    const [row] = (await intakes()).filter(({ id }) => id === idOf(bad));
    expect(row).toMatchObject({ failures: 3, taken_over_at: null });
    expect((await stage.look("select id from tasks.task where kind = 'web-request-unreadable' and object_id = $1", idOf(bad))).length).toBe(
      1,
    );
    await stage.look('delete from portal.intake where id = $1', idOf(bad));
  });

  test('what cannot wait: help is said at once, and somebody calls within the hour; nobody raises an emergency for her', async () => {
    stage.clock.now = Temporal.Instant.from('2027-06-08T08:00:00Z'); // Tuesday, ten o'clock in Berlin
    const { answer } = await send({ urgent: 'yes' });
    expect(answer.payload.indexOf('tel:112')).toBeLessThan(answer.payload.indexOf('class="reference"'));
    expect(answer.payload).toContain('Dienstag, 8. Juni, 11:00 Uhr');
    await takeOverForms(stage.world);
    const [task] = await stage.look<Record<string, unknown>>(
      "select * from tasks.task where kind = 'web-call-back' order by created_at desc limit 1",
    );
    expect(task).toMatchObject({ priority: 1, facts: { urgent: true } });
    const emergencies = await stage.look<{ count: string }>("select count(*) from platform.event where action like 'crisis.%'");
    expect(Number(emergencies[0]?.count)).toBe(0);
  });

  test('a partner is named to the desk, a known number leads to the request that is open, and the sender learns nothing of it', async () => {
    const first = await send({ phone: '0228 90 90 90' });
    await takeOverForms(stage.world);
    const second = await send({ phone: '+49 228 909090', who: 'referrer', referrer: 'Hausarztpraxis am Markt' });
    expect(second.answer.statusCode).toBe(202);
    const plain = (text: string) => text.replace(/[0-9A-Z]{4}-[0-9A-Z]{4}/, '');
    expect(plain(second.answer.payload)).toBe(plain(first.answer.payload));
    await takeOverForms(stage.world);
    const rows = await intakes();
    const [one, two] = [first, second].map(({ form }) => rows.find(({ id }) => id === idOf(form))?.request_id as string);
    const [task] = await stage.look<{ facts: object }>("select facts from tasks.task where kind = 'web-call-back' and object_id = $1", two);
    expect(task?.facts).toEqual({ urgent: false, knownRequestId: one });
    const shown = await stage.cast.as('jana', (call, permit) => getWebForm(call, permit('placement.desk'), two as string));
    expect(shown).toMatchObject({ who: 'referrer', referrer: 'Hausarztpraxis am Markt' });
    expect(await stage.look('select origin from placement.request where id = $1', two)).toEqual([{ origin: 'partner' }]);
  });

  test('who wished mail gets a neutral one at once', async () => {
    const { form } = await send({ channel: 'email', email: 'anna@example.org', phone: '' });
    await takeOverForms(stage.world);
    const [row] = (await intakes()).filter(({ id }) => id === idOf(form));
    const mails = await stage.look('select template, channel, state from messages.message where cause_id = $1', row?.request_id);
    expect(mails).toEqual([{ template: 'request-received', channel: 'email', state: 'queued' }]);
  });
});

test('nothing that anybody wrote stands in the server’s own log', () => {
  expect(lines.length).toBeGreaterThan(50);
  for (const secret of ['schlafe', '4711', '47 11', 'Anna', 'anna@example', '203.0.113', 'Hausarztpraxis'])
    expect(
      lines.filter((line) => line.includes(secret)),
      secret,
    ).toEqual([]);
  expect(lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
});
