import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { buildMail, type Mail, oneAddress } from './message.ts';
import { isNeutral, neutralSubject } from './neutral.ts';
import { listOutbox, outboxMailer } from './outbox.ts';
import { smtpMailer } from './smtp.ts';

const LETTERHEAD = { networkName: 'Kollegennetz Köln', from: 'post@netz.example', replyTo: 'buero@netz.example' };
const MAIL: Mail = {
  id: '019a0000-0000-7000-8000-000000000001',
  to: 'jörg.müller@example.org'.normalize('NFD').replace(/\p{M}/gu, ''),
  language: 'de',
  text: 'Guten Tag Jörg Müller,\n\nIhr Termin: Donnerstag, 5. März, 17:30 Uhr, Große Straße 1.\n',
  writtenAt: Temporal.Instant.from('2026-03-02T10:15:00Z'),
};

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0)) await step();
});

type Received = { to: string[]; raw: Buffer };

async function mailServer(refuse?: { at: 'rcpt' | 'data'; status: number }): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const refusal = () => Object.assign(new Error('no'), { responseCode: refuse?.status });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_address, _session, done) => done(refuse?.at === 'rcpt' ? refusal() : null),
    onData(stream, session, done) {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        if (refuse?.at === 'data') return done(refusal());
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(pieces) });
        done();
      });
    },
  });
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go));
  cleanUp.push(() => new Promise<void>((go) => server.close(go)));
  const address = server.server.address();
  return { url: `smtp://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, received };
}

function mailer(url: string) {
  const made = smtpMailer(url, LETTERHEAD);
  cleanUp.push(() => made.close());
  return made;
}

describe('a message over SMTP', () => {
  it('arrives with its umlauts, from the network, to one recipient, and says that a machine sent it', async () => {
    const { url, received } = await mailServer();
    expect(await mailer(url).send(MAIL)).toEqual({ ok: true, messageId: '<019a0000-0000-7000-8000-000000000001@netz.example>' });
    expect(received).toHaveLength(1);
    expect(received[0]?.to).toEqual([MAIL.to]);
    const mail = await PostalMime.parse(received[0]?.raw ?? '');
    expect(mail.subject).toBe('Nachricht von Kollegennetz Köln');
    expect(mail.text).toBe(MAIL.text);
    expect(mail.from).toMatchObject({ name: 'Kollegennetz Köln', address: 'post@netz.example' });
    expect(mail.replyTo?.[0]?.address).toBe('buero@netz.example');
    expect(mail.to).toHaveLength(1);
    expect(mail.html).toBeUndefined();
    expect(mail.messageId).toBe('<019a0000-0000-7000-8000-000000000001@netz.example>');
    expect(mail.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
    expect(mail.date).toBe('2026-03-02T10:15:00.000Z');
  });

  it('carries the appointment as a neutral calendar entry in UTC', async () => {
    const { url, received } = await mailServer();
    const start = Temporal.Instant.from('2026-03-05T16:30:00Z');
    await mailer(url).send({ ...MAIL, appointment: { id: 'a1', start, end: start.add({ minutes: 50 }) } });
    const mail = await PostalMime.parse(received[0]?.raw ?? '', { attachmentEncoding: 'utf8' });
    expect(mail.attachments).toHaveLength(1);
    expect(mail.attachments[0]).toMatchObject({ filename: 'termin.ics', mimeType: 'text/calendar' });
    const text = String(mail.attachments[0]?.content);
    expect(text).toContain('DTSTART:20260305T163000Z');
    expect(text).toMatch(/^SUMMARY:Termin$/m);
  });

  it('carries a letter under a neutral name, unchanged', async () => {
    const { url, received } = await mailServer();
    const pdf = Uint8Array.from({ length: 5000 }, (_, index) => index % 256);
    await mailer(url).send({ ...MAIL, pdf });
    const mail = await PostalMime.parse(received[0]?.raw ?? '', { attachmentEncoding: 'arraybuffer' });
    expect(mail.attachments).toMatchObject([{ filename: 'brief.pdf', mimeType: 'application/pdf' }]);
    const content = mail.attachments[0]?.content;
    expect(content instanceof ArrayBuffer && Buffer.from(content).equals(Buffer.from(pdf))).toBe(true);
    expect(mail.text?.trim()).toBe(MAIL.text.trim());
  });

  it.each([
    ['a recipient that the server refuses for good', { at: 'rcpt', status: 550 } as const, 'mail-recipient-refused', false, 550],
    ['a full mailbox, for now', { at: 'rcpt', status: 452 } as const, 'mail-recipient-refused', true, 452],
    ['a text that the server refuses', { at: 'data', status: 554 } as const, 'mail-refused', false, 554],
  ])('%s is an answer, not a fault', async (_, refuse, because, again, status) => {
    const { url } = await mailServer(refuse);
    expect(await mailer(url).send(MAIL)).toEqual({ ok: false, because, again, status });
  });

  it('a server that is not there is an answer that another try may help', async () => {
    const port = await freePort();
    expect(await mailer(`smtp://127.0.0.1:${port}`).send(MAIL)).toEqual({ ok: false, because: 'mail-server-unreachable', again: true });
  });

  it('a knock finds out without handing anything over: there, away, or without a word', async () => {
    const { url, received } = await mailServer();
    expect(await mailer(url).knock?.()).toBeUndefined();
    expect(received).toEqual([]);
    const mute = createServer((socket) => socket.destroy());
    await new Promise<void>((go) => mute.listen(0, '127.0.0.1', go));
    cleanUp.push(() => new Promise((go) => mute.close(go)));
    const address = mute.address();
    const ports = [await freePort(), typeof address === 'object' && address ? address.port : 0];
    for (const port of ports)
      expect(await mailer(`smtp://127.0.0.1:${port}`).knock?.()).toMatchObject({
        ok: false,
        because: 'mail-server-unreachable',
        again: true,
      });
  });

  it('a line cut after the text was handed over leaves the outcome unknown', async () => {
    const answers: Record<string, string> = { EHLO: '250 here', MAIL: '250 ok', RCPT: '250 ok', DATA: '354 go' };
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.write('220 here ESMTP\r\n');
      socket.on('data', (piece) => {
        const text = piece.toString();
        if (text.endsWith('\r\n.\r\n')) socket.destroy();
        else socket.write(`${answers[text.slice(0, 4)] ?? ''}${answers[text.slice(0, 4)] ? '\r\n' : ''}`);
      });
    });
    await new Promise<void>((go) => server.listen(0, '127.0.0.1', go));
    cleanUp.push(() => new Promise((go) => server.close(go)));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    expect(await mailer(`smtp://127.0.0.1:${port}`).send(MAIL)).toMatchObject({ ok: false, because: 'outcome-unknown', again: true });
  });

  it('where encryption is required, nothing is handed over without it', async () => {
    const { url, received } = await mailServer();
    const refused = await mailer(`${url}?tls=required`).send(MAIL);
    expect(refused).toMatchObject({ ok: false, because: 'mail-encryption-failed' });
    expect(await mailer(`${url}?tls=optional`).send(MAIL)).toMatchObject({ ok: true });
    expect(received).toHaveLength(1); // only the one that was allowed to
    expect(() => smtpMailer('http://mail.example', LETTERHEAD)).toThrow(TypeError);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go));
  const address = server.address();
  await new Promise((go) => server.close(go));
  return typeof address === 'object' && address ? address.port : 0;
}

