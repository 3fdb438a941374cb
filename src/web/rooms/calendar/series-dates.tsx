import { SelectField, State } from '../../ui/index.ts';
import { calendar } from '../../words/calendar.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { type Choice, type Judged, proposed } from './series-plan.ts';

const TONES = { free: 'yes', holiday: 'partly', absent: 'no', overlap: 'no', outside: 'no' } as const;

/** Every date with what stands in its way, and what is to happen with it. */
export function SeriesDates(props: {
  dates: readonly Judged[];
  choices: ReadonlyMap<string, Choice>;
  chosen: number;
  onChoose: (startsAt: string, choice: Choice) => void;
}) {
  const w = useWords(calendar);
  const { dates, chosen } = props;
  return (
    <section className="stack" aria-labelledby="h-dates">
      <h3 id="h-dates">{w.series.dates}</h3>
      {dates.length === 0 && <p className="q">{w.series.datesHint}</p>}
      {dates.length > 0 && (
        <ul className="plain series-dates">
          {dates.map((date) => (
            <OneDate
              key={date.startsAt}
              date={date}
              choice={props.choices.get(date.startsAt) ?? proposed(date)}
              onChoose={(choice) => props.onChoose(date.startsAt, choice)}
            />
          ))}
        </ul>
      )}
      {dates.length > 0 && (
        <p className="b" role="status">
          {chosen === 0 ? w.series.none : w.series.sum(chosen, dates.length - chosen)}
        </p>
      )}
    </section>
  );
}

function OneDate({ date, choice, onChoose }: { date: Judged; choice: Choice; onChoose: (choice: Choice) => void }) {
  const w = useWords(calendar);
  const format = useFormat();
  const { verdict, suggestion } = date;
  const why = [
    verdict === 'holiday' ? date.holiday : null,
    verdict === 'overlap' && date.overlapOf ? w.series.overlapOf[date.overlapOf] : null,
    verdict === 'outside' ? w.series.outsideWhy : null,
    verdict === 'free' && date.usesFree > 0 ? w.series.usesFree : null,
  ].filter((one) => one !== null);
  const options = [
    ...(verdict === 'free' ? [{ value: 'take', label: w.series.choices.take }] : []),
    ...(verdict === 'holiday' ? [{ value: 'take', label: w.series.choices.anyway }] : []),
    ...(suggestion ? [{ value: 'move', label: w.series.moveTo(format.when(suggestion.startsAt)) }] : []),
    { value: 'skip', label: w.series.choices.skip },
  ];
  const value = typeof choice === 'object' ? 'move' : choice;
  return (
    <li className={value === 'skip' ? 'skipped' : undefined}>
      <span className="num when">{format.when(date.startsAt)}</span>
      <State tone={TONES[verdict]}>{w.series.verdicts[verdict]}</State>
      <span className="choice">
        <SelectField
          label={w.series.choice(format.day(date.day))}
          choices={options}
          value={value}
          onChange={(next) => {
            if (next === 'move' && suggestion) onChoose({ movedTo: suggestion.startsAt });
            else if (next === 'take' || next === 'skip') onChoose(next);
          }}
        />
      </span>
      {why.length > 0 && <span className="q s why">{why.join(', ')}</span>}
    </li>
  );
}
