/** Words of this room's refusals. Why a file is not kept stands in `facts.reason`; the page says it in a sentence of its own. */
export const RECORDS_PROBLEMS = {
  'file-refused': {
    de: {
      title: 'Diese Datei kann nicht angenommen werden.',
      detail: 'Es wurde nichts gespeichert. Angenommen werden PDF, JPEG, PNG und DOCX ohne Makros, Skripte, Anhänge und Kennwort.',
    },
    en: {
      title: 'This file cannot be taken.',
      detail: 'Nothing was stored. PDF, JPEG, PNG and DOCX are taken, without macros, scripts, attachments and password.',
    },
  },
  'file-too-large': {
    de: {
      title: 'Die Datei ist zu groß.',
      detail: 'Höchstens {megabytes} MB. Scannen Sie mit geringerer Auflösung oder teilen Sie das Dokument.',
    },
    en: { title: 'The file is too large.', detail: 'At most {megabytes} MB. Scan at a lower resolution or split the document.' },
  },
  'quota-reached': {
    de: {
      title: 'Für diese Person ist kein Platz mehr.',
      detail: 'Es wurde nichts gespeichert. Wenden Sie sich an die Leitung.',
    },
    en: { title: 'There is no space left for this person.', detail: 'Nothing was stored. Ask the lead.' },
  },
  'file-not-found': {
    de: { title: 'Diese Datei sehen Sie nicht.', detail: 'Es gibt sie nicht, oder sie ist nicht für Sie bestimmt.' },
    en: { title: 'You do not see this file.', detail: 'It does not exist, or it is not meant for you.' },
  },
  'file-not-yours': {
    de: { title: 'Hier legen Sie nichts ab.', detail: 'Das tut, wer begleitet, oder die Leitung. Wer vertritt, liest nur.' },
    en: { title: 'You put nothing here.', detail: 'The helper of the case does, or the lead. Who deputises only reads.' },
  },
  'file-pending': {
    de: { title: 'Die Datei wird noch geprüft.', detail: 'Öffnen Sie sie in einer Minute noch einmal.' },
    en: { title: 'The file is still being checked.', detail: 'Open it again in a minute.' },
  },
  'file-withdrawn': {
    de: {
      title: 'Die Datei wurde zurückgezogen.',
      detail: 'Sie lässt sich nicht mehr öffnen. Im Verlauf steht, wer es war und wann.',
    },
    en: { title: 'The file was withdrawn.', detail: 'It can no longer be opened. The history says who did it and when.' },
  },
  'malformed-request': {
    de: { title: 'Die Datei kam nicht vollständig an.', detail: 'Es wurde nichts gespeichert. Senden Sie sie noch einmal.' },
    en: { title: 'The file did not arrive whole.', detail: 'Nothing was stored. Send it again.' },
  },
  'headers-too-large': {
    de: { title: 'Die Angaben zur Datei sind zu lang.', detail: 'Es wurde nichts gespeichert. Kürzen Sie den Dateinamen.' },
    en: { title: 'What was said about the file is too long.', detail: 'Nothing was stored. Shorten the name of the file.' },
  },
} as const;
