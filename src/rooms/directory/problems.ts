import { IMPORT_WORDS } from './rules/import-words.ts';
import { SERVICE_WORDS } from './rules/service-words.ts';
import { DIRECTORY_WORDS } from './rules/words.ts';

/** Words of this room's refusals: the life cycles' and those of its actions. */
export const DIRECTORY_PROBLEMS = {
  ...DIRECTORY_WORDS,
  ...IMPORT_WORDS,
  ...SERVICE_WORDS,
  'place-not-found': {
    de: { title: 'Diesen Platz gibt es nicht.', detail: 'Laden Sie die Liste neu; vielleicht wurde er geschlossen.' },
    en: { title: 'This place does not exist.', detail: 'Load the list again; it may have been closed.' },
  },
} as const;
