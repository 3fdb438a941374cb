import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { Day } from '../rules/calendar.ts';
import type { PrescriptionKind } from '../rules/eligibility.ts';
import type { PrescriberKind } from '../rules/prescriber.ts';

/** The case as the forms need it; a restricted one only for the lead. */
export async function findCase(tx: Tx, id: string, organisationId: string, lead: boolean) {
  const { rows } = await sql<Pick<FormRow, 'id' | 'person_id' | 'organisation_id' | 'prescriber_id' | 'practitioner_id'>>`
    select e.id, e.person_id, e.organisation_id, e.prescriber_id, e.practitioner_id from soziotherapie.episode e
    where e.id = ${id} and e.organisation_id = ${organisationId} and (e.restricted_at is null or ${lead})`.execute(tx);
  return rows[0];
}

export interface FormRow {
  id: string;
  episode_id: string;
  person_id: string;
  organisation_id: string;
  form: '26' | '28';
  kind: PrescriptionKind;
  state: string;
  prescriber_id: string | null;
  /** Who accompanies the case. */
  practitioner_id: string | null;
  form_sealed: Buffer | null;
  version: number;
}

/** A prescription with its sealed form; a restricted case's only for the lead. */
export async function findForm(tx: Tx, id: string, organisationId: string, lead: boolean, lock = false): Promise<FormRow | undefined> {
  const { rows } = await sql<FormRow>`
    select r.id, r.episode_id, r.person_id, r.organisation_id, r.form, r.kind, r.state, r.prescriber_id, e.practitioner_id, r.form_sealed, r.version
    from soziotherapie.prescription r join soziotherapie.episode e on e.id = r.episode_id
    where r.id = ${id} and r.organisation_id = ${organisationId} and (e.restricted_at is null or ${lead}) ${lock ? sql`for update of r` : sql``}`.execute(
    tx,
  );
  return rows[0];
}

export async function updateForm(tx: Tx, id: string, sealed: Buffer): Promise<void> {
  await sql`update soziotherapie.prescription set form_sealed = ${sealed}, version = version + 1 where id = ${id}`.execute(tx);
}

export async function findPersonOfForm(tx: Tx, personId: string) {
  return tx
    .selectFrom('people.person')
    .select(['given_name', 'family_name', 'birth_date', 'street', 'postal_code', 'place'])
    .where('id', '=', personId)
    .executeTakeFirst();
}

/** Who pays on a day, and whether a price of the practice holds for this insurer's group and state then. */
export async function findCoverOn(tx: Tx, personId: string, organisationId: string, day: Day) {
  const { rows } = await sql<{
    payer_ik: string;
    payer_name: string;
    kvnr: string | null;
    insured_status: string;
    insurer_group: string;
    state: string;
    contract_on_file: boolean;
  }>`select v.payer_ik, v.payer_name, v.kvnr, v.insured_status, v.insurer_group, v.state, exists (select from payers.contract_line c
      where c.organisation_id = ${organisationId} and c.withdrawn_at is null and c.insurer_group = v.insurer_group and c.state = v.state
        and c.valid_from <= ${day} and coalesce(c.valid_to, ${day}) >= ${day}) as contract_on_file
    from people.cover v where v.person_id = ${personId} and v.withdrawn_at is null and v.from_on <= ${day} and (v.to_on is null or v.to_on >= ${day})`.execute(
    tx,
  );
  return rows[0];
}

export interface PrescriberOfForm {
  id: string;
  name: string;
  kind: PrescriberKind;
  lanr: string | null;
  bsnr: string | null;
  ik: string | null;
  permission_from: Day | null;
  permission_to: Day | null;
}
const PRESCRIBER = sql`select w.id, concat_ws(' ', w.title, w.name) as name, w.kind, w.lanr, w.bsnr, w.ik, w.permission_from, w.permission_to
    from soziotherapie.prescriber w`;

export async function findPrescriberOf(tx: Tx, id: string): Promise<PrescriberOfForm | undefined> {
  const { rows } = await sql<PrescriberOfForm>`${PRESCRIBER} where w.id = ${id}`.execute(tx);
  return rows[0];
}

/** Those that somebody can choose: who prescribes in this case first, then by name. */
export async function selectPrescribersOf(tx: Tx, first: string | null): Promise<PrescriberOfForm[]> {
  const { rows } = await sql<PrescriberOfForm>`${PRESCRIBER} where w.closed_at is null or w.id = ${first}
    order by (w.id = ${first}) desc nulls last, lower(w.name), w.id limit 500`.execute(tx);
  return rows;
}

