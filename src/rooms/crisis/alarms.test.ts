import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { webPusher } from '#platform/push/web-push.ts';
import type { Texter, TextMessage } from '#platform/sms/texter.ts';
import { setCrisis } from '#test/crisis-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { openPushService } from '#test/push-service.ts';
import { markSeen } from './actions/along.ts';
import { deliverTest, keepKey } from './actions/deliver.ts';
import { getPush, subscribe, testAlarm, unsubscribe } from './actions/push.ts';

const database = await freshDatabase();
const stage = await setCrisis(database);
const { cast, raiseAs, take, pages, deliver, onDuty, clock } = stage;
const pusher = webPusher({ secret: Buffer.alloc(32, 9).toString('base64url'), subject: 'mailto:post@geleit.example', local: true });
const service = await openPushService(pusher.publicKey);
afterAll(async () => {
  await service.close();
  await stage.close();
});

const texts: TextMessage[] = [];
let gateway: 'works' | 'away' | 'refuses' = 'works';
const texter: Texter = {
  async send(message) {
    texts.push(message);
    if (gateway === 'works') return { ok: true, reference: 'g1' };
    return gateway === 'away'
      ? { ok: false, because: 'sms-gateway-unreachable', again: true }
      : { ok: false, because: 'sms-refused', again: false };
  },
  async close() {},
};
const device = async (who: 'yilmaz' | 'reserve' | 'jana' = 'yilmaz') => {
  const browser = service.subscribe();
  const { id } = await cast.as(who, (call, permit) => subscribe(call, permit('crisis.raise'), { ...browser, device: 'Diensttelefon' }));
  return { ...browser, id, browser };
};
const ended = async (id: string) =>
  (await stage.look<{ ended: boolean }>('select ended_at is not null as ended from crisis.push_subscription where id = $1', id))[0]?.ended;
const pageOf = async (emergency: string, channel: string) => (await pages(emergency)).filter((page) => page.channel === channel);

beforeEach(async () => {
  await stage.admin.query(
    "update crisis.emergency set state = 'acknowledged', acknowledged_at = clock_from, deadline_at = null where state = 'raised'",
  );
  await stage.admin.query("update crisis.page set state = 'failed', failure = 'test' where state = 'queued'");
  await stage.admin.query('update crisis.push_subscription set ended_at = created_at');
  gateway = 'works';
  texts.length = 0;
});
await onDuty('yilmaz', { hours: 160 });

