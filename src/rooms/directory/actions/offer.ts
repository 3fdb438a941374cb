import type { z } from 'zod';
import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { myOffer as myOfferEndpoint, profileFields } from '../contract.ts';
import { DIRECTORY_EVENTS } from '../events.ts';
import { freshUntil, isFresh } from '../rules/freshness.ts';
import type { PlaceState } from '../rules/place.ts';
import { fieldsMissingToOpen } from '../rules/place-fields.ts';
import { interruptionTooLong, seatsOf } from '../rules/place-watch.ts';
import {
  clientsOf,
  confirmPlaces,
  findPractitioner,
  holdersOf,
  lockPractitioner,
  type PlaceRow,
  type PractitionerRow,
  selectLocations,
  selectPlaces,
  updatePractitioner,
} from '../store.ts';
import { insistFields, insistVersion, ownPractitionerId } from './own.ts';
import { staleDays } from './settings.ts';
import { draftOf, fieldsOf, locationView, ownPlaceView, placeStateAt, profileView, type Reader } from './views.ts';

type Offer = z.input<typeof myOfferEndpoint.answer>;

/** The own offer in one read: profile, places with who holds or has them, groups, what waits for an answer. */
export async function readMyOffer(call: Call, _permit: Permit<'directory.offer'>): Promise<Offer> {
  const me = await findPractitioner(call.tx, ownPractitionerId(call));
  if (!me) throw new Refusal('not-found');
  const [days, rows, locations] = await Promise.all([
    staleDays(call),
    selectPlaces(call.tx, me.id),
    selectLocations(call.tx, me.organisation_id),
  ]);
  const requests = rows.flatMap((row) => row.request_id ?? []);
  const [clients, holders] = await Promise.all([
    clientsOf(call.tx, requests),
    holdersOf(
      call.tx,
      rows.flatMap((row) => row.held_by ?? []),
    ),
  ]);
  const seen = rows.flatMap((row) => {
    const client = row.request_id ? clients.get(row.request_id) : undefined;
    return client ? [{ id: row.id, personId: client.personId }] : [];
  });
  await recordReads(call, 'directory.offer.read', 'place', seen);
  const reader: Reader = { now: call.now, staleDays: days, holders, notes: true };
  const fresh = isFresh(me.confirmed_at, call.now, days);
  return {
    profile: profileView(me, call.now, days),
    locations: locations.map(locationView),
    places: rows.map((row) =>
      ownPlaceView(row, reader, (row.request_id ? clients.get(row.request_id) : undefined) ?? null, missingToOpen(row, me)),
    ),
    groups: groupsOf(rows, call.now),
    questions: questionsOf(rows, me, fresh, call.now),
    freshness: {
      confirmedAt: me.confirmed_at?.toString() ?? null,
      until: me.confirmed_at ? freshUntil(me.confirmed_at, days).toString() : null,
      fresh,
      days,
    },
    likeLast: lastOpened(rows),
  };
}

function missingToOpen(row: PlaceRow, me: PractitionerRow): string[] {
  return fieldsMissingToOpen(draftOf(fieldsOf(row), me.accepts_new)).map(({ pointer }) =>
    pointer.replace('/modalities', '/modality').slice(1),
  );
}

function groupsOf(rows: readonly PlaceRow[], now: Temporal.Instant): Offer['groups'] {
  const groups = new Map<string, PlaceRow[]>();
  for (const row of rows) if (row.group_id) groups.set(row.group_id, [...(groups.get(row.group_id) ?? []), row]);
  return [...groups].map(([groupId, seats]) => {
    const { taken } = seatsOf(
      seats.length,
      seats.map((seat) => placeStateAt(seat, now) as PlaceState),
    );
    const free = seats.filter((seat) => placeStateAt(seat, now) === 'open').length;
    return { groupId, name: seats[0]?.group_name ?? null, seats: seats.length, taken, free };
  });
}

function questionsOf(rows: readonly PlaceRow[], me: PractitionerRow, fresh: boolean, now: Temporal.Instant): Offer['questions'] {
  const today = dayInBerlin(now).toString();
  const about = (kind: Offer['questions'][number]['kind'], row: PlaceRow, since: Temporal.Instant | null) => ({
    kind,
    placeId: row.id,
    requestId: row.request_id,
    since: since?.toString() ?? null,
  });
  return [
    ...(fresh ? [] : [{ kind: 'still-true' as const, placeId: null, requestId: null, since: me.confirmed_at?.toString() ?? null }]),
    ...rows.filter((row) => row.state === 'trial').map((row) => about('fit', row, row.trial_since)),
    ...rows
      .filter((row) => row.state === 'ending' && row.ends_on !== null && row.ends_on <= today)
      .map((row) => about('end-reached', row, null)),
    ...rows
      .filter((row) => interruptionTooLong(row.interrupted_since, now))
      .map((row) => about('interruption', row, row.interrupted_since)),
  ];
}

function lastOpened(rows: readonly PlaceRow[]): string | null {
  const opened = rows.filter((row) => row.open_since !== null && row.group_id === null);
  const when = (row: PlaceRow) => row.open_since?.epochMilliseconds ?? 0;
  return opened.sort((one, other) => when(other) - when(one))[0]?.id ?? null;
}

/** "Stimmt noch": profile and all places in one click (rule book A.1.3). */
export async function confirmStillTrue(call: Call, _permit: Permit<'directory.offer'>) {
  const id = ownPractitionerId(call);
  const days = await staleDays(call);
  await updatePractitioner(call.tx, id, { confirmed_at: call.now });
  const places = await confirmPlaces(call.tx, id, call.now);
  await record(call, { action: DIRECTORY_EVENTS.confirmed, kind: 'U', object: ['practitioner', id], data: { places } });
  return { at: call.now.toString(), until: freshUntil(call.now, days).toString(), places };
}

/** Changes the own profile. A pause needs a day that is still to come. */
export async function changeProfile(
  call: Call,
  _permit: Permit<'directory.offer'>,
  version: number | undefined,
  wish: z.output<typeof profileFields>,
) {
  const id = ownPractitionerId(call);
  const before = await lockPractitioner(call.tx, id);
  if (!before) throw new Refusal('not-found');
  insistVersion(before.version, version);
  if (wish.pauseUntil !== null && wish.pauseUntil !== before.pause_until && wish.pauseUntil < dayInBerlin(call.now).toString()) {
    insistFields([{ pointer: '/pauseUntil', code: 'date-in-past' }]);
  }
  await updatePractitioner(call.tx, id, { ...profileColumns(wish), version: before.version + 1 });
  await record(call, {
    action: DIRECTORY_EVENTS.profileChanged,
    kind: 'U',
    object: ['practitioner', id],
    data: { practitionerId: id, acceptsNew: wish.acceptsNew },
  });
  return { id, version: before.version + 1 };
}

/** Fields of the profile as columns; an empty text is none. */
export function profileColumns(fields: z.output<typeof profileFields>) {
  return {
    title: fields.title || null,
    gender: fields.gender,
    pronoun: fields.pronoun || null,
    phone: fields.phone || null,
    email: fields.email,
    about: fields.about || null,
    accepts_new: fields.acceptsNew,
    pause_until: fields.pauseUntil,
    without_policy_allowed: fields.withoutPolicyAllowed,
  };
}
