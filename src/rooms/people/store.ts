import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { Guardian, GuardianChange, Person, PersonChange, SafeContactChange } from './contract.ts';

const COLUMNS = {
  givenName: 'given_name',
  familyName: 'family_name',
  called: 'called',
  birthDate: 'birth_date',
  gender: 'gender',
  phone: 'phone',
  email: 'email',
  street: 'street',
  postalCode: 'postal_code',
  place: 'place',
  channel: 'channel',
  language: 'language',
} as const satisfies Record<keyof PersonChange, string>;

export async function findPersonRow(tx: Tx, id: string, lock = false): Promise<Person | undefined> {
  const query = tx.selectFrom('people.person').selectAll().where('id', '=', id);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return (
    row && {
      id: row.id,
      version: row.version,
      givenName: row.given_name,
      familyName: row.family_name,
      called: row.called,
      birthDate: row.birth_date,
      gender: row.gender as Person['gender'],
      phone: row.phone,
      email: row.email,
      street: row.street,
      postalCode: row.postal_code,
      place: row.place,
      channel: row.channel as Person['channel'],
      language: row.language,
    }
  );
}

export async function appendPerson(tx: Tx, id: string, createdAt: Temporal.Instant): Promise<void> {
  await sql`insert into people.person (id, created_at) values (${id}, ${createdAt.toString()})`.execute(tx);
}

export async function updatePerson(tx: Tx, id: string, version: number, change: PersonChange): Promise<void> {
  const values: Record<string, unknown> = { version: version + 1 };
  for (const [field, value] of Object.entries(change)) values[COLUMNS[field as keyof PersonChange]] = value === '' ? null : value;
  await tx.updateTable('people.person').set(values).where('id', '=', id).execute();
}

/** Replaces the keyed tokens by which this person is recognised. */
export async function replaceTokens(tx: Tx, personId: string, tokens: readonly { kind: string; token: Buffer }[]): Promise<void> {
  await tx.deleteFrom('people.recognition').where('person_id', '=', personId).execute();
  if (tokens.length > 0)
    await tx
      .insertInto('people.recognition')
      .values(tokens.map((token) => ({ person_id: personId, ...token })))
      .execute();
}

export async function recogniseRows(tx: Tx, kind: string, token: Buffer): Promise<{ personId: string; reach: 'desk' | 'elsewhere' }[]> {
  const { rows } = await sql<{ person_id: string; reach: 'desk' | 'elsewhere' }>`select * from app.recognise(${kind}, ${token})`.execute(
    tx,
  );
  return rows.map(({ person_id, reach }) => ({ personId: person_id, reach }));
}

export async function selectGuardians(tx: Tx, personId: string): Promise<Guardian[]> {
  const rows = await tx.selectFrom('people.guardian').selectAll().where('person_id', '=', personId).orderBy('id').execute();
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    name: row.name,
    relation: row.relation as Guardian['relation'],
    hasCustody: row.has_custody,
    agrees: row.agrees as Guardian['agrees'],
    agreedAt: row.agreed_at?.toString() ?? null,
    phone: row.phone,
    contactAllowed: row.contact_allowed,
    scope: row.scope,
  }));
}

export async function upsertGuardian(
  tx: Tx,
  id: string,
  personId: string,
  guardian: GuardianChange,
  agreedAt: Temporal.Instant | null,
): Promise<void> {
  await sql`insert into people.guardian (id, person_id, name, relation, has_custody, agrees, agreed_at, phone, contact_allowed, scope)
    values (${id}, ${personId}, ${guardian.name}, ${guardian.relation}, ${guardian.hasCustody}, ${guardian.agrees}, ${agreedAt?.toString() ?? null}, ${guardian.phone}, ${guardian.contactAllowed}, ${guardian.scope})
    on conflict (id) do update set name = excluded.name, relation = excluded.relation, has_custody = excluded.has_custody, agrees = excluded.agrees,
      agreed_at = case when guardian.agrees = excluded.agrees then guardian.agreed_at else excluded.agreed_at end,
      phone = excluded.phone, contact_allowed = excluded.contact_allowed, scope = excluded.scope, version = guardian.version + 1
    where guardian.person_id = excluded.person_id`.execute(tx);
}

export function findSafeContactRow(tx: Tx, personId: string) {
  return tx.selectFrom('people.safe_contact').selectAll().where('person_id', '=', personId).executeTakeFirst();
}

export async function upsertSafeContact(
  tx: Tx,
  personId: string,
  rule: SafeContactChange & { version: number; noteSealed: Buffer | null; at: Temporal.Instant; by: string | null },
): Promise<void> {
  await sql`insert into people.safe_contact as s (person_id, version, phone, voicemail, sms, email, letter, call_from, call_until, alias, note_sealed, set_at, set_by)
    values (${personId}, ${rule.version}, ${rule.phone}, ${rule.voicemail}, ${rule.sms}, ${rule.email}, ${rule.letter}, ${rule.callFrom}, ${rule.callUntil},
      ${rule.alias || null}, ${rule.noteSealed}, ${rule.at.toString()}, ${rule.by})
    on conflict (person_id) do update set version = excluded.version, phone = excluded.phone, voicemail = excluded.voicemail, sms = excluded.sms,
      email = excluded.email, letter = excluded.letter, call_from = excluded.call_from, call_until = excluded.call_until, alias = excluded.alias,
      note_sealed = excluded.note_sealed, set_at = excluded.set_at, set_by = excluded.set_by`.execute(tx);
}
