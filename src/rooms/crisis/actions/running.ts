import type { Call } from '#platform/call.ts';
import type { OpenerAnswer } from '../rules/safety.ts';
import { type EmergencyRecord, lockRunningOf, updateEmergency } from '../store/emergencies.ts';
import { note } from './protocol.ts';

/** The emergency of a request that is not handed over yet, for the room whose booking waits for it. */
export function lockRunning(call: Call, requestId: string): Promise<EmergencyRecord | undefined> {
  return lockRunningOf(call.tx, requestId);
}

/** The opener was asked again while the emergency runs; the level is not touched by it. */
export async function hearOpener(call: Call, row: EmergencyRecord, answer: OpenerAnswer): Promise<void> {
  await note(call, await updateEmergency(call.tx, row.id, { opener: answer }, false), 'opener', { answer });
}
