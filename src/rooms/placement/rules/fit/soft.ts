import type { ProblemCode, SpecialityLevel } from '#kernel/codes.ts';
import { bestCommonLevel, daysToStart, withInterpreter } from './hard.ts';
import type { PreparedOffer, PreparedRequest } from './prepare.ts';
import type { SoftId } from './rule.ts';
import type { FitRelation } from './types.ts';
import { similarity, type WishedProfile } from './wished.ts';

/** The value of a soft criterion that does not apply: it leaves numerator and denominator. */
export const NOT_APPLICABLE = -1;

type Value = (request: PreparedRequest, offer: PreparedOffer, relation: FitRelation, windows: number) => number;

/** S1 to S8 (rule book A.4.2), each as a whole number of 1/request.unit, so that nothing is rounded before the end. */
export const VALUES: Record<Exclude<SoftId, 'S9'>, Value> = {
  S1: (request, { place }) => {
    if (request.problems.length === 0 || place.kind === 'ACUTE') return NOT_APPLICABLE;
    const { specialityHundredths, mainProblemCounts } = request.rule;
    let sum = 0;
    for (let index = 0; index < request.problems.length; index += 1) {
      const level = place.specialities[request.problems[index] as ProblemCode] ?? 'notStated';
      sum += specialityHundredths[level] * (index === 0 ? mainProblemCounts : 1);
    }
    return (sum * request.unit) / (100 * request.problemWeight);
  },
  S2: (request, { place }) => {
    if (request.wish.length === 0) return NOT_APPLICABLE;
    return place.procedure !== undefined && request.wish.includes(place.procedure) ? request.unit : 0;
  },
  S3: (request, offer) => left(request, daysToStart(request, offer), request.rule.waitingDays),
  S4: (request, _offer, _relation, windows) => {
    if (request.spans === undefined) return NOT_APPLICABLE;
    const values = request.rule.windowHundredths;
    const hundredths = windows === 0 ? 0 : (values[Math.min(windows, values.length) - 1] ?? 0);
    return (hundredths * request.unit) / 100;
  },
  S5: (request, offer, relation) => {
    if (!request.request.placeKnown || !request.inPerson || !offer.inPerson) return NOT_APPLICABLE;
    return relation.travelMinutes === undefined ? 0 : left(request, Math.ceil(relation.travelMinutes), request.rule.travelMinutes);
  },
  S6: (request, offer) => {
    if (request.languages === undefined || request.languages[0] === 'de') return NOT_APPLICABLE;
    const { languageHundredths } = request.rule;
    const best = bestCommonLevel(request, offer);
    if (best >= request.strongRank) return (languageHundredths.strong * request.unit) / 100;
    if (best >= request.treatableRank) return (languageHundredths.enough * request.unit) / 100;
    return withInterpreter(request, offer) ? (languageHundredths.interpreter * request.unit) / 100 : 0;
  },
  S7: ({ request, unit }, { place }) => {
    if (request.genderWish === undefined || request.genderMust === true) return NOT_APPLICABLE;
    return place.gender === request.genderWish ? unit : 0;
  },
  S8: ({ request, unit }, { place }) => {
    if (request.modalityWish === undefined) return NOT_APPLICABLE;
    return place.modalities.includes(request.modalityWish) ? unit : 0;
  },
};

const IN_ORDER = Object.entries(VALUES) as [Exclude<SoftId, 'S9'>, Value][];

/**
 * The score in tenths of a point, 0 to 1000: 1000 × Σ w·v / Σ w over the applicable criteria as one exact fraction,
 * rounded once, half up.
 * @param profile the wished therapist without an open place, where S9 applies
 */
export function scoreTenths(
  request: PreparedRequest,
  offer: PreparedOffer,
  relation: FitRelation,
  windows: number,
  profile: WishedProfile | undefined,
): number {
  const { weights } = request.rule;
  let reached = 0;
  let possible = 0;
  for (const [id, value] of IN_ORDER) {
    const units = value(request, offer, relation, windows);
    if (units === NOT_APPLICABLE) continue;
    reached += weights[id] * units;
    possible += weights[id];
  }
  if (profile === undefined) return roundHalfUp(1000 * reached, request.unit * possible);
  const alike = similarity(request.rule, offer.place, offer.focus, profile);
  return roundHalfUp(
    1000 * (reached * alike.parts + weights.S9 * alike.reached * request.unit),
    request.unit * alike.parts * (possible + weights.S9),
  );
}

/** Points of one criterion in hundredths for people: 11.25, 4.17. */
export function pointsOf(weight: number, reached: number, parts: number): number {
  return roundHalfUp(100 * weight * reached, parts) / 100;
}

/** The level of the main problem for A.4.3 (b), best first: S 3, B 2, not stated 1, U 0. */
export function mainLevel(request: PreparedRequest, offer: PreparedOffer): number {
  const main = request.problems[0];
  return LEVEL_ORDER[(main && offer.place.specialities[main]) ?? 'notStated'];
}

const LEVEL_ORDER: Record<SpecialityLevel | 'notStated', number> = { S: 3, B: 2, notStated: 1, U: 0 };

function left(request: PreparedRequest, used: number, horizon: number): number {
  return ((horizon - Math.min(used, horizon)) * request.unit) / horizon;
}

/** Whole numbers below 2^53 only; a divisor of 0 gives 0. */
function roundHalfUp(numerator: number, denominator: number): number {
  if (denominator === 0) return 0;
  const doubled = 2 * numerator + denominator;
  return (doubled - (doubled % (2 * denominator))) / (2 * denominator);
}
