-- Sign-in. Every function here is read as somebody would who can run any SQL as geleit_app: passwords are compared here and never
-- handed out, a session of level 2 needs the second factor's own secret, which is sealed with a key that the database does not have.
alter table access.account add column totp_check bytea check (length(totp_check) = 32); -- SHA-256 of the 160-bit secret
comment on column access.account.password_hash is 'argon2id-sha256$m=KiB,t=passes,p=1$salt (base64url)$SHA-256 of the argon2id tag (hex)';

-- One row opens sign-in without proof. Only the system can write it, and only a demo or a test does.
create table access.demo_door (open boolean primary key check (open), opened_at timestamptz not null default clock_timestamp());
alter table access.demo_door enable row level security;
alter table access.demo_door force row level security;
create policy owner_functions on access.demo_door to geleit_owner using (true) with check (true);

-- What the app could write so far and must not: a name, place or role is changed by the administration's functions alone.
revoke update on access.account from geleit_app;
grant update (locale, scheme) on access.account to geleit_app;
revoke insert, delete on access.account_role from geleit_app;
revoke insert, update on access.invitation from geleit_app;

-- The session of this transaction at any level; called by the functions below only (others lack the columns).
create function app.live_session() returns access.session language sql stable set search_path = pg_catalog as $$
  select s from access.session s
  where s.token_hash = sha256(decode(nullif(current_setting('app.session', true), ''), 'hex'))
    and s.ended_at is null and s.idle_until > now() and s.absolute_until > now()
$$;
create function app.password_fits(p_stored text, p_proof bytea) returns boolean language sql immutable set search_path = pg_catalog as $$
  select coalesce(p_stored like 'argon2id-sha256$%' and split_part(p_stored, '$', 4) = encode(sha256(p_proof), 'hex'), false)
$$;

-- Salt and parameters with which one account's password must be stretched; the check value stays here.
create function app.credentials(p_email text) returns table (account_id uuid, form text) language sql stable security definer set search_path = pg_catalog as $$
  select a.id, regexp_replace(a.password_hash, '\$[^$]*$', '') from access.account a where a.email = p_email and a.closed_at is null
$$;

-- First step: the stretched password is the proof. Opens a session of level 1 (nobody to the database, ten minutes).
create function app.open_session(p_email text, p_proof bytea, p_id uuid, p_token text, p_device text)
returns table (account_id uuid, confirmed boolean) language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v access.account;
begin
  select a.* into v from access.account a where a.email = p_email and a.closed_at is null for update;
  if not found or not app.password_fits(v.password_hash, p_proof) then return; end if;
  insert into access.session (id, token_hash, account_id, roles, name, level, device, created_at, seen_at, idle_until, absolute_until)
  values (p_id, sha256(decode(p_token, 'hex')), v.id, '{}', v.name, 1, left(p_device, 120), now(), now(), now() + interval '10 minutes', now() + interval '10 minutes');
  account_id := v.id; confirmed := v.totp_confirmed_at is not null;
  return next;
end $$;

-- The same password stretched with newer parameters.
create function app.renew_password(p_email text, p_proof bytea, p_hash text) returns void language sql volatile security definer set search_path = pg_catalog as $$
  update access.account a set password_hash = p_hash where a.email = p_email and a.closed_at is null and app.password_fits(a.password_hash, p_proof)
$$;

-- The sealed second factor of whoever holds this session, at any level.
create function app.second_factor() returns table (account_id uuid, email text, sealed bytea, confirmed boolean, last_step bigint, level smallint)
language sql stable security definer set search_path = pg_catalog as $$
  select a.id, a.email, a.totp_sealed, a.totp_confirmed_at is not null, a.totp_last_step, s.level
  from app.live_session() s join access.account a on a.id = s.account_id and a.closed_at is null
$$;

-- A secret for an app that is being set up: half signed in, and nothing confirmed before.
create function app.begin_enrolment(p_sealed bytea, p_check bytea) returns boolean language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  update access.account a set totp_sealed = p_sealed, totp_check = p_check, totp_last_step = null
  from app.live_session() s where a.id = s.account_id and s.level = 1 and a.totp_confirmed_at is null and a.closed_at is null;
  return found;
end $$;

-- Spends one code: 'spent', 'wrong' or 'used'. RFC 6238 5.2: a step works once; one step of 30 s to either side.
create function app.spend_code(p_account uuid, p_secret bytea, p_step bigint) returns text language plpgsql volatile set search_path = pg_catalog as $$
declare
  v access.account;
begin
  select a.* into v from access.account a where a.id = p_account and a.closed_at is null for update;
  if not found or v.totp_check is null or v.totp_check <> sha256(p_secret) then return 'wrong'; end if;
  if abs(p_step - floor(extract(epoch from app.now()) / 30)) > 1 then return 'wrong'; end if;
  if p_step <= v.totp_last_step then return 'used'; end if;
  update access.account a set totp_last_step = p_step where a.id = p_account;
  return 'spent';
end $$;

-- Second step: the same session under a new token at level 2. p_enrol: the code confirms an app that was just set up.
create function app.raise_session(p_secret bytea, p_step bigint, p_enrol boolean, p_token text, p_idle_seconds integer)
returns text language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_session access.session := app.live_session();
  v_answer text;
