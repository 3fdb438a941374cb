import { lazy, Suspense } from 'react';
import { loadBusyTimes, loadSafeContact } from '../../pages.ts';
import type { Way } from './safe-contact.tsx';

const SafeContact = lazy(async () => ({ default: (await loadSafeContact()).SafeContact }));

const BusyTimes = lazy(loadBusyTimes);

/** The safe-contact rule where a call goes on, and whether busy times are shared: they come once somebody asks where the confirmation goes, not with the first view. */
export function SafeContactLater({ personId, chosen }: { personId: string; chosen: Way | null }) {
  return (
    <Suspense>
      <SafeContact personId={personId} chosen={chosen} />
      <BusyTimes personId={personId} folded />
    </Suspense>
  );
}
