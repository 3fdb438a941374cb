import type { Tx } from '#platform/database.ts';
import type { Day } from '../rules/calendar.ts';
import type { PrescriptionKind } from '../rules/eligibility.ts';
import type { PrescriptionState } from '../rules/life/prescription.ts';
import type { PrescriptionUsage } from '../rules/life/usage.ts';

export async function findPrescription(tx: Tx, id: string, lock = false) {
  const query = tx.selectFrom('soziotherapie.prescription').selectAll().where('id', '=', id);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return (
    row && { ...row, kind: row.kind as PrescriptionKind, state: row.state as PrescriptionState, usage: row.usage as PrescriptionUsage }
  );
}
export type PrescriptionRow = NonNullable<Awaited<ReturnType<typeof findPrescription>>>;

/** What was prescribed in an episode, with where it stands. */
export async function selectOfEpisode(tx: Tx, episodeId: string): Promise<{ id: string; state: PrescriptionState }[]> {
  const rows = await tx.selectFrom('soziotherapie.prescription').select(['id', 'state']).where('episode_id', '=', episodeId).execute();
  return rows.map(({ id, state }) => ({ id, state: state as PrescriptionState }));
}

export type PrescriptionChange = Partial<
  Pick<
    PrescriptionRow,
    | 'state'
    | 'kind'
    | 'form'
    | 'prescriber_id'
    | 'payer_ik'
    | 'issued_on'
    | 'units'
    | 'group_allowed'
    | 'approval_free'
    | 'form_sealed'
    | 'discharged_on'
    | 'submit_until'
    | 'submitted_on'
    | 'submitted_by_channel'
    | 'proof_file_id'
    | 'care_plan_due_on'
    | 'received_on'
    | 'md_notice_on'
    | 'delay_notice_on'
    | 'delay_notice_until'
    | 'decision_due_on'
    | 'deemed_flag_on'
    | 'withdrawn_on'
    | 'eligible_as'
    | 'eligible_because'
    | 'mistakes'
  >
>;

export async function appendPrescription(
  tx: Tx,
  row: { id: string; episodeId: string; personId: string; organisationId: string; at: Temporal.Instant } & PrescriptionChange & {
      kind: PrescriptionKind;
      form: string;
    },
): Promise<void> {
  const { id, episodeId, personId, organisationId, at, ...columns } = row;
  await tx
    .insertInto('soziotherapie.prescription')
    .values({ id, episode_id: episodeId, person_id: personId, organisation_id: organisationId, created_at: at, ...columns })
    .execute();
}

export async function updatePrescription(tx: Tx, id: string, change: PrescriptionChange): Promise<number> {
  const { version } = await tx
    .updateTable('soziotherapie.prescription')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

export async function hasPrescriber(tx: Tx, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom('soziotherapie.prescriber')
    .select('id')
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

export async function appendRating(
  tx: Tx,
  rating: {
    id: string;
    personId: string;
    organisationId: string;
    episodeId: string;
    prescriptionId: string;
    prescriberId: string | null;
    ratedOn: Day;
    sealed: Buffer;
    at: Temporal.Instant;
    by: string | null;
  },
): Promise<void> {
  await tx
    .insertInto('soziotherapie.gaf_rating')
    .values({
      id: rating.id,
      person_id: rating.personId,
      organisation_id: rating.organisationId,
      episode_id: rating.episodeId,
      rated_on: rating.ratedOn,
      rated_by: 'prescriber',
      prescriber_id: rating.prescriberId,
      source_kind: 'muster-26',
      source_id: rating.prescriptionId,
      sealed: rating.sealed,
      recorded_at: rating.at,
      recorded_by: rating.by,
    })
    .execute();
}

/** Letters of the insurer about one prescription, oldest first; also those entered in error only where they are to be read. */
export function selectLetters(tx: Tx, prescriptionId: string, mistaken = false) {
  const letters = tx.selectFrom('soziotherapie.decision').selectAll().where('prescription_id', '=', prescriptionId);
  const wanted = mistaken ? letters : letters.where('mistaken_at', 'is', null);
  return wanted.orderBy('recorded_at').orderBy('id').execute();
}
export type LetterRow = Awaited<ReturnType<typeof selectLetters>>[number];

export async function appendLetter(tx: Tx, letter: Omit<LetterRow, 'objected_on' | 'objected_by' | 'mistaken_at'>): Promise<void> {
  await tx.insertInto('soziotherapie.decision').values(letter).execute();
}

export async function noteObjection(tx: Tx, decisionId: string, on: Day, by: 'client' | 'guardian'): Promise<void> {
  await tx.updateTable('soziotherapie.decision').set({ objected_on: on, objected_by: by }).where('id', '=', decisionId).execute();
}

/** The letter stays and counts no more. */
export async function markLetter(tx: Tx, decisionId: string, at: Temporal.Instant): Promise<void> {
  await tx.updateTable('soziotherapie.decision').set({ mistaken_at: at }).where('id', '=', decisionId).execute();
}

/** The letter stands as before the objection. */
export async function clearObjection(tx: Tx, decisionId: string): Promise<void> {
  await tx.updateTable('soziotherapie.decision').set({ objected_on: null, objected_by: null }).where('id', '=', decisionId).execute();
}

/** Muster 28 of a case that were issued, with their forms. */
export function selectReferrals(tx: Tx, episodeId: string) {
  return tx
    .selectFrom('soziotherapie.prescription')
    .select(['id', 'person_id', 'form_sealed'])
    .where('episode_id', '=', episodeId)
    .where('kind', '=', 'REFERRAL')
    .where('state', 'not in', ['DRAFT', 'WITHDRAWN'])
    .execute();
}
