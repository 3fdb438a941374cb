import { asSystem } from '#platform/call.ts';
import type { RoomJobs } from '#platform/jobs.ts';
import { askToCallBack, settleCallBacks, tidyCalls } from '../actions/phone-call.ts';

const callOf = (payload: Record<string, unknown>) => String(payload.call);

/** Missed calls become tasks, calls that got through settle them, forgotten ones end. */
export const phoneJobs: RoomJobs = {
  jobs: {
    'phone-missed': (world, payload) => asSystem(world, 'phone-missed', (call) => askToCallBack(call, callOf(payload))),
    'phone-reached': (world, payload) => asSystem(world, 'phone-reached', (call) => settleCallBacks(call, callOf(payload))),
    'phone-tidy': (world) => asSystem(world, 'phone-tidy', tidyCalls),
  },
  cron: ['*/10 * * * * phone-tidy'],
  follow: {
    'placement.call.missed': ({ objectId }) =>
      objectId ? { job: 'phone-missed', payload: { call: objectId }, key: `phone-missed-${objectId}` } : undefined,
    'placement.call.answered': ({ objectId }) =>
      objectId ? { job: 'phone-reached', payload: { call: objectId }, key: `phone-reached-${objectId}` } : undefined,
    'placement.call.taken': ({ objectId }) =>
      objectId ? { job: 'phone-reached', payload: { call: objectId }, key: `phone-reached-${objectId}` } : undefined,
  },
};
