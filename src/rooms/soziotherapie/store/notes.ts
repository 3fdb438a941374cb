import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';

export async function selectNotes(tx: Tx, sessionId: string) {
  return tx
    .selectFrom('soziotherapie.session_note as n')
    .leftJoin('access.account as a', 'a.id', 'n.author_id')
    .selectAll('n')
    .select('a.name as author_name')
    .where('n.session_id', '=', sessionId)
    .orderBy('n.number')
    .execute();
}
export type NoteRecord = Awaited<ReturnType<typeof selectNotes>>[number];

export function selectThirdParty(tx: Tx, sessionId: string) {
  return tx
    .selectFrom('soziotherapie.third_party_note as n')
    .leftJoin('access.account as a', 'a.id', 'n.author_id')
    .selectAll('n')
    .select('a.name as author_name')
    .where('n.session_id', '=', sessionId)
    .orderBy('n.number')
    .execute();
}

export interface NewNote {
  id: string;
  sessionId: string;
  personId: string;
  organisationId: string;
  number: number;
  kinds: readonly string[];
  goalIds: readonly string[];
  sealed: Buffer;
  reasonSealed: Buffer | null;
  occurredLocal: string;
  at: Temporal.Instant;
  by: string;
}

export async function appendNote(tx: Tx, note: NewNote): Promise<void> {
  await tx
    .insertInto('soziotherapie.session_note')
    .values({
      id: note.id,
      session_id: note.sessionId,
      person_id: note.personId,
      organisation_id: note.organisationId,
      number: note.number,
      kinds: [...note.kinds],
      goal_ids: [...note.goalIds],
      sealed: note.sealed,
      change_reason_sealed: note.reasonSealed,
      occurred_local: note.occurredLocal,
      recorded_at: note.at,
      author_id: note.by,
    })
    .execute();
}

export async function appendThirdParty(tx: Tx, note: Omit<NewNote, 'kinds' | 'goalIds' | 'reasonSealed' | 'occurredLocal'>): Promise<void> {
  await tx
    .insertInto('soziotherapie.third_party_note')
    .values({
      id: note.id,
      session_id: note.sessionId,
      person_id: note.personId,
      organisation_id: note.organisationId,
      number: note.number,
      sealed: note.sealed,
      recorded_at: note.at,
      author_id: note.by,
    })
    .execute();
}

/** The newest note of each of these episodes, for what comes next. */
export async function selectLatestNotes(tx: Tx, episodeIds: readonly string[]) {
  const { rows } = await sql<{
    id: string;
    person_id: string;
    sealed: Buffer;
    kinds: string[];
    goal_ids: string[];
    episode_id: string;
    place_kind: string | null;
  }>`select l.* from unnest(${episodeIds}::uuid[]) c(id) cross join lateral (
      select n.id, n.person_id, n.sealed, n.kinds, n.goal_ids, s.episode_id, s.place_kind
      from soziotherapie.session s join soziotherapie.session_note n on n.session_id = s.id
      where s.episode_id = c.id order by s.start_local desc, n.number desc limit 1) l`.execute(tx);
  return rows;
}
