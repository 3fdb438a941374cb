import type { Reaction } from '#platform/events.ts';
import { noteWithdrawal } from '../actions/clearing.ts';

/** Consent went, by whatever way: the talk is asked for in the same transaction. */
const consentWithdrawn: Reaction = async (call, { personId, data }) => {
  if (data?.kind !== 'case-management' || !personId || typeof data.organisationId !== 'string') return;
  await noteWithdrawal(call, personId, data.organisationId, typeof data.via === 'string' ? data.via : 'portal');
};

export const caseLifeReactions: Record<string, Reaction> = { 'consent.consent.withdrawn': consentWithdrawn };
