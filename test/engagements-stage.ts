import { sql } from 'kysely';
import { newId } from '#kernel/id.ts';
import { openCase, openCaseServices } from '#test/cases-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { drawers, putRow } from '#test/drawer.ts';
import { House } from '#test/http.ts';
import { openServices } from '#test/soziotherapie-stage.ts';

/**
 * One person whom everybody helps: Case Management leads a case, a practice gives her Soziotherapie, the desk placed her with a therapist.
 * Every table with a person in it holds a row of each engagement that writes there. Who sees which is asked with the app's filters off.
 */
const house = await House.open(await freshDatabase(), { limits: false });
const { stage } = house;
const { services, cast } = await openCaseServices(house.cast);
const { practices, helpers } = await openServices(cast);
await cast.join('svea' as 'olena', {
  name: 'Svea Albers',
  email: 'svea@geleit.example',
  roles: ['case-manager'],
  organisationId: services.rheinsieg,
});

/** The engagement that a row belongs to; `person`: the core that every engagement shares. */
export type Owner = 'case' | 'desk' | 'practice' | 'person';
const ids: Record<string, { table: string; owner: Owner }> = {};
const request = { desk: newId(), case: newId() };
const appointment = { desk: newId(), case: newId() };
const emergency = { desk: newId(), case: newId() };
const referral = newId();
const episode = newId();
/** What opening a case writes by itself. */
const OPENED = ['cases.case', 'cases.phase_visit'];
const { personId, caseId } = await openCase(stage, { cast, services } as Parameters<typeof openCase>[1], { phase: 'monitoring' });
const tables = await drawers(stage.admin);
const put = async (table: string, owner: Owner, known: Record<string, unknown> = {}) => {
  const id = (known.id as string | undefined) ?? newId();
  ids[id] = { table, owner };
  await putRow(stage.admin, table, tables.get(table) ?? [], {
    ...known,
    id,
    person_id: personId,
    ...(table === 'platform.event' ? { object_id: id } : {}),
  });
};
const relate = (kind: string, cause: [string, string], who: Record<string, unknown>) =>
  putRow(stage.admin, 'access.care_relation', tables.get('access.care_relation') ?? [], {
    id: newId(),
    person_id: personId,
    kind,
    cause_kind: cause[0],
    cause_id: cause[1],
    from_at: '2026-01-01',
    ...who,
  });
await relate('desk', ['request', request.desk], {});
await relate('allocated', ['request', request.desk], { practitioner_id: cast.practitioner('brandt' as 'olena') });
await relate('allocated', ['request', request.case], { practitioner_id: cast.practitioner('rossi' as 'olena') });
await relate('team', ['episode', episode], { practitioner_id: helpers.weidner, organisation_id: practices.musterweg });
await relate('substitute', ['case', caseId], {
  account_id: cast.account('svea' as 'olena'),
  organisation_id: services.rheinsieg,
  from_at: '2026-03-10',
  until_at: '2026-03-12',
});
await putRow(stage.admin, 'access.office_relation', tables.get('access.office_relation') ?? [], {
  id: newId(),
  person_id: personId,
  organisation_id: practices.musterweg,
  cause_kind: 'episode',
  cause_id: episode,
  from_at: '2026-01-01',
});

for (const table of OPENED)
  for (const { id } of await stage.look<{ id: string }>(`select id from ${table} where person_id = $1`, personId))
    ids[id] = { table, owner: 'case' };
