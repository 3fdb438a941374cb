import { expect } from 'vitest';
import { PLACE_TABLE, type PlaceEvent, type PlaceFacts, type PlaceState, stepPlace } from '#rooms/directory/rules/place.ts';
import { isBound } from '#rooms/directory/rules/place-watch.ts';
import { type RequestState, stepRequest } from '#rooms/placement/rules/request.ts';
import { type AppointmentState, stepAppointment } from '#rooms/scheduling/rules/appointment.ts';
import { extendHold, type Hold, startHold } from '#rooms/scheduling/rules/hold.ts';
import { type SlotState, slotStateAt, stepSlot } from '#rooms/scheduling/rules/slot.ts';

/**
 * A small network in memory: places (three of them the seats of one group), first slots, requests and desks. Random people do random
 * things; every change goes through the tables only, coupled as one transaction would. After each step the invariants of A.3.3 must hold.
 */
interface Place {
  id: number;
  state: PlaceState;
  request: number | null;
  hold: Hold | null;
  confirmedAt: Temporal.Instant;
  interrupted: boolean;
  endDay: Temporal.PlainDate | null;
  /** I5: when it was in which state. */
  spells: { state: PlaceState; from: Temporal.Instant }[];
  /** I4: the row that gave it to others last. */
  freedBy: string | null;
}
interface Slot {
  id: number;
  state: SlotState;
  start: Temporal.Instant;
  hold: Hold | null;
}
interface Appointment {
  state: AppointmentState;
  slot: number;
  request: number;
  start: Temporal.Instant;
}
interface Request {
  id: number;
  state: RequestState;
  priority: 1 | 2 | 3;
  closedAt: Temporal.Instant | null;
}
export interface World {
  now: Temporal.Instant;
  begin: Temporal.Instant;
  places: Place[];
  slots: Slot[];
  requests: Request[];
  appointments: Appointment[];
  passed: Map<string, number>;
}

const DESKS = ['jana', 'samuel'];
export const GROUP = [3, 4, 5];

export function newWorld(): World {
  const now = Temporal.Instant.from('2026-03-27T08:00:00Z');
  const index = (count: number) => Array.from({ length: count }, (_, id) => id);
  return {
    now,
    begin: now,
    places: index(6).map((id) => ({
      id,
      state: 'open',
      request: null,
      hold: null,
      confirmedAt: now,
      interrupted: false,
      endDay: null,
      spells: [{ state: 'open', from: now }],
      freedBy: null,
    })),
    slots: index(12).map((id) => ({ id, state: 'free', start: now.add({ hours: 3 + id * 9 }), hold: null })),
    requests: index(5).map((id) => ({ id, state: 'triaged', priority: 3, closedAt: null })),
    appointments: [],
    passed: new Map(),
  };
}

function movePlace(world: World, place: Place, to: PlaceState, row: string) {
  const given = isBound(place.state) || place.state === 'ending';
  if (given && to === 'open') place.freedBy = row;
  place.state = to;
  place.spells.push({ state: to, from: world.now });
  world.passed.set(row, (world.passed.get(row) ?? 0) + 1);
}
function pass(world: World, row: string) {
  world.passed.set(row, (world.passed.get(row) ?? 0) + 1);
}

/** Timers: what ran out is written down, place and slot together, the request hears of it. */
function runTimers(world: World) {
  for (const slot of world.slots) {
    const over = stepSlot(slot.state, 'pass-start', 'system', { now: world.now, start: slot.start });
    const out =
      !over.ok && slot.hold
        ? stepSlot(slot.state, 'time-out', 'system', { now: world.now, start: slot.start, heldUntil: slot.hold.until })
        : over;
    if (out.ok) {
      pass(world, out.id);
      if (out.effects.includes('release-place') && slot.hold) loseHold(world, slot.hold);
      slot.state = out.to;
      slot.hold = null;
    }
  }
}

