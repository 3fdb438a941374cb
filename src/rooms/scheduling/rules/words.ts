import type { RefusalWords } from '#rooms/directory/rules/words.ts';
import type { SCHEDULING_CODES } from './codes.ts';

/** The words of the refusals of scheduling. */
export const SCHEDULING_WORDS = {
  'slot-in-past': {
    de: { title: 'Der Beginn liegt in der Vergangenheit.', detail: 'Wählen Sie eine spätere Zeit.' },
    en: { title: 'The start lies in the past.', detail: 'Choose a later time.' },
  },
  'slot-overlaps': {
    de: { title: 'Zu dieser Zeit gibt es schon einen Termin.', detail: 'Wählen Sie eine Zeit, die sich nicht überschneidet.' },
    en: { title: 'There is already an appointment at this time.', detail: 'Choose a time that does not overlap.' },
  },
  'slot-not-yours': {
    de: {
      title: 'Dieser Termin gehört in einen anderen Kalender.',
      detail: 'Ändern kann ihn, wem der Kalender gehört, oder die Koordination.',
    },
    en: { title: 'This appointment is in another calendar.', detail: 'Its owner or the coordinator can change it.' },
  },
  'slot-needs-a-hold': {
    de: { title: 'Einen Ersttermin vergibt die Terminvergabe.', detail: 'Sie selbst buchen Folgetermine in eigene freie Zeiten.' },
    en: { title: 'First appointments are given by the desk.', detail: 'You book later sessions in your own free times.' },
  },
  'slot-starts-too-soon': {
    de: { title: 'Der Termin beginnt in weniger als zwei Stunden.', detail: 'Wählen Sie einen späteren Termin.' },
    en: { title: 'The appointment starts in less than two hours.', detail: 'Choose a later one.' },
  },
  'slot-too-soon-for-callback': {
    de: { title: 'Für einen Rückruf beginnt der Termin zu bald.', detail: 'Er muss mindestens 50 Stunden voraus liegen.' },
    en: { title: 'The appointment starts too soon for a call-back.', detail: 'It must be at least 50 hours ahead.' },
  },
  'slot-changed': {
    de: { title: 'Der Termin wurde gerade geändert.', detail: 'Sehen Sie sich den neuen Stand an und entscheiden Sie dann.' },
    en: { title: 'The appointment has just been changed.', detail: 'Look at the new state, then decide.' },
  },
  'hold-already-extended': {
    de: { title: 'Verlängert wurde schon einmal.', detail: 'Gehalten wird bis {until}, danach halten Sie neu.' },
    en: { title: 'It has been extended once already.', detail: 'The hold lasts until {until}; then hold again.' },
  },
  'request-not-triaged': {
    de: { title: 'Die Anfrage ist noch nicht aufgenommen.', detail: 'Fragen Sie zuerst das Nötigste ab, dann können Sie halten.' },
    en: { title: 'The request has not been taken in yet.', detail: 'Ask the basics first, then you can hold.' },
  },
  'request-not-waiting': {
    de: { title: 'Die Anfrage steht nicht auf der Warteliste.', detail: 'Halten Sie den Termin wie sonst für zehn Minuten.' },
    en: { title: 'The request is not on the waiting list.', detail: 'Hold the appointment for ten minutes as usual.' },
  },
  'name-missing': {
    de: { title: 'Der Name fehlt noch.', detail: 'Fragen Sie nach Vor- und Nachnamen.' },
    en: { title: 'The name is still missing.', detail: 'Ask for first and last name.' },
  },
  'birth-date-missing': {
    de: { title: 'Das Geburtsdatum fehlt noch.', detail: 'Fragen Sie nach Tag, Monat und Jahr.' },
    en: { title: 'The birth date is still missing.', detail: 'Ask for day, month and year.' },
  },
  'channel-missing': {
    de: { title: 'Wohin die Bestätigung geht, fehlt noch.', detail: 'Fragen Sie nach SMS, E-Mail oder Brief.' },
    en: { title: 'Where the confirmation goes is still missing.', detail: 'Ask for text message, e-mail or letter.' },
  },
  'policy-notice-missing': {
    de: { title: 'Die Ausfallregelung ist noch nicht mitgeteilt.', detail: 'Lesen Sie sie vor und halten Sie die Antwort fest.' },
    en: { title: 'The cancellation rule has not been told yet.', detail: 'Read it out and note the answer.' },
  },
  'place-not-held-with-slot': {
    de: { title: 'Der Platz zu diesem Termin ist nicht gehalten.', detail: 'Halten Sie Termin und Platz zusammen.' },
    en: { title: 'The place of this appointment is not held.', detail: 'Hold appointment and place together.' },
  },
  'slot-being-offered': {
    de: { title: 'Der Termin wird gerade angeboten, bis {until}.', detail: 'Warten Sie so lange, oder ziehen Sie ihn trotzdem zurück.' },
    en: { title: 'The appointment is being offered until {until}.', detail: 'Wait until then, or withdraw it anyway.' },
  },
  'slot-not-begun': {
    de: { title: 'Der Termin hat noch nicht begonnen.', detail: 'Er läuft erst mit seinem Beginn ab.' },
    en: { title: 'The appointment has not begun.', detail: 'It expires only when it starts.' },
  },
  'slot-unknown': {
    de: { title: 'Diesen Termin gibt es nicht.', detail: 'Suchen Sie ihn noch einmal im Kalender.' },
    en: { title: 'This appointment does not exist.', detail: 'Look for it in the calendar again.' },
  },
  'slot-not-held': {
    de: { title: 'Dieser Termin ist frei, niemand hält ihn.', detail: 'Halten Sie ihn zuerst.' },
    en: { title: 'This appointment is free and nobody holds it.', detail: 'Hold it first.' },
  },
  'slot-held': {
    de: { title: 'Diesen Termin hält gerade jemand, bis {until}.', detail: 'Wählen Sie einen anderen oder warten Sie so lange.' },
    en: { title: 'Somebody is holding this appointment until {until}.', detail: 'Choose another one or wait until then.' },
  },
  'slot-taken': {
    de: { title: 'Dieser Termin ist gebucht.', detail: 'Wählen Sie einen anderen freien Termin.' },
    en: { title: 'This appointment is booked.', detail: 'Choose another free one.' },
  },
  'slot-blocked': {
    de: { title: 'Dieser Termin ist gesperrt.', detail: 'Die Praxis gibt ihn wieder frei.' },
    en: { title: 'This appointment is blocked.', detail: 'The practice opens it again.' },
  },
  'slot-withdrawn': {
    de: { title: 'Dieser Termin wurde zurückgezogen.', detail: 'Wählen Sie einen anderen freien Termin.' },
    en: { title: 'This appointment was withdrawn.', detail: 'Choose another free one.' },
  },
  'slot-over': {
    de: { title: 'Dieser Termin ist vorbei.', detail: 'Wählen Sie einen späteren Termin.' },
    en: { title: 'This appointment is over.', detail: 'Choose a later one.' },
  },
  'slot-not-for-role': {
    de: { title: 'Das ist in Ihrer Rolle nicht vorgesehen.', detail: 'Die Terminvergabe, die Praxis oder die Koordination kann es tun.' },
    en: { title: 'Your role cannot do this.', detail: 'The desk, the practice or the coordinator can.' },
  },
  'appointment-not-yours': {
    de: { title: 'Dieser Termin gehört zu jemand anderem.', detail: 'Öffnen Sie einen Termin aus Ihrem eigenen Kalender.' },
    en: { title: 'This appointment belongs to somebody else.', detail: 'Open one from your own calendar.' },
  },
  'only-later-sessions': {
    de: { title: 'Einen Ersttermin vergibt die Terminvergabe.', detail: 'Sie selbst buchen Folgetermine.' },
    en: { title: 'First appointments are given by the desk.', detail: 'You book later sessions.' },
  },
  'appointment-not-begun': {
    de: { title: 'Der Termin hat noch nicht begonnen.', detail: 'Eintragen lässt er sich ab seinem Beginn.' },
    en: { title: 'The appointment has not begun.', detail: 'It can be marked from its start on.' },
  },
  'too-early-to-mark-missing': {
    de: { title: 'Der Termin hat gerade erst begonnen.', detail: '„Nicht gekommen“ lässt sich 20 Minuten nach dem Beginn eintragen.' },
    en: { title: 'The appointment has only just begun.', detail: '“Did not come” can be marked 20 minutes after the start.' },
  },
  'cancellation-was-received': {
    de: { title: 'Für diesen Termin kam vorher eine Absage.', detail: 'Tragen Sie die Absage ein, mit der Zeit, zu der sie ankam.' },
    en: { title: 'This appointment was cancelled beforehand.', detail: 'Enter the cancellation with the time at which it arrived.' },
  },
  'appointment-has-begun': {
    de: { title: 'Eine Absage vor dem Beginn liegt nicht vor.', detail: 'Tragen Sie ein, ob der Termin stattgefunden hat.' },
    en: { title: 'There is no cancellation from before the start.', detail: 'Mark whether the appointment took place.' },
  },
  'successor-slot-not-held': {
    de: { title: 'Der neue Termin ist noch nicht gehalten.', detail: 'Halten Sie zuerst den neuen Termin.' },
    en: { title: 'The new appointment is not held yet.', detail: 'Hold the new one first.' },
  },
  'correction-too-late': {
    de: { title: 'Der Eintrag ist älter als 14 Tage.', detail: 'Er bleibt, wie er ist.' },
    en: { title: 'The entry is older than 14 days.', detail: 'It stays as it is.' },
  },
  'appointment-unknown': {
    de: { title: 'Diesen Termin gibt es nicht.', detail: 'Suchen Sie ihn noch einmal im Kalender.' },
    en: { title: 'This appointment does not exist.', detail: 'Look for it in the calendar again.' },
  },
  'appointment-not-marked': {
    de: { title: 'Der Termin ist noch nicht eingetragen.', detail: 'Tragen Sie zuerst ein, ob er stattgefunden hat.' },
    en: { title: 'The appointment has not been marked yet.', detail: 'First mark whether it took place.' },
  },
  'appointment-attended': {
    de: { title: 'Der Termin hat stattgefunden.', detail: 'Stimmt das nicht, berichtigen Sie den Eintrag.' },
    en: { title: 'The appointment took place.', detail: 'If that is wrong, correct the entry.' },
  },
  'appointment-missed': {
    de: { title: 'Der Termin hat nicht stattgefunden.', detail: 'Stimmt das nicht, berichtigen Sie den Eintrag.' },
    en: { title: 'The appointment did not take place.', detail: 'If that is wrong, correct the entry.' },
  },
  'appointment-cancelled': {
    de: { title: 'Der Termin ist abgesagt.', detail: 'Vergeben Sie einen neuen Termin.' },
    en: { title: 'The appointment is cancelled.', detail: 'Give a new one.' },
  },
  'appointment-moved': {
    de: { title: 'Der Termin ist verlegt.', detail: 'Öffnen Sie den neuen Termin.' },
    en: { title: 'The appointment has been moved.', detail: 'Open the new one.' },
  },
  'appointment-not-for-role': {
    de: { title: 'Das ist in Ihrer Rolle nicht vorgesehen.', detail: 'Die Terminvergabe, die Praxis oder die Koordination kann es tun.' },
    en: { title: 'Your role cannot do this.', detail: 'The desk, the practice or the coordinator can.' },
  },
} as const satisfies Record<(typeof SCHEDULING_CODES)[number], RefusalWords>;
