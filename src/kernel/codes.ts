/** The closed lists that several rooms share. German words for each code stand in `src/web/words`. */

/** Procedures of the psychotherapy directive (Richtlinienverfahren). */
export const PROCEDURES = ['VT', 'TP', 'AP', 'ST'] as const;
export type Procedure = (typeof PROCEDURES)[number];

/** What can be offered and wanted (rule book A.2.2). */
export const OFFER_KINDS = ['CONSULT', 'ACUTE', 'TRIAL', 'PLACE', 'GROUP_SEAT', 'GROUP_BASIC', 'SERVICE'] as const;
export type OfferKind = (typeof OFFER_KINDS)[number];

/** Kinds of a dated first slot. THERAPY and GROUP are later sessions. */
export const SLOT_KINDS = ['CONSULT', 'ACUTE', 'TRIAL', 'THERAPY', 'GROUP'] as const;
export type SlotKind = (typeof SLOT_KINDS)[number];

export const SETTINGS = ['single', 'group', 'combined'] as const;
export type Setting = (typeof SETTINGS)[number];

/** Payers (rule book A.2.3). KE = Kostenerstattung § 13 (3) SGB V, BG = Berufsgenossenschaft/DGUV. */
export const INSURANCE_KINDS = ['GKV', 'PKV', 'BEIHILFE', 'SELF', 'KE', 'BG', 'HEILFUERSORGE', 'ASYLBLG', 'YOUTH'] as const;
export type InsuranceKind = (typeof INSURANCE_KINDS)[number];

/** Coarse problem codes (rule book A.2.3) with the ICD-10-GM ranges they stand for; used for statistics and for typing a code. */
export const PROBLEMS = {
  ANX: ['F40-F41'],
  OCD: ['F42'],
  DEP: ['F32-F33', 'F34.1'],
  BIP: ['F30-F31'],
  PSY: ['F20-F29'],
  PTS: ['F43.1', 'F62.0'],
  ADJ: ['F43.0', 'F43.2'],
  GRI: [],
  EAT: ['F50'],
  SUD: ['F10-F19'],
  ADB: ['F63'],
  SOM: ['F45'],
  DIS: ['F44'],
  PBD: ['F60.3'],
  PDO: ['F60-F61'],
  ADH: ['F90'],
  ASD: ['F84'],
  SEX: ['F52', 'F64-F66'],
  SLE: ['F51'],
  NEU: ['F00-F09'],
  IDD: ['F70-F79'],
  CHD: ['F91-F98'],
  PER: ['F53'],
  SOMO: ['F54'],
  UNK: [],
} as const satisfies Record<string, readonly string[]>;
export type ProblemCode = keyof typeof PROBLEMS;
export const PROBLEM_CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];

/** Markers: no problems, but therapists may exclude on them (rule book A.2.3). */
export const MARKERS = ['SELFHARM', 'CHRONIC_SUI', 'COURT', 'PENSION', 'VIOL', 'RELATIVE'] as const;
export type Marker = (typeof MARKERS)[number];

export const SPECIALITY_LEVELS = ['S', 'B', 'U'] as const;
/** S Schwerpunkt, B behandelt, U ungern (only after a talk). */
export type SpecialityLevel = (typeof SPECIALITY_LEVELS)[number];

/** Common European Framework of Reference for Languages. Therapy is possible from B2 (rule book A.2.3). */
export const LANGUAGE_LEVELS = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'] as const;
export type LanguageLevel = (typeof LANGUAGE_LEVELS)[number];

export const ACCESS_FEATURES = [
  'step-free',
  'lift',
  'accessible-wc',
  'parking',
  'low-stimulus',
  'hearing-loop',
  'easy-language',
  'assistance-dog',
] as const;
export type AccessFeature = (typeof ACCESS_FEATURES)[number];

export const MODALITIES = ['in-person', 'video'] as const;
export type Modality = (typeof MODALITIES)[number];

export const GENDERS = ['f', 'm', 'd'] as const;
export type Gender = (typeof GENDERS)[number];

/** Federal states (ISO 3166-2:DE without "DE-"). */
export const STATES = ['BB', 'BE', 'BW', 'BY', 'HB', 'HE', 'HH', 'MV', 'NI', 'NW', 'RP', 'SH', 'SL', 'SN', 'ST', 'TH'] as const;
export type FederalState = (typeof STATES)[number];

/** Roles of a signed-in person (security table 2.2 with COORD and LEAD). */
export const ROLES = [
  'admin',
  'desk',
  'therapist',
  'oncall',
  'soziotherapist',
  'case-manager',
  'office',
  'coordinator',
  'lead',
  'auditor',
] as const;
export type Role = (typeof ROLES)[number];
/** Who signs in: staff, and clients and relatives in the portal. No administrator grants `client`, only the invitation of a helper does. */
export type AnyRole = Role | 'client';
export const ANY_ROLES = [...ROLES, 'client'] as const;

/** The roles of staff among these. */
export const staffRoles = (roles: readonly AnyRole[]): Role[] => roles.filter((role): role is Role => role !== 'client');

/** Purposes of a read or write (HL7 PurposeOfUse; COORD is the code for care management). */
export const PURPOSES = ['TREAT', 'COORD', 'ETREAT', 'HPAYMT', 'HOPERAT', 'HCOMPL', 'PATRQT', 'HSYSADMIN'] as const;
export type Purpose = (typeof PURPOSES)[number];
