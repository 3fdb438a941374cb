import { useCallback, useEffect, useRef, useState } from 'react';
import { laidOver } from './laid-over.ts';

/** What is being typed and what it began from, by key; in memory only: texts about people never reach the storage of the device. */
export const kept = new Map<string, { from: unknown; value: unknown }>();

/** Forgets all drafts, at sign-out. */
export function forgetDrafts(): void {
  kept.clear();
}

export type DraftState =
  | { kind: 'clean' }
  | { kind: 'dirty' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: Temporal.Instant }
  | { kind: 'failed'; fault: unknown };

export interface Draft<Value> {
  value: Value;
  change: (change: Partial<Value>) => void;
  state: DraftState;
  /** Saves now; used before leaving and before a step that ends writing. Answers whether all is saved. */
  flush: () => Promise<boolean>;
  /** Begins anew with what the server holds. */
  reset: (value: Value) => void;
}

/**
 * A form that saves itself: each change is kept at once in memory and, a moment after the last one, given to `save`.
 * Changes made while saving are saved next, in order, never side by side.
 * What is typed outlives the form until it is saved or `reset`. A form that a button sends takes `useFields` (typed.ts).
 * @param pause milliseconds without typing before it saves
 */
export function useDraft<Value extends object>(
  key: string,
  start: Value,
  save: (value: Value) => Promise<unknown>,
  pause = 800,
): Draft<Value> {
  const [value, setValue] = useState<Value>(() => {
    const old = kept.get(key) as { from: Value; value: Value } | undefined;
    return old ? laidOver(start, old.from, old.value) : start;
  });
  const [state, setState] = useState<DraftState>(kept.has(key) ? { kind: 'dirty' } : { kind: 'clean' });
  const now = useRef({ value, from: start, save, dirty: kept.has(key), running: null as Promise<void> | null, timer: 0 });
  now.current.save = save;

  const run = useCallback(async () => {
    const own = now.current;
    clearTimeout(own.timer);
    while (own.running !== null) await own.running;
    if (!own.dirty) return true;
    own.dirty = false;
    setState({ kind: 'saving' });
    const sent = own.value;
    own.running = own
      .save(sent)
      .then(
        () => {
          own.from = sent;
          if (own.value === sent) kept.delete(key);
          setState(own.dirty ? { kind: 'dirty' } : { kind: 'saved', at: Temporal.Now.instant() });
        },
        (fault: unknown) => {
          own.dirty = true;
          setState({ kind: 'failed', fault });
        },
      )
      .finally(() => {
        own.running = null;
      });
    await own.running;
    return !own.dirty;
  }, [key]);

  const change = useCallback(
    (part: Partial<Value>) => {
      const own = now.current;
      own.value = { ...own.value, ...part };
      own.dirty = true;
      kept.set(key, { from: own.from, value: own.value });
      setValue(own.value);
      setState({ kind: 'dirty' });
      clearTimeout(own.timer);
      own.timer = window.setTimeout(() => void run(), pause);
    },
    [key, pause, run],
  );
  const reset = useCallback(
    (next: Value) => {
      clearTimeout(now.current.timer);
      kept.delete(key);
      Object.assign(now.current, { value: next, from: next, dirty: false });
      setValue(next);
      setState({ kind: 'clean' });
    },
    [key],
  );
  useEffect(() => () => void run(), [run]);
  useWork({ unsaved: () => now.current.dirty || now.current.running !== null, flush: run });
  return { value, change, state, flush: run, reset };
}

interface Work {
  unsaved: () => boolean;
  flush: () => Promise<unknown>;
}

const works = new Set<Work>();

/** Whether leaving now would lose work. */
export const anythingUnsaved = () => [...works].some((work) => work.unsaved());

/** Saves everything that can be saved; what then is still unsaved (false) needs a person's word. */
export async function flushAll(): Promise<boolean> {
  await Promise.all([...works].map((work) => work.flush()));
  return !anythingUnsaved();
}

/** A piece of work that leaving the page asks about. */
export function useWork(work: Work): void {
  const latest = useRef(work);
  latest.current = work;
  useEffect(() => {
    const entry: Work = { unsaved: () => latest.current.unsaved(), flush: () => latest.current.flush() };
    works.add(entry);
    return () => {
      works.delete(entry);
    };
  }, []);
}

/** Marks work that does not save itself; leaving then asks. */
export function useUnsaved(is: boolean): void {
  useWork({ unsaved: () => is, flush: async () => undefined });
}

window.addEventListener('beforeunload', (event) => {
  if (kept.size > 0 || anythingUnsaved()) event.preventDefault();
});

// what could not be saved without a network is saved when it is back
window.addEventListener('online', flushAll);
