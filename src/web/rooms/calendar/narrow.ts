import { useSyncExternalStore } from 'react';

/** Under this width a week does not fit; one day does. */
const query = window.matchMedia('(max-width: 40rem)');

export function useNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => query.matches,
  );
}
