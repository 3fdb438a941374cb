import type { RefusalWords } from '#rooms/directory/rules/words.ts';

/** Refusals around the life cycle that no rule of the rule book gives: of entries, days and who belongs where. */
export const CASE_WORDS = {
  'practice-unknown': {
    de: { title: 'Diese Praxis bietet keine Soziotherapie an.', detail: 'Wählen Sie eine Praxis aus der Liste.' },
    en: { title: 'This practice does not offer Soziotherapie.', detail: 'Choose a practice from the list.' },
  },
  'person-of-another': {
    de: {
      title: 'Diese Person können Sie nicht aufnehmen.',
      detail: 'Sie kennen sie in Ihrer Arbeit nicht. Fragen Sie, wer sie begleitet, um eine Übergabe.',
    },
    en: { title: 'You cannot take this person in.', detail: 'You do not know her in your work. Ask who accompanies her to hand over.' },
  },
  'episode-open-already': {
    de: {
      title: 'Für diese Person läuft schon eine Begleitung.',
      detail: 'Öffnen Sie die laufende Akte; eine zweite gibt es erst nach ihrem Ende.',
    },
    en: { title: 'This person is being accompanied already.', detail: 'Open the running file; there is a second one only after its end.' },
  },
  'helper-not-of-practice': {
    de: { title: 'Diese Fachkraft gehört nicht zu Ihrer Praxis.', detail: 'Wählen Sie jemanden aus Ihrem Team.' },
    en: { title: 'This helper is not of your practice.', detail: 'Choose somebody of your team.' },
  },
  'prescriber-unknown': {
    de: {
      title: 'Diese Verordnerin oder diesen Verordner gibt es hier nicht.',
      detail: 'Legen Sie die Stammdaten an und wählen Sie dann neu.',
    },
    en: { title: 'This prescriber is not known here.', detail: 'Enter the master data first, then choose again.' },
  },
  'form-kind-mismatch': {
    de: {
      title: 'Das Formular passt nicht zur Art der Verordnung.',
      detail: 'Überweisung: Muster 28. Alle anderen Arten: Muster 26 mit derselben Art im Formular.',
    },
    en: {
      title: 'The form does not fit the kind of prescription.',
      detail: 'Referral: Muster 28. All other kinds: Muster 26 with the same kind in the form.',
    },
  },
  'form-fixed': {
    de: {
      title: 'Diese Verordnung ist geprüft und wird nicht mehr geändert.',
      detail: 'Ist etwas falsch, stellt die Verordnerin eine neue aus.',
    },
    en: {
      title: 'This prescription was checked and is not changed any more.',
      detail: 'Where something is wrong, the prescriber issues a new one.',
    },
  },
  'entry-not-last': {
    de: {
      title: 'Hier lässt sich nichts als Irrtum kennzeichnen.',
      detail: 'Das geht beim letzten Eintrag, solange danach nichts eingetragen ist und der Fall nicht beendet ist.',
    },
    en: {
      title: 'Nothing can be marked as an error here.',
      detail: 'It can be done with the last entry, while nothing was entered after it and the case is not closed.',
    },
  },
  'day-in-future': {
    de: { title: 'Dieser Tag liegt in der Zukunft.', detail: 'Tragen Sie ein, was schon geschehen ist.' },
    en: { title: 'This day lies in the future.', detail: 'Enter what has happened already.' },
  },
  'days-out-of-order': {
    de: {
      title: 'Die Tage passen nicht zueinander.',
      detail:
        'Ausstellung, Versand, Eingang, Entscheidung, Post, Widerspruch folgen in dieser Reihenfolge. Ein Ende liegt nicht vor dem Anfang.',
    },
    en: {
      title: 'These days do not fit together.',
      detail: 'Issue, sending, receipt, decision, posting, objection come in this order. An end does not lie before its beginning.',
    },
  },
  'receipt-known': {
    de: {
      title: 'Der Eingang bei der Kasse steht schon fest.',
      detail: 'Er entscheidet über die vorläufige Kostenübernahme und wird nicht überschrieben.',
    },
    en: { title: 'The receipt by the insurer is known already.', detail: 'It decides about provisional cover and is not overwritten.' },
  },
  'file-unknown': {
    de: { title: 'Diese Datei gehört nicht zu dieser Akte.', detail: 'Laden Sie den Nachweis hoch und wählen Sie ihn dann aus.' },
    en: { title: 'This file does not belong to this case.', detail: 'Upload the proof first, then choose it.' },
  },
  'external-evidence-missing': {
    de: { title: 'Woher sind diese Einheiten bekannt?', detail: 'Nennen Sie den Nachweis oder wählen Sie das hochgeladene Schreiben.' },
    en: { title: 'How are these units known?', detail: 'Name the evidence or choose the uploaded letter.' },
  },
} as const satisfies Record<string, RefusalWords>;
