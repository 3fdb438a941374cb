import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';

/** A session with what of it is covered, as the copayment asks for it. */
export interface CopaySession {
  id: string;
  episodeId: string;
  personId: string;
  day: string;
  setting: 'single' | 'group';
  planned: boolean;
  minutes: number;
  present: number;
  parts: { minutes: number; parts: number }[];
}

/** Sessions of persons in a practice that took place or are planned; each with its covered stretches and how many came. */
export async function selectCopaySessions(tx: Tx, personIds: readonly string[], organisationId: string): Promise<CopaySession[]> {
  if (personIds.length === 0) return [];
  const { rows } = await sql<{
    id: string;
    episode_id: string;
    person_id: string;
    day: string;
    setting: 'single' | 'group';
    state: string;
    minutes: number;
    present: number;
    parts: { minutes: number; parts: number }[] | null;
  }>`select s.id, s.episode_id, s.person_id, s.day, s.setting, s.state, s.minutes,
      case when s.setting = 'single' then 1 else (select count(*)::int from soziotherapie.session g
        where g.group_session_id = s.group_session_id and g.takes_place and not g.co_led) end as present,
      (select jsonb_agg(jsonb_build_object('minutes', p.minutes, 'parts', p.parts) order by p.position)
        from soziotherapie.session_part p where p.session_id = s.id and p.live and p.status <> 'UNCOVERED') as parts
    from soziotherapie.session s
    where s.person_id = any (${personIds}::uuid[]) and s.organisation_id = ${organisationId} and s.takes_place and not s.co_led
    order by s.day, s.start_local, s.id`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    episodeId: row.episode_id,
    personId: row.person_id,
    day: row.day,
    setting: row.setting,
    planned: row.state === 'PLANNED' || row.state === 'CONFIRMED',
    minutes: row.minutes,
    present: row.present,
    parts: row.parts ?? [],
  }));
}

/** Ends of episodes and windows of persons: what empties the bucket (R12). */
export async function selectClosings(tx: Tx, personIds: readonly string[], organisationId: string) {
  if (personIds.length === 0) return { episodes: [], windows: [] };
  const episodes = await tx
    .selectFrom('soziotherapie.episode')
    .select(['id', 'person_id', 'state', 'closed_on'])
    .where('person_id', 'in', personIds)
    .where('organisation_id', '=', organisationId)
    .where('state', 'in', ['CLOSED', 'EXHAUSTED'])
    .execute();
  const windows = await tx
    .selectFrom('soziotherapie.contingent_window')
    .select(['person_id', 'end_on'])
    .where('person_id', 'in', personIds)
    .execute();
  return { episodes, windows };
}

export function findCopayEpisode(tx: Tx, id: string) {
  return tx.selectFrom('soziotherapie.episode').select(['id', 'person_id', 'organisation_id']).where('id', '=', id).executeTakeFirst();
}

/** All entries of a person, oldest first; the newest of a day holds. */
export function selectCopayEntries(tx: Tx, personId: string, organisationId: string) {
  return tx
    .selectFrom('soziotherapie.copay_entry')
    .select(['day', 'cost_cents', 'copay_cents', 'why', 'recorded_at'])
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .orderBy('recorded_at')
    .orderBy('id')
    .execute();
}

export async function appendCopayEntries(
  tx: Tx,
  rows: readonly {
    id: string;
    personId: string;
    organisationId: string;
    day: string;
    costCents: number;
    copayCents: number;
    why: string;
  }[],
  at: Temporal.Instant,
): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insertInto('soziotherapie.copay_entry')
    .values(
      rows.map((row) => ({
        id: row.id,
        person_id: row.personId,
        organisation_id: row.organisationId,
        day: row.day,
        cost_cents: row.costCents,
        copay_cents: row.copayCents,
        why: row.why,
        recorded_at: at,
      })),
    )
    .execute();
}

export function selectOtherCopays(tx: Tx, personId: string, organisationId: string, year: number) {
  return tx
    .selectFrom('soziotherapie.other_copay')
    .select(['id', 'cents', 'what', 'recorded_at'])
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .where('year', '=', year)
    .where('withdrawn_at', 'is', null)
    .orderBy('recorded_at')
    .execute();
}

export async function appendOtherCopay(
  tx: Tx,
  row: {
    id: string;
    personId: string;
    organisationId: string;
    year: number;
    cents: number;
    what: string;
    at: Temporal.Instant;
    by: string;
  },
): Promise<void> {
  await sql`insert into soziotherapie.other_copay (id, person_id, organisation_id, year, cents, what, recorded_at, recorded_by)
    values (${row.id}, ${row.personId}, ${row.organisationId}, ${row.year}, ${row.cents}, ${row.what}, ${row.at.toString()}, ${row.by})`.execute(
    tx,
  );
}

export async function withdrawOtherCopayRow(tx: Tx, id: string, at: Temporal.Instant) {
  return tx
    .updateTable('soziotherapie.other_copay')
    .set({ withdrawn_at: at })
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .returning(['person_id', 'organisation_id', 'year'])
    .executeTakeFirst();
}

/** What was said last about the income of a year. */
export function findIncome(tx: Tx, personId: string, organisationId: string, year: number) {
  return tx
    .selectFrom('soziotherapie.income')
    .select(['id', 'sealed', 'chronic'])
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .where('year', '=', year)
    .orderBy('recorded_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function appendIncome(
  tx: Tx,
  row: {
    id: string;
    personId: string;
    organisationId: string;
    year: number;
    sealed: Buffer;
    chronic: boolean;
    at: Temporal.Instant;
    by: string;
  },
): Promise<void> {
  await sql`insert into soziotherapie.income (id, person_id, organisation_id, year, sealed, chronic, recorded_at, recorded_by)
    values (${row.id}, ${row.personId}, ${row.organisationId}, ${row.year}, ${row.sealed}, ${row.chronic}, ${row.at.toString()}, ${row.by})`.execute(
    tx,
  );
}

/** Whether the office was told of this in this year already, also where the task is done. */
export async function wasTold(tx: Tx, kind: string, personId: string, year: number): Promise<boolean> {
  const { rows } = await sql<{ told: boolean }>`select exists (select 1 from tasks.task t
    where t.kind = ${kind} and t.object_id = ${personId} and t.facts->>'year' = ${String(year)}) as told`.execute(tx);
  return rows[0]?.told === true;
}

/** The file in which copayments are shown: the newest one of the person in the practice. */
export async function findNewestEpisode(tx: Tx, personId: string, organisationId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('soziotherapie.episode')
    .select('id')
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .orderBy('opened_on', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}
