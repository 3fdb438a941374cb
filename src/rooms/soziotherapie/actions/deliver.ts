import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { keepFile } from '#rooms/records/actions/keep.ts';
import type { Signature } from '../contract/notes.ts';
import type { Delivery, Visit, Warning, Writing } from '../contract/sessions.ts';
import type { Coverage } from '../rules/coverage.ts';
import { judgeDocumentation } from '../rules/documentation.ts';
import type { PlaceKind } from '../rules/note.ts';
import { selectLiveParts } from '../store/ledger.ts';
import * as store from '../store/sessions.ts';
import { askService } from './episode-step.ts';
import { insistComplete, writeThirdParty, writeVersion } from './notes.ts';
import { planGoals } from './plan-goals.ts';
import { choicesOf, parametersFor } from './practice.ts';
import { lockContingent, reckon } from './reckon.ts';
import { bookWith } from './reckon-question.ts';
import { judgeGiven, timesOf } from './session-judge.ts';
import { accountId, insistListed, insistOn, insistOnOwn, lockForStep, movedAnswer, nowLocal, sealedIn, takeStep } from './session-step.ts';
import { appendPlanned, attempt, columnsOf, getRunning } from './sessions.ts';
import { partsOf } from './sessions-read.ts';
import { drawSignature, isSignature } from './signature-picture.ts';

type Care = Permit<'soziotherapie.care'>;

/** T1: it took place. Writes the times, counts the person's units anew and says who pays. */
export async function deliver(
  call: Call,
  row: store.SessionRecord,
  given: Delivery,
): Promise<{ after: store.SessionRecord; warnings: Warning[]; parts: ReturnType<typeof partsOf> }> {
  insistListed(call, row, 'deliver');
  insistOnOwn(call, row);
  const times = timesOf(given, nowLocal(call));
  const { id, person_id: personId, organisation_id: organisationId, practitioner_id: practitionerId } = row;
  const unit = { ...times, id, setting: row.setting as 'single' | 'group', meetingId: row.group_session_id, personId, organisationId };
  const live = alongside(selectLiveParts(call.tx, personId, organisationId));
  const { book, risk, warnings } = await judgeGiven(call, { ...unit, practitionerId, placeKind: given.placeKind }, given);
  const seal = async (column: string, text: string | undefined) =>
    text === undefined ? null : call.sealer.seal(call.tx, personId, sealedIn(column, id), text);
  const change: store.SessionChange = {
    ...columnsOf(times),
    place_kind: given.placeKind,
    delivered_at: call.now,
    ...(risk ? { risk_confirmed_by: accountId(call), risk_confirmed_at: call.now } : {}),
    hospital_note_sealed: await seal('hospital_note_sealed', given.hospitalNote),
    overlap_reason_sealed: await seal('overlap_reason_sealed', given.nursingReason),
  };
  const facts = { timesHold: true, overlaps: false, inHospital: false, covered: !risk, riskConfirmed: given.riskConfirmed === true };
  const { after } = await attempt(call, personId, () => takeStep(call, row, 'deliver', facts, change, { risk }));
  // its contingent is locked since before the judgement, which opened the book: only this session is another now
  const coverage = await reckon(call, personId, organisationId, { ...bookWith(book, after), live });
  return { after, warnings, parts: partsIn(coverage, id) };
}

/** A read that goes out with others and is waited for later; whoever waits hears its fault. */
function alongside<Result>(read: Promise<Result>): Promise<Result> {
  read.catch(() => {});
  return read;
}

/**
 * T2 and T8: what was written, in time, late with a reason, or very late and waiting for the lead (R21).
 * @param goals of the case's plans, where they are on their way already
 */
export async function document(
  call: Call,
  row: store.SessionRecord,
  writing: Writing,
  goals?: ReturnType<typeof planGoals>,
): Promise<store.SessionRecord> {
  insistListed(call, row, 'document');
  insistOnOwn(call, row);
  const [p] = await Promise.all([parametersFor(call, row.organisation_id, row.day), call.sealer.fetch(call.tx, row.person_id)]);
  const question = { endedAt: row.ends_at, reasonGiven: writing.lateReason !== undefined };
  const { timeliness, hours } = insistOn(judgeDocumentation(question, call.now, p));
  await insistComplete(call, row.episode_id, writing.note, row.place_kind as PlaceKind | null, goals);
  const change: store.SessionChange = {
    documented_at: call.now,
    late_reason_sealed: writing.lateReason
      ? await call.sealer.seal(call.tx, row.person_id, sealedIn('late_reason_sealed', row.id), writing.lateReason)
      : null,
  };
  const event = timeliness === 'very-late' ? 'document-very-late' : 'document';
  const facts = { noteComplete: true, timeliness, reasonGiven: question.reasonGiven };
  // both go out at once; a fault of one is told when the other has come back too
  const [taken, written] = await Promise.allSettled([
    takeStep(call, row, event, facts, change, { timeliness, hours }),
    writeVersion(call, row, { number: 1, note: writing.note }),
  ]);
  if (taken.status === 'rejected') throw taken.reason;
  if (written.status === 'rejected') throw written.reason;
  const { after, effects } = taken.value;
  if (writing.thirdParty) await writeThirdParty(call, row, writing.thirdParty);
  await record(call, {
    action: 'soziotherapie.session.documented',
    kind: 'C',
    object: ['session', row.id],
    personId: row.person_id,
    data: { organisationId: row.organisation_id, episodeId: row.episode_id, number: 1, timeliness, hours },
  });
  if (effects.includes('ask-lead')) await askLead(call, after, hours);
  return after;
}

