import type { Call } from '#platform/call.ts';
import { listReleases } from '#rooms/consent/actions/releases.ts';

/** Releases from secrecy of a person that live now: who is named in a plan's social environment needs one (rule book 4.3). */
export async function releasesOf(call: Call, personId: string, organisationId: string): Promise<{ id: string; recipient: string }[]> {
  const releases = await listReleases(call, personId, organisationId);
  return releases.filter(({ standing }) => standing === 'given').map(({ id, recipient }) => ({ id, recipient: recipient.name }));
}
