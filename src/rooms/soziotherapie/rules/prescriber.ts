import { ageAt, type Day } from './calendar.ts';
import type { Parameters } from './parameters.ts';
import { allow, type Hint, type Ruling, refuse } from './ruling.ts';

export const PRESCRIBER_KINDS = [
  'neurologist',
  'nervenarzt',
  'psychosomatic',
  'psychiatrist',
  'additional-psychotherapy',
  'psychological-psychotherapist',
  'child-psychiatrist',
  'child-psychotherapist',
  'clinic-118',
  'hospital',
  'other-doctor',
] as const;
/** Who issues a form: specialists and psychotherapists of ST-RL § 4, a clinic after § 118 SGB V, a hospital, any other contract doctor. */
export type PrescriberKind = (typeof PRESCRIBER_KINDS)[number];

export interface PrescriberQuestion {
  form: 26 | 28;
  kind: PrescriberKind;
  issuedOn: Day;
  /** Permission of the Kassenärztliche Vereinigung, both days inclusive; null: none known. */
  permission: { from: Day; to: Day | null } | null;
  patientBirthDate: Day;
  /** Why prescribers for the young go on after 18. */
  transitionReasonGiven?: boolean;
  /** For hospitals. */
  dischargedOn?: Day | null;
  /** Muster 26 is a discharge prescription (ST-RL § 4a); undefined: not said. */
  discharge?: boolean;
}

export type PrescriberCode =
  | 'prescriber-not-allowed'
  | 'prescriber-without-permission'
  | 'prescriber-only-for-the-young'
  | 'transition-reason-missing'
  | 'discharge-day-missing'
  | 'discharge-only-by-hospital'
  | 'hospital-only-at-discharge'
  | 'referral-only-by-doctor';

const FOR_THE_YOUNG: readonly PrescriberKind[] = ['child-psychiatrist', 'child-psychotherapist'];
const NO_DOCTOR: readonly PrescriberKind[] = ['psychological-psychotherapist', 'child-psychotherapist', 'hospital'];

const permitted = ({ permission, issuedOn }: PrescriberQuestion) =>
  permission !== null && permission.from <= issuedOn && (permission.to === null || issuedOn <= permission.to);

/** True where the prescriber could issue Muster 26, for whom Muster 28 is a detour (R4). */
export function mayUse26(question: PrescriberQuestion): boolean {
  const { kind } = question;
  return kind === 'clinic-118' || (kind !== 'other-doctor' && kind !== 'hospital' && permitted(question));
}

function judgeYoung(question: PrescriberQuestion, p: Pick<Parameters, 'youthPrescriberUntilAge'>): Ruling<object, PrescriberCode> {
  const age = ageAt(question.patientBirthDate, question.issuedOn);
  const facts = { age, until: p.youthPrescriberUntilAge };
  if (age >= p.youthPrescriberUntilAge) return refuse('R24', 'prescriber-only-for-the-young', { facts });
  if (age >= 18 && !question.transitionReasonGiven) return refuse('R24', 'transition-reason-missing', { facts });
  const hints: Hint[] = age < 18 ? [{ code: 'minor-read-differently', facts: { age } }] : [];
  return allow('R24', {}, { facts, hints });
}

/** R24: may this prescriber issue this form on this day (ST-RL § 4)? Who may not is offered Muster 28, where she is a contract doctor. */
export function judgePrescriber(
  question: PrescriberQuestion,
  p: Pick<Parameters, 'youthPrescriberUntilAge'>,
): Ruling<object, PrescriberCode> {
  const { form, kind } = question;
  const hints: Hint[] = [{ code: 'muster-28-possible' }];
  if (form === 28) {
    if (NO_DOCTOR.includes(kind)) return refuse('R24', 'referral-only-by-doctor');
    return allow('R24', {}, { hints: mayUse26(question) ? [{ code: 'muster-26-instead' }] : [] });
  }
  if (kind === 'other-doctor') return refuse('R24', 'prescriber-not-allowed', { hints });
  if (kind === 'hospital') {
    if (question.discharge === false) return refuse('R24', 'hospital-only-at-discharge', { source: 'ST-RL § 4a' });
    return question.dischargedOn ? allow('R24', {}) : refuse('R24', 'discharge-day-missing');
  }
  if (question.discharge === true) return refuse('R24', 'discharge-only-by-hospital', { source: 'ST-RL § 4a' });
  if (kind !== 'clinic-118' && !permitted(question)) {
    return refuse('R24', 'prescriber-without-permission', { hints: NO_DOCTOR.includes(kind) ? [] : hints });
  }
  return FOR_THE_YOUNG.includes(kind) ? judgeYoung(question, p) : allow('R24', {});
}
