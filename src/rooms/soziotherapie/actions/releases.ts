import { type Decision, insist, no, Refusal, yes } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import type { Permit } from '#platform/permit.ts';
import { closeLinksTo } from '#rooms/access/actions/recipient-links.ts';
import { endOfRelease, readReleasesOf, shownRelease } from '#rooms/consent/actions/release-view.ts';
import { appendRelease, endRelease, findOpening, findRelease, type Release } from '#rooms/consent/actions/releases.ts';
import type { ReleaseFields, WithdrawnVia } from '#rooms/consent/contract/releases.ts';
import type { DataClass, RecipientKind } from '#rooms/consent/rules/release.ts';
import { tellReleaseEnded } from '#rooms/messages/actions/release-ended.ts';
import { takeBackMessages } from '#rooms/messages/actions/take-back.ts';
import { isFileOf } from '#rooms/records/actions/read.ts';
import { appendTask, settleTasks } from '#rooms/tasks/actions.ts';
import type { ReleaseView } from '../contract/releases.ts';
import { stepRelease } from '../rules/life/release-of-secrecy.ts';
import { findEpisode } from '../store/episodes.ts';
import { findPractice } from '../store/practice.ts';

type Read = Permit<'soziotherapie.read'>;

/** Somebody outside of the practice who would receive something about a client. */
export type TransferTo = { prescriberId: string } | { releaseId: string } | { recipient: { kind: RecipientKind; id: string } };

/**
 * Asked before anything about a client goes to somebody outside. The prescriber who treats now needs no release (it belongs to the
 * treatment); everybody else one that lives this second and covers all classes (I8). The insurer has its own positive list (package.ts).
 * @returns the release that opens it, null where the treatment itself does; or `consent-missing`
 */
export async function mayTransfer(
  call: Call,
  { episodeId, to, classes }: { episodeId: string; to: TransferTo; classes: readonly DataClass[] },
): Promise<Decision<{ releaseId: string | null }, 'consent-missing'>> {
  const episode = await findEpisode(call.tx, episodeId);
  if (!episode) return no('consent-missing');
  const { person_id: personId, organisation_id: organisationId } = episode;
  if ('prescriberId' in to) {
    if (episode.prescriber_id === to.prescriberId && episode.state !== 'CLOSED') return yes({ releaseId: null });
    const former = await findOpening(call, { personId, organisationId, recipient: { kind: 'doctor', id: to.prescriberId }, classes });
    return former ? yes({ releaseId: former }) : no('consent-missing');
  }
  const recipient = 'releaseId' in to ? to : to.recipient;
  const releaseId = await findOpening(call, { personId, organisationId, recipient, classes });
  return releaseId ? yes({ releaseId }) : no('consent-missing');
}

export async function readReleases(call: Call, _permit: Read, episodeId: string): Promise<{ releases: ReleaseView[]; mayGive: boolean }> {
  const episode = await getEpisode(call, episodeId);
  const releases = await readReleasesOf(call, episode.person_id, episode.organisation_id);
  return { releases: releases.map((release) => viewOf(call, release)), mayGive: mayGive(call, episode) && episode.state !== 'CLOSED' };
}

export interface ReleaseWish extends ReleaseFields {
  recipientAddress?: string[] | undefined;
  form: 'paper' | 'screen';
  fileId: string;
}

/** C1: written down by helper or office (table 5.3), given by the client or her guardian. */
export async function giveRelease(
  call: Call,
  _permit: Read,
  episodeId: string,
  wish: ReleaseWish,
): Promise<{ id: string; version: number }> {
  const episode = await getEpisode(call, episodeId);
  if (!mayGive(call, episode)) throw new Refusal('release-not-for-role');
  const { person_id: personId, organisation_id: organisationId } = episode;
  const untilAt = endOfRelease(call, wish.untilOn);
  const signed = await isFileOf(call, wish.fileId, personId);
  insist(stepRelease('NONE', 'give', wish.givenBy, { named: true, signed }));
  const id = await appendRelease(call, {
    personId,
    organisationId,
    recipientKind: wish.recipientKind,
    recipientId: wish.recipientId ?? null,
    recipient: { name: wish.recipientName, email: wish.recipientEmail ?? null, address: wish.recipientAddress ?? [] },
    classes: wish.classes,
    purpose: wish.purpose,
    untilAt,
    form: wish.form,
    givenBy: wish.givenBy,
    fileId: wish.fileId,
  });
  return { id, version: 1 };
}

/**
 * C2, at once and by any channel: links of the recipient are closed, what waits for her is taken back, she is told that it ended and
 * nothing else. Treatment goes on.
 */
export async function withdrawRelease(
  call: Call,
  _permit: Read,
  id: string,
  version: number | undefined,
  via: WithdrawnVia,
): Promise<{ id: string; version: number; closedLinks: number; told: 'email' | 'task' }> {
  const before = await findRelease(call, id);
  if (!before) throw new Refusal('release-not-found');
  insist(
    stepRelease(
      before.standing === 'given' ? 'GIVEN' : before.standing === 'expired' ? 'EXPIRED' : 'WITHDRAWN',
      'withdraw',
      accountOf(call).roles.filter(isOfPractice),
      {},
    ),
  );
  const release = await endRelease(call, id, version, via);
  const closedLinks = await stopTransfers(call, release, 'release-withdrawn');
  const told = await tellRecipient(call, release);
  return { id, version: release.version, closedLinks, told };
}

/** From now on nothing reaches the recipient: links closed, messages taken back, the reminder of the end gone. */
export async function stopTransfers(
  call: Call,
  release: { id: string; personId: string; organisationId: string; recipientId: string | null },
  because: string,
): Promise<number> {
  const { personId, organisationId } = release;
  const recipientIds = [release.id, ...(release.recipientId ? [release.recipientId] : [])];
  const closed = await closeLinksTo(call, { personId, organisationId, recipientIds }, because);
  await takeBackMessages(call, release.id, because);
  await settleTasks(call, 'release-ending', release.id, 'not-needed');
  return closed;
}

/** She is told that it ended and nothing else: by mail where one is known, else the office has a task. */
export async function tellRecipient(call: Call, release: Release): Promise<'email' | 'task'> {
  const { personId, organisationId, recipient } = release;
  if (recipient.email) {
    const practice = await findPractice(call.tx, organisationId);
    const to = { name: recipient.name, email: recipient.email };
    await tellReleaseEnded(call, { personId, to, from: practice?.fields.name ?? call.network.name });
    return 'email';
  }
  await appendTask(call, {
    kind: 'release-ended',
    object: ['release', release.id],
    personId,
    assigneeRole: 'office',
    organisationId,
    dueAt: call.now.add({ hours: 24 }),
  });
  return 'task';
}

const viewOf = (call: Call, release: Release): ReleaseView => ({ ...shownRelease(call, release), fileId: release.fileId });

const isOfPractice = (role: string) => role === 'soziotherapist' || role === 'office' || role === 'lead';
/** The helper of the case, not her deputy, and the office (table 5.3). */
function mayGive(call: Call, { practitioner_id: helper }: { practitioner_id: string | null }): boolean {
  const { roles, practitionerId } = accountOf(call);
  return roles.includes('office') || (roles.includes('soziotherapist') && practitionerId !== null && practitionerId === helper);
}

async function getEpisode(call: Call, id: string) {
  const episode = await findEpisode(call.tx, id);
  if (!episode) throw new Refusal('not-found');
  return episode;
}
