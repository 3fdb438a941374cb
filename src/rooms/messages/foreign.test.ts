import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { smtpMailer } from '#platform/mail/smtp.ts';
import { giveSpokenConsent } from '#rooms/consent/actions.ts';
import { beginRequest, saveDraft } from '#rooms/placement/actions/desk.ts';
import { openCast } from '#test/cast/cast.ts';
import { setStage } from '#test/cast/stage.ts';
import { freshDatabase } from '#test/database.ts';
import { printRun, startRun } from './actions/print.ts';
import { deliverDue, queueText } from './actions.ts';
import { KINDS, mustBeNeutral, TEMPLATE_NAMES, type TemplateName } from './rules/kinds.ts';
import { tellingWord } from './rules/neutral.ts';

/** A mail server of others, which keeps what it was given; and a parser of others, which has to understand it. */
const received: { to: string[]; raw: Buffer }[] = [];
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData(stream, session, done) {
    const pieces: Buffer[] = [];
    stream.on('data', (piece: Buffer) => pieces.push(piece));
    stream.on('end', () => {
      received.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(pieces) });
      done();
    });
  },
});
const stage = await setStage(await freshDatabase());
const cast = await openCast(stage.world);
// The network's own name tells: it may stand neither outside of a message nor in a neutral text.
Object.assign(stage.world.network, { name: 'Psychotherapeutennetz Bonn', texts: true });
let mailer: ReturnType<typeof smtpMailer>;

beforeAll(async () => {
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go));
  const address = server.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  mailer = smtpMailer(`smtp://127.0.0.1:${port}`, { networkName: 'Psychotherapeutennetz Bonn', from: 'post@netz.example' });
});
afterAll(async () => {
  await mailer.close();
  await new Promise<void>((go) => server.close(go));
  await stage.close();
});

const start = stage.clock.now.add({ hours: 100 });
const APPOINTMENT = { id: '019a0000-0000-7000-8000-00000000000a', start, end: start.add({ minutes: 50 }) };
const GIVEN: Record<string, unknown> = {
  when: start,
  before: start.subtract({ hours: 48 }),
  until: Temporal.PlainDate.from('2026-03-19'),
  contact: '0228 555 0123',
  practitioner: 'Dipl.-Psych. Mara Muster',
  where: 'Lindengasse 7, 53113 Bonn',
  cancellation: 'Bis 48 Stunden vorher kostet eine Absage nichts.',
  numbers: 'Notruf: 112',
  link: 'https://geleit.example/einladung/abc',
};
const dataOf = (name: TemplateName) =>
  Object.fromEntries(Object.keys(KINDS[name].data).map((key) => [key, name === 'invitation' && key === 'until' ? start : GIVEN[key]]));

/** Queues a text of a kind for somebody new, who speaks this language and is reached in this way. */
async function written(name: TemplateName, language: string, channel: 'email' | 'letter') {
  return cast.as('jana', async (call, permit) => {
    const { id, personId } = await beginRequest(call, permit('placement.desk'), '0228 555 301');
    const person = { givenName: 'Kim', familyName: 'Beispiel', birthDate: '1990-05-04', email: 'kim@post.example', language };
    await saveDraft(call, permit('placement.desk'), id, { person: { ...person, street: 'Markt 3', postalCode: '53111', place: 'Bonn' } });
    await giveSpokenConsent(call, personId, 'reminders', '2026-1');
    const appointment = name === 'appointment-confirmation' || name === 'moved' ? { appointment: APPOINTMENT } : {};
    return queueText(call, { personId, template: name, data: dataOf(name) as never, cause: ['request', id], channel, ...appointment });
  });
}

async function carried(): Promise<Email> {
  received.length = 0;
  await deliverDue(stage.world, mailer);
  expect(received).toHaveLength(1);
  expect(received[0]?.to).toEqual(['kim@post.example']);
  return PostalMime.parse(received[0]?.raw ?? '', { attachmentEncoding: 'utf8' });
}

describe.each(['de', 'easy', 'en', 'ar', 'uk'])('over a strange mail server, in %s', (language) => {
  test.each(TEMPLATE_NAMES)('%s arrives whole, neutral outside, and can be stopped', async (name) => {
    const { messageId } = await written(name, language, 'email');
    const mail = await carried();
    expect(mail.messageId).toBe(`<${messageId}@netz.example>`);
    expect(mail.from).toMatchObject({ name: '', address: 'post@netz.example' });
    expect(tellingWord(mail.subject ?? '')).toBeUndefined();
    const header = (key: string) => mail.headers.find((one) => one.key === key)?.value ?? '';
    expect(header('list-unsubscribe')).toBe(`<http://localhost:4000/post/${messageId}.${header('list-unsubscribe').split('.').at(-1)}`);
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(header('auto-submitted')).toBe('auto-generated');
    expect(mail.html).toBeUndefined();
    expect(mail.text).toContain('Kim Beispiel');
    expect(mail.text).toContain(`/post/${messageId}.`);
    expect(mail.text).not.toMatch(/[{}]|undefined|null/);
    if (mustBeNeutral(name, 'long')) expect(tellingWord(mail.text ?? '')).toBeUndefined();
    const calendar = mail.attachments.find(({ mimeType }) => mimeType === 'text/calendar');
    expect(calendar !== undefined).toBe(name === 'appointment-confirmation' || name === 'moved');
    if (calendar) {
      const entry = String(calendar.content);
      expect(entry).toContain(`DTSTART:${start.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')}`);
      expect(tellingWord(entry.replaceAll(/^(PRODID|UID).*$/gm, ''))).toBeUndefined();
    }
  });
});

test.each(TEMPLATE_NAMES.filter((name) => !('reminder' in KINDS[name])))('%s as a letter is an accessible PDF', async (name) => {
  const { messageId, channel } = await written(name, 'de', 'letter');
  expect(channel).toBe('letter');
  const file = await cast.as('jana', async (call, permit) => {
    const run = await startRun(call, permit('messages.read'), [messageId]);
    return printRun(call, permit('messages.read'), run.id);
  });
  const pdf = Buffer.from(file.bytes).toString('latin1');
  expect(pdf).toMatch(/<pdfuaid:part>1<\/pdfuaid:part>/);
  expect(pdf).toMatch(/\/MarkInfo\s*<<[^>]*\/Marked true/);
  expect(pdf).toMatch(/\/Lang\s*\(de-DE\)/);
  expect(pdf).toMatch(/\/DisplayDocTitle true/);
  expect(file.name).toMatch(/^briefe-[0-9a-f-]{36}\.pdf$/);
});
