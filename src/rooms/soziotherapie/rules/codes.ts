import type { HINT_WORDS } from './hint-words.ts';
import type { SOZIOTHERAPIE_WORDS } from './words.ts';

/** Every refusal of this room. Its words are the list: a rule cannot refuse with a code that has none. */
export type SoziotherapieCode = keyof typeof SOZIOTHERAPIE_WORDS;

/** Everything that a rule says beside its yes or no. */
export type SoziotherapieHint = keyof typeof HINT_WORDS;
