import { useState } from 'react';
import { readTypedDate } from '#kernel/typed-date.ts';
import { TextField } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { shell } from '../../words/shell.ts';

interface PastDayProps {
  label: string;
  hint?: string;
  /** "2026-03-01"; null while nothing readable stands there. */
  value: string | null;
  onChange: (value: string | null) => void;
  error?: string | undefined;
  inputRef?: React.Ref<HTMLInputElement>;
}

/** A day that lies behind us and is nobody's birth: typed as people say it, written out on leaving. */
export function PastDay(props: PastDayProps) {
  const w = useWords(shell);
  const format = useFormat();
  const written = (value: string | null) => (value ? `${format.weekday(value)} ${format.date(value)}` : '');
  const [text, setText] = useState(() => written(props.value));
  const [fault, setFault] = useState<keyof typeof w.date | null>(null);
  const today = Temporal.Now.plainDateISO(format.zone);
  const read = (said: string): { value: string | null; fault: keyof typeof w.date | null } => {
    const found = readTypedDate(said, today, 'past');
    if (!found.ok) return { value: null, fault: found.because === 'date-empty' ? null : found.because };
    const ahead = Temporal.PlainDate.compare(found.date, today) > 0;
    return ahead ? { value: null, fault: 'date-in-future' } : { value: found.date.toString(), fault: null };
  };
  return (
    <TextField
      label={props.label}
      hint={props.hint}
      figures
      value={text}
      onChange={(said) => {
        setText(said);
        const next = read(said);
        if (!next.fault) setFault(null);
        props.onChange(next.value);
      }}
      onLeave={() => {
        const next = read(text);
        setFault(next.fault);
        if (next.value) setText(written(next.value));
      }}
      error={fault ? w.date[fault] : props.error}
      inputRef={props.inputRef}
    />
  );
}
