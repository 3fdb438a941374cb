import { generateSync } from 'otplib';
import { Client, type ClientConfig } from 'pg';
import { Refusal } from '#kernel/decision.ts';
import { asSession, asSystem, type Call, type World } from '#platform/call.ts';
import { KeyRing } from '#platform/crypto.ts';
import { createPool } from '#platform/database.ts';
import type { Door } from '#platform/http.ts';
import { createAccount, type NewAccount } from './bootstrap.ts';

/** For the tests of this room: a world with a clock to turn, browsers, and a look behind row-level security. */
export const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
export const PASSWORD = 'vier Pferde traben leise';
const QUICK = { memory: 1024, passes: 1 };

export interface Stage {
  world: World;
  admin: Client;
  /** Turns the clock of rules and policies. */
  pass(seconds: number): void;
  open(account: Partial<NewAccount> & { email: string }): Promise<string>;
  /** The code that the app of `SECRET` shows now, or `steps` times 30 s later. */
  code(steps?: number, secret?: string): string;
  close(): Promise<void>;
}

export async function setStage(
  database: { admin: ClientConfig; connections: { app: ClientConfig; jobs: ClientConfig } },
  mode: 'demo' | 'production' | 'test' = 'test',
): Promise<Stage> {
  const admin = new Client(database.admin);
  await admin.connect();
  // as tests and the demo do: policies follow the same clock as rules
  await admin.query(`create or replace function app.now() returns timestamptz language sql stable set search_path = pg_catalog as
    $$ select coalesce(nullif(current_setting('app.at', true), '')::timestamptz, now()) $$`);
  let now = Temporal.Now.instant();
  const onFault = (fault: Error) => {
    throw fault;
  };
  const world: World = {
    app: createPool({ connection: database.connections.app, size: 12, name: 'app', onFault }),
    jobs: createPool({ connection: database.connections.jobs, size: 2, name: 'jobs', onFault }),
    ring: new KeyRing(Buffer.alloc(32, 7)),
    reactions: new Map(),
    network: { name: 'Netz Bonn', publicUrl: 'http://localhost:4000/', mode, street: 'Markt 1', city: '53111 Bonn', phone: '0228 1' },
    idleSeconds: 900,
    clock: () => now,
  };
  return {
    world,
    admin,
    pass: (seconds) => {
      now = now.add({ seconds });
    },
    open: (account) =>
      asSystem(world, 'test', (call) =>
        createAccount(call, { name: 'Ada Zeisig', roles: ['desk'], password: PASSWORD, strength: QUICK, totpSecret: SECRET, ...account }),
      ),
    code: (steps = 0, secret = SECRET) => generateSync({ secret, epoch: Math.floor(now.epochMilliseconds / 1000) + 30 * steps }),
    close: async () => {
      await Promise.all([admin.end(), world.app.end(), world.jobs.end()]);
    },
  };
}

/** A browser: keeps its cookie, and commits what a returned refusal leaves behind, as the HTTP door does. */
export class Browser {
  token: string | undefined;
  readonly #world: World;
  readonly #source: string;

  constructor(world: World, source = '203.0.113.7', token?: string) {
    this.#world = world;
    this.#source = source;
    this.token = token;
  }

  /** Answers the result, or the refusal with `retryAfter` and all; faults are thrown. */
  async ask<Result>(work: (call: Call, door: Door) => Promise<Result | Refusal>): Promise<Result | Refusal> {
    let fresh = this.token;
    const door: Door = {
      token: this.token,
      source: this.#source,
      device: 'Firefox',
      signIn: (token) => {
        fresh = token;
      },
      signOut: () => {
        fresh = undefined;
      },
    };
    try {
      const answer = await asSession(this.#world, this.token, {}, (call) => work(call, door));
      this.token = fresh;
      return answer;
    } catch (fault) {
      if (fault instanceof Refusal) return fault;
      throw fault;
    }
  }
}