const ofCase = { case_id: caseId, organisation_id: services.rheinsieg, origin_id: caseId, next_on: '2026-03-09' };
const ofPractice = { organisation_id: practices.musterweg, episode_id: episode };
for (const table of tables.keys()) {
  const [schema] = table.split('.');
  if (schema === 'cases' && !OPENED.includes(table)) await put(table, 'case', ofCase);
  if (schema === 'referrals') await put(table, 'case', { ...ofCase, ...(table === 'referrals.referral' ? { id: referral } : {}) });
  if (schema === 'soziotherapie')
    await put(table, 'practice', { ...ofPractice, ...(table === 'soziotherapie.episode' ? { id: episode, helper_id: null } : {}) });
  if (schema === 'people' && tables.get(table)?.some(({ name }) => name === 'id') && table !== 'people.copay_exemption')
    await put(table, 'person');
}
await put('people.copay_exemption', 'practice');
for (const owner of ['desk', 'case'] as const) {
  const of = { request_id: request[owner], practitioner_id: cast.practitioner((owner === 'desk' ? 'brandt' : 'rossi') as 'olena') };
  await put('placement.request', owner, {
    id: request[owner],
    origin: owner === 'case' ? 'case' : 'phone',
    origin_id: owner === 'case' ? caseId : null,
  });
  await put('scheduling.appointment', owner, {
    ...of,
    id: appointment[owner],
    starts_at: '2026-03-09T09:00Z',
    ends_at: '2026-03-09T10:00Z',
    live: false,
  });
  const allocation = newId();
  await put('placement.allocation', owner, { ...of, id: allocation, ended_at: '2026-03-01T09:00Z' });
  await put('placement.pair_block', owner, { cause_id: allocation, practitioner_id: of.practitioner_id, reason: 'failed-fit' });
  await put('placement.fee_suggestion', owner, { appointment_id: appointment[owner] });
  for (const table of [
    'placement.acknowledgement',
    'placement.contact',
    'placement.own_search',
    'placement.waiting_offer',
    'scheduling.series',
  ])
    await put(table, owner, of);
  for (const cause of ['appointment', 'request'] as const)
    await put('messages.message', owner, { cause_kind: cause, cause_id: cause === 'request' ? request[owner] : appointment[owner] });
  const raised = cast.account(owner === 'desk' ? 'jana' : 'olena');
  await put('crisis.emergency', owner, { id: emergency[owner], request_id: request[owner], raised_by: raised, state: 'closed' });
  await put('crisis.entry', owner, { emergency_id: emergency[owner] });
}
// raised in the case without any search
await put('crisis.emergency', 'case', { raised_by: cast.account('hanna'), state: 'closed' });
await put('portal.intake', 'desk', { request_id: request.desk });
await put('messages.message', 'case', { cause_kind: 'referral', cause_id: referral });
await put('messages.message', 'practice', { cause_kind: 'release-ended', cause_id: newId() });
for (const kind of ['release', 'case-management'])
  await put('consent.consent', 'case', {
    kind,
    organisation_id: services.rheinsieg,
    withdrawn_at: kind === 'release' ? null : '2026-02-01',
  });
await put('consent.consent', 'desk', { kind: 'waiting-list' });
// who was invited to the portal by whom; which relative sees what of her, by the release of one engagement
const sight = newId();
await put('consent.consent', 'case', { id: sight, kind: 'release', recipient_kind: 'relative', organisation_id: services.rheinsieg });
await put('access.portal_relation', 'case', { kind: 'relative', classes: ['plan'], release_id: sight });
await put('access.portal_relation', 'person', { kind: 'self' });
for (const [owner, organisation_id] of [
  ['case', services.rheinsieg],
  ['practice', practices.musterweg],
  ['desk', null],
] as const)
  await put('access.portal_invitation', owner, { organisation_id, code_hash: Buffer.from(owner) });
await put('consent.consent', 'practice', { kind: 'release', organisation_id: practices.musterweg });
await put('consent.consent', 'person', { kind: 'reminders' });
await put('records.file', 'case', { organisation_id: services.rheinsieg, audience: 'care' });
await put('records.file', 'practice', { organisation_id: practices.musterweg, audience: 'care' });
for (const [owner, action, organisation, data] of [
  ['case', 'cases.contact.recorded', services.rheinsieg, '{}'],
  ['case', 'cases.line.moved', null, JSON.stringify({ caseId })],
  ['desk', 'placement.offer.booked', null, '{}'],
  ['practice', 'soziotherapie.session.held', practices.musterweg, '{}'],
] as const)
  await put('platform.event', owner, { action, organisation_id: organisation, data, xid: '1' });

/** All rows of hers that SQL without any filter shows to somebody: table and engagement. */
export async function seenBy(who: string): Promise<string[]> {
  const tables = [...new Set(Object.values(ids).map(({ table }) => table))];
  return cast.as(who as 'olena', async ({ tx }) => {
    const seen = new Set<string>();
    for (const table of tables) {
      const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.table(table)} t where person_id = ${personId}`.execute(
        tx,
      );
      const owners = Object.entries(ids).filter(([, one]) => one.table === table);
      // a table without an own id holds one row, of one engagement
      const here = owners.length === 1 && rows.length > 0 ? owners : owners.filter(([id]) => rows.some(({ row }) => row.includes(id)));
      for (const [, { owner }] of here) seen.add(`${table} of ${owner}`);
    }
    return [...seen].sort();
  });
}
export const allOf = (...owners: Owner[]) =>
  [...new Set(Object.values(ids).flatMap(({ table, owner }) => (owners.includes(owner) ? [`${table} of ${owner}`] : [])))].sort();

export { appointment, caseId, cast, emergency, episode, helpers, house, ids, personId, practices, request, services, stage };
