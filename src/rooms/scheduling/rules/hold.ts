import { type Decision, no, yes } from '#kernel/decision.ts';

/** Lengths of a hold (rule book A.3.1 SL2, SL3, A.3.4 RQ7); defaults that a network may set. */
export const HOLD = {
  minutes: 10,
  extraMinutes: 5,
  /** A slot is held only if it starts at least so much later (SL2). */
  leadHours: 2,
  callbackHours: 48,
  /** The hold for a call-back ends before the caller could be too late (RQ7 clarification). */
  callbackLeadHours: 50,
} as const;
export type HoldSettings = { readonly [Key in keyof typeof HOLD]: number };

/** Who holds what until when. `request` is the request for which it is held: nobody's name, nothing to read. */
export interface Hold {
  holder: string;
  request: string;
  until: Temporal.Instant;
  extended: boolean;
  /** Held up to 48 h for somebody of the waiting list who is being called (RQ7). */
  reservationForCallback: boolean;
}

/** The two shapes of a hold. */
export type HoldKind = 'call' | 'callback';

/** True while nobody else may take it: up to, not at, its end. */
export function isLive(hold: Hold, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(now, hold.until) < 0;
}

/** Whole seconds left, rounded up, never below 0; for the countdown. */
export function secondsLeft(hold: Hold, now: Temporal.Instant): number {
  return Math.max(0, Math.ceil(now.until(hold.until).total('seconds')));
}

/** True if the start lies far enough ahead to be held now; the edge counts as far enough. */
export function farEnough(start: Temporal.Instant, now: Temporal.Instant, kind: HoldKind = 'call', settings: HoldSettings = HOLD): boolean {
  const hours = kind === 'call' ? settings.leadHours : settings.callbackLeadHours;
  return Temporal.Instant.compare(start, now.add({ hours })) >= 0;
}

/** True if a live hold of somebody else, or for another request, stands in the way. An own hold never does. */
export function blocks(hold: Hold | null, mine: { holder: string; request: string }, now: Temporal.Instant): boolean {
  if (hold === null || !isLive(hold, now)) return false;
  return hold.holder !== mine.holder || hold.request !== mine.request;
}

/**
 * Starts a hold, or gives the holder's own live one back unchanged, so that a second click or a lost answer costs nothing.
 * @param current what stands on the slot now, live or not
 */
export function startHold(
  wish: { holder: string; request: string; start: Temporal.Instant; kind?: HoldKind },
  current: Hold | null,
  now: Temporal.Instant,
  settings: HoldSettings = HOLD,
): Decision<{ hold: Hold; already: boolean }, 'slot-held' | 'slot-starts-too-soon'> {
  const kind = wish.kind ?? 'call';
  if (blocks(current, wish, now)) return no('slot-held');
  if (current !== null && isLive(current, now)) return yes({ hold: current, already: true });
  if (!farEnough(wish.start, now, kind, settings)) return no('slot-starts-too-soon');
  const until = kind === 'call' ? now.add({ minutes: settings.minutes }) : now.add({ hours: settings.callbackHours });
  const hold: Hold = { holder: wish.holder, request: wish.request, until, extended: false, reservationForCallback: kind === 'callback' };
  return yes({ hold, already: false });
}

/** Five minutes more, once, from the end that stands (SL3); the hold for a call-back is long enough. */
export function extendHold(
  hold: Hold,
  by: string,
  now: Temporal.Instant,
  settings: HoldSettings = HOLD,
): Decision<{ hold: Hold }, 'hold-not-yours' | 'hold-expired' | 'hold-already-extended'> {
  if (hold.holder !== by) return no('hold-not-yours');
  if (!isLive(hold, now)) return no('hold-expired');
  if (hold.extended || hold.reservationForCallback) return no('hold-already-extended');
  return yes({ hold: { ...hold, until: hold.until.add({ minutes: settings.extraMinutes }), extended: true } });
}
