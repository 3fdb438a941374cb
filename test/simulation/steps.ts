import { newId } from '#kernel/id.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { runClock } from '#rooms/crisis/actions/tick.ts';
import { directoryJobs } from '#rooms/directory/jobs.ts';
import { expireHolds, remindOfDecisions } from '#rooms/placement/jobs.ts';
import { schedulingJobs } from '#rooms/scheduling/jobs.ts';
import type { TherapistName } from '#test/cast/people.ts';
import type { Actors } from './actors.ts';

/** One thing that somebody may do on a day, and how often. */
export interface Step {
  name: string;
  weight: number;
  take(actors: Actors): Promise<unknown>;
}

const DESKS = ['jana', 'samuel'] as const;
const THERAPISTS = ['brandt', 'rossi', 'haddad'] as const;
const REASONS = ['chemistry', 'procedure', 'disorder', 'time'] as const;
const GIVEN = ['Mira', 'Yusuf', 'Anna', 'Piotr', 'Olena', 'Karim'];
const FAMILY = ['Haas', 'Kaya', 'Sommer', 'Mazur', 'Melnyk', 'Nasser'];

const oneOf = <Value>(actors: Actors, values: readonly Value[]): Value => values[actors.chance.below(values.length)] as Value;
const desk = (actors: Actors) => oneOf(actors, DESKS);

interface Row {
  id: string;
  version: number;
}
interface OfTherapist extends Row {
  practitioner_id: string;
}

/** The therapist behind a row. */
function ownerOf({ cast }: Actors, row: { practitioner_id: string }): TherapistName {
  const name = THERAPISTS.find((one) => cast.practitioner(one) === row.practitioner_id);
  if (!name) throw new Error('a row of nobody');
  return name;
}

const REQUESTS = (state: string) => `select id, version from placement.request where state in (${state}) order by id`;
const PLACES = (state: string) => `select id, version, practitioner_id from directory.place where state in (${state}) order by id`;
const SLOTS = `select id, version, practitioner_id from scheduling.slot where live and state = $1 and starts_at > $2 order by starts_at, id limit 40`;

async function takeCall(actors: Actors): Promise<void> {
  const { chance, stage } = actors;
  const who = desk(actors);
  const phone = `0171 39 2${String(1000 + chance.below(60)).slice(-4)}`;
  const begun = await actors.ask<{ id: string }>(who, 'placement.beginRequest', { body: { phone } });
  if (!begun) return;
  const params = { id: begun.id };
  const minor = chance.coin(0.3);
  const birthDate = dayInBerlin(stage.clock.now).subtract({
    years: minor ? 15 + chance.below(3) : 20 + chance.below(40),
    days: chance.below(300),
  });
  const person = {
    givenName: oneOf(actors, GIVEN),
    familyName: oneOf(actors, FAMILY),
    birthDate: birthDate.toString(),
    email: 'wer@post.example',
  };
  const criteria = {
    insurance: chance.coin(0.7) ? 'GKV' : 'PKV',
    setting: chance.coin(0.7) ? 'single' : 'either',
    languages: [oneOf(actors, ['de', 'de', 'de', 'ar', 'ti'])],
    problems: [oneOf(actors, ['DEP', 'ANX', 'ADJ', 'PBD', 'ADH'])],
    ...(chance.coin(0.2) ? { markers: ['COURT'] } : {}),
    ...(chance.coin(0.3) ? { ptv11: { date: dayInBerlin(stage.clock.now).toString(), recommendations: ['therapy'] } } : {}),
  };
  await actors.ask(who, 'placement.saveDraft', {
    params,
    body: { person, criteria, callerRole: 'self', privacyVersion: '2026-1', waitingConsent: true },
  });
  if (chance.coin(0.9))
    await actors.ask(who, 'placement.answerOpener', {
      params,
      body: { answer: oneOf(actors, ['no', 'no', 'no', 'no', 'no', 'no', 'no', 'no', 'yes', 'unclear']) },
    });
  if (chance.coin(0.5)) await actors.ask(who, 'placement.recogniseCaller', { body: { requestId: begun.id, phone } });
}

