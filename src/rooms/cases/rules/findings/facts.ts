import type { CasePhase } from '../phase.ts';
import type { Day } from './days.ts';

export type Need = 'none' | 'met' | 'unmet' | 'unknown';

/** One domain of one assessment round. */
export interface DomainFacts {
  id: string;
  domain: string;
  round: number;
  /** The day the round was completed; null while it runs. */
  completedOn: Day | null;
  clientNeed: Need | null;
  profNeed: Need | null;
  /** Whether the client's view is there: severity or need. */
  clientRated: boolean;
  /** Why the client's view is missing; null where nobody said it. */
  clientMissing: string | null;
  profRatedOn: Day | null;
  notNowOn: Day | null;
}

export interface GoalFacts {
  id: string;
  domain: string;
  status: 'proposed' | 'agreed' | 'active' | 'reached' | 'partly' | 'dropped' | 'superseded';
  statusSince: Day | null;
  agreedOn: Day | null;
  targetOn: Day | null;
  incompatibleWith: readonly string[];
  /** The last rating that still stands. */
  lastRatedOn: Day | null;
}

/** A weekly time of a measure: 1 = Monday … 7 = Sunday; "10:00" to "12:00", half-open. */
export interface WeeklyTime {
  day: number;
  from: string;
  to: string;
}

export interface MeasureFacts {
  id: string;
  goalIds: readonly string[];
  status: 'planned' | 'active' | 'done' | 'cancelled';
  madeOn: Day;
  /** The day it was done or cancelled. */
  settledOn: Day | null;
  startOn: Day | null;
  endOn: Day | null;
  startedOn: Day | null;
  lineId: string | null;
  responsibleKind: 'manager' | 'client' | 'relative' | 'provider' | 'other' | null;
  responsibleId: string | null;
  weekly: readonly WeeklyTime[];
}

export interface LineFacts {
  id: string;
  serviceType: string;
  domain: string | null;
  goalIds: readonly string[];
  organisationId: string | null;
  practitionerId: string | null;
  /** Somebody is named who does it, in the directory or by hand. */
  named: boolean;
  state: string;
  /** Since when in this state. */
  since: Day;
  /** The first day on which it was referred or further; null before. */
  sentOn: Day | null;
  mirrors: 'request' | 'episode' | 'referral' | null;
  mirroredId: string | null;
  complementaryWith: readonly string[];
  rhythmDays: number | null;
  continuous: boolean;
  approvedUnits: number | null;
  usedUnits: number | null;
  used80On: Day | null;
  validUntil: Day | null;
  followUpAppliedOn: Day | null;
  followUpNeeded: boolean;
  inpatient: boolean;
  nextStartOn: Day | null;
  startedOn: Day | null;
  endedOn: Day | null;
  /** The last delivered contact: told by the line, by a monitoring entry with units, or by a reached contact about it. */
  lastContactOn: Day | null;
}

export interface ReferralFacts {
  id: string;
  lineId: string | null;
  serviceType: string;
  domain: string | null;
  need: string | null;
  state: string;
  /** Since when in this state. */
  since: Day;
  urgent: boolean;
  sentOn: Day | null;
  releaseId: string | null;
  recipientId: string | null;
}

export interface ReleaseFacts {
  id: string;
  recipientId: string | null;
  /** The last day on which it holds. */
  untilOn: Day;
  withdrawnOn: Day | null;
}

export interface InstrumentFacts {
  id: string;
  instrument: string;
  ratedOn: Day;
  /** Null: not by a partner. */
  partnerId: string | null;
}

export interface TaskFacts {
  id: string;
  kind: string;
  assigneeId: string;
  createdOn: Day;
}

export interface AbsenceFacts {
  id: string;
  accountId: string;
  fromOn: Day;
  toOn: Day;
  substituteId: string | null;
}

export interface StayFacts {
  id: string;
  admittedOn: Day;
  dischargedOn: Day | null;
  followUpNeeded: boolean;
}

/** Everything that findings are computed from: ids, codes, days and numbers of one case; never a text. */
export interface CaseFacts {
  id: string;
  area: string;
  phase: CasePhase;
  /** The last entry into the phase. */
  phaseSince: Day;
  /** The end of the last rest; null where the case never rested. */
  resumedOn: Day | null;
  openedOn: Day;
  /** How closely she was accompanied from which day on, the earliest first; the first stands for what was before it, too. */
  intensities: readonly { from: Day; intensity: 'A' | 'B' | 'C' | 'D' }[];
  managerId: string;
  agreedPlanOn: Day | null;
  lastReviewOn: Day | null;
  /** The last reached contact with the client or her representative. */
  lastReached: { id: string; on: Day } | null;
  domains: readonly DomainFacts[];
  goals: readonly GoalFacts[];
  measures: readonly MeasureFacts[];
  lines: readonly LineFacts[];
  referrals: readonly ReferralFacts[];
  releases: readonly ReleaseFacts[];
  instruments: readonly InstrumentFacts[];
  tasks: readonly TaskFacts[];
  absences: readonly AbsenceFacts[];
  stays: readonly StayFacts[];
}