describe('the message itself', () => {
  it('is the same to the last byte when it is built again', async () => {
    const start = Temporal.Instant.from('2026-03-05T16:30:00Z');
    const mail = { ...MAIL, appointment: { id: 'a1', start, end: start.add({ minutes: 50 }) } };
    const [one, other] = [await buildMail(mail, LETTERHEAD), await buildMail(mail, LETTERHEAD)];
    expect(one.ok && other.ok && one.mail.raw.equals(other.mail.raw)).toBe(true);
  });

  it.each([
    'a@example.org\r\nBcc: b@example.org',
    'a@example.org, b@example.org',
    'a@example.org;b@example.org',
    '"A B" <a@example.org>',
    'a@example.org\n',
    'a b@example.org',
    'a@exa mple.org',
    'a@[127.0.0.1]',
    '.a@example.org',
    'a..b@example.org',
    '@example.org',
    'a@',
    '',
  ])('refuses %j as a recipient', async (to) => {
    expect(oneAddress(to)).toBeNull();
    expect(await buildMail({ ...MAIL, to }, LETTERHEAD)).toEqual({ ok: false, because: 'mail-address-invalid' });
  });

  it('a line break in the name of the network makes no header', async () => {
    const built = await buildMail(MAIL, { ...LETTERHEAD, networkName: 'Netz\r\nBcc: b@example.org' });
    if (!built.ok) throw new Error(built.because);
    const mail = await PostalMime.parse(built.mail.raw);
    expect(mail.bcc).toBeUndefined();
    expect(mail.headers.map(({ key }) => key)).not.toContain('bcc');
    expect(mail.subject).toBe('Nachricht von Netz Bcc: b@example.org');
  });

  it('a domain with umlauts is written in ASCII', () => {
    expect(oneAddress('post@köln.example')).toBe('post@xn--kln-sna.example');
  });

  it('an id that is not a UUID, and an empty text, are refused', async () => {
    expect(await buildMail({ ...MAIL, id: '../x' }, LETTERHEAD)).toEqual({ ok: false, because: 'mail-id-invalid' });
    expect(await buildMail({ ...MAIL, text: ' \n' }, LETTERHEAD)).toEqual({ ok: false, because: 'mail-text-empty' });
  });
});

