import { DESK_WORDS } from './rules/desk-words.ts';
import { PHONE_WORDS } from './rules/phone-words.ts';
import { WAITING_WORDS } from './rules/waiting-words.ts';
import { PLACEMENT_WORDS } from './rules/words.ts';

/** Words of every refusal of this room. */
export const PLACEMENT_PROBLEMS = { ...PLACEMENT_WORDS, ...DESK_WORDS, ...WAITING_WORDS, ...PHONE_WORDS };
