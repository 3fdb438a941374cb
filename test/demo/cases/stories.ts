/** How a domain stands: severity and need in the client's own view, then in the professional one; her wish. */
export type Rated = readonly [
  client: 0 | 1 | 2 | 3 | 4,
  need: 'none' | 'met' | 'unmet',
  prof: 0 | 1 | 2 | 3 | 4,
  profNeed: 'none' | 'met' | 'unmet',
  wish: string,
];

export interface ToldGoal {
  domain: string;
  text: string;
  scale: Record<'-2' | '-1' | '0' | '1' | '2', string>;
  measure: { text: string; kind: 'contact' | 'own-step' | 'service' | 'application'; who: 'manager' | 'client' | 'provider' };
  line?: { service: string; rhythm: number };
}

export interface Story {
  note: string;
  domains: Readonly<Record<string, Rated>>;
  resources: readonly (readonly [domain: string, kind: 'personal' | 'informal' | 'formal' | 'material', text: string])[];
  goals: readonly ToldGoal[];
}

const scale = (much: string, less: string, expected: string, more: string, most: string): ToldGoal['scale'] => ({
  '-2': much,
  '-1': less,
  '0': expected,
  '1': more,
  '2': most,
});

/** Four kinds of life, one an area of use; whoever is told by one has the same needs and her own course. */
export const STORIES: readonly Story[] = [
  {
    note: 'Ruft selbst an: seit der Klinik allein mit Briefen, Schlaf und Wohnung. Die Hausärztin hat zu uns geraten.',
    domains: {
      D1: [3, 'met', 3, 'met', 'Ich will wieder schlafen, ohne Angst vor dem Morgen.'],
      D2: [1, 'none', 2, 'met', 'In schlechten Nächten will ich wissen, wen ich anrufe.'],
      D4: [3, 'unmet', 2, 'unmet', 'Ich möchte meine Wohnung behalten.'],
      D6: [2, 'unmet', 3, 'unmet', 'Am Vormittag soll wieder etwas sein, wofür ich aufstehe.'],
      D10: [4, 'unmet', 2, 'unmet', 'Die Briefe machen mir Angst. Jemand soll sie mit mir öffnen.'],
    },
    resources: [
      ['D7', 'informal', 'Die Schwester wohnt in Beuel und kommt sonntags.'],
      ['D6', 'personal', 'War zwölf Jahre Floristin und kann sich lange auf etwas einlassen.'],
    ],
    goals: [
      {
        domain: 'D10',
        text: 'Ich weiß, was ich wem schulde, und zahle, was ich kann.',
        scale: scale(
          'Neue Mahnungen bleiben liegen.',
          'Alle Briefe sind geöffnet und sortiert.',
          'Eine Liste aller Schulden steht, die erste Rate läuft.',
          'Mit allen Gläubigern ist etwas vereinbart.',
          'Die Raten laufen seit drei Monaten ohne Mahnung.',
        ),
        measure: { text: 'Schuldnerberatung aufsuchen und Unterlagen mitbringen', kind: 'service', who: 'provider' },
        line: { service: 'debt', rhythm: 30 },
      },
      {
        domain: 'D6',
        text: 'Ich habe an drei Vormittagen der Woche etwas Festes vor.',
        scale: scale(
          'Kein Vormittag hat ein Vorhaben.',
          'Ein Vormittag ist fest.',
          'Drei Vormittage sind fest.',
          'Vier Vormittage sind fest.',
          'Fünf Vormittage, davon zwei mit Arbeit.',
        ),
        measure: { text: 'Tagesstruktur am Park kennenlernen, danach drei Vormittage', kind: 'service', who: 'provider' },
        line: { service: 'workshop', rhythm: 7 },
      },
      {
        domain: 'D4',
        text: 'Ich behalte meine Wohnung.',
        scale: scale(
          'Kündigung liegt vor.',
          'Rückstand besteht, mit dem Vermieter wird gesprochen.',
          'Der Rückstand ist geregelt.',
          'Miete läuft seit zwei Monaten pünktlich.',
          'Miete läuft seit einem halben Jahr pünktlich.',
        ),
        measure: { text: 'Gespräch mit dem Amt für Soziales und Wohnen vorbereiten', kind: 'contact', who: 'manager' },
      },
    ],
  },
  {
    note: 'Kommt über das Jobcenter: Wohnung gekündigt, Schulden, trinkt wieder mehr. Will Hilfe, aber nicht überall alles neu erzählen.',
    domains: {
      D3: [2, 'unmet', 3, 'unmet', 'Ich will weniger trinken, aber nicht ganz aufhören.'],
      D4: [4, 'unmet', 4, 'unmet', 'Ein Zimmer mit einem Schlüssel, mehr brauche ich nicht.'],
      D6: [3, 'unmet', 2, 'unmet', 'Arbeiten, am liebsten draußen.'],
      D7: [1, 'met', 2, 'met', 'Meine Tochter soll stolz sein.'],
      D10: [3, 'unmet', 3, 'unmet', 'Das Amt soll mir einmal sagen, was ich bekomme.'],
    },
    resources: [
      ['D6', 'personal', 'Gelernter Gärtner mit Führerschein.'],
      ['D7', 'informal', 'Die Tochter ruft jede Woche an.'],
    ],
    goals: [
      {
        domain: 'D4',
        text: 'Ich wohne in einem eigenen Zimmer.',
        scale: scale(
          'Notunterkunft oder Straße.',
          'Untergekommen bei Bekannten.',
          'Ein Zimmer mit Vertrag.',
          'Ein Zimmer, in dem ich bleiben will.',
          'Eine eigene Wohnung.',
        ),
        measure: { text: 'Platz im betreuten Wohnen suchen', kind: 'service', who: 'provider' },
        line: { service: 'living2', rhythm: 7 },
      },
      {
        domain: 'D3',
        text: 'Ich trinke an vier Tagen der Woche nichts.',
        scale: scale(
          'Täglich, auch am Morgen.',
          'Täglich am Abend.',
          'Vier Tage ohne Alkohol.',
          'Sechs Tage ohne Alkohol.',
          'Seit zwei Monaten ohne Alkohol.',
        ),
        measure: { text: 'Gespräche in der Suchtberatung', kind: 'service', who: 'provider' },
        line: { service: 'addiction', rhythm: 14 },
      },
      {
        domain: 'D10',
        text: 'Ich weiß, wovon ich lebe.',
        scale: scale(
          'Kein Geld zum Leben.',
          'Geld kommt unregelmäßig.',
          'Die Leistung kommt jeden Monat.',
          'Ein Konto ohne Minus.',
          'Etwas bleibt übrig.',
        ),
        measure: { text: 'Antrag mit dem Fallmanagement des Jobcenters stellen', kind: 'application', who: 'manager' },
      },
    ],
  },
  {
    note: 'Die Tochter fragt an: nach dem Sturz geht vieles nicht mehr, der Pflegegrad ist beantragt, niemand hat den Überblick.',
    domains: {
      D1: [2, 'met', 3, 'met', 'Weniger Schmerzen beim Gehen.'],
      D5: [1, 'none', 3, 'unmet', 'Kochen schaffe ich noch selbst.'],
      D4: [2, 'unmet', 2, 'unmet', 'Ich möchte zu Hause bleiben.'],
      D7: [3, 'unmet', 2, 'unmet', 'Einmal in der Woche unter Leute.'],
      D9: [3, 'unmet', 3, 'unmet', 'Allein zum Markt.'],
    },
    resources: [
      ['D7', 'informal', 'Tochter in Siegburg, zwei Nachbarinnen mit Schlüssel.'],
      ['D4', 'material', 'Eigentumswohnung im Erdgeschoss.'],
    ],
    goals: [
      {
        domain: 'D5',
        text: 'Ich bekomme Hilfe, wo ich sie brauche, und koche selbst.',
        scale: scale(
          'Mahlzeiten fallen aus.',
          'Die Tochter bringt Essen.',
          'Der Pflegedienst kommt, ich koche dreimal die Woche.',
          'Ich koche täglich mit Hilfe.',
          'Ich koche täglich allein.',
        ),
        measure: { text: 'Pflegedienst beginnt mit zwei Besuchen in der Woche', kind: 'service', who: 'provider' },
        line: { service: 'home-care', rhythm: 7 },
      },
      {
        domain: 'D7',
        text: 'Ich bin einmal in der Woche unter Leuten.',
        scale: scale(
          'Niemand außer der Familie.',
          'Einmal im Monat.',
          'Einmal in der Woche.',
          'Zweimal in der Woche.',
          'Ich lade selbst ein.',
        ),
        measure: { text: 'Tagespflege im Haus Rosental kennenlernen', kind: 'service', who: 'provider' },
        line: { service: 'day-care', rhythm: 7 },
      },
    ],
  },
  {
    note: 'Kommt aus der Rehabilitation nach dem Schlaganfall: will zurück in den Beruf und weiß nicht, wer was bezahlt.',
    domains: {
      D1: [2, 'met', 2, 'met', 'Weiter üben, auch ohne Klinik.'],
      D6: [4, 'unmet', 3, 'unmet', 'Zurück in meine Werkstatt, auch mit weniger Stunden.'],
      D8: [2, 'unmet', 3, 'unmet', 'Am Telefon nicht nach Worten suchen.'],
      D9: [2, 'met', 2, 'met', 'Wieder Auto fahren.'],
      D10: [3, 'unmet', 2, 'unmet', 'Wissen, wie lange das Krankengeld reicht.'],
    },
    resources: [
      ['D6', 'formal', 'Der Betrieb hält die Stelle frei.'],
      ['D7', 'informal', 'Ehefrau und zwei erwachsene Kinder.'],
    ],
    goals: [
      {
        domain: 'D6',
        text: 'Ich arbeite wieder, zuerst zwei Stunden am Tag.',
        scale: scale(
          'Kein Kontakt zum Betrieb.',
          'Ein Gespräch im Betrieb.',
          'Zwei Stunden am Tag.',
          'Vier Stunden am Tag.',
          'Volle Stelle.',
        ),
        measure: { text: 'Wiedereingliederung mit dem Integrationsfachdienst planen', kind: 'service', who: 'provider' },
        line: { service: 'integration', rhythm: 14 },
      },
      {
        domain: 'D10',
        text: 'Ich weiß bis Jahresende, wovon wir leben.',
        scale: scale(
          'Bescheide bleiben ungeöffnet.',
          'Bescheide sind gesammelt.',
          'Ein Plan für das nächste Halbjahr steht.',
          'Alle Anträge sind bewilligt.',
          'Es bleibt etwas übrig.',
        ),
        measure: { text: 'Sozialberatung zu Krankengeld und Übergangsgeld', kind: 'service', who: 'provider' },
        line: { service: 'social', rhythm: 30 },
      },
    ],
  },
];

export const storyOf = (story: number): Story => STORIES[story] ?? (STORIES[0] as Story);
