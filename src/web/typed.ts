import { useEffect, useState } from 'react';
import { kept, useWork } from './drafts.ts';
import { laidOver } from './laid-over.ts';

/** The fields of a form that a button sends. */
export interface Fields<Value> {
  value: Value;
  change: (part: Partial<Value>) => void;
  /** Something was typed and is not sent yet. */
  dirty: boolean;
  /** Forgets what was typed; the fields stand as `next`. */
  reset: (next: Value) => void;
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** What was shown after sending is over for good, also if the old state comes back. */
const useOnce = (over: boolean, end: () => void) =>
  // biome-ignore lint/correctness/useExhaustiveDependencies: when it is over, not whenever the end is written anew
  useEffect(() => {
    if (over) end();
  }, [over]);

/** Leaving the page with it open asks first. */
const useAsks = (key: string) => useWork({ unsaved: () => kept.has(key), flush: async () => undefined });

/**
 * What is typed outlives the form (a panel closed by Escape, another page, a refusal) until `reset`; in memory only. Where `start` is newer
 * than what the person began from, the parts that nobody touched follow it.
 * @param key what is written about, unique: "goal <id>"
 */
export function useFields<Value extends object>(key: string, start: Value): Fields<Value> {
  const [shown, setShown] = useState<{ key: string; value: Value; from: Value } | null>(null);
  // what was sent stays until the newer state is there; then that is followed
  const stands = shown?.key === key && (kept.has(key) || same(shown.from, start));
  useOnce(shown !== null && !stands, () => setShown(null));
  const own = (stands ? shown : kept.get(key)) as { value: Value; from: Value } | null | undefined;
  const value = own ? laidOver(start, own.from, own.value) : start;
  useAsks(key);
  const change = (part: Partial<Value>) => {
    const typed = kept.get(key) as { value: Value; from: Value } | undefined; // two changes in one go: the second sees the first
    const before = typed ? laidOver(start, typed.from, typed.value) : value;
    const next = { from: start, value: { ...before, ...part } };
    if (same(next.value, start)) kept.delete(key);
    else kept.set(key, next);
    setShown({ key, ...next });
  };
  const reset = (next: Value) => {
    kept.delete(key);
    setShown({ key, value: next, from: start });
  };
  return { value, change, dirty: kept.has(key), reset };
}

/** One field, as `useState`; kept like the fields of `useFields` until `forget(form)`. */
export function useTyped<Value>(form: string, field: string, start: Value): [Value, (next: Value) => void] {
  const key = `${form} ${field}`;
  const [shown, setShown] = useState<{ key: string; value: Value; from: Value } | null>(null);
  const stands = shown?.key === key && (kept.has(key) || same(shown.from, start));
  useOnce(shown !== null && !stands, () => setShown(null));
  const value = stands ? shown.value : kept.has(key) ? (kept.get(key)?.value as Value) : start;
  useAsks(key);
  const set = (next: Value) => {
    if (same(next, start)) kept.delete(key);
    else kept.set(key, { from: start, value: next });
    setShown({ key, value: next, from: start });
  };
  return [value, set];
}

/** The form has done its work: nothing of it is kept. */
export function forget(form: string): void {
  for (const key of kept.keys()) if (key === form || key.startsWith(`${form} `)) kept.delete(key);
}
