import { Client, type ClientConfig } from 'pg';
import type { Role } from '#kernel/codes.ts';
import { Refusal } from '#kernel/decision.ts';
import { newId } from '#kernel/id.ts';
import { asSession, asSystem, type Call, newSessionToken, sessionHash, type World } from '#platform/call.ts';
import { KeyRing } from '#platform/crypto.ts';
import { createPool } from '#platform/database.ts';
import type { Reactions } from '#platform/events.ts';
import type { Door, Route } from '#platform/http.ts';
import { grant } from '#rooms/access/actions/permit.ts';
import type { FreshDatabase } from '#test/database.ts';

/** Monday, 2 March 2026, 10:00 in Bonn. */
export const MONDAY = Temporal.Instant.from('2026-03-02T09:00:00Z');

const DOOR: Door = { token: undefined, source: 'test', device: 'test', signIn: () => {}, signOut: () => {} };

export interface Person {
  accountId: string;
  practitionerId: string | null;
  token: string;
}

/** A small network on a real database: organisations, practitioners, accounts with sessions, requests with relations, and a clock to turn. */
export class OfferStage {
  static #closing = false;
  readonly world: World;
  readonly admin: Client;
  readonly routes: ReadonlyMap<string, Route>;
  now = MONDAY;
  organisationId = newId();
  locationId = newId();

  private constructor(world: World, admin: Client, routes: readonly Route[]) {
    this.world = { ...world, clock: () => this.now };
    this.admin = admin;
    this.routes = new Map(routes.map((route) => [route.endpoint.name, route]));
  }

