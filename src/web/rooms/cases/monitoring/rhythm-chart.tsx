import { useId } from 'react';
import type { Monitoring } from '#rooms/cases/contract/monitoring.ts';
import { daysFrom, plusDays } from '#rooms/cases/rules/findings/days.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { monitoring } from '../../../words/monitoring.ts';

const WEEKS = 12;
const [WIDTH, HEIGHT, LEFT, RIGHT, AXIS] = [640, 96, 12, 12, 62];

/** The intervals between reached contacts, each with whether the next one came in time; the last one runs until today. */
export function intervalsOf({ contacts, openedOn, rhythm, today }: Pick<Monitoring, 'contacts' | 'openedOn' | 'rhythm' | 'today'>) {
  const reached = contacts
    .filter(({ reached, amended, withWhom }) => reached && !amended && (withWhom === 'client' || withWhom === 'guardian'))
    .map(({ onDay }) => onDay)
    .toSorted();
  const starts = [openedOn, ...reached];
  return starts.flatMap((from, index) => {
    const to = starts[index + 1] ?? today;
    const last = index === starts.length - 1;
    const until = plusDays(from, rhythm.days + rhythm.graceDays);
    // the open interval only counts once it is overdue (B.5 O10)
    return to <= from && !last ? [] : [{ from, to, until, kept: to <= until, counts: !last || to > until }];
  });
}

/** Contacts on a line of twelve weeks: a bar for each interval, solid in time and hatched where it was too late, dots for the contacts. */
export function RhythmChart({ data }: { data: Monitoring }) {
  const w = useWords(monitoring).rhythm;
  const format = useFormat();
  const id = useId();
  const { today, contacts } = data;
  const begin = plusDays(today, -WEEKS * 7);
  const end = plusDays(today, 7);
  const x = (day: string) =>
    LEFT + ((WIDTH - LEFT - RIGHT) * Math.max(0, Math.min(daysFrom(begin, end), daysFrom(begin, day)))) / daysFrom(begin, end);
  const intervals = intervalsOf(data).filter(({ to }) => to >= begin);
  const counted = intervals.filter(({ counts }) => counts);
  const described = w.describe(counted.filter(({ kept }) => kept).length, counted.length);
  const shown = contacts.filter(({ onDay, amended }) => onDay >= begin && !amended);
  const months = Array.from({ length: 5 }, (_, index) => plusDays(begin, index * 21));
  return (
    <figure className="rhythm">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={`${id}-t ${id}-d`}>
        <title id={`${id}-t`}>{w.chart}</title>
        <desc id={`${id}-d`}>{described}</desc>
        <defs>
          <pattern id={`${id}-late`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect className="late-ground" width="6" height="6" />
            <line className="late-line" x1="0" y1="0" x2="0" y2="6" strokeWidth="3" />
          </pattern>
        </defs>
        {intervals.map(({ from, to, until, kept }) => (
          <g key={from}>
            <rect className="kept" x={x(from)} y={AXIS - 5} width={Math.max(0, x(kept ? to : until) - x(from) - 1)} height="10" rx="2" />
            {!kept && (
              <rect fill={`url(#${id}-late)`} x={x(until)} y={AXIS - 5} width={Math.max(2, x(to) - x(until) - 1)} height="10" rx="2" />
            )}
          </g>
        ))}
        <line className="now" x1={x(today)} x2={x(today)} y1="14" y2={AXIS + 12} />
        <text x={x(today)} y="10" textAnchor="middle">
          {w.today}
        </text>
        {shown.map(({ id: key, onDay, reached, withWhom }) => {
          const client = withWhom === 'client' || withWhom === 'guardian';
          if (!client) return <rect key={key} className="other" x={x(onDay) - 4} y={AXIS - 26} width="8" height="8" />;
          return <circle key={key} className={reached ? 'reached' : 'missed'} cx={x(onDay)} cy={AXIS} r="6" />;
        })}
        {months.map((day) => (
          <text key={day} x={x(day)} y={HEIGHT - 4} textAnchor={day === begin ? 'start' : 'middle'}>
            {format.dayMonth(day)}
          </text>
        ))}
      </svg>
      <figcaption className="s">
        <span className="legend">
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <circle className="reached" cx="6" cy="6" r="5" />
          </svg>
          {w.reachedDot}
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <circle className="missed" cx="6" cy="6" r="4.5" />
          </svg>
          {w.missedDot}
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <rect className="other" x="2" y="2" width="8" height="8" />
          </svg>
          {w.otherDot}
        </span>
        <b>{described}</b>
      </figcaption>
    </figure>
  );
}
