import type { CaseConsent } from './consent.ts';

/** Rule book B.2.2: finished, taken over, ended by the client; and the administrative ones. */
export const CLOSING_REASONS = ['CR1', 'CR2', 'CR3', 'CR4', 'CR5', 'CR6', 'CR7', 'CR8'] as const;
export type ClosingReason = (typeof CLOSING_REASONS)[number];
/** "Largely reached": so much of the weight of the goals (a proposal of the rule book). */
export const LARGELY_REACHED_PERCENT = 70;
/** Consent withdrawn, deceased, not reachable, opened in error: there is nobody to talk to, so a note is enough. */
export const NOTE_INSTEAD_OF_TALK: readonly ClosingReason[] = ['CR4', 'CR6', 'CR7', 'CR8'];
/** Reasons that end a case from anywhere, without its evaluation. */
export const EMERGENCY_REASONS: readonly ClosingReason[] = ['CR4', 'CR6', 'CR8'];
/** § 630f (3) BGB, and the default of the network for everything else. */
export const RETENTION_YEARS = 10;

export const isEmergencyReason = (reason: ClosingReason): boolean => EMERGENCY_REASONS.includes(reason);

/** What the checks of the reasons look at. */
export interface ClosingFacts {
  consent?: CaseConsent;
  reachedShare?: { reached: number; all: number } | null;
  linesRunning?: number;
  openNeeds?: { all: number; taken: number };
}
export type ClosingFault = 'goals-not-reached' | 'lines-still-running' | 'no-open-need' | 'needs-not-taken-over' | 'consent-still-given';

/** The first thing that speaks against a reason; undefined where it holds. A fact that is not given never holds. */
export function closingFault(reason: ClosingReason, facts: ClosingFacts): ClosingFault | undefined {
  if (reason === 'CR1') {
    const share = facts.reachedShare;
    // whole numbers: 70 % is reached exactly at 7 of 10
    if (!share || share.all <= 0 || share.reached * 100 < share.all * LARGELY_REACHED_PERCENT) return 'goals-not-reached';
    if (facts.linesRunning !== 0) return 'lines-still-running';
  }
  if (reason === 'CR2') {
    if (!facts.openNeeds || facts.openNeeds.all === 0) return 'no-open-need';
    if (facts.openNeeds.taken < facts.openNeeds.all) return 'needs-not-taken-over';
  }
  if (reason === 'CR4' && facts.consent === 'given') return 'consent-still-given';
  return undefined;
}

export interface GoalStanding {
  status: string;
  droppedBecause: string | null;
  /** Importance times difficulty; a factor that is missing counts 1. */
  weight: number;
  /** Her latest rating; null counts as not reached. */
  level: number | null;
}

/** CR1: weights of the goals at 0 or above, and of all but superseded and those she no longer wants; null without a goal that counts. */
export function reachedShare(goals: readonly GoalStanding[]): { reached: number; all: number } | null {
  const counted = goals.filter(
    ({ status, droppedBecause }) => status !== 'superseded' && !(status === 'dropped' && droppedBecause === 'no-longer-wanted'),
  );
  if (counted.length === 0) return null;
  const sum = (of: readonly GoalStanding[]) => of.reduce((total, { weight }) => total + weight, 0);
  return { reached: sum(counted.filter(({ level }) => level !== null && level >= 0)), all: sum(counted) };
}

/** CR2: states of a line in which its carrier has said yes; a waiting list is no yes. What was adapted was started before. */
export const TAKEN_OVER = ['accepted', 'scheduled', 'started', 'adapted'] as const;
/** CR1: only these are over; every other state is "before completed". */
export const OVER = ['completed', 'rejected', 'no_response', 'client_declined', 'cancelled', 'failed_start'] as const;

export interface LineStanding {
  state: string;
  domain: string | null;
  /** Known by name: an organisation or a person of the directory, or a name written down. */
  named: boolean;
}

export const linesRunning = (lines: readonly LineStanding[]): number =>
  lines.filter(({ state }) => !(OVER as readonly string[]).includes(state)).length;

/** CR2: needs that are unmet in either view, and for how many of them a named carrier accepted. */
export function openNeeds(domains: readonly string[], lines: readonly LineStanding[]): { all: number; taken: number } {
  const taken = domains.filter((domain) =>
    lines.some((line) => line.domain === domain && line.named && (TAKEN_OVER as readonly string[]).includes(line.state)),
  );
  return { all: domains.length, taken: taken.length };
}
