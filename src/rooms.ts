import { collectReactions, type Reactions } from '#platform/events.ts';
import type { Route } from '#platform/http.ts';
import type { RoomJobs } from '#platform/jobs.ts';
import type { Mailer } from '#platform/mail/mailer.ts';
import { HOUSE_PROBLEMS, type ProblemCatalogue } from '#platform/problem.ts';
import type { Pusher } from '#platform/push/pusher.ts';
import type { Texter } from '#platform/sms/texter.ts';
import { accessJobs } from '#rooms/access/jobs.ts';
import { accessMerge } from '#rooms/access/reactions/merge.ts';
import { accessRoutes } from '#rooms/access/routes.ts';
import { ACCESS_PROBLEMS } from '#rooms/access/rules/words.ts';
import { invoicesForCopy } from '#rooms/billing/actions/copy.ts';
import { BILLING_PROBLEMS } from '#rooms/billing/problems.ts';
import { billingMerge } from '#rooms/billing/reactions/merge.ts';
import { billingRoutes } from '#rooms/billing/routes.ts';
import { coreJobs } from '#rooms/cases/jobs/core-changed.ts';
import { findingJobs } from '#rooms/cases/jobs/findings.ts';
import { caseReleaseJobs } from '#rooms/cases/jobs/releases.ts';
import { safetyJobs } from '#rooms/cases/jobs/safety.ts';
import { CASES_PROBLEMS } from '#rooms/cases/problems.ts';
import { caseloadReactions } from '#rooms/cases/reactions/caseload.ts';
import { findingReactions } from '#rooms/cases/reactions/findings.ts';
import { caseLifeReactions } from '#rooms/cases/reactions/life.ts';
import { lineReactions } from '#rooms/cases/reactions/lines.ts';
import { casesMerge } from '#rooms/cases/reactions/merge.ts';
import { caseReleaseReactions } from '#rooms/cases/reactions/releases.ts';
import { assessmentRoutes } from '#rooms/cases/routes/assessment.ts';
import { caseloadRoutes } from '#rooms/cases/routes/caseload.ts';
import { caseLifeRoutes } from '#rooms/cases/routes/life.ts';
import { linkingRoutes } from '#rooms/cases/routes/linking.ts';
import { monitoringRoutes } from '#rooms/cases/routes/monitoring.ts';
import { casePlanRoutes } from '#rooms/cases/routes/plan.ts';
import { caseReleaseRoutes } from '#rooms/cases/routes/releases.ts';
import { consentMerge } from '#rooms/consent/reactions/merge.ts';
import { consentRoutes } from '#rooms/consent/routes.ts';
import { BUSY_TIMES_WORDS } from '#rooms/consent/rules/busy-times-words.ts';
import { crisisJobs } from '#rooms/crisis/jobs.ts';
import { CRISIS_PROBLEMS } from '#rooms/crisis/problems.ts';
import { crisisMerge } from '#rooms/crisis/reactions/merge.ts';
import { crisisReactions } from '#rooms/crisis/reactions.ts';
import { crisisRoutes } from '#rooms/crisis/routes.ts';
import { directoryJobs } from '#rooms/directory/jobs.ts';
import { DIRECTORY_PROBLEMS } from '#rooms/directory/problems.ts';
import { directoryReactions } from '#rooms/directory/reactions.ts';
import { directoryImportRoutes } from '#rooms/directory/routes/imports.ts';
import { serviceRoutes } from '#rooms/directory/routes/services.ts';
import { directoryRoutes } from '#rooms/directory/routes.ts';
import { messagesJobs } from '#rooms/messages/jobs.ts';
import { messagesMerge } from '#rooms/messages/reactions/merge.ts';
import { messagesReactions } from '#rooms/messages/reactions.ts';
import { messagesRoutes } from '#rooms/messages/routes.ts';
import { MESSAGES_PROBLEMS } from '#rooms/messages/rules/words.ts';
import { PAYERS_PROBLEMS } from '#rooms/payers/problems.ts';
import { payersRoutes } from '#rooms/payers/routes.ts';
import { PEOPLE_PROBLEMS } from '#rooms/people/problems.ts';
import { peopleReactions, personKeyReactions } from '#rooms/people/reactions.ts';
import { coverRoutes } from '#rooms/people/routes/cover.ts';
import { mergingRoutes } from '#rooms/people/routes/merging.ts';
import { peopleRoutes } from '#rooms/people/routes.ts';
import { phoneJobs } from '#rooms/placement/jobs/phone.ts';
import { waitingJobs } from '#rooms/placement/jobs/waiting.ts';
import { placementJobs } from '#rooms/placement/jobs.ts';
import { PLACEMENT_PROBLEMS } from '#rooms/placement/problems.ts';
import { crisisPlacementJobs, crisisPlacementReactions } from '#rooms/placement/reactions/crisis.ts';
import { hungUpReactions } from '#rooms/placement/reactions/hung-up.ts';
import { placementMerge } from '#rooms/placement/reactions/merge.ts';
import { phoneReactions } from '#rooms/placement/reactions/phone.ts';
import { reminderReactions } from '#rooms/placement/reactions/reminders.ts';
import { waitingReactions } from '#rooms/placement/reactions/waiting.ts';
import { placementReactions } from '#rooms/placement/reactions.ts';
import { phoneRoutes } from '#rooms/placement/routes/phone.ts';
import { waitingRoutes } from '#rooms/placement/routes/waiting.ts';
import { placementRoutes } from '#rooms/placement/routes.ts';
import { conversationsForCopy } from '#rooms/portal/actions/copy.ts';
import { portalJobs } from '#rooms/portal/jobs.ts';
import { PORTAL_PROBLEMS } from '#rooms/portal/problems.ts';
import { portalMerge } from '#rooms/portal/reactions/merge.ts';
import { ownRoutes } from '#rooms/portal/routes/own.ts';
import { portalRoutes } from '#rooms/portal/routes.ts';
import type { Scanner } from '#rooms/records/actions/scan.ts';
import { recordsJobs } from '#rooms/records/jobs.ts';
import { RECORDS_PROBLEMS } from '#rooms/records/problems.ts';
import { recordsMerge } from '#rooms/records/reactions/merge.ts';
import { recordsRoutes } from '#rooms/records/routes.ts';
import { referralJobs } from '#rooms/referrals/jobs.ts';
import { REFERRALS_PROBLEMS } from '#rooms/referrals/problems.ts';
import { referralsMerge } from '#rooms/referrals/reactions/merge.ts';
import { referralReactions } from '#rooms/referrals/reactions/releases.ts';
import { referralRoutes } from '#rooms/referrals/routes.ts';
import { reportsJobs } from '#rooms/reports/jobs.ts';
import { REPORTS_PROBLEMS } from '#rooms/reports/problems.ts';
import { reportsRoutes } from '#rooms/reports/routes.ts';
import { schedulingJobs } from '#rooms/scheduling/jobs.ts';
import { SCHEDULING_PROBLEMS } from '#rooms/scheduling/problems.ts';
import { schedulingMerge } from '#rooms/scheduling/reactions/merge.ts';
import { schedulingReactions } from '#rooms/scheduling/reactions.ts';
import { slotImportRoutes } from '#rooms/scheduling/routes/imports.ts';
import { schedulingRoutes } from '#rooms/scheduling/routes.ts';
import { copayJobs } from '#rooms/soziotherapie/jobs/copay.ts';
import { erasureJobs } from '#rooms/soziotherapie/jobs/erasure.ts';
import { releaseJobs } from '#rooms/soziotherapie/jobs/releases.ts';
import { reviewJobs } from '#rooms/soziotherapie/jobs/reviews.ts';
import { lifeJobs } from '#rooms/soziotherapie/jobs.ts';
import { SOZIOTHERAPIE_PROBLEMS } from '#rooms/soziotherapie/problems.ts';
import { lifeReactions } from '#rooms/soziotherapie/reactions/life.ts';
import { linkReactions } from '#rooms/soziotherapie/reactions/links.ts';
import { soziotherapieMerge } from '#rooms/soziotherapie/reactions/merge.ts';
import { releaseReactions } from '#rooms/soziotherapie/reactions/releases.ts';
import { copayRoutes } from '#rooms/soziotherapie/routes/copay.ts';
import { dayPlanRoutes } from '#rooms/soziotherapie/routes/day-plan.ts';
import { deviceRoutes } from '#rooms/soziotherapie/routes/device.ts';
import { erasureRoutes } from '#rooms/soziotherapie/routes/erasure.ts';
import { fileViewRoutes } from '#rooms/soziotherapie/routes/file-view.ts';
import { formRoutes } from '#rooms/soziotherapie/routes/forms.ts';
import { groupRoutes } from '#rooms/soziotherapie/routes/groups.ts';
import { lifeRoutes } from '#rooms/soziotherapie/routes/life.ts';
import { overviewRoutes } from '#rooms/soziotherapie/routes/overview.ts';
import { planRoutes } from '#rooms/soziotherapie/routes/plans.ts';
import { practiceRoutes } from '#rooms/soziotherapie/routes/practice.ts';
import { releaseRoutes } from '#rooms/soziotherapie/routes/releases.ts';
import { rightsRoutes } from '#rooms/soziotherapie/routes/rights.ts';
import { sessionsRoutes } from '#rooms/soziotherapie/routes/sessions.ts';
import { tasksMerge } from '#rooms/tasks/reactions/merge.ts';
import { tasksRoutes } from '#rooms/tasks/routes.ts';
import { TASKS_PROBLEMS } from '#rooms/tasks/rules/words.ts';

