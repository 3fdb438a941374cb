import type { Decision } from '#kernel/decision.ts';
import { type Machine, type Party, type Row, type Step, step } from '#kernel/machine.ts';
import { type ClosingReason, closingFault, isEmergencyReason, NOTE_INSTEAD_OF_TALK } from './closing.ts';
import type { CaseConsent } from './consent.ts';
import type { ScreeningResult } from './screening.ts';

/** Rule book B.2.2: exactly one of these a case. */
export const CASE_PHASES = [
  'access',
  'case_finding',
  'intake',
  'assessment',
  'planning',
  'linking',
  'monitoring',
  'reassessment',
  'evaluation',
  'dormant',
  'not_opened',
  'closed',
] as const;
export type CasePhase = (typeof CASE_PHASES)[number];

/** Why a shortened assessment is made again. */
export const REASSESSMENT_TRIGGERS = [
  'crisis',
  'hospital',
  'provider',
  'goal-unreachable',
  'gas-twice',
  'client-wish',
  'half-year',
] as const;
export type ReassessmentTrigger = (typeof REASSESSMENT_TRIGGERS)[number];

export const REST_REASONS = ['pause', 'clinic', 'prison', 'abroad', 'other'] as const;
export type RestReason = (typeof REST_REASONS)[number];
/** A rest lasts so long at most; then somebody looks again. */
export const LONGEST_REST_DAYS = 90;

/** What the checks look at. A fact that is not given never holds. */
export interface PhaseFacts {
  contactNote?: boolean;
  informationSheet?: boolean;
  /** She wants the need looked at. */
  wish?: boolean;
  /** What holds after an override; null where nothing was screened. */
  screening?: ScreeningResult | null;
  advice?: boolean;
  tasksAndLimits?: boolean;
  demarcation?: boolean;
  dataProtection?: boolean;
  agreement?: boolean;
  managerDecided?: boolean;
  clientDecided?: boolean;
  /** Every recorded custody holder of a minor; true for adults. */
  guardiansDecided?: boolean;
  consent?: CaseConsent;
  start?: boolean;
  /** Domains neither rated nor "not discussed" with its reason; unknown without a round. */
  domainsOpen?: number;
  resources?: boolean;
  networkMap?: boolean;
  riskCheck?: boolean;
  providersChecked?: boolean;
  clientSawAssessment?: boolean;
  /** The latest round is completed. */
  assessmentDone?: boolean;
  goals?: number;
  needsWithoutGoal?: number;
  goalsWithoutMeasure?: number;
  measuresIncomplete?: number;
  planAgreed?: boolean;
  clientCopy?: boolean;
  trigger?: ReassessmentTrigger;
  /** The two latest ratings of one goal are both -2. */
  gasTwice?: boolean;
  /** The last completed assessment or reassessment is longer ago than half a year, or what the area says. */
  halfYear?: boolean;
  /** A round begun since the phase began is completed. */
  reassessmentDone?: boolean;
  restReason?: RestReason;
  /** The day of the next look lies between tomorrow and 90 days ahead. */
  resumeInTime?: boolean;
  resumeReached?: boolean;
  contactSinceRest?: boolean;
  closingReason?: ClosingReason;
  /** CR1: weights of goals reached and of all that count; null without a goal. */
  reachedShare?: { reached: number; all: number } | null;
  /** Service lines that neither are completed nor ended aside. */
  linesRunning?: number;
  /** CR2: open needs, and how many of them a named carrier accepted. */
  openNeeds?: { all: number; taken: number };
  evaluationWritten?: boolean;
  closingTalk?: boolean;
  closingNote?: boolean;
  partnersInformed?: boolean;
  tasksHandedOver?: boolean;
  emergency?: boolean;
  closingAsked?: boolean;
  /** Who approves is another account than who asked. */
  anotherApproves?: boolean;
}

const reasonHolds = (facts: PhaseFacts, fault: string) => {
  const found = facts.closingReason === undefined ? undefined : closingFault(facts.closingReason, facts);
  return found !== fault;
};

