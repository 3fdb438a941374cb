import Fastify from 'fastify';
import { afterAll, expect, test } from 'vitest';
import { giveSpokenConsent, hasConsent } from '#rooms/consent/actions.ts';
import { optOutAddress } from '#rooms/messages/actions/opt-out.ts';
import { queueText } from '#rooms/messages/actions.ts';
import { isNeutral } from '#rooms/messages/rules/neutral.ts';
import { beginRequest, saveDraft } from '#rooms/placement/actions/desk.ts';
import { openCast } from '#test/cast/cast.ts';
import { setStage } from '#test/cast/stage.ts';
import { freshDatabase } from '#test/database.ts';
import { mountOptOut } from './opt-out.ts';

const stage = await setStage(await freshDatabase());
const cast = await openCast(stage.world);
const app = Fastify();
await mountOptOut(app, stage.world);
afterAll(async () => {
  await app.close();
  await stage.close();
});

/** A mail to somebody, and the address at its foot. */
async function mailed(template: 'reminder-24' | 'not-reached', language = 'de') {
  return cast.as('jana', async (call, permit) => {
    const { id, personId } = await beginRequest(call, permit('placement.desk'), '0228 555 301');
    const person = { givenName: 'Kim', familyName: 'Beispiel', birthDate: '1990-05-04', email: 'kim@post.example', language };
    await saveDraft(call, permit('placement.desk'), id, { person });
    await giveSpokenConsent(call, personId, 'reminders', '2026-1');
    const data = template === 'reminder-24' ? { when: call.now.add({ hours: 30 }), contact: null } : {};
    const { messageId } = await queueText(call, { personId, template, data: data as never, cause: ['request', id] });
    return { personId, path: new URL(optOutAddress(call, messageId)).pathname };
  });
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const stops = (personId: string) =>
  stage.look<{ channel: string; scope: string; because: string }>(
    'select channel, scope, because from messages.suppression where person_id = $1',
    personId,
  );

test('the link opens a page without sign-in that names nobody, tells nothing and changes nothing', async () => {
  const { path, personId } = await mailed('reminder-24');
  const page = await app.inject({ method: 'GET', url: path });
  expect(page.statusCode).toBe(200);
  expect(page.headers['content-type']).toContain('text/html');
  expect(page.headers['x-robots-tag']).toBe('noindex');
  expect(page.body).not.toMatch(/Kim|Beispiel|kim@|Termin/);
  expect(isNeutral(page.body.replaceAll(/<[^>]+>/g, ' '))).toBe(true);
  expect(page.body).not.toMatch(/<script|style=|<img/);
  expect(page.body).toContain('<html lang="de"');
  for (let opened = 0; opened < 3; opened += 1) await app.inject({ method: 'GET', url: path }); // scanners open links
  expect(await stops(personId)).toEqual([]);
});

test('one choice and one click stop the reminders; the page says so', async () => {
  const { path, personId } = await mailed('not-reached');
  const done = await app.inject({ method: 'POST', url: path, headers: FORM, payload: 'wish=reminders' });
  expect(done.statusCode).toBe(200);
  expect(done.body).toContain('keine Erinnerungen mehr');
  expect(await stops(personId)).toEqual([{ channel: 'email', scope: 'reminders', because: 'opt-out' }]);
  expect(await cast.as('jana', (call) => hasConsent(call, personId, 'reminders'))).toBe(false);
});

test.each([
  ['a form', FORM, 'List-Unsubscribe=One-Click'],
  [
    'parts',
    { 'content-type': 'multipart/form-data; boundary=x' },
    '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
  ],
])("the mail program's own button posts %s, and stops what it stands on (RFC 8058)", async (_, headers, payload) => {
  const [reminder, other] = [await mailed('reminder-24'), await mailed('not-reached')];
  for (const { path } of [reminder, other, other])
    expect((await app.inject({ method: 'POST', url: path, headers, payload })).statusCode).toBe(200);
  expect(await stops(reminder.personId)).toMatchObject([{ scope: 'reminders' }]);
  expect(await stops(other.personId)).toMatchObject([{ scope: 'all' }]);
});

test('the wrong person is believed', async () => {
  const { path, personId } = await mailed('reminder-24', 'ar');
  const page = await app.inject({ method: 'GET', url: path });
  expect(page.body).toContain('<html lang="ar" dir="rtl">');
  await app.inject({ method: 'POST', url: path, headers: FORM, payload: 'wish=not-me' });
  expect(await stops(personId)).toMatchObject([{ scope: 'all', because: 'wrong-person' }]);
});

test.each(['wish=everything', 'wish=', '', 'wish=all%00', 'x=1&wish[]=all'])(
  'a choice that there is none of (%j) changes nothing',
  async (payload) => {
    const { path, personId } = await mailed('not-reached');
    expect((await app.inject({ method: 'POST', url: path, headers: FORM, payload })).statusCode).toBe(400);
    expect(await stops(personId)).toEqual([]);
  },
);

test.each(['nope', '..%2f..%2fetc', `${'0'.repeat(8)}-0000-7000-8000-000000000000.${'0'.repeat(32)}`, '%00', 'a'.repeat(90)])(
  'a link that is not ours (%#) is unknown, and nothing of it is repeated',
  async (link) => {
    for (const method of ['GET', 'POST'] as const) {
      const answer = await app.inject({
        method,
        url: `/post/${link}`,
        headers: FORM,
        ...(method === 'POST' ? { payload: 'wish=all' } : {}),
      });
      expect([400, 404, 414]).toContain(answer.statusCode);
      if (link.length > 3) expect(answer.body).not.toContain(link);
    }
  },
);

test('what is too large is not read', async () => {
  const { path, personId } = await mailed('not-reached');
  const answer = await app.inject({ method: 'POST', url: path, headers: FORM, payload: `wish=all&x=${'y'.repeat(10_000)}` });
  expect(answer.statusCode).toBe(413);
  expect(await stops(personId)).toEqual([]);
});
