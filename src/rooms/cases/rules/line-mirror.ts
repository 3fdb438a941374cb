import { ACTIVE, ENDED, type LineEvent, type LineState, stepLine } from './line.ts';

/** Whose states a line shows (rule book C.1 rules 2 and 3, B.3.6). */
export const MIRRORED = ['request', 'episode', 'referral'] as const;
export type Mirrored = (typeof MIRRORED)[number];

/** What a line shall show now; `onTrial` where the service began for a try. */
export interface Reflection {
  state: LineState;
  onTrial: boolean;
}

/** What happens to a request for a therapy place, as far as the case hears of it. */
export const PLACE_NEWS = ['booked', 'waiting', 'trial', 'occupied', 'failed', 'ended', 'given-up', 'found-elsewhere'] as const;
export type PlaceNews = (typeof PLACE_NEWS)[number];

/** C.1 rule 2: reserved = scheduled, trial = started on trial, occupied = started, PL8 (and PL6) = failed start, waiting = waitlisted. */
export const OF_PLACE = {
  booked: { state: 'scheduled', onTrial: false },
  waiting: { state: 'waitlisted', onTrial: false },
  trial: { state: 'started', onTrial: true },
  occupied: { state: 'started', onTrial: false },
  failed: { state: 'failed_start', onTrial: false },
  ended: { state: 'completed', onTrial: false },
  'given-up': { state: 'client_declined', onTrial: false },
  'found-elsewhere': { state: 'cancelled', onTrial: false },
} as const satisfies Record<PlaceNews, Reflection>;

/** C.1 rule 3: the states of an episode of Soziotherapie. */
export const OF_EPISODE = {
  INQUIRY: { state: 'referred', onTrial: false },
  REFERRED: { state: 'accepted', onTrial: false },
  TRIAL: { state: 'started', onTrial: true },
  IN_APPLICATION: { state: 'accepted', onTrial: false },
  ACTIVE: { state: 'started', onTrial: false },
  PAUSED: { state: 'started', onTrial: false },
  GAP: { state: 'started', onTrial: false },
  EXHAUSTED: { state: 'started', onTrial: false },
  CLOSED: { state: 'completed', onTrial: false },
} as const satisfies Record<string, Reflection>;

/** States of a referral that the case hears of; a draft is the sender's own. */
export const OF_REFERRAL = {
  sent: { state: 'referred', onTrial: false },
  seen: { state: 'referred', onTrial: false },
  accepted: { state: 'accepted', onTrial: false },
  waitlisted: { state: 'waitlisted', onTrial: false },
  rejected: { state: 'rejected', onTrial: false },
  scheduled: { state: 'scheduled', onTrial: false },
  started: { state: 'started', onTrial: false },
  completed: { state: 'completed', onTrial: false },
  no_response: { state: 'no_response', onTrial: false },
  client_declined: { state: 'client_declined', onTrial: false },
  cancelled: { state: 'cancelled', onTrial: false },
  failed_start: { state: 'failed_start', onTrial: false },
} as const satisfies Record<string, Reflection>;

const EVENT_OF = {
  prepared: 'prepare',
  referred: 'refer',
  waitlisted: 'waitlist',
  accepted: 'accept',
  scheduled: 'schedule',
  started: 'start',
  adapted: 'adapt',
  completed: 'complete',
  rejected: 'reject',
  no_response: 'no-answer',
  client_declined: 'decline',
  cancelled: 'cancel',
  failed_start: 'fail-start',
} as const satisfies Record<Exclude<LineState, 'identified'>, LineEvent>;

/**
 * The steps by which a line comes to show what its source says, each one that B.3.6 allows: at most one in between (who is put on a waiting
 * list was referred; who starts from the waiting list was accepted; a service that ends without having begun was cancelled). Empty where it
 * shows that already, or where the line can no longer follow (it never goes back): then it stays as it is.
 */
export function stepsTo(now: Reflection, wish: Reflection): Reflection[] {
  if (now.state === wish.state) return now.onTrial === wish.onTrial ? [] : [wish];
  if (ENDED.has(now.state)) return [];
  if (now.state === 'adapted' && ACTIVE.has(wish.state)) return [];
  // What was adapted already can no longer fail to start: it is over.
  const target = now.state === 'adapted' && wish.state === 'failed_start' ? 'completed' : wish.state;
  for (const between of [null, ...BETWEEN]) {
    const steps = between === null ? [target] : [between, target];
    if (isWalkable(now, steps)) return steps.map((state) => ({ state, onTrial: state === target && wish.onTrial }));
  }
  return [];
}

const BETWEEN: readonly LineState[] = ['referred', 'accepted', 'started'];

function isWalkable(now: Reflection, steps: readonly LineState[]): boolean {
  let { state, onTrial } = now;
  for (const next of steps) {
    if (next === 'identified' || !stepLine(state, EVENT_OF[next], 'system', { onTrial }).ok) return false;
    state = next;
    onTrial = false;
  }
  return true;
}

/** Reasons of a closed request, as the case hears of them; what is fulfilled was heard before (PL7). */
export function newsOfClosing(reason: string | null | undefined): PlaceNews | null {
  if (reason === 'fulfilled') return null;
  return reason === 'withdrew' ? 'given-up' : 'found-elsewhere';
}

const NOT_TAKEN: ReadonlySet<string> = new Set(['UNSUITABLE', 'REFUSED_FINAL', 'INSURANCE_ENDED']);
const STOPPED: ReadonlySet<string> = new Set(['PATIENT_STOPPED', 'CONSENT_WITHDRAWN']);

/** What a closed episode means for its line: a service that ran is completed, a trial that came to nothing failed, and what never began ended aside. */
export function ofClosedEpisode(now: Reflection, reason: string | null | undefined): Reflection {
  if (ACTIVE.has(now.state) && !now.onTrial) return OF_EPISODE.CLOSED;
  const state = reason && STOPPED.has(reason) ? 'client_declined' : reason && NOT_TAKEN.has(reason) ? 'rejected' : 'cancelled';
  if (ACTIVE.has(now.state)) return { state: 'failed_start', onTrial: false };
  return { state: state === 'rejected' && now.state !== 'referred' ? 'cancelled' : state, onTrial: false };
}