async function askLead(call: Call, row: store.SessionRecord, hours: number): Promise<void> {
  const episode = await store.findEpisode(call.tx, row.episode_id);
  if (!episode) return;
  await askService(call, episode, {
    kind: 'sozio-late-release',
    object: ['session', row.id],
    for: 'lead',
    due: call.now.add({ hours: 24 }),
    facts: { day: row.day, hours },
  });
}

/** T3: the client's line of the service record, or why there is none. */
export async function sign(call: Call, row: store.SessionRecord, signature: Signature): Promise<store.SessionRecord> {
  insistListed(call, row, 'sign');
  const byGuardian = signature.how === 'screen' && signature.byGuardian;
  const change = await signatureColumns(call, row, signature);
  const { after } = await takeStep(call, row, 'sign', { signedOrReason: true }, change, { how: signature.how, byGuardian });
  return after;
}

/** A signature that came with the note. Where the note waits for the lead it is kept and counts from the release on (T8). */
export async function signAtDoor(call: Call, row: store.SessionRecord, signature: Signature | undefined): Promise<store.SessionRecord> {
  if (signature === undefined) return row;
  if (row.state === 'DOCUMENTED') return sign(call, row, signature);
  return row.state === 'LATE_PENDING' ? store.updateSession(call.tx, row.id, await signatureColumns(call, row, signature)) : row;
}

async function signatureColumns(call: Call, row: store.SessionRecord, signature: Signature): Promise<store.SessionChange> {
  const place = sealedIn('signature_reason_sealed', row.id);
  const reason = 'reason' in signature ? await call.sealer.seal(call.tx, row.person_id, place, signature.reason) : null;
  return {
    signed_how: signature.how,
    signed_at: call.now,
    signature_file_id: await keepSignature(call, row, signature),
    signature_reason_sealed: reason,
  };
}

async function keepSignature(call: Call, row: store.SessionRecord, signature: Signature): Promise<string | null> {
  if (signature.how === 'paper') return signature.fileId ? getPaper(call, row, signature.fileId) : null;
  if (signature.how !== 'screen') return null;
  if (!isSignature(signature.strokes)) throw new Refusal('signature-empty');
  const file = await keepFile(call, {
    personId: row.person_id,
    organisationId: row.organisation_id,
    audience: 'office', // the office sends the service record with it
    kind: 'signature',
    name: `Unterschrift ${row.day}.png`,
    mediaType: 'image/png',
    bytes: drawSignature(signature.strokes),
    object: { kind: 'session', id: row.id },
  });
  return file.id;
}

async function getPaper(call: Call, row: store.SessionRecord, fileId: string): Promise<string> {
  const file = await call.tx
    .selectFrom('records.file')
    .select('id')
    .where('id', '=', fileId)
    .where('person_id', '=', row.person_id)
    .executeTakeFirst();
  if (!file) throw new Refusal('file-not-found');
  return file.id;
}

/** How a session counts, as the recount that was just written says it. */
const partsIn = ({ sessions }: Coverage, id: string): ReturnType<typeof partsOf> =>
  (sessions.find((one) => one.id === id)?.segments ?? []).map(({ prescriptionId, status, because, minutes }) => ({
    prescriptionId,
    status,
    because: because ?? null,
    minutes,
  }));

export async function deliverSession(call: Call, _permit: Care, id: string, version: number | undefined, given: Delivery) {
  const row = await lockForStep(call, id, version);
  const { after, warnings, parts } = await deliver(call, row, given);
  return { ...movedAnswer(after), parts, warnings };
}

export async function documentSession(call: Call, _permit: Care, id: string, version: number | undefined, writing: Writing) {
  return movedAnswer(await document(call, await lockForStep(call, id, version), writing));
}

export async function signSession(call: Call, _permit: Care, id: string, version: number | undefined, signature: Signature) {
  return movedAnswer(await sign(call, await lockForStep(call, id, version), signature));
}

/** A whole visit in one go: planned or not, it took place, what was written, and the signature where there is one. */
export async function recordVisit(call: Call, _permit: Care, visit: Visit) {
  const { organisationId } = accountOf(call);
  if (organisationId) void alongside(choicesOf(call, organisationId)); // what overlaps is asked by them, together with all else
  const row = await rowForVisit(call, visit);
  const { after, warnings, parts } = await carryOutVisit(call, row, visit);
  return { ...movedAnswer(after), parts: parts ?? partsOf(await store.selectParts(call.tx, [row.id]), row.id), warnings };
}

/** The same for a row that is locked already. One that is delivered with these times already only gets its note. */
export async function carryOutVisit(call: Call, row: store.SessionRecord, visit: Visit) {
  const delivered = row.state === 'DELIVERED' && row.start_local === visit.start && row.end_local === visit.end;
  const goals = alongside(planGoals(call, [row.episode_id]));
  const { after: given, warnings, parts } = delivered ? { after: row, warnings: [], parts: null } : await deliver(call, row, visit);
  const written = await document(call, given, visit, goals);
  return { after: await signAtDoor(call, written, visit.signature), warnings, parts };
}

/** The planned session, or a new one of the helper who was there. */
export async function rowForVisit(call: Call, visit: Visit): Promise<store.SessionRecord> {
  if (visit.sessionId !== null) {
    const row = await lockForStep(call, visit.sessionId, visit.version ?? undefined);
    if (row.episode_id !== visit.episodeId) throw new Refusal('not-found');
    return row;
  }
  const episode = await getRunning(call, visit.episodeId);
  const { practitionerId } = accountOf(call);
  if (!practitionerId) throw new Refusal('session-helper-missing');
  await lockContingent(call, episode.person_id);
  const unit = { start: visit.start, end: visit.end, placeKind: visit.placeKind, practitionerId };
  return attempt(call, episode.person_id, () => appendPlanned(call, episode, unit, undefined));
}
