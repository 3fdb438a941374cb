import { createHash } from 'node:crypto';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import pg from 'pg';
import type { DB } from './schema.gen.ts';

declare const inTransactionOnly: unique symbol;
/** A transaction: another type than the pool, so that no statement of an action can run outside one. */
export type Tx = Kysely<DB> & { readonly [inTransactionOnly]: true };

/** The database was asked to commit and did not say a clear yes: the caller asks again with the same idempotency key. */
export class OutcomeUnknown extends Error {
  constructor(cause: unknown) {
    super('the outcome of the commit is unknown', { cause });
    this.name = 'OutcomeUnknown';
  }
}

const types = new pg.TypeOverrides();
types.setTypeParser(1184, (text) => instantOf(text)); // timestamptz
types.setTypeParser(1082, (text) => text); // date stays text: a birthday has no zone
types.setTypeParser(20, (text) => Number(text)); // int8: sequences and sums, far below 2^53

/** PostgreSQL's text of a timestamptz (ISO style, "2026-03-02 10:00:00.123+00"). */
function instantOf(text: string): Temporal.Instant {
  return Temporal.Instant.from(text.replace(' ', 'T'));
}

export interface PoolSettings {
  connection: pg.ClientConfig;
  /** Most connections at once. */
  size: number;
  /** Name in pg_stat_activity. */
  name: string;
  onFault(fault: Error): void;
}

/** A pool of connections of one database role. Statements time out after 15 s, idle transactions after 30 s; a commit never does. */
export function createPool({ connection, size, name, onFault }: PoolSettings): pg.Pool {
  const pool = new pg.Pool({
    ...connection,
    max: size,
    types,
    application_name: name,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 30_000,
    pipeline: true,
    // Statements are many, short and the same: planned once a connection, not five times before PostgreSQL trusts itself to do so.
    options: '-c plan_cache_mode=force_generic_plan -c jit=off',
  } as pg.PoolConfig);
  // 57P01 at shutdown must not end the process; while we end the pool ourselves it is nothing to speak of
  const onLoss = (fault: Error) => {
    if (!pool.ending) onFault(fault);
  };
  pool.on('error', onLoss);
  pool.on('connect', (client) => client.on('error', onLoss));
  return pool;
}

const names = new Map<string, string>();
/** A short stable name for a statement's text: PostgreSQL plans it once a connection. */
function nameOf(text: string): string {
  const known = names.get(text);
  if (known) return known;
  const name = `g${createHash('sha1').update(text).digest('hex').slice(0, 16)}`;
  if (names.size < 2_000) names.set(text, name);
  return name;
}

/** Temporal values travel as ISO 8601 text; everything else as `pg` writes it. */
function parameter(value: unknown): unknown {
  if (value instanceof Temporal.Instant || value instanceof Temporal.PlainDate || value instanceof Temporal.ZonedDateTime)
    return value.toString();
  return value;
}

/** Runs one named statement on a client. */
export function run<Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  text: string,
  values: readonly unknown[] = [],
): Promise<pg.QueryResult<Row>> {
  return client.query<Row>({ name: nameOf(text), text, values: values.map(parameter) }).catch((fault: unknown) => {
    if (!isAftermath(fault)) causes.set(client, fault);
    throw fault;
  });
}

/** What last went wrong on a connection, apart from what only followed from it. */
const causes = new WeakMap<pg.ClientBase, unknown>();

/** 25P02: an earlier statement had failed already. Statements are pipelined, so this may be what the caller hears first. */
function isAftermath(fault: unknown): boolean {
  return fault instanceof pg.DatabaseError && fault.code === '25P02';
}

class ClientConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient;
  constructor(client: pg.PoolClient) {
    this.#client = client;
  }
  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const result = await run<pg.QueryResultRow>(this.#client, query.sql, query.parameters);
    const rows = result.rows as Row[];
    return result.command === 'SELECT' ? { rows } : { rows, numAffectedRows: BigInt(result.rowCount ?? 0) };
  }
  // biome-ignore lint/correctness/useYield: streaming is refused; the interface asks for a generator
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('streaming is not used in transactions');
  }
}

