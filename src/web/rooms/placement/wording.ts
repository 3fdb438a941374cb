import { codes } from '../../words/codes.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { placement } from '../../words/placement.ts';
import type { Wording } from './note.ts';

/** The words, codes and formats of this room, together. */
export function useWording(): Wording {
  return { w: useWords(placement), c: useWords(codes), f: useFormat() };
}
