import { DateField, SelectField, State } from '../../ui/index.ts';
import { calendar } from '../../words/calendar.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { type Choice, type Judged, proposed, typedInstant } from './series-plan.ts';
import { TimeField } from './time-field.tsx';

const TONES = { free: 'yes', holiday: 'partly', absent: 'no', overlap: 'no', outside: 'no' } as const;

/** Every date with what stands in its way, and what is to happen with it. */
export function SeriesDates(props: {
  dates: readonly Judged[];
  /** What stands in the way of days that were typed. */
  moved: readonly Judged[];
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
              moved={props.moved}
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

interface OneDateProps {
  date: Judged;
  moved: readonly Judged[];
  choice: Choice;
  onChoose: (choice: Choice) => void;
}

function OneDate({ date, moved, choice, onChoose }: OneDateProps) {
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
    { value: 'other', label: w.series.choices.other },
    { value: 'skip', label: w.series.choices.skip },
  ];
  const typed = typeof choice === 'object' && 'typed' in choice ? choice.typed : null;
  const at = typedInstant(choice);
  const judged = moved.find(({ startsAt }) => startsAt === at);
  const value = typed ? 'other' : typeof choice === 'object' ? 'move' : choice;
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
            else if (next === 'other') onChoose({ typed: { day: null, time: format.clock(date.startsAt) } });
            else if (next === 'take' || next === 'skip') onChoose(next);
          }}
        />
      </span>
      {typed && (
        <div className="typed">
          <DateField
            label={w.series.otherDay(format.day(date.day))}
            value={typed.day}
            onChange={(day) => onChoose({ typed: { ...typed, day } })}
          />
          <TimeField label={w.series.time} value={typed.time} onChange={(time) => onChoose({ typed: { ...typed, time } })} />
        </div>
      )}
      {typed && judged && (
        <p className="why s">
          <State tone={TONES[judged.verdict]}>{w.series.verdicts[judged.verdict]}</State>{' '}
          {judged.holiday ??
            (judged.overlapOf ? w.series.overlapOf[judged.overlapOf] : judged.verdict === 'outside' ? w.series.outsideWhy : '')}
        </p>
      )}
      {!typed && why.length > 0 && <span className="q s why">{why.join(', ')}</span>}
    </li>
  );
}
