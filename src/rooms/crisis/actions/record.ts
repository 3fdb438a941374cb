import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import type { Permit } from '#platform/permit.ts';
import { type HandOverRecord, missingInRecord } from '../rules/hand-over.ts';
import { type EmergencyRecord, updateEmergency } from '../store/emergencies.ts';
import { note, sealedPlace } from './protocol.ts';
import { insistVersion, lockEmergency, mayWriteRecord, moved, nextFor } from './who.ts';

/** The hand-over record as far as it was written down. */
export async function openRecord(call: Call, row: EmergencyRecord): Promise<HandOverRecord> {
  if (!row.record_sealed) return {};
  return JSON.parse(
    await call.sealer.open(call.tx, row.person_id, sealedPlace('record_sealed', row.id), row.record_sealed),
  ) as HandOverRecord;
}

export function sealRecord(call: Call, row: EmergencyRecord, record: HandOverRecord): Promise<Buffer> {
  return call.sealer.seal(call.tx, row.person_id, sealedPlace('record_sealed', row.id), JSON.stringify(record));
}

/** Writes the record down as far as it is known; several write on one record, so each names the version it saw. */
export async function saveRecord(
  call: Call,
  _permit: Permit<'crisis.raise'>,
  id: string,
  version: number | undefined,
  draft: HandOverRecord,
) {
  const row = await lockEmergency(call, id);
  if (row.state === 'handed_over' || row.state === 'closed')
    throw new Refusal(row.state === 'closed' ? 'emergency-closed' : 'emergency-handed-over', { next: await nextFor(call, row) });
  if (!mayWriteRecord(accountOf(call), row)) throw new Refusal('emergency-not-for-role');
  insistVersion(row, version);
  const record = { ...(await openRecord(call, row)), ...draft };
  const after = await updateEmergency(
    call.tx,
    id,
    { record_sealed: await sealRecord(call, row, record), data_agreed: record.dataAgreed ?? null },
    true,
  );
  await note(call, after, 'record-saved', { fields: Object.keys(draft) });
  return { ...(await moved(call, after)), missing: missingInRecord(record, row.called_112_at !== null) };
}
