import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id.ts';
import { freshDatabase } from '#test/database.ts';
import { House, holderOf, type Question, requestOf, routeOf } from '#test/http.ts';
import { ROUTES } from '../../src/rooms.ts';
import { expectHeaders, expectProblem } from './problem.ts';
import { sampleBody, sampleParams, sampleQuery } from './samples.ts';

const database = await freshDatabase();
let house: House;
beforeAll(async () => {
  house = await House.open(database, { limits: false });
});
afterAll(() => house.close());

const commands = ROUTES.filter(({ endpoint }) => endpoint.method !== 'GET').map((route) => [route.endpoint.name, route] as const);
const remembered = commands.filter(([, { need, options }]) => need !== 'public' && options.once !== false);
const withBody = commands.filter(([, { endpoint }]) => endpoint.body !== undefined);
const asked = (name: string): Question => {
  const route = routeOf(name);
  return { params: sampleParams(route), version: 1, ...(route.endpoint.body ? { body: sampleBody(route) } : {}) };
};
const events = async () => Number((await house.stage.look<{ count: string }>('select count(*) from platform.event'))[0]?.count);

describe('a command comes from our own pages', () => {
  const FOREIGN: [string, Record<string, string | undefined>][] = [
    ['without the header no form can send', { 'x-geleit': undefined }],
    ['with another value of it', { 'x-geleit': 'true' }],
    ['from a foreign origin', { origin: 'https://evil.example' }],
    ['from nowhere (null)', { origin: 'null' }],
    ['from the same host on another port', { origin: 'http://localhost:4001' }],
    ['from another scheme', { origin: 'https://localhost:4000' }],
    ['from a site that the browser calls cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['from a neighbour (same-site)', { 'sec-fetch-site': 'same-site' }],
    ['cross-site without an origin', { origin: undefined, 'sec-fetch-site': 'cross-site' }],
  ];
  test.each(commands)('%s', async (name, route) => {
    const before = await events();
    for (const [how, headers] of FOREIGN) {
      const answer = await house.ask(holderOf(route), name, { ...asked(name), headers });
      expect(answer.status, how).toBe(403);
      expect(answer.code, how).toBe('cross-site');
      expectProblem(answer, how);
    }
    expect(await events()).toBe(before);
  });
});

describe('a command is carried out once', () => {
  test.each(remembered)('%s needs a key of its own', async (name, route) => {
    for (const key of [null, '', 'x', newId().slice(1), `{${newId()}}`, `${newId()} ${newId()}`, '🙂', 'a'.repeat(300)]) {
      const headers = key === null ? {} : { 'idempotency-key': encodeURI(key) };
      const answer = await house.ask(holderOf(route), name, { ...asked(name), key: null, headers });
      expect(answer.status, String(key)).toBe(400);
      expect(answer.code, String(key)).toBe('key-needed');
    }
  });

  test('the same key twice: the same answer, one effect; the same key with another content or at another endpoint: 422', async () => {
    const kept: string[] = [];
    const { accountId } = house.cast.person('yilmaz');
    const { locationId } = house.practice;
    const fitting: Record<string, object> = {
      'placement.beginRequest': { phone: '0228 424242' },
      'access.addDuty': { accountId },
      'scheduling.publishSlots': { slots: [{ startsAt: '2026-03-07T07:00:00Z', minutes: 50 }], locationId, placeId: null },
      'scheduling.addWeeklyTime': { locationId, placeId: null, weekday: 6, from: '13:00', to: '15:00', slotMinutes: 50, validTo: null },
    };
    for (const [name, route] of remembered) {
      const by = holderOf(route);
      const given = asked(name);
      const key = newId();
      const question: Question = {
        ...given,
        body: fitting[name] ? { ...(given.body as object), ...fitting[name] } : given.body,
        key,
      };
      const first = await house.ask(by, name, question);
      const between = await events();
      const again = await house.ask(by, name, question);
      expect(await events(), `${name} had an effect twice`).toBe(between);
      expect(again.status, name).toBe(first.status);
      if (first.status >= 300) continue;
      kept.push(name);
      expect(again.json, name).toEqual(first.json);
      expect(again.headers.etag, name).toBe(first.headers.etag);
      const other = await house.ask(by, 'access.setPreferences', { body: { locale: 'en' }, key });
      expect(other.code, `${name}'s key with other content`).toBe('key-used-otherwise');
      // Of somebody else the same key is a new one.
      const stranger = await house.ask(by === 'karin' ? 'mai' : 'karin', 'access.setPreferences', { body: { locale: 'de' }, key });
      expect(stranger.status, name).toBe(200);
    }
    expect(kept.length, `only ${kept.join(', ')} went through`).toBeGreaterThanOrEqual(12);
  });

  test('the same key with another body, other ids or another version is refused', async () => {
    const key = newId();
    expect((await house.ask('jana', 'placement.beginRequest', { body: { phone: '0228 100' }, key })).status).toBe(201);
    const other = await house.ask('jana', 'placement.beginRequest', { body: { phone: '0228 101' }, key });
    expect([other.status, other.code]).toEqual([422, 'key-used-otherwise']);
    const upper = await house.ask('jana', 'placement.beginRequest', { body: { phone: '0228 100' }, key: key.toUpperCase() });
    expect(upper.status).toBe(201); // a UUID is the same in capitals
    const [row] = await house.stage.look<{ count: string }>("select count(*) from people.person where phone like '0228 10%'");
    expect(Number(row?.count)).toBe(1);
  });

  test('fifty at once with one key are one', async () => {
    const key = newId();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => house.ask('jana', 'placement.beginRequest', { body: { phone: '0228 777' }, key })),
    );
    expect(new Set(answers.map(({ status, json }) => `${status} ${json.id} ${json.personId} ${json.version}`)).size).toBe(1);
    const [row] = await house.stage.look<{ count: string }>("select count(*) from people.person where phone = '0228 777'");
    expect(Number(row?.count)).toBe(1);
  });
});

