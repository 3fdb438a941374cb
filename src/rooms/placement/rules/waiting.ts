import { dayInBerlin } from '#kernel/time.ts';
import type { Level } from '#rooms/crisis/rules/safety.ts';
import { REQUEST_LIMITS } from './request.ts';

/** 1 before 2 before 3 (rule book A.3.4, waiting order). */
export type Priority = 1 | 2 | 3;

/** What the waiting order looks at. Who pays is no part of it, by design. */
export interface Urgency {
  level: Level;
  /** PTV 11 recommends acute treatment. */
  ptv11Acute: boolean;
  /** The provider cancelled on them or withdrew (RQ10 after AP5). */
  providerCancelled: boolean;
  /** A fit failed or a first appointment did (RQ10 after PL6 or PL8). */
  fitFailed: boolean;
}

/** The priority of a request; the most urgent reason counts. */
export function priorityOf(urgency: Urgency): Priority {
  if (urgency.level !== 'GREEN' || urgency.ptv11Acute || urgency.providerCancelled) return 1;
  return urgency.fitFailed ? 2 : 3;
}

/** Orders the waiting list: priority, then the oldest request, then its id so that the order is always the same. */
export function compareWaiting(
  one: { priority: Priority; createdAt: Temporal.Instant; id: string },
  other: { priority: Priority; createdAt: Temporal.Instant; id: string },
): number {
  const byTime = Temporal.Instant.compare(one.createdAt, other.createdAt);
  return one.priority - other.priority || byTime || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
}

/** The last Berlin day on which somebody who waits must have been spoken to again (RQ6). */
export function nextContactBy(lastContact: Temporal.Instant): Temporal.PlainDate {
  return dayInBerlin(lastContact).add({ days: REQUEST_LIMITS.nextContactDays });
}
