import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { ServiceFields, ServiceView } from '../contract/services.ts';
import { DIRECTORY_EVENTS } from '../events.ts';
import { type ServiceFacts, type ServiceWish, searchServices as search } from '../rules/services.ts';
import * as store from '../store/services.ts';
import { insistFields, insistVersion } from './own.ts';

type Read = Permit<'directory.read'>;
type Write = Permit<'directory.services'>;

/** Coordination and administration write; case managers say what still holds. */
const mayEdit = (call: Call) =>
  call.actor.kind === 'account' && call.actor.roles.some((role) => role === 'coordinator' || role === 'admin');
const mayConfirm = (call: Call) => mayEdit(call) || (call.actor.kind === 'account' && call.actor.roles.includes('case-manager'));

export async function listServices(call: Call, _permit: Read, filter: store.ServiceFilter) {
  const rows = await store.selectServices(call.tx, filter);
  return { services: rows.map(viewOf), mayEdit: mayEdit(call), mayConfirm: mayConfirm(call) };
}

export async function readService(call: Call, _permit: Read, id: string): Promise<ServiceView> {
  return getService(call, id);
}

/** A service with its organisation, for rooms to the right. Refuses "not-found". */
export async function getService(call: Call, id: string): Promise<ServiceView> {
  const row = await store.findService(call.tx, id);
  if (!row) throw new Refusal('not-found');
  return viewOf(row);
}

/** Open services whose name or organisation holds a text, by name, for rooms to the right. */
export async function findServices(call: Call, text: string): Promise<ServiceView[]> {
  return (await store.selectServices(call.tx, { closed: 'no', ...(text ? { text } : {}) })).map(viewOf);
}

/** The search of services, decided once by the rule over what the database preselects. */
export async function searchServices(call: Call, _permit: Read, wish: ServiceWish) {
  const rows = await store.preselectServices(call.tx, wish);
  const candidates = rows.map((row) => ({ ...factsOf(row), view: viewOf(row) }));
  const { found, relaxations } = search(candidates, wish, dayInBerlin(call.now));
  return {
    found: found.map(({ service, verdict, lines, points }) => ({ service: service.view, verdict, lines, points })),
    relaxations,
  };
}

export async function addService(call: Call, _permit: Write, fields: ServiceFields) {
  insistEditor(call);
  await insistFit(call, fields);
  const id = call.newId();
  await store.appendService(call.tx, id, fields, written(call));
  await say(call, id, fields.organisationId, 'added', 'C');
  return { id, version: 1 };
}

export async function changeService(call: Call, _permit: Write, id: string, version: number | undefined, fields: ServiceFields) {
  insistEditor(call);
  await insistFit(call, fields);
  const before = await lock(call, id, version);
  await store.updateService(call.tx, id, before.version, fields, written(call));
  await say(call, id, fields.organisationId, 'changed');
  return { id, version: before.version + 1 };
}

/** "Stimmt noch": who has just spoken with the service says what still holds. */
export async function confirmService(
  call: Call,
  _permit: Write,
  id: string,
  version: number | undefined,
  said: { capacity: string; waitingDays: number | null },
) {
  const before = await lock(call, id, version);
  await store.updateConfirmed(call.tx, id, before.version, said, written(call));
  await say(call, id, before.organisation_id, 'confirmed');
  return { id, version: before.version + 1 };
}

export async function closeService(call: Call, _permit: Write, id: string, version: number | undefined) {
  insistEditor(call);
  const before = await lock(call, id, version);
  await store.closeServiceRow(call.tx, id, before.version, written(call));
  await say(call, id, before.organisation_id, 'closed');
  return { id, version: before.version + 1 };
}

/** How a referral to this service ended its wait: answered, or silence. Feeds the answer rate. */
export async function countAnswer(call: Call, id: string, answered: boolean): Promise<void> {
  await store.countReferral(call.tx, id, answered);
}

const written = (call: Call) => ({ at: call.now, by: call.actor.kind === 'account' ? call.actor.accountId : null });

async function lock(call: Call, id: string, version: number | undefined) {
  const before = await store.lockService(call.tx, id);
  if (!before) throw new Refusal('not-found');
  insistVersion(before.version, version);
  if (before.closed_at) throw new Refusal('service-closed');
  return before;
}

function insistEditor(call: Call): void {
  accountOf(call);
  if (!mayEdit(call)) throw new Refusal('service-not-yours');
}

/** Ages in their order, and an organisation that is there. */
async function insistFit(call: Call, { minAge, maxAge, organisationId }: ServiceFields): Promise<void> {
  if (minAge !== null && maxAge !== null && minAge > maxAge) insistFields([{ pointer: '/maxAge', code: 'range-reversed', limit: minAge }]);
  if (!(await store.isOrganisation(call.tx, organisationId))) throw new Refusal('not-found');
}

async function say(call: Call, id: string, organisationId: string, what: string, kind: 'C' | 'U' = 'U'): Promise<void> {
  await record(call, { action: DIRECTORY_EVENTS.serviceChanged, kind, object: ['service', id], data: { organisationId, what } });
}

const dayOf = (at: Temporal.Instant | null) => (at ? dayInBerlin(at).toString() : null);

function factsOf(row: store.ServiceRecord): ServiceFacts {
  return {
    id: row.id,
    serviceType: row.service_type,
    postalAreas: row.postal_areas,
    targetGroups: row.target_groups,
    minAge: row.min_age,
    maxAge: row.max_age,
    payers: row.payers,
    languages: row.languages,
    access: row.access as ServiceFacts['access'],
    outreach: row.outreach,
    admission: row.admission,
    capacity: row.capacity as ServiceFacts['capacity'],
    waitingDays: row.waiting_days,
    confirmedOn: dayOf(row.confirmed_at),
    asked: row.asked,
    answered: row.answered,
  };
}

function viewOf(row: store.ServiceRecord): ServiceView {
  return {
    ...factsOf(row),
    id: row.id,
    version: row.version,
    organisationId: row.organisation_id,
    organisation: row.organisation,
    organisationPhone: row.organisation_phone,
    name: row.name,
    system: row.system as ServiceView['system'],
    postalAreas: [...row.postal_areas],
    targetGroups: [...row.target_groups],
    payers: [...row.payers],
    languages: [...row.languages],
    access: row.access as ServiceView['access'],
    modalities: row.modalities as ServiceView['modalities'],
    contactName: row.contact_name,
    contactPhone: row.contact_phone,
    contactEmail: row.contact_email,
    closed: row.closed_at !== null,
  };
}
