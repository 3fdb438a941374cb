import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import {
  covers,
  type DataClass,
  type Direction,
  RELEASE_TEXT,
  type RecipientKind,
  type RecordedForm,
  type ReleasePurpose,
  releaseStanding,
} from '../rules/release.ts';
import {
  endingReleases,
  endReleaseRow,
  findReleaseRow,
  holdReleaseRows,
  liveReleaseRows,
  lockReleaseRow,
  type ReleaseRecord,
  releaseRows,
} from '../store/releases.ts';

/** Who receives: as the person named her, and how she is reached. Sealed. */
export interface Recipient {
  name: string;
  email: string | null;
  address: readonly string[];
  /** Who heard a spoken release. */
  witness?: string;
}
export interface NewRelease {
  personId: string;
  organisationId: string;
  recipientKind: RecipientKind;
  /** A partner or prescriber that is known here. */
  recipientId: string | null;
  recipient: Recipient;
  classes: readonly DataClass[];
  purpose: ReleasePurpose;
  untilAt: Temporal.Instant;
  form: RecordedForm;
  givenBy: 'client' | 'guardian';
  /** Scan of the signed paper, or the signature on screen; null where it was spoken before a witness, or given in the portal. */
  fileId: string | null;
  /** Left out: what goes to the recipient. */
  direction?: Direction;
  /** In which language it was explained; left out: German. */
  language?: string;
}
export interface Release {
  id: string;
  version: number;
  personId: string;
  organisationId: string;
  recipientKind: RecipientKind;
  recipientId: string | null;
  recipient: Recipient;
  classes: DataClass[];
  purpose: ReleasePurpose;
  form: string;
  givenBy: 'client' | 'guardian';
  direction: Direction;
  language: string;
  fileId: string | null;
  givenAt: Temporal.Instant;
  untilAt: Temporal.Instant;
  withdrawnAt: Temporal.Instant | null;
  withdrawnVia: string | null;
  standing: ReturnType<typeof releaseStanding>;
}

const place = (row: string) => ({ table: 'consent.consent', column: 'recipient_sealed', row });

/** Writes a release down (C1). The room that asks for it has checked who signed what; a new one is a new row. */
export async function appendRelease(call: Call, release: NewRelease): Promise<string> {
  const id = call.newId();
  const { personId, organisationId, recipientKind, purpose } = release;
  await call.tx
    .insertInto('consent.consent')
    .values({
      id,
      person_id: personId,
      organisation_id: organisationId,
      kind: 'release',
      recipient_kind: recipientKind,
      recipient_id: release.recipientId,
      recipient_sealed: await call.sealer.seal(call.tx, personId, place(id), JSON.stringify(release.recipient)),
      classes: [...new Set(release.classes)],
      purpose,
      form: release.form,
      given_by: release.givenBy,
      direction: release.direction ?? 'to-recipient',
      language: release.language ?? 'de',
      file_id: release.fileId,
      text_version: RELEASE_TEXT,
      given_at: call.now,
      until_at: release.untilAt,
      taken_by: call.actor.kind === 'account' ? call.actor.accountId : null,
    })
    .execute();
  await record(call, {
    action: 'consent.release.given',
    kind: 'C',
    object: ['release', id],
    personId,
    data: { organisationId, recipientKind, purpose, classes: [...release.classes] },
  });
  return id;
}

/**
 * Ends a release at once (C2): from this second on nothing goes to the recipient. Rooms to the right hear it and close links and take
 * back what waits. Refuses `release-not-found`, `version-old`, `release-withdrawn`, `release-expired`.
 */
export async function endRelease(call: Call, id: string, version: number | undefined, via: string): Promise<Release> {
  const row = await lockReleaseRow(call.tx, id);
  if (!row) throw new Refusal('release-not-found');
  const release = await releaseOf(call, row);
  if (release.standing === 'withdrawn') throw new Refusal('release-withdrawn');
  if (release.standing === 'expired') throw new Refusal('release-expired');
  if (version !== undefined && version !== row.version) throw new Refusal('version-old', { current: row.version });
  const by = call.actor.kind === 'account' ? call.actor.accountId : null;
  await endReleaseRow(call.tx, id, { at: call.now, via, by, version: row.version });
  const { personId, organisationId, recipientKind } = release;
  await record(call, {
    action: 'consent.release.withdrawn',
    kind: 'U',
    object: ['release', id],
    personId,
    data: { organisationId, recipientKind, via },
  });
  return { ...release, version: row.version + 1, withdrawnAt: call.now, withdrawnVia: via, standing: 'withdrawn' };
}

