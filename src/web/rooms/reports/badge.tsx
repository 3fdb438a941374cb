import { MessageCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from '../../ui/index.ts';

/** A hint in a row: shape and words. */
export function Badge({ children }: { children: ReactNode }) {
  return (
    <span className="hint-badge">
      <Icon of={MessageCircle} /> {children}
    </span>
  );
}
