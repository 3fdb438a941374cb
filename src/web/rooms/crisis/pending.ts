import { useSyncExternalStore } from 'react';
import { type Problem, problemOf } from '../../problem.ts';

/** One thing that was said on the sheet and has to reach the server; in order, each exactly once. */
export interface Saying {
  /** A later saying with the same name takes the place of an earlier one that still waits. */
  name?: string;
  /** Sent with its own key, so that a second try is the same command. */
  send: (key: string) => Promise<unknown>;
  /** Refused by the server: it will not be tried again. */
  onRefused?: (problem: Problem) => void;
}

interface Entry extends Saying {
  key: string;
}

/** Tries again after this, milliseconds; the browser's own word that it is online comes before. */
const AGAIN = 2_000;

let queue: Entry[] = [];
let cut = false;
let draining = false;
let shown = { count: 0, cut: false };
const listeners = new Set<() => void>();

function tell(): void {
  shown = { count: queue.length, cut };
  for (const listener of listeners) listener();
}

/** No answer at all, or none that says anything about the command. */
const isCut = ({ status, code }: Problem) => (status === 0 ? code === 'offline' : code === 'outcome-unknown' || status >= 502);

/** Puts something into the queue and sends it as soon as there is a way. Kept in memory only, also when the sheet is closed. */
export function say(saying: Saying): void {
  const entry = { ...saying, key: crypto.randomUUID() };
  const first = draining ? 1 : 0; // what is on its way is not replaced
  const same = entry.name === undefined ? -1 : queue.findIndex((one, index) => index >= first && one.name === entry.name);
  queue = same < 0 ? [...queue, entry] : queue.with(same, entry);
  tell();
  void drain();
}

async function drain(): Promise<void> {
  if (draining) return;
  draining = true;
  for (let entry = queue[0]; entry; entry = queue[0]) {
    try {
      await entry.send(entry.key);
      cut = false;
    } catch (fault) {
      const problem = problemOf(fault);
      if (isCut(problem)) {
        cut = true;
        tell();
        await untilOnline();
        continue;
      }
      cut = false;
      entry.onRefused?.(problem);
    }
    queue = queue.slice(1);
    tell();
  }
  draining = false;
}

function untilOnline(): Promise<void> {
  return new Promise((go) => {
    const timer = setTimeout(done, AGAIN);
    function done() {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      go();
    }
    window.addEventListener('online', done);
  });
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** How much waits, and whether the way is cut. */
export const usePending = () => useSyncExternalStore(subscribe, () => shown);
