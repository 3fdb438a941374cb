import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { Client, DatabaseError } from 'pg';
import { adminOf, type Cluster } from '#platform/postgres/cluster.ts';
import { keepSecret } from '#platform/postgres/keys.ts';

/** Owns every table and function; nobody signs in as it. */
export const ownerRole = 'geleit_owner';
/** The roles that sign in, all without superuser rights and bound by row-level security. */
export const loginRoles = ['geleit_migrator', 'geleit_app', 'geleit_jobs', 'geleit_report'] as const;
export type LoginRole = (typeof loginRoles)[number];

/**
 * Makes sure that the five roles exist, and that those who sign in have the passwords kept in `keysFolder`.
 * Idempotent and safe when several processes do it at once.
 * @throws Error with the SQL that the operator has to run, where the user of DATABASE_URL may not create roles.
 */
export async function ensureRoles(cluster: Cluster, keysFolder: string): Promise<Record<LoginRole, string>> {
  const passwords = {} as Record<LoginRole, string>;
  for (const role of loginRoles) passwords[role] = await keepSecret(keysFolder, role);
  const client = new Client(adminOf(cluster));
  client.on('error', () => {});
  await client.connect();
  try {
    // Roles belong to the whole cluster and this lock to one database: all our processes connect to the same one here.
    await client.query("select pg_advisory_lock(hashtext('geleit.roles'))");
    const { rows } = await client.query<{ may: boolean }>(
      'select rolsuper or rolcreaterole as may from pg_roles where rolname = current_user',
    );
    if (!rows[0]?.may || !(await wroteRoles(client, passwords))) await demandRoles(client, cluster, passwords);
    await refusePowerfulRoles(client);
  } finally {
    await client.end();
  }
  return passwords;
}

// A user who may make roles may still not change those that another one made (since PostgreSQL 16).
async function wroteRoles(client: Client, passwords: Record<LoginRole, string>): Promise<boolean> {
  try {
    await writeRoles(client, passwords);
    return true;
  } catch (error) {
    if (error instanceof DatabaseError && error.code === '42501') return false;
    throw error;
  }
}

async function writeRoles(client: Client, passwords: Record<LoginRole, string>): Promise<void> {
  const { rows } = await client.query<{ rolname: string }>("select rolname from pg_roles where rolname like 'geleit%'");
  const known = new Set(rows.map((row) => row.rolname));
  if (!known.has(ownerRole)) await client.query(`create role ${ownerRole} nologin`);
  for (const role of loginRoles) {
    // Only the verifier travels, so that no log of the server can hold the password.
    await client.query(`${known.has(role) ? 'alter' : 'create'} role ${role} login password '${scramVerifier(passwords[role])}'`);
  }
  await client.query(`grant ${ownerRole} to geleit_migrator`);
  await client.query(
    `do $$ begin if not pg_has_role(current_user, '${ownerRole}', 'set') then grant ${ownerRole} to current_user; end if; end $$`,
  );
}

async function demandRoles(client: Client, cluster: Cluster, passwords: Record<LoginRole, string>): Promise<void> {
  const todo: string[] = [];
  const { rows } = await client.query<{ rolname: string }>("select rolname from pg_roles where rolname like 'geleit%'");
  const known = new Set(rows.map((row) => row.rolname));
  if (!known.has(ownerRole)) todo.push(`create role ${ownerRole} nologin;`);
  for (const role of loginRoles) {
    if (!known.has(role)) todo.push(`create role ${role} login password '${scramVerifier(passwords[role])}';`);
    else if (!(await canSignIn(cluster, role, passwords[role])))
      todo.push(`alter role ${role} login password '${scramVerifier(passwords[role])}';`);
  }
  for (const member of ['geleit_migrator', cluster.user]) {
    if (known.has(ownerRole) && known.has('geleit_migrator')) {
      const { rows: has } = await client.query<{ may: boolean }>("select pg_has_role($1, $2, 'set') as may", [member, ownerRole]);
      if (has[0]?.may) continue;
    }
    todo.push(`grant ${ownerRole} to ${client.escapeIdentifier(member)};`);
  }
  if (todo.length === 0) return;
  throw new Error(
    `Der Benutzer ${cluster.user} aus DATABASE_URL darf keine Rollen anlegen. Lassen Sie diese Zeilen einmal von der Verwaltung des Servers ausführen, und starten Sie dann neu. / ` +
      `The user ${cluster.user} of DATABASE_URL may not create roles. Have the server's administrator run these lines once, then start again:\n\n${todo.join('\n')}\n`,
  );
}

// What the roles may not be counts more than what they may: a role past row-level security would see everyone.
async function refusePowerfulRoles(client: Client): Promise<void> {
  const { rows } = await client.query<{ rolname: string }>(
    'select rolname from pg_roles where rolname = any($1) and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)',
    [[...loginRoles]],
  );
  const members = await client.query<{ rolname: string }>(
    "select rolname from pg_roles where rolname = any($1) and pg_has_role(oid, $2::name, 'member')",
    [loginRoles.filter((role) => role !== 'geleit_migrator'), ownerRole],
  );
  const bad = [...rows, ...members.rows].map((row) => row.rolname);
  if (bad.length === 0) return;
  throw new Error(
    `Diese Datenbankrollen dürfen mehr, als sie sollen: ${bad.join(', ')}. Entziehen Sie ihnen alle besonderen Rechte. / ` +
      `These database roles may do more than they should: ${bad.join(', ')}. Take all special rights from them (nosuperuser nobypassrls nocreaterole nocreatedb noreplication, no membership in ${ownerRole}).`,
  );
}

async function canSignIn(cluster: Cluster, role: LoginRole, password: string): Promise<boolean> {
  const client = new Client({ ...adminOf(cluster), user: role, password });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** A SCRAM-SHA-256 verifier as PostgreSQL stores it (RFC 5803). The password must be ASCII. */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16), iterations = 4096): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const clientKey = createHmac('sha256', salted).update('Client Key').digest();
  const storedKey = createHash('sha256').update(clientKey).digest('base64');
  const serverKey = createHmac('sha256', salted).update('Server Key').digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}
