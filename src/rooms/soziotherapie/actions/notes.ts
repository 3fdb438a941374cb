import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { Note, NoteVersion } from '../contract/notes.ts';
import type { LocalTime } from '../rules/calendar.ts';
import { appendVersion } from '../rules/documentation.ts';
import { SESSION_UNLISTED, type SessionState } from '../rules/life/session.ts';
import { missingInNote, type PlaceKind } from '../rules/note.ts';
import { findEpisode } from '../store/episodes.ts';
import * as store from '../store/notes.ts';
import { findSession, type SessionChange, type SessionRecord, updateSession } from '../store/sessions.ts';
import { planGoals } from './plan-goals.ts';
import { reckon } from './reckon.ts';
import { askCorrection } from './reckon-post.ts';
import { bookWith } from './reckon-question.ts';
import { judgeGiven, timesOf } from './session-judge.ts';
import { insistOn, lockForStep, nowLocal } from './session-step.ts';
import { attempt, columnsOf } from './sessions.ts';

const notePlace = (column: string, row: string) => ({ table: 'soziotherapie.session_note', column, row });
const thirdPlace = (row: string) => ({ table: 'soziotherapie.third_party_note', column: 'sealed', row });

/** What stands sealed in a version, beside kinds and goals. */
interface Sealed {
  done: string;
  reaction: string;
  nextStep: string;
  start: LocalTime;
  end: LocalTime;
  placeKind: PlaceKind | null;
}

async function openNote(call: Call, row: Pick<store.NoteRecord, 'id' | 'person_id' | 'sealed'>): Promise<Sealed> {
  return JSON.parse(await call.sealer.open(call.tx, row.person_id, notePlace('sealed', row.id), row.sealed)) as Sealed;
}

/** The next step of a note, for who goes there again. */
export async function nextStepOf(call: Call, row: Pick<store.NoteRecord, 'id' | 'person_id' | 'sealed'>): Promise<string | null> {
  return (await openNote(call, row)).nextStep || null;
}

export async function versionOf(call: Call, row: store.NoteRecord): Promise<NoteVersion> {
  const { done, reaction, nextStep, start, end, placeKind } = await openNote(call, row);
  const reason = row.change_reason_sealed;
  return {
    number: row.number,
    note: { kinds: row.kinds as Note['kinds'], goalIds: row.goal_ids, done, reaction, nextStep },
    start,
    end,
    placeKind,
    reason: reason ? await call.sealer.open(call.tx, row.person_id, notePlace('change_reason_sealed', row.id), reason) : null,
    recordedAt: row.recorded_at.toString(),
    authorId: row.author_id,
    author: row.author_name,
  };
}

export async function getNotes(call: Call, _permit: Permit<'soziotherapie.care'>, sessionId: string) {
  if (!(await findSession(call.tx, sessionId))) throw new Refusal('not-found');
  const rows = await store.selectNotes(call.tx, sessionId);
  const third = await store.selectThirdParty(call.tx, sessionId);
  await recordReads(
    call,
    'soziotherapie.note.read',
    'session',
    rows.slice(0, 1).map(({ person_id }) => ({ id: sessionId, personId: person_id })),
  );
  return {
    versions: await Promise.all(rows.map((row) => versionOf(call, row))),
    thirdParty: await Promise.all(
      third.map(async (row) => ({
        number: row.number,
        text: await call.sealer.open(call.tx, row.person_id, thirdPlace(row.id), row.sealed),
        recordedAt: row.recorded_at.toString(),
        author: row.author_name,
      })),
    ),
  };
}

/** Goals of the plan in force, near ones first; the plan itself is for others (rule book 5.3). */
export async function listGoals(call: Call, _permit: Permit<'soziotherapie.read'>, episodeId: string) {
  const episode = await findEpisode(call.tx, episodeId);
  if (!episode || episode.organisation_id !== accountOf(call).organisationId) throw new Refusal('not-found');
  const goals = (await planGoals(call, [episodeId])).filter(({ inForce }) => inForce);
  await recordReads(call, 'soziotherapie.goal.read', 'episode', [{ id: episodeId, personId: episode.person_id }]);
  const of = (wanted: 'near' | 'far') => goals.filter(({ kind }) => kind === wanted).map(({ id, kind, text }) => ({ id, kind, text }));
  return { goals: [...of('near'), ...of('far')] };
}

/** D3: refuses what is not complete, field by field; goals are those of a plan that all three signed. */
export async function insistComplete(
  call: Call,
  episodeId: string,
  note: Note,
  placeKind: PlaceKind | null,
  known?: ReturnType<typeof planGoals>,
): Promise<void> {
  const goals = await (known ?? planGoals(call, [episodeId]));
  const inForce = goals.some((goal) => goal.inForce);
  const faults = missingInNote(note, { planInForce: inForce, placeKind });
  if (faults.length > 0)
    throw new Refusal('note-incomplete', {
      errors: faults.map((fault) => ({ pointer: `/note/${fault}`, code: fault === 'done' ? 'too-short' : 'required' })),
    });
  const unknown = note.goalIds.some((id) => !goals.some((goal) => goal.id === id));
  if (unknown) throw new Refusal('goal-unknown', { errors: [{ pointer: '/note/goalIds', code: 'unknown' }] });
}

