-- The floor under every room: one event log, idempotency, keys of persons, versioned settings, positions of readers.
create schema if not exists platform;
create schema if not exists app; -- the only schema with SECURITY DEFINER functions; each has a fixed search_path

-- The clock of policies. Tests and the demo replace it by one that follows the simulated time; production never does.
create function app.now() returns timestamptz language sql stable set search_path = pg_catalog as $$ select now() $$;

-- One append-only log: audit trail, outbox, feed of the figures. Ids and codes only, never a text that a person wrote.
create table platform.event (
  seq bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default clock_timestamp(),        -- database time
  happened_at timestamptz not null,                         -- the action's time; differs only in simulation and import
  form smallint not null default 1,                         -- version of the canonical form
  kind char(1) not null check (kind in ('C', 'R', 'U', 'D', 'Q', 'E')), -- AuditEvent.action, Q = query
  action text not null check (action ~ '^[a-z]+(\.[a-z0-9-]+)+$' and length(action) <= 80),
  outcome smallint not null default 0 check (outcome in (0, 4, 8, 12)), -- AuditEvent.outcome (R4)
  decision text not null default 'permit' check (decision in ('permit', 'deny')),
  reason text check (length(reason) <= 80),                 -- a code
  actor_kind text not null check (actor_kind in ('account', 'system', 'public', 'link')),
  actor_id uuid,
  actor_roles text[] not null default '{}',
  organisation_id uuid,
  session_hash bytea,
  on_behalf_of uuid,
  object_kind text not null check (length(object_kind) <= 40),
  object_id uuid,
  object_version integer,
  person_id uuid,                                           -- AuditEvent.entity of type patient
  purpose text not null,                                    -- PurposeOfUse
  request_id uuid,
  source text not null default 'app' check (length(source) <= 40), -- AuditEvent.source
  data jsonb not null default '{}' check (jsonb_typeof(data) = 'object' and length(data::text) <= 4000)
);
create index event_order on platform.event (xid, seq);
create index event_person on platform.event (person_id, seq) where person_id is not null;
create index event_object on platform.event (object_id, seq);
create index event_action on platform.event (action, happened_at);

create function platform.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the event log is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger event_is_append_only before update or delete on platform.event for each row execute function platform.refuse_change();
create trigger event_is_not_truncated before truncate on platform.event for each statement execute function platform.refuse_change();

-- One key and actor, at most one effect; the answer holds ids, versions and codes only.
create table platform.idempotency (
  actor_id uuid not null,
  key uuid not null,
  endpoint text not null,
  body_hash bytea not null,
  at timestamptz not null default clock_timestamp(),
  status smallint,
  answer jsonb,
  etag integer,
  primary key (actor_id, key)
);
create index idempotency_age on platform.idempotency (at);

-- One data key per person, wrapped by the network's key; destroying the row shreds what it sealed.
create table platform.person_key (
  person_id uuid not null,
  version smallint not null default 1,
  wrapped bytea not null,
  root_version smallint not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  primary key (person_id, version)
);

-- Settings of the network: every change is a new row; the newest valid one holds.
create table platform.setting (
  name text not null check (name ~ '^[a-z][a-z0-9.-]*$'),
  valid_from timestamptz not null,
  value jsonb not null,
  set_by uuid,
  set_at timestamptz not null default clock_timestamp(),
  primary key (name, valid_from)
);

-- How far a reader of the log has come: everything up to (xid, seq).
create table platform.reader (
  name text primary key,
  xid xid8 not null default '0',
  seq bigint not null default 0,
  moved_at timestamptz not null default clock_timestamp()
);
