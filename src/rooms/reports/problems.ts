/** Words of this room's refusals. */
export const REPORTS_PROBLEMS = {
  'area-not-permitted': {
    de: {
      title: 'Nur das ganze Netzwerk',
      detail: 'Einzelne Gebiete sieht nur die Koordination: aus ihnen ließen sich kleine Zahlen ausrechnen.',
    },
    en: { title: 'The whole network only', detail: 'Single areas are for the coordination: small numbers could be computed from them.' },
  },
  'year-to-come': {
    de: { title: 'Dieses Jahr kommt erst', detail: 'Wählen Sie ein Jahr, das schon begonnen hat.' },
    en: { title: 'This year is still to come', detail: 'Choose a year that has begun.' },
  },
  'year-still-runs': {
    de: {
      title: 'Dieses Jahr läuft noch',
      detail: 'Veröffentlichen Sie nur ganze Jahre: aus dem Unterschied zweier Tage ließen sich kleine Zahlen ausrechnen.',
    },
    en: {
      title: 'This year still runs',
      detail: 'Publish whole years only: small numbers could be computed from the difference between two days.',
    },
  },
  'nobody-shares': {
    de: { title: 'Niemand trägt mit', detail: 'Tragen Sie mindestens ein Mitglied mit einem Monat ein.' },
    en: { title: 'Nobody shares', detail: 'Enter at least one member with one month.' },
  },
  'member-named-twice': {
    de: { title: 'Ein Name steht doppelt', detail: 'Jedes Mitglied steht einmal in der Umlage.' },
    en: { title: 'A name stands twice', detail: 'Each member stands once in the statement.' },
  },
} as const;
