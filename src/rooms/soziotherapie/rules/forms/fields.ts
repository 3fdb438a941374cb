/** Closed lists of Muster 26 and 28 (rule book 4.2, 4.4). */

/** Kinds that Muster 26 knows; Muster 28 is a kind of its own. */
export const FORM_26_KINDS = ['TRIAL', 'INITIAL', 'FOLLOW_UP', 'DISCHARGE'] as const;
export type Form26Kind = (typeof FORM_26_KINDS)[number];

/** The four groups of impairment (Fähigkeitsstörungen, ST-RL § 2). */
export const IMPAIRMENTS = ['DRIVE_STRUCTURE', 'BEHAVIOUR_CONTACT', 'COGNITION', 'INSIGHT'] as const;
export type Impairment = (typeof IMPAIRMENTS)[number];

export const DEGREES = ['none', 'mild', 'moderate', 'severe'] as const;
export type Degree = (typeof DEGREES)[number];

/** § 37a (1) SGB V: hospital treatment is avoided, shortened, or needed but not feasible. */
export const HOSPITAL_REASONS = ['AVOID', 'SHORTEN', 'NOT_FEASIBLE'] as const;
export type HospitalReason = (typeof HOSPITAL_REASONS)[number];

/** Other help at the same time (R20); the words of the table soziotherapie.parallel_care. */
export const PARALLEL_CARE = ['pHKP', 'psychotherapy', 'Eingliederungshilfe', 'other'] as const;
export type ParallelCareKind = (typeof PARALLEL_CARE)[number];

/** What became of the units of Muster 28. */
export const REFERRAL_RESULTS = ['SPECIALIST_REACHED', 'NOT_REACHED', 'PATIENT_DECLINED'] as const;
export type ReferralResult = (typeof REFERRAL_RESULTS)[number];

/** To whom Muster 28 refers: those who may issue Muster 26 (ST-RL § 4). */
export const TARGET_SPECIALTIES = [
  'psychiatry',
  'neurology',
  'nervenheilkunde',
  'psychosomatic',
  'psychotherapy',
  'child-psychiatry',
  'clinic-118',
] as const;
export type TargetSpecialty = (typeof TARGET_SPECIALTIES)[number];
