import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import type { Figures } from '#rooms/reports/contract.ts';
import { cellText } from '#rooms/reports/rules/lines.ts';
import { niceTop, ticksTo } from '#rooms/reports/rules/scale.ts';
import { to } from '../../paths.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { reports } from '../../words/reports.ts';
import { FigureFrame } from './figure-frame.tsx';
import { figureOf, textOf } from './parts.ts';

type Cells = NonNullable<Figures['months']>;

/** V1 by month, with the year before hatched behind it. */
export function PlacesChart({ figures }: { figures: Figures }) {
  const w = useWords(reports);
  const format = useFormat();
  const { year, months, monthsBefore } = figures;
  const now = figureOf(figures.figures, 'V1');
  const earlier = figureOf(figures.before, 'V1');
  const monthName = (index: number, long: 'short' | 'long' | 'narrow') =>
    new Intl.DateTimeFormat(format.tag, { month: long, timeZone: 'UTC' }).format(new Date(Date.UTC(2026, index, 1)));
  const everyMonth =
    months !== null &&
    monthsBefore !== null &&
    months.every(({ n }, index) => n !== null && n > (monthsBefore[index]?.n ?? Number.POSITIVE_INFINITY));
  const change = figures.change;
  const size = change === null ? '' : Math.abs(change).toLocaleString(format.tag, { minimumFractionDigits: 1 });
  const title =
    everyMonth && !figures.running
      ? w.places.more
      : change === null
        ? w.places.plain
        : change === 0
          ? w.places.same(year - 1)
          : change > 0
            ? w.places.up(size, year - 1)
            : w.places.down(size, year - 1);
  const legend = (
    <>
      {w.places.sub} <Key kind="now" /> {w.places.ofYear(year, textOf(now, w))}
      {monthsBefore && (
        <>
          {' '}
          <Key kind="before" /> {w.places.ofYear(year - 1, textOf(earlier, w))}
        </>
      )}
    </>
  );
  const someHidden = months?.some(({ shown }) => shown !== 'shown') || monthsBefore?.some(({ shown }) => shown !== 'shown');
  return (
    <FigureFrame
      title={title}
      sub={legend}
      chart={
        months &&
        ((width) => (
          <Bars
            months={months}
            before={monthsBefore}
            width={width}
            label={w.places.chart(year, monthsBefore ? year - 1 : null)}
            name={monthName}
          />
        ))
      }
      table={
        months === null ? (
          <p className="q">{w.places.hidden}</p>
        ) : (
          <table className="list">
            <thead>
              <tr>
                <th scope="col">{w.report.report.month}</th>
                <th scope="col" className="r">
                  {year}
                </th>
                {monthsBefore && (
                  <th scope="col" className="r">
                    {year - 1}
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {months.map((cell, index) => (
                <tr key={monthName(index, 'long')}>
                  <th scope="row">{monthName(index, 'long')}</th>
                  <td className="r">{cellText(cell, w.report)}</td>
                  {monthsBefore && <td className="r">{cellText(monthsBefore[index], w.report)}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        )
      }
      caption={
        <>
          {w.places.caption} {someHidden && `${w.places.smallMonths} `}
          {figures.open && now?.value ? (
            <Link className="no-print" to={to.figuresPart('vorgaenge')} search={{ jahr: year }}>
              {w.places.cases(format.number(now.value))}
            </Link>
          ) : null}
        </>
      }
    />
  );
}

function Key({ kind }: { kind: 'now' | 'before' }) {
  const id = useId();
  return (
    <svg className="key" width="12" height="12" aria-hidden="true">
      {kind === 'before' && <Hatch id={id} />}
      <rect
        className={kind === 'now' ? 'bar-now' : 'bar-before'}
        x=".5"
        y=".5"
        width="11"
        height="11"
        fill={kind === 'before' ? `url(#${id})` : undefined}
      />
    </svg>
  );
}

function Hatch({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line className="hatch" x1="0" y1="0" x2="0" y2="5" strokeWidth="3.4" />
      </pattern>
    </defs>
  );
}

const HEIGHT = 216;
const [TOP, FLOOR, LEFT] = [16, 184, 30];

interface BarsProps {
  months: Cells;
  before: Cells | null;
  width: number;
  label: string;
  name: (index: number, long: 'short' | 'narrow') => string;
}

function Bars({ months, before, width, label, name }: BarsProps) {
  const id = useId();
  const top = niceTop(Math.max(...[...months, ...(before ?? [])].map(({ n }) => n ?? 0)));
  const y = (n: number) => FLOOR - ((FLOOR - TOP) * n) / top;
  const step = (width - LEFT) / 12;
  const wide = Math.min(18, step * 0.36);
  const thin = Math.min(14, step * 0.28);
  return (
    <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label}>
      <Hatch id={id} />
      {ticksTo(top).map((tick) => (
        <g key={tick}>
          <line className="grid" x1={LEFT} x2={width} y1={y(tick)} y2={y(tick)} />
          <text x={LEFT - 6} y={y(tick) + 4} textAnchor="end">
            {tick}
          </text>
        </g>
      ))}
      {months.map((cell, index) => {
        const middle = LEFT + step * (index + 0.5);
        const earlier = before?.[index]?.n ?? null;
        const left = before ? middle - (wide + thin + 2) / 2 : middle - wide / 2 - thin - 2;
        return (
          <g key={name(index, 'short')}>
            {earlier !== null && earlier > 0 && (
              <rect className="bar-before" x={left} width={thin} y={y(earlier)} height={FLOOR - y(earlier)} fill={`url(#${id})`} />
            )}
            {cell.n !== null && cell.n > 0 && (
              <rect className="bar-now" x={left + thin + 2} width={wide} y={y(cell.n)} height={FLOOR - y(cell.n)} />
            )}
            {cell.n !== null && cell.n > 0 && (
              <text className="strong" x={left + thin + 2 + wide / 2} y={y(cell.n) - 4} textAnchor="middle">
                {cell.n}
              </text>
            )}
            <text x={middle} y={FLOOR + 18} textAnchor="middle">
              {name(index, step < 32 ? 'narrow' : 'short').replace('.', '')}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
