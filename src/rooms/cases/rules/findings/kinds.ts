import type { Day } from './days.ts';

/** The twenty rules of B.4, in the order in which they are printed. */
export const FINDING_RULES = [
  'G1',
  'G2',
  'G3',
  'G4',
  'G5',
  'G6',
  'DU1',
  'DU2',
  'DU3',
  'OC',
  'RA',
  'GM',
  'MG',
  'GD',
  'RV',
  'CO',
  'CV',
  'RS',
  'ST',
  'CT',
] as const;
export type FindingRule = (typeof FINDING_RULES)[number];

export const SEVERITIES = ['alert', 'warn', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How urgent each rule is (B.4 and its clarification). */
export const SEVERITY_OF = {
  G1: 'alert',
  G2: 'warn',
  G3: 'alert',
  G4: 'alert',
  G5: 'warn',
  G6: 'warn',
  DU1: 'alert',
  DU2: 'warn',
  DU3: 'info',
  OC: 'alert',
  RA: 'warn',
  GM: 'warn',
  MG: 'warn',
  GD: 'warn',
  RV: 'warn',
  CO: 'alert',
  CV: 'info',
  RS: 'warn',
  ST: 'warn',
  CT: 'warn',
} as const satisfies Record<FindingRule, Severity>;

/** As they are grouped on the page: gaps, doubled structures, deadlines, and what is open in the file itself. */
export const FINDING_GROUPS = ['gaps', 'duplicates', 'deadlines', 'file'] as const;
export type FindingGroup = (typeof FINDING_GROUPS)[number];
export const GROUP_OF = {
  G1: 'gaps',
  G2: 'gaps',
  G3: 'gaps',
  G4: 'gaps',
  G5: 'deadlines',
  G6: 'gaps',
  DU1: 'duplicates',
  DU2: 'duplicates',
  DU3: 'duplicates',
  OC: 'deadlines',
  RA: 'deadlines',
  GM: 'file',
  MG: 'file',
  GD: 'deadlines',
  RV: 'deadlines',
  CO: 'file',
  CV: 'file',
  RS: 'file',
  ST: 'deadlines',
  CT: 'file',
} as const satisfies Record<FindingRule, FindingGroup>;

/** The rules of one group: what is called a gap is the same on the board, in the file and in the evaluation. */
export const rulesOf = (group: FindingGroup): FindingRule[] => FINDING_RULES.filter((rule) => GROUP_OF[rule] === group);

/** What is suggested, and the part of the file where it is done. */
export const SUGGESTED = {
  G1: { action: 'plan-measure', tab: 'plan' },
  G2: { action: 'start-measure', tab: 'plan' },
  G3: { action: 'call-provider', tab: 'linking' },
  G4: { action: 'book-next-service', tab: 'linking' },
  G5: { action: 'apply-follow-up', tab: 'linking' },
  G6: { action: 'search-alternative', tab: 'linking' },
  DU1: { action: 'end-one-service', tab: 'linking' },
  DU2: { action: 'clear-up-services', tab: 'linking' },
  DU3: { action: 'share-result', tab: 'assessment' },
  OC: { action: 'reach-client', tab: 'monitoring' },
  RA: { action: 'ask-partner', tab: 'linking' },
  GM: { action: 'plan-measure-for-goal', tab: 'plan' },
  MG: { action: 'complete-measure', tab: 'plan' },
  GD: { action: 'rate-goal', tab: 'evaluation' },
  RV: { action: 'hold-review', tab: 'monitoring' },
  CO: { action: 'renew-release', tab: 'clearing' },
  CV: { action: 'ask-client-view', tab: 'assessment' },
  RS: { action: 'name-responsible', tab: 'plan' },
  ST: { action: 'move-on', tab: 'overview' },
  CT: { action: 'solve-contradiction', tab: 'plan' },
} as const satisfies Record<FindingRule, { action: string; tab: string }>;

/** Rules that rest with a resting case (clarification of B.4). */
export const PAUSING_RULES: ReadonlySet<FindingRule> = new Set(['OC', 'G2', 'G3', 'GM', 'GD', 'RV', 'ST']);

export const EVIDENCE_KINDS = [
  'domain',
  'goal',
  'measure',
  'line',
  'referral',
  'release',
  'stay',
  'instrument',
  'contact',
  'task',
  'absence',
  'review',
  'plan',
  'phase',
] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** What a finding rests on: which thing, the day that counts, a code of it (service type, domain, state …) and a number. */
export interface Evidence {
  kind: EvidenceKind;
  id: string;
  on?: Day;
  code?: string;
  amount?: number;
}

export interface Finding {
  rule: FindingRule;
  /** What it is about; the same finding is known again by rule and subject. */
  subject: string;
  severity: Severity;
  /** The first Berlin day on which the condition holds without interruption until today. */
  since: Day;
  evidence: readonly Evidence[];
}

/** A finding with the severity of its rule. */
export const finding = (rule: FindingRule, subject: string, since: Day, evidence: readonly Evidence[]): Finding => ({
  rule,
  subject,
  severity: SEVERITY_OF[rule],
  since,
  evidence,
});
