import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';

export function selectOwnSearches(tx: Tx, requestId: string) {
  return tx
    .selectFrom('placement.own_search')
    .selectAll()
    .where('request_id', '=', requestId)
    .where('withdrawn_at', 'is', null)
    .orderBy('on_day')
    .orderBy('id')
    .execute();
}
export type OwnSearchRow = Awaited<ReturnType<typeof selectOwnSearches>>[number];

/** Searches of the network that found nothing, one for each day: when, and how many places were looked at. Never which, never why not. */
export async function selectTriesInVain(tx: Tx, requestId: string): Promise<{ at: Temporal.Instant; places: number }[]> {
  const { rows } = await sql<{ at: Temporal.Instant; places: number }>`
    select distinct on ((at at time zone 'Europe/Berlin')::date) at,
      (jsonb_array_length(said -> 'excluded') + jsonb_array_length(said -> 'clarify'))::int as places
    from placement.fit_snapshot where request_id = ${requestId} and jsonb_array_length(said -> 'ranked') = 0
    order by (at at time zone 'Europe/Berlin')::date, at desc`.execute(tx);
  return rows;
}

/** Berlin days on which somebody spoke or tried to speak to the person about a place. */
export async function countContactDays(tx: Tx, requestId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(distinct (at at time zone 'Europe/Berlin')::date)::int as n from placement.contact
    where request_id = ${requestId} and purpose in ('waiting', 'offer', 'call-back')`.execute(tx);
  return rows[0]?.n ?? 0;
}

export interface EndedOffer {
  on: string;
  state: string;
  because: string | null;
}

/** What was offered and came to nothing: held offers of the waiting list, and places that were given and given back. */
export async function selectEndedOffers(tx: Tx, requestId: string): Promise<EndedOffer[]> {
  const { rows } = await sql<EndedOffer>`
    select to_char(held_at at time zone 'Europe/Berlin', 'YYYY-MM-DD') as on, state, ended_because as because
      from placement.waiting_offer where request_id = ${requestId} and held_at is not null and state in ('declined', 'lapsed', 'skipped')
    union all
    select to_char(reserved_at at time zone 'Europe/Berlin', 'YYYY-MM-DD'), case when trial_at is null then 'freed' else 'released' end, ended_because
      from placement.allocation where request_id = ${requestId} and ended_at is not null and started_at is null
    order by 1`.execute(tx);
  return rows;
}
