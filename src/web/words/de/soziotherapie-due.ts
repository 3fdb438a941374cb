import type { DueKind } from '#rooms/soziotherapie/rules/due.ts';
import type { PrescriptionKind } from '#rooms/soziotherapie/rules/eligibility.ts';

/** What the sentences of a deadline are made from; `day` writes a day out, `units` hundredths of a unit, `hours` minutes. */
export interface DueFacts {
  f: Record<string, string | number | boolean | null>;
  day: (value: unknown) => string;
  units: (hundredths: unknown) => string;
  hours: (minutes: unknown) => string;
}
type Say = (facts: DueFacts) => string;
export interface Sentences {
  title: Say;
  text: Say;
}

export const KINDS = {
  TRIAL: 'Probeverordnung',
  INITIAL: 'Erstverordnung',
  FOLLOW_UP: 'Folgeverordnung',
  DISCHARGE: 'Entlassverordnung',
  REFERRAL: 'Überweisung (Muster 28)',
} satisfies Record<PrescriptionKind, string>;
const missingSignatures = ({ f }: DueFacts) =>
  [f.client ? 'Klientin oder Klient' : '', f.provider ? 'Praxis' : '', f.prescriber ? 'Verordnende' : ''].filter(Boolean).join(', ');
const kindOf = (f: DueFacts['f']) => (f.prescription ? KINDS[f.prescription as PrescriptionKind] : 'Verordnung');

/** Titles and sentences of what is due. */
export const due: Record<DueKind, Sentences> = {
  'inquiry-unanswered': {
    title: () => 'Anfrage beantworten',
    text: ({ f, day }) => `Eingegangen ${day(f.openedOn)}. Ziel sind zwei Werktage.`,
  },
  'helper-missing': { title: () => 'Begleitung zuordnen', text: () => 'Noch ist niemand zuständig.' },
  submission: {
    title: ({ f }) => `${kindOf(f)} muss bei der Kasse sein`,
    text: ({ f, day }) => `Ausgestellt ${day(f.issuedOn)}, dritter Arbeitstag. Sonst trägt die Praxis das Risiko.`,
  },
  'receipt-missing': {
    title: () => 'Eingang bei der Kasse eintragen',
    text: ({ f, day }) => `Gesendet ${day(f.submittedOn)}. Ohne Eingang keine vorläufige Kostenübernahme.`,
  },
  'decision-open': {
    title: () => 'Kasse muss entscheiden',
    text: ({ f, day }) => `Eingegangen ${day(f.receivedOn)}, ${f.expert ? 'fünf Wochen mit Gutachten' : 'drei Wochen'}.`,
  },
  'deemed-approval': {
    title: () => 'Kasse hat nicht entschieden',
    text: () => 'Die Frist ist vorbei. Rufen Sie die Kasse an. Genehmigt ist damit nichts: Der Stand bleibt.',
  },
  objection: {
    title: ({ f }) =>
      f.approved === 0 ? 'Abgelehnt: Widerspruch möglich' : `Nur ${f.approved} von ${f.prescribed} TE: Widerspruch möglich`,
    text: () => 'Widersprechen kann nur die Klientin, der Klient oder die Vertretung.',
  },
  'refusal-final': {
    title: () => 'Ablehnung ist endgültig',
    text: () => 'Die Frist zum Widerspruch ist vorbei. Schließen Sie den Fall ab.',
  },
  'plan-missing': { title: () => 'Betreuungsplan fehlt', text: () => 'Ohne Muster 27 keine Genehmigung.' },
  'plan-follows': { title: () => 'Muster 27 nachreichen', text: () => 'Die Verordnung ging ohne Betreuungsplan an die Kasse.' },
  'plan-unsigned': {
    title: ({ f }) => (f.draft ? 'Betreuungsplan fertigstellen' : 'Betreuungsplan unterschreiben lassen'),
    text: (facts) => `Seit ${facts.day(facts.f.since)}. Es fehlen: ${missingSignatures(facts)}.`,
  },
  review: {
    title: () => 'Betreuungsplan überprüfen',
    text: ({ f, day }) =>
      `${f.months === 1 ? 'Einen Monat' : `${f.months} Monate`} nach dem ${day(f.since)}.${f.inpatient ? ' Derzeit stationär.' : ''}`,
  },
  'follow-up': {
    title: () => 'Folgeverordnung anfragen',
    text: ({ f, day, units }) =>
      f.dueBy === 'validity'
        ? `Gültig bis ${day(f.validUntil)}. Sinnvoll: ${f.proposedUnits} TE.`
        : `Noch ${units(f.leftHundredths)} TE. Sinnvoll: ${f.proposedUnits} TE.`,
  },
  closing: {
    title: () => 'Abschluss vorbereiten',
    text: ({ f, hours }) => `Noch ${hours(f.remainingMinutes)} im Kontingent. Bericht und Überleitung planen.`,
  },
  gap: {
    title: () => 'Versorgungslücke',
    text: ({ f }) =>
      `Keine nutzbaren Einheiten. ${f.applied ? 'Die Folgeverordnung ist unterwegs; bis dahin zahlt niemand.' : 'Eine Folgeverordnung fehlt.'}`,
  },
  'contingent-low': {
    title: () => 'Kontingent wird knapp',
    text: ({ f, hours }) => `Noch ${hours(f.remainingMinutes)} von 120. Sagen Sie es Klientin oder Klient und Verordnenden.`,
  },
  'window-end': {
    title: () => 'Krankheitsfall endet',
    text: ({ f, hours }) => `Drei Jahre sind um. ${hours(f.remainingMinutes)} verfallen.`,
  },
  'outcome-missing': {
    title: ({ f, day }) => `Hat der Termin vom ${day(f.day)} stattgefunden?`,
    text: () => 'Eintragen: stattgefunden, ausgefallen oder abgesagt.',
  },
  'note-missing': {
    title: ({ f, day }) => `Einheit vom ${day(f.day)} dokumentieren`,
    text: ({ f }) =>
      Number(f.hours) >= Number(f.veryLateAfter)
        ? 'Nur noch mit Freigabe der Leitung.'
        : `Nach ${f.lateAfter} Stunden mit Grund, nach ${f.veryLateAfter} Stunden nur mit Freigabe der Leitung.`,
  },
  'late-release': {
    title: ({ f, day }) => `Späten Eintrag freigeben: ${day(f.day)}`,
    text: ({ f }) => `Nach mehr als ${f.veryLateAfter} Stunden eingetragen, mit Grund.`,
  },
  'signature-missing': {
    title: ({ f }) => (f.sessions === 1 ? 'Unterschrift fehlt' : `${f.sessions} Unterschriften fehlen`),
    text: ({ f, day }) => `Leistungsnachweis, ab dem ${day(f.day)}. Spätestens am Monatsende.`,
  },
  'pause-check': { title: () => 'In der Pause nachfragen', text: ({ f, day }) => `Pause seit ${day(f.pausedFrom)}.` },
  'hold-review': { title: () => 'Löschsperre prüfen', text: () => 'Gilt der Grund noch?' },
};
