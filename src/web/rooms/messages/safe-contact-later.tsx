import { lazy, Suspense } from 'react';
import { loadSafeContact } from '../../pages.ts';
import type { Way } from './safe-contact.tsx';

const SafeContact = lazy(async () => ({ default: (await loadSafeContact()).SafeContact }));

/** The safe-contact rule where a call goes on: it comes once somebody asks where the confirmation goes, not with the first view. */
export function SafeContactLater({ personId, chosen }: { personId: string; chosen: Way | null }) {
  return (
    <Suspense>
      <SafeContact personId={personId} chosen={chosen} />
    </Suspense>
  );
}
