import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prepareJobs, startWorker } from '#platform/jobs.ts';
import { createLog } from '#platform/log.ts';
import type { Mailer } from '#platform/mail/mailer.ts';
import { openCase, openCaseServices } from '#test/cases-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { House, routeOf } from '#test/http.ts';
import { ROUTES, roomJobs } from '../../src/rooms.ts';
import { bookPlace, holdPlace, takeCall } from './calls.ts';
import { askInCases } from './in-cases.ts';
import { sampleBody } from './samples.ts';

/** What may be read by whoever holds the database's files: master data stays plain behind row-level security. */
const PLAIN: string[] = [];
/** What nobody reads without the person's key. */
const SEALED: string[] = [];
let count = 0;
/** A word that stands nowhere else; no two look alike. */
function secret(kind: string[], shape: (word: string) => string = (word) => word): string {
  count += 1;
  const text = shape(`Kanarie${(count * 7919 + 100_000).toString(36)}vogel`);
  kind.push(text);
  return text;
}

const database = await freshDatabase();
let house: House;
const started = Date.now();
const mailed: string[] = [];

beforeAll(async () => {
  house = await House.open(database, { limits: false });
  await prepareJobs(database.admin, database.connections.jobs);
  const callers = [];
  for (let number = 0; number < 5; number += 1) {
    const caller = await takeCall(house, {
      givenName: secret(PLAIN),
      familyName: secret(PLAIN),
      phone: secret(PLAIN, () => `0228 77${number}4711${number}`),
      street: secret(PLAIN, (word) => `${word}gasse 3`),
      email: secret(PLAIN, (word) => `${word}@geleit.example`.toLowerCase()),
      concern: secret(SEALED),
    }, number === 1 ? 'yes' : 'no'); // biome-ignore format: one caller
    callers.push(caller);
  }
  const [booked, flagged, corrected] = callers as [(typeof callers)[0], (typeof callers)[0], (typeof callers)[0]];
  const { policyVersion } = await holdPlace(house, booked.requestId);
  await bookPlace(house, booked.requestId, policyVersion, 'email');
  // said in the course of the work: a reason, a note, a second wording, an override
  const { now } = house.stage.clock;
  const from = now.subtract({ minutes: 1 }).toString();
  await house.get('marit', 'access.addDuty', {
    body: { accountId: house.cast.account('yilmaz'), from, until: now.add({ hours: 9 }).toString(), phone: null },
  });
  await house.get('yilmaz', 'placement.releaseSafety', {
    params: { id: flagged.requestId },
    body: { reason: secret(SEALED, (word) => `Absprache ${word}`) },
  });
  await house.get('jana', 'placement.saveDraft', { params: { id: corrected.requestId }, body: { concern: secret(SEALED) } });
  const [task] = (await house.get('jana', 'tasks.list')).tasks;
  if (task)
    await house.get('jana', 'tasks.complete', {
      params: { id: task.id },
      version: task.version,
      body: { outcome: 'done', note: secret(SEALED) },
    });
  await workInCases();
  // asked for, mistyped, refused: none of it may stay anywhere
  await house.ask('jana', 'placement.recogniseCaller', { body: { requestId: booked.requestId, phone: secret(NOWHERE) } });
  await house.ask('jana', 'placement.recogniseCaller', {
    body: { requestId: booked.requestId, givenName: secret(NOWHERE), familyName: secret(NOWHERE), birthDate: '1980-02-03' },
  });
  await house.ask('jana', 'directory.practitioners', { query: { text: secret(NOWHERE) } });
  await house.ask('jana', 'placement.saveDraft', { params: { id: booked.requestId }, body: { concern: secret(NOWHERE).repeat(9) } });
  await house.ask('jana', 'placement.saveDraft', { params: { id: booked.requestId }, body: { [secret(NOWHERE)]: secret(NOWHERE) } });
  await house.ask('nobody', 'access.signIn', {
    body: { email: secret(NOWHERE, (word) => `${word}@geleit.example`), password: secret(NOWHERE) },
  });
  await house.ask('nobody', 'access.acceptInvitation', {
    body: { code: 'a'.repeat(32), password: secret(NOWHERE), name: secret(NOWHERE), email: 'wer@geleit.example' },
  });
  await house.ask('jana', 'access.changePassword', { body: { current: secret(NOWHERE), next: secret(NOWHERE) } });
  await work();
}, 60_000);
afterAll(() => house.close());
const NOWHERE: string[] = [];

/** Who somebody is stands plain, as the callers above do. */
const MASTER_DATA = ['cases.openCase', 'cases.changeCasePerson', 'cases.changeGuardian'];
/** Commands of Case Management that were carried out with a secret in every text that a person writes. */
const inCases: string[] = [];
async function workInCases(): Promise<void> {
  const services = await openCaseServices(house.cast);
  for (const route of ROUTES.filter(({ endpoint }) => endpoint.method !== 'GET' && /^cases\./.test(endpoint.name))) {
    if (MASTER_DATA.includes(route.endpoint.name)) continue;
    const words: string[] = [];
    const reword = (json: string) => json.replaceAll('"Muster Muster"', () => JSON.stringify(secret(words)));
    const { done } = await askInCases(house, services, route, reword);
    (done ? SEALED : NOWHERE).push(...words);
    if (done && words.length > 0) inCases.push(route.endpoint.name);
  }
  const { caseId } = await openCase(house.stage, services, { phase: 'linking' });
  const draft = JSON.stringify({ ...(sampleBody(routeOf('referrals.draft')) as object), caseId, lineId: null, serviceId: null });
  const body = JSON.parse(draft.replaceAll('"Muster Muster"', () => JSON.stringify(secret(SEALED))));
  const drafted = await house.ask({ token: await services.cast.token('olena') }, 'referrals.draft', { body });
  expect([drafted.status, drafted.text]).toEqual([201, expect.anything()]);
}

