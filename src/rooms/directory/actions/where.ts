import type { FederalState } from '#kernel/codes.ts';
import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { findPractitioner, lockPlace, selectLocations } from '../store.ts';

/** The federal states of a practitioner's rooms by location: for holidays. */
export async function statesOfLocations(call: Call, practitionerId: string): Promise<Map<string, FederalState>> {
  const owner = await findPractitioner(call.tx, practitionerId);
  if (!owner) throw new Refusal('not-found');
  const rows = await selectLocations(call.tx, owner.organisation_id);
  return new Map(rows.map((row) => [row.id, row.state as FederalState]));
}

/** Faults of a location or place that is not this practitioner's. */
export async function faultsOfWhere(
  call: Call,
  practitionerId: string,
  { locationId, placeId }: { locationId: string | null; placeId?: string | null | undefined },
): Promise<{ pointer: string; code: string }[]> {
  const faults = [];
  if (locationId !== null && !(await statesOfLocations(call, practitionerId)).has(locationId))
    faults.push({ pointer: '/locationId', code: 'unknown-location' });
  if (placeId) {
    const place = await lockPlace(call.tx, placeId);
    if (place?.practitioner_id !== practitionerId) faults.push({ pointer: '/placeId', code: 'unknown-place' });
  }
  return faults;
}

/** Everybody with her rooms and the words by which people name them: for files that are read in. */
export async function roomsOf(call: Call) {
  const [owners, rooms] = await Promise.all([
    call.tx
      .selectFrom('directory.practitioner')
      .select(['id', 'name', 'title', 'email', 'organisation_id'])
      .where('closed_at', 'is', null)
      .execute(),
    call.tx.selectFrom('directory.location').selectAll().where('closed_at', 'is', null).execute(),
  ]);
  return owners.map(({ organisation_id, ...owner }) => ({
    ...owner,
    rooms: rooms
      .filter((room) => room.organisation_id === organisation_id)
      .map((room) => ({
        id: room.id,
        names: [room.name, room.street, `${room.street}, ${room.postal_code} ${room.place}`].filter((name) => name !== null),
      })),
  }));
}
