import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { Stay, StayFields } from '../contract/stays.ts';
import { afterStayRecorded, judgeHospital } from '../rules/hospital.ts';
import { selectSessionTimes } from '../store/episodes.ts';
import * as store from '../store/stays.ts';
import { askService } from './episode-step.ts';
import { parametersFor } from './practice.ts';
import * as step from './prescription-step.ts';
import { hospitalStays, lockContingent } from './reckon.ts';
import { askCorrection } from './reckon-post.ts';

type Read = Permit<'soziotherapie.read'>;

const viewOf = (row: store.StayRow): Stay => ({
  id: row.id,
  version: row.version,
  admittedOn: row.admitted_on,
  admittedAt: row.admitted_at,
  dischargedOn: row.discharged_on,
  dischargedAt: row.discharged_at,
});

export async function listStays(call: Call, _permit: Read, episodeId: string): Promise<{ stays: Stay[] }> {
  const { person_id: personId, organisation_id: organisationId } = await step.getEpisode(call, episodeId);
  await recordReads(call, 'soziotherapie.stays.read', 'episode', [{ id: episodeId, personId }]);
  return { stays: (await store.selectStays(call.tx, personId, organisationId)).map(viewOf) };
}

function insistOrder(call: Call, stay: StayFields): void {
  step.insistPast(call, stay.admittedOn, stay.dischargedOn);
  const [from, to] = [`${stay.admittedOn}T${stay.admittedAt ?? '00:00'}`, `${stay.dischargedOn}T${stay.dischargedAt ?? '23:59'}`];
  if (stay.dischargedOn !== null && to < from) throw new Refusal('days-out-of-order');
}

/** R17: what lies inside a stay. What is not billed yet is blocked at its release; what was invoiced needs a correction. */
async function meetSessions(call: Call, person: { personId: string; organisationId: string }): Promise<string[]> {
  const stays = await hospitalStays(call, person.personId, person.organisationId);
  const p = await parametersFor(call, person.organisationId);
  const blocked: string[] = [];
  for (const session of await selectSessionTimes(call.tx, person.personId, person.organisationId)) {
    const judged = judgeHospital({ start: session.start_local, end: session.end_local }, stays, p);
    const meaning = afterStayRecorded(session.state, !judged.ok);
    if (meaning === 'nothing') continue;
    blocked.push(session.id);
    if (meaning === 'correction-invoice') await askCorrection(call, person, session.id);
  }
  return blocked;
}

async function told(call: Call, row: { id: string; personId: string; organisationId: string }, verb: string, blocked = 0): Promise<void> {
  await record(call, {
    action: `soziotherapie.stay.${verb}`,
    kind: verb === 'added' ? 'C' : 'U',
    object: ['hospital-stay', row.id],
    personId: row.personId,
    data: { organisationId: row.organisationId, blocked },
  });
}

/** A stay becomes known; somebody in hospital is accompanied again afterwards, so the helper is asked to pause the case (E8). */
export async function addStay(call: Call, _permit: Read, episodeId: string, stay: StayFields) {
  const episode = await step.getEpisode(call, episodeId);
  insistOrder(call, stay);
  const person = { personId: episode.person_id, organisationId: episode.organisation_id };
  await lockContingent(call, person.personId);
  const id = call.newId();
  await store.appendStay(call.tx, stay, { id, ...person, at: call.now, by: accountOf(call).accountId });
  const blockedSessionIds = await meetSessions(call, person);
  if (episode.state === 'ACTIVE' && stay.dischargedOn === null)
    await askService(call, episode, { kind: 'sozio-pause', for: 'helper', due: call.now });
  await told(call, { id, ...person }, 'added', blockedSessionIds.length);
  return { id, version: 1, blockedSessionIds };
}

async function lockOwn(call: Call, id: string, version: number | undefined) {
  const row = await store.lockStay(call.tx, id);
  if (!row || row.organisation_id !== accountOf(call).organisationId) throw new Refusal('not-found');
  if (row.version !== version) throw new Refusal('version-old', { current: row.version });
  return { row, person: { personId: row.person_id, organisationId: row.organisation_id } };
}

export async function changeStay(call: Call, _permit: Read, id: string, version: number | undefined, stay: StayFields) {
  const { person } = await lockOwn(call, id, version);
  insistOrder(call, stay);
  const now = await store.updateStay(call.tx, id, stay);
  const blockedSessionIds = await meetSessions(call, person);
  await told(call, { id, ...person }, 'changed', blockedSessionIds.length);
  return { id, version: now, blockedSessionIds };
}

/** Entered by mistake. */
export async function withdrawStay(call: Call, _permit: Read, id: string, version: number | undefined) {
  const { person } = await lockOwn(call, id, version);
  const now = await store.withdrawStayRow(call.tx, id, call.now);
  await told(call, { id, ...person }, 'withdrawn');
  return { id, version: now };
}
