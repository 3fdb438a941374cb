import type { DayVisit } from '#rooms/soziotherapie/contract/day-plan.ts';

/** One stop of the way: a visit, or a group meeting with all who take part. */
export interface Stop {
  /** Session of a visit, or the meeting's own id. */
  key: string;
  visit: DayVisit;
  visits: DayVisit[];
  group: string | null;
}

export const OFF: ReadonlySet<string> = new Set(['NO_SHOW', 'CANCELLED_PATIENT', 'CANCELLED_PROVIDER']);

/** Nobody was met, or it was called off: no longer on the way. */
export const isOff = ({ visits }: Stop): boolean => visits.every(({ state }) => OFF.has(state));

/** The day's visits as stops in the order of the route; those of one meeting together. */
export function stopsOf(visits: readonly DayVisit[]): Stop[] {
  const stops = new Map<string, Stop>();
  for (const visit of visits.toSorted((one, other) => one.order - other.order || (one.start < other.start ? -1 : 1))) {
    const key = visit.meetingId ?? visit.sessionId;
    const known = stops.get(key);
    if (known) known.visits.push(visit);
    else stops.set(key, { key, visit, visits: [visit], group: visit.meetingId === null ? null : (visit.group ?? '') });
  }
  return [...stops.values()];
}
