import type { Call } from '#platform/call.ts';
import { findRelease } from '#rooms/consent/actions/releases.ts';
import { isPending } from '../rules/life.ts';
import { isFor, mayGo, type PacketClass } from '../rules/packet.ts';
import { lockOf } from '../store/referrals.ts';
import { move } from './move.ts';
import { recipientOf, releasesOf, stateOf } from './record.ts';
import { recipientFacts } from './write.ts';

/** A release is withdrawn, or the case lost its consent or is closed: what is pending ends here, with its links. What runs, runs on. */
export async function cancelPending(
  call: Call,
  which: { releaseId: string } | { personId: string; organisationId: string } | { caseId: string },
  because: string,
): Promise<number> {
  const pending = (await lockOf(call.tx, which)).filter((row) => isPending(stateOf(row)));
  for (const row of pending) await move(call, row, { event: 'withdraw', by: 'system', because });
  return pending.length;
}

/** A draft has no release of its own yet: one to the same recipient ends, too, unless another release still lets it go. */
export async function cancelDrafts(call: Call, releaseId: string): Promise<void> {
  const release = await findRelease(call, releaseId);
  if (!release) return;
  const { personId, organisationId, recipientId, recipient } = release;
  const meant = { recipientIds: recipientId ? [recipientId] : [], recipientName: recipient.name };
  for (const row of await lockOf(call.tx, { personId, organisationId })) {
    if (row.state !== 'draft') continue;
    const to = recipientFacts(row, await recipientOf(call, row));
    if (!isFor(to, meant) || mayGo(to, row.classes as PacketClass[], await releasesOf(call, row)).ok) continue;
    await move(call, row, { event: 'withdraw', by: 'system', because: 'release-withdrawn' });
  }
}
