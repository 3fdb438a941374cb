import type { Tx } from '#platform/database.ts';

export interface NewPage {
  id: string;
  emergencyId: string;
  accountId: string;
  place: string;
  channel: string;
  at: Temporal.Instant;
  by: string | null;
}

/** Writes alarms down. What is on the live channel is sent with the commit; the others wait for their delivery. */
export async function appendPages(tx: Tx, pages: readonly NewPage[]): Promise<void> {
  if (pages.length === 0) return;
  await tx
    .insertInto('crisis.page')
    .values(
      pages.map(({ id, emergencyId, accountId, place, channel, at, by }) => ({
        id,
        emergency_id: emergencyId,
        account_id: accountId,
        place,
        channel,
        by,
        made_at: at,
        state: channel === 'session' ? 'sent' : 'queued',
        ended_at: channel === 'session' ? at : null,
      })),
    )
    .execute();
}

export function selectPages(tx: Tx, emergencyId: string) {
  return tx
    .selectFrom('crisis.page as g')
    .innerJoin('access.account as a', 'a.id', 'g.account_id')
    .selectAll('g')
    .select('a.name')
    .where('g.emergency_id', '=', emergencyId)
    .orderBy('g.made_at')
    .orderBy('g.id')
    .limit(500)
    .execute();
}

/** Who was alarmed so far. */
export async function selectPaged(tx: Tx, emergencyId: string): Promise<string[]> {
  const rows = await tx.selectFrom('crisis.page').select('account_id').distinct().where('emergency_id', '=', emergencyId).execute();
  return rows.map(({ account_id }) => account_id);
}

export async function markPagesSeen(tx: Tx, emergencyId: string, accountId: string): Promise<void> {
  await tx
    .updateTable('crisis.page')
    .set({ state: 'seen' })
    .where('emergency_id', '=', emergencyId)
    .where('account_id', '=', accountId)
    .where('state', '<>', 'seen')
    .execute();
}

/** The next alarm to be delivered, taken by one worker alone; its next try is put off first, so that a crash means a second try. */
export async function takePage(tx: Tx, now: Temporal.Instant, again: Temporal.Instant) {
  const page = await tx
    .selectFrom('crisis.page as g')
    .innerJoin('crisis.emergency as e', 'e.id', 'g.emergency_id')
    .select(['g.id', 'g.account_id', 'g.channel', 'g.made_at', 'g.tries', 'g.emergency_id', 'e.state', 'e.level', 'e.drill'])
    .where('g.state', '=', 'queued')
    .where((eb) => eb.or([eb('g.next_try_at', 'is', null), eb('g.next_try_at', '<=', now)]))
    .orderBy('g.made_at')
    .limit(1)
    .forUpdate('g')
    .skipLocked()
    .executeTakeFirst();
  if (!page) return undefined;
  await tx
    .updateTable('crisis.page')
    .set({ tries: page.tries + 1, next_try_at: again })
    .where('id', '=', page.id)
    .execute();
  return page;
}
export type TakenPage = NonNullable<Awaited<ReturnType<typeof takePage>>>;

/** How an alarm ended; one that was seen meanwhile stays seen. */
export async function endPage(tx: Tx, id: string, state: 'sent' | 'failed', at: Temporal.Instant, failure: string | null): Promise<void> {
  await tx
    .updateTable('crisis.page')
    .set({ state, ended_at: at, failure, next_try_at: null })
    .where('id', '=', id)
    .where('state', '=', 'queued')
    .execute();
}
