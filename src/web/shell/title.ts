import { useEffect, useSyncExternalStore } from 'react';

let own: string | null = null;
const listeners = new Set<() => void>();

/** A page that is about one thing names it: shown in the bar and in the window's title while the page stands. No names of clients. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    own = title;
    for (const listener of listeners) listener();
    return () => {
      own = null;
      for (const listener of listeners) listener();
    };
  }, [title]);
}

/** The title now: the page's own, else the room's. */
export function useTitle(room: string): string {
  const title =
    useSyncExternalStore(
      (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      () => own,
    ) ?? room;
  useEffect(() => {
    document.title = `${title} · Geleit`;
  }, [title]);
  return title;
}
