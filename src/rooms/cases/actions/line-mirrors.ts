import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { caseConsentLives } from '#rooms/consent/actions/case-consent.ts';
import { openForCase, readForCase } from '#rooms/placement/actions/case-request.ts';
import { openInquiry } from '#rooms/soziotherapie/actions/episodes.ts';
import { ENDED } from '../rules/line.ts';
import type { Mirrored } from '../rules/line-mirror.ts';
import { PSYCHOTHERAPY, SOZIOTHERAPIE } from '../rules/line-types.ts';
import * as store from '../store/linking.ts';
import { followLines, showOnLines } from './line-follow.ts';
import { lockLine } from './lines.ts';
import { summaryOf } from './soziotherapie-summary.ts';

/** Opens the search for a therapy place from a line, or leads to the one that is open (C.1 rule 1). */
export async function openPlaceSearch(call: Call, permit: Permit<'placement.seek'>, lineId: string) {
  const { line, of } = await lockLine(call, lineId);
  if (line.service_type !== PSYCHOTHERAPY) throw new Refusal('line-not-therapy');
  if (line.mirrors === 'request' && line.mirrored_id) return { id: lineId, version: line.version, requestId: line.mirrored_id };
  insistFree(line);
  await insistConsent(call, of);
  const requestId = await openForCase(call, permit, { caseId: of.id, personId: of.person_id });
  const version = await attach(call, line, 'request', requestId);
  return { id: lineId, version, requestId };
}

/** Hands the client over to a practice of Soziotherapie: its inquiry begins, the line shows it (C.1 rule 3). */
export async function handToSoziotherapie(
  call: Call,
  permit: Permit<'soziotherapie.inquire'>,
  lineId: string,
  wish: { practiceId: string; note?: string | undefined; waiting?: boolean | undefined },
) {
  const { line, of } = await lockLine(call, lineId);
  if (line.service_type !== SOZIOTHERAPIE) throw new Refusal('line-not-soziotherapie');
  insistFree(line);
  await insistConsent(call, of);
  const { id: episodeId } = await openInquiry(call, permit, {
    personId: of.person_id,
    organisationId: wish.practiceId,
    askedBy: 'case-manager',
    ...(wish.note ? { note: wish.note } : {}),
    ...(wish.waiting ? { waiting: true } : {}),
  });
  await store.updateLine(call.tx, lineId, { provider_organisation_id: wish.practiceId });
  await attach(call, line, 'episode', episodeId);
  await showOnLines(call, 'episode', episodeId, { to: { state: 'referred', onTrial: false }, cause: 'handed-over' });
  if (wish.waiting) await showOnLines(call, 'episode', episodeId, { to: { state: 'waitlisted', onTrial: false }, cause: 'practice-list' });
  const after = await store.findLineRow(call.tx, lineId);
  return { id: lineId, version: after?.version ?? line.version, episodeId };
}

/** Nothing of a case goes to others without the consent to Case Management that lives now (B.2.3). */
async function insistConsent(call: Call, of: store.CaseRow): Promise<void> {
  if (!(await caseConsentLives(call, of.person_id, of.organisation_id))) throw new Refusal('case-consent-missing');
}

/** A line that shows something already, or has ended, begins nothing new. */
function insistFree(line: store.LineRow): void {
  if (line.mirrors !== null) throw new Refusal('line-mirrored');
  if (ENDED.has(line.state)) throw new Refusal('line-ended');
}

async function attach(call: Call, line: store.LineRow, mirrors: Mirrored, mirroredId: string): Promise<number> {
  const version = await store.updateLine(call.tx, line.id, { mirrors, mirrored_id: mirroredId });
  await record(call, {
    action: 'cases.line.attached',
    kind: 'U',
    object: ['service-line', line.id],
    personId: line.person_id,
    data: { organisationId: line.organisation_id, caseId: line.case_id, mirrors, mirroredId },
  });
  return version;
}