/** Prescriptions of the person in this practice that left the draft, oldest first. */
export async function selectEarlier(tx: Tx, personId: string, organisationId: string, except: string | null) {
  const { rows } = await sql<{
    id: string;
    episode_id: string;
    kind: PrescriptionKind;
    issued_on: Day;
    units: number;
    delivered: number;
    withdrawn: boolean;
    prescriber: string | null;
    form_sealed: Buffer | null;
  }>`select r.id, r.episode_id, r.kind, r.issued_on, r.units, (r.used_parts / 180.0)::float8 as delivered, r.state = 'WITHDRAWN' as withdrawn,
      nullif(concat_ws(' ', w.title, w.name), '') as prescriber, r.form_sealed
    from soziotherapie.prescription r left join soziotherapie.prescriber w on w.id = r.prescriber_id
    where r.person_id = ${personId} and r.organisation_id = ${organisationId} and r.state <> 'DRAFT' and r.issued_on is not null and r.units is not null
      and r.id is distinct from ${except}
    order by r.issued_on, r.id`.execute(tx);
  return rows;
}

/** The Krankheitsfall of a day, or the one that begins next after it, with the end of the one before. */
export async function findWindowOn(tx: Tx, personId: string, day: Day) {
  const windows = tx
    .selectFrom('soziotherapie.contingent_window')
    .select(['start_on', 'end_on', 'used_minutes', 'cap_minutes'])
    .select((eb) =>
      eb.fn
        .agg<Day | null>('lag', ['end_on'])
        .over((over) => over.orderBy('start_on'))
        .as('former_end'),
    )
    .where('person_id', '=', personId);
  return tx.selectFrom(windows.as('w')).selectAll().where('end_on', '>=', day).orderBy('start_on').limit(1).executeTakeFirst();
}

/** First session of the case that took place and that nothing pays; those of which the caller knows that they are paid are not looked at. */
export async function findFirstUnpaidSession(tx: Tx, episodeId: string, paid: readonly string[]): Promise<Day | null> {
  const { rows } = await sql<{ day: Day | null }>`select min(s.day) as day from soziotherapie.session s
    where s.episode_id = ${episodeId} and s.takes_place and s.state not in ('PLANNED', 'CONFIRMED') and s.id <> all (${[...paid]}::uuid[])
      and not exists (select 1 from soziotherapie.session_part t where t.session_id = s.id and t.live and t.prescription_id is not null)`.execute(
    tx,
  );
  return rows[0]?.day ?? null;
}

export function selectNursing(tx: Tx, personId: string, organisationId: string) {
  return tx
    .selectFrom('soziotherapie.parallel_care')
    .select(['from_on as from', 'to_on as to'])
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .where('kind', '=', 'pHKP')
    .where('withdrawn_at', 'is', null)
    .orderBy('from_on')
    .execute();
}

/** Ratings of the person in this practice, oldest first. */
export function selectRatings(tx: Tx, personId: string, organisationId: string) {
  return tx
    .selectFrom('soziotherapie.gaf_rating')
    .select(['id', 'rated_on', 'rated_by', 'source_kind', 'sealed'])
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .orderBy('rated_on')
    .orderBy('recorded_at')
    .execute();
}

/** Places of a postal code as shipped; empty where there is no such code. */
export async function selectPlaces(tx: Tx, postalCode: string): Promise<string[]> {
  const row = await tx.selectFrom('directory.postal_code').select('places').where('postal_code', '=', postalCode).executeTakeFirst();
  return row?.places ?? [];
}

/** ICD-10-GM of the newest imported edition. */
export async function selectDiagnoses(tx: Tx) {
  const { rows } = await sql<{
    code: string;
    title: string;
    terminal: boolean;
  }>`select d.code, d.title, d.terminal from directory.diagnosis d
    where d.edition = (select max(edition) from directory.diagnosis) order by d.code`.execute(tx);
  return rows;
}

/** How these codes stand in the newest edition; null where none was imported yet. */
export async function selectStandings(tx: Tx, codes: readonly string[]) {
  const { rows } = await sql<{ edition: string | null; code: string | null; terminal: boolean | null }>`select m.edition, d.code, d.terminal
    from (select max(edition) as edition from directory.diagnosis) m
    left join directory.diagnosis d on d.edition = m.edition and d.code = any (${[...codes]}::text[])`.execute(tx);
  if (!rows[0]?.edition) return null;
  return rows.flatMap(({ code, terminal }) => (code === null ? [] : [{ code, terminal: terminal === true }]));
}
