import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { Day } from '../rules/calendar.ts';
import type { LedgerKind, Window } from '../rules/ledger.ts';
import type { SessionState } from '../rules/life/session.ts';

/** States of sessions that took place: they count, whether or not they are written up, signed or paid. */
export const TOOK_PLACE = ['DELIVERED', 'LATE_PENDING', 'DOCUMENTED', 'SIGNED', 'RELEASED', 'INVOICED', 'PAID', 'DISPUTED'] as const;
/** Sessions that are agreed and not yet there. */
export const AHEAD = ['PLANNED', 'CONFIRMED'] as const;

/** The row that every writer of a person's contingent locks; made when missing. False where there is no relation to the person. */
export async function lockContingentRow(tx: Tx, personId: string): Promise<boolean> {
  const lock = () =>
    tx.selectFrom('soziotherapie.contingent').select('version').where('person_id', '=', personId).forUpdate().executeTakeFirst();
  if (await lock()) return true;
  await sql`insert into soziotherapie.contingent (person_id) values (${personId}) on conflict do nothing`.execute(tx);
  return (await lock()) !== undefined;
}

/** The same row for the person of a session; nothing where the session is unknown, or nothing was counted for the person yet. */
export function lockContingentOf(tx: Tx, sessionId: string) {
  return tx
    .selectFrom('soziotherapie.contingent')
    .select('person_id')
    .where('person_id', '=', (eb) => eb.selectFrom('soziotherapie.session').select('person_id').where('id', '=', sessionId))
    .forUpdate()
    .executeTakeFirst();
}

/** The rows of several people, always in the same order. */
export async function lockContingentRows(tx: Tx, personIds: readonly string[]): Promise<void> {
  if (personIds.length === 0) return;
  await tx
    .selectFrom('soziotherapie.contingent')
    .select('person_id')
    .where('person_id', 'in', [...new Set(personIds)])
    .orderBy('person_id')
    .forUpdate()
    .execute();
}

export interface SessionRow {
  id: string;
  episodeId: string;
  day: Day;
  start: string;
  setting: 'single' | 'group';
  minutes: number;
  state: SessionState;
}

export async function selectSessions(tx: Tx, personId: string, organisationId: string): Promise<SessionRow[]> {
  const rows = await tx
    .selectFrom('soziotherapie.session')
    .select(['id', 'episode_id', 'day', 'start_local', 'setting', 'minutes', 'state'])
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .where('takes_place', '=', true)
    .execute();
  return rows.map(sessionOf);
}

/** A stored session as the walk asks for it. */
export const sessionOf = (row: {
  id: string;
  episode_id: string;
  day: Day;
  start_local: string;
  setting: string;
  minutes: number;
  state: string;
}): SessionRow => ({
  id: row.id,
  episodeId: row.episode_id,
  day: row.day,
  start: row.start_local,
  setting: row.setting as SessionRow['setting'],
  minutes: row.minutes,
  state: row.state as SessionState,
});

export function selectPrescriptionRows(tx: Tx, personId: string, organisationId: string) {
  return tx
    .selectFrom('soziotherapie.prescription')
    .select([
      'id',
      'episode_id',
      'kind',
      'issued_on',
      'units',
      'group_allowed',
      'approval_free',
      'received_on',
      'submit_until',
      'discharged_on',
      'withdrawn_on',
      'lapses_from',
      'lapse_reason',
      'state',
      'usage',
      'used_parts',
      'set_off_parts',
    ])
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .execute();
}
export type PrescriptionRow = Awaited<ReturnType<typeof selectPrescriptionRows>>[number];

/** All letters about a person's prescriptions that count, in the order they were written down. */
export function selectDecisionRows(tx: Tx, personId: string, organisationId: string) {
  return tx
    .selectFrom('soziotherapie.decision')
    .select(['id', 'prescription_id', 'units', 'notified_on', 'known_on', 'valid_from', 'valid_to'])
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .where('mistaken_at', 'is', null)
    .orderBy('recorded_at')
    .orderBy('id')
    .execute();
}
export type DecisionRow = Awaited<ReturnType<typeof selectDecisionRows>>[number];

/** An entry with what its corrections have left of it. */
export interface Standing {
  id: string;
  organisationId: string;
  day: Day;
  kind: LedgerKind;
  minutes: number;
  parts: number;
  prescriptionId: string | null;
  sessionId: string | null;
  externalId: string | null;
}

/** Entries of which something stands, of all providers. */
export async function selectStanding(tx: Tx, personId: string): Promise<Standing[]> {
  const { rows } = await sql<{
    id: string;
    organisation_id: string;
    day: string;
    kind: LedgerKind;
    minutes: number;
    parts: number;
    prescription_id: string | null;
    session_id: string | null;
    external_id: string | null;
  }>`select e.id, e.organisation_id, e.day, e.kind, e.prescription_id, e.session_id, e.external_id,
      (e.minutes + coalesce(sum(c.minutes), 0))::int as minutes, (e.parts + coalesce(sum(c.parts), 0))::int as parts
    from soziotherapie.ledger_entry e left join soziotherapie.ledger_entry c on c.corrects = e.id
    where e.person_id = ${personId} and e.kind <> 'CORRECTION'
    group by e.id having e.minutes + coalesce(sum(c.minutes), 0) > 0 order by e.day, e.id`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    organisationId: row.organisation_id,
    day: row.day,
    kind: row.kind,
    minutes: row.minutes,
    parts: row.parts,
    prescriptionId: row.prescription_id,
    sessionId: row.session_id,
    externalId: row.external_id,
  }));
}

