import { Refusal } from '#kernel/decision.ts';
import { berlinInstant, dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { appendTask, settleTasks } from '#rooms/tasks/actions.ts';
import { DIRECTORY_EVENTS, type DirectoryEvent } from '../events.ts';
import { isFresh } from '../rules/freshness.ts';
import { PLACE_UNLISTED, type PlaceEffect, type PlaceEvent, type PlaceFacts, type PlaceState, stepPlace } from '../rules/place.ts';
import { fieldsMissingToOpen } from '../rules/place-fields.ts';
import { startAfterEnd } from '../rules/place-watch.ts';
import { clientsOf, findPractitioner, type PlaceChange, type PlaceRow, type PractitionerRow, updatePlace } from '../store.ts';
import { insistVersion, isOwn, lockKnownPlace, partiesOf } from './own.ts';
import { staleDays } from './settings.ts';
import { draftOf, fieldsOf, placeStateAt } from './views.ts';

/** What an event is called in the log. */
const RECORDED: Partial<Record<PlaceEvent, DirectoryEvent>> = {
  open: DIRECTORY_EVENTS.placeOpened,
  close: DIRECTORY_EVENTS.placeClosed,
  'time-out': DIRECTORY_EVENTS.placeLetGo,
  'announce-end': DIRECTORY_EVENTS.endAnnounced,
  'end-reached': DIRECTORY_EVENTS.endConfirmed,
  extend: DIRECTORY_EVENTS.therapyExtended,
  'end-early': DIRECTORY_EVENTS.endedEarly,
};

function recordedAs(event: PlaceEvent, from: PlaceState): DirectoryEvent {
  if (event === 'pause') {
    if (from === 'held') return DIRECTORY_EVENTS.placePausedWhileHeld;
    return from === 'open' ? DIRECTORY_EVENTS.placePaused : DIRECTORY_EVENTS.interrupted;
  }
  if (event === 'resume') return from === 'paused' ? DIRECTORY_EVENTS.placeResumed : DIRECTORY_EVENTS.interruptionEnded;
  return RECORDED[event] ?? DIRECTORY_EVENTS.placeChanged;
}

/** Facts for opening and resuming; the network's own number of days decides what is fresh. */
export function openingFacts(call: Call, owner: PractitionerRow, fieldsComplete: boolean, days: number): PlaceFacts {
  const fresh = isFresh(owner.confirmed_at, call.now, days);
  return { now: call.now, fieldsComplete, acceptsPatients: owner.accepts_new, confirmedAt: fresh ? call.now : null };
}

const CLEARED = { held_by: null, held_for: null, held_until: null };

/** What each effect writes into the row; the others are events and tasks. */
function columnsOf(effect: PlaceEffect, call: Call, facts: PlaceFacts): PlaceChange {
  switch (effect) {
    case 'set-open-since':
      return { open_since: call.now };
    case 'clear-hold':
      return CLEARED;
    case 'clear-request':
      return { request_id: null, trial_since: null };
    case 'set-expected-end':
      return facts.endDay ? { ends_on: facts.endDay.toString(), earliest_start: startAfterEnd(facts.endDay).toString() } : {};
    case 'clear-expected-end':
      return { ends_on: null };
    case 'set-interrupted':
      return { interrupted_since: call.now };
    case 'clear-interrupted':
      return { interrupted_since: null };
    default:
      return {};
  }
}

export interface Moving {
  id: string;
  version?: number | undefined;
  event: PlaceEvent;
  facts?: Omit<Partial<PlaceFacts>, 'now'>;
  reason?: string | undefined;
  data?: Record<string, string | number | boolean | null>;
  /** The states in which this wish is meant; "pause" of an open place is not "interrupt" of a running therapy. */
  from?: readonly PlaceState[];
  /** Somebody else carries the step out for the trade (SYS of the rule book). */
  as?: 'system';
}

/** One step of a place: lock, ask the life cycle, write, record. Refuses with the rule's code. */
export async function movePlace(call: Call, { id, version, event, facts: given, reason, data, from: meant, as }: Moving) {
  const place = await lockKnownPlace(call, id);
  insistVersion(place.version, version);
  const owner = await findPractitioner(call.tx, place.practitioner_id);
  if (!owner) throw new Refusal('place-not-found');
  const facts = { ...(await factsOf(call, place, owner)), reasonGiven: reason !== undefined, ...given };
  // A hold that ran out is over for everybody (PL3), whether or not the timer has come by.
  const from = placeStateAt(place, call.now);
  if (meant && !meant.includes(from)) throw new Refusal(PLACE_UNLISTED[from]);
  const decided = stepPlace(from, event, as ? [as] : partiesOf(call), facts);
  if (!decided.ok) throw new Refusal(decided.because, refusalOf(place, owner, decided.because));
  const writes = decided.effects.map((effect) => columnsOf(effect, call, facts));
  const change: PlaceChange = Object.assign({ state: decided.to }, place.state === 'held' ? CLEARED : {}, ...writes);
  if (event === 'open' || event === 'resume') change.confirmed_at = call.now;
  const next = await updatePlace(call.tx, place, change);
  await tell(call, place, from, event, reason, data);
  if (decided.effects.includes('tell-clients-and-bridge')) await askToBridge(call, place);
  // Nobody is called about an interruption that is over, or was a slip of the finger.
  if (decided.effects.includes('clear-interrupted'))
    for (const kind of ['interruption-inform-client', 'interruption-too-long']) await settleTasks(call, kind, place.id, 'over');
  return { id, version: next, state: decided.to as Exclude<PlaceState, 'none'> };
}

async function factsOf(call: Call, place: PlaceRow, owner: PractitionerRow): Promise<PlaceFacts> {
  const complete = fieldsMissingToOpen(draftOf(fieldsOf(place), owner.accepts_new)).length === 0;
  return {
    ...openingFacts(call, owner, complete, await staleDays(call)),
    ofActor: isOwn(call, place.practitioner_id),
    versionMatches: true,
    interrupted: place.interrupted_since !== null,
    ...(place.held_until ? { heldUntil: place.held_until } : {}),
    ...(place.ends_on ? { endDay: Temporal.PlainDate.from(place.ends_on) } : {}),
  };
}

function refusalOf(place: PlaceRow, owner: PractitionerRow, because: string) {
  if (because !== 'place-incomplete') return {};
  const missing = fieldsMissingToOpen(draftOf(fieldsOf(place), owner.accepts_new));
  return { errors: missing.map((fault) => ({ ...fault, pointer: fault.pointer.replace('/modalities', '/modality') })) };
}

async function tell(call: Call, place: PlaceRow, from: PlaceState, event: PlaceEvent, reason: string | undefined, data: Moving['data']) {
  const requestId = place.request_id ?? (from === 'held' ? place.held_for : null);
  const client = requestId ? (await clientsOf(call.tx, [requestId])).get(requestId) : undefined;
  await record(call, {
    action: recordedAs(event, from),
    kind: 'U',
    object: ['place', place.id],
    personId: client?.personId ?? null,
    reason: reason ?? null,
    data: { practitionerId: place.practitioner_id, requestId, ...(from === 'held' ? { holderId: place.held_by } : {}), ...data },
  });
}

/** PL14: the desk informs the client and offers a bridge, today. */
async function askToBridge(call: Call, place: PlaceRow): Promise<void> {
  const client = place.request_id ? (await clientsOf(call.tx, [place.request_id])).get(place.request_id) : undefined;
  await appendTask(call, {
    kind: 'interruption-inform-client',
    object: ['place', place.id],
    personId: client?.personId,
    assigneeRole: 'desk',
    priority: 1,
    dueAt: berlinInstant(dayInBerlin(call.now).add({ days: 1 }), Temporal.PlainTime.from('17:00')),
    facts: { practitionerId: place.practitioner_id, requestId: place.request_id },
  });
}
