import { berlinInstant, dayInBerlin, inBerlin } from '#kernel/time.ts';
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

/** Why somebody stands where she stands: the word beside the name on the list. */
export const PRIORITY_REASONS = ['safety', 'acute', 'provider-cancelled', 'fit-failed', 'none'] as const;
export type PriorityReason = (typeof PRIORITY_REASONS)[number];

/** What of a request says how urgent it is, as it is kept. */
export interface Standing {
  /** 1 after AP5, 2 after PL6 or PL8, else 3 (RQ10). */
  kept: number;
  level: string | null;
  /** The opener was answered with yes or unclear. */
  flagged: boolean;
  ptv11: readonly string[] | undefined;
}

/** Priority and its reason, computed anew whenever somebody looks: a flag that was raised meanwhile counts at once. */
export function standingOf({ kept, level, flagged, ptv11 }: Standing): { priority: Priority; reason: PriorityReason } {
  const urgency: Urgency = {
    level: level === 'YELLOW' || level === 'ORANGE' || level === 'RED' ? level : flagged && level === null ? 'YELLOW' : 'GREEN',
    ptv11Acute: ptv11?.includes('acute') ?? false,
    providerCancelled: kept === 1,
    fitFailed: kept === 2,
  };
  const priority = priorityOf(urgency);
  if (urgency.level !== 'GREEN') return { priority, reason: 'safety' };
  if (urgency.ptv11Acute) return { priority, reason: 'acute' };
  if (urgency.providerCancelled) return { priority, reason: 'provider-cancelled' };
  return { priority, reason: urgency.fitFailed ? 'fit-failed' : 'none' };
}

/** Where somebody stands in the fair order. */
export interface Waiter {
  priority: Priority;
  createdAt: Temporal.Instant;
  id: string;
}

/** Orders the waiting list: priority, then the oldest request, then its id so that the order is always the same. */
export function compareWaiting(one: Waiter, other: Waiter): number {
  const byTime = Temporal.Instant.compare(one.createdAt, other.createdAt);
  return one.priority - other.priority || byTime || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
}

/** The last Berlin day on which somebody who waits must have been spoken to again (RQ6). */
export function nextContactBy(lastContact: Temporal.Instant): Temporal.PlainDate {
  return dayInBerlin(lastContact).add({ days: REQUEST_LIMITS.nextContactDays });
}

const SATURDAY = 6;

/**
 * When somebody who waits is spoken to again: 14 days after the last contact at the latest, at the same time of day; a Saturday, Sunday
 * or public holiday moves it earlier, never later (RQ6). Never before the last contact itself.
 */
export function nextContactAt(lastContact: Temporal.Instant, isHoliday: (day: Temporal.PlainDate) => boolean): Temporal.Instant {
  const latest = lastContact.add({ hours: REQUEST_LIMITS.nextContactDays * 24 });
  const time = inBerlin(lastContact).toPlainTime();
  let at = berlinInstant(nextContactBy(lastContact), time);
  if (Temporal.Instant.compare(at, latest) > 0) at = latest; // the autumn night makes 14 days an hour longer: the promise counts hours
  for (let day = dayInBerlin(at); day.dayOfWeek >= SATURDAY || isHoliday(day); ) {
    day = day.subtract({ days: 1 });
    at = berlinInstant(day, time);
  }
  return Temporal.Instant.compare(at, lastContact) < 0 ? lastContact : at;
}

type IsHoliday = (day: Temporal.PlainDate) => boolean;
const isWorking = (day: Temporal.PlainDate, isHoliday: IsHoliday) => day.dayOfWeek < SATURDAY && !isHoliday(day);

/** When a broken promise becomes the coordinator's: one working day after it was due, at the same time of day. */
export function escalatesAt(dueAt: Temporal.Instant, isHoliday: IsHoliday): Temporal.Instant {
  let day = dayInBerlin(dueAt).add({ days: 1 });
  while (!isWorking(day, isHoliday)) day = day.add({ days: 1 });
  return berlinInstant(day, inBerlin(dueAt).toPlainTime());
}

/** A Berlin day on which somebody can be called for what is held, and whether people usually work on it. */
export interface CallDay {
  day: Temporal.PlainDate;
  working: boolean;
}

/** Hours of the day at which people are called. */
const CALLING = { from: 8, to: 20 } as const;

/**
 * The Berlin days on which a call for an exclusive offer is possible between now and its end. Two different ones are needed for a skip
 * (RQ7); over a weekend only one of them may be a working day. A day of which only the night is left, or its first hours, is none.
 */
export function callDaysOf(from: Temporal.Instant, until: Temporal.Instant, isHoliday: IsHoliday): CallDay[] {
  const days: CallDay[] = [];
  const last = dayInBerlin(until);
  for (let day = dayInBerlin(from); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    const [opens, ends] = [CALLING.from, CALLING.to].map((hour) => berlinInstant(day, Temporal.PlainTime.from({ hour })));
    const over =
      opens === undefined || ends === undefined || Temporal.Instant.compare(from, ends) >= 0 || Temporal.Instant.compare(until, opens) <= 0;
    if (!over) days.push({ day, working: isWorking(day, isHoliday) });
  }
  return days;
}

/** "Schon anderswo versorgt?", asked at each contact (A.1.4). */
export const ELSEWHERE = ['no', 'on-lists', 'placed', 'unknown'] as const;
export type Elsewhere = (typeof ELSEWHERE)[number];

/** What somebody is told when going on the list (RQ6). */
export const GUIDANCE_TOPICS = ['tss', 'ke', 'counselling', 'crisis'] as const;
export type GuidanceTopic = (typeof GUIDANCE_TOPICS)[number];

/**
 * Which reason closes a request after what was said at a contact; nothing where the person goes on waiting.
 * Placed elsewhere and still wanting to wait is the person's own choice and leaves the request open.
 */
export function closingAfter(stillNeeded: boolean | null, elsewhere: Elsewhere | null): 'self-found' | 'withdrew' | undefined {
  if (stillNeeded !== false) return undefined;
  return elsewhere === 'placed' ? 'self-found' : 'withdrew';
}
