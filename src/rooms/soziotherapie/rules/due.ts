import type { Day } from './calendar.ts';
import type { PrescriptionKind } from './eligibility.ts';
import type { EpisodeState } from './life/episode.ts';
import type { PrescriptionState } from './life/prescription.ts';
import type { SessionState } from './life/session.ts';
import type { PrescriptionUsage } from './life/usage.ts';
import type { Facts, RuleId } from './ruling.ts';

/** What a practice must not forget, in the order of its words. */
export const DUE_KINDS = [
  'inquiry-unanswered',
  'helper-missing',
  'submission',
  'receipt-missing',
  'decision-open',
  'deemed-approval',
  'objection',
  'refusal-final',
  'plan-missing',
  'plan-follows',
  'plan-unsigned',
  'review',
  'follow-up',
  'closing',
  'gap',
  'contingent-low',
  'window-end',
  'outcome-missing',
  'note-missing',
  'late-release',
  'signature-missing',
  'pause-check',
  'hold-review',
] as const;
export type DueKind = (typeof DUE_KINDS)[number];

/** late: the day is over · now: today or tomorrow · soon: time to begin · fine: known, nothing to do yet. */
export const DUE_TONES = ['late', 'now', 'soon', 'fine'] as const;
export type DueTone = (typeof DUE_TONES)[number];

export const DUE_ROLES = ['office', 'soziotherapist', 'lead'] as const;
/** Whose work it is. */
export type DueRole = (typeof DUE_ROLES)[number];

/** Where in the client's file it is done. */
export const FILE_TABS = ['uebersicht', 'verordnungen', 'einheiten', 'plan', 'zuzahlung', 'papiere'] as const;
export type FileTab = (typeof FILE_TABS)[number];

export interface DueItem {
  kind: DueKind;
  tone: DueTone;
  dueOn: Day | null;
  who: DueRole;
  rule: RuleId;
  source: string;
  facts: Facts;
  tab: FileTab;
  /** Prescription, plan, session or the case itself. */
  objectId: string;
}

export interface DuePrescription {
  id: string;
  kind: PrescriptionKind;
  state: PrescriptionState;
  usage: PrescriptionUsage;
  issuedOn: Day | null;
  units: number | null;
  submitUntil: Day | null;
  submittedOn: Day | null;
  receivedOn: Day | null;
  carePlanDueOn: Day | null;
  decisionDueOn: Day | null;
  decision: { units: number; objectionUntil: Day | null } | null;
  /** What it still pays today, in parts of a unit; 0 where it pays nothing. */
  leftParts: number;
  /** The last day on which it pays, where one is known. */
  validUntil: Day | null;
}

export interface DueSession {
  id: string;
  state: SessionState;
  day: Day;
  endsAt: Temporal.Instant;
}

/** All that the list of a case is made from. */
export interface DueCase {
  id: string;
  state: EpisodeState;
  openedOn: Day;
  helper: boolean;
  /** On the practice's own waiting list: she was answered. */
  waiting: boolean;
  pausedFrom: Day | null;
  holdReviewOn: Day | null;
  unitsPerWeek: number;
  remainingCapMinutes: number;
  windowEnd: Day | null;
  prescriptions: readonly DuePrescription[];
  /** Muster 27: the one in force, and a newer one that is on its way. */
  plan: { id: string; signedOn: Day } | null;
  nextPlan: { id: string; state: 'draft' | 'offered'; writtenOn: Day; missing: readonly ('client' | 'provider' | 'prescriber')[] } | null;
  /** Days of reviews; null: not for whoever asks. */
  reviews: readonly Day[] | null;
  inpatient: boolean;
  /** Sessions that are not settled yet. */
  sessions: readonly DueSession[];
}

/** Urgent first: over, today, soon, known; within them by day, what has no day after what has one. */
export function byUrgency(one: Pick<DueItem, 'tone' | 'dueOn'>, other: Pick<DueItem, 'tone' | 'dueOn'>): number {
  const tone = DUE_TONES.indexOf(one.tone) - DUE_TONES.indexOf(other.tone);
  if (tone !== 0) return tone;
  const [day, otherDay] = [one.dueOn ?? '9999', other.dueOn ?? '9999'];
  return day < otherDay ? -1 : day > otherDay ? 1 : 0;
}
