import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { recordReads } from '#platform/events.ts';
import { closeLinks, type Opened, openLink } from '#rooms/access/actions/links.ts';
import { PARTNER_EVENTS, type PartnerEvent, type ShownReferral } from '../contract/link.ts';
import { isActive, mayTell, type ReferralOutcome, type ReferralState, type Rejection } from '../rules/life.ts';
import { narrowPacket } from '../rules/packet.ts';
import { findReferral, findSender, type ReferralRecord } from '../store/referrals.ts';
import { keepStep, move, tellCoordinator } from './move.ts';
import { coveredNow, packetOf, stateOf, todayOf } from './record.ts';

type OpenLink = Extract<Opened, { ok: true }>;

/** The referral behind an opened link, with the classes that are covered at this moment; a refusal where nothing is. */
async function behind(call: Call, { link }: OpenLink): Promise<{ row: ReferralRecord; covered: string[] } | Refusal> {
  if (link.purpose !== 'answer-referral') return new Refusal('link-not-found');
  const row = await findReferral(call.tx, link.object_id, true);
  const covered = row ? await coveredNow(call, row) : [];
  if (row && isActive(stateOf(row)) && covered.length > 0) return { row, covered };
  await closeLinks(call, { id: link.id }, row && covered.length === 0 ? 'release-ended' : 'referral-over');
  return new Refusal('link-expired');
}

/**
 * What stands behind a partner's link. By the system, for exactly the one referral that the link names; the first look is told to the
 * sender. A refusal is returned, so that a wrong code and a closed link stay written down.
 */
export async function showReferral(
  call: Call,
  secret: string,
  browser: string,
  code?: string,
): Promise<ShownReferral | { step: 'code' } | Refusal> {
  const opened = await openLink(call, secret, browser, code);
  if (!opened.ok) return opened.refusal ?? { step: 'code' };
  const found = await behind(call, opened);
  if (found instanceof Refusal) return found;
  const row = found.row.state === 'sent' ? await move(call, found.row, { event: 'open', by: 'partner' }) : found.row;
  await recordReads(call, 'referrals.link.read', 'referral', [{ id: row.id, personId: row.person_id }]);
  return shown(call, opened, row, found.covered);
}

const partnerMay = (row: ReferralRecord): PartnerEvent[] => {
  const heldFrom = row.held_from as 'accepted' | 'scheduled' | 'started' | null;
  const told: readonly string[] = mayTell(stateOf(row), 'partner', heldFrom ?? undefined);
  return PARTNER_EVENTS.filter((event) => event === 'ask-back' || told.includes(event));
};

async function shown(
  call: Call,
  { link, recipientName }: OpenLink,
  row: ReferralRecord,
  covered: readonly string[],
): Promise<ShownReferral> {
  const packet = await packetOf(call, row);
  return {
    step: 'open',
    recipientName,
    expiresAt: link.expires_at.toString(),
    sender: await findSender(call.tx, row.organisation_id, row.created_by),
    serviceType: row.service_type,
    urgent: row.urgent,
    sentOn: row.sent_on ?? todayOf(call),
    dueOn: row.state === 'sent' || row.state === 'seen' ? row.due_on : null,
    state: stateOf(row),
    expectedOn: row.expected_on,
    firstAt: row.first_at?.toString() ?? null,
    startedOn: row.started_on,
    packet: packet ? narrowPacket(packet, covered) : null,
    may: partnerMay(row),
  };
}

export interface PartnerAnswer {
  event: PartnerEvent;
  day?: string | undefined;
  time?: string | undefined;
  reason?: Rejection | undefined;
  outcome?: ReferralOutcome | undefined;
  text?: string | undefined;
}

/** One thing that the partner says. Refuses as `showReferral` and as the life cycle, and "link-code-needed", "link-text-missing". */
export async function answerReferral(
  call: Call,
  secret: string,
  browser: string,
  { event, text, ...said }: PartnerAnswer,
): Promise<{ event: PartnerEvent; state: ReferralState; at: string } | Refusal> {
  const opened = await openLink(call, secret, browser);
  if (!opened.ok) return opened.refusal ?? new Refusal('link-code-needed');
  const found = await behind(call, opened);
  if (found instanceof Refusal) return found;
  const { row } = found;
  if (event === 'ask-back') {
    if (!text) return new Refusal('link-text-missing', { errors: [{ pointer: '/text', code: 'link-text-missing' }] });
    await keepStep(call, row, { event: 'ask-back', state: stateOf(row), by: 'partner', note: text });
    const soon = Temporal.PlainDate.from(todayOf(call)).add({ days: 2 }).toString();
    await tellCoordinator(call, row, 'referral-asked-back', soon, text);
    return { event, state: stateOf(row), at: call.now.toString() };
  }
  const after = await move(call, row, { ...said, event, by: 'partner', note: text || undefined });
  return { event, state: stateOf(after), at: call.now.toString() };
}
