import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { Day, LocalTime } from '../rules/calendar.ts';
import type { PrescriptionKind } from '../rules/eligibility.ts';
import type { CloseReason, EpisodeState } from '../rules/life/episode.ts';
import type { PrescriptionState } from '../rules/life/prescription.ts';
import type { SessionState } from '../rules/life/session.ts';
import type { PrescriptionUsage } from '../rules/life/usage.ts';

export type StoredEpisodeState = Exclude<EpisodeState, 'NONE'>;

export interface CaseRow {
  id: string;
  person_id: string;
  organisation_id: string;
  version: number;
  state: StoredEpisodeState;
  opened_on: Day;
  practitioner_id: string | null;
  waiting_since: Day | null;
  paused_from: Day | null;
  pause_reason: string | null;
  closed_on: Day | null;
  close_reason: CloseReason | null;
  legal_hold: string | null;
  legal_hold_review_on: Day | null;
  restricted_at: Temporal.Instant | null;
  frequency_per_week: number | null;
  prescriber_id: string | null;
  given_name: string | null;
  family_name: string | null;
  called: string | null;
  helper_name: string | null;
}

const caseColumns = sql`e.id, e.person_id, e.organisation_id, e.version, e.state, e.opened_on, e.practitioner_id, e.waiting_since, e.paused_from, e.pause_reason, e.closed_on,
  e.close_reason, e.legal_hold, e.legal_hold_review_on, e.restricted_at, e.frequency_per_week::float8 as frequency_per_week, e.prescriber_id,
  p.given_name, p.family_name, p.called, d.name as helper_name`;
const caseFrom = sql`soziotherapie.episode e join people.person p on p.id = e.person_id left join directory.practitioner d on d.id = e.practitioner_id`;
/** Written out, so that the partial and the state indexes serve. */
const OPEN = sql.raw(`('INQUIRY', 'REFERRED', 'TRIAL', 'IN_APPLICATION', 'ACTIVE', 'PAUSED', 'GAP', 'EXHAUSTED')`);

/** Open cases of a practice, as far as whoever asks sees them. */
export async function selectOpenCases(tx: Tx, organisationId: string, lead: boolean): Promise<CaseRow[]> {
  const { rows } = await sql<CaseRow>`select ${caseColumns} from ${caseFrom}
    where e.organisation_id = ${organisationId} and e.state in ${OPEN} and (e.restricted_at is null or ${lead})
    order by lower(coalesce(p.family_name, p.called)), lower(p.given_name), e.id`.execute(tx);
  return rows;
}

/** Ended cases by the day of their end, newest first; by name where one is sought. Without a name only the rows of the page are touched. */
export async function selectEndedCases(
  tx: Tx,
  organisationId: string,
  lead: boolean,
  { q, page, size }: { q: string | undefined; page: number; size: number },
): Promise<CaseRow[]> {
  const order = sql`order by e.closed_on desc, e.id desc`;
  // as a number in the text: planned with it, PostgreSQL walks the index instead of sorting all
  const some = sql`limit ${sql.raw(String(size + 1))} offset ${(page - 1) * size}`;
  const ended = sql`e.organisation_id = ${organisationId} and e.state = 'CLOSED' and (e.restricted_at is null or ${lead})`;
  const { rows } = q
    ? await sql<CaseRow>`select ${caseColumns} from ${caseFrom} where ${ended} and ${named(q)} ${order} ${some}`.execute(tx)
    : await sql<CaseRow>`with e as materialized (select * from soziotherapie.episode e where ${ended} ${order} ${some})
        select ${caseColumns} from e join people.person p on p.id = e.person_id left join directory.practitioner d on d.id = e.practitioner_id ${order}`.execute(
        tx,
      );
  return rows;
}

const like = (word: string) => `%${word.replaceAll(/[%_\\]/g, '\\$&')}%`;
/** Every word occurs in one of the names. */
function named(q: string | undefined) {
  const words = (q ?? '').split(/\s+/).filter(Boolean).slice(0, 5);
  if (words.length === 0) return sql`true`;
  return sql`(${sql.join(
    words.map((word) => sql`concat_ws(' ', p.given_name, p.family_name, p.called) ilike ${like(word)}`),
    sql` and `,
  )})`;
}

/** For the command palette: few, open ones first. */
export async function selectNamedCases(tx: Tx, organisationId: string, lead: boolean, q: string): Promise<CaseRow[]> {
  const { rows } = await sql<CaseRow>`select ${caseColumns} from ${caseFrom}
    where e.organisation_id = ${organisationId} and (e.restricted_at is null or ${lead}) and ${named(q)}
    order by (e.state = 'CLOSED'), lower(coalesce(p.family_name, p.called)), e.opened_on desc limit 10`.execute(tx);
  return rows;
}

