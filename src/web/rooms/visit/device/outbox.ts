import { useSyncExternalStore } from 'react';
import type { DeviceWork, Outcome } from '#rooms/soziotherapie/contract/device.ts';
import * as device from '#rooms/soziotherapie/contract/device.ts';
import { call } from '../../../call.ts';
import { problemOf } from '../../../problem.ts';
import { type ServerKey, sealWork } from './seal.ts';
import { type Fate, Outgoing, type Sending } from './sending.ts';
import { shelf, type Waiting } from './waiting-store.ts';

/** Tries again after this, milliseconds; the browser's own word that it is online comes before. */
const AGAIN = 20_000;

let shown: Sending = { count: 0, others: 0, cut: false, busy: false, sessions: [] };
const listeners = new Set<() => void>();
const heard = new Set<(outcomes: readonly Outcome[]) => void>();

const outgoing = new Outgoing(shelf, send, (state) => {
  shown = state;
  sessions = new Set(state.sessions);
  for (const listener of listeners) listener();
});

/** Answered without a word about the command itself: the network, a proxy, a server that restarts or has enough to do. */
const saysNothing = (status: number) => status === 0 || status === 429 || status >= 500;

async function send({ id, keyId, sealed, writtenLocal }: Waiting): Promise<Fate> {
  try {
    await call(device.keepEntries, { body: { entries: [{ id, keyId, body: sealed, writtenLocal }] }, key: id, anonymous: true });
    return { kind: 'taken' };
  } catch (fault) {
    const { status, code } = problemOf(fault);
    if (saysNothing(status) || code === 'key-in-progress') return { kind: 'cut' };
    // 401, 403 and all else that a person has to look at: nothing is thrown away here
    return { kind: 'stranger' };
  }
}

/** Whose entries go out; called when somebody is in, or out (null). */
export function sendFor(accountId: string | null): void {
  outgoing.accountId = accountId;
  void outgoing.look().catch(() => undefined);
  if (accountId !== null) void sendAll();
}

/** Seals it, keeps it, and sends it as soon as there is a way. It is safe when this resolves. */
export async function putAway(key: ServerKey, work: DeviceWork, by: { accountId: string; writtenLocal: string }): Promise<void> {
  await outgoing.add(await sealWork(key, work, { ...by, order: Date.now() }));
  void sendAll();
}

let applying = false;

/** Sends what waits, one page at a time, and then lets the server open it. */
export async function sendAll(): Promise<void> {
  if (!navigator.onLine || applying) return;
  applying = true;
  try {
    const fates = await alone(() => outgoing.drain());
    if (fates.at(-1) === 'cut' || fates.at(-1) === 'stranger') return;
    if (fates.length > 0) await applyAll();
  } catch {
    // the shelf cannot be read just now; it is looked at again
  } finally {
    applying = false;
  }
}

/** What the server keeps and has not written yet: also what an earlier try left. Answers what became of each. */
export async function applyAll(): Promise<Outcome[]> {
  const all: Outcome[] = [];
  for (let left = 1; left > 0; ) {
    const { outcomes, left: more } = await call(device.applyEntries, { anonymous: true });
    all.push(...outcomes);
    left = outcomes.length === 0 ? 0 : more;
  }
  for (const hear of heard) hear(all);
  return all;
}

const alone = <Value>(work: () => Promise<Value>): Promise<Value> =>
  navigator.locks ? (navigator.locks.request('geleit-waiting', work) as Promise<Value>) : work();

/** Hears what the server made of entries. */
export function onOutcomes(hear: (outcomes: readonly Outcome[]) => void): () => void {
  heard.add(hear);
  return () => heard.delete(hear);
}

let watching = false;
/** Sends by itself from now on: when the network comes back, when the page is looked at again, and every now and then. */
export function watchNetwork(): void {
  if (watching) return;
  watching = true;
  window.addEventListener('online', () => void sendAll());
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void sendAll());
  setInterval(() => shown.count > 0 && void sendAll(), AGAIN);
}

const NONE: ReadonlySet<string> = new Set();
let sessions = NONE;

/** Sessions whose entries wait on this device. */
export const useWaitingSessions = (): ReadonlySet<string> => useSyncExternalStore(subscribe, () => sessions);

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useSending = (): Sending => useSyncExternalStore(subscribe, () => shown);
