import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readNotice } from './bounce.ts';
import { readFolder } from './bounce-folder.ts';

const ID = '019a0000-0000-7000-8000-000000000001';
const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0)) await step();
});

interface Shape {
  action?: string;
  status?: string;
  original?: string;
  originalType?: string;
  head?: string;
}

/** A notice as Postfix, Exim and Exchange write it, in its three parts. */
function notice({
  action = 'failed',
  status = '5.1.1',
  original = `Message-ID: <${ID}@netz.example>`,
  originalType = 'message/rfc822',
  head = '',
}: Shape = {}) {
  return Buffer.from(
    `${head}From: MAILER-DAEMON@mx.example\r\nTo: post@netz.example\r\nSubject: Undelivered Mail\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status;\r\n boundary="x1"\r\n\r\n--x1\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nDie Nachricht konnte nicht zugestellt werden.\r\n\r\n--x1\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\nX-Postfix-Queue-ID: 4ABC\r\n\r\nFinal-Recipient: rfc822; kim@post.example\r\nAction: ${action}\r\nStatus: ${status}\r\nDiagnostic-Code: smtp; 550 5.1.1 <kim@post.example>:\r\n Recipient address rejected\r\n\r\n--x1\r\nContent-Type: ${originalType}\r\n\r\nFrom: post@netz.example\r\nSubject: Nachricht\r\n${original}\r\n\r\nText\r\n--x1--\r\n`,
  );
}

describe('a failure notice', () => {
  it.each([
    ['failed', '5.1.1', 'hard'],
    ['failed', '5.1.10', 'hard'],
    ['Failed', '5.4.1 (no route)', 'hard'],
    ['failed', '5.2.2', 'lost'],
    ['failed', '5.7.1', 'lost'],
    ['failed', '4.4.7', 'lost'],
    ['delayed', '4.4.1', 'late'],
    ['delivered', '2.0.0', 'late'],
  ])('%s with %s is %s', async (action, status, kind) => {
    expect(await readNotice(notice({ action, status }))).toMatchObject({ ok: true, messageId: ID, kind });
  });

  it.each([
    ['for addresses with umlauts', (text: string) => text.replaceAll('message/delivery-status', 'message/global-delivery-status')],
    ['with a character set that nobody knows', (text: string) => text.replace('charset=utf-8', 'charset=x-unbekannt-7')],
    ['in UTF-16 where it speaks to people', (text: string) => text.replace('charset=utf-8', 'charset=utf-16le')],
    [
      'with its report in base64',
      (text: string) =>
        text.replace(
          /(Content-Type: message\/delivery-status\r\n)\r\n([\s\S]*?)\r\n--x1/,
          (_, head: string, body: string) =>
            `${head}Content-Transfer-Encoding: base64\r\n\r\n${Buffer.from(body).toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n--x1`,
        ),
    ],
  ])('%s is read', async (_what, change) => {
    const strange = Buffer.from(change(notice().toString('utf8')));
    expect(strange.equals(notice())).toBe(false);
    expect(await readNotice(strange)).toMatchObject({ ok: true, messageId: ID, kind: 'hard' });
  });

  it('whose original came back as message/global is ours, too', async () => {
    expect(await readNotice(notice({ originalType: 'message/global' }))).toMatchObject({ ok: true, messageId: ID });
  });

  it('names our message also where only the headers came back, folded, or in another case', async () => {
    expect(await readNotice(notice({ originalType: 'text/rfc822-headers' }))).toMatchObject({ ok: true, messageId: ID });
    expect(await readNotice(notice({ original: `message-id:\r\n <${ID.toUpperCase()}@netz.example>` }))).toMatchObject({
      ok: true,
      messageId: ID,
    });
    expect(await readNotice(notice({ original: 'X: y', head: `References: <${ID}@netz.example>\r\n` }))).toMatchObject({
      ok: true,
      messageId: ID,
    });
  });

  it('about somebody else, or no notice at all, changes nothing', async () => {
    expect(await readNotice(notice({ original: 'Message-ID: <other@elsewhere.example>' }))).toEqual({ ok: false, because: 'not-ours' });
    expect(await readNotice(Buffer.from(`Subject: away\r\nIn-Reply-To: <${ID}@netz.example>\r\n\r\nI am away`))).toEqual({
      ok: false,
      because: 'not-a-notice',
    });
    for (const junk of [
      '',
      '\0\0\0',
      '--x1',
      'Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n',
    ])
      expect((await readNotice(Buffer.from(junk))).ok).toBe(false);
  });
});

describe('the folder of notices', () => {
  async function folder(): Promise<string> {
    const made = await mkdtemp(join(tmpdir(), 'geleit notices ä '));
    cleanUp.push(() => rm(made, { recursive: true }));
    return made;
  }

  it('is read once each, as a Maildir or as plain files', async () => {
    const [maildir, plain] = [await folder(), await folder()];
    await mkdir(join(maildir, 'new'));
    for (const name of ['2.b', '1.a', '.hidden']) await writeFile(join(maildir, 'new', name), name);
    for (const name of ['b.eml', 'a.eml', 'note.txt']) await writeFile(join(plain, name), name);
    const read: string[] = [];
    const work = async (raw: Buffer) => void read.push(raw.toString());
    expect(await readFolder(maildir, work)).toBe(2);
    expect(await readFolder(plain, work)).toBe(2);
    expect(read).toEqual(['1.a', '2.b', 'a.eml', 'b.eml']);
    expect(await readdir(join(maildir, 'cur'))).toEqual(['1.a:2,S', '2.b:2,S']);
    expect((await readdir(plain)).sort()).toEqual(['a.eml.seen', 'b.eml.seen', 'note.txt']);
    expect((await readFolder(maildir, work)) + (await readFolder(plain, work))).toBe(0);
    expect(await readFolder(join(plain, 'not there'), work)).toBe(0);
  });

  it('keeps a notice whose work failed for the next time, and puts aside what is too large', async () => {
    const plain = await folder();
    await writeFile(join(plain, 'a.eml'), 'a');
    await expect(readFolder(plain, () => Promise.reject(new Error('database away')))).rejects.toThrow('database away');
    expect(await readdir(plain)).toEqual(['a.eml']);
    await writeFile(join(plain, 'b.eml'), Buffer.alloc(1024 * 1024 + 1));
    const read: number[] = [];
    await readFolder(plain, async (raw) => void read.push(raw.length));
    expect(read).toEqual([1]);
    expect((await readdir(plain)).sort()).toEqual(['a.eml.seen', 'b.eml.seen']);
  });
});
