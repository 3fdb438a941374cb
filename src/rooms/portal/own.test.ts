import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayInBerlin } from '#kernel/time.ts';
import { asSession } from '#platform/call.ts';
import { isNeutral } from '#rooms/messages/rules/neutral.ts';
import { type OpenedCase, setCases } from '#test/cases-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { openHttp } from '#test/open-http.ts';
import { mountPortal, PORTAL_PATHS } from '../../doors/portal.ts';
import { beginRound } from '../cases/actions/assessment-rounds.ts';
import { casePlanSteps } from '../cases/plan.fixture.ts';
import * as staff from './actions/invite.ts';
import { FORM_LANGUAGES } from './rules/fields.ts';
import { readInvitationCode } from './rules/own-access.ts';
import { OWN_WORDS } from './rules/own-words.ts';
import { readBirth } from './rules/typed.ts';
import { FORM_WORDS } from './rules/words.ts';

const database = await freshDatabase();
let world: Awaited<ReturnType<typeof setCases>>;
let app: FastifyInstance;
let marta: OpenedCase;
let other: OpenedCase;

const PASSWORD = 'sieben Gänse schwimmen weit';
const DEPTH = Number(process.env.GELEIT_DEPTH ?? 1);

/** A browser without script: follows what the pages offer. */
let phones = 0;
class Phone {
  /** Each from another connection, so that the tries of one do not stop the next. */
  address = `203.0.113.${phones++ % 250}`;
  cookies = new Map<string, string>();
  /** Without the marks that isolate names. */
  page = '';
  raw = '';
  status = 0;
  location = '';
  type = '';
  bytes: Buffer = Buffer.alloc(0);

  async get(url: string): Promise<string> {
    return this.#send({ method: 'GET', url });
  }
  /** Sends the form that the page before holds for an address, with what somebody typed. */
  async post(url: string, typed: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<string> {
    const hidden = Object.fromEntries(
      ['form', 'p'].flatMap((name) => {
        const [, value] = new RegExp(`name="${name}" value="([^"]*)"`).exec(this.page) ?? [];
        return value ? [[name, value]] : [];
      }),
    );
    world.clock.pass({ seconds: 1 });
    const payload = new URLSearchParams({ ...hidden, ...typed }).toString();
    return this.#send({ method: 'POST', url, payload, headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers } });
  }
  async follow(): Promise<string> {
    return this.get(this.location);
  }
  async #send(wish: { method: 'GET' | 'POST'; url: string; payload?: string; headers?: Record<string, string> }): Promise<string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await app.inject({
      ...wish,
      remoteAddress: this.address,
      url: wish.url.split('#')[0] ?? '',
      headers: {
        host: 'localhost:4000',
        ...(wish.method === 'POST' ? { origin: 'http://localhost:4000' } : {}),
        ...(cookie ? { cookie } : {}),
        ...wish.headers,
      },
    });
    for (const { name, value, maxAge } of answer.cookies)
      value === '' || maxAge === 0 ? this.cookies.delete(name) : this.cookies.set(name, value);
    this.status = answer.statusCode;
    this.location = String(answer.headers.location ?? '');
    this.type = String(answer.headers['content-type'] ?? '');
    this.bytes = answer.rawPayload;
    this.raw = answer.payload;
    if (/html/.test(this.type)) this.page = answer.payload.replace(/<\/?bdi>/g, '');
    return answer.payload;
  }
}

const invite = (personId: string, guest: Partial<staff.PortalGuest> = {}) =>
  world.cast.as('olena', (call, permit) =>
    staff.inviteToPortal(call, permit('portal.invite'), personId, {
      kind: 'self',
      name: 'Marta Kowalczyk',
      language: 'de',
      guardianId: null,
      releaseId: null,
      ...guest,
    }),
  );

/** The code in the newest mail to an address, as the system would send it. */
async function mailedCode(email: string): Promise<string> {
  return world.cast.asSystem(async (call) => {
    const rows = await call.tx
      .selectFrom('messages.message')
      .selectAll()
      .where('template', '=', 'portal-code')
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .execute();
    for (const row of rows) {
      const content = JSON.parse(
        await call.sealer.open(call.tx, row.person_id ?? '', { table: 'messages.message', column: 'sealed', row: row.id }, row.sealed),
      );
      if (content.to === email) return /\d{6}/.exec(content.text)?.[0] ?? '';
    }
    return '';
  });
}

async function enter(
  personId: string,
  email: string,
  { birth = '14.09.1981', ...guest }: Partial<staff.PortalGuest> & { birth?: string } = {},
): Promise<Phone> {
  const { code } = await invite(personId, guest);
  const phone = new Phone();
  await phone.get('/portal/einladung');
  await phone.post('/portal/einladung', { code, birth, email, password: PASSWORD });
  expect(phone.location).toBe('/portal/faktor');
  await phone.follow();
  await phone.post('/portal/faktor', { factor: 'mail' });
  await phone.follow();
  await phone.post('/portal/code', { kind: 'mail', code: await mailedCode(email) });
  expect(phone.location).toBe('/portal');
  await phone.follow();
  return phone;
}

async function book(personId: string, hours: number): Promise<string> {
  const id = crypto.randomUUID();
  const practitioner = crypto.randomUUID();
  const start = world.clock.now.add({ hours });
  await world.admin
    .query(
      `insert into directory.practitioner (id, organisation_id, name, title, profession, gender, procedures, settings, groups, languages, insurances, ages, created_at) select $1, id, 'Miriam Brandt', null, 'PP', 'f', '{VT}', '{single}', '{}', '[]', '{GKV}', '[]', now() from directory.organisation limit 1`,
      [practitioner],
    )
    .catch(async () => {
      await world.admin.query(
        `insert into directory.practitioner (id, organisation_id, name, profession) select $1, id, 'Miriam Brandt', 'PP' from directory.organisation limit 1`,
        [practitioner],
      );
    });
  await world.admin.query(
    `insert into scheduling.appointment (id, practitioner_id, person_id, request_id, kind, starts_at, ends_at, booked_at) values ($1, $2, $3, $4, 'TRIAL', $5, $6, $7)`,
    [id, practitioner, personId, crypto.randomUUID(), start.toString(), start.add({ minutes: 50 }).toString(), world.clock.now.toString()],
  );
  return id;
}

beforeAll(async () => {
  world = await setCases(database);
  const opened = await openHttp(world.world, { limits: false });
  app = opened.app;
  await mountPortal(app, { world: world.world, log: opened.log, secure: false, origins: opened.origins });
  await app.ready();
  marta = await world.openCase();
  other = await world.openCase({ givenName: 'Anders', familyName: 'Fremd', birthDate: '1970-01-01' });
});
afterAll(async () => {
  await app.close();
  await world.close();
});

