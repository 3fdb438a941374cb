import { useEffect, useState } from 'react';
import { type FieldProps, TextField } from '../../ui/index.ts';
import { calendar } from '../../words/calendar.ts';
import { useWords } from '../../words/language.tsx';
import { readTime } from './wall.ts';

/** A time of day, "HH:MM"; null while nothing readable stands there. */
export function TimeField(props: FieldProps & { value: string | null; onChange: (value: string | null) => void }) {
  const w = useWords(calendar);
  const [text, setText] = useState(props.value ?? '');
  const [fault, setFault] = useState(false);
  useEffect(() => {
    if (props.value !== null) setText((now) => (readTime(now) === props.value ? now : (props.value ?? '')));
  }, [props.value]);
  return (
    <TextField
      {...props}
      figures
      inputMode="numeric"
      value={text}
      error={props.error ?? (fault ? w.timeFault : undefined)}
      onChange={(next) => {
        setText(next);
        const read = readTime(next);
        if (read) setFault(false);
        props.onChange(read);
      }}
      onLeave={() => {
        const read = readTime(text);
        setFault(text.trim() !== '' && read === null);
        if (read) setText(read);
      }}
    />
  );
}
