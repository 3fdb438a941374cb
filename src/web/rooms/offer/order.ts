import type { OwnPlace } from '#rooms/directory/contract.ts';
import type { Allocation } from '../calendar/data.ts';

/** What can still change stands above what runs. */
const ORDER: readonly OwnPlace['state'][] = ['open', 'held', 'reserved', 'trial', 'ending', 'paused', 'draft', 'occupied', 'closed'];

/** The single places in the order of the page: first those that can change, then, below the groups, the running therapies. */
export function singlePlaces<Place extends Pick<OwnPlace, 'state' | 'groupId'>>(places: readonly Place[]) {
  const rank = ({ state }: Place) => ORDER.indexOf(state);
  const single = places.filter(({ groupId }) => groupId === null).toSorted((one, other) => rank(one) - rank(other));
  return { above: single.filter(({ state }) => state !== 'occupied'), below: single.filter(({ state }) => state === 'occupied') };
}

type Asked = Pick<Allocation, 'id' | 'state' | 'sessions' | 'decisionDue' | 'decisionOverdue' | 'seen'>;

/**
 * Whose card stands in the column of people: first the questions "passt es?", the overdue ones on top, then new bookings.
 * @param asked the one that was opened by hand
 * @param isWaiting whether the therapist wants to wait for the next session first
 */
export function peopleCards<One extends Asked>(
  allocations: readonly One[],
  asked: string | null,
  isWaiting: (id: string, sessions: number) => boolean,
) {
  const deciding = allocations
    .filter(
      ({ id, state, sessions, decisionDue, decisionOverdue }) =>
        state === 'trial' && (id === asked || ((decisionDue || decisionOverdue) && !isWaiting(id, sessions))),
    )
    .toSorted((one, other) => Number(other.decisionOverdue) - Number(one.decisionOverdue));
  return { deciding, fresh: allocations.filter(({ seen, state }) => !seen && (state === 'reserved' || state === 'trial')) };
}
