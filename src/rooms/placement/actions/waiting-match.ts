import { asSystem, type Call, type World } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { selectEvents } from '#platform/jobs.ts';
import { compareWaiting, standingOf } from '../rules/waiting.ts';
import { type InLine, linesOf, type Pair } from '../rules/waiting-line.ts';
import { type EarlierOffer, mayProposeAgain } from '../rules/waiting-offer.ts';
import { type CandidateRow, selectOffered } from '../store/candidates.ts';
import {
  appendProposals,
  type OfferRow,
  type PastOfferRow,
  rankProposals,
  selectLiveOffers,
  selectPastOffers,
  selectWaiters,
  type WaiterRow,
  withdrawProposals,
} from '../store/waiting.ts';
import { lockReader, moveReader, selectOwners } from '../store/waiting-match.ts';
import { pairsOf } from './waiting-fit.ts';
import { causeIn, type Touched, touchedBy } from './waiting-touched.ts';

const READER = 'waiting';
const EVENTS_AT_ONCE = 1_000;

/**
 * Proposes what changed since the last time: follows the log in commit order, matches and moves on in one transaction, so that a crash or
 * a second worker neither skips nor doubles anything. Called every second.
 */
export async function followForWaiting(world: World): Promise<{ events: number; proposed: number }> {
  return asSystem(world, 'placement.match-waiting', async (call) => {
    const position = await lockReader(call.tx, READER);
    if (!position) return { events: 0, proposed: 0 }; // another worker is at it
    if (position.fresh) return { events: 0, proposed: await matchWaiting(call, 'everything') };
    const events = await selectEvents(call.tx, position.xid, position.seq, EVENTS_AT_ONCE);
    const last = events.at(-1);
    if (!last) return { events: 0, proposed: 0 };
    const proposed = await matchWaiting(call, touchedBy(events));
    await moveReader(call.tx, READER, last.xid, last.seq);
    return { events: events.length, proposed };
  });
}

/** Looks at every waiting person and every open place: days pass without an event. */
export async function matchEverything(world: World): Promise<number> {
  return asSystem(world, 'placement.match-waiting', (call) => matchWaiting(call, 'everything'));
}

interface Standing {
  waiters: ReadonlyMap<string, WaiterRow>;
  /** In fair order, only who may be called now. */
  order: string[];
  live: readonly OfferRow[];
}

/**
 * Brings the proposals up to date: pairs of what was touched are judged anew, all others stand as they were written; then the lines are
 * computed over all of them. Answers how many proposals were made.
 */
export async function matchWaiting(call: Call, touched: Touched | 'everything'): Promise<number> {
  if (touched !== 'everything' && isNothing(touched)) return 0;
  const standing = await readStanding(call);
  const { waiters, order, live } = standing;
  if (waiters.size === 0 && live.length === 0) return 0;
  const all = touched === 'everything';
  const requests = new Set(all ? order : order.filter((id) => touched.requests.has(id)));
  const owners = all ? new Set<string>() : await ownersOf(call, touched, live);
  if (!all && owners.size === 0 && requests.size === 0 && !touches(live, touched)) return 0;
  const offered = await selectOffered(call.tx, requests.size > 0 || all ? null : [...owners]);
  const isFresh = (row: { practitioner_id: string }) => all || owners.has(row.practitioner_id);
  const fresh = await freshPairs(call, standing, offered.filter(isOpen), { all, requests, isFresh });
  const knownPlaces = new Map(offered.map((row) => [row.id, row]));
  const rows = live.filter(({ state }) => state === 'proposed');
  const stands = rows.filter((row) => !isFresh(row) && !requests.has(row.request_id));
  const past = pastOf(await selectPastOffers(call.tx));
  const pairs = [...fresh, ...stands.map((row): Pair => ({ placeId: row.place_id, requestId: row.request_id, tenths: row.tenths }))].filter(
    ({ placeId, requestId }) => mayAgain(past, placeId, requestId),
  );
  const lines = linesOf(order, pairs);
  // A line whose place is held stands as it was until that is over; nobody who is being offered something stands in another one.
  const isDormant = (row: OfferRow) => isFresh(row) && knownPlaces.get(row.place_id)?.state === 'held' && isOnCall(waiters, row);
  const isGone = (row: OfferRow) => isFresh(row) && !knownPlaces.has(row.place_id);
  return write(call, { lines, rows, waiters, knownPlaces, pairs, isDormant, isGone, touched });
}

