import type { QueryClient } from '@tanstack/react-query';
import { Component, lazy, type ReactNode, Suspense } from 'react';
import type { Me } from '../me.ts';
import { EmergencyNumbers } from './emergency.tsx';
import { closeEmergency, type Opening } from './emergency-state.ts';

const load = () => import('../rooms/crisis/sheet.tsx');
let Sheet = lazy(load);

/** Milliseconds after the first view; the desk's own columns go first. */
const PREFETCH_AFTER = 1_500;

/** Fetches the sheet while nobody needs it, so that F9 is instant and works also when the network is gone by then. */
export function prefetchEmergency(queries: QueryClient): () => void {
  const timer = setTimeout(
    () =>
      void load().then(
        ({ ready }) => ready(queries),
        () => undefined,
      ),
    PREFETCH_AFTER,
  );
  return () => clearTimeout(timer);
}

/**
 * What F9 opens: the crisis room's sheet. Until it is there, when it cannot be loaded, and over a locked screen the numbers stand: they
 * never wait for the network, and they show nobody's words.
 */
export function EmergencyRoom({ me, opening }: { me: Me; opening: Opening }) {
  const locked = document.querySelector('dialog.gate[open]') !== null;
  const numbers = <EmergencyNumbers me={me} onClose={closeEmergency} />;
  if (locked) return numbers;
  return (
    <IfItBreaks instead={numbers}>
      <Suspense fallback={numbers}>
        <Sheet me={me} opening={opening} />
      </Suspense>
    </IfItBreaks>
  );
}

/** A fault inside the crisis room never takes the numbers, or the page, away. */
export class IfItBreaks extends Component<{ instead: ReactNode; children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };
  static getDerivedStateFromError() {
    return { broken: true };
  }
  override componentDidCatch() {
    // What could not be loaded once is asked for again at the next opening.
    Sheet = lazy(load);
  }
  override render() {
    return this.state.broken ? this.props.instead : this.props.children;
  }
}
