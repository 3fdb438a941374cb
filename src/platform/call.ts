import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { AnyRole, Purpose } from '#kernel/codes.ts';
import { newId } from '#kernel/id.ts';
import { createSealer, type KeyRing, type Sealer } from './crypto.ts';
import { inTransaction, run, type Tx } from './database.ts';
import { type Happening, type Reactions, writeDown } from './events.ts';

/** Who acts. The database asks the same question again through the session, and does not take our word for it. */
export type Actor =
  | {
      kind: 'account';
      accountId: string;
      sessionId: string;
      roles: AnyRole[];
      organisationId: string | null;
      practitionerId: string | null;
      name: string;
      steppedUpAt: Temporal.Instant | null;
    }
  | { kind: 'half'; accountId: string; sessionId: string; name: string } // password given, second factor not yet
  | { kind: 'system'; job: string }
  | { kind: 'public' };

/** What comes in by the door: every action takes it first and touches nothing else of the world. */
export interface Call {
  readonly tx: Tx;
  /** The database's clock at the start of the transaction; the simulated one in simulations. */
  readonly now: Temporal.Instant;
  readonly newId: () => string;
  readonly actor: Actor;
  readonly requestId: string;
  readonly purpose: Purpose;
  readonly sealer: Sealer;
  readonly reactions: Reactions;
  readonly network: Network;
  /** What happened so far, to be written into the log with the last statement before the commit. */
  readonly happened: Happening[];
  /** Statements under way on the transaction's connection that nothing waits for but the end of the work. */
  readonly pending: Promise<unknown>[];
  /** Sends a statement at once, behind all that were sent before; only the commit waits for it. For rows of the log and of keys. */
  readonly later: (text: string, values: readonly unknown[]) => void;
  /** What rooms keep between calls in this process to be quick; absent where every call shall read for itself. */
  readonly memory?: Map<string, unknown>;
}

/** Facts of this deployment that texts and documents need. */
export interface Network {
  name: string;
  /** Where letters come from; empty until the network has said it. */
  street?: string;
  city?: string;
  phone?: string;
  publicUrl: string;
  mode: 'demo' | 'production' | 'test';
  /** Whether text messages can be sent: a gateway is set, or the demo lays them into its outbox. */
  texts?: boolean;
  /** Whether a virus scanner looks at files before they can be opened. */
  scans?: boolean;
}

/** The world behind the doors: pools by role, keys, reactions, and the clock of simulations. */
export interface World {
  app: pg.Pool;
  jobs: pg.Pool;
  ring: KeyRing;
  reactions: Reactions;
  network: Network;
  idleSeconds: number;
  /** Present in the running product: what rooms keep between calls. */
  memory?: Map<string, unknown>;
  /** Set in simulations and tests only; without it the database's clock holds. */
  clock?: () => Temporal.Instant;
}

interface Context {
  requestId?: string;
  purpose?: Purpose;
  /** A statement that goes out together with the session's; what it found is the work's second argument. */
  ahead?: { text: string; values: readonly unknown[] };
}

/** Rows of the statement that went ahead; absent where there is no session to go ahead with. */
type Ahead = Promise<pg.QueryResultRow[]> | undefined;

interface Entered extends pg.QueryResultRow {
  account_id: string;
  session_id: string;
  roles: AnyRole[];
  organisation_id: string | null;
  practitioner_id: string | null;
  name: string;
  session_level: number;
  at: Temporal.Instant;
  stepped_up_at: Temporal.Instant | null;
}

const ENTER = 'select * from app.enter($1, $2, $3)';

/** A session token: 32 random bytes in hex. Only its SHA-256 is stored. */
export function newSessionToken(): string {
  return randomBytes(32).toString('hex');
}

/** SHA-256 of a session token, as the database computes it. */
export function sessionHash(token: string): Buffer {
  return createHash('sha256').update(Buffer.from(token, 'hex')).digest();
}

