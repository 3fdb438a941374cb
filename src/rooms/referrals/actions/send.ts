import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { createLink, LONGEST_LINK_DAYS, revokeLink } from '#rooms/access/actions/links.ts';
import { findRelease, holdReleases } from '#rooms/consent/actions/releases.ts';
import { settleTasks } from '#rooms/tasks/actions.ts';
import type { Recipient } from '../contract/referrals.ts';
import { dueOn } from '../rules/clock.ts';
import { isActive } from '../rules/life.ts';
import { type MayGo, mayGo, type PacketClass } from '../rules/packet.ts';
import { type ReferralRecord, selectReferrals, updateReferral } from '../store/referrals.ts';
import { mailLink } from './mail.ts';
import { getReferral, keepStep, move } from './move.ts';
import { digestOf, isConsented, lockReferral, recipientOf, releasesOf, sealInto, stateOf, todayOf } from './record.ts';
import { packetNow, recipientFacts } from './write.ts';

type Send = Permit<'referrals.send'>;

/** Exactly what would go now, and whether it may. */
export async function previewReferral(call: Call, _permit: Send, id: string) {
  const row = await getReferral(call, id);
  if (row.state !== 'draft') throw new Refusal('referral-sent-already');
  const { packet, recipient, classes, empty } = await packetNow(call, row);
  await recordReads(call, 'referrals.referral.read', 'referral', [{ id, personId: row.person_id }]);
  const decision = mayGo(recipientFacts(row, recipient), classes, await releasesOf(call, row));
  return { packet, digest: digestOf(packet, recipient, classes), release: await named(call, decision), empty };
}

async function named(call: Call, decision: MayGo) {
  if (!decision.ok) return decision;
  const release = await findRelease(call, decision.releaseId);
  const until = release ? dayInBerlin(release.untilAt).subtract({ days: 1 }) : dayInBerlin(call.now);
  return { ok: true as const, releaseId: decision.releaseId, untilOn: until.toString() };
}

async function lockToSend(call: Call, id: string, version: number | undefined) {
  const found = await getReferral(call, id);
  await holdReleases(call, found.person_id, found.organisation_id);
  const row = await lockReferral(call, id, version);
  if (!(await isConsented(call, row))) throw new Refusal('referral-consent-missing');
  return row;
}

/**
 * Sends a draft: the packet is frozen and sealed as the preview showed it, the link is made, the clock begins. Refuses
 * "referral-not-released" with what is missing, "referral-incomplete", "referral-packet-changed".
 */
export async function sendReferral(call: Call, _permit: Send, id: string, version: number | undefined, digest: string) {
  const row = await lockToSend(call, id, version);
  if (row.state !== 'draft') throw new Refusal('referral-sent-already');
  const { packet, recipient, classes, empty } = await packetNow(call, row);
  const released = mayGo(recipientFacts(row, recipient), classes, await releasesOf(call, row));
  const complete = classes.length > 0 && empty.length === 0 && packet.request !== '';
  if (complete && !released.ok) throw notReleased(released);
  if (complete && digest !== digestOf(packet, recipient, classes)) throw new Refusal('referral-packet-changed');
  const today = todayOf(call);
  const sent = await move(
    call,
    row,
    { event: 'send', by: 'sender' },
    {
      facts: { complete, released: released.ok },
      change: {
        sent_on: today,
        due_on: dueOn(today, row.urgent),
        reminded: 0,
        release_id: released.ok ? released.releaseId : null,
        packet_sealed: await sealInto(call, { id, personId: row.person_id }, 'packet_sealed', packet),
      },
    },
  );
  await settleNewOption(call, sent);
  return { id, version: sent.version, ...(await linkTo(call, sent, recipient)) };
}

const notReleased = (decision: Extract<MayGo, { ok: false }>) =>
  new Refusal('referral-not-released', { facts: { because: decision.because, missing: decision.missing } });

/** A new attempt for the same need answers the question for a new option (B.4 G6). */
async function settleNewOption(call: Call, sent: ReferralRecord): Promise<void> {
  const same = (other: ReferralRecord) => (sent.need ? other.need === sent.need : other.service_type === sent.service_type);
  for (const other of await selectReferrals(call.tx, sent.origin_id))
    if (other.id !== sent.id && same(other)) await settleTasks(call, 'referral-new-option', other.id, 'done');
}

/** A new link for the same partner, under a release that lives now: the one before is closed, a code is told anew. */
export async function renewLink(call: Call, _permit: Send, id: string, version: number | undefined) {
  const row = await lockToSend(call, id, version);
  if (row.state === 'draft') throw new Refusal('referral-not-sent');
  if (!isActive(stateOf(row))) throw new Refusal('referral-over');
  const recipient = await recipientOf(call, row);
  const released = mayGo(recipientFacts(row, recipient), row.classes as PacketClass[], await releasesOf(call, row));
  if (!released.ok) throw notReleased(released);
  await updateReferral(call.tx, row, { release_id: released.releaseId });
  await keepStep(call, row, { event: 'link', state: stateOf(row), by: 'sender' });
  return { id, version: row.version + 1, ...(await linkTo(call, { ...row, release_id: released.releaseId }, recipient)) };
}

async function linkTo(call: Call, row: ReferralRecord, recipient: Recipient) {
  const { expiresAt, address, code } = await createLink(call, {
    purpose: 'answer-referral',
    objectKind: 'referral',
    objectId: row.id,
    personId: row.person_id,
    organisationId: row.organisation_id,
    recipientKind: 'partner',
    recipientId: row.release_id,
    recipientName: [recipient.contactName, recipient.name].filter(Boolean).join(', '),
    page: 'verweis',
    days: LONGEST_LINK_DAYS,
  });
  return { expiresAt, address, code, mailed: await mailLink(call, row, recipient, address) };
}

/** Closes a link at once. */
export async function closeLink(call: Call, _permit: Send, linkId: string, version: number | undefined) {
  return revokeLink(call, linkId, version);
}
