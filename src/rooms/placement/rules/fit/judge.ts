import { clarifyMask, commonWindows, judgeHard, noMask } from './hard.ts';
import type { PreparedOffer, PreparedRequest } from './prepare.ts';
import { byId, byScoreThenId, type Ranked, rank } from './rank.ts';
import { scoreTenths } from './soft.ts';
import type { FitRelation } from './types.ts';
import { isPlace, profileOf, type WishedProfile } from './wished.ts';

/** One place to be judged, made ready, with what holds between it and the request. */
export interface Candidate {
  offer: PreparedOffer;
  relation: FitRelation;
}

/** The bare decision on one place: masks and a number, no words. */
export interface Judgement extends Candidate {
  /** Mask of the criteria that say no, see `bit`. */
  no: number;
  /** Mask of the criteria that are to be clarified. */
  clarify: number;
  /** Would-be score in tenths of a point; 0 where excluded. */
  tenths: number;
}

/** The bare decision on all places. Nothing is explained yet: `explain` does that for the ones that somebody looks at. */
export interface Judged {
  request: PreparedRequest;
  ranked: Ranked[];
  /** Fitting places behind a better one of the same therapist. */
  others: Judgement[];
  clarify: Judgement[];
  excluded: Judgement[];
  /** The wished therapist, where S9 applied. */
  similarTo: WishedProfile | undefined;
}

/**
 * Decides on one place (rule book A.4.1, A.4.2).
 * @param similarTo the wished therapist without an open place, where S9 applies
 */
export function decide(request: PreparedRequest, { offer, relation }: Candidate, similarTo?: WishedProfile): Judgement {
  return withScore(request, bare({ offer, relation }, judgeHard(request, offer, relation)), similarTo);
}

/**
 * Decides on all places and orders them. Where nothing may lawfully be booked (`nextKind` none) all lists are empty.
 * The candidates must hold every non-closed place of the wished therapist, full ones too: S9 compares with them.
 */
export function judge(request: PreparedRequest, candidates: readonly Candidate[]): Judged {
  const considered = request.nextKind.kind === 'none' ? [] : candidates;
  const judgements = considered.map((one) => bare(one, judgeHard(request, one.offer, one.relation)));
  const similarTo = wishedWithoutPlace(request, judgements);
  const fitting: Judgement[] = [];
  const clarify: Judgement[] = [];
  const excluded: Judgement[] = [];
  for (const one of judgements) {
    if (one.no !== 0) excluded.push(one);
    else (one.clarify === 0 ? fitting : clarify).push(withScore(request, one, similarTo));
  }
  return { request, ...rank(request, fitting), clarify: clarify.sort(byScoreThenId), excluded: excluded.sort(byId), similarTo };
}

function bare({ offer, relation }: Candidate, answers: number): Judgement {
  return { offer, relation, no: noMask(answers), clarify: clarifyMask(answers), tenths: 0 };
}

function withScore(request: PreparedRequest, one: Judgement, similarTo: WishedProfile | undefined): Judgement {
  if (one.no === 0) one.tenths = scoreTenths(request, one.offer, one.relation, commonWindows(request, one.offer), similarTo);
  return one;
}

/** S9 applies if the wished therapist has no place among the considered that is open or to be confirmed (H1 yes or clarify). */
function wishedWithoutPlace(request: PreparedRequest, judgements: readonly Judgement[]): WishedProfile | undefined {
  const wished = request.request.wishedPractitioner;
  if (wished === undefined || judgements.length === 0) return undefined;
  const own = judgements.filter(({ offer }) => offer.place.practitionerId === wished && isPlace(offer.place.kind, request.kinds));
  if (own.some((one) => (one.no & 1) === 0)) return undefined;
  return profileOf(
    wished,
    own.map((one) => one.offer.place),
  );
}