/** The coupled part of SL4, SL8, SL10 and PL13: both halves of a hold go, and the request is back at the desk. */
function loseHold(world: World, hold: Hold) {
  const request = Number(hold.request);
  for (const place of world.places.filter((one) => one.state === 'held' && one.hold?.request === hold.request)) {
    // the slot went first (by time, start or force), so its place follows as if its time were up
    const lost = stepPlace('held', 'time-out', 'system', { now: world.now, heldUntil: world.now });
    expect(lost).toMatchObject({ ok: true, to: 'open' });
    place.hold = null;
    movePlace(world, place, 'open', 'PL3');
  }
  const asked = world.requests[request];
  if (asked?.state === 'offered') {
    const lost = stepRequest('offered', 'hold-lost', 'system', { now: world.now });
    if (lost.ok) asked.state = lost.to;
  }
}

export interface Act {
  kind: number;
  place: number;
  slot: number;
  request: number;
  desk: number;
  flag: boolean;
  minutes: number;
}

function placeFacts(world: World, place: Place, act: Act): PlaceFacts {
  const request = place.request;
  const own = world.appointments.filter((one) => one.request === request);
  return {
    now: world.now,
    ofActor: true,
    fieldsComplete: true,
    confirmedAt: place.confirmedAt,
    acceptsPatients: true,
    firstAppointmentFailed: own.length > 0 && own.every(({ state }) => state !== 'booked' && state !== 'attended'),
    hasBookedSuccessor: own.some(({ state }) => state === 'booked'),
    trialEnough: own.filter(({ state }) => state === 'attended').length >= 1,
    clientSaidYes: act.flag,
    reason: 'chemistry',
    initiator: act.flag ? 'client' : 'therapist',
    reasonGiven: true,
    interrupted: place.interrupted,
    ...(place.endDay === null ? {} : { endDay: place.endDay }),
  };
}

/** PL2 with SL2 and RQ3: all three or nothing. */
function hold(world: World, { place: p, slot: s, request: r, desk }: Act) {
  const [place, slot, request, holder] = [world.places[p], world.slots[s], world.requests[r], DESKS[desk] ?? 'jana'];
  if (!place || !slot || !request) return;
  const wish = { holder, request: String(r), start: slot.start };
  const started = startHold(wish, slot.hold, world.now);
  const state = slotStateAt({ ...slot, heldUntil: slot.hold?.until ?? null }, world.now);
  const bySlot = stepSlot(state, 'hold', 'desk', { now: world.now, start: slot.start, requestState: request.state, versionMatches: true });
  if (state === 'held') expect(bySlot.ok).toBe(false);
  if (!bySlot.ok || !started.ok || started.already) return;
  const byPlace = stepPlace(place.state, 'hold', 'desk', {
    ...placeFacts(world, place, { flag: false } as Act),
    slotHeldForSameRequest: true,
    versionMatches: true,
    requestHasOtherPlace: world.places.some((one) => one.request === r || (one.hold !== null && one.hold.request === String(r))),
  });
  if (!byPlace.ok) return;
  slot.state = bySlot.to;
  slot.hold = started.hold;
  place.hold = started.hold;
  movePlace(world, place, byPlace.to, byPlace.id);
  pass(world, bySlot.id);
  const offered = stepRequest(request.state, 'present', 'desk', { now: world.now, candidates: 1 });
  if (offered.ok) request.state = offered.to;
}

/** SL5, PL4, RQ4 and AP1 in one. */
function book(world: World, { place: p, slot: s, desk }: Act) {
  const [place, slot, holder] = [world.places[p], world.slots[s], DESKS[desk] ?? 'jana'];
  if (!place || !slot) return;
  const coupled = place.hold !== null && slot.hold !== null && place.hold.request === slot.hold.request;
  const bySlot = stepSlot(slot.state, 'book', 'desk', {
    now: world.now,
    start: slot.start,
    byHolder: slot.hold?.holder === holder,
    ...(slot.hold ? { heldUntil: slot.hold.until } : {}),
    nameKnown: true,
    birthDateKnown: true,
    channelKnown: true,
    policyNoticed: true,
    place: coupled ? 'held-by-same-request' : 'not-held',
  });
  if (!bySlot.ok || !place.hold) return;
  const byPlace = stepPlace(place.state, 'book', 'desk', { now: world.now, byHolder: true, heldUntil: place.hold.until, slotBooked: true });
  const request = world.requests[Number(place.hold.request)];
  if (!byPlace.ok || !request) return;
  const facts = { now: world.now, byHolder: true, safetyClear: true, representationClear: true, slotAndPlaceBooked: true };
  const byRequest = stepRequest(request.state, 'book', 'desk', facts);
  const appointment = stepAppointment('none', 'book', 'desk', { now: world.now, start: slot.start, slotBooked: true });
  if (!byRequest.ok || !appointment.ok) return;
  world.appointments.push({ state: appointment.to, slot: slot.id, request: request.id, start: slot.start });
  slot.state = bySlot.to;
  slot.hold = null;
  place.hold = null;
  place.request = request.id;
  request.state = byRequest.to;
  movePlace(world, place, byPlace.to, byPlace.id);
  pass(world, bySlot.id);
  pass(world, byRequest.id);
}

