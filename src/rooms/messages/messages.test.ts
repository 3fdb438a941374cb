import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { Delivery, Mailer } from '#platform/mail/mailer.ts';
import type { Mail } from '#platform/mail/message.ts';
import type { Texter, TextMessage } from '#platform/sms/texter.ts';
import { giveSpokenConsent, hasConsent, withdrawConsent } from '#rooms/consent/actions.ts';
import { changeSafeContact, getSafeContact } from '#rooms/people/actions/safe-contact.ts';
import { beginRequest, saveDraft } from '#rooms/placement/actions/desk.ts';
import { openCast } from '#test/cast/cast.ts';
import { setStage } from '#test/cast/stage.ts';
import { freshDatabase } from '#test/database.ts';
import { noteBounce, readBounces } from './actions/bounce.ts';
import { followLink, listStopsOf, openChannel, optOutAddress, readLink, stopChannel } from './actions/opt-out.ts';
import { settleFailed } from './actions/post.ts';
import { finishRun, listRuns, printRun, startRun, withdrawRun } from './actions/print.ts';
import { changeText, listTexts, withdrawText } from './actions/wording.ts';
import { deliverDue, listTroubles, markPrinted, queueText, tryAgain } from './actions.ts';
import { previewOf } from './rules/render.ts';

const stage = await setStage(await freshDatabase());
const cast = await openCast(stage.world);
const world = { ...stage.world, network: { ...stage.world.network, texts: true } };
afterAll(() => stage.close());

const mails: Mail[] = [];
const texts: TextMessage[] = [];
let answer: Delivery = { ok: true, messageId: 'x' };
const mailer: Mailer = {
  letterhead: { networkName: 'Netz Bonn', from: 'netz@example.org' },
  async send(mail) {
    mails.push(mail);
    return answer;
  },
  async close() {},
};
const texter: Texter = {
  async send(message) {
    texts.push(message);
    return { ok: true, reference: message.id };
  },
  async close() {},
};
const deliver = () => deliverDue(world, { mailer, texter });
beforeEach(async () => {
  answer = { ok: true, messageId: 'x' };
  Object.assign(stage.world.network, { texts: true });
  await deliver(); // what the test before left waiting
  mails.length = 0;
  texts.length = 0;
});

let people = 0;
const ALL = { email: 'kim@post.example', phone: '0171 3920041', street: 'Markt 3', postalCode: '53111', place: 'Bonn' };

/** Somebody with a request, as the desk enters her. */
async function somebody(person: Record<string, string> = {}) {
  people += 1;
  return cast.as('jana', async (call, permit) => {
    const desk = permit('placement.desk');
    const { id, personId } = await beginRequest(call, desk, '0228 555 301');
    const named = { givenName: 'Kim', familyName: `Beispiel ${people}`, birthDate: '1990-05-04', ...ALL, ...person };
    await saveDraft(call, desk, id, { person: named });
    return { requestId: id, personId };
  });
}
type Somebody = Awaited<ReturnType<typeof somebody>>;

const write = ({ requestId, personId }: Somebody, more: object = {}) =>
  cast.as('jana', (call) => queueText(call, { personId, template: 'not-reached', data: {}, cause: ['request', requestId], ...more }));
const OPEN = {
  phone: true,
  voicemail: true,
  sms: true,
  email: true,
  letter: true,
  callFrom: null,
  callUntil: null,
  alias: null,
  note: null,
};
const forbid = ({ personId }: Somebody, closed: object, version = 0) =>
  cast.as('jana', (call, permit) => changeSafeContact(call, permit('placement.desk'), personId, version, { ...OPEN, ...closed }));
const rowOf = async (id: string) => {
  const [row] = await stage.look<Record<string, string | null>>('select * from messages.message where id = $1', id);
  return row;
};
const tasksOf = async ({ requestId }: Somebody) =>
  (
    await stage.look<{ kind: string; facts: { because: string } }>(
      'select kind, facts from tasks.task where object_id = $1 and done_at is null',
      requestId,
    )
  ).map(({ kind, facts }) => `${kind}: ${facts.because}`);
