-- Who is there, what they may do, and the effect tables that policies read.
create schema access;

create table access.account (
  id uuid primary key,
  email text not null check (email = lower(email) and email ~ '^[^@\s]+@[^@\s]+$' and length(email) <= 254),
  name text not null check (length(name) between 1 and 120),
  locale text not null default 'de' check (locale in ('de', 'en')),
  scheme text not null default 'system' check (scheme in ('system', 'light', 'dark')),
  organisation_id uuid,
  practitioner_id uuid,
  desk_label text check (length(desk_label) <= 40),          -- "Tisch 1"
  secrecy_bound_at timestamptz,                              -- § 203 (4) StGB: obligation signed
  password_hash text,                                        -- readable only by app.credentials()
  totp_sealed bytea,
  totp_confirmed_at timestamptz,
  totp_last_step bigint,                                     -- RFC 6238, 5.2: a code works once
  closed_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default clock_timestamp()
);
create unique index account_email on access.account (email) where closed_at is null;
create unique index account_practitioner on access.account (practitioner_id) where practitioner_id is not null and closed_at is null;

create table access.account_role (
  account_id uuid not null references access.account,
  role text not null check (role in ('admin', 'desk', 'therapist', 'oncall', 'soziotherapist', 'case-manager', 'office', 'coordinator', 'lead', 'auditor')),
  granted_by uuid,
  granted_at timestamptz not null default clock_timestamp(),
  primary key (account_id, role)
);

-- A session is a row. It carries copies of the account's roles and places so that one index look-up names the actor;
-- app.refresh_sessions() renews them in the transaction of every change of an account, so a revocation acts at once.
create table access.session (
  id uuid primary key,
  token_hash bytea not null unique check (length(token_hash) = 32),
  account_id uuid not null references access.account,
  roles text[] not null,
  organisation_id uuid,
  practitioner_id uuid,
  name text not null,
  level smallint not null check (level in (1, 2)),           -- 1 password only (may only confirm the second factor), 2 both
  device text check (length(device) <= 120),
  created_at timestamptz not null,
  seen_at timestamptz not null,
  idle_until timestamptz not null,
  absolute_until timestamptz not null,
  stepped_up_at timestamptz,
  ended_at timestamptz,
  ended_because text
);
create index session_account on access.session (account_id) where ended_at is null;

create table access.invitation (
  id uuid primary key,
  code_hash bytea not null unique,
  email text not null check (email = lower(email)),
  name text not null check (length(name) between 1 and 120),
  roles text[] not null,
  organisation_id uuid,
  practitioner_id uuid,
  invited_by uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  withdrawn_at timestamptz,
  accepted_at timestamptz,
  account_id uuid
);

create table access.throttle (
  bucket text primary key,                                   -- keyed hash of account or source, never an address in plain
  tries integer not null,
  blocked_until timestamptz not null,
  touched_at timestamptz not null
);

-- Effect table: who may see a person now. Written by the rooms that own the cause. queue = open to everybody whose role opens it.
create table access.care_relation (
  id uuid primary key,
  person_id uuid not null,
  kind text not null check (kind in ('desk', 'oncall', 'allocated', 'lead', 'team', 'substitute', 'self')),
  account_id uuid,
  practitioner_id uuid,
  organisation_id uuid,
  cause_kind text not null,
  cause_id uuid not null,
  from_at timestamptz not null,
  until_at timestamptz,
  set_by uuid,
  check (kind in ('desk', 'oncall') or account_id is not null or practitioner_id is not null)
);
create index care_relation_person on access.care_relation (person_id);
create index care_relation_account on access.care_relation (account_id) where account_id is not null;
create index care_relation_practitioner on access.care_relation (practitioner_id) where practitioner_id is not null;
create index care_relation_cause on access.care_relation (cause_id);

-- The duty psychologist behind the desk.
create table access.duty (
  id uuid primary key,
  account_id uuid not null references access.account,
  from_at timestamptz not null,
  until_at timestamptz not null check (until_at > from_at),
  rank smallint not null default 1 check (rank between 1 and 3),
  phone text check (length(phone) <= 40),
  set_by uuid,
  set_at timestamptz not null default clock_timestamp(),
  withdrawn_at timestamptz
);
create index duty_time on access.duty (until_at, from_at) where withdrawn_at is null;

-- The actor behind a transaction: the raw session token is set locally, its hash is looked up here.
-- An empty setting, an unknown, ended or timed-out session is nobody. A session of level 1 is nobody, too.
create type app.actor_row as (account_id uuid, session_id uuid, roles text[], organisation_id uuid, practitioner_id uuid, token_hash bytea);
create function app.actor() returns app.actor_row language sql stable security definer set search_path = pg_catalog as $$
  select row(s.account_id, s.id, s.roles, s.organisation_id, s.practitioner_id, s.token_hash)::app.actor_row
  from access.session s
  where s.token_hash = sha256(decode(nullif(current_setting('app.session', true), ''), 'hex'))
    and s.ended_at is null and s.level = 2 and s.idle_until > now() and s.absolute_until > now()
$$;
create function app.account_id() returns uuid language sql stable set search_path = pg_catalog as $$ select (app.actor()).account_id $$;
create function app.practitioner_id() returns uuid language sql stable set search_path = pg_catalog as $$ select (app.actor()).practitioner_id $$;
create function app.roles() returns text[] language sql stable set search_path = pg_catalog as $$ select coalesce((app.actor()).roles, '{}') $$;

-- Which queues this actor works: the desk's, and the duty psychologist's while on the roster.
create function app.queues() returns text[] language sql stable security definer set search_path = pg_catalog as $$
  select case when a.roles && array['desk', 'coordinator'] then array['desk'] else '{}'::text[] end
      || case when 'oncall' = any (a.roles) and exists (
           select 1 from access.duty d
           where d.account_id = a.account_id and d.withdrawn_at is null and d.from_at <= app.now() and d.until_at > app.now())
         then array['oncall'] else '{}'::text[] end
  from (select (app.actor()).*) a