/** Runs `work` in one transaction as whoever the token names; an unknown, ended or timed-out token is the public. */
export async function asSession<Result>(
  world: World,
  token: string | undefined,
  context: Context,
  work: (call: Call, ahead: Ahead) => Promise<Result>,
): Promise<Result> {
  if (!token || !/^[0-9a-f]{64}$/.test(token)) return asPublic(world, context, (call) => work(call, undefined));
  return inTransaction(world.app, async (tx, client, last) => {
    const entered = run<Entered>(client, ENTER, [token, world.idleSeconds, world.clock?.() ?? null]);
    const ahead = context.ahead && run(client, context.ahead.text, context.ahead.values).then(({ rows: found }) => found);
    ahead?.catch(() => {}); // heard by the work, or not at all
    const [row] = (await entered).rows;
    const now = row?.at ?? (await clockOf(client, world));
    const actor: Actor = row ? actorOf(row) : { kind: 'public' };
    return settled(callOf(world, { tx, client, last }, now, actor, context), (call) => work(call, ahead));
  });
}

/** Runs `work` as nobody: sign-in, invitations, public pages. */
export async function asPublic<Result>(world: World, context: Context, work: (call: Call) => Promise<Result>): Promise<Result> {
  return inTransaction(world.app, async (tx, client, last) =>
    settled(callOf(world, { tx, client, last }, await clockOf(client, world), { kind: 'public' }, context), work),
  );
}

/** Runs `work` for the system (rule book "SYS"): timers, deliveries, imports. */
export async function asSystem<Result>(world: World, job: string, work: (call: Call) => Promise<Result>): Promise<Result> {
  return inTransaction(world.jobs, async (tx, client, last) =>
    settled(callOf(world, { tx, client, last }, await clockOf(client, world), { kind: 'system', job }, { purpose: 'HOPERAT' }), work),
  );
}

/** The work, and everything it left on the way to the database; a row of the log that is refused refuses the whole. */
async function settled<Result>(call: Call, work: (call: Call) => Promise<Result>): Promise<Result> {
  const result = await work(call);
  await Promise.all(call.pending);
  writeDown(call);
  return result;
}

async function clockOf(client: pg.PoolClient, world: World): Promise<Temporal.Instant> {
  const given = world.clock?.() ?? null;
  const text = "select coalesce($1::timestamptz, now()) as at, set_config('app.at', coalesce($1::timestamptz, now())::text, true)";
  const { rows } = await run<{ at: Temporal.Instant }>(client, text, [given]);
  const [row] = rows;
  if (!row) throw new Error('the database gave no time');
  return row.at;
}

function actorOf(row: Entered): Actor {
  const { account_id: accountId, session_id: sessionId, name } = row;
  if (row.session_level !== 2) return { kind: 'half', accountId, sessionId, name };
  return {
    kind: 'account',
    accountId,
    sessionId,
    name,
    roles: row.roles,
    organisationId: row.organisation_id,
    practitionerId: row.practitioner_id,
    steppedUpAt: row.stepped_up_at,
  };
}

/** A transaction with its connection, and what its commit waits for. */
interface Open {
  tx: Tx;
  client: pg.PoolClient;
  last: Promise<unknown>[];
}

function callOf(world: World, { tx, client, last }: Open, now: Temporal.Instant, actor: Actor, context: Context): Call {
  return {
    tx,
    now,
    newId: () => newId(now.epochMilliseconds),
    actor,
    requestId: context.requestId ?? newId(),
    purpose: context.purpose ?? 'COORD',
    sealer: createSealer(world.ring),
    reactions: world.reactions,
    network: world.network,
    happened: [],
    pending: [],
    later(text, values) {
      const sent = run(client, text, values);
      sent.catch(() => {}); // told by the commit, which waits for it
      last.push(sent);
    },
    ...(world.memory ? { memory: world.memory } : {}),
  };
}

/** The signed-in account behind a call; an action that needs one and got none was wired wrongly. */
export function accountOf(call: Call): Extract<Actor, { kind: 'account' }> {
  if (call.actor.kind !== 'account') throw new Error('this action needs a signed-in person');
  return call.actor;
}
