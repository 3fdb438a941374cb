import type { MeasureKind, PlaceKind } from '#rooms/soziotherapie/rules/note.ts';
import { answerOf, openDatabase, write } from './database.ts';

/**
 * What waits to reach the server. Each entry was sealed for the server when it was written: nothing on this device, and nobody who
 * holds it, can read it again. So it may stay through lock, sign-out and restart. Beside it stand ids and times alone.
 */
export interface Waiting {
  /** Made here; the server takes an id once. */
  id: string;
  accountId: string;
  sessionId: string | null;
  /** By the clock on the wall. */
  writtenLocal: string;
  /** Made by `sealToServer`. */
  sealed: string;
  keyId: string;
  order: number;
}

/** The visit that runs, so that its clock outlives the lock: no name, no text. */
export interface Running {
  id: 'running';
  accountId: string;
  sessionId: string;
  episodeId: string;
  version: number;
  startLocal: string;
  /** Milliseconds. */
  startedAt: number;
  /** Ids and codes that were chosen, so that they need not be chosen blindly. */
  goalIds: string[];
  kinds: MeasureKind[];
  placeKind: PlaceKind | null;
}

/** The server's public key, for an entry that is written while the day is locked. */
export interface KeptKey {
  id: 'server';
  keyId: string;
  publicKey: string;
}

/** Where waiting entries lie; another one stands in for it in tests. */
export interface Shelf {
  all(): Promise<Waiting[]>;
  put(entry: Waiting): Promise<void>;
  remove(id: string): Promise<void>;
}

const NAME = 'geleit-waiting';
const STORES = { entries: { keyPath: 'id' }, running: { keyPath: 'id' }, keys: { keyPath: 'id' } };

async function within<Value>(work: (database: IDBDatabase) => Promise<Value>): Promise<Value> {
  const database = await openDatabase(NAME, STORES);
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

export const shelf: Shelf = {
  all: () => within((database) => answerOf<Waiting[]>(database.transaction(['entries']).objectStore('entries').getAll())),
  put: (entry) => within((database) => write(database, ['entries'], (transaction) => void transaction.objectStore('entries').put(entry))),
  remove: (id) => within((database) => write(database, ['entries'], (transaction) => void transaction.objectStore('entries').delete(id))),
};

export const running = {
  get: () => within((database) => answerOf<Running | undefined>(database.transaction(['running']).objectStore('running').get('running'))),
  set: (row: Omit<Running, 'id'>) =>
    within((database) =>
      write(database, ['running'], (transaction) => void transaction.objectStore('running').put({ id: 'running', ...row })),
    ),
  clear: () =>
    within((database) => write(database, ['running'], (transaction) => void transaction.objectStore('running').delete('running'))),
};

export const serverKey = {
  /** Keeps something and takes it away again. */
  probe: () =>
    within((database) =>
      write(database, ['keys'], (transaction) => {
        transaction.objectStore('keys').put({ id: 'probe' });
        transaction.objectStore('keys').delete('probe');
      }),
    ),
  get: () => within((database) => answerOf<KeptKey | undefined>(database.transaction(['keys']).objectStore('keys').get('server'))),
  set: ({ keyId, publicKey }: Omit<KeptKey, 'id'>) =>
    within((database) =>
      write(
        database,
        ['keys'],
        (transaction) => void transaction.objectStore('keys').put({ id: 'server', keyId, publicKey } satisfies KeptKey),
      ),
    ),
};

/** Whether entries can wait on this device. `missing`: a private window, or a browser without storage. */
export type DeviceState = 'ready' | 'missing' | 'full';

/** Below this an entry with a signature may no longer fit, bytes. */
const ROOM = 2_000_000;

/** Tries it, by really keeping something: private windows say yes and then do not. */
export async function tryDevice(): Promise<DeviceState> {
  if (typeof indexedDB === 'undefined' || typeof crypto.subtle === 'undefined') return 'missing';
  try {
    await serverKey.probe();
  } catch (fault) {
    return isFull(fault) ? 'full' : 'missing';
  }
  const { quota, usage } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {};
  return quota !== undefined && usage !== undefined && quota - usage < ROOM ? 'full' : 'ready';
}

export const isFull = (fault: unknown): boolean => fault instanceof DOMException && fault.name === 'QuotaExceededError';
