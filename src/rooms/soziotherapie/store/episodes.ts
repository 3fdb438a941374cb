import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { Day } from '../rules/calendar.ts';
import type { EpisodeState } from '../rules/life/episode.ts';
import { AHEAD } from './ledger.ts';

export async function findEpisode(tx: Tx, id: string, lock = false) {
  const query = tx.selectFrom('soziotherapie.episode').selectAll().where('id', '=', id);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return row && { ...row, state: row.state as EpisodeState };
}
export type EpisodeRow = NonNullable<Awaited<ReturnType<typeof findEpisode>>>;

/** Episodes of a person in a practice that are not closed, the newest first. */
export async function selectRunning(tx: Tx, personId: string, organisationId: string): Promise<EpisodeRow[]> {
  const rows = await tx
    .selectFrom('soziotherapie.episode')
    .selectAll()
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .where('state', '<>', 'CLOSED')
    .orderBy('opened_on', 'desc')
    .orderBy('id', 'desc')
    .forUpdate()
    .execute();
  return rows.map((row) => ({ ...row, state: row.state as EpisodeState }));
}

export interface NewEpisode {
  id: string;
  personId: string;
  organisationId: string;
  practitionerId: string | null;
  previousId: string | null;
  prescriberId: string | null;
  openedOn: Day;
  askedBy: string;
  noteSealed: Buffer | null;
  waitingSince: Day | null;
}

export async function appendEpisode(tx: Tx, episode: NewEpisode): Promise<void> {
  await tx
    .insertInto('soziotherapie.episode')
    .values({
      id: episode.id,
      person_id: episode.personId,
      organisation_id: episode.organisationId,
      practitioner_id: episode.practitionerId,
      prescriber_id: episode.prescriberId,
      previous_id: episode.previousId,
      state: 'INQUIRY',
      opened_on: episode.openedOn,
      asked_by: episode.askedBy,
      contact_note_sealed: episode.noteSealed,
      waiting_since: episode.waitingSince,
    })
    .execute();
}

export type EpisodeChange = Partial<
  Pick<
    EpisodeRow,
    | 'state'
    | 'practitioner_id'
    | 'prescriber_id'
    | 'waiting_since'
    | 'paused_from'
    | 'pause_reason'
    | 'frequency_per_week'
    | 'closed_on'
    | 'close_reason'
    | 'closing_report_sealed'
    | 'restricted_at'
    | 'legal_hold'
    | 'legal_hold_review_on'
  >
>;

/** Returns the new version. */
export async function updateEpisode(tx: Tx, id: string, change: EpisodeChange): Promise<number> {
  const { version } = await tx
    .updateTable('soziotherapie.episode')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

/** The relations of a service to a person, opened together: the helper's and the office's (either may be absent). */
export async function relateService(
  tx: Tx,
  wish: {
    id: string;
    officeId: string | null;
    personId: string;
    organisationId: string;
    practitionerId: string | null;
    kind: 'team' | 'substitute';
    episodeId: string;
    at: Temporal.Instant;
  },
): Promise<void> {
  await sql`select app.relate_service(${wish.id}, ${wish.officeId}, ${wish.personId}, ${wish.organisationId}, ${wish.practitionerId}, ${wish.kind},
    'episode', ${wish.episodeId}, ${wish.at.toString()})`.execute(tx);
}

/** Ends what a helper or deputy sees of a case; without one, what all of them see. */
export async function endService(tx: Tx, episodeId: string, practitionerId: string | null, until: Temporal.Instant): Promise<void> {
  await sql`select app.end_service(${episodeId}, ${practitionerId}, false, ${until.toString()})`.execute(tx);
}

export async function restrictService(tx: Tx, episodeId: string, on: boolean): Promise<void> {
  await sql`select app.restrict_service(${episodeId}, ${on})`.execute(tx);
}

export interface HandOver {
  id: string;
  officeId: string;
  personId: string;
  organisationId: string;
  day: Day;
  askedBy: string;
  noteSealed: Buffer | null;
  waiting: boolean;
  at: Temporal.Instant;
}

export async function handOver(tx: Tx, wish: HandOver): Promise<void> {
  await sql`select app.hand_over_episode(${wish.id}, ${wish.officeId}, ${wish.personId}, ${wish.organisationId}, ${wish.day}, ${wish.askedBy},
    ${wish.noteSealed}, ${wish.waiting}, ${wish.at.toString()})`.execute(tx);
}

export function selectPractices(tx: Tx) {
  return tx
    .selectFrom('soziotherapie.practice')
    .select(['organisation_id as organisationId', 'name', 'place'])
    .orderBy('name')
    .limit(200)
    .execute();
}

/** A helper of Soziotherapie who works in this practice. */
export async function isHelperOf(tx: Tx, practitionerId: string, organisationId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('directory.practitioner')
    .select('id')
    .where('id', '=', practitionerId)
    .where('organisation_id', '=', organisationId)
    .where('profession', '=', 'SOZIO')
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** What a closing asks: sessions that took place, those not written up, and those whose time has passed and nobody said what became of them. */
export async function countSessions(
  tx: Tx,
  episodeId: string,
  now?: Temporal.Instant,
): Promise<{ delivered: number; undocumented: number; unmarked: number }> {
  const { rows } = await sql<{ delivered: number; undocumented: number; unmarked: number }>`select
      count(*) filter (where state not in ('PLANNED', 'CONFIRMED'))::int as delivered,
      count(*) filter (where state in ('DELIVERED', 'LATE_PENDING'))::int as undocumented,
      count(*) filter (where state in ('PLANNED', 'CONFIRMED') and ends_at <= ${now?.toString() ?? null}::timestamptz)::int as unmarked
    from soziotherapie.session where episode_id = ${episodeId} and takes_place`.execute(tx);
  return rows[0] ?? { delivered: 0, undocumented: 0, unmarked: 0 };
}

export function selectAhead(tx: Tx, episodeId: string) {
  return tx
    .selectFrom('soziotherapie.session')
    .select(['id', 'state', 'version', 'day', 'starts_at', 'practitioner_id'])
    .where('episode_id', '=', episodeId)
    .where('state', 'in', [...AHEAD])
    .orderBy('id')
    .forUpdate()
    .execute();
}

export async function cancelSession(tx: Tx, id: string, state: string, reason: string): Promise<void> {
  await tx
    .updateTable('soziotherapie.session')
    .set((eb) => ({ state, off_reason: reason, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

export async function hasCarePlan(tx: Tx, episodeId: string, prescriptionId?: string): Promise<'agreed' | 'drafted' | 'none'> {
  let query = tx.selectFrom('soziotherapie.care_plan').select('state').where('episode_id', '=', episodeId).where('state', '<>', 'dropped');
  if (prescriptionId) query = query.where('prescription_id', '=', prescriptionId);
  const rows = await query.execute();
  if (rows.some(({ state }) => state === 'agreed' || state === 'replaced')) return 'agreed';
  return rows.length > 0 ? 'drafted' : 'none';
}

/** Times of all sessions that take or took place, by the clock on the wall. */
export function selectSessionTimes(tx: Tx, personId: string, organisationId: string) {
  return tx
    .selectFrom('soziotherapie.session')
    .select(['id', 'state', 'start_local', 'end_local'])
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .where('takes_place', '=', true)
    .orderBy('starts_at')
    .execute();
}