interface Offer {
  card: { placeId: string; firstSlot: { id: string } | null };
}

/** An offer for one of the requests: what the desk would click. */
async function findOffer(actors: Actors): Promise<{ id: string; body: { placeId: string; slotId: string } } | undefined> {
  const request = await actors.pick<Row & { criteria: object }>(
    "select id, version, criteria from placement.request where state in ('new', 'triaged', 'waiting', 'offered') order by id",
  );
  if (!request) return undefined;
  const fit = await actors.ask<{ ranked: Offer[] }>(desk(actors), 'placement.findFit', {
    body: { requestId: request.id, criteria: request.criteria, why: actors.chance.coin(0.3) },
  });
  const { card } = fit?.ranked[actors.chance.below(3)] ?? fit?.ranked[0] ?? {};
  return card?.firstSlot ? { id: request.id, body: { placeId: card.placeId, slotId: card.firstSlot.id } } : undefined;
}

async function hold(actors: Actors): Promise<void> {
  const offer = await findOffer(actors);
  if (!offer) return;
  const who = desk(actors);
  const held = await actors.ask(who, 'placement.holdOffer', { params: { id: offer.id }, body: offer.body });
  // Mostly the caller agrees within minutes; else the hold is left to others, or to its end.
  if (!held || actors.chance.coin(0.35)) return;
  actors.stage.clock.pass({ seconds: 30 + actors.chance.below(300) });
  await book(actors, offer.id);
}

/** Both desks click at once, each for another caller, on the same place and time. */
async function race(actors: Actors): Promise<void> {
  const offer = await findOffer(actors);
  if (!offer) return;
  const other = await actors.pick<Row>(
    "select id, version from placement.request where state = 'triaged' and id <> $1 order by id",
    offer.id,
  );
  await Promise.all([
    actors.ask('jana', 'placement.holdOffer', { params: { id: offer.id }, body: offer.body }),
    other && actors.ask('samuel', 'placement.holdOffer', { params: { id: other.id }, body: offer.body }),
  ]);
}

async function book(actors: Actors, requestId: string | null = null): Promise<void> {
  const { chance, cast } = actors;
  const held = await actors.pick<{ id: string; held_by: string; policy: number | null }>(
    `select q.id, s.held_by, (select max(c.policy_version) from placement.cancellation_policy c where c.practitioner_id = s.practitioner_id) as policy
     from placement.request q join scheduling.slot s on s.held_for = q.id where s.state = 'held' and ($1::uuid is null or q.id = $1) order by q.id`,
    requestId,
  );
  if (!held) return;
  const who = DESKS.find((name) => cast.account(name) === held.held_by) ?? 'jana';
  const body = {
    acknowledgement: {
      response: chance.coin(0.95) ? 'accepted' : 'declined',
      policyVersion: held.policy ?? 0,
      language: oneOf(actors, ['de', 'easy', 'en']),
    },
    channel: 'email',
    contractParty: 'self',
  };
  const input = { params: { id: held.id }, body };
  if (chance.coin(0.2)) await actors.askTwice(who, 'placement.bookOffer', input);
  else await actors.ask(chance.coin(0.95) ? who : desk(actors), 'placement.bookOffer', input);
}

interface Appointment extends OfTherapist {
  request_id: string;
}
const APPOINTMENTS = 'select id, version, practitioner_id, request_id from scheduling.appointment where state = $1';

function appointment(actors: Actors, state: string, more: string): Promise<Appointment | undefined> {
  return actors.pick<Appointment>(`${APPOINTMENTS} and ${more} order by starts_at, id`, state, actors.stage.clock.now.toString());
}

function ofAppointment(name: string, state: string, more: string, by: 'therapist' | 'desk' | 'marit', body?: (actors: Actors) => object) {
  return async (actors: Actors) => {
    const row = await appointment(actors, state, more);
    if (!row) return;
    const who = by === 'therapist' ? ownerOf(actors, row) : by === 'desk' ? desk(actors) : by;
    await actors.ask(who, name, { params: { id: row.id }, version: row.version, ...(body ? { body: body(actors) } : {}) });
  };
}

