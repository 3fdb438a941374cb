import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { Refusal } from '#kernel/decision.ts';
import { type CalendarEntry, calendarFeed } from '#platform/calendar.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { FileAnswer } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import { SCHEDULING_EVENTS } from '../events.ts';
import { ownPractitionerId } from './own.ts';

const BACK_DAYS = 28;
const AHEAD_DAYS = 180;

const hashOf = (token: string) => createHash('sha256').update(Buffer.from(token, 'hex')).digest();

/** The same from one reading to the next, and of no use anywhere else: whoever hosts the calendar cannot match it with a record here. */
const uidOf = (feed: Buffer, id: string) => createHash('sha256').update(feed).update(id).digest('hex').slice(0, 32);

/** Since when the own calendar can be subscribed to. */
export async function readMyFeed(call: Call, _permit: Permit<'scheduling.feed'>) {
  const row = await live(call, ownPractitionerId(call));
  return { since: row?.created_at.toString() ?? null };
}

function live(call: Call, practitionerId: string) {
  return call.tx
    .selectFrom('scheduling.feed')
    .select(['id', 'created_at'])
    .where('practitioner_id', '=', practitionerId)
    .where('revoked_at', 'is', null)
    .orderBy('created_at', 'desc')
    .executeTakeFirst();
}

/** A new secret address, shown this once; an earlier one ends. */
export async function makeFeed(call: Call, permit: Permit<'scheduling.feed'>) {
  const practitionerId = ownPractitionerId(call);
  await revokeFeed(call, permit);
  const token = randomBytes(32).toString('hex');
  const id = call.newId();
  await call.tx
    .insertInto('scheduling.feed')
    .values({ id, practitioner_id: practitionerId, token_hash: hashOf(token), created_at: call.now })
    .execute();
  await record(call, { action: SCHEDULING_EVENTS.feedMade, kind: 'C', object: ['feed', id], data: { practitionerId } });
  return { url: new URL(`/feed/${token}.ics`, call.network.publicUrl).toString() };
}

export async function revokeFeed(call: Call, _permit: Permit<'scheduling.feed'>) {
  const practitionerId = ownPractitionerId(call);
  const rows = await call.tx
    .updateTable('scheduling.feed')
    .set({ revoked_at: call.now })
    .where('practitioner_id', '=', practitionerId)
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute();
  for (const { id } of rows)
    await record(call, { action: SCHEDULING_EVENTS.feedRevoked, kind: 'U', object: ['feed', id], data: { practitionerId } });
  return { revoked: rows.length };
}

/** The calendar behind a secret: busy and free times, nothing else. An unknown or revoked secret is not found. */
export async function readFeed(call: Call, file: string): Promise<FileAnswer> {
  const hash = hashOf(file.slice(0, 64));
  const { rows: known } = await sql<{ known: boolean }>`select app.feed_known(${hash}) as known`.execute(call.tx);
  if (!known[0]?.known) throw new Refusal('not-found');
  const from = call.now.subtract({ hours: BACK_DAYS * 24 });
  const to = call.now.add({ hours: AHEAD_DAYS * 24 });
  const { rows } = await sql<{
    entry_id: string;
    starts_at: Temporal.Instant;
    ends_at: Temporal.Instant;
    busy: boolean;
    changed_at: Temporal.Instant;
  }>`
    select * from app.feed_entries(${hash}, ${from.toString()}, ${to.toString()})`.execute(call.tx);
  const entries = rows.map(
    (row): CalendarEntry => ({
      id: uidOf(hash, row.entry_id),
      start: row.starts_at,
      end: row.ends_at,
      kind: row.busy ? 'busy' : 'free',
      changedAt: row.changed_at,
    }),
  );
  const text = calendarFeed({ name: call.network.name, domain: new URL(call.network.publicUrl).hostname, language: 'de', entries });
  return new FileAnswer('text/calendar; charset=utf-8', 'kalender.ics', Buffer.from(text));
}
