import { useCallback, useEffect, useRef, useState } from 'react';
import { drop, keep, type Owner, take } from './device/day-store.ts';
import type { Draft } from './draft.ts';

/** What is being typed, by session: in memory, so that a lock loses nothing of it while the page stands; never readable on the device. */
const typed = new Map<string, unknown>();

export function forgetTyped(): void {
  typed.clear();
}

export const whatWasTyped = (id: string): Draft | undefined => typed.get(id) as Draft | undefined;

const PAUSE = 400;

/**
 * A form that keeps itself: in memory at once, and a moment later locked up with the key of the day, so that a reload without network
 * finds it again. With the key gone (lock, sign-out, evening) nobody finds it.
 * @param owner null: only in memory
 */
export function useKept<Value extends object>(owner: Owner | null, id: string, start: () => Value) {
  const [value, setValue] = useState<Value>(() => (typed.get(id) as Value | undefined) ?? start());
  const [ready, setReady] = useState(typed.has(id) || owner === null);
  /** Whether everything that is typed lies locked up on the device. */
  const [kept, setKept] = useState(true);
  const timer = useRef(0);
  const day = owner?.day;
  useEffect(() => {
    if (ready || day === undefined) return;
    let here = true;
    void take(`draft:${id}`, day)
      .catch(() => null)
      .then((kept) => {
        if (!here) return;
        if (kept !== null && !typed.has(id)) {
          typed.set(id, kept);
          setValue(kept as Value);
        }
        setReady(true);
      });
    return () => {
      here = false;
    };
  }, [ready, day, id]);
  const change = useCallback(
    (part: Partial<Value>) => {
      setValue((before) => {
        const next = { ...before, ...part };
        typed.set(id, next);
        return next;
      });
      setKept(owner === null);
      // Not put off by each new letter: whoever types for a minute has all but the last moment of it kept.
      if (!owner || timer.current !== 0) return;
      timer.current = window.setTimeout(() => {
        timer.current = 0;
        const lying = typed.get(id);
        void keep(owner, `draft:${id}`, lying)
          .then(() => typed.get(id) === lying && setKept(true))
          .catch(() => undefined);
      }, PAUSE);
    },
    [id, owner],
  );
  const forget = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = 0;
    typed.delete(id);
    void drop(`draft:${id}`).catch(() => undefined);
  }, [id]);
  return { value, change, forget, ready, kept };
}
