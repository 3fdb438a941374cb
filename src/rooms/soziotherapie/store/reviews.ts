import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { Day } from '../rules/calendar.ts';

export interface ReviewRecord {
  id: string;
  version: number;
  episode_id: string;
  person_id: string;
  organisation_id: string;
  care_plan_id: string;
  plan_number: number;
  due_on: Day;
  done_on: Day;
  outcome: 'continue' | 'change' | 'end';
  sealed: Buffer;
  next_due_on: Day;
  reported_at: Temporal.Instant | null;
  reported_to_name: string | null;
  recorded_at: Temporal.Instant;
  recorded_by_name: string | null;
}

const REVIEW = sql`r.id, r.version, r.episode_id, r.person_id, r.organisation_id, r.care_plan_id, c.number as plan_number, r.due_on, r.done_on, r.outcome,
  r.sealed, r.next_due_on, r.reported_at, nullif(concat_ws(' ', d.title, d.name), '') as reported_to_name, r.recorded_at, a.name as recorded_by_name
  from soziotherapie.review r join soziotherapie.care_plan c on c.id = r.care_plan_id left join access.account a on a.id = r.recorded_by
  left join soziotherapie.prescriber d on d.id = r.reported_to`;

/** Reviews of a case, newest first. */
export async function selectReviews(tx: Tx, episodeId: string): Promise<ReviewRecord[]> {
  return (await sql<ReviewRecord>`select ${REVIEW} where r.episode_id = ${episodeId} order by r.done_on desc, r.id desc`.execute(tx)).rows;
}

export async function findReview(tx: Tx, id: string): Promise<ReviewRecord | undefined> {
  return (await sql<ReviewRecord>`select ${REVIEW} where r.id = ${id}`.execute(tx)).rows[0];
}

export async function lockReview(tx: Tx, id: string): Promise<ReviewRecord | undefined> {
  const { rows } = await sql<ReviewRecord>`select ${REVIEW} where r.id = ${id} for no key update of r`.execute(tx);
  return rows[0];
}

export async function appendReview(
  tx: Tx,
  row: {
    id: string;
    personId: string;
    organisationId: string;
    episodeId: string;
    planId: string;
    dueOn: Day;
    doneOn: Day;
    outcome: ReviewRecord['outcome'];
    sealed: Buffer;
    nextDueOn: Day;
    at: Temporal.Instant;
    by: string;
  },
): Promise<void> {
  await tx
    .insertInto('soziotherapie.review')
    .values({
      id: row.id,
      person_id: row.personId,
      organisation_id: row.organisationId,
      episode_id: row.episodeId,
      care_plan_id: row.planId,
      due_on: row.dueOn,
      done_on: row.doneOn,
      outcome: row.outcome,
      sealed: row.sealed,
      next_due_on: row.nextDueOn,
      recorded_at: row.at,
      recorded_by: row.by,
    })
    .execute();
}

