import type { Tx } from '#platform/database.ts';

/** The next message by e-mail whose time has come; others at work on the queue skip it. */
export function lockDue(tx: Tx, now: Temporal.Instant) {
  return tx
    .selectFrom('messages.message')
    .selectAll()
    .where('state', '=', 'queued')
    .where('channel', '=', 'email')
    .where('due_at', '<=', now)
    .where((eb) => eb.or([eb('next_try_at', 'is', null), eb('next_try_at', '<=', now)]))
    .orderBy('due_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}
export type MessageRecord = NonNullable<Awaited<ReturnType<typeof lockDue>>>;

export function messagesOf(tx: Tx, causeId: string) {
  return tx.selectFrom('messages.message').selectAll().where('cause_id', '=', causeId).orderBy('created_at').execute();
}

export function findMessage(tx: Tx, id: string) {
  return tx.selectFrom('messages.message').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export function listTroubleRows(tx: Tx) {
  return tx
    .selectFrom('messages.message as m')
    .innerJoin('people.person as p', 'p.id', 'm.person_id')
    .selectAll('m')
    .select(['p.given_name', 'p.family_name'])
    .where((eb) => eb.or([eb('m.state', '=', 'failed'), eb.and([eb('m.state', '=', 'queued'), eb('m.channel', '=', 'letter')])]))
    .orderBy('m.due_at')
    .limit(200)
    .execute();
}