export interface PrescriptionRow {
  id: string;
  episode_id: string;
  version: number;
  form: '26' | '28';
  kind: PrescriptionKind;
  state: PrescriptionState;
  usage: PrescriptionUsage;
  lapse_reason: string | null;
  approval_free: boolean;
  group_allowed: boolean;
  issued_on: Day | null;
  units: number | null;
  discharged_on: Day | null;
  submit_until: Day | null;
  submitted_on: Day | null;
  care_plan_due_on: Day | null;
  received_on: Day | null;
  decision_due_on: Day | null;
  withdrawn_on: Day | null;
  lapses_from: Day | null;
  used_parts: number;
  set_off_parts: number;
  prescriber_id: string | null;
  prescriber_name: string | null;
  /** Which one of its kind in the case, in the order of issue. */
  number: number;
  decided_units: number | null;
  decided_on: Day | null;
  notified_on: Day | null;
  known_on: Day | null;
  valid_from: Day | null;
  valid_to: Day | null;
  objection_until: Day | null;
}

export const prescriptions = (
  where: ReturnType<typeof sql>,
  less: ReturnType<typeof sql>,
  more = sql``,
) => sql<PrescriptionRow>`select * from (
    select r.id, r.episode_id, r.version, r.form, r.kind, r.state, r.usage, r.lapse_reason, r.approval_free, r.group_allowed, r.issued_on, r.units,
      r.discharged_on, r.submit_until, r.submitted_on, r.care_plan_due_on, r.received_on, r.decision_due_on, r.withdrawn_on, r.lapses_from, r.used_parts,
      r.set_off_parts, r.prescriber_id, nullif(concat_ws(' ', w.title, w.name), '') as prescriber_name,
      (row_number() over (partition by r.episode_id, r.kind order by r.issued_on nulls last, r.created_at))::int as number,
      d.units as decided_units, d.decided_on, d.notified_on, d.known_on, d.valid_from, d.valid_to, d.objection_until ${more}
    from soziotherapie.prescription r
    left join soziotherapie.prescriber w on w.id = r.prescriber_id
    left join lateral (select n.* from soziotherapie.decision n where n.prescription_id = r.id and n.mistaken_at is null
      order by n.recorded_at desc limit 1) d on true
    where ${where}) r where ${less} order by r.issued_on nulls last, r.id`;

/** With the decision in force; an objection keeps the one objected to until it is decided. */
export async function selectPrescriptions(tx: Tx, episodeIds: readonly string[]): Promise<PrescriptionRow[]> {
  const { rows } = await prescriptions(sql`r.episode_id = any (${episodeIds}::uuid[])`, sql`true`).execute(tx);
  return rows;
}

export interface WindowRow {
  person_id: string;
  start_on: Day;
  end_on: Day;
  /** The first day that counts into it, where that lies before its start (O1). */
  counts_from: Day | null;
  used_minutes: number;
  cap_minutes: number;
}
export async function selectWindows(tx: Tx, personIds: readonly string[]): Promise<WindowRow[]> {
  const { rows } =
    await sql<WindowRow>`select person_id, start_on, end_on, counts_from, used_minutes, cap_minutes from soziotherapie.contingent_window
    where person_id = any (${personIds}::uuid[]) order by start_on`.execute(tx);
  return rows;
}

export interface PlanRow {
  id: string;
  episode_id: string;
  state: 'draft' | 'offered' | 'agreed';
  number: number;
  signed_on: Day | null;
  written_on: Day;
  parties: ('client' | 'provider' | 'prescriber')[];
}
export const plans = (where: ReturnType<typeof sql>, more = sql``) =>
  sql<PlanRow>`select c.id, c.episode_id, c.state, c.number, c.signed_on, (coalesce(c.offered_at, c.written_at) at time zone 'Europe/Berlin')::date as written_on,
      array(select s.party from soziotherapie.plan_signature s where s.care_plan_id = c.id and s.how <> 'refused' order by s.party) as parties ${more}
    from soziotherapie.care_plan c where ${where} and c.state in ('draft', 'offered', 'agreed') order by c.number`;

/** Plans in force and on their way, with who has signed. */
export async function selectPlans(tx: Tx, personIds: readonly string[]): Promise<PlanRow[]> {
  const { rows } = await plans(sql`c.person_id = any (${personIds}::uuid[])`).execute(tx);
  return rows;
}

export interface ReviewRow {
  episode_id: string;
  done_on: Day;
}
export async function selectReviews(tx: Tx, personIds: readonly string[]): Promise<ReviewRow[]> {
  const { rows } =
    await sql<ReviewRow>`select episode_id, done_on from soziotherapie.review where person_id = any (${personIds}::uuid[])`.execute(tx);
  return rows;
}