const CHECKS = {
  'case-contact-note-missing': (facts) => facts.contactNote === true,
  'information-sheet-missing': (facts) => facts.informationSheet === true,
  'wish-missing': (facts) => facts.wish === true,
  'screening-missing': (facts) => facts.screening !== undefined && facts.screening !== null,
  'screening-not-for-intake': ({ screening }) => screening === 'indicated' || screening === 'pending_consent',
  'advice-missing': (facts) => facts.advice === true,
  'tasks-and-limits-missing': (facts) => facts.tasksAndLimits === true,
  'case-demarcation-missing': (facts) => facts.demarcation === true,
  'data-protection-missing': (facts) => facts.dataProtection === true,
  'agreement-missing': (facts) => facts.agreement === true,
  'manager-decision-missing': (facts) => facts.managerDecided === true,
  'client-decision-missing': (facts) => facts.clientDecided === true,
  'guardian-decision-missing': (facts) => facts.guardiansDecided === true,
  'case-consent-missing': (facts) => facts.consent === 'given',
  'case-start-missing': (facts) => facts.start === true,
  'domains-open': (facts) => facts.domainsOpen === 0,
  'resources-missing': (facts) => facts.resources === true,
  'network-map-missing': (facts) => facts.networkMap === true,
  'risk-check-missing': (facts) => facts.riskCheck === true,
  'providers-not-checked': (facts) => facts.providersChecked === true,
  'client-has-not-seen': (facts) => facts.clientSawAssessment === true,
  'assessment-open': (facts) => facts.assessmentDone === true,
  'case-goals-missing': (facts) => facts.goals !== undefined && facts.goals > 0,
  'needs-without-goal': (facts) => facts.needsWithoutGoal === 0,
  'goals-without-measure': (facts) => facts.goalsWithoutMeasure === 0,
  'measures-incomplete': (facts) => facts.measuresIncomplete === 0,
  'plan-not-agreed': (facts) => facts.planAgreed === true,
  'client-copy-missing': (facts) => facts.clientCopy === true,
  'trigger-missing': (facts) => facts.trigger !== undefined,
  // what can be counted is counted; the other occasions are hers to see
  'trigger-not-holding': ({ trigger, gasTwice, halfYear }) =>
    (trigger !== 'gas-twice' || gasTwice === true) && (trigger !== 'half-year' || halfYear === true),
  'reassessment-open': (facts) => facts.reassessmentDone === true,
  'rest-reason-missing': (facts) => facts.restReason !== undefined,
  'resume-day-wrong': (facts) => facts.resumeInTime === true,
  'still-resting': (facts) => facts.resumeReached === true || facts.contactSinceRest === true,
  'closing-reason-missing': (facts) => facts.closingReason !== undefined,
  'goals-not-reached': (facts) => reasonHolds(facts, 'goals-not-reached'),
  'lines-still-running': (facts) => reasonHolds(facts, 'lines-still-running'),
  'no-open-need': (facts) => reasonHolds(facts, 'no-open-need'),
  'needs-not-taken-over': (facts) => reasonHolds(facts, 'needs-not-taken-over'),
  'consent-still-given': (facts) => reasonHolds(facts, 'consent-still-given'),
  'evaluation-missing': (facts) => facts.evaluationWritten === true,
  'closing-talk-missing': (facts) =>
    facts.closingTalk === true ||
    (facts.closingNote === true && facts.closingReason !== undefined && NOTE_INSTEAD_OF_TALK.includes(facts.closingReason)),
  'partners-not-informed': (facts) => facts.partnersInformed === true,
  'tasks-not-handed-over': (facts) => facts.tasksHandedOver === true,
  'closing-note-missing': (facts) => facts.closingNote === true,
  'not-an-emergency': (facts) => facts.closingReason !== undefined && isEmergencyReason(facts.closingReason),
  'closing-not-asked': (facts) => facts.closingAsked === true,
  'closing-by-same-person': (facts) => facts.anotherApproves === true,
} as const satisfies Record<string, (facts: PhaseFacts) => boolean>;
export type PhaseNeed = keyof typeof CHECKS;
/** What speaks where nothing is listed or somebody else would have to act. */
export const PHASE_REFUSALS = ['phase-not-listed', 'case-is-closed', 'case-is-not-opened', 'phase-not-for-role'] as const;
export const PHASE_NEEDS = Object.keys(CHECKS) as PhaseNeed[];

type PhaseRow = Row<CasePhase, CasePhase, PhaseNeed, never, PhaseFacts>;
const MANAGER: readonly Party[] = ['case-manager'];

const REASON = [
  'closing-reason-missing',
  'goals-not-reached',
  'lines-still-running',
  'no-open-need',
  'needs-not-taken-over',
  'consent-still-given',
] as const satisfies readonly PhaseNeed[];
const TWO_PEOPLE = ['closing-not-asked', 'closing-by-same-person'] as const satisfies readonly PhaseNeed[];

const row = (id: string, event: CasePhase, needs: readonly PhaseNeed[] = [], who: readonly Party[] = MANAGER): PhaseRow => ({
  id,
  event,
  to: event,
  who,
  needs,
});
/** Emergency close: CR4, CR6 or CR8 with a written note, approved by another account of the lead. */
const emergency = (id: string): PhaseRow => ({
  ...row(id, 'closed', [...REASON, 'not-an-emergency', 'closing-note-missing', ...TWO_PEOPLE], ['lead']),
});
const notOpened = (id: string) => row(id, 'not_opened', ['advice-missing']);
const reassess = (id: string) => row(id, 'reassessment', ['case-consent-missing', 'trigger-missing', 'trigger-not-holding']);
const evaluate = (id: string) => row(id, 'evaluation', REASON);
const rest = (id: string) => row(id, 'dormant', ['rest-reason-missing', 'resume-day-wrong']);
/** Service lines move the case between both; nobody does it by hand. */
const derived = (id: string, event: 'linking' | 'monitoring') => row(id, event, [], ['system']);

