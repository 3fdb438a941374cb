import { Check } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import type { Weekday } from '#kernel/time.ts';
import { useFormat, useWords } from '../words/language.tsx';
import { shell } from '../words/shell.ts';
import { Field, type FieldProps } from './field.tsx';
import { Icon } from './icon.tsx';
import { arrowFrom } from './roving.ts';
import { type Band, cellKey, cellsOf, type TimeWindow, windowsOf } from './time-windows.ts';

const DAYS: readonly Weekday[] = [1, 2, 3, 4, 5, 6];
const BANDS: readonly Band[] = [
  { from: '08:00', to: '12:00' },
  { from: '12:00', to: '16:00' },
  { from: '16:00', to: '18:00' },
  { from: '18:00', to: '20:00' },
];
const hour = (time: string) => (time.endsWith(':00') ? String(Number(time.slice(0, 2))) : time);

/** A week to paint: press and drag, or arrows and Space; Shift and an arrow paints on. The value is windows, joined where they touch. */
export function TimeWindowGrid(
  props: FieldProps & {
    value: readonly TimeWindow[];
    onChange: (windows: TimeWindow[]) => void;
    days?: readonly Weekday[];
    bands?: readonly Band[];
  },
) {
  const w = useWords(shell);
  const format = useFormat();
  const days = props.days ?? DAYS;
  const bands = props.bands ?? BANDS;
  const chosen = cellsOf(props.value, days, bands);
  const [at, setAt] = useState({ row: 0, column: 0 });
  const table = useRef<HTMLTableElement>(null);
  const painting = useRef<{ on: boolean; cells: Set<string> } | null>(null);

  const put = (key: string, on: boolean) => {
    const cells = painting.current?.cells ?? new Set(chosen);
    if (on) cells.add(key);
    else cells.delete(key);
    props.onChange(windowsOf(cells, days, bands));
  };
  useEffect(() => {
    const stop = () => {
      painting.current = null;
    };
    window.addEventListener('pointerup', stop);
    window.addEventListener('pointercancel', stop);
    return () => {
      window.removeEventListener('pointerup', stop);
      window.removeEventListener('pointercancel', stop);
    };
  }, []);
  const start = (key: string) => {
    painting.current = { on: !chosen.has(key), cells: new Set(chosen) };
    put(key, painting.current.on);
  };
  /** A finger keeps the pointer on the first cell, so the cell is looked up under it. */
  const drag = (event: PointerEvent) => {
    if (!painting.current || event.buttons === 0) return;
    const key = document.elementFromPoint(event.clientX, event.clientY)?.closest('button')?.dataset.cell;
    if (key && painting.current.cells.has(key) !== painting.current.on) put(key, painting.current.on);
  };
  const press = (event: KeyboardEvent, row: number, column: number) => {
    const next = arrowFrom(event, row, column, bands.length, days.length);
    if (!next) return;
    event.preventDefault();
    setAt(next);
    table.current?.querySelector<HTMLElement>(`[data-at="${next.row}.${next.column}"]`)?.focus();
    const [day, band, here, hereBand] = [days[next.column], bands[next.row], days[column], bands[row]];
    if (event.shiftKey && day && band && here && hereBand) put(cellKey(day, band), chosen.has(cellKey(here, hereBand)));
  };
  return (
    <Field {...props} group top note={props.note ?? (chosen.size > 0 ? w.windowsChosen(chosen.size) : undefined)}>
      {(ids) => (
        <table className="week" aria-labelledby={ids.labelId} ref={table} onPointerMove={drag}>
          <thead>
            <tr>
              <th className="hours">
                <span className="vh">{w.hours}</span>
              </th>
              {days.map((day) => (
                <th key={day} scope="col">
                  {format.weekdayShort(day)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {bands.map((band, row) => (
              <tr key={band.from}>
                <th scope="row">
                  {hour(band.from)}–{hour(band.to)}
                </th>
                {days.map((day, column) => {
                  const key = cellKey(day, band);
                  return (
                    <td key={day}>
                      <button
                        type="button"
                        data-cell={key}
                        data-at={`${row}.${column}`}
                        aria-pressed={chosen.has(key)}
                        aria-label={w.windowName(format.weekdayName(day), hour(band.from), hour(band.to))}
                        tabIndex={at.row === row && at.column === column ? 0 : -1}
                        onPointerDown={(event) => {
                          event.currentTarget.releasePointerCapture(event.pointerId);
                          if (event.button === 0) start(key);
                        }}
                        onClick={(event) => {
                          // A click without a pointer comes from the keyboard or from a screen reader.
                          if (event.detail === 0) put(key, !chosen.has(key));
                        }}
                        onFocus={() => setAt({ row, column })}
                        onKeyDown={(event) => press(event, row, column)}
                      >
                        {chosen.has(key) && <Icon of={Check} />}
                      </button>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Field>
  );
}
