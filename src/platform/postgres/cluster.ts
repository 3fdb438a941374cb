import type { ClientConfig } from 'pg';

/** How the database went away while we ran. */
export interface Loss {
  /** False: it is being started again. True: it will not come back by itself, the process should end. */
  final: boolean;
  reason: string;
}

/** A running PostgreSQL, embedded or external: who may administrate it and how to be told of its end. */
export interface Cluster {
  kind: 'embedded' | 'external';
  /** Folder of the socket (embedded) or name of the server (external). */
  host: string;
  port: number;
  /** The superuser of an embedded cluster; the user of DATABASE_URL for an external one. */
  user: string;
  password: string;
  /** The database to which `user` connects first: `postgres`, or the one that DATABASE_URL names. */
  database: string;
  ssl?: ClientConfig['ssl'];
  /** Stops the embedded server in order and leaves nothing behind; does nothing to an external one. May be called twice. */
  stop(): Promise<void>;
  onLost(listener: (loss: Loss) => void): void;
}

/** The settings with which `pg` connects as the administrator to a database of the cluster. */
export function adminOf(cluster: Cluster, database: string = cluster.database): ClientConfig {
  const { host, port, user, password, ssl } = cluster;
  return {
    host,
    port,
    user,
    password,
    database,
    ...(ssl === undefined ? {} : { ssl }),
    application_name: 'geleit_admin',
    connectionTimeoutMillis: 10_000,
  };
}
