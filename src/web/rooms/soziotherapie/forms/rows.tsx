import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../../ui/index.ts';
import { forms } from '../../../words/forms.ts';
import { useWords } from '../../../words/language.tsx';
import { useAt, useEntry, valueAt } from './at.tsx';

/** A list of rows with the same fields: earlier prescriptions, units given, other help. */
export function FormRows(props: {
  pointer: string;
  title: string;
  empty: object;
  most: number;
  add?: string;
  rowName?: (row: number) => string;
  children: (pointer: string) => ReactNode;
}) {
  const w = useWords(forms);
  const { content, set, fixed } = useEntry();
  const { error, warning, note } = useAt(props.pointer);
  const list = (valueAt(content, props.pointer) ?? []) as object[];
  return (
    <fieldset className="form-rows" data-pointer={props.pointer}>
      <legend className="label">
        {props.title} {note && <span className="h">{note}</span>}
      </legend>
      {error && <p className="below err">{error}</p>}
      {!error && warning && <p className="below warn">{warning}</p>}
      {list.map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own
        <fieldset key={index} className="form-row">
          <legend className="vh">{props.rowName?.(index + 1) ?? `${props.title} ${index + 1}`}</legend>
          {props.children(`${props.pointer}/${index}`)}
          {!fixed && (
            <Button
              kind="quiet"
              small
              icon={X}
              label={w.removeRow(index + 1)}
              onPress={() =>
                set(
                  props.pointer,
                  list.filter((_row, at) => at !== index),
                )
              }
            />
          )}
        </fieldset>
      ))}
      {!fixed && list.length < props.most && (
        <div>
          <Button small icon={Plus} onPress={() => set(props.pointer, [...list, props.empty])}>
            {props.add ?? w.addRow}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
