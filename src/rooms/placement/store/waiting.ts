import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { Criteria } from '../contract.ts';
import type { WaitingOfferState } from '../rules/waiting-offer.ts';

/** Somebody who waits, as matching and the list need it. */
export interface WaiterRow {
  id: string;
  version: number;
  state: string;
  person_id: string;
  created_at: Temporal.Instant;
  waiting_since: Temporal.Instant;
  priority: number;
  safety_level: string | null;
  safety_blocked_at: Temporal.Instant | null;
  safety_released_at: Temporal.Instant | null;
  criteria: Criteria;
  oncall_wants_acute: boolean;
  wished_practitioner_id: string | null;
  waiting_wished_only: boolean;
  skipped: number;
  final_notice_at: Temporal.Instant | null;
  last_contact_at: Temporal.Instant | null;
  next_step_at: Temporal.Instant | null;
  elsewhere: string | null;
}

const WAITER = sql`q.id, q.version, q.state, q.person_id, q.created_at, q.waiting_since, q.priority, q.safety_level, q.safety_blocked_at,
  q.safety_released_at, q.criteria, q.oncall_wants_acute, q.wished_practitioner_id, q.waiting_wished_only, q.skipped, q.final_notice_at,
  q.last_contact_at, q.next_step_at, q.elsewhere`;
/** On the list: waiting, or being offered something from it. */
const ON_LIST = sql`(q.state = 'waiting' or (q.state = 'offered' and q.waiting_since is not null))`;

/** Everybody on the list, unordered. */
export async function selectWaiters(tx: Tx): Promise<WaiterRow[]> {
  const { rows } = await sql<WaiterRow>`select ${WAITER} from placement.request q where ${ON_LIST}`.execute(tx);
  return rows;
}

export interface ListedRow extends WaiterRow {
  given_name: string | null;
  family_name: string | null;
  phone: string | null;
  birth_date: string | null;
}

/** Everybody on the list with name and phone. */
export async function selectListed(tx: Tx): Promise<ListedRow[]> {
  const { rows } = await sql<ListedRow>`select ${WAITER}, p.given_name, p.family_name, p.phone, p.birth_date
    from placement.request q join people.person p on p.id = q.person_id where ${ON_LIST}`.execute(tx);
  return rows;
}

export interface OfferRow {
  id: string;
  version: number;
  request_id: string;
  person_id: string;
  place_id: string;
  practitioner_id: string;
  slot_id: string | null;
  rank: number;
  tenths: number;
  state: WaitingOfferState;
  cause: string;
  proposed_at: Temporal.Instant;
  held_at: Temporal.Instant | null;
  held_by: string | null;
  until_at: Temporal.Instant | null;
}

const OFFER = sql`o.id, o.version, o.request_id, o.person_id, o.place_id, o.practitioner_id, o.slot_id, o.rank, o.tenths, o.state, o.cause,
  o.proposed_at, o.held_at, o.held_by, o.until_at`;

/** Everything proposed or held. */
export async function selectLiveOffers(tx: Tx): Promise<OfferRow[]> {
  const { rows } = await sql<OfferRow>`select ${OFFER} from placement.waiting_offer o where o.state in ('proposed', 'held')`.execute(tx);
  return rows;
}

export async function findOfferRow(tx: Tx, id: string): Promise<OfferRow | undefined> {
  const { rows } = await sql<OfferRow>`select ${OFFER} from placement.waiting_offer o where o.id = ${id}`.execute(tx);
  return rows[0];
}

export async function lockOfferRow(tx: Tx, id: string): Promise<OfferRow | undefined> {
  const { rows } = await sql<OfferRow>`select ${OFFER} from placement.waiting_offer o where o.id = ${id} for update`.execute(tx);
  return rows[0];
}

/** The exclusive offer of a request, if one is under way. */
export async function findHeldOffer(tx: Tx, requestId: string): Promise<OfferRow | undefined> {
  const { rows } =
    await sql<OfferRow>`select ${OFFER} from placement.waiting_offer o where o.request_id = ${requestId} and o.state = 'held'`.execute(tx);
  return rows[0];
}

/**
 * Of places, how many people on the list have a proposal for them and an older request than this one; everybody, where nobody asks yet.
 * Places without anybody are missing.
 */
export async function countWaitingBefore(tx: Tx, placeIds: readonly string[], requestId: string | null): Promise<Map<string, number>> {
  if (placeIds.length === 0) return new Map();
  const { rows } = await sql<{ place_id: string; n: number }>`select o.place_id, count(*) as n
    from placement.waiting_offer o join placement.request q on q.id = o.request_id and q.state = 'waiting'
    left join placement.request own on own.id = ${requestId}::uuid
    where o.state = 'proposed' and o.place_id = any(${placeIds as string[]}::uuid[]) and (own.id is null or q.created_at < own.created_at)
    group by o.place_id`.execute(tx);
  return new Map(rows.map((row) => [row.place_id, Number(row.n)]));
}

