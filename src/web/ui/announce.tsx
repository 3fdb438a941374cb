import { useSyncExternalStore } from 'react';

type Manner = 'polite' | 'assertive';
let said: Record<Manner, string> = { polite: '', assertive: '' };
const listeners = new Set<() => void>();

/** Lets a screen reader say something: results politely, the alarm assertively. The same words twice are said twice. */
export function announce(text: string, manner: Manner = 'polite'): void {
  said = { ...said, [manner]: said[manner] === text ? `${text}\u00a0` : text };
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Stands once, in the frame of the app. */
export function LiveRegions() {
  const now = useSyncExternalStore(subscribe, () => said);
  return (
    <div className="vh">
      <div aria-live="polite">{now.polite}</div>
      <div aria-live="assertive">{now.assertive}</div>
    </div>
  );
}
