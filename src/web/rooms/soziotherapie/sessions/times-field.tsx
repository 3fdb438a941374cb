import { DateField } from '../../../ui/index.ts';
import { useWords } from '../../../words/language.tsx';
import { sessions as sessionWords } from '../../../words/sessions.ts';
import { TimeField } from '../../calendar/time-field.tsx';

export interface Times {
  day: string | null;
  from: string | null;
  till: string | null;
}

/** Both times by the clock on the wall; null where one is missing or the end is not after the start. */
export function localsOf({ day, from, till }: Times): { start: string; end: string } | null {
  if (!day || !from || !till || till <= from) return null;
  return { start: `${day}T${from}`, end: `${day}T${till}` };
}

/** A day and from when till when. */
export function TimesField({ value, onChange }: { value: Times; onChange: (times: Times) => void }) {
  const w = useWords(sessionWords);
  return (
    <>
      <DateField label={w.day} value={value.day} onChange={(day) => onChange({ ...value, day })} ageless />
      <div className="two">
        <TimeField label={w.from} value={value.from} onChange={(from) => onChange({ ...value, from })} />
        <TimeField label={w.till} value={value.till} onChange={(till) => onChange({ ...value, till })} />
      </div>
    </>
  );
}
