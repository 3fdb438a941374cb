import { Refusal } from '#kernel/decision.ts';
import { berlinInstant } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { type CaseConsentRow, findCaseConsentRow } from '../store/case-consent.ts';

export type { CaseConsentRow } from '../store/case-consent.ts';

/** The consent to Case Management that counts with this service, also where it ended. */
export function findCaseConsent(call: Call, personId: string, organisationId: string): Promise<CaseConsentRow | undefined> {
  return findCaseConsentRow(call.tx, personId, organisationId);
}

/**
 * Writes the consent to Case Management down as a record of its own. The room that asks has checked that all who must have agreed.
 * @param until last day on which it holds (through its end in Berlin); null = until it is withdrawn
 */
export async function giveCaseConsent(
  call: Call,
  wish: {
    personId: string;
    organisationId: string;
    caseId: string;
    form: 'spoken' | 'paper' | 'screen' | 'portal';
    textVersion: string;
    givenBy: 'client' | 'guardian';
    until: string | null;
  },
): Promise<string> {
  const id = call.newId();
  await call.tx
    .insertInto('consent.consent')
    .values({
      id,
      person_id: wish.personId,
      organisation_id: wish.organisationId,
      kind: 'case-management',
      purpose: 'COORD',
      form: wish.form,
      text_version: wish.textVersion,
      given_by: wish.givenBy,
      given_at: call.now,
      until_at:
        wish.until === null ? null : berlinInstant(Temporal.PlainDate.from(wish.until).add({ days: 1 }), Temporal.PlainTime.from('00:00')),
      taken_by: call.actor.kind === 'account' ? call.actor.accountId : null,
    })
    .execute();
  await record(call, {
    action: 'consent.consent.given',
    kind: 'C',
    object: ['consent', id],
    personId: wish.personId,
    data: {
      kind: 'case-management',
      textVersion: wish.textVersion,
      form: wish.form,
      organisationId: wish.organisationId,
      caseId: wish.caseId,
    },
  });
  return id;
}

/** Whether the consent to Case Management of a service lives at this moment; without it nothing of a case goes out (B.2.3). */
export async function caseConsentLives(call: Call, personId: string, organisationId: string): Promise<boolean> {
  const row = await call.tx
    .selectFrom('consent.consent')
    .select('id')
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .where('kind', '=', 'case-management')
    .where('given_at', '<=', call.now)
    .where('withdrawn_at', 'is', null)
    .where((eb) => eb.or([eb('until_at', 'is', null), eb('until_at', '>', call.now)]))
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends it at once, by whatever way she said so. Refuses `consent-not-given` where none lives. Rooms to the right hear it. */
export async function withdrawCaseConsent(call: Call, personId: string, organisationId: string, via: string): Promise<string> {
  const row = await call.tx
    .updateTable('consent.consent')
    .set((eb) => ({
      withdrawn_at: call.now,
      withdrawn_via: via,
      ended_by: call.actor.kind === 'account' ? call.actor.accountId : null,
      version: eb('version', '+', 1),
    }))
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .where('kind', '=', 'case-management')
    .where('withdrawn_at', 'is', null)
    .where((eb) => eb.or([eb('until_at', 'is', null), eb('until_at', '>', call.now)]))
    .returning('id')
    .executeTakeFirst();
  if (!row) throw new Refusal('consent-not-given');
  await record(call, {
    action: 'consent.consent.withdrawn',
    kind: 'U',
    object: ['consent', row.id],
    personId,
    data: { kind: 'case-management', via, organisationId },
  });
  return row.id;
}