const STARTED = 'starts_at <= $2';
const TO_COME = 'starts_at > $2';
const receivedNow = ({ stage }: Actors) => ({ receivedAt: stage.clock.now.toString() });

/** A therapist gives the next session, or the desk moves one, into a free slot. */
function intoFreeSlot(name: string, state: string, by: 'therapist' | 'desk', more: object) {
  return async (actors: Actors) => {
    const row = await actors.pick<Appointment>(
      `${APPOINTMENTS} and (state = 'booked' or exists (select 1 from placement.allocation l where l.request_id = appointment.request_id and l.ended_at is null))
       order by starts_at desc, id limit 8`,
      state,
    );
    if (!row) return;
    const slot = await actors.pick<OfTherapist>(
      `${SLOTS.replace('order by', 'and practitioner_id = $3 order by')}`,
      'free',
      actors.stage.clock.now.toString(),
      row.practitioner_id,
    );
    if (!slot) return;
    const who = by === 'therapist' ? ownerOf(actors, row) : desk(actors);
    const body = { slotId: slot.id, slotVersion: slot.version, ...more };
    await actors.ask(who, name, { params: { id: row.id }, body, ...(name.includes('ove') ? { version: row.version } : {}) });
  };
}

function ofPlace(name: string, states: string, body?: (actors: Actors) => object) {
  return async (actors: Actors) => {
    const place = await actors.pick<OfTherapist>(PLACES(states));
    if (place)
      await actors.ask(ownerOf(actors, place), name, {
        params: { id: place.id },
        version: place.version,
        ...(body ? { body: body(actors) } : {}),
      });
  };
}

function ofSlot(name: string, state: string, body?: object) {
  return async (actors: Actors) => {
    const slot = await actors.pick<OfTherapist>(SLOTS, state, actors.stage.clock.now.toString());
    if (slot) await actors.ask(ownerOf(actors, slot), name, { params: { id: slot.id }, version: slot.version, ...(body ? { body } : {}) });
  };
}

function ofRequest(name: string, states: string, body: object | ((actors: Actors) => object) = {}, versioned = false) {
  return async (actors: Actors) => {
    const row = await actors.pick<Row>(REQUESTS(states));
    if (!row) return;
    const given = typeof body === 'function' ? (body as (actors: Actors) => object)(actors) : body;
    await actors.ask(desk(actors), name, { params: { id: row.id }, body: given, ...(versioned ? { version: row.version } : {}) });
  };
}

/** "Ja, es passt" or "nein", of a place on trial. */
function decide(name: 'placement.confirmFit' | 'placement.releasePlace' | 'placement.releasePlaceForClient') {
  return async (actors: Actors) => {
    const row = await actors.pick<OfTherapist>(
      'select id, version, practitioner_id from placement.allocation where ended_at is null and started_at is null and trial_at is not null order by id',
    );
    if (!row) return;
    const params = { id: row.id };
    const reason = oneOf(actors, REASONS);
    if (name === 'placement.confirmFit')
      await actors.ask(ownerOf(actors, row), name, { params, version: row.version, body: { clientAgrees: true } });
    else if (name === 'placement.releasePlace')
      await actors.ask(ownerOf(actors, row), name, { params, body: { reason, initiator: 'both' } });
    else await actors.ask(desk(actors), name, { params, body: { reason } });
  };
}

async function beAway(actors: Actors): Promise<void> {
  const who = oneOf(actors, THERAPISTS);
  const day = dayInBerlin(actors.stage.clock.now)
    .add({ days: actors.chance.below(12) })
    .toString();
  const body = { fromDay: day, toDay: day, kind: oneOf(actors, ['sick', 'leave', 'training']) };
  const shown = await actors.ask<{ hash: string }>(who, 'scheduling.previewAbsence', { body });
  if (shown) await actors.ask(who, 'scheduling.saveAbsence', { body: { ...body, hash: shown.hash } });
}

