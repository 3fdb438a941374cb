import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { prepareJobs, startWorker } from '#platform/jobs.ts';
import { createLog } from '#platform/log.ts';
import { setCrisis } from '#test/crisis-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { crisisJobs } from './jobs.ts';

const database = await freshDatabase();
const stage = await setCrisis(database);
await prepareJobs(database.admin, database.connections.jobs);
afterAll(() => stage.close());
const faults: string[] = [];
const start = () => startWorker({ world: stage.world, rooms: [crisisJobs({})], log: createLog('warn', (line) => void faults.push(line)) });

async function escalated(id: string, to: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const [row] = await stage.look<{ escalation: number }>('select escalation from crisis.emergency where id = $1', id);
    if (row?.escalation === to) return;
    await new Promise((go) => setTimeout(go, 25));
  }
  throw new Error(`escalation ${to} did not come; ${faults.join(' ')}`);
}

test('a worker that is gone is followed by the next, which carries out what was missed; two of them do it once', async () => {
  await stage.onDuty('yilmaz');
  await stage.onDuty('reserve', { rank: 2 });
  const first = await start();
  const { id } = await stage.raiseAs('jana');
  await first.stop();
  stage.pass(301); // nobody is there to look
  const others = [await start(), await start()];
  await escalated(id, 1);
  stage.pass(300);
  await escalated(id, 2);
  await Promise.all(others.map((worker) => worker.stop()));
  expect((await stage.kinds(id)).filter((kind) => kind === 'deadline-passed')).toHaveLength(2);
  await stage.deliver({});
  expect((await stage.pages(id)).filter(({ channel }) => channel === 'sms').every(({ failure }) => failure === 'no-gateway')).toBe(true);
  expect(faults).toEqual([]);
});

const WORKER = fileURLToPath(new URL('../../../test/crisis-worker.ts', import.meta.url));

/** A worker in a process of its own; answers when it works. */
async function spawned(): Promise<ChildProcess> {
  const { connections, admin } = database;
  const child = spawn(process.execPath, [WORKER, JSON.stringify({ connections, admin })], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((go, fail) => {
    child.stdout?.once('data', () => go());
    child.once('exit', (code) => fail(new Error(`the worker ended with ${code}`)));
  });
  return child;
}

async function killed(child: ChildProcess): Promise<void> {
  child.removeAllListeners('exit');
  const gone = new Promise((go) => child.once('exit', go));
  child.kill('SIGKILL');
  await gone;
}

test('a server killed without a word is back, and the deadline that passed meanwhile is carried out once', async () => {
  // by the clock of the machine: RED for 57 s already, so that nobody waits a minute for a test
  const now = Temporal.Now.instant().round('millisecond');
  stage.clock.turnTo(now.subtract({ seconds: 57 }));
  const { id } = await stage.raiseAs('jana', { level: 'RED' });
  const first = await spawned();
  await killed(first);
  const before = await stage.look<{ escalation: number }>('select escalation from crisis.emergency where id = $1', id);
  await new Promise((go) => setTimeout(go, Math.max(0, 3_200 - (Date.now() - now.epochMilliseconds)))); // the deadline passes while nobody is there
  const second = await spawned();
  await escalated(id, 3);
  await killed(second);
  const lines = await stage.look<{ at: Date; deadline: string }>(
    "select at, facts ->> 'deadline' as deadline from crisis.entry where emergency_id = $1 and kind = 'deadline-passed'",
    id,
  );
  expect(before).toEqual([{ escalation: 2 }]); // nobody was on the roster: it began with the coordinator
  expect(lines).toHaveLength(1);
  expect(Temporal.Instant.from(lines[0]?.deadline ?? '').toString()).toBe(stage.clock.now.add({ seconds: 60 }).toString());
});
