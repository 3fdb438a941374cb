import { type Decision, no, yes } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { REQUEST_LIMITS } from './request.ts';

/** RQ7: held at most 48 h, and only a first appointment that starts 50 h from now or later (rule book, clarification to RQ7). */
export const CALLBACK = { holdHours: 48, leadHours: 50 } as const;

export const WAITING_OFFER_STATES = ['proposed', 'held', 'accepted', 'declined', 'lapsed', 'skipped', 'withdrawn'] as const;
export type WaitingOfferState = (typeof WAITING_OFFER_STATES)[number];

/** What may follow what; a state without followers is an end. */
export const WAITING_OFFER_NEXT = {
  proposed: ['held', 'withdrawn'],
  held: ['accepted', 'declined', 'lapsed', 'skipped', 'withdrawn'],
  accepted: [],
  declined: [],
  lapsed: [],
  skipped: [],
  withdrawn: [],
} as const satisfies Record<WaitingOfferState, readonly WaitingOfferState[]>;

/** Why somebody says no to an offered place. */
export const DECLINE_REASONS = ['time', 'distance', 'start', 'therapist', 'procedure', 'modality', 'later', 'other'] as const;
export type DeclineReason = (typeof DECLINE_REASONS)[number];

/** How an attempt to speak to somebody ended. */
export const ATTEMPT_RESULTS = ['reached', 'not-reached', 'voicemail', 'wrong-number'] as const;
export type AttemptResult = (typeof ATTEMPT_RESULTS)[number];

/** What an attempt in vain leads to: call again on another day, or skip (RQ8), the third time with the last notice. */
export type AfterAttempt = 'call-again' | 'skip' | 'final-notice';

/**
 * RQ8: two attempts in vain on two Berlin days make one skip, the third skip a last notice.
 * @param attempts in vain since the person was last reached, skipped or offered this place, the newest included
 */
export function afterAttempt(attempts: readonly Temporal.Instant[], skipped: number): AfterAttempt {
  const days = new Set(attempts.map((at) => dayInBerlin(at).toString()));
  if (days.size < REQUEST_LIMITS.callAttempts) return 'call-again';
  return skipped + 1 < REQUEST_LIMITS.skipsBeforeNotice ? 'skip' : 'final-notice';
}

/** How an earlier offer of the same place to the same person ended. */
export interface EarlierOffer {
  state: WaitingOfferState;
  endedAt: Temporal.Instant;
}

/**
 * Whether a place is proposed to somebody who had it before: a no stands; whoever was not reached for it is asked again once she has been
 * spoken to since (RQ8: the place goes to the next).
 */
export function mayProposeAgain(earlier: readonly EarlierOffer[], reachedAt: Temporal.Instant | null): boolean {
  return earlier.every(({ state, endedAt }) => {
    if (state === 'declined') return false;
    if (state === 'skipped' || state === 'lapsed') return reachedAt !== null && Temporal.Instant.compare(reachedAt, endedAt) > 0;
    return true;
  });
}

/** Who stands before somebody in the line of a place. */
export interface TurnFacts {
  state: WaitingOfferState;
  turn: boolean;
  reason: string | undefined;
}

/** Whether the desk may call this person for this place now; out of turn only with a reason that can be named. */
export function mayCall({ state, turn, reason }: TurnFacts): Decision<{ before: string | null }, 'proposal-over' | 'not-next-in-line'> {
  if (state !== 'proposed') return no('proposal-over');
  if (turn) return yes({ before: null });
  return reason === undefined ? no('not-next-in-line') : yes({ before: reason });
}
