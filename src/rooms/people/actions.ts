import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Guardian, GuardianChange, Person, PersonChange } from './contract.ts';
import { nameBirthKey, normalPhone } from './rules/identity.ts';
import { appendPerson, findPersonRow, recogniseRows, replaceTokens, selectGuardians, updatePerson, upsertGuardian } from './store.ts';

/** Begins a person's record; the caller has opened the relation that lets it be seen. */
export async function beginPerson(call: Call, id: string): Promise<void> {
  await appendPerson(call.tx, id, call.now);
  await record(call, { action: 'people.person.begun', kind: 'C', object: ['person', id], personId: id });
}

/** Reads a person; the read is logged. Refuses "not-found" where there is no live relation. */
export async function getPerson(call: Call, id: string, why: string): Promise<Person> {
  const person = await findPersonRow(call.tx, id);
  if (!person) throw new Refusal('not-found');
  await recordReads(call, why, 'person', [{ id, personId: id }]);
  return person;
}

/** Changes fields of the core and renews the tokens by which the person is recognised. Returns the new state. */
export async function changePerson(call: Call, id: string, change: PersonChange): Promise<Person> {
  const before = await findPersonRow(call.tx, id, true);
  if (!before) throw new Refusal('not-found');
  const changed = (Object.keys(change) as (keyof PersonChange)[]).filter(
    (field) => (change[field] ?? null) !== (before[field] ?? null) && change[field] !== undefined,
  );
  if (changed.length === 0) return before;
  if (change.phone && !normalPhone(change.phone))
    throw new Refusal('invalid-input', { errors: [{ pointer: '/person/phone', code: 'invalid-phone' }] });
  if (
    change.birthDate &&
    (change.birthDate < '1900-01-02' || change.birthDate > call.now.toZonedDateTimeISO('Europe/Berlin').toPlainDate().toString())
  ) {
    throw new Refusal('invalid-input', { errors: [{ pointer: '/person/birthDate', code: 'birth-date-out-of-range' }] });
  }
  await updatePerson(call.tx, id, before.version, Object.fromEntries(changed.map((field) => [field, change[field]])));
  const after = await findPersonRow(call.tx, id);
  if (!after) throw new Refusal('not-found');
  if (changed.some((field) => ['phone', 'givenName', 'familyName', 'birthDate'].includes(field)))
    await replaceTokens(call.tx, id, tokensOf(call, after));
  await record(call, { action: 'people.person.changed', kind: 'U', object: ['person', id], personId: id, data: { fields: changed } });
  return after;
}

/** By what a person is recognised: keyed tokens of phone, and of name and birth date. */
export function tokensOf(
  call: Call,
  person: Pick<Person, 'phone' | 'givenName' | 'familyName' | 'birthDate'>,
): { kind: string; token: Buffer }[] {
  const tokens = [];
  const phone = person.phone ? normalPhone(person.phone) : undefined;
  if (phone) tokens.push({ kind: 'phone', token: call.sealer.token('phone', phone) });
  const key =
    person.givenName && person.familyName && person.birthDate
      ? nameBirthKey(person.givenName, person.familyName, person.birthDate)
      : undefined;
  if (key) tokens.push({ kind: 'name-birth', token: call.sealer.token('name-birth', key) });
  return tokens;
}

/**
 * Who a caller may be: by phone, or by name and birth date. One log row a search, without what was searched for.
 * @param about the request on which somebody is sought
 */
export async function recognise(
  call: Call,
  sought: { phone: string } | { givenName: string; familyName: string; birthDate: string },
  about: string,
): Promise<{ personId: string; reach: 'desk' | 'elsewhere' }[]> {
  const byPhone = 'phone' in sought;
  const value = byPhone ? normalPhone(sought.phone) : nameBirthKey(sought.givenName, sought.familyName, sought.birthDate);
  if (!value) return [];
  const kind = byPhone ? 'phone' : 'name-birth';
  const hits = await recogniseRows(call.tx, kind, call.sealer.token(kind, value));
  await record(call, {
    action: 'people.recognition.asked',
    kind: 'Q',
    object: ['recognition', call.requestId],
    data: { by: kind, hits: hits.length, elsewhere: hits.some(({ reach }) => reach === 'elsewhere'), about },
  });
  return hits;
}

/** Custody holders and guardians of a person. */
export function listGuardians(call: Call, personId: string): Promise<Guardian[]> {
  return selectGuardians(call.tx, personId);
}

/** Enters or changes a custody holder; a yes or no carries its time. */
export async function changeGuardian(call: Call, personId: string, id: string, guardian: GuardianChange): Promise<void> {
  await upsertGuardian(call.tx, id, personId, guardian, guardian.agrees === 'unknown' ? null : call.now);
  await record(call, {
    action: 'people.guardian.changed',
    kind: 'U',
    object: ['guardian', id],
    personId,
    data: { agrees: guardian.agrees, hasCustody: guardian.hasCustody },
  });
}

/** What a rule needs of a person inside an action that has already logged its read; nothing where there is no relation. */
export function findPerson(call: Call, id: string): Promise<Person | undefined> {
  return findPersonRow(call.tx, id);
}
