import { SCHEDULING_WORDS } from './rules/words.ts';

/** Words of this room's refusals: the life cycles' and those of its actions. */
export const SCHEDULING_PROBLEMS = {
  ...SCHEDULING_WORDS,
  'slot-not-found': {
    de: { title: 'Diesen Termin gibt es nicht.', detail: 'Laden Sie den Kalender neu; vielleicht wurde er zurückgezogen.' },
    en: { title: 'This time does not exist.', detail: 'Load the calendar again; it may have been withdrawn.' },
  },
  'slot-not-of-place': {
    de: { title: 'Der Termin gehört zu einem anderen Platz.', detail: 'Wählen Sie einen Termin dieses Platzes oder einen ohne Platz.' },
    en: { title: 'This time belongs to another place.', detail: 'Choose a time of this place or one without a place.' },
  },
  'slot-of-other-kind': {
    de: { title: 'Der Termin ist für etwas anderes gedacht.', detail: 'Wählen Sie einen Termin, der für diese Art von Gespräch frei ist.' },
    en: { title: 'This time is meant for something else.', detail: 'Choose a time that is free for this kind of appointment.' },
  },
  'helper-absent': {
    de: {
      title: 'In dieser Zeit ist eine Abwesenheit eingetragen.',
      detail: 'Wählen Sie eine andere Zeit, oder nehmen Sie die Abwesenheit zurück.',
    },
    en: { title: 'An absence is entered for this time.', detail: 'Choose another time, or take the absence back.' },
  },
  'helper-overlap': {
    de: { title: 'Zu dieser Zeit steht schon ein anderer Termin.', detail: 'Wählen Sie eine andere Zeit.' },
    en: { title: 'Another appointment stands at this time.', detail: 'Choose another time.' },
  },
  'client-overlap': {
    de: { title: 'Die Klientin oder der Klient hat zu dieser Zeit schon einen Termin.', detail: 'Wählen Sie eine andere Zeit.' },
    en: { title: 'The client already has an appointment at this time.', detail: 'Choose another time.' },
  },
  'series-changed': {
    de: {
      title: 'Die Serie hat sich inzwischen geändert.',
      detail: 'Es wurde nichts gespeichert. Sehen Sie sich die Termine noch einmal an und speichern Sie dann.',
    },
    en: { title: 'The series has changed meanwhile.', detail: 'Nothing was saved. Look at the sessions again, then save.' },
  },
  'series-date-outside': {
    de: {
      title: 'Einer der Tage kommt nicht in Frage.',
      detail: 'Er ist schon vorbei, liegt nach dem Ende des Platzes oder zu weit voraus. Lassen Sie ihn aus oder verlegen Sie ihn.',
    },
    en: {
      title: 'One of the days is out of the question.',
      detail: 'It is over, lies after the end of the place or too far ahead. Leave it out or move it.',
    },
  },
  'appointment-not-missed': {
    de: {
      title: 'Dieser Termin wurde nicht versäumt.',
      detail: 'Ein Grund lässt sich nur zu einer Absage oder einem Ausbleiben eintragen.',
    },
    en: { title: 'This appointment was not missed.', detail: 'A reason can only be noted with a cancellation or a missed appointment.' },
  },
  'absence-preview-old': {
    de: {
      title: 'Inzwischen ist mehr betroffen.',
      detail: 'Es wurde nichts gespeichert. Sehen Sie sich die neue Liste an und speichern Sie dann noch einmal.',
    },
    en: { title: 'More is affected by now.', detail: 'Nothing was saved. Look at the new list, then save again.' },
  },
} as const;
