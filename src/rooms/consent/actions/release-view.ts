import { Refusal } from '#kernel/decision.ts';
import { berlinInstant, dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { recordReads } from '#platform/events.ts';
import type { ReleaseBase } from '../contract/releases.ts';
import { LONGEST_MONTHS } from '../rules/release.ts';
import { listReleases, type Release } from './releases.ts';

const SOON_DAYS = 30;

/** The releases of a person to an organisation, newest first; the read is logged. */
export async function readReleasesOf(call: Call, personId: string, organisationId: string): Promise<Release[]> {
  const releases = await listReleases(call, personId, organisationId);
  await recordReads(
    call,
    'consent.release.read',
    'release',
    releases.map((one) => ({ id: one.id, personId: one.personId })),
  );
  return releases;
}

export function shownRelease(call: Call, release: Release): ReleaseBase {
  const soon = call.now.add({ hours: 24 * SOON_DAYS });
  return {
    id: release.id,
    version: release.version,
    recipientKind: release.recipientKind,
    recipientId: release.recipientId,
    recipientName: release.recipient.name,
    recipientEmail: release.recipient.email,
    classes: release.classes,
    purpose: release.purpose,
    form: release.form,
    givenBy: release.givenBy,
    givenAt: release.givenAt.toString(),
    untilOn: dayInBerlin(release.untilAt).subtract({ days: 1 }).toString(),
    standing: release.standing,
    withdrawnAt: release.withdrawnAt?.toString() ?? null,
    withdrawnVia: release.withdrawnVia as ReleaseBase['withdrawnVia'],
    endsSoon: release.standing === 'given' && Temporal.Instant.compare(release.untilAt, soon) <= 0,
  };
}

/** The first second after the last day; refuses `release-incomplete` at /untilOn where that is over or more than two years away. */
export function endOfRelease(call: Call, untilOn: string): Temporal.Instant {
  const last = Temporal.PlainDate.from(untilOn);
  const today = dayInBerlin(call.now);
  if (Temporal.PlainDate.compare(last, today) < 0) throw releaseLacks('/untilOn', 'too-early');
  if (Temporal.PlainDate.compare(last, today.add({ months: LONGEST_MONTHS })) > 0) throw releaseLacks('/untilOn', 'too-late');
  return berlinInstant(last.add({ days: 1 }), Temporal.PlainTime.from('00:00'));
}

export const releaseLacks = (pointer: string, code: string) => new Refusal('release-incomplete', { errors: [{ pointer, code }] });
