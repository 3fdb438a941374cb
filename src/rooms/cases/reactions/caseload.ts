import type { Reaction } from '#platform/events.ts';
import { findManager, matchSubstitutes } from '../store/caseload.ts';

/** A case that is new, moves or ends: whoever stands in for its manager today may open it too, or no longer. */
const afterCase: Reaction = async (call, { object: [, id] }) => {
  const found = await findManager(call.tx, id);
  if (found) await matchSubstitutes(call.tx, found.manager_id, id);
};

export const caseloadReactions: Record<string, Reaction> = {
  'cases.case.opened': afterCase,
  'cases.case.moved': afterCase,
};