async function beBack(actors: Actors): Promise<void> {
  const row = await actors.pick<OfTherapist>(
    'select id, version, practitioner_id from scheduling.absence where withdrawn_at is null order by id',
  );
  if (row) await actors.ask(ownerOf(actors, row), 'scheduling.withdrawAbsence', { params: { id: row.id }, version: row.version });
}

async function releaseSafety(actors: Actors): Promise<void> {
  const row = await actors.pick<Row>(
    'select id, version from placement.request where safety_blocked_at is not null and safety_released_at is null and closed_at is null order by id',
  );
  if (!row) return;
  const body = { reason: 'Gesprochen, keine akute Gefahr', wantsAcute: actors.chance.coin(0.3) };
  await actors.ask('yilmaz', 'placement.releaseSafety', { params: { id: row.id }, body });
}

async function openNewPlace(actors: Actors): Promise<void> {
  const place = await actors.pick<OfTherapist>(PLACES("'occupied', 'reserved', 'trial', 'closed'"));
  if (place) await actors.ask(ownerOf(actors, place), 'directory.openLike', { params: { id: place.id } });
}

async function goOn(actors: Actors): Promise<void> {
  const row = await actors.pick<Row>(REQUESTS("'closed', 'triaged'"));
  if (row) await actors.ask(desk(actors), 'placement.continueRequest', { params: { id: row.id }, body: { reason: 'called-again' } });
}

async function addGuardian(actors: Actors): Promise<void> {
  const row = await actors.pick<Row>(REQUESTS("'new', 'triaged'"));
  if (!row) return;
  const body = {
    name: 'Sevgi Kaya',
    relation: 'parent',
    hasCustody: true,
    agrees: oneOf(actors, ['yes', 'unknown']),
    phone: null,
    contactAllowed: true,
    scope: null,
  };
  await actors.ask(desk(actors), 'placement.changeGuardian', { params: { id: row.id, guardianId: newId() }, body });
}

/** The timers of the worker, at the clock's time. */
export async function runTimers({ stage: { world } }: Actors): Promise<void> {
  await expireHolds(world);
  await runClock(world);
  for (const { name, work } of schedulingJobs.every ?? []) if (name.startsWith('scheduling')) await work(world);
}

async function runNight({ stage: { world } }: Actors): Promise<void> {
  for (const job of Object.values(schedulingJobs.jobs ?? {})) await job(world, {});
  for (const job of Object.values(directoryJobs.jobs ?? {})) await job(world, {});
  await remindOfDecisions(world);
}

const day = (actors: Actors) => dayInBerlin(actors.stage.clock.now);

