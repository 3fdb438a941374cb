import { Plus, X } from 'lucide-react';
import { RHYTHMS } from '#rooms/directory/contract.ts';
import { Button, DateField, Field, SelectField } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { offer as offerWords } from '../../words/offer.ts';
import { TimeField } from '../calendar/time-field.tsx';
import type { PlaceFields } from './place-draft.ts';

type Window = PlaceFields['windows'][number];
const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const;

/** The weekly windows in which a therapy could take place. */
export function WindowsField(props: {
  value: readonly Window[];
  onChange: (windows: Window[]) => void;
  at: (pointer: string) => string | undefined;
}) {
  const { value, onChange, at } = props;
  const w = useWords(offerWords).form;
  const format = useFormat();
  const put = (index: number, part: Partial<Window>) => onChange(value.map((one, at) => (at === index ? { ...one, ...part } : one)));
  const add = () => {
    const last = value.at(-1);
    const next = last
      ? { ...last, weekday: (last.weekday % 7) + 1 }
      : { weekday: 1, from: '14:00', to: '18:00', rhythm: 'weekly' as const };
    onChange([...value, next]);
  };
  return (
    <Field label={w.windows} hint={w.windowsHint} group error={value.length === 0 ? at('/windows') : undefined}>
      {(ids) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out on the label's grid
        <div className="windows" role="group" aria-labelledby={ids.labelId} aria-describedby={ids['aria-describedby']}>
          {value.map((window, index) => {
            const what = w.window(index + 1);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: windows have no name of their own; they are only appended and removed
              <fieldset key={index} className="window">
                <legend className="vh">{what}</legend>
                <SelectField
                  label={w.weekday}
                  choices={WEEKDAYS.map((day) => ({ value: day, label: format.weekdayName(Number(day)) }))}
                  value={WEEKDAYS[window.weekday - 1] ?? '1'}
                  onChange={(day) => day && put(index, { weekday: Number(day) })}
                />
                <TimeField
                  label={w.windowFrom}
                  value={window.from}
                  onChange={(from) => from && put(index, { from })}
                  error={at(`/windows/${index}/from`)}
                />
                <TimeField
                  label={w.windowTo}
                  value={window.to}
                  onChange={(to) => to && put(index, { to })}
                  error={at(`/windows/${index}/to`) ?? at(`/windows/${index}`)}
                />
                <Button
                  kind="quiet"
                  small
                  icon={X}
                  label={w.removeWindow(what)}
                  onPress={() => onChange(value.filter((_, at) => at !== index))}
                />
                <SelectField
                  label={w.windowRhythm}
                  choices={RHYTHMS.map((one) => ({ value: one, label: w.rhythms[one] }))}
                  value={window.rhythm}
                  onChange={(rhythm) => rhythm && put(index, { rhythm })}
                />
                <DateField label={w.windowValid} value={window.validFrom ?? null} onChange={(validFrom) => put(index, { validFrom })} />
              </fieldset>
            );
          })}
          <div>
            <Button small icon={Plus} onPress={add}>
              {w.addWindow}
            </Button>
          </div>
        </div>
      )}
    </Field>
  );
}
