import type { LucideIcon } from 'lucide-react';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { AnswerMark, Octagon } from './answer-mark.tsx';
import { Icon } from './icon.tsx';

/** A badge: shape, word and (where there is one) date. yes = in plan, partly = soon, no = overdue, open = to be cleared, act = can be done. */
export function State({
  tone,
  icon,
  children,
}: {
  tone: 'yes' | 'partly' | 'open' | 'no' | 'act';
  icon?: LucideIcon;
  children: ReactNode;
}) {
  return (
    <span className={`state ${tone}`}>
      {icon ? <Icon of={icon} /> : <Shape tone={tone} />}
      {children}
    </span>
  );
}

function Shape({ tone }: { tone: 'yes' | 'partly' | 'open' | 'no' | 'act' }) {
  if (tone === 'partly') return <Icon of={TriangleAlert} />;
  if (tone === 'no') return <Octagon />;
  return tone === 'act' ? null : <AnswerMark answer={tone} />;
}
