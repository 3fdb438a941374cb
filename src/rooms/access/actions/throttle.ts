import type { Call } from '#platform/call.ts';
import type { Door } from '#platform/http.ts';
import { afterFailure, isKnownPlace, type Tries, waitLeft } from '../rules/throttle.ts';
import { forgetTries, listTries, lockTries, setTries } from '../store.ts';

/** The counters of one try: which of them may stop it, which count its failure, which a success clears. */
export interface Guard {
  stops: readonly string[];
  counts: readonly string[];
  clears: readonly string[];
  /** Remember that this account was here, once it is fully signed in: at this address, and in this browser. */
  places: readonly string[];
}

/** Where a try comes from: an address, and the token of a browser that was here before. */
type From = Pick<Door, 'source' | 'place'>;

/**
 * Counters for a try of `what` at an account (its address, known or not, or its id) from a source. From a place where the account has
 * signed in before, only failures from that very place stop it; a telephone whose address changes is known by its browser.
 */
export async function guardOf(call: Call, what: 'password' | 'code', subject: string, { source, place }: From): Promise<Guard> {
  const keyed = (kind: string, value: string) => call.sealer.token(kind, value).toString('hex');
  // the browser first: whoever shares its address cannot use up its tries
  const atPlace = [...(place ? [`browser ${place}`] : []), source].map((where) => keyed('throttle-place', `${subject}\n${where}`));
  const places = atPlace.map((where) => `known:${where}`);
  const tried = await listTries(call, places);
  const home = atPlace.find((where) => isKnownPlace(tried.get(`known:${where}`), call.now));
  const from = `source:${keyed('throttle-source', source)}`;
  if (home) {
    const here = `${what}-here:${home}`;
    return { stops: [here], counts: [here, from], clears: [here], places };
  }
  const account = `${what}:${keyed('throttle-account', subject)}`;
  return { stops: [account, from], counts: [account, from], clears: [account], places };
}

function longest(counted: ReadonlyMap<string, Tries>, buckets: readonly string[], now: Temporal.Instant): number {
  return Math.max(0, ...buckets.map((bucket) => waitLeft(counted.get(bucket), now)));
}

/** Seconds until the next free try; looks without waiting for anybody. */
export async function secondsLeft(call: Call, guard: Guard): Promise<number> {
  return longest(await listTries(call, guard.stops), guard.stops, call.now);
}

/** The same under lock, right before a try counts: of many at once, none slips through. */
export async function lockGuard(call: Call, guard: Guard): Promise<{ left: number; counted: Map<string, Tries> }> {
  const counted = await lockTries(call, guard.counts);
  return { left: longest(counted, guard.stops, call.now), counted };
}

/** Counts a failure; answers the seconds until the next free try. */
export async function countFailure(call: Call, guard: Guard, counted: ReadonlyMap<string, Tries>): Promise<number> {
  const after = new Map<string, Tries>();
  for (const bucket of guard.counts) {
    const next = afterFailure(counted.get(bucket), call.now);
    after.set(bucket, next);
    await setTries(call, bucket, next.tries, next.blockedUntil);
  }
  return longest(after, guard.stops, call.now);
}

/** Forgets the failures at this account after a success; those of the source stay. */
export async function clearFailures(call: Call, guard: Guard): Promise<void> {
  for (const bucket of guard.clears) await setTries(call, bucket, 0, call.now);
}

/** This account is at home here. */
export async function rememberPlace(call: Call, guard: Guard): Promise<void> {
  for (const place of guard.places) await setTries(call, place, 0, call.now);
}

/** Housekeeping, once a day (`asSystem`): counters of two days ago and places of 90 days ago go. Answers how many. */
export async function forgetOldTries(call: Call): Promise<number> {
  return forgetTries(call);
}
