import { useId, useState } from 'react';
import { byDomain } from '#rooms/cases/rules/assessment.ts';
import { Segments } from '../../../ui/index.ts';
import { assessment } from '../../../words/assessment.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import type { Round } from './data.ts';
import { outlineOf, pointAt } from './radar-shape.ts';

const MODES = ['views', 'own', 'professional'] as const;
type Mode = (typeof MODES)[number];
interface Series {
  key: string;
  name: string;
  look: string;
  square: boolean;
  values: (number | null)[];
}
/** At most so many rounds lie over each other; older ones stay in the table. */
const OVERLAID = 4;

/** Severities as a web: both views of a round, or one view over the rounds. The table says the same. */
export function Radar({ rounds, chosen }: { rounds: readonly Round[]; chosen: Round }) {
  const w = useWords(assessment);
  const format = useFormat();
  const id = useId();
  const [wanted, setMode] = useState<Mode>('views');
  const mode = rounds.length < 2 ? 'views' : wanted;
  const domains = [...new Set((mode === 'views' ? [chosen] : rounds).flatMap(({ ratings }) => ratings.map(({ domain }) => domain)))].sort(
    byDomain,
  );
  const named = (round: Round) => w.roundOf(w.kinds[round.kind], format.date(round.startedOn));
  const of = (round: Round, side: 'client' | 'professional') =>
    domains.map((code) => round.ratings.find(({ domain }) => domain === code)?.[side].severity ?? null);
  const series: Series[] =
    mode === 'views'
      ? [
          { key: 'own', name: w.own, look: 'own', square: false, values: of(chosen, 'client') },
          { key: 'pro', name: w.professional, look: 'pro', square: true, values: of(chosen, 'professional') },
        ]
      : rounds.map((round, index) => ({
          key: round.id,
          name: named(round),
          look: `${mode === 'own' ? 'own' : 'pro'} back-${Math.min(3, rounds.length - 1 - index)}`,
          square: mode === 'professional',
          values: of(round, mode === 'own' ? 'client' : 'professional'),
        }));
  const drawn = series.slice(-OVERLAID);
  if (series.every(({ values }) => values.every((value) => value === null))) return <p className="q">{w.picture.nothing}</p>;
  const n = domains.length;
  const said = (value: number | null) => (value === null ? '–' : `${value} ${w.severities[value] ?? ''}`);
  return (
    <figure className="radar">
      {rounds.length > 1 && (
        <div className="no-print">
          <Segments
            label={w.picture.mode}
            hideLabel
            choices={MODES.map((value) => ({ value, label: w.picture.modes[value] }))}
            value={mode}
            onChange={setMode}
          />
        </div>
      )}
      <svg viewBox="-228 -152 456 304" role="img" aria-labelledby={`${id}-t`} aria-describedby={`${id}-d`}>
        <title id={`${id}-t`}>{w.picture.title}</title>
        <desc id={`${id}-d`}>{w.picture.describe(named(chosen))}</desc>
        {[0, 1, 2, 3, 4].map((ring) => (
          <polygon
            key={ring}
            className={ring === 2 ? 'ring middle' : 'ring'}
            points={domains.map((_, i) => pointAt(i, n, ring).join(' ')).join(',')}
          />
        ))}
        {domains.map((code, i) => {
          const [x, y] = pointAt(i, n, 4);
          const [lx, ly] = pointAt(i, n, 4.45);
          return (
            <g key={code}>
              <line className="axis" x1={0} y1={0} x2={x} y2={y} />
              <text x={lx} y={ly + 4} textAnchor={Math.abs(lx) < 8 ? 'middle' : lx > 0 ? 'start' : 'end'}>
                {w.short[code] ?? code}
              </text>
            </g>
          );
        })}
        {drawn.map(({ key, look, values, square }) => (
          <g key={key} className={`series ${look}`}>
            <path d={outlineOf(values)} />
            {values.map((value, i) => {
              if (value === null) return null;
              const [x, y] = pointAt(i, n, value);
              return square ? (
                <rect key={domains[i]} x={x - 3.5} y={y - 3.5} width={7} height={7} />
              ) : (
                <circle key={domains[i]} cx={x} cy={y} r={4.2} />
              );
            })}
          </g>
        ))}
        {[1, 2, 3, 4].map((ring) => (
          <text key={ring} className="scale" x={5} y={-pointAt(0, n, ring)[1] * -1 + 11}>
            {ring}
          </text>
        ))}
      </svg>
      <ul className="legend">
        {drawn.map(({ key, name, look, square }) => (
          <li key={key}>
            <svg viewBox="0 0 28 12" aria-hidden focusable={false} className={`series ${look}`}>
              <path d="M1 6H27" />
              {square ? <rect x={10.5} y={2.5} width={7} height={7} /> : <circle cx={14} cy={6} r={4.2} />}
            </svg>
            {name}
          </li>
        ))}
      </ul>
      <figcaption className="s q">{w.picture.hint}</figcaption>
      <details>
        <summary>{w.picture.asTable}</summary>
        <table className="list">
          <thead>
            <tr>
              <th scope="col">{w.picture.domain}</th>
              {series.map(({ key, name }) => (
                <th key={key} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {domains.map((code, i) => (
              <tr key={code}>
                <th scope="row">{w.short[code] ?? code}</th>
                {series.map(({ key, values }) => (
                  <td key={key}>{said(values[i] ?? null)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
