import { flushAll } from './drafts.ts';
import { Problem } from './problem.ts';
import { useWords } from './words/language.tsx';
import { shell } from './words/shell.ts';

/** Before a step that ends writing: saves what is being typed; where something stays unsaved it throws the sentence that says so. */
export function useSavedFirst(): () => Promise<void> {
  const { leave } = useWords(shell);
  return async () => {
    if (!(await flushAll())) throw new Problem({ status: 0, code: 'unsaved', detail: leave.text });
  };
}
