import { type Fit, fitOffers } from './fit.ts';
import { type FitRule, findRule, PASSUNGSREGELN } from './rule.ts';
import type { FitOffer, FitRequest } from './types.ts';

/** What is kept with a request, so that a list can be explained and computed again years later. Plain data; no exclusion codes. */
export interface Snapshot {
  request: FitRequest;
  offers: FitOffer[];
  result: Fit;
}

export function snapshotOf(request: FitRequest, offers: readonly FitOffer[], result: Fit): Snapshot {
  const plain = offers.map((offer) => ({ ...offer })); // versions of today, not what the caller may change later
  return { request: { ...request }, offers: plain, result };
}

/** Whether a stored list comes out the same when it is computed again. */
export type Replay =
  | { same: true; again: Fit }
  | { same: false; because: 'rule-unknown' }
  | { same: false; because: 'differs'; again: Fit; differs: (keyof Fit)[] };

/** Computes a stored list again with the version of the rule it was made with and compares it part by part. */
export function replay(snapshot: Snapshot, rules: readonly FitRule[] = PASSUNGSREGELN): Replay {
  const { result, request, offers } = snapshot;
  const rule = findRule(result.ruleVersion, rules);
  if (rule === undefined) return { same: false, because: 'rule-unknown' };
  const again = fitOffers(request, offers, { today: result.today, rule });
  const differs = (Object.keys(again) as (keyof Fit)[]).filter((key) => !alike(again[key], result[key]));
  return differs.length === 0 ? { same: true, again } : { same: false, because: 'differs', again, differs };
}

/** Equal as JSON is: a missing key and undefined are the same, the order of keys does not matter (jsonb does not keep it). */
function alike(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => alike(Reflect.get(a, key), Reflect.get(b, key)));
}
