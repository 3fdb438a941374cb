import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { CRISIS_EVENTS } from '../events.ts';
import type { EmergencyRecord } from '../store/emergencies.ts';
import { appendEntryRow } from '../store/protocol.ts';

type Facts = Record<string, string | number | boolean | null | string[]>;

export const notePlace = (row: string) => ({ table: 'crisis.entry', column: 'note_sealed', row });
export const sealedPlace = (column: string, row: string) => ({ table: 'crisis.emergency', column, row });

/** A line of the protocol with its second; a note is sealed with the person's key. */
export async function writeEntry(call: Call, emergency: EmergencyRecord, kind: string, facts: Facts = {}, note?: string): Promise<void> {
  const id = call.newId();
  await appendEntryRow(call.tx, {
    id,
    emergencyId: emergency.id,
    personId: emergency.person_id,
    at: call.now,
    by: call.actor.kind === 'account' ? call.actor.accountId : null,
    kind,
    facts,
    noteSealed: note ? await call.sealer.seal(call.tx, emergency.person_id, notePlace(id), note) : null,
  });
}

/** What every event of an emergency says: codes, for the live channel and the figures. */
export const said = (emergency: EmergencyRecord) => ({
  level: emergency.level,
  drill: emergency.drill,
  requestId: emergency.request_id,
  raisedBy: emergency.raised_by,
});

/** Says in the log what happened with an emergency. */
export function tell(call: Call, action: (typeof CRISIS_EVENTS)[keyof typeof CRISIS_EVENTS], emergency: EmergencyRecord, data: Facts = {}) {
  return record(call, {
    action,
    kind: action === CRISIS_EVENTS.raised ? 'C' : 'U',
    object: ['emergency', emergency.id],
    personId: emergency.person_id,
    data: { ...said(emergency), ...data },
  });
}

/** A line of the protocol that others who look should see at once. */
export async function note(call: Call, emergency: EmergencyRecord, kind: string, facts: Facts = {}, text?: string): Promise<void> {
  await writeEntry(call, emergency, kind, facts, text);
  await tell(call, CRISIS_EVENTS.noted, emergency, { kind });
}
