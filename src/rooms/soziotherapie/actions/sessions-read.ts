import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { SessionRow } from '../contract/sessions.ts';
import { coverSessions } from '../rules/coverage.ts';
import type { SessionState } from '../rules/life/session.ts';
import type { PlaceKind, SignedHow } from '../rules/note.ts';
import * as store from '../store/sessions.ts';
import { partiesOf } from './episode-step.ts';
import { openBook } from './reckon-question.ts';
import { nextFor, sealedIn } from './session-step.ts';

/** May read what was written about people (rule book 5.3): not the office. */
export const mayCare = (call: Call): boolean => accountOf(call).roles.some((role) => role === 'soziotherapist' || role === 'lead');

export function rowOf(call: Call, row: store.ListedSession, parts: readonly store.PartRecord[]): SessionRow {
  return {
    id: row.id,
    version: row.version,
    episodeId: row.episode_id,
    personId: row.person_id,
    practitionerId: row.practitioner_id,
    practitioner: row.practitioner_name,
    setting: row.setting as SessionRow['setting'],
    groupId: row.group_id,
    meetingId: row.group_session_id,
    state: row.state as SessionState,
    start: row.start_local,
    end: row.end_local,
    day: row.day,
    minutes: row.minutes,
    placeKind: row.place_kind as PlaceKind | null,
    parts: partsOf(parts, row.id),
    deliveredAt: row.delivered_at?.toString() ?? null,
    documentedAt: row.documented_at?.toString() ?? null,
    signedHow: row.signed_how as SignedHow | null,
    signedAt: row.signed_at?.toString() ?? null,
    signatureFileId: row.signature_file_id,
    notes: mayCare(call) ? Number(row.notes ?? 0) : null,
    offReason: row.off_reason,
    disputedFrom: row.disputed_from as SessionState | null,
    riskConfirmed: row.risk_confirmed_at !== null,
    lateReleased: row.late_released_at !== null,
    next: nextFor(row.state, partiesOf(call)),
  };
}

export function partsOf(parts: readonly store.PartRecord[], id: string): SessionRow['parts'] {
  return parts
    .filter(({ session_id }) => session_id === id)
    .map(({ prescription_id, status, because, minutes }) => ({
      prescriptionId: prescription_id,
      status: status as SessionRow['parts'][number]['status'],
      because,
      minutes,
    }));
}

export async function listSessions(call: Call, _permit: Permit<'soziotherapie.read'>, episodeId: string, from?: string, to?: string) {
  const episode = await store.findEpisode(call.tx, episodeId);
  if (!episode) throw new Refusal('not-found');
  const rows = await store.selectOfEpisode(call.tx, episodeId, from, to);
  const parts = await store.selectParts(
    call.tx,
    rows.map(({ id }) => id),
  );
  await recordReads(call, 'soziotherapie.sessions.read', 'episode', [{ id: episodeId, personId: episode.person_id }]);
  const planned = rows.filter(({ state }) => state === 'PLANNED' || state === 'CONFIRMED');
  return {
    sessions: rows.map((row) => rowOf(call, row, parts)),
    expected: planned.length > 0 ? await expectedOf(call, episode, planned) : [],
  };
}

/** R2, R16: planned units in their order after what was given: who would pay them, where one is split, from where on nobody pays. */
async function expectedOf(call: Call, of: { person_id: string; organisation_id: string }, planned: readonly store.ListedSession[]) {
  const book = await openBook(call, of.person_id, of.organisation_id);
  const ahead = planned.map(({ id, day, start_local, setting, minutes }) => ({
    id,
    day,
    start: start_local,
    setting: setting as SessionRow['setting'],
    minutes,
  }));
  const known = new Set(ahead.map(({ id }) => id));
  const given = book.question.sessions.filter(({ id }) => !known.has(id));
  const coverage = coverSessions({ ...book.question, sessions: [...given, ...ahead] }, book.p);
  return coverage.sessions
    .filter(({ id }) => known.has(id))
    .map(({ id, segments }) => ({
      sessionId: id,
      parts: segments.map(({ prescriptionId, status, because, minutes }) => ({
        prescriptionId,
        status,
        because: because ?? null,
        minutes,
      })),
    }));
}

export async function getSession(call: Call, _permit: Permit<'soziotherapie.read'>, id: string) {
  const row = await store.findListed(call.tx, id);
  if (!row) throw new Refusal('not-found');
  const parts = await store.selectParts(call.tx, [id]);
  await recordReads(call, 'soziotherapie.session.read', 'session', [{ id, personId: row.person_id }]);
  const open = async (column: 'address_sealed' | 'late_reason_sealed' | 'signature_reason_sealed', may: boolean) => {
    const sealed = row[column];
    return may && sealed ? call.sealer.open(call.tx, row.person_id, sealedIn(column, id), sealed) : null;
  };
  const care = mayCare(call);
  return {
    ...rowOf(call, row, parts),
    address: await open('address_sealed', true),
    lateReason: await open('late_reason_sealed', care),
    signatureReason: await open('signature_reason_sealed', true),
  };
}
