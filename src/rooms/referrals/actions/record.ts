import { createHash } from 'node:crypto';
import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { caseConsentLives } from '#rooms/consent/actions/case-consent.ts';
import { findRelease, listReleases, type Release } from '#rooms/consent/actions/releases.ts';
import type { Recipient } from '../contract/referrals.ts';
import type { Ticking } from '../rules/clock.ts';
import type { ReferralState } from '../rules/life.ts';
import type { Packet, PacketClass, ReleaseFacts, WrittenClass } from '../rules/packet.ts';
import { findReferral, type ReferralRecord } from '../store/referrals.ts';

/** What the sender writes into a draft. */
export interface Written {
  request: string;
  texts: Partial<Record<WrittenClass, string>>;
}

type Column = 'recipient_sealed' | 'draft_sealed' | 'packet_sealed';
const place = (row: string, column: Column) => ({ table: 'referrals.referral', column, row });
const notePlace = (row: string) => ({ table: 'referrals.step', column: 'note_sealed', row });

export const todayOf = (call: Call) => dayInBerlin(call.now).toString();
export const stateOf = (row: ReferralRecord) => row.state as ReferralState;

export function sealInto(call: Call, { id, personId }: { id: string; personId: string }, column: Column, value: unknown): Promise<Buffer> {
  return call.sealer.seal(call.tx, personId, place(id, column), JSON.stringify(value));
}
async function opened<Value>(call: Call, row: ReferralRecord, column: Column, bytes: Buffer): Promise<Value> {
  return JSON.parse(await call.sealer.open(call.tx, row.person_id, place(row.id, column), bytes)) as Value;
}
export const recipientOf = (call: Call, row: ReferralRecord) => opened<Recipient>(call, row, 'recipient_sealed', row.recipient_sealed);
export const writtenOf = async (call: Call, row: ReferralRecord): Promise<Written> =>
  row.draft_sealed ? opened<Written>(call, row, 'draft_sealed', row.draft_sealed) : { request: '', texts: {} };
export const packetOf = async (call: Call, row: ReferralRecord): Promise<Packet | null> =>
  row.packet_sealed ? opened<Packet>(call, row, 'packet_sealed', row.packet_sealed) : null;

export const sealNote = (call: Call, row: ReferralRecord, stepId: string, note: string) =>
  call.sealer.seal(call.tx, row.person_id, notePlace(stepId), note);
export const openNote = (call: Call, personId: string, stepId: string, bytes: Buffer) =>
  call.sealer.open(call.tx, personId, notePlace(stepId), bytes);

/** Refuses "not-found" and "version-old". */
export async function lockReferral(call: Call, id: string, version: number | undefined): Promise<ReferralRecord> {
  const row = await findReferral(call.tx, id, true);
  if (!row) throw new Refusal('not-found');
  if (version !== undefined && version !== row.version) throw new Refusal('version-old', { current: row.version });
  return row;
}

/** Fingerprint of exactly this packet to exactly this recipient. */
export function digestOf(packet: Packet, recipient: Recipient, classes: readonly PacketClass[]): string {
  return createHash('sha256')
    .update(JSON.stringify([packet, recipient, classes]))
    .digest('hex');
}

const factsOf = (release: Release): ReleaseFacts => ({
  id: release.id,
  direction: release.direction,
  recipientIds: release.recipientId ? [release.recipientId] : [],
  recipientName: release.recipient.name,
  classes: release.classes,
  purpose: release.purpose,
  standing: release.standing,
});

/** All releases of a person towards anybody, by this service; each of them as sending asks for it. */
export async function releasesOf(call: Call, row: Pick<ReferralRecord, 'person_id' | 'organisation_id'>): Promise<ReleaseFacts[]> {
  return (await listReleases(call, row.person_id, row.organisation_id)).map(factsOf);
}

/** What a case sends, it sends under the consent to Case Management, too; an episode has its own contract. */
export const isConsented = async (
  call: Call,
  row: Pick<ReferralRecord, 'origin_kind' | 'person_id' | 'organisation_id'>,
): Promise<boolean> => row.origin_kind !== 'case' || (await caseConsentLives(call, row.person_id, row.organisation_id));

/** The classes that the release under which it was sent opens at this moment; none where it has ended, or the consent to the case. */
export async function coveredNow(call: Call, row: ReferralRecord): Promise<string[]> {
  if (!(await isConsented(call, row))) return [];
  const release = row.release_id ? await findRelease(call, row.release_id) : undefined;
  return release && release.standing === 'given' && release.direction === 'to-recipient' ? release.classes : [];
}

export const ticking = (row: ReferralRecord): Ticking => ({
  state: stateOf(row),
  urgent: row.urgent,
  sentOn: row.sent_on,
  reminded: row.reminded,
  waitlistedOn: row.waitlisted_on,
  askedStatusOn: row.asked_status_on,
  firstOn: row.first_at ? dayInBerlin(row.first_at).toString() : null,
  startAsked: row.start_asked,
  heldOn: row.held_on,
  holdAsked: row.hold_asked,
});