describe('from the invitation to the withdrawal', () => {
  test('she accepts by letter, gets a code by mail, sees, writes, cancels, withdraws and signs out', async () => {
    const phone = await enter(marta.personId, 'marta@example.org');
    expect(phone.page).toContain('Guten Tag, Marta Kowalczyk');
    const id = await book(marta.personId, 72);
    await phone.get('/portal');
    expect(phone.page).toContain('Probesitzung');
    expect(phone.page).toContain('Eine Absage kostet nichts.');
    expect(phone.page).toContain('Ihre Versichertenkarte und das Blatt „PTV\u00a011“, wenn Sie eins haben');
    expect(phone.page).toMatch(/<li class="done">.*Erstes Gespräch.*<li aria-current="step">.*Probesitzungen/s);
    expect(phone.raw).toContain('<bdi>Miriam Brandt</bdi>');
    expect(phone.page).toContain('50 Minuten');

    const ics = await phone.get(`/portal/kalender/${id}`);
    expect(ics).toMatch(/SUMMARY:Termin\r\n/);
    expect(ics).not.toMatch(/Brandt|Probe|Therap|LOCATION|DESCRIPTION/i);

    await phone.get('/portal/nachrichten');
    expect(phone.page).toContain('Olena Marchuk');
    const [, service = ''] = /<option value="([0-9a-f-]{36})"/.exec(phone.page) ?? [];
    await phone.post('/portal/nachrichten', { to: service, text: 'Darf ich <b>meine</b> Schwester mitbringen?' });
    await phone.follow();
    expect(phone.page).toContain('Ihre Nachricht ist angekommen.');
    expect(phone.page).toContain('Darf ich &lt;b&gt;meine&lt;/b&gt; Schwester mitbringen?');
    const [task] = await world.look<{ assignee_id: string; object_id: string }>(
      "select assignee_id, object_id from tasks.task where kind = 'portal-message' and done_at is null",
    );
    expect(task).toEqual({ assignee_id: world.cast.account('olena'), object_id: marta.caseId });
    const [talk] = await world.cast.as('olena', (call, permit) => staff.readConversations(call, permit('portal.invite'), marta.personId));
    expect(talk?.messages.at(-1)).toMatchObject({ fromClient: true, text: 'Darf ich <b>meine</b> Schwester mitbringen?' });
    await world.cast.as('olena', (call, permit) =>
      staff.answerMessage(call, permit('portal.invite'), marta.personId, {
        accountId: talk?.accountId ?? '',
        organisationId: service,
        text: 'Ja, gern.',
      }),
    );
    await phone.get('/portal');
    expect(phone.page).toContain('<span class="new">1</span>');
    expect(phone.page).toMatch(/Nachricht an Sie<.*Ja, gern\..*>Antworten</s);
    await phone.get('/portal/nachrichten');
    expect(phone.page).toContain('Ja, gern.');
    expect(phone.page).not.toContain('class="new"');
    expect(await world.look("select 1 from tasks.task where kind = 'portal-message' and done_at is null")).toEqual([]);

    await phone.get(`/portal/absagen/${id}`);
    expect(phone.page).toContain('Möchten Sie diesen Termin absagen?');
    await phone.post(`/portal/absagen/${id}`, { excuse: 'illness' });
    await phone.follow();
    expect(phone.page).toContain('Ihr Termin ist abgesagt');
    expect(await world.look(`select state, cancelled_how, excuse from scheduling.appointment where id = '${id}'`)).toEqual([
      { state: 'cancelled', cancelled_how: 'patient_in_time', excuse: 'illness' },
    ]);
    await phone.get(`/portal/absagen/${id}`);
    expect([phone.status, phone.page.includes('schon abgesagt oder verschoben')]).toEqual([409, true]);

    await phone.get('/portal/freigaben');
    await phone.post('/portal/freigaben', { give: 'reminders' });
    await phone.follow();
    const reminders = /<h2>An Termine erinnern<\/h2>.*?name="withdraw" value="([0-9a-f-]{36})"/s.exec(phone.page)?.[1] ?? '';
    await phone.post('/portal/freigaben', { withdraw: reminders });
    await phone.follow();
    expect(phone.page).toContain('Das gilt ab sofort.');
    await phone.post('/portal/freigaben', { withdraw: reminders });
    expect(phone.status).toBe(303); // asked twice: it is withdrawn
    expect(await world.look(`select form, withdrawn_at is not null as gone from consent.consent where id = '${reminders}'`)).toEqual([
      { form: 'portal', gone: true },
    ]);

    // that planners see when she is busy: hers to allow, and to take back
    await phone.post('/portal/freigaben', { give: 'busy-times' });
    const busy = "select withdrawn_at is not null as gone from consent.consent where kind = 'busy-times' and form = 'portal'";
    expect(await world.look(busy)).toEqual([{ gone: false }]);
    await phone.get('/portal/freigaben');
    const given = /<h2>Belegte Zeiten<\/h2>.*?name="withdraw" value="([0-9a-f-]{36})"/s.exec(phone.page)?.[1] ?? '';
    await phone.post('/portal/freigaben', { withdraw: given });
    expect(await world.look(busy)).toEqual([{ gone: true }]);

    await phone.get('/portal/wer');
    expect(phone.page).toContain('<strong>Olena Marchuk</strong><br>Case Management<br>Case Management Rhein-Sieg');
    await phone.get('/portal/daten');
    expect(phone.page).toContain('14. September 1981');
    const mine = JSON.parse(await phone.get('/portal/daten.json'));
    expect(mine.persons[0]).toMatchObject({ kind: 'self', person: { familyName: 'Kowalczyk' } });
    await phone.get('/portal/daten.pdf');
    expect(phone.bytes.subarray(0, 5).toString()).toBe('%PDF-');

    await phone.get('/portal');
    await phone.post('/portal/abmelden');
    await phone.get('/portal/daten');
    expect([phone.status, phone.location]).toEqual([303, '/portal/anmelden']);
  });

  test('she signs in again with password and a new code by mail; a wrong one counts, the old one is dead', async () => {
    const phone = new Phone();
    await phone.get('/portal/anmelden');
    await phone.post('/portal/anmelden', { email: 'marta@example.org', password: 'falsch aber lang genug' });
    expect([phone.status, phone.page.includes('passen nicht zusammen')]).toEqual([422, true]);
    await phone.post('/portal/anmelden', { email: 'marta@example.org', password: PASSWORD });
    expect(phone.location).toBe('/portal/code');
    await phone.follow();
    const first = await mailedCode('marta@example.org');
    await phone.post('/portal/code', { kind: 'mail', code: first === '000000' ? '000001' : '000000' });
    expect([phone.status, phone.page.includes('Dieser Code gilt nicht')]).toEqual([422, true]);
    await phone.post('/portal/faktor', { factor: 'mail' });
    await phone.follow();
    const second = await mailedCode('marta@example.org');
    await phone.post('/portal/code', { kind: 'mail', code: second });
    expect(phone.location).toBe('/portal');
    // half a session opens no page, and an app cannot be set up past the mail
    const half = new Phone();
    await half.get('/portal/anmelden');
    await half.post('/portal/anmelden', { email: 'marta@example.org', password: PASSWORD });
    await half.get('/portal/daten');
    expect(half.location).toBe('/portal/code');
    await half.get('/portal/code');
    await half.post('/portal/faktor', { factor: 'app' });
    expect(half.location).toBe('/portal/code');
  });

  test('with an app instead: the first code confirms it, the next sign-in asks for it', async () => {
    const { personId } = await world.openCase({ givenName: 'Ayla', familyName: 'Demir', birthDate: '1990-05-02' });
    const { code } = await invite(personId, { name: 'Ayla Demir', language: 'tr' });
    const phone = new Phone();
    await phone.get('/portal/einladung?sprache=tr');
    await phone.post('/portal/einladung?sprache=tr', {
      code: code.toLowerCase().replaceAll('-', ' '),
      birth: '2.5.1990',
      email: 'ayla@example.org',
      password: PASSWORD,
    });
    await phone.follow();
    await phone.post('/portal/faktor', { factor: 'app' });
    const secret = (/class="secret" dir="ltr">([^<]+)</.exec(phone.page)?.[1] ?? '').replaceAll(' ', '');
    const shows = (steps = 0) => generateSync({ secret, epoch: Math.floor(world.clock.now.epochMilliseconds / 1000) + 30 * steps });
    await phone.post('/portal/code', { kind: 'enrol', code: shows() });
    expect(phone.location).toBe('/portal');
    const again = new Phone();
    await again.get('/portal/anmelden');
    await again.post('/portal/anmelden', { email: 'ayla@example.org', password: PASSWORD });
    await again.follow();
    await again.post('/portal/code', { kind: 'app', code: shows(1) });
    expect(again.location).toBe('/portal');
  });

  test('of two orders at once one cancels, the other learns that it is done', async () => {
    const phone = await enter(marta.personId, 'marta@example.org'); // the same address: a new start of the same access
    const id = await book(marta.personId, 96);
    await phone.get(`/portal/absagen/${id}`);
    const twin = new Phone();
    twin.cookies = new Map(phone.cookies);
    twin.page = phone.page;
    await Promise.all([phone.post(`/portal/absagen/${id}`), twin.post(`/portal/absagen/${id}`)]);
    expect([phone.status, twin.status].sort()).toEqual([303, 409]);
  });
});

