import { sql } from 'kysely';
import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import type { Permit } from '#platform/permit.ts';
import type { HardId } from '../rules/fit.ts';
import type { RequestRecord } from '../store/requests.ts';

/** Hard criteria that a coordinator set aside for one place, with her reason, sealed. Kept with the list that was shown, copied to the allocation. */
export interface Override {
  placeId: string;
  criteria: HardId[];
  by: string;
  reason: string;
}

const sealedPlace = (requestId: string) => ({ table: 'placement.fit_snapshot', column: 'said.override', row: requestId });
const allocationPlace = (row: string) => ({ table: 'placement.allocation', column: 'override_reason_sealed', row });

/** Only the coordinator sets anything aside. */
export function insistCoordinator(permit: Permit): void {
  if (!(permit.actor.kind === 'account' && permit.actor.roles.includes('coordinator'))) throw new Refusal('override-not-permitted');
}

export async function sealOverride(
  call: Call,
  request: RequestRecord,
  placeId: string,
  criteria: HardId[],
  reason: string,
): Promise<Override> {
  const sealed = await call.sealer.seal(call.tx, request.person_id, sealedPlace(request.id), reason);
  return { placeId, criteria, by: accountOf(call).accountId, reason: sealed.toString('base64') };
}

/** What was set aside for the place that this request holds. */
export async function findOverride(call: Call, request: RequestRecord, placeId: string): Promise<Override | undefined> {
  if (!request.snapshot_id) return undefined;
  const { rows } = await sql<{
    override: Override | null;
  }>`select said -> 'override' as override from placement.fit_snapshot where id = ${request.snapshot_id}`.execute(call.tx);
  const [row] = rows;
  return row?.override?.placeId === placeId ? row.override : undefined;
}

/** The allocation says for good what was set aside and why. */
export async function copyOverride(call: Call, request: RequestRecord, allocationId: string, override: Override): Promise<void> {
  const reason = await call.sealer.open(call.tx, request.person_id, sealedPlace(request.id), Buffer.from(override.reason, 'base64'));
  await call.tx
    .updateTable('placement.allocation')
    .set({
      overridden: [...override.criteria],
      override_reason_sealed: await call.sealer.seal(call.tx, request.person_id, allocationPlace(allocationId), reason),
    })
    .where('id', '=', allocationId)
    .execute();
}
