import type { ClientBase } from 'pg';

/**
 * V1 to V17 counted again, by hand over the raw rows: no SQL but "select all", no rule of the product. Slow on purpose, and written apart
 * from the statement in the database, so that the two can only agree where both are right (rule book A.6 with its clarifications).
 */
export type Recount = Record<string, number | null>;

/** The columns that are read here, of all tables together; a row has those of its own table. */
interface Row {
  [column: string]: unknown;
  id: string;
  seq: number;
  state: string;
  kind: string;
  origin: string;
  request_id: string;
  place_id: string;
  person_id: string;
  location_id: string;
  practitioner_id: string;
  postal_code: string;
  action: string;
  object_id: string;
  result: string;
  drill: boolean;
  highest_level: string;
  safety_level: string | null;
  closed_reason: string;
  cancelled_how: string | null;
  criteria: { postalCode?: string };
  data: { seconds?: number; withinDeadline?: boolean };
}

const ms = (value: unknown): number =>
  value === null || value === undefined ? Number.NaN : Number(value instanceof Date ? value.getTime() : value);
const berlin = (value: unknown) => Temporal.Instant.fromEpochMilliseconds(ms(value)).toZonedDateTimeISO('Europe/Berlin');
const day = (value: unknown) => berlin(value).toPlainDate();
const daysFrom = (from: unknown, to: unknown) => day(from).until(day(to), { largestUnit: 'days' }).days;

const FACTS = {
  requests: 'placement.request',
  requestStates: 'placement.request_state',
  allocations: 'placement.allocation',
  appointments: 'scheduling.appointment',
  places: 'directory.place',
  locations: 'directory.location',
  placeStates: 'directory.place_state',
  calls: 'placement.phone_call',
  contacts: 'placement.contact',
  emergencies: 'crisis.emergency',
  events: 'platform.event',
} as const;
type Raw = Record<keyof typeof FACTS, Row[]>;

export async function readRaw(client: ClientBase): Promise<Raw> {
  const raw = {} as Raw;
  for (const [name, table] of Object.entries(FACTS)) {
    const order = table.endsWith('_state') ? ' order by at, seq' : table === 'platform.event' ? ' order by seq' : '';
    const { rows } = await client.query<{ row: Row }>(`select to_jsonb(t) as row from ${table} t${order}`);
    raw[name as keyof Raw] = rows.map(({ row }) => {
      for (const [key, value] of Object.entries(row))
        if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) row[key] = new Date(value);
      return row;
    });
  }
  return raw;
}

const by = (rows: Row[], key: 'request_id' | 'place_id' | 'practitioner_id' | 'closed_reason'): Map<string, Row[]> =>
  Map.groupBy(rows, (row) => row[key]);
const round1 = (num: number, den: number): number | null => (den === 0 ? null : Math.floor((num * 1000 * 2 + den) / (den * 2)) / 10);

function middle(values: number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  if (sorted.length === 0) return null;
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
}
function rank(values: number[], tenths: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.length === 0 ? null : (sorted[Math.ceil((sorted.length * tenths) / 100) - 1] ?? null);
}

