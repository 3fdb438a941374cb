import type { ReviewContent } from '#rooms/soziotherapie/actions/reviews.ts';
import type { Form26, Form28 } from '#rooms/soziotherapie/contract/forms.ts';
import type { Day } from '#rooms/soziotherapie/rules/calendar.ts';
import type { PlanContent } from '#rooms/soziotherapie/rules/forms/muster-27.ts';
import type { Payer, Prescriber } from './practice.ts';
import { ADDRESSES, ANAMNESIS, FINDINGS, GOALS, JUSTIFICATION, PROGNOSIS, REFERRAL_REASON, REVIEW } from './texts.ts';
import type { Order, Told } from './told.ts';

interface Around {
  told: Told;
  order: Order;
  issuedOn: Day;
  kvnr: string;
  payer: Payer;
  prescriber: Prescriber;
  provider: { name: string; ik: string };
  groupAllowed: boolean;
}

function headerOf({ told, issuedOn, kvnr, payer, prescriber }: Around) {
  const [street, postalCode, city] = ADDRESSES[told.address] ?? ['', '', ''];
  return {
    insurerName: payer.name,
    surname: told.family,
    givenName: told.given,
    birthDate: told.born,
    address: { street, postalCode, city, country: 'Deutschland' },
    payerIk: payer.ik,
    kvnr,
    insuredStatus: '1',
    bsnr: prescriber.bsnr,
    lanr: prescriber.lanr,
    issueDate: issuedOn,
  };
}

/** Muster 26 as the prescriber filled it in. */
export function form26(around: Around): Form26 {
  const { told, order, issuedOn, provider, groupAllowed } = around;
  const kind = order.kind === 'REFERRAL' ? 'TRIAL' : order.kind;
  const goal = GOALS[told.goal];
  return {
    form: '26',
    header: headerOf(around),
    kind,
    diagnoses: [{ code: told.diagnosis, certainty: 'G', text: null }],
    ...(told.criteria ? { individualCriteria: [told.criteria], individualJustification: JUSTIFICATION } : {}),
    gaf: kind === 'TRIAL' ? null : told.gaf,
    impairments: {
      DRIVE_STRUCTURE: { degree: 'severe', text: null },
      BEHAVIOUR_CONTACT: { degree: 'moderate', text: null },
      COGNITION: { degree: 'mild', text: null },
      INSIGHT: { degree: 'moderate', text: null },
    },
    hospitalReason: 'AVOID',
    cannotUseCareIndependently: true,
    ...(kind === 'TRIAL' ? {} : { therapyAbility: true, therapyAbilityText: 'Kann Ziele benennen und Absprachen einhalten.' }),
    goals: goal?.far ?? null,
    unitsPrescribed: order.units,
    groupAllowed,
    frequencyPerWeek: 1,
    ...(told.nursing ? { parallelCare: [{ kind: 'pHKP', text: 'Pflegedienst am Rhein, morgens' }] } : {}),
    provider,
    ...(order.kind === 'DISCHARGE' ? { dischargeDate: issuedOn } : {}),
    prescriberSignature: { on: issuedOn, signed: true },
    patientApplicationSignature: { on: issuedOn, signed: true, by: 'patient' },
  };
}

/** Muster 28 of a contract doctor who may not prescribe Soziotherapie herself. */
export function form28(around: Around): Form28 {
  const { told, order, issuedOn, prescriber, provider } = around;
  return {
    form: '28',
    header: headerOf(around),
    referringDoctor: { name: prescriber.name, lanr: prescriber.lanr, bsnr: prescriber.bsnr },
    diagnosisOrSuspicion: [{ code: told.diagnosis, certainty: 'V', text: null }],
    reason: REFERRAL_REASON,
    hospitalAvoidance: true,
    units: order.units,
    provider,
    targetSpecialty: 'psychiatry',
    prescriberSignature: { on: issuedOn, signed: true },
  };
}

/** Muster 27 in the client's own words. */
export function planOf(told: Told, from: Day, to: Day, newId: () => string, demarcation: string): PlanContent {
  const goal = GOALS[told.goal] ?? GOALS[0];
  if (!goal) throw new Error('no goal');
  const far = { id: newId(), text: goal.far, sign: goal.sign };
  const near = goal.near.map(([text, sign]) => ({ id: newId(), farGoalId: far.id, text, sign }));
  const [first, second] = near;
  return {
    anamnesis: ANAMNESIS,
    diagnosis: { list: [{ code: told.diagnosis, certainty: 'G', text: '' }], difference: '' },
    findings: {
      impairments: {
        DRIVE_STRUCTURE: { degree: 'severe', text: '' },
        BEHAVIOUR_CONTACT: { degree: 'moderate', text: '' },
        COGNITION: { degree: 'mild', text: '' },
        INSIGHT: { degree: 'moderate', text: '' },
      },
      text: FINDINGS,
      gaf: told.gaf,
    },
    farGoals: [far],
    nearGoals: near,
    measures: [
      {
        id: newId(),
        kind: 'MOTIVATION_TRAINING',
        text: 'Begleitung zu Terminen, schrittweise weniger',
        nearGoalIds: first ? [first.id] : [],
        frequency: 0.5,
        per: 'WEEK',
        from,
        to,
        setting: 'single',
      },
      {
        id: newId(),
        kind: 'SOCIAL_ENVIRONMENT',
        text: 'Gespräche zu Hause, Kontakt zur Familie',
        nearGoalIds: second ? [second.id] : [],
        frequency: 1,
        per: 'MONTH',
        from,
        to,
        setting: 'single',
      },
    ],
    coordinatedCare: {
      none: false,
      items: [{ id: newId(), kind: 'medical', provider: 'verordnende Praxis', basis: 'ordered', state: 'running' }],
    },
    socialEnvironment: { text: 'Lebt allein, Kontakt zu einem Geschwister.', persons: [] },
    prognosis: PROGNOSIS,
    demarcation,
  };
}

/** A review of the plan: each goal with its standing, what was agreed, and what took place as it was counted that day. */
export function reviewOf(plan: PlanContent, from: Day, to: Day): ReviewContent {
  const goals = [...plan.farGoals, ...plan.nearGoals];
  return {
    goals: goals.map(({ id, text }, index) => ({ goalId: id, text, state: index === 1 ? 'partly' : 'open', note: '' })),
    agreed: REVIEW.agreed,
    summary: REVIEW.goals,
    gaf: null,
    comparison: {
      from,
      to,
      units: 7.5,
      minutes: 450,
      delivered: 8,
      noShow: 1,
      cancelledByClient: 1,
      cancelledByProvider: 0,
      goals: goals.map(({ id, text }, index) => ({ id, text, touched: [2, 5, 3][index] ?? 0 })),
      inpatientDays: 0,
    },
  };
}
