import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import type { Criteria } from '../contract.ts';
import { compareWaiting } from '../rules/waiting.ts';
import { ESTIMATE, type Estimate, estimateWait, type Sought, wantTheSame } from '../rules/waiting-estimate.ts';
import { selectHistory, selectWaiters } from '../store/waiting.ts';
import type { AtRequest } from './desk.ts';
import { standingOfRow } from './waiting-match.ts';
import { nextContact } from './waiting-promise.ts';

/** What of the criteria says who sought the same. Who pays is left out, as in the order. */
export function soughtIn(criteria: Criteria): Sought {
  return {
    kind: criteria.want ?? 'THERAPY',
    setting: criteria.setting ?? 'either',
    procedures: criteria.procedureWish ?? [],
    languages: criteria.languages ?? [],
    postalCode: criteria.postalCode ?? null,
  };
}

/** How long people waited in this network who sought the same. */
export async function estimateFor(call: Call, criteria: Criteria): Promise<Estimate> {
  const since = call.now.subtract({ hours: (ESTIMATE.olderDays + 1) * 24 });
  const history = await selectHistory(call.tx, since, call.now);
  const past = history.map(({ postal_code: postalCode, since_on: on, ...rest }) => ({ ...rest, postalCode, since: on }));
  return estimateWait(soughtIn(criteria), past, dayInBerlin(call.now).toString());
}

/** The estimate, and how many stand before for the same by the fair order: said together, since a position alone is no promise. */
export async function estimateWaiting(
  call: Call,
  _permit: AtRequest,
  { criteria, requestId }: { criteria: Criteria; requestId?: string | undefined },
) {
  const [estimate, rows, next] = await Promise.all([estimateFor(call, criteria), selectWaiters(call.tx), nextContact(call)]);
  const own = rows.find(({ id }) => id === requestId);
  const mine = own
    ? { id: own.id, createdAt: own.created_at, priority: standingOfRow(own).priority }
    : { id: requestId ?? '', createdAt: call.now, priority: 3 as const };
  const sought = soughtIn(criteria);
  const ahead = rows.filter(
    (row) =>
      row.id !== requestId &&
      wantTheSame(soughtIn(row.criteria), sought) &&
      compareWaiting({ id: row.id, createdAt: row.created_at, priority: standingOfRow(row).priority }, mine) < 0,
  );
  return { estimate, ahead: ahead.length, list: rows.length, nextContactAt: next.toString() };
}
