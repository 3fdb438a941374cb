import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';

export function selectDevices(tx: Tx, accountId: string) {
  return tx
    .selectFrom('crisis.push_subscription')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .orderBy('created_at')
    .limit(20)
    .execute();
}

export async function keepDevice(
  tx: Tx,
  device: { id: string; endpoint: string; p256dh: string; auth: string; device: string | null; at: Temporal.Instant },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`select app.keep_push(${device.id}, ${device.endpoint}, ${device.p256dh}, ${device.auth},
    ${device.device}, ${device.at.toString()}) as id`.execute(tx);
  return rows[0]?.id ?? device.id;
}

/** Ends a subscription of whoever asks (her own by row-level security), or of anybody for the system. Whether there was one. */
export async function endDevice(tx: Tx, id: string, at: Temporal.Instant): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('crisis.push_subscription')
    .set({ ended_at: at })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function noteDevice(tx: Tx, id: string, at: Temporal.Instant): Promise<void> {
  await tx.updateTable('crisis.push_subscription').set({ last_ok_at: at }).where('id', '=', id).execute();
}

export async function findPushKey(tx: Tx): Promise<string | null> {
  const row = await tx.selectFrom('crisis.push_key').select('public_key').executeTakeFirst();
  return row?.public_key ?? null;
}

/** Keeps the key of this installation; with another key no browser can be woken by its old subscription, so they end. */
export async function keepPushKey(tx: Tx, publicKey: string, at: Temporal.Instant): Promise<void> {
  const before = await findPushKey(tx);
  if (before === publicKey) return;
  await tx
    .insertInto('crisis.push_key')
    .values({ public_key: publicKey, set_at: at })
    .onConflict((on) => on.column('id').doUpdateSet({ public_key: publicKey, set_at: at }))
    .execute();
  if (before) await tx.updateTable('crisis.push_subscription').set({ ended_at: at }).where('ended_at', 'is', null).execute();
}
