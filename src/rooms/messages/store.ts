import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { Channel, Form, TemplateName, TextLanguage } from './rules/kinds.ts';

/** The next message whose time has come; others at work on the queue skip it. */
export function lockDue(tx: Tx, now: Temporal.Instant, channels: readonly Channel[]) {
  return tx
    .selectFrom('messages.message')
    .selectAll()
    .where('state', '=', 'queued')
    .where('channel', 'in', channels)
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

/** What went, or goes, to the person, oldest first; not what told a recipient that a release ended. */
export function selectForCopy(tx: Tx, personId: string) {
  return tx
    .selectFrom('messages.message')
    .selectAll()
    .where('person_id', '=', personId)
    .where('cause_kind', '<>', 'release-ended')
    .where('state', '<>', 'cancelled')
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

/** A message, locked until the end of the transaction. */
export function findMessage(tx: Tx, id: string) {
  return tx.selectFrom('messages.message').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Letters that wait for the printer or lie there, and messages that failed, with whom they are for. */
export function listTroubleRows(tx: Tx) {
  return tx
    .selectFrom('messages.message as m')
    .innerJoin('people.person as p', 'p.id', 'm.person_id')
    .selectAll('m')
    .select(['p.given_name', 'p.family_name', 'p.phone'])
    .where((eb) => eb.or([eb('m.state', '=', 'failed'), eb.and([eb('m.state', '=', 'queued'), eb('m.channel', '=', 'letter')])]))
    .orderBy('m.due_at')
    .limit(200)
    .execute();
}

/** Whether the appointment stands at this time; it stays so until the transaction ends (a move waits). */
export async function keepAppointment(tx: Tx, id: string, at: Temporal.Instant): Promise<boolean> {
  const { rows } = await sql<{ stands: boolean }>`select app.keep_appointment(${id}, ${at.toString()}) as stands`.execute(tx);
  return rows[0]?.stands === true;
}

export function liveSuppressions(tx: Tx, personId: string) {
  return tx
    .selectFrom('messages.suppression')
    .selectAll()
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .orderBy('at')
    .execute();
}

/** Stops a channel once; asking twice changes nothing. Whether it was new. */
export async function appendSuppression(
  tx: Tx,
  row: {
    id: string;
    personId: string;
    channel: Channel;
    because: 'opt-out' | 'bounced' | 'wrong-person';
    scope: 'all' | 'reminders';
    at: Temporal.Instant;
    by: string | null;
  },
): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into messages.suppression (id, person_id, channel, because, scope, at, by)
    values (${row.id}, ${row.personId}, ${row.channel}, ${row.because}, ${row.scope}, ${row.at.toString()}, ${row.by})
    on conflict do nothing`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}

/** Every version of a network's own wordings, newest first. */
export function selectTemplates(tx: Tx, name?: TemplateName) {
  const query = tx.selectFrom('messages.template').selectAll().orderBy('template_version', 'desc');
  return (name ? query.where('name', '=', name) : query).execute();
}

/** The network's own wording that holds now. */
export function findTemplate(tx: Tx, name: TemplateName, form: Form, language: TextLanguage, now: Temporal.Instant) {
  return tx
    .selectFrom('messages.template')
    .selectAll()
    .where('name', '=', name)
    .where('form', '=', form)
    .where('language', '=', language)
    .where('valid_from', '<=', now)
    .orderBy('template_version', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Letters by id, locked until the end of the transaction, in the order in which they waited. */
export function lockLetters(tx: Tx, ids: readonly string[]) {
  return tx
    .selectFrom('messages.message')
    .selectAll()
    .where('id', 'in', ids)
    .where('channel', '=', 'letter')
    .orderBy('due_at')
    .orderBy('id')
    .forUpdate()
    .execute();
}

export function lockRun(tx: Tx, id: string) {
  return tx.selectFrom('messages.print_run').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export function lettersOfRun(tx: Tx, id: string) {
  return tx.selectFrom('messages.message').selectAll().where('print_run_id', '=', id).orderBy('due_at').orderBy('id').forUpdate().execute();
}

export async function selectRuns(tx: Tx) {
  return tx
    .selectFrom('messages.print_run as r')
    .leftJoin('access.account as a', 'a.id', 'r.by')
    .selectAll('r')
    .select('a.name')
    .select((eb) =>
      eb
        .selectFrom('messages.message as m')
        .whereRef('m.print_run_id', '=', 'r.id')
        .where('m.state', '=', 'cancelled')
        .select(eb.fn.countAll().as('n'))
        .as('taken_back'),
    )
    .orderBy('r.at', 'desc')
    .limit(30)
    .execute();
}

/** Channels that are closed, with whose they are. */
export function listSuppressionRows(tx: Tx) {
  return tx
    .selectFrom('messages.suppression as s')
    .innerJoin('people.person as p', 'p.id', 's.person_id')
    .selectAll('s')
    .select(['p.given_name', 'p.family_name'])
    .where('s.ended_at', 'is', null)
    .orderBy('s.at', 'desc')
    .limit(200)
    .execute();
}

/** Whether reminders of this cause are waiting or have gone. */
export async function hasReminders(tx: Tx, causeId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('messages.message')
    .select('id')
    .where('cause_id', '=', causeId)
    .where('template', 'in', ['reminder-72', 'reminder-24'])
    .where('state', 'in', ['queued', 'sent'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
