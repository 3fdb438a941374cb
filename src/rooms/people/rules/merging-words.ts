import type { RefusalWords } from './refusal-words.ts';

/** Why two records are not joined, in words. */
export const MERGING_WORDS = {
  'merge-same': {
    de: { title: 'Es ist derselbe Datensatz', detail: 'Wählen Sie zwei verschiedene Datensätze.' },
    en: { title: 'It is the same record', detail: 'Choose two different records.' },
  },
  'merge-gone': {
    de: {
      title: 'Einer der Datensätze ist schon zusammengeführt',
      detail: 'Laden Sie die Liste neu. Ein zusammengeführter Datensatz wird nicht ein zweites Mal zusammengeführt.',
    },
    en: { title: 'One of the records is joined already', detail: 'Reload the list. A joined record is not joined a second time.' },
  },
  'merge-nothing-in-common': {
    de: {
      title: 'Die Datensätze haben nichts gemeinsam',
      detail: 'Zusammengeführt wird nur, was im Namen mit Geburtsdatum oder in der Telefonnummer übereinstimmt.',
    },
    en: {
      title: 'The records have nothing in common',
      detail: 'Only records with the same name and birth date, or the same phone number, are joined.',
    },
  },
  'merge-proposed': {
    de: { title: 'Dazu gibt es schon einen Vorschlag', detail: 'Entscheiden Sie zuerst über diesen Vorschlag.' },
    en: { title: 'There is a proposal already', detail: 'Decide that proposal first.' },
  },
  'merge-own': {
    de: {
      title: 'Zwei Personen entscheiden',
      detail: 'Sie haben das Zusammenführen vorgeschlagen. Eine zweite Person aus Koordination oder Verwaltung muss es bestätigen.',
    },
    en: { title: 'Two people decide', detail: 'You proposed it. A second person of coordination or administration must confirm.' },
  },
  'merge-decided': {
    de: { title: 'Darüber ist schon entschieden', detail: 'Laden Sie die Liste neu.' },
    en: { title: 'It is decided already', detail: 'Reload the list.' },
  },
  'merge-undo-late': {
    de: {
      title: 'Die 30 Tage sind vorbei',
      detail: 'Zusammengeführte Datensätze lassen sich 30 Tage lang trennen. Danach wenden Sie sich an die Verwaltung des Netzes.',
    },
    en: {
      title: 'The 30 days are over',
      detail: 'Joined records can be taken apart for 30 days. After that ask the administration of the network.',
    },
  },
  'merge-undo-order': {
    de: {
      title: 'Der Datensatz wurde danach noch einmal zusammengeführt',
      detail: 'Trennen Sie zuerst die spätere Zusammenführung, dann diese.',
    },
    en: {
      title: 'The record was joined with another one since',
      detail: 'Take the later one apart first, then this one.',
    },
  },
  'merge-collides': {
    de: {
      title: 'Beide Datensätze haben etwas, das es je Person nur einmal gibt',
      detail:
        'Zum Beispiel zwei laufende Fälle bei derselben Stelle, zwei Zeiträume der Soziotherapie, zwei Versicherungen für dieselben Tage oder zwei Termine zur selben Zeit. Bitten Sie die Stellen, eines davon zu beenden, und versuchen Sie es dann wieder. Nichts wurde verändert.',
    },
    en: {
      title: 'Both records have something that a person has only once',
      detail:
        'For example two open cases with the same service, two periods of Soziotherapie, two covers for the same days, or two appointments at the same time. Ask the services to end one of them, then try again. Nothing was changed.',
    },
  },
} as const satisfies Record<string, RefusalWords>;
