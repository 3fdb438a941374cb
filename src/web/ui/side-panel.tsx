import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useWords } from '../words/language.tsx';
import { shell } from '../words/shell.ts';
import { Button } from './button.tsx';
import { useChord } from './keys.tsx';

/** Beside the work: list and position stay. Esc closes; the focus goes back to where it came from. */
export function SidePanel(props: { title: string; onClose: () => void; footer?: ReactNode; children: ReactNode }) {
  const w = useWords(shell);
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  useChord('Escape', w.close, props.onClose);
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <div className="panel" role="dialog" aria-labelledby={id} tabIndex={-1} ref={panel}>
      <header>
        <h2 id={id}>{props.title}</h2>
        <span className="end">
          <Button kind="quiet" small icon={X} label={w.close} onPress={props.onClose} />
        </span>
      </header>
      <div className="body">{props.children}</div>
      {props.footer && <footer>{props.footer}</footer>}
    </div>
  );
}
