import { type Ref, useEffect, useState } from 'react';
import { ageOn } from '#kernel/time.ts';
import { readTypedDate } from '#kernel/typed-date.ts';
import { useFormat, useWords } from '../words/language.tsx';
import { shell } from '../words/shell.ts';
import { Field, type FieldProps } from './field.tsx';

interface DateFieldProps extends FieldProps {
  /** "2027-04-03", with `withTime` "2027-04-03T14:30" (Berlin wall clock); null while nothing readable stands there. */
  value: string | null;
  onChange: (value: string | null) => void;
  /** Births look back, appointments ahead. */
  lean?: 'future' | 'past';
  /** Refuses days on the other side of today. */
  strict?: boolean;
  withTime?: boolean;
  /** A day in the past that is no birth date: without an age. */
  ageless?: boolean;
  today?: Temporal.PlainDate;
  required?: boolean;
  inputRef?: Ref<HTMLInputElement>;
}

/** Takes a day as people say it, and on leaving writes it out ("Mi 03.04.2027", a birth date with the age). */
export function DateField(props: DateFieldProps) {
  const w = useWords(shell);
  const format = useFormat();
  const today = props.today ?? Temporal.Now.plainDateISO(format.zone);
  const lean = props.lean ?? 'future';
  const written = (value: string | null) => {
    if (value === null) return '';
    const date = Temporal.PlainDate.from(value.slice(0, 10));
    if (lean === 'past' && !props.withTime && !props.ageless) return `${format.date(date)} (${ageOn(date, today)})`;
    return `${format.weekday(date)} ${format.date(date)}${props.withTime ? ` ${value.slice(11, 16)}` : ''}`;
  };
  const [text, setText] = useState(() => written(props.value));
  const [typing, setTyping] = useState(false);
  const [fault, setFault] = useState<keyof typeof w.date | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: rewritten only when the value comes from outside or the language changes
  useEffect(() => {
    if (!typing && (props.value !== null || fault === null)) setText(written(props.value));
  }, [props.value, format]);

  const read = (said: string): { value: string | null; fault: keyof typeof w.date | null } => {
    const found = readTypedDate(said.replace(/ \(\d+\)$/, ''), today, lean);
    if (!found.ok) return { value: null, fault: found.because === 'date-empty' && !props.required ? null : found.because };
    if (props.withTime && !found.time) return { value: null, fault: 'time-missing' };
    const order = Temporal.PlainDate.compare(found.date, today);
    if (props.strict && lean === 'past' && order > 0) return { value: null, fault: 'date-in-future' };
    if (props.strict && lean === 'future' && order < 0) return { value: null, fault: 'date-in-past' };
    return {
      value: props.withTime && found.time ? `${found.date}T${found.time.toString({ smallestUnit: 'minute' })}` : `${found.date}`,
      fault: null,
    };
  };
  const type = (said: string) => {
    setTyping(true);
    setText(said);
    const next = read(said);
    if (fault && !next.fault) setFault(null);
    if (next.value !== props.value) props.onChange(next.value);
  };
  const leave = () => {
    setTyping(false);
    const next = read(text);
    setFault(next.fault);
    if (next.value !== null) setText(written(next.value));
    if (next.value !== props.value) props.onChange(next.value);
  };
  return (
    <Field {...props} error={props.error ?? (fault ? w.date[fault] : undefined)}>
      {({ labelId: _, ...ids }) => (
        <input
          {...ids}
          className="input num"
          value={text}
          onChange={(event) => type(event.target.value)}
          onBlur={leave}
          onFocus={(event) => event.target.select()}
          autoComplete="off"
          spellCheck={false}
          aria-required={props.required || undefined}
          ref={props.inputRef}
        />
      )}
    </Field>
  );
}
