import type { Decision } from '#kernel/decision.ts';
import { type Machine, type Party, type Row, type Step, step } from '#kernel/machine.ts';

/** Rule book 2.1; `NONE` stands for "not there yet". */
export const EPISODE_STATES = [
  'NONE',
  'INQUIRY',
  'REFERRED',
  'TRIAL',
  'IN_APPLICATION',
  'ACTIVE',
  'PAUSED',
  'GAP',
  'EXHAUSTED',
  'CLOSED',
] as const;
export type EpisodeState = (typeof EPISODE_STATES)[number];

export const EPISODE_EVENTS = [
  'inquire',
  'receive-referral',
  'receive-trial',
  'reach-specialist',
  'apply',
  'first-usable-unit',
  'refused-finally',
  'pause',
  'resume',
  'units-gone',
  'follow-up-usable',
  'cap-gone',
  'close',
  'start-next',
] as const;
export type EpisodeEvent = (typeof EPISODE_EVENTS)[number];

/** Why an episode ends. */
export const CLOSE_REASONS = [
  'GOAL_REACHED',
  'GOAL_UNREACHABLE',
  'UNSUITABLE',
  'PATIENT_STOPPED',
  'CONSENT_WITHDRAWN',
  'REFUSED_FINAL',
  'CAP_EXHAUSTED',
  'WINDOW_ENDED',
  'MOVED',
  'INSURANCE_ENDED',
  'DECEASED',
  'OTHER',
] as const;
export type CloseReason = (typeof CLOSE_REASONS)[number];

export const EPISODE_EFFECTS = [
  'contact-note',
  'answer-task',
  'store-referral',
  'copies-of-muster-28',
  'store-decision',
  'pause-reminder',
  'follow-up-task',
  'tell-client-and-prescriber',
  'closing-report',
  'prescriber-informs-insurer',
  'cancel-appointments',
  'stop-messages',
  'end-releases',
  'new-episode',
  'same-window',
  'new-window',
] as const;
export type EpisodeEffect = (typeof EPISODE_EFFECTS)[number];

/** What the checks look at. A fact that is not given never holds. */
export interface EpisodeFacts {
  nameAndChannel?: boolean;
  /** Muster 28 by a contract doctor, one to five units, provider named (R4, R24). */
  referralHolds?: boolean;
  /** Trial Muster 26 passes R4 and R24. */
  trialHolds?: boolean;
  referralResultDocumented?: boolean;
  /** R1, R5, R24. */
  regularHolds?: boolean;
  carePlanDrafted?: boolean;
  /** R16 is not UNCOVERED for a unit today. */
  unitUsable?: boolean;
  /** No objection in time, or it was lost, on the day of the end (R9). */
  refusalFinal?: boolean;
  pauseStart?: boolean;
  usableUnits?: number;
  remainingCapMinutes?: number;
  windowOpen?: boolean;
  closeReason?: CloseReason;
  /** Nothing was delivered yet, so there is nothing to report. */
  nothingDelivered?: boolean;
  closingReport?: boolean;
  openSessions?: number;
  /** Stopped or reached early: the prescriber informs the insurer (ST-RL § 6 (3)). */
  endsEarly?: boolean;
  indicationAgain?: boolean;
}