const desk = <Result>(work: Parameters<typeof cast.as<Result>>[1]) => cast.as('jana', work);

describe('a text to a person', () => {
  test('goes by mail to the address that holds at the hand-over, neutral, with a way to stop it', async () => {
    const kim = await somebody();
    const { messageId } = await write(kim);
    await desk((call, permit) => saveDraft(call, permit('placement.desk'), kim.requestId, { person: { email: 'neu@post.example' } }));
    await deliver();
    expect(mails).toMatchObject([{ id: messageId, to: 'neu@post.example', language: 'de' }]);
    expect(mails[0]?.text).toContain('Guten Tag Kim Beispiel');
    expect(mails[0]?.text).toContain('0228 555 010');
    expect(mails[0]?.stop).toMatch(/^http:\/\/localhost:4000\/post\/[0-9a-f-]{36}\.[0-9a-f]{32}$/);
    expect(await rowOf(messageId)).toMatchObject({ state: 'sent', channel: 'email' });
  });

  test('goes by text message to whoever wishes so: to the mobile number, naming nobody', async () => {
    const kim = await somebody({ channel: 'sms' });
    const { messageId, channel } = await write(kim);
    expect(channel).toBe('sms');
    await deliver();
    expect(texts).toEqual([{ id: messageId, to: '+491713920041', text: expect.stringContaining('0228 555 010') }]);
    expect(texts[0]?.text).not.toContain('Kim');
    expect(mails).toEqual([]);
  });

  test('is in her language, and in German where this text is not worded in it', async () => {
    const turkish = await somebody({ language: 'tr' });
    await desk((call) =>
      queueText(call, {
        personId: turkish.personId,
        template: 'reminder-24',
        data: { when: stage.clock.now.add({ hours: 30 }), contact: null },
        cause: ['request', turkish.requestId],
      }),
    );
    await desk((call) => giveSpokenConsent(call, turkish.personId, 'reminders', '2026-1'));
    await write(turkish);
    await deliver();
    expect(mails.map(({ language }) => language).sort()).toEqual(['de', 'tr']);
    expect(mails.find(({ language }) => language === 'tr')?.text).toContain('randevunuzu');
  });

  test('of an unknown person, and by somebody without a relation to her, is refused', async () => {
    const kim = await somebody();
    const refusal = await cast.refusal('jonas', (call) =>
      queueText(call, { personId: kim.personId, template: 'not-reached', data: {}, cause: ['request', kim.requestId] }),
    );
    expect(refusal.code).toBe('not-found');
  });
});

