import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { Day } from '../rules/calendar.ts';
import type { LedgerKind } from '../rules/ledger.ts';
import type { PrescriberKind } from '../rules/prescriber.ts';
import type { PrescriberOfForm } from './forms.ts';
import {
  type CaseRow,
  type PlanRow,
  type PrescriptionRow,
  plans,
  prescriptions,
  type SessionRow,
  type StoredEpisodeState,
} from './overview.ts';

export interface FileRow extends CaseRow {
  birth_date: Day | null;
  phone: string | null;
  street: string | null;
  postal_code: string | null;
  place: string | null;
  prescriber_name: string | null;
  prescriber_title: string | null;
  prescriber_kind: PrescriberKind | null;
}

/** A case with its person, as far as the reader has a relation. */
export async function findFile(tx: Tx, id: string): Promise<FileRow | undefined> {
  const { rows } =
    await sql<FileRow>`select e.id, e.person_id, e.organisation_id, e.version, e.state, e.opened_on, e.practitioner_id, e.waiting_since, e.paused_from, e.pause_reason,
      e.closed_on, e.close_reason, e.legal_hold, e.legal_hold_review_on, e.restricted_at, e.frequency_per_week::float8 as frequency_per_week, e.prescriber_id,
      p.given_name, p.family_name, p.called, p.birth_date, p.phone, p.street, p.postal_code, p.place, d.name as helper_name,
      w.name as prescriber_name, w.title as prescriber_title, w.kind as prescriber_kind
    from soziotherapie.episode e join people.person p on p.id = e.person_id
    left join directory.practitioner d on d.id = e.practitioner_id
    left join soziotherapie.prescriber w on w.id = e.prescriber_id
    where e.id = ${id}`.execute(tx);
  return rows[0];
}

export interface CoverRow {
  payer_ik: string;
  payer_name: string;
  kvnr: string | null;
  insured_status: string;
  insurer_group: string;
  state: string;
  from_on: Day;
  to_on: Day | null;
  exempt_until: Day | null;
  contracts: { from: Day; to: Day | null }[];
}
/** Who pays and when, until when the person is exempt from copayment on a day, and when a price of the practice holds for this insurer. */
export async function selectCovers(tx: Tx, personId: string, organisationId: string, day: Day): Promise<CoverRow[]> {
  const { rows } =
    await sql<CoverRow>`select c.payer_ik, c.payer_name, c.kvnr, c.insured_status, c.insurer_group, c.state, c.from_on, c.to_on,
      (select max(x.to_on) from people.copay_exemption x where x.person_id = c.person_id and x.withdrawn_at is null and x.from_on <= ${day} and x.to_on >= ${day})::date as exempt_until,
      array(select jsonb_build_object('from', l.valid_from, 'to', l.valid_to) from payers.contract_line l where l.organisation_id = ${organisationId}
        and l.withdrawn_at is null and l.insurer_group = c.insurer_group and l.state = c.state) as contracts
    from people.cover c where c.person_id = ${personId} and c.withdrawn_at is null order by c.from_on`.execute(tx);
  return rows;
}

export interface EntryRow {
  id: string;
  organisation_id: string;
  day: Day;
  kind: LedgerKind;
  minutes: number;
  evidence: string | null;
  session_id: string | null;
  corrects: string | null;
}
/** Every booking of the person's contingent, earliest first. */
export async function selectEntries(tx: Tx, personId: string): Promise<EntryRow[]> {
  const { rows } =
    await sql<EntryRow>`select id, organisation_id, day, kind, minutes, evidence, session_id, corrects from soziotherapie.ledger_entry
    where person_id = ${personId} order by day, recorded_at, id`.execute(tx);
  return rows;
}

export interface StayRow {
  admitted_on: Day;
  discharged_on: Day | null;
}
export async function selectStays(tx: Tx, personId: string): Promise<StayRow[]> {
  const { rows } = await sql<StayRow>`select admitted_on, discharged_on from soziotherapie.hospital_stay
    where person_id = ${personId} and withdrawn_at is null order by admitted_on`.execute(tx);
  return rows;
}