describe('what the door refuses', () => {
  test('five wrong birth dates end an invitation, and every no is the same sentence', async () => {
    const { personId } = await world.openCase({ givenName: 'Bo', familyName: 'Lang' });
    const { code } = await invite(personId, { name: 'Bo Lang' });
    const sentences = new Set<string>();
    const ask = async (source: string, wish: Record<string, string>) => {
      const phone = new Phone();
      await phone.get('/portal/einladung');
      await phone.post('/portal/einladung', { code, birth: '14.09.1981', email: 'bo@example.org', password: PASSWORD, ...wish });
      expect([source, phone.status]).toEqual([source, 422]);
      sentences.add(/role="alert"[^>]*><p>([^<]*)/.exec(phone.page)?.[1] ?? '');
    };
    for (let n = 0; n < 5; n += 1) await ask('wrong date', { birth: `0${n + 1}.01.1980` });
    await ask('right date, too late', {});
    await ask('unknown code', { code: '0000-0000-0000' });
    await ask('no code', { code: 'hallo' });
    expect([...sentences]).toEqual([
      'Code und Geburtsdatum passen nicht zusammen, oder der Code gilt nicht mehr. Prüfen Sie beides oder rufen Sie uns an.',
    ]);
    const state = await world.cast.as('olena', (call, permit) => staff.readAccesses(call, permit('portal.invite'), personId));
    expect(state.invitations.map((one) => one.state)).toEqual(['used-up']);
    world.clock.pass({ minutes: 10 });
  });

  test('a withdrawn and an expired invitation open nothing; an ended access acts on the next request', async () => {
    const phone = await enter(marta.personId, 'marta@example.org');
    const { accesses } = await world.cast.as('olena', (call, permit) => staff.readAccesses(call, permit('portal.invite'), marta.personId));
    expect(accesses).toHaveLength(1);
    await world.cast.as('olena', (call) => staff.endAccess(call, accesses[0]?.id ?? ''));
    await phone.get('/portal/daten');
    expect(phone.page).not.toContain('Kowalczyk</dd>');
    expect([303, 403, 404]).toContain(phone.status);

    const { id, code } = await invite(marta.personId);
    await world.cast.as('olena', (call, permit) => staff.withdrawPortalInvitation(call, permit('portal.invite'), id));
    const late = await invite(marta.personId, { name: 'Spät' });
    world.clock.pass({ hours: 14 * 24 + 1 });
    for (const dead of [code, late.code]) {
      const other = new Phone();
      await other.get('/portal/einladung');
      await other.post('/portal/einladung', { code: dead, birth: '14.09.1981', email: 'm2@example.org', password: PASSWORD });
      expect(other.status).toBe(422);
    }
  });

  test('an account of staff, a foreign page, a form without our number and an impossible id', async () => {
    const phone = new Phone();
    await phone.get('/portal/anmelden');
    await phone.post('/portal/anmelden', { email: 'olena.marchuk@geleit.example', password: 'vier Pferde traben leise' });
    expect(phone.status).toBe(422);
    await phone.post('/portal/anmelden', { email: 'a@b.de', password: 'x' }, { origin: 'https://boese.example' });
    expect(phone.status).toBe(403);
    await phone.post('/portal/anmelden', { form: 'x', email: 'a@b.de', password: 'x' });
    expect(phone.status).toBe(403);
    const staffToken = await world.cast.token('olena');
    const desk = new Phone();
    desk.cookies.set('geleit', staffToken);
    await desk.get('/portal');
    expect(desk.location).toBe('/portal/anmelden');
    const own = await enter(marta.personId, 'marta@example.org');
    for (const odd of ['/portal/absagen/1', `/portal/absagen/${crypto.randomUUID()}`, '/portal/kalender/../daten.json%00']) {
      await own.get(odd);
      expect([400, 404], odd).toContain(own.status);
    }
    await own.get('/portal/nachrichten');
    await own.post('/portal/nachrichten', { to: 'desk', text: '   ' });
    expect(own.status).toBe(422);
    await own.post('/portal/nachrichten', { to: crypto.randomUUID(), text: 'Hallo' });
    expect(own.status).toBeGreaterThanOrEqual(400);
    await own.post('/portal/nachrichten', { to: 'desk', text: 'ä'.repeat(1001) });
    expect(own.page).toContain('Kürzen Sie auf 1000 Zeichen');
    // hers is not the other's: neither appointment nor consent
    const foreign = await book(other.personId, 50);
    await own.get(`/portal/absagen/${foreign}`);
    expect(own.status).toBe(404);
    await own.get('/portal');
    await own.post(`/portal/absagen/${foreign}`);
    expect(own.status).toBe(404);
    expect(await world.look(`select state from scheduling.appointment where id = '${foreign}'`)).toEqual([{ state: 'booked' }]);
  });
});

async function putGuardian(personId: string, name: string, relation: 'parent' | 'court', scope: string | null = null): Promise<string> {
  const id = crypto.randomUUID();
  await world.admin.query(
    'insert into people.guardian (id, person_id, name, relation, has_custody, scope) values ($1, $2, $3, $4, $5, $6)',
    [id, personId, name, relation, relation === 'parent' ? true : null, scope],
  );
  return id;
}

