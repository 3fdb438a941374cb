import { KeyRing } from '#platform/crypto.ts';
import { prepareJobs, startWorker } from '#platform/jobs.ts';
import { createLog } from '#platform/log.ts';
import { crisisJobs } from '#rooms/crisis/jobs.ts';
import { createWorld } from '../src/serve.ts';
import type { OwnDatabase } from './cast/stage.ts';

// A worker in a process of its own, at the clock of the machine, to be killed by a test: its database comes as JSON.
const { connections, admin } = JSON.parse(process.argv[2] ?? '') as OwnDatabase;
const log = createLog('error');
const network = { name: 'Netz Bonn', publicUrl: 'http://localhost:4000', mode: 'test' as const };
await prepareJobs(admin, connections.jobs);
await startWorker({ world: createWorld(connections, new KeyRing(Buffer.alloc(32, 7)), network, log), rooms: [crisisJobs({})], log });
process.stdout.write('works\n');