/** The code under which a proposal ends when its place is booked for a caller whose request is younger. */
export const TO_A_CALLER = 'booked-for-a-caller';

export interface PassedRow {
  place_id: string;
  at: Temporal.Instant;
  name: string;
  title: string | null;
  by_name: string | null;
  request_id: string;
  waited: number;
  longest_since: Temporal.Instant;
}

/** Bookings that passed people of the list over, newest first. */
export async function selectPassed(tx: Tx, since: Temporal.Instant): Promise<PassedRow[]> {
  const { rows } = await sql<PassedRow>`select o.place_id, o.ended_at as at, r.name, r.title,
      coalesce(a.desk_label || ' (' || a.name || ')', a.name) as by_name, l.request_id, count(*) as waited, min(q.waiting_since) as longest_since
    from placement.waiting_offer o join placement.allocation l on l.place_id = o.place_id and l.reserved_at = o.ended_at
    join placement.request own on own.id = l.request_id join placement.request q on q.id = o.request_id and q.created_at < own.created_at
    join directory.practitioner r on r.id = o.practitioner_id
    left join scheduling.appointment b on b.id = l.first_appointment_id left join access.account a on a.id = b.booked_by
    where o.state = 'withdrawn' and o.ended_because = ${TO_A_CALLER} and o.ended_at > ${since.toString()}
    group by o.place_id, o.ended_at, r.name, r.title, a.desk_label, a.name, l.request_id order by o.ended_at desc limit 100`.execute(tx);
  return rows;
}

export interface PastOfferRow {
  request_id: string;
  place_id: string;
  state: WaitingOfferState;
  ended_at: Temporal.Instant;
  reached_at: Temporal.Instant | null;
}

/** What came to nothing of those who still wait, with when they were last reached. */
export async function selectPastOffers(tx: Tx): Promise<PastOfferRow[]> {
  const { rows } = await sql<PastOfferRow>`select o.request_id, o.place_id, o.state, o.ended_at,
      (select max(c.at) from placement.contact c where c.request_id = o.request_id and c.result = 'reached') as reached_at
    from placement.waiting_offer o join placement.request q on q.id = o.request_id and q.state in ('waiting', 'offered')
    where o.state in ('declined', 'skipped', 'lapsed')`.execute(tx);
  return rows;
}

export interface NewProposal {
  id: string;
  requestId: string;
  personId: string;
  placeId: string;
  practitionerId: string;
  rank: number;
  tenths: number;
  cause: string;
}

/** Writes proposals; a pair that is live already stays as it is. Answers which were written. */
export async function appendProposals(tx: Tx, rows: readonly NewProposal[], now: Temporal.Instant): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const { rows: written } = await sql<{ id: string }>`
    insert into placement.waiting_offer (id, request_id, person_id, place_id, practitioner_id, rank, tenths, state, cause, proposed_at)
    select r.id, r."requestId", r."personId", r."placeId", r."practitionerId", r.rank, r.tenths, 'proposed', r.cause, ${now.toString()}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, "requestId" uuid, "personId" uuid, "placeId" uuid, "practitionerId" uuid,
      rank smallint, tenths smallint, cause text)
    on conflict (place_id, request_id) where state in ('proposed', 'held') do nothing returning id`.execute(tx);
  return new Set(written.map(({ id }) => id));
}

