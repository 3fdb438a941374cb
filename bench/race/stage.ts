import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { idOf, nextMonday } from '../lib/network.ts';
import { type Column, insertRows } from '../lib/rows.ts';

/** One thing that many want and one gets: a first slot and the offer it belongs to. */
export interface Target {
  slotId: string;
  placeId: string;
  /** True where the place itself is given away with the slot; a consultation's offer stays for the next one. */
  taken: boolean;
}

export interface Stage {
  targets: Target[];
  /** Triaged requests, one for each attempt; request k wants target ⌊k / requests per target⌋. */
  requests: string[];
  /** Session tokens of desk accounts. */
  sessions: string[];
}

export interface StageSize {
  /** Slots in the race; the first `places` of them come with a place. */
  slots: number;
  places: number;
  /** Offers of either kind that nobody in the race wants, so that every loser can be shown another. */
  spare: number;
  requests: number;
  desks: number;
}

/** What somebody asks for who would take any of the targets of a kind. */
function criteria(taken: boolean): object {
  return {
    birthDate: '1985-06-15',
    insurance: 'GKV',
    want: taken ? 'THERAPY' : 'CONSULT',
    setting: 'single',
    problems: ['DEP'],
    languages: ['de'],
    windows: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:00', to: '20:00' })),
    modalities: ['in-person', 'video'],
  };
}

/**
 * Sets the stage in a migrated, otherwise empty database, as its superuser: practitioners with one offer and one first slot
 * each, requests that all want the same, and desk accounts that are signed in with both factors.
 */
export async function setStage(client: pg.ClientBase, size: StageSize): Promise<Stage> {
  const monday = nextMonday(Temporal.Now.plainDateISO('Europe/Berlin'));
  const all = size.slots + 2 * size.spare;
  const isTaken = (number: number): boolean => number <= size.places || (number > size.slots && number <= size.slots + size.spare);
  const numbers = Array.from({ length: all }, (_, index) => index + 1);
  await client.query('begin');
  await client.query(`insert into directory.organisation (id, name, kind) values ($1, 'Praxis', 'practice')`, [idOf('organisation', 1)]);
  await client.query(
    `insert into directory.location (id, organisation_id, street, postal_code, place, latitude, longitude)
     values ($1, $2, 'Musterweg 1', '53111', 'Bonn', 50.74, 7.09)`,
    [idOf('location', 1), idOf('organisation', 1)],
  );
  await insertRows(client, 'directory.practitioner', PRACTITIONERS, numbers);
  await client.query('update directory.practitioner set confirmed_at = now()');
  await insertRows(client, 'directory.place', placeColumns(isTaken), numbers);
  await insertRows(client, 'scheduling.slot', slotColumns(monday), numbers);
  await insertRows(client, 'placement.cancellation_policy', POLICIES, numbers);
  const each = Math.ceil(size.requests / size.slots);
  const requests = await openRequests(
    client,
    Array.from({ length: size.requests }, (_, index) => criteria(index < each * size.places)),
  );
  const sessions = await openSessions(client, size.desks);
  await client.query('commit');
  await client.query('analyze');
  return {
    targets: numbers
      .slice(0, size.slots)
      .map((number) => ({ slotId: idOf('slot', number), placeId: idOf('place', number), taken: isTaken(number) })),
    requests,
    sessions,
  };
}

function prefix(kind: 'person' | 'request' | 'relation'): string {
  return idOf(kind, 0).slice(0, -12);
}

const PRACTITIONERS: Column<number>[] = [
  ['id', 'uuid', (number) => idOf('practitioner', number)],
  ['organisation_id', 'uuid', () => idOf('organisation', 1)],
  ['name', 'text', (number) => `Muster ${number}`],
  ['profession', 'text', () => 'PP'],
];

function placeColumns(isTaken: (number: number) => boolean): Column<number>[] {
  const [yesterday, earlier] = [1, 20].map((days) => new Date(Date.now() - days * 864e5).toISOString());
  const today = Temporal.Now.plainDateISO('Europe/Berlin').toString();
  return [
    ['id', 'uuid', (number) => idOf('place', number)],
    ['practitioner_id', 'uuid', (number) => idOf('practitioner', number)],
    ['location_id', 'uuid', () => idOf('location', 1)],
    ['kind', 'text', (number) => (isTaken(number) ? 'PLACE' : 'CONSULT')],
    ['procedure', 'text', () => 'VT'],
    ['setting', 'text', () => 'single'],
    ['age_min', 'int2', () => 18],
    ['age_max', 'int2', () => 120],
    ['insurance_kinds', 'text[]', () => '{GKV,PKV}'],
    ['modality', 'text[]', () => '{in-person,video}'],
    ['windows', 'jsonb', () => '[{"weekday":1,"from":"08:00","to":"20:00"}]'],
    ['earliest_start', 'date', () => today],
    ['state', 'text', () => 'open'],
    ['open_since', 'timestamptz', () => earlier ?? ''],
    ['confirmed_at', 'timestamptz', () => yesterday ?? ''],
  ];
}

// One slot each, at eight times of one Monday: slots of different practitioners may overlap.
function slotColumns(monday: string): Column<number>[] {
  const start = (number: number) =>
    Temporal.PlainDate.from(monday).toZonedDateTime({ timeZone: 'Europe/Berlin', plainTime: `${10 + (number % 8)}:00` });
  return [
    ['id', 'uuid', (number) => idOf('slot', number)],
    ['practitioner_id', 'uuid', (number) => idOf('practitioner', number)],
    ['location_id', 'uuid', () => idOf('location', 1)],
    ['kinds', 'text[]', () => '{CONSULT}'],
    ['starts_at', 'timestamptz', (number) => start(number).toInstant().toString()],
    ['ends_at', 'timestamptz', (number) => start(number).add({ minutes: 50 }).toInstant().toString()],
  ];
}

const POLICIES: Column<number>[] = [
  ['id', 'uuid', (number) => idOf('policy', number)],
  ['practitioner_id', 'uuid', (number) => idOf('practitioner', number)],
  ['policy_version', 'int', () => 1],
  ['valid_from', 'timestamptz', () => '2026-01-01T00:00:00Z'],
  ['notice_hours', 'int2', () => 48],
  ['fee_type', 'text', () => 'none'],
];

/** Triaged requests with these criteria, each with a person of its own, fully known, and the desk's relation to that person. */
export async function openRequests(client: pg.ClientBase, criteria: readonly object[]): Promise<string[]> {
  const said = criteria.map((one) => JSON.stringify(one));
  await client.query(REQUESTS, [said, prefix('person'), prefix('request'), prefix('relation')]);
  return said.map((_, index) => idOf('request', index + 1));
}

const REQUESTS = `
with numbered as (
  select n, criteria, ($2 || lpad(to_hex(n), 12, '0'))::uuid person, ($3 || lpad(to_hex(n), 12, '0'))::uuid request
  from unnest($1::jsonb[]) with ordinality as given (criteria, n)),
persons as (
  insert into people.person (id, created_at, given_name, family_name, birth_date, phone, email, channel)
  select person, now(), 'Kim', 'Muster' || n, (criteria ->> 'birthDate')::date, '0228' || 1000000 + n, 'kim' || n || '@example.org', 'email' from numbered),
requests as (
  insert into placement.request (id, person_id, state, created_at, safety_opener, safety_asked_at, safety_level, privacy_version, privacy_given_at, caller_role, criteria, triaged_at)
  select request, person, 'triaged', now(), 'no', now(), 'GREEN', '1', now(), 'self', criteria, now() from numbered)
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
