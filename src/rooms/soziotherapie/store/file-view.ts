import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { Day, LocalTime } from '../rules/calendar.ts';
import type { LedgerKind } from '../rules/ledger.ts';
import type { PrescriberKind } from '../rules/prescriber.ts';
import type { CaseRow, StoredEpisodeState } from './overview.ts';

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
  state: string;
  from_on: Day;
  to_on: Day | null;
  exempt_until: Day | null;
}
/** Who pays on a day, and until when the person is exempt from copayment. */
export async function findCover(tx: Tx, personId: string, day: Day): Promise<CoverRow | undefined> {
  const { rows } = await sql<CoverRow>`select c.payer_ik, c.payer_name, c.kvnr, c.insured_status, c.state, c.from_on, c.to_on,
      (select max(x.to_on) from people.copay_exemption x where x.person_id = c.person_id and x.withdrawn_at is null and x.from_on <= ${day} and x.to_on >= ${day})::date as exempt_until
    from people.cover c where c.person_id = ${personId} and c.withdrawn_at is null and c.from_on <= ${day} and (c.to_on is null or c.to_on >= ${day})`.execute(
    tx,
  );
  return rows[0];
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

export interface FormRow {
  id: string;
  form_sealed: Buffer;
}
/** What stands on the forms of a case, sealed. */
export async function selectForms(tx: Tx, episodeId: string): Promise<FormRow[]> {
  const { rows } = await sql<FormRow>`select id, form_sealed from soziotherapie.prescription
    where episode_id = ${episodeId} and form_sealed is not null`.execute(tx);
  return rows;
}

export interface VisitRow {
  id: string;
  start_local: LocalTime;
  place_kind: string | null;
}
export async function findNextVisit(tx: Tx, episodeId: string, at: Temporal.Instant): Promise<VisitRow | undefined> {
  const { rows } = await sql<VisitRow>`select id, start_local, place_kind from soziotherapie.session
    where episode_id = ${episodeId} and state in ('PLANNED', 'CONFIRMED') and ends_at > ${at.toString()} order by starts_at limit 1`.execute(
    tx,
  );
  return rows[0];
}

/** The plan that counts, else the one on its way, with who has signed. */
export async function findPlanContent(tx: Tx, episodeId: string): Promise<{ id: string; sealed: Buffer } | undefined> {
  const { rows } = await sql<{ id: string; sealed: Buffer }>`select id, sealed from soziotherapie.care_plan
    where episode_id = ${episodeId} and state in ('agreed', 'offered', 'draft') order by (state = 'agreed') desc, number desc limit 1`.execute(
    tx,
  );
  return rows[0];
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
