import type { DIRECTORY_CODES } from './codes.ts';
import type { FIELD_FAULTS } from './place-fields.ts';

/** What a refusal says: what is, and what to do. `{until}` and `{limit}` are filled in by whoever shows it. */
export interface RefusalWords {
  de: { title: string; detail: string };
  en: { title: string; detail: string };
}

/** The words of the refusals of the directory. */
export const DIRECTORY_WORDS = {
  'place-not-yours': {
    de: { title: 'Dieser Platz gehört einer anderen Praxis.', detail: 'Ändern kann ihn, wem er gehört, oder die Koordination.' },
    en: { title: 'This place belongs to another practice.', detail: 'Its owner or the coordinator can change it.' },
  },
  'place-incomplete': {
    de: { title: 'Dem Platz fehlen noch Angaben.', detail: 'Ergänzen Sie die markierten Felder, dann lässt er sich öffnen.' },
    en: { title: 'The place still lacks details.', detail: 'Fill in the marked fields, then it can be opened.' },
  },
  'place-stale': {
    de: { title: 'Die Angaben sind älter als 14 Tage.', detail: 'Die Praxis bestätigt sie mit „Stimmt noch“, danach geht es weiter.' },
    en: { title: 'The details are older than 14 days.', detail: 'The practice confirms them with “Still correct”, then you can go on.' },
  },
  'place-takes-nobody': {
    de: {
      title: 'Die Praxis nimmt gerade niemanden neu auf.',
      detail: 'Wählen Sie einen anderen Platz oder fragen Sie in der Praxis nach.',
    },
    en: { title: 'The practice takes nobody new at the moment.', detail: 'Choose another place or ask the practice.' },
  },
  'slot-not-held-with-place': {
    de: { title: 'Zum Platz fehlt ein gehaltener Ersttermin.', detail: 'Halten Sie Platz und Ersttermin zusammen.' },
    en: { title: 'The place has no held first appointment.', detail: 'Hold place and first appointment together.' },
  },
  'slot-not-booked': {
    de: { title: 'Der Termin dazu ist noch nicht gebucht.', detail: 'Buchen Sie Termin und Platz zusammen.' },
    en: { title: 'Its appointment is not booked yet.', detail: 'Book appointment and place together.' },
  },
  'place-changed': {
    de: { title: 'Der Platz wurde gerade geändert.', detail: 'Sehen Sie sich den neuen Stand an und entscheiden Sie dann.' },
    en: { title: 'The place has just been changed.', detail: 'Look at the new state, then decide.' },
  },
  'request-has-a-place': {
    de: { title: 'Diese Anfrage hat schon einen Platz.', detail: 'Geben Sie den anderen Platz zuerst frei.' },
    en: { title: 'This request already has a place.', detail: 'Release the other place first.' },
  },
  'request-not-yours': {
    de: { title: 'Diese Anfrage gehört nicht zu Ihren Fällen.', detail: 'Die Terminvergabe führt sie weiter.' },
    en: { title: 'This request is not one of your cases.', detail: 'The appointment desk carries it on.' },
  },
  'hold-not-yours': {
    de: { title: 'Jemand anderes hält dieses Angebot.', detail: 'Frei wird es spätestens um {until}.' },
    en: { title: 'Somebody else holds this offer.', detail: 'It is free again by {until} at the latest.' },
  },
  'hold-expired': {
    de: { title: 'Die Zeit zum Halten ist um.', detail: 'Halten Sie das Angebot noch einmal, wenn es noch frei ist.' },
    en: { title: 'The time of the hold is over.', detail: 'Hold the offer again if it is still free.' },
  },
  'hold-still-runs': {
    de: { title: 'Das Angebot wird noch bis {until} gehalten.', detail: 'Danach wird es von selbst frei.' },
    en: { title: 'The offer is held until {until}.', detail: 'After that it becomes free by itself.' },
  },
  'first-appointment-stands': {
    de: { title: 'Der Ersttermin steht noch.', detail: 'Der Platz bleibt reserviert, solange der Ersttermin besteht.' },
    en: { title: 'The first appointment still stands.', detail: 'The place stays reserved as long as it does.' },
  },
  'successor-is-booked': {
    de: { title: 'Ein Ersatztermin ist schon gebucht.', detail: 'Der Platz bleibt dafür reserviert.' },
    en: { title: 'A new appointment is already booked.', detail: 'The place stays reserved for it.' },
  },
  'trial-sessions-missing': {
    de: { title: 'Es fehlen noch Probesitzungen.', detail: 'Gesetzlich Versicherte brauchen vorher mindestens zwei.' },
    en: { title: 'Trial sessions are still missing.', detail: 'Public insurance asks for at least two of them first.' },
  },
  'client-yes-missing': {
    de: { title: 'Das Ja der Klientin oder des Klienten fehlt.', detail: 'Tragen Sie ein, dass beide weitermachen möchten.' },
    en: { title: 'The client’s yes is missing.', detail: 'Note that both of you want to go on.' },
  },
  'release-reason-missing': {
    de: { title: 'Bitte wählen Sie einen Grund für die Freigabe.', detail: 'Ein Stichwort genügt, niemand wird bewertet.' },
    en: { title: 'Please choose a reason for the release.', detail: 'A keyword is enough, nobody is judged.' },
  },
  'initiator-missing': {
    de: { title: 'Bitte sagen Sie, von wem die Freigabe ausgeht.', detail: 'Zur Wahl stehen Klient:in, Praxis oder beide.' },
    en: { title: 'Please say who wants the release.', detail: 'It can be the client, the practice or both.' },
  },
  'only-for-the-client': {
    de: { title: 'Die Terminvergabe gibt nur frei, wenn die Klientin oder der Klient es möchte.', detail: 'Sonst entscheidet die Praxis.' },
    en: { title: 'The desk releases only when the client wants it.', detail: 'Otherwise the practice decides.' },
  },
  'decision-not-overdue': {
    de: { title: 'Die Entscheidung hat noch Zeit.', detail: 'Eine Erinnerung kommt erst, wenn die Frist um ist.' },
    en: { title: 'The decision still has time.', detail: 'A reminder comes only when the time is up.' },
  },
  'end-too-far': {
    de: { title: 'Das Ende liegt mehr als 90 Tage voraus.', detail: 'Melden Sie es an, sobald es höchstens 90 Tage sind.' },
    en: { title: 'The end is more than 90 days ahead.', detail: 'Announce it once it is 90 days or less.' },
  },
  'end-in-past': {
    de: { title: 'Das Ende liegt in der Vergangenheit.', detail: 'Wählen Sie heute oder einen späteren Tag.' },
    en: { title: 'The end lies in the past.', detail: 'Choose today or a later day.' },
  },
  'end-not-reached': {
    de: { title: 'Das angekündigte Ende ist noch nicht da.', detail: 'Endet die Therapie früher, wählen Sie „Früher beenden“.' },
    en: { title: 'The announced end has not come yet.', detail: 'If the therapy ends earlier, choose “End early”.' },
  },
  'reason-missing': {
    de: { title: 'Bitte geben Sie einen Grund an.', detail: 'Ein Stichwort genügt.' },
    en: { title: 'Please give a reason.', detail: 'A keyword is enough.' },
  },
  'place-interrupted': {
    de: { title: 'Der Platz ist schon unterbrochen.', detail: 'Setzen Sie ihn fort, sobald es weitergeht.' },
    en: { title: 'The place is interrupted already.', detail: 'Resume it when you go on.' },
  },
  'place-not-interrupted': {
    de: { title: 'Der Platz ist nicht unterbrochen.', detail: 'Es gibt nichts fortzusetzen.' },
    en: { title: 'The place is not interrupted.', detail: 'There is nothing to resume.' },
  },
  'place-unknown': {
    de: { title: 'Diesen Platz gibt es nicht.', detail: 'Suchen Sie ihn noch einmal in der Liste.' },
    en: { title: 'This place does not exist.', detail: 'Look for it in the list again.' },
  },
  'place-not-open-yet': {
    de: { title: 'Dieser Platz ist noch ein Entwurf.', detail: 'Öffnen Sie ihn zuerst.' },
    en: { title: 'This place is still a draft.', detail: 'Open it first.' },
  },
  'place-not-held': {
    de: { title: 'Dieser Platz ist offen, niemand hält ihn.', detail: 'Halten Sie ihn zuerst zusammen mit einem Ersttermin.' },
    en: { title: 'This place is open and nobody holds it.', detail: 'Hold it first, together with a first appointment.' },
  },
  'place-held': {
    de: { title: 'Dieser Platz wird gerade angeboten, bis {until}.', detail: 'Wählen Sie einen anderen oder warten Sie so lange.' },
    en: { title: 'This place is being offered until {until}.', detail: 'Choose another one or wait until then.' },
  },
  'place-taken': {
    de: { title: 'Dieser Platz ist schon vergeben.', detail: 'Wählen Sie einen anderen Platz aus der Liste.' },
    en: { title: 'This place is already taken.', detail: 'Choose another place from the list.' },
  },
  'place-on-trial': {
    de: { title: 'Auf diesem Platz laufen Probesitzungen.', detail: 'Frei wird er nur, wenn es nicht passt.' },
    en: { title: 'Trial sessions are running on this place.', detail: 'It becomes free only if they do not fit.' },
  },
  'place-occupied': {
    de: { title: 'Auf diesem Platz läuft eine Therapie.', detail: 'Wählen Sie einen anderen Platz aus der Liste.' },
    en: { title: 'A therapy is running on this place.', detail: 'Choose another place from the list.' },
  },
  'place-ending': {
    de: {
      title: 'Auf diesem Platz endet bald eine Therapie.',
      detail: 'Halten lässt er sich erst, wenn die Praxis das Ende bestätigt hat.',
    },
    en: { title: 'A therapy is about to end on this place.', detail: 'It can be held once the practice has confirmed the end.' },
  },
  'place-paused': {
    de: { title: 'Dieser Platz ruht gerade.', detail: 'Die Praxis öffnet ihn wieder.' },
    en: { title: 'This place is paused.', detail: 'The practice opens it again.' },
  },
  'place-closed': {
    de: { title: 'Dieser Platz ist geschlossen.', detail: 'Legen Sie einen neuen Platz an.' },
    en: { title: 'This place is closed.', detail: 'Create a new place.' },
  },
  'place-not-for-role': {
    de: { title: 'Das ist in Ihrer Rolle nicht vorgesehen.', detail: 'Die Praxis oder die Koordination kann es tun.' },
    en: { title: 'Your role cannot do this.', detail: 'The practice or the coordinator can.' },
  },
} as const satisfies Record<(typeof DIRECTORY_CODES)[number], RefusalWords>;

