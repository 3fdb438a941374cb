import { createContext, type ReactNode, use, useMemo, useState } from 'react';
import { useKeptFocus } from './kept-focus.ts';

interface PanelPlace {
  show: (panel: ReactNode) => void;
  close: () => void;
}

const Context = createContext<PanelPlace | null>(null);

/** One side panel at a time for the whole page, whoever opens it. */
export function PanelProvider({ children }: { children: ReactNode }) {
  useKeptFocus();
  const [panel, setPanel] = useState<{ id: number; node: ReactNode } | null>(null);
  const place = useMemo<PanelPlace>(
    () => ({
      // A new number closes what stood there, so that its focus and drafts are put away in order.
      show: (node) => setPanel((before) => ({ id: (before?.id ?? 0) + 1, node })),
      close: () => setPanel(null),
    }),
    [],
  );
  return (
    <Context value={place}>
      {children}
      {panel && <div key={panel.id}>{panel.node}</div>}
    </Context>
  );
}

export function usePanel(): PanelPlace {
  const place = use(Context);
  if (!place) throw new Error('PanelProvider is missing');
  return place;
}
