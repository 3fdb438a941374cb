import { useId } from 'react';
import type { FileView } from '#rooms/soziotherapie/contract/file-view.ts';
import { daysFrom } from '#rooms/soziotherapie/rules/calendar.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { soziotherapie } from '../../words/soziotherapie.ts';
import { decimal, hoursOf } from './numbers.ts';

type Contingent = FileView['contingent'];
interface Props {
  contingent: Contingent;
  window: { start: string; end: string };
  today: string;
  width: number;
}

const HEIGHT = 300;
const [TOP, FLOOR, LEFT, RIGHT] = [14, 258, 34, 10];
/** Below it labels share their room: fewer ticks, and the forecast is told under the picture. */
const NARROW = 520;
const STEPS = [120, 90, 60, 30, 0];
const MONTH_DAYS = 30.44;

/**
 * The hours of a Krankheitsfall over its three years: used so far solid, the forecast dashed, the pace that would last dotted. Every
 * line carries its words; the table beside it says the same.
 */
export function BurnDown({ contingent, window, today, width }: Props) {
  const w = useWords(soziotherapie).contingent;
  const format = useFormat();
  const id = useId();
  const { points, forecast, capMinutes, remainingMinutes, approvedToMinutes, leftHundredths, disputed, pauses } = contingent;
  const total = Math.max(1, daysFrom(window.start, window.end));
  const narrow = width < NARROW;
  const x = (day: string) => LEFT + ((width - LEFT - RIGHT) * Math.min(total, Math.max(0, daysFrom(window.start, day)))) / total;
  const y = (minutes: number) => FLOOR - ((FLOOR - TOP) * minutes) / 7200;
  const end = today < window.end ? today : window.end;
  const [nowX, nowY] = [x(end), y(remainingMinutes)];
  const first = points[0];
  const steps = points.slice(1).map(({ day, leftMinutes }) => `H${x(day).toFixed(1)}V${y(leftMinutes).toFixed(1)}`);
  const line = first ? `M${x(first.day).toFixed(1)} ${y(first.leftMinutes).toFixed(1)}${steps.join('')}` : '';
  const emptyX = forecast?.emptyOn ? x(forecast.emptyOn) : null;
  const endY = forecast && !forecast.emptyOn && forecast.lapsingMinutes !== null ? y(forecast.lapsingMinutes) : null;
  const without = forecast?.emptyOn ? w.without(Math.floor(forecast.daysWithout / MONTH_DAYS), forecast.daysWithout) : '';
  const lasting = emptyX !== null && forecast?.lastingHundredths ? w.lasting(decimal(format, forecast.lastingHundredths)) : null;
  const pace = forecast?.paceHundredths ? w.pace(decimal(format, forecast.paceHundredths)) : null;
  const described = [
    w.describe(hoursOf(format, capMinutes), format.date(window.start), hoursOf(format, remainingMinutes), format.date(window.end)),
    forecast?.emptyOn ? w.describeEmpty(format.date(forecast.emptyOn)) : pace ? w.describeLasts : '',
  ].join(' ');
  // above the falling line, which begins higher than it ends
  const lastingX = anchor(nowX + (x(window.end) - nowX) * 0.4, width, 240);
  const lastingY = nowY + ((FLOOR - nowY) * (lastingX - nowX)) / Math.max(1, x(window.end) - nowX) - 8;
  const nowLeft = nowX > width * 0.62;
  const crowded = emptyX !== null && emptyX - nowX < 190;
  return (
    <svg className="burn" width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-labelledby={`${id}-t ${id}-d`}>
      <title id={`${id}-t`}>{w.chart}</title>
      <desc id={`${id}-d`}>{described}</desc>
      <defs>
        <pattern id={`${id}-rest`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line className="hatch" x1="0" y1="0" x2="0" y2="6" strokeWidth="2" />
        </pattern>
      </defs>
      {emptyX !== null && <rect className="without" x={emptyX} y={TOP} width={Math.max(0, x(window.end) - emptyX)} height={FLOOR - TOP} />}
      {STEPS.filter((hours) => hours * 60 <= 7200).map((hours) => (
        <g key={hours}>
          <line className="grid" x1={LEFT} x2={width - RIGHT} y1={y(hours * 60)} y2={y(hours * 60)} />
          <text x={LEFT - 6} y={y(hours * 60) + 4} textAnchor="end">
            {hours}
          </text>
        </g>
      ))}
      {pauses.map(({ from, to }) => (
        <rect
          key={from}
          x={x(from)}
          y={TOP}
          width={Math.max(2, x(to ?? end) - x(from))}
          height={FLOOR - TOP}
          fill={`url(#${id}-rest)`}
          className="rest"
        />
      ))}
      <path className="used" d={`${line}V${FLOOR}H${LEFT}Z`} />
      {approvedToMinutes !== null && (
        <>
          <line className="approved" x1={LEFT} x2={Math.max(nowX, LEFT + 60)} y1={y(approvedToMinutes)} y2={y(approvedToMinutes)} />
          {!narrow && (
            <text className="halo" x={LEFT + 6} y={Math.min(FLOOR - 5, y(approvedToMinutes) + 15)}>
              {w.approved(decimal(format, leftHundredths))}
            </text>
          )}
        </>
      )}
      {lasting && <path className="lasting" d={`M${nowX} ${nowY}L${x(window.end)} ${FLOOR}`} />}
      {emptyX !== null && <path className="ahead" d={`M${nowX} ${nowY}L${emptyX} ${FLOOR}`} />}
      {endY !== null && <path className="ahead" d={`M${nowX} ${nowY}L${x(window.end)} ${endY}`} />}
      <path className="line" d={line} />
      <line className="now" x1={nowX} x2={nowX} y1={TOP} y2={FLOOR} />
      <circle className="dot" cx={nowX} cy={nowY} r="5" />
      {disputed && <line className="disputed" x1={x(disputed.from)} x2={x(disputed.from)} y1={TOP} y2={FLOOR + 5} />}
      <line className="until" x1={x(window.end)} x2={x(window.end)} y1={TOP} y2={FLOOR + 5} />
      <text className="strong halo" x={nowLeft ? nowX - 8 : nowX + 8} y={TOP + 12} textAnchor={nowLeft ? 'end' : 'start'}>
        {w.today(hoursOf(format, remainingMinutes))}
      </text>
      {!narrow && (
        <>
          {emptyX !== null && (
            <text className="soon halo" x={anchor(emptyX + 6, width, 150)} y={TOP + (crowded ? 30 : 12)}>
              {without}
            </text>
          )}
          {lasting && (
            <text className="c2 halo" x={lastingX} y={lastingY}>
              {lasting}
            </text>
          )}
          {pace && (
            <text className="strong halo" x={anchor((emptyX ?? (nowX + width) / 2) + 6, width, 150)} y={FLOOR - 22}>
              {pace}
              {forecast?.emptyOn && (
                <tspan x={anchor((emptyX ?? 0) + 6, width, 150)} dy="15">
                  {w.empty(format.date(forecast.emptyOn))}
                </tspan>
              )}
            </text>
          )}
        </>
      )}
      <Months window={window} x={x} narrow={narrow} tag={format.tag} />
      <text x={width - RIGHT} y={FLOOR + 20} textAnchor="end">
        {format.date(window.end)}
      </text>
    </svg>
  );
}

/** Where a label begins so that it ends inside the picture. */
const anchor = (at: number, width: number, room: number) => Math.max(LEFT + 4, Math.min(at, width - RIGHT - room));

/** A tick each half year, each year where it is narrow. */
function Months({
  window,
  x,
  narrow,
  tag,
}: {
  window: { start: string; end: string };
  x: (day: string) => number;
  narrow: boolean;
  tag: string;
}) {
  const name = new Intl.DateTimeFormat(tag, { month: 'short', year: '2-digit', timeZone: 'UTC' });
  const start = Temporal.PlainDate.from(window.start);
  const ticks = (narrow ? [0, 12, 24] : [0, 6, 12, 18, 24, 30]).map((months) => start.add({ months }));
  return ticks.map((day, index) => {
    const at = x(day.toString());
    return (
      <g key={day.toString()}>
        <line className="axis" x1={at} x2={at} y1={FLOOR} y2={FLOOR + 5} />
        <text x={at} y={FLOOR + 20} textAnchor={index === 0 ? 'start' : 'middle'}>
          {name.format(new Date(Date.UTC(day.year, day.month - 1, day.day)))}
        </text>
      </g>
    );
  });
}
