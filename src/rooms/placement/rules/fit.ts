/** The fit (Passung) between a request and places: rule book A.2.2 and A.4. The only door to the files beside it. */
export { type Explanation, explain, type Fact, type Line, type Note } from './fit/explain.ts';
export { explainAll, type Fit, type FitTime, fitOffers, type Similar, type Wished, wishedOf } from './fit/fit.ts';
export { bit, clarifyMask, idsOf, judgeHard, noMask } from './fit/hard.ts';
export { type Candidate, decide, type Judged, type Judgement, judge } from './fit/judge.ts';
export { type NextKind, type NextKindWarning, nextKind } from './fit/next-kind.ts';
export { mayBeHeld, mayOverride, type Standing } from './fit/override.ts';
export { type Exclusion, exclusionHit, pairFreeFrom, pairStillBlocked } from './fit/pair.ts';
export { firstSlotFor, type PreparedOffer, type PreparedRequest, prepareOffer, prepareRequest } from './fit/prepare.ts';
export { type RelaxableId, type Relaxation, type RelaxationStep, type Relaxations, relaxationsOf } from './fit/relax.ts';
export { type FitRule, findRule, PASSUNGSREGEL_1, PASSUNGSREGELN, ruleOn, SOFT_IDS, type SoftId } from './fit/rule.ts';
export { type Replay, replay, type Snapshot, snapshotOf } from './fit/snapshot.ts';
export {
  type FitOffer,
  type FitPlace,
  type FitRelation,
  type FitRequest,
  HARD_IDS,
  type HardId,
  type OfferWindow,
  PLACE_STATES,
  type PlaceState,
  PTV11_RECOMMENDATIONS,
  type Ptv11,
  type Ptv11Recommendation,
  type SafetyLevel,
  WANTS,
  type Want,
  type WeeklyWindow,
  type YesNoUnknown,
} from './fit/types.ts';
export { profileOf, type WishedProfile } from './fit/wished.ts';
