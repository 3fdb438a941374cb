import { describe, expect, test } from 'vitest';
import type { Party } from '#kernel/machine.ts';
import { CLOSING_REASONS } from './closing.ts';
import {
  CASE_PHASES,
  type CasePhase,
  missingFor,
  NEXT_PHASE,
  PHASE_NEEDS,
  PHASE_REFUSALS,
  PHASE_TABLE,
  type PhaseFacts,
  phasesFrom,
  stepPhase,
} from './phase.ts';
import { LIFE_OF_CASE_WORDS } from './phase-words.ts';

/** Everything there: with it every listed step can be taken. */
const ALL: PhaseFacts = {
  contactNote: true,
  informationSheet: true,
  wish: true,
  screening: 'indicated',
  advice: true,
  tasksAndLimits: true,
  demarcation: true,
  dataProtection: true,
  agreement: true,
  managerDecided: true,
  clientDecided: true,
  guardiansDecided: true,
  consent: 'given',
  start: true,
  domainsOpen: 0,
  resources: true,
  networkMap: true,
  riskCheck: true,
  providersChecked: true,
  clientSawAssessment: true,
  assessmentDone: true,
  goals: 1,
  needsWithoutGoal: 0,
  goalsWithoutMeasure: 0,
  measuresIncomplete: 0,
  planAgreed: true,
  clientCopy: true,
  trigger: 'crisis',
  reassessmentDone: true,
  restReason: 'pause',
  resumeInTime: true,
  resumeReached: true,
  contactSinceRest: true,
  closingReason: 'CR3',
  reachedShare: { reached: 1, all: 1 },
  linesRunning: 0,
  openNeeds: { all: 1, taken: 1 },
  evaluationWritten: true,
  closingTalk: true,
  closingNote: true,
  partnersInformed: true,
  tasksHandedOver: true,
  closingAsked: true,
  anotherApproves: true,
};
/** The printed table with its clarifications, typed off a second time. */
const LISTED: Record<CasePhase, readonly CasePhase[]> = {
  access: ['case_finding', 'not_opened'],
  case_finding: ['intake', 'access', 'not_opened'],
  intake: ['assessment', 'not_opened'],
  assessment: ['planning', 'closed'],
  planning: ['linking', 'assessment', 'closed'],
  linking: ['monitoring', 'planning', 'reassessment', 'evaluation', 'dormant', 'closed'],
  monitoring: ['linking', 'reassessment', 'evaluation', 'dormant', 'closed'],
  reassessment: ['planning', 'monitoring', 'closed'],
  evaluation: ['closed', 'planning'],
  dormant: ['assessment', 'reassessment', 'evaluation', 'closed'],
  not_opened: [],
  closed: [],
};
const everybody: readonly Party[] = ['case-manager', 'lead', 'system'];

describe('The phase machine', () => {
  for (const from of CASE_PHASES)
    for (const to of CASE_PHASES)
      test(`${from} → ${to} is ${LISTED[from].includes(to) ? 'taken' : 'refused'}`, () => {
        const emergency = to === 'closed' && from !== 'evaluation' && from !== 'assessment';
        const found = stepPhase(from, to, everybody, emergency ? { ...ALL, closingReason: 'CR6', emergency: true } : ALL);
        expect(found.ok).toBe(LISTED[from].includes(to));
        if (!found.ok) expect(PHASE_REFUSALS).toContain(found.because);
      });

  test('With nothing known every step that needs something is refused, and what is missing is said in words', () => {
    for (const from of CASE_PHASES)
      for (const to of phasesFrom(from)) {
        const missing = missingFor(from, to, {});
        const found = stepPhase(from, to, everybody, {});
        expect(found.ok, `${from} ${to}`).toBe(missing.length === 0);
        for (const need of missing) expect(LIFE_OF_CASE_WORDS[need].de.title).toMatch(/\S/);
      }
    for (const need of PHASE_NEEDS) expect(LIFE_OF_CASE_WORDS[need].en.title).toMatch(/\S/);
  });

  test('Every single need of a row is asked for', () => {
    for (const from of CASE_PHASES)
      for (const row of PHASE_TABLE[from])
        for (const need of row.needs ?? []) {
          const lacking = LACKING[need];
          expect(lacking, need).toBeDefined();
          // an emergency close is the second row of an evaluation
          const emergency = row.needs?.includes('not-an-emergency') === true;
          const facts = { ...ALL, ...(emergency ? { closingReason: 'CR6', emergency: true } : {}), ...lacking } as PhaseFacts;
          expect(missingFor(from, row.to, facts), `${row.id} ${need}`).toContain(need);
          expect(stepPhase(from, row.to, row.who, facts)).toEqual({ ok: false, because: need });
        }
  });

  test('Only the lead closes, only lines derive, and nobody else moves a case', () => {
    expect(stepPhase('evaluation', 'closed', 'case-manager', ALL)).toEqual({ ok: false, because: 'phase-not-for-role' });
    expect(stepPhase('linking', 'monitoring', ['case-manager', 'lead'], ALL)).toEqual({ ok: false, because: 'phase-not-for-role' });
    for (const role of ['desk', 'coordinator', 'therapist', 'soziotherapist', 'office', 'admin', 'auditor', 'lead'] as const)
      expect(stepPhase('access', 'case_finding', role, ALL)).toEqual({ ok: false, because: 'phase-not-for-role' });
  });

  test('An emergency close takes CR4, CR6 and CR8; from the assessment any reason', () => {
    for (const from of ['planning', 'linking', 'monitoring', 'reassessment', 'evaluation', 'dormant'] as const)
      for (const closingReason of CLOSING_REASONS) {
        const facts: PhaseFacts = { ...ALL, closingReason, consent: closingReason === 'CR4' ? 'withdrawn' : 'given', emergency: true };
        expect(stepPhase(from, 'closed', 'lead', facts).ok, `${from} ${closingReason}`).toBe(['CR4', 'CR6', 'CR8'].includes(closingReason));
      }
    for (const closingReason of CLOSING_REASONS)
      expect(stepPhase('assessment', 'closed', 'lead', { ...ALL, closingReason, consent: 'withdrawn' }).ok).toBe(true);
  });

  test('A note replaces the talk for CR4, CR6, CR7 and CR8 only', () => {
    for (const closingReason of CLOSING_REASONS) {
      const facts: PhaseFacts = { ...ALL, closingReason, consent: 'withdrawn', closingTalk: false };
      expect(stepPhase('evaluation', 'closed', 'lead', facts).ok, closingReason).toBe(['CR4', 'CR6', 'CR7', 'CR8'].includes(closingReason));
      expect(missingFor('evaluation', 'closed', { ...facts, closingNote: false })).toContain('closing-talk-missing');
    }
  });

  test('From every phase a way leads to closed or not opened', () => {
    for (const start of CASE_PHASES) {
      const seen = new Set<CasePhase>([start]);
      for (const phase of seen) for (const to of phasesFrom(phase)) seen.add(to);
      expect(seen.has('closed') || seen.has('not_opened'), start).toBe(true);
      const next = NEXT_PHASE[start];
      if (next !== null && next !== 'monitoring' && !(start === 'monitoring')) expect(LISTED[start]).toContain(next);
    }
  });
});

