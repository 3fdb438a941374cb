import type { RefusalWords } from '#rooms/directory/rules/words.ts';
import type { FEE_BECAUSE, FeeLine } from './cancellation.ts';
import type { PLACEMENT_CODES } from './codes.ts';

/** The words of the refusals of placement. */
export const PLACEMENT_WORDS = {
  'callback-channel-missing': {
    de: { title: 'Eine Rückrufnummer fehlt noch.', detail: 'Fragen Sie, wo Sie zurückrufen dürfen.' },
    en: { title: 'A call-back number is still missing.', detail: 'Ask where you may call back.' },
  },
  'opener-not-answered': {
    de: { title: 'Die Sicherheitsfrage ist noch nicht gestellt.', detail: 'Stellen Sie sie jetzt, sie kommt vor allem anderen.' },
    en: { title: 'The safety question has not been asked yet.', detail: 'Ask it now, it comes before everything else.' },
  },
  'triage-incomplete': {
    de: { title: 'Für die Suche fehlen noch Angaben.', detail: 'Fragen Sie die markierten Felder ab.' },
    en: { title: 'Details for the search are still missing.', detail: 'Ask for the marked fields.' },
  },
  'no-candidate': {
    de: { title: 'Noch ist kein Angebot gehalten oder gezeigt.', detail: 'Wählen Sie eines aus der Liste oder lockern Sie einen Wunsch.' },
    en: { title: 'No offer has been held or shown yet.', detail: 'Choose one from the list or relax a wish.' },
  },
  'candidate-exists': {
    de: { title: 'Es gibt ein Angebot, das passt.', detail: 'Bieten Sie es zuerst an.' },
    en: { title: 'There is an offer that fits.', detail: 'Offer it first.' },
  },
  'nothing-booked': {
    de: { title: 'Termin und Platz sind noch nicht gebucht.', detail: 'Buchen Sie beide zusammen.' },
    en: { title: 'Appointment and place are not booked yet.', detail: 'Book both together.' },
  },
  'safety-release-missing': {
    de: {
      title: 'Vor dem Buchen spricht der Hintergrunddienst mit der Person.',
      detail: 'Rufen Sie den Hintergrunddienst, er gibt die Buchung mit einem Grund frei.',
    },
    en: {
      title: 'The duty psychologist speaks with the person before you book.',
      detail: 'Call the duty psychologist, who releases the booking with a reason.',
    },
  },
  'representation-missing': {
    de: {
      title: 'Die Zustimmung der Sorgeberechtigten ist noch offen.',
      detail: 'Klären Sie, wer zustimmen muss, dann können Sie buchen.',
    },
    en: { title: 'The consent of the custody holders is still open.', detail: 'Clarify who must agree, then you can book.' },
  },
  'waiting-consent-missing': {
    de: { title: 'Die Erlaubnis für die Warteliste fehlt.', detail: 'Fragen Sie, ob wir die Anfrage dafür aufheben dürfen.' },
    en: { title: 'Permission for the waiting list is missing.', detail: 'Ask whether we may keep the request for it.' },
  },
  'not-proposed': {
    de: { title: 'Für diese Anfrage ist noch nichts Neues gefunden.', detail: 'Neue Plätze erscheinen hier von selbst.' },
    en: { title: 'Nothing new has been found for this request.', detail: 'New places appear here by themselves.' },
  },
  'does-not-fit': {
    de: { title: 'Dieses Angebot passt nicht zu allen Bedingungen.', detail: 'Sehen Sie nach, welche fehlt.' },
    en: { title: 'This offer does not meet every condition.', detail: 'See which one is missing.' },
  },
  'nothing-held': {
    de: { title: 'Termin und Platz sind noch nicht gehalten.', detail: 'Halten Sie beide, bevor Sie anrufen.' },
    en: { title: 'Appointment and place are not held yet.', detail: 'Hold both before you call.' },
  },
  'call-attempts-missing': {
    de: { title: 'Es fehlt noch ein Anruf an einem anderen Tag.', detail: 'Versuchen Sie es an zwei verschiedenen Tagen.' },
    en: { title: 'A call on another day is still missing.', detail: 'Try on two different days.' },
  },
  'final-notice-sent': {
    de: { title: 'Die letzte Nachricht ist schon verschickt.', detail: 'Bis {until} kann sich die Person noch melden.' },
    en: { title: 'The final notice has been sent already.', detail: 'The person can still answer until {until}.' },
  },
  'skips-unknown': {
    de: { title: 'Es ist nicht bekannt, wie oft schon angerufen wurde.', detail: 'Laden Sie die Anfrage neu.' },
    en: { title: 'It is not known how often the person was called.', detail: 'Load the request again.' },
  },
  'final-notice-runs': {
    de: { title: 'Die 14 Tage nach der letzten Nachricht laufen noch.', detail: 'Bis {until} kann sich die Person noch melden.' },
    en: { title: 'The 14 days after the final notice are still running.', detail: 'The person can still answer until {until}.' },
  },
  'close-reason-missing': {
    de: { title: 'Bitte wählen Sie, warum die Anfrage endet.', detail: 'Ein Stichwort aus der Liste genügt.' },
    en: { title: 'Please choose why the request ends.', detail: 'A keyword from the list is enough.' },
  },
  'reopen-too-late': {
    de: { title: 'Die Anfrage ist seit mehr als 90 Tagen geschlossen.', detail: 'Legen Sie eine neue an.' },
    en: { title: 'The request was closed more than 90 days ago.', detail: 'Create a new one.' },
  },
  'request-unknown': {
    de: { title: 'Diese Anfrage gibt es nicht.', detail: 'Suchen Sie sie noch einmal in der Liste.' },
    en: { title: 'This request does not exist.', detail: 'Look for it in the list again.' },
  },
  'request-not-offered': {
    de: { title: 'Dieser Person ist noch nichts angeboten.', detail: 'Zeigen oder halten Sie zuerst ein Angebot.' },
    en: { title: 'Nothing has been offered to this person yet.', detail: 'Show or hold an offer first.' },
  },
  'request-being-offered': {
    de: { title: 'Dieser Person wird gerade etwas angeboten.', detail: 'Buchen Sie das Angebot oder lehnen Sie es ab.' },
    en: { title: 'Something is being offered to this person.', detail: 'Book the offer or decline it.' },
  },
  'request-placed': {
    de: { title: 'Diese Anfrage hat schon Termin und Platz.', detail: 'Ändern Sie den Termin im Kalender.' },
    en: { title: 'This request already has an appointment and a place.', detail: 'Change the appointment in the calendar.' },
  },
  'request-waiting': {
    de: { title: 'Diese Anfrage steht auf der Warteliste.', detail: 'Sobald etwas passt, erscheint es hier.' },
    en: { title: 'This request is on the waiting list.', detail: 'As soon as something fits, it appears here.' },
  },
  'request-closed': {
    de: { title: 'Diese Anfrage ist geschlossen.', detail: 'Bis 90 Tage danach können Sie sie wieder öffnen.' },
    en: { title: 'This request is closed.', detail: 'You can reopen it for 90 days.' },
  },
  'request-not-for-role': {
    de: { title: 'Das ist in Ihrer Rolle nicht vorgesehen.', detail: 'Die Terminvergabe oder die Koordination kann es tun.' },
    en: { title: 'Your role cannot do this.', detail: 'The desk or the coordinator can.' },
  },
  'talk-to-custody-holder': {
    de: { title: 'Unter 14 Jahren sprechen wir mit den Sorgeberechtigten.', detail: 'Fragen Sie, wann Sie sie erreichen.' },
    en: { title: 'For children under 14 we speak with the custody holders.', detail: 'Ask when you can reach them.' },
  },
  'custody-consent-missing': {
    de: { title: 'Die Zustimmung der Sorgeberechtigten fehlt.', detail: 'Fragen Sie sie, dann können Sie buchen.' },
    en: { title: 'The consent of the custody holders is missing.', detail: 'Ask them, then you can book.' },
  },
  'custody-holder-needed': {
    de: { title: 'Den Vertrag schließt hier eine sorgeberechtigte Person.', detail: 'Bitten Sie um ein Gespräch mit ihr.' },
    en: { title: 'A custody holder makes the contract here.', detail: 'Ask to speak with her or him.' },
  },
  'second-consent-missing': {
    de: {
      title: 'Die zweite Zustimmung fehlt.',
      detail: 'Beide Sorgeberechtigten müssen zustimmen. Familienberatung und Jugendamt helfen weiter.',
    },
    en: {
      title: 'The second consent is missing.',
      detail: 'Both custody holders must agree. Family counselling and the youth office can help.',
    },
  },
  'only-oncall-lowers': {
    de: { title: 'Senken kann die Stufe nur der Hintergrunddienst.', detail: 'Rufen Sie ihn an.' },
    en: { title: 'Only the duty psychologist lowers the level.', detail: 'Call the duty psychologist.' },
  },
} as const satisfies Record<(typeof PLACEMENT_CODES)[number], RefusalWords>;

