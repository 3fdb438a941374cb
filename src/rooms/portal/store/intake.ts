import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';

export interface NewIntake {
  id: string;
  personId: string;
  requestId: string;
  language: string;
  formVersion: string;
  sealed: Buffer;
  wrapped: Buffer;
  source: Buffer;
  aside: 'honey' | 'fast' | null;
}

/** Lays a form into the box; the one thing that somebody who is not signed in can do. */
export async function receiveIntake(tx: Tx, one: NewIntake): Promise<'received' | 'again' | 'too-many'> {
  const { rows } = await sql<{
    said: 'received' | 'again' | 'too-many';
  }>`select app.receive_intake(${one.id}, ${one.personId}, ${one.requestId},
    ${one.language}, ${one.formVersion}, ${one.sealed}, ${one.wrapped}, ${one.source}, ${one.aside}) as said`.execute(tx);
  return rows[0]?.said ?? 'too-many';
}

/** Ids of forms that wait, oldest first. */
export async function waitingIntakes(tx: Tx, now: Temporal.Instant, most: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('portal.intake')
    .select('id')
    .where('taken_over_at', 'is', null)
    .where('put_aside', 'is', null)
    .where((eb) => eb.or([eb('next_try_at', 'is', null), eb('next_try_at', '<=', now)]))
    .orderBy('at')
    .limit(most)
    .execute();
  return rows.map(({ id }) => id);
}

/** Locks a form that still waits; nothing where another worker has it or took it over already. */
export function lockIntake(tx: Tx, id: string) {
  return tx
    .selectFrom('portal.intake')
    .selectAll()
    .where('id', '=', id)
    .where('taken_over_at', 'is', null)
    .where('put_aside', 'is', null)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

export async function updateIntake(
  tx: Tx,
  id: string,
  change: { taken_over_at?: Temporal.Instant; failures?: number; next_try_at?: Temporal.Instant },
): Promise<void> {
  await tx.updateTable('portal.intake').set(change).where('id', '=', id).execute();
}

export function findIntakeOfRequest(tx: Tx, requestId: string) {
  return tx.selectFrom('portal.intake').selectAll().where('request_id', '=', requestId).executeTakeFirst();
}

export async function asideIntakes(tx: Tx): Promise<{ id: string; at: Temporal.Instant; put_aside: 'honey' | 'fast' }[]> {
  const { rows } = await sql<{ id: string; at: Temporal.Instant; put_aside: 'honey' | 'fast' }>`select * from app.aside_intakes()`.execute(
    tx,
  );
  return rows;
}

export async function admitIntake(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql<{ done: boolean }>`select app.admit_intake(${id}) as done`.execute(tx);
  return rows[0]?.done === true;
}

/** What lay aside for this long and nobody wanted is gone, with its key's only text. */
export async function dropAside(tx: Tx, before: Temporal.Instant): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('portal.intake')
    .where('put_aside', 'is not', null)
    .where('taken_over_at', 'is', null)
    .where('at', '<', before)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

export async function countAside(tx: Tx): Promise<number> {
  const row = await tx
    .selectFrom('portal.intake')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('put_aside', 'is not', null)
    .where('taken_over_at', 'is', null)
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

/** The federal state in which most of the network's practices are: its holidays are the desk's. */
export async function stateOfNetwork(tx: Tx): Promise<string> {
  const { rows } = await sql<{ state: string }>`select state from directory.location where closed_at is null
    group by state order by count(*) desc, state limit 1`.execute(tx);
  return rows[0]?.state ?? 'NW';
}
