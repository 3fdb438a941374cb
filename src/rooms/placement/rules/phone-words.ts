/** Words of the refusals around a call. */
export const PHONE_WORDS = {
  'call-not-found': {
    de: { title: 'Diesen Anruf gibt es nicht.', detail: 'Er ist vielleicht schon zu lange her.' },
    en: { title: 'This call does not exist.', detail: 'It may be too long ago.' },
  },
  'call-not-running': {
    de: { title: 'Dieses Gespräch ist schon beendet.', detail: 'Sie können mit dem nächsten beginnen.' },
    en: { title: 'This call has ended already.', detail: 'You can begin with the next one.' },
  },
  'call-over': {
    de: { title: 'Der Anruf ist vorbei.', detail: 'In den Aufgaben steht, wen Sie zurückrufen.' },
    en: { title: 'The call is over.', detail: 'The tasks say whom to call back.' },
  },
  'call-taken': {
    de: { title: 'Ein anderer Tisch hat diesen Anruf schon.', detail: 'Nehmen Sie den nächsten.' },
    en: { title: 'Another desk has this call already.', detail: 'Take the next one.' },
  },
} as const;