describe('waking a browser', () => {
  test('needs a key; without one nobody can subscribe', async () => {
    expect((await cast.refusal('yilmaz', async () => device())).code).toBe('push-not-set-up');
    expect(await cast.as('yilmaz', (call, permit) => getPush(call, permit('crisis.raise')))).toEqual({ publicKey: null, devices: [] });
    await keepKey(stage.world, pusher);
    expect((await cast.as('yilmaz', (call, permit) => getPush(call, permit('crisis.raise')))).publicKey).toBe(pusher.publicKey);
    expect((await cast.refusal('yilmaz', (call, permit) => testAlarm(call, permit('crisis.raise')))).code).toBe('no-device');
  });

  test('is signed and encrypted, and says nothing of anybody', async () => {
    const { browser, id: deviceId } = await device();
    const { id } = await raiseAs('jana', { level: 'RED', phone: '0171 5550303', note: 'Frau Kowalski, Tabletten' });
    await deliver({ pusher, texter });
    expect(service.faults).toEqual([]);
    expect(browser.woken).toEqual([{ title: 'Notfall im Netz', body: 'Bitte öffnen.', url: `/notfaelle/${id}`, tag: id }]);
    expect(texts).toMatchObject([{ to: '+49228555112', text: 'Notfall im Netz. Bitte öffnen. http://localhost:4000' }]);
    expect((await pages(id)).map(({ channel, state }) => `${channel} ${state}`)).toEqual(['push sent', 'session sent', 'sms sent']);
    await deliver({ pusher, texter });
    expect(browser.woken).toHaveLength(1);
    await cast.as('yilmaz', (call, permit) => markSeen(call, permit('crisis.raise'), id));
    expect((await pages(id)).every(({ state }) => state === 'seen')).toBe(true);
    const { devices } = await cast.as('yilmaz', (call, permit) => getPush(call, permit('crisis.raise')));
    expect(devices).toMatchObject([{ id: deviceId, device: 'Diensttelefon', lastOkAt: clock.now.toString() }]);
  });

  test('an exercise says that it is one, and so does a test alarm', async () => {
    const { browser } = await device();
    const { id } = await raiseAs('jana', { drill: true });
    await deliver({ pusher, texter });
    await cast.as('yilmaz', (call, permit) => testAlarm(call, permit('crisis.raise')));
    await deliverTest(stage.world, { pusher }, cast.account('yilmaz'));
    expect(browser.woken).toEqual([
      { title: 'Übung: Notfall im Netz', body: 'Bitte öffnen.', url: `/notfaelle/${id}`, tag: id },
      { title: 'Probealarm', body: 'Es ist nichts geschehen.', url: '/notfaelle', tag: 'test' },
    ]);
  });

  test.each([404, 410])('%i: the browser has forgotten us, its subscription ends and nobody asks it again', async (status) => {
    const { browser, id: deviceId } = await device();
    browser.answer = status;
    const { id } = await raiseAs('jana');
    await deliver({ pusher, texter });
    expect(await ended(deviceId)).toBe(true);
    expect(await pageOf(id, 'push')).toMatchObject([{ state: 'failed', failure: 'no-device' }]);
  });

  test('a service that is away is asked again as long as somebody is waited for', async () => {
    const { browser } = await device();
    browser.answer = 503;
    gateway = 'away';
    const { id } = await raiseAs('jana', { level: 'RED' });
    await deliver({ pusher, texter });
    expect(await pageOf(id, 'push')).toMatchObject([{ state: 'queued' }]);
    await deliver({ pusher, texter });
    expect(browser.asked).toBe(1); // not before its time
    stage.pass(5);
    await deliver({ pusher, texter });
    expect(browser.asked).toBe(2);
    expect(new Set(texts.map((text) => text.id)).size).toBe(1); // a repeat is recognisable as the same
    browser.answer = 201;
    stage.pass(5);
    await deliver({ pusher, texter });
    expect(browser.woken).toHaveLength(1);
    await take('yilmaz', id);
    stage.pass(5);
    await deliver({ pusher, texter });
    expect(await pageOf(id, 'sms')).toMatchObject([{ state: 'failed', failure: 'not-needed' }]);
  });

  test('two workers wake once, and one that died in between wakes again', async () => {
    const { browser } = await device();
    await raiseAs('jana');
    await Promise.all([deliver({ pusher, texter }), deliver({ pusher, texter }), deliver({ pusher, texter })]);
    expect(browser.woken).toHaveLength(1);
    // the try was written down, and then the worker died: after ten seconds another one takes it
    const { id } = await raiseAs('jana');
    await stage.admin.query("update crisis.page set tries = 1, next_try_at = $2 where emergency_id = $1 and channel = 'push'", [
      id,
      clock.now.add({ seconds: 10 }).toString(),
    ]);
    await deliver({ pusher, texter });
    expect(browser.woken).toHaveLength(1);
    stage.pass(10);
    await deliver({ pusher, texter });
    expect(browser.woken).toHaveLength(2);
  });

  test('without a way to wake anybody it is said, and the open session has heard it', async () => {
    const { id } = await raiseAs('jana');
    await deliver({});
    expect((await pages(id)).map(({ channel, state, failure }) => [channel, state, failure])).toEqual([
      ['push', 'failed', 'no-gateway'],
      ['session', 'sent', null],
      ['sms', 'failed', 'no-gateway'],
    ]);
    gateway = 'refuses';
    const other = await raiseAs('jana');
    await deliver({ pusher, texter });
    expect(await pageOf(other.id, 'sms')).toMatchObject([{ state: 'failed', failure: 'refused' }]);
    const [event] = await stage.look<{ data: { for: string[] } }>(
      "select data from platform.event where action = 'crisis.emergency.raised' and object_id = $1",
      id,
    );
    expect(event?.data).toEqual({
      level: 'ORANGE',
      drill: false,
      requestId: null,
      raisedBy: cast.account('jana'),
      from: 'button',
      for: [cast.account('yilmaz')],
    });
  });

  test('a device is its owner’s: a colleague ends nothing, and who signs in at a shared machine takes it over', async () => {
    const { browser, id } = await device('jana');
    expect((await cast.refusal('yilmaz', (call, permit) => unsubscribe(call, permit('crisis.raise'), id))).code).toBe('not-found');
    const taken = await cast.as('yilmaz', (call, permit) => subscribe(call, permit('crisis.raise'), browser));
    expect(taken.id).toBe(id);
    expect((await cast.as('jana', (call, permit) => getPush(call, permit('crisis.raise')))).devices).toEqual([]);
    await cast.as('yilmaz', (call, permit) => unsubscribe(call, permit('crisis.raise'), id));
    expect(await ended(id)).toBe(true);
  });

  test('with another key every subscription ends, since none could be woken any more', async () => {
    const { id } = await device();
    await keepKey(stage.world, webPusher({ secret: Buffer.alloc(32, 8).toString('base64url'), subject: 'mailto:post@geleit.example' }));
    expect(await ended(id)).toBe(true);
    await keepKey(stage.world, pusher);
  });
});

