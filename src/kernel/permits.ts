import type { AnyRole } from './codes.ts';

/**
 * What an endpoint may need, and which roles have it (security table 2.2). The relation to a person is asked behind it,
 * by row-level security; a permit alone opens nobody's record.
 */
export const PERMITS = {
  'access.self': ['admin', 'desk', 'therapist', 'oncall', 'soziotherapist', 'case-manager', 'office', 'coordinator', 'lead', 'auditor'],
  'access.administer': ['admin'],
  'access.roster': ['admin', 'coordinator'],
  'settings.read': ['admin', 'desk', 'therapist', 'oncall', 'soziotherapist', 'case-manager', 'office', 'coordinator', 'lead', 'auditor'],
  'settings.change': ['admin'],
  'directory.read': ['admin', 'desk', 'therapist', 'oncall', 'soziotherapist', 'case-manager', 'office', 'coordinator', 'lead', 'auditor'],
  'directory.offer': ['therapist'],
  'directory.coordinate': ['coordinator', 'admin'],
  'scheduling.own': ['therapist'],
  /** One's own calendar as busy times, for whoever keeps appointments or visits. */
  'scheduling.feed': ['therapist', 'soziotherapist'],
  'scheduling.desk': ['desk', 'coordinator'],
  'placement.desk': ['desk', 'coordinator'],
  /** One request and its search: the desk's own, and those that a case manager opened from her case. */
  'placement.seek': ['desk', 'coordinator', 'case-manager'],
  'placement.override': ['coordinator'],
  'placement.therapist': ['therapist'],
  'placement.safety': ['oncall'],
  /** Everybody who is signed in may call for help (A.3 clarification on EM1). */
  'crisis.raise': ['admin', 'desk', 'therapist', 'oncall', 'soziotherapist', 'case-manager', 'office', 'coordinator', 'lead', 'auditor'],
  /** Duty psychologists answer; behind it stands the roster. */
  'crisis.respond': ['oncall'],
  'crisis.watch': ['desk', 'oncall', 'coordinator', 'lead'],
  /** The clinical lead words, signs and reviews. */
  'crisis.lead': ['lead'],
  'messages.read': ['desk', 'coordinator'],
  'messages.outbox': ['admin'],
  'messages.templates': ['admin', 'coordinator'],
  'directory.guidance': ['admin', 'coordinator'],
  'imports.run': ['coordinator'],
  'tasks.own': ['admin', 'desk', 'therapist', 'oncall', 'soziotherapist', 'case-manager', 'office', 'coordinator', 'lead', 'auditor'],
  'audit.read': ['auditor'],
  /** The second pair of eyes before files whose retention time is over are erased. */
  'erasure.decide': ['auditor'],
  'figures.read': ['coordinator', 'lead', 'admin', 'auditor', 'desk', 'therapist', 'oncall', 'soziotherapist', 'case-manager', 'office'],
  /** Down to the single requests, and who got how many. */
  'figures.detail': ['coordinator'],
  /** Which years stand under /zahlen, for anybody. */
  'figures.publish': ['coordinator'],
  /** The practice of Soziotherapie: who needs what, files without notes. */
  'soziotherapie.read': ['soziotherapist', 'lead', 'office'],
  /** Notes, plans, reviews: helpers of the case, deputies and the lead; behind it stands the relation. */
  'soziotherapie.care': ['soziotherapist', 'lead'],
  'soziotherapie.office': ['office', 'lead'],
  'soziotherapie.lead': ['lead'],
  'soziotherapie.inquire': ['office', 'soziotherapist', 'lead', 'desk', 'coordinator', 'case-manager'],
  'records.files': ['soziotherapist', 'case-manager', 'lead', 'office'],
  'payers.read': ['soziotherapist', 'lead', 'office', 'admin'],
  'payers.import': ['office', 'lead', 'admin'],
  'billing.office': ['office', 'lead'],
  'reports.costs': ['coordinator', 'admin'],
  /** Cases of one's own and of those whom one stands in for; behind it stands the relation. */
  'cases.care': ['case-manager', 'lead'],
  /** Approves an end, overrides a screening, hands cases over, sets limits. */
  'cases.lead': ['lead'],
  /** Opens a case, or hands somebody over to Case Management. */
  'cases.open': ['case-manager', 'lead', 'desk', 'coordinator', 'soziotherapist', 'therapist'],
  /** Referrals to partners, with what their release covers. */
  'referrals.send': ['case-manager', 'lead'],
  /** What other services of the region offer. */
  'directory.services': ['coordinator', 'admin', 'case-manager'],
  /** Two people join what was recorded twice. */
  'people.merge': ['coordinator', 'admin'],
  /** Sees when somebody is busy elsewhere, if she agreed, and takes the agreement down: whoever plans appointments. */
  'consent.busy-times': ['desk', 'coordinator', 'therapist', 'soziotherapist', 'case-manager', 'lead', 'office'],
  /** Invites a client or a relative to the portal. */
  'portal.invite': ['case-manager', 'soziotherapist', 'lead', 'office', 'desk', 'coordinator', 'therapist'],
  /** Clients and relatives see and do what is theirs. */
  'portal.self': ['client'],
} as const satisfies Record<string, readonly AnyRole[]>;

export type PermitName = keyof typeof PERMITS;

/** The permits of somebody with these roles: the abilities that travel to the browser. */
export function permitsOf(roles: readonly AnyRole[]): PermitName[] {
  return (Object.keys(PERMITS) as PermitName[]).filter((name) =>
    (PERMITS[name] as readonly AnyRole[]).some((role) => roles.includes(role)),
  );
}