describe('safe contact', () => {
  it.each(['Psychotherapeutennetz Bonn', 'Seelische Gesundheit Köln', 'Ärztenetz', 'Mental Health Network', 'Krisendienst'])(
    '%s stands neither in the subject nor as sender',
    async (networkName) => {
      expect(isNeutral(networkName)).toBe(false);
      expect(neutralSubject(networkName, 'de')).toBe('Nachricht für Sie');
      const built = await buildMail(MAIL, { ...LETTERHEAD, networkName });
      if (!built.ok) throw new Error(built.because);
      const mail = await PostalMime.parse(built.mail.raw);
      expect(mail.from?.name).toBe('');
      for (const { value } of mail.headers) expect(isNeutral(value)).toBe(true);
    },
  );

  it('a neutral name may stand there, in both languages', () => {
    expect(neutralSubject('Geleit Bonn', 'de')).toBe('Nachricht von Geleit Bonn');
    expect(neutralSubject('Geleit Bonn', 'en')).toBe('Message from Geleit Bonn');
  });
});

describe('the outbox folder', () => {
  async function folder(): Promise<string> {
    const made = await mkdtemp(join(tmpdir(), 'geleit outbox ä '));
    cleanUp.push(() => rm(made, { recursive: true }));
    return join(made, 'outbox');
  }

  it('holds each message once, readable only by its owner, listed newest first', async () => {
    const path = await folder();
    expect(await listOutbox(path)).toEqual([]);
    const outbox = outboxMailer(path, LETTERHEAD);
    const later = { ...MAIL, id: '019a0000-0000-7000-8000-000000000002', writtenAt: MAIL.writtenAt.add({ minutes: 1 }) };
    expect(await outbox.send(MAIL)).toMatchObject({ ok: true });
    expect(await outbox.send(later)).toMatchObject({ ok: true });
    const first = await readFile(join(path, `${MAIL.id}.eml`));
    expect(await outbox.send(MAIL)).toMatchObject({ ok: true });
    expect(await readFile(join(path, `${MAIL.id}.eml`))).toEqual(first);
    expect((await listOutbox(path)).map(({ id }) => id)).toEqual([later.id, MAIL.id]);
    expect((await listOutbox(path))[1]).toMatchObject({ to: MAIL.to, subject: 'Nachricht von Kollegennetz Köln' });
    expect((await stat(join(path, `${MAIL.id}.eml`))).mode & 0o777).toBe(0o600);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    expect((await readdir(path)).sort()).toEqual([`${MAIL.id}.eml`, `${later.id}.eml`, 'index.ndjson']);
    expect((await PostalMime.parse(first)).text).toBe(MAIL.text);
  });

  it('does not list a message whose file never came to be', async () => {
    const path = await folder();
    const outbox = outboxMailer(path, LETTERHEAD);
    await outbox.send(MAIL);
    await rm(join(path, `${MAIL.id}.eml`));
    expect(await listOutbox(path)).toEqual([]);
  });

  it('refuses what SMTP would refuse', async () => {
    const path = await folder();
    expect(await outboxMailer(path, LETTERHEAD).send({ ...MAIL, to: 'nobody' })).toEqual({
      ok: false,
      because: 'mail-address-invalid',
      again: false,
    });
    expect(await listOutbox(path)).toEqual([]);
  });
});
