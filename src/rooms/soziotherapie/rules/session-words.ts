import { word } from './word.ts';

/** Where something stands, and what comes next. */
const stands = word;

/** Words of the life cycles of sessions and of releases from secrecy. */
export const SESSION_WORDS = {
  'session-times-open': word(
    'Beginn oder Ende stimmt noch nicht.',
    'Prüfen Sie beide Uhrzeiten.',
    'Start or end is not right yet.',
    'Check both times.',
  ),
  'session-overlaps': word(
    'Der Termin überschneidet sich mit einem anderen.',
    'Ändern Sie eine der Zeiten.',
    'The session overlaps another one.',
    'Change one of the times.',
  ),
  'note-incomplete': word(
    'Am Eintrag fehlt noch etwas.',
    'Ergänzen Sie Art, Ort, Ziele und Inhalt.',
    'Something is missing in the note.',
    'Add kind, place, goals and content.',
  ),
  'documentation-late': word(
    'Der Eintrag ist sehr spät.',
    'Er geht zuerst an die Leitung.',
    'The note is very late.',
    'It goes to the lead first.',
  ),
  'documentation-not-late': word(
    'Der Eintrag ist nicht sehr spät.',
    'Dokumentieren Sie wie sonst.',
    'The note is not very late.',
    'Document as usual.',
  ),
  'release-blocked': word(
    'Etwas steht der Freigabe entgegen.',
    'Sehen Sie sich die offenen Punkte an.',
    'Something stands against the release.',
    'Look at the open points.',
  ),
  'invoice-run-missing': word(
    'Der Rechnungslauf fehlt.',
    'Starten Sie den Lauf des Monats.',
    'The invoice run is missing.',
    'Start the run of the month.',
  ),
  'session-reason-missing': word('Der Grund fehlt.', 'Nennen Sie ihn kurz.', 'The reason is missing.', 'Give it briefly.'),
  'dispute-origin-unknown': word(
    'Woher der strittige Termin kam, ist nicht bekannt.',
    'Fragen Sie die Technik.',
    'Where the disputed session came from is not known.',
    'Ask the technician.',
  ),
  'session-planned': stands('Der Termin ist geplant.', 'Als Nächstes findet er statt.', 'The session is planned.', 'It takes place next.'),
  'session-confirmed': stands(
    'Der Termin ist bestätigt.',
    'Als Nächstes findet er statt.',
    'The session is confirmed.',
    'It takes place next.',
  ),
  'session-not-signed': stands(
    'Der Termin ist dokumentiert.',
    'Als Nächstes kommt die Unterschrift.',
    'The session is documented.',
    'The signature comes next.',
  ),
  'session-signed': stands(
    'Der Termin ist unterschrieben.',
    'Als Nächstes gibt ihn das Praxisbüro frei.',
    'The session is signed.',
    'The office releases it next.',
  ),
  'session-released': stands(
    'Der Termin ist freigegeben.',
    'Als Nächstes kommt die Rechnung.',
    'The session is released.',
    'The invoice comes next.',
  ),
  'session-invoiced': stands(
    'Der Termin ist abgerechnet.',
    'Ändern lässt er sich nur mit einer Rechnungskorrektur.',
    'The session is invoiced.',
    'It can be changed only with a correction invoice.',
  ),
  'session-paid': stands(
    'Der Termin ist bezahlt.',
    'Ändern lässt er sich nur mit einer Rechnungskorrektur.',
    'The session is paid.',
    'It can be changed only with a correction invoice.',
  ),
  'session-no-show': stands(
    'Zu diesem Termin kam niemand.',
    'Er wird nicht abgerechnet. Legen Sie bei einem Irrtum einen neuen an.',
    'Nobody came to this session.',
    'It is not billed. Enter a new one if that is wrong.',
  ),
  'session-cancelled': stands(
    'Dieser Termin wurde abgesagt.',
    'Legen Sie einen neuen an.',
    'This session was cancelled.',
    'Enter a new one.',
  ),
  'session-not-for-role': word(
    'Das ist in Ihrer Rolle nicht vorgesehen.',
    'Die Soziotherapie, das Praxisbüro oder die Leitung kann es tun.',
    'Your role cannot do this.',
    'The therapist, the office or the lead can.',
  ),
  'release-incomplete': word(
    'An der Schweigepflichtentbindung fehlt etwas.',
    'Nennen Sie Empfänger, Zweck, Daten und Ende.',
    'Something is missing in the release from secrecy.',
    'Name recipient, purpose, data and end.',
  ),
  'client-signature-missing': word(
    'Die Unterschrift der Klientin oder des Klienten fehlt.',
    'Lassen Sie unterschreiben.',
    'The client’s signature is missing.',
    'Have it signed.',
  ),
  'release-not-over': word(
    'Die Entbindung gilt noch.',
    'Sie endet mit ihrem Datum oder der Begleitung.',
    'The release still holds.',
    'It ends with its date or the episode.',
  ),
  'release-not-given': stands(
    'Diese Entbindung ist nicht erteilt.',
    'Fragen Sie die Person danach.',
    'This release has not been given.',
    'Ask the person for it.',
  ),
  'release-given': stands(
    'Diese Entbindung ist erteilt.',
    'Sie lässt sich jederzeit widerrufen.',
    'This release has been given.',
    'It can be withdrawn at any time.',
  ),
  'release-withdrawn': stands(
    'Diese Entbindung ist widerrufen.',
    'Eine neue ist ein neuer Eintrag.',
    'This release was withdrawn.',
    'A new one is a new record.',
  ),
  'release-expired': stands(
    'Diese Entbindung ist abgelaufen.',
    'Eine neue ist ein neuer Eintrag.',
    'This release has expired.',
    'A new one is a new record.',
  ),
  'release-not-for-role': word(
    'Erteilen kann nur die Person selbst oder ihre Vertretung.',
    'Fragen Sie sie.',
    'Only the person or who represents her can give it.',
    'Ask her.',
  ),
} as const;
