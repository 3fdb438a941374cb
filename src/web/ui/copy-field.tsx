import { Copy } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { announce } from './announce.tsx';
import { Button } from './button.tsx';

/** Something that is shown once, to be handed over: read-only, with a button that copies it; where copying fails it is marked. */
export function CopyField(props: {
  label: string;
  value: string;
  hint?: string;
  words: { copy: string; copied: string; copyFailed: string };
}) {
  const { value, words } = props;
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState('');
  const copy = async () => {
    const text = await navigator.clipboard.writeText(value).then(
      () => words.copied,
      () => words.copyFailed,
    );
    if (text === words.copyFailed) field.current?.select();
    setSaid(text);
    announce(text);
  };
  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        {props.label}
      </label>
      <div className="row">
        <input id={id} className="input" readOnly value={value} onFocus={(event) => event.target.select()} ref={field} />
        <Button icon={Copy} onPress={copy}>
          {words.copy}
        </Button>
      </div>
      <p className="below hint">{[props.hint, said].filter(Boolean).join(' ')}</p>
    </div>
  );
}
