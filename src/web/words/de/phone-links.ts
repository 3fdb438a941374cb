export const words = {
  links: 'Telefonanlagen',
  linksText:
    'Eine Telefonanlage meldet, wann es klingelt, wann jemand abnimmt und auflegt. Daraus werden der Gesprächsbalken, Rückrufe nach verpassten Anrufen und die Zahlen zur Erreichbarkeit. Die Nummern bleiben verschlüsselt und höchstens 14 Tage.',
  linkName: 'Name der Anlage',
  makeLink: 'Anlage verbinden',
  linkMade: 'Schlüssel der Anlage',
  linkOnce: 'Dieser Schlüssel steht nur jetzt hier. Tragen Sie ihn in der Anlage ein.',
  linkDone: 'Eingetragen',
  linkSince: (when: string) => `verbunden seit ${when}`,
  linkUsed: (when: string) => `zuletzt gemeldet ${when}`,
  linkUnused: 'hat noch nichts gemeldet',
  endLink: 'Trennen',
  endLinkNamed: (name: string) => `${name} trennen`,
  noLink: 'Noch keine Anlage verbunden. Ohne sie zählt der Telefonplatz die Gespräche selbst.',
  missing: 'Diese Angabe fehlt.',
  howTo: 'So meldet die Anlage',
  howToLink: 'Software am Arbeitsplatz öffnet beim Klingeln diese Adresse. Nach dem # verlässt nichts den Browser.',
};
