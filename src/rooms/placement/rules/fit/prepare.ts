import { INSURANCE_KINDS, type InsuranceKind, type OfferKind, type ProblemCode, type Procedure, type SlotKind } from '#kernel/codes.ts';
import { berlinDay, type Day, dayAfter, dayOf, momentOf } from './days.ts';
import { GERMAN, languageOf, levelsOf, rankOf } from './languages.ts';
import { type NextKind, nextKind } from './next-kind.ts';
import type { FitRule } from './rule.ts';
import type { FitPlace, FitRequest } from './types.ts';
import { type Spans, spansOf } from './windows.ts';

/** A free first slot with its day in Berlin. */
export interface FirstSlot {
  kind: SlotKind;
  start: string;
  moment: number;
  day: Day;
}

/** A place made ready once: everything that does not depend on the request or on today. */
export interface PreparedOffer {
  place: FitPlace;
  /** earliestStart, or the day after the running therapy ends. */
  start: Day;
  /** Bit per InsuranceKind. */
  insurance: number;
  /** Language → 0 (A1) to 5 (C2). */
  levels: ReadonlyMap<string, number>;
  /** Windows that exist on the first day of the place. */
  spans: Spans;
  /** ISO days after the start from which more windows exist, and all windows merged as of each. Mostly empty. */
  laterSpans: readonly { from: string; spans: Spans }[];
  firstSlots: readonly FirstSlot[];
  confirmed: Day | undefined;
  openSince: number;
  /** Codes with speciality S. */
  focus: readonly ProblemCode[];
  video: boolean;
  inPerson: boolean;
}

/** Makes a place ready. Keep the result as long as the place's version stands. Throws RangeError on a malformed day or time. */
export function prepareOffer(place: FitPlace): PreparedOffer {
  const start = dayOf(place.state === 'ending' && place.endsOn !== undefined ? dayAfter(place.endsOn) : place.earliestStart);
  const thresholds = [...new Set(place.windows.flatMap((window) => window.validFrom ?? []))].filter((day) => day > start.iso).sort();
  const spansFrom = (day: string) => spansOf(place.windows.filter((window) => window.validFrom === undefined || window.validFrom <= day));
  const firstSlots = place.firstSlots
    .map((slot) => ({ kind: slot.kind, start: slot.start, moment: momentOf(slot.start), day: berlinDay(slot.start) }))
    .sort((a, b) => a.moment - b.moment);
  return {
    place,
    start,
    insurance: place.insuranceKinds.reduce((mask, kind) => mask | bitOf(kind), 0),
    levels: levelsOf(place.languages),
    spans: spansFrom(start.iso),
    laterSpans: thresholds.map((from) => ({ from, spans: spansFrom(from) })),
    firstSlots,
    confirmed: place.confirmedAt === undefined ? undefined : berlinDay(place.confirmedAt),
    openSince: place.openSince === undefined ? Number.POSITIVE_INFINITY : momentOf(place.openSince),
    focus: (Object.keys(place.specialities) as ProblemCode[]).filter((code) => place.specialities[code] === 'S'),
    video: place.modalities.includes('video'),
    inPerson: place.modalities.includes('in-person'),
  };
}

/** Windows of a place as of the later of today and its start (rule book, clarification to H11). */
export function spansAsOf(offer: PreparedOffer, today: string): Spans {
  if (offer.laterSpans.length === 0) return offer.spans;
  return offer.laterSpans.findLast((step) => step.from <= today)?.spans ?? offer.spans;
}

/** A request made ready for one day and one version of the rule. */
export interface PreparedRequest {
  request: FitRequest;
  rule: FitRule;
  today: Day;
  nextKind: NextKind;
  /** Kinds that pass H2. */
  kinds: readonly OfferKind[];
  /** Whether a place is wanted that needs a coupled first slot. */
  therapy: boolean;
  birth: Day | undefined;
  insurance: number | undefined;
  languages: readonly string[] | undefined;
  spans: Spans | undefined;
  /** Problems that count for S1: main first, each once, without UNK. */
  problems: readonly ProblemCode[];
  must: readonly Procedure[];
  /** For S2 and A.4.3 (a): the wish, else the procedures on the PTV 11; empty under a must. */
  wish: readonly Procedure[];
  video: boolean;
  inPerson: boolean;
  deadline: Day | undefined;
  treatableRank: number;
  strongRank: number;
  /** Score values are whole multiples of 1/unit. */
  unit: number;
  problemWeight: number;
}

/** Makes a request ready. `today` is the ISO day in Berlin. Throws RangeError on a malformed day or time. */
export function prepareRequest(request: FitRequest, today: string, rule: FitRule): PreparedRequest {
  const problems = [...new Set(request.problems ?? [])].filter((code) => code !== 'UNK');
  const wished = request.procedureWish ?? [];
  const must = request.procedureMust === true && wished.length > 0;
  const problemWeight = problems.length === 0 ? 1 : rule.mainProblemCounts + problems.length - 1;
  const want = request.want ?? 'THERAPY';
  const languages = answered(request.languages)?.map(languageOf);
  const windows = answered(request.windows);
  const modalities = answered(request.modalities);
  return {
    request,
    rule,
    today: dayOf(today),
    nextKind: nextKind(request, today, rule),
    kinds: want === 'THERAPY' ? therapyKinds(request.setting) : [want],
    therapy: want === 'THERAPY',
    birth: request.birthDate === undefined ? undefined : dayOf(request.birthDate),
    insurance: request.insurance === undefined ? undefined : bitOf(request.insurance),
    // German first: most therapists treat in it, so the search mostly ends there
    languages: languages?.includes(GERMAN) ? [GERMAN, ...languages] : languages,
    spans: windows && spansOf(windows),
    problems,
    must: must ? wished : [],
    wish: must ? [] : wished.length > 0 ? wished : (request.ptv11?.procedures ?? []),
    video: modalities?.includes('video') ?? false,
    // not asked: people come in person unless they say otherwise
    inPerson: modalities?.includes('in-person') ?? true,
    deadline: request.startDeadline === undefined ? undefined : dayOf(request.startDeadline),
    treatableRank: rankOf(rule.treatableFrom),
    strongRank: rankOf(rule.strongFrom),
    unit: leastCommonMultiple(leastCommonMultiple(100 * problemWeight, rule.waitingDays), rule.travelMinutes),
    problemWeight,
  };
}

/** The earliest free first slot of the lawful kind. */
export function firstSlotFor(request: PreparedRequest, offer: PreparedOffer): FirstSlot | undefined {
  for (const slot of offer.firstSlots) if (slot.kind === request.nextKind.kind) return slot;
  return undefined;
}

/** Minutes of one session at a place (rule book, clarification to H11). */
export function sessionMinutes(kind: OfferKind, rule: FitRule): number {
  return rule.sessionMinutes[kind] ?? rule.sessionMinutes.other;
}

/** An empty list is no answer. */
export function answered<Item>(list: readonly Item[] | undefined): readonly Item[] | undefined {
  return list && list.length > 0 ? list : undefined;
}

function therapyKinds(setting: FitRequest['setting']): readonly OfferKind[] {
  if (setting === 'single') return ['PLACE'];
  if (setting === 'group') return ['GROUP_SEAT'];
  return ['PLACE', 'GROUP_SEAT'];
}

function bitOf(kind: InsuranceKind): number {
  return 1 << INSURANCE_KINDS.indexOf(kind);
}

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
