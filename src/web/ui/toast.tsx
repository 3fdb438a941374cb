import { Undo2 } from 'lucide-react';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useWords } from '../words/language.tsx';
import { shell } from '../words/shell.ts';
import { Icon } from './icon.tsx';
import { KeyHint, useChord } from './keys.tsx';

interface Offer {
  id: number;
  text: string;
  undo: () => unknown;
}

/** Enough to read the sentence and to reach the key; pauses under the pointer and the focus. */
const SHOWN_SECONDS = 8;
let offers: readonly Offer[] = [];
let counter = 0;
const listeners = new Set<() => void>();

function set(next: readonly Offer[]) {
  offers = next;
  for (const listener of listeners) listener();
}

/** Shows what was done and offers to undo it. Only for undo, never for faults. */
export function offerUndo(text: string, undo: () => unknown): void {
  counter += 1;
  set([...offers.slice(-2), { id: counter, text, undo }]);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function Toasts() {
  const now = useSyncExternalStore(subscribe, () => offers);
  return (
    <div className="toasts" role="status">
      {now.map((offer, index) => (
        <Toast key={offer.id} offer={offer} newest={index === now.length - 1} />
      ))}
    </div>
  );
}

const typing = () => document.activeElement?.matches('input:not([type=radio], [type=checkbox]), textarea, [contenteditable]') ?? false;

function Toast({ offer, newest }: { offer: Offer; newest: boolean }) {
  const w = useWords(shell);
  const [paused, setPaused] = useState(false);
  const left = useRef(SHOWN_SECONDS * 1000);
  const close = () => set(offers.filter((one) => one.id !== offer.id));
  const undo = () => {
    close();
    offer.undo();
  };
  useEffect(() => {
    if (paused) return;
    const from = performance.now();
    const timer = setTimeout(() => set(offers.filter((one) => one.id !== offer.id)), left.current);
    return () => {
      clearTimeout(timer);
      left.current -= performance.now() - from;
    };
  }, [paused, offer.id]);
  // In a field the same keys undo what was typed there.
  useChord('Ctrl+z', w.undo, undo, newest && !typing());
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only pauses the clock, does nothing
    <div
      className="toast"
      onPointerEnter={() => setPaused(true)}
      onPointerLeave={() => setPaused(false)}
      onFocus={() => setPaused(true)}
      onBlur={() => setPaused(false)}
    >
      <Icon of={Undo2} />
      <span className="grow">{offer.text}</span>
      <button type="button" onClick={undo}>
        {w.undo}
      </button>
      <KeyHint chord="Ctrl+Z" />
    </div>
  );
}
