import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { recordReads } from '#platform/events.ts';
import { Versioned } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import type { DeviceWork, EntryView, Outcome, RESOLVE_HOW } from '../contract/device.ts';
import type { NoteVersion } from '../contract/notes.ts';
import * as store from '../store/device.ts';
import { selectNotes } from '../store/notes.ts';
import { findListed, findPersonName, type ListedSession, selectParts } from '../store/sessions.ts';
import { openEntry, personOf, tellEntry } from './device.ts';
import { carryOutDecision, waysFor } from './device-work.ts';
import { versionOf } from './notes.ts';
import { rowOf } from './sessions-read.ts';

type Care = Permit<'soziotherapie.care'>;

/** An entry with both sides: what the device wrote, and the session and newest note that stand here. */
async function bothSides(call: Call, entry: store.EntryRecord) {
  const work = await openEntry(call, entry);
  const sessionId = work && (work.kind === 'visit' ? work.visit.sessionId : work.sessionId);
  const session: ListedSession | undefined = sessionId ? await findListed(call.tx, sessionId) : undefined;
  const newest = session ? (await selectNotes(call.tx, session.id)).at(-1) : undefined;
  const theirs: NoteVersion | undefined = newest && (await versionOf(call, newest));
  return { work, session, theirs };
}

/** Own entries that wait or need a decision. */
export async function listEntries(call: Call, _permit: Care): Promise<{ entries: EntryView[] }> {
  const entries: EntryView[] = [];
  const read: { id: string; personId: string }[] = [];
  for (const entry of await store.selectOpenEntries(call.tx)) {
    const { work, session, theirs } = await bothSides(call, entry);
    const personId = work ? await personOf(call, work) : undefined;
    if (personId) read.push({ id: entry.id, personId });
    entries.push({
      id: entry.id,
      version: entry.version,
      state: entry.state as EntryView['state'],
      because: entry.because,
      writtenLocal: entry.written_local,
      arrivedAt: entry.arrived_at.toString(),
      work: work ?? null,
      name: personId ? await findPersonName(call.tx, personId) : null,
      session: session ? rowOf(call, session, await selectParts(call.tx, [session.id])) : null,
      theirs: theirs ?? null,
      how: entry.state === 'received' ? [] : waysFor(work, session, theirs !== undefined),
    });
  }
  await recordReads(call, 'soziotherapie.entry.read', 'device-entry', read);
  return { entries };
}

/** A corrected form speaks of the same visit. */
function insistSame(kept: DeviceWork | undefined, typed: DeviceWork): void {
  const about = (work: DeviceWork) => (work.kind === 'visit' ? `${work.visit.sessionId} ${work.visit.episodeId}` : work.sessionId);
  if (kept && (kept.kind !== typed.kind || about(kept) !== about(typed))) throw new Refusal('entry-way-closed');
}

/** Settles an entry; what was kept stays as it came, whatever is decided. */
export async function resolveEntry(
  call: Call,
  _permit: Care,
  id: string,
  version: number | undefined,
  how: (typeof RESOLVE_HOW)[number],
  typed?: DeviceWork,
): Promise<Versioned<Outcome>> {
  const entry = await store.lockEntry(call.tx, id);
  if (!entry) throw new Refusal('not-found');
  if (entry.version !== version) throw new Refusal('version-old', { current: entry.version });
  if (entry.state !== 'conflict' && entry.state !== 'refused') throw new Refusal('entry-settled', { facts: { state: entry.state } });
  const { work: kept, session, theirs } = await bothSides(call, entry);
  if (typed) insistSame(kept, typed);
  const work = typed ?? kept;
  const ways = waysFor(work, session, theirs !== undefined);
  if (!ways.includes(how)) throw new Refusal('entry-way-closed', { next: ways });
  const after = work ? await carryOutDecision(call, work, how, entry.written_local, theirs) : undefined;
  const personId = after?.person_id ?? (work ? await personOf(call, work) : undefined) ?? entry.person_id;
  const sessionId = after?.id ?? session?.id ?? null;
  const done = await store.updateEntry(call.tx, id, {
    state: 'resolved',
    because: entry.because,
    person_id: personId,
    session_id: sessionId,
    resolved_how: how,
    resolved_at: call.now,
  });
  await tellEntry(call, entry, personId, 'soziotherapie.entry.resolved', { how, because: entry.because, sessionId });
  return new Versioned(done.version, { id, state: 'resolved', because: entry.because, sessionId, version: after?.version ?? null });
}