/** The words beside a field at fault. */
export const FIELD_WORDS = {
  missing: { de: 'Diese Angabe fehlt noch.', en: 'This is still missing.' },
  'too-many': { de: 'Höchstens {limit} sind möglich.', en: 'At most {limit} are possible.' },
  'too-long': { de: 'Höchstens {limit} sind möglich.', en: 'At most {limit} are possible.' },
  'too-short': { de: 'Es müssen mindestens {limit} Minuten sein.', en: 'It must be at least {limit} minutes.' },
  'not-alone': { de: '„Unklar“ steht nur allein.', en: '“Not clear” can only stand alone.' },
  'not-whole': { de: 'Bitte eine ganze Zahl ab 0.', en: 'Please a whole number from 0.' },
  'not-whole-days': { de: 'Bei Werktagen sind {limit} Stunden möglich.', en: 'With working days {limit} hours are possible.' },
  'out-of-range': { de: 'Der Wert geht bis {limit}.', en: 'The value goes up to {limit}.' },
  'range-reversed': { de: 'Das Ende liegt vor dem Anfang ({limit}).', en: 'The end lies before the beginning ({limit}).' },
  'unknown-code': { de: 'Diese Auswahl gibt es nicht.', en: 'This choice does not exist.' },
  twice: { de: 'Das steht schon in der Liste.', en: 'This is already in the list.' },
  'time-invalid': { de: 'Bitte eine Uhrzeit wie 17:30.', en: 'Please a time such as 17:30.' },
  overlapping: { de: 'Diese Zeit überschneidet sich mit einer anderen.', en: 'This time overlaps another one.' },
} as const satisfies Record<(typeof FIELD_FAULTS)[number], { de: string; en: string }>;
