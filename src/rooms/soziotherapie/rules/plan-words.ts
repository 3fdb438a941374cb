import type { MeasureKind } from './note.ts';

/** What a care plan is made of, in words: the same on the page and on paper (Muster 27; ST-RL § 3). */
export const planDe = {
  measures: {
    PLAN: 'Betreuungsplan',
    COORDINATION: 'Koordination',
    SOCIAL_ENVIRONMENT: 'Arbeit im sozialen Umfeld',
    DOCUMENTATION: 'Dokumentation',
    MOTIVATION_TRAINING: 'Motivation und Antrieb',
    WILL_FORMATION: 'Willensbildung',
    ILLNESS_PERCEPTION: 'Krankheitswahrnehmung',
    CRISIS_HELP: 'Hilfe in Krisen',
  } satisfies Record<MeasureKind, string>,
  groups: {
    DRIVE_STRUCTURE: 'Antrieb, Ausdauer, Tagesstruktur',
    BEHAVIOUR_CONTACT: 'Verhalten, Kontakt',
    COGNITION: 'Denken, Konzentration',
    INSIGHT: 'Krankheitseinsicht',
  },
  degrees: { none: 'keine', mild: 'leicht', moderate: 'mittel', severe: 'schwer' },
  care: {
    medical: 'Ärztliche Behandlung',
    medication: 'Medikamente',
    pHKP: 'Psychiatrische häusliche Krankenpflege',
    psychotherapy: 'Psychotherapie',
    occupational: 'Ergotherapie',
    Eingliederungshilfe: 'Eingliederungshilfe',
    advice: 'Beratung',
    other: 'Andere',
  },
  basis: { ordered: 'verordnet', recommended: 'empfohlen' },
  careState: { planned: 'geplant', running: 'läuft', ended: 'beendet' },
};

export const planEn: typeof planDe = {
  measures: {
    PLAN: 'Care plan',
    COORDINATION: 'Coordination',
    SOCIAL_ENVIRONMENT: 'Work in the social environment',
    DOCUMENTATION: 'Documentation',
    MOTIVATION_TRAINING: 'Motivation and drive',
    WILL_FORMATION: 'Formation of will',
    ILLNESS_PERCEPTION: 'Perception of the illness',
    CRISIS_HELP: 'Help in crises',
  } satisfies Record<MeasureKind, string>,
  groups: {
    DRIVE_STRUCTURE: 'Drive, endurance, structure of the day',
    BEHAVIOUR_CONTACT: 'Behaviour, contact',
    COGNITION: 'Thinking, concentration',
    INSIGHT: 'Insight into the illness',
  },
  degrees: { none: 'none', mild: 'mild', moderate: 'moderate', severe: 'severe' },
  care: {
    medical: 'Medical treatment',
    medication: 'Medication',
    pHKP: 'Psychiatric home nursing',
    psychotherapy: 'Psychotherapy',
    occupational: 'Occupational therapy',
    Eingliederungshilfe: 'Eingliederungshilfe',
    advice: 'Advice',
    other: 'Other',
  },
  basis: { ordered: 'ordered', recommended: 'recommended' },
  careState: { planned: 'planned', running: 'running', ended: 'ended' },
};
