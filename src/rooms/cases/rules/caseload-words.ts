import type { RefusalWords } from '#rooms/directory/rules/words.ts';

/** Words about absences, hand-overs and areas of use. */
export const CASELOAD_WORDS = {
  'absence-not-yours': {
    de: { title: 'Das ist die Abwesenheit einer Kollegin.', detail: 'Ändern kann sie, wer selbst weg ist, oder die Leitung.' },
    en: { title: "That is a colleague's absence.", detail: 'Whoever is away herself can change it, or the lead.' },
  },
  'absence-not-of-team': {
    de: { title: 'Diese Person gehört nicht zum Team.', detail: 'Wählen Sie jemanden aus der Liste Ihres Dienstes.' },
    en: { title: 'This person is not in the team.', detail: 'Choose somebody from the list of your service.' },
  },
  'absence-over': {
    de: { title: 'Diese Tage sind schon vorbei.', detail: 'Der letzte Tag liegt heute oder später. Nachträglich vertritt niemand.' },
    en: { title: 'These days are over.', detail: 'The last day is today or later. Nobody stands in afterwards.' },
  },
  'absence-begun': {
    de: {
      title: 'Die Abwesenheit hat schon begonnen.',
      detail: 'Der erste Tag bleibt, wie er war. Ändern lassen sich der letzte Tag und die Vertretung.',
    },
    en: { title: 'The absence has begun.', detail: 'The first day stays as it was. The last day and who stands in can be changed.' },
  },
  'absence-too-long': {
    de: { title: 'Das ist länger als ein Jahr.', detail: 'Übergeben Sie die Fälle, statt sie vertreten zu lassen.' },
    en: { title: 'That is longer than a year.', detail: 'Hand the cases over instead of having somebody stand in.' },
  },
  'absence-twice': {
    de: { title: 'An diesen Tagen steht schon eine Abwesenheit.', detail: 'Ändern Sie die bestehende, oder wählen Sie andere Tage.' },
    en: { title: 'There is an absence on these days already.', detail: 'Change that one, or choose other days.' },
  },
  'substitute-self': {
    de: { title: 'Niemand vertritt sich selbst.', detail: 'Wählen Sie eine Kollegin oder einen Kollegen.' },
    en: { title: 'Nobody stands in for herself.', detail: 'Choose a colleague.' },
  },
  'substitute-not-of-team': {
    de: {
      title: 'Diese Person kann hier nicht vertreten.',
      detail: 'Vertreten können Case Managerinnen und die Leitung desselben Dienstes.',
    },
    en: { title: 'This person cannot stand in here.', detail: 'Case managers and the lead of the same service can.' },
  },
  'substitute-absent': {
    de: {
      title: 'Die Vertretung ist selbst abwesend.',
      detail: 'Wählen Sie jemand anderen, oder teilen Sie die Tage: für jeden Abschnitt eine eigene Abwesenheit.',
    },
    en: { title: 'Who would stand in is away herself.', detail: 'Choose somebody else, or split the days: one absence for each part.' },
  },
  'case-over': {
    de: { title: 'Der Fall ist abgeschlossen.', detail: 'Übergeben lassen sich offene Fälle. Wer wiederkommt, bekommt einen neuen Fall.' },
    en: { title: 'The case is closed.', detail: 'Open cases can be handed over. Who comes again gets a new case.' },
  },
  'hand-over-same': {
    de: { title: 'Diese Person führt den Fall schon.', detail: 'Wählen Sie eine andere Case Managerin.' },
    en: { title: 'This person has the case already.', detail: 'Choose another case manager.' },
  },
  'hand-over-not-of-team': {
    de: { title: 'Diese Person kann den Fall nicht führen.', detail: 'Einen Fall führt eine Case Managerin desselben Dienstes.' },
    en: { title: 'This person cannot take the case.', detail: 'A case manager of the same service has a case.' },
  },
  'figures-of-others': {
    de: { title: 'Zahlen einzelner Kolleginnen sieht die Leitung.', detail: 'Wählen Sie das Team oder sich selbst.' },
    en: { title: 'Figures of single colleagues are for the lead.', detail: 'Choose the team or yourself.' },
  },
  'area-off': {
    de: {
      title: 'Dieser Einsatzbereich ist ausgeschaltet.',
      detail: 'Wählen Sie einen anderen oder bitten Sie die Verwaltung, ihn einzuschalten.',
    },
    en: { title: 'This area of use is switched off.', detail: 'Choose another one or ask administration to switch it on.' },
  },
  'area-last': {
    de: { title: 'Ein Anwendungsbereich bleibt an.', detail: 'Schalten Sie zuerst einen anderen ein.' },
    en: { title: 'One area of use stays on.', detail: 'Switch on another one first.' },
  },
  'area-service-twice': {
    de: { title: 'Ein Kürzel steht zweimal in der Liste.', detail: 'Jede Leistungsart hat ihr eigenes Kürzel.' },
    en: { title: 'A code stands twice in the list.', detail: 'Every kind of service has a code of its own.' },
  },
  'area-service-unknown': {
    de: {
      title: 'Ein Paar nennt eine Leistungsart, die es hier nicht gibt.',
      detail: 'Nehmen Sie die Leistungsart auf, oder entfernen Sie das Paar.',
    },
    en: { title: 'A pair names a kind of service that is not here.', detail: 'Add the kind of service, or remove the pair.' },
  },
} as const satisfies Record<string, RefusalWords>;
