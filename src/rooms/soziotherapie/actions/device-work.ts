import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import type { DeviceWork, RESOLVE_HOW } from '../contract/device.ts';
import type { Note, NoteVersion } from '../contract/notes.ts';
import type { Visit } from '../contract/sessions.ts';
import type { LocalTime } from '../rules/calendar.ts';
import type { SessionRecord } from '../store/sessions.ts';
import { carryOutVisit, document, rowForVisit, signAtDoor } from './deliver.ts';
import { appendAmendment } from './notes.ts';
import { parametersFor } from './practice.ts';
import { timesOf } from './session-judge.ts';
import { insistListed, lockForStep } from './session-step.ts';
import { movePlainly } from './sessions.ts';

type Way = (typeof RESOLVE_HOW)[number];

/** Does what a device wrote, as if it were said now, on the version that the device saw. */
export async function carryOutWork(call: Call, work: DeviceWork, written: LocalTime): Promise<SessionRecord> {
  if (work.kind === 'visit') {
    const row = await rowForVisit(call, work.visit);
    const { after } = await carryOutVisit(call, row, await withReason(call, row, work.visit, written));
    return after;
  }
  if (work.kind === 'off') {
    const row = await lockForStep(call, work.sessionId, work.version);
    insistListed(call, row, work.event);
    return movePlainly(call, row, work.event, work.reason);
  }
  const row = await lockForStep(call, work.sessionId);
  await appendAmendment(call, row, work);
  return row;
}

/** R21 counts by the server's clock. Who wrote in time and had no network has her reason by that. */
async function withReason(call: Call, row: SessionRecord, visit: Visit, written: LocalTime): Promise<Visit> {
  if (visit.lateReason !== undefined) return visit;
  const { lateDocHours } = await parametersFor(call, row.organisation_id, row.day);
  const late = Temporal.Instant.compare(call.now, timesOf(visit).endsAt.add({ hours: lateDocHours })) > 0;
  return late ? { ...visit, lateReason: `Ohne Netz geschrieben am ${written.replace('T', ' um ')} Uhr (Uhr des Geräts).` } : visit;
}

const OFF = ['NO_SHOW', 'CANCELLED_PATIENT', 'CANCELLED_PROVIDER'];
const AHEAD = ['PLANNED', 'CONFIRMED'];

/** Which ways are open: "both" where two texts, or two sessions, can stand side by side. */
export function waysFor(work: DeviceWork | undefined, row: Pick<SessionRecord, 'state'> | undefined, written: boolean): Way[] {
  if (!work) return ['dropped'];
  if (!row) return work.kind === 'visit' && work.visit.sessionId === null ? ['mine', 'dropped'] : ['dropped'];
  if (work.kind === 'off') return ['mine', 'theirs', 'dropped'];
  if (work.kind === 'amend') return written ? ['mine', 'theirs', 'both', 'dropped'] : ['dropped'];
  if (AHEAD.includes(row.state)) return ['mine', 'theirs', 'both', 'dropped'];
  if (OFF.includes(row.state)) return ['mine', 'theirs', 'dropped'];
  return written ? ['mine', 'theirs', 'both', 'dropped'] : ['mine', 'theirs', 'dropped'];
}

/** Two texts as one, theirs first; nothing of either is left out. */
function joined(theirs: NoteVersion['note'], mine: Note): Note {
  const both = (one: string, other: string) => [one, other].filter((text) => text.trim() !== '').join('\n\n');
  return {
    kinds: [...new Set([...theirs.kinds, ...mine.kinds])],
    goalIds: [...new Set([...theirs.goalIds, ...mine.goalIds])],
    done: both(theirs.done, mine.done),
    reaction: both(theirs.reaction, mine.reaction),
    nextStep: both(theirs.nextStep, mine.nextStep),
  };
}

/**
 * Carries out what somebody decided. "Mine" becomes the newest version or the session itself; "both" a version that holds the two texts,
 * or, where the other one has not taken place yet, a session beside it. "Theirs" and "dropped" write nothing here.
 */
export async function carryOutDecision(
  call: Call,
  work: DeviceWork,
  how: Way,
  written: LocalTime,
  theirs: NoteVersion | undefined,
): Promise<SessionRecord | undefined> {
  if (how === 'theirs' || how === 'dropped') return undefined;
  if (work.kind === 'off') return carryOutWork(call, { ...work, version: (await lockForStep(call, work.sessionId)).version }, written);
  if (work.kind === 'amend') {
    const row = await lockForStep(call, work.sessionId);
    await amend(call, row, work.note, how, theirs, work.reason, work.thirdParty);
    return row;
  }
  return settleVisit(call, work.visit, how, written, theirs);
}

async function settleVisit(
  call: Call,
  visit: Visit,
  how: Way,
  written: LocalTime,
  theirs: NoteVersion | undefined,
): Promise<SessionRecord> {
  const asNew = async () => carryOutWork(call, { kind: 'visit', visit: { ...visit, sessionId: null, version: null } }, written);
  if (visit.sessionId === null) return asNew();
  const row = await lockForStep(call, visit.sessionId);
  if (AHEAD.includes(row.state)) {
    if (how === 'both') return asNew();
    return carryOutWork(call, { kind: 'visit', visit: { ...visit, version: row.version } }, written);
  }
  if (OFF.includes(row.state)) return asNew();
  if (theirs === undefined) {
    const after = await document(call, row, await withReason(call, row, { ...visit, start: row.start_local, end: row.end_local }, written));
    return signAtDoor(call, after, visit.signature);
  }
  await amend(call, row, visit.note, how, theirs, `Ohne Netz geschrieben am ${written.replace('T', ' um ')} Uhr.`, visit.thirdParty);
  return row.signed_how === null ? signAtDoor(call, row, visit.signature) : row;
}

async function amend(
  call: Call,
  row: SessionRecord,
  mine: Note,
  how: Way,
  theirs: NoteVersion | undefined,
  reason: string,
  thirdParty: string | undefined,
): Promise<void> {
  if (theirs === undefined) throw new Refusal('session-not-documented', { facts: { state: row.state } });
  await appendAmendment(call, row, {
    number: theirs.number,
    note: how === 'both' ? joined(theirs.note, mine) : mine,
    thirdParty,
    reason,
  });
}
