import type { Reaction } from '#platform/events.ts';
import { closeLinks } from '#rooms/access/actions/links.ts';
import { findCase } from '../store/care-plan.ts';

/**
 * Links end in the same transaction as their reason: the case is closed, or somebody else prescribes now (scenario S10). The door asks
 * once more when a link is opened.
 */
const afterCase: Reaction = async (call, { object: [, id] }) => {
  const found = await findCase(call.tx, id);
  if (!found) return;
  if (found.state === 'CLOSED') await closeLinks(call, { personId: found.person_id, organisationId: found.organisation_id }, 'case-closed');
  else
    await closeLinks(
      call,
      { notTo: found.prescriber_id, personId: found.person_id, organisationId: found.organisation_id },
      'prescriber-changed',
    );
};

export const linkReactions: Record<string, Reaction> = {
  'soziotherapie.episode.moved': afterCase,
  'soziotherapie.episode.changed': afterCase,
};