describe('where an alarm is sent', () => {
  const strict = webPusher({ secret: Buffer.alloc(32, 9).toString('base64url'), subject: 'mailto:post@geleit.example', timeout: 200 });
  const keys = { p256dh: service.subscribe().p256dh, auth: service.subscribe().auth };
  const send = (endpoint: string, more = {}) => strict.send({ endpoint, ...keys, ...more }, 'x', { ttlSeconds: 60, urgency: 'high' });

  test.each([
    'http://push.example.org/1',
    'https://127.0.0.1/1',
    'https://localhost/1',
    'https://[::1]/1',
    'https://database.internal/1',
    'https://push.example.org:5432/1',
    'https://a:b@push.example.org/1',
  ])('never into our own network: %s', async (endpoint) => {
    expect(await send(endpoint)).toEqual({ ok: false, because: 'push-refused', again: false });
  });

  test('keys that are none are refused, and a service that is not there is away', async () => {
    const lenient = webPusher({
      secret: Buffer.alloc(32, 9).toString('base64url'),
      subject: 'mailto:a@geleit.example',
      local: true,
      timeout: 300,
    });
    const options = { ttlSeconds: 60, urgency: 'high' } as const;
    expect(await lenient.send({ endpoint: 'http://127.0.0.1:9/x', ...keys }, 'x', options)).toMatchObject({
      because: 'push-service-unreachable',
      again: true,
    });
    expect(await lenient.send({ endpoint: 'http://127.0.0.1:9/x', p256dh: 'AAAA', auth: 'AAAA' }, 'x', options)).toMatchObject({
      because: 'push-refused',
      again: false,
    });
    const browser = service.subscribe();
    browser.answer = 429;
    expect(await lenient.send(browser, 'x', options)).toMatchObject({ because: 'push-refused', again: true, status: 429 });
    browser.answer = 400;
    expect(await lenient.send(browser, 'x', options)).toMatchObject({ because: 'push-refused', again: false, status: 400 });
    browser.answer = 410;
    expect(await lenient.send(browser, 'x', options)).toMatchObject({ because: 'push-gone', again: false });
  });
});