const CHECKS = {
  'name-or-channel-missing': (facts) => facts.nameAndChannel === true,
  'referral-not-valid': (facts) => facts.referralHolds === true,
  'trial-not-valid': (facts) => facts.trialHolds === true,
  'referral-result-missing': (facts) => facts.referralResultDocumented === true,
  'prescription-not-valid': (facts) => facts.regularHolds === true,
  'care-plan-missing': (facts) => facts.carePlanDrafted === true,
  'no-usable-unit': (facts) => facts.unitUsable === true,
  'refusal-not-final': (facts) => facts.refusalFinal === true,
  'pause-start-missing': (facts) => facts.pauseStart === true,
  'units-left': (facts) => facts.usableUnits === 0,
  'cap-left': (facts) => facts.remainingCapMinutes !== undefined && facts.remainingCapMinutes <= 0,
  'cap-exhausted': (facts) => (facts.remainingCapMinutes ?? 0) > 0,
  'window-over': (facts) => facts.windowOpen === true,
  'window-not-over': (facts) => facts.windowOpen === false,
  'episode-close-reason-missing': ({ closeReason }) => closeReason !== undefined && CLOSE_REASONS.includes(closeReason),
  'close-refusal-not-final': ({ closeReason, refusalFinal }) => closeReason !== 'REFUSED_FINAL' || refusalFinal === true,
  'closing-report-missing': (facts) => facts.nothingDelivered === true || facts.closingReport === true,
  'sessions-not-documented': (facts) => facts.openSessions === 0,
  'indication-missing': (facts) => facts.indicationAgain === true,
} as const satisfies Record<string, (facts: EpisodeFacts) => boolean>;
export type EpisodeNeed = keyof typeof CHECKS;
type EpisodeRow = Row<EpisodeState, EpisodeEvent, EpisodeNeed, EpisodeEffect, EpisodeFacts>;

/** Whoever closes with "finally refused" waits for the same as E7. */
const CLOSE_NEEDS = [
  'episode-close-reason-missing',
  'close-refusal-not-final',
  'sessions-not-documented',
  'closing-report-missing',
] as const;
const ending = (more: readonly EpisodeEffect[]): readonly EpisodeEffect[] => ['closing-report', 'cancel-appointments', ...more];

/** E13: death stops every message, an early end is told to the insurer by the prescriber, and any other end just ends. */
const close: readonly EpisodeRow[] = [
  {
    id: 'E13',
    event: 'close',
    to: 'CLOSED',
    who: ['soziotherapist', 'lead'],
    when: ({ closeReason }) => closeReason === 'DECEASED',
    needs: ['episode-close-reason-missing', 'sessions-not-documented'],
    effects: ['cancel-appointments', 'stop-messages', 'end-releases'],
  },
  {
    id: 'E13',
    event: 'close',
    to: 'CLOSED',
    who: ['soziotherapist', 'lead'],
    when: ({ endsEarly }) => endsEarly === true,
    needs: CLOSE_NEEDS,
    effects: ending(['prescriber-informs-insurer']),
  },
  { id: 'E13', event: 'close', to: 'CLOSED', who: ['soziotherapist', 'lead'], needs: CLOSE_NEEDS, effects: ending([]) },
];

const apply: EpisodeRow = {
  id: 'E5',
  event: 'apply',
  to: 'IN_APPLICATION',
  who: ['office'],
  needs: ['prescription-not-valid', 'care-plan-missing'],
};
const receiveTrial: EpisodeRow = { id: 'E3', event: 'receive-trial', to: 'TRIAL', who: ['office'], needs: ['trial-not-valid'] };
const unitsGone: EpisodeRow = {
  id: 'E10',
  event: 'units-gone',
  to: 'GAP',
  who: ['system'],
  needs: ['units-left', 'cap-exhausted', 'window-over'],
  effects: ['follow-up-task'],
};
const capGone: EpisodeRow = {
  id: 'E12',
  event: 'cap-gone',
  to: 'EXHAUSTED',
  who: ['system'],
  needs: ['cap-left'],
  effects: ['tell-client-and-prescriber', 'closing-report'],
};

