import { setImmediate } from 'node:timers/promises';
import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import type { ZoneTable } from '#rooms/directory/rules/travel.ts';
import { decide, judgeHard, type PreparedOffer, type PreparedRequest, prepareOffer, prepareRequest } from '../rules/fit.ts';
import type { Pair } from '../rules/waiting-line.ts';
import { CALLBACK } from '../rules/waiting-offer.ts';
import { type CallerPlace, type CandidateRow, type PlaceFacts, selectPlaceFacts } from '../store/candidates.ts';
import type { WaiterRow } from '../store/waiting.ts';
import { selectBlockedPairs, selectCallerPlaces, selectExcludedByCode, selectLateSlots } from '../store/waiting-match.ts';
import { forTheRule, RULE, travelOf, zonesOf } from './fit.ts';

/** What all pairs of one run share: read once, whatever the number of persons and places. */
interface Ground {
  facts: ReadonlyMap<string, PlaceFacts>;
  excluded: ReadonlyMap<string, ReadonlySet<string>>;
  blocked: ReadonlySet<string>;
  callers: ReadonlyMap<string, CallerPlace>;
  zones: ZoneTable | null;
  /** A place made ready with its first appointment of a kind; undefined where it has none that starts late enough. */
  offerFor: (row: CandidateRow, kind: string) => PreparedOffer | undefined;
}

interface Ready {
  waiter: WaiterRow;
  prepared: PreparedRequest;
  codes: readonly string[];
  caller: CallerPlace | undefined;
}

const AT_ONCE = 5; // persons judged before others get their turn on this thread

/**
 * Every pair of a waiting person and an open place whose hard criteria hold, by the same rule as the desk's list (house 4). SQL reads a
 * superset once; the rule decides each pair. A place counts only with a first appointment that leaves 50 h for the call-back (RQ7).
 */
export async function pairsOf(call: Call, waiters: readonly WaiterRow[], places: readonly CandidateRow[]): Promise<Pair[]> {
  if (waiters.length === 0 || places.length === 0) return [];
  const today = dayInBerlin(call.now).toString();
  const ready = waiters.map((waiter): Ready => readyOf(waiter, today));
  const ground = await groundOf(call, ready, places, today);
  const pairs: Pair[] = [];
  for (const [index, one] of ready.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await setImmediate();
    const caller = one.waiter.criteria.postalCode ? ground.callers.get(one.waiter.criteria.postalCode) : undefined;
    // Whether the postal code is known is part of the request (H12, S5), so it is made ready once more with the answer.
    const prepared = caller ? prepareRequest({ ...one.prepared.request, placeKnown: true }, today, RULE) : one.prepared;
    for (const row of places) {
      const pair = pairOf({ ...one, prepared, caller }, row, ground);
      if (pair) pairs.push(pair);
    }
  }
  return pairs;
}

function readyOf(waiter: WaiterRow, today: string): Ready {
  const { criteria, oncall_wants_acute: oncallWantsAcute } = waiter;
  const prepared = prepareRequest({ ...forTheRule(criteria), placeKnown: false, oncallWantsAcute }, today, RULE);
  return { waiter, prepared, codes: [...(criteria.problems ?? []), ...(criteria.markers ?? [])], caller: undefined };
}

async function groundOf(call: Call, ready: readonly Ready[], places: readonly CandidateRow[], today: string): Promise<Ground> {
  const { tx, now } = call;
  const kinds = [...new Set(ready.map(({ prepared }) => prepared.nextKind.kind))].filter((kind) => kind !== 'none');
  const earliest = now.add({ hours: CALLBACK.leadHours });
  const [read, excluded, blocked, callers, zones, ...slots] = await Promise.all([
    selectPlaceFacts(
      tx,
      places.map(({ id }) => id),
    ),
    selectExcludedByCode(tx, [...new Set(ready.flatMap(({ codes }) => codes))], today),
    selectBlockedPairs(
      tx,
      ready.map(({ waiter }) => waiter.person_id),
      today,
    ),
    selectCallerPlaces(tx, [...new Set(ready.flatMap(({ waiter }) => waiter.criteria.postalCode ?? []))]),
    zonesOf(call),
    ...kinds.map((kind) => selectLateSlots(tx, places, kind, earliest)),
  ]);
  const facts = new Map(read.map((one) => [one.id, one]));
  const known = new Map<string, PreparedOffer | undefined>();
  const make = (row: CandidateRow, kind: string): PreparedOffer | undefined => {
    const place = facts.get(row.id);
    const slot = slots[kinds.indexOf(kind as (typeof kinds)[number])]?.get(row.id);
    if (!place || !slot) return undefined;
    return prepareOffer({
      ...place,
      state: row.state,
      seatFree: true,
      confirmedAt: textOf(row.confirmed_at),
      openSince: textOf(row.open_since),
      load: { assigned: 0, opened: 0 }, // fairness between therapists decides nothing here
      firstSlots: [{ kind: kind as 'TRIAL', start: slot.starts_at.toString(), id: slot.id }],
    });
  };
  const offerFor = (row: CandidateRow, kind: string) => {
    const key = `${row.id}.${kind}`;
    if (!known.has(key)) known.set(key, make(row, kind));
    return known.get(key);
  };
  return { facts, excluded, blocked, callers, zones, offerFor };
}

const textOf = (ms: number | null) => (ms === null ? undefined : Temporal.Instant.fromEpochMilliseconds(Math.round(ms)).toString());

function pairOf({ waiter, prepared, codes, caller }: Ready, row: CandidateRow, ground: Ground): Pair | undefined {
  const { kind } = prepared.nextKind;
  if (kind === 'none') return undefined;
  if (waiter.waiting_wished_only && row.practitioner_id !== waiter.wished_practitioner_id) return undefined;
  const offer = ground.offerFor(row, kind);
  if (!offer || !prepared.kinds.includes(offer.place.kind)) return undefined;
  if (prepared.insurance !== undefined && (offer.insurance & prepared.insurance) === 0) return undefined;
  const known = {
    excluded: codes.some((code) => ground.excluded.get(code)?.has(row.practitioner_id)),
    pairBlocked: ground.blocked.has(`${waiter.person_id} ${row.practitioner_id}`),
    heldForThis: false,
  };
  // Most pairs fail for another reason than the way, which costs most to find out: it is asked of the rest.
  if (judgeHard(prepared, offer, { ...known, travelMinutes: 0, travelKilometres: 0 }) !== 0) return undefined;
  const way = travelOf(caller, row, ground.facts.get(row.id), ground.zones);
  const relation = { ...known, travelMinutes: way.minutes, travelKilometres: way.kilometres };
  if (judgeHard(prepared, offer, relation) !== 0) return undefined; // a no, or something to clarify first
  return { placeId: row.id, requestId: waiter.id, tenths: decide(prepared, { offer, relation }).tenths };
}
