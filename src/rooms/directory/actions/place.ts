import type { z } from 'zod';
import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { addPlace as addPlaceEndpoint } from '../contract.ts';
import { DIRECTORY_EVENTS } from '../events.ts';
import { stepPlace } from '../rules/place.ts';
import { type FieldFault, fieldsMissingToOpen, placeFaults } from '../rules/place-fields.ts';
import { isBound } from '../rules/place-watch.ts';
import { findLocation, findPractitioner, type PlaceRow, type PractitionerRow, updatePlace } from '../store.ts';
import { insistFields, insistVersion, isOwn, lockKnownPlace, ownPractitionerId, partiesOf } from './own.ts';
import { staleDays } from './settings.ts';
import { openingFacts } from './step.ts';
import { columnsOf, draftOf, fieldsOf, type PlaceFields, placeStateAt } from './views.ts';

type NewPlace = z.output<NonNullable<typeof addPlaceEndpoint.body>>;

/** What a place is where nobody says otherwise. */
export const USUAL_PLACE = {
  procedure: null,
  languages: [{ tag: 'de', level: 'C2' }],
  interpreterWelcome: 'unknown',
  specialities: {},
  windows: [],
  earliestStart: null,
  expectedEnd: null,
  maxWaitAfterTrial: null,
  notes: null,
  groupName: null,
  serviceType: null,
} satisfies Partial<PlaceFields>;

async function getOwner(call: Call): Promise<PractitionerRow> {
  const owner = await findPractitioner(call.tx, ownPractitionerId(call));
  if (!owner) throw new Refusal('not-found');
  return owner;
}

/** Faults of what is filled in, named as the contract names the fields. */
async function insistPlace(call: Call, owner: PractitionerRow, fields: PlaceFields, more: readonly FieldFault[] = []): Promise<void> {
  const faults = placeFaults(draftOf(fields, owner.accepts_new)).map(asSent);
  const grouped = fields.kind === 'GROUP_SEAT' || fields.kind === 'GROUP_BASIC';
  if (grouped && fields.setting === 'single') faults.push({ pointer: '/setting', code: 'group-kind-needs-group' });
  if (fields.expectedEnd !== null && fields.earliestStart !== null && fields.expectedEnd < fields.earliestStart)
    faults.push({ pointer: '/expectedEnd', code: 'range-reversed', limit: fields.earliestStart });
  const location = await findLocation(call.tx, fields.locationId);
  if (location?.organisation_id !== owner.organisation_id) faults.push({ pointer: '/locationId', code: 'unknown-location' });
  insistFields([...faults, ...more]);
}

const asSent = (fault: FieldFault): FieldFault => ({ ...fault, pointer: fault.pointer.replace('/modalities', '/modality') });

/** Creates a draft (PL0), or so many seats of one group; with `open` they are opened at once, or nothing happens. */
export async function addPlace(call: Call, _permit: Permit<'directory.offer'>, wish: NewPlace) {
  const owner = await getOwner(call);
  const { seats = 1, open = false, ...given } = wish;
  const fields: PlaceFields = { ...USUAL_PLACE, ...dropUndefined(given) };
  const grouped = fields.kind === 'GROUP_SEAT' || fields.kind === 'GROUP_BASIC';
  await insistPlace(call, owner, fields, seats > 1 && !grouped ? [{ pointer: '/seats', code: 'only-for-groups' }] : []);
  const groupId = grouped ? call.newId() : null;
  const ids: string[] = [];
  for (let seat = 0; seat < seats; seat += 1) ids.push(await create(call, owner, fields, groupId, open));
  return { ids, groupId, version: 1, state: open ? ('open' as const) : ('draft' as const) };
}

function dropUndefined(given: Omit<NewPlace, 'seats' | 'open'>): Omit<PlaceFields, keyof typeof USUAL_PLACE> & Partial<PlaceFields> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Omit<
    PlaceFields,
    keyof typeof USUAL_PLACE
  >;
}

