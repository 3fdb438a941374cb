import type { Call } from '#platform/call.ts';
import { recordReads } from '#platform/events.ts';
import { Versioned } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import { readLinks } from '#rooms/access/actions/links.ts';
import type { Referral, ReferralRow, ReferralStep } from '../contract/referrals.ts';
import { nextTick } from '../rules/clock.ts';
import { loopClosed, mayTell, type ReferralEvent, type ReferralOutcome, type Rejection } from '../rules/life.ts';
import { mayGo, type PacketClass, type ReleaseFacts } from '../rules/packet.ts';
import { type ReferralRecord, type StepRecord, selectReferrals, selectSteps } from '../store/referrals.ts';
import { getReferral } from './move.ts';
import { openNote, packetOf, recipientOf, releasesOf, stateOf, ticking, writtenOf } from './record.ts';
import { recipientFacts } from './write.ts';

type Send = Permit<'referrals.send'>;

/** All referrals of a case, newest first; none where the actor has no relation to it. */
export async function listReferrals(call: Call, _permit: Send, caseId: string): Promise<{ referrals: ReferralRow[] }> {
  const rows = await selectReferrals(call.tx, caseId);
  const [first] = rows;
  const releases = first ? await releasesOf(call, first) : [];
  await recordReads(
    call,
    'referrals.list.read',
    'referral',
    rows.map(({ id, person_id: personId }) => ({ id, personId })),
  );
  return { referrals: await Promise.all(rows.map((row) => rowOf(call, row, releases))) };
}

/** One referral with its packet, its course and its links. Refuses "not-found". */
export async function readReferral(call: Call, _permit: Send, id: string): Promise<Versioned<Referral>> {
  const row = await getReferral(call, id);
  const written = await writtenOf(call, row);
  const found: Referral = {
    ...(await rowOf(call, row, await releasesOf(call, row))),
    recipient: await recipientOf(call, row),
    classes: row.classes as PacketClass[],
    ...written,
    packet: await packetOf(call, row),
    steps: await Promise.all((await selectSteps(call.tx, id)).map((step) => stepOf(call, row.person_id, step))),
    links: (await readLinks(call, [id])).map(({ link, state }) => ({
      id: link.id,
      version: link.version,
      state,
      createdAt: link.created_at.toString(),
      expiresAt: link.expires_at.toString(),
      openedAt: link.bound_at?.toString() ?? null,
    })),
  };
  await recordReads(call, 'referrals.referral.read', 'referral', [{ id, personId: row.person_id }]);
  return new Versioned(row.version, found);
}

const PARTIES = ['partner', 'client', 'case-manager'] as const;

async function rowOf(call: Call, row: ReferralRecord, releases: readonly ReleaseFacts[]): Promise<ReferralRow> {
  const recipient = await recipientOf(call, row);
  const state = stateOf(row);
  const tick = nextTick(ticking(row));
  const heldFrom = row.held_from as ReferralRow['heldFrom'];
  return {
    id: row.id,
    version: row.version,
    caseId: row.origin_id,
    lineId: row.line_id,
    serviceId: row.service_id,
    serviceType: row.service_type,
    domain: row.domain,
    need: row.need,
    recipientName: recipient.name,
    urgent: row.urgent,
    state,
    heldFrom,
    createdOn: row.created_on,
    sentOn: row.sent_on,
    seenOn: row.seen_on,
    answeredOn: row.answered_on,
    dueOn: row.due_on,
    reminded: row.reminded,
    nextStep: tick?.step ?? null,
    nextOn: tick?.on ?? null,
    expectedOn: row.expected_on,
    rejectedBecause: row.rejected_because as Rejection | null,
    firstAt: row.first_at?.toString() ?? null,
    startedOn: row.started_on,
    completedOn: row.completed_on,
    outcome: row.outcome as ReferralOutcome | null,
    outcomeOn: row.outcome_on,
    loopClosed: loopClosed({ state, outcome: row.outcome as ReferralOutcome | null }),
    released: isReleased(row, recipient.name, releases),
    may: mayTell(state, PARTIES, heldFrom ?? undefined).filter((event): event is ReferralEvent => event !== 'open'),
  };
}

/** A draft asks whether it may go; what was sent, whether its own release still lives. */
function isReleased(row: ReferralRecord, recipientName: string, releases: readonly ReleaseFacts[]): boolean {
  if (row.state !== 'draft')
    return releases.some(({ id, standing, direction }) => id === row.release_id && standing === 'given' && direction === 'to-recipient');
  return mayGo(recipientFacts(row, { name: recipientName }), row.classes as PacketClass[], releases).ok;
}

async function stepOf(call: Call, personId: string, step: StepRecord): Promise<ReferralStep> {
  return {
    id: step.id,
    event: step.event,
    state: step.state as ReferralStep['state'],
    onDay: step.on_day,
    at: step.at.toString(),
    by: step.by_party as ReferralStep['by'],
    byName: step.by_name,
    reason: step.reason,
    note: step.note_sealed ? await openNote(call, personId, step.id, step.note_sealed) : null,
  };
}
