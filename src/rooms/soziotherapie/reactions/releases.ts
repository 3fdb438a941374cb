import type { Reaction } from '#platform/events.ts';
import { expireReleases } from '#rooms/consent/actions/releases.ts';
import { stopTransfers } from '../actions/releases.ts';

/** C3: with the case its releases end, and what waits for their recipients never goes (rule book 5.4, S11, S12). */
export const releaseReactions: Record<string, Reaction> = {
  'soziotherapie.episode.moved': async (call, { personId, data }) => {
    const organisationId = data?.organisationId;
    if (data?.to !== 'CLOSED' || !personId || typeof organisationId !== 'string') return;
    for (const release of await expireReleases(call, personId, organisationId)) await stopTransfers(call, release, 'case-closed');
  },
};
