import type { RefusalWords } from '#rooms/directory/rules/words.ts';

/** Words about the practice itself and what it chooses. */
export const PRACTICE_WORDS = {
  'setting-unknown': {
    de: { title: 'Diese Einstellung gibt es nicht.', detail: 'Laden Sie die Seite neu; die Liste der Einstellungen hat sich geändert.' },
    en: { title: 'There is no such setting.', detail: 'Load the page again; the list of settings has changed.' },
  },
  'setting-fixed': {
    de: {
      title: 'Das legt nicht die Praxis fest.',
      detail: 'Gesetz oder Richtlinie bestimmen diesen Wert, oder er gehört nicht zu den möglichen. Die Quelle steht daneben.',
    },
    en: {
      title: 'That is not for the practice to set.',
      detail: 'Law or directive fix this value, or it is none of the possible ones. The source stands beside it.',
    },
  },
  'setting-in-use': {
    de: {
      title: 'So ist schon abgerechnet worden.',
      detail: 'Diese Einstellung zählt Einheiten. Nach der ersten Rechnung bleibt sie, damit nichts Abgerechnetes neu gezählt wird.',
    },
    en: {
      title: 'Invoices were already made this way.',
      detail: 'This setting counts units. After the first invoice it stays, so that nothing invoiced is counted anew.',
    },
  },
} as const satisfies Record<string, RefusalWords>;
