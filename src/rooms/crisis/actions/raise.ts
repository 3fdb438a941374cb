import { sql } from 'kysely';
import type { z } from 'zod';
import { insist, Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { listOnDuty } from '#rooms/access/actions/duty.ts';
import { beginPerson, changePerson, findPerson } from '#rooms/people/actions.ts';
import { normalPhone } from '#rooms/people/rules/identity.ts';
import type { raise as Raise } from '../contract.ts';
import { CRISIS_EVENTS } from '../events.ts';
import { startClock } from '../rules/clock.ts';
import type { AlarmLevel, RaisedFrom } from '../rules/codes.ts';
import { stepEmergency } from '../rules/emergency.ts';
import { higher, type Level, type OpenerAnswer } from '../rules/safety.ts';
import { above, levelByScript } from '../rules/script.ts';
import { appendEmergency, type EmergencyRecord, lockRunningOf } from '../store/emergencies.ts';
import { alarm, askForConference } from './alarm.ts';
import { ageOf, insistAnswers } from './answers.ts';
import { raiseTo } from './level.ts';
import { tell, writeEntry } from './protocol.ts';
import { moved } from './who.ts';
import { findScriptInUse, timingFor } from './wording.ts';

type Asked = z.output<NonNullable<typeof Raise.body>>;

export interface NewAlarm {
  personId: string;
  level: Level;
  from: RaisedFrom;
  requestId?: string | null;
  appointmentId?: string | null;
  drill?: boolean;
  button?: boolean;
  opener?: OpenerAnswer | null;
  answers?: Record<string, string>;
  marks?: string[];
  finished?: boolean;
}

/**
 * EM1: opens an emergency, starts its clock and alarms the first of the roster, all in this transaction; for rooms to the right, too.
 * With nobody on the roster the coordinator is alarmed at once, and the fallback is written down.
 */
export async function openEmergency(call: Call, { personId, ...asked }: NewAlarm): Promise<EmergencyRecord> {
  const { roles, accountId } = accountOf(call);
  insist(stepEmergency('none', 'raise', roles, { now: call.now, level: asked.level, button: asked.button === true }));
  const level: AlarmLevel = asked.level === 'GREEN' ? 'ORANGE' : asked.level;
  const id = call.newId();
  const [script, duty] = [await findScriptInUse(call), await listOnDuty(call)];
  const timing = await timingFor(call, script?.script_version ?? null, level);
  const clock = startClock(timing, call.now, duty.length === 0);
  const relate = sql`select app.relate_emergency(${call.newId()}, ${call.newId()}, ${personId}, ${id}, ${call.now.toString()})`;
  await relate.execute(call.tx);
  if (!(await findPerson(call, personId))) await beginPerson(call, personId);
  const emergency = await appendEmergency(call.tx, {
    id,
    personId,
    requestId: asked.requestId ?? null,
    appointmentId: asked.appointmentId ?? null,
    level,
    drill: asked.drill === true,
    scriptVersion: script?.script_version ?? null,
    at: call.now,
    by: accountId,
    from: asked.from,
    deadlineAt: clock.deadlineAt,
    escalation: clock.escalation,
    opener: asked.opener ?? null,
    answers: asked.answers ?? {},
    marks: asked.marks ?? [],
    finishedAt: asked.finished ? call.now : null,
  });
  await writeEntry(call, emergency, 'raised', { level, from: asked.from, answers: pairs(asked.answers), marks: asked.marks ?? [] });
  const reached = await alarm(call, emergency, duty.length === 0 ? 'coordinator' : 'first-oncall', 'raised');
  // nobody is there to be waited for: what would have come in ten minutes comes now
  if (duty.length === 0 && timing.escalation.some(({ to }) => to === 'crisis-service')) await askForConference(call, emergency);
  await tell(call, CRISIS_EVENTS.raised, emergency, { from: asked.from, for: reached });
  return emergency;
}

const pairs = (answers: Record<string, string> = {}) => Object.entries(answers).map(([question, answer]) => `${question}=${answer}`);

/** Raises from the script or by the button; a request with a running emergency answers that one. */
export async function raise(call: Call, _permit: Permit<'crisis.raise'>, body: Asked) {
  if (body.phone && !normalPhone(body.phone))
    throw new Refusal('invalid-input', { errors: [{ pointer: '/phone', code: 'invalid-phone' }] });
  const personId = await subjectOf(call, body);
  const running = body.requestId ? await lockRunningOf(call.tx, body.requestId) : undefined;
  const level = await levelAsked(call, body, personId);
  if (level === 'GREEN') {
    await noteGreen(call, body);
    return { id: null, version: null, level, state: null, next: [] };
  }
  if (running) {
    const higherNow = above(level, running.level as Level) ? await raiseTo(call, running, level as AlarmLevel, body.from) : running;
    if (body.note) await writeEntry(call, higherNow, 'note', {}, body.note);
    return moved(call, higherNow);
  }
  const emergency = await openEmergency(call, {
    personId: personId ?? call.newId(),
    level,
    from: body.from,
    requestId: body.requestId ?? null,
    drill: body.drill,
    button: body.from === 'button',
    ...(body.script
      ? { opener: body.script.opener, answers: body.script.answers, marks: body.script.marks, finished: body.script.finished }
      : {}),
  });
  if (body.phone || body.place) {
    await changePerson(call, emergency.person_id, {
      ...(body.phone ? { phone: body.phone } : {}),
      ...(body.place ? { street: body.place } : {}),
    });
  }
  if (body.note) await writeEntry(call, emergency, 'note', {}, body.note);
  return moved(call, emergency);
}

/** Whose emergency it is: the request's person, the one named, or nobody yet. */
async function subjectOf(call: Call, { requestId, personId }: Asked): Promise<string | undefined> {
  if (requestId) {
    const { rows } = await sql<{ person: string | null }>`select app.person_of_request(${requestId}) as person`.execute(call.tx);
    if (!rows[0]?.person) throw new Refusal('request-not-found');
    return rows[0].person;
  }
  if (personId && !(await findPerson(call, personId))) throw new Refusal('person-not-found');
  return personId;
}

/** The level: of the answers by the signed lines, of the button at least ORANGE, never below what was told. */
async function levelAsked(call: Call, body: Asked, personId: string | undefined): Promise<Level> {
  const told: Level = body.level ?? 'GREEN';
  const button = body.from === 'button';
  if (!body.script) {
    if (!button) throw new Refusal('script-missing');
    return higher(told, 'ORANGE');
  }
  const script = await findScriptInUse(call);
  if (!script) throw new Refusal('script-not-signed');
  if (script.script_version !== body.script.scriptVersion)
    throw new Refusal('script-replaced', { facts: { scriptVersion: script.script_version } });
  insistAnswers(script.text, body.script.answers);
  const person = personId ? await findPerson(call, personId) : undefined;
  const { opener, answers, marks, finished } = body.script;
  return levelByScript(script.text, { opener, answers, marks, finished, button, raisedTo: told, age: ageOf(call, person?.birthDate) });
}

/** The script was asked and found nothing: said with the request, so that nobody asks whether it was asked. */
async function noteGreen(call: Call, body: Asked): Promise<void> {
  if (body.from === 'script' && !body.script?.finished) throw new Refusal('script-not-finished');
  if (!body.requestId || body.drill) return;
  await record(call, {
    action: CRISIS_EVENTS.asked,
    kind: 'E',
    object: ['request', body.requestId],
    data: { level: 'GREEN', scriptVersion: body.script?.scriptVersion ?? null },
  });
}
