import { useId } from 'react';
import { daysFrom } from '#rooms/soziotherapie/rules/calendar.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { plan as planWords } from '../../../words/plan.ts';
import type { Reviews } from './data.ts';

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, FLOOR] = [560, 190, 44, 34, 22, 160];
const TICKS = [0, 25, 50, 75, 100];

/** All ratings of GAF: disc by the prescriber, square by Soziotherapie; the limit of 50 dashed. The table says the same. */
export function GafChart({ ratings }: { ratings: Reviews['ratings'] }) {
  const w = useWords(planWords).review;
  const format = useFormat();
  const id = useId();
  const [first, last] = [ratings[0], ratings.at(-1)];
  if (!first || !last) return <p className="q">{w.chartNone}</p>;
  const span = Math.max(1, daysFrom(first.on, last.on));
  const x = (day: string) =>
    ratings.length === 1 ? (LEFT + WIDTH - RIGHT) / 2 : LEFT + 14 + ((WIDTH - LEFT - RIGHT - 14) * daysFrom(first.on, day)) / span;
  const y = (gaf: number) => FLOOR - ((FLOOR - TOP) * gaf) / 100;
  const points = ratings.map(({ on, gaf }) => `${x(on).toFixed(1)} ${y(gaf).toFixed(1)}`);
  const described = ratings.map(({ on, gaf, by }) => `${format.date(on)} ${gaf} (${w.by[by]})`);
  return (
    <figure className="plan-chart">
      <figcaption>
        <b>{w.chartTitle(first.gaf, last.gaf)}</b> <span className="s q">{w.chartHint}</span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={`${id}-t ${id}-d`}>
        <title id={`${id}-t`}>{w.chart}</title>
        <desc id={`${id}-d`}>{w.chartDescribe(format.list(described))}</desc>
        {TICKS.map((gaf) => (
          <g key={gaf}>
            <line className={gaf === 50 ? 'limit' : 'grid'} x1={LEFT} x2={WIDTH - RIGHT} y1={y(gaf)} y2={y(gaf)} />
            <text x={LEFT - 6} y={y(gaf) + 4} textAnchor="end">
              {gaf}
            </text>
          </g>
        ))}
        <path className="line" d={`M${points.join('L')}`} />
        {ratings.map(({ on, gaf, by }, index) => (
          <g key={`${on} ${index.toString()}`}>
            {by === 'prescriber' ? (
              <circle className="point" cx={x(on)} cy={y(gaf)} r={4.5} />
            ) : (
              <rect className="point" x={x(on) - 4} y={y(gaf) - 4} width={8} height={8} />
            )}
            <text className="halo b" x={x(on)} y={y(gaf) - 9} textAnchor="middle">
              {gaf}
            </text>
          </g>
        ))}
        <text x={x(first.on)} y={HEIGHT - 10} textAnchor={ratings.length === 1 ? 'middle' : 'start'}>
          {format.date(first.on)}
        </text>
        {ratings.length > 1 && first.on !== last.on && (
          <text x={x(last.on)} y={HEIGHT - 10} textAnchor="end" dx={20}>
            {format.date(last.on)}
          </text>
        )}
      </svg>
      <details className="plan-more">
        <summary>{w.asTable}</summary>
        <table className="list">
          <thead>
            <tr>
              <th scope="col">{w.day}</th>
              <th scope="col" className="r">
                GAF
              </th>
              <th scope="col">{w.who}</th>
              <th scope="col">{w.where}</th>
            </tr>
          </thead>
          <tbody>
            {ratings.map(({ on, gaf, by, source }, index) => (
              <tr key={`${on} ${index.toString()}`}>
                <th scope="row" className="num">
                  {format.date(on)}
                </th>
                <td className="r">{gaf}</td>
                <td>{w.by[by]}</td>
                <td>{w.source[source] ?? source}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
