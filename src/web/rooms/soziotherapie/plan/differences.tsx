import { State } from '../../../ui/state.tsx';
import { useFormat, useWords } from '../../../words/language.tsx';
import { plan as planWords } from '../../../words/plan.ts';
import type { Difference } from './data.ts';

const TONES = { came: 'yes', changed: 'partly', went: 'open' } as const;

/** What came, went and changed between two versions; the former words stand beside the new ones. */
export function Differences({ difference }: { difference: Difference }) {
  const w = useWords(planWords);
  const format = useFormat();
  const { goals, measures, parts } = difference;
  if (goals.length + measures.length + parts.length === 0) return <p className="q">{w.versions.same}</p>;
  const often = (one: Difference['measures'][number]['before']) =>
    one &&
    [w.measures[one.kind], one.text, w.perTime[one.per](one.frequency ?? 0, format.number(one.frequency ?? 0))].filter(Boolean).join(', ');
  const names: Record<string, string> = w.parts;
  return (
    <>
      <ul className="plan-differences">
        {goals.map(({ id, change, kind, before, after }) => (
          <li key={id}>
            <State tone={TONES[change]}>{w.versions.change[change]}</State>
            <span className="s q">{kind === 'far' ? w.far : w.near(0).replace(/ 0$/, '')}</span>
            <p className="said">„{after ?? before}“</p>
            {change === 'changed' && (
              <p className="s q">
                {w.versions.before}: <span className="said">„{before}“</span>
              </p>
            )}
          </li>
        ))}
        {measures.map(({ id, change, before, after }) => (
          <li key={id}>
            <State tone={TONES[change]}>{w.versions.change[change]}</State>
            <span className="s q">{w.parts.measures}</span>
            <p>{often(after ?? before)}</p>
            {change === 'changed' && (
              <p className="s q">
                {w.versions.before}: {often(before)}
              </p>
            )}
          </li>
        ))}
      </ul>
      {parts.length > 0 && <p className="s">{w.versions.partsChanged(format.list(parts.map((part) => names[part] ?? part)))}</p>}
    </>
  );
}
