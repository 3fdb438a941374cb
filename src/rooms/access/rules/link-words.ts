/** What somebody with a link and without an account is told. */
export const LINK_PROBLEMS = {
  'link-not-found': {
    de: {
      title: 'Diesen Link gibt es nicht.',
      detail: 'Öffnen Sie ihn so, wie er Ihnen geschickt wurde, oder fragen Sie die Praxis nach einem neuen.',
    },
    en: { title: 'There is no such link.', detail: 'Open it as it was sent to you, or ask the practice for a new one.' },
  },
  'link-code-needed': {
    de: { title: 'Der Code fehlt noch.', detail: 'Die Praxis nennt Ihnen am Telefon sechs Ziffern.' },
    en: { title: 'The code is still missing.', detail: 'The practice tells you six digits on the phone.' },
  },
  'link-code-wrong': {
    de: { title: 'Der Code stimmt nicht.', detail: 'Prüfen Sie die sechs Ziffern. Sie haben noch {left} Versuche.' },
    en: { title: 'The code does not match.', detail: 'Check the six digits. Tries left: {left}.' },
  },
  'link-blocked': {
    de: { title: 'Der Link ist gesperrt.', detail: 'Der Code war fünfmal falsch. Fragen Sie die Praxis nach einem neuen Link.' },
    en: { title: 'The link is blocked.', detail: 'The code was wrong five times. Ask the practice for a new link.' },
  },
  'link-other-browser': {
    de: {
      title: 'Der Link gehört zu einem anderen Gerät.',
      detail: 'Er wurde dort schon geöffnet. Öffnen Sie ihn dort, oder fragen Sie die Praxis nach einem neuen.',
    },
    en: {
      title: 'The link belongs to another device.',
      detail: 'It was opened there already. Open it there, or ask the practice for a new one.',
    },
  },
  'link-answered': {
    de: { title: 'Sie haben schon geantwortet.', detail: 'Ihre Antwort ist angekommen. Für eine weitere rufen Sie die Praxis an.' },
    en: { title: 'You have answered already.', detail: 'Your answer has arrived. For another one call the practice.' },
  },
} as const;
