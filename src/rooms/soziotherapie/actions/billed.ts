import { insist } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { type SessionEvent, type SessionState, stepSession } from '../rules/life/session.ts';
import { lockContingentRows } from '../store/ledger.ts';
import { lockSession, type SessionChange, type SessionRecord, updateSession } from '../store/sessions.ts';

/** A session locked for its step; undefined where the asker may not see it. */
export const lockBilledSession = (call: Call, id: string): Promise<SessionRecord | undefined> => lockSession(call.tx, id);

/**
 * Holds the contingents of these people, in one order for everybody: nothing of what is counted about them changes until the transaction
 * ends. Whoever judges what can be billed and then writes it takes them first. Of people whom the asker may not see nothing is held.
 */
export const holdContingents = (call: Call, personIds: readonly string[]): Promise<void> => lockContingentRows(call.tx, personIds);

/**
 * One step of a session that money takes: released (T4), invoiced, paid (T5), disputed because an invoice was corrected without it. The
 * table of the life cycle decides; whether it is releasable was asked before.
 */
export async function stepBilledSession(
  call: Call,
  session: SessionRecord,
  event: Extract<SessionEvent, 'release' | 'invoice' | 'pay' | 'dispute'>,
  lineId?: string,
): Promise<void> {
  const { roles, accountId } = accountOf(call);
  const facts = { releasable: true, invoiceRun: true, reasonGiven: true };
  const { to, id: row } = insist(stepSession(session.state as SessionState, event, roles, facts));
  const change: SessionChange = { state: to };
  if (event === 'release') Object.assign(change, { released_by: accountId, released_at: call.now });
  if (event === 'dispute') change.disputed_from = session.state;
  if (lineId) change.invoice_line_id = lineId;
  await updateSession(call.tx, session.id, change);
  await record(call, {
    action: 'soziotherapie.session.moved',
    kind: 'U',
    object: ['session', session.id],
    personId: session.person_id,
    data: { event, row, from: session.state, to, organisationId: session.organisation_id, episodeId: session.episode_id },
  });
}