/** What takes each need away, and nothing else. */
const LACKING: Record<string, PhaseFacts | Record<string, undefined>> = {
  'case-contact-note-missing': { contactNote: false },
  'information-sheet-missing': { informationSheet: false },
  'wish-missing': { wish: false },
  'screening-missing': { screening: null },
  'screening-not-for-intake': { screening: 'short_counselling' },
  'advice-missing': { advice: false },
  'tasks-and-limits-missing': { tasksAndLimits: false },
  'case-demarcation-missing': { demarcation: false },
  'data-protection-missing': { dataProtection: false },
  'agreement-missing': { agreement: false },
  'manager-decision-missing': { managerDecided: false },
  'client-decision-missing': { clientDecided: false },
  'guardian-decision-missing': { guardiansDecided: false },
  'case-consent-missing': { consent: 'withdrawn' },
  'case-start-missing': { start: false },
  'domains-open': { domainsOpen: 1 },
  'resources-missing': { resources: false },
  'network-map-missing': { networkMap: false },
  'risk-check-missing': { riskCheck: false },
  'providers-not-checked': { providersChecked: false },
  'client-has-not-seen': { clientSawAssessment: false },
  'assessment-open': { assessmentDone: false },
  'case-goals-missing': { goals: 0 },
  'needs-without-goal': { needsWithoutGoal: 1 },
  'goals-without-measure': { goalsWithoutMeasure: 1 },
  'measures-incomplete': { measuresIncomplete: 1 },
  'plan-not-agreed': { planAgreed: false },
  'client-copy-missing': { clientCopy: false },
  'trigger-missing': { trigger: undefined },
  'trigger-not-holding': { trigger: 'gas-twice' },
  'reassessment-open': { reassessmentDone: false },
  'rest-reason-missing': { restReason: undefined },
  'resume-day-wrong': { resumeInTime: false },
  'still-resting': { resumeReached: false, contactSinceRest: false },
  'closing-reason-missing': { closingReason: undefined },
  'goals-not-reached': { closingReason: 'CR1', reachedShare: { reached: 6, all: 9 } },
  'lines-still-running': { closingReason: 'CR1', linesRunning: 1 },
  'no-open-need': { closingReason: 'CR2', openNeeds: { all: 0, taken: 0 } },
  'needs-not-taken-over': { closingReason: 'CR2', openNeeds: { all: 2, taken: 1 } },
  'consent-still-given': { closingReason: 'CR4' },
  'evaluation-missing': { evaluationWritten: false },
  'closing-talk-missing': { closingTalk: false },
  'partners-not-informed': { partnersInformed: false },
  'tasks-not-handed-over': { tasksHandedOver: false },
  'closing-note-missing': { closingNote: false },
  'not-an-emergency': { closingReason: 'CR3' },
  'closing-not-asked': { closingAsked: false },
  'closing-by-same-person': { anotherApproves: false },
};
