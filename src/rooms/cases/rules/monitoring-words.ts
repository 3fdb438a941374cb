import type { RefusalWords } from '#rooms/directory/rules/words.ts';

const word = (deTitle: string, deDetail: string, enTitle: string, enDetail: string): RefusalWords => ({
  de: { title: deTitle, detail: deDetail },
  en: { title: enTitle, detail: enDetail },
});

/** Words of what monitoring and findings refuse. */
export const MONITORING_WORDS = {
  'day-in-future': word(
    'Dieser Tag liegt in der Zukunft.',
    'Tragen Sie ein, was schon war. Was kommt, steht unter „Nächster Schritt“.',
    'This day is in the future.',
    'Enter what has happened. What comes stands under “Next step”.',
  ),
  'day-before-case': word(
    'Da gab es den Fall noch nicht.',
    'Wählen Sie einen Tag ab der Eröffnung des Falls.',
    'The case did not exist yet.',
    'Choose a day from the opening of the case on.',
  ),
  'next-day-past': word(
    'Der nächste Schritt liegt in der Vergangenheit.',
    'Wählen Sie heute oder einen späteren Tag.',
    'The next step lies in the past.',
    'Choose today or a later day.',
  ),
  'contact-summary-missing': word(
    'Es fehlt, worum es ging.',
    'Schreiben Sie einen Satz, bevor Sie speichern.',
    'What it was about is missing.',
    'Write a sentence before you save.',
  ),
  'contact-amended-already': word(
    'Dieser Eintrag ist schon berichtigt.',
    'Berichtigen Sie den neueren Eintrag.',
    'This entry is corrected already.',
    'Correct the newer entry.',
  ),
  'entry-without-subject': word(
    'Wozu gehört dieser Eintrag?',
    'Wählen Sie einen Dienst oder ein Ziel.',
    'What is this entry about?',
    'Choose a service or a goal.',
  ),
  'entry-empty': word(
    'Der Eintrag ist leer.',
    'Geben Sie mindestens eine Beobachtung ein.',
    'The entry is empty.',
    'Give at least one observation.',
  ),
  'stay-days-wrong': word(
    'Die Entlassung liegt vor der Aufnahme oder in der Zukunft.',
    'Prüfen Sie beide Tage.',
    'The discharge lies before the admission or in the future.',
    'Check both days.',
  ),
  'finding-gone': word(
    'Dieser Befund ist schon erledigt.',
    'Seine Ursache besteht nicht mehr. Laden Sie die Seite neu.',
    'This finding is gone already.',
    'Its cause does not exist any more. Load the page again.',
  ),
  'snooze-day-wrong': word(
    'So lange lässt sich ein Befund nicht zurückstellen.',
    'Wählen Sie einen Tag ab heute, höchstens drei Monate voraus.',
    'A finding cannot be put off so long.',
    'Choose a day from today on, three months ahead at most.',
  ),
  'snooze-reason-missing': word(
    'Der Grund fehlt.',
    'Schreiben Sie, warum der Befund warten kann.',
    'The reason is missing.',
    'Write why the finding can wait.',
  ),
} as const;
