import type { Reaction } from '#platform/events.ts';
import { closeLinks } from '#rooms/access/actions/links.ts';
import { closeLinksTo } from '#rooms/access/actions/recipient-links.ts';
import { takeBackMessages } from '#rooms/messages/actions/take-back.ts';
import { cancelDrafts, cancelPending } from '../actions/withdraw.ts';
import { lockOf } from '../store/referrals.ts';

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** The partner reads nothing from this second on; her reminders stay here. */
const endReads: Reaction = async (call, { object: [, id], personId, data }) => {
  const organisationId = text(data?.organisationId);
  if (!personId || !organisationId) return;
  await closeLinksTo(call, { personId, organisationId, recipientIds: [id] }, 'release-ended');
  for (const row of await lockOf(call.tx, { releaseId: id })) await takeBackMessages(call, row.id, 'release-ended');
};

/**
 * C.1 invariant 7: withdrawing a release ends the partner's reads and cancels what is pending in the same transaction; accepted and later
 * ones run on without access. A release that only ran out ends the reads; who coordinates decides about the rest (finding CO).
 */
export const referralReactions: Record<string, Reaction> = {
  'consent.release.withdrawn': async (call, event) => {
    await endReads(call, event);
    await cancelPending(call, { releaseId: event.object[1] }, 'release-withdrawn');
    await cancelDrafts(call, event.object[1]);
  },
  'consent.release.expired': endReads,
  'consent.consent.withdrawn': async (call, { personId, data }) => {
    const organisationId = text(data?.organisationId);
    if (data?.kind !== 'case-management' || !personId || !organisationId) return;
    await cancelPending(call, { personId, organisationId }, 'consent-withdrawn');
    // what runs goes on there, without anything of the case being read any more
    for (const row of await lockOf(call.tx, { personId, organisationId })) {
      if (row.origin_kind !== 'case') continue;
      await closeLinks(call, { objectId: row.id }, 'release-ended');
      await takeBackMessages(call, row.id, 'release-ended');
    }
  },
  'cases.case.moved': async (call, { object: [, caseId], data }) => {
    if (data?.to === 'closed' || data?.to === 'not_opened' || data?.phase === 'closed' || data?.phase === 'not_opened')
      await cancelPending(call, { caseId }, 'case-closed');
  },
};
