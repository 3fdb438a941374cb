import { type Explanation, explain, type FitOffer, type FitRequest, type Judgement, relaxationsOf } from '../rules/fit.ts';
import { RULE, type Search } from './fit.ts';

/** What a list was computed from and what it said: replayable with the rule's version (A.4.4). No names of people, no exclusion codes. */
export interface Shown {
  seen: { request: FitRequest; offers: FitOffer[] };
  said: {
    ruleVersion: number;
    today: string;
    ranked: Explanation[];
    clarify: Explanation[];
    excluded: { placeId: string; no: number }[];
    relaxations: ReturnType<typeof relaxationsOf>['single'];
  };
}

const KEPT_RANKS = 10;

/** The part of a search that is kept: whole bands of the top, since a band cut in two would be ordered otherwise, and what is to be clarified near it. */
export function snapshotOf(found: Search): Shown {
  const { judged } = found;
  const last = judged.ranked[KEPT_RANKS - 1]?.band;
  const shown = judged.ranked.filter(({ band }, index) => index < KEPT_RANKS || (band !== null && band === last));
  const clarify = judged.clarify.slice(0, 5);
  return {
    seen: {
      request: found.request,
      offers: [...shown.map(({ judgement }) => judgement), ...clarify].map(({ offer, relation }) => ({
        ...plainPlace(offer.place),
        ...relation,
      })),
    },
    said: {
      ruleVersion: RULE.version,
      today: found.prepared.today.iso,
      ranked: shown.map((one) => explain(judged, one.judgement, one)),
      clarify: clarify.map((one) => explain(judged, one)),
      excluded: judged.excluded.map(({ offer, no }) => ({ placeId: offer.place.id, no })),
      relaxations: relaxationsOf(judged).single,
    },
  };
}

/** A place as the fit read it, without the names of people. */
function plainPlace(place: Judgement['offer']['place']): FitOffer {
  const {
    practitionerName: _name,
    title: _title,
    groupName: _group,
    notes: _notes,
    placeName: _place,
    ...rest
  } = place as Judgement['offer']['place'] & Record<string, unknown>;
  return rest as unknown as FitOffer;
}

const MOST = 300;
const MINUTES = 30;
const lists = new Map<string, { found: Search; until: number }>();

/** Remembers what a desk sees for a request, until it holds something or half an hour has passed. */
export function showTo(requestId: string, found: Search): void {
  lists.delete(requestId);
  lists.set(requestId, { found, until: Date.now() + MINUTES * 60_000 });
  for (const id of lists.keys()) {
    if (lists.size <= MOST) break;
    lists.delete(id);
  }
}

/** What this process showed for a request last. */
export function shownTo(requestId: string): Shown | undefined {
  const known = lists.get(requestId);
  return known && known.until > Date.now() ? snapshotOf(known.found) : undefined;
}