export function recount(raw: Raw, year: number, now: Temporal.Instant, area: string): Recount {
  const start = Temporal.ZonedDateTime.from(`${year}-01-01T00:00[Europe/Berlin]`);
  const from = start.epochMilliseconds;
  const till = Math.max(from, Math.min(start.add({ years: 1 }).epochMilliseconds, now.epochMilliseconds));
  const within = (value: unknown) => ms(value) >= from && ms(value) < till;
  const out: Recount = {};

  const places = new Map(raw.places.map((place) => [place.id, place]));
  const postal = new Map(raw.locations.map((location) => [location.id, location.postal_code]));
  const requests = new Map(raw.requests.map((request) => [request.id, request]));
  const comesFrom = (requestId: string) =>
    (requests.get(requestId)?.criteria?.postalCode ?? '').startsWith(area) && requests.has(requestId);
  const therapy = (placeId: string) => !['CONSULT', 'SERVICE'].includes(places.get(placeId)?.kind ?? '');

  // V1 to V3
  const trials = raw.allocations.filter(({ trial_at }) => trial_at !== null);
  const wasThere = new Set(
    raw.appointments.filter(({ state }) => state === 'attended').map((one) => `${one.request_id} ${one.practitioner_id}`),
  );
  // A trial whose only attended appointment was corrected to missed is none.
  const real = (one: Row) => wasThere.has(`${one.request_id} ${one.practitioner_id}`);
  const firstTrial = new Map<string, number>();
  for (const one of trials.filter((trial) => real(trial) && therapy(trial.place_id)))
    firstTrial.set(one.request_id, Math.min(firstTrial.get(one.request_id) ?? Number.POSITIVE_INFINITY, ms(one.trial_at)));
  const counted = trials.filter((one) => therapy(one.place_id) && comesFrom(one.request_id));
  const assigned = counted.filter((one) => within(one.trial_at) && real(one) && firstTrial.get(one.request_id) === ms(one.trial_at));
  out.V1 = assigned.length;
  for (let month = 1; month <= 12; month += 1)
    out[`V1/month-${month}`] = assigned.filter((one) => berlin(one.trial_at).month === month).length;
  const started = counted.filter((one) => within(one.started_at));
  const released = counted.filter((one) => one.started_at === null && within(one.ended_at));
  out.V2 = started.length;
  out.V3 = round1(started.length, started.length + released.length);
  out['V3/on-trial'] = counted.filter(
    (one) => ms(one.trial_at) < till && !(ms(one.started_at) < till) && !(ms(one.ended_at) < till),
  ).length;

  // V4 to V6
  const ofRequest = by(raw.appointments, 'request_id');
  const ofTherapist = by(raw.appointments, 'practitioner_id');
  const firstAttended = new Map<string, number>();
  for (const [request, all] of ofRequest) {
    const times = all.filter(({ state }) => state === 'attended').map(({ starts_at }) => ms(starts_at));
    if (times.length > 0) firstAttended.set(request, Math.min(...times));
  }
  const held = raw.appointments.filter((one) => within(one.starts_at) && comesFrom(one.request_id));
  const refilled = (one: Row) =>
    (ofTherapist.get(one.practitioner_id) ?? []).some(
      (other) =>
        other.person_id !== one.person_id &&
        !(ms(other.booked_at) < ms(one.cancellation_received_at)) &&
        ['booked', 'attended', 'no_show'].includes(other.state) &&
        ms(other.starts_at) < ms(one.ends_at) &&
        ms(other.ends_at) > ms(one.starts_at),
    );
  for (const scope of ['first', 'all']) {
    const all = held.filter(
      (one) => scope === 'all' || !firstAttended.has(one.request_id) || ms(one.starts_at) <= (firstAttended.get(one.request_id) ?? 0),
    );
    const attended = all.filter(({ state }) => state === 'attended').length;
    const noShow = all.filter(({ state }) => state === 'no_show').length;
    const late = all.filter(({ cancelled_how }) => cancelled_how === 'patient_late');
    const inTime = all.filter(({ cancelled_how }) => cancelled_how === 'patient_in_time').length;
    const lost = noShow + late.filter((one) => !refilled(one)).length;
    out[`V4/${scope}`] = round1(noShow, attended + noShow);
    out[`V4/unmarked-${scope}`] = all.filter((one) => one.state === 'booked' && ms(one.ends_at) <= till).length;
    out[`V5/${scope}`] = round1(late.length, attended + noShow + late.length + inTime);
    out[`V6/${scope}`] = round1(lost, attended + lost);
  }

  // V8
  const statesOf = by(
    raw.requestStates.toSorted((a, b) => a.seq - b.seq),
    'request_id',
  );
  const seen = [...statesOf].flatMap(([id, states]) => {
    const request = requests.get(id);
    const taken = states.find(({ state }) => ['triaged', 'offered', 'placed', 'waiting'].includes(state));
    return request && taken?.state === 'triaged' && within(taken.at) && comesFrom(id) ? [{ request, states }] : [];
  });
  const regular = seen.filter(
    ({ request }) =>
      !(request.state === 'closed' && request.closed_reason === 'not-eligible') &&
      !['ORANGE', 'RED'].includes(request.safety_level ?? '') &&
      !raw.emergencies.some((one) => one.request_id === request.id && !one.drill && ['ORANGE', 'RED'].includes(one.highest_level)),
  );
  const callsOf = by(
    raw.calls.filter(({ answered_at }) => answered_at !== null),
    'request_id',
  );
  const atOnce = regular.filter(({ request, states }) => {
    const booked = states.find(({ state, at }) => state === 'placed' && ms(at) < till);
    if (!booked) return false;
    const [call] = (callsOf.get(request.id) ?? []).toSorted((a, b) => ms(a.at) - ms(b.at) || (a.id < b.id ? -1 : 1));
    if (call) return ms(booked.at) >= ms(call.answered_at) && (call.ended_at === null || ms(booked.at) <= ms(call.ended_at));
    return request.origin === 'phone' && day(booked.at).equals(day(request.created_at));
  });
  out.V8 = round1(atOnce.length, regular.length);

  // V9, V10
  const waits = [...firstAttended]
    .filter(([request, at]) => within(at) && comesFrom(request))
    .map(([request, at]) => daysFrom(requests.get(request)?.created_at, at));
  out['V9/median'] = middle(waits);
  out['V9/p90'] = rank(waits, 90);
  const untilStart = started.map((one) => daysFrom(requests.get(one.request_id)?.created_at, one.started_at));
  out['V10/median'] = middle(untilStart);
  out['V10/p90'] = rank(untilStart, 90);

  // V11 to V13: day by day would be slow; state by state it is
  const seconds: Record<string, number> = {};
  const opened = new Map<string, { opened: number; assigned: number; partakes: boolean }>();
  const open: { since: number; till: number; place: string; practitioner: string }[] = [];
  for (const [placeId, states] of by(raw.placeStates, 'place_id')) {
    const place = places.get(placeId);
    if (!place || !therapy(placeId) || !(postal.get(place.location_id) ?? '').startsWith(area)) continue;
    for (const [index, one] of states.entries()) {
      const next = states[index + 1];
      const [since, end] = [Math.max(from, ms(one.at)), Math.min(till, next ? ms(next.at) : till)];
      const inside = end > since || (ms(one.at) >= from && ms(one.at) < till);
      if (!inside) continue;
      const mine = opened.get(one.practitioner_id) ?? { opened: 0, assigned: 0, partakes: false };
      seconds[one.state] = (seconds[one.state] ?? 0) + Math.max(0, end - since);
      if (one.state === 'open') open.push({ since, till: end, place: placeId, practitioner: one.practitioner_id });
      if (['open', 'held', 'reserved', 'trial', 'occupied', 'ending'].includes(one.state)) mine.partakes = true;
      if (within(one.at)) {
        const before = states[index - 1]?.state ?? 'draft';
        if (one.state === 'open' && !['held', 'paused', 'open'].includes(before)) mine.opened += 1;
        if (one.state === 'reserved') mine.assigned += 1;
      }
      opened.set(one.practitioner_id, mine);
    }
  }
  const inUse = ['open', 'held', 'reserved', 'trial', 'occupied', 'ending'].reduce((so, state) => so + (seconds[state] ?? 0), 0);
  out.V11 = inUse === 0 ? null : Math.floor(((seconds.open ?? 0) / inUse) * 1000 + 0.5) / 10;
  const colleagues = [...opened.values()].filter(({ partakes }) => partakes).length;
  out['V1/per-colleague'] = colleagues === 0 ? null : Math.floor((assigned.length * 20 + colleagues) / (colleagues * 2)) / 10;
  const load = [...opened.values()].filter((one) => one.opened > 0).map((one) => one.assigned / one.opened);
  const sum = load.reduce((so, x) => so + x, 0);
  const squares = load.reduce((so, x) => so + x * x, 0);
  out.V12 = load.length < 5 || sum === 0 ? null : Math.floor(((sum * sum) / (load.length * squares)) * 100 + 0.5) / 100;
  const confirmations = raw.events.filter(({ action }) =>
    [
      'directory.practitioner.confirmed',
      'directory.place.created',
      'directory.place.changed',
      'directory.place.opened',
      'directory.place.resumed',
    ].includes(action),
  );
  let [allOpen, fresh] = [0, 0];
  for (let month = 1; month <= 12; month += 1) {
    const first = start.add({ months: month - 1 });
    if (first.epochMilliseconds > till) continue;
    const earliest = first.toPlainDate().subtract({ days: 14 }).toZonedDateTime('Europe/Berlin').epochMilliseconds;
    const recent = new Set(
      confirmations
        .filter((one) => ms(one.happened_at) >= earliest && ms(one.happened_at) <= first.epochMilliseconds)
        .map(({ object_id }) => object_id),
    );
    for (const one of open) {
      if (one.since > first.epochMilliseconds || one.till <= first.epochMilliseconds) continue;
      allOpen += 1;
      if (recent.has(one.place) || recent.has(one.practitioner)) fresh += 1;
    }
  }
  out.V13 = round1(fresh, allOpen);

  // V14
  const everOnTrial = new Set(trials.filter(real).map(({ request_id }) => request_id));
  const without = raw.requests.filter(
    (one) =>
      one.state === 'closed' &&
      within(one.closed_at) &&
      !['duplicate', 'error'].includes(one.closed_reason) &&
      !everOnTrial.has(one.id) &&
      comesFrom(one.id),
  );
  out.V14 = without.length;
  for (const [reason, rows] of by(without, 'closed_reason')) out[`V14/${reason}`] = rows.length;

  // V15
  for (const level of ['RED', 'ORANGE', 'YELLOW']) {
    const all = raw.emergencies.filter((one) => !one.drill && one.highest_level === level && within(one.raised_at));
    const answers = all.flatMap(
      (one) => raw.events.find(({ action, object_id }) => action === 'crisis.emergency.acknowledged' && object_id === one.id) ?? [],
    );
    const took = answers.map(({ data }) => data.seconds ?? Number.NaN);
    out[`V15/${level}`] = all.length;
    out[`V15/${level}-median`] = middle(took);
    out[`V15/${level}-p95`] = rank(took, 95);
    out[`V15/${level}-in-time`] = round1(answers.filter(({ data }) => data.withinDeadline === true).length, all.length);
  }

  // V16
  const calls = raw.calls.filter(({ at }) => within(at));
  const answered = calls.filter(({ answered_at }) => answered_at !== null);
  const talk = middle(
    answered.filter(({ ended_at }) => ended_at !== null).map((one) => Math.round((ms(one.ended_at) - ms(one.answered_at)) / 1000)),
  );
  out['V16/answered'] = round1(answered.length, calls.length);
  out['V16/median'] = talk === null ? null : Math.floor((talk * 20 + 60) / 120) / 10;

  // V17
  const listed = [...statesOf].flatMap(([id, states]) => {
    const last = states.filter(({ at }) => ms(at) < till).at(-1);
    const since = states.find(({ state }) => state === 'waiting');
    return last?.state === 'waiting' && comesFrom(id) ? [{ id, since: ms(since?.at) }] : [];
  });
  const lately = till - 14 * 86_400_000;
  const spoken = listed.filter(
    ({ id, since }) =>
      since >= lately ||
      raw.contacts.some(
        (one) => one.request_id === id && ['reached', 'sent'].includes(one.result) && ms(one.at) >= lately && ms(one.at) < till,
      ),
  );
  out['V17/length'] = listed.length;
  out['V17/median'] = middle(listed.map(({ since }) => daysFrom(since, till)));
  out['V17/contacted'] = round1(spoken.length, listed.length);
  return out;
}