describe('input that fits no form', () => {
  test.each(withBody)('%s names an unknown key', async (name, route) => {
    const body = { ...(sampleBody(route) as object), sneaked: 'never-repeat-me', 'a/b~c': 1 };
    const answer = await house.ask(holderOf(route), name, { ...asked(name), body });
    expect([answer.status, answer.code]).toEqual([400, 'invalid-input']);
    const pointers = answer.json.errors.map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`);
    expect(pointers).toContain('/sneaked unknown-field');
    expect(pointers).toContain('/a~1b~0c unknown-field');
    expect(answer.text).not.toContain('never-repeat-me');
    expectProblem(answer, name);
  });

  test('an endpoint without a body or query takes none', async () => {
    for (const [name, route] of commands.filter(([, { endpoint }]) => !endpoint.body)) {
      const answer = await house.ask(holderOf(route), name, { ...asked(name), body: { force: true } });
      expect([name, answer.status, answer.json.errors?.[0]?.pointer]).toEqual([name, 400, '/force']);
    }
    for (const route of ROUTES) {
      const { name } = route.endpoint;
      const answer = await house.ask(holderOf(route), name, { ...asked(name), query: { ...sampleQuery(route), debug: '1' } });
      expect([name, answer.status, answer.json.errors?.[0]?.pointer]).toEqual([name, 400, '/query/debug']);
    }
  });

  test('impossible and unknown ids are unknown addresses, and read the same', async () => {
    for (const route of ROUTES.filter(({ endpoint }) => /:/.test(endpoint.path))) {
      const { name, params } = route.endpoint;
      const fields = Object.keys(sampleParams(route));
      expect(params, name).toBeDefined();
      const question = { ...asked(name), query: sampleQuery(route) };
      const texts = new Set<string>();
      for (const id of ['1', 'null', "1' or '1'='1", '{01980000-0000-7000-8000-0000000000aa}', '%00', '..%2f..', '٣', 'a'.repeat(60)]) {
        const strange = Object.fromEntries(fields.map((field) => [field, encodeURI(id).replaceAll('%25', '%')]));
        const answer = await house.ask(holderOf(route), name, { ...question, params: strange });
        expect([name, id, answer.status, answer.code]).toEqual([name, id, 404, 'not-found']);
        expectProblem(answer, name);
        texts.add(answer.text.replace(/urn:uuid:[0-9a-f-]+/, ''));
      }
      expect(texts.size, name).toBe(1);
      const unknown = await house.ask(holderOf(route), name, {
        ...question,
        params: Object.fromEntries(fields.map((field) => [field, newId()])),
      });
      expect([name, unknown.status < 500]).toEqual([name, true]);
      if (unknown.status < 300) expect(name).toMatch(/^(access\.endSession|scheduling\.practitionerSlots)$/);
    }
  });

  const JSON_HEADER = { 'content-type': 'application/json' };
  const RAW: [string, string | Buffer, Record<string, string>, number, string][] = [
    ['a trailing comma', '{"phone":"1",}', JSON_HEADER, 400, 'malformed-json'],
    ['a comment', '{/* */}', JSON_HEADER, 400, 'malformed-json'],
    ['single quotes', "{'phone':'1'}", JSON_HEADER, 400, 'malformed-json'],
    ['NaN', '{"phone":NaN}', JSON_HEADER, 400, 'malformed-json'],
    ['two documents', '{}{}', JSON_HEADER, 400, 'malformed-json'],
    ['half a document', '{"phone":', JSON_HEADER, 400, 'malformed-json'],
    ['null', 'null', JSON_HEADER, 400, 'invalid-input'],
    ['an array', '[]', JSON_HEADER, 400, 'invalid-input'],
    ['a text', '"x"', JSON_HEADER, 400, 'invalid-input'],
    ['a number', '5', JSON_HEADER, 400, 'invalid-input'],
    ['a nesting of 100 000', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, JSON_HEADER, 400, 'invalid-input'],
    ['257 kB', JSON.stringify({ phone: 'x'.repeat(257 * 1024) }), JSON_HEADER, 413, 'too-large'],
    ['plain text', '{"phone":"1"}', { 'content-type': 'text/plain' }, 415, 'not-acceptable-type'],
    ['a form', 'phone=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'not-acceptable-type'],
    ['a multipart form', '--x--', { 'content-type': 'multipart/form-data; boundary=x' }, 415, 'not-acceptable-type'],
    ['XML', '<a/>', { 'content-type': 'application/xml' }, 415, 'not-acceptable-type'],
    ['no content type', '{"phone":"1"}', { 'content-type': '' }, 415, 'not-acceptable-type'],
    ['a NUL', '{"phone":"\\u0000"}', JSON_HEADER, 400, 'invalid-input'],
    ['half a character', '{"phone":"\\ud800"}', JSON_HEADER, 400, 'invalid-input'],
    ['__proto__', '{"__proto__":{"phone":"1"}}', JSON_HEADER, 400, 'invalid-input'],
    ['constructor.prototype', '{"constructor":{"prototype":{"phone":"1"}}}', JSON_HEADER, 400, 'invalid-input'],
  ];
  test.each(RAW)('%s', async (_what, payload, headers, status, code) => {
    const before = await events();
    const answer = await house.ask('jana', 'placement.beginRequest', { payload, headers });
    expect([answer.status, answer.code]).toEqual([status, code]);
    expectProblem(answer, code);
    expectHeaders(answer, code);
    expect(await events()).toBe(before);
    expect(({} as { phone?: string }).phone).toBeUndefined();
  });

  test('a body longer than it says, on every command: 413', async () => {
    for (const [name, route] of commands) {
      const answer = await house.ask(holderOf(route), name, {
        ...asked(name),
        payload: `{"x":"${'x'.repeat((route.options.body ?? 256 * 1024) + 44 * 1024)}"}`,
        headers: JSON_HEADER,
      });
      expect([name, answer.status, answer.code]).toEqual([name, 413, 'too-large']);
    }
  });

  test('a number that is no version, a weak or a star one: the version is missing', async () => {
    for (const value of ['*', '1', '"x"', '"-1"', '"1", "2"', '""', '"99999999999999999999"']) {
      const answer = await house.ask('marit', 'directory.changeOrganisation', {
        ...asked('directory.changeOrganisation'),
        headers: { 'if-match': value },
      });
      expect([value, answer.status, answer.code]).toEqual([value, 428, 'version-needed']);
    }
  });
});

describe('addresses and languages', () => {
  test.each([
    ['GET', '/api/nowhere'],
    ['GET', '/api/placement/requests/'],
    ['GET', '/api/PLACEMENT/requests'],
    ['GET', '/api//placement/requests'],
    ['GET', '/api/placement/requests;a=b'],
    ['GET', '/.git/config'],
    ['GET', '/.env'],
    ['GET', '/admin'],
    ['GET', '/api/placement/%252e%252e/requests'],
    ['GET', '/api/placement/requests.json'],
    ['GET', '/api/placement/🙂'],
    ['PUT', '/api/placement/requests'],
    ['DELETE', '/api/placement/requests'],
    ['OPTIONS', '/api/placement/requests'],
    ['GET', '/api/access/sign-in'],
  ] as const)('%s %s is unknown', async (method, url) => {
    const token = await house.token('jana');
    const answer = await house.send({
      method,
      url: encodeURI(url).replaceAll('%25', '%'),
      headers: { host: 'localhost:4000', cookie: `geleit=${token}` },
    });
    expect([answer.status, answer.code]).toEqual([404, 'not-found']);
    expectProblem(answer, url);
    expectHeaders(answer, url);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  test('a faulty escape in an address is a problem answer, too', async () => {
    const answer = await house.send({ method: 'GET', url: '/api/placement/requests/%ZZ', headers: { host: 'localhost:4000' } });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expectProblem(answer, '%ZZ');
    expectHeaders(answer, '%ZZ');
  });

  test('a method override and a rewritten address are not believed', async () => {
    const headers = {
      'x-http-method-override': 'DELETE',
      'x-original-url': '/api/access/accounts',
      'x-rewrite-url': '/api/access/accounts',
    };
    const answer = await house.ask('jana', 'placement.listRequests', { headers });
    expect(answer.status).toBe(200);
    expect(answer.json).toHaveProperty('requests');
  });

  test.each([
    ['en', 'en'],
    ['en-GB,en;q=0.9,de;q=0.1', 'en'],
    ['de', 'de'],
    ['fr-FR', 'de'],
    ['x'.repeat(4_000), 'de'],
    [undefined, 'de'],
  ])('who asks in %s is answered in %s', async (asks, language) => {
    const answer = await house.ask('nobody', 'access.me', { headers: { 'accept-language': asks } });
    expect(answer.headers['content-language']).toBe(language);
    expect(answer.json.title).toBe(language === 'en' ? 'Not signed in' : 'Nicht angemeldet');
  });

  test('the door sets its cookie for itself alone, and takes it away again', async () => {
    const half = await house.token('half');
    const out = await house.app.inject(requestOf(routeOf('access.signOut'), { body: {} }, half));
    expect(out.statusCode).toBe(200);
    expect(String(out.headers['set-cookie'])).toMatch(/^geleit=;.*Path=\/.*HttpOnly.*SameSite=Strict/i);
    expect(out.headers['clear-site-data']).toBe('"cache"');
  });

  test('tries at the door are few a minute', async () => {
    const strict = await House.open(await freshDatabase({ keep: true }));
    try {
      const body = { email: 'niemand@geleit.example', password: 'x' };
      const answers = [];
      for (let count = 0; count < 40; count += 1) answers.push(await strict.ask('nobody', 'access.signIn', { body }));
      const last = answers.at(-1);
      expect([last?.status, last?.code]).toEqual([429, 'too-many']);
      expect(Number(last?.headers['retry-after'])).toBeGreaterThan(0);
      for (const answer of answers) expectProblem(answer, String(answer.status));
    } finally {
      await strict.close();
    }
  });
});
