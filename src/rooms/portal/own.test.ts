import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateSync } from 'otplib';
import { type OpenedCase, setCases } from '#test/cases-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { openHttp } from '#test/open-http.ts';
import { mountPortal } from '../../doors/portal.ts';
import * as staff from './actions/invite.ts';
import { FORM_LANGUAGES } from './rules/fields.ts';

const database = await freshDatabase();
let world: Awaited<ReturnType<typeof setCases>>;
let app: FastifyInstance;
let marta: OpenedCase;
let other: OpenedCase;

const PASSWORD = 'sieben Gänse schwimmen weit';

/** A browser without script: follows what the pages offer. */
class Phone {
  cookies = new Map<string, string>();
  page = '';
  status = 0;
  location = '';
  type = '';
  bytes = Buffer.alloc(0);

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
      url: wish.url.split('#')[0] ?? '',
      headers: { host: 'localhost:4000', ...(wish.method === 'POST' ? { origin: 'http://localhost:4000' } : {}), ...(cookie ? { cookie } : {}), ...wish.headers },
    });
    for (const { name, value, maxAge } of answer.cookies) value === '' || maxAge === 0 ? this.cookies.delete(name) : this.cookies.set(name, value);
    this.status = answer.statusCode;
    this.location = String(answer.headers.location ?? '');
    this.type = String(answer.headers['content-type'] ?? '');
    this.bytes = answer.rawPayload;
    if (/html/.test(this.type)) this.page = answer.payload;
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
    const rows = await call.tx.selectFrom('messages.message').selectAll().where('template', '=', 'portal-code').orderBy('created_at', 'desc').orderBy('id', 'desc').execute();
    for (const row of rows) {
      const content = JSON.parse(await call.sealer.open(call.tx, row.person_id ?? '', { table: 'messages.message', column: 'sealed', row: row.id }, row.sealed));
      if (content.to === email) return /\d{6}/.exec(content.text)?.[0] ?? '';
    }
    return '';
  });
}

async function enter(personId: string, email: string, guest: Partial<staff.PortalGuest> = {}): Promise<Phone> {
  const { code } = await invite(personId, guest);
  const phone = new Phone();
  await phone.get('/portal/einladung');
  await phone.post('/portal/einladung', { code, birth: '14.09.1981', email, password: PASSWORD });
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
  await world.admin.query(
    `insert into directory.practitioner (id, organisation_id, name, title, profession, gender, procedures, settings, groups, languages, insurances, ages, created_at) select $1, id, 'Miriam Brandt', null, 'PP', 'f', '{VT}', '{single}', '{}', '[]', '{GKV}', '[]', now() from directory.organisation limit 1`,
    [practitioner],
  ).catch(async () => {
    await world.admin.query(`insert into directory.practitioner (id, organisation_id, name, profession) select $1, id, 'Miriam Brandt', 'PP' from directory.organisation limit 1`, [practitioner]);
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

test('x', async () => {
  const phone = await enter(marta.personId, 'marta@example.org');
  console.log(phone.status, phone.page.slice(0, 3000));
  const id = await book(marta.personId, 72);
  await phone.get('/portal');
  console.log(phone.page);
  void generateSync; void FORM_LANGUAGES; void other; void describe; void id;
});
