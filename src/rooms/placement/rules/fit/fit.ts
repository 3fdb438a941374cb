import { type Explanation, explain } from './explain.ts';
import { startsOn } from './hard.ts';
import { type Candidate, type Judged, type Judgement, judge } from './judge.ts';
import type { NextKind } from './next-kind.ts';
import { type PreparedRequest, prepareOffer, prepareRequest } from './prepare.ts';
import { type Relaxations, relaxationsOf } from './relax.ts';
import type { FitRule } from './rule.ts';
import type { FitOffer, FitRequest } from './types.ts';
import { isPlace, similarity } from './wished.ts';

/** What became of the wish for a certain therapist. */
export type Wished =
  /** Has an open place that fits: rank 0. */
  | { standing: 'first'; practitionerId: string; placeId: string }
  /** Has an open place, but it is to be clarified or does not fit: it is shown there, and no similarity is counted. */
  | { standing: 'shown'; practitionerId: string; placeIds: string[] }
  /** "A hat keinen Platz; B arbeitet ähnlich und hat ab … einen Platz": the ranked places most alike, best first. */
  | { standing: 'full'; practitionerId: string; similar: Similar[] };

/** B of the sentence. Only what is really alike may be said. */
export interface Similar {
  placeId: string;
  practitionerId: string;
  rank: number;
  /** ISO day, not before today. */
  from: string;
  /** 0 to 100, rounded down, for people. */
  percent: number;
  sameProcedure: boolean;
  sameGender: boolean;
  shared: string[];
}

/** The whole answer: plain data, ready for a snapshot. */
export interface Fit {
  ruleVersion: number;
  today: string;
  nextKind: NextKind;
  /** An Akutbehandlung is looked for although nothing recommends it. */
  warnings: 'acute-not-recommended'[];
  ranked: Explanation[];
  /** Fitting places behind a better one of the same therapist: not shown to callers. */
  others: Explanation[];
  clarify: Explanation[];
  excluded: Explanation[];
  relaxations: Relaxations;
  wished: Wished | null;
}

export interface FitTime {
  /** ISO day in Berlin. */
  today: string;
  rule: FitRule;
}

/**
 * Decides, orders and explains (rule book A.4). For large sets prepare the places once and use `judge` and `explain`.
 * @throws RangeError on malformed days or times
 */
export function fitOffers(request: FitRequest, offers: readonly FitOffer[], { today, rule }: FitTime): Fit {
  const candidates = offers.map((offer): Candidate => ({ offer: prepareOffer(offer), relation: offer }));
  return explainAll(judge(prepareRequest(request, today, rule), candidates));
}

/** Explains everything that was judged. */
export function explainAll(judged: Judged): Fit {
  const { request } = judged;
  const each = (list: readonly Judgement[]) => list.map((one) => explain(judged, one));
  return {
    ruleVersion: request.rule.version,
    today: request.today.iso,
    nextKind: request.nextKind,
    warnings: request.request.want === 'ACUTE' && request.nextKind.kind !== 'ACUTE' ? ['acute-not-recommended'] : [],
    ranked: judged.ranked.map((one) => explain(judged, one.judgement, one)),
    others: each(judged.others),
    clarify: each(judged.clarify),
    excluded: each(judged.excluded),
    relaxations: relaxationsOf(judged),
    wished: wishedOf(judged),
  };
}

/** Facts for the sentence about the wished therapist; null where nobody was wished or nothing is matched. */
export function wishedOf(judged: Judged): Wished | null {
  const practitionerId = judged.request.request.wishedPractitioner;
  if (practitionerId === undefined || judged.request.nextKind.kind === 'none') return null;
  const first = judged.ranked[0];
  if (first?.rank === 0) return { standing: 'first', practitionerId, placeId: first.judgement.offer.place.id };
  if (judged.similarTo === undefined) return { standing: 'shown', practitionerId, placeIds: openPlacesOf(judged, practitionerId) };
  return { standing: 'full', practitionerId, similar: mostAlike(judged, judged.request) };
}

function openPlacesOf({ request, clarify, excluded }: Judged, practitionerId: string): string[] {
  return [...clarify, ...excluded]
    .filter(({ offer: { place } }) => place.practitionerId === practitionerId && isPlace(place.kind, request.kinds))
    .filter((one) => (one.no & 1) === 0)
    .map((one) => one.offer.place.id);
}

function mostAlike({ ranked, similarTo }: Judged, request: PreparedRequest): Similar[] {
  if (similarTo === undefined) return [];
  const alike = ranked.map(({ judgement: { offer }, rank }) => {
    const { reached, parts, sameProcedure, sameGender, shared } = similarity(request.rule, offer.place, offer.focus, similarTo);
    const { id: placeId, practitionerId } = offer.place;
    const percent = Math.floor((100 * reached) / parts);
    return { placeId, practitionerId, rank, from: startsOn(request, offer), percent, sameProcedure, sameGender, shared: [...shared] };
  });
  return alike
    .filter((one) => one.percent > 0)
    .sort((a, b) => b.percent - a.percent || a.rank - b.rank)
    .slice(0, 3);
}
