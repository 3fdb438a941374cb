import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { Intensity } from '../rules/areas.ts';
import type { BoardPhase } from '../rules/board.ts';
import { rulesOf } from '../rules/findings/kinds.ts';

export interface BoardRow {
  id: string;
  version: number;
  person_id: string;
  organisation_id: string;
  pseudonym: string;
  given_name: string | null;
  family_name: string | null;
  consented: boolean;
  phase: BoardPhase;
  phase_since: string;
  intensity: Intensity;
  area: string;
  priority: number;
  opened_on: string;
  resume_on: string | null;
  last_review_on: string | null;
  agreed_plan_on: string | null;
  manager_id: string;
  manager_name: string;
  substitutes: boolean;
  last_contact_on: string | null;
  gaps: number;
  duplicates: number;
  others: number;
  worst: number | null;
  task_kind: string | null;
  task_due: Temporal.Instant | null;
  open_tasks: number;
  overdue_tasks: number;
}

const GAPS = rulesOf('gaps');
const DUPLICATES = rulesOf('duplicates');

/**
 * Every open case that the reader has a relation to, with its findings, contacts and tasks, in one statement: asked for all cases at once
 * it costs a scan of each list, not a question a case.
 */
export async function selectBoard(tx: Tx, today: string): Promise<BoardRow[]> {
  const { rows } = await sql<BoardRow>`
    with mine as materialized (
      select c.* from cases.case c where c.phase not in ('closed', 'not_opened')),
    found as (
      select f.case_id, count(*) filter (where f.rule = any(${GAPS}))::int as gaps,
        count(*) filter (where f.rule = any(${DUPLICATES}))::int as duplicates,
        count(*) filter (where f.rule <> all(${[...GAPS, ...DUPLICATES]}))::int as others,
        max(case f.severity when 'alert' then 3 when 'warn' then 2 else 1 end) as worst
      from cases.finding f where f.closed_at is null and (f.snoozed_until is null or f.snoozed_until < ${today}::date) and f.case_id in (select id from mine)
      group by f.case_id),
    reached as (
      select k.case_id, max(k.on_day)::text as on_day from cases.contact k
      where k.reached and k.with_whom in ('client', 'guardian') and k.case_id in (select id from mine)
        and not exists (select 1 from cases.contact a where a.amends_id = k.id)
      group by k.case_id)
    select c.id, c.version, c.person_id, c.organisation_id, c.pseudonym, p.given_name, p.family_name, coalesce(t.consented, false) as consented, c.phase, c.phase_since::text as phase_since,
      c.intensity, c.area, c.priority, c.opened_on::text as opened_on, c.resume_on::text as resume_on, c.last_review_on::text as last_review_on,
      c.agreed_plan_on::text as agreed_plan_on, c.manager_id, a.name as manager_name, coalesce(t.substitutes, false) as substitutes, h.on_day as last_contact_on,
      coalesce(f.gaps, 0) as gaps, coalesce(f.duplicates, 0) as duplicates, coalesce(f.others, 0) as others, f.worst,
      t.next_kind as task_kind, t.next_due as task_due, coalesce(t.open_tasks, 0) as open_tasks, coalesce(t.overdue_tasks, 0) as overdue_tasks
    from mine c
    join access.account a on a.id = c.manager_id
    left join people.person p on p.id = c.person_id
    left join found f on f.case_id = c.id
    left join reached h on h.case_id = c.id
    left join app.case_glance() t on t.case_id = c.id
    order by c.phase_since, c.id`.execute(tx);
  return rows;
}

export interface TeamRow {
  account_id: string;
  name: string;
  leads: boolean;
  manages: boolean;
  points: string;
  weighing: number;
  open_cases: number;
  limit_points: string | null;
  limit_version: number | null;
  absence_id: string | null;
  absent_from: string | null;
  absent_to: string | null;
  substitute_id: string | null;
}

export async function selectTeam(tx: Tx): Promise<TeamRow[]> {
  const { rows } =
    await sql<TeamRow>`select account_id, name, leads, manages, points::text as points, weighing, open_cases, limit_points::text as limit_points,
      limit_version, absence_id, absent_from::text as absent_from, absent_to::text as absent_to, substitute_id
    from app.case_team() order by name, account_id`.execute(tx);
  return rows;
}

/** At most ten open cases by what they are called. */
export async function selectNamed(tx: Tx, q: string) {
  const like = `%${q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const { rows } = await sql<{ id: string; person_id: string; called: string; phase: string }>`
    select c.id, c.person_id, c.phase, n.called from cases.case c
    left join people.person p on p.id = c.person_id
    left join app.case_glance() t on t.case_id = c.id
    cross join lateral (select case when t.consented and p.family_name is not null then concat_ws(' ', p.given_name, p.family_name) else c.pseudonym end as called) n
    where n.called ilike ${like} order by (c.phase in ('closed', 'not_opened')), n.called, c.id limit 10`.execute(tx);
  return rows;
}

export interface AbsenceRow {
  id: string;
  version: number;
  account_id: string;
  name: string;
  from_on: string;
  to_on: string;
  substitute_id: string | null;
  substitute_name: string | null;
}

/** Standing absences of the service that end on this day or later. */
export async function selectAbsences(tx: Tx, organisationId: string, from: string): Promise<AbsenceRow[]> {
  const { rows } =
    await sql<AbsenceRow>`select b.id, b.version, b.account_id, a.name, b.from_on::text as from_on, b.to_on::text as to_on, b.substitute_id, s.name as substitute_name
    from cases.absence b join access.account a on a.id = b.account_id left join access.account s on s.id = b.substitute_id
    where b.organisation_id = ${organisationId}::uuid and b.withdrawn_at is null and b.to_on >= ${from}::date order by b.from_on, a.name, b.id`.execute(
      tx,
    );
  return rows;
}

/** One person's turn at a time: absences of a service are decided one after the other. */
export async function lockAbsences(tx: Tx, organisationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('absences:' || ${organisationId}, 0))`.execute(tx);
}

