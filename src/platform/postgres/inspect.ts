import type { Client } from 'pg';
import type { Log } from './log.ts';

/** The oldest PostgreSQL that has what Geleit uses: uuidv7(), virtual columns, WITHOUT OVERLAPS. */
export const oldestMajor = 18;

/** @throws Error with words where the server is older than 18. */
export async function refuseOldServer(client: Client): Promise<void> {
  const number = Number(await showSetting(client, 'server_version_num'));
  if (number >= oldestMajor * 10_000) return;
  const version = await showSetting(client, 'server_version');
  throw new Error(
    `Geleit braucht PostgreSQL ${oldestMajor} oder neuer; dieser Server ist ${version}. Aktualisieren Sie ihn, oder lassen Sie DATABASE_URL weg, dann läuft die mitgelieferte Datenbank. / ` +
      `Geleit needs PostgreSQL ${oldestMajor} or newer; this server is ${version}. Upgrade it, or leave DATABASE_URL out to use the bundled database.`,
  );
}

/** Warns of settings with which a confirmed booking could be lost in a power cut. */
export async function warnOfRisks(client: Client, log: Log): Promise<void> {
  const wanted = {
    fsync: ['on'],
    full_page_writes: ['on'],
    synchronous_commit: ['on', 'local', 'remote_write', 'remote_apply'],
    data_checksums: ['on'],
  };
  for (const [setting, good] of Object.entries(wanted)) {
    const value = await showSetting(client, setting);
    if (!good.includes(value))
      log.warn({ setting, value, wanted: good[0] }, `database setting ${setting} is ${value}: confirmed data may be lost or rot unseen`);
  }
}

/**
 * Sorting comes from the ICU library. Where its version differs from the one with which a database was made, indexes
 * over texts may be out of order: say so, per database, and what to do.
 */
export async function warnOfCollations(client: Client, log: Log): Promise<void> {
  const { rows } = await client.query<{ name: string; made: string; actual: string }>(
    `select datname as name, datcollversion as made, pg_database_collation_actual_version(oid) as actual
       from pg_database where datallowconn and datcollversion is distinct from pg_database_collation_actual_version(oid)`,
  );
  for (const { name, made, actual } of rows) {
    log.warn(
      { database: name, made, actual, repair: `reindex database "${name}"; alter database "${name}" refresh collation version` },
      'the sorting library has changed since this database was made: rebuild its indexes',
    );
  }
}

async function showSetting(client: Client, name: string): Promise<string> {
  const { rows } = await client.query<{ value: string | null }>('select current_setting($1, true) as value', [name]);
  return rows[0]?.value ?? '';
}