/** Whoever lets something go under a release holds it first, before any row of her own: a withdrawal at the same moment comes before or after. */
export function holdReleases(call: Call, personId: string, organisationId: string): Promise<void> {
  return holdReleaseRows(call.tx, personId, organisationId);
}

/** Ends what still lives because the case is over (C3); nobody is told. */
export async function expireReleases(call: Call, personId: string, organisationId: string): Promise<Release[]> {
  const ended: Release[] = [];
  for (const row of await liveReleaseRows(call.tx, personId, organisationId, call.now)) ended.push(await expire(call, row));
  return ended;
}

/** Ends those whose last day is over, of all persons; by the job. */
export async function expireOverdue(call: Call): Promise<Release[]> {
  const ended: Release[] = [];
  for (const row of await endingReleases(call.tx, Temporal.Instant.fromEpochMilliseconds(0), call.now)) ended.push(await expire(call, row));
  return ended;
}

async function expire(call: Call, row: ReleaseRecord): Promise<Release> {
  await endReleaseRow(call.tx, row.id, { at: call.now, via: null, by: null, version: row.version });
  await record(call, {
    action: 'consent.release.expired',
    kind: 'U',
    object: ['release', row.id],
    personId: row.person_id,
    data: { organisationId: row.organisation_id },
  });
  return releaseOf(call, { ...row, withdrawn_at: call.now });
}

/** The release that opens these classes to the recipient for this purpose now; nothing is a no. */
export async function findOpening(
  call: Call,
  wish: {
    personId: string;
    organisationId: string;
    recipient: { kind: RecipientKind; id: string } | { releaseId: string };
    classes: readonly DataClass[];
  },
): Promise<string | undefined> {
  const { recipient } = wish;
  const live = (await liveReleaseRows(call.tx, wish.personId, wish.organisationId, call.now)).filter(
    ({ direction }) => direction === 'to-recipient',
  );
  const mine = live.filter((row) =>
    'releaseId' in recipient ? row.id === recipient.releaseId : row.recipient_kind === recipient.kind && row.recipient_id === recipient.id,
  );
  return mine.find((row) => covers(row.classes, wish.classes))?.id;
}

export async function listReleases(call: Call, personId: string, organisationId: string): Promise<Release[]> {
  return Promise.all((await releaseRows(call.tx, personId, organisationId)).map((row) => releaseOf(call, row)));
}

export async function findRelease(call: Call, id: string): Promise<Release | undefined> {
  const row = await findReleaseRow(call.tx, id);
  return row && releaseOf(call, row);
}

/** Releases whose end lies within this time; for reminders. */
export function releasesEnding(call: Call, from: Temporal.Instant, until: Temporal.Instant): Promise<ReleaseRecord[]> {
  return endingReleases(call.tx, from, until);
}

async function releaseOf(call: Call, row: ReleaseRecord): Promise<Release> {
  const { recipient_sealed: sealed, until_at: untilAt, organisation_id: organisationId } = row;
  if (!sealed || !untilAt || !organisationId) throw new Error('a release without recipient or end'); // CHECK release_named
  return {
    id: row.id,
    version: row.version,
    personId: row.person_id,
    organisationId,
    recipientKind: row.recipient_kind as RecipientKind,
    recipientId: row.recipient_id,
    recipient: JSON.parse(await call.sealer.open(call.tx, row.person_id, place(row.id), sealed)) as Recipient,
    classes: row.classes as DataClass[],
    purpose: row.purpose as ReleasePurpose,
    form: row.form,
    givenBy: row.given_by as 'client' | 'guardian',
    direction: row.direction as Direction,
    language: row.language,
    fileId: row.file_id,
    givenAt: row.given_at,
    untilAt,
    withdrawnAt: row.withdrawn_at,
    withdrawnVia: row.withdrawn_via,
    standing: releaseStanding({ withdrawnAt: row.withdrawn_at, withdrawnVia: row.withdrawn_via, untilAt }, call.now),
  };
}