export interface OtherCaseRow {
  id: string;
  state: StoredEpisodeState;
  opened_on: Day;
  closed_on: Day | null;
}
export async function selectOtherCases(tx: Tx, personId: string, organisationId: string, not: string): Promise<OtherCaseRow[]> {
  const { rows } = await sql<OtherCaseRow>`select id, state, opened_on, closed_on from soziotherapie.episode
    where person_id = ${personId} and organisation_id = ${organisationId} and id <> ${not} order by opened_on desc, id desc`.execute(tx);
  return rows;
}

/** A prescription of a case with what stands on its form, sealed, and who wrote it. */
export interface FormedRow extends PrescriptionRow {
  form_sealed: Buffer | null;
  prescriber: PrescriberOfForm | null;
}
export async function selectPrescriptionsWithForms(tx: Tx, episodeId: string): Promise<FormedRow[]> {
  const more = sql`, r.form_sealed, case when w.id is not null then jsonb_build_object('id', w.id, 'name', concat_ws(' ', w.title, w.name), 'kind', w.kind,
      'lanr', w.lanr, 'bsnr', w.bsnr, 'ik', w.ik, 'permission_from', w.permission_from, 'permission_to', w.permission_to) end as prescriber`;
  const { rows } = await prescriptions(sql`r.episode_id = ${episodeId}`, sql`true`, more).execute(tx);
  return rows as FormedRow[];
}

/** What is over and not settled, and of what is to come the next one. */
export async function selectAround(
  tx: Tx,
  episodeId: string,
  at: Temporal.Instant,
): Promise<{ over: SessionRow[]; next: SessionRow | undefined }> {
  const columns = sql.raw('id, episode_id, state, day, start_local, ends_at, place_kind');
  const { rows } = await sql<SessionRow & { ahead: boolean }>`select ${columns}, false as ahead from soziotherapie.session
    where episode_id = ${episodeId} and state in ('PLANNED', 'CONFIRMED', 'DELIVERED', 'LATE_PENDING', 'DOCUMENTED') and ends_at <= ${at.toString()}
    union all (select ${columns}, true from soziotherapie.session
    where episode_id = ${episodeId} and state in ('PLANNED', 'CONFIRMED') and ends_at > ${at.toString()} order by starts_at limit 1)`.execute(
    tx,
  );
  return { over: rows.filter(({ ahead }) => !ahead), next: rows.find(({ ahead }) => ahead) };
}

export interface SealedPlanRow extends PlanRow {
  sealed: Buffer | null;
}
/** Plans of a person in force and on their way, with who has signed; what stands in them only where it is asked for. */
export async function selectPlansWithContent(tx: Tx, personId: string, opened: boolean): Promise<SealedPlanRow[]> {
  const { rows } = await plans(sql`c.person_id = ${personId}`, sql`, case when ${opened}::boolean then c.sealed end as sealed`).execute(tx);
  return rows as SealedPlanRow[];
}

/** How many sessions of a case since a day worked on each goal, by the newest version of their notes. */
export async function countGoals(tx: Tx, episodeId: string, since: Day): Promise<Map<string, number>> {
  const { rows } = await sql<{ goal: string; n: number }>`select g.goal, count(*)::int as n from soziotherapie.session s
      join lateral (select n.goal_ids from soziotherapie.session_note n where n.session_id = s.id order by n.number desc limit 1) n on true
      cross join lateral unnest(n.goal_ids) as g(goal)
    where s.episode_id = ${episodeId} and s.day >= ${since} and s.state not in ('NO_SHOW', 'CANCELLED_PATIENT', 'CANCELLED_PROVIDER') group by g.goal`.execute(
    tx,
  );
  return new Map(rows.map(({ goal, n }) => [goal, n]));
}
