import { casePlan } from '../../../words/case-plan.ts';
import { useWords } from '../../../words/language.tsx';
import { levelText } from './data.ts';

const CELLS = [-2, -1, 0, 1, 2] as const;

/** Five cells: outline is the beginning, filled is now, the thick foot stands under 0. Its sentence says the same. */
export function Gas({ baseline, now, scale }: { baseline: number; now: number | null; scale: Readonly<Record<string, string>> }) {
  const w = useWords(casePlan);
  return (
    <div className="gas" role="img" aria-label={w.scaleOf(levelText(baseline), now === null ? w.notRated : levelText(now))}>
      {CELLS.map((level) => (
        <span
          key={level}
          className={[level === baseline && 'begin', level === now && 'now', level === 0 && 'zero'].filter(Boolean).join(' ')}
          title={scale[String(level)] || undefined}
        >
          {levelText(level)}
        </span>
      ))}
    </div>
  );
}

export function GasLegend() {
  const w = useWords(casePlan).legend;
  return (
    <p className="gas-legend s q">
      <span className="gas-key begin" aria-hidden="true" /> {w.begin}
      <span className="gas-key now" aria-hidden="true" /> {w.now}
      <span>{w.zero}</span>
    </p>
  );
}
