import type { RefusalWords } from '#rooms/directory/rules/words.ts';
import { APPLICATION_WORDS } from './application-words.ts';
import { LIFE_WORDS } from './life-words.ts';
import { SESSION_WORDS } from './session-words.ts';
import { UNIT_WORDS } from './unit-words.ts';

/** The words of every refusal of Soziotherapie. Rule and paragraph stand beside them in the answer itself. */
export const SOZIOTHERAPIE_WORDS = { ...APPLICATION_WORDS, ...UNIT_WORDS, ...LIFE_WORDS, ...SESSION_WORDS } as const satisfies Record<
  string,
  RefusalWords
>;
