import { type KeyboardEvent, useRef, useState } from 'react';
import { useFormat, useWords } from '../words/language.tsx';
import { shell } from '../words/shell.ts';

export interface GridSlot {
  id: string;
  /** "2026-03-05" */
  day: string;
  /** "17:30" */
  time: string;
  state: 'free' | 'held' | 'taken';
  /** Something to know before it is picked. */
  note?: string | undefined;
}

export interface GridDay {
  day: string;
}

export interface GridPart {
  label: string;
  /** "12:00": the part begins here and ends where the next begins. */
  from: string;
}

interface DayGridProps {
  label: string;
  days: readonly GridDay[];
  parts: readonly GridPart[];
  slots: readonly GridSlot[];
  /** Whether a time of this day and part is wished. */
  wished?: (day: string, part: GridPart) => boolean;
  onPick: (slot: GridSlot) => void;
}

/** Free appointments: arrows move, Enter holds; what is taken is shown but not reached. Read out as "Donnerstag, 5. März, 17:30, frei". */
export function DayGrid({ label, days, parts, slots, wished, onPick }: DayGridProps) {
  const w = useWords(shell);
  const format = useFormat();
  const table = useRef<HTMLTableElement>(null);
  const reachable = slots.filter((slot) => slot.state !== 'taken');
  const [at, setAt] = useState<string | null>(null);
  const current = reachable.find((slot) => slot.id === at) ?? reachable.find((slot) => slot.state === 'held') ?? reachable[0];
  const partOf = (slot: GridSlot) => parts.findLastIndex((part) => part.from <= slot.time);

  const go = (event: KeyboardEvent, from: GridSlot) => {
    const next = nextSlot(event.key, from, reachable, days);
    if (!next) return;
    event.preventDefault();
    setAt(next.id);
    table.current?.querySelector<HTMLElement>(`[data-slot="${CSS.escape(next.id)}"]`)?.focus();
  };
  return (
    <table className="days" aria-label={label} ref={table}>
      <thead>
        <tr>
          <th className="part">
            <span className="vh">{w.partOfDay}</span>
          </th>
          {days.map(({ day }) => (
            <th key={day} scope="col">
              {format.day(day)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {parts.map((part, row) => (
          <tr key={part.from}>
            <th scope="row">{part.label}</th>
            {days.map(({ day }) => {
              const wish = wished?.(day, part) === true;
              return (
                <td key={day} className={wish ? 'wish' : undefined}>
                  {slots
                    .filter((slot) => slot.day === day && partOf(slot) === row)
                    .map((slot) =>
                      slot.state === 'taken' ? (
                        <span key={slot.id} className="slot taken">
                          {slot.time}
                          <span className="vh"> {w.taken}</span>
                        </span>
                      ) : (
                        <button
                          key={slot.id}
                          type="button"
                          className={slot.state === 'held' ? 'slot sel' : slot.note ? 'slot noted' : 'slot'}
                          title={slot.note}
                          data-slot={slot.id}
                          aria-pressed={slot.state === 'held'}
                          aria-label={
                            w.slotName(format.dayLong(day), slot.time, w.slotState[slot.state]) +
                            (wish ? `, ${w.wished}` : '') +
                            (slot.note ? `, ${slot.note}` : '')
                          }
                          tabIndex={slot.id === current?.id ? 0 : -1}
                          onFocus={() => setAt(slot.id)}
                          onKeyDown={(event) => go(event, slot)}
                          onClick={() => onPick(slot)}
                        >
                          {slot.time}
                        </button>
                      ),
                    )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Up and down: the next time of the same day. Left and right: the nearest time of the next day that has one. */
function nextSlot(key: string, from: GridSlot, slots: readonly GridSlot[], days: readonly GridDay[]): GridSlot | undefined {
  const ofDay = (day: string) => slots.filter((slot) => slot.day === day).sort((one, other) => one.time.localeCompare(other.time));
  const same = ofDay(from.day);
  const index = same.findIndex((slot) => slot.id === from.id);
  if (key === 'ArrowDown') return same[index + 1];
  if (key === 'ArrowUp') return same[index - 1];
  if (key === 'Home') return same[0];
  if (key === 'End') return same.at(-1);
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return undefined;
  const order = key === 'ArrowRight' ? days : [...days].reverse();
  const after = order.slice(order.findIndex(({ day }) => day === from.day) + 1);
  const day = after.map((one) => ofDay(one.day)).find((found) => found.length > 0);
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const far = (slot: GridSlot) => Math.abs(minutes(slot.time) - minutes(from.time));
  return day?.toSorted((one, other) => far(one) - far(other))[0];
}