export async function markReported(tx: Tx, id: string, prescriberId: string | null, at: Temporal.Instant): Promise<number> {
  const { version } = await tx
    .updateTable('soziotherapie.review')
    .set((eb) => ({ reported_to: prescriberId, reported_at: at, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

export interface Counted {
  minutes: number;
  parts: number;
  delivered: number;
  no_show: number;
  cancelled_by_client: number;
  cancelled_by_provider: number;
}

const TOOK_PLACE = sql`('DELIVERED', 'LATE_PENDING', 'DOCUMENTED', 'SIGNED', 'RELEASED', 'INVOICED', 'PAID', 'DISPUTED')`;

/** Sessions of a case from one day to another, both inclusive; units are those that some prescription paid. */
export async function countSessions(tx: Tx, episodeId: string, from: Day, to: Day): Promise<Counted> {
  const { rows } = await sql<Counted>`select
      coalesce(sum(s.minutes) filter (where s.state in ${TOOK_PLACE}), 0)::int as minutes,
      coalesce(sum(p.parts) filter (where s.state in ${TOOK_PLACE}), 0)::int as parts,
      count(*) filter (where s.state in ${TOOK_PLACE})::int as delivered,
      count(*) filter (where s.state = 'NO_SHOW')::int as no_show,
      count(*) filter (where s.state = 'CANCELLED_PATIENT')::int as cancelled_by_client,
      count(*) filter (where s.state = 'CANCELLED_PROVIDER')::int as cancelled_by_provider
    from soziotherapie.session s
      left join lateral (select sum(o.parts) as parts from soziotherapie.session_part o where o.session_id = s.id and o.live and o.status <> 'UNCOVERED') p on true
    where s.episode_id = ${episodeId} and s.day between ${from} and ${to}`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('a sum without a row');
  return row;
}

/** How many sessions name each goal, by the newest version of their notes. */
export async function countGoals(tx: Tx, episodeId: string, from: Day, to: Day): Promise<Map<string, number>> {
  const { rows } = await sql<{ goal_id: string; touched: number }>`select g.goal_id, count(*)::int as touched
    from soziotherapie.session s
      join lateral (select n.goal_ids from soziotherapie.session_note n where n.session_id = s.id order by n.number desc limit 1) n on true
      cross join lateral unnest(n.goal_ids) as g (goal_id)
    where s.episode_id = ${episodeId} and s.day between ${from} and ${to} and s.state in ${TOOK_PLACE} group by 1`.execute(tx);
  return new Map(rows.map(({ goal_id, touched }) => [goal_id, touched]));
}

export interface RatingRecord {
  id: string;
  person_id: string;
  rated_on: Day;
  rated_by: 'prescriber' | 'soziotherapist';
  source_kind: string;
  sealed: Buffer;
}

/** Every rating of a person, oldest first; none is ever replaced. */
export async function selectRatings(tx: Tx, personId: string): Promise<RatingRecord[]> {
  const { rows } = await sql<RatingRecord>`select id, person_id, rated_on, rated_by, source_kind, sealed from soziotherapie.gaf_rating
    where person_id = ${personId} order by rated_on, recorded_at, id`.execute(tx);
  return rows;
}

/** Days in hospital from one day to another, both inclusive; a stay without discharge goes on. */
export async function countInpatientDays(tx: Tx, personId: string, from: Day, to: Day): Promise<number> {
  const { rows } = await sql<{ days: number }>`select coalesce(sum(greatest(0, least(coalesce(discharged_on, ${to}::date), ${to}::date)
      - greatest(admitted_on, ${from}::date) + 1)), 0)::int as days
    from soziotherapie.hospital_stay where person_id = ${personId} and withdrawn_at is null`.execute(tx);
  return rows[0]?.days ?? 0;
}

export interface DueRow {
  episode_id: string;
  person_id: string;
  organisation_id: string;
  practitioner_id: string | null;
  practitioner_name: string | null;
  given_name: string | null;
  family_name: string | null;
  signed_on: Day;
  held: Day[];
  inpatient: boolean;
}

/** Practices with a running case. */
export async function selectPracticesRunning(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{
    id: string;
  }>`select distinct organisation_id as id from soziotherapie.episode where state <> 'CLOSED' order by 1`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Open cases of a practice with a plan in force, or one of them: what R6 needs of each, as far as whoever asks may see them. */
export async function selectReviewCases(tx: Tx, today: Day, of: { organisationId: string | null; episodeId?: string }): Promise<DueRow[]> {
  const { rows } =
    await sql<DueRow>`select e.id as episode_id, e.person_id, e.organisation_id, e.practitioner_id, h.name as practitioner_name, p.given_name,
      p.family_name, c.signed_on, array(select r.done_on::text from soziotherapie.review r where r.episode_id = e.id order by 1) as held,
      exists (select 1 from soziotherapie.hospital_stay s where s.person_id = e.person_id and s.withdrawn_at is null and s.admitted_on <= ${today}
        and (s.discharged_on is null or s.discharged_on >= ${today})) as inpatient
    from soziotherapie.episode e join soziotherapie.care_plan c on c.episode_id = e.id and c.state = 'agreed' join people.person p on p.id = e.person_id
      left join directory.practitioner h on h.id = e.practitioner_id
    where e.organisation_id = ${of.organisationId} and e.state in ('INQUIRY', 'REFERRED', 'TRIAL', 'IN_APPLICATION', 'ACTIVE', 'PAUSED', 'GAP')
      ${of.episodeId ? sql`and e.id = ${of.episodeId}` : sql``} order by c.signed_on`.execute(tx);
  return rows;
}
