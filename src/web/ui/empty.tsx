import { type ReactNode, useEffect, useId, useState } from 'react';
import { useWords } from '../words/language.tsx';
import { shell } from '../words/shell.ts';
import { Button } from './button.tsx';

/** One sentence what belongs here, one action. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <p>{children}</p>
      {action}
    </div>
  );
}

/** Shorter than this nobody needs to see that something runs. */
const SHOWN_AFTER = 400;

/** Steps with words ("3 von 4: Briefe werden gesetzt"), a bar, and a way out. */
export function Progress(props: { text: string; done: number; of: number; onCancel?: () => void; atOnce?: boolean }) {
  const w = useWords(shell);
  const id = useId();
  const [shown, setShown] = useState(props.atOnce === true);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), SHOWN_AFTER);
    return () => clearTimeout(timer);
  }, []);
  if (!shown) return null;
  return (
    <div className="progress">
      <div className="row">
        <span id={id}>{props.text}</span>
        {props.onCancel && (
          <span className="end">
            <Button kind="quiet" small onPress={props.onCancel}>
              {w.cancel}
            </Button>
          </span>
        )}
      </div>
      <progress max={props.of} value={props.done} aria-labelledby={id} />
    </div>
  );
}
