import type { AbsenceFacts, CaseFacts, DomainFacts, GoalFacts, LineFacts, MeasureFacts, ReferralFacts, ReleaseFacts } from './facts.ts';

/** A case on which nothing is to be found at the reference day of B.4. */
export const quiet = (facts: Partial<CaseFacts> = {}): CaseFacts => ({
  id: 'case',
  area: 'health',
  phase: 'monitoring',
  phaseSince: '2026-02-20',
  resumedOn: null,
  openedOn: '2026-01-05',
  intensities: [{ from: '2026-01-05', intensity: 'B' }],
  managerId: 'olena',
  agreedPlanOn: null,
  lastReviewOn: null,
  lastReached: { id: 'call', on: '2026-02-27' },
  domains: [],
  goals: [],
  measures: [],
  lines: [],
  referrals: [],
  releases: [],
  instruments: [],
  tasks: [],
  absences: [],
  stays: [],
  ...facts,
});

export const domain = (facts: Partial<DomainFacts> = {}): DomainFacts => ({
  id: 'rating',
  domain: 'D10',
  round: 1,
  completedOn: '2026-02-10',
  clientNeed: 'unmet',
  profNeed: 'none',
  clientRated: true,
  clientMissing: null,
  profRatedOn: '2026-02-10',
  notNowOn: null,
  ...facts,
});

export const goal = (facts: Partial<GoalFacts> = {}): GoalFacts => ({
  id: 'goal',
  domain: 'D10',
  status: 'active',
  statusSince: null,
  agreedOn: '2026-02-25',
  targetOn: '2026-08-31',
  incompatibleWith: [],
  lastRatedOn: null,
  ...facts,
});

export const measure = (facts: Partial<MeasureFacts> = {}): MeasureFacts => ({
  id: 'measure',
  goalIds: ['goal'],
  status: 'active',
  madeOn: '2026-02-25',
  settledOn: null,
  startOn: '2026-02-25',
  endOn: null,
  startedOn: '2026-02-25',
  lineId: null,
  responsibleKind: 'client',
  responsibleId: null,
  weekly: [],
  ...facts,
});

/** A running service whose release holds. */
export const line = (facts: Partial<LineFacts> = {}): LineFacts => ({
  id: 'line',
  serviceType: 'debt-advice',
  domain: null,
  goalIds: [],
  organisationId: null,
  practitionerId: null,
  named: false,
  state: 'started',
  since: facts.startedOn ?? '2026-01-12',
  sentOn: null,
  mirrors: null,
  mirroredId: null,
  complementaryWith: [],
  rhythmDays: null,
  continuous: true,
  approvedUnits: null,
  usedUnits: null,
  used80On: null,
  validUntil: null,
  followUpAppliedOn: null,
  followUpNeeded: false,
  inpatient: false,
  nextStartOn: null,
  startedOn: '2026-01-12',
  endedOn: null,
  lastContactOn: null,
  ...facts,
});

export const referral = (facts: Partial<ReferralFacts> = {}): ReferralFacts => ({
  id: 'referral',
  lineId: null,
  serviceType: 'debt-advice',
  domain: 'D10',
  need: null,
  state: 'sent',
  since: '2026-02-20',
  urgent: false,
  sentOn: '2026-02-20',
  releaseId: 'release',
  recipientId: 'caritas',
  ...facts,
});

export const release = (facts: Partial<ReleaseFacts> = {}): ReleaseFacts => ({
  id: 'release',
  recipientId: 'caritas',
  untilOn: '2027-01-31',
  withdrawnOn: null,
  ...facts,
});

export const absence = (facts: Partial<AbsenceFacts> = {}): AbsenceFacts => ({
  id: 'leave',
  accountId: 'olena',
  fromOn: '2026-03-01',
  toOn: '2026-03-15',
  substituteId: null,
  ...facts,
});
