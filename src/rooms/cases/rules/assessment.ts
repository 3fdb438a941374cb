import type { ReassessmentTrigger } from './phase.ts';

export const SEVERITIES = [0, 1, 2, 3, 4] as const;
/** 0 none, 1 slight, 2 clear, 3 severe, 4 acute (rule book B.2.4). */
export type Severity = (typeof SEVERITIES)[number];
export const NEEDS = ['none', 'met', 'unmet', 'unknown'] as const;
export type Need = (typeof NEEDS)[number];
/** Why the client's own view is not there; it is never filled from the professional one. */
export const MISSING_REASONS = ['acute', 'declined', 'not-reached', 'other'] as const;
export type MissingReason = (typeof MISSING_REASONS)[number];
export const NOT_DISCUSSED_REASONS = ['not-relevant', 'client-wish', 'later', 'other'] as const;
export type NotDiscussedReason = (typeof NOT_DISCUSSED_REASONS)[number];
export const NOT_NOW_REASONS = ['client-wish', 'other-first', 'no-offer', 'other'] as const;
export const RESOURCE_KINDS = ['personal', 'informal', 'formal', 'material'] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

/** One side's view of a domain; null where that side has not said it. */
export interface View {
  severity: Severity | null;
  need: Need | null;
}

/** What the rules of a round ask of one domain. Texts play no part, only whether a sentence stands. */
export interface Rating {
  domain: string;
  client: View;
  clientMissing: MissingReason | null;
  professional: View;
  notDiscussed: NotDiscussedReason | null;
  priority: boolean;
  notNow: boolean;
  /** Whether a sentence about the difference of the two views stands. */
  explained: boolean;
}

/** D2 before D10: the order of every list of domains. */
export function byDomain(a: string, b: string): number {
  return Number(a.slice(1)) - Number(b.slice(1)) || a.localeCompare(b);
}

const stands = ({ severity, need }: View): boolean => severity !== null && need !== null;

/** What one domain still lacks before it counts as rated; null when nothing does. */
export type DomainGap = 'not-rated' | 'professional-missing' | 'client-missing';

/**
 * Whether a domain is rated: the professional view stands, and the client's own view or a reason for its absence; or it was not discussed,
 * with a reason (rule book B.2.2 and its clarification).
 */
export function gapOf(rating: Rating | undefined): DomainGap | null {
  if (!rating) return 'not-rated';
  if (rating.notDiscussed !== null) return null;
  const client = stands(rating.client) || rating.clientMissing !== null;
  const professional = stands(rating.professional);
  if (client && professional) return null;
  if (!client && !professional) return 'not-rated';
  return client ? 'professional-missing' : 'client-missing';
}

/** The domains of a set that are not rated yet, in order, each with what it lacks. Empty: the domain part of the assessment is complete. */
export function openDomains(ratings: readonly Rating[], domains: readonly string[]): { domain: string; gap: DomainGap }[] {
  const known = new Map(ratings.map((rating) => [rating.domain, rating]));
  const asked = [...new Set([...domains, ...known.keys()])].sort(byDomain);
  return asked.flatMap((domain) => {
    const gap = gapOf(known.get(domain));
    return gap === null ? [] : [{ domain, gap }];
  });
}

/** What an assessment still lacks, named as codes: domains first, then the papers of B.2.2. */
export type AssessmentGap =
  | { code: 'domain'; domain: string; gap: DomainGap }
  | { code: 'resources' | 'network-map' | 'risk-check' | 'client-saw' | 'round' | 'not-completed' };

/** What is known about the assessment of a case; `round` is null before the first one has begun. */
export interface AssessmentFacts {
  domains: readonly string[];
  round: { kind: RoundKind; completed: boolean; ratings: readonly Rating[] } | null;
  resources: number;
  /** A map was drawn, or the client declined one (clarification to B.2.2/B.3.7). */
  networkMap: 'drawn' | 'declined' | null;
  riskCheck: boolean;
  clientSaw: boolean;
}

/**
 * What is missing before the latest round can be completed. The first assessment asks for everything of B.2.2; a reassessment and the
 * round of the evaluation ask for the domains and that the client has seen it.
 */
export function missingForCompletion(facts: AssessmentFacts): AssessmentGap[] {
  const { round } = facts;
  if (!round) return [{ code: 'round' }];
  const gaps: AssessmentGap[] = openDomains(round.ratings, facts.domains).map((gap) => ({ code: 'domain', ...gap }));
  if (round.kind === 'assessment') {
    if (facts.resources === 0) gaps.push({ code: 'resources' });
    if (facts.networkMap === null) gaps.push({ code: 'network-map' });
    if (!facts.riskCheck) gaps.push({ code: 'risk-check' });
  }
  if (!facts.clientSaw) gaps.push({ code: 'client-saw' });
  return gaps;
}

/** What is missing before the phase of assessment or reassessment can be left: the same, and that the round was completed. */
export function missingForPhase(facts: AssessmentFacts): AssessmentGap[] {
  if (facts.round?.completed) return [];
  const gaps = missingForCompletion(facts);
  return gaps.length > 0 ? gaps : [{ code: 'not-completed' }];
}

export const ROUND_KINDS = ['assessment', 'reassessment', 'evaluation'] as const;
export type RoundKind = (typeof ROUND_KINDS)[number];

const ROUND_PHASES: Readonly<Record<RoundKind, readonly string[]>> = {
  assessment: ['assessment'],
  reassessment: ['linking', 'monitoring', 'reassessment'],
  evaluation: ['evaluation'],
};

/** Which rounds may begin in a phase. */
export function roundsIn(phase: string): RoundKind[] {
  return ROUND_KINDS.filter((kind) => ROUND_PHASES[kind].includes(phase));
}

/**
 * Whether a round may begin: in its phase, one at a time, the first is an assessment, and a reassessment says why.
 * Answers the number of the round.
 */
export function judgeRound(
  wish: { kind: RoundKind; trigger: ReassessmentTrigger | null },
  phase: string,
  rounds: readonly { round: number; completed: boolean }[],
):
  | { ok: true; round: number }
  | { ok: false; because: 'assessment-not-now' | 'assessment-round-open' | 'assessment-first' | 'assessment-trigger-missing' } {
  if (!roundsIn(phase).includes(wish.kind)) return { ok: false, because: 'assessment-not-now' };
  if (rounds.some(({ completed }) => !completed)) return { ok: false, because: 'assessment-round-open' };
  if (rounds.length === 0 && wish.kind === 'reassessment') return { ok: false, because: 'assessment-first' };
  if ((wish.kind === 'reassessment') !== (wish.trigger !== null)) return { ok: false, because: 'assessment-trigger-missing' };
  return { ok: true, round: Math.max(0, ...rounds.map(({ round }) => round)) + 1 };
}
