import { asSystem, type World } from '#platform/call.ts';
import type { RoomJobs } from '#platform/jobs.ts';
import { eraseNext } from '../actions/erasure.ts';

/** Runs on which two people agreed, one transaction each. */
export async function carryOutErasures(world: World): Promise<void> {
  for (;;) {
    const gone = await asSystem(world, 'soziotherapie.erase', eraseNext);
    if (gone === null) return;
    for (const personId of gone) world.ring.forget(personId);
  }
}

export const erasureJobs: RoomJobs = {
  every: [{ name: 'soziotherapie erasures', seconds: 300, work: carryOutErasures }],
};
