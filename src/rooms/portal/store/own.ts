import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { FormLanguage } from '../rules/fields.ts';
import type { PortalKind } from '../rules/own-access.ts';
import type { OwnKind } from '../rules/own-words.ts';

export interface RelationRow {
  id: string;
  person_id: string;
  kind: PortalKind;
  name: string;
  classes: string[];
  until_at: Temporal.Instant | null;
  guardian_id: string | null;
  /** All of the person; else only what `sees` names. */
  whole: boolean;
  sees: string[];
  /** Acts for a young person who is owed secrecy herself (from 14). */
  young: boolean;
  given_name: string | null;
  family_name: string | null;
  called: string | null;
}

/** What is open to this account now, the oldest first. A relative whose release was withdrawn has nothing. */
export async function selectRelations(tx: Tx, accountId: string): Promise<RelationRow[]> {
  const { rows } = await sql<RelationRow>`
    select r.id, r.person_id, r.kind, r.name, r.classes, r.until_at, r.guardian_id, r.person_id = any ((select app.portal_persons(null))::uuid[]) as whole,
      array(select c from unnest('{identity,appointments,plan,case}'::text[]) c where r.person_id = any (app.portal_persons(c))) as sees,
      r.kind = 'guardian' and coalesce(p.birth_date + interval '14 years' <= d.today and p.birth_date + interval '18 years' > d.today, false) as young,
      p.given_name, p.family_name, p.called
    from access.portal_relation r left join people.person p on p.id = r.person_id cross join (select (app.now() at time zone 'Europe/Berlin')::date as today) d
    where r.account_id = ${accountId} and r.person_id = any ((select app.portal_all())::uuid[]) order by r.from_at, r.id`.execute(tx);
  return rows;
}

export function findOwnPerson(tx: Tx, personId: string) {
  return tx
    .selectFrom('people.person')
    .select(['given_name', 'family_name', 'called', 'birth_date', 'phone', 'email', 'street', 'postal_code', 'place', 'language'])
    .where('id', '=', personId)
    .executeTakeFirst();
}

export interface AppointmentRow {
  source: 'appointment' | 'session';
  id: string;
  version: number;
  kind: OwnKind;
  video: boolean;
  starts_at: Temporal.Instant;
  ends_at: Temporal.Instant;
  state: string;
  standing: boolean;
  practitioner: string;
  phone: string | null;
  street: string | null;
  town: string | null;
  directions: string | null;
  changed_at: Temporal.Instant;
}

/** Appointments of therapy and of Soziotherapie in one row after the other. */
export async function selectAppointments(tx: Tx, personId: string, { from, id }: { from: Temporal.Instant | null; id?: string }) {
  const { rows } = await sql<AppointmentRow>`
    select * from (
      select 'appointment' as source, a.id, a.version, a.kind, a.modality = 'video' as video, a.starts_at, a.ends_at, a.state, a.state = 'booked' as standing,
        concat_ws(' ', r.title, r.name) as practitioner, coalesce(r.phone, o.phone) as phone, l.street, concat_ws(' ', l.postal_code, l.place) as town, l.directions,
        a.booked_at as changed_at
      from scheduling.appointment a join directory.practitioner r on r.id = a.practitioner_id join directory.organisation o on o.id = r.organisation_id
        left join directory.location l on l.id = a.location_id where a.person_id = ${personId}
      union all
      select 'session', s.id, s.version, case when s.setting = 'group' then 'MEETING' else 'VISIT' end, false, s.starts_at, s.ends_at, s.state,
        s.state in ('PLANNED', 'CONFIRMED'), concat_ws(' ', r.title, r.name), coalesce(r.phone, o.phone), null, null, null, s.created_at
      from soziotherapie.session s join directory.practitioner r on r.id = s.practitioner_id join directory.organisation o on o.id = s.organisation_id
      where s.person_id = ${personId}) as a
    where (${from?.toString() ?? null}::timestamptz is null or (a.standing and a.ends_at > ${from?.toString() ?? null}::timestamptz))
      and (${id ?? null}::uuid is null or a.id = ${id ?? null}::uuid)
    order by a.starts_at, a.id limit 500`.execute(tx);
  return rows;
}

export function selectConsents(tx: Tx, personId: string) {
  return tx
    .selectFrom('consent.consent as c')
    .leftJoin('directory.organisation as o', 'o.id', 'c.organisation_id')
    .select([
      'c.id',
      'c.kind',
      'c.organisation_id',
      'c.recipient_sealed',
      'c.classes',
      'c.direction',
      'c.given_at',
      'c.until_at',
      'c.withdrawn_at',
      'c.version',
    ])
    .select('o.name as organisation_name')
    .where('c.person_id', '=', personId)
    .orderBy('c.given_at', 'desc')
    .limit(300)
    .execute();
}

export interface HelperRow {
  organisation_id: string | null;
  organisation_name: string | null;
  phone: string | null;
  helper: string | null;
  account_id: string | null;
  cause: string;
  cause_id: string;
}
export async function selectHelpers(tx: Tx, personId: string): Promise<HelperRow[]> {
  const { rows } = await sql<HelperRow>`select * from app.portal_helpers(${personId})`.execute(tx);
  return rows;
}

export async function selectLooks(tx: Tx, personId: string, since: Temporal.Instant) {
  const { rows } = await sql<{
    day: string;
    actor: string;
    roles: string[];
    organisation: string | null;
    looked: number;
    changed: number;
  }>`select * from app.portal_access_log(${personId}, ${since.toString()}, 300)`.execute(tx);
  return rows;
}

export async function selectOthers(tx: Tx, personId: string) {
  const { rows } = await sql<{ relation_id: string; name: string; kind: PortalKind; classes: string[]; from_at: Temporal.Instant }>`
    select * from app.portal_others(${personId})`.execute(tx);
  return rows;
}

/** Whoever is signed in to the portal, half or wholly. */
export async function findPortalAccount(tx: Tx) {
  const { rows } = await sql<{
    account_id: string;
    session_id: string;
    level: number;
    email: string;
    name: string;
    language: FormLanguage;
    factor: 'mail' | null;
    confirmed: boolean;
    person_id: string | null;
  }>`select * from app.portal_account()`.execute(tx);
  return rows[0];
}

/** The person's own case that runs, if there is one. */
export function findOwnCase(tx: Tx, personId: string) {
  return tx
    .selectFrom('cases.case')
    .select(['id', 'organisation_id', 'phase'])
    .where('person_id', '=', personId)
    .where('phase', 'not in', ['closed', 'not_opened'])
    .orderBy('created_at', 'desc')
    .executeTakeFirst();
}

/** The version of the plan that lies before her or that holds, newest first. */
export function selectPlanVersions(tx: Tx, personId: string) {
  return tx
    .selectFrom('cases.plan_version')
    .select(['id', 'case_id', 'state', 'number', 'agreed_on', 'offered_on', 'version'])
    .where('person_id', '=', personId)
    .where('state', 'in', ['offered', 'agreed'])
    .orderBy('number', 'desc')
    .execute();
}
