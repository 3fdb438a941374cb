import type { RefusalWords } from '#rooms/people/rules/refusal-words.ts';
import { CHECK_WORDS } from './check-words.ts';

const word = (deTitle: string, deDetail: string, enTitle: string, enDetail: string): RefusalWords => ({
  de: { title: deTitle, detail: deDetail },
  en: { title: enTitle, detail: enDetail },
});

/** Words of invoices: what a step needs, and what does not follow from a state. */
const INVOICE_WORDS = {
  'invoice-empty': word(
    'Auf dieser Rechnung steht keine Zeile.',
    'Geben Sie Einheiten frei und starten Sie den Monatslauf noch einmal.',
    'There is no line on this invoice.',
    'Release units and start the run of the month once more.',
  ),
  'invoice-outdated': word(
    'Seit dem Entwurf hat sich etwas geändert.',
    'Es betrifft {lines} Zeilen. Starten Sie den Monatslauf noch einmal, dann stimmt der Entwurf.',
    'Something has changed since the draft.',
    'It concerns {lines} lines. Start the run of the month once more, then the draft is right.',
  ),
  'sender-incomplete': word(
    'Der Praxis fehlen Angaben für Rechnungen.',
    'Ergänzen Sie IK, Anschrift und IBAN in den Einstellungen der Praxis.',
    'The practice lacks details for invoices.',
    'Complete IK, address and IBAN in the settings of the practice.',
  ),
  'recipient-unknown': word(
    'Die Anschrift der Kasse ist nicht bekannt.',
    'Lesen Sie die Kostenträgerdatei ihres Verbands ein.',
    'The address of the insurer is not known.',
    'Read in the payer file of its association.',
  ),
  'payment-too-small': word(
    'Das ist weniger, als noch offen ist.',
    'Hat die Kasse gekürzt, wählen Sie „gekürzt“ und nennen den Grund.',
    'This is less than what is still open.',
    'If the insurer cut the amount, choose “cut” and name the reason.',
  ),
  'payment-is-whole': word(
    'Damit ist alles bezahlt.',
    'Tragen Sie die Zahlung als „bezahlt“ ein.',
    'With this everything is paid.',
    'Enter the payment as “paid”.',
  ),
  'payment-too-much': word(
    'Das ist mehr, als noch offen ist.',
    'Prüfen Sie den Betrag und die Rechnungsnummer auf dem Kontoauszug.',
    'This is more than what is still open.',
    'Check the amount and the invoice number on the bank statement.',
  ),
  'payment-before-invoice': word(
    'Die Antwort liegt vor dem Tag der Rechnung.',
    'Prüfen Sie das Datum.',
    'The answer lies before the day of the invoice.',
    'Check the date.',
  ),
  'payment-in-future': word(
    'Dieser Tag kommt erst noch.',
    'Wählen Sie heute oder früher.',
    'This day is still to come.',
    'Choose today or earlier.',
  ),
  'cut-reason-missing': word(
    'Der Grund der Kasse fehlt noch.',
    'Übernehmen Sie ihn aus dem Schreiben.',
    'The reason of the insurer is still missing.',
    'Take it from the letter.',
  ),
  'correction-reason-missing': word(
    'Der Grund fehlt noch.',
    'Schreiben Sie in einem Satz, warum.',
    'The reason is still missing.',
    'Write in one sentence why.',
  ),
  'cancellation-stays': word(
    'Eine Stornorechnung wird nicht korrigiert.',
    'Korrigieren Sie die neue Rechnung, die an ihre Stelle trat.',
    'A cancellation is not corrected.',
    'Correct the new invoice that took its place.',
  ),
  'invoice-has-number': word(
    'Diese Rechnung hat schon eine Nummer.',
    'Sie wird nicht gelöscht. Korrigieren Sie sie, dann wird sie storniert und neu gestellt.',
    'This invoice has a number already.',
    'It is not deleted. Correct it, then it is cancelled and issued again.',
  ),
  'invoice-not-for-role': word(
    'Rechnungen führt das Praxisbüro.',
    'Die Leitung liest mit und gibt verspätete Einheiten frei.',
    'Invoices are the office’s.',
    'The lead reads them and releases late units.',
  ),
  'invoice-draft': word('Die Rechnung ist ein Entwurf.', 'Als Nächstes prüfen.', 'The invoice is a draft.', 'Next: check it.'),
  'invoice-checked': word('Die Rechnung ist geprüft.', 'Als Nächstes stellen.', 'The invoice is checked.', 'Next: send it.'),
  'invoice-sent': word(
    'Die Rechnung ist gestellt und bleibt, wie sie ist.',
    'Tragen Sie die Antwort der Kasse ein, oder korrigieren Sie sie.',
    'The invoice was sent and stays as it is.',
    'Enter the answer of the insurer, or correct it.',
  ),
  'invoice-received': word(
    'Die Rechnung liegt bei der Kasse.',
    'Tragen Sie ein, was die Kasse geantwortet oder bezahlt hat.',
    'The invoice lies with the insurer.',
    'Enter what the insurer answered or paid.',
  ),
  'invoice-paid': word(
    'Die Rechnung ist bezahlt.',
    'Möglich ist nur noch eine Korrektur.',
    'The invoice is paid.',
    'Only a correction is still possible.',
  ),
  'invoice-shortened': word(
    'Die Rechnung ist gekürzt.',
    'Korrigieren Sie sie, tragen Sie die Nachzahlung ein, oder schreiben Sie den Rest ab.',
    'The invoice was cut.',
    'Correct it, enter what was paid later, or write the rest off.',
  ),
  'invoice-rejected': word(
    'Die Rechnung ist abgewiesen.',
    'Korrigieren Sie sie, oder schreiben Sie sie ab.',
    'The invoice was rejected.',
    'Correct it, or write it off.',
  ),
  'invoice-in-correction': word(
    'Die Rechnung ist storniert.',
    'Es gilt die neue Rechnung, die an ihre Stelle trat.',
    'The invoice was cancelled.',
    'The new invoice that took its place holds.',
  ),
  'invoice-written-off': word(
    'Die Rechnung ist abgeschrieben.',
    'Hier folgt nichts mehr.',
    'The invoice was written off.',
    'Nothing follows here.',
  ),
} as const satisfies Record<string, RefusalWords>;

export const BILLING_WORDS = { ...INVOICE_WORDS, ...CHECK_WORDS } as const;
