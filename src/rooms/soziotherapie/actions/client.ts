import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { Versioned } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import { changeGuardian, changePerson, getPerson, listGuardians } from '#rooms/people/actions.ts';
import type { GuardianChange, PersonChange } from '#rooms/people/contract.ts';
import type { EpisodeRow } from '../store/episodes.ts';
import * as step from './prescription-step.ts';

type Read = Permit<'soziotherapie.read'>;

/** Rule book 5.3: the office and who accompanies change master data; a deputy and the lead read them. */
function mayChange(call: Call, row: EpisodeRow): boolean {
  const { roles, practitionerId } = accountOf(call);
  return roles.includes('office') || (practitionerId !== null && row.practitioner_id === practitionerId);
}

async function lockClient(call: Call, id: string): Promise<EpisodeRow> {
  const row = await step.getEpisode(call, id, true);
  if (!mayChange(call, row)) throw new Refusal('episode-not-for-role', { facts: { state: row.state } });
  return row;
}

async function changed(call: Call, row: EpisodeRow): Promise<void> {
  await record(call, {
    action: 'soziotherapie.client.changed',
    kind: 'U',
    object: ['episode', row.id],
    personId: row.person_id,
    data: { organisationId: row.organisation_id, episodeId: row.id },
  });
}

/** Core and contact of the client of a case, with who speaks for her. */
export async function getClient(call: Call, _permit: Read, id: string) {
  const row = await step.getEpisode(call, id);
  const person = await getPerson(call, row.person_id, 'soziotherapie.client.read');
  return new Versioned(person.version, { person, guardians: await listGuardians(call, row.person_id), mayChange: mayChange(call, row) });
}

/** Refuses "version-old" where somebody else was faster, and what people refuse of a phone number or a birth date. */
export async function changeClient(call: Call, _permit: Read, id: string, version: number | undefined, change: PersonChange) {
  const row = await lockClient(call, id);
  const before = await getPerson(call, row.person_id, 'soziotherapie.client.read');
  if (version !== undefined && before.version !== version) throw new Refusal('version-old', { current: before.version });
  const wished = { ...before, ...change };
  if (!wished.givenName && !wished.familyName) throw new Refusal('name-or-channel-missing');
  const after = await changePerson(call, row.person_id, change);
  if (after.version !== before.version) await changed(call, row);
  return { id, version: after.version };
}

/** Parents of a minor or a court guardian. */
export async function changeClientGuardian(call: Call, _permit: Read, id: string, guardianId: string, guardian: GuardianChange) {
  const row = await lockClient(call, id);
  await changeGuardian(call, row.person_id, guardianId, guardian);
  await changed(call, row);
  return { id: guardianId };
}