/** Rule book B.2.2 with its clarifications. */
export const PHASE_TABLE: Machine<CasePhase, CasePhase, PhaseNeed, never, PhaseFacts, (typeof PHASE_REFUSALS)[number]>['table'] = {
  access: [row('CP1', 'case_finding', ['case-contact-note-missing', 'information-sheet-missing', 'wish-missing']), notOpened('CP2')],
  case_finding: [row('CP3', 'intake', ['screening-missing', 'screening-not-for-intake']), row('CP4', 'access'), notOpened('CP5')],
  intake: [
    row('CP6', 'assessment', [
      'tasks-and-limits-missing',
      'case-demarcation-missing',
      'data-protection-missing',
      'agreement-missing',
      'manager-decision-missing',
      'client-decision-missing',
      'guardian-decision-missing',
      'case-consent-missing',
      'case-start-missing',
    ]),
    notOpened('CP7'),
  ],
  assessment: [
    row('CP8', 'planning', [
      'case-consent-missing',
      'domains-open',
      'resources-missing',
      'network-map-missing',
      'risk-check-missing',
      'providers-not-checked',
      'client-has-not-seen',
      'assessment-open',
    ]),
    row('CP9', 'closed', [...REASON, 'closing-note-missing', ...TWO_PEOPLE], ['lead']),
  ],
  planning: [
    row('CP10', 'linking', [
      'case-consent-missing',
      'case-goals-missing',
      'needs-without-goal',
      'goals-without-measure',
      'measures-incomplete',
      'plan-not-agreed',
      'client-copy-missing',
    ]),
    row('CP11', 'assessment', ['case-consent-missing']),
    emergency('CP12'),
  ],
  linking: [
    derived('CP13', 'monitoring'),
    row('CP14', 'planning', ['case-consent-missing']),
    reassess('CP15'),
    evaluate('CP16'),
    rest('CP17'),
    emergency('CP18'),
  ],
  monitoring: [derived('CP19', 'linking'), reassess('CP20'), evaluate('CP21'), rest('CP22'), emergency('CP23')],
  reassessment: [
    row('CP24', 'planning', ['case-consent-missing', 'reassessment-open']),
    row('CP25', 'monitoring', ['reassessment-open']),
    emergency('CP26'),
  ],
  evaluation: [
    {
      ...row(
        'CP27',
        'closed',
        [...REASON, 'evaluation-missing', 'closing-talk-missing', 'partners-not-informed', 'tasks-not-handed-over', ...TWO_PEOPLE],
        ['lead'],
      ),
      when: (facts) => facts.emergency !== true,
    },
    { ...emergency('CP28'), when: (facts) => facts.emergency === true },
    row('CP29', 'planning', ['case-consent-missing']),
  ],
  dormant: [
    row('CP30', 'assessment', ['case-consent-missing', 'still-resting']),
    row('CP31', 'reassessment', ['case-consent-missing', 'trigger-missing', 'trigger-not-holding', 'still-resting']),
    row('CP32', 'evaluation', [...REASON, 'still-resting']),
    emergency('CP33'),
  ],
  // Both are final: who comes again gets a new case, linked to the old.
  not_opened: [],
  closed: [],
};

const MACHINE: Machine<CasePhase, CasePhase, PhaseNeed, never, PhaseFacts, (typeof PHASE_REFUSALS)[number]> = {
  table: PHASE_TABLE,
  checks: CHECKS,
  unlisted: {
    ...(Object.fromEntries(CASE_PHASES.map((phase) => [phase, 'phase-not-listed'])) as Record<CasePhase, 'phase-not-listed'>),
    closed: 'case-is-closed',
    not_opened: 'case-is-not-opened',
  },
  notForRole: 'phase-not-for-role',
};

/** One step of a case (rule book B.2.2). The event is the phase that is wanted. */
export function stepPhase(
  phase: CasePhase,
  to: CasePhase,
  parties: Party | readonly Party[],
  facts: PhaseFacts,
): Decision<Step<CasePhase, never>, PhaseNeed | (typeof PHASE_REFUSALS)[number]> {
  return step(MACHINE, phase, to, parties, facts);
}

/** Where a case may go from here, whatever the facts are; derived moves left out. */
export function phasesFrom(phase: CasePhase): CasePhase[] {
  return [...new Set(PHASE_TABLE[phase].filter(({ who }) => !who.includes('system')).map(({ to }) => to))];
}

/** Everything that is missing for this step, in the order of the rule book; empty where nothing is, or where no such step exists. */
export function missingFor(phase: CasePhase, to: CasePhase, facts: PhaseFacts): PhaseNeed[] {
  const rows = PHASE_TABLE[phase].filter((one) => one.to === to && !one.who.includes('system') && (one.when?.(facts) ?? true));
  const needs = rows[0]?.needs ?? [];
  return needs.filter((need) => !CHECKS[need](facts));
}

/** The phase that follows when all goes as planned; what the file names as the next one. Null where the file is at its end. */
export const NEXT_PHASE: Record<CasePhase, CasePhase | null> = {
  access: 'case_finding',
  case_finding: 'intake',
  intake: 'assessment',
  assessment: 'planning',
  planning: 'linking',
  linking: 'monitoring',
  monitoring: 'evaluation',
  reassessment: 'planning',
  evaluation: 'closed',
  dormant: 'assessment',
  not_opened: null,
  closed: null,
};