export function lockAbsence(tx: Tx, id: string) {
  return tx
    .selectFrom('cases.absence')
    .select(['id', 'version', 'account_id', 'organisation_id', 'substitute_id', 'withdrawn_at'])
    .select([sql<string>`from_on::text`.as('from_on'), sql<string>`to_on::text`.as('to_on')])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export interface NewAbsence {
  id: string;
  accountId: string;
  organisationId: string;
  fromOn: string;
  toOn: string;
  substituteId: string | null;
}
export async function appendAbsence(tx: Tx, now: Temporal.Instant, by: string, row: NewAbsence): Promise<void> {
  await sql`insert into cases.absence (id, account_id, organisation_id, from_on, to_on, substitute_id, set_by, set_at)
    values (${row.id}, ${row.accountId}, ${row.organisationId}, ${row.fromOn}::date, ${row.toOn}::date, ${row.substituteId}, ${by}, ${now.toString()}::timestamptz)`.execute(
    tx,
  );
}
export async function updateAbsence(
  tx: Tx,
  id: string,
  version: number,
  row: Pick<NewAbsence, 'fromOn' | 'toOn' | 'substituteId'>,
): Promise<void> {
  await sql`update cases.absence set from_on = ${row.fromOn}::date, to_on = ${row.toOn}::date, substitute_id = ${row.substituteId}, version = ${version} where id = ${id}`.execute(
    tx,
  );
}
export async function endAbsence(tx: Tx, id: string, version: number, now: Temporal.Instant): Promise<void> {
  await sql`update cases.absence set withdrawn_at = ${now.toString()}::timestamptz, version = ${version} where id = ${id}`.execute(tx);
}

/** Puts the substitutes' relations where the absences say; of a case, too, that has just left this manager. */
export async function matchSubstitutes(tx: Tx, managerId: string, caseId: string | null = null): Promise<void> {
  await sql`select app.match_substitutes(${managerId}::uuid, ${caseId}::uuid)`.execute(tx);
}

export function lockCase(tx: Tx, id: string) {
  return tx
    .selectFrom('cases.case')
    .select(['id', 'version', 'person_id', 'organisation_id', 'manager_id', 'phase', 'intensity'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** Whose case it is without locking it. */
export function findManager(tx: Tx, id: string) {
  return tx.selectFrom('cases.case').select(['manager_id', 'phase']).where('id', '=', id).executeTakeFirst();
}

/** The whole of a hand-over that lies in the database: manager, both relations, open tasks, the row that is kept. */
export async function moveCase(
  tx: Tx,
  {
    id,
    version,
    personId,
    organisationId,
    fromId,
    toId,
    because,
  }: Record<'id' | 'personId' | 'organisationId' | 'fromId' | 'toId' | 'because', string> & { version: number },
  { now, by, ids }: { now: Temporal.Instant; by: string; ids: readonly [relation: string, handOver: string] },
): Promise<number> {
  const at = now.toString();
  await sql`update cases.case set manager_id = ${toId}, version = ${version} where id = ${id}`.execute(tx);
  // the new one first: the lead reaches the person by a relation that lives
  await sql`select app.relate_case(${ids[0]}, ${personId}, ${organisationId}, ${toId}, 'team', ${id}, ${at}::timestamptz, null)`.execute(
    tx,
  );
  await sql`select app.end_case_relations(${id}, ${fromId}, 'team', ${at}::timestamptz)`.execute(tx);
  await matchSubstitutes(tx, toId, id);
  await sql`insert into cases.hand_over (id, case_id, person_id, organisation_id, from_id, to_id, because, at, by_id)
    values (${ids[1]}, ${id}, ${personId}, ${organisationId}, ${fromId}, ${toId}, ${because}, ${at}::timestamptz, ${by})`.execute(tx);
  const { rows } = await sql<{ moved: number }>`select app.hand_over_tasks(${id}, ${fromId}, ${toId}) as moved`.execute(tx);
  return rows[0]?.moved ?? 0;
}

export async function selectHandOvers(tx: Tx, caseId: string) {
  const { rows } = await sql<{
    at: Temporal.Instant;
    from_name: string;
    to_name: string;
    because: string;
    by_name: string | null;
    person_id: string;
  }>`
    select h.at, f.name as from_name, t.name as to_name, h.because, b.name as by_name, h.person_id from cases.hand_over h
    join access.account f on f.id = h.from_id join access.account t on t.id = h.to_id left join access.account b on b.id = h.by_id
    where h.case_id = ${caseId} order by h.at desc, h.id desc`.execute(tx);
  return rows;
}

export function lockLimit(tx: Tx, accountId: string) {
  return tx.selectFrom('cases.load_limit').select(['version']).where('account_id', '=', accountId).forUpdate().executeTakeFirst();
}
/** Whether it was written: two who set the first limit at once make one row. */
export async function writeLimit(
  tx: Tx,
  row: { accountId: string; organisationId: string; points: number; version: number },
  { now, by }: { now: Temporal.Instant; by: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into cases.load_limit (account_id, organisation_id, points, set_by, set_at, version)
    values (${row.accountId}, ${row.organisationId}, ${row.points}, ${by}, ${now.toString()}::timestamptz, ${row.version})
    on conflict (account_id) do update set points = excluded.points, set_by = excluded.set_by, set_at = excluded.set_at, version = excluded.version
    where load_limit.version = ${row.version - 1}`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}
