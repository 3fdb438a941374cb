import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { type Care, CareFields } from '../contract/stays.ts';
import type { HomeNursing } from '../rules/parallel-care.ts';
import * as store from '../store/stays.ts';
import * as step from './prescription-step.ts';

type Read = Permit<'soziotherapie.read'>;
const place = (row: string) => ({ table: 'soziotherapie.parallel_care', column: 'details_sealed', row });
const Details = CareFields.pick({ provider: true, goals: true, visits: true });

async function viewOf(call: Call, row: store.CareRow): Promise<Care> {
  const details = row.details_sealed
    ? Details.parse(JSON.parse(await call.sealer.open(call.tx, row.person_id, place(row.id), row.details_sealed)))
    : { provider: null, goals: [], visits: [] };
  return { id: row.id, version: row.version, kind: row.kind as Care['kind'], from: row.from_on, to: row.to_on, ...details };
}

async function columnsOf(call: Call, personId: string, id: string, { kind, from, to, ...details }: CareFields) {
  if (to !== null && to < from) throw new Refusal('days-out-of-order');
  const details_sealed = await call.sealer.seal(call.tx, personId, place(id), JSON.stringify(details));
  return { kind, from_on: from, to_on: to, details_sealed };
}

/** Psychiatric home nursing of a person, as R20 compares it with the plan and the visits. */
export async function homeNursing(call: Call, personId: string, organisationId: string): Promise<HomeNursing[]> {
  const rows = await store.selectCare(call.tx, personId, organisationId);
  const care = await Promise.all(rows.filter(({ kind }) => kind === 'pHKP').map((row) => viewOf(call, row)));
  return care.map(({ from, to, goals, visits }) => ({ from, to, goals, visits }));
}

export async function listParallelCare(call: Call, _permit: Read, episodeId: string): Promise<{ care: Care[] }> {
  const { person_id: personId, organisation_id: organisationId } = await step.getEpisode(call, episodeId);
  await recordReads(call, 'soziotherapie.parallel-care.read', 'episode', [{ id: episodeId, personId }]);
  const rows = await store.selectCare(call.tx, personId, organisationId);
  return { care: await Promise.all(rows.map((row) => viewOf(call, row))) };
}

async function told(call: Call, row: { id: string; personId: string; organisationId: string }, verb: string): Promise<void> {
  await record(call, {
    action: `soziotherapie.parallel-care.${verb}`,
    kind: verb === 'added' ? 'C' : 'U',
    object: ['parallel-care', row.id],
    personId: row.personId,
    data: { organisationId: row.organisationId },
  });
}

export async function addParallelCare(call: Call, _permit: Read, episodeId: string, care: CareFields) {
  const episode = await step.getEpisode(call, episodeId);
  const person = { personId: episode.person_id, organisationId: episode.organisation_id };
  const id = call.newId();
  const columns = await columnsOf(call, person.personId, id, care);
  await store.appendCare(call.tx, columns, { id, ...person, at: call.now, by: accountOf(call).accountId });
  await told(call, { id, ...person }, 'added');
  return { id, version: 1 };
}

async function lockOwn(call: Call, id: string, version: number | undefined) {
  const row = await store.lockCare(call.tx, id);
  if (!row || row.organisation_id !== accountOf(call).organisationId) throw new Refusal('not-found');
  if (row.version !== version) throw new Refusal('version-old', { current: row.version });
  return { id, personId: row.person_id, organisationId: row.organisation_id };
}

export async function changeParallelCare(call: Call, _permit: Read, id: string, version: number | undefined, care: CareFields) {
  const row = await lockOwn(call, id, version);
  const now = await store.updateCare(call.tx, id, await columnsOf(call, row.personId, id, care));
  await told(call, row, 'changed');
  return { id, version: now };
}

export async function withdrawParallelCare(call: Call, _permit: Read, id: string, version: number | undefined) {
  const row = await lockOwn(call, id, version);
  const now = await store.updateCare(call.tx, id, { withdrawn_at: call.now });
  await told(call, row, 'withdrawn');
  return { id, version: now };
}