/** Lets the worker hand over what is due to a mail server that refuses and repeats the address, as real ones do. */
async function work(): Promise<void> {
  const { letterhead } = { letterhead: { networkName: 'Netz Bonn', from: 'netz@geleit.example' } };
  const mailer: Mailer = {
    letterhead,
    send: async (mail) => {
      mailed.push(JSON.stringify(mail));
      throw new Error(`550 <${mail.to}> refused: no such user "${mail.to}"`);
    },
    close: async () => {},
  };
  const log = createLog('trace', (line) => void house.lines.push(line));
  // what happens later than the world's frozen clock is due, too
  house.stage.clock.pass({ minutes: 10 });
  const worker = await startWorker({ world: house.stage.world, rooms: roomJobs({ mailer: mailer }), log });
  const until = Date.now() + 8_000;
  while (mailed.length === 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
  await new Promise((resolve) => setTimeout(resolve, 300));
  await worker.stop();
}

const everySecret = () => [...PLAIN, ...SEALED, ...NOWHERE];
const found = (text: string, secrets: readonly string[]) => secrets.filter((each) => text.includes(each));

/** Every row of a table as text, whatever its columns. */
async function rowsOf(table: string): Promise<string> {
  const rows = await house.stage.look<{ text: string }>(`select t::text as text from ${table} t`);
  return rows.map(({ text }) => text).join('\n');
}

describe('thirty canaries and more, planted through the real doors', () => {
  test('were really planted: the desk reads them, and the mail was tried', async () => {
    expect(everySecret().length).toBeGreaterThanOrEqual(30);
    expect(SEALED.length).toBeGreaterThanOrEqual(6);
    expect(inCases.length, inCases.join()).toBeGreaterThanOrEqual(8);
    const persons = await rowsOf('people.person');
    expect(found(persons, PLAIN)).toEqual(PLAIN);
    const { requests } = await house.get('jana', 'placement.listRequests');
    expect(requests.length).toBeGreaterThanOrEqual(4);
    expect(mailed.length).toBeGreaterThan(0);
    expect(mailed.join()).toContain(PLAIN[4]);
  });

  test('sing in no log line, at the most talkative level', () => {
    expect(house.lines.length).toBeGreaterThan(25);
    expect(house.lines.some((line) => line.includes('job failed') || line.includes('timer failed'))).toBe(true); // the failure itself is told
    expect(found(house.lines.join('\n'), everySecret())).toEqual([]);
    expect(house.lines.join('\n')).not.toMatch(/0228 77|geleit=|"cookie"|"authorization"/i);
  });

  test('sing in no event, no key row, no setting, no task facts and no job', async () => {
    const { rows } = await house.stage.admin.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and (n.nspname in ('platform', 'graphile_worker', 'tasks', 'messages', 'placement', 'scheduling', 'directory', 'consent', 'access', 'cases', 'referrals'))`,
    );
    expect(rows.length).toBeGreaterThan(30);
    expect((await rowsOf('platform.event')).split('\n').length).toBeGreaterThan(60);
    expect((await rowsOf('platform.idempotency')).split('\n').length).toBeGreaterThan(20);
    // of all tables outside of people only one may hold a word of a person: none does
    for (const { name } of rows) expect(found(await rowsOf(name), everySecret()), name).toEqual([]);
    expect(found(await rowsOf('people.person'), [...SEALED, ...NOWHERE])).toEqual([]);
  });

  test('sing in no answer of the operator: metrics and health', async () => {
    for (const url of ['/metrics', '/health/ready', '/health/live']) {
      const { text } = await house.send({ method: 'GET', url });
      expect(found(text, everySecret()), url).toEqual([]);
    }
  });

  test('sealed ones sing in no file of the database: tables, log of changes, server log', async () => {
    await house.stage.admin.query('checkpoint');
    const [place] = await house.stage.look<{ folder: string; oid: string }>(
      "select current_setting('data_directory') as folder, (select oid::text from pg_database where datname = current_database()) as oid",
    );
    const folder = place?.folder ?? '';
    if (!existsSync(folder)) throw new Error('the test cluster keeps its files elsewhere');
    const own = join(folder, 'base', place?.oid ?? '');
    const files = [
      ...readdirSync(own).map((name) => join(own, name)),
      ...readdirSync(join(folder, 'pg_wal')).map((name) => join(folder, 'pg_wal', name)).filter((path) => statSync(path).mtimeMs >= started - 1_000),
      ...readdirSync(folder).filter((name) => /log/i.test(name)).map((name) => join(folder, name)),
    ].filter((path) => statSync(path).isFile()); // biome-ignore format: three lists
    const heard = new Map<string, string>();
    for (const path of files) {
      const bytes = readFileSync(path);
      for (const each of [...PLAIN, ...SEALED, ...NOWHERE]) if (bytes.includes(each)) heard.set(each, path);
    }
    // the control: what stands plain in a table is found in its file, so the search can see
    expect(PLAIN.filter((each) => !heard.has(each))).toEqual([]);
    expect([...SEALED, ...NOWHERE].filter((each) => heard.has(each)).map((each) => heard.get(each))).toEqual([]);
  });
});
