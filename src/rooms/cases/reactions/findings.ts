import type { Reaction } from '#platform/events.ts';
import { refreshFindings } from '../actions/findings.ts';

/**
 * What people do in a case and findings look at. Where it was done by somebody who sees the case, its findings are right with the same
 * commit; everything else (the desk, a partner, the passing of days) is marked by the database and looked at by the worker within a second.
 */
export const FINDING_EVENTS = [
  'cases.case.opened',
  'cases.case.moved',
  'cases.case.changed',
  'cases.case.closed',
  'cases.case.not-opened',
  'cases.case.handed-over',
  'cases.assessment.rated',
  'cases.assessment.completed',
  'cases.need.deferred',
  'cases.instrument-result.recorded',
  'cases.instrument-result.withdrawn',
  'cases.goal.changed',
  'cases.goal.rated',
  'cases.measure.changed',
  'cases.plan.agreed',
  'cases.line.added',
  'cases.line.attached',
  'cases.line.changed',
  'cases.line.moved',
  'cases.contact.recorded',
  'cases.contact.amended',
  'cases.monitoring-entry.recorded',
  'cases.review.held',
  'cases.hospital-stay.recorded',
  'cases.hospital-stay.changed',
  'cases.release.recorded',
  'cases.release.withdrawn',
  'referrals.referral.sent',
  'referrals.referral.moved',
  'referrals.referral.changed',
  'referrals.referral.closed',
] as const;

const lookAgain: Reaction = async (call, { data }) => {
  const caseId = data?.caseId;
  if (typeof caseId === 'string' && call.actor.kind === 'account') await refreshFindings(call, [caseId]);
};

export const findingReactions: Record<string, Reaction> = Object.fromEntries(FINDING_EVENTS.map((action) => [action, lookAgain]));
