import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import type { Permit } from '#platform/permit.ts';
import { closeLinksTo } from '#rooms/access/actions/recipient-links.ts';
import { endOfRelease, readReleasesOf, releaseLacks, shownRelease } from '#rooms/consent/actions/release-view.ts';
import { appendRelease, endRelease, listReleases, type Release } from '#rooms/consent/actions/releases.ts';
import type { ReleaseFields, WithdrawnVia } from '#rooms/consent/contract/releases.ts';
import type { DataClass, Direction, RecordedForm, ReleasePurpose } from '#rooms/consent/rules/release.ts';
import { tellReleaseEnded } from '#rooms/messages/actions/release-ended.ts';
import { takeBackMessages } from '#rooms/messages/actions/take-back.ts';
import { isFileOf } from '#rooms/records/actions/read.ts';
import { appendTask, settleTasks } from '#rooms/tasks/actions.ts';
import type { CaseRelease } from '../contract/releases.ts';

type Care = Permit<'cases.care'>;

/** To whom the client of a case opened herself; the read is logged. */
export async function readCaseReleases(call: Call, _permit: Care, caseId: string): Promise<{ releases: CaseRelease[]; mayGive: boolean }> {
  const one = await getCase(call, caseId);
  const releases = await readReleasesOf(call, one.person_id, one.organisation_id);
  return { releases: releases.map((release) => viewOf(call, release)), mayGive: isOpen(one.phase) };
}

export interface CaseReleaseWish extends ReleaseFields {
  directions: Direction[];
  form: Exclude<RecordedForm, 'portal'>;
  language: string;
  fileId?: string | undefined;
  witness?: string | undefined;
}

/**
 * Writes down what the client or her guardian released: one record a direction (B.2.3). Paper and screen need their signature, a spoken
 * one its witness. Refuses `case-is-over`, `release-incomplete` with the field.
 */
export async function giveCaseRelease(call: Call, _permit: Care, caseId: string, wish: CaseReleaseWish): Promise<{ ids: string[] }> {
  const one = await getCase(call, caseId);
  if (!isOpen(one.phase)) throw new Refusal('case-is-over');
  const untilAt = endOfRelease(call, wish.untilOn);
  const signed = wish.fileId !== undefined && (await isFileOf(call, wish.fileId, one.person_id));
  if (wish.form !== 'spoken' && !signed) throw releaseLacks('/fileId', 'required');
  if (wish.form === 'spoken' && !wish.witness) throw releaseLacks('/witness', 'required');
  const ids: string[] = [];
  for (const direction of new Set(wish.directions)) {
    ids.push(
      await appendRelease(call, {
        personId: one.person_id,
        organisationId: one.organisation_id,
        recipientKind: wish.recipientKind,
        recipientId: wish.recipientId ?? null,
        recipient: {
          name: wish.recipientName,
          email: wish.recipientEmail ?? null,
          address: [],
          ...(wish.witness ? { witness: wish.witness } : {}),
        },
        classes: wish.classes,
        purpose: wish.purpose,
        untilAt,
        form: wish.form,
        givenBy: wish.givenBy,
        fileId: signed ? (wish.fileId ?? null) : null,
        direction,
        language: wish.language,
      }),
    );
  }
  return { ids };
}

export interface PortalReleaseWish {
  /** A partner of the directory. */
  recipientId: string;
  recipientName: string;
  classes: DataClass[];
  purpose: ReleasePurpose;
  untilOn: string;
  language: string;
  givenBy: 'client' | 'guardian';
}

/**
 * A release that the client gives herself in the portal: her account is the proof, so there is no file. By the system, after her own
 * session asked. The same release that lives already is not written twice; one to the same partner with other classes stands beside it.
 */