/** Moves proposals in their lines. */
export async function rankProposals(tx: Tx, rows: readonly { id: string; rank: number; tenths: number }[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`update placement.waiting_offer o set rank = r.rank, tenths = r.tenths, version = o.version + 1
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, rank smallint, tenths smallint)
    where o.id = r.id and o.state = 'proposed'`.execute(tx);
}

/** Takes proposals back that no longer hold. */
export async function withdrawProposals(tx: Tx, rows: readonly { id: string; because: string }[], now: Temporal.Instant): Promise<void> {
  if (rows.length === 0) return;
  await sql`update placement.waiting_offer o set state = 'withdrawn', ended_at = ${now.toString()}, ended_because = r.because, version = o.version + 1
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, because text) where o.id = r.id and o.state = 'proposed'`.execute(
    tx,
  );
}

/** Takes a proposal for one desk; false where somebody was faster. A second live offer of the place or the person fails with 23505. */
export async function holdProposal(
  tx: Tx,
  id: string,
  held: { slotId: string; by: string; until: Temporal.Instant; before: string | null; now: Temporal.Instant },
): Promise<number | undefined> {
  const { rows } = await sql<{ version: number }>`update placement.waiting_offer o
    set state = 'held', slot_id = ${held.slotId}, held_at = ${held.now.toString()}, held_by = ${held.by}, until_at = ${held.until.toString()},
      before_others = ${held.before}, version = o.version + 1
    where o.id = ${id} and o.state = 'proposed' returning o.version`.execute(tx);
  return rows[0]?.version;
}

/** What is held for an exclusive offer changed: another first appointment at the same place. */
export async function followHold(tx: Tx, id: string, slotId: string, until: Temporal.Instant): Promise<void> {
  await sql`update placement.waiting_offer set slot_id = ${slotId}, until_at = ${until.toString()}, version = version + 1
    where id = ${id} and state = 'held'`.execute(tx);
}

/** Ends an exclusive offer. */
export async function endOffer(
  tx: Tx,
  id: string,
  state: WaitingOfferState,
  because: string,
  now: Temporal.Instant,
): Promise<number | undefined> {
  const { rows } = await sql<{ version: number }>`update placement.waiting_offer o
    set state = ${state}, ended_at = ${now.toString()}, ended_because = ${because}, version = o.version + 1
    where o.id = ${id} and o.state in ('proposed', 'held') returning o.version`.execute(tx);
  return rows[0]?.version;
}

export interface ContactRow {
  id: string;
  at: Temporal.Instant;
  by: string | null;
  by_name: string | null;
  channel: string;
  result: string;
  purpose: string;
  offer_id: string | null;
  still_needed: boolean | null;
  elsewhere: string | null;
  note_sealed: Buffer | null;
}

export async function selectContacts(tx: Tx, requestId: string): Promise<ContactRow[]> {
  const { rows } =
    await sql<ContactRow>`select c.id, c.at, c.by, coalesce(a.desk_label || ' (' || a.name || ')', a.name) as by_name, c.channel, c.result, c.purpose, c.offer_id, c.still_needed, c.elsewhere, c.note_sealed
    from placement.contact c left join access.account a on a.id = c.by where c.request_id = ${requestId} order by c.at desc, c.id desc limit 200`.execute(
      tx,
    );
  return rows;
}

export interface NewContact {
  id: string;
  requestId: string;
  personId: string;
  offerId: string | null;
  at: Temporal.Instant;
  by: string | null;
  channel: string;
  result: string;
  purpose: string;
  stillNeeded: boolean | null;
  elsewhere: string | null;
  noteSealed: Buffer | null;
}

export async function appendContact(tx: Tx, row: NewContact): Promise<void> {
  await sql`insert into placement.contact (id, request_id, person_id, offer_id, at, by, channel, result, purpose, still_needed, elsewhere, note_sealed)
    values (${row.id}, ${row.requestId}, ${row.personId}, ${row.offerId}, ${row.at.toString()}, ${row.by}, ${row.channel}, ${row.result}, ${row.purpose},
      ${row.stillNeeded}, ${row.elsewhere}, ${row.noteSealed})`.execute(tx);
}

export interface HistoryRow {
  kind: string;
  setting: string;
  procedures: string[];
  languages: string[];
  postal_code: string | null;
  since_on: string;
  days: number;
  ended: 'appointment' | 'left' | 'waits';
}

/** What became of everybody who went on the list since then: codes and days. */
export async function selectHistory(tx: Tx, since: Temporal.Instant, now: Temporal.Instant): Promise<HistoryRow[]> {
  const { rows } = await sql<HistoryRow>`select * from app.waiting_history(${since.toString()}, ${now.toString()})`.execute(tx);
  return rows;
}

/** Practitioners and their names and towns by place, for the list of proposals. */
export interface PlaceNameRow {
  id: string;
  practitioner_id: string;
  name: string;
  title: string | null;
  place: string;
  kind: string;
  procedure: string | null;
  state: string;
}

export async function selectPlaceNames(tx: Tx, ids: readonly string[]): Promise<PlaceNameRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<PlaceNameRow>`select p.id, p.practitioner_id, r.name, r.title, l.place, p.kind, p.procedure, p.state
    from directory.place p join directory.practitioner r on r.id = p.practitioner_id join directory.location l on l.id = p.location_id
    where p.id = any(${ids as string[]}::uuid[])`.execute(tx);
  return rows;
}

/** How often somebody was called in vain since an exclusive offer was made, by offer. */
export async function countAttempts(tx: Tx, offerIds: readonly string[]): Promise<Map<string, number>> {
  if (offerIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; n: number }>`select offer_id as id, count(*) as n from placement.contact
    where offer_id = any(${offerIds as string[]}::uuid[]) and result <> 'sent' group by 1`.execute(tx);
  return new Map(rows.map(({ id, n }) => [id, n]));
}

/** The federal state in which most of the network's rooms are. */
export async function findUsualState(tx: Tx): Promise<string | undefined> {
  const { rows } = await sql<{
    state: string;
  }>`select state from directory.location group by state order by count(*) desc, state limit 1`.execute(tx);
  return rows[0]?.state;
}
