import type { PermitName } from '#kernel/permits.ts';
import { dayInBerlin, daysBetween } from '#kernel/time.ts';
import type { Task } from '#rooms/tasks/contract.ts';
import { to } from '../../paths.ts';

export const URGENCIES = ['overdue', 'today', 'week', 'later'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** How near a deadline is: past, on this Berlin day, within seven days, later. */
export function urgencyOf(dueAt: Temporal.Instant, now: Temporal.Instant): Urgency {
  if (Temporal.Instant.compare(dueAt, now) < 0) return 'overdue';
  const days = daysBetween(dayInBerlin(now), dayInBerlin(dueAt));
  return days === 0 ? 'today' : days <= 7 ? 'week' : 'later';
}

/** Done where the care plan and its reviews stand. */
const PLAN_KINDS = new Set(['plan-asked-back', 'plan-declined', 'report-asked-back', 'review-due']);

const textFact = (task: Task, name: string) => (typeof task.facts[name] === 'string' ? task.facts[name] : null);

/** The page on which a task is done, by what it is about and what the reader may open; null where there is none. */
export function pageOf(task: Task, abilities: readonly PermitName[]): string | null {
  const may = (permit: PermitName) => abilities.includes(permit);
  const missed = task.kind === 'missed-call' ? textFact(task, 'callId') : null;
  if (missed) return to.callBack(missed);
  if (task.kind === 'web-requests-aside') return to.aside();
  const request = task.objectKind === 'request' ? task.objectId : textFact(task, 'requestId');
  if (task.kind === 'possible-duplicate') return to.adminPart('doppelte');
  if (task.kind === 'safety-release') return request && to.request(request);
  if (may('directory.offer') && ['place', 'allocation', 'appointment', 'practitioner'].includes(task.objectKind))
    return task.objectKind === 'appointment' ? to.calendar() : to.offer();
  if (request && may('placement.desk')) return to.call(request);
  if (request && may('placement.seek')) return to.placeSearch(request);
  if (task.objectKind === 'absence' && may('cases.care')) return to.casesPart('abwesend');
  if (task.objectKind === 'case' && may('cases.care')) return to.caseFile(task.objectId);
  const caseId = textFact(task, 'caseId');
  if (caseId && task.objectKind === 'contact' && may('cases.care')) return to.caseFile(caseId, 'monitoring');
  if (caseId && (task.objectKind === 'service-line' || task.objectKind === 'referral') && may('cases.care'))
    return to.caseFile(caseId, 'linking');
  if (request && (may('placement.therapist') || may('placement.safety'))) return to.request(request);
  const episode = task.objectKind === 'episode' ? task.objectId : textFact(task, 'episodeId');
  if (episode && may('soziotherapie.read')) return PLAN_KINDS.has(task.kind) ? to.sozioFile(episode, 'plan') : to.sozioFile(episode);
  const practitioner = textFact(task, 'practitionerId');
  if (practitioner && may('directory.read')) return to.practitioner(practitioner);
  return null;
}

export type Order = 'due' | 'priority' | 'created';

/** By deadline unless told; the more urgent first where deadlines are the same. */
export function ordered(tasks: readonly Task[], order: Order): Task[] {
  const byDue = (one: Task, other: Task) => Date.parse(one.dueAt) - Date.parse(other.dueAt) || one.priority - other.priority;
  if (order === 'created') return tasks.toSorted((one, other) => Date.parse(other.createdAt) - Date.parse(one.createdAt));
  if (order === 'priority') return tasks.toSorted((one, other) => one.priority - other.priority || byDue(one, other));
  return tasks.toSorted(byDue);
}