async function create(call: Call, owner: PractitionerRow, fields: PlaceFields, groupId: string | null, open: boolean): Promise<string> {
  const created = stepPlace('none', 'create', partiesOf(call), { now: call.now, ofActor: isOwn(call, owner.id) });
  if (!created.ok) throw new Refusal(created.because);
  if (open) await insistOpening(call, owner, fields);
  const id = call.newId();
  await call.tx
    .insertInto('directory.place')
    .values({
      id,
      practitioner_id: owner.id,
      ...columnsOf(fields),
      group_id: groupId,
      state: open ? 'open' : 'draft',
      open_since: open ? call.now : null,
      confirmed_at: call.now,
      created_at: call.now,
    })
    .execute();
  const data = { practitionerId: owner.id, kind: fields.kind };
  await record(call, { action: DIRECTORY_EVENTS.placeCreated, kind: 'C', object: ['place', id], data });
  if (open) await record(call, { action: DIRECTORY_EVENTS.placeOpened, kind: 'U', object: ['place', id], data });
  return id;
}

/** PL0 by the coordinator, for a file that was read in: a draft that its therapist opens. */
export function createDraft(call: Call, owner: PractitionerRow, fields: PlaceFields, groupId: string | null): Promise<string> {
  return create(call, owner, fields, groupId, false);
}

/** PL1 on fields that are not stored yet. */
async function insistOpening(call: Call, owner: PractitionerRow, fields: PlaceFields): Promise<void> {
  const missing = fieldsMissingToOpen(draftOf(fields, owner.accepts_new)).map(asSent);
  const facts = openingFacts(call, owner, missing.length === 0, await staleDays(call));
  const opened = stepPlace('draft', 'open', partiesOf(call), { ...facts, ofActor: isOwn(call, owner.id) });
  if (!opened.ok) throw new Refusal(opened.because, missing.length > 0 ? { errors: missing } : {});
}

/** A new open place like an earlier own one, from today on: two taps in all. */
export async function openLike(call: Call, _permit: Permit<'directory.offer'>, id: string) {
  const owner = await getOwner(call);
  const model = await lockKnownPlace(call, id);
  if (model.practitioner_id !== owner.id) throw new Refusal('place-not-yours');
  const today = dayInBerlin(call.now).toString();
  const fields = fieldsOf(model);
  const start = fields.earliestStart !== null && fields.earliestStart > today ? fields.earliestStart : today;
  const copy: PlaceFields = { ...fields, earliestStart: start, expectedEnd: null };
  await insistPlace(call, owner, copy);
  return { id: await create(call, owner, copy, model.group_id, true), version: 1, state: 'open' as const };
}

/** Changes an own place. Where somebody is promised it already, the change holds and the answer warns. */
export async function changePlace(
  call: Call,
  _permit: Permit<'directory.offer'>,
  id: string,
  version: number | undefined,
  fields: PlaceFields,
) {
  const owner = await getOwner(call);
  const place = await lockKnownPlace(call, id);
  if (place.practitioner_id !== owner.id) throw new Refusal('place-not-yours');
  if (place.state === 'closed') throw new Refusal('place-closed');
  insistVersion(place.version, version);
  await insistPlace(call, owner, fields);
  if (place.state !== 'draft') insistFields(fieldsMissingToOpen(draftOf(fields, true)).map(asSent));
  const next = await updatePlace(call.tx, place, { ...columnsOf(fields), confirmed_at: call.now });
  const warnings = warningsOf(place, call.now);
  await record(call, {
    action: DIRECTORY_EVENTS.placeChanged,
    kind: 'U',
    object: ['place', id],
    data: { practitionerId: owner.id, requestId: place.request_id ?? place.held_for, warnings },
  });
  return { id, version: next, warnings };
}

function warningsOf(place: PlaceRow, now: Temporal.Instant): string[] {
  const state = placeStateAt(place, now);
  return state === 'held' || isBound(state) ? [`place-${state}`] : [];
}
