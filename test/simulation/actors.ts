import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { Refusal } from '#kernel/decision.ts';
import { newId } from '#kernel/id.ts';
import { asSession, type Call } from '#platform/call.ts';
import { type Door, type Route, Versioned } from '#platform/http.ts';
import { grant } from '#rooms/access/actions/permit.ts';
import type { Cast } from '#test/cast/cast.ts';
import type { StaffName, TherapistName } from '#test/cast/people.ts';
import type { Stage } from '#test/cast/stage.ts';
import type { Chance } from '../../bench/lib/random.ts';
import { isDatabaseAway } from '../../src/doors/http.ts';
import { ROUTES } from '../../src/rooms.ts';

export type Actor = StaffName | TherapistName;

export interface Input {
  params?: unknown;
  query?: unknown;
  body?: unknown;
  version?: number;
}

const DOOR: Door = { token: undefined, source: 'simulation', device: 'simulation', signIn: () => {}, signOut: () => {} };
const routes = new Map<string, Route>(ROUTES.map((route) => [route.endpoint.name, route]));

/** How a transaction is brought down, to see that nothing of it stays. */
export type Crash = 'aborted' | 'connection-killed';
class Aborted extends Error {}

/** What happened so far. */
export interface Tally {
  steps: number;
  done: Map<string, number>;
  refusals: Map<string, number>;
  crashes: Map<Crash | 'asked-again', number>;
  repeated: number;
}

/** The people of the simulation at the doors: each command once per key, as over HTTP. */
export class Actors {
  readonly stage: Stage;
  readonly cast: Cast<Actor>;
  readonly chance: Chance;
  readonly tally: Tally = { steps: 0, done: new Map(), refusals: new Map(), crashes: new Map(), repeated: 0 };
  /** Texts of answers to others than the owner, to look for what must never be in them. */
  leaked: string | undefined;
  /** The next command is brought down. */
  crash: Crash | undefined;
  readonly secrets: readonly string[];

  constructor(stage: Stage, cast: Cast<Actor>, chance: Chance, secrets: readonly string[]) {
    this.stage = stage;
    this.cast = cast;
    this.chance = chance;
    this.secrets = secrets;
  }

  /** Asks a route as the door does, with a key of its own; a refusal is counted and answered as nothing. */
  async ask<Answer = Record<string, unknown>>(
    who: Actor,
    name: string,
    input: Input = {},
    key = newId(),
    tries = 3,
  ): Promise<Answer | undefined> {
    const crash = this.crash;
    this.crash = undefined;
    try {
      const answer = await this.#carryOut<Answer>(who, name, input, key, crash);
      // Her own therapist may read it, and a request holds the words of its caller.
      if (who !== 'brandt' && name !== 'placement.getRequest') this.#look(name, answer);
      count(this.tally.done, name);
      return answer;
    } catch (fault) {
      if (fault instanceof Refusal) {
        this.#look(name, fault.detail);
        count(this.tally.refusals, fault.code);
        return undefined;
      }
      if (crash && (fault instanceof Aborted || wasKilled(fault) || isDatabaseAway(fault))) {
        count(this.tally.crashes, crash);
        return undefined;
      }
      // The pool handed out a connection that had just been killed: the door says 503, and the browser asks again with the same key.
      if (!crash && isDatabaseAway(fault) && tries > 1) {
        count(this.tally.crashes, 'asked-again');
        return this.ask<Answer>(who, name, input, key, tries - 1);
      }
      throw new Error(`${who} asks ${name} ${JSON.stringify(input)}: ${fault instanceof Error ? fault.message : String(fault)}`, {
        cause: fault,
      });
    }
  }

  /** The same command twice with one key: at most one effect, the same answer (security 3.1, I3). */
  async askTwice(who: Actor, name: string, input: Input): Promise<void> {
    const key = newId();
    const first = await this.ask(who, name, input, key);
    if (!first) return;
    const again = await this.ask(who, name, input, key);
    this.tally.repeated += 1;
    if (canonical(first) !== canonical(again)) throw new Error(`${name} with one key answered two things`);
  }

  async #carryOut<Answer>(who: Actor, name: string, input: Input, key: string, crash: Crash | undefined): Promise<Answer> {
    const route = routes.get(name);
    if (!route) throw new Error(`no route ${name}`);
    const { endpoint, need, options, work } = route;
    const given = {
      params: endpoint.params?.parse(input.params ?? {}),
      query: endpoint.query?.parse(input.query ?? {}),
      body: endpoint.body?.parse(input.body ?? {}),
    };
    const command = endpoint.method !== 'GET' && options.once !== false;
    const hash = createHash('sha256')
      .update(JSON.stringify([name, given, input.version]))
      .digest();
    return asSession(this.stage.world, await this.cast.token(who), {}, async (call) => {
      const permit = grant(call, need, options.half === true);
      if (command) {
        const { rows } = await sql<{
          same_body: boolean;
          answer: Answer;
        }>`select * from app.begin_command(${key}, ${name}, ${hash})`.execute(call.tx);
        if (rows[0]) return rows[0].answer;
      }
      const made = await work(call, { ...given, permit, version: input.version, door: DOOR });
      const answer = endpoint.answer.parse(made instanceof Versioned ? made.answer : made) as Answer;
      if (command) await sql`select app.finish_command(${key}, 200::smallint, ${JSON.stringify(answer)}::jsonb, null)`.execute(call.tx);
      if (crash) await this.#bringDown(call, crash);
      return answer;
    });
  }

  async #bringDown(call: Call, crash: Crash): Promise<void> {
    if (crash === 'aborted') throw new Aborted();
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(call.tx);
    await this.stage.look('select pg_terminate_backend($1)', rows[0]?.pid);
  }

  #look(name: string, answer: unknown): void {
    const text = JSON.stringify(answer) ?? '';
    for (const secret of this.secrets) if (text.includes(`"${secret}"`)) this.leaked = `${name} says ${secret}`;
  }

  /** One of the rows that a question finds, by chance. Rows come in a fixed order, so that a seed can be played again. */
  async pick<Row>(text: string, ...values: unknown[]): Promise<Row | undefined> {
    const rows = await this.stage.look<Row>(text, ...values);
    return rows[this.chance.below(Math.max(1, rows.length))];
  }
}

function wasKilled(fault: unknown): boolean {
  const code = (fault as { code?: string }).code ?? '';
  const text = fault instanceof Error ? `${fault.name} ${fault.message}` : '';
  return code.startsWith('57') || code.startsWith('08') || /OutcomeUnknown|terminat|Connection|not queryable|closed/.test(text);
}

export function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Text of a value with its keys in order: jsonb does not keep theirs. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
