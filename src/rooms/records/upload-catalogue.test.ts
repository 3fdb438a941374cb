import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id.ts';
import { freshDatabase } from '#test/database.ts';
import { chunk, EICAR, exif, form, jpeg, jpegPart, pdf, png, zip } from '#test/file-samples.ts';
import { openServiceDoor, type ServiceDoor } from '#test/service-door.ts';
import type { Case } from '#test/soziotherapie-stage.ts';
import { MOST_BYTES } from './rules/limits.ts';
import { CATALOGUE } from './upload-catalogue.fixture.ts';

const database = await freshDatabase();
let door: ServiceDoor;
let reetz: Case;
let other: Case;
const CANARY = 'Zaunkönig-Befund-4711';

beforeAll(async () => {
  door = await openServiceDoor(database);
  reetz = await door.stage.openCase();
  other = await door.stage.openCase({ helper: 'fremd', familyName: 'Anders', kvnr: 'B123456782' });
});
afterAll(() => door.close());

const fields = (personId = reetz.personId) => ({ personId, kind: 'letter', audience: 'office' });
const upload = (
  bytes: Buffer,
  fileName = 'brief.pdf',
  more: { type?: string; head?: string; personId?: string; who?: 'buero' | 'weidner' } = {},
) => door.ask(more.who ?? 'buero', 'records.uploadFile', form(fields(more.personId), [{ fileName, bytes, ...more }]));
const read = (id: string, headers: Record<string, string> = {}, who: 'buero' | 'weidner' | 'fremd' = 'buero') =>
  door.ask(who, 'records.readFile', { params: { id }, headers });
const files = async () => (await door.get('buero', 'records.listFiles', { params: { id: reetz.personId } })).files;
const named = async (id: string) => (await files()).find((file: { id: string }) => file.id === id)?.name;
const kept = async () => (await door.stage.look<{ n: number }>('select count(*)::int as n from records.file'))[0]?.n;

