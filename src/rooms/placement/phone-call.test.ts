import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { asPublic, asSystem } from '#platform/call.ts';
import { normalPhone } from '#rooms/people/rules/identity.ts';
import { freshDatabase } from '#test/database.ts';
import { House } from '#test/http.ts';
import { askToCallBack, settleCallBacks, tidyCalls } from './actions/phone-call.ts';
import { callerNumber } from './rules/caller-number.ts';

const database = await freshDatabase();
let house: House;
let token: string;
beforeAll(async () => {
  house = await House.open(database, { limits: false });
  token = (await house.get('tomasz', 'placement.makePhoneLink', { body: { name: 'Telefonanlage' } })).token;
});
afterAll(() => house.close());
const wait = (seconds: number) => {
  house.stage.clock.now = house.stage.clock.now.add({ seconds });
};
beforeEach(() => wait(3 * 3600));

interface Row {
  id: string;
  at: Date;
  answered_at: Date | null;
  ended_at: Date | null;
  ended_because: string | null;
  account_id: string | null;
  request_id: string | null;
  is_first: boolean;
  number_sealed: Buffer | null;
  source: string;
}
const rowsOf = (requestId: string) =>
  house.stage.look<Row>('select * from placement.phone_call where request_id = $1 order by at', requestId);
const rowOf = async (id: string) => (await house.stage.look<Row>('select * from placement.phone_call where id = $1', id))[0] as Row;
const beginRequest = async (who: 'jana' | 'marit' = 'jana', phone?: string): Promise<string> =>
  (await house.get(who, 'placement.beginRequest', { body: phone ? { phone } : {} })).id;
const seconds = ({ answered_at, ended_at }: Row) => (Number(ended_at) - Number(answered_at)) / 1000;
const running = async (who: 'jana' | 'marit' = 'jana') => (await house.get(who, 'placement.myCalls')).running;
let calls = 0;
const report = (state: string, more: object = {}) =>
  house.ask('nobody', 'placement.reportCall', { body: { token, call: `c${calls}`, state, ...more } });
const ring = async (number?: string) => {
  calls += 1;
  const answer = await report('ringing', number === undefined ? {} : { number });
  return answer.json.id as string;
};

describe('numbers as telephones write them', () => {
  test.each([
    ['0228/555010', '49228555010'],
    ['0228 - 55 50 10', '49228555010'],
    ['+49 228 555010', '49228555010'],
    ['+49 (0)228 555010', '49228555010'],
    ['0049228555010', '49228555010'],
    ['49228555010', '49228555010'],
    ['tel:+49228555010', '49228555010'],
    ['sip:0228555010@anlage.example', '49228555010'],
    ['"Kowalski, Maria" <0228/555010>', '49228555010'],
    ['tel:+49-228-555010;phone-context=x', '49228555010'],
    ['+41 44 668 18 00', '41446681800'],
    ['0171.392.00.41', '491713920041'],
  ])('%s', (given, digits) => {
    expect(normalPhone(callerNumber(given) ?? '')).toBe(digits);
  });
  test.each([
    '',
    'anonymous',
    'Anonym',
    'unbekannt',
    'private',
    'unterdrückt',
    'sip:anonymous@anonymous.invalid',
    '12',
    '<script>alert(1)</script>',
    '0',
    "' or 1=1",
    undefined,
    null,
  ])('%j is no number', (given) => {
    expect(callerNumber(given)).toBeUndefined();
  });
});

