import { type Decision, no, yes } from '#kernel/decision.ts';

/** A stretch of days, both included. */
export interface Stretch {
  fromOn: string;
  toOn: string;
}
export interface KnownAbsence extends Stretch {
  id: string;
  accountId: string;
}

/** Longer than this somebody else takes the cases over instead of standing in. */
export const LONGEST_ABSENCE_DAYS = 366;

export const overlap = (one: Stretch, other: Stretch): boolean => one.fromOn <= other.toOn && other.fromOn <= one.toOn;

export const ABSENCE_REFUSALS = [
  'absence-over',
  'absence-begun',
  'absence-too-long',
  'absence-twice',
  'substitute-self',
  'substitute-not-of-team',
  'substitute-absent',
] as const;
export type AbsenceRefusal = (typeof ABSENCE_REFUSALS)[number];

/**
 * Whether an absence may stand like this. Past days stay as they were: nobody had access then, or somebody had. Who stands in is there on
 * every one of these days; for some of them somebody else, that is two absences.
 * @param before as it stood, where it is changed
 * @param team accounts that may stand in: case managers and leads of the service
 * @param known every standing absence of the service
 */
export function mayBeAbsent(
  wish: Stretch & { accountId: string; substituteId: string | null },
  {
    id,
    before,
    today,
    team,
    known,
  }: { id?: string; before?: Stretch; today: string; team: readonly string[]; known: readonly KnownAbsence[] },
): Decision<object, AbsenceRefusal> {
  if (wish.toOn < today) return no('absence-over');
  if (before && before.fromOn < today && wish.fromOn !== before.fromOn) return no('absence-begun');
  const { days } = Temporal.PlainDate.from(wish.fromOn).until(wish.toOn, { largestUnit: 'day' });
  if (days >= LONGEST_ABSENCE_DAYS) return no('absence-too-long');
  if (known.some((one) => one.accountId === wish.accountId && one.id !== id && overlap(one, wish))) return no('absence-twice');
  if (wish.substituteId === null) return yes({});
  if (wish.substituteId === wish.accountId) return no('substitute-self');
  if (!team.includes(wish.substituteId)) return no('substitute-not-of-team');
  if (known.some((one) => one.accountId === wish.substituteId && overlap(one, wish))) return no('substitute-absent');
  return yes({});
}
