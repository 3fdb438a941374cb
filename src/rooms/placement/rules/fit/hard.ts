import { type Day, later } from './days.ts';
import { firstSlotFor, type PreparedOffer, type PreparedRequest, sessionMinutes, spansAsOf } from './prepare.ts';
import { type FitRelation, HARD_IDS, type HardId } from './types.ts';
import { countCommon } from './windows.ts';

/** One criterion's answer as a number, so that 2,000 places cost no objects. */
export const YES = 0;
export const NO = 1;
export const CLARIFY = 2;
export type Verdict = typeof YES | typeof NO | typeof CLARIFY;

type Criterion = (request: PreparedRequest, offer: PreparedOffer, relation: FitRelation) => Verdict;

const no = (when: boolean): Verdict => (when ? NO : YES);

/**
 * The fifteen hard criteria (rule book A.4.1). What the request side does not know or does not demand is a yes here;
 * the explanation tells the two apart.
 */
const CRITERIA: Record<HardId, Criterion> = {
  H1: available,
  H2: kindAndFirstSlot,
  H3: (request, offer) => {
    const age = ageAtFirst(request, offer);
    return no(age !== undefined && (age < offer.place.ageMin || (offer.place.ageMax !== undefined && age > offer.place.ageMax)));
  },
  H4: (request, offer) => no(request.insurance !== undefined && (request.insurance & offer.insurance) === 0),
  H5: (_request, _offer, relation) => no(relation.excluded),
  H6: (request, offer) => {
    const { setting } = request.request;
    return no(setting !== undefined && setting !== 'either' && hasSetting(offer) && offer.place.setting !== setting);
  },
  H7: ({ must }, { place }) => no(must.length > 0 && (place.procedure === undefined || !must.includes(place.procedure))),
  H8: (request, offer) => {
    if (request.languages === undefined) return YES;
    return no(bestCommonLevel(request, offer) < request.treatableRank && !withInterpreter(request, offer));
  },
  H9: access,
  H10: (request, offer) =>
    no((request.request.modalities?.length ?? 0) > 0 && !(request.video && offer.video) && !(request.inPerson && offer.inPerson)),
  H11: (request, offer) => no(request.spans !== undefined && commonWindows(request, offer) === 0),
  H12: travel,
  H13: ({ request }, { place }) => {
    if (request.genderWish === undefined || request.genderMust !== true) return YES;
    return place.gender === undefined ? CLARIFY : no(place.gender !== request.genderWish);
  },
  H14: (_request, _offer, relation) => no(relation.pairBlocked),
  H15: ({ deadline }, offer) => no(deadline !== undefined && offer.start.number > deadline.number),
};

const IN_ORDER = HARD_IDS.map((id) => CRITERIA[id]);

/** Bit of a criterion in the masks: H1 is 1, H2 is 2, H3 is 4 … */
export function bit(id: HardId): number {
  return 1 << HARD_IDS.indexOf(id);
}

/** The criteria in a mask, in order. */
export function idsOf(mask: number): HardId[] {
  return HARD_IDS.filter((_id, index) => mask & (1 << index));
}

/** All fifteen answers in one number: bits 0–14 say no, bits 15–29 say clarify. */
export function judgeHard(request: PreparedRequest, offer: PreparedOffer, relation: FitRelation): number {
  let answers = 0;
  for (let index = 0; index < IN_ORDER.length; index += 1) {
    const verdict = (IN_ORDER[index] as Criterion)(request, offer, relation);
    if (verdict !== YES) answers |= 1 << (verdict === NO ? index : index + HARD_IDS.length);
  }
  return answers;
}

export const noMask = (answers: number): number => answers & 0x7fff;
export const clarifyMask = (answers: number): number => (answers >>> HARD_IDS.length) & 0x7fff;

export type Availability =
  | { verdict: typeof YES; key: 'open' }
  | { verdict: typeof NO; key: 'not-open' | 'seat-taken' | 'no-new-patients' | 'paused-until' }
  | { verdict: typeof CLARIFY; key: 'ending' | 'stale' | 'never-confirmed' | 'new-patients-unknown' };

const OPEN: Availability = { verdict: YES, key: 'open' };

