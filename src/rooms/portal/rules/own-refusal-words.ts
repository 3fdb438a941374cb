/** Refusals around accounts of clients and relatives. */
export const PORTAL_ACCESS_PROBLEMS = {
  'portal-birth-date-missing': {
    de: {
      title: 'Geburtsdatum fehlt',
      detail: 'Tragen Sie zuerst das Geburtsdatum ein. Damit zeigt sich beim Annehmen, dass die richtige Person den Code hat.',
    },
    en: {
      title: 'Date of birth missing',
      detail: 'First enter the date of birth. It shows on acceptance that the right person has the code.',
    },
  },
  'portal-guardian-missing': {
    de: { title: 'Vertretung fehlt', detail: 'Tragen Sie zuerst bei der Person ein, wer sie vertritt und woraus sich das ergibt.' },
    en: { title: 'Representative missing', detail: 'First enter with the person who represents her and on what ground.' },
  },
  'portal-guardian-over': {
    de: {
      title: 'Vertretung vorbei',
      detail:
        'Die Person ist volljährig, oder es besteht kein Sorgerecht. Laden Sie sie selbst ein, oder die Angehörigen mit ihrer Freigabe.',
    },
    en: {
      title: 'Representation over',
      detail: 'The person is of age, or there is no custody. Invite her herself, or her relatives with her release.',
    },
  },
  'portal-release-missing': {
    de: {
      title: 'Freigabe fehlt',
      detail: 'Angehörige sehen nur, was die Person freigegeben hat: Name, Termine oder Plan. Nehmen Sie zuerst die Freigabe auf.',
    },
    en: {
      title: 'Release missing',
      detail: 'Relatives see only what the person has released: name, appointments or plan. First record the release.',
    },
  },
  'portal-invitation-not-found': {
    de: { title: 'Einladung nicht offen', detail: 'Die Einladung wurde angenommen oder zurückgezogen, oder der Code gehört nicht zu ihr.' },
    en: { title: 'Invitation not open', detail: 'The invitation was accepted or withdrawn, or the code does not belong to it.' },
  },
  'portal-access-not-found': {
    de: { title: 'Zugang nicht gefunden', detail: 'Diesen Zugang gibt es nicht mehr. Laden Sie die Seite neu.' },
    en: { title: 'Access not found', detail: 'This access does not exist any more. Load the page again.' },
  },
  'portal-code-failed': {
    de: { title: 'Code gilt nicht', detail: 'Code und Geburtsdatum passen nicht zusammen, oder der Code gilt nicht mehr.' },
    en: { title: 'Code not valid', detail: 'Code and date of birth do not match, or the code is no longer valid.' },
  },
  'portal-email-taken': {
    de: { title: 'E-Mail-Adresse geht nicht', detail: 'Nehmen Sie eine andere Adresse oder melden Sie sich mit Ihrem Konto an.' },
    en: { title: 'E-mail address not possible', detail: 'Take another address or sign in with your account.' },
  },
  'portal-not-yours-to-cancel': {
    de: { title: 'Nicht hier absagen', detail: 'Absagen kann die Person selbst oder wer sie vertritt, auch am Telefon.' },
    en: { title: 'Not to be cancelled here', detail: 'The person herself or her representative can cancel, also by phone.' },
  },
  'portal-too-many-messages': {
    de: { title: 'Zu viele Nachrichten', detail: 'Heute kamen schon viele Nachrichten an. Rufen Sie bitte an.' },
    en: { title: 'Too many messages', detail: 'Many messages arrived today. Please call.' },
  },
  'portal-recipient-unknown': {
    de: {
      title: 'Empfänger unbekannt',
      detail: 'An diese Stelle kann gerade niemand schreiben. Wählen Sie eine andere oder rufen Sie an.',
    },
    en: { title: 'Recipient unknown', detail: 'Nobody can write to this service at the moment. Choose another or call.' },
  },
} as const;
