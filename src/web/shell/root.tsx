import { Outlet, useRouter } from '@tanstack/react-router';
import { Suspense } from 'react';
import { to } from '../paths.ts';
import { problemOf } from '../problem.ts';
import { SignInOverlay } from '../rooms/access/overlay.tsx';
import { LiveRegions } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { Toasts } from '../ui/toast.tsx';
import { useWords } from '../words/language.tsx';
import { problems } from '../words/problems.ts';
import { shell } from '../words/shell.ts';

/** Around everything: what is said aloud, what can be undone, and the sign-in that lies over the page. */
export function Root() {
  return (
    <>
      <Suspense fallback={null}>
        <Outlet />
      </Suspense>
      <SignInOverlay />
      <Toasts />
      <LiveRegions />
    </>
  );
}

export function PageFault({ error }: { error: unknown }) {
  const w = useWords(shell);
  const p = useWords(problems);
  const problem = problemOf(error);
  return (
    <div className="page">
      <div className="empty">
        <h2>{w.pageFault}</h2>
        <p>{problem.status === 0 && problem.code === 'fault' ? w.pageFaultText : problem.sentence(p)}</p>
        <Button kind="main" onPress={() => window.location.reload()}>
          {w.reload}
        </Button>
      </div>
    </div>
  );
}

export function PageMissing() {
  const w = useWords(shell);
  const router = useRouter();
  return (
    <main className="page">
      <div className="empty">
        <h1>{w.notFound}</h1>
        <p>{w.notFoundText}</p>
        <Button kind="main" onPress={() => router.navigate({ to: to.start() })}>
          {w.home}
        </Button>
      </div>
    </main>
  );
}