/** What happens to an appointment, with what it moves. */
function happen(world: World, act: Act) {
  const next = world.appointments.find((one) => one.state === 'booked');
  const appointment = act.kind === 6 ? next : world.appointments[act.slot % Math.max(1, world.appointments.length)];
  if (!appointment) return;
  // half of the time its hour has come
  if (act.kind === 6 && act.flag && Temporal.Instant.compare(world.now, appointment.start) < 0) {
    world.now = appointment.start.add({ minutes: 30 });
    runTimers(world);
  }
  const event = (['attend', 'mark-missing', 'cancel-by-patient', 'cancel-by-provider'] as const)[act.request % 4] ?? 'attend';
  const answer = stepAppointment(appointment.state, event, 'therapist', {
    now: world.now,
    start: appointment.start,
    ofActor: true,
    receivedAt: event === 'cancel-by-patient' ? world.now : null,
    inTime: act.flag,
  });
  if (!answer.ok) return;
  appointment.state = answer.to;
  pass(world, answer.id);
  const slot = world.slots[appointment.slot];
  if (answer.effects.includes('slot-given-back') && slot) {
    const back = stepSlot(slot.state, 'appointment-ended', 'system', { now: world.now, start: slot.start });
    expect(back.ok).toBe(true);
    if (back.ok) slot.state = back.to;
  }
  const place = world.places.find((one) => one.request === appointment.request);
  if (answer.effects.includes('first-attended') && place?.state === 'reserved') {
    const trial = stepPlace(place.state, 'first-attended', 'system', { now: world.now });
    if (trial.ok) movePlace(world, place, trial.to, trial.id);
  }
}

const PLACE_ACTS: PlaceEvent[] = [
  'open',
  'confirm-start',
  'release',
  'first-failed',
  'announce-end',
  'end-reached',
  'extend',
  'end-early',
  'pause',
  'resume',
];

/** What therapists and desks do with a place, with what it does to request and hold. */
function changePlace(world: World, act: Act) {
  // mostly a place that somebody has, because an open one has little to change
  const given = world.places.filter((one) => one.request !== null);
  const place = (act.kind !== 9 ? given[act.place % Math.max(1, given.length)] : undefined) ?? world.places[act.place];
  if (!place) return;
  // mostly what the table lists, sometimes anything
  const listed = PLACE_ACTS.filter((one) => PLACE_TABLE[place.state].some((row) => row.event === one));
  const events = act.kind !== 9 && listed.length > 0 ? listed : PLACE_ACTS;
  const event = events[act.slot % events.length];
  if (!event) return;
  const endDay =
    place.endDay ??
    world.now
      .toZonedDateTimeISO('Europe/Berlin')
      .toPlainDate()
      .add({ days: act.minutes % 3 });
  const answer = stepPlace(place.state, event, act.desk === 0 ? 'therapist' : ['desk', 'coordinator'], {
    ...placeFacts(world, place, act),
    endDay,
  });
  if (!answer.ok) return;
  const request = place.request === null ? undefined : world.requests[place.request];
  const does = (effect: (typeof answer.effects)[number]) => answer.effects.includes(effect);
  if (does('set-expected-end')) place.endDay = endDay;
  if (does('clear-expected-end')) place.endDay = null;
  if (does('set-interrupted')) place.interrupted = true;
  if (does('clear-interrupted')) place.interrupted = false;
  if (does('clear-request')) place.request = null;
  const held = place.hold;
  if (answer.to === place.state) pass(world, answer.id);
  else movePlace(world, place, answer.to, answer.id);
  if (does('release-slot') && held) {
    place.hold = null;
    for (const slot of world.slots.filter((one) => one.state === 'held' && one.hold?.request === held.request)) {
      slot.state = 'free';
      slot.hold = null;
    }
    loseHold(world, held);
  }
  if (!request) return;
  const told = does('request-fulfilled') ? 'fit-confirmed' : does('request-back-priority-2') ? 'place-freed' : null;
  if (!told) return;
  const moved = stepRequest(request.state, told, 'system', { now: world.now });
  if (!moved.ok) return;
  request.state = moved.to;
  if (moved.to === 'closed') request.closedAt = world.now;
  if (moved.effects.includes('set-priority-2')) request.priority = 2;
}

