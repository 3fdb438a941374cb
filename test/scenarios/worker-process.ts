import { KeyRing } from '#platform/crypto.ts';
import { prepareJobs, startWorker } from '#platform/jobs.ts';
import { createLog } from '#platform/log.ts';
import type { OwnDatabase } from '#test/cast/stage.ts';
import { roomJobs } from '../../src/rooms.ts';
import { createWorld } from '../../src/serve.ts';

// The whole worker in a process of its own, to be killed by a test. Its database comes as JSON, its time with each message.
let now = Temporal.Instant.from(process.argv[3] ?? '');
const { connections, admin } = JSON.parse(process.argv[2] ?? '') as OwnDatabase;
const log = createLog('warn', (line) => void process.stderr.write(line));
const network = { name: 'Netz Bonn', publicUrl: 'http://localhost:4000', mode: 'test' as const };
const { memory: _, ...world } = createWorld(connections, new KeyRing(Buffer.alloc(32, 7)), network, log);
const mailer = {
  letterhead: { networkName: 'Netz Bonn', from: 'post@geleit.example' },
  send: async ({ id }: { id: string }) => ({ ok: true as const, messageId: id }),
  async close() {},
};
process.on('message', (at) => {
  now = Temporal.Instant.from(String(at));
  process.send?.('turned');
});
await prepareJobs(admin, connections.jobs);
await startWorker({ world: { ...world, clock: () => now }, rooms: roomJobs({ mailer }), log });
process.send?.('works');
