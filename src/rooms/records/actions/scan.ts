import { connect } from 'node:net';
import { asSystem, type Call, type World } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { appendTask } from '#rooms/tasks/actions.ts';
import { changeFileState, type FileRow, lockFileRow, pendingFiles, sealedContent } from '../store/files.ts';
import { contentPlace } from './keep.ts';

/** Looks at bytes for malware. Throws where it cannot be reached or does not answer. */
export type Scanner = (bytes: Buffer) => Promise<'clean' | 'infected'>;

const AT_ONCE = 20;
const PATIENCE = 30_000;
/** A file waits so long before somebody is told. */
const ALARM_MINUTES = 10;
const CHUNK = 64 * 1024;

/**
 * ClamAV over its socket (INSTREAM of clamd): chunks with their length before them, a nought at the end.
 * @param address a path, or host:port; the scanner is on this machine or in the same closed network, since the bytes go there in plain
 */
export function clamd(address: string): Scanner {
  const [, host, port] = /^([\w.-]+|\[[\da-f:]+\]):(\d+)$/i.exec(address) ?? [];
  return (bytes) =>
    new Promise((resolve, reject) => {
      const socket = host && port ? connect(Number(port), host.replaceAll(/[[\]]/g, '')) : connect(address);
      let answer = '';
      socket.setTimeout(PATIENCE, () => socket.destroy(new Error('the scanner does not answer')));
      socket.on('error', reject);
      socket.on('data', (text) => {
        answer += text.toString('latin1');
      });
      socket.on('close', () => {
        if (/\bFOUND\b/.test(answer)) resolve('infected');
        else if (/^stream: OK/.test(answer)) resolve('clean');
        else reject(new Error('the scanner said something else'));
      });
      socket.on('connect', () => {
        socket.write('zINSTREAM\0');
        for (let at = 0; at < bytes.length; at += CHUNK) {
          const chunk = bytes.subarray(at, at + CHUNK);
          const length = Buffer.alloc(4);
          length.writeUInt32BE(chunk.length);
          socket.write(length);
          socket.write(chunk);
        }
        socket.write(Buffer.alloc(4));
      });
    });
}

/**
 * Has the scanner look at files that wait, oldest first, and writes down what it said. The bytes are read in one transaction and the
 * answer written in another, so that a slow scanner holds no connection.
 * @returns how many were looked at
 */
export async function scanPending(world: World, scanner: Scanner): Promise<number> {
  const waiting = await asSystem(world, 'records.scan', async (call) => {
    const rows = await pendingFiles(call.tx, AT_ONCE);
    return Promise.all(rows.map(async (row) => ({ row, bytes: await bytesOf(call, row) })));
  });
  let looked = 0;
  for (const { row, bytes } of waiting) {
    const found = bytes ? await scanner(bytes).catch(() => undefined) : undefined;
    await asSystem(world, 'records.scan', (call) => (found ? settle(call, row.id, found) : tellOverdue(call, row)));
    if (!found) return looked; // it is away for the others, too
    looked += 1;
  }
  return looked;
}

async function bytesOf(call: Call, row: FileRow): Promise<Buffer | undefined> {
  const sealed = await sealedContent(call.tx, row.content_id);
  return sealed && call.sealer.openBytes(call.tx, row.person_id, contentPlace(row.content_id), sealed);
}

async function settle(call: Call, id: string, found: 'clean' | 'infected'): Promise<void> {
  const row = await lockFileRow(call.tx, id);
  if (row?.state !== 'pending') return;
  await changeFileState(call.tx, id, row.version, found === 'clean' ? 'kept' : 'refused');
  await record(call, {
    action: found === 'clean' ? 'records.file.scanned' : 'records.file.refused',
    kind: 'U',
    object: ['file', id],
    personId: row.person_id,
    ...(found === 'infected' ? { reason: 'malware' } : {}),
    data: { organisationId: row.organisation_id, kind: row.kind },
  });
}

/** The scanner is away: after ten minutes the administration has a task, once for each file that waits. */
async function tellOverdue(call: Call, row: FileRow): Promise<void> {
  if (Temporal.Instant.compare(row.uploaded_at.add({ minutes: ALARM_MINUTES }), call.now) > 0) return;
  await appendTask(call, { kind: 'scanner-away', object: ['file', row.id], assigneeRole: 'admin', priority: 1, dueAt: call.now });
}