/** H1 with its reason. A place that ends counts its seat as free from the day after the end. */
export function availability(request: PreparedRequest, { place, confirmed }: PreparedOffer, relation: FitRelation): Availability {
  const ending = place.state === 'ending';
  const open = place.state === 'open' || (place.state === 'held' && relation.heldForThis === true);
  if (!open && !ending) return { verdict: NO, key: 'not-open' };
  if (!place.seatFree && open && relation.heldForThis !== true) return { verdict: NO, key: 'seat-taken' };
  if (place.acceptsNew === false) return { verdict: NO, key: 'no-new-patients' };
  if (place.pauseUntil !== undefined && place.pauseUntil >= request.today.iso) return { verdict: NO, key: 'paused-until' };
  if (ending) return { verdict: CLARIFY, key: 'ending' };
  if (confirmed === undefined) return { verdict: CLARIFY, key: 'never-confirmed' };
  if (request.today.number - confirmed.number > request.rule.staleAfterDays) return { verdict: CLARIFY, key: 'stale' };
  if (place.acceptsNew === undefined) return { verdict: CLARIFY, key: 'new-patients-unknown' };
  return OPEN;
}

function available(request: PreparedRequest, offer: PreparedOffer, relation: FitRelation): Verdict {
  return availability(request, offer, relation).verdict;
}

function kindAndFirstSlot(request: PreparedRequest, offer: PreparedOffer): Verdict {
  if (!request.kinds.includes(offer.place.kind)) return NO;
  return request.therapy ? firstSlotVerdict(request, offer) : YES;
}

/** H2 of a place or group seat, once its kind is wanted. */
export function firstSlotVerdict(request: PreparedRequest, offer: PreparedOffer): Verdict {
  if (request.nextKind.kind === 'ACUTE') return CLARIFY;
  return firstSlotFor(request, offer) ? YES : CLARIFY;
}

/** H3: the day that counts. */
export function firstDay(request: PreparedRequest, offer: PreparedOffer): Day {
  return firstSlotFor(request, offer)?.day ?? later(offer.start, request.today);
}

/** Age in whole years on the day of the first appointment; undefined where nobody asked. */
export function ageAtFirst(request: PreparedRequest, offer: PreparedOffer): number | undefined {
  if (request.birth === undefined) return request.request.age;
  return Math.floor((firstDay(request, offer).ymd - request.birth.ymd) / 10_000);
}

/** The best level (0–5) that the place has in any language of the request; -1 without one. */
export function bestCommonLevel(request: PreparedRequest, offer: PreparedOffer): number {
  let best = -1;
  for (const language of request.languages ?? []) {
    best = Math.max(best, offer.levels.get(language) ?? -1);
    if (best === 5) break;
  }
  return best;
}

/** Both sides accept an interpreter. */
export function withInterpreter(request: PreparedRequest, offer: PreparedOffer): boolean {
  return request.request.interpreterAccepted === true && offer.place.interpreterWelcome === 'yes';
}

/** Whether single or group matters for H6: a first talk is held alone, whatever the therapy will be. */
export function hasSetting({ place }: PreparedOffer): boolean {
  return place.kind !== 'CONSULT' && place.kind !== 'TRIAL' && place.kind !== 'SERVICE';
}

/** Video is acceptable to both sides. */
export function byVideo(request: PreparedRequest, offer: PreparedOffer): boolean {
  return request.video && offer.video;
}

function access(request: PreparedRequest, offer: PreparedOffer): Verdict {
  const needs = request.request.accessNeeds;
  if (needs === undefined || needs.length === 0 || byVideo(request, offer)) return YES;
  let verdict: Verdict = YES;
  for (const need of needs) {
    const there = offer.place.access[need] ?? 'unknown';
    if (there === 'no') return NO;
    if (there === 'unknown') verdict = CLARIFY;
  }
  return verdict;
}

/** Common weekly windows of at least one session, as of the later of today and the place's start. */
export function commonWindows(request: PreparedRequest, offer: PreparedOffer): number {
  if (request.spans === undefined) return 0;
  return countCommon(request.spans, spansAsOf(offer, request.today.iso), sessionMinutes(offer.place.kind, request.rule));
}

function travel(request: PreparedRequest, offer: PreparedOffer, relation: FitRelation): Verdict {
  const { maxTravelMinutes, placeKnown } = request.request;
  if (maxTravelMinutes === undefined || !placeKnown || byVideo(request, offer)) return YES;
  return relation.travelMinutes === undefined ? CLARIFY : no(relation.travelMinutes > maxTravelMinutes);
}

/** Calendar days from today to the place's start, 0 where it has begun (rule book, clarification to S3). */
export function daysToStart(request: PreparedRequest, offer: PreparedOffer): number {
  return Math.max(0, offer.start.number - request.today.number);
}

/** ISO day on which the place can begin: not before today. */
export function startsOn(request: PreparedRequest, offer: PreparedOffer): string {
  return later(offer.start, request.today).iso;
}