$$;

-- First thing in the transaction of a request: names the actor, keeps the session awake, returns the database's clock.
create function app.enter(p_session text, p_idle_seconds integer, p_at timestamptz)
returns table (account_id uuid, session_id uuid, roles text[], organisation_id uuid, practitioner_id uuid, name text, session_level smallint, at timestamptz, stepped_up_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_hash bytea := sha256(decode(p_session, 'hex'));
begin
  perform set_config('app.session', p_session, true), set_config('app.at', coalesce(p_at, now())::text, true);
  return query
    select s.account_id, s.id, s.roles, s.organisation_id, s.practitioner_id, s.name, s.level, coalesce(p_at, now()), s.stepped_up_at
    from access.session s
    where s.token_hash = v_hash and s.ended_at is null and s.idle_until > now() and s.absolute_until > now();
  -- Written at most once a minute, so that reading stays reading.
  update access.session s set seen_at = now(), idle_until = least(s.absolute_until, now() + make_interval(secs => p_idle_seconds))
  where s.token_hash = v_hash and s.ended_at is null and s.idle_until > now() and s.absolute_until > now()
    and s.seen_at < now() - interval '60 seconds';
end $$;

-- The one door into the event log: all rows of one transaction in one statement, in their order. The actor comes from the session, never
-- from the caller; only the worker's own role may say that the system acted, the app's role without a session is the public.
create function app.record_events(p_happened_at timestamptz, p_purpose text, p_request_id uuid, p_system text, p_events jsonb)
returns void language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_actor app.actor_row := app.actor();
  v_system boolean := session_user = 'geleit_jobs';
begin
  insert into platform.event (happened_at, kind, action, object_kind, object_id, person_id, purpose, request_id, reason, data,
      actor_kind, actor_id, actor_roles, organisation_id, session_hash, source, decision, outcome)
  select p_happened_at, e.kind, e.action, e.object_kind, e.object_id, e.person_id, p_purpose, p_request_id, e.reason, coalesce(e.data, '{}'),
      case when v_actor.account_id is not null then 'account' when v_system then 'system' else 'public' end,
      v_actor.account_id, coalesce(v_actor.roles, '{}'), v_actor.organisation_id, sha256(v_actor.token_hash),
      case when v_system then coalesce(p_system, 'app') else 'app' end,
      case when e.action like '%.denied' then 'deny' else 'permit' end, case when e.action like '%.denied' then 4 else 0 end
  from rows from (jsonb_to_recordset(p_events) as (kind text, action text, object_kind text, object_id uuid, person_id uuid, reason text, data jsonb))
    with ordinality as e (kind, action, object_kind, object_id, person_id, reason, data, n)
  order by e.n;
end $$;

-- One read event for each person of a list.
create function app.record_reads(p_happened_at timestamptz, p_action text, p_object_kind text, p_objects uuid[], p_persons uuid[],
  p_purpose text, p_request_id uuid, p_kind char)
returns void language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_actor app.actor_row := app.actor();
begin
  insert into platform.event (happened_at, kind, action, object_kind, object_id, person_id, purpose, request_id,
      actor_kind, actor_id, actor_roles, organisation_id, session_hash)
  select p_happened_at, p_kind, p_action, p_object_kind, o.object_id, o.person_id, p_purpose, p_request_id,
      case when v_actor.account_id is not null then 'account' else 'system' end,
      v_actor.account_id, coalesce(v_actor.roles, '{}'), v_actor.organisation_id, sha256(v_actor.token_hash)
  from unnest(p_objects, p_persons) as o (object_id, person_id);
end $$;

-- Starts a command: null = go on; otherwise the row of the first time (its answer, or none while it is unknown).
create function app.begin_command(p_key uuid, p_endpoint text, p_body_hash bytea)
returns table (endpoint text, same_body boolean, status smallint, answer jsonb, etag integer)
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_actor uuid := coalesce((app.actor()).account_id, '00000000-0000-0000-0000-000000000000');
begin
  insert into platform.idempotency (actor_id, key, endpoint, body_hash) values (v_actor, p_key, p_endpoint, p_body_hash)
  on conflict (actor_id, key) do nothing;
  if found then return; end if;
  -- The winner has committed (the insert above waited for it); read its row, never infer it from the insert.
  return query select i.endpoint, i.body_hash = p_body_hash, i.status, i.answer, i.etag
    from platform.idempotency i where i.actor_id = v_actor and i.key = p_key;
end $$;
create function app.finish_command(p_key uuid, p_status smallint, p_answer jsonb, p_etag integer) returns void
language sql volatile security definer set search_path = pg_catalog as $$
  update platform.idempotency set status = p_status, answer = p_answer, etag = p_etag
  where actor_id = coalesce((app.actor()).account_id, '00000000-0000-0000-0000-000000000000') and key = p_key
$$;

-- Roles or places of an account changed: its live sessions know at once.
create function app.refresh_sessions(p_account uuid) returns void language sql volatile security definer set search_path = pg_catalog as $$
  update access.session s set roles = coalesce((select array_agg(r.role order by r.role) from access.account_role r where r.account_id = a.id), '{}'),
    organisation_id = a.organisation_id, practitioner_id = a.practitioner_id, name = a.name,
    ended_at = case when a.closed_at is not null then now() else s.ended_at end,
    ended_because = case when a.closed_at is not null then 'account-closed' else s.ended_because end
  from access.account a where a.id = p_account and s.account_id = a.id and s.ended_at is null
$$;
