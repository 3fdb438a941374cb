import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import type { Permit } from '#platform/permit.ts';
import { changePerson } from '#rooms/people/actions.ts';
import type { PersonChange } from '#rooms/people/contract.ts';
import { CRISIS_EVENTS } from '../events.ts';
import { stageAfter } from '../rules/clock.ts';
import type { AlarmLevel } from '../rules/codes.ts';
import { type EmergencyRecord, updateEmergency } from '../store/emergencies.ts';
import { markPagesSeen } from '../store/pages.ts';
import { alarm } from './alarm.ts';
import { note, tell } from './protocol.ts';
import { lockEmergency, moved, nextFor } from './who.ts';
import { timingFor } from './wording.ts';

type Raise = Permit<'crisis.raise'>;

async function lockUnclosed(call: Call, id: string): Promise<EmergencyRecord> {
  const row = await lockEmergency(call, id);
  if (row.state === 'closed') throw new Refusal('emergency-closed', { next: await nextFor(call, row) });
  return row;
}

/** A line in somebody's own words, with its second. */
export async function addNote(call: Call, _permit: Raise, id: string, text: string) {
  const row = await lockUnclosed(call, id);
  await note(call, row, 'note', {}, text);
  return moved(call, row);
}

/** Number and place of somebody whom nobody knew before. */
export async function saveCaller(call: Call, _permit: Raise, id: string, change: PersonChange) {
  const row = await lockUnclosed(call, id);
  await changePerson(call, row.person_id, change);
  await note(call, row, 'caller-saved', { fields: Object.keys(change) });
  return moved(call, row);
}

/** 112 was called. It is never delayed by waiting for anybody, so nothing stands before it. */
export async function call112(call: Call, _permit: Raise, id: string) {
  const row = await lockUnclosed(call, id);
  if (row.called_112_at !== null) return moved(call, row); // twice is once
  const after = await updateEmergency(call.tx, id, { called_112_at: call.now }, false);
  await note(call, after, 'called-112');
  return moved(call, after);
}

async function lockWaiting(call: Call, id: string): Promise<EmergencyRecord> {
  const row = await lockUnclosed(call, id);
  if (row.state === 'raised') return row;
  throw new Refusal(row.state === 'handed_over' ? 'emergency-handed-over' : 'emergency-acknowledged', { next: await nextFor(call, row) });
}

/** Alarms once more whoever was alarmed; the clock keeps its deadline. */
export async function pageAgain(call: Call, _permit: Raise, id: string) {
  const row = await lockWaiting(call, id);
  const reached = await alarm(call, row, 'again', 'by-hand');
  const after = await updateEmergency(call.tx, id, { alarms: row.alarms + 1 }, false);
  await tell(call, CRISIS_EVENTS.alarmed, after, { to: 'again', for: reached });
  return moved(call, after);
}

/** Alarms the next stage now instead of waiting for it; the clock keeps its deadline and will not alarm that stage twice. */
export async function pageNext(call: Call, _permit: Raise, id: string) {
  const row = await lockWaiting(call, id);
  if (row.escalation >= 3) throw new Refusal('nobody-further');
  const timing = await timingFor(call, row.script_version, row.level as AlarmLevel);
  const to = stageAfter(timing, row.escalation);
  const reached = await alarm(call, row, to, 'by-hand');
  const after = await updateEmergency(call.tx, id, { escalation: row.escalation + 1, alarms: row.alarms + 1 }, false);
  await tell(call, CRISIS_EVENTS.alarmed, after, { to, for: reached });
  return moved(call, after);
}

/** Whoever was alarmed has it on the screen. */
export async function markSeen(call: Call, _permit: Raise, id: string) {
  const row = await lockEmergency(call, id);
  await markPagesSeen(call.tx, id, accountOf(call).accountId);
  return moved(call, row);
}