/** What an account of the portal can see with any SQL: persons of rows in every table with a person, without a filter of ours. */
async function personsSeen(token: string): Promise<Map<string, string[]>> {
  const tables = await world.look<{ name: string; col: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name, a.attname as col from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and (a.attname = 'person_id' or (a.attname = 'id' and c.relname = 'person'))
     where c.relkind = 'r' and has_table_privilege('geleit_app', c.oid, 'select') order by 1`,
  );
  expect(tables.length).toBeGreaterThan(60);
  const seen = new Map<string, string[]>();
  await asSession(world.world, token, {}, async ({ tx }) => {
    for (const { name, col } of tables) {
      const { rows } = await sql<{ p: string | null }>`select distinct ${sql.raw(col)} as p from ${sql.raw(name)}`.execute(tx);
      if (rows.length > 0)
        seen.set(
          name,
          rows.map(({ p }) => String(p)),
        );
    }
  });
  return seen;
}

describe('rights without the filters of the app', () => {
  test('a client sees rows of herself in the tables that are opened, and of nobody in any other', async () => {
    const phone = await enter(marta.personId, 'marta@example.org');
    await book(marta.personId, 120);
    await book(other.personId, 121);
    const token = phone.cookies.get('geleit') ?? '';
    const seen = await personsSeen(token);
    for (const [table, persons] of seen)
      expect(
        persons.filter((one) => one !== 'null'),
        table,
      ).toEqual([marta.personId]);
    expect([...seen.keys()].sort()).toEqual([
      'access.portal_relation',
      'cases."case"',
      'consent.consent',
      'people.person',
      'platform.event',
      'platform.person_key',
      'portal.message',
      'scheduling.appointment',
    ]);
    const rows = await asSession(world.world, token, {}, async ({ tx }) => ({
      accounts: (await tx.selectFrom('access.account').select('email').execute()).length,
      tasks: (await tx.selectFrom('tasks.task').select('id').execute()).length,
    }));
    expect(rows).toEqual({ accounts: 1, tasks: 0 });
    const write = asSession(world.world, token, {}, ({ tx }) =>
      sql`insert into tasks.task (id, kind, object_kind, object_id, due_at, created_at) values (${crypto.randomUUID()}, 'call-back', 'x', ${crypto.randomUUID()}, now(), now())`.execute(
        tx,
      ),
    );
    await expect(write).rejects.toMatchObject({ code: '42501' });
  });

  test('a relative sees what a living release names and nothing more; withdrawn, nothing at all on the next request', async () => {
    const { personId } = await world.openCase({ givenName: 'Vera', familyName: 'Klein', birthDate: '1950-01-01' });
    const release = crypto.randomUUID();
    const service = world.services.rheinsieg;
    await world.cast.asSystem(async (call) => {
      const sealed = await call.sealer.seal(
        call.tx,
        personId,
        { table: 'consent.consent', column: 'recipient_sealed', row: release },
        JSON.stringify({ name: 'Tom Klein', email: null, address: [] }),
      );
      await call.tx
        .insertInto('consent.consent')
        .values({
          id: release,
          person_id: personId,
          kind: 'release',
          recipient_kind: 'relative',
          recipient_sealed: sealed,
          classes: ['identity', 'appointments'],
          purpose: 'PATRQT',
          form: 'screen',
          given_by: 'client',
          organisation_id: service,
          text_version: '1',
          given_at: call.now,
          until_at: call.now.add({ hours: 24 * 90 }),
        })
        .execute();
    });
    await expect(invite(personId, { kind: 'relative', name: 'Tom Klein' })).rejects.toMatchObject({ code: 'portal-release-missing' });
    const { code } = await invite(personId, { kind: 'relative', name: 'Tom Klein', releaseId: release });
    const tom = new Phone();
    await tom.get('/portal/einladung');
    await tom.post('/portal/einladung', { code, birth: '1950-01-01', email: 'tom@example.org', password: PASSWORD });
    await tom.follow();
    await tom.post('/portal/faktor', { factor: 'mail' });
    await tom.follow();
    await tom.post('/portal/code', { kind: 'mail', code: await mailedCode('tom@example.org') });
    const id = await book(personId, 60);
    await tom.get('/portal');
    expect(tom.page).toContain('Für Vera Klein');
    expect(tom.page).toContain('Probesitzung');
    expect(tom.page).not.toMatch(/Wer darf was|Meine Sicht|>Absagen oder/);
    for (const closed of ['/portal/freigaben', '/portal/wer']) {
      await tom.get(closed);
      expect(tom.status, closed).toBe(404);
    }
    await tom.get(`/portal/absagen/${id}`);
    expect(tom.status).toBe(409);
    const token = tom.cookies.get('geleit') ?? '';
    expect([...(await personsSeen(token)).keys()].sort()).toEqual([
      'access.portal_relation',
      'people.person',
      'platform.event',
      'platform.person_key',
      'scheduling.appointment',
    ]);

    const vera = new Phone();
    const { code: own } = await invite(personId, { name: 'Vera Klein' });
    await vera.get('/portal/einladung');
    await vera.post('/portal/einladung', { code: own, birth: '01.01.1950', email: 'vera@example.org', password: PASSWORD });
    await vera.follow();
    await vera.post('/portal/faktor', { factor: 'mail' });
    await vera.follow();
    await vera.post('/portal/code', { kind: 'mail', code: await mailedCode('vera@example.org') });
    await vera.get('/portal/freigaben');
    expect(vera.page).toContain('Tom Klein');
    await vera.post('/portal/freigaben', { withdraw: release });
    expect(vera.status).toBe(303);
    expect([...(await personsSeen(token)).keys()].sort()).toEqual(['access.portal_relation', 'platform.event']);
    await tom.get('/portal');
    expect(tom.status).toBe(404);
    expect(tom.page).not.toContain('Vera');
  });

  test('from 14 on who has custody sees what she must agree to, and no more without the young person; without custody nothing at all', async () => {
    const steps = casePlanSteps(world);
    const { personId, caseId, version } = await steps.offered({
      phase: 'assessment',
      givenName: 'Mila',
      familyName: 'Jung',
      birthDate: '2010-06-01',
    });
    const eva = await putGuardian(personId, 'Eva Jung', 'parent');
    const phone = await enter(personId, 'eva.jung@example.org', {
      birth: '01.06.2010',
      kind: 'guardian',
      name: 'Eva Jung',
      guardianId: eva,
    });
    await world.cast.as('olena', (call, permit) => beginRound(call, permit('cases.care'), caseId, { kind: 'assessment', trigger: null }));
    const id = await book(personId, 80);
    const tables = async () => [...(await personsSeen(phone.cookies.get('geleit') ?? '')).keys()].sort();
    const least = [
      'access.portal_relation',
      'cases."case"',
      'cases.plan_version',
      'consent.consent',
      'people.person',
      'platform.event',
      'platform.person_key',
    ];
    expect(await tables()).toEqual(least);
    await phone.get('/portal');
    expect(phone.page).toContain('Hier steht nur ein Teil.');
    expect(phone.page).not.toMatch(/Probesitzung|Meine Sicht|kein Termin/);
    for (const closed of ['/portal/wer', '/portal/freigeben', `/portal/absagen/${id}`, `/portal/kalender/${id}`]) {
      await phone.get(closed);
      expect(phone.status, closed).toBe(404);
    }
    await phone.get('/portal/sicht');
    expect(phone.page).toContain('Gerade läuft keine Befragung.');
    await phone.post('/portal/sicht', { domain: 'D7', severity: '4', need: 'unmet', wish: 'für sie' });
    expect([
      phone.status,
      (await world.look(`select 1 from cases.domain_rating where case_id = '${caseId}' and client_severity is not null`)).length,
    ]).toEqual([409, 0]);
    await phone.get('/portal/nachrichten');
    expect(phone.page).toContain('Olena Marchuk');
    await phone.get('/portal/freigaben');
    expect(phone.page).toMatch(/Case Management · Case Management Rhein-Sieg/);
    expect(phone.page).not.toMatch(/Warteliste|Wem wir etwas sagen|Wer hier mitliest/);
    await phone.post('/portal/freigaben', { give: 'waiting-list' });
    expect(phone.status).toBe(404);
    const mine = JSON.parse(await phone.get('/portal/daten.json'));
    expect(mine.persons[0]).toMatchObject({ kind: 'guardian', appointments: [], consents: [], looks: [] });
    // her yes to the plan counts as hers, and the young person's is still missing
    await phone.get('/portal/plan');
    await phone.post('/portal/plan', { version: `${version.id}.${version.version}` });
    await phone.follow();
    expect([phone.page.includes('Es fehlt noch das Ja einer anderen Person.'), await planState(version.id)]).toEqual([true, 'offered']);
    const mila = await enter(personId, 'mila@example.org', { birth: '01.06.2010', name: 'Mila Jung' });
    await mila.get('/portal/plan');
    await mila.post('/portal/plan', { version: `${version.id}.${version.version}` });
    expect(await planState(version.id)).toBe('agreed');
    await mila.get('/portal/freigaben');
    expect(mila.page).toContain('Eva Jung');
    // with the young person's word she sees appointments, and still cancels none
    const shown = await enter(personId, 'eva.jung@example.org', {
      birth: '01.06.2010',
      kind: 'guardian',
      name: 'Eva Jung',
      guardianId: eva,
      part: ['appointments', 'identity'],
    });
    await shown.get('/portal');
    expect([shown.page.includes('Probesitzung'), shown.page.includes('>Absagen oder')]).toEqual([true, false]);
    await shown.get(`/portal/absagen/${id}`);
    expect(shown.status).toBe(409);
    await world.admin.query('update people.guardian set has_custody = false where id = $1', [eva]);
    await shown.get('/portal');
    expect([shown.status, shown.page.includes('Mila')]).toEqual([404, false]);
    await expect(invite(personId, { kind: 'guardian', name: 'Eva Jung', guardianId: eva })).rejects.toMatchObject({
      code: 'portal-guardian-over',
    });
  });

  test('whom a court has set for a part sees that part; with a child of 13 who has custody acts in everything', async () => {
    const adult = await world.openCase({ givenName: 'Karl', familyName: 'Alt', birthDate: '1950-01-01' });
    const guardianId = await putGuardian(adult.personId, 'Frau Amt', 'court', 'Gesundheitssorge');
    const court = await enter(adult.personId, 'amt@example.org', {
      birth: '01.01.1950',
      kind: 'guardian',
      name: 'Frau Amt',
      guardianId,
      part: ['appointments'],
    });
    await book(adult.personId, 85);
    await court.get('/portal');
    expect(court.page).toMatch(/Probesitzung.*>Absagen oder/s);
    expect(court.page).not.toContain('Karl');
    await court.get('/portal/plan');
    expect(court.status).toBe(404);
    const child = await world.openCase({ givenName: 'Ole', familyName: 'Jung', birthDate: '2013-01-01' });
    const mother = await putGuardian(child.personId, 'Ida Jung', 'parent');
    const ida = await enter(child.personId, 'ida@example.org', {
      birth: '01.01.2013',
      kind: 'guardian',
      name: 'Ida Jung',
      guardianId: mother,
      part: [],
    });
    await ida.get('/portal');
    expect(ida.page).toContain('Meine Sicht');
    await world.admin.query("update people.person set birth_date = '2011-12-31' where id = $1", [child.personId]);
    await ida.get('/portal');
    expect([ida.page.includes('Meine Sicht'), ida.page.includes('Hier steht nur ein Teil.')]).toEqual([false, true]);
  });

  test('who has custody acts until the eighteenth birthday and not a second longer', async () => {
    const { personId } = await world.openCase({ givenName: 'Lina', familyName: 'Jung', birthDate: '2010-06-01' });
    const guardian = crypto.randomUUID();
    await world.admin.query(
      `insert into people.guardian (id, person_id, name, relation, has_custody) values ($1, $2, 'Eva Jung', 'parent', true)`,
      [guardian, personId],
    );
    await expect(invite(personId, { kind: 'guardian', name: 'Eva Jung' })).rejects.toMatchObject({ code: 'portal-guardian-missing' });
    const { code } = await invite(personId, { kind: 'guardian', name: 'Eva Jung', guardianId: guardian });
    const eva = new Phone();
    await eva.get('/portal/einladung');
    await eva.post('/portal/einladung', { code, birth: '01.06.2010', email: 'eva@example.org', password: PASSWORD });
    expect(eva.location).toBe('/portal/faktor');
    const [relation] = await world.look<{ until_at: Temporal.Instant }>(
      `select until_at from access.portal_relation where person_id = '${personId}'`,
    );
    expect(new Date(String(relation?.until_at)).toISOString()).toBe('2028-05-31T22:00:00.000Z');
    await world.admin.query(`update people.person set birth_date = '2008-01-01' where id = $1`, [personId]);
    await expect(invite(personId, { kind: 'guardian', name: 'Eva Jung', guardianId: guardian })).rejects.toMatchObject({
      code: 'portal-guardian-over',
    });
    await world.admin.query(`update people.person set birth_date = null where id = $1`, [personId]);
    await expect(invite(personId)).rejects.toMatchObject({ code: 'portal-birth-date-missing' });
  });
});

/** The next page of somebody who has an account of the portal already. */
async function fresh(
  client: Parameters<typeof world.openCase>[0],
  email: string,
): Promise<{ phone: Phone; personId: string; caseId: string }> {
  const opened = await world.openCase({ birthDate: '1981-09-14', ...client });
  return { ...opened, phone: await enter(opened.personId, email, { name: client?.givenName ?? 'Marta' }) };
}
const taskOf = (kind: string, about: string) =>
  world.look<{ assignee_id: string | null; practitioner_id: string | null; facts: Record<string, string> }>(
    `select assignee_id, practitioner_id, facts from tasks.task where kind = '${kind}' and object_id = '${about}'`,
  );

describe('her plan, her view, her word', () => {
  test('she reads the plan that was offered and agrees to exactly the version that she saw', async () => {
    const steps = casePlanSteps(world);
    const { personId, version } = await steps.offered({ phase: 'planning', givenName: 'Pia', familyName: 'Plan', birthDate: '1981-09-14' });
    const phone = await enter(personId, 'pia@example.org', { name: 'Pia Plan' });
    await phone.get('/portal/plan');
    expect(phone.page).toContain('Ich mache meine Post wieder selbst auf.');
    expect(phone.page).toContain('Die Post gemeinsam öffnen');
    expect(phone.page).not.toMatch(/Indikator|SMART|geöffnete Briefe pro Woche.*-2/s);
    await phone.post('/portal/plan', { version: `${version.id}.99` });
    expect([phone.status, await planState(version.id)]).toEqual([412, 'offered']);
    await phone.get('/portal/plan');
    await phone.post('/portal/plan', { version: `${version.id}.${version.version}` });
    await phone.follow();
    expect(phone.page).toContain('Danke. Ihr Ja ist angekommen.');
    const taken = JSON.parse(await phone.get('/portal/daten.json'));
    expect(taken.persons[0].plan).toMatchObject({ goals: [{ text: 'Ich mache meine Post wieder selbst auf.' }], agreedOn: steps.today() });
    await phone.get('/portal/plan');
    expect(phone.page).toMatch(/Sie haben diesem Plan am \d+\. März 2026 zugestimmt\./);
    expect(await world.look(`select state, agreed_by, agreed_form from cases.plan_version where id = '${version.id}'`)).toEqual([
      { state: 'agreed', agreed_by: 'client', agreed_form: 'portal' },
    ]);
    // nobody agrees for somebody else, whatever she sends
    const other = await steps.offered({ phase: 'planning', givenName: 'Otto', familyName: 'Ander' });
    await phone.get('/portal/plan');
    await phone.post('/portal/plan', { version: `${other.version.id}.${other.version.version}` });
    expect([phone.status, await planState(other.version.id)]).toEqual([404, 'offered']);
  });

  test('her view of a domain is kept while a round is open, shown to the case manager as hers, and closed with the round', async () => {
    const { phone, caseId } = await fresh({ givenName: 'Sina', familyName: 'Sicht' }, 'sina@example.org');
    await phone.get('/portal/sicht');
    expect(phone.page).toContain('Gerade läuft keine Befragung.');
    await phone.post('/portal/sicht', { domain: 'D4', severity: '3', need: 'unmet', wish: 'Ruhe' });
    expect([phone.status, phone.page.includes('Gerade läuft keine Befragung.')]).toEqual([409, true]);
    await world.cast.as('olena', (call, permit) => beginRound(call, permit('cases.care'), caseId, { kind: 'assessment', trigger: null }));
    await phone.get('/portal/sicht');
    await phone.post('/portal/sicht', { domain: 'D4', severity: '3', need: 'unmet', wish: 'Eine <i>ruhige</i> Wohnung' });
    expect(phone.location).toContain('#D4');
    await phone.follow();
    expect(phone.page).toContain('Eine &lt;i&gt;ruhige&lt;/i&gt; Wohnung');
    await phone.post('/portal/sicht', { domain: 'D11', severity: '3', need: 'met', wish: '' });
    expect(phone.status).toBe(409); // not asked in this round
    await phone.get('/portal/sicht');
    await phone.post('/portal/sicht', { domain: 'D10', severity: '17', need: 'perhaps', wish: '' });
    expect(phone.status).toBe(303);
    const rows = await world.look(
      `select domain, client_severity, client_need, client_source, prof_severity from cases.domain_rating where case_id = '${caseId}' and domain in ('D10', 'D4') order by domain`,
    );
    expect(rows).toEqual([
      { domain: 'D10', client_severity: null, client_need: null, client_source: 'portal', prof_severity: null },
      { domain: 'D4', client_severity: 3, client_need: 'unmet', client_source: 'portal', prof_severity: null },
    ]);
  });

  test('she opens herself to one partner with ticked classes, a purpose and an end; taken back, the case manager tells the partner', async () => {
    const { phone, personId } = await fresh({ givenName: 'Frida', familyName: 'Frei' }, 'frida@example.org');
    const service = crypto.randomUUID();
    await world.admin.query(
      `insert into directory.service (id, organisation_id, name, service_type, system) values ($1, $2, 'Schuldnerberatung Süd', 'debt-advice', 'counselling')`,
      [service, world.services.anderswo],
    );
    await phone.get('/portal/freigaben');
    await phone.get('/portal/freigeben');
    expect(phone.page).toContain('Schuldnerberatung Süd');
    await phone.post('/portal/freigeben', { search: 'gibt es nicht' });
    expect(phone.page).toContain('Diese Stelle haben wir nicht gefunden.');
    await phone.get(`/portal/freigeben/${service}`);
    expect(phone.page).toMatch(/<option value="6" selected>bis \d+\. September 2026<\/option>/);
    await phone.post(`/portal/freigeben/${service}`, { purpose: 'TREAT', months: '12' });
    expect([phone.status, phone.page.includes('Wählen Sie mindestens eine Angabe.')]).toEqual([422, true]);
    for (let twice = 0; twice < 2; twice += 1) {
      await phone.get(`/portal/freigeben/${service}`);
      await phone.post(`/portal/freigeben/${service}`, { class: 'plan', purpose: 'TREAT', months: '12' });
      await phone.follow();
    }
    expect(phone.page).toContain('Erlaubt. Das gilt ab sofort.');
    expect(phone.page).toContain('Schuldnerberatung Süd, Fallbüro Anderswo');
    const given = await world.look<{ id: string }>(
      `select id, classes, purpose, form, given_by, direction, recipient_kind, recipient_id, file_id, (until_at at time zone 'Europe/Berlin')::text as ends
       from consent.consent where person_id = '${personId}' and kind = 'release'`,
    );
    const [release] = given;
    expect(given).toEqual([
      {
        id: release?.id,
        classes: ['plan'],
        purpose: 'TREAT',
        form: 'portal',
        given_by: 'client',
        direction: 'to-recipient',
        recipient_kind: 'service',
        recipient_id: service,
        file_id: null,
        ends: `${dayInBerlin(world.clock.now).add({ months: 12, days: 1 })} 00:00:00`,
      },
    ]);
    await phone.post('/portal/freigaben', { withdraw: release?.id ?? '' });
    expect(phone.status).toBe(303);
    expect(await taskOf('release-ended', release?.id ?? '')).toMatchObject([{ assignee_id: world.cast.account('olena') }]);
    for (const odd of [crypto.randomUUID(), '1']) {
      await phone.get(`/portal/freigeben/${odd}`);
      expect(phone.status, odd).toBe(404);
    }
  });

  test('Case Management withdrawn is a task of the case manager; she agrees again herself, and a child only with who has custody', async () => {
    const { phone, personId, caseId } = await fresh({ givenName: 'Wanda', familyName: 'Wieder' }, 'wanda@example.org');
    await phone.get('/portal/freigaben');
    const living = /<h2>Case Management · [^<]*<\/h2>.*?name="withdraw" value="([0-9a-f-]{36})"/s.exec(phone.page)?.[1] ?? '';
    await phone.post('/portal/freigaben', { withdraw: living });
    expect(await taskOf('case-consent-withdrawn', caseId)).toHaveLength(1);
    await phone.follow();
    await phone.post('/portal/freigaben', { give: 'case-management' });
    await phone.follow();
    expect(phone.page).toContain('Gespeichert');
    expect(phone.page).toMatch(/<h2>Case Management · Case Management Rhein-Sieg<\/h2>/);
    expect(
      await world.look(
        `select form, given_by, withdrawn_at is null as lives from consent.consent where person_id = '${personId}' and kind = 'case-management' order by given_at desc limit 1`,
      ),
    ).toEqual([{ form: 'portal', given_by: 'client', lives: true }]);

    const child = await fresh({ givenName: 'Lotte', familyName: 'Klein', consent: true }, 'lotte@example.org');
    await world.admin.query(`update people.person set birth_date = '2012-01-01' where id = $1`, [child.personId]);
    await world.admin.query(`update consent.consent set withdrawn_at = given_at, withdrawn_via = 'spoken' where person_id = $1`, [
      child.personId,
    ]);
    await world.admin.query(
      `insert into people.guardian (id, person_id, name, relation, has_custody) values ($1, $2, 'Eva Klein', 'parent', true)`,
      [crypto.randomUUID(), child.personId],
    );
    await child.phone.get('/portal/freigaben');
    await child.phone.post('/portal/freigaben', { give: 'case-management' });
    await child.phone.follow();
    expect(child.phone.page).toContain('Es fehlt noch das Ja einer anderen Person.');
    expect(child.phone.page).toContain('name="give" value="case-management"');
  });
});
const planState = async (id: string) =>
  (await world.look<{ state: string }>(`select state from cases.plan_version where id = '${id}'`))[0]?.state;

describe('a stranger with a session, and a bystander', () => {
  test('ids of another client in every parameter of every page change and show nothing', async () => {
    const steps = casePlanSteps(world);
    const victim = await steps.offered({ phase: 'planning', givenName: 'Vita', familyName: 'Geheim' });
    const [appointment, relation] = [await book(victim.personId, 70), crypto.randomUUID()];
    await invite(victim.personId, { name: 'Vita Geheim' });
    await world.admin.query(
      `insert into access.portal_relation (id, account_id, person_id, kind, from_at, name) select $1, id, $2, 'self', $3, 'Vita Geheim' from access.account where email = 'wanda@example.org'`,
      [relation, victim.personId, world.clock.now.toString()],
    );
    const [consent] = await world.look<{ id: string }>(`select id from consent.consent where person_id = '${victim.personId}'`);
    const phone = await enter(marta.personId, 'marta@example.org');
    const before = await world.look(`select count(*)::int as n from platform.event where person_id = '${victim.personId}'`);
    const foreign = [relation, victim.personId, victim.caseId, victim.version.id, appointment, consent?.id ?? ''];
    for (const [, path] of PORTAL_PATHS.filter(([method]) => method === 'GET'))
      for (const id of path.includes(':id') ? foreign : [relation]) {
        const page = await phone.get(`${path.replace(':id', id)}?p=${id}&open=${id}`);
        expect(page, path).not.toMatch(/Vita|Geheim|Post wieder selbst/);
      }
    for (const [, path] of PORTAL_PATHS.filter(
      ([method, one]) => method === 'POST' && !/anmelden|einladung|faktor|code|abmelden/.test(one),
    ))
      for (const id of foreign) {
        await phone.get('/portal');
        await phone.post(path.replace(':id', id), {
          p: relation,
          withdraw: id,
          end: id,
          version: `${id}.1`,
          to: id,
          text: 'x',
          domain: 'D4',
          class: 'plan',
        });
        expect(phone.page, path).not.toMatch(/Vita|Geheim/);
      }
    expect(await world.look(`select count(*)::int as n from platform.event where person_id = '${victim.personId}'`)).toEqual(before);
    expect(await planState(victim.version.id)).toBe('offered');
    expect(await world.look(`select state from scheduling.appointment where id = '${appointment}'`)).toEqual([{ state: 'booked' }]);
    expect(await world.look(`select until_at from access.portal_relation where id = '${relation}'`)).toEqual([{ until_at: null }]);
    await world.admin.query('delete from access.portal_relation where id = $1', [relation]);
  });

  test('every form wants our origin and the number of this very session; a sign-in brings a new session and keeps no old one', async () => {
    const phone = await enter(marta.personId, 'marta@example.org');
    const other = await enter(marta.personId, 'marta@example.org');
    await phone.get('/portal/anmelden');
    const stolen = /name="form" value="([^"]*)"/.exec(other.page)?.[1] ?? '';
    for (const [, path] of PORTAL_PATHS.filter(([method]) => method === 'POST')) {
      const url = path.replace(':id', crypto.randomUUID());
      for (const headers of [{ origin: 'https://boese.example' }, { 'sec-fetch-site': 'cross-site' }, { origin: 'null' }] as Record<
        string,
        string
      >[]) {
        await other.post(url, {}, headers);
        expect([url, other.status]).toEqual([url, 403]);
      }
    }
    // the first was ended by the new start; a number of another session opens nothing
    await phone.get('/portal');
    expect(phone.location).toBe('/portal/anmelden');
    await phone.get('/portal/anmelden');
    await phone.post('/portal/anmelden', { form: stolen, email: 'marta@example.org', password: PASSWORD });
    expect(phone.status).toBe(403);
    // a token that an attacker laid into the browser is not the one that is raised
    const victim = new Phone();
    victim.cookies.set('geleit', 'a'.repeat(64));
    await victim.get('/portal/anmelden');
    await victim.post('/portal/anmelden', { email: 'marta@example.org', password: PASSWORD });
    const half = victim.cookies.get('geleit');
    expect(half).not.toBe('a'.repeat(64));
    await victim.follow();
    await victim.post('/portal/code', { kind: 'mail', code: await mailedCode('marta@example.org') });
    expect(victim.location).toBe('/portal');
    expect(victim.cookies.get('geleit')).not.toBe(half);
    const late = new Phone();
    late.cookies.set('geleit', half ?? '');
    await late.get('/portal/daten');
    expect(late.location).toBe('/portal/anmelden');
  });

  test('wrong passwords are slowed down alike whether somebody has an account or not, and every no is the same page', async () => {
    const pages = new Set<string>();
    const tried: Phone[] = [];
    for (const email of ['niemand@example.org', 'olena.marchuk@geleit.example', 'marta@example.org']) {
      const phone = new Phone();
      tried.push(phone);
      for (let n = email.startsWith('marta') ? 0 : 5; n < 7; n += 1) {
        await phone.get('/portal/anmelden');
        await phone.post('/portal/anmelden', { email, password: 'ganz bestimmt falsch' });
        expect(phone.status).toBe(422);
        pages.add(phone.page.replaceAll(email, '…').replace(/name="form" value="[^"]*"/g, ''));
      }
    }
    const right = tried.at(-1) ?? new Phone();
    await right.get('/portal/anmelden');
    await right.post('/portal/anmelden', { email: 'marta@example.org', password: PASSWORD });
    expect([pages.size, right.status]).toEqual([1, 422]); // now even the right one has to wait
    world.clock.pass({ minutes: 31 });
  });

  test('strangers at many addresses keep nobody out: her own browser passes at a new address, and an invitation is still taken', async () => {
    const email = 'stefanie@example.org';
    const { personId } = await world.openCase({ givenName: 'Stefanie', familyName: 'Ruhig', birthDate: '1981-09-14' });
    const own = await enter(personId, email, { name: 'Stefanie Ruhig' });
    await own.post('/portal/abmelden');
    const tried = async (phone: Phone, password: string) => {
      await phone.get('/portal/anmelden');
      await phone.post('/portal/anmelden', { email, password });
      return phone.status;
    };
    for (let n = 0; n < 7; n += 1) {
      world.clock.pass({ minutes: 1 });
      expect(await tried(new Phone(), 'ganz bestimmt falsch')).toBe(422);
    }
    expect(await tried(new Phone(), PASSWORD)).toBe(422); // a strange browser waits, also with the right word
    own.address = '198.51.100.7'; // her telephone is in another network today
    expect([await tried(own, PASSWORD), own.location]).toEqual([303, '/portal/code']);
    await own.follow();
    await own.post('/portal/code', { kind: 'mail', code: await mailedCode(email) });
    expect(own.location).toBe('/portal');
    // her browser has no more tries than five of its own
    await own.post('/portal/abmelden');
    const waits: number[] = [];
    for (let n = 0; n < 7; n += 1) waits.push(await tried(own, 'ganz bestimmt falsch'));
    expect([waits.every((one) => one === 422), await tried(own, PASSWORD)]).toEqual([true, 422]);
    const { code } = await invite(personId, { name: 'Noch einmal' });
    for (let n = 0; n < 2; n += 1) {
      const stranger = new Phone();
      await stranger.get('/portal/einladung');
      await stranger.post('/portal/einladung', { code: `K7QM-2F9X-4T${n}0`, birth: '14.09.1981', email, password: PASSWORD });
      expect(stranger.status).toBe(422);
    }
    const again = new Phone();
    await again.get('/portal/einladung');
    await again.post('/portal/einladung', { code, birth: '14.09.1981', email, password: PASSWORD });
    expect(again.location).toBe('/portal/faktor');
    world.clock.pass({ minutes: 31 });
  });

  test('guessing codes ends a start after five, and a mailbox gets no more than five of one start', async () => {
    const email = 'stefanie@example.org';
    const begin = async () => {
      const phone = new Phone();
      await phone.get('/portal/anmelden');
      await phone.post('/portal/anmelden', { email, password: PASSWORD });
      await phone.follow();
      return phone;
    };
    // the last start of the test before chose no factor yet
    const first = await begin();
    await first.post('/portal/faktor', { factor: 'mail' });
    await first.follow();
    await first.post('/portal/code', { kind: 'mail', code: await mailedCode(email) });
    expect(first.location).toBe('/portal');
    const guessing = await begin();
    const right = await mailedCode(email);
    const wrong = [...'01234'].map((digit) => digit.repeat(6)).filter((one) => one !== right);
    while (wrong.length < 5) wrong.push('777777');
    for (const code of wrong) {
      expect(guessing.location).toBe('');
      await guessing.post('/portal/code', { kind: 'mail', code });
    }
    expect(guessing.location).toBe('/portal/anmelden?gesagt=viele');
    await guessing.follow();
    expect(guessing.page).toContain('Das waren viele Versuche.');
    await guessing.get('/portal/code');
    expect(guessing.location).toBe('/portal/anmelden'); // and the right code has nowhere to go
    world.clock.pass({ minutes: 11 });
    const before = await world.look<{ n: number }>("select count(*)::int as n from messages.message where template = 'portal-code'");
    const flooding = await begin();
    const answers: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      await flooding.get('/portal/code');
      await flooding.post('/portal/faktor', { factor: 'mail' });
      answers.push(flooding.status);
    }
    expect(answers).toEqual([303, 303, 303, 303, 429, 429]);
    expect(flooding.page).toContain('Das waren viele Versuche.');
    expect(await world.look("select count(*)::int as n from messages.message where template = 'portal-code'")).toEqual([
      { n: (before[0]?.n ?? 0) + 5 },
    ]);
    world.clock.pass({ minutes: 61 });
  });

  // of many tries one after the other: a stranger learns nothing from how long a no takes; measured where there is time for it
  test.runIf(DEPTH > 1)(
    'a no takes as long for a known address as for an unknown one, and for a right code as for a wrong one',
    async () => {
      const times = new Map<string, number[]>();
      const measured = async (kind: string, url: string, typed: Record<string, string>) => {
        const phone = new Phone();
        await phone.get(url);
        const start = performance.now();
        await phone.post(url, typed);
        times.set(kind, [...(times.get(kind) ?? []), performance.now() - start]);
        expect(phone.status).toBe(422);
        world.clock.pass({ minutes: 6 });
      };
      for (let n = 0; n < 10 * DEPTH; n += 1) {
        await measured('known', '/portal/anmelden', { email: 'marta@example.org', password: 'ganz bestimmt falsch' });
        await measured('unknown', '/portal/anmelden', { email: `niemand${n}@example.org`, password: 'ganz bestimmt falsch' });
        const wish = { birth: '01.01.1901', email: 'zeit@example.org', password: PASSWORD };
        const { code } = await invite(marta.personId, { name: `Zeit ${n}` });
        await measured('right code', '/portal/einladung', { ...wish, code });
        await measured('wrong code', '/portal/einladung', { ...wish, code: 'K7QM-2F9X-4TPA' });
      }
      const medians = Object.fromEntries(
        [...times].map(([kind, all]) => [kind, all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0]),
      );
      console.info('milliseconds of a no', medians);
      expect((medians.known ?? 0) / (medians.unknown ?? 1)).toBeGreaterThan(0.5);
      expect((medians.known ?? 0) / (medians.unknown ?? 1)).toBeLessThan(2);
      expect((medians['right code'] ?? 0) / (medians['wrong code'] ?? 1)).toBeLessThan(2);
    },
  );

  test('nothing is kept by a browser or on the way: pages, files and refusals say no-store, and after the sign-out Back shows the door', async () => {
    const phone = await enter(marta.personId, 'marta@example.org');
    const id = await book(marta.personId, 200);
    for (const [, path] of PORTAL_PATHS.filter(([method]) => method === 'GET')) {
      const url = path.replace(':id', path.includes('freigeben') ? crypto.randomUUID() : id);
      const answer = await app.inject({ url, headers: { cookie: `geleit=${phone.cookies.get('geleit')}` } });
      expect([url, answer.headers['cache-control']]).toEqual([url, 'no-store']);
      expect(url, 'an address tells nothing').not.toMatch(/therap|diagnos|case|krank|sucht/i);
      expect(String(answer.headers['content-disposition'] ?? ''), url).not.toMatch(/kowal|therap/i);
    }
    const signedOut = phone.cookies.get('geleit') ?? '';
    await phone.get('/portal');
    await phone.post('/portal/abmelden');
    // what she sends after it is not lost without a word
    await phone.post('/portal/nachrichten', { to: 'desk', text: 'Sind Sie da?' });
    expect(phone.location).toBe('/portal/anmelden?gesagt=ende');
    await phone.follow();
    expect(phone.page).toContain('Bitte senden Sie noch einmal.');
    // another language stays on the page on which it was chosen, and leads to no strange address
    const chosen = async (referer: string) => {
      const answer = await app.inject({ url: '/portal/sprache?sprache=ar', headers: { host: 'localhost:4000', referer } });
      return answer.headers.location;
    };
    expect(await chosen('http://localhost:4000/portal/einladung?code=K7QM')).toBe('/portal/einladung');
    for (const odd of [
      'https://boese.example/portal/plan',
      'http://localhost:4000/fälle',
      'http://localhost:4000/portal/daten.json',
      'kaputt',
      '',
    ])
      expect(await chosen(odd), odd).toBe('/portal');
    const back = await app.inject({ url: '/portal', headers: { cookie: `geleit=${signedOut}` } });
    expect([back.statusCode, back.headers.location, back.headers['cache-control']]).toEqual([303, '/portal/anmelden', 'no-store']);
  });

  test('the calendar says one neutral word in each language', async () => {
    const phone = await enter(marta.personId, 'marta@example.org');
    const id = await book(marta.personId, 90);
    const said: string[] = [];
    for (const language of FORM_LANGUAGES) {
      const file = await phone.get(`/portal/kalender/${id}?sprache=${language}`);
      const [, summary = ''] = /SUMMARY:([^\r]*)/.exec(file) ?? [];
      expect(file).not.toMatch(/Brandt|Probe|LOCATION|DESCRIPTION|Kowal/);
      expect(isNeutral(summary)).toBe(true);
      said.push(summary);
    }
    expect(said).toEqual(['Termin', 'Termin', 'Appointment', 'Randevu', 'موعد', 'Зустріч']);
  });
});

describe('pages for an old telephone', () => {
  test.each(FORM_LANGUAGES)(
    'in %s: light, in its direction, every field and button named, no script, no word that tells in the title',
    async (language) => {
      const phone = await enter(marta.personId, 'marta@example.org');
      await phone.get(`/portal/sprache?sprache=${language}`);
      expect(phone.location).toBe('/portal');
      const { lang, dir } = FORM_WORDS[language];
      for (const address of [
        '/portal',
        '/portal/plan',
        '/portal/sicht',
        '/portal/nachrichten',
        '/portal/freigaben',
        '/portal/daten',
        '/portal/wer',
        '/portal/einladung',
      ]) {
        await phone.get(address);
        const about = `${language} ${address}`;
        expect(phone.status, about).toBe(200);
        expect(Buffer.byteLength(phone.page), about).toBeLessThan(30_000);
        expect(phone.page, about).toContain(`<html lang="${lang}" dir="${dir}">`);
        expect(phone.page, about).not.toMatch(/<script|\son\w+=|style="|javascript:|undefined|\{\w+\}/);
        expect(isNeutral(/<title>([^<]*)/.exec(phone.page)?.[1] ?? 'therapie'), about).toBe(true);
        for (const [, id] of phone.page.matchAll(/<(?:input|select|textarea) id="([^"]+)"/g))
          expect(phone.page, `${about} ${id}`).toContain(`<label for="${id}">`);
        for (const [, inner = ''] of phone.page.matchAll(/<button[^>]*>(.*?)<\/button>/gs)) expect(inner.trim(), about).not.toBe('');
      }
      expect(isNeutral(OWN_WORDS[language].mail.text)).toBe(true);
    },
  );

  test('all languages say everything that German says, in words of their own', () => {
    const keysOf = (value: object, path = ''): string[] =>
      Object.entries(value).flatMap(([key, inner]) => (typeof inner === 'object' ? keysOf(inner, `${path}${key}.`) : [`${path}${key}`]));
    const german = keysOf(OWN_WORDS.de).sort();
    for (const language of FORM_LANGUAGES) expect(keysOf(OWN_WORDS[language]).sort(), language).toEqual(german);
    for (const language of ['en', 'tr', 'ar', 'uk'] as const)
      expect(OWN_WORDS[language].needless, language).not.toBe(OWN_WORDS.de.needless);
  });

  test.each([
    ['12.03.1990', '1990-03-12'],
    ['1990-03-12', '1990-03-12'],
    ['2 / 5 / 1990', '1990-05-02'],
    ['١٢.٠٣.١٩٩٠', '1990-03-12'],
    ['۱۲.۰۳.۱۹۹۰', '1990-03-12'],
    ['30.02.1990', undefined],
    ['12.03.90', undefined],
    ['gestern', undefined],
    ['', undefined],
  ])('a birth date typed as %s', (typed, expected) => expect(readBirth(typed)).toBe(expected));
  test.each([
    ['k7qm 2f9x 4tpa', 'K7QM-2F9X-4TPA'],
    ['K7QM–2F9X—4TPA', 'K7QM-2F9X-4TPA'],
    ['o1il-oooo-0000', '0111-0000-0000'],
    ['K7QM-2F9X-4TP', undefined],
    ['K7QM-2F9X-4TPU', undefined],
  ])('a code typed as %s', (typed, expected) => expect(readInvitationCode(typed)).toBe(expected));
});
