import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';

const OPEN = ['raised', 'acknowledged', 'in_contact', 'handed_over'] as const;

export function findEmergencyRow(tx: Tx, id: string) {
  return tx.selectFrom('crisis.emergency').selectAll().where('id', '=', id).executeTakeFirst();
}

export function lockEmergencyRow(tx: Tx, id: string) {
  return tx.selectFrom('crisis.emergency').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}
export type EmergencyRecord = NonNullable<Awaited<ReturnType<typeof lockEmergencyRow>>>;

/** The emergency of a request that is not handed over yet, locked. */
export function lockRunningOf(tx: Tx, requestId: string) {
  return tx
    .selectFrom('crisis.emergency')
    .selectAll()
    .where('request_id', '=', requestId)
    .where('state', 'in', ['raised', 'acknowledged', 'in_contact'])
    .forUpdate()
    .executeTakeFirst();
}

export interface NewEmergency {
  id: string;
  personId: string;
  requestId: string | null;
  appointmentId: string | null;
  level: string;
  drill: boolean;
  scriptVersion: string | null;
  at: Temporal.Instant;
  by: string | null;
  from: string;
  deadlineAt: Temporal.Instant;
  escalation: number;
  opener: string | null;
  answers: Record<string, string>;
  marks: string[];
  finishedAt: Temporal.Instant | null;
}

export async function appendEmergency(tx: Tx, row: NewEmergency): Promise<EmergencyRecord> {
  return tx
    .insertInto('crisis.emergency')
    .values({
      id: row.id,
      person_id: row.personId,
      request_id: row.requestId,
      appointment_id: row.appointmentId,
      state: 'raised',
      level: row.level,
      highest_level: row.level,
      drill: row.drill,
      script_version: row.scriptVersion,
      raised_at: row.at,
      raised_by: row.by,
      raised_from: row.from,
      clock_from: row.at,
      deadline_at: row.deadlineAt,
      alarms: 1,
      escalation: row.escalation,
      opener: row.opener,
      answers: JSON.stringify(row.answers),
      marks: row.marks,
      script_finished_at: row.finishedAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export type Change = Partial<Omit<EmergencyRecord, 'id' | 'version' | 'person_id' | 'answers'>> & { answers?: string };

/** Writes columns. `counted`: state, level or record changed by somebody; alarms and notes leave the version that people work on. */
export async function updateEmergency(tx: Tx, id: string, change: Change, counted: boolean): Promise<EmergencyRecord> {
  return tx
    .updateTable('crisis.emergency')
    .set((eb) => ({ ...change, ...(counted ? { version: eb('version', '+', 1) } : {}) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** One emergency whose deadline is exceeded, taken by one worker alone. */
export function lockExceeded(tx: Tx, now: Temporal.Instant) {
  return tx
    .selectFrom('crisis.emergency')
    .selectAll()
    .where('state', '=', 'raised')
    .where('deadline_at', '<', now)
    .orderBy('deadline_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

/** Open emergencies that nobody is responsible for any more or yet: to look whom the change of duty concerns. */
export function lockRunning(tx: Tx) {
  return tx
    .selectFrom('crisis.emergency')
    .selectAll()
    .where('state', 'in', ['raised', 'acknowledged', 'in_contact'])
    .orderBy('raised_at')
    .limit(200)
    .forUpdate()
    .skipLocked()
    .execute();
}

const rows = (tx: Tx) =>
  tx
    .selectFrom('crisis.emergency as e')
    .leftJoin('people.person as p', 'p.id', 'e.person_id')
    .leftJoin('access.account as r', 'r.id', 'e.raised_by')
    .leftJoin('access.account as a', 'a.id', 'e.acknowledged_by')
    .selectAll('e')
    .select(['p.given_name', 'p.family_name', 'p.called', 'p.phone', 'r.name as raised_by_name', 'a.name as acknowledged_by_name']);
export type ListedEmergency = Awaited<ReturnType<typeof selectOpen>>[number];

/** What is open, the most urgent and the oldest first. */
export function selectOpen(tx: Tx) {
  return rows(tx)
    .where('e.state', 'in', [...OPEN])
    .orderBy(sql`array_position(array['RED', 'ORANGE', 'YELLOW'], e.level)`)
    .orderBy('e.raised_at')
    .limit(100)
    .execute();
}

export function selectRecent(tx: Tx, since: Temporal.Instant) {
  return rows(tx)
    .where('e.state', '=', 'closed')
    .where((eb) => eb.or([eb('e.closed_at', '>=', since), eb('e.reviewed_at', 'is', null).and('e.review_due_at', 'is not', null)]))
    .orderBy('e.closed_at', 'desc')
    .limit(200)
    .execute();
}

export function findListed(tx: Tx, id: string) {
  return rows(tx).where('e.id', '=', id).executeTakeFirst();
}

/** The highest level a person had in real emergencies that touch the time since then, whoever heard her; exercises say nothing about anybody. */
export async function findHighestSince(tx: Tx, personId: string, since: Temporal.Instant): Promise<string | undefined> {
  const { rows } = await sql<{ level: string | null }>`select app.highest_level(${personId}, ${since.toString()}) as level`.execute(tx);
  return rows[0]?.level ?? undefined;
}
