import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { getKnownRequest } from '#rooms/placement/actions/desk.ts';
import type { WebForm } from '../contract.ts';
import type { Intake } from '../rules/fields.ts';
import { referenceOf } from '../rules/form-token.ts';
import { admitIntake, asideIntakes, findIntakeOfRequest } from '../store/intake.ts';
import { deadlineOf } from './deadline.ts';

/** What stood in the form beside what the request holds; the read is logged. */
export async function getWebForm(call: Call, _permit: Permit<'placement.desk'>, requestId: string): Promise<WebForm | null> {
  await getKnownRequest(call, requestId);
  const row = await findIntakeOfRequest(call.tx, requestId);
  if (!row) return null;
  const place = { table: 'portal.intake', column: 'sealed', row: row.id };
  const intake = JSON.parse(await call.sealer.open(call.tx, row.person_id, place, row.sealed)) as Intake;
  await recordReads(call, 'portal.intake.read', 'intake', [{ id: row.id, personId: row.person_id }]);
  return {
    reference: referenceOf(call.sealer.token('intake-reference', row.id)),
    sentAt: row.at.toString(),
    callBackBy: (await deadlineOf(call, row.at, intake.urgent)).toString(),
    language: row.language,
    who: intake.who,
    referrer: intake.referrer,
    channel: intake.channel,
    reach: intake.reach,
    voicemail: intake.voicemail,
    age: intake.age,
    ptv11: intake.ptv11,
    ptv11Date: intake.ptv11Date,
    urgent: intake.urgent,
  };
}

export async function listAside(call: Call, _permit: Permit<'placement.override'>) {
  const rows = await asideIntakes(call.tx);
  return rows.map((row) => ({ id: row.id, sentAt: row.at.toString(), because: row.put_aside }));
}

export async function admitForm(call: Call, _permit: Permit<'placement.override'>, id: string) {
  if (!(await admitIntake(call.tx, id))) throw new Refusal('not-found');
  await record(call, { action: 'portal.intake.admitted', kind: 'U', object: ['intake', id] });
  return { id };
}
