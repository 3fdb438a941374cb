import { type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { ReferralsReferral, ReferralsStep } from '#platform/schema.gen.ts';

export type ReferralRecord = Selectable<ReferralsReferral>;
export type ReferralChange = Updateable<ReferralsReferral>;
export type StepRecord = Selectable<ReferralsStep> & { by_name: string | null };

/** Person and service of a case that the actor has a relation to. */
export async function findCase(tx: Tx, caseId: string): Promise<{ personId: string; organisationId: string } | undefined> {
  const { rows } = await sql<{ person_id: string; organisation_id: string }>`select * from app.case_relation(${caseId})`.execute(tx);
  const [row] = rows;
  return row && { personId: row.person_id, organisationId: row.organisation_id };
}

/** Who coordinates a case now, or her deputy. */
export async function findCoordinator(tx: Tx, caseId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`select app.case_coordinator(${caseId}) as id`.execute(tx);
  return rows[0]?.id ?? null;
}

export function selectReferrals(tx: Tx, caseId: string): Promise<ReferralRecord[]> {
  return tx
    .selectFrom('referrals.referral')
    .selectAll()
    .where('origin_id', '=', caseId)
    .orderBy('created_on', 'desc')
    .orderBy('id', 'desc')
    .limit(300)
    .execute();
}

export function findReferral(tx: Tx, id: string, lock = false): Promise<ReferralRecord | undefined> {
  const query = tx.selectFrom('referrals.referral').selectAll().where('id', '=', id);
  return (lock ? query.forUpdate() : query).executeTakeFirst();
}

export async function appendReferral(tx: Tx, row: Omit<ReferralChange, 'created_on'> & { id: string; created_on: string }): Promise<void> {
  await tx
    .insertInto('referrals.referral')
    .values(row as never)
    .execute();
}

/** Writes what changed and counts the version up. */
export async function updateReferral(tx: Tx, { id, version }: { id: string; version: number }, change: ReferralChange): Promise<void> {
  await tx
    .updateTable('referrals.referral')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .execute();
}

export async function appendStep(tx: Tx, step: Omit<Selectable<ReferralsStep>, 'seq'>): Promise<void> {
  await tx.insertInto('referrals.step').values(step).execute();
}

export function selectSteps(tx: Tx, referralId: string): Promise<StepRecord[]> {
  return tx
    .selectFrom('referrals.step as s')
    .leftJoin('access.account as a', 'a.id', 's.by_account')
    .selectAll('s')
    .select('a.name as by_name')
    .where('s.referral_id', '=', referralId)
    .orderBy('s.seq')
    .limit(500)
    .execute();
}

/** Those whose next step of the clock has come, the oldest first; locked, so that two workers take each once. */
export function lockDue(tx: Tx, today: string, most: number): Promise<ReferralRecord[]> {
  return tx
    .selectFrom('referrals.referral')
    .selectAll()
    .where('next_on', '<=', today)
    .orderBy('next_on')
    .orderBy('id')
    .limit(most)
    .forUpdate()
    .skipLocked()
    .execute();
}

/** What a withdrawn release, or a withdrawn consent to Case Management, reaches. */
export function lockOf(
  tx: Tx,
  which: { releaseId: string } | { caseId: string } | { personId: string; organisationId: string },
): Promise<ReferralRecord[]> {
  let query = tx.selectFrom('referrals.referral').selectAll();
  query =
    'releaseId' in which
      ? query.where('release_id', '=', which.releaseId)
      : 'caseId' in which
        ? query.where('origin_id', '=', which.caseId)
        : query.where('person_id', '=', which.personId).where('organisation_id', '=', which.organisationId);
  return query.orderBy('id').forUpdate().execute();
}

/** Who sends, as a partner reads it; `name` of who wrote it. */
export async function findSender(tx: Tx, organisationId: string, accountId: string | null) {
  const organisation = await tx
    .selectFrom('directory.organisation')
    .select(['name', 'phone'])
    .where('id', '=', organisationId)
    .executeTakeFirst();
  const account = accountId
    ? await tx.selectFrom('access.account').select('name').where('id', '=', accountId).executeTakeFirst()
    : undefined;
  return { organisation: organisation?.name ?? '', phone: organisation?.phone ?? null, name: account?.name ?? null };
}
