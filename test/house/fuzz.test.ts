import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCaseServices } from '#test/cases-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { House, holderOf } from '#test/http.ts';
import { ROUTES } from '../../src/rooms.ts';
import { askInCases } from './in-cases.ts';
import { MARK, NASTY } from './nasty.ts';
import { expectProblem } from './problem.ts';
import { leavesOf, sampleBody, sampleParams, sampleQuery, withAt } from './samples.ts';

const database = await freshDatabase();
let house: House;
let places: Record<string, string>;
let services: Awaited<ReturnType<typeof openCaseServices<'jana'>>>;
beforeAll(async () => {
  house = await House.open(database, { limits: false });
  const { id: request } = await house.get('jana', 'placement.beginRequest', { body: { phone: '0228 4711' } });
  places = { request, place: house.practice.places.brandt };
  services = await openCaseServices(house.cast);
});
afterAll(() => house.close());

/** Every n-th nasty value at every field by default; all of them with GELEIT_DEPTH=8 or more. */
const depth = Number(process.env.GELEIT_DEPTH ?? 1);
const stride = Math.max(1, Math.round(8 / depth));
let asked = 0;
const ASKED = 'Qv4wNeverSought';
afterAll(() => process.stdout.write(`fuzz: ${asked} requests at depth ${depth}\n`));

/** Ids that exist, where the command has them, so that the field's value gets as far as the database. */
function paramsOf(name: string, params: Record<string, string>): Record<string, string> {
  if (!('id' in params)) return params;
  if (/^placement\.(getOffer|askTherapist)$|^directory\..*[pP]lace/.test(name)) return { ...params, id: places.place as string };
  if (name.startsWith('placement.')) return { ...params, id: places.request as string };
  return params;
}

let inCases = 0;

describe('a search', () => {
  test('takes signs of patterns literally', async () => {
    const all = await house.get('jana', 'directory.practitioners');
    expect(all.total).toBe(3);
    for (const text of ['%', '_', '.*', "'", '%%%'])
      expect((await house.get('jana', 'directory.practitioners', { query: { text } })).total, text).toBe(0);
    expect((await house.get('jana', 'directory.practitioners', { query: { text: 'brandt' } })).total).toBe(1);
  });
});

describe('nasty input at every field of every command: never a fault, never an echo', () => {
  const withBody = ROUTES.filter(
    ({ endpoint }) => endpoint.body && leavesOf(sampleBody({ endpoint } as (typeof ROUTES)[number])).length > 0,
  );
  let turn = 0;
  test.each(withBody.map((route) => [route.endpoint.name, route] as const))('%s', async (name, route) => {
    const { body: sample, by: own, params, done } = await askInCases(house, services, route);
    const who = own ?? holderOf(route);
    let version = 1;
    if (done) inCases += 1;
    for (const pointer of leavesOf(sample)) {
      turn += 1;
      for (let index = turn % stride; index < NASTY.length; index += stride) {
        const [why, value] = NASTY[index] as (typeof NASTY)[number];
        const by =
          typeof who === 'string' && who !== 'nobody' && /sign-out/.test(route.endpoint.path)
            ? { token: await house.freshToken(who as 'jana') }
            : who;
        const answer = await house.ask(by, name, {
          params: paramsOf(name, params),
          version,
          body: withAt(sample, pointer, value),
        });
        asked += 1;
        if (answer.status < 300) version = answer.json?.version ?? version;
        house.stage.clock.now = house.stage.clock.now.add({ milliseconds: 1 }); // no two things happen in the same microsecond
        const about = `${name} ${pointer} ${why}: ${answer.status} ${answer.text.slice(0, 300)}`;
        expect(answer.status, about).toBeLessThan(500);
        expect(answer.text.replaceAll(`${MARK}key`, ''), about).not.toContain(MARK);
        if (answer.status >= 300) expectProblem(answer, about);
        for (const header of Object.values(answer.headers)) expect(String(header), about).not.toContain(MARK);
      }
    }
  });

  test('texts that the database cannot hold are refused by the name of their field, at every text field', async () => {
    for (const route of withBody) {
      const sample = sampleBody(route);
      for (const pointer of leavesOf(sample)) {
        const answer = await house.ask(holderOf(route), route.endpoint.name, {
          params: sampleParams(route),
          version: 1,
          body: withAt(sample, pointer, `a\u0000b`),
        });
        const about = `${route.endpoint.name} ${pointer}`;
        expect([about, answer.status, answer.code]).toEqual([about, 400, 'invalid-input']);
        expect(answer.json.errors, about).toContainEqual({ pointer, code: 'control-character' });
      }
    }
  });

  test('commands of Case Management were carried out in cases, not only refused at the door', () => {
    expect(inCases).toBeGreaterThanOrEqual(12);
  });

  test('nothing of it is in the log, and nobody got a new property', () => {
    expect(house.lines.length).toBeGreaterThan(500);
    expect(house.lines.filter((line) => line.includes(MARK))).toEqual([]);
    expect(house.lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('nasty input in every query', () => {
  test('never a fault, never an echo', async () => {
    for (const route of ROUTES.filter(({ endpoint }) => endpoint.query)) {
      const { name } = route.endpoint;
      const sample = sampleQuery(route);
      for (const field of Object.keys(sample)) {
        for (const [why, value] of NASTY) {
          if (typeof value !== 'string' || value.length > 9_000 || !value.isWellFormed()) continue;
          // a mark of its own: what the commands above have stored may well be in an answer
          const typed = value.replaceAll(MARK, ASKED);
          const answer = await house.ask(holderOf(route), name, {
            params: paramsOf(name, sampleParams(route)),
            query: { ...sample, [field]: typed },
          });
          asked += 1;
          const about = `${name}?${field} ${why}: ${answer.status} ${answer.text.slice(0, 300)}`;
          expect(answer.status, about).toBeLessThan(500);
          expect(answer.text, about).not.toContain(ASKED);
          if (answer.status >= 300) expectProblem(answer, about);
        }
      }
    }
  });

  test('a parameter given twice is refused', async () => {
    const token = await house.token('jana');
    const answer = await house.send({
      method: 'GET',
      url: '/api/placement/requests?show=open&show=new',
      headers: { host: 'localhost:4000', cookie: `geleit=${token}` },
    });
    expect([answer.status, answer.json.errors]).toEqual([400, [{ pointer: '/query/show', code: expect.any(String) }]]);
  });
});
