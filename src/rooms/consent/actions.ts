import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';

/** What is consented to in one word: reminders, waiting list, the record itself, that busy times are seen. */
export type ConsentKind = 'reminders' | 'waiting-list' | 'record' | 'busy-times';

/** Gives a spoken consent on the phone; an equal live one stays as it is. */
export function giveSpokenConsent(call: Call, personId: string, kind: ConsentKind, textVersion: string): Promise<void> {
  return giveConsent(call, personId, kind, textVersion, 'spoken');
}

/** The same, ticked by the person herself in a form of ours. */
export function giveTickedConsent(call: Call, personId: string, kind: ConsentKind, textVersion: string): Promise<void> {
  return giveConsent(call, personId, kind, textVersion, 'portal');
}

async function giveConsent(call: Call, personId: string, kind: ConsentKind, textVersion: string, form: 'spoken' | 'portal'): Promise<void> {
  if (await hasConsent(call, personId, kind)) return;
  const id = call.newId();
  await call.tx
    .insertInto('consent.consent')
    .values({
      id,
      person_id: personId,
      kind,
      purpose: 'COORD',
      form,
      text_version: textVersion,
      given_at: call.now,
      taken_by: call.actor.kind === 'account' ? call.actor.accountId : null,
    })
    .execute();
  await record(call, { action: 'consent.consent.given', kind: 'C', object: ['consent', id], personId, data: { kind, textVersion } });
}

/** Withdraws; acts on the next request. */
export async function withdrawConsent(call: Call, personId: string, kind: ConsentKind): Promise<void> {
  const rows = await call.tx
    .updateTable('consent.consent')
    .set({ withdrawn_at: call.now })
    .where('person_id', '=', personId)
    .where('kind', '=', kind)
    .where('withdrawn_at', 'is', null)
    .returning('id')
    .execute();
  for (const { id } of rows)
    await record(call, { action: 'consent.consent.withdrawn', kind: 'U', object: ['consent', id], personId, data: { kind } });
}

/** Whether a consent of this kind is live now. Absence of an answer is a no. */
export async function hasConsent(call: Call, personId: string, kind: ConsentKind): Promise<boolean> {
  const row = await call.tx
    .selectFrom('consent.consent')
    .select('id')
    .where('person_id', '=', personId)
    .where('kind', '=', kind)
    .where('withdrawn_at', 'is', null)
    .where((eb) => eb.or([eb('until_at', 'is', null), eb('until_at', '>', call.now)]))
    .executeTakeFirst();
  return row !== undefined;
}
