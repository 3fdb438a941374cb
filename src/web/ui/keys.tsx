import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useWords } from '../words/language.tsx';
import { shell } from '../words/shell.ts';

/** A chord as people write it: "Ctrl+K", "Alt+1", "F9", "Ctrl+Enter", "Escape". */
export type Chord = string;

const onApple = /Mac|iP(hone|ad)/.test(navigator.platform);

interface Binding {
  chord: Chord;
  label: string;
  act: (event: KeyboardEvent) => void;
  /** How many dialogs lay open when it was bound. */
  depth: number;
}

/** Chords that reach through every dialog: the emergency. */
const EVERYWHERE: readonly Chord[] = ['F9'];
let depth = 0;

/** Said by each modal while it is open: what lies under it does not hear its keys any more (no booking under an emergency). */
export function coverKeys(): () => void {
  depth += 1;
  return () => {
    depth -= 1;
  };
}

const bindings = new Set<Binding>();
const listeners = new Set<() => void>();
let listed: readonly { chord: Chord; label: string }[] = [];

function relist() {
  listed = [...bindings].map(({ chord, label }) => ({ chord, label }));
  for (const listener of listeners) listener();
}

function matches(chord: Chord, event: KeyboardEvent): boolean {
  const parts = chord.split('+');
  const key = parts.at(-1) ?? '';
  const wants = (name: string) => parts.includes(name);
  const control = onApple ? event.metaKey : event.ctrlKey;
  return (
    event.key.toLowerCase() === key.toLowerCase() &&
    control === wants('Ctrl') &&
    event.altKey === wants('Alt') &&
    event.shiftKey === wants('Shift')
  );
}

/** One listener; the binding that came last wins, so a sheet's keys go before the page's. */
function hear(event: KeyboardEvent) {
  if (event.defaultPrevented) return;
  // Held down it would close the sheet and then let go what lies under it.
  if (event.key === 'Escape' && event.repeat) return;
  // An open dialog closes itself; what lies under it is not meant.
  if (event.key === 'Escape' && document.querySelector('dialog[open]')) return;
  const found = [...bindings].reverse().find((one) => matches(one.chord, event) && (one.depth >= depth || EVERYWHERE.includes(one.chord)));
  if (!found) return;
  event.preventDefault();
  found.act(event);
}

/**
 * Binds a chord while the component stands. Single letters must not be bound (look: "Single keys never act").
 * `label` is shown in the list of keys.
 */
export function useChord(chord: Chord, label: string, act: (event: KeyboardEvent) => void, active = true): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    if (!active) return;
    const binding: Binding = { chord, label, act: (event) => latest.current(event), depth };
    if (bindings.size === 0) window.addEventListener('keydown', hear);
    bindings.add(binding);
    relist();
    return () => {
      bindings.delete(binding);
      relist();
      if (bindings.size === 0) window.removeEventListener('keydown', hear);
    };
  }, [chord, label, active]);
}

/** What can be pressed right now, for the list of keys. */
export function useChordsInUse(): readonly { chord: Chord; label: string }[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => listed,
  );
}

/** The key at the end of a button: "Strg ↵". */
export function KeyHint({ chord }: { chord: Chord }) {
  const { key } = useWords(shell);
  const names: Record<string, string> = {
    Ctrl: onApple ? '⌘' : key.ctrl,
    Alt: onApple ? '⌥' : key.alt,
    Shift: key.shift,
    Enter: key.enter,
    Escape: key.esc,
  };
  return (
    <kbd>
      {chord
        .split('+')
        .map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part))
        .join(' ')}
    </kbd>
  );
}
