import type { Parameters } from './parameters.ts';
import { allow, type Ruling, refuse } from './ruling.ts';

export type GroupCode = 'group-needs-two' | 'group-full' | 'group-not-prescribed' | 'group-one-came' | 'group-nobody-came';

/** R19: may a group be planned with so many? Two to twelve; who is alone has a single session (ST-RL § 5). */
export function judgeGroupSize(booked: number, p: Pick<Parameters, 'groupMin' | 'groupMax'>): Ruling<object, GroupCode> {
  const facts = { booked, least: p.groupMin, most: p.groupMax };
  if (booked < p.groupMin) return refuse('R19', 'group-needs-two', { facts });
  return booked > p.groupMax ? refuse('R19', 'group-full', { facts }) : allow('R19', {}, { facts });
}

/** R19: is one more seat free? Otherwise the waiting list. */
export function judgeGroupBooking(alreadyBooked: number, p: Pick<Parameters, 'groupMax'>): Ruling<{ seatsLeft: number }, GroupCode> {
  const facts = { booked: alreadyBooked, most: p.groupMax };
  if (alreadyBooked >= p.groupMax) return refuse('R19', 'group-full', { facts });
  return allow('R19', { seatsLeft: p.groupMax - alreadyBooked - 1 }, { facts });
}

/** R19: a participant whose prescription does not name the group is not covered; the others are not touched by it. */
export function judgeParticipant(groupAllowed: boolean): Ruling<object, GroupCode> {
  return groupAllowed ? allow('R19', {}) : refuse('R19', 'group-not-prescribed');
}

/**
 * R19: a group to which only one came has no price by itself. It may become a single session where Muster 27 planned one, otherwise
 * the lead decides; until then it is not released.
 */
export function judgePresence(
  present: number,
  question: { singlePlanned: boolean; leadDecided: boolean },
  p: Pick<Parameters, 'groupMin'>,
): Ruling<{ billAs: 'group' | 'single' }, GroupCode> {
  const facts = { present, singlePlanned: question.singlePlanned };
  if (present >= p.groupMin) return allow('R19', { billAs: 'group' }, { facts });
  if (present <= 0) return refuse('R19', 'group-nobody-came', { facts });
  return question.leadDecided ? allow('R19', { billAs: 'single' }, { facts }) : refuse('R19', 'group-one-came', { facts });
}
