import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { form, pdf } from '#test/file-samples.ts';
import { openServiceDoor, type ServiceDoor } from '#test/service-door.ts';
import type { Case } from '#test/soziotherapie-stage.ts';
import { clamd, scanPending } from './actions/scan.ts';

const database = await freshDatabase();
let door: ServiceDoor;
let reetz: Case;
let server: Server;
let port = 0;

/** Speaks as clamd does, and finds what holds the word "Wurm". */
const speak = () =>
  createServer((socket) => {
    let come = Buffer.alloc(0);
    socket.on('data', (part) => {
      come = Buffer.concat([come, part as Buffer]);
      let at = 'zINSTREAM\0'.length;
      const chunks: Buffer[] = [];
      while (at + 4 <= come.length) {
        const length = come.readUInt32BE(at);
        if (length === 0) {
          socket.end(Buffer.concat(chunks).includes('Wurm') ? 'stream: Test.Wurm FOUND\0' : 'stream: OK\0');
          return;
        }
        chunks.push(come.subarray(at + 4, at + 4 + length));
        at += 4 + length;
      }
    });
  });

beforeAll(async () => {
  door = await openServiceDoor(database);
  door.stage.world.network = { ...door.stage.world.network, scans: true };
  reetz = await door.stage.openCase();
  server = speak();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  port = (server.address() as { port: number }).port;
});
afterAll(async () => {
  server.close();
  await door.close();
});

const upload = async (word: string): Promise<{ id: string; state: string }> =>
  door.get(
    'buero',
    'records.uploadFile',
    form({ personId: reetz.personId, kind: 'letter', audience: 'office' }, [{ fileName: 'a.pdf', bytes: pdf({ objects: [`(${word})`] }) }]),
  );
const read = (id: string) => door.ask('buero', 'records.readFile', { params: { id } });
const scanner = () => clamd(`127.0.0.1:${port}`);

test('U49 and U52: until the scanner has looked a file waits and cannot be opened', async () => {
  const { id, state } = await upload('Brief');
  expect(state).toBe('pending');
  const early = await read(id);
  expect([early.status, early.code, early.headers['retry-after']]).toEqual([409, 'file-pending', '5']);
  expect(await scanPending(door.stage.world, scanner())).toBe(1);
  expect((await read(id)).status).toBe(200);
});

test('U48: what the scanner finds is refused for good, and the file is gone for everybody', async () => {
  const { id } = await upload('Wurm');
  await scanPending(door.stage.world, scanner());
  expect((await read(id)).code).toBe('file-withdrawn');
  const { files } = await door.get('buero', 'records.listFiles', { params: { id: reetz.personId } });
  expect(files.find((one: { id: string }) => one.id === id).state).toBe('refused');
  expect(await door.stage.told(id)).toContain('records.file.refused');
});

test('a file of more than one chunk arrives whole', async () => {
  const large = Buffer.concat([Buffer.alloc(200_000, 65), Buffer.from('Wurm')]);
  expect(await scanner()(large)).toBe('infected');
  expect(await scanner()(Buffer.alloc(200_000, 65))).toBe('clean');
});

test('U49: the scanner is away: nothing is lost or let through, and after ten minutes the administration is told, once', async () => {
  const { id } = await upload('Später');
  const away = clamd('127.0.0.1:1');
  const tasks = () =>
    door.stage.look<{ n: number }>("select count(*)::int as n from tasks.task where kind = 'scanner-away' and object_id = $1", id);
  expect(await scanPending(door.stage.world, away)).toBe(0);
  expect((await tasks())[0]?.n).toBe(0);
  door.stage.clock.pass({ minutes: 10 });
  await scanPending(door.stage.world, away);
  await scanPending(door.stage.world, away);
  expect((await tasks())[0]?.n).toBe(1);
  expect((await read(id)).code).toBe('file-pending');
  expect(await scanPending(door.stage.world, scanner())).toBe(1);
  expect((await read(id)).status).toBe(200);
});