  static async set(database: FreshDatabase, routes: readonly Route[], reactions: Reactions = new Map()): Promise<OfferStage> {
    const admin = new Client({ ...database.admin, pipeline: true } as ClientConfig); // looks may be asked side by side
    await admin.connect();
    // as tests and the demo do: policies follow the same clock as rules
    await admin.query(`create or replace function app.now() returns timestamptz language sql stable set search_path = pg_catalog as
      $$ select coalesce(nullif(current_setting('app.at', true), '')::timestamptz, now()) $$`);
    const onFault = (fault: Error) => {
      if (!OfferStage.#closing) throw fault; // while the database is dropped, its connections may end as they like
    };
    const world: World = {
      app: createPool({ connection: database.connections.app, size: 8, name: 'app', onFault }),
      jobs: createPool({ connection: database.connections.jobs, size: 2, name: 'jobs', onFault }),
      ring: new KeyRing(Buffer.alloc(32, 7)),
      reactions,
      network: { name: 'Netz Bonn', publicUrl: 'https://netz.example/', mode: 'test' },
      idleSeconds: 900,
    };
    for (const { options } of [world.app, world.jobs]) options.connectionTimeoutMillis = 60_000; // many at once on a slow machine
    const stage = new OfferStage(world, admin, routes);
    await admin.query(
      "insert into directory.postal_code values ('53113', '{Bonn}', 'NW', null, 50.7231, 7.1068, null), ('51143', '{Köln}', 'NW', null, 50.8842, 7.0527, null)",
    );
    await admin.query("insert into directory.organisation (id, name, kind) values ($1, 'Praxis am Rhein', 'practice')", [
      stage.organisationId,
    ]);
    await admin.query(
      "insert into directory.location (id, organisation_id, street, postal_code, place, latitude, longitude, state) values ($1, $2, 'Rheinweg 1', '53113', 'Bonn', 50.7231, 7.1068, 'NW')",
      [stage.locationId, stage.organisationId],
    );
    return stage;
  }

  async close(): Promise<void> {
    OfferStage.#closing = true;
    await Promise.all([this.admin.end(), this.world.app.end(), this.world.jobs.end()]);
  }

  /** Somebody with roles and a session; a therapist gets a practitioner, freshly confirmed. */
  async join(name: string, ...roles: Role[]): Promise<Person> {
    const [accountId, token] = [newId(), newSessionToken()];
    const practitionerId = roles.includes('therapist') ? newId() : null;
    if (practitionerId) {
      await this.admin.query(
        "insert into directory.practitioner (id, organisation_id, name, profession, confirmed_at) values ($1, $2, $3, 'PP', $4)",
        [practitionerId, this.organisationId, name, this.now.toString()],
      );
    }
    await this.admin.query(
      'insert into access.account (id, email, name, organisation_id, practitioner_id, secrecy_bound_at) values ($1, $2, $3, $4, $5, now())',
      [accountId, `${accountId}@netz.example`, name, this.organisationId, practitionerId],
    );
    for (const role of roles)
      await this.admin.query('insert into access.account_role (account_id, role) values ($1, $2)', [accountId, role]);
    await this.admin.query(
      `insert into access.session (id, token_hash, account_id, roles, organisation_id, practitioner_id, name, level, created_at, seen_at, idle_until, absolute_until)
       values ($1, $2, $3, $4, $5, $6, $7, 2, now(), now(), now() + interval '1 day', now() + interval '1 day')`,
      [newId(), sessionHash(token), accountId, roles, this.organisationId, practitionerId, name],
    );
    return { accountId, practitionerId, token };
  }

  /** A client with a request that the desk works on and, if named, a therapist it is allocated to. */
  async client(givenName: string, familyName: string, therapist?: Person): Promise<{ personId: string; requestId: string }> {
    const [personId, requestId] = [newId(), newId()];
    await this.admin.query('insert into people.person (id, created_at, given_name, family_name) values ($1, $2, $3, $4)', [
      personId,
      this.now.toString(),
      givenName,
      familyName,
    ]);
    await this.admin.query("insert into placement.request (id, person_id, state, created_at) values ($1, $2, 'triaged', $3)", [
      requestId,
      personId,
      this.now.toString(),
    ]);
    const relate = (kind: string, practitionerId: string | null) =>
      this.admin.query(
        "insert into access.care_relation (id, person_id, kind, practitioner_id, cause_kind, cause_id, from_at) values ($1, $2, $3, $4, 'request', $5, $6)",
        [newId(), personId, kind, practitionerId, requestId, this.now.toString()],
      );
    await relate('desk', null);
    if (therapist) await relate('allocated', therapist.practitionerId);
    return { personId, requestId };
  }

  /** An appointment that the desk has booked; with `slotId` in that slot. */
  async appointment(
    therapist: Person,
    client: { personId: string; requestId: string },
    startsAt: Temporal.Instant,
    more: { slotId?: string; placeId?: string; kind?: string; isFirst?: boolean } = {},
  ): Promise<string> {
    const id = newId();
    if (more.slotId)
      await this.admin.query("update scheduling.slot set state = 'booked', version = version + 1 where id = $1", [more.slotId]);
    await this.admin.query(
      `insert into scheduling.appointment (id, slot_id, practitioner_id, location_id, person_id, request_id, place_id, kind, starts_at, ends_at, is_first, booked_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        id,
        more.slotId ?? null,
        therapist.practitionerId,
        this.locationId,
        client.personId,
        client.requestId,
        more.placeId ?? null,
        more.kind ?? 'TRIAL',
        startsAt.toString(),
        startsAt.add({ minutes: 50 }).toString(),
        more.isFirst ?? false,
        this.now.toString(),
      ],
    );
    return id;
  }

  /** Asks a route as the door does: checks the input, makes the permit, runs the work in one transaction, checks the answer. */
  ask<Answer = Record<string, unknown>>(
    who: Person | null,
    name: string,
    input: { params?: unknown; query?: unknown; body?: unknown; version?: number } = {},
  ): Promise<Answer> {
    const route = this.routes.get(name);
    if (!route) throw new Error(`no route ${name}`);
    const { endpoint, need, options } = route;
    const parsed = {
      params: endpoint.params?.parse(input.params ?? {}),
      query: endpoint.query?.parse(input.query ?? {}),
      body: endpoint.body?.parse(input.body ?? {}),
    };
    return asSession(this.world, who?.token, {}, async (call) => {
      const permit = grant(call, need, options.half === true);
      const made = await route.work(call, { ...parsed, permit, version: input.version, door: DOOR });
      return (need === 'public' ? made : endpoint.answer.parse(made)) as Answer;
    });
  }

  /** The code with which a route refuses, and its detail. */
  async refusal(...question: Parameters<OfferStage['ask']>): Promise<Refusal> {
    try {
      await this.ask(...question);
    } catch (fault) {
      if (fault instanceof Refusal) return fault;
      throw fault;
    }
    throw new Error(`${question[1]} was not refused`);
  }

  asSystem<Result>(work: (call: Call) => Promise<Result>): Promise<Result> {
    return asSystem(this.world, 'test', work);
  }

  /** Rows behind row-level security: to look, never to act. */
  async look<Row>(text: string, ...values: unknown[]): Promise<Row[]> {
    return (await this.admin.query(text, values)).rows as Row[];
  }

  /** Actions of the log about an object, in order. */
  async told(objectId: string): Promise<string[]> {
    const rows = await this.look<{ action: string }>('select action from platform.event where object_id = $1 order by seq', objectId);
    return rows.map(({ action }) => action);
  }
}

/** A Berlin wall-clock time as an instant. */
export function berlin(text: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(text).toZonedDateTime('Europe/Berlin').toInstant();
}
