import { useState } from 'react';
import { useMay } from '../../me.ts';
import { Button, TextField } from '../../ui/index.ts';
import { busyTimes } from '../../words/busy-times.ts';
import { currentLanguage, useWords } from '../../words/language.tsx';

await busyTimes.load(currentLanguage());

const REASON_LEAST = 10;

/**
 * What can be done where somebody would have two appointments at once. Busy elsewhere: whoever books asks her and goes on. Two within one
 * search: a coordinator's to allow, with a reason.
 */
export default function TwoAtOnce(props: { busy: boolean; name: string; book: (overlap?: string, despiteBusy?: boolean) => unknown }) {
  const { busy, name, book } = props;
  const w = useWords(busyTimes);
  const coordinator = useMay('placement.override');
  const [reason, setReason] = useState('');
  if (busy)
    return (
      <p className="row wrap">
        <Button onPress={() => book(undefined, true)}>{w.despite}</Button> <span className="s q">{w.despiteHint}</span>
      </p>
    );
  if (!coordinator) return <p>{w.ask}</p>;
  const enough = reason.trim().length >= REASON_LEAST;
  return (
    <div className="stack tight" data-field="overlap">
      <TextField label={w.reason(name)} hint={w.reasonHint} value={reason} onChange={setReason} maxLength={300} />
      <Button
        missing={
          enough ? [] : [{ what: w.reasonShort, go: () => document.querySelector<HTMLElement>('[data-field="overlap"] input')?.focus() }]
        }
        onPress={() => book(reason.trim())}
      >
        {w.both}
      </Button>
    </div>
  );
}
