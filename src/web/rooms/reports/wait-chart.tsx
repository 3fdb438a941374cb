import type { Figures } from '#rooms/reports/contract.ts';
import { cellText } from '#rooms/reports/rules/lines.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { reports } from '../../words/reports.ts';
import { FigureFrame } from './figure-frame.tsx';
import { figureOf, textOf } from './parts.ts';

type Bins = NonNullable<Figures['waiting']>;

/** V9 as a histogram, with the middle and the value under which nine of ten lie. */
export function WaitChart({ figures }: { figures: Figures }) {
  const w = useWords(reports);
  const format = useFormat();
  const median = figureOf(figures.figures, 'V9', 'median');
  const p90 = figureOf(figures.figures, 'V9', 'p90');
  const length = figureOf(figures.figures, 'V17', 'length');
  const age = figureOf(figures.figures, 'V17', 'median');
  const bins = figures.waiting;
  const known = median?.value ?? null;
  const texts = { median: textOf(median, w), p90: textOf(p90, w) };
  return (
    <FigureFrame
      title={known === null ? w.wait.none : w.wait.title(texts.median)}
      sub={known === null ? textOf(median, w) : w.wait.sub(format.number(median?.denominator ?? 0))}
      chart={
        bins && bins.length > 0 && known !== null
          ? (width) => <Bars bins={bins} width={width} median={known} p90={p90?.value ?? null} texts={texts} />
          : null
      }
      table={
        known === null && bins !== null ? null : bins === null ? (
          <p className="q">{w.wait.hidden}</p>
        ) : (
          <table className="list">
            <thead>
              <tr>
                <th scope="col">{w.wait.from}</th>
                <th scope="col" className="r">
                  {w.wait.requests}
                </th>
              </tr>
            </thead>
            <tbody>
              {bins.map((bin) => (
                <tr key={bin.from}>
                  <th scope="row">{w.wait.range(bin.from, bin.to)}</th>
                  <td className="r">{cellText(bin.cell, w.report)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )
      }
      caption={length?.value && age?.value !== null ? w.wait.caption(textOf(length, w), textOf(age, w)) : w.wait.captionNone}
    />
  );
}

const HEIGHT = 212;
const [TOP, FLOOR, LEFT] = [24, 160, 6];

interface BarsProps {
  bins: Bins;
  width: number;
  median: number;
  p90: number | null;
  texts: { median: string; p90: string };
}

function Bars({ bins, width, median, p90, texts }: BarsProps) {
  const w = useWords(reports);
  // Bins may be of unequal length: each is as wide as its days, and its area says how many.
  const last = bins.at(-1);
  const usual = (bins[0]?.to ?? 1) - (bins[0]?.from ?? 0) + 1;
  const lengthOf = ({ from, to }: Bins[number]) => (to === null ? usual : to - from + 1);
  const span = last ? last.from + lengthOf(last) : 1;
  const scale = (width - LEFT * 2) / span;
  const dense = (bin: Bins[number]) => (bin.cell.n ?? 0) / lengthOf(bin);
  const most = Math.max(...bins.map(dense), 0.001);
  const height = (bin: Bins[number]) => ((FLOOR - TOP) * dense(bin)) / most;
  // A wait of d days lies in the middle of its day; beyond the last bin it stands at its end.
  const x = (day: number) => LEFT + Math.min(width - LEFT * 2 - 4, (day + 0.5) * scale);
  const labelled = (index: number) => {
    const room = (bins.length * 30) / (width - LEFT * 2);
    return index % Math.max(1, Math.ceil(room)) === 0;
  };
  const right = p90 === null ? 0 : x(p90);
  const flip = right > width - 110;
  const middleFlip = x(median) > width - 130;
  return (
    <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={w.wait.chart(texts.median, texts.p90)}>
      <line className="axis" x1={LEFT} x2={width - LEFT} y1={FLOOR} y2={FLOOR} />
      {bins.map((bin, index) => (
        <g key={bin.from}>
          <rect
            className={bin.from <= median ? 'wait-now' : 'wait-later'}
            x={LEFT + bin.from * scale + 1}
            width={Math.max(1, lengthOf(bin) * scale - 2)}
            y={FLOOR - height(bin)}
            height={height(bin)}
          />
          {labelled(index) && (
            <text x={LEFT + bin.from * scale} y={FLOOR + 17} textAnchor={index === 0 ? 'start' : 'middle'}>
              {bin.to === null ? `${bin.from}+` : bin.from}
            </text>
          )}
        </g>
      ))}
      <text x={width - LEFT} y={FLOOR + 36} textAnchor="end">
        {w.wait.axis}
      </text>
      <line className="mark" x1={x(median)} x2={x(median)} y1={8} y2={FLOOR} />
      <text className="strong halo" x={x(median) + (middleFlip ? -6 : 6)} y={18} textAnchor={middleFlip ? 'end' : 'start'}>
        {w.wait.middle(texts.median)}
      </text>
      {p90 !== null && (
        <>
          <line className="mark dashed" x1={right} x2={right} y1={62} y2={FLOOR} />
          <text className="strong halo" x={right + (flip ? -6 : 6)} y={68} textAnchor={flip ? 'end' : 'start'}>
            {w.wait.nine}
          </text>
          <text className="halo ink" x={right + (flip ? -6 : 6)} y={84} textAnchor={flip ? 'end' : 'start'}>
            {w.wait.nineOf(texts.p90)}
          </text>
        </>
      )}
    </svg>
  );
}
