import { useMemo } from 'react';
import { useWords } from '../../words/language.tsx';
import { type RequestWords, requests } from '../../words/requests.ts';
import type { Wording } from './note.ts';
import { useWording } from './wording.ts';

/** The words of the desk together with those of its lists; lists load the second half, the desk's first view does not. */
export type RequestWording = Wording & { w: RequestWords };

export function useRequestWording(): RequestWording {
  const { w, c, f } = useWording();
  const lists = useWords(requests);
  return useMemo(() => ({ w: { ...w, ...lists }, c, f }), [w, c, f, lists]);
}
