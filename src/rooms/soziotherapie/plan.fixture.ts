import { emptyPlan, type PlanContent } from './rules/forms/muster-27.ts';

export const FAR = '0190a1b0-0000-7000-8000-000000000001';
export const NEAR = '0190a1b0-0000-7000-8000-000000000011';
export const NEAR_2 = '0190a1b0-0000-7000-8000-000000000012';
export const MEASURE = '0190a1b0-0000-7000-8000-000000000021';

/** A plan without gaps for 30 prescribed units: once a week for 26 weeks. */
export const wholePlan = (more: Partial<PlanContent> = {}): PlanContent => ({
  ...emptyPlan(),
  anamnesis: 'Seit acht Jahren erkrankt, viermal stationär, lebt allein, verlässt die Wohnung kaum.',
  diagnosis: { list: [{ code: 'F20.0', certainty: 'G', text: 'Paranoide Schizophrenie' }], difference: '' },
  findings: {
    impairments: {
      DRIVE_STRUCTURE: { degree: 'severe', text: 'steht mittags auf' },
      BEHAVIOUR_CONTACT: { degree: 'moderate', text: '' },
      COGNITION: { degree: 'mild', text: '' },
      INSIGHT: { degree: 'none', text: '' },
    },
    text: 'Antrieb gemindert, freundlich zugewandt.',
    gaf: 38,
  },
  farGoals: [{ id: FAR, text: 'Ich gehe allein zum Arzt und muss nicht mehr in die Klinik.', sign: 'drei Monate ohne Aufnahme' }],
  nearGoals: [
    { id: NEAR, farGoalId: FAR, text: 'Die Depotspritze hole ich mir selbst ab.', sign: '5 von 6 Terminen' },
    { id: NEAR_2, farGoalId: FAR, text: 'Ich will mit meinem Bruder wieder Kaffee trinken.', sign: 'alle zwei Wochen' },
  ],
  measures: [
    {
      id: MEASURE,
      kind: 'MOTIVATION_TRAINING',
      text: 'Begleitung zur Praxis, Wochenplan',
      nearGoalIds: [NEAR],
      frequency: 1,
      per: 'WEEK',
      from: '2026-03-02',
      to: '2026-08-30',
      setting: 'single',
    },
  ],
  coordinatedCare: { none: true, items: [] },
  prognosis: 'Mit regelmäßiger Begleitung günstig.',
  ...more,
});
