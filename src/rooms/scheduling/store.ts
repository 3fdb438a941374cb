import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { DB } from '#platform/schema.gen.ts';
import type { Interval } from './rules/overlap.ts';

export type SlotRow = Selectable<DB['scheduling.slot']>;
export type AppointmentRow = Selectable<DB['scheduling.appointment']>;
export type AbsenceRow = Selectable<DB['scheduling.absence']>;
export type WeeklyRow = Selectable<DB['scheduling.weekly_time']>;
export type ExceptionRow = Selectable<DB['scheduling.weekly_exception']>;

export function findSlot(tx: Tx, id: string): Promise<SlotRow | undefined> {
  return tx.selectFrom('scheduling.slot').selectAll().where('id', '=', id).executeTakeFirst();
}

export function lockSlot(tx: Tx, id: string): Promise<SlotRow | undefined> {
  return tx.selectFrom('scheduling.slot').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Slots of a practitioner that share a moment with a stretch and still mean something, in order. */
export function selectSlots(tx: Tx, practitionerId: string, { start, end }: Interval): Promise<SlotRow[]> {
  return tx
    .selectFrom('scheduling.slot')
    .selectAll()
    .where('practitioner_id', '=', practitionerId)
    .where('starts_at', '<', end)
    .where('ends_at', '>', start)
    .where('state', 'not in', ['withdrawn', 'expired'])
    .orderBy('starts_at')
    .execute();
}

/** Writes a change and the next version. What is withdrawn or over no longer takes part in the overlap rule. */
export async function updateSlot(
  tx: Tx,
  slot: Pick<SlotRow, 'id' | 'version'>,
  change: Updateable<DB['scheduling.slot']>,
): Promise<number> {
  const version = slot.version + 1;
  await tx
    .updateTable('scheduling.slot')
    .set({ ...change, version })
    .where('id', '=', slot.id)
    .execute();
  return version;
}

/** Appends what fits and answers the ids of it; what would overlap or stands there already is left out. */
export async function appendSlots(tx: Tx, slots: Insertable<DB['scheduling.slot']>[]): Promise<Set<string>> {
  if (slots.length === 0) return new Set();
  const rows = await tx
    .insertInto('scheduling.slot')
    .values(slots)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** The first live slot of a practitioner that shares a moment with a stretch. */
export function findSlotAt(
  tx: Tx,
  practitionerId: string,
  { start, end }: Interval,
  but: readonly string[] = [],
): Promise<SlotRow | undefined> {
  let query = tx
    .selectFrom('scheduling.slot')
    .selectAll()
    .where('practitioner_id', '=', practitionerId)
    .where('live', '=', true)
    .where('starts_at', '<', end)
    .where('ends_at', '>', start);
  if (but.length > 0) query = query.where('id', 'not in', [...but]);
  return query.orderBy('starts_at').executeTakeFirst();
}

export function findAppointment(tx: Tx, id: string): Promise<AppointmentRow | undefined> {
  return tx.selectFrom('scheduling.appointment').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Row-level security decides who finds it; FOR UPDATE asks the policies of changing, too. */
export function lockAppointment(tx: Tx, id: string): Promise<AppointmentRow | undefined> {
  return tx.selectFrom('scheduling.appointment').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export function selectAppointments(tx: Tx, practitionerId: string, { start, end }: Interval): Promise<AppointmentRow[]> {
  return tx
    .selectFrom('scheduling.appointment')
    .selectAll()
    .where('practitioner_id', '=', practitionerId)
    .where('starts_at', '<', end)
    .where('ends_at', '>', start)
    .orderBy('starts_at')
    .execute();
}

/** Begun and still without a mark, oldest first (AP2). */
export function selectUnmarked(tx: Tx, practitionerId: string, now: Temporal.Instant): Promise<AppointmentRow[]> {
  return tx
    .selectFrom('scheduling.appointment')
    .selectAll()
    .where('practitioner_id', '=', practitionerId)
    .where('state', '=', 'booked')
    .where('starts_at', '<=', now)
    .orderBy('starts_at')
    .limit(100)
    .execute();
}

export async function updateAppointment(
  tx: Tx,
  appointment: Pick<AppointmentRow, 'id' | 'version'>,
  change: Updateable<DB['scheduling.appointment']>,
): Promise<number> {
  const version = appointment.version + 1;
  await tx
    .updateTable('scheduling.appointment')
    .set({ ...change, version })
    .where('id', '=', appointment.id)
    .execute();
  return version;
}

/** Appends an appointment unless it would overlap another live one of the helper or the client; answers whether it stands. */
export async function appendAppointment(tx: Tx, row: Insertable<DB['scheduling.appointment']>): Promise<boolean> {
  const rows = await tx
    .insertInto('scheduling.appointment')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  return rows.length === 1;
}

/** A live appointment of the helper or of the client in the way, as far as the asker may see it. */
export function findAppointmentAt(
  tx: Tx,
  who: { practitionerId: string } | { personId: string },
  { start, end }: Interval,
): Promise<AppointmentRow | undefined> {
  const query = tx
    .selectFrom('scheduling.appointment')
    .selectAll()
    .where('live', '=', true)
    .where('starts_at', '<', end)
    .where('ends_at', '>', start);
  const theirs = 'personId' in who ? query.where('person_id', '=', who.personId) : query.where('practitioner_id', '=', who.practitionerId);
  return theirs.orderBy('starts_at').executeTakeFirst();
}

export async function isAbsent(tx: Tx, practitionerId: string, { start, end }: Interval): Promise<boolean> {
  const { rows } = await sql<{ absent: boolean }>`
    select app.absent(${practitionerId}, tstzrange(${start.toString()}::timestamptz, ${end.toString()}::timestamptz)) as absent`.execute(
    tx,
  );
  return rows[0]?.absent ?? false;
}

/** Absences that are not taken back and share a moment with a stretch. */
export function selectAbsences(tx: Tx, practitionerId: string, { start, end }: Interval): Promise<AbsenceRow[]> {
  return tx
    .selectFrom('scheduling.absence')
    .selectAll()
    .where('practitioner_id', '=', practitionerId)
    .where('withdrawn_at', 'is', null)
    .where('starts_at', '<', end)
    .where('ends_at', '>', start)
    .orderBy('starts_at')
    .execute();
}

export function lockAbsence(tx: Tx, id: string): Promise<AbsenceRow | undefined> {
  return tx.selectFrom('scheduling.absence').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export function lockWeeklyTime(tx: Tx, id: string): Promise<WeeklyRow | undefined> {
  return tx.selectFrom('scheduling.weekly_time').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export function selectWeeklyTimes(tx: Tx, practitionerId?: string): Promise<WeeklyRow[]> {
  let query = tx.selectFrom('scheduling.weekly_time').selectAll().where('withdrawn_at', 'is', null);
  if (practitionerId) query = query.where('practitioner_id', '=', practitionerId);
  return query.orderBy('practitioner_id').orderBy('weekday').orderBy('from_time').orderBy('id').execute();
}

export function selectExceptions(tx: Tx, weeklyTimeIds: readonly string[]): Promise<ExceptionRow[]> {
  if (weeklyTimeIds.length === 0) return Promise.resolve([]);
  return tx
    .selectFrom('scheduling.weekly_exception')
    .selectAll()
    .where('weekly_time_id', 'in', [...weeklyTimeIds])
    .orderBy('day')
    .orderBy('id')
    .execute();
}

/** Initials of persons, as far as the asker's relations reach. */
export async function initialsOf(tx: Tx, personIds: readonly string[]): Promise<Map<string, string>> {
  if (personIds.length === 0) return new Map();
  const { rows } = await sql<{ person_id: string; initials: string }>`select * from app.initials_of(${personIds}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.person_id, row.initials]));
}

/** Names of those who hold something. */
export async function holdersOf(tx: Tx, accountIds: readonly string[]): Promise<Map<string, string>> {
  if (accountIds.length === 0) return new Map();
  const { rows } = await sql<{ account_id: string; name: string }>`select * from app.holders(${accountIds}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.account_id, row.name]));
}
