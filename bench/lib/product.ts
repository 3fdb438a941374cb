import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { PermitName } from '#kernel/permits.ts';
import { asSession, type Call, type World } from '#platform/call.ts';
import { KeyRing } from '#platform/crypto.ts';
import { createPool } from '#platform/database.ts';
import type { Permit } from '#platform/permit.ts';
import { permitFor } from '#rooms/access/actions/permit.ts';
import { openSessions } from '../race/stage.ts';
import type { Database } from './database.ts';

/** The product's domain in this process: its pools, its roles, row-level security and all, without the HTTP door. */
export interface Product {
  world: World;
  /** Session tokens of desk accounts. */
  sessions: string[];
  /** Does something as one of the desks, in one transaction, with the permit that the route would name. */
  atDesk<Name extends PermitName, Result>(
    desk: number,
    need: Name,
    work: (call: Call, permit: Permit<Name>) => Promise<Result>,
  ): Promise<Result>;
  close(): Promise<void>;
}

export interface ProductSettings {
  database: string;
  /** Connections of the app's role: as many as callers at once. */
  connections: number;
  desks: number;
  /** Fills the empty, migrated database as its superuser. */
  load(client: pg.Client): Promise<void>;
  /** Opens the sessions instead of those of desks. */
  open?(client: pg.Client): Promise<string[]>;
}

export async function openProduct(server: Database, { database, connections, desks, load, open }: ProductSettings): Promise<Product> {
  await server.create(database);
  const roles = await server.prepare(database);
  const sessions = await server.with(database, async (client) => {
    await load(client);
    return open ? await open(client) : await openSessions(client, desks);
  });
  const onFault = (fault: Error): void => console.error(`  pool: ${fault.message}`);
  const app = createPool({ connection: roles.app, size: connections, name: 'bench_app', onFault });
  const jobs = createPool({ connection: roles.jobs, size: 1, name: 'bench_jobs', onFault });
  const world: World = {
    app,
    jobs,
    ring: new KeyRing(randomBytes(32)),
    reactions: new Map(),
    network: {
      name: 'Messung',
      street: 'Musterweg 1',
      city: '99998 Musterstadt',
      phone: '0228 1',
      publicUrl: 'http://localhost',
      mode: 'test',
    },
    idleSeconds: 3_600,
    memory: new Map(), // as the running product has it
  };
  return {
    world,
    sessions,
    atDesk: (desk, need, work) => asSession(world, sessions[desk % sessions.length], {}, (call) => work(call, permitFor(call, need))),
    async close() {
      await app.end();
      await jobs.end();
    },
  };
}
