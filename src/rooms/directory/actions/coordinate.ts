import type { z } from 'zod';
import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { addOrganisation, addPractitioner as addPractitionerEndpoint, locationFields } from '../contract.ts';
import { DIRECTORY_EVENTS } from '../events.ts';
import { findPostalCode, lockLocation } from '../store.ts';
import { profileColumns } from './offer.ts';
import { insistFields, insistVersion } from './own.ts';

type LocationFields = z.output<typeof locationFields>;
type OrganisationFields = z.output<NonNullable<typeof addOrganisation.body>>;
type NewPractitioner = z.output<NonNullable<typeof addPractitionerEndpoint.body>>;

/** Where a postal code lies: coordinates, federal state (holidays) and zone come with it. */
async function columnsAt(call: Call, fields: LocationFields) {
  const known = await findPostalCode(call.tx, fields.postalCode);
  if (!known) {
    insistFields([{ pointer: '/postalCode', code: 'unknown-postal-code' }]);
    throw new Refusal('invalid-input');
  }
  return {
    name: fields.name || null,
    street: fields.street,
    postal_code: fields.postalCode,
    place: fields.place,
    access: JSON.stringify(fields.access),
    directions: fields.directions || null,
    latitude: known.latitude,
    longitude: known.longitude,
    state: known.state,
    zone: known.zone,
  };
}

/** A room of an organisation that the caller has locked or just made. */
export async function appendLocation(call: Call, organisationId: string, fields: LocationFields) {
  const id = call.newId();
  await call.tx
    .insertInto('directory.location')
    .values({ id, organisation_id: organisationId, ...(await columnsAt(call, fields)) })
    .execute();
  await record(call, { action: DIRECTORY_EVENTS.locationChanged, kind: 'C', object: ['location', id], data: { organisationId } });
  return { id, version: 1 };
}

/** A room of the own organisation. */
export function addLocation(call: Call, _permit: Permit<'directory.offer'>, fields: LocationFields) {
  const { organisationId } = accountOf(call);
  if (!organisationId) throw new Refusal('not-found');
  return appendLocation(call, organisationId, fields);
}

/** A room of any organisation, for the coordinator. */
export async function coordinateLocation(
  call: Call,
  _permit: Permit<'directory.coordinate'>,
  organisationId: string,
  fields: LocationFields,
) {
  await lockOrganisation(call, organisationId);
  return appendLocation(call, organisationId, fields);
}

/** Changes a room of the own organisation; its places move with it. */
export async function changeLocation(
  call: Call,
  _permit: Permit<'directory.offer'>,
  id: string,
  version: number | undefined,
  fields: LocationFields,
) {
  const before = await lockLocation(call.tx, id);
  if (!before || before.organisation_id !== accountOf(call).organisationId) throw new Refusal('not-found');
  insistVersion(before.version, version);
  const columns = await columnsAt(call, fields);
  await call.tx
    .updateTable('directory.location')
    .set({ ...columns, version: before.version + 1 })
    .where('id', '=', id)
    .execute();
  await record(call, {
    action: DIRECTORY_EVENTS.locationChanged,
    kind: 'U',
    object: ['location', id],
    data: { organisationId: before.organisation_id },
  });
  return { id, version: before.version + 1 };
}

export async function listOrganisations(call: Call, _permit: Permit<'directory.read'>) {
  const rows = await call.tx.selectFrom('directory.organisation').selectAll().where('closed_at', 'is', null).orderBy('name').execute();
  return {
    organisations: rows.map(({ closed_at: _, ...row }) => ({ ...row, kind: row.kind as OrganisationFields['kind'] })),
  };
}

export async function appendOrganisation(call: Call, _permit: Permit<'directory.coordinate' | 'imports.run'>, fields: OrganisationFields) {
  const id = call.newId();
  await call.tx
    .insertInto('directory.organisation')
    .values({ id, ...fields })
    .execute();
  await record(call, { action: DIRECTORY_EVENTS.organisationChanged, kind: 'C', object: ['organisation', id] });
  return { id, version: 1 };
}

async function lockOrganisation(call: Call, id: string) {
  const row = await call.tx
    .selectFrom('directory.organisation')
    .selectAll()
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new Refusal('not-found');
  return row;
}

export async function changeOrganisation(
  call: Call,
  _permit: Permit<'directory.coordinate'>,
  id: string,
  version: number | undefined,
  fields: OrganisationFields,
) {
  const before = await lockOrganisation(call, id);
  insistVersion(before.version, version);
  await call.tx
    .updateTable('directory.organisation')
    .set({ ...fields, version: before.version + 1 })
    .where('id', '=', id)
    .execute();
  await record(call, { action: DIRECTORY_EVENTS.organisationChanged, kind: 'U', object: ['organisation', id] });
  return { id, version: before.version + 1 };
}

/** A practitioner joins the network; an account is invited in the access room. */
export async function appendPractitioner(call: Call, _permit: Permit<'directory.coordinate' | 'imports.run'>, wish: NewPractitioner) {
  await lockOrganisation(call, wish.organisationId);
  const id = call.newId();
  const usual = { title: null, gender: null, pronoun: null, phone: null, email: null, about: null, pauseUntil: null };
  const { organisationId, name, profession, ...fields } = wish;
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const columns = profileColumns({ ...usual, acceptsNew: true, withoutPolicyAllowed: false, ...given });
  await call.tx
    .insertInto('directory.practitioner')
    .values({ id, organisation_id: organisationId, name, profession, ...columns })
    .execute();
  await record(call, { action: DIRECTORY_EVENTS.profileChanged, kind: 'C', object: ['practitioner', id], data: { practitionerId: id } });
  return { id, version: 1 };
}