/** Everything that happens on simulated days. */
export const STEPS: Step[] = [
  { name: 'a call comes in', weight: 11, take: takeCall },
  { name: 'hold', weight: 22, take: hold },
  { name: 'race', weight: 4, take: race },
  { name: 'book', weight: 8, take: (actors) => book(actors) },
  { name: 'extend', weight: 2, take: ofRequest('placement.extendHold', "'offered'") },
  { name: 'let go', weight: 1, take: ofRequest('placement.releaseHold', "'offered'", { reason: 'declined' }) },
  { name: 'triage', weight: 2, take: ofRequest('placement.triageRequest', "'new'") },
  { name: 'wait', weight: 3, take: ofRequest('placement.setWaiting', "'triaged'") },
  {
    name: 'close',
    weight: 2,
    take: ofRequest('placement.closeRequest', "'new', 'triaged', 'offered', 'placed', 'waiting'", { reason: 'withdrew' }, true),
  },
  { name: 'continue', weight: 1, take: goOn },
  { name: 'read', weight: 2, take: ofRequest('placement.getRequest', "'new', 'triaged', 'offered', 'placed', 'waiting'") },
  { name: 'inbox', weight: 1, take: (actors) => actors.ask(desk(actors), 'placement.listRequests') },
  { name: 'guardian', weight: 1, take: addGuardian },
  { name: 'release safety', weight: 4, take: releaseSafety },
  { name: 'attended', weight: 12, take: ofAppointment('scheduling.markAttended', 'booked', STARTED, 'therapist') },
  { name: 'missing', weight: 2, take: ofAppointment('scheduling.markNoShow', 'booked', STARTED, 'therapist') },
  {
    name: 'corrected',
    weight: 1,
    take: ofAppointment('scheduling.correctMark', 'no_show', STARTED, 'therapist', () => ({ to: 'attended', reason: 'marked-wrongly' })),
  },
  { name: 'desk cancels', weight: 2, take: ofAppointment('scheduling.deskCancelByPatient', 'booked', TO_COME, 'desk', receivedNow) },
  {
    name: 'therapist cancels',
    weight: 1,
    take: ofAppointment('scheduling.cancelByProvider', 'booked', TO_COME, 'therapist', () => ({ reason: 'illness' })),
  },
  {
    name: 'network cancels',
    weight: 1,
    take: ofAppointment('scheduling.coordinateCancelByNetwork', 'booked', TO_COME, 'marit', () => ({ reason: 'other' })),
  },
  { name: 'desk moves', weight: 2, take: intoFreeSlot('scheduling.deskMoveAppointment', 'booked', 'desk', {}) },
  { name: 'therapist moves', weight: 2, take: intoFreeSlot('scheduling.moveAppointment', 'booked', 'therapist', {}) },
  { name: 'next session', weight: 8, take: intoFreeSlot('scheduling.addSession', 'attended', 'therapist', { kind: 'TRIAL' }) },
  { name: 'fit', weight: 5, take: decide('placement.confirmFit') },
  { name: 'no fit', weight: 1, take: decide('placement.releasePlace') },
  { name: 'no fit, says the client', weight: 1, take: decide('placement.releasePlaceForClient') },
  { name: 'still true', weight: 7, take: (actors) => actors.ask(oneOf(actors, THERAPISTS), 'directory.confirmStillTrue') },
  { name: 'another place', weight: 5, take: openNewPlace },
  { name: 'pause', weight: 1, take: ofPlace('directory.pausePlace', "'open', 'held'") },
  { name: 'resume', weight: 2, take: ofPlace('directory.resumePlace', "'paused'") },
  {
    name: 'end announced',
    weight: 1,
    take: ofPlace('directory.announceEnd', "'occupied'", (actors) => ({ endsOn: day(actors).add({ days: 5 }).toString() })),
  },
  { name: 'end', weight: 2, take: ofPlace('directory.confirmEnd', "'ending'") },
  { name: 'extended', weight: 1, take: ofPlace('directory.extendTherapy', "'ending'") },
  { name: 'early end', weight: 1, take: ofPlace('directory.endEarly', "'occupied', 'ending'", () => ({ reason: 'moved-away' })) },
  { name: 'interrupted', weight: 1, take: ofPlace('directory.interruptPlace', "'reserved', 'trial', 'occupied'") },
  { name: 'interruption over', weight: 1, take: ofPlace('directory.endInterruption', "'reserved', 'trial', 'occupied'") },
  { name: 'elsewhere', weight: 1, take: ofSlot('scheduling.blockSlot', 'free', { reason: 'elsewhere' }) },
  { name: 'unblocked', weight: 1, take: ofSlot('scheduling.unblockSlot', 'blocked') },
  { name: 'withdrawn', weight: 1, take: ofSlot('scheduling.withdrawSlot', 'held', { force: true }) },
  { name: 'away', weight: 1, take: beAway },
  { name: 'back', weight: 1, take: beBack },
  {
    name: 'own week',
    weight: 1,
    take: (actors) => actors.ask(oneOf(actors, THERAPISTS), 'scheduling.myWeek', { query: { from: day(actors).toString() } }),
  },
  { name: 'own offer', weight: 1, take: (actors) => actors.ask(oneOf(actors, THERAPISTS), 'directory.myOffer') },
  { name: 'allocations', weight: 1, take: (actors) => actors.ask(oneOf(actors, THERAPISTS), 'placement.myAllocations') },
  { name: 'night', weight: 2, take: runNight },
];