/** Every endpoint of the house, in room order. */
export const ROUTES: readonly Route[] = [
  ...accessRoutes,
  ...peopleRoutes,
  ...consentRoutes,
  ...mergingRoutes,
  ...coverRoutes,
  ...messagesRoutes,
  ...tasksRoutes,
  ...payersRoutes,
  ...directoryRoutes,
  ...directoryImportRoutes,
  ...serviceRoutes,
  ...schedulingRoutes,
  ...slotImportRoutes,
  ...recordsRoutes,
  ...crisisRoutes,
  ...placementRoutes,
  ...phoneRoutes,
  ...waitingRoutes,
  ...overviewRoutes,
  ...fileViewRoutes,
  ...formRoutes,
  ...practiceRoutes,
  ...lifeRoutes,
  ...copayRoutes,
  ...sessionsRoutes,
  ...deviceRoutes,
  ...dayPlanRoutes,
  ...groupRoutes,
  ...planRoutes,
  ...releaseRoutes,
  ...erasureRoutes,
  ...rightsRoutes([conversationsForCopy, invoicesForCopy]),
  ...referralRoutes,
  ...caseLifeRoutes,
  ...casePlanRoutes,
  ...caseReleaseRoutes,
  ...linkingRoutes,
  ...caseloadRoutes,
  ...monitoringRoutes,
  ...assessmentRoutes,
  ...billingRoutes,
  ...portalRoutes,
  ...ownRoutes,
  ...reportsRoutes,
];

