/** What the demo's people say and do; all invented. */

export const ADDRESSES: readonly (readonly [street: string, postalCode: string, place: string])[] = [
  ['Ahornstieg 4', '53111', 'Bonn'],
  ['Am Mühlengraben 12', '53113', 'Bonn'],
  ['Brombeerweg 7', '53115', 'Bonn'],
  ['Drosselgang 21', '53117', 'Bonn'],
  ['Hopfengarten 3', '53119', 'Bonn'],
  ['Kastanienhof 9', '53121', 'Bonn'],
  ['Lerchenhalde 16', '53123', 'Bonn'],
  ['Quellenpfad 2', '53125', 'Bonn'],
  ['Sperberweg 30', '53127', 'Bonn'],
  ['Zur Obstwiese 5', '53129', 'Bonn'],
  ['Weidengrund 11', '53173', 'Bonn'],
  ['Holunderstraße 8', '53175', 'Bonn'],
  ['Fliederhang 19', '53177', 'Bonn'],
  ['Finkenweg 1', '53179', 'Bonn'],
  ['Rosengasse 14', '53225', 'Bonn'],
  ['Haselnussweg 6', '53227', 'Bonn'],
  ['Mohnblumenweg 23', '53229', 'Bonn'],
  ['Unter den Eschen 10', '53721', 'Siegburg'],
];

export interface GoalText {
  far: string;
  sign: string;
  near: readonly (readonly [text: string, sign: string])[];
}

export const GOALS: readonly GoalText[] = [
  {
    far: 'Ich gehe allein zum Arzt und muss nicht mehr in die Klinik.',
    sign: 'Drei Monate ohne Krisenaufnahme, Termine selbst vereinbart.',
    near: [
      ['Die Depotspritze hole ich mir selbst ab.', 'Vier Termine in Folge ohne Erinnerung.'],
      ['Ich will mit meinem Bruder wieder Kaffee trinken.', 'Ein Treffen im Monat.'],
    ],
  },
  {
    far: 'Ich schaffe meinen Alltag wieder.',
    sign: 'Ein Wochenplan, an den ich mich an fünf von sieben Tagen halte.',
    near: [
      ['Ich stehe bis zehn Uhr auf.', 'An vier Tagen in der Woche.'],
      ['Ich öffne meine Post.', 'Einmal in der Woche, gemeinsam sortiert.'],
    ],
  },
  {
    far: 'Ich fahre wieder Bus.',
    sign: 'Allein zur Ambulanz und zurück.',
    near: [
      ['Ich gehe mit bis zur Haltestelle.', 'Dreimal ohne Umkehren.'],
      ['Ich fahre zwei Stationen mit Begleitung.', 'Zweimal im Monat.'],
    ],
  },
  {
    far: 'Ich verstehe, was mit mir passiert.',
    sign: 'Frühwarnzeichen aufgeschrieben und mit der Ärztin besprochen.',
    near: [
      ['Ich merke, wenn es kippt.', 'Drei Warnzeichen benennen.'],
      ['Ich nehme die Tabletten jeden Abend.', 'Dosett leer am Sonntag.'],
    ],
  },
  {
    far: 'Ich habe wieder Menschen um mich.',
    sign: 'Zwei Verabredungen in der Woche.',
    near: [
      ['Ich gehe einmal in die Tagesstätte.', 'Ein Besuch mit Begleitung.'],
      ['Ich rufe meine Schwester an.', 'Jeden Sonntag.'],
    ],
  },
];

