import type { Reaction } from '#platform/events.ts';
import { expireReleases } from '#rooms/consent/actions/releases.ts';
import { stopRelease } from '../actions/releases.ts';

/** With the case its releases end. */
export const caseReleaseReactions: Record<string, Reaction> = {
  'cases.case.moved': async (call, { personId, data }) => {
    const organisationId = data?.organisationId;
    if ((data?.to !== 'closed' && data?.to !== 'not_opened') || !personId || typeof organisationId !== 'string') return;
    for (const release of await expireReleases(call, personId, organisationId)) await stopRelease(call, release, 'case-closed');
  },
};
