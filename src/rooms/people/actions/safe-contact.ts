import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { SafeContact, SafeContactChange } from '../contract.ts';
import { findPersonRow, findSafeContactRow, upsertSafeContact } from '../store.ts';

const place = (row: string) => ({ table: 'people.safe_contact', column: 'note_sealed', row });

/** Where nobody has asked yet, everything is open; version 0 says that nothing is written down. */
const OPEN: Omit<SafeContact, 'personId'> = {
  version: 0,
  phone: true,
  voicemail: true,
  sms: true,
  email: true,
  letter: true,
  callFrom: null,
  callUntil: null,
  alias: null,
  note: null,
  setAt: null,
};

/** The safe-contact rule as others ask it: which ways are open. Null where nobody set one. No note, so no read of a person is logged. */
export async function findSafeContact(call: Call, personId: string) {
  const row = await findSafeContactRow(call.tx, personId);
  return row ?? null;
}

/** The rule to read and change at the desk, with its note. */
export async function getSafeContact(call: Call, _permit: Permit<'placement.desk'>, personId: string): Promise<SafeContact> {
  if (!(await findPersonRow(call.tx, personId))) throw new Refusal('not-found');
  await recordReads(call, 'people.safe-contact.read', 'person', [{ id: personId, personId }]);
  const row = await findSafeContactRow(call.tx, personId);
  if (!row) return { personId, ...OPEN };
  return {
    personId,
    version: row.version,
    phone: row.phone,
    voicemail: row.voicemail,
    sms: row.sms,
    email: row.email,
    letter: row.letter,
    callFrom: row.call_from?.slice(0, 5) ?? null,
    callUntil: row.call_until?.slice(0, 5) ?? null,
    alias: row.alias,
    note: row.note_sealed ? await call.sealer.open(call.tx, personId, place(personId), row.note_sealed) : null,
    setAt: row.set_at.toString(),
  };
}

/** Writes the rule. It holds for every text and call from now on, also for what waits in the queue. */
export async function changeSafeContact(
  call: Call,
  _permit: Permit<'placement.desk'>,
  personId: string,
  version: number | undefined,
  wish: SafeContactChange,
): Promise<{ version: number }> {
  if (!(await findPersonRow(call.tx, personId, true))) throw new Refusal('not-found');
  const before = await findSafeContactRow(call.tx, personId);
  if ((before?.version ?? 0) !== version) throw new Refusal('version-old', { current: before?.version ?? 0 });
  if ((wish.callFrom === null) !== (wish.callUntil === null))
    throw new Refusal('invalid-input', { errors: [{ pointer: wish.callFrom === null ? '/callFrom' : '/callUntil', code: 'required' }] });
  const sealed = wish.note ? await call.sealer.seal(call.tx, personId, place(personId), wish.note) : null;
  const next = (before?.version ?? 0) + 1;
  const by = call.actor.kind === 'account' ? call.actor.accountId : null;
  await upsertSafeContact(call.tx, personId, { ...wish, version: next, noteSealed: sealed, at: call.now, by });
  const { phone, voicemail, sms, email, letter } = wish;
  const closed = Object.entries({ phone, voicemail, sms, email, letter }).flatMap(([way, open]) => (open ? [] : [way]));
  await record(call, { action: 'people.safe-contact.changed', kind: 'U', object: ['person', personId], personId, data: { closed } });
  return { version: next };
}
