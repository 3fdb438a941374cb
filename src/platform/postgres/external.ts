import { Client } from 'pg';
import { parse } from 'pg-connection-string';
import { adminOf, type Cluster } from './cluster.ts';
import { refuseOldServer, warnOfCollations, warnOfRisks } from './inspect.ts';
import type { Log } from './log.ts';

/**
 * Looks at the PostgreSQL that an operator named in DATABASE_URL: reachable, 18 or newer, safe settings.
 * @param url postgres://user:password@host:port/database?sslmode=…
 * @throws Error with words, never with the password.
 */
export async function connectExternal(url: string, { log }: { log: Log }): Promise<Cluster> {
  const parsed = parse(url);
  if (!parsed.host || !parsed.user || !parsed.database) {
    throw new Error(
      'DATABASE_URL muss Benutzer, Server und Datenbank nennen: postgres://benutzer:passwort@server:5432/datenbank. / ' +
        'DATABASE_URL must name user, server and database: postgres://user:password@server:5432/database.',
    );
  }
  const cluster: Cluster = {
    kind: 'external',
    host: parsed.host,
    port: Number(parsed.port) || 5432,
    user: parsed.user,
    password: parsed.password ?? '',
    database: parsed.database,
    ...(parsed.ssl === undefined ? {} : { ssl: parsed.ssl as NonNullable<Cluster['ssl']> }),
    async stop() {},
    onLost() {},
  };
  const client = new Client(adminOf(cluster));
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    const reason = error instanceof Error ? error.message || (error as NodeJS.ErrnoException).code : String(error);
    throw new Error(
      `Der Datenbankserver aus DATABASE_URL (${cluster.host}:${cluster.port}) antwortet nicht: ${reason}. / The database server of DATABASE_URL does not answer: ${reason}.`,
      { cause: error },
    );
  }
  try {
    await refuseOldServer(client);
    await warnOfRisks(client, log);
    await warnOfCollations(client, log);
  } finally {
    await client.end();
  }
  return cluster;
}
