export const words = {
  // The call bar
  talk: 'Gespräch',
  end: 'Beenden',
  endNamed: 'Gespräch beenden',
  ended: 'Gespräch beendet',
  begin: 'Gespräch beginnen',
  begun: 'Gespräch begonnen',
  // Ringing
  rings: 'Neuer Anruf',
  ringsKnown: 'Anruf von bekannter Nummer',
  waiting: 'Angenommen, noch an keinem Tisch',
  take: 'Annehmen',
  calls: 'Anrufe',
  parkQuestion: 'Gespräch parken und den neuen Anruf annehmen?',
  parkText: 'Was Sie getippt haben, ist gespeichert. Die Anfrage bleibt in der Liste und geht nicht verloren.',
  park: 'Parken und annehmen',
  stay: 'Beim Gespräch bleiben',
  withheld: 'Der Anruf kam ohne Nummer. Fragen Sie zuerst danach.',
  // A missed call
  missedTitle: 'Verpasster Anruf',
  callBack: 'Zurückrufen und Anfrage beginnen',
  openKnown: 'Offene Anfrage öffnen',
  noNumber: 'Zu diesem Anruf ist keine Nummer mehr da. Nummern bleiben höchstens 14 Tage.',
};