describe('a call of the desk', () => {
  test('begins with the request and ends when somebody hangs up; its length is right', async () => {
    const request = await beginRequest();
    expect(await running()).toMatchObject({ requestId: request });
    wait(540);
    const { id } = await running();
    await house.get('jana', 'placement.endCall', { params: { id }, body: {} });
    const [row] = await rowsOf(request);
    expect(row).toMatchObject({ source: 'desk', is_first: true, ended_because: 'desk' });
    expect(seconds(row as Row)).toBe(540);
    expect(await house.stage.told(id)).toEqual(['placement.call.began', 'placement.call.ended']);
    expect(await running()).toBeNull();
    expect((await house.ask('jana', 'placement.endCall', { params: { id }, body: {} })).code).toBe('call-not-running');
  });

  test('the next one ends it; two desks have one each', async () => {
    const [one, other] = [await beginRequest('jana'), await beginRequest('marit')];
    wait(60);
    const next = await beginRequest('jana');
    expect((await rowsOf(one))[0]).toMatchObject({ ended_because: 'next' });
    expect((await rowsOf(other))[0]?.ended_at).toBeNull();
    expect(await running()).toMatchObject({ requestId: next });
  });

  test('two clicks at the same moment are one running call', async () => {
    const requests = await Promise.all([beginRequest(), beginRequest(), beginRequest()]);
    const account = house.cast.account('jana');
    const open = await house.stage.look('select id from placement.phone_call where account_id = $1 and ended_at is null', account);
    expect(open.length).toBe(1);
    expect(requests.length).toBe(3);
  });

  test('closing the request ends it; a caller who turns out to be known stays on the line', async () => {
    const closed = await beginRequest();
    wait(30);
    const { version } = await house.get('jana', 'placement.getRequest', { params: { id: closed } });
    await house.get('jana', 'placement.closeRequest', { params: { id: closed }, version, body: { reason: 'withdrew' } });
    expect((await rowsOf(closed))[0]).toMatchObject({ ended_because: 'settled' });

    const known = await beginRequest('marit');
    await house.get('marit', 'placement.endCall', { params: { id: (await running('marit')).id }, body: {} });
    const typed = await beginRequest();
    const before = await running();
    wait(90);
    await house.get('jana', 'placement.continueRequest', { params: { id: known }, body: { insteadOf: typed } });
    const begun = await house.get('jana', 'placement.beginCall', { body: { requestId: known } });
    expect(begun).toEqual({ id: before.id, requestId: known, first: false });
    expect(await rowsOf(typed)).toEqual([]);
    wait(30);
    await house.get('jana', 'placement.endCall', { params: { id: before.id }, body: {} });
    expect(seconds(await rowOf(before.id))).toBe(120);
  });

  test('the second call about a request is not its first; asking again about the same changes nothing', async () => {
    const request = await beginRequest();
    const { id } = await running();
    await house.get('jana', 'placement.endCall', { params: { id }, body: {} });
    wait(600);
    const again = await house.get('jana', 'placement.beginCall', { body: { requestId: request } });
    expect(again.first).toBe(false);
    expect(await house.get('jana', 'placement.beginCall', { body: { requestId: request } })).toEqual(again);
    expect((await house.ask('jana', 'placement.beginCall', { body: { requestId: again.id } })).code).toBe('request-not-found');
  });

  test('forgotten ones are ended and told apart', async () => {
    const request = await beginRequest();
    wait(3 * 3600);
    await asSystem(house.stage.world, 'test', tidyCalls);
    expect((await rowsOf(request))[0]).toMatchObject({ ended_because: 'forgotten' });
  });
});

