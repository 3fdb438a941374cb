import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { isOfCase, stopRelease, tellRecipient } from '#rooms/cases/actions/releases.ts';
import { withdrawCaseConsent } from '#rooms/consent/actions/case-consent.ts';
import { endRelease } from '#rooms/consent/actions/releases.ts';
import { giveTickedConsent, withdrawConsent } from '#rooms/consent/actions.ts';
import { foreseeFee } from '#rooms/placement/actions/fee.ts';
import { stepKnownAppointment } from '#rooms/scheduling/actions/appointment.ts';
import type { Excuse } from '#rooms/scheduling/rules/outcome.ts';
import { stopTransfers, tellRecipient as tellRecipientOfPractice } from '#rooms/soziotherapie/actions/releases.ts';
import { lockForStep } from '#rooms/soziotherapie/actions/session-step.ts';
import { movePlainly } from '#rooms/soziotherapie/actions/sessions.ts';
import { appendTask } from '#rooms/tasks/actions.ts';
import type { OwnAppointment, OwnConsent } from '../contract/own.ts';
import { acts, mayCancel } from '../rules/own-access.ts';
import { decides, findAppointment, getRelation, isWhole, lives, type Relation, readConsents } from './own.ts';

/**
 * What a client orders is done in two steps. First her own session asks, and the database shows her only what is hers: that writes down
 * who asked. Then the system does exactly this one thing by the same action as the desk, since its consequences touch what she may
 * not read (slots, tasks, other people's work). Nothing of the second step comes from what she sent but the checked id.
 */
export const CONSENT_TEXT = '2026-11';

/** The rule of the page and of the order alike. */
export const mayCancelNow = (relation: Relation, { startsAt, standing }: OwnAppointment, now: Temporal.Instant) =>
  mayCancel({ acts: acts(relation), startsAt: Temporal.Instant.from(startsAt), standing }, now);

/** First step of a cancellation. Refuses "portal-access-not-found", "not-found", and the rule's own reasons. */
export async function askToCancel(
  call: Call,
  accessId: string | undefined,
  id: string,
): Promise<{ relation: Relation; appointment: OwnAppointment }> {
  const { relation } = await getRelation(call, accessId);
  const appointment = await findAppointment(call, relation.person_id, id);
  if (!appointment) throw new Refusal('not-found');
  const may = mayCancelNow(relation, appointment, call.now);
  if (!may.ok) throw new Refusal(may.because);
  await record(call, {
    action: 'portal.appointment.cancel-asked',
    kind: 'E',
    object: [appointment.source, id],
    personId: relation.person_id,
    data: { by: relation.kind },
  });
  return { relation, appointment };
}

/** Second step, by the system. */
export async function cancelFor(
  call: Call,
  { relation, appointment }: Awaited<ReturnType<typeof askToCancel>>,
  excuse: Excuse,
): Promise<void> {
  const as = relation.kind === 'guardian' ? ('guardian' as const) : ('client' as const);
  const { id, version } = appointment;
  if (appointment.source === 'appointment') {
    await stepKnownAppointment(call, {
      id,
      version,
      event: 'cancel-by-patient',
      as,
      receivedAt: call.now,
      excuse,
      facts: { ownOrRepresented: true },
    });
    return;
  }
  const row = await lockForStep(call, id, version);
  await movePlainly(call, row, 'cancel-by-client', 'über die eigene Seite', [as]);
  const startsAt = Temporal.Instant.from(appointment.startsAt);
  const tomorrow = call.now.add({ hours: 24 });
  await appendTask(call, {
    kind: 'sozio-visit-cancelled',
    object: ['session', id],
    personId: row.person_id,
    practitionerId: row.practitioner_id,
    assigneeRole: null,
    organisationId: row.organisation_id,
    dueAt: Temporal.Instant.compare(startsAt, tomorrow) < 0 ? startsAt : tomorrow,
    facts: { episodeId: row.episode_id, by: as },
  });
}

/** What it would cost now, by the system. Soziotherapie asks for nothing. */
export async function foresee(call: Call, { source, id }: Pick<OwnAppointment, 'source' | 'id'>) {
  return source === 'appointment' ? foreseeFee(call, id) : undefined;
}

export const TICKED = ['reminders', 'waiting-list', 'record', 'busy-times'] as const;
export type Ticked = (typeof TICKED)[number];

/** First step of giving a consent: herself or somebody who acts for her. */
export async function askToGive(call: Call, accessId: string | undefined, kind: Ticked): Promise<Relation> {
  const { relation } = await getRelation(call, accessId);
  if (!isWhole(relation)) throw new Refusal('portal-access-not-found');
  await record(call, {
    action: 'portal.consent.give-asked',
    kind: 'E',
    object: ['portal-access', relation.id],
    personId: relation.person_id,
    data: { kind },
  });
  return relation;
}
export const giveFor = (call: Call, { person_id: personId }: Relation, kind: Ticked): Promise<void> =>
  giveTickedConsent(call, personId, kind, CONSENT_TEXT);

/** First step of a withdrawal: the consent that lives and is hers. Refuses "consent-not-given" where it ended already. */
export async function askToWithdraw(
  call: Call,
  accessId: string | undefined,
  id: string,
): Promise<{ relation: Relation; consent: OwnConsent }> {
  const { relation } = await getRelation(call, accessId);
  if (!decides(relation)) throw new Refusal('portal-access-not-found');
  const consent = (await readConsents(call, relation.person_id)).find((one) => one.id === id);
  if (!consent) throw new Refusal('not-found');
  if (!lives(consent, call.now)) throw new Refusal('consent-not-given');
  await record(call, {
    action: 'portal.consent.withdraw-asked',
    kind: 'E',
    object: ['consent', id],
    personId: relation.person_id,
    data: { kind: consent.kind },
  });
  return { relation, consent };
}

/** Second step: it acts at once, by the same actions as when she says so on the telephone. */
export async function withdrawFor(call: Call, { relation, consent }: Awaited<ReturnType<typeof askToWithdraw>>): Promise<void> {
  const { person_id: personId } = relation;
  if (consent.kind === 'release') {
    const release = await endRelease(call, consent.id, consent.version, 'portal');
    if (await isOfCase(call, release)) {
      await stopRelease(call, release, 'release-withdrawn');
      await tellRecipient(call, release);
      return;
    }
    await stopTransfers(call, release, 'release-withdrawn');
    await tellRecipientOfPractice(call, release);
    return;
  }
  if (consent.kind === 'case-management') {
    if (consent.service) await withdrawCaseConsent(call, personId, consent.service.id, 'portal');
    return;
  }
  await withdrawConsent(call, personId, consent.kind as Ticked);
}