class ClientDriver implements Driver {
  readonly #connection: ClientConnection;
  constructor(client: pg.PoolClient) {
    this.#connection = new ClientConnection(client);
  }
  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }
  async beginTransaction(): Promise<void> {
    throw new Error('a transaction is already open');
  }
  async commitTransaction(): Promise<void> {}
  async rollbackTransaction(): Promise<void> {}
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}

const builders = new WeakMap<pg.PoolClient, Tx>();
function builderOf(client: pg.PoolClient): Tx {
  let tx = builders.get(client);
  if (!tx) {
    tx = new Kysely<DB>({
      dialect: {
        createAdapter: () => new PostgresAdapter(),
        createDriver: () => new ClientDriver(client),
        createIntrospector: (db) => new PostgresIntrospector(db),
        createQueryCompiler: () => new PostgresQueryCompiler(),
      },
    }) as Tx;
    builders.set(client, tx);
  }
  return tx;
}

const RETRIES = 5;
const retryable = (fault: unknown): boolean => fault instanceof pg.DatabaseError && (fault.code === '40001' || fault.code === '40P01');

/** What a transaction runs. `last` takes statements that are on their way already and that only the commit waits for. */
type Work<Result> = (tx: Tx, client: pg.PoolClient, last: Promise<unknown>[]) => Promise<Result>;

/**
 * The only place that opens, ends and retries a transaction (READ COMMITTED; 40001 and 40P01 up to five times with jitter).
 * Any warning during COMMIT, or a lost connection, counts as "outcome unknown", never as success (security 0.1, finding 6).
 */
export async function inTransaction<Result>(pool: pg.Pool, work: Work<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(pool, work);
    } catch (fault) {
      if (!retryable(fault) || attempt > RETRIES) throw fault;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt));
    }
  }
}

async function once<Result>(pool: pg.Pool, work: Work<Result>): Promise<Result> {
  const client = await pool.connect();
  let spoilt: Error | undefined;
  try {
    const begun = client.query('begin'); // pipelined: the first statement of the work does not wait for it
    begun.catch(() => {});
    const last: Promise<unknown>[] = [];
    const result = await work(builderOf(client), client, last);
    await begun;
    await commit(client, last);
    return result;
  } catch (fault) {
    if (fault instanceof OutcomeUnknown) spoilt = fault;
    else
      await client.query('rollback').catch((lost: Error) => {
        spoilt = lost;
      });
    throw isAftermath(fault) ? (causes.get(client) ?? fault) : fault; // a full disk, a deadlock: said as what it is
  } finally {
    causes.delete(client);
    client.release(spoilt);
  }
}

/**
 * Asks for the commit behind the last statements, in one flush. Where one of them is refused the transaction has failed, and PostgreSQL
 * answers the commit with a rollback: what refused is told. Where the connection goes in between nobody knows.
 */
async function commit(client: pg.PoolClient, last: readonly Promise<unknown>[]): Promise<void> {
  let warning: unknown;
  let command: string;
  const onNotice = (notice: unknown) => {
    warning = notice;
  };
  client.on('notice', onNotice);
  const told = Promise.allSettled(last);
  try {
    ({ command } = await client.query('commit'));
  } catch (fault) {
    const before = (await told).find((one) => one.status === 'rejected')?.reason as unknown;
    throw [before, fault].find(isRefusal) ?? new OutcomeUnknown(fault);
  } finally {
    client.off('notice', onNotice);
  }
  const refused = (await told).find((one) => one.status === 'rejected');
  if (refused && command !== 'COMMIT') throw refused.reason;
  if (command !== 'COMMIT') throw new Error(`commit ended as ${command}`);
  if (warning || refused) throw new OutcomeUnknown(warning ?? refused?.reason);
}

/** The database said no, and was there to say it: 57xxx and 08xxx are its end or the connection's. */
function isRefusal(fault: unknown): boolean {
  return fault instanceof pg.DatabaseError && !fault.code?.startsWith('57') && !fault.code?.startsWith('08');
}

/** The constraint behind a violation (23xxx), or nothing: how an action recognises that the database had the last word. */
export function violatedConstraint(fault: unknown): string | undefined {
  return fault instanceof pg.DatabaseError && fault.code?.startsWith('23') ? fault.constraint : undefined;
}
