import { DAY_DATABASE } from '../../../session.ts';
import { answerOf, deleteDatabase, openDatabase, write } from './database.ts';
import { type Box, freshKey, lockUp, openUp } from './day-box.ts';

/**
 * What a day of visits needs to be readable without network: the plan and what is being written. Locked up with a key that stays in the
 * browser and is thrown away, with everything here, at lock, at sign-out, after the idle time and when the day is over.
 */

interface KeyRow {
  id: 'key';
  key: CryptoKey;
  day: string;
  accountId: string;
  idleSeconds: number;
  /** When a hand was last on the page, milliseconds of this device's clock. */
  seen: number;
}
interface BoxRow extends Box {
  id: string;
}

const STORES = { keys: { keyPath: 'id' }, boxes: { keyPath: 'id' } };

/** Whose day it is. */
export interface Owner {
  day: string;
  accountId: string;
  idleSeconds: number;
}

let locked = false;

/** While it is locked nothing readable is kept. */
export function closeDayStore(is: boolean): void {
  locked = is;
}

/** The key that stands may be used: same day, and a hand on the page within the idle time. */
export const stillOpen = (row: Pick<KeyRow, 'day' | 'seen' | 'idleSeconds'>, today: string, now: number): boolean =>
  row.day === today && now - row.seen < row.idleSeconds * 1000 && row.seen <= now + 60_000;

async function within<Value>(work: (database: IDBDatabase) => Promise<Value>): Promise<Value> {
  const database = await openDatabase(DAY_DATABASE, STORES);
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

const keyIn = (database: IDBDatabase): Promise<KeyRow | undefined> =>
  answerOf<KeyRow | undefined>(database.transaction(['keys']).objectStore('keys').get('key'));

/** Keeps something readable until the day, or the session, ends. Another person's or another day's things are thrown away first. */
export async function keep(owner: Owner, id: string, value: unknown): Promise<void> {
  if (locked) return;
  const found = await within(keyIn);
  if (found && (found.day !== owner.day || found.accountId !== owner.accountId)) await wipe();
  await within(async (database) => {
    const row = (await keyIn(database)) ?? (await makeKey(database, owner));
    const box = await lockUp(row.key, id, value);
    if (locked) return;
    await write(database, ['boxes', 'keys'], (transaction) => {
      transaction.objectStore('boxes').put({ id, ...box } satisfies BoxRow);
      transaction.objectStore('keys').put({ ...row, seen: Date.now() } satisfies KeyRow);
    });
  });
}

async function makeKey(database: IDBDatabase, owner: Owner): Promise<KeyRow> {
  const row: KeyRow = { id: 'key', key: await freshKey(), seen: Date.now(), ...owner };
  await write(database, ['keys'], (transaction) => void transaction.objectStore('keys').put(row));
  return row;
}

/** What was kept under a name; null where nothing stands, or nothing may be read any more: then all of it is thrown away. */
export async function take(id: string, today: string): Promise<unknown> {
  const row = await within(keyIn);
  if (!row) return null;
  if (!stillOpen(row, today, Date.now())) {
    await wipe();
    return null;
  }
  return within(async (database) => {
    const box = await answerOf<BoxRow | undefined>(database.transaction(['boxes']).objectStore('boxes').get(id));
    return box ? openUp(row.key, id, box) : null;
  });
}

export async function drop(id: string): Promise<void> {
  await within((database) => write(database, ['boxes'], (transaction) => void transaction.objectStore('boxes').delete(id)));
}

/** A hand is on the page: the idle time begins anew. */
export async function touch(): Promise<void> {
  if (locked) return;
  await within(async (database) => {
    const row = await keyIn(database);
    if (row && !locked)
      await write(database, ['keys'], (transaction) => void transaction.objectStore('keys').put({ ...row, seen: Date.now() }));
  });
}

export const wipe = (): Promise<void> => deleteDatabase(DAY_DATABASE);
