import type { Judgement } from './judge.ts';
import type { PreparedRequest } from './prepare.ts';
import { mainLevel } from './soft.ts';

type Order = (a: Judgement, b: Judgement) => number;

/** A judged place with its position. The wished therapist has rank 0 and no band; ACUTE has no bands. */
export interface Ranked {
  judgement: Judgement;
  rank: number;
  band: number | null;
}

/** The fitting places that are shown, best first, and those that give way to a better place of the same therapist. */
export interface Ranking {
  ranked: Ranked[];
  others: Judgement[];
}

/** Orders the fitting places (rule book A.4.3): one per therapist, the wished one first, then bands or, for ACUTE, dates. */
export function rank(request: PreparedRequest, fitting: readonly Judgement[]): Ranking {
  const acute = request.request.want === 'ACUTE';
  const inBand = bandOrder(request);
  // of one therapist: the best score, among equals the order inside a band; ACUTE: the order of ACUTE throughout
  const best = bestPerTherapist(fitting, acute ? acuteOrder : (a, b) => b.tenths - a.tenths || inBand(a, b));
  const others = best.size === fitting.length ? [] : fitting.filter((one) => best.get(one.offer.place.practitionerId) !== one);
  const wished = request.request.wishedPractitioner === undefined ? undefined : best.get(request.request.wishedPractitioner);
  const ranked: Ranked[] = wished ? [{ judgement: wished, rank: 0, band: null }] : [];
  const rest = [...best.values()].filter((one) => one !== wished);
  if (acute) {
    for (const judgement of rest.sort(acuteOrder)) ranked.push({ judgement, rank: ranked.length + (wished ? 0 : 1), band: null });
  } else {
    const byScore = rest.sort((a, b) => b.tenths - a.tenths);
    let band = 0;
    for (let from = 0; from < byScore.length; ) {
      const floor = (byScore[from] as Judgement).tenths - request.rule.bandTenths;
      let to = from;
      while (to < byScore.length && (byScore[to] as Judgement).tenths >= floor) to += 1;
      band += 1;
      for (const judgement of byScore.slice(from, to).sort(inBand)) {
        ranked.push({ judgement, rank: ranked.length + (wished ? 0 : 1), band });
      }
      from = to;
    }
  }
  return { ranked, others: others.sort(byScoreThenId) };
}

/** The clarify list: would-be score, then place id. */
export function byScoreThenId(a: Judgement, b: Judgement): number {
  return b.tenths - a.tenths || byId(a, b);
}

/** Place ids in code-unit order, the same on every machine. */
export function byId(a: Judgement, b: Judgement): number {
  const [left, right] = [a.offer.place.id, b.offer.place.id];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A.4.3 step 3: (a) procedure wish, (b) level of the main problem, (c) load, (d) open since, (e) id. */
function bandOrder(request: PreparedRequest): Order {
  const met = ({ offer: { place } }: Judgement) =>
    request.wish.length > 0 && place.procedure !== undefined && request.wish.includes(place.procedure) ? 1 : 0;
  return (a, b) =>
    met(b) - met(a) ||
    mainLevel(request, b.offer) - mainLevel(request, a.offer) ||
    compareLoad(a.offer.place.load, b.offer.place.load) ||
    byOpenSince(a, b) ||
    byId(a, b);
}

const acuteOrder: Order = (a, b) => a.offer.start.number - b.offer.start.number || b.tenths - a.tenths || byOpenSince(a, b) || byId(a, b);

/** Assigned over opened, compared without dividing; nothing opened counts as 0. */
function compareLoad(a: { assigned: number; opened: number }, b: { assigned: number; opened: number }): number {
  const left = a.opened > 0 ? a : { assigned: 0, opened: 1 };
  const right = b.opened > 0 ? b : { assigned: 0, opened: 1 };
  return left.assigned * right.opened - right.assigned * left.opened;
}

function byOpenSince(a: Judgement, b: Judgement): number {
  const [left, right] = [a.offer.openSince, b.offer.openSince];
  return left < right ? -1 : left > right ? 1 : 0;
}

function bestPerTherapist(fitting: readonly Judgement[], better: Order): Map<string, Judgement> {
  const best = new Map<string, Judgement>();
  for (const one of fitting) {
    const so = best.get(one.offer.place.practitionerId);
    if (so === undefined || better(one, so) < 0) best.set(one.offer.place.practitionerId, one);
  }
  return best;
}