export function doSomething(world: World, act: Act) {
  world.now = world.now.add({ minutes: act.minutes });
  runTimers(world);
  const [place, slot, request] = [world.places[act.place], world.slots[act.slot], world.requests[act.request]];
  if (!place || !slot || !request) return;
  const holder = DESKS[act.desk] ?? 'jana';
  if (act.kind <= 2) {
    // mostly something that looks free for somebody who asks, sometimes anything
    const free = world.slots.filter((one) => one.state === 'free')[act.slot % 4];
    const open = world.places.find((one) => one.state === 'open' && one.id >= act.place);
    const asking = world.requests.find((one) => one.state === 'triaged' && one.id >= act.request);
    const likely = { ...act, slot: free?.id ?? act.slot, place: open?.id ?? act.place, request: asking?.id ?? act.request };
    hold(world, act.minutes % 4 > 0 ? likely : act);
  } else if (act.kind <= 5) {
    // mostly a pair that is really held, by its holder, sometimes any two by anybody
    const held = world.places.find((one) => one.state === 'held');
    const coupled = world.slots.find((one) => one.hold !== null && one.hold.request === held?.hold?.request);
    const desk = Math.max(0, DESKS.indexOf(held?.hold?.holder ?? ''));
    book(world, act.minutes % 4 > 0 && held && coupled ? { ...act, place: held.id, slot: coupled.id, desk } : act);
  } else if (act.kind <= 7) happen(world, act);
  else if (act.kind <= 9 || act.kind >= 14) changePlace(world, act);
  else if (act.kind === 10 && slot.hold) {
    const longer = extendHold(slot.hold, holder, world.now);
    const twin = world.places.find((one) => one.state === 'held' && one.hold?.request === slot.hold?.request);
    if (longer.ok && slot.state === 'held') {
      slot.hold = longer.hold;
      if (twin) twin.hold = longer.hold;
      pass(world, 'SL3');
    }
  } else if (act.kind === 11) {
    const gone = stepSlot(slot.state, 'withdraw', 'coordinator', { now: world.now, start: slot.start, force: act.flag });
    if (gone.ok) {
      if (gone.effects.includes('release-place') && slot.hold) loseHold(world, slot.hold);
      slot.state = gone.to;
      slot.hold = null;
      pass(world, gone.id);
    }
  } else if (act.kind === 12) {
    place.confirmedAt = world.now;
    // a new slot after all others, so that nothing overlaps (SL1)
    const latest = world.slots.reduce((last, one) => (Temporal.Instant.compare(one.start, last) > 0 ? one.start : last), world.now);
    const start = latest.add({ hours: 1 + act.slot });
    const published = stepSlot('none', 'publish', 'coordinator', { now: world.now, start, overlapsOther: false });
    if (published.ok && world.slots.length < 60) {
      world.slots.push({ id: world.slots.length, state: published.to, start, hold: null });
      pass(world, published.id);
    }
  } else if (act.kind === 13) {
    const back = stepRequest(request.state, 'reopen', 'desk', {
      now: world.now,
      reasonGiven: true,
      ...(request.closedAt ? { closedAt: request.closedAt } : {}),
    });
    if (back.ok) {
      request.state = back.to;
      pass(world, back.id);
    }
  }
}