const isOnCall = (waiters: ReadonlyMap<string, WaiterRow>, row: OfferRow) => {
  const waiter = waiters.get(row.request_id);
  return waiter !== undefined && mayBeCalled(waiter);
};
const isOpen = ({ state, held_until: until }: CandidateRow) => state === 'open' && until === null;
const isNothing = ({ everything, practitioners, places, slots, requests }: Touched) =>
  !everything && practitioners.size + places.size + slots.size + requests.size === 0;
const touches = (live: readonly OfferRow[], { requests }: Touched) => live.some((row) => requests.has(row.request_id));

async function readStanding(call: Call): Promise<Standing> {
  const [rows, live] = await Promise.all([selectWaiters(call.tx), selectLiveOffers(call.tx)]);
  const waiters = new Map(rows.map((row) => [row.id, row]));
  const order = rows
    .filter(mayBeCalled)
    .map((row) => ({ id: row.id, createdAt: row.created_at, priority: standingOfRow(row).priority }))
    .sort(compareWaiting)
    .map(({ id }) => id);
  return { waiters, order, live };
}

/** Waits, has had no last notice, and may be booked: the duty psychologist has let it go on where she was asked. */
export function mayBeCalled(row: WaiterRow): boolean {
  return row.state === 'waiting' && row.final_notice_at === null && (row.safety_blocked_at === null || row.safety_released_at !== null);
}

/** Priority and its reason of a row of the list. */
export function standingOfRow(row: WaiterRow) {
  return standingOf({
    kept: row.priority,
    level: row.safety_level,
    flagged: row.safety_blocked_at !== null,
    ptv11: row.criteria.ptv11?.recommendations,
  });
}

/** Whose places are judged anew: those named, and those in whose lines somebody touched stands. */
async function ownersOf(call: Call, { practitioners, places, slots, requests }: Touched, live: readonly OfferRow[]): Promise<Set<string>> {
  const beside = live.filter((row) => requests.has(row.request_id)).map((row) => row.practitioner_id);
  return new Set([...practitioners.keys(), ...beside, ...(await selectOwners(call.tx, [...places.keys()], [...slots.keys()]))]);
}

interface Freshness {
  all: boolean;
  requests: ReadonlySet<string>;
  isFresh: (row: CandidateRow) => boolean;
}

async function freshPairs(call: Call, { waiters, order }: Standing, open: readonly CandidateRow[], { all, requests, isFresh }: Freshness) {
  const everybody = order.flatMap((id) => waiters.get(id) ?? []);
  if (all) return pairsOf(call, everybody, open);
  const touched = everybody.filter(({ id }) => requests.has(id));
  const others = everybody.filter(({ id }) => !requests.has(id));
  const [ofPlaces, ofPersons] = [await pairsOf(call, others, open.filter(isFresh)), await pairsOf(call, touched, open)];
  return [...ofPlaces, ...ofPersons];
}

interface Past {
  offers: EarlierOffer[];
  reachedAt: Temporal.Instant | null;
}

function pastOf(rows: readonly PastOfferRow[]): Map<string, Past> {
  const past = new Map<string, Past>();
  for (const row of rows) {
    const key = `${row.place_id} ${row.request_id}`;
    const known = past.get(key) ?? { offers: [], reachedAt: row.reached_at };
    known.offers.push({ state: row.state, endedAt: row.ended_at });
    past.set(key, known);
  }
  return past;
}

function mayAgain(past: ReadonlyMap<string, Past>, placeId: string, requestId: string): boolean {
  const known = past.get(`${placeId} ${requestId}`);
  return known === undefined || mayProposeAgain(known.offers, known.reachedAt);
}

