/** Why nothing more is written into a case. */
export const RELEASE_WORDS = {
  'case-is-over': {
    de: {
      title: 'Der Fall ist beendet',
      detail: 'In einen beendeten Fall wird nichts mehr eingetragen. Eröffnen Sie ihn neu, wenn die Person wieder Hilfe braucht.',
    },
    en: {
      title: 'The case is over',
      detail: 'Nothing more is written into a case that ended. Open it anew if the person needs help again.',
    },
  },
} as const;
