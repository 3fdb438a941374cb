import { useState } from 'react';
import type { FileView } from '#rooms/soziotherapie/contract/file-view.ts';
import { ScrollBox } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { soziotherapie } from '../../words/soziotherapie.ts';
import { useWidth } from '../reports/figure-frame.tsx';
import { BurnDown } from './burn-down.tsx';
import { decimal, hoursOf } from './numbers.ts';

/** What is left of 120 hours: a picture, its table, and in words the pace, the pauses and what is disputed. */
export function ContingentCard({ file }: { file: FileView }) {
  const w = useWords(soziotherapie).contingent;
  const format = useFormat();
  const [asTable, setAsTable] = useState(false);
  const { ref, width } = useWidth(720);
  const { contingent, window, formerWindows } = file;
  return (
    <section className="card contingent" aria-labelledby="sozio-contingent">
      <div className="head">
        <h2 id="sozio-contingent">{w.title}</h2>
        <span className="q">
          {window ? w.left(hoursOf(format, contingent.remainingMinutes), hoursOf(format, contingent.capMinutes)) : w.notBegun}
        </span>
        {window && (
          <button type="button" className="as-link end s no-print" onClick={() => setAsTable(!asTable)}>
            {asTable ? w.asChart : w.asList}
          </button>
        )}
      </div>
      <div ref={ref}>
        {window && !asTable && <BurnDown contingent={contingent} window={window} today={file.today} width={width} />}
        {window && asTable && <Bookings entries={contingent.entries} />}
      </div>
      <Notes file={file} />
      {formerWindows.map(({ start, end, usedMinutes }) => (
        <p key={start} className="s q">
          {w.former(format.date(start), format.date(end), w.hours(hoursOf(format, usedMinutes)))}
        </p>
      ))}
    </section>
  );
}

function Notes({ file: { contingent, window } }: { file: FileView }) {
  const all = useWords(soziotherapie);
  const w = all.contingent;
  const format = useFormat();
  const { forecast, pauses, disputed, anchor, leftHundredths, approvedToMinutes } = contingent;
  if (!window) return null;
  const notes = [
    approvedToMinutes === null ? '' : `${sentence(w.approved(all.unitsText(decimal(format, leftHundredths))))}.`,
    forecast?.paceHundredths ? w.paceText(Math.round(forecast.paceDays / 7), decimal(format, forecast.paceHundredths)) : w.noPace,
    forecast?.emptyOn ? `${sentence(w.empty(format.date(forecast.emptyOn)))}.` : '',
    forecast?.emptyOn && forecast.lastingHundredths ? `${w.lasting(decimal(format, forecast.lastingHundredths))}.` : '',
    forecast?.lapsingMinutes ? w.lapses(w.hours(hoursOf(format, forecast.lapsingMinutes))) : '',
    forecast?.pausedNow ? w.pausedNow : '',
    ...pauses.map(({ from, to, reason }) => w.pause(format.date(from), to && format.date(to), all.pauseReason[reason] ?? '')),
  ];
  return (
    <>
      <p className="s q">{notes.filter(Boolean).join(' ').replaceAll('..', '.')}</p>
      {disputed && (
        <p className="s partly">{w.disputedText(format.date(disputed.from), format.date(disputed.to), anchor === 'firstUnit')}</p>
      )}
    </>
  );
}

const sentence = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** Every booking in its order, with what was left after it. */
function Bookings({ entries }: { entries: FileView['contingent']['entries'] }) {
  const w = useWords(soziotherapie).contingent;
  const format = useFormat();
  if (entries.length === 0) return <p className="q">{w.noEntries}</p>;
  return (
    <ScrollBox label={w.asList}>
      <table className="list bookings" aria-label={w.asList}>
        <thead>
          <tr>
            <th scope="col">{w.head.day}</th>
            <th scope="col">{w.head.what}</th>
            <th scope="col" className="r">
              {w.head.minutes}
            </th>
            <th scope="col" className="r">
              {w.head.left}
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.toReversed().map((entry) => (
            <tr key={entry.id}>
              <th scope="row" className="num nw">
                {format.date(entry.day)}
              </th>
              <td>
                {w.kind[entry.kind]}
                {entry.evidence && <span className="q s"> {entry.evidence}</span>}
              </td>
              <td className="r num">{format.number(-entry.minutes)}</td>
              <td className="r num">{w.hours(hoursOf(format, entry.leftMinutes))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
