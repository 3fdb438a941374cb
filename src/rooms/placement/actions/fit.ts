import { kilometres } from '#kernel/geo.ts';
import { ageOn, dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { TRAVEL_SETTING, type TravelSetting, travelMinutes, type ZoneTable } from '#rooms/directory/rules/travel.ts';
import type { Criteria } from '../contract.ts';
import {
  type Candidate,
  type FitOffer,
  type FitRequest,
  type Judged,
  judge,
  PASSUNGSREGEL_1,
  type PreparedOffer,
  type PreparedRequest,
  prepareOffer,
  prepareRequest,
} from '../rules/fit.ts';
import {
  type CallerPlace,
  type CandidateRow,
  findPostalCode,
  type PlaceFacts,
  type Preselection,
  selectBlocked,
  selectCandidates,
  selectExcluded,
  selectLoads,
  selectPlaceFacts,
  selectZones,
} from '../store/candidates.ts';

/** The rule in force: weights, bands and limits with their version. */
export const RULE = PASSUNGSREGEL_1;
const LEAD_HOURS = 2; // SL2: a slot is held at least two hours before it starts

interface Kept {
  key: string;
  facts: PlaceFacts;
  prepared: PreparedOffer;
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
  facts: ReadonlyMap<string, PlaceFacts>;
  prepared: PreparedRequest;
  candidates: readonly Candidate[];
  travel: (row: CandidateRow) => { minutes: number | undefined; kilometres: number | undefined };
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

  const [rows, excluded, blocked, load, zoneTable] = await Promise.all([
    selectCandidates(tx, preselection(sought, prepared, caller, now)),
    selectExcluded(tx, codes, today),
    selectBlocked(tx, sought.personId, today),
    loadsOf(call),
    zonesOf(call),
  ]);
  const facts = await factsOf(call, rows);
  const setting: TravelSetting = TRAVEL_SETTING;
  const travel = (row: CandidateRow) => travelOf(caller, row, facts.get(row.id), zoneTable, setting);
  const candidates = rows.flatMap((row): Candidate[] => {
    const known = kept.get(row.id);
    if (!known) return [];
    const way = travel(row);
    return [
      {
        offer: currentOffer(known, row, prepared, load),
        relation: {
          excluded: excluded.has(row.practitioner_id),
          pairBlocked: blocked.has(row.practitioner_id),
          travelMinutes: way.minutes,
          travelKilometres: way.kilometres,
          heldForThis: row.held_for !== null && row.held_for === sought.requestId,
        },
      },
    ];
  });
  return {
    judged: judge(prepared, candidates),
    request,
    rows: new Map(rows.map((row) => [row.id, row])),
    facts,
    prepared,
    candidates,
    travel,
  };
}

function forTheRule({
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

async function zonesOf(call: Call): Promise<ZoneTable | null> {
  if (zones && zones.until > Date.now()) return zones.value;
  const value = await selectZones(call.tx);
  zones = { value, until: Date.now() + 60_000 };
  return value;
}

const KM_PER_DEGREE = 111.19;

function preselection(sought: Sought, request: PreparedRequest, caller: CallerPlace | undefined, now: Temporal.Instant): Preselection {
  const { criteria } = sought;
  const therapy = request.therapy;
  const age = criteria.birthDate ? ageOn(Temporal.PlainDate.from(criteria.birthDate), dayInBerlin(now)) : undefined;
  // Twice the way that was named, so that "a longer way" can be offered; the zone table may be kinder than the crow, hence the margin.
  const reach = caller && criteria.maxTravelMinutes !== undefined ? Math.max(10, criteria.maxTravelMinutes) : undefined;
  const degrees = reach === undefined ? 0 : (reach * 2) / KM_PER_DEGREE;
  const narrow = caller && reach !== undefined && !sought.everything;
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

async function factsOf(call: Call, rows: readonly CandidateRow[]): Promise<Map<string, PlaceFacts>> {
  const missing = rows.filter((row) => kept.get(row.id)?.key !== keyOf(row));
  if (missing.length > 0) {
    if (kept.size > KEPT_MOST) kept.clear();
    const read = await selectPlaceFacts(
      call.tx,
      (kept.size === 0 ? rows : missing).map(({ id }) => id),
    );
    for (const facts of read) {
      kept.set(facts.id, {
        key: `${facts.version}.${facts.practitionerVersion}.${facts.locationVersion}`, // of what was read, which may be newer than the row
        facts,
        prepared: prepareOffer({ ...facts, state: 'open', seatFree: true, load: { assigned: 0, opened: 0 }, firstSlots: [] }),
      });
    }
  }
  const facts = new Map<string, PlaceFacts>();
  for (const row of rows) {
    const known = kept.get(row.id);
    if (known) facts.set(row.id, known.facts);
  }
  return facts;
}

const keyOf = (row: CandidateRow) => `${row.version}.${row.practitioner_version}.${row.location_version}`;
const NO_LOAD = { assigned: 0, opened: 0 };

function currentOffer(
  { prepared, facts }: Kept,
  row: CandidateRow,
  request: PreparedRequest,
  load: Map<string, { assigned: number; opened: number }>,
): PreparedOffer {
  const confirmedAt = row.confirmed_at?.toString();
  const openSince = row.open_since?.toString();
  const start = row.slot_starts_at?.toString();
  const kind = request.nextKind.kind;
  const place = {
    ...facts,
    state: row.state,
    seatFree: true,
    confirmedAt,
    openSince,
    endsOn: row.ends_on ?? undefined,
    load: load.get(row.practitioner_id) ?? NO_LOAD,
    firstSlots: start && row.slot_id && kind !== 'none' ? [{ kind, start, id: row.slot_id }] : [],
  };
  if (row.state === 'ending') return prepareOffer(place);
  const slots = prepareFirstSlots(place.firstSlots);
  return {
    ...prepared,
    place,
    firstSlots: slots,
    confirmed: confirmedAt === undefined ? undefined : dayParts(confirmedAt),
    openSince: row.open_since ? row.open_since.epochMilliseconds : Number.POSITIVE_INFINITY,
  };
}

const emptyPlace = {
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

function prepareFirstSlots(firstSlots: FitOffer['firstSlots']): PreparedOffer['firstSlots'] {
  return firstSlots.length === 0 ? [] : prepareOffer({ ...emptyPlace, firstSlots }).firstSlots;
}

function dayParts(confirmedAt: string): PreparedOffer['confirmed'] {
  return prepareOffer({ ...emptyPlace, firstSlots: [], confirmedAt }).confirmed;
}

function travelOf(
  caller: CallerPlace | undefined,
  row: CandidateRow,
  facts: PlaceFacts | undefined,
  table: ZoneTable | null,
  setting: TravelSetting,
) {
  if (!caller) return { minutes: undefined, kilometres: undefined };
  const point = { latitude: row.latitude, longitude: row.longitude };
  const minutes = travelMinutes({ zone: caller.zone, point: caller }, { zone: facts?.zone ?? null, point }, table, setting);
  return { minutes: minutes ?? undefined, kilometres: Math.round(kilometres(caller, point) * 10) / 10 };
}
