import { DateField } from '../../ui/index.ts';
import { calendar } from '../../words/calendar.ts';
import { useWords } from '../../words/language.tsx';
import type { receivedFault } from './received.ts';

interface Props {
  value: string | null;
  onChange: (value: string | null) => void;
  wrong: ReturnType<typeof receivedFault>;
}

/** When a cancellation reached the practice: it decides between in time and late. */
export function ReceivedField({ value, onChange, wrong }: Props) {
  const w = useWords(calendar);
  return (
    <DateField
      label={w.receivedAt}
      hint={w.receivedHint}
      withTime
      lean="past"
      value={value}
      onChange={onChange}
      error={wrong ? w.receivedFaults[wrong] : undefined}
    />
  );
}
