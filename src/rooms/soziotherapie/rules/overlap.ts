import { type LocalTime, overlaps, wallMinutes } from './calendar.ts';
import type { Parameters } from './parameters.ts';
import { allow, type Hint, type Ruling, refuse } from './ruling.ts';

/** A session as the calendar has it. All records of one group session carry the same `groupId`. */
export interface Booked {
  id: string;
  therapistId: string;
  personId: string;
  start: LocalTime;
  end: LocalTime;
  groupId?: string;
  /** Two therapists lead this group together. */
  coLed?: boolean;
  /** Where it is, to tell two places apart. */
  place?: string;
  /** Did not take place: NO_SHOW, CANCELLED_… */
  off?: boolean;
}

export type OverlapCode = 'therapist-overlap' | 'client-already-booked';

const sameGroup = (one: Booked, other: Booked) => one.groupId !== undefined && one.groupId === other.groupId;

/** R26: a therapist has one session at a time, or one group; a client one session, or one group with two who lead. Touching is fine. */
export function judgeOverlap(
  session: Booked,
  others: readonly Booked[],
  p: Pick<Parameters, 'travelBufferMinutes'>,
): Ruling<object, OverlapCode> {
  const near = others.filter((other) => other.id !== session.id && other.off !== true);
  const clash = near.filter((other) => overlaps(session, other));
  const theirs = clash.find((other) => other.therapistId === session.therapistId && !sameGroup(session, other));
  if (theirs) return refuse('R26', 'therapist-overlap', { facts: { start: theirs.start, end: theirs.end } });
  const hers = clash.find(
    (other) => other.personId === session.personId && !(sameGroup(session, other) && session.coLed === true && other.coLed === true),
  );
  if (hers) return refuse('R26', 'client-already-booked', { facts: { start: hers.start, end: hers.end } });
  const gap = (one: Booked, next: Booked) => wallMinutes(one.end, next.start);
  const tight = near.some(
    (other) =>
      other.therapistId === session.therapistId &&
      !sameGroup(session, other) &&
      other.place !== session.place &&
      Math.max(gap(session, other), gap(other, session)) < p.travelBufferMinutes,
  );
  const hints: Hint[] = tight ? [{ code: 'travel-too-short', facts: { minutes: p.travelBufferMinutes } }] : [];
  return allow('R26', {}, { hints });
}