/** Rule book 2.1 with its clarifications, row by row. A hospital stay changes nothing in TRIAL, IN_APPLICATION and GAP. */
export const EPISODE_TABLE = {
  NONE: [
    {
      id: 'E1',
      event: 'inquire',
      to: 'INQUIRY',
      who: ['office', 'soziotherapist', 'desk', 'coordinator', 'client', 'guardian', 'web'],
      needs: ['name-or-channel-missing'],
      effects: ['contact-note', 'answer-task'],
    },
  ],
  INQUIRY: [
    { id: 'E2', event: 'receive-referral', to: 'REFERRED', who: ['office'], needs: ['referral-not-valid'], effects: ['store-referral'] },
    receiveTrial,
    apply,
    ...close,
  ],
  REFERRED: [
    receiveTrial,
    {
      id: 'E4',
      event: 'reach-specialist',
      to: 'IN_APPLICATION',
      who: ['soziotherapist'],
      when: ({ regularHolds }) => regularHolds === true,
      needs: ['referral-result-missing', 'care-plan-missing'],
      effects: ['copies-of-muster-28'],
    },
    {
      id: 'E4',
      event: 'reach-specialist',
      to: 'TRIAL',
      who: ['soziotherapist'],
      needs: ['referral-result-missing', 'trial-not-valid'],
      effects: ['copies-of-muster-28'],
    },
    apply,
    ...close,
  ],
  TRIAL: [apply, ...close],
  IN_APPLICATION: [
    { id: 'E6', event: 'first-usable-unit', to: 'ACTIVE', who: ['system'], needs: ['no-usable-unit'] },
    { id: 'E7', event: 'refused-finally', to: 'CLOSED', who: ['office'], needs: ['refusal-not-final'], effects: ['store-decision'] },
    ...close,
  ],
  ACTIVE: [
    { id: 'E8', event: 'pause', to: 'PAUSED', who: ['soziotherapist'], needs: ['pause-start-missing'], effects: ['pause-reminder'] },
    unitsGone,
    capGone,
    ...close,
  ],
  PAUSED: [{ id: 'E9', event: 'resume', to: 'ACTIVE', who: ['soziotherapist'], needs: ['no-usable-unit'] }, unitsGone, capGone, ...close],
  GAP: [{ id: 'E11', event: 'follow-up-usable', to: 'ACTIVE', who: ['system'], needs: ['no-usable-unit'] }, capGone, ...close],
  EXHAUSTED: [
    // the old record stays as it is; the next episode is a record of its own and starts in INQUIRY
    {
      id: 'E14',
      event: 'start-next',
      to: 'EXHAUSTED',
      who: ['office'],
      needs: ['window-not-over', 'indication-missing'],
      effects: ['new-episode', 'new-window'],
    },
    ...close,
  ],
  CLOSED: [
    {
      id: 'E14',
      event: 'start-next',
      to: 'CLOSED',
      who: ['office'],
      when: ({ windowOpen }) => windowOpen === true,
      needs: ['cap-exhausted', 'indication-missing'],
      effects: ['new-episode', 'same-window'],
    },
    {
      id: 'E14',
      event: 'start-next',
      to: 'CLOSED',
      who: ['office'],
      needs: ['window-not-over', 'indication-missing'],
      effects: ['new-episode', 'new-window'],
    },
  ],
} as const satisfies Record<EpisodeState, readonly EpisodeRow[]>;

export const EPISODE_UNLISTED = {
  NONE: 'episode-unknown',
  INQUIRY: 'episode-inquiry',
  REFERRED: 'episode-referred',
  TRIAL: 'episode-trial',
  IN_APPLICATION: 'episode-in-application',
  ACTIVE: 'episode-active',
  PAUSED: 'episode-paused',
  GAP: 'episode-gap',
  EXHAUSTED: 'episode-exhausted',
  CLOSED: 'episode-closed',
} as const satisfies Record<EpisodeState, string>;
export type EpisodeCode = EpisodeNeed | (typeof EPISODE_UNLISTED)[EpisodeState] | 'episode-not-for-role';

const EPISODE: Machine<EpisodeState, EpisodeEvent, EpisodeNeed, EpisodeEffect, EpisodeFacts, EpisodeCode> = {
  table: EPISODE_TABLE,
  checks: CHECKS,
  unlisted: EPISODE_UNLISTED,
  notForRole: 'episode-not-for-role',
};

/** One step of an episode (2.1). Whatever is not listed is refused. */
export function stepEpisode(
  state: EpisodeState,
  event: EpisodeEvent,
  who: Party | readonly Party[],
  facts: EpisodeFacts,
): Decision<Step<EpisodeState, EpisodeEffect>, EpisodeCode> {
  return step(EPISODE, state, event, who, facts);
}