/** Who is in hospital on a day. */
export async function selectInpatients(tx: Tx, personIds: readonly string[], day: Day): Promise<Set<string>> {
  const { rows } = await sql<{ person_id: string }>`select person_id from soziotherapie.hospital_stay
    where person_id = any (${personIds}::uuid[]) and withdrawn_at is null and admitted_on <= ${day} and (discharged_on is null or discharged_on >= ${day})`.execute(
    tx,
  );
  return new Set(rows.map(({ person_id }) => person_id));
}

export interface SessionRow {
  id: string;
  episode_id: string;
  state: SessionState;
  day: Day;
  start_local: LocalTime;
  ends_at: Temporal.Instant;
  place_kind: string | null;
}
/** Sessions that are over and not settled, and of those to come the next one of each case. */
export async function selectUnsettled(tx: Tx, organisationId: string, at: Temporal.Instant): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`select id, episode_id, state, day, start_local, ends_at, place_kind from soziotherapie.session
    where organisation_id = ${organisationId} and state in ('PLANNED', 'CONFIRMED', 'DELIVERED', 'LATE_PENDING', 'DOCUMENTED') and ends_at <= ${at.toString()}`.execute(
    tx,
  );
  return rows;
}
export async function selectNext(tx: Tx, episodeIds: readonly string[], at: Temporal.Instant): Promise<SessionRow[]> {
  const { rows } =
    await sql<SessionRow>`select n.id, n.episode_id, n.state, n.day, n.start_local, n.ends_at, n.place_kind from unnest(${episodeIds}::uuid[]) c(id)
    cross join lateral (select * from soziotherapie.session s where s.episode_id = c.id and s.state in ('PLANNED', 'CONFIRMED') and s.ends_at > ${at.toString()}
      order by s.starts_at limit 1) n`.execute(tx);
  return rows;
}

export interface VisitRow {
  id: string;
  person_id: string;
  episode_id: string;
  state: SessionState;
  setting: 'single' | 'group';
  group_name: string | null;
  start_local: LocalTime;
  end_local: LocalTime;
  place_kind: string | null;
  address_sealed: Buffer | null;
  practitioner_id: string;
  helper_name: string;
  given_name: string | null;
  family_name: string | null;
  called: string | null;
  phone: string | null;
  street: string | null;
  postal_code: string | null;
  place: string | null;
}
/** A day's sessions in the order of the route: as set, else by the clock. */
export async function selectVisits(tx: Tx, organisationId: string, day: Day, practitionerId: string | null): Promise<VisitRow[]> {
  const { rows } =
    await sql<VisitRow>`select s.id, s.person_id, s.episode_id, s.state, s.setting, g.name as group_name, s.start_local, s.end_local, s.place_kind,
      s.address_sealed, s.practitioner_id, d.name as helper_name, p.given_name, p.family_name, p.called, p.phone, p.street, p.postal_code, p.place
    from soziotherapie.session s join people.person p on p.id = s.person_id join directory.practitioner d on d.id = s.practitioner_id
    left join soziotherapie.therapy_group g on g.id = s.group_id
    where s.organisation_id = ${organisationId} and s.day = ${day} and s.state not in ('CANCELLED_PATIENT', 'CANCELLED_PROVIDER')
      and (${practitionerId}::uuid is null or s.practitioner_id = ${practitionerId}::uuid)
    order by d.name, s.practitioner_id, s.route_order nulls last, s.starts_at, s.id`.execute(tx);
  return rows;
}

/** Federal state of the practice, whose holidays count where no insurer is known. */
export async function findPracticeState(tx: Tx, organisationId: string): Promise<string | null> {
  const { rows } = await sql<{ state: string }>`select state from soziotherapie.practice where organisation_id = ${organisationId}`.execute(
    tx,
  );
  return rows[0]?.state ?? null;
}

/** Who pays for whom on a day. */
export async function selectPayerNames(tx: Tx, personIds: readonly string[], day: Day): Promise<Map<string, string>> {
  const { rows } = await sql<{ person_id: string; payer_name: string }>`select person_id, payer_name from people.cover
    where person_id = any (${personIds}::uuid[]) and withdrawn_at is null and from_on <= ${day} and (to_on is null or to_on >= ${day})`.execute(
    tx,
  );
  return new Map(rows.map(({ person_id, payer_name }) => [person_id, payer_name]));
}

/** The last day on which each prescription of these cases paid. */
export async function selectLastUse(tx: Tx, episodeIds: readonly string[]): Promise<Map<string, Day>> {
  const { rows } = await sql<{ id: string; day: Day }>`select r.id, l.day from soziotherapie.prescription r
    cross join lateral (select o.day from soziotherapie.ledger_entry o where o.prescription_id = r.id
      order by o.day desc limit 1) l
    where r.episode_id = any (${episodeIds}::uuid[]) and r.usage in ('USED_UP', 'LAPSED')`.execute(tx);
  return new Map(rows.map(({ id, day }) => [id, day]));
}
