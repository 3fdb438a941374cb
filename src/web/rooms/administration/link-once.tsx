import { Copy } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { announce, Button } from '../../ui/index.ts';
import { administration } from '../../words/administration.ts';
import { useFormat, useWords } from '../../words/language.tsx';

export interface Link {
  link: string;
  expiresAt: string;
}

/** The secret link of an invitation: shown this once, to be handed over. */
export function LinkOnce({ link, expiresAt, onDone }: Link & { onDone: () => void }) {
  const w = useWords(administration);
  const format = useFormat();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState('');
  const copy = async () => {
    const text = await navigator.clipboard.writeText(link).then(
      () => w.copied,
      () => w.copyFailed,
    );
    if (text === w.copyFailed) field.current?.select();
    setSaid(text);
    announce(text);
  };
  return (
    <div className="stack link-once">
      <p>
        <b>{w.linkOnce}</b>
      </p>
      <div className="field">
        <label className="label" htmlFor={id}>
          {w.linkLabel}
        </label>
        <div className="row">
          <input id={id} className="input" readOnly value={link} onFocus={(event) => event.target.select()} ref={field} />
          <Button icon={Copy} onPress={copy}>
            {w.copy}
          </Button>
        </div>
        <p className="below hint">
          {w.linkUntil(format.when(expiresAt))} {said}
        </p>
      </div>
      <div>
        <Button kind="main" onPress={onDone}>
          {w.linkDone}
        </Button>
      </div>
    </div>
  );
}
