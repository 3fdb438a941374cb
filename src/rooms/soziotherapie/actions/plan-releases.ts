import type { Call } from '#platform/call.ts';
import { selectLiveReleases } from '../store/plan-releases.ts';

/** Releases from secrecy of a person that live now: who is named in a plan's social environment needs one (rule book 4.3). */
export async function releasesOf(call: Call, personId: string): Promise<{ id: string; recipient: string }[]> {
  const rows = await selectLiveReleases(call.tx, personId, call.now);
  return rows.map(({ id, recipient_kind }) => ({ id, recipient: recipient_kind ?? '' }));
}