/** Words of every refusal. */
export const PROBLEMS: ProblemCatalogue = {
  ...HOUSE_PROBLEMS,
  ...ACCESS_PROBLEMS,
  ...PEOPLE_PROBLEMS,
  ...BUSY_TIMES_WORDS,
  ...MESSAGES_PROBLEMS,
  ...TASKS_PROBLEMS,
  ...PAYERS_PROBLEMS,
  ...DIRECTORY_PROBLEMS,
  ...SCHEDULING_PROBLEMS,
  ...RECORDS_PROBLEMS,
  ...CRISIS_PROBLEMS,
  ...PLACEMENT_PROBLEMS,
  ...SOZIOTHERAPIE_PROBLEMS,
  ...REFERRALS_PROBLEMS,
  ...CASES_PROBLEMS,
  ...BILLING_PROBLEMS,
  ...PORTAL_PROBLEMS,
  ...REPORTS_PROBLEMS,
};

/** What rooms do in the transaction of another room's event, in room order. */
export const REACTIONS: Reactions = collectReactions([
  personKeyReactions,
  peopleReactions,
  accessMerge,
  consentMerge,
  messagesMerge,
  tasksMerge,
  schedulingMerge,
  recordsMerge,
  crisisMerge,
  placementMerge,
  soziotherapieMerge,
  referralsMerge,
  casesMerge,
  caseloadReactions,
  billingMerge,
  portalMerge,
  // before the reminders: who agrees to them again is reached again
  messagesReactions,
  directoryReactions,
  schedulingReactions,
  crisisReactions,
  // before placement's: a cancellation ends the therapist's relation, and she still has to seal what the person is told
  reminderReactions,
  placementReactions,
  phoneReactions,
  hungUpReactions,
  crisisPlacementReactions,
  waitingReactions,
  linkReactions,
  lifeReactions,
  releaseReactions,
  referralReactions,
  caseLifeReactions,
  caseReleaseReactions,
  findingReactions,
  lineReactions,
]);

/** What the worker reaches outside of the house. */
export interface Outside {
  mailer: Mailer;
  /** Absent where the network has no gateway for text messages. */
  texter?: Texter;
  /** Absent where browsers cannot be woken (tests without it). */
  pusher?: Pusher;
  /** The folder with failure notices of mails; absent where nobody fills one. */
  bounces?: string | null;
  /** Absent where no virus scanner is set. */
  scanner?: Scanner;
}

/** What the worker does, in room order. */
export function roomJobs({ mailer, texter, pusher, bounces, scanner }: Outside): RoomJobs[] {
  return [
    accessJobs,
    messagesJobs({ mailer, texter, bounces }),
    directoryJobs,
    schedulingJobs,
    recordsJobs(scanner),
    crisisJobs({ pusher, texter }),
    placementJobs,
    phoneJobs,
    crisisPlacementJobs,
    waitingJobs,
    reviewJobs,
    erasureJobs,
    lifeJobs,
    releaseJobs,
    copayJobs,
    referralJobs,
    caseReleaseJobs,
    findingJobs,
    safetyJobs,
    coreJobs,
    portalJobs,
    reportsJobs,
  ];
}