/** What was done, the reaction, and the next step; and the kinds of measure it was. */
export const NOTES: readonly (readonly [kinds: readonly string[], done: string, reaction: string, next: string])[] = [
  [
    ['COORDINATION', 'MOTIVATION_TRAINING'],
    'Weg zur Praxis gemeinsam geübt, Termin am Empfang selbst angesagt.',
    'Anfangs sehr angespannt, nach dem Termin erleichtert.',
    'Nächste Woche nur bis zur Tür begleiten.',
  ],
  [
    ['MOTIVATION_TRAINING'],
    'Wochenplan durchgesprochen, zwei kleine Aufgaben ausgewählt und an den Kühlschrank gehängt.',
    'Wählt selbst, traut sich wenig zu.',
    'Plan am Freitag kurz am Telefon durchgehen.',
  ],
  [
    ['ILLNESS_PERCEPTION'],
    'Über Frühwarnzeichen gesprochen: weniger Schlaf, Rückzug, Misstrauen gegen Nachbarn.',
    'Erkennt zwei Zeichen wieder, das dritte will er nicht gelten lassen.',
    'Liste mit der Ärztin besprechen.',
  ],
  [
    ['SOCIAL_ENVIRONMENT', 'COORDINATION'],
    'Gemeinsam mit dem Jobcenter telefoniert, Unterlagen für den Antrag zusammengestellt.',
    'Spricht am Telefon zum ersten Mal selbst.',
    'Fehlende Bescheinigung bis Donnerstag besorgen.',
  ],
  [
    ['WILL_FORMATION'],
    'Entscheidung zur Tagesstätte vorbereitet, Vor- und Nachteile aufgeschrieben.',
    'Unentschlossen, möchte einmal zuschauen.',
    'Besuch in der Tagesstätte vereinbaren.',
  ],
  [
    ['COORDINATION'],
    'Medikamentenplan der Klinik mit dem der Praxis verglichen, Unterschied der Praxis gemeldet.',
    'Ist beunruhigt, beruhigt sich nach dem Rückruf.',
    'Rückmeldung der Ärztin abwarten.',
  ],
  [
    ['SOCIAL_ENVIRONMENT'],
    'Gespräch mit der Wohnungsverwaltung begleitet, Ratenzahlung vereinbart.',
    'Hält das Gespräch gut durch.',
    'Dauerauftrag einrichten.',
  ],
  [
    ['MOTIVATION_TRAINING', 'WILL_FORMATION'],
    'Spaziergang um den Block, über die letzten Tage gesprochen.',
    'Nach zehn Minuten gesprächiger, lacht einmal.',
    'Spaziergang am Mittwoch wiederholen.',
  ],
  [
    ['CRISIS_HELP', 'COORDINATION'],
    'Nach schlechter Nacht Krisenplan durchgegangen, mit der Ambulanz einen früheren Termin vereinbart.',
    'Fühlt sich gehört, bleibt vorerst zu Hause.',
    'Morgen anrufen, Termin am Donnerstag begleiten.',
  ],
  [
    ['PLAN', 'DOCUMENTATION'],
    'Ziele des Betreuungsplans durchgesehen, Stand gemeinsam eingeschätzt.',
    'Sieht Fortschritte beim Aufstehen, nicht bei der Post.',
    'Für die Überprüfung vormerken.',
  ],
  [
    ['ILLNESS_PERCEPTION', 'MOTIVATION_TRAINING'],
    'Tagebuch der Woche gelesen, Zusammenhang von Schlaf und Stimmung besprochen.',
    'Findet den Zusammenhang selbst.',
    'Schlafenszeit weiter notieren.',
  ],
  [
    ['COORDINATION', 'SOCIAL_ENVIRONMENT'],
    'Angehörigengespräch vorbereitet: was die Schwester wissen darf und was nicht.',
    'Sehr klar in dem, was er nicht möchte.',
    'Gespräch am Dienstag um 17 Uhr.',
  ],
];

export const ANAMNESIS =
  'Erste Erkrankung mit Anfang zwanzig, seither mehrere stationäre Aufenthalte, zuletzt vor einem Jahr. Lebt allein. Ärztliche Termine wurden in den letzten Monaten oft versäumt, die Medikation mehrfach selbst abgesetzt.';
export const FINDINGS =
  'Antrieb vermindert, rasch überfordert bei mehreren Aufgaben. Kontakt zu Ämtern wird vermieden. Krankheitseinsicht schwankend, Vertrauen zur behandelnden Ärztin ist da.';
export const PROGNOSIS = 'Bei verlässlicher Begleitung ist zu erwarten, dass ärztliche Behandlung und Alltag ohne Klinik gelingen.';
export const JUSTIFICATION =
  'Neben der Grunderkrankung besteht eine schwere Angststörung; Wege außerhalb der Wohnung gelingen nicht ohne Begleitung.';
export const REFERRAL_REASON =
  'Der Patient kommt allein nicht in die Facharztpraxis. Ohne Behandlung droht eine erneute Klinikaufnahme, die vermieden werden soll.';
export const CLOSING = 'Ziele besprochen, Stand festgehalten, weitere Hilfen benannt. Die verordnende Praxis ist unterrichtet.';
export const CONTACT = 'Meldete sich telefonisch, möchte wissen, ob und wann Begleitung möglich ist.';
export const REVIEW = {
  goals: 'Termine bei der Ärztin werden eingehalten. Die Post bleibt schwierig.',
  agreed: 'Weiter einmal je Woche; Post jeden Freitag gemeinsam.',
};

export const NURSING = { provider: 'Pflegedienst am Rhein', goals: ['Medikamenteneinnahme'], visits: [] };
