import { Client, type ClientConfig } from 'pg';
import type { World } from '#platform/call.ts';
import { KeyRing } from '#platform/crypto.ts';
import { createLog } from '#platform/log.ts';
import type { Connections } from '#platform/migrate.ts';
import { forgetKept } from '#rooms/placement/actions/fit.ts';
import { createWorld } from '../../src/serve.ts';
import { type Cast, openCast } from './cast.ts';
import type { StaffName, TherapistName } from './people.ts';
import { openPractice, type Practice } from './practice.ts';
import { Clock, followSimulatedTime, MONDAY } from './simulated-time.ts';

/** A database of one's own: `await freshDatabase()` answers one. */
export interface OwnDatabase {
  connections: Connections;
  admin: ClientConfig;
}

/** A world on a database, its clock, and a look behind row-level security. */
export interface Stage {
  world: World;
  clock: Clock;
  admin: Client;
  /** Rows behind row-level security: to look, never to act. */
  look<Row>(text: string, ...values: unknown[]): Promise<Row[]>;
  /** Actions of the log about an object, in order. */
  told(objectId: string): Promise<string[]>;
  close(): Promise<void>;
}

/** A world whose clock can be turned, with all rooms' reactions. Close it before the database goes. */
export async function setStage(
  database: OwnDatabase,
  { at = MONDAY, mode = 'test' }: { at?: Temporal.Instant; mode?: 'test' | 'demo' } = {},
): Promise<Stage> {
  await followSimulatedTime(database.admin);
  const admin = new Client({ ...database.admin, pipeline: true } as ClientConfig); // looks may be asked side by side
  admin.on('error', () => {});
  await admin.connect();
  const clock = new Clock(at);
  const network = { name: 'Netz Bonn', street: 'Markt 1', city: '53111 Bonn', phone: '0228 555 010' };
  // Without memory: tests also change rows past the log. What memory answers is compared with this in offer-memory.test.ts.
  const { memory: _, ...plain } = createWorld(
    database.connections,
    new KeyRing(Buffer.alloc(32, 7)),
    { ...network, publicUrl: 'http://localhost:4000', mode },
    createLog('silent'),
  );
  // A hundred at once on a slow machine wait longer for a connection than the product lets anybody wait; that it says so is tested elsewhere.
  for (const { options } of [plain.app, plain.jobs]) options.connectionTimeoutMillis = 60_000;
  const world: World = { ...plain, clock: () => clock.now };
  forgetKept();
  const look = async <Row>(text: string, ...values: unknown[]) => (await admin.query(text, values)).rows as Row[];
  return {
    world,
    clock,
    admin,
    look,
    told: async (objectId) =>
      (await look<{ action: string }>('select action from platform.event where object_id = $1 order by seq', objectId)).map(
        ({ action }) => action,
      ),
    async close() {
      await Promise.all([admin.end(), world.app.end(), world.jobs.end()]);
    },
  };
}

/** The usual beginning of an action's test: a stage, the cast and the small practice. */
export async function setPractice(
  database: OwnDatabase,
  options: { at?: Temporal.Instant } = {},
): Promise<Stage & { cast: Cast<StaffName | TherapistName>; practice: Practice }> {
  const stage = await setStage(database, options);
  return { ...stage, ...(await openPractice(await openCast(stage.world))) };
}
