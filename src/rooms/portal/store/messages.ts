import type { Tx } from '#platform/database.ts';

export interface NewMessage {
  id: string;
  personId: string;
  accountId: string;
  organisationId: string | null;
  fromClient: boolean;
  sealed: Buffer;
  writtenAt: Temporal.Instant;
  writtenBy: string;
}

export async function appendMessage(tx: Tx, message: NewMessage): Promise<void> {
  await tx
    .insertInto('portal.message')
    .values({
      id: message.id,
      person_id: message.personId,
      account_id: message.accountId,
      organisation_id: message.organisationId,
      from_client: message.fromClient,
      sealed: message.sealed,
      written_at: message.writtenAt,
      written_by: message.writtenBy,
    })
    .execute();
}

/** Messages about a person that the asker may see, oldest first. */
export function selectMessages(tx: Tx, personId: string, accountId?: string) {
  let query = tx
    .selectFrom('portal.message as m')
    .leftJoin('access.account as a', 'a.id', 'm.written_by')
    .select(['m.id', 'm.person_id', 'm.account_id', 'm.organisation_id', 'm.from_client', 'm.sealed', 'm.written_at', 'm.read_at'])
    .select('a.name as writer')
    .where('m.person_id', '=', personId);
  if (accountId) query = query.where('m.account_id', '=', accountId);
  return query.orderBy('m.written_at', 'desc').orderBy('m.id', 'desc').limit(200).execute();
}

/** Everything that was written between a service and any account about a person, oldest first. */
export function selectWithService(tx: Tx, personId: string, organisationId: string) {
  return tx
    .selectFrom('portal.message as m')
    .leftJoin('access.account as a', 'a.id', 'm.written_by')
    .select(['m.id', 'm.account_id', 'm.from_client', 'm.sealed', 'm.written_at', 'a.name as writer'])
    .where('m.person_id', '=', personId)
    .where('m.organisation_id', '=', organisationId)
    .orderBy('m.written_at')
    .orderBy('m.id')
    .execute();
}

/** What was written to the reader and not read yet. */
export async function markRead(tx: Tx, personId: string, fromClient: boolean, at: Temporal.Instant): Promise<void> {
  await tx
    .updateTable('portal.message')
    .set({ read_at: at })
    .where('person_id', '=', personId)
    .where('from_client', '=', fromClient)
    .where('read_at', 'is', null)
    .execute();
}

export async function countSince(tx: Tx, accountId: string, since: Temporal.Instant): Promise<number> {
  const { n } = await tx
    .selectFrom('portal.message')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('account_id', '=', accountId)
    .where('from_client', '=', true)
    .where('written_at', '>', since)
    .executeTakeFirstOrThrow();
  return Number(n);
}