describe('the safe-contact rule', () => {
  test('closes a channel, and the text takes another', async () => {
    const kim = await somebody();
    await forbid(kim, { email: false });
    expect(await write(kim)).toMatchObject({ channel: 'sms', state: 'queued' });
    await forbid(kim, { email: false, sms: false }, 1);
    expect(await write(kim)).toMatchObject({ channel: 'letter', state: 'queued' });
  });

  test('that closes all of them drops nothing: the message stands as failed, and the desk is asked to call', async () => {
    const kim = await somebody();
    await forbid(kim, { email: false, sms: false, letter: false });
    const { messageId, state } = await write(kim);
    expect(state).toBe('failed');
    expect(await rowOf(messageId)).toMatchObject({ state: 'failed', failure: 'channel-unsafe' });
    expect(await tasksOf(kim)).toEqual(['call-instead: channel-unsafe']);
    const { failed } = await desk((call, permit) => listTroubles(call, permit('messages.read')));
    expect(failed.find(({ id }) => id === messageId)).toMatchObject({ failure: 'channel-unsafe', phone: '0171 3920041' });
    await deliver();
    expect(mails).toEqual([]);
    expect((await cast.refusal('jana', (call, permit) => tryAgain(call, permit('messages.read'), messageId))).code).toBe('channel-closed');
    await desk((call, permit) => settleFailed(call, permit('messages.read'), messageId));
    expect(await rowOf(messageId)).toMatchObject({ state: 'cancelled' });
    expect((await cast.refusal('jana', (call, permit) => settleFailed(call, permit('messages.read'), messageId))).code).toBe(
      'message-not-failed',
    );
  });

  test('set while a text waits holds for it, too: it is asked for again over an open channel', async () => {
    const kim = await somebody();
    const first = await write(kim);
    await forbid(kim, { email: false });
    await deliver();
    await deliver();
    expect(mails).toEqual([]);
    expect(texts).toHaveLength(1);
    expect(await rowOf(first.messageId)).toMatchObject({ state: 'cancelled', failure: 'channel-closed' });
  });

  test('set while a letter waits keeps it from the printer', async () => {
    const kim = await somebody({ channel: 'letter' });
    const { messageId } = await write(kim);
    await forbid(kim, { letter: false });
    const refusal = await cast.refusal('jana', (call, permit) => startRun(call, permit('messages.read'), [messageId]));
    expect(refusal.code).toBe('letter-not-allowed');
    expect(refusal.detail.facts).toMatchObject({ id: messageId, because: 'channel-unsafe' });
  });

  test('is read with its note, changed with its version, and unknown to whoever has no relation', async () => {
    const kim = await somebody();
    await forbid(kim, { voicemail: false, callFrom: '09:00', callUntil: '12:00', alias: 'Büro Meier', note: 'Bruder hört mit' });
    const read = await desk((call, permit) => getSafeContact(call, permit('placement.desk'), kim.personId));
    expect(read).toMatchObject({ version: 1, voicemail: false, callFrom: '09:00', alias: 'Büro Meier', note: 'Bruder hört mit' });
    const [row] = await stage.look<{ note_sealed: Buffer }>(
      'select note_sealed from people.safe_contact where person_id = $1',
      kim.personId,
    );
    expect(row?.note_sealed.includes('Bruder')).toBe(false);
    expect(
      (await cast.refusal('jana', (call, permit) => changeSafeContact(call, permit('placement.desk'), kim.personId, 0, OPEN))).code,
    ).toBe('version-old');
    const half = await cast.refusal('jana', (call, permit) =>
      changeSafeContact(call, permit('placement.desk'), kim.personId, 1, { ...OPEN, callFrom: '09:00' }),
    );
    expect(half.detail.errors).toEqual([{ pointer: '/callUntil', code: 'required' }]);
    expect((await cast.refusal('jana', (call, permit) => getSafeContact(call, permit('placement.desk'), call.newId()))).code).toBe(
      'not-found',
    );
    expect(
      (await cast.refusal('jana', (call, permit) => changeSafeContact(call, permit('placement.desk'), call.newId(), 0, OPEN))).code,
    ).toBe('not-found');
  });

  test('whoever wishes calls is not written to', async () => {
    const kim = await somebody({ channel: 'phone' });
    expect(await write(kim)).toMatchObject({ state: 'failed' });
    expect(await tasksOf(kim)).toEqual(['call-instead: calls-wished']);
  });
});