begin
  perform 1 from access.session s where s.id = v_session.id and s.level = 1 and s.ended_at is null for update;
  if not found then return 'no-session'; end if;
  perform 1 from access.account a where a.id = v_session.account_id and (a.totp_confirmed_at is null) = p_enrol for update;
  if not found then return 'wrong'; end if;
  v_answer := app.spend_code(v_session.account_id, p_secret, p_step);
  if v_answer <> 'spent' then return v_answer; end if;
  update access.account a set totp_confirmed_at = coalesce(a.totp_confirmed_at, app.now()) where a.id = v_session.account_id;
  update access.session s set token_hash = sha256(decode(p_token, 'hex')), level = 2, created_at = now(), seen_at = now(),
    idle_until = now() + make_interval(secs => least(p_idle_seconds, 43200)), absolute_until = now() + interval '12 hours', stepped_up_at = app.now()
  where s.id = v_session.id;
  perform app.refresh_sessions(v_session.account_id);
  perform set_config('app.session', p_token, true);
  return 'raised';
end $$;

-- Once more with a fresh code. In a demo, where nobody has an app, asking is enough.
create function app.step_up(p_secret bytea, p_step bigint) returns text language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_actor app.actor_row := app.actor();
  v_answer text;
begin
  if v_actor.account_id is null then return 'no-session'; end if;
  if exists (select 1 from access.demo_door) and exists (select 1 from access.account a where a.id = v_actor.account_id and a.totp_check is null) then
    v_answer := 'spent';
  else
    v_answer := app.spend_code(v_actor.account_id, p_secret, p_step);
  end if;
  if v_answer = 'spent' then update access.session s set stepped_up_at = app.now() where s.id = v_actor.session_id; end if;
  return v_answer;
end $$;
create function app.stepped_up() returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select exists (select 1 from access.session s where s.id = (app.actor()).session_id and s.stepped_up_at > app.now() - interval '5 minutes' and s.stepped_up_at <= app.now())
$$;

-- Ends one session: the current one (null) at any level, or another of one's own.
create function app.end_session(p_session uuid, p_because text) returns boolean language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_session access.session := app.live_session();
begin
  update access.session s set ended_at = now(), ended_because = p_because
  where s.id = coalesce(p_session, v_session.id) and s.account_id = v_session.account_id and s.ended_at is null and (v_session.level = 2 or s.id = v_session.id);
  return found;
end $$;
create function app.end_sessions(p_but_this boolean, p_because text) returns integer language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_actor app.actor_row := app.actor();
  v_count integer;
begin
  update access.session s set ended_at = now(), ended_because = p_because
  where s.account_id = v_actor.account_id and s.ended_at is null and not (p_but_this and s.id = v_actor.session_id);
  get diagnostics v_count = row_count;
  return v_count;
end $$;

-- A new password for oneself, against the old one; all other sessions end. Null: the old one is wrong.
create function app.set_password(p_proof bytea, p_hash text) returns integer language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_actor app.actor_row := app.actor();
begin
  update access.account a set password_hash = p_hash where a.id = v_actor.account_id and app.password_fits(a.password_hash, p_proof);
  if not found then return null; end if;
  return app.end_sessions(true, 'password-changed');
end $$;

-- Tries, by bucket. Buckets are keyed hashes. Locking goes in the order of their names.
create function app.look_throttle(p_buckets text[]) returns table (bucket text, tries integer, blocked_until timestamptz, touched_at timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
  select t.bucket, t.tries, t.blocked_until, t.touched_at from access.throttle t where t.bucket = any (p_buckets)
$$;
create function app.lock_throttle(p_buckets text[]) returns table (bucket text, tries integer, blocked_until timestamptz, touched_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  insert into access.throttle (bucket, tries, blocked_until, touched_at)
    select b, 0, app.now(), app.now() from unnest(p_buckets) b order by b on conflict do nothing;
  return query select t.bucket, t.tries, t.blocked_until, t.touched_at from access.throttle t where t.bucket = any (p_buckets) order by t.bucket for update;
end $$;
create function app.set_throttle(p_bucket text, p_tries integer, p_blocked_until timestamptz) returns void
language sql volatile security definer set search_path = pg_catalog as $$
  insert into access.throttle (bucket, tries, blocked_until, touched_at) values (p_bucket, p_tries, p_blocked_until, app.now())
  on conflict (bucket) do update set tries = excluded.tries, blocked_until = excluded.blocked_until, touched_at = excluded.touched_at
$$;
-- Housekeeping of the system: tries are forgotten after a day by rule, known places after 90 days.
create function app.forget_throttle() returns integer language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_count integer;
begin
  if not app.is_system() then raise exception 'the system forgets' using errcode = 'insufficient_privilege'; end if;
  delete from access.throttle t where t.touched_at < app.now() - case when t.bucket like 'known:%' then interval '90 days' else interval '2 days' end;
  get diagnostics v_count = row_count;
  return v_count;
end $$;

revoke execute on all functions in schema app from public;
grant execute on function app.credentials(text), app.open_session(text, bytea, uuid, text, text), app.renew_password(text, bytea, text), app.second_factor(), app.begin_enrolment(bytea, bytea),
  app.raise_session(bytea, bigint, boolean, text, integer), app.step_up(bytea, bigint), app.stepped_up(), app.end_session(uuid, text), app.end_sessions(boolean, text),
  app.set_password(bytea, text), app.look_throttle(text[]), app.lock_throttle(text[]), app.set_throttle(text, integer, timestamptz) to geleit_app;
grant execute on function app.forget_throttle() to geleit_jobs;
