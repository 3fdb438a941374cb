-- Codes by mail for the portal: a mailbox is not flooded, and whoever has used up the tries of a start is told to begin again instead of
-- being sent codes that cannot work.
alter table access.portal_code add column sent smallint not null default 1;
drop function app.begin_portal_code(bytea);
-- A new code for this half session: also the first of somebody who has no factor yet. 'too-many': five for this start, or fifteen for the
-- account within an hour; 'no': an app is set up, or nobody is half signed in.
create function app.start_portal_code(p_hash bytea) returns text language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_account uuid;
  v_session access.session := app.live_session();
  v_sent bigint;
begin
  select a.id into v_account from access.account a
    where a.id = v_session.account_id and a.closed_at is null and a.portal and a.totp_confirmed_at is null and v_session.level = 1 for update;
  if not found then return 'no'; end if;
  select coalesce(sum(c.sent), 0) into v_sent from access.portal_code c where c.account_id = v_account and c.expires_at > app.now() - interval '50 minutes';
  if v_sent >= 15 or exists (select 1 from access.portal_code c where c.session_id = v_session.id and (c.sent >= 5 or c.tries >= 5)) then return 'too-many'; end if;
  insert into access.portal_code (session_id, account_id, code_hash, expires_at) values (v_session.id, v_account, p_hash, app.now() + interval '10 minutes')
    on conflict (session_id) do update set code_hash = excluded.code_hash, expires_at = excluded.expires_at, sent = portal_code.sent + 1;
  return 'begun';
end $$;
create or replace function app.raise_portal_session(p_hash bytea, p_token text, p_idle_seconds integer) returns text language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_session access.session := app.live_session();
  v access.portal_code;
begin
  perform 1 from access.session s where s.id = v_session.id and s.level = 1 and s.ended_at is null for update;
  if not found then return 'no-session'; end if;
  select c.* into v from access.portal_code c where c.session_id = v_session.id for update;
  if not found then return 'wrong'; end if;
  if v.tries >= 5 then return 'used-up'; end if;
  if v.expires_at <= app.now() then return 'wrong'; end if;
  if v.code_hash <> p_hash then
    update access.portal_code c set tries = c.tries + 1 where c.session_id = v_session.id;
    return case when v.tries = 4 then 'used-up' else 'wrong' end;
  end if;
  delete from access.portal_code c where c.session_id = v_session.id;
  update access.account a set portal_factor = 'mail', totp_sealed = null, totp_check = null where a.id = v_session.account_id and a.totp_confirmed_at is null;
  if not found then return 'wrong'; end if;
  update access.session s set token_hash = sha256(decode(p_token, 'hex')), level = 2, created_at = now(), seen_at = now(),
    idle_until = now() + make_interval(secs => least(p_idle_seconds, 43200)), absolute_until = now() + interval '12 hours', stepped_up_at = app.now()
  where s.id = v_session.id;
  perform app.refresh_sessions(v_session.account_id);
  perform set_config('app.session', p_token, true);
  return 'raised';
end $$;
revoke execute on function app.start_portal_code(bytea) from public;
grant execute on function app.start_portal_code(bytea) to geleit_app;
