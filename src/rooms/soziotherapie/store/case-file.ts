import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';

/** A table of the case file, with what of it is sealed and how it is read. */
export interface FilePart {
  /** Key of the section; also of its words. */
  key: string;
  table: string;
  /** Sealed columns, and whether they hold a text or JSON. Their place is table, column and row id. */
  sealed: Readonly<Record<string, 'text' | 'json' | 'picture'>>;
  /** Of which rows: those of the person in this practice, of the person alone, of the case, or of its own id. */
  by: 'practice' | 'person' | 'self';
  order: string;
}

/** Everything that the practice holds of a person, in reading order. A test says for every other table why it is not here. */
export const FILE_PARTS: readonly FilePart[] = [
  { key: 'person', table: 'people.person', sealed: {}, by: 'self', order: 'id' },
  { key: 'guardians', table: 'people.guardian', sealed: {}, by: 'person', order: 'id' },
  { key: 'cover', table: 'people.cover', sealed: {}, by: 'person', order: 'from_on' },
  { key: 'exemptions', table: 'people.copay_exemption', sealed: {}, by: 'person', order: 'from_on' },
  {
    key: 'episodes',
    table: 'soziotherapie.episode',
    sealed: { contact_note_sealed: 'text', closing_report_sealed: 'json' },
    by: 'practice',
    order: 'opened_on',
  },
  { key: 'prescriptions', table: 'soziotherapie.prescription', sealed: { form_sealed: 'json' }, by: 'practice', order: 'created_at' },
  { key: 'decisions', table: 'soziotherapie.decision', sealed: { reason_sealed: 'text' }, by: 'practice', order: 'posted_on' },
  { key: 'plans', table: 'soziotherapie.care_plan', sealed: { sealed: 'json' }, by: 'practice', order: 'written_at' },
  { key: 'signatures', table: 'soziotherapie.plan_signature', sealed: { strokes_sealed: 'picture' }, by: 'practice', order: 'recorded_at' },
  { key: 'reviews', table: 'soziotherapie.review', sealed: { sealed: 'json' }, by: 'practice', order: 'done_on' },
  { key: 'ratings', table: 'soziotherapie.gaf_rating', sealed: { sealed: 'text' }, by: 'practice', order: 'rated_on' },
  {
    key: 'sessions',
    table: 'soziotherapie.session',
    sealed: {
      address_sealed: 'text',
      hospital_note_sealed: 'text',
      overlap_reason_sealed: 'text',
      late_reason_sealed: 'text',
      late_release_sealed: 'text',
      signature_reason_sealed: 'text',
    },
    by: 'practice',
    order: 'starts_at',
  },
  {
    key: 'notes',
    table: 'soziotherapie.session_note',
    sealed: { sealed: 'json', change_reason_sealed: 'text' },
    by: 'practice',
    order: 'recorded_at',
  },
  { key: 'ledger', table: 'soziotherapie.ledger_entry', sealed: {}, by: 'practice', order: 'day' },
  { key: 'external', table: 'soziotherapie.external_units', sealed: {}, by: 'practice', order: 'day' },
  { key: 'windows', table: 'soziotherapie.contingent_window', sealed: {}, by: 'person', order: 'start_on' },
  { key: 'stays', table: 'soziotherapie.hospital_stay', sealed: {}, by: 'practice', order: 'admitted_on' },
  { key: 'care', table: 'soziotherapie.parallel_care', sealed: { details_sealed: 'json' }, by: 'practice', order: 'from_on' },
  { key: 'groups', table: 'soziotherapie.group_member', sealed: {}, by: 'practice', order: 'joined_at' },
  { key: 'copays', table: 'soziotherapie.copay_entry', sealed: {}, by: 'practice', order: 'day' },
  { key: 'otherCopays', table: 'soziotherapie.other_copay', sealed: {}, by: 'practice', order: 'recorded_at' },
  { key: 'incomes', table: 'soziotherapie.income', sealed: { sealed: 'json' }, by: 'practice', order: 'recorded_at' },
  { key: 'disclosures', table: 'soziotherapie.disclosure', sealed: {}, by: 'practice', order: 'made_at' },
];

/** Rows of a part as they are stored; row-level security decides what there is. */
export async function rowsOf(tx: Tx, part: FilePart, personId: string, organisationId: string): Promise<Record<string, unknown>[]> {
  const mine =
    part.by === 'self'
      ? sql`id = ${personId}`
      : part.by === 'person'
        ? sql`person_id = ${personId}`
        : sql`person_id = ${personId} and organisation_id = ${organisationId}`;
  const { rows } = await sql<
    Record<string, unknown>
  >`select * from ${sql.table(part.table)} where ${mine} order by ${sql.ref(part.order)}`.execute(tx);
  return rows;
}

/** How much is written about third parties; the texts themselves stay where they are. */
export async function countThirdParty(tx: Tx, personId: string, organisationId: string): Promise<number> {
  const { n } = await tx
    .selectFrom('soziotherapie.third_party_note')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** Names of those who wrote or decided, for ids in the file. */
export async function namesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from access.account where id = any (${ids}::uuid[]) union select id, name from directory.practitioner where id = any (${ids}::uuid[])
    union select id, coalesce(title || ' ', '') || name from soziotherapie.prescriber where id = any (${ids}::uuid[])`.execute(tx);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
