import type { LucideIcon } from 'lucide-react';
import { TriangleAlert } from 'lucide-react';
import { type MouseEvent, type ReactNode, type Ref, useId, useState } from 'react';
import { useWords } from '../words/language.tsx';
import { shell } from '../words/shell.ts';
import { announce } from './announce.tsx';
import { Icon } from './icon.tsx';
import { type Chord, KeyHint } from './keys.tsx';

/** What is missing before a button can act, and the way there. */
export interface Missing {
  what: string;
  go: () => void;
}

interface ButtonProps {
  kind?: 'main' | 'plain' | 'quiet' | 'alarm';
  small?: boolean;
  wide?: boolean;
  icon?: LucideIcon;
  /** Shown at the end; bind it with useChord. */
  chord?: Chord;
  /** A promise keeps the button busy until it settles, so that nothing is sent twice. */
  onPress?: (() => unknown) | undefined;
  busy?: boolean;
  /** Never disabled: pressed while something is missing, it says what and goes there. */
  missing?: readonly Missing[];
  type?: 'button' | 'submit';
  label?: string;
  pressed?: boolean;
  expanded?: boolean;
  describedBy?: string;
  className?: string;
  ref?: Ref<HTMLButtonElement>;
  children?: ReactNode;
}

export function Button(props: ButtonProps) {
  const w = useWords(shell);
  const [running, setRunning] = useState(false);
  const busy = running || props.busy === true;
  const press = (event: MouseEvent) => {
    if (busy || props.missing?.length) event.preventDefault();
    if (busy) return;
    const first = props.missing?.[0];
    if (first) {
      announce(`${w.missing} ${props.missing?.map((one) => one.what).join(', ')}`);
      first.go();
      return;
    }
    const outcome = props.onPress?.();
    if (outcome instanceof Promise) {
      setRunning(true);
      outcome.then(
        () => setRunning(false),
        (fault: unknown) => {
          setRunning(false);
          throw fault;
        },
      );
    }
  };
  const names = [
    'btn',
    props.kind === 'plain' ? undefined : props.kind,
    props.small && 'sm',
    props.wide && 'wide',
    props.label && !props.children && 'icon',
    props.className,
  ];
  return (
    <button
      type={props.type ?? 'button'}
      className={names.filter(Boolean).join(' ')}
      onClick={press}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      aria-label={props.label}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      aria-describedby={props.describedBy}
      ref={props.ref}
    >
      {props.icon && <Icon of={props.icon} />}
      {props.children}
      {props.chord && <KeyHint chord={props.chord} />}
    </button>
  );
}

/** "Es fehlt: Geburtsdatum. Dorthin": stands beside the button that needs it. */
export function MissingNote({ missing, id }: { missing: readonly Missing[]; id?: string }) {
  const w = useWords(shell);
  const own = useId();
  const first = missing[0];
  if (!first) return null;
  return (
    <p className="s partly" id={id ?? own}>
      <Icon of={TriangleAlert} /> {w.missing} {missing.map((one) => one.what).join(', ')}.{' '}
      <button type="button" className="link" onClick={first.go}>
        {w.goThere}
      </button>
    </p>
  );
}
