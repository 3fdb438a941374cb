import { Link } from '@tanstack/react-router';
import type { Figures, HelperFigures } from '#rooms/reports/contract.ts';
import { to } from '../../paths.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { reports } from '../../words/reports.ts';
import { Badge } from './badge.tsx';
import { FigureFrame } from './figure-frame.tsx';
import { figureOf, textOf } from './parts.ts';

const MOST = 14;
const NUMBERS = ['opened', 'offered', 'assigned', 'began', 'started', 'released', 'byTherapist', 'attended', 'missed'] as const;
const numberOf = (row: HelperFigures, key: (typeof NUMBERS)[number]) => (key === 'byTherapist' ? row.releasedByTherapist : row[key]);

/** A therapist who gives back more than 40 % of at least five trials is worth a talk, nothing more (rule book A.4.3). */
const worthATalk = ({ started, released }: HelperFigures) => started + released >= 5 && released / (started + released) > 0.4;

/** V12 for the coordination: who opened and got how many; never shown to callers or the desk. */
export function Fairness({ figures, helpers }: { figures: Figures; helpers: readonly HelperFigures[] }) {
  const w = useWords(reports);
  const index = figureOf(figures.figures, 'V12');
  const value = index?.value ?? null;
  const share = ({ assigned, opened }: HelperFigures) => assigned / Math.max(1, opened);
  const sorted = helpers
    .filter(({ opened }) => opened > 0)
    .toSorted((one, other) => share(other) - share(one) || other.opened - one.opened || one.name.localeCompare(other.name));
  return (
    <FigureFrame
      title={value === null ? w.fair.plain : value >= 0.9 ? w.fair.even : value >= 0.75 ? w.fair.rather : w.fair.uneven}
      sub={`${w.fair.sub(figures.year)} ${value === null ? w.fair.noIndex : w.fair.index(textOf(index, w))}`}
      chart={sorted.length > 0 ? (width) => <Dots rows={sorted} width={width} /> : null}
      table={helpers.length > 0 ? <HelperTable rows={helpers} /> : <p className="q">{w.fair.nobody}</p>}
      caption={
        <>
          {w.fair.caption} {sorted.some((row) => share(row) > 1) && `${w.fair.beyond} `}
          <Link className="no-print" to={to.figuresPart('definitionen')} hash="V12">
            {w.definition('V12')}
          </Link>
        </>
      }
    />
  );
}

function Dots({ rows, width }: { rows: readonly HelperFigures[]; width: number }) {
  const w = useWords(reports);
  const format = useFormat();
  const shown = rows.slice(0, MOST);
  const left = Math.min(150, width * 0.34);
  const right = width - 84;
  const most = Math.max(1, ...shown.map(({ assigned, opened }) => assigned / opened));
  const x = (part: number) => left + ((right - left) * part) / most;
  const steps = most > 4 ? 2 : most > 1.5 ? 1 : width < 420 ? 0.5 : 0.25;
  const ticks = Array.from({ length: Math.floor(most / steps) + 1 }, (_, index) => index * steps);
  const height = shown.length * 21 + 24;
  return (
    <>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={w.fair.chart}>
        {ticks.map((tick) => (
          <g key={tick}>
            <line className="grid" x1={x(tick)} x2={x(tick)} y1={0} y2={height - 24} />
            <text x={x(tick)} y={height - 8} textAnchor="middle">
              {Math.round(tick * 100)} %
            </text>
          </g>
        ))}
        {shown.map((row, index) => {
          const y = index * 21 + 12;
          const at = x(row.assigned / row.opened);
          const room = Math.floor((left - 8) / 6.6);
          return (
            <g key={row.practitionerId}>
              <text className="name" x={0} y={y + 4}>
                {row.name.length > room ? `${row.name.slice(0, room - 1)}…` : row.name}
              </text>
              <line className="stem" x1={left} x2={at} y1={y} y2={y} />
              <circle className="dot" cx={at} cy={y} r={5.5} />
              <text className="ink halo" x={at + 11} y={y + 4}>
                {w.fair.of(format.number(row.assigned), format.number(row.opened))}
              </text>
            </g>
          );
        })}
      </svg>
      {rows.length > MOST && <p className="q s">{w.fair.more(rows.length - MOST)}</p>}
    </>
  );
}

export function HelperTable({ rows }: { rows: readonly HelperFigures[] }) {
  const w = useWords(reports);
  const format = useFormat();
  return (
    <table className="list" aria-label={w.fair.plain}>
      <thead>
        <tr>
          <th scope="col">{w.fair.name}</th>
          {NUMBERS.map((key) => (
            <th key={key} scope="col" className="r">
              {w.fair[key]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows
          .toSorted((one, other) => one.name.localeCompare(other.name))
          .map((row) => (
            <tr key={row.practitionerId}>
              <th scope="row">
                {row.name}
                {worthATalk(row) && <Badge>{w.fair.talk}</Badge>}
              </th>
              {NUMBERS.map((key) => (
                <td key={key} className="r">
                  {format.number(numberOf(row, key))}
                </td>
              ))}
            </tr>
          ))}
      </tbody>
    </table>
  );
}

/** A therapist's own numbers. */
export function OwnNumbers({ own }: { own: HelperFigures }) {
  const w = useWords(reports);
  const format = useFormat();
  return (
    <section className="card" aria-labelledby="own-numbers">
      <h3 id="own-numbers">{w.own.title}</h3>
      <p className="sub">{w.own.sub}</p>
      <dl className="own">
        {NUMBERS.map((key) => (
          <div key={key}>
            <dt>{w.fair[key]}</dt>
            <dd className="num">{format.number(numberOf(own, key))}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