/** A referral was sent for a line: the line shows it from now on. One that had ended is followed by a new line for the same need. */
export async function attachReferral(call: Call, lineId: string, referralId: string): Promise<void> {
  const line = await store.lockLineRow(call.tx, lineId);
  if (!line || line.mirrored_id === referralId) return;
  if (!ENDED.has(line.state) && (line.mirrors === null || line.mirrors === 'referral')) await attach(call, line, 'referral', referralId);
  else if (ENDED.has(line.state)) await appendSuccessor(call, line, 'referral', referralId);
}

/**
 * A request whose line has ended (PL6, PL8) goes on when something is booked for it again or it waits: with a new line for the same need, for
 * no line goes back. Only who sees the case does that; nobody else books for it.
 */
export async function continueRequest(call: Call, requestId: string): Promise<void> {
  const lines = await store.selectMirroring(call.tx, requestId);
  const [latest] = lines;
  if (!latest || lines.some(({ state }) => !ENDED.has(state))) return;
  await appendSuccessor(call, latest, 'request', requestId);
}

async function appendSuccessor(call: Call, before: store.LineRow, mirrors: Mirrored, mirroredId: string): Promise<void> {
  const line = { id: call.newId(), case_id: before.case_id, person_id: before.person_id, organisation_id: before.organisation_id };
  const today = dayInBerlin(call.now).toString();
  await store.appendLine(call.tx, {
    ...line,
    service_type: before.service_type,
    domain: before.domain,
    goal_ids: before.goal_ids,
    rhythm_days: before.rhythm_days,
    continuous: before.continuous,
    mirrors,
    mirrored_id: mirroredId,
    preparation: JSON.stringify({}),
    since: today,
  });
  const by = call.actor.kind === 'account' ? call.actor.accountId : null;
  await store.appendLineState(call.tx, {
    id: call.newId(),
    line,
    state: 'identified',
    onDay: today,
    at: call.now,
    by,
    cause: 'tried-again',
  });
  await record(call, {
    action: 'cases.line.added',
    kind: 'C',
    object: ['service-line', line.id],
    personId: line.person_id,
    data: { organisationId: line.organisation_id, caseId: line.case_id, serviceType: before.service_type, insteadOf: before.id },
  });
  await followLines(call, line);
}

/** The case and the latest line of a search. */
export async function findPlaceSearch(call: Call, _permit: Permit<'placement.seek'>, requestId: string) {
  const [line] = await store.selectMirroring(call.tx, requestId);
  if (!line) throw new Refusal('not-found');
  return { caseId: line.case_id, lineId: line.id };
}

/** Status and dates of what a line shows; of a plan no more than a live release covers (C.1). */
export async function readMirrored(call: Call, _permit: Permit<'cases.care'>, lineId: string) {
  const line = await store.findLineRow(call.tx, lineId);
  if (!line) throw new Refusal('not-found');
  const shown = line.mirrors === 'request' && line.mirrored_id ? await readForCase(call, line.mirrored_id, line.person_id) : undefined;
  const episode = line.mirrors === 'episode' ? await store.findEpisodeOnLine(call.tx, lineId) : undefined;
  const dayOf = (at: Temporal.Instant | null) => (at ? dayInBerlin(at).toString() : null);
  if (episode) await recordReads(call, 'cases.line.episode-read', 'service-line', [{ id: lineId, personId: line.person_id }]);
  return {
    request: shown
      ? {
          id: shown.id,
          state: shown.state,
          practitioner: shown.practitioner,
          firstAt: shown.first_at?.toString() ?? null,
          placedOn: dayOf(shown.placed_at),
          waitingSince: dayOf(shown.waiting_since),
          nextStepOn: dayOf(shown.next_step_at),
        }
      : null,
    episode: episode
      ? {
          state: episode.state,
          since: episode.opened_on,
          practice: episode.practice,
          closedOn: episode.closed_on,
          summary: await summaryOf(call, lineId, line.person_id),
        }
      : null,
  };
}
