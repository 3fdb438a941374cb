import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { getDayPlan } from '#rooms/soziotherapie/contract/day-plan.ts';
import { addDays } from '#rooms/soziotherapie/rules/calendar.ts';
import { call } from '../../call.ts';
import { Button } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { visit as visitWords } from '../../words/visit.ts';
import { today } from './day.ts';
import { stopsOf } from './stops.ts';

const monday = (day: string) => addDays(day, 1 - Temporal.PlainDate.from(day).dayOfWeek);

/** Own visits of a week, one list a day; read from the server, nothing of it is kept. */
export function Week() {
  const w = useWords(visitWords);
  const format = useFormat();
  const [start, setStart] = useState(() => monday(today()));
  const days = Array.from({ length: 7 }, (_, index) => addDays(start, index));
  const plans = useQueries({
    queries: days.map((day) => ({
      queryKey: ['soziotherapie', 'day-plan', day],
      queryFn: () => call(getDayPlan, { query: { day }, anonymous: true }),
    })),
  });
  return (
    <main id="inhalt">
      <div className="row wrap">
        <Button onPress={() => setStart(addDays(start, -7))}>{w.weekBefore}</Button>
        <Button onPress={() => setStart(monday(today()))}>{w.weekThis}</Button>
        <Button onPress={() => setStart(addDays(start, 7))}>{w.weekAfter}</Button>
      </div>
      <h2 className="day">{w.weekTitle(format.day(start), format.day(addDays(start, 6)))}</h2>
      {days.map((day, index) => {
        const stops = stopsOf(plans[index]?.data?.visits ?? []);
        return (
          <section key={day} className="g" aria-labelledby={`day-${day}`}>
            <h3 id={`day-${day}`}>{format.dayLong(day)}</h3>
            {stops.length === 0 ? (
              <p className="s q">{plans[index]?.isPending ? '' : w.weekNone}</p>
            ) : (
              <ul className="plain lines">
                {stops.map(({ key, visit, group }) => (
                  <li key={key}>
                    <span className="num">
                      {visit.start.slice(11)} – {visit.end.slice(11)}
                    </span>{' '}
                    <b>{group ?? visit.name ?? w.unnamed}</b>{' '}
                    <span className="s q">
                      {visit.placeKind ? w.place[visit.placeKind] : ''}, {w.state[visit.state] ?? visit.state}
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </section>
        );
      })}
    </main>
  );
}
