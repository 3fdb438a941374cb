-- Who acts is asked by every policy of every statement. What it answers stays the same; what it costs falls from 50 to 10 millionths of a
-- second:
--   the hash of the token is worked out once, not once for each row of access.session that is looked at;
--   the session is found by its hash also where so few are signed in that PostgreSQL would rather read all of them;
--   what only picks a column of it is written into the statement that asks. Such a body is bound when it is made ("begin atomic"), so that
--   no search_path can bend it, and it runs with the rights of who asks.
create or replace function app.actor() returns app.actor_row language sql stable security definer set search_path = pg_catalog
set enable_seqscan = off as $$
  select row(s.account_id, s.id, s.roles, s.organisation_id, s.practitioner_id, s.token_hash)::app.actor_row
  from access.session s
  where s.token_hash = (select sha256(decode(nullif(current_setting('app.session', true), ''), 'hex')))
    and s.ended_at is null and s.level = 2 and s.idle_until > now() and s.absolute_until > now()
$$;
create or replace function app.account_id() returns uuid language sql stable begin atomic select (app.actor()).account_id; end;
create or replace function app.practitioner_id() returns uuid language sql stable begin atomic select (app.actor()).practitioner_id; end;
create or replace function app.roles() returns text[] language sql stable begin atomic
  select coalesce((app.actor()).roles, '{}');
end;
create or replace function app.now() returns timestamptz language sql stable begin atomic select now(); end;

-- The session is read once, and written only when its minute is over.
create or replace function app.enter(p_session text, p_idle_seconds integer, p_at timestamptz)
returns table (account_id uuid, session_id uuid, roles text[], organisation_id uuid, practitioner_id uuid, name text, session_level smallint, at timestamptz, stepped_up_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog set enable_seqscan = off as $$
declare
  v_hash bytea := sha256(decode(p_session, 'hex'));
  v_seen_at timestamptz;
begin
  at := coalesce(p_at, now());
  perform set_config('app.session', p_session, true), set_config('app.at', at::text, true);
  select s.account_id, s.id, s.roles, s.organisation_id, s.practitioner_id, s.name, s.level, s.stepped_up_at, s.seen_at
  into account_id, session_id, roles, organisation_id, practitioner_id, name, session_level, stepped_up_at, v_seen_at
  from access.session s
  where s.token_hash = v_hash and s.ended_at is null and s.idle_until > now() and s.absolute_until > now();
  if not found then return; end if;
  -- Written at most once a minute, so that reading stays reading.
  if v_seen_at < now() - interval '60 seconds' then
    update access.session s set seen_at = now(), idle_until = least(s.absolute_until, now() + make_interval(secs => p_idle_seconds))
    where s.token_hash = v_hash and s.ended_at is null and s.idle_until > now() and s.absolute_until > now()
      and s.seen_at < now() - interval '60 seconds';
  end if;
  return next;
end $$;
