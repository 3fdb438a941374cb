import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { appendTask } from '#rooms/tasks/actions.ts';
import type { Day } from '../rules/calendar.ts';
import type { Coverage, Segment } from '../rules/coverage.ts';
import type { LedgerKind, Window } from '../rules/ledger.ts';
import * as store from '../store/ledger.ts';
import { type Book, OTHERS } from './reckon-question.ts';

type Wanted = Omit<store.NewEntry, 'id' | 'personId' | 'organisationId'>;

const actorOf = (call: Call) => (call.actor.kind === 'account' ? call.actor.accountId : null);
const keyOf = (one: Pick<store.Standing, 'day' | 'kind' | 'minutes' | 'parts'> & Partial<store.Standing>) =>
  [one.day, one.kind, one.minutes, one.parts, one.prescriptionId ?? '', one.sessionId ?? '', one.externalId ?? ''].join(' ');

function kindOf(prescription: string, setting: 'single' | 'group'): LedgerKind {
  if (prescription === 'TRIAL' || prescription === 'REFERRAL' || prescription === 'DISCHARGE') return prescription;
  return setting === 'group' ? 'OWN_GROUP' : 'OWN_SINGLE';
}

/** What the ledger must hold of this practice's sessions and of the units that were told of former providers. */
function wantedEntries(book: Book, coverage: Coverage): Wanted[] {
  const sessions = new Map(book.sessions.map((session) => [session.id, session]));
  const kinds = new Map(book.prescriptions.map(({ id, kind }) => [id, kind]));
  const own = coverage.sessions.flatMap(({ id, segments }) => {
    const session = sessions.get(id);
    return segments.flatMap((segment): Wanted[] => {
      if (!session || segment.prescriptionId === null || segment.capMinutes === 0) return [];
      const kind = kindOf(kinds.get(segment.prescriptionId) ?? '', session.setting);
      const { prescriptionId, capMinutes: minutes, parts } = segment;
      return [{ day: session.day, kind, minutes, parts, prescriptionId, sessionId: id }];
    });
  });
  const told = new Map(book.externals.map((row) => [row.id, row]));
  const external = coverage.externals.flatMap(({ id, minutes }): Wanted[] => {
    const row = told.get(id);
    if (!row || minutes === 0) return [];
    const proof = { evidence: row.evidence, evidenceFileId: row.evidence_file_id };
    return [{ day: row.day, kind: 'EXTERNAL', minutes, parts: 0, externalId: id, ...proof }];
  });
  return [...external, ...own];
}

/** Minutes of another practice that no longer fit would have to be taken back there: here the new entry is refused (R2). */
export function insistOthersFit(book: Book, coverage: Coverage): void {
  for (const { id, minutes } of coverage.externals.filter((one) => one.id.startsWith(OTHERS))) {
    const had = book.question.externals.find((one) => one.id === id)?.minutes ?? 0;
    if (minutes < had) throw new Refusal('cap-exhausted', { facts: { over: had - minutes, capMinutes: book.p.episodeCapMinutes } });
  }
}

export const sameWindows = (one: readonly Window[], other: readonly Window[]) =>
  one.length === other.length && one.every(({ start, end }, index) => start === other[index]?.start && end === other[index]?.end);

/** The windows as they are to be drawn: what lies before the first of them counts into it (R2, anchor "firstPrescription"). */
function drawn(windows: readonly Window[], days: readonly Day[]): store.DrawnWindow[] {
  const first = [...days].sort()[0];
  return windows.map((window, index) => ({
    ...window,
    countsFrom: index === 0 && first !== undefined && first < window.start ? first : null,
  }));
}

/**
 * Posts the difference between what stands in the ledger and what the walk says: first what is taken back, then the windows as the rule
 * draws them, then what is new. The ledger is only ever added to.
 */
