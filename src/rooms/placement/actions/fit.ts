import { kilometres } from '#kernel/geo.ts';
import { ageOn, dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { TRAVEL_SETTING, travelMinutes, type ZoneTable } from '#rooms/directory/rules/travel.ts';
import type { Criteria } from '../contract.ts';
import {
  bit,
  type Candidate,
  type FitOffer,
  type FitRequest,
  type Judged,
  judge,
  judgeHard,
  noMask,
  PASSUNGSREGEL_1,
  type PreparedOffer,
  type PreparedRequest,
  prepareOffer,
  prepareRequest,
} from '../rules/fit.ts';
import {
  type CallerPlace,
  type CandidateRow,
  type FirstSlotRow,
  findPostalCode,
  type PlaceFacts,
  type Preselection,
  selectBlocked,
  selectCandidates,
  selectExcluded,
  selectFirstSlots,
  selectLoads,
  selectPlaceFacts,
  selectZones,
} from '../store/candidates.ts';
import { OfferMemory } from './offer-memory.ts';

/** The rule in force: weights, bands and limits with their version. */
export const RULE = PASSUNGSREGEL_1;
const LEAD_HOURS = 2; // SL2: a slot is held at least two hours before it starts

interface Kept {
  key: string;
  facts: PlaceFacts;
  prepared: PreparedOffer;
}

interface Times {
  confirmedMs: number | null;
  openMs: number | null;
  confirmedAt: string | undefined;
  openSince: string | undefined;
  confirmed: PreparedOffer['confirmed'];
}

/** Texts of times, made once for what is kept. */
const times = new WeakMap<object, Times>();

/** A place as a search sees it. */
interface Offer {
  row: CandidateRow;
  facts: PlaceFacts;
  prepared: PreparedOffer;
  /** What outlives this search and may remember things. */
  memo?: object;
}

/** What is kept of places between requests, by version: never wrong, only missing. One for the process. */
const kept = new Map<string, Kept>();
const KEPT_MOST = 60_000;

interface Slow<T> {
  value: T;
  until: number;
}
let loads: Slow<Map<string, { assigned: number; opened: number }>> | undefined;
let zones: Slow<ZoneTable | null> | undefined;
const postalCodes = new Map<string, CallerPlace | null>();

/** Forgets what is kept between requests; tests with many databases in one process need it. */
export function forgetKept(): void {
  kept.clear();
  postalCodes.clear();
  loads = undefined;
  zones = undefined;
}

/** Everything that was looked at for one request, judged. */
export interface Search {
  judged: Judged;
  request: FitRequest;
  rows: ReadonlyMap<string, CandidateRow>;
  /** First free slots by place. */
  slots: ReadonlyMap<string, FirstSlotRow>;
  facts: ReadonlyMap<string, PlaceFacts>;
  prepared: PreparedRequest;
  candidates: readonly Candidate[];
  travel: (row: CandidateRow) => Way;
}

export interface Sought {
  criteria: Criteria;
  requestId: string | null;
  personId: string | null;
  oncallWantsAcute: boolean;
  /** Only this place: the check before a hold. */
  placeId?: string;
  /** Nothing is cut off beforehand, so that every place of the kind can be explained. */
  everything?: boolean;
}

/** Looks up the candidates and lets the rule decide (house 4: SQL preselects a superset, `rules.fit` decides). */
export async function search(call: Call, sought: Sought): Promise<Search> {
  const { tx, now } = call;
  const today = dayInBerlin(now).toString();
  const { criteria } = sought;
  const caller = criteria.postalCode ? await placeOfCaller(call, criteria.postalCode) : undefined;
  const request: FitRequest = {
    ...forTheRule(criteria),
    placeKnown: caller !== undefined,
    oncallWantsAcute: sought.oncallWantsAcute,
  };
  const prepared = prepareRequest(request, today, RULE);
  const codes = [...(criteria.problems ?? []), ...(criteria.markers ?? [])];

  const zoneTable = await zonesOf(call);
  const by = preselection(sought, prepared, caller, now, zoneTable);
  const memory = OfferMemory.of(call);
  const [known, excluded, blocked, load] = await Promise.all([
    memory ? remembered(call, memory, by) : looked(call, by),
    selectExcluded(tx, codes, today),
    selectBlocked(tx, sought.personId, today),
    loadsOf(call),
  ]);
  const offers = known.map((offer) => (isLapsed(offer.row, now) ? { ...offer, row: { ...offer.row, ...NOBODYS } } : offer));
  const rows = offers.map(({ row }) => row);
  const facts = new Map(offers.map((offer) => [offer.row.id, offer.facts]));
  const ways = new Map<string, Way>();
  const travel = (row: CandidateRow) => {
    const way = ways.get(row.id) ?? travelOf(caller, row, facts.get(row.id), zoneTable);
    ways.set(row.id, way);
    return way;
  };
  const found: Found[] = [];
  for (const known of offers) {
    const { row } = known;
    const way = travel(row);
    const relation = {
      excluded: excluded.has(row.practitioner_id),
      pairBlocked: blocked.has(row.practitioner_id),
      travelMinutes: way.minutes,
      travelKilometres: way.kilometres,
      heldForThis: row.held_for !== null && row.held_for === sought.requestId,
    };
    found.push({ row, candidate: { offer: currentOffer(known, load), relation } });
  }
  const near = nearOnes(prepared, found, sought.everything === true || sought.placeId !== undefined);
  const slots = await (memory ? memory.slots(call, near, by) : readSlots(call, near, by));
  const candidates = found.map(({ row, candidate }) => withSlot(candidate, slots.get(row.id), prepared));
  return {
    judged: judge(prepared, candidates),
    request,
    rows: new Map(rows.map((row) => [row.id, row])),
    slots,
    facts,
    prepared,
    candidates,
    travel,
  };
}

interface Found {
  row: CandidateRow;
  candidate: Candidate;
}

interface Way {
  minutes: number | undefined;
  kilometres: number | undefined;
}

/** Beyond two criteria a place is neither an offer nor a relaxation; its slots are not looked up. Age is judged on the slot's day. */
const NEAR = 2;

/** Places that are near enough for their first slot to matter. */
function nearOnes(request: PreparedRequest, found: readonly Found[], all: boolean): CandidateRow[] {
  if (request.nextKind.kind === 'none') return [];
  const isNear = ({ candidate }: Found) => countBits(noMask(judgeHard(request, candidate.offer, candidate.relation)) & ~bit('H3')) <= NEAR;
  return (all ? found : found.filter(isNear)).map(({ row }) => row);
}

async function readSlots(call: Call, near: readonly CandidateRow[], by: Preselection): Promise<Map<string, FirstSlotRow>> {
  return new Map((await selectFirstSlots(call.tx, near, by)).map((row) => [row.place_id, row]));
}

/** From memory, with the full places of a wished therapist beside. */
async function remembered(call: Call, memory: OfferMemory, by: Preselection): Promise<Offer[]> {
  await memory.refresh(call);
  const offers: Offer[] = memory.select(by);
  if (by.placeId && offers.length === 0) return looked(call, by);
  if (!by.wishedPractitioner) return offers;
  const known = new Set(offers.map(({ row }) => row.id));
  const own = await looked(call, { ...by, kinds: ['PLACE', 'GROUP_SEAT'], box: null, age: null, insurance: null, onlyWished: true });
  return [...offers, ...own.filter(({ row }) => !known.has(row.id))];
}

/** From SQL, with the lasting facts that this process keeps by version. */
async function looked(call: Call, by: Preselection): Promise<Offer[]> {
  const rows = await selectCandidates(call.tx, by);
  await keepFacts(call, rows);
  return rows.flatMap((row) => {
    const known = kept.get(row.id);
    return known ? [{ row, facts: known.facts, prepared: known.prepared, memo: known }] : [];
  });
}

/** A hold whose time is over holds nothing, also before the timer has written it down. */
const isLapsed = ({ state, held_until: until }: CandidateRow, now: Temporal.Instant) =>
  state === 'held' && until !== null && until <= now.epochMilliseconds;
const NOBODYS = { state: 'open', held_by: null, held_for: null, held_until: null } as const;

function countBits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

function withSlot(candidate: Candidate, slot: FirstSlotRow | undefined, { nextKind: { kind } }: PreparedRequest): Candidate {
  if (!slot || kind === 'none') return candidate;
  const firstSlots = [{ kind, start: slot.starts_at.toString(), id: slot.slot_id }];
  const { place } = candidate.offer;
  return { ...candidate, offer: { ...candidate.offer, place: { ...place, firstSlots }, firstSlots: preparedSlots(firstSlots) } };
}

export function forTheRule({
  postalCode: _,
  custody: _custody,
  urgentNeed: _need,
  betreuung: _betreuung,
  ...criteria
}: Criteria): Omit<FitRequest, 'placeKnown'> {
  return criteria;
}

async function placeOfCaller(call: Call, postalCode: string): Promise<CallerPlace | undefined> {
  const known = postalCodes.get(postalCode);
  if (known !== undefined) return known ?? undefined;
  const found = await findPostalCode(call.tx, postalCode);
  if (found) postalCodes.set(postalCode, found);
  return found;
}

async function loadsOf(call: Call): Promise<Map<string, { assigned: number; opened: number }>> {
  if (loads && loads.until > Date.now()) return loads.value;
  const value = await selectLoads(call.tx, call.now.subtract({ hours: 90 * 24 }));
  loads = { value, until: Date.now() + 60_000 };
  return value;
}

export async function zonesOf(call: Call): Promise<ZoneTable | null> {
  if (zones && zones.until > Date.now()) return zones.value;
  const value = await selectZones(call.tx);
  zones = { value, until: Date.now() + 60_000 };
  return value;
}

const KM_PER_DEGREE = 111.19;

function preselection(
  sought: Sought,
  request: PreparedRequest,
  caller: CallerPlace | undefined,
  now: Temporal.Instant,
  zoneTable: ZoneTable | null,
): Preselection {
  const { criteria } = sought;
  const therapy = request.therapy;
  const age = criteria.birthDate ? ageOn(Temporal.PlainDate.from(criteria.birthDate), dayInBerlin(now)) : undefined;
  // Up to twice the way that was named, so that "a longer way" can be offered. A zone table may be kinder than the crow: then nothing is cut off.
  const named = criteria.maxTravelMinutes;
  const narrow = caller !== undefined && named !== undefined && !sought.everything && zoneTable === null;
  const reach = (2 * Math.max(0, (named ?? 0) - TRAVEL_SETTING.base)) / TRAVEL_SETTING.perKm + 5;
  const degrees = reach / KM_PER_DEGREE;
  const wide = degrees / Math.cos(((caller?.latitude ?? 51) * Math.PI) / 180);
  return {
    // The other setting stays in for "Gruppe auch möglich".
    kinds: therapy ? ['PLACE', 'GROUP_SEAT'] : request.kinds,
    age: age === undefined || sought.everything ? null : { from: age, to: age + 2 },
    insurance: sought.everything ? null : (criteria.insurance ?? null),
    box: narrow
      ? {
          south: caller.latitude - degrees,
          north: caller.latitude + degrees,
          west: caller.longitude - wide,
          east: caller.longitude + wide,
          video: criteria.modalities?.includes('video') ?? false,
        }
      : null,
    slotKind: request.nextKind.kind,
    earliestSlot: now.add({ hours: LEAD_HOURS }),
    now,
    requestId: sought.requestId,
    wishedPractitioner: criteria.wishedPractitioner ?? null,
    placeId: sought.placeId ?? null,
  };
}

async function keepFacts(call: Call, rows: readonly CandidateRow[]): Promise<void> {
  const missing = rows.filter((row) => kept.get(row.id)?.key !== keyOf(row));
  if (missing.length === 0) return;
  if (kept.size > KEPT_MOST) kept.clear();
  const read = await selectPlaceFacts(
    call.tx,
    (kept.size === 0 ? rows : missing).map(({ id }) => id),
  );
  for (const facts of read) {
    kept.set(facts.id, {
      key: `${facts.version}.${facts.practitionerVersion}.${facts.locationVersion}`, // of what was read, which may be newer than the row
      facts,
      prepared: prepareOffer({ ...facts, state: 'open', seatFree: true, load: NO_LOAD, firstSlots: [] }),
    });
  }
}

const keyOf = (row: CandidateRow) => `${row.version}.${row.practitioner_version}.${row.location_version}`;
const NO_LOAD = { assigned: 0, opened: 0 };

/** The place as it stands now: what is kept of it by version, and what changes from minute to minute. */
function currentOffer({ row, prepared, facts, memo }: Offer, load: Map<string, { assigned: number; opened: number }>): PreparedOffer {
  const known = timesOf(memo ?? row, row);
  const place = {
    ...facts,
    state: row.state,
    seatFree: true,
    confirmedAt: known.confirmedAt,
    openSince: known.openSince,
    endsOn: row.ends_on ?? undefined,
    load: load.get(row.practitioner_id) ?? NO_LOAD,
    firstSlots: [],
  };
  if (row.state === 'ending') return prepareOffer(place);
  return { ...prepared, place, firstSlots: [], confirmed: known.confirmed, openSince: row.open_since ?? Number.POSITIVE_INFINITY };
}

/** Texts and days of two instants, made once while they stand. */
function timesOf(owner: object, row: CandidateRow): Times {
  const before = times.get(owner);
  if (before && before.confirmedMs === row.confirmed_at && before.openMs === row.open_since) return before;
  const text = (ms: number | null) => (ms === null ? undefined : Temporal.Instant.fromEpochMilliseconds(Math.round(ms)).toString());
  const confirmedAt = text(row.confirmed_at);
  const made = {
    confirmedMs: row.confirmed_at,
    openMs: row.open_since,
    confirmedAt,
    openSince: text(row.open_since),
    confirmed: prepareOffer({ ...EMPTY_PLACE, firstSlots: [], confirmedAt }).confirmed,
  };
  times.set(owner, made);
  return made;
}

const EMPTY_PLACE = {
  id: '',
  practitionerId: '',
  version: 0,
  kind: 'PLACE',
  setting: 'single',
  ageMin: 0,
  insuranceKinds: [],
  languages: [],
  interpreterWelcome: 'no',
  specialities: {},
  access: {},
  modalities: [],
  windows: [],
  earliestStart: '2000-01-01',
  state: 'open',
  seatFree: true,
  load: NO_LOAD,
} as const;

function preparedSlots(firstSlots: FitOffer['firstSlots']): PreparedOffer['firstSlots'] {
  return prepareOffer({ ...EMPTY_PLACE, firstSlots }).firstSlots;
}

export function travelOf(caller: CallerPlace | undefined, row: CandidateRow, facts: PlaceFacts | undefined, table: ZoneTable | null): Way {
  if (!caller) return { minutes: undefined, kilometres: undefined };
  const point = { latitude: row.latitude, longitude: row.longitude };
  const minutes = travelMinutes({ zone: caller.zone, point: caller }, { zone: facts?.zone ?? null, point }, table, TRAVEL_SETTING);
  return { minutes: minutes ?? undefined, kilometres: Math.round(kilometres(caller, point) * 10) / 10 };
}