/** Writes a version of a note. */
export async function writeVersion(
  call: Call,
  row: SessionRecord,
  version: { number: number; note: Note; reason?: string | undefined },
): Promise<void> {
  const id = call.newId();
  const { accountId } = accountOf(call);
  const { done, reaction, nextStep, kinds, goalIds } = version.note;
  const sealed: Sealed = {
    done,
    reaction,
    nextStep,
    start: row.start_local,
    end: row.end_local,
    placeKind: row.place_kind as PlaceKind | null,
  };
  const { id: sessionId, person_id: personId, organisation_id: organisationId } = row;
  const seal = (column: string, text: string) => call.sealer.seal(call.tx, personId, notePlace(column, id), text);
  const base = { sessionId, personId, organisationId, at: call.now, by: accountId };
  await store.appendNote(call.tx, {
    id,
    ...base,
    number: version.number,
    kinds,
    goalIds,
    sealed: await seal('sealed', JSON.stringify(sealed)),
    reasonSealed: version.reason ? await seal('change_reason_sealed', version.reason) : null,
    occurredLocal: row.start_local,
  });
}

/** The block about third parties, apart from the note. */
export async function writeThirdParty(call: Call, row: SessionRecord, text: string): Promise<void> {
  const of = { sessionId: row.id, personId: row.person_id, organisationId: row.organisation_id };
  const base = { ...of, at: call.now, by: accountOf(call).accountId };
  const id = call.newId();
  const number = (await store.selectThirdParty(call.tx, base.sessionId)).length + 1;
  const sealed = await call.sealer.seal(call.tx, base.personId, thirdPlace(id), text);
  try {
    await attempt(call, base.personId, () => store.appendThirdParty(call.tx, { id, ...base, number, sealed }));
  } catch (fault) {
    if ((fault as { code?: unknown }).code === '42501') throw new Refusal('third-party-not-for-deputy');
    throw fault;
  }
}

export interface Amendment {
  number: number;
  note: Note;
  times?: { start: LocalTime; end: LocalTime; placeKind: PlaceKind } | undefined;
  thirdParty?: string | undefined;
  reason: string;
  correctionInvoice?: boolean | undefined;
}

/** T6: a new version; the old one stays readable. Who may, and after the invoice only how, says `appendVersion`. */
export async function amendNote(call: Call, _permit: Permit<'soziotherapie.care'>, id: string, amendment: Amendment) {
  const row = await lockForStep(call, id);
  return appendAmendment(call, row, amendment);
}

/** The same for a row that is locked already. */
export async function appendAmendment(call: Call, row: SessionRecord, amendment: Amendment): Promise<{ id: string; number: number }> {
  const rows = await store.selectNotes(call.tx, row.id);
  const last = rows.at(-1);
  if (!last) throw new Refusal('session-not-documented', { facts: { state: row.state } });
  if (last.number !== amendment.number) throw new Refusal('version-old', { current: last.number });
  const { accountId, roles } = accountOf(call);
  const invoiced = row.state === 'INVOICED' || row.state === 'PAID' || row.invoice_line_id !== null;
  const { chain } = insistOn(
    appendVersion(
      rows.map(({ number, recorded_at, author_id }) => ({ number, recordedAt: recorded_at, authorId: author_id })),
      { actorId: accountId, isLead: roles.includes('lead'), invoiced, correctionInvoice: amendment.correctionInvoice === true },
      call.now,
    ),
  );
  const now = amendment.times ? await changeTimes(call, row, amendment.times) : row;
  await insistComplete(call, row.episode_id, amendment.note, now.place_kind as PlaceKind | null);
  const number = chain.at(-1)?.number ?? 1;
  await writeVersion(call, now, { note: amendment.note, reason: amendment.reason, number });
  if (amendment.thirdParty) await writeThirdParty(call, now, amendment.thirdParty);
  if (invoiced) await askCorrection(call, { personId: row.person_id, organisationId: row.organisation_id }, row.id);
  await record(call, {
    action: 'soziotherapie.note.amended',
    kind: 'U',
    object: ['session', row.id],
    personId: row.person_id,
    data: { organisationId: row.organisation_id, episodeId: row.episode_id, number, times: amendment.times !== undefined },
  });
  return { id: row.id, number };
}

/** States in which nobody has signed for the times yet. */
const UNSIGNED: readonly string[] = ['DELIVERED', 'LATE_PENDING', 'DOCUMENTED'];

async function changeTimes(call: Call, row: SessionRecord, wish: NonNullable<Amendment['times']>): Promise<SessionRecord> {
  if (!UNSIGNED.includes(row.state)) throw new Refusal(SESSION_UNLISTED[row.state as SessionState], { facts: { state: row.state } });
  const times = timesOf(wish, nowLocal(call));
  const { id, person_id: personId, organisation_id: organisationId, practitioner_id: practitionerId } = row;
  const unit = { ...times, id, setting: row.setting as 'single' | 'group', meetingId: row.group_session_id, personId, organisationId };
  const given = { riskConfirmed: row.risk_confirmed_at !== null, hospitalNote: ' ', nursingReason: ' ' }; // asked for when it was given
  const { book } = await judgeGiven(call, { ...unit, practitionerId, placeKind: wish.placeKind }, given);
  const change: SessionChange = { ...columnsOf(times), place_kind: wish.placeKind };
  const after = await attempt(call, personId, () => updateSession(call.tx, id, change));
  await reckon(call, personId, organisationId, bookWith(book, after));
  return after;
}
