import type { Call } from '#platform/call.ts';
import type { Permit } from '#platform/permit.ts';
import type { Entry } from '../contract/entries.ts';
import { searchEntries, selectEntries } from '../store/entries.ts';

/** As many as one looks through. */
const MOST = 12;

export async function findEntries(call: Call, _permit: Permit<'directory.read'>, text: string): Promise<{ entries: Entry[] }> {
  return { entries: await searchEntries(call.tx, text.trim(), MOST) };
}

/** Names of entries, by id; for rooms to the right that point at them. */
export async function entriesOf(call: Call, ids: readonly string[]): Promise<Map<string, Entry>> {
  return new Map((await selectEntries(call.tx, ids)).map((one) => [one.id, one]));
}
