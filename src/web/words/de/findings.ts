/** One thing that a finding rests on, in words: days are written out already. */
export interface Told {
  kind: string;
  name: string;
  on: string;
  code: string;
  amount: number;
}

const none: Told = { kind: '', name: '', on: '', code: '', amount: 0 };
const at = (all: readonly Told[], index: number): Told => all[index] ?? none;
const both = (all: readonly Told[]) => all.map(({ name }) => name).join(' und ');
const DAYS = ['', 'Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag', 'Sonntag'];
const PHASES: Record<string, string> = {
  case_finding: 'Fallauswahl',
  intake: 'Aufnahme',
  assessment: 'Assessment',
  planning: 'Hilfeplanung',
  linking: 'Linking',
};

export const words = {
  title: 'Befunde',
  subtitle: 'vom System gefunden, mit Beleg',
  none: 'Nichts offen. Geleit prüft den Fall bei jeder Änderung und an jedem Tag.',
  groups: { gaps: 'Lücken', duplicates: 'Doppelstrukturen', deadlines: 'Fristen', file: 'In der Akte' },
  severities: { alert: 'dringend', warn: 'bald klären', info: 'Hinweis' },
  since: (day: string) => `seit ${day}`,
  snooze: 'Zurückstellen',
  snoozeOf: (title: string) => `${title}: zurückstellen`,
  snoozed: (day: string) => `zurückgestellt bis ${day}`,
  snoozedCount: (count: number) => (count === 1 ? '1 Befund ist zurückgestellt' : `${count} Befunde sind zurückgestellt`),
  wake: 'Wieder zeigen',
  until: 'Bis wann',
  untilHint: 'Höchstens drei Monate.',
  reason: 'Warum kann das warten?',
  save: 'Bis dahin zurückstellen',
  cancel: 'Abbrechen',
  done: 'Zurückgestellt.',
  woken: 'Der Befund steht wieder oben.',
  someMeasure: 'Maßnahme',
  someGoal: 'Ziel',
  someTask: 'Aufgabe',
  somebody: 'ein Partner',
  actions: {
    'plan-measure': 'Maßnahme planen',
    'start-measure': 'Beginn eintragen',
    'call-provider': 'Beim Dienst nachfragen',
    'book-next-service': 'Anschluss suchen',
    'apply-follow-up': 'Folgeantrag eintragen',
    'search-alternative': 'Anderen Dienst suchen',
    'end-one-service': 'Einen Dienst beenden',
    'clear-up-services': 'Beide Dienste klären',
    'share-result': 'Ergebnisse ansehen',
    'reach-client': 'Kontakt eintragen',
    'ask-partner': 'Beim Partner nachfragen',
    'plan-measure-for-goal': 'Maßnahme planen',
    'complete-measure': 'Maßnahme ergänzen',
    'rate-goal': 'Ziel bewerten',
    'hold-review': 'Überprüfung eintragen',
    'renew-release': 'Freigabe einholen',
    'ask-client-view': 'Eigene Sicht erfragen',
    'name-responsible': 'Zuständigkeit klären',
    'move-on': 'Nächsten Schritt ansehen',
    'solve-contradiction': 'Plan ändern',
  },
  rules: {
    G1: {
      tag: 'Lücke',
      title: (all: readonly Told[]) => `${at(all, 0).name}: Bedarf ohne Maßnahme`,
      text: (all: readonly Told[]) => `Assessment vom ${at(all, 0).on}: Bedarf offen. Keine Maßnahme geplant, kein „jetzt nicht“.`,
    },
    G2: {
      tag: 'Lücke',
      title: (_: readonly Told[]) => 'Maßnahme nicht begonnen',
      text: (all: readonly Told[]) => `${at(all, 0).name}: geplant ab ${at(all, 0).on}, kein Beginn eingetragen.`,
    },
    G3: {
      tag: 'Lücke',
      title: (_: readonly Told[]) => 'Dienst unterbrochen',
      text: (all: readonly Told[]) => `${at(all, 0).name}: letzter Kontakt am ${at(all, 0).on}, vereinbart alle ${at(all, 0).amount} Tage.`,
    },
    G4: {
      tag: 'Lücke',
      title: (_: readonly Told[]) => 'Lücke im Übergang',
      text: (all: readonly Told[]) => {
        const [end, next] = [at(all, 0), all[1]];
        const ended = end.kind === 'stay' ? `Aus der Klinik entlassen am ${end.on}.` : `${end.name} endete am ${end.on}.`;
        return next
          ? `${ended} Anschluss erst am ${next.on} (${next.amount} Tage später): ${next.name}.`
          : `${ended} Kein Anschluss gebucht.`;
      },
    },
    G5: {
      tag: 'läuft ab',
      title: (all: readonly Told[]) => `Genehmigung läuft aus: ${at(all, 0).name}`,
      text: (all: readonly Told[]) =>
        `${all.map(({ on, amount }) => (amount > 0 ? `${amount} % der Einheiten verbraucht` : `gültig bis ${on}`)).join(', ')}. Kein Folgeantrag.`,
    },
    G6: {
      tag: 'Lücke',
      title: (_: readonly Told[]) => 'Absage ohne Alternative',
      text: (all: readonly Told[]) =>
        `${at(all, 0).name}: abgesagt oder ohne Antwort am ${at(all, 0).on}, seither nichts anderes angefragt.`,
    },
    DU1: {
      tag: 'Doppelt',
      title: (_: readonly Told[]) => 'Zwei Dienste, die sich ausschließen',
      text: (all: readonly Told[]) => `${both(all)} laufen gleichzeitig.`,
    },
    DU2: {
      tag: 'Doppelt',
      title: (_: readonly Told[]) => 'Zwei Dienste für dasselbe',
      text: (all: readonly Told[]) => `${both(all)} laufen seit mindestens 14 Tagen nebeneinander und sind nicht als ergänzend markiert.`,
    },
    DU3: {
      tag: 'Doppelt',
      title: (_: readonly Told[]) => 'Dasselbe Instrument zweimal',
      text: (all: readonly Told[]) => `Ergebnisse vom ${at(all, 0).on} und vom ${at(all, 1).on} von zwei Partnern.`,
    },
    OC: {
      tag: 'Überfällig',
      title: (_: readonly Told[]) => 'Kontakt überfällig',
      text: (all: readonly Told[]) =>
        at(all, 0).kind === 'contact'
          ? `Zuletzt erreicht am ${at(all, 0).on}, vereinbart alle ${at(all, 0).amount} Tage.`
          : `Seit der Eröffnung am ${at(all, 0).on} nicht erreicht, vereinbart alle ${at(all, 0).amount} Tage.`,
    },
    RA: {
      tag: 'Ohne Antwort',
      title: (_: readonly Told[]) => 'Anfrage ohne Antwort',
      text: (all: readonly Told[]) => `${at(all, 0).name}: gesendet am ${at(all, 0).on}, keine Antwort.`,
    },
    GM: {
      tag: 'Plan',
      title: (_: readonly Told[]) => 'Ziel ohne Maßnahme',
      text: (all: readonly Told[]) => `„${at(all, 0).name}“, vereinbart am ${at(all, 0).on}.`,
    },
    MG: {
      tag: 'Plan',
      title: (_: readonly Told[]) => 'Maßnahme unvollständig',
      text: (all: readonly Told[]) => {
        const { name, code } = at(all, 0);
        return `${name}: ${code === 'date' ? 'kein Beginn geplant' : code === 'goal' ? 'kein Ziel' : 'kein Ziel und kein Beginn'}.`;
      },
    },
    GD: {
      tag: 'Überfällig',
      title: (_: readonly Told[]) => 'Zieltag vorbei, nicht bewertet',
      text: (all: readonly Told[]) => `„${at(all, 0).name}“ bis ${at(all, 0).on}.`,
    },
    RV: {
      tag: 'Überfällig',
      title: (_: readonly Told[]) => 'Überprüfung des Plans überfällig',
      text: (all: readonly Told[]) =>
        `${at(all, 0).kind === 'plan' ? 'Plan vereinbart' : 'Zuletzt überprüft'} am ${at(all, 0).on}, vorgesehen alle ${at(all, 0).amount} Tage.`,
    },
    CO: {
      tag: 'Freigabe',
      title: (_: readonly Told[]) => 'Schweigepflichtentbindung fehlt',
      text: (all: readonly Told[]) => {
        const release = all.find(({ kind }) => kind === 'release');
        const rest = both(all.filter(({ kind }) => kind !== 'release'));
        if (!release) return `${rest}: Es gibt keine. Der Partner erfährt nichts.`;
        return release.code === 'withdrawn'
          ? `${rest}: widerrufen. Der Zugang ist beendet.`
          : `${rest}: galt bis ${release.on}. Der Zugang ist beendet.`;
      },
    },
    CV: {
      tag: 'Assessment',
      title: (all: readonly Told[]) => `${at(all, 0).name}: eigene Sicht fehlt`,
      text: (all: readonly Told[]) => `Fachlich eingeschätzt am ${at(all, 0).on}. Die eigene Sicht ist leer, ohne Grund.`,
    },
    RS: {
      tag: 'Zuständigkeit',
      title: (_: readonly Told[]) => 'Niemand zuständig',
      text: (all: readonly Told[]) =>
        all[1] ? `${at(all, 0).name}: abwesend seit ${at(all, 1).on}, keine Vertretung.` : `${at(all, 0).name}: niemand eingetragen.`,
    },
    ST: {
      tag: 'Phase',
      title: (all: readonly Told[]) => `${PHASES[at(all, 0).code] ?? 'Phase'} dauert lange`,
      text: (all: readonly Told[]) => `Seit ${at(all, 0).on} in dieser Phase. Richtwert: ${at(all, 0).amount} Tage.`,
    },
    CT: {
      tag: 'Widerspruch',
      title: (_: readonly Told[]) => 'Pläne widersprechen sich',
      text: (all: readonly Told[]) =>
        at(all, 0).kind === 'goal'
          ? `${both(all)}: als unvereinbar markiert.`
          : `${both(all)}: am ${DAYS[at(all, 0).amount] ?? ''} zur selben Zeit.`,
    },
  },
};