/** A window with the first day that counts into it, where that lies before its start (O1: counted from the first prescription). */
export interface DrawnWindow extends Window {
  countsFrom: Day | null;
}

export async function selectWindows(tx: Tx, personId: string): Promise<DrawnWindow[]> {
  const rows = await tx
    .selectFrom('soziotherapie.contingent_window')
    .select(['start_on', 'end_on', 'used_minutes', 'counts_from'])
    .where('person_id', '=', personId)
    .orderBy('start_on')
    .execute();
  return rows.map((row) => ({ start: row.start_on, end: row.end_on, usedMinutes: row.used_minutes, countsFrom: row.counts_from }));
}

/** Draws the windows anew; the database sums them from the ledger itself. */
export async function drawWindows(tx: Tx, personId: string, windows: readonly DrawnWindow[], capMinutes: number): Promise<void> {
  const drawn = JSON.stringify(windows.map(({ start, end, countsFrom }) => ({ start, end, countsFrom })));
  await sql`select app.draw_windows(${personId}, ${drawn}::jsonb, ${capMinutes})`.execute(tx);
}

export interface NewEntry {
  id: string;
  personId: string;
  organisationId: string;
  day: Day;
  kind: LedgerKind;
  minutes: number;
  parts: number;
  prescriptionId?: string | null;
  sessionId?: string | null;
  externalId?: string | null;
  corrects?: string;
  evidence?: string | null;
  evidenceFileId?: string | null;
}

export async function appendEntries(tx: Tx, entries: readonly NewEntry[], at: Temporal.Instant, by: string | null): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => ({
    id: entry.id,
    person_id: entry.personId,
    organisation_id: entry.organisationId,
    day: entry.day,
    kind: entry.kind,
    minutes: entry.minutes,
    parts: entry.parts,
    prescription_id: entry.prescriptionId ?? null,
    session_id: entry.sessionId ?? null,
    external_id: entry.externalId ?? null,
    corrects: entry.corrects ?? null,
    evidence: entry.evidence ?? null,
    evidence_file_id: entry.evidenceFileId ?? null,
    recorded_at: at,
    recorded_by: by,
  }));
  await tx.insertInto('soziotherapie.ledger_entry').values(rows).execute();
}

export function selectExternalUnits(tx: Tx, personId: string) {
  return tx.selectFrom('soziotherapie.external_units').selectAll().where('person_id', '=', personId).orderBy('day').orderBy('id').execute();
}
export type ExternalRow = Awaited<ReturnType<typeof selectExternalUnits>>[number];

/** How each session counts now. */
export async function selectLiveParts(tx: Tx, personId: string, organisationId: string) {
  return tx
    .selectFrom('soziotherapie.session_part')
    .select(['session_id', 'position', 'prescription_id', 'status', 'because', 'minutes', 'parts', 'cap_minutes'])
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .where('live', '=', true)
    .orderBy('session_id')
    .orderBy('position')
    .execute();
}
export type PartRow = Awaited<ReturnType<typeof selectLiveParts>>[number];

/** The old ways of counting these sessions stay readable, no longer live. */
export async function retireParts(tx: Tx, sessionIds: readonly string[]): Promise<void> {
  if (sessionIds.length === 0) return;
  await tx
    .updateTable('soziotherapie.session_part')
    .set({ live: false })
    .where('session_id', 'in', [...sessionIds])
    .where('live', '=', true)
    .execute();
}

export async function appendParts(
  tx: Tx,
  parts: readonly (PartRow & { id: string })[],
  who: { personId: string; organisationId: string; at: Temporal.Instant },
): Promise<void> {
  if (parts.length === 0) return;
  await tx
    .insertInto('soziotherapie.session_part')
    .values(parts.map((part) => ({ ...part, person_id: who.personId, organisation_id: who.organisationId, reckoned_at: who.at })))
    .execute();
}

/** Who paid when, for the change of insurer (R18). */
export async function selectCoverPeriods(tx: Tx, personId: string) {
  const rows = await tx
    .selectFrom('people.cover')
    .select(['payer_ik', 'state', 'from_on', 'to_on', 'continues_former'])
    .where('person_id', '=', personId)
    .where('withdrawn_at', 'is', null)
    .orderBy('from_on')
    .execute();
  return rows.map((row) => ({
    payerIk: row.payer_ik,
    state: row.state,
    from: row.from_on,
    to: row.to_on,
    continuesFormer: row.continues_former,
  }));
}

export interface UsageChange {
  usage: string;
  lapse_reason: string | null;
  lapses_from: Day | null;
  set_off_parts: number;
}

export async function updateUsage(tx: Tx, id: string, change: UsageChange): Promise<void> {
  await tx
    .updateTable('soziotherapie.prescription')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}
