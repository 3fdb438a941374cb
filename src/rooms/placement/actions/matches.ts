import { Refusal } from '#kernel/decision.ts';

import type { Call } from '#platform/call.ts';
import type { Explained, FitAnswer, OfferCard } from '../contract.ts';
import { decide, type Explanation, explain, type Judgement, relaxationsOf, wishedOf } from '../rules/fit.ts';
import { selectHolderNames } from '../store/candidates.ts';
import { countWaitingBefore } from '../store/waiting.ts';
import { RULE, type Search, type Sought, search } from './fit.ts';
import { showTo } from './shown.ts';

/** The answer for the screen: cards with reasons, best first. */
export async function findFit(call: Call, sought: Sought, most: number, why: boolean): Promise<FitAnswer> {
  const found = await search(call, { ...sought, everything: why });
  if (sought.requestId && !why) showTo(sought.requestId, found);
  const { judged } = found;
  const held = judged.excluded.filter((one) => isHeldOnly(one));
  const shown = [
    ...judged.ranked.slice(0, most).map(({ judgement }) => judgement),
    ...judged.clarify.slice(0, most),
    ...held.slice(0, 10),
    ...(why ? judged.excluded.slice(0, 200) : []),
  ];
  const holders = await selectHolderNames(call.tx, [
    ...new Set(shown.flatMap(({ offer }) => found.rows.get(offer.place.id)?.held_by ?? [])),
  ]);
  const before = await countWaitingBefore(
    call.tx,
    shown.map(({ offer }) => offer.place.id),
    sought.requestId,
  );
  const card = (one: Judgement) => cardOf(found, one, { holders, before, requestId: sought.requestId });
  const explained = (one: Judgement, position?: { rank: number | null; band: number | null }) =>
    explainedOf(explain(judged, one, position), card(one));
  const relaxations = relaxationsOf(judged);
  const wished = wishedOf(judged);
  return {
    ruleVersion: RULE.version,
    today: found.prepared.today.iso,
    nextKind: found.prepared.nextKind,
    warnings: found.request.want === 'ACUTE' && found.prepared.nextKind.kind !== 'ACUTE' ? ['acute-not-recommended'] : [],
    ranked: judged.ranked.slice(0, most).map((one) => explained(one.judgement, one)),
    heldElsewhere: held.slice(0, 10).map((one) => explained(asIfFree(found, one))),
    clarify: judged.clarify.slice(0, most).map((one) => explained(one)),
    excludedCount: judged.excluded.length - held.length,
    excluded: why
      ? judged.excluded
          .filter((one) => !held.includes(one))
          .slice(0, 200)
          .map((one) => explained(one))
      : [],
    relaxations: {
      hints: relaxations.hints,
      single: relaxations.single.map(plain),
      further: relaxations.further.map(plain),
      video: relaxations.video ?? null,
      pairs: relaxations.pairs.slice(0, 12).map(plain),
    },
    wished: wished && namedWish(found, wished),
  };
}

const plain = (one: ReturnType<typeof relaxationsOf>['single'][number]) => ({
  criteria: [...one.criteria],
  places: one.places,
  samples: one.samples,
  steps: one.steps.map(({ key, facts, places }) => ({ key, facts: copyFacts(facts), places })),
});

type Facts = Explanation['lines'][number]['note']['facts'];
type PlainFacts = Record<
  string,
  string | number | boolean | null | string[] | { weekday: 1 | 2 | 3 | 4 | 5 | 6 | 7; from: string; to: string }[]
>;
const copyFacts = (facts: Facts) => facts as unknown as PlainFacts; // the wire type is the same, without "readonly"

export function explainedOf(one: Explanation, card: OfferCard): Explained {
  const { verdict, score, band, rank, no, clarify } = one;
  return {
    card,
    verdict,
    score,
    band,
    rank,
    no,
    clarify,
    lines: one.lines.map((line) => ({ ...line, note: { key: line.note.key, facts: copyFacts(line.note.facts) } })),
  };
}

/** Only H1 stands against it, because another request holds it. */
function isHeldOnly(one: Judgement): boolean {
  return one.no === 1 && one.clarify === 0 && one.offer.place.state === 'held' && one.relation.heldForThis !== true;
}

function asIfFree({ prepared }: Search, one: Judgement): Judgement {
  return decide(prepared, { offer: one.offer, relation: { ...one.relation, heldForThis: true } });
}

/** The card of one place of a search. */
export async function cardFor(call: Call, found: Search, placeId: string, requestId: string | null): Promise<OfferCard> {
  const candidate = found.candidates.find(({ offer }) => offer.place.id === placeId);
  if (!candidate) throw new Refusal('place-not-found');
  const holder = found.rows.get(placeId)?.held_by;
  const [holders, before] = await Promise.all([
    selectHolderNames(call.tx, holder ? [holder] : []),
    countWaitingBefore(call.tx, [placeId], requestId),
  ]);
  return cardOf(found, decide(found.prepared, candidate), { holders, before, requestId });
}

interface Around {
  holders: ReadonlyMap<string, string>;
  /** By place: how many wait for it whose request is older. */
  before: ReadonlyMap<string, number>;
  requestId: string | null;
}

function cardOf(found: Search, { offer }: Judgement, { holders, before, requestId }: Around): OfferCard {
  const { place } = offer;
  const row = found.rows.get(place.id);
  const facts = found.facts.get(place.id);
  const slot = found.slots.get(place.id);
  const way = row && found.travel(row);
  const kind = found.prepared.nextKind.kind;
  return {
    placeId: place.id,
    placeVersion: place.version,
    practitionerId: place.practitionerId,
    name: facts?.practitionerName ?? '',
    title: facts?.title ?? null,
    kind: place.kind,
    procedure: place.procedure ?? null,
    setting: place.setting,
    groupName: facts?.groupName ?? null,
    modalities: [...place.modalities],
    kilometres: way?.kilometres ?? null,
    travelMinutes: way?.minutes ?? null,
    placeName: facts?.placeName ?? '',
    earliestStart: offer.start.iso,
    firstSlot: slot && kind !== 'none' ? { id: slot.slot_id, startsAt: slot.starts_at.toString(), kind } : null,
    confirmedAt: instantText(row?.confirmed_at),
    notes: facts?.notes ?? null,
    heldBy:
      row?.held_by && row.held_until && row.state === 'held'
        ? { name: holders.get(row.held_by) ?? '', until: instantText(row.held_until) ?? '', mine: row.held_for === requestId }
        : null,
    waitingBefore: before.get(place.id) ?? 0,
  };
}

function instantText(ms: number | null | undefined): string | null {
  return ms === null || ms === undefined ? null : Temporal.Instant.fromEpochMilliseconds(Math.round(ms)).toString();
}

function namedWish(found: Search, wished: NonNullable<ReturnType<typeof wishedOf>>): FitAnswer['wished'] {
  const nameOf = (practitionerId: string) =>
    [...found.facts.values()].find((facts) => facts.practitionerId === practitionerId)?.practitionerName ?? '';
  if (wished.standing !== 'full') return { ...wished, name: nameOf(wished.practitionerId) };
  return {
    ...wished,
    name: nameOf(wished.practitionerId),
    similar: wished.similar.map((one) => ({ ...one, name: nameOf(one.practitionerId) })),
  };
}
