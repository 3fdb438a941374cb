/** Words of refusals around erasing files after their time. */
export const ERASURE_WORDS = {
  'erasure-held': {
    de: {
      title: 'Eine der Akten darf noch nicht gelöscht werden.',
      detail: 'Laden Sie die Liste neu. Neben jeder Akte steht, was sie hält.',
    },
    en: { title: 'One of the files must not be erased yet.', detail: 'Load the list again. Beside each file stands what holds it.' },
  },
  'erasure-open': {
    de: {
      title: 'Ein Vorschlag wartet noch.',
      detail: 'Der Datenschutz entscheidet erst über ihn. Danach schlagen Sie weitere Akten vor.',
    },
    en: { title: 'A proposal still waits.', detail: 'The data protection officer decides about it first. Propose more files afterwards.' },
  },
  'erasure-decided': {
    de: { title: 'Darüber ist schon entschieden.', detail: 'Laden Sie die Liste neu.' },
    en: { title: 'This was decided already.', detail: 'Load the list again.' },
  },
  'erasure-own': {
    de: { title: 'Den eigenen Vorschlag gibt niemand frei.', detail: 'Löschen braucht zwei Menschen. Bitten Sie eine zweite Person.' },
    en: { title: "Nobody approves one's own proposal.", detail: 'Erasing needs two people. Ask a second person.' },
  },
} as const;