export async function giveReleaseFromPortal(call: Call, caseId: string, wish: PortalReleaseWish): Promise<string> {
  const one = await findCase(call, caseId);
  if (!isOpen(one.phase)) throw new Refusal('case-is-over');
  const untilAt = endOfRelease(call, wish.untilOn);
  const { recipientId, classes, purpose } = wish;
  const same = (await listReleases(call, one.person_id, one.organisation_id)).find(
    (each) =>
      each.standing === 'given' &&
      each.recipientId === recipientId &&
      each.purpose === purpose &&
      each.direction === 'to-recipient' &&
      each.untilAt.equals(untilAt) &&
      [...each.classes].sort().join() === [...classes].sort().join(),
  );
  if (same) return same.id;
  return appendRelease(call, {
    personId: one.person_id,
    organisationId: one.organisation_id,
    recipientKind: 'service',
    recipientId,
    recipient: { name: wish.recipientName, email: null, address: [] },
    classes,
    purpose,
    untilAt,
    form: 'portal',
    givenBy: wish.givenBy,
    fileId: null,
    direction: 'to-recipient',
    language: wish.language,
  });
}

/** Takes one back at once: links of its recipient close, what waits for her is taken back; referrals hear it in their own room. */
export async function withdrawCaseRelease(
  call: Call,
  _permit: Care,
  id: string,
  version: number | undefined,
  via: WithdrawnVia,
): Promise<{ id: string; version: number; closedLinks: number }> {
  const release = await endRelease(call, id, version, via);
  const closedLinks = await stopRelease(call, release, 'release-withdrawn');
  await tellRecipient(call, release);
  return { id, version: release.version, closedLinks };
}

/** The recipient learns that it ended and nothing else: by mail where one is known, else the case manager has a task. */
export async function tellRecipient(call: Call, release: Release): Promise<'email' | 'task' | 'nobody'> {
  const { personId, organisationId, recipient, direction } = release;
  const found = await findCaseBehind(call, release);
  if (!found || direction === 'from-recipient') return 'nobody';
  if (recipient.email) {
    await tellReleaseEnded(call, { personId, to: { name: recipient.name, email: recipient.email }, from: found.name });
    return 'email';
  }
  await appendTask(call, {
    kind: 'release-ended',
    object: ['release', release.id],
    personId,
    assigneeId: found.manager_id,
    organisationId,
    dueAt: call.now.add({ hours: 24 }),
    facts: { caseId: found.id },
  });
  return 'task';
}

/** From now on nothing reaches the recipient under this release. */
export async function stopRelease(
  call: Call,
  release: Pick<Release, 'id' | 'personId' | 'organisationId' | 'recipientId'>,
  because: string,
): Promise<number> {
  const { personId, organisationId } = release;
  const recipientIds = [release.id, ...(release.recipientId ? [release.recipientId] : [])];
  const closed = await closeLinksTo(call, { personId, organisationId, recipientIds }, because);
  await takeBackMessages(call, release.id, because);
  await settleTasks(call, 'case-release-ending', release.id, 'not-needed');
  return closed;
}

/** The latest case of the service that wrote the release down. */
function findCaseBehind(call: Call, { personId, organisationId }: Pick<Release, 'personId' | 'organisationId'>) {
  return call.tx
    .selectFrom('cases.case as c')
    .innerJoin('directory.organisation as o', 'o.id', 'c.organisation_id')
    .select(['c.id', 'c.manager_id', 'o.name'])
    .where('c.person_id', '=', personId)
    .where('c.organisation_id', '=', organisationId)
    .orderBy('c.created_at', 'desc')
    .executeTakeFirst();
}
/** Whether a release belongs to Case Management, and not to a practice of Soziotherapie. */
export const isOfCase = async (call: Call, release: Pick<Release, 'personId' | 'organisationId'>): Promise<boolean> =>
  (await findCaseBehind(call, release)) !== undefined;

const viewOf = (call: Call, release: Release): CaseRelease => ({
  ...shownRelease(call, release),
  direction: release.direction,
  language: release.language,
});

const isOpen = (phase: string) => phase !== 'closed' && phase !== 'not_opened';

async function getCase(call: Call, id: string) {
  accountOf(call);
  return findCase(call, id);
}

async function findCase(call: Call, id: string) {
  const row = await call.tx
    .selectFrom('cases.case')
    .select(['person_id', 'organisation_id', 'phase'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw new Refusal('not-found');
  return row;
}
