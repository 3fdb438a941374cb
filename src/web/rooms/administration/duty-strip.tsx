import { berlinInstant } from '#kernel/time.ts';
import { administration } from '../../words/administration.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import type { Duty } from './duty.tsx';
import { type Span, shareOf } from './gaps.ts';

const MIDNIGHT = Temporal.PlainTime.from('00:00');
const HOURS = [0, 6, 12, 18, 24];

/** Two weeks at a glance: a bar per day, filled where somebody is on duty, hatched where nobody is. The list says the same in words. */
export function DutyStrip({
  from,
  days,
  duties,
  gaps,
}: {
  from: Temporal.PlainDate;
  days: number;
  duties: readonly Duty[];
  gaps: readonly Span[];
}) {
  const w = useWords(administration);
  const format = useFormat();
  // Who is asked first lies on top; the deputy shows where nobody else is.
  const byRank = duties.toSorted((one, other) => other.rank - one.rank);
  return (
    <div className="strip" role="img" aria-label={`${w.strip}: ${gaps.length === 0 ? w.noGaps : w.gaps(gaps.length)}`}>
      <div className="strip-hours" aria-hidden="true">
        {HOURS.map((hour) => (
          <span key={hour} className="xs h num">
            {hour}
          </span>
        ))}
      </div>
      {Array.from({ length: days }, (_, index) => from.add({ days: index })).map((date) => {
        const day = { from: berlinInstant(date, MIDNIGHT), until: berlinInstant(date.add({ days: 1 }), MIDNIGHT) };
        return (
          <div key={date.toString()} className="strip-day" aria-hidden="true">
            <span className="s num nw">{format.day(date)}</span>
            <div className="strip-bar">
              {byRank.map((duty) => (
                <Part
                  key={duty.id}
                  kind="on"
                  name={duty.name}
                  share={shareOf(day, { from: Temporal.Instant.from(duty.from), until: Temporal.Instant.from(duty.until) })}
                />
              ))}
              {gaps.map((gap) => (
                <Part key={gap.from.toString()} kind="off" name="" share={shareOf(day, gap)} />
              ))}
            </div>
          </div>
        );
      })}
    </div>
  );
}

function Part({ kind, name, share }: { kind: 'on' | 'off'; name: string; share: { start: number; end: number } | null }) {
  if (!share) return null;
  const style = { left: `${share.start * 100}%`, width: `${(share.end - share.start) * 100}%` };
  return (
    <span className={`part ${kind}`} style={style}>
      {share.end - share.start > 0.2 && name}
    </span>
  );
}
