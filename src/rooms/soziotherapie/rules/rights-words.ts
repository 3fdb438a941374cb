/** Words of refusals around releases, packages and a client's rights. */
export const RIGHTS_WORDS = {
  'consent-missing': {
    de: {
      title: 'Dafür fehlt die Freigabe.',
      detail: 'Ohne gültige Schweigepflichtentbindung für diese Angaben geht nichts hinaus. Fragen Sie die Klientin oder den Klienten.',
    },
    en: {
      title: 'The release is missing.',
      detail: 'Without a valid release from secrecy for these data nothing leaves the house. Ask the client.',
    },
  },
  'release-not-found': {
    de: { title: 'Diese Freigabe sehen Sie nicht.', detail: 'Es gibt sie nicht, oder sie wurde einer anderen Praxis erteilt.' },
    en: { title: 'You do not see this release.', detail: 'It does not exist, or it was given to another practice.' },
  },
  'document-not-allowed': {
    de: {
      title: 'Ein Dokument darf nicht in dieses Paket.',
      detail: 'Es gehört nicht zu diesem Fall, ist noch nicht fertig oder ist für diese Stelle nicht vorgesehen.',
    },
    en: {
      title: 'A document may not go into this package.',
      detail: 'It is not of this case, is not finished yet, or is not meant for this recipient.',
    },
  },
  'disclosure-not-found': {
    de: { title: 'Dieses Paket sehen Sie nicht.', detail: 'Es gibt es nicht, oder es ist nicht für Sie bestimmt.' },
    en: { title: 'You do not see this package.', detail: 'It does not exist, or it is not meant for you.' },
  },
} as const;
