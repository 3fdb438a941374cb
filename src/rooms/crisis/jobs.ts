import type { World } from '#platform/call.ts';
import type { RoomJobs } from '#platform/jobs.ts';
import { type Alarms, deliverPages, deliverTest, keepKey } from './actions/deliver.ts';
import { shipScript } from './actions/scripts.ts';
import { runClock, watchDuty } from './actions/tick.ts';

/** What this room does by the clock: every second, because every second counts here. */
export function crisisJobs(alarms: Alarms): RoomJobs {
  const prepared = new WeakSet<World>();
  const prepare = async (world: World) => {
    if (prepared.has(world)) return;
    await shipScript(world);
    if (alarms.pusher) await keepKey(world, alarms.pusher);
    prepared.add(world);
  };
  return {
    every: [
      { name: 'crisis clock', seconds: 1, work: async (world) => void (await runClock(world)) },
      { name: 'crisis alarms', seconds: 1, work: async (world) => void (await deliverPages(world, alarms)) },
      { name: 'crisis duty', seconds: 5, work: async (world) => void (await watchDuty(world)) },
      { name: 'crisis script', seconds: 1, work: prepare },
    ],
    jobs: { 'crisis-test-alarm': async (world, { accountId }) => void (await deliverTest(world, alarms, String(accountId))) },
    follow: {
      'crisis.alarm.tested': ({ objectId }) =>
        objectId ? { job: 'crisis-test-alarm', payload: { accountId: objectId }, key: `crisis-test-alarm:${objectId}` } : undefined,
    },
  };
}
