import { insist, Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import type { Permit } from '#platform/permit.ts';
import { findPerson } from '#rooms/people/actions.ts';
import { CRISIS_EVENTS } from '../events.ts';
import { restartClock } from '../rules/clock.ts';
import type { AlarmLevel } from '../rules/codes.ts';
import { changeLevel, higher, type Level, type OpenerAnswer } from '../rules/safety.ts';
import { above, levelByScript } from '../rules/script.ts';
import { type EmergencyRecord, updateEmergency } from '../store/emergencies.ts';
import { alarm } from './alarm.ts';
import { ageOf, insistAnswers } from './answers.ts';
import { note, tell, writeEntry } from './protocol.ts';
import { insistVersion, lockEmergency, lockToRespond, moved, nextFor, responds } from './who.ts';
import { bodyFor, timingFor } from './wording.ts';

const OPEN = ['raised', 'acknowledged', 'in_contact'];

async function insistOpen(call: Call, row: EmergencyRecord): Promise<void> {
  if (OPEN.includes(row.state)) return;
  throw new Refusal(row.state === 'closed' ? 'emergency-closed' : 'emergency-handed-over', { next: await nextFor(call, row) });
}

/**
 * Raises the level. While nobody has acknowledged the clock starts anew with the shorter deadline, a nearer one still holds, and
 * everybody who was alarmed is alarmed again.
 */
export async function raiseTo(call: Call, row: EmergencyRecord, to: AlarmLevel, because: string): Promise<EmergencyRecord> {
  const timing = await timingFor(call, row.script_version, to);
  const waits = row.state === 'raised' && row.deadline_at !== null;
  const clock = waits
    ? restartClock(timing, call.now, { from: row.clock_from, deadlineAt: row.deadline_at ?? call.now, escalation: row.escalation })
    : undefined;
  const after = await updateEmergency(
    call.tx,
    row.id,
    {
      level: to,
      highest_level: higher(row.highest_level as Level, to),
      ...(clock ? { clock_from: clock.from, deadline_at: clock.deadlineAt } : {}),
    },
    true,
  );
  await writeEntry(call, after, 'level-raised', { from: row.level, to, because });
  await tell(call, CRISIS_EVENTS.levelChanged, after, { from: row.level, highest: after.highest_level });
  if (waits) await tell(call, CRISIS_EVENTS.alarmed, after, { to: 'again', for: await alarm(call, after, 'again', 'level-raised') });
  return after;
}

/** Anybody who has to do with it may raise the level. */
export async function raiseLevel(call: Call, _permit: Permit<'crisis.raise'>, id: string, level: AlarmLevel) {
  const row = await lockEmergency(call, id);
  await insistOpen(call, row);
  if (!above(level, row.level as Level)) throw new Refusal('level-not-higher', { facts: { level: row.level } });
  return moved(call, await raiseTo(call, row, level, 'by-hand'));
}

/** Only the duty psychologist lowers it, with a reason; the highest level stays written down. */
export async function lowerLevel(
  call: Call,
  _permit: Permit<'crisis.respond'>,
  id: string,
  version: number | undefined,
  level: AlarmLevel,
  reason: string,
) {
  const row = await lockToRespond(call, id);
  await insistOpen(call, row);
  if (!(await responds(call, row))) throw new Refusal('not-on-duty');
  insistVersion(row, version);
  if (!above(row.level as Level, level)) throw new Refusal('level-not-lower', { facts: { level: row.level } });
  insist(changeLevel(row.level as Level, level, { oncall: true, reasonGiven: reason.trim() !== '' }));
  const timing = await timingFor(call, row.script_version, level);
  const waits = row.state === 'raised';
  const after = await updateEmergency(
    call.tx,
    id,
    { level, ...(waits ? { clock_from: call.now, deadline_at: call.now.add({ seconds: timing.acknowledgeSeconds }) } : {}) },
    true,
  );
  await writeEntry(call, after, 'level-lowered', { from: row.level, to: level }, reason);
  await tell(call, CRISIS_EVENTS.levelChanged, after, { from: row.level, highest: after.highest_level });
  return moved(call, after);
}

export type Answered = { question: string; answer: string } | { mark: string; set: boolean } | { finished: true };

/** One answer, one mark, or the end of asking. The level follows upwards at once; downwards only the duty psychologist goes. */
export async function answerQuestion(call: Call, _permit: Permit<'crisis.raise'>, id: string, given: Answered) {
  const row = await lockEmergency(call, id);
  await insistOpen(call, row);
  if (row.script_version === null) throw new Refusal('script-not-signed');
  const body = await bodyFor(call, row.script_version);
  const answers = { ...(row.answers as Record<string, string>) };
  let marks = row.marks;
  if ('question' in given) {
    insistAnswers(body, { [given.question]: given.answer });
    answers[given.question] = given.answer;
  } else if ('mark' in given) {
    if (!body.marks.some((mark) => mark.id === given.mark))
      throw new Refusal('invalid-input', { errors: [{ pointer: '/mark', code: 'answer-unknown' }] });
    marks = given.set ? [...new Set([...marks, given.mark])] : marks.filter((mark) => mark !== given.mark);
  }
  const finished = 'finished' in given || row.script_finished_at !== null;
  const after = await updateEmergency(
    call.tx,
    id,
    {
      answers: JSON.stringify(answers),
      marks,
      ...('finished' in given && !row.script_finished_at ? { script_finished_at: call.now } : {}),
    },
    false,
  );
  await note(call, after, 'question' in given ? 'answered' : 'mark' in given ? 'marked' : 'script-finished', { ...given });
  const person = await findPerson(call, row.person_id);
  const level = levelByScript(body, {
    opener: row.opener as OpenerAnswer | null,
    answers,
    marks,
    finished,
    age: ageOf(call, person?.birthDate),
  });
  return moved(call, above(level, row.level as Level) ? await raiseTo(call, after, level as AlarmLevel, 'script') : after);
}
