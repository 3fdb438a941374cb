import { CalendarCheck, Plus } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { timeOfDay } from '#kernel/time.ts';
import { Icon } from '../../ui/index.ts';
import { calendar } from '../../words/calendar.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import type { Absence, MyWeek } from './data.ts';
import { cellKey, layWeek, type WeekCell, type WeekItem } from './week.ts';
import { useItemWords } from './week-words.ts';
import './calendar.css';

interface WeekGridProps {
  label: string;
  week: MyWeek;
  days: readonly string[];
  now: Temporal.Instant;
  /** How long a slot offered by a click would be. */
  minutes: number;
  onPick: (item: WeekItem) => void;
  onFree: (day: string, minute: number) => void;
  onAbsence: (absence: Absence) => void;
  onElsewhere: (item: WeekItem) => void;
}

/** One place that can be reached: where it stands, and what a key or a click does there. */
interface Stop {
  key: string;
  day: string;
  minute: number;
}

/** Days as columns, hours as rows. Arrows move over everything that can be done; Enter opens it. */
export function WeekGrid(props: WeekGridProps) {
  const { week, days, now, minutes } = props;
  const w = useWords(calendar);
  const format = useFormat();
  const table = useRef<HTMLTableElement>(null);
  const { hours, cells } = layWeek(week, days, now, minutes);
  const today = now.toZonedDateTimeISO(format.zone).toPlainDate().toString();
  const holidayOn = new Map(week.holidays.map(({ day, name }) => [day, name]));
  const stops = days.flatMap((day) => hours.flatMap(({ hour }) => stopsOf(cells.get(cellKey(day, hour)))));
  const [at, setAt] = useState<string | null>(null);
  const current = (stops.find(({ key }) => key === at) ?? stops.find(({ day }) => day >= today) ?? stops[0])?.key;

  const press = (event: KeyboardEvent, from: string) => {
    const next = nextStop(
      event.key,
      stops.find(({ key }) => key === from),
      stops,
      days,
    );
    if (!next || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    setAt(next.key);
    table.current?.querySelector<HTMLElement>(`[data-stop="${CSS.escape(next.key)}"]`)?.focus();
  };
  const reach = (key: string) => ({
    type: 'button' as const,
    'data-stop': key,
    tabIndex: key === current ? 0 : -1,
    onFocus: () => setAt(key),
    onKeyDown: (event: KeyboardEvent) => press(event, key),
  });
  return (
    <table className={days.length === 1 ? 'wk one' : 'wk'} aria-label={props.label} ref={table}>
      <thead>
        <tr>
          <th className="hour">
            <span className="vh">{format.zone}</span>
          </th>
          {days.map((day) => (
            <th key={day} scope="col" className={day === today ? 'today' : undefined}>
              {format.weekday(day)}
              <small>{day === today ? w.todayShort : format.dayMonth(day)}</small>
              {holidayOn.has(day) && <small className="holiday">{holidayOn.get(day)}</small>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {hours.map(({ hour, quiet }) => (
          <tr key={hour} className={quiet ? 'quiet' : undefined}>
            <th scope="row">{hour}:00</th>
            {days.map((day) => (
              <Cell
                key={day}
                {...props}
                cell={cells.get(cellKey(day, hour))}
                holiday={holidayOn.has(day)}
                current={current ?? null}
                reach={reach}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CellProps extends WeekGridProps {
  cell: WeekCell | undefined;
  holiday: boolean;
  current: string | null;
  reach: (key: string) => object;
}

function Cell({ cell, holiday, current, reach, ...props }: CellProps) {
  const w = useWords(calendar);
  const format = useFormat();
  const say = useItemWords();
  if (!cell) return <td />;
  const { absence, gap } = cell;
  const names = [absence && 'away', holiday && 'off'].filter(Boolean).join(' ');
  return (
    <td className={names || undefined}>
      {cell.items.map((item) => (
        <span key={item.key} className={`ev ${item.tone}`}>
          <button
            {...reach(item.key)}
            aria-label={w.itemName(format.dayLong(item.day), timeOfDay(item.from), say.spoken(item))}
            onClick={() => props.onPick(item)}
          >
            <b>{timeOfDay(item.from)}</b>
            <span className="cut">{say.short(item)}</span>
          </button>
          {item.tone === 'free' && (
            <button
              type="button"
              className="quick no-print"
              tabIndex={item.key === current ? 0 : -1}
              title={w.elsewhere}
              aria-label={w.elsewhereOf(`${format.day(item.day)} ${timeOfDay(item.from)}`)}
              onClick={() => props.onElsewhere(item)}
            >
              <Icon of={CalendarCheck} />
            </button>
          )}
        </span>
      ))}
      {absence && cell.absenceBegins && (
        <button {...reach(`away ${cell.day}`)} className="away-name" onClick={() => props.onAbsence(absence)}>
          {w.absenceKinds[absence.kind]}
          <span className="vh">, {format.dayLong(cell.day)}</span>
        </button>
      )}
      {gap !== null && (
        <button
          {...reach(`gap ${cell.day} ${cell.hour}`)}
          className="gap no-print"
          aria-label={w.freeHour(format.dayLong(cell.day), timeOfDay(gap))}
          onClick={() => props.onFree(cell.day, gap)}
        >
          <Icon of={Plus} />
          <span aria-hidden="true">{timeOfDay(gap)}</span>
        </button>
      )}
      {gap === null && !absence && cell.items.length === 0 && <span className="vh">–</span>}
    </td>
  );
}

function stopsOf(cell: WeekCell | undefined): Stop[] {
  if (!cell) return [];
  const { day, hour, gap } = cell;
  return [
    ...cell.items.map(({ key, from }) => ({ key, day, minute: from })),
    ...(cell.absence && cell.absenceBegins ? [{ key: `away ${day}`, day, minute: hour * 60 + 59 }] : []),
    ...(gap === null ? [] : [{ key: `gap ${day} ${hour}`, day, minute: gap }]),
  ];
}

/** Up and down: earlier and later on the same day. Left and right: the nearest time of the next day that has one. */
function nextStop(key: string, from: Stop | undefined, stops: readonly Stop[], days: readonly string[]): Stop | undefined {
  if (!from) return undefined;
  const same = stops.filter(({ day }) => day === from.day);
  const index = same.indexOf(from);
  if (key === 'ArrowDown') return same[index + 1];
  if (key === 'ArrowUp') return same[index - 1];
  if (key === 'Home') return same[0];
  if (key === 'End') return same.at(-1);
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return undefined;
  const order = key === 'ArrowRight' ? days : days.toReversed();
  const after = order.slice(order.indexOf(from.day) + 1);
  const day = after.find((one) => stops.some((stop) => stop.day === one));
  const far = (stop: Stop) => Math.abs(stop.minute - from.minute);
  return stops.filter((stop) => stop.day === day).toSorted((one, other) => far(one) - far(other))[0];
}