describe('a telephone system', () => {
  test('without a live token reports nothing', async () => {
    const answer = await house.ask('nobody', 'placement.reportCall', { body: { token: 'x'.repeat(32), call: '1', state: 'ringing' } });
    expect([answer.status, answer.code]).toEqual([401, 'not-signed-in']);
    const { id, token: other } = await house.get('tomasz', 'placement.makePhoneLink', { body: { name: 'Alt' } });
    await house.get('tomasz', 'placement.endPhoneLink', { params: { id }, body: {} });
    expect((await house.ask('nobody', 'placement.reportCall', { body: { token: other, call: '1', state: 'ringing' } })).status).toBe(401);
    expect((await house.ask('jana', 'placement.listPhoneLinks')).status).toBe(403);
  });

  test('its token is told once, and kept as nothing that opens anything', async () => {
    const { links } = await house.get('tomasz', 'placement.listPhoneLinks');
    expect(JSON.stringify(links)).not.toContain(token);
    for (const table of ['placement.phone_link', 'platform.idempotency', 'platform.event'])
      expect(JSON.stringify(await house.stage.look(`select * from ${table}`)), table).not.toContain(token);
  });

  test('ringing, answered, taken by a desk, about a request, ended: one call with its true times', async () => {
    const id = await ring('0228 / 77 11 22');
    wait(8);
    await report('answered');
    await house.get('jana', 'placement.takeCall', { params: { id }, body: {} });
    expect((await house.get('jana', 'placement.getCallNumber', { params: { id } })).number).toBe('0228 / 77 11 22');
    const request = await beginRequest('jana', '0228 771122');
    wait(300);
    await report('ended');
    const [row] = await rowsOf(request);
    expect(row).toMatchObject({ id, source: 'telephone', is_first: true, ended_because: 'telephone', number_sealed: null });
    expect(seconds(row as Row)).toBe(300);
    expect((Number(row?.answered_at) - Number(row?.at)) / 1000).toBe(8);
  });

  test('the only call that was answered is that of whoever begins a request; of two nobody guesses', async () => {
    const only = await ring('0228 881122');
    await report('answered');
    const request = await beginRequest();
    expect((await rowsOf(request))[0]?.id).toBe(only);
    await report('ended');

    await ring();
    await report('answered');
    await ring();
    await report('answered');
    const other = await beginRequest('marit');
    expect((await rowsOf(other))[0]).toMatchObject({ source: 'desk' });
  });

  test('of a known number the desks hear, by ids alone', async () => {
    const request = await beginRequest('jana', '0228 661122');
    await house.get('jana', 'placement.endCall', { params: { id: (await running()).id }, body: {} });
    const id = await ring('+49228661122');
    const [event] = await house.stage.look<{ data: object }>(
      "select data from platform.event where action = 'placement.call.rang' and object_id = $1",
      id,
    );
    expect(event?.data).toEqual({ known: true, knownRequestId: request });
    const { ringing } = await house.get('marit', 'placement.myCalls');
    expect(ringing).toEqual([expect.objectContaining({ id, knownRequestId: request })]);
    const first = await house.get('jana', 'placement.takeCall', { params: { id }, body: {} });
    expect(first.knownRequestId).toBe(request);
    expect((await house.ask('marit', 'placement.takeCall', { params: { id }, body: {} })).code).toBe('call-taken');
    await report('ended');
    expect((await house.ask('marit', 'placement.takeCall', { params: { id }, body: {} })).code).toBe('call-over');
  });

  test('late, doubled and swapped reports change nothing wrongly', async () => {
    const begin = house.stage.clock.now;
    const at = (second: number) => begin.add({ seconds: second }).toString();
    calls += 1;
    wait(600);
    const [one] = [(await report('answered', { at: at(5) })).json.id as string];
    await report('ended', { at: at(200) });
    await report('ringing', { at: at(0) });
    await report('answered', { at: at(5) });
    await report('ended', { at: at(999) });
    const row = await rowOf(one);
    expect(seconds(row)).toBe(195);
    expect((await house.stage.told(one)).filter((action) => action.endsWith('hung-up')).length).toBe(1);
    // A clock that is a year wrong is not believed.
    calls += 1;
    const odd = (await report('ringing', { at: '2020-01-01T00:00:00Z' })).json.id as string;
    expect((await rowOf(odd)).at.toISOString()).toBe(new Date(house.stage.clock.now.epochMilliseconds).toISOString());
  });

  test('a missed call is a task, one for a caller and day, and done when she gets through', async () => {
    const missed = async (number?: string) => {
      const id = await ring(number);
      wait(20);
      await report('ended');
      await asSystem(house.stage.world, 'test', (call) => askToCallBack(call, id));
      return id;
    };
    const before = (await house.stage.look("select id from tasks.task where kind = 'missed-call'")).length;
    const first = await missed('0228 331122');
    await missed('0228/33-11-22');
    await missed('0049 228 331122');
    await missed('0228 999888');
    await missed(); // withheld: counted as missed, but nobody can call back
    const tasks = await house.stage.look<{ facts: { callId: string }; done_at: Date | null }>(
      "select * from tasks.task where kind = 'missed-call' order by created_at",
    );
    expect(tasks.length - before).toBe(2);
    expect(tasks[before]?.facts.callId).toBe(first);
    expect((await house.get('jana', 'placement.getCallNumber', { params: { id: first } })).number).toBe('0228 331122');
    const through = await ring('0228 331122');
    await report('answered');
    await asSystem(house.stage.world, 'test', (call) => settleCallBacks(call, through));
    const open = await house.stage.look("select id from tasks.task where kind = 'missed-call' and done_at is null");
    expect(open.length).toBe(before + 1);
    await report('ended');
  });

  test('numbers are sealed, in no log, and gone after fourteen days', async () => {
    const id = await ring('0228 717171');
    await report('ended');
    const row = await rowOf(id);
    expect(row.number_sealed?.includes('717171')).toBe(false);
    expect(JSON.stringify(await house.stage.look('select data from platform.event where object_id = $1', id))).not.toContain('7171');
    expect(house.lines.filter((line) => /717171|331122|661122/.test(line))).toEqual([]);
    wait(15 * 24 * 3600);
    await asSystem(house.stage.world, 'test', tidyCalls);
    expect((await house.get('jana', 'placement.getCallNumber', { params: { id } })).number).toBeNull();
  });

  test('who is not at the desk, or not signed in, reads no call', async () => {
    for (const who of ['brandt', 'karin', 'tomasz'] as const)
      expect(await house.cast.as(who, ({ tx }) => tx.selectFrom('placement.phone_call').select('id').execute()), who).toEqual([]);
    expect(await asPublic(house.stage.world, {}, ({ tx }) => tx.selectFrom('placement.phone_call').select('id').execute())).toEqual([]);
  });
});

describe('the link of telephone software', () => {
  test('rings, is answered and hung up under the telephone’s own number of the call', async () => {
    const link = (state: string) => house.get('jana', 'placement.linkCall', { body: { call: 'sw-17', state } });
    const { id } = await link('ringing');
    expect((await link('ringing')).id).toBe(id);
    wait(5);
    expect((await link('answered')).id).toBe(id);
    const request = await beginRequest();
    wait(120);
    await link('ended');
    const [row] = await rowsOf(request);
    expect([row?.id, seconds(row as Row)]).toEqual([id, 120]);
    expect((await link('answered')).id).toBeNull();
  });

  test('opened for a call that a system has reported is that call', async () => {
    const id = await ring('0228 555 444');
    expect((await house.get('jana', 'placement.linkCall', { body: { call: `c${calls}`, state: 'answered' } })).id).toBe(id);
    await report('ended');
  });
});
