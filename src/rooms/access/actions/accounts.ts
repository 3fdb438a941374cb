import { type RawBuilder, sql } from 'kysely';
import type { Role } from '#kernel/codes.ts';
import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { AccountRow } from '../contract.ts';
import { asAdministrator, rolesOf } from '../store.ts';
import { startOfDay } from './invitations.ts';
import { insistStepUp } from './permit.ts';

type Administer = Permit<'access.administer'>;

export interface Changed {
  id: string;
  version: number;
}

/** Everybody with an account, closed ones last. */
export async function listAccounts(call: Call, _permit: Administer): Promise<AccountRow[]> {
  const rows = await call.tx
    .selectFrom('access.account')
    .select([
      'id',
      'name',
      'email',
      'organisation_id',
      'practitioner_id',
      'desk_label',
      'secrecy_bound_at',
      'totp_confirmed_at',
      'closed_at',
      'version',
    ])
    .orderBy(sql`closed_at is not null`)
    .orderBy('name')
    .orderBy('id')
    .execute();
  const roles = await rolesOf(
    call,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.email,
    roles: roles.get(row.id) ?? [],
    organisationId: row.organisation_id,
    practitionerId: row.practitioner_id,
    deskLabel: row.desk_label,
    secrecySignedOn: row.secrecy_bound_at ? dayInBerlin(row.secrecy_bound_at).toString() : null,
    secondFactor: row.totp_confirmed_at !== null,
    closedAt: row.closed_at?.toString() ?? null,
    version: row.version,
  }));
}

/** Names behind the ids of colleagues: no addresses, nothing of sign-in. */
export async function listColleagues(call: Call, _permit: Permit<'access.self'>) {
  const rows = await call.tx
    .selectFrom('access.account')
    .select(['id', 'name', 'organisation_id', 'practitioner_id', 'desk_label', 'closed_at'])
    .orderBy('name')
    .orderBy('id')
    .execute();
  const roles = await rolesOf(
    call,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    roles: roles.get(row.id) ?? [],
    organisationId: row.organisation_id,
    practitionerId: row.practitioner_id,
    deskLabel: row.desk_label,
    closed: row.closed_at !== null,
  }));
}

/** Gives and takes roles; open sessions know in the same moment. */
export async function changeRoles(call: Call, _permit: Administer, id: string, roles: readonly Role[], version: number): Promise<Changed> {
  const wanted = [...new Set(roles)].sort();
  const before = (await rolesOf(call, [id])).get(id) ?? [];
  const changed = await change(call, id, sql`select * from app.set_roles(${id}, ${wanted}::text[], ${version})`);
  await record(call, { action: 'access.roles.changed', kind: 'U', object: ['account', id], data: { before, after: wanted } });
  return changed;
}

/** Name, organisation, practitioner and desk of an account. */
export async function changePlace(
  call: Call,
  _permit: Administer,
  id: string,
  place: { name: string; organisationId: string | null; practitionerId: string | null; deskLabel: string | null },
  version: number,
): Promise<Changed> {
  const { name, organisationId, practitionerId, deskLabel } = place;
  const changed = await change(
    call,
    id,
    sql`select * from app.set_place(${id}, ${name}, ${organisationId}, ${practitionerId}, ${deskLabel}, ${version})`,
  );
  await record(call, {
    action: 'access.place.changed',
    kind: 'U',
    object: ['account', id],
    data: { organisation: organisationId, practitioner: practitionerId },
  });
  return changed;
}

/** Puts the day of the signed secrecy obligation on file (§ 203 (4) StGB). */
export async function bindSecrecy(call: Call, _permit: Administer, id: string, signedOn: string, version: number): Promise<Changed> {
  const at = startOfDay(signedOn);
  if (Temporal.Instant.compare(at, call.now) > 0)
    throw new Refusal('missing-secrecy', { errors: [{ pointer: '/signedOn', code: 'in-future' }] });
  const changed = await change(call, id, sql`select * from app.bind_secrecy(${id}, ${at.toString()}, ${version})`);
  await record(call, { action: 'access.secrecy.bound', kind: 'U', object: ['account', id] });
  return changed;
}

/** Closes an account: sessions, coming duties, invitations she sent, password and second factor end with it. */
export async function closeAccount(call: Call, _permit: Administer, id: string, version: number): Promise<Changed> {
  const changed = await change(call, id, sql`select * from app.close_account(${id}, ${version})`);
  await record(call, { action: 'access.account.closed', kind: 'U', object: ['account', id] });
  return changed;
}

/** Opens a closed account with its roles; signing in needs a new start first. */
export async function reopenAccount(call: Call, _permit: Administer, id: string, version: number): Promise<Changed> {
  const changed = await change(call, id, sql`select * from app.reopen_account(${id}, ${version})`);
  await record(call, { action: 'access.account.reopened', kind: 'U', object: ['account', id] });
  return changed;
}

async function change(call: Call, id: string, statement: RawBuilder<unknown>): Promise<Changed> {
  await insistStepUp(call);
  const { rows } = await asAdministrator((statement as RawBuilder<{ answer: string; version: number | null }>).execute(call.tx));
  const [row] = rows;
  if (row?.answer === 'changed' && row.version !== null) return { id, version: row.version };
  const code = row?.answer ?? 'account-not-found';
  throw new Refusal(code, code === 'version-old' && row?.version ? { current: row.version } : {});
}
