import { type SubmitEvent, useRef, useState } from 'react';
import { type Problem, problemOf } from './problem.ts';
import { useWords } from './words/language.tsx';
import { problems } from './words/problems.ts';

export interface Submit {
  busy: boolean;
  problem: Problem | null;
  /** The sentence for the whole form, when it is about no single field. */
  sentence: string | undefined;
  /** The sentence for one field: at('/birthDate'). */
  at: (pointer: string) => string | undefined;
  /** Runs it; also as onSubmit of a form. Answers whether it went well. */
  run: (event?: SubmitEvent) => Promise<boolean>;
  clear: () => void;
}

/** Sends a form once at a time and keeps what the server refused, so that it stands beside the fields. */
export function useSubmit(act: () => Promise<unknown>): Submit {
  const words = useWords(problems);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const running = useRef(false);
  const run = async (event?: SubmitEvent) => {
    event?.preventDefault();
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setProblem(null);
    try {
      await act();
      return true;
    } catch (fault) {
      setProblem(problemOf(fault));
      return false;
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return {
    busy,
    problem,
    sentence: problem && !problem.body.errors?.length ? problem.sentence(words) : undefined,
    at: (pointer) => problem?.at(pointer, words),
    run,
    clear: () => setProblem(null),
  };
}
