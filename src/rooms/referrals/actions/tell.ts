import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { settleTasks } from '#rooms/tasks/actions.ts';
import type { tellReferral as Tell } from '../contract/referrals.ts';
import { isOver, type ReferralOutcome } from '../rules/life.ts';
import { updateReferral } from '../store/referrals.ts';
import { keepStep, move } from './move.ts';
import { lockReferral, stateOf, todayOf } from './record.ts';

type Send = Permit<'referrals.send'>;
type Told = NonNullable<(typeof Tell)['body']>['_output'];

/** What somebody told on the phone, or was decided here. Refuses as the life cycle. */
export async function tellReferral(call: Call, _permit: Send, id: string, version: number | undefined, { toldBy, ...told }: Told) {
  const row = await lockReferral(call, id, version);
  const after = await move(call, row, { ...told, by: toldBy });
  await settleTasks(call, 'referral-asked-back', id, 'done');
  return { id, version: after.version, state: stateOf(after) };
}

/** Closes the loop of what ended without an outcome. Refuses "referral-not-over" and "referral-outcome-stands". */
export async function recordOutcome(
  call: Call,
  _permit: Send,
  id: string,
  version: number | undefined,
  { outcome, note }: { outcome: ReferralOutcome; note?: string | undefined },
) {
  const row = await lockReferral(call, id, version);
  if (!isOver(stateOf(row))) throw new Refusal('referral-not-over');
  if (row.outcome) throw new Refusal('referral-outcome-stands');
  await updateReferral(call.tx, row, { outcome, outcome_on: todayOf(call) });
  await keepStep(call, row, { event: 'outcome', state: stateOf(row), by: 'sender', reason: outcome, note });
  await settleTasks(call, 'referral-new-option', id, 'done');
  await record(call, {
    action: 'referrals.referral.closed',
    kind: 'U',
    object: ['referral', id],
    personId: row.person_id,
    data: { state: row.state, outcome, caseId: row.origin_id, lineId: row.line_id, organisationId: row.organisation_id },
  });
  return { id, version: row.version + 1 };
}