interface Plan {
  lines: ReadonlyMap<string, readonly InLine[]>;
  rows: readonly OfferRow[];
  waiters: ReadonlyMap<string, WaiterRow>;
  knownPlaces: ReadonlyMap<string, CandidateRow>;
  pairs: readonly Pair[];
  isDormant: (row: OfferRow) => boolean;
  isGone: (row: OfferRow) => boolean;
  touched: Touched | 'everything';
}

/** Writes the difference between the lines and what stands. */
async function write(call: Call, plan: Plan): Promise<number> {
  const { lines, rows, waiters, knownPlaces, touched } = plan;
  const known = new Map(rows.map((row) => [`${row.place_id} ${row.request_id}`, row]));
  const fits = new Set(plan.pairs.map(({ placeId, requestId }) => `${placeId} ${requestId}`));
  const ranked: { id: string; rank: number; tenths: number }[] = [];
  const made: (Parameters<typeof appendProposals>[1][number] & { turn: boolean })[] = [];
  const turned: OfferRow[] = [];
  const wanted = new Set<string>();
  for (const [placeId, line] of lines) {
    for (const [index, one] of line.entries()) {
      const key = `${placeId} ${one.requestId}`;
      const row = known.get(key);
      const rank = index + 1;
      wanted.add(key);
      if (row) {
        if (row.rank !== rank || row.tenths !== one.tenths) ranked.push({ id: row.id, rank, tenths: one.tenths });
        if (row.rank !== 1 && one.turn) turned.push(row);
        continue;
      }
      const waiter = waiters.get(one.requestId);
      const practitionerId = knownPlaces.get(placeId)?.practitioner_id;
      if (!waiter || !practitionerId) continue;
      made.push({
        id: call.newId(),
        requestId: one.requestId,
        personId: waiter.person_id,
        placeId,
        practitionerId,
        rank,
        tenths: one.tenths,
        cause: causeIn(touched, { placeId, practitionerId, requestId: one.requestId }),
        turn: one.turn,
      });
    }
  }
  const over = rows
    .filter((row) => plan.isGone(row) || (!plan.isDormant(row) && !wanted.has(`${row.place_id} ${row.request_id}`)))
    .map((row) => ({ id: row.id, row, because: whyOver(row, plan, fits) }));
  await withdrawProposals(call.tx, over, call.now);
  await rankProposals(call.tx, ranked);
  const written = await appendProposals(call.tx, made, call.now);
  for (const { row, because } of over) if (row.rank === 1) await tell(call, 'withdrawn', row, because);
  for (const row of turned) await tell(call, 'proposed', row, 'next-in-line');
  for (const one of made) {
    const { requestId: request_id, personId: person_id, placeId: place_id } = one;
    if (written.has(one.id) && one.turn) await tell(call, 'proposed', { id: one.id, request_id, person_id, place_id }, one.cause);
  }
  return written.size;
}

function whyOver(row: OfferRow, { waiters, isGone }: Plan, fits: ReadonlySet<string>): string {
  if (isGone(row)) return 'place-gone';
  const waiter = waiters.get(row.request_id);
  if (!waiter) return 'request-left';
  if (!mayBeCalled(waiter)) return 'not-now';
  return fits.has(`${row.place_id} ${row.request_id}`) ? 'other-offer' : 'no-longer-fits';
}

/** Only whose turn it is, is told: the rest of a line is read with the list. Without the practitioner: nobody's offers changed. */
function tell(
  call: Call,
  what: 'proposed' | 'withdrawn',
  row: Pick<OfferRow, 'id' | 'request_id' | 'person_id' | 'place_id'>,
  because: string,
): Promise<void> {
  return record(call, {
    action: what === 'proposed' ? 'placement.waiting.proposed' : 'placement.waiting.withdrawn',
    kind: what === 'proposed' ? 'C' : 'U',
    object: ['waiting-offer', row.id],
    personId: row.person_id,
    reason: because,
    data: { requestId: row.request_id, placeId: row.place_id },
  });
}
