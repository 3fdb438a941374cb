import type { LucideIcon } from 'lucide-react';
import { Info, TriangleAlert, WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { AnswerMark, Octagon } from './answer-mark.tsx';
import { Icon } from './icon.tsx';

type Tone = 'open' | 'partly' | 'no' | 'yes' | 'offline';

const ICONS: Record<Exclude<Tone, 'yes' | 'no'>, LucideIcon> = { open: Info, partly: TriangleAlert, offline: WifiOff };

/** One sentence in place, with at most one action. `live` lets a screen reader say it when it appears. */
export function Banner(props: { tone?: Tone; icon?: LucideIcon; live?: 'polite' | 'assertive'; action?: ReactNode; children: ReactNode }) {
  const tone = props.tone ?? 'open';
  const icon = props.icon ?? (tone === 'yes' || tone === 'no' ? null : ICONS[tone]);
  return (
    <div className={`banner ${tone}`} {...(props.live ? { role: props.live === 'assertive' ? 'alert' : 'status' } : {})}>
      {icon ? <Icon of={icon} /> : tone === 'no' ? <Octagon /> : <YesMark />}
      <span>{props.children}</span>
      {props.action}
    </div>
  );
}

const YesMark = () => (
  <span className="yes">
    <AnswerMark answer="yes" />
  </span>
);
