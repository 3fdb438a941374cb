import type { RefusalWords } from '#rooms/people/rules/refusal-words.ts';

/** Refusals about times that are taken elsewhere (rule book C.1 rule 5). They never say by whom. */
export const BUSY_TIMES_WORDS = {
  'client-busy': {
    de: {
      title: 'Zu dieser Zeit ist die Person belegt',
      detail:
        'Sie hat zugestimmt, dass Sie das sehen, mehr nicht. Wählen Sie eine andere Zeit, oder sprechen Sie mit ihr und buchen Sie trotzdem.',
    },
    en: {
      title: 'The person is busy at that time',
      detail: 'They agreed that you see this and nothing more. Choose another time, or speak with them and book all the same.',
    },
  },
  'busy-agreement-incomplete': {
    de: {
      title: 'Es fehlt noch etwas',
      detail: 'Zu einer mündlichen Zustimmung gehört, wer sie gehört hat, zu einer schriftlichen das Papier in der Akte.',
    },
    en: { title: 'Something is missing', detail: 'A spoken agreement names who heard it, a written one has its paper in the file.' },
  },
  'busy-not-agreed': {
    de: { title: 'Es gibt keine Zustimmung', detail: 'Belegte Zeiten werden nicht geteilt. Es ist nichts zu widerrufen.' },
    en: { title: 'There is no agreement', detail: 'Busy times are not shared. There is nothing to withdraw.' },
  },
} as const satisfies Record<string, RefusalWords>;
