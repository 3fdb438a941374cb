import type { RefusalWords } from '#rooms/people/rules/refusal-words.ts';

const word = (deTitle: string, deDetail: string, enTitle: string, enDetail: string): RefusalWords => ({
  de: { title: deTitle, detail: deDetail },
  en: { title: enTitle, detail: enDetail },
});

/** What stands against a line of an invoice beside the rules of release. */
export const CHECK_WORDS = {
  'practice-incomplete': word(
    'Das IK der Praxis fehlt.',
    'Tragen Sie es in den Einstellungen der Praxis ein.',
    'The IK of the practice is missing.',
    'Enter it in the settings of the practice.',
  ),
  'invoice-term-passed': word(
    'Die Frist des Vertrags ist vorbei.',
    'Nach {months} Monaten muss die Kasse nicht mehr zahlen. Freigeben kann dann nur die Leitung.',
    'The term of the contract has passed.',
    'After {months} months the insurer need not pay. Then only the lead can release it.',
  ),
  'position-number-missing': word(
    'Im Vertrag fehlt die Positionsnummer.',
    'Für die Rechnung auf Papier geht es ohne, für den Datenaustausch nicht.',
    'The contract lacks the position number.',
    'An invoice on paper goes without it, the data exchange does not.',
  ),
  'session-not-billable': word(
    'Der Vertrag bezahlt Termine nicht.',
    'Prüfen Sie im Vertrag, was bezahlt wird.',
    'The contract does not pay for sessions.',
    'Check in the contract what is paid.',
  ),
  'session-partly-covered': word(
    '{minutes} Minuten davon bezahlt niemand.',
    'Auf die Rechnung kommt nur, was gedeckt ist.',
    '{minutes} minutes of it are paid by nobody.',
    'Only what is covered goes on the invoice.',
  ),
  'client-name-missing': word('Der Name fehlt.', 'Ergänzen Sie die Stammdaten.', 'The name is missing.', 'Complete the personal details.'),
  'client-birth-date-missing': word(
    'Das Geburtsdatum fehlt.',
    'Ergänzen Sie die Stammdaten.',
    'The birth date is missing.',
    'Complete the personal details.',
  ),
  'client-address-missing': word(
    'Die Anschrift fehlt.',
    'Für den Datenaustausch ist sie nötig.',
    'The address is missing.',
    'The data exchange needs it.',
  ),
  'kvnr-missing': word(
    'Die Versichertennummer fehlt.',
    'Lesen Sie sie von der Karte und tragen Sie sie bei der Kasse ein.',
    'The insurance number is missing.',
    'Read it from the card and enter it with the insurer.',
  ),
  'kvnr-wrong': word(
    'Die Prüfziffer der Versichertennummer passt nicht.',
    'Vergleichen Sie mit der Karte und berichtigen oder bestätigen Sie sie.',
    'The check digit of the insurance number does not fit.',
    'Compare it with the card, and correct or confirm it.',
  ),
  'payer-ik-wrong': word(
    'Das IK der Kasse kann nicht stimmen.',
    'Suchen Sie die Kasse in der Kostenträgerdatei.',
    'The IK of the insurer cannot be right.',
    'Look the insurer up in the payer file.',
  ),
  'hospital-ik-missing': word(
    'Das IK der Klinik fehlt.',
    'Ergänzen Sie es bei der Klinik, die verordnet hat.',
    'The IK of the clinic is missing.',
    'Complete it with the clinic that prescribed.',
  ),
  'lanr-missing': word(
    'Die Arztnummer (LANR) fehlt.',
    'Ergänzen Sie sie bei der Verordnerin oder dem Verordner.',
    'The doctor’s number (LANR) is missing.',
    'Complete it with the prescriber.',
  ),
  'lanr-wrong': word(
    'Die Arztnummer (LANR) kann nicht stimmen.',
    'Vergleichen Sie mit der Verordnung.',
    'The doctor’s number (LANR) cannot be right.',
    'Compare it with the prescription.',
  ),
  'bsnr-missing': word(
    'Die Nummer der Arztpraxis (BSNR) fehlt.',
    'Ergänzen Sie sie bei der Verordnerin oder dem Verordner.',
    'The number of the doctor’s practice (BSNR) is missing.',
    'Complete it with the prescriber.',
  ),
  'bsnr-wrong': word(
    'Die Nummer der Arztpraxis (BSNR) kann nicht stimmen.',
    'Vergleichen Sie mit der Verordnung.',
    'The number of the doctor’s practice (BSNR) cannot be right.',
    'Compare it with the prescription.',
  ),
  'prescription-date-missing': word(
    'Der Tag der Verordnung fehlt.',
    'Ergänzen Sie ihn in der Verordnung.',
    'The day of the prescription is missing.',
    'Complete it in the prescription.',
  ),
  'prescription-after-session': word(
    'Die Verordnung ist jünger als der Termin.',
    'Prüfen Sie Tag des Termins und Ausstellungstag.',
    'The prescription is younger than the session.',
    'Check the day of the session and the day of issue.',
  ),
  'prescription-diagnosis-missing': word(
    'Die Diagnose der Verordnung fehlt.',
    'Die Kasse verlangt sie (§ 302 SGB V). Ergänzen Sie sie in der Verordnung.',
    'The diagnosis of the prescription is missing.',
    'The insurer demands it (§ 302 SGB V). Complete it in the prescription.',
  ),
  'approval-number-missing': word(
    'Die Nummer der Genehmigung fehlt.',
    'Für den Datenaustausch steht sie im Bescheid der Kasse.',
    'The number of the approval is missing.',
    'For the data exchange it stands in the decision of the insurer.',
  ),
} as const satisfies Record<string, RefusalWords>;
