import type { DraftState } from '../drafts.ts';
import { useFormat, useWords } from '../words/language.tsx';
import { shell } from '../words/shell.ts';

/** "gespeichert 10:41", beside the title of a form. */
export function Saved({ state }: { state: DraftState }) {
  const w = useWords(shell);
  const format = useFormat();
  if (state.kind === 'clean') return null;
  const text = state.kind === 'saved' ? w.saved(format.clock(state.at)) : state.kind === 'failed' ? w.notSaved : w.saving;
  return (
    <span className={state.kind === 'failed' ? 's partly' : 's q'} role={state.kind === 'failed' ? 'status' : undefined}>
      {text}
    </span>
  );
}
