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