export async function postLedger(call: Call, book: Book, coverage: Coverage): Promise<number> {
  const { personId, organisationId } = book;
  const ours = book.standing.filter(
    (entry) => entry.externalId !== null || (entry.sessionId !== null && entry.organisationId === organisationId),
  );
  const missing = wantedEntries(book, coverage);
  const gone: store.Standing[] = [];
  for (const entry of ours) {
    const at = missing.findIndex((one) => keyOf(one) === keyOf(entry));
    if (at < 0) gone.push(entry);
    else missing.splice(at, 1);
  }
  const stays = book.standing.filter((entry) => !gone.includes(entry));
  const windows = drawn(
    coverage.windows,
    [...stays, ...missing].map(({ day }) => day),
  );
  const redraw = !sameWindows(book.windows, windows) || windows[0]?.countsFrom !== book.windows[0]?.countsFrom;
  if (gone.length + missing.length === 0 && !redraw) return 0;
  const base = { personId, organisationId };
  const corrections = gone.map(({ id, day, minutes, parts, prescriptionId, sessionId, externalId }): store.NewEntry => {
    const took = { kind: 'CORRECTION', minutes: -minutes, parts: -parts || 0, corrects: id } as const;
    return { id: call.newId(), ...base, day, prescriptionId, sessionId, externalId, ...took };
  });
  await store.appendEntries(call.tx, corrections, call.now, actorOf(call));
  if (redraw) await store.drawWindows(call.tx, personId, windows, book.p.episodeCapMinutes);
  const added = missing.map((entry): store.NewEntry => ({ id: call.newId(), ...base, ...entry }));
  await store.appendEntries(call.tx, added, call.now, actorOf(call));
  if (gone.length + missing.length > 0)
    await record(call, {
      action: 'soziotherapie.ledger.posted',
      kind: 'C',
      object: ['contingent', personId],
      personId,
      data: { organisationId, added: missing.length, takenBack: gone.length },
    });
  return gone.length + missing.length;
}

const rowOf = (
  sessionId: string,
  { minutes, parts, capMinutes, status, prescriptionId, because }: Segment,
  position: number,
): store.PartRow => ({
  session_id: sessionId,
  position,
  prescription_id: prescriptionId,
  status,
  because: because ?? null,
  minutes,
  parts,
  cap_minutes: capMinutes,
});
const textOf = (rows: readonly store.PartRow[]) =>
  rows
    .map((row) => [row.position, row.prescription_id, row.status, row.because, row.minutes, row.parts, row.cap_minutes].join(' '))
    .join('\n');
/** What an invoice was written over: who pays how much. */
const paidFor = (rows: readonly store.PartRow[]) =>
  rows.map((row) => (row.prescription_id === null ? `open ${row.minutes}` : `${row.prescription_id} ${row.minutes}`)).join('\n');

/** Writes how each session counts now, where that differs from what was written before. */
export async function writeParts(call: Call, book: Book, coverage: Coverage, before: readonly store.PartRow[]): Promise<number> {
  const live = Map.groupBy(before, ({ session_id }) => session_id);
  const wanted = new Map(coverage.sessions.map(({ id, segments }) => [id, segments.map((segment, index) => rowOf(id, segment, index))]));
  const changed = [...new Set([...live.keys(), ...wanted.keys()])].filter(
    (id) => textOf(live.get(id) ?? []) !== textOf(wanted.get(id) ?? []),
  );
  if (changed.length === 0) return 0;
  await store.retireParts(
    call.tx,
    changed.filter((id) => live.has(id)),
  );
  const rows = changed.flatMap((id) => wanted.get(id) ?? []).map((row) => ({ id: call.newId(), ...row }));
  await store.appendParts(call.tx, rows, { personId: book.personId, organisationId: book.organisationId, at: call.now });
  for (const id of changed) {
    const session = book.sessions.find((one) => one.id === id);
    const invoiced = session?.state === 'INVOICED' || session?.state === 'PAID';
    if (invoiced && live.has(id) && paidFor(live.get(id) ?? []) !== paidFor(wanted.get(id) ?? [])) await askCorrection(call, book, id);
  }
  return changed.length;
}

/** A session that was invoiced counts differently now: the office writes a correction (T6). */
export async function askCorrection(
  call: Call,
  { personId, organisationId }: Pick<Book, 'personId' | 'organisationId'>,
  sessionId: string,
) {
  await appendTask(call, {
    kind: 'sozio-correction-invoice',
    object: ['session', sessionId],
    personId,
    assigneeRole: 'office',
    organisationId,
    priority: 1,
    dueAt: call.now,
  });
}
