export const words = {
  title: 'Das ging nicht',
  offline: 'Keine Verbindung. Ihre Eingaben sind noch da.',
  'outcome-unknown':
    'Der Server hat nicht geantwortet. Es ist nicht sicher, ob es geklappt hat. Sehen Sie nach, bevor Sie es noch einmal versuchen.',
  'signed-out': 'Sie sind abgemeldet.',
  fault: (reference: string) => `Etwas ist schiefgegangen. Wir haben es notiert${reference ? ` (${reference})` : ''}.`,
  'version-old': 'Jemand hat dies gerade geändert. Sehen Sie den neuen Stand an.',
  tooMany: (seconds: number) => `Zu viele Versuche. In ${seconds} Sekunden geht es wieder.`,
  field: {
    required: 'Diese Angabe fehlt.',
    'too-long': 'Das ist zu lang.',
    'too-short': 'Das ist zu kurz.',
    invalid: 'Diese Angabe passt nicht.',
    unknown: 'Diese Angabe kennt das System nicht.',
  },
};