/** Why the evaluation of a missed hour ended as it did; a suggestion, never an invoice. */
export const FEE_WORDS = {
  'not-missed': { de: 'Die Stunde zählt nicht als ausgefallen.', en: 'The hour does not count as missed.' },
  'no-fee-agreed': { de: 'Ein Ausfallhonorar ist nicht vereinbart.', en: 'No cancellation fee is agreed.' },
  'kind-not-covered': { de: 'Die Regelung gilt für diese Art von Termin nicht.', en: 'The rule does not cover this kind of appointment.' },
  'no-documented-agreement': {
    de: 'Keine dokumentierte Vereinbarung: Der Text war nicht rechtzeitig da oder wurde abgelehnt.',
    en: 'No documented agreement: the text was not there in time or was declined.',
  },
  'contract-party-minor': { de: 'Zugestimmt hat eine minderjährige Person allein.', en: 'A minor agreed alone.' },
  'notice-long-enough': { de: 'Die Absage kam rechtzeitig.', en: 'The cancellation came in time.' },
  'moved-by-agreement': { de: 'Der Termin wurde gemeinsam verlegt.', en: 'The appointment was moved by agreement.' },
  'therapy-ended': { de: 'Die Therapie war beendet.', en: 'The therapy had ended.' },
  'therapist-unable': { de: 'Die Stunde hätte ohnehin nicht stattgefunden.', en: 'The hour would not have taken place anyway.' },
  'slot-refilled': { de: 'Die Stunde hat jemand anders bekommen.', en: 'Somebody else took the hour.' },
  'exception-claimed': {
    de: 'Es wurde ein Grund genannt. Bitte sehen Sie ihn an; empfohlen wird, nichts zu verlangen.',
    en: 'A reason was given. Please look at it; the advice is to ask for nothing.',
  },
  'safety-flag': {
    de: 'Rufen Sie jetzt an und fragen Sie, wie es geht. Empfohlen wird, nichts zu verlangen.',
    en: 'Call now and ask how the person is. The advice is to ask for nothing.',
  },
  'first-time': {
    de: 'Es ist das erste Mal. Eine freundliche Erinnerung genügt.',
    en: 'It is the first time. A friendly reminder is enough.',
  },
  'nothing-speaks-against': {
    de: 'Nach der Regelung können Sie ein Ausfallhonorar verlangen. Die Entscheidung liegt bei Ihnen.',
    en: 'By the rule you may ask for a fee. The decision is yours.',
  },
} as const satisfies Record<(typeof FEE_BECAUSE)[FeeLine], { de: string; en: string }>;
