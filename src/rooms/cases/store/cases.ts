import { type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { CasesCase } from '#platform/schema.gen.ts';
import type { ClosingReason } from '../rules/closing.ts';
import type { CasePhase } from '../rules/phase.ts';

type Day = string;
type Columns = Selectable<CasesCase>;
export type CaseRow = Omit<Columns, 'phase' | 'closing_reason'> & { phase: CasePhase; closing_reason: ClosingReason | null };

/** A case in the actor's reach, locked where it is about to change. */
export async function findCase(tx: Tx, id: string, lock = false): Promise<CaseRow | undefined> {
  const query = tx.selectFrom('cases.case').selectAll().where('id', '=', id);
  return (await (lock ? query.forUpdate() : query).executeTakeFirst()) as CaseRow | undefined;
}

export interface NewCase {
  id: string;
  personId: string;
  organisationId: string;
  managerId: string;
  pseudonym: string;
  source: string;
  priority: number;
  area: string;
  previousId: string | null;
  day: Day;
  at: Temporal.Instant;
  by: string | null;
}
export async function appendCase(tx: Tx, one: NewCase): Promise<void> {
  await tx
    .insertInto('cases.case')
    .values({
      id: one.id,
      person_id: one.personId,
      organisation_id: one.organisationId,
      manager_id: one.managerId,
      pseudonym: one.pseudonym,
      phase: 'access',
      phase_since: one.day,
      source: one.source,
      priority: one.priority,
      area: one.area,
      previous_id: one.previousId,
      opened_on: one.day,
      created_at: one.at,
      created_by: one.by,
    })
    .execute();
}

/** Returns the new version. */
export async function updateCase(tx: Tx, id: string, change: Updateable<CasesCase>): Promise<number> {
  const { version } = await tx
    .updateTable('cases.case')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

export interface Stay {
  id: string;
  phase: CasePhase;
  day: Day;
  at: Temporal.Instant;
  by: string | null;
  because?: string | null;
}
/** Leaves the open visit and begins the next; the database asks at the commit that exactly one is open. */
export async function appendVisit(tx: Tx, of: { caseId: string; personId: string; organisationId: string }, stay: Stay): Promise<void> {
  await tx
    .updateTable('cases.phase_visit')
    .set({ left_on: stay.day, left_at: stay.at })
    .where('case_id', '=', of.caseId)
    .where('left_at', 'is', null)
    .execute();
  await tx
    .insertInto('cases.phase_visit')
    .values({
      id: stay.id,
      case_id: of.caseId,
      person_id: of.personId,
      organisation_id: of.organisationId,
      phase: stay.phase,
      entered_on: stay.day,
      entered_at: stay.at,
      entered_by: stay.by,
      because: stay.because ?? null,
    })
    .execute();
}

export function selectVisits(tx: Tx, caseId: string) {
  return tx
    .selectFrom('cases.phase_visit')
    .select(['phase', 'entered_on', 'entered_at', 'left_on'])
    .where('case_id', '=', caseId)
    .orderBy('entered_at')
    .orderBy('id')
    .execute();
}

export async function relateCase(
  tx: Tx,
  wish: { id: string; personId: string; organisationId: string; accountId: string; caseId: string; at: Temporal.Instant },
): Promise<void> {
  await sql`select app.relate_case(${wish.id}, ${wish.personId}, ${wish.organisationId}, ${wish.accountId}, 'team', ${wish.caseId},
    ${wish.at.toString()}, null)`.execute(tx);
}

export interface HandOver {
  caseId: string;
  visitId: string;
  relationId: string;
  personId: string;
  organisationId: string;
  pseudonym: string;
  source: string;
  priority: number;
  noteId: string;
  note: Buffer | null;
  at: Temporal.Instant;
  day: Day;
}
/** Hands somebody to a service; answers who of it is asked. */
export async function handOverCase(tx: Tx, wish: HandOver): Promise<string> {
  const { rows } = await sql<{
    manager: string;
  }>`select app.hand_over_case(${wish.caseId}, ${wish.visitId}, ${wish.relationId}, ${wish.personId},
    ${wish.organisationId}, ${wish.pseudonym}, ${wish.source}, ${wish.priority}, ${wish.noteId}, ${wish.note}, ${wish.at.toString()}, ${wish.day}) as manager`.execute(
    tx,
  );
  return rows[0]?.manager ?? '';
}

/** From now on only the lead sees it. */
export async function shutCase(tx: Tx, caseId: string): Promise<void> {
  await sql`select app.shut_case(${caseId})`.execute(tx);
}

export async function selectServices(tx: Tx): Promise<{ organisationId: string; name: string }[]> {
  const { rows } = await sql<{ organisationId: string; name: string }>`
    select organisation_id as "organisationId", name from app.case_services()`.execute(tx);
  return rows;
}
export async function selectManagers(tx: Tx): Promise<{ accountId: string; name: string }[]> {
  const { rows } = await sql<{ accountId: string; name: string }>`select account_id as "accountId", name from app.case_managers()`.execute(
    tx,
  );
  return rows;
}

export interface HeadRow {
  manager_name: string;
  asked_by_name: string | null;
  later_id: string | null;
  substitute: boolean;
  alert: number;
  warn: number;
  info: number;
}
/** What stands in the head beside the case itself. */
export async function findHead(tx: Tx, row: CaseRow, accountId: string, today: Day): Promise<HeadRow> {
  const { rows } = await sql<HeadRow>`select m.name as manager_name,
      (select a.name from access.account a where a.id = c.closing_asked_by) as asked_by_name,
      (select l.id from cases.case l where l.previous_id = c.id order by l.created_at desc limit 1) as later_id,
      exists (select 1 from access.care_relation r where r.cause_id = c.id and r.kind = 'substitute' and r.account_id = ${accountId}) as substitute,
      f.alert, f.warn, f.info
    from cases.case c join access.account m on m.id = c.manager_id
    cross join lateral (select count(*) filter (where severity = 'alert')::int as alert, count(*) filter (where severity = 'warn')::int as warn,
        count(*) filter (where severity = 'info')::int as info
      from cases.finding f where f.case_id = c.id and f.closed_at is null and (f.snoozed_until is null or f.snoozed_until < ${today})) f
    where c.id = ${row.id}`.execute(tx);
  const [found] = rows;
  if (!found) throw new Error('a case without its manager'); // foreign key
  return found;
}

export interface CourseRow {
  seq: number;
  happened_at: Temporal.Instant;
  action: string;
  by_name: string | null;
  data: Record<string, unknown>;
}
/** What happened to a case, newest first: what was done, not who read. */
export async function selectCourse(
  tx: Tx,
  { caseId, personId }: { caseId: string; personId: string },
  before: number | null,
  most: number,
): Promise<CourseRow[]> {
  const { rows } = await sql<CourseRow>`select e.seq, e.happened_at, e.action, a.name as by_name, e.data
    from platform.event e left join access.account a on a.id = e.actor_id
    where e.person_id = ${personId} and (e.object_id = ${caseId} or e.data->>'caseId' = ${caseId}) and e.kind in ('C', 'U', 'D', 'E')
      and (${before}::bigint is null or e.seq < ${before})
    order by e.seq desc limit ${most}`.execute(tx);
  return rows;
}