describe('files, after the catalogue of bad input', () => {
  test.each(CATALOGUE)('%s: %s', async (_id, _what, bytes, name, wanted) => {
    const before = await kept();
    const answer = await upload(bytes(), name);
    if (wanted === 'kept') {
      expect([answer.status, answer.json]).toMatchObject([201, { state: 'kept' }]);
      return;
    }
    expect([answer.status, answer.code, answer.json.facts?.reason]).toEqual([422, 'file-refused', wanted]);
    expect(answer.json.errors).toEqual([{ pointer: '/file', code: `file-${wanted}` }]);
    expect(await kept()).toBe(before);
  });

  test('U36 and U60: the refusal says what it is, so that the page can say how to go on', async () => {
    expect((await upload(Buffer.from('\0\0\0\x18ftypheic', 'latin1'), 'a.heic')).json.facts).toEqual({ reason: 'type', hint: 'heic' });
    expect((await upload(Buffer.from('OggS\0', 'latin1'), 'a.ogg')).json.facts).toEqual({ reason: 'type', hint: 'media' });
    expect((await upload(zip([{ name: 'a', content: 'a' }]), 'a.zip')).json.facts).toEqual({ reason: 'type', hint: 'archive' });
  });

  test('U47: malware is written down, with who sent it, and nothing of it is kept', async () => {
    const { accountId } = door.stage.cast.person('buero');
    await upload(EICAR, 'eicar.com');
    const [event] = await door.stage.look<{ action: string; reason: string; actor_id: string }>(
      "select action, reason, actor_id from platform.event where action = 'records.file.refused' order by seq desc limit 1",
    );
    expect(event).toEqual({ action: 'records.file.refused', reason: 'malware', actor_id: accountId });
  });

  test('U02: one byte more than allowed is 413, at the door and behind it', async () => {
    const large = Buffer.concat([pdf(), Buffer.alloc(MOST_BYTES + 1 - pdf().length)]);
    expect([(await upload(large)).status, (await upload(large)).code]).toEqual([413, 'file-too-large']);
    expect((await upload(Buffer.alloc(MOST_BYTES + 100_000))).status).toBe(413);
  });

  test('U03: somebody who sends a byte a second is cut off after half a minute', () => {
    expect(door.app.server.requestTimeout).toBe(30_000);
    expect((door.app.server as unknown as { headersTimeout: number }).headersTimeout).toBe(10_000);
  });

  test('U04: broken off at 99 %: nothing is kept', async () => {
    const before = await kept();
    const { payload, headers } = form(fields(), [{ fileName: 'a.pdf', bytes: pdf() }]);
    expect((await door.ask('buero', 'records.uploadFile', { payload: payload.subarray(0, payload.length - 20), headers })).code).toBe(
      'malformed-request',
    );
    const address = await door.app.listen({ port: 0, host: '127.0.0.1' });
    const token = await door.stage.cast.token('buero');
    const closed = await new Promise<boolean>((resolve) => {
      const socket = connect(Number(new URL(address).port), '127.0.0.1', () => {
        socket.write(
          `POST /api/records/files HTTP/1.1\r\nHost: localhost:4000\r\nX-Geleit: 1\r\nIdempotency-Key: ${newId()}\r\nCookie: geleit=${token}\r\nContent-Type: ${headers['content-type']}\r\nContent-Length: ${payload.length}\r\n\r\n`,
        );
        socket.write(payload.subarray(0, payload.length - 5), () => socket.destroy());
      });
      socket.on('close', () => resolve(true));
    });
    expect(closed).toBe(true);
    await expect.poll(() => upload(pdf(), 'danach.pdf').then(({ status }) => status)).toBe(201); // and its place is free again
    expect(await kept()).toBe((before ?? 0) + 1);
  });

  const raw = (payload: string | Buffer, type: string) =>
    door.ask('buero', 'records.uploadFile', { payload: Buffer.from(payload), headers: { 'content-type': type } });
  const one = (boundary: string, inside = 'Content-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\nx') =>
    `--${boundary}\r\n${inside}\r\n--${boundary}--\r\n`;
  test.each([
    [
      'U05',
      'no file in it',
      () => raw(one('b', 'Content-Disposition: form-data; name="kind"\r\n\r\nletter'), 'multipart/form-data; boundary=b'),
      400,
      'malformed-request',
    ],
    ['U07', 'no boundary', () => raw(one('b'), 'multipart/form-data'), 400, 'malformed-request'],
    [
      'U08',
      'a boundary of 200 signs',
      () => raw(one('b'.repeat(200)), `multipart/form-data; boundary=${'b'.repeat(200)}`),
      400,
      'malformed-request',
    ],
    [
      'U09',
      'a head of 64 kB',
      () =>
        raw(
          one('b', `Content-Disposition: form-data; name="file"; filename="a"\r\nX-A: ${'a'.repeat(65_536)}\r\n\r\nx`),
          'multipart/form-data; boundary=b',
        ),
      431,
      'headers-too-large',
    ],
    [
      'U10',
      'a form within the form',
      () =>
        raw(
          one('b', 'Content-Disposition: form-data; name="file"\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c--'),
          'multipart/form-data; boundary=b',
        ),
      400,
      'malformed-request',
    ],
    [
      'U06',
      'two files',
      () => door.ask('buero', 'records.uploadFile', form(fields(), [{ bytes: pdf() }, { bytes: pdf() }])),
      422,
      'file-refused',
    ],
    [
      'U06',
      'two files under two names',
      () => door.ask('buero', 'records.uploadFile', form(fields(), [{ bytes: pdf() }, { name: 'other', bytes: pdf() }])),
      422,
      'file-refused',
    ],
    [
      'U05',
      'a field that the form does not have',
      () => door.ask('buero', 'records.uploadFile', form({ ...fields(), extra: 'x' }, [{ bytes: pdf() }])),
      400,
      'invalid-input',
    ],
    ['U05', 'plain text where a form is due', () => raw('x', 'text/plain'), 415, 'not-acceptable-type'],
    [
      'U05',
      'a file where none is due',
      () => door.ask('buero', 'soziotherapie.changePractice', { ...form({}, [{ bytes: pdf() }]), version: 1 }),
      415,
      'not-acceptable-type',
    ],
  ] as const)('%s: %s', async (_id, _what, send, status, code) => {
    const answer = await send();
    expect([answer.status, answer.code]).toEqual([status, code]);
  });

  test.each([
    ['U11', '../../etc/passwd', 'passwd.pdf', ['name-changed']],
    ['U11', 'C:\\Users\\petra\\brief.pdf', 'brief.pdf', []],
    ['U13', 'brief%0D%0ASet-Cookie: a=b.pdf', 'brief Set-Cookie_ a=b.pdf', []],
    ['U14', `${'a'.repeat(1_000)}.pdf`, `${'a'.repeat(116)}.pdf`, ['name-shortened']],
    ['U15', 'CON', '_CON.pdf', ['name-changed']],
    ['U15', 'aux.txt', '_aux.txt.pdf', ['name-changed']],
    ['U16', 'rechnung\u202efdp.exe', 'rechnungfdp.exe.pdf', ['name-changed']],
    ['U17', '', 'Dokument.pdf', []],
    ['U18', '..brief... .pdf. ', 'brief.pdf', ['name-changed']],
    ['U18', ' brief .pdf', 'brief.pdf', []],
  ])('%s: the name %j is shown as %j', async (_id, sent, shown, notes) => {
    const answer = await upload(pdf(), sent);
    expect([answer.status, answer.json.notes]).toEqual([201, notes]);
    expect(await named(answer.json.id)).toBe(shown);
    const [row] = await door.stage.look<{ name_sealed: Buffer }>('select name_sealed from records.file where id = $1', answer.json.id);
    expect(row?.name_sealed.toString('latin1')).not.toContain('brief');
    const { headers } = await read(answer.json.id);
    expect(headers['content-disposition']).toMatch(/^attachment; filename="[\w.-]+"(; filename\*=UTF-8''[\w.%~!*-]+)?$/);
    expect(headers['set-cookie']).toBeUndefined();
  });

  test('U21: a PDF that is a page, too, goes out as an attachment, with its own type, in a sandbox', async () => {
    const { json } = await upload(Buffer.concat([pdf({ objects: ['(<html><script>alert(1)</script>)'] })]));
    const { status, headers } = await read(json.id);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['content-disposition']).toMatch(/^attachment/);
  });

  test('U31: of a photo nothing stays of place and device, but which way up it is; the uploader is told', async () => {
    const photo = jpeg({ more: [jpegPart(0xe1, exif(6)), jpegPart(0xfe, Buffer.from('Kommentar'))] });
    const { json } = await upload(photo, 'IMG_0815.JPG', { type: 'image/jpeg' });
    expect(json.notes).toEqual(['metadata-removed']);
    const { bytes } = await read(json.id);
    expect(bytes.toString('latin1')).not.toMatch(/GPS|Kommentar|okfP|Pkfo/);
    expect(bytes.toString('hex')).toContain('011200030000000100060000');
    const plain = await upload(jpeg(), 'a.jpg');
    expect(plain.json.notes).toEqual([]);
    expect((await read(plain.json.id)).bytes.equals(jpeg())).toBe(true);
  });

  test('U34: texts in a PNG go', async () => {
    const { json } = await upload(png({ more: [chunk('tEXt', Buffer.from('Comment\0<script>alert(1)</script>'))] }), 'a.png');
    expect(json.notes).toEqual(['metadata-removed']);
    expect((await read(json.id)).bytes.equals(png())).toBe(true);
  });

  test('U50: the same scan twice is stored once for a client, and shown twice; for another client it is another', async () => {
    const scan = pdf({ objects: ['(zweimal)'] });
    const [first, second] = [await upload(scan, 'eins.pdf'), await upload(scan, 'zwei.pdf')];
    const contents = await door.stage.look<{ content_id: string }>('select distinct content_id from records.file where id = any ($1)', [
      first.json.id,
      second.json.id,
    ]);
    expect(contents).toHaveLength(1);
    expect([await named(first.json.id), await named(second.json.id)]).toEqual(['eins.pdf', 'zwei.pdf']);
    const third = await door.ask('fremdbuero', 'records.uploadFile', form(fields(other.personId), [{ fileName: 'x.pdf', bytes: scan }]));
    const digests = await door.stage.look<{ digest: Buffer }>(
      'select c.digest from records.file f join records.file_content c on c.id = f.content_id where f.id = any ($1)',
      [first.json.id, third.json.id],
    );
    expect(new Set(digests.map(({ digest }) => digest.toString('hex'))).size).toBe(2);
  });

  test('U51 and U54: of another practice’s file nobody learns that it is there; there are no previews', async () => {
    const { json } = await upload(pdf());
    const [foreign, unknown] = [await read(json.id, {}, 'fremd'), await read(newId(), {}, 'fremd')];
    expect([foreign.status, foreign.code]).toEqual([404, 'file-not-found']);
    expect(foreign.text.replace(/urn:uuid:[\w-]+/, '')).toBe(unknown.text.replace(/urn:uuid:[\w-]+/, ''));
    expect((await upload(pdf(), 'a.pdf', { personId: other.personId })).code).toBe('not-found');
    const preview = await door.app.inject({ method: 'GET', url: `/api/records/files/${json.id}/thumbnail` });
    expect(preview.statusCode).toBe(404);
  });

  test('U53: parts of a file, asked for in odd ways', async () => {
    const content = pdf();
    const { json } = await upload(content);
    const part = async (range: string) => {
      const { status, headers, bytes } = await read(json.id, { range });
      return [status, headers['content-range'], bytes.length];
    };
    const size = content.length;
    expect(await part('bytes=0-0')).toEqual([206, `bytes 0-0/${size}`, 1]);
    expect(await part('bytes=-1')).toEqual([206, `bytes ${size - 1}-${size - 1}/${size}`, 1]);
    expect(await part('bytes=10-')).toEqual([206, `bytes 10-${size - 1}/${size}`, size - 10]);
    expect(await part('bytes=0-999999')).toEqual([206, `bytes 0-${size - 1}/${size}`, size]);
    expect(await part('bytes=999999-')).toEqual([416, `bytes */${size}`, 0]);
    for (const odd of ['bytes=0-0,-1', 'bytes=5-2', 'bytes=-', 'lines=1-2', 'bytes=a-b'])
      expect(await part(odd)).toEqual([200, undefined, size]);
  });

  test('U55: over the quota of a person nothing more is kept', async () => {
    const { json } = await upload(pdf());
    await door.stage.admin.query('update records.file set size = 26214400 where person_id = $1', [reetz.personId]);
    const filler = Math.ceil((500 * 1024 * 1024) / 26214400);
    expect((await files()).length).toBeGreaterThan(filler);
    expect([(await upload(pdf())).status, (await upload(pdf())).code]).toEqual([413, 'quota-reached']);
    await door.stage.admin.query('update records.file set size = 400 where person_id = $1', [reetz.personId]);
    expect((await read(json.id)).status).toBe(200);
  });

  test('U56: of 200 at once a few are taken, the others wait their turn, and the desk goes on', async () => {
    const { payload, headers } = form(fields(), [{ fileName: 'a.pdf', bytes: pdf() }]);
    const all = Promise.all(Array.from({ length: 200 }, () => door.ask('buero', 'records.uploadFile', { payload, headers })));
    const desk = await door.ask('leitung', 'soziotherapie.getPractice');
    const answers = await all;
    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].sort()).toEqual([201, 429]);
    expect(answers.find(({ status }) => status === 429)).toMatchObject({ code: 'too-many', headers: { 'retry-after': '3' } });
    expect(desk.status).toBe(200);
  });

  test('U57: the disk is full while writing: 503, and no half file', async () => {
    await door.stage.admin.query(`create function records.no_disk() returns trigger language plpgsql as
      $$ begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$`);
    await door.stage.admin.query(
      'create trigger no_disk before insert on records.file_content for each row execute function records.no_disk()',
    );
    const before = await kept();
    const answer = await upload(pdf({ objects: ['(voll)'] }));
    expect([answer.status, answer.code, await kept()]).toEqual([503, 'database-away', before]);
    await door.stage.admin.query('drop trigger no_disk on records.file_content');
    expect((await upload(pdf({ objects: ['(voll)'] }))).status).toBe(201);
  });

  test('U58: what the browser says about the type is not believed', async () => {
    const { json } = await upload(pdf(), 'a', { type: 'image/png; charset=<script>' });
    expect((await read(json.id)).headers['content-type']).toBe('application/pdf');
  });

  test('U59: a name in a wrong encoding is cleaned', async () => {
    for (const name of ["filename*=UTF-8''%FF%FE", "filename*=KOI8-R''%D0", `filename*=UTF-8''`]) {
      const head = `Content-Disposition: form-data; name="file"; ${name}\r\nContent-Type: application/pdf`;
      const answer = await upload(pdf(), '', { head });
      expect([answer.status, await named(answer.json.id)]).toEqual([201, 'Dokument.pdf']);
    }
  });

  test('what lies on the disk holds neither content nor name', async () => {
    const { json } = await upload(pdf({ objects: [`(${CANARY})`] }), `${CANARY}.pdf`);
    expect((await read(json.id)).bytes.toString('latin1')).toContain(Buffer.from(CANARY).toString('latin1').slice(0, 4));
    const rows = await door.stage.look<{ all: string }>(
      `select encode(c.sealed, 'escape') || encode(f.name_sealed, 'escape') as all from records.file f join records.file_content c on c.id = f.content_id where f.id = $1`,
      json.id,
    );
    expect(rows[0]?.all).not.toMatch(/Befund|4711|%PDF/);
    expect(door.lines.join('\n')).not.toMatch(/Befund-4711/);
  });

  test('the office sees no file of care, and puts none there', async () => {
    const care = await door.ask(
      'weidner',
      'records.uploadFile',
      form({ ...fields(), audience: 'care' }, [{ fileName: 'a.pdf', bytes: pdf() }]),
    );
    expect(care.status).toBe(201);
    expect((await read(care.json.id)).status).toBe(404);
    expect((await files()).some(({ id }: { id: string }) => id === care.json.id)).toBe(false);
    const own = await door.ask(
      'buero',
      'records.uploadFile',
      form({ ...fields(), audience: 'care' }, [{ fileName: 'a.pdf', bytes: pdf() }]),
    );
    expect([own.status, own.code]).toEqual([403, 'file-not-yours']);
  });

  test('what came to the wrong place is taken back: it cannot be opened any more, and that it was there stays', async () => {
    const { json } = await upload(pdf());
    const answer = await door.ask('buero', 'records.withdrawFile', { params: { id: json.id }, version: 1, body: {} });
    expect(answer.json).toEqual({ id: json.id, version: 2 });
    expect([(await read(json.id)).code, (await files()).find(({ id }: { id: string }) => id === json.id).state]).toEqual([
      'file-withdrawn',
      'withdrawn',
    ]);
    expect((await door.ask('buero', 'records.withdrawFile', { params: { id: json.id }, version: 1, body: {} })).status).toBe(412);
  });
});
