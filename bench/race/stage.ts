import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { idOf, nextMonday } from '../lib/network.ts';

/** One thing that many want and one gets: a slot, and for some of them the place that goes with it. */
export interface Target {
  slotId: string;
  placeId: string | null;
}

export interface Stage {
  targets: Target[];
  /** Triaged requests, one for each attempt. */
  requests: string[];
  /** Session tokens of desk accounts. */
  sessions: string[];
}

export interface StageSize {
  slots: number;
  places: number;
  requests: number;
  desks: number;
}

/**
 * Sets the stage in a migrated, otherwise empty database, as its superuser: practitioners with one slot each, the first ones
 * with a place, requests that all want the same, and desk accounts that are signed in on both factors.
 * @param criteria what every request asks for, as the contract of the placement room keeps it
 */
export async function setStage(client: pg.ClientBase, size: StageSize, criteria: object): Promise<Stage> {
  const today = Temporal.Now.plainDateISO('Europe/Berlin');
  await client.query('begin');
  await client.query(`insert into directory.organisation (id, name, kind) values ('${idOf('organisation', 1)}', 'Praxis', 'practice')`);
  await client.query(
    `insert into directory.location (id, organisation_id, street, postal_code, place, latitude, longitude)
     values ($1, $2, 'Musterweg 1', '53111', 'Bonn', 50.74, 7.09)`,
    [idOf('location', 1), idOf('organisation', 1)],
  );
  for (let number = 1; number <= size.slots; number += 1) {
    await client.query(
      `insert into directory.practitioner (id, organisation_id, name, profession, confirmed_at) values ($1, $2, $3, 'PP', now())`,
      [idOf('practitioner', number), idOf('organisation', 1), `Muster ${number}`],
    );
    if (number <= size.places) {
      await client.query(PLACE, [idOf('place', number), idOf('practitioner', number), idOf('location', 1), today.toString()]);
    }
    await client.query(
      `insert into scheduling.slot (id, practitioner_id, location_id, kinds, starts_at, ends_at)
       select $1, $2, $3, '{CONSULT}', at, at + interval '50 minutes' from (select ($4::date + interval '10 hours' + $5 * interval '1 hour') at time zone 'Europe/Berlin' at) start`,
      [idOf('slot', number), idOf('practitioner', number), idOf('location', 1), nextMonday(today), number % 8],
    );
  }
  await client.query(REQUESTS, [size.requests, prefix('person'), prefix('request'), prefix('relation'), JSON.stringify(criteria)]);
  const sessions = await openSessions(client, size.desks);
  await client.query('commit');
  await client.query('analyze');
  return {
    targets: Array.from({ length: size.slots }, (_, index) => ({
      slotId: idOf('slot', index + 1),
      placeId: index < size.places ? idOf('place', index + 1) : null,
    })),
    requests: Array.from({ length: size.requests }, (_, index) => idOf('request', index + 1)),
    sessions,
  };
}

function prefix(kind: 'person' | 'request' | 'relation'): string {
  return idOf(kind, 0).slice(0, -12);
}

const PLACE = `
insert into directory.place (id, practitioner_id, location_id, kind, procedure, setting, age_min, age_max, insurance_kinds, modality, windows, earliest_start,
  state, open_since, confirmed_at)
values ($1, $2, $3, 'PLACE', 'VT', 'single', 18, 120, '{GKV,PKV}', '{in-person,video}', '[{"weekday":1,"from":"08:00","to":"20:00"}]', $4::date,
  'open', now() - interval '20 days', now() - interval '1 day')`;

// Each request with its own person, fully known, and the desk's relation to that person.
const REQUESTS = `
with numbered as (select n, ($2 || lpad(to_hex(n), 12, '0'))::uuid person, ($3 || lpad(to_hex(n), 12, '0'))::uuid request from generate_series(1, $1::int) n),
persons as (
  insert into people.person (id, created_at, given_name, family_name, birth_date, phone, email, channel)
  select person, now(), 'Kim', 'Muster' || n, date '1980-01-01' + n % 9000, '0228' || 1000000 + n, 'kim' || n || '@example.org', 'email' from numbered),
requests as (
  insert into placement.request (id, person_id, state, created_at, safety_opener, safety_asked_at, safety_level, privacy_version, privacy_given_at, caller_role, criteria, triaged_at)
  select request, person, 'triaged', now(), 'no', now(), 'GREEN', '1', now(), 'self', $5::jsonb, now() from numbered)
insert into access.care_relation (id, person_id, kind, cause_kind, cause_id, from_at)
select ($4 || lpad(to_hex(n), 12, '0'))::uuid, person, 'desk', 'request', request, now() - interval '1 minute' from numbered`;

/** Desk accounts with a live session each; the tokens are what their browsers would hold. */
export async function openSessions(client: pg.ClientBase, desks: number): Promise<string[]> {
  const tokens = Array.from({ length: desks }, () => randomBytes(32).toString('hex'));
  for (const [index, token] of tokens.entries()) {
    const account = idOf('account', index + 1);
    await client.query(`insert into access.account (id, email, name, desk_label, secrecy_bound_at) values ($1, $2, $3, $4, now())`, [
      account,
      `tisch${index + 1}@example.org`,
      `Tisch ${index + 1}`,
      `Tisch ${index + 1}`,
    ]);
    await client.query(`insert into access.account_role (account_id, role) values ($1, 'desk')`, [account]);
    await client.query(
      `insert into access.session (id, token_hash, account_id, roles, name, level, created_at, seen_at, idle_until, absolute_until)
       values ($1, $2, $3, '{desk}', $4, 2, now(), now(), now() + interval '2 hours', now() + interval '8 hours')`,
      [idOf('session', index + 1), createHash('sha256').update(Buffer.from(token, 'hex')).digest(), account, `Tisch ${index + 1}`],
    );
  }
  return tokens;
}