describe('the link of a mail', () => {
  const linkOf = (mail: Mail | undefined) => mail?.stop?.split('/post/')[1] ?? '';
  const follow = (link: string, wish: 'reminders' | 'all' | 'not-me') => cast.asSystem((call) => followLink(call, link, wish));

  test('stops the reminders: the consent ends, what waits never goes, and a confirmation still does', async () => {
    const kim = await somebody();
    await desk((call) => giveSpokenConsent(call, kim.personId, 'reminders', '2026-1'));
    const remind = (hours: number) =>
      desk((call) =>
        queueText(call, {
          personId: kim.personId,
          template: 'reminder-24',
          data: { when: stage.clock.now.add({ hours: 72 }), contact: null },
          cause: ['request', kim.requestId],
          dueAt: stage.clock.now.add({ hours }),
        }),
      );
    await remind(0);
    const waiting = await remind(24);
    await deliver();
    await follow(linkOf(mails[0]), 'reminders');
    await follow(linkOf(mails[0]), 'reminders'); // twice is once
    expect(await desk((call) => hasConsent(call, kim.personId, 'reminders'))).toBe(false);
    expect(await rowOf(waiting.messageId)).toMatchObject({ state: 'cancelled' });
    expect(await write(kim)).toMatchObject({ channel: 'email', state: 'queued' });
    const stops = await desk((call, permit) => listStopsOf(call, permit('messages.read'), kim.personId));
    expect(stops).toMatchObject([{ channel: 'email', scope: 'reminders', because: 'opt-out' }]);

    // She changes her mind on the phone: reminders reach her by mail again, while what was stopped altogether stays so.
    await desk((call, permit) => stopChannel(call, permit('messages.read'), kim.personId, { channel: 'sms', scope: 'all' }));
    await desk((call) => giveSpokenConsent(call, kim.personId, 'reminders', '2026-1'));
    expect(await desk((call, permit) => listStopsOf(call, permit('messages.read'), kim.personId))).toMatchObject([
      { channel: 'sms', scope: 'all' },
    ]);
    expect((await remind(0)).channel).toBe('email');
  });

  test('stops a channel, and the next text takes another; the desk can open it again', async () => {
    const kim = await somebody();
    await write(kim);
    await deliver();
    await follow(linkOf(mails[0]), 'all');
    expect(await write(kim)).toMatchObject({ channel: 'sms' });
    const [stop] = await desk((call, permit) => listStopsOf(call, permit('messages.read'), kim.personId));
    await desk((call, permit) => openChannel(call, permit('messages.read'), stop?.id ?? ''));
    expect(await write(kim)).toMatchObject({ channel: 'email' });
    expect((await cast.refusal('jana', (call, permit) => openChannel(call, permit('messages.read'), stop?.id ?? ''))).code).toBe(
      'not-found',
    );
  });

  test('tells that it is the wrong person: nothing more goes there, and the desk calls', async () => {
    const kim = await somebody();
    await write(kim);
    await deliver();
    await follow(linkOf(mails[0]), 'not-me');
    expect(await tasksOf(kim)).toEqual(['call-instead: wrong-person']);
    expect(await write(kim)).toMatchObject({ channel: 'sms' });
  });

  test('of another message, changed by one sign, or made up opens nothing', async () => {
    const kim = await somebody();
    const { messageId } = await write(kim);
    const good = await cast.asSystem(async (call) => optOutAddress(call, messageId).split('/post/')[1] ?? '');
    const read = (link: string) => cast.asSystem((call) => readLink(call, link));
    expect(await read(good)).toMatchObject({ reminder: false, language: 'de' });
    const last = good.at(-1) === '0' ? '1' : '0';
    for (const link of [`${good.slice(0, -1)}${last}`, messageId, `${messageId}.`, `${messageId}.${'0'.repeat(32)}`, '', '../x'])
      expect(await read(link), link).toBeUndefined();
    await expect(follow(`${messageId}.${'0'.repeat(32)}`, 'all')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('STOP by text message is noted by the desk, once', async () => {
    const kim = await somebody({ channel: 'sms' });
    const stop = () => desk((call, permit) => stopChannel(call, permit('messages.read'), kim.personId, { channel: 'sms', scope: 'all' }));
    await stop();
    await stop();
    expect(await desk((call, permit) => listStopsOf(call, permit('messages.read'), kim.personId))).toHaveLength(1);
    expect(await write(kim)).toMatchObject({ channel: 'email' });
  });
});

const notice = (messageId: string, { action = 'failed', status = '5.1.1' } = {}) =>
  [
    'From: Mail Delivery Subsystem <mailer-daemon@mx.example>',
    'To: netz@example.org',
    'Subject: Undelivered Mail Returned to Sender',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'I am sorry to have to inform you …',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    '',
    'Final-Recipient: rfc822; kim@post.example',
    `Action: ${action}`,
    `Status: ${status}`,
    'Diagnostic-Code: smtp; 550 5.1.1 no such user kim@post.example',
    '',
    '--b',
    'Content-Type: message/rfc822',
    '',
    'From: netz@example.org',
    'Subject: Nachricht von Netz Bonn',
    `Message-ID: <${messageId}@example.org>`,
    '',
    'text',
    '--b--',
    '',
  ].join('\r\n');

describe('a failure notice that comes back later', () => {
  test('closes the address, shows the message as failed and asks the desk to call; twice is once', async () => {
    const kim = await somebody();
    const { messageId } = await write(kim);
    await deliver();
    const folder = await mkdtemp(join(tmpdir(), 'geleit bounces ä '));
    await mkdir(join(folder, 'new'));
    await writeFile(join(folder, 'new', '1.mx'), notice(messageId));
    await writeFile(join(folder, 'new', '2.mx'), notice(messageId));
    await writeFile(join(folder, 'new', '3.mx'), 'Subject: holiday\r\n\r\nI am away');
    expect(await readBounces(world, folder)).toBe(1);
    expect(await readdir(join(folder, 'new'))).toEqual([]);
    expect(await readdir(join(folder, 'cur'))).toHaveLength(3);
    expect(await readBounces(world, folder)).toBe(0);
    await rm(folder, { recursive: true });
    expect(await rowOf(messageId)).toMatchObject({ state: 'failed', failure: 'mail-bounced' });
    expect(await tasksOf(kim)).toEqual(['call-instead: bounced']);
    expect(await write(kim)).toMatchObject({ channel: 'sms' });
  });

  test('of a full mailbox leaves the address open, and of a delay changes nothing', async () => {
    const kim = await somebody();
    const { messageId } = await write(kim);
    await deliver();
    expect(await cast.asSystem((call) => noteBounce(call, { messageId, kind: 'late', status: '4.4.1' }))).toBe(true);
    expect(await rowOf(messageId)).toMatchObject({ state: 'sent' });
    expect(await cast.asSystem((call) => noteBounce(call, { messageId, kind: 'lost', status: '5.2.2' }))).toBe(true);
    expect(await rowOf(messageId)).toMatchObject({ state: 'failed', failure: 'mail-lost' });
    expect(await write(kim)).toMatchObject({ channel: 'email' });
    await desk((call, permit) => tryAgain(call, permit('messages.read'), messageId));
    expect(await rowOf(messageId)).toMatchObject({ state: 'queued', bounced_at: null });
    expect(await cast.asSystem((call) => noteBounce(call, { messageId: call.newId(), kind: 'hard', status: '5.1.1' }))).toBe(false);
  });

  test('at the hand-over itself asks the desk to call, too', async () => {
    const kim = await somebody();
    answer = { ok: false, because: 'mail-recipient-refused', again: false, status: 550 };
    await write(kim);
    await deliver();
    expect(await tasksOf(kim)).toEqual(['call-instead: bounced']);
  });
});

describe('letters', () => {
  const waiting = async () => {
    const kim = await somebody({ channel: 'letter' });
    return { ...kim, ...(await write(kim)) };
  };
  const start = (ids: string[]) => desk((call, permit) => startRun(call, permit('messages.read'), ids));

  test('are printed together, wait again after a jam, and count as sent when somebody says they lie in the post', async () => {
    const [one, other] = [await waiting(), await waiting()];
    const ids = [one.messageId, other.messageId];
    const first = await start(ids);
    expect(first.letters).toBe(2);
    const file = await desk((call, permit) => printRun(call, permit('messages.read'), first.id));
    expect(Buffer.from(file.bytes).subarray(0, 5).toString()).toBe('%PDF-');
    expect(await rowOf(one.messageId)).toMatchObject({ state: 'queued', print_run_id: first.id }); // printing is not sending
    expect((await cast.refusal('jana', (call, permit) => markPrinted(call, permit('messages.read'), one.messageId))).code).toBe(
      'letter-taken',
    );

    await desk((call, permit) => withdrawRun(call, permit('messages.read'), first.id));
    expect(await rowOf(one.messageId)).toMatchObject({ state: 'queued', print_run_id: null });
    expect((await cast.refusal('jana', (call, permit) => finishRun(call, permit('messages.read'), first.id))).code).toBe('run-over');
    expect((await cast.refusal('jana', (call, permit) => printRun(call, permit('messages.read'), first.id))).code).toBe('not-found');

    const second = await start(ids);
    await stage.admin.query("update messages.message set state = 'cancelled' where id = $1", [other.messageId]); // its appointment was moved
    const finished = await desk((call, permit) => finishRun(call, permit('messages.read'), second.id));
    expect(finished).toEqual({ printed: [one.messageId], takenBack: [other.messageId] });
    expect(await rowOf(one.messageId)).toMatchObject({ state: 'printed' });
    expect((await cast.refusal('jana', (call, permit) => withdrawRun(call, permit('messages.read'), second.id))).code).toBe('run-over');
    const runs = await desk((call, permit) => listRuns(call, permit('messages.read')));
    expect(runs.slice(0, 2)).toMatchObject([
      { id: second.id, letters: 2, takenBack: 1, withdrawnAt: null },
      { id: first.id, letters: 2, printedAt: null },
    ]);
  });

  test('are in one run at most, also when two desks print at the same moment', async () => {
    const letters = [await waiting(), await waiting(), await waiting()];
    const ids = letters.map(({ messageId }) => messageId);
    const tries = await Promise.allSettled([
      start(ids),
      cast.as('samuel', (call, permit) => startRun(call, permit('messages.read'), ids.slice(1))),
      start([ids[1] ?? '']),
    ]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of tries) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'letter-taken' });
    const rows = await stage.look<{ n: string }>(
      'select count(distinct print_run_id)::text as n from messages.message where id = any ($1)',
      ids,
    );
    expect(rows[0]?.n).toBe('1');
  });

  test('of a run whose letters were all taken back are not printed', async () => {
    const one = await waiting();
    const run = await start([one.messageId]);
    await stage.admin.query("update messages.message set state = 'cancelled' where id = $1", [one.messageId]);
    expect((await cast.refusal('jana', (call, permit) => printRun(call, permit('messages.read'), run.id))).code).toBe('run-empty');
    expect((await cast.refusal('jana', (call, permit) => startRun(call, permit('messages.read'), [call.newId()]))).code).toBe('not-found');
  });
});

describe('a network words its texts', () => {
  const where = { name: 'not-reached', form: 'long', language: 'de' } as const;
  const word = (version: number, body: string) =>
    cast.as('marit', (call, permit) => changeText(call, permit('messages.templates'), where, version, { body }));

  test('by versions: what is queued from now on has the new words, and the shipped ones come back', async () => {
    await word(0, 'Hallo {name}, wir melden uns wieder. {phone}');
    const kim = await somebody();
    const { messageId } = await write(kim);
    await deliver();
    expect(mails[0]?.text).toMatch(/^Hallo Kim Beispiel \d+, wir melden uns wieder\. 0228 555 010/);
    expect(await rowOf(messageId)).toMatchObject({ template_version: 1 });
    expect(
      (await cast.refusal('marit', (call, permit) => changeText(call, permit('messages.templates'), where, 0, { body: 'x' }))).code,
    ).toBe('version-old');
    await cast.as('marit', (call, permit) => withdrawText(call, permit('messages.templates'), where, 1));
    mails.length = 0;
    await write(kim);
    await deliver();
    expect(mails[0]?.text).toMatch(/^Guten Tag/);
    const listed = await cast.as('marit', (call, permit) => listTexts(call, permit('messages.templates')));
    const german = listed.find(({ name, form }) => name === 'not-reached' && form === 'long')?.wordings[0];
    expect(german).toMatchObject({ own: null, version: 2 });
    expect(german?.history.map(({ version }) => version)).toEqual([2, 1]);
    expect((await cast.refusal('marit', (call, permit) => withdrawText(call, permit('messages.templates'), where, 2))).code).toBe(
      'text-is-shipped',
    );
  });

  test.each([
    ['word-tells', 'Ihre Therapie {name}', 'Therapie'],
    ['placeholder-unknown', 'Hallo {namen}', '{namen}'],
    ['text-empty', '  ', undefined],
    ['brace-open', 'Hallo {name', undefined],
  ])('and is refused with %s, the word at fault named', async (because, body, limit) => {
    const refusal = await cast.refusal('marit', (call, permit) => changeText(call, permit('messages.templates'), where, 2, { body }));
    expect(refusal.code).toBe(because);
    expect(refusal.detail.errors).toEqual([{ pointer: '/body', code: because }]); // what was typed is not repeated
    expect(previewOf('not-reached', 'long', 'de', body).fault).toEqual({ because, word: limit ?? null });
  });

  test('needs the placeholders that matter, and shows what a text message costs', () => {
    const short = (body: string) => previewOf('reminder-24', 'short', 'de', body);
    expect(short('Bald ist Ihr Termin').fault).toEqual({ because: 'placeholder-missing', word: '{when}' });
    expect(short(`{when} ${'x'.repeat(800)}`).fault).toEqual({ because: 'text-too-long', word: null });
    expect(short('Bald: {when}')).toMatchObject({ fault: null, parts: { alphabet: 'gsm-7', parts: 1 } });
  });
});

test('a withdrawn consent is asked for once more at the hand-over', async () => {
  const kim = await somebody();
  await desk((call) => giveSpokenConsent(call, kim.personId, 'reminders', '2026-1'));
  const { messageId } = await desk((call) =>
    queueText(call, {
      personId: kim.personId,
      template: 'reminder-24',
      data: { when: call.now, contact: null },
      cause: ['request', kim.requestId],
    }),
  );
  await desk((call) => withdrawConsent(call, kim.personId, 'reminders'));
  await deliver();
  expect(mails).toEqual([]);
  expect(await rowOf(messageId)).toMatchObject({ state: 'cancelled' });
});

test('a kill between hand-over and note sends it again under the same id, until somebody may know', async () => {
  const kim = await somebody();
  const { messageId } = await write(kim);
  const dying: Mailer = {
    ...mailer,
    async send(mail) {
      mails.push(mail);
      throw new Error('killed');
    },
  };
  await expect(deliverDue(world, { mailer: dying, texter })).rejects.toThrow('killed');
  expect(await rowOf(messageId)).toMatchObject({ state: 'queued', attempts: 1 });
  stage.clock.pass({ minutes: 2 });
  await deliver();
  expect(mails.map(({ id }) => id)).toEqual([messageId, messageId]);
  expect(mails[0]?.text).toBe(mails[1]?.text);
  expect(await rowOf(messageId)).toMatchObject({ state: 'sent', attempts: 2 });
});

test('a mail server that does not answer a knock is handed nothing, and the message waits for the next try', async () => {
  const kim = await somebody();
  const [{ messageId }, other] = [await write(kim), await write(kim)];
  let knocks = 0;
  const away: Mailer = {
    ...mailer,
    async knock() {
      knocks += 1;
      return { ok: false, because: 'mail-server-unreachable', again: true };
    },
  };
  await deliverDue(world, { mailer: away, texter });
  expect([knocks, mails]).toEqual([1, []]);
  expect(await rowOf(messageId)).toMatchObject({ state: 'queued', attempts: 1 });
  stage.clock.pass({ minutes: 2 });
  await deliverDue(world, { mailer: { ...away, knock: async () => undefined }, texter });
  expect(mails.map(({ id }) => id).sort()).toEqual([messageId, other.messageId].sort());
});

test('a message whose every hand-over ends without a word is given up after eight, and shown', async () => {
  const kim = await somebody();
  const { messageId } = await write(kim);
  const dying: Mailer = {
    ...mailer,
    async send() {
      throw new Error('killed');
    },
  };
  for (let tries = 0; tries < 8; tries += 1) {
    await expect(deliverDue(world, { mailer: dying, texter })).rejects.toThrow('killed');
    stage.clock.pass({ days: 1 });
  }
  await deliver();
  expect(mails).toEqual([]);
  expect(await rowOf(messageId)).toMatchObject({ state: 'failed', failure: 'outcome-unknown' });
});
