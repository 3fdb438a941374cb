-- Accounts: invitations, roles, places, closing. Rights of the administration are asked here again, with a fresh second factor.
alter table access.invitation add column secrecy_bound_at timestamptz;
alter table access.invitation add column recovers uuid references access.account; -- a new start for an account that exists

-- § 203 (4) StGB: nobody gets a role near persons before the obligation is on file.
create function access.role_needs_secrecy() returns trigger language plpgsql as $$
begin
  if new.role <> 'admin' and not exists (select 1 from access.account a where a.id = new.account_id and a.secrecy_bound_at is not null) then
    raise exception 'no secrecy obligation on file' using errcode = 'check_violation', constraint = 'role_needs_secrecy';
  end if;
  return new;
end $$;
create trigger role_needs_secrecy before insert or update on access.account_role for each row execute function access.role_needs_secrecy();

-- One change of administrators at a time; what the actor may is asked after the wait, so that two cannot remove each other.
create function app.insist_admin() returns app.actor_row language plpgsql volatile set search_path = pg_catalog as $$
declare
  v_actor app.actor_row;
begin
  perform pg_advisory_xact_lock(hashtextextended('access.administration', 0));
  v_actor := app.actor();
  if v_actor.account_id is null or not 'admin' = any (v_actor.roles) or not app.stepped_up() then
    raise exception 'needs an administrator who has just confirmed' using errcode = 'insufficient_privilege';
  end if;
  return v_actor;
end $$;
create function app.is_last_admin(p_account uuid) returns boolean language sql stable set search_path = pg_catalog as $$
  select exists (select 1 from access.account_role r where r.account_id = p_account and r.role = 'admin')
    and not exists (select 1 from access.account_role r join access.account a on a.id = r.account_id
      where r.role = 'admin' and a.closed_at is null and a.id <> p_account)
$$;

-- Writes an invitation; 'invited' or what stands against it. The system may invite the first administrator, while there is none.
create function app.invite(p_id uuid, p_code_hash bytea, p_email text, p_name text, p_roles text[], p_organisation uuid, p_practitioner uuid,
  p_secrecy timestamptz, p_recovers uuid, p_expires timestamptz)
returns text language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_actor app.actor_row;
  v_account access.account;
begin
  if app.is_system() then
    perform pg_advisory_xact_lock(hashtextextended('access.administration', 0));
    if p_roles <> array['admin'] or p_recovers is not null or exists (
        select 1 from access.account_role r join access.account a on a.id = r.account_id where r.role = 'admin' and a.closed_at is null) then
      return 'admin-exists';
    end if;
  else
    v_actor := app.insist_admin();
  end if;
  if p_recovers is not null then
    select a.* into v_account from access.account a where a.id = p_recovers and a.closed_at is null;
    if not found then return 'account-not-found'; end if;
    p_email := v_account.email; p_name := v_account.name; p_roles := '{}'; p_organisation := null; p_practitioner := null; p_secrecy := null;
  else
    if exists (select 1 from unnest(p_roles) r where r <> 'admin') and p_secrecy is null then return 'missing-secrecy'; end if;
    if exists (select 1 from access.account a where a.email = p_email and a.closed_at is null) then return 'account-exists'; end if;
    if exists (select 1 from access.account a where a.practitioner_id = p_practitioner and a.closed_at is null) then return 'practitioner-taken'; end if;
  end if;
  update access.invitation i set withdrawn_at = app.now() where i.email = p_email and i.accepted_at is null and i.withdrawn_at is null;
  insert into access.invitation (id, code_hash, email, name, roles, organisation_id, practitioner_id, secrecy_bound_at, recovers, invited_by, created_at, expires_at)
  values (p_id, p_code_hash, p_email, p_name, p_roles, p_organisation, p_practitioner, p_secrecy, p_recovers, v_actor.account_id, app.now(),
    least(p_expires, app.now() + interval '14 days'));
  return 'invited';
end $$;

create function app.withdraw_invitation(p_id uuid) returns boolean language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not 'admin' = any (app.roles()) then raise exception 'needs an administrator' using errcode = 'insufficient_privilege'; end if;
  update access.invitation i set withdrawn_at = app.now() where i.id = p_id and i.accepted_at is null and i.withdrawn_at is null;
  return found;
end $$;

-- The invitation behind a code, if it still opens anything.
create function app.find_invitation(p_code_hash bytea) returns table (email text, name text, roles text[], recovery boolean)
language sql stable security definer set search_path = pg_catalog as $$
  select nullif(i.email, ''), case when i.email <> '' then i.name end, i.roles, i.recovers is not null
  from access.invitation i
  where i.code_hash = p_code_hash and i.accepted_at is null and i.withdrawn_at is null and i.expires_at > app.now()
$$;

-- Takes an invitation once: opens the account, or gives an existing one its new start, and a session of level 1.
create function app.accept_invitation(p_code_hash bytea, p_account uuid, p_email text, p_name text, p_hash text, p_session uuid, p_token text, p_device text)
returns table (answer text, account_id uuid, invitation_id uuid, recovered boolean)
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v access.invitation;
begin
  answer := 'link-expired';
  select i.* into v from access.invitation i where i.code_hash = p_code_hash for update;
  if not found or v.accepted_at is not null or v.withdrawn_at is not null or v.expires_at <= app.now() then return next; return; end if;
  invitation_id := v.id; recovered := v.recovers is not null; account_id := coalesce(v.recovers, p_account);
  if recovered then
    update access.account a set password_hash = p_hash, totp_sealed = null, totp_check = null, totp_confirmed_at = null, totp_last_step = null, version = a.version + 1
      where a.id = v.recovers and a.closed_at is null;
    if not found then return next; return; end if;
    update access.session s set ended_at = now(), ended_because = 'account-recovered' where s.account_id = v.recovers and s.ended_at is null;
  else
    if v.email = '' and (p_email is null or p_name is null) then answer := 'missing-name'; return next; return; end if;
    if v.email <> '' then p_email := v.email; p_name := v.name; end if;
    if exists (select 1 from access.account a where a.email = p_email and a.closed_at is null) then answer := 'account-exists'; return next; return; end if;
    insert into access.account (id, email, name, organisation_id, practitioner_id, secrecy_bound_at, password_hash, created_at)
      values (p_account, p_email, p_name, v.organisation_id, v.practitioner_id, v.secrecy_bound_at, p_hash, app.now());
    insert into access.account_role (account_id, role, granted_by, granted_at) select p_account, r, v.invited_by, app.now() from unnest(v.roles) r;
  end if;
  update access.invitation i set accepted_at = app.now(), account_id = accept_invitation.account_id where i.id = v.id;
  insert into access.session (id, token_hash, account_id, roles, name, level, device, created_at, seen_at, idle_until, absolute_until)
    select p_session, sha256(decode(p_token, 'hex')), a.id, '{}', a.name, 1, left(p_device, 120), now(), now(), now() + interval '10 minutes', now() + interval '10 minutes'
    from access.account a where a.id = accept_invitation.account_id;
  answer := 'accepted';
  return next;
end $$;

-- Changes of an account: 'changed' with the new version, or what stands against it with the current one.
create function app.set_roles(p_account uuid, p_roles text[], p_version integer)
returns table (answer text, version integer) language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_actor app.actor_row := app.insist_admin();
  v access.account;
begin
  select a.* into v from access.account a where a.id = p_account and a.closed_at is null for update;
  if not found then answer := 'account-not-found'; return next; return; end if;
  version := v.version;
  if v.version <> p_version then answer := 'version-old'; return next; return; end if;
  if not 'admin' = any (p_roles) and app.is_last_admin(p_account) then answer := 'last-admin'; return next; return; end if;
  if not 'admin' = any (p_roles) and p_account = v_actor.account_id then answer := 'own-admin-role'; return next; return; end if;
  if v.secrecy_bound_at is null and exists (select 1 from unnest(p_roles) r where r <> 'admin') then answer := 'missing-secrecy'; return next; return; end if;
  delete from access.account_role r where r.account_id = p_account and not r.role = any (p_roles);
  insert into access.account_role (account_id, role, granted_by, granted_at) select p_account, r, v_actor.account_id, app.now() from unnest(p_roles) r on conflict do nothing;
  if not 'admin' = any (p_roles) then
    update access.invitation i set withdrawn_at = app.now() where i.invited_by = p_account and i.accepted_at is null and i.withdrawn_at is null;
  end if;
  update access.account a set version = a.version + 1 where a.id = p_account returning a.version into version;
  perform app.refresh_sessions(p_account);
  answer := 'changed';
  return next;
end $$;

create function app.set_place(p_account uuid, p_name text, p_organisation uuid, p_practitioner uuid, p_desk text, p_version integer)
returns table (answer text, version integer) language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_actor app.actor_row := app.insist_admin();
  v access.account;
begin
  select a.* into v from access.account a where a.id = p_account and a.closed_at is null for update;
  if not found then answer := 'account-not-found'; return next; return; end if;
  version := v.version;
  if v.version <> p_version then answer := 'version-old'; return next; return; end if;
  if exists (select 1 from access.account a where a.practitioner_id = p_practitioner and a.closed_at is null and a.id <> p_account) then
    answer := 'practitioner-taken'; return next; return;
  end if;
  update access.account a set name = p_name, organisation_id = p_organisation, practitioner_id = p_practitioner, desk_label = p_desk, version = a.version + 1
    where a.id = p_account returning a.version into version;
  perform app.refresh_sessions(p_account);
  answer := 'changed';
  return next;
end $$;

create function app.bind_secrecy(p_account uuid, p_at timestamptz, p_version integer)
returns table (answer text, version integer) language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_actor app.actor_row := app.insist_admin();
  v access.account;
begin
  select a.* into v from access.account a where a.id = p_account and a.closed_at is null for update;
  if not found then answer := 'account-not-found'; return next; return; end if;
  version := v.version;
  if v.version <> p_version then answer := 'version-old'; return next; return; end if;
  update access.account a set secrecy_bound_at = p_at, version = a.version + 1 where a.id = p_account returning a.version into version;
  answer := 'changed';
  return next;
end $$;

-- Offboarding in one transaction: sessions, coming duties, invitations she sent, password and second factor.
create function app.close_account(p_account uuid, p_version integer)
returns table (answer text, version integer) language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_actor app.actor_row := app.insist_admin();
  v access.account;
begin
  select a.* into v from access.account a where a.id = p_account and a.closed_at is null for update;
  if not found then answer := 'account-not-found'; return next; return; end if;
  version := v.version;
  if v.version <> p_version then answer := 'version-old'; return next; return; end if;
  if app.is_last_admin(p_account) then answer := 'last-admin'; return next; return; end if;
  if p_account = v_actor.account_id then answer := 'own-account'; return next; return; end if;
  update access.account a set closed_at = app.now(), password_hash = null, totp_sealed = null, totp_check = null, totp_confirmed_at = null, version = a.version + 1
    where a.id = p_account returning a.version into version;
  update access.duty d set withdrawn_at = app.now() where d.account_id = p_account and d.withdrawn_at is null and d.until_at > app.now();
  update access.invitation i set withdrawn_at = app.now()
    where (i.invited_by = p_account or i.recovers = p_account) and i.accepted_at is null and i.withdrawn_at is null;
  perform app.refresh_sessions(p_account);
  answer := 'changed';
  return next;
end $$;

create function app.reopen_account(p_account uuid, p_version integer)
returns table (answer text, version integer) language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_actor app.actor_row := app.insist_admin();
  v access.account;
begin
  select a.* into v from access.account a where a.id = p_account and a.closed_at is not null for update;
  if not found then answer := 'account-not-found'; return next; return; end if;
  version := v.version;
  if v.version <> p_version then answer := 'version-old'; return next; return; end if;
  if exists (select 1 from access.account a where a.email = v.email and a.closed_at is null) then answer := 'account-exists'; return next; return; end if;
  if exists (select 1 from access.account a where a.practitioner_id = v.practitioner_id and a.closed_at is null) then answer := 'practitioner-taken'; return next; return; end if;
  update access.account a set closed_at = null, version = a.version + 1 where a.id = p_account returning a.version into version;
  answer := 'changed';
  return next;
end $$;

-- For the system alone: accounts of a demo, a test, an import.
create function app.create_account(p_id uuid, p_email text, p_name text, p_roles text[], p_organisation uuid, p_practitioner uuid, p_desk text,
  p_secrecy timestamptz, p_locale text, p_hash text, p_totp_sealed bytea, p_totp_check bytea)
returns void language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not app.is_system() then raise exception 'only the system makes accounts' using errcode = 'insufficient_privilege'; end if;
  insert into access.account (id, email, name, locale, organisation_id, practitioner_id, desk_label, secrecy_bound_at, password_hash, totp_sealed, totp_check, totp_confirmed_at, created_at)
    values (p_id, p_email, p_name, p_locale, p_organisation, p_practitioner, p_desk, p_secrecy, p_hash, p_totp_sealed, p_totp_check,
      case when p_totp_check is not null then app.now() end, app.now());
  insert into access.account_role (account_id, role, granted_at) select p_id, r, app.now() from unnest(p_roles) r;
end $$;
create function app.open_demo_door() returns void language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not app.is_system() then raise exception 'only the system opens the demo' using errcode = 'insufficient_privilege'; end if;
  insert into access.demo_door (open) values (true) on conflict do nothing;
end $$;
create function app.demo_people() returns table (account_id uuid, name text, email text, desk_label text, roles text[])
language sql stable security definer set search_path = pg_catalog as $$
  select a.id, a.name, a.email, a.desk_label, array(select r.role from access.account_role r where r.account_id = a.id order by r.role)
  from access.account a where a.closed_at is null and exists (select 1 from access.demo_door) order by a.created_at, a.id
$$;
-- A whole session without proof: where the demo's door stands open, nowhere else.
create function app.open_unproven_session(p_account uuid, p_id uuid, p_token text, p_device text, p_idle_seconds integer)
returns boolean language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not exists (select 1 from access.demo_door) then return false; end if;
  insert into access.session (id, token_hash, account_id, roles, organisation_id, practitioner_id, name, level, device, created_at, seen_at, idle_until, absolute_until, stepped_up_at)
    select p_id, sha256(decode(p_token, 'hex')), a.id, array(select r.role from access.account_role r where r.account_id = a.id order by r.role), a.organisation_id, a.practitioner_id,
      a.name, 2, left(p_device, 120), now(), now(), now() + make_interval(secs => least(p_idle_seconds, 43200)), now() + interval '12 hours', app.now()
    from access.account a where a.id = p_account and a.closed_at is null;
  if not found then return false; end if;
  perform set_config('app.session', p_token, true);
  return true;
end $$;

revoke execute on all functions in schema app from public;
revoke execute on function access.role_needs_secrecy() from public;
grant execute on function app.invite(uuid, bytea, text, text, text[], uuid, uuid, timestamptz, uuid, timestamptz), app.open_unproven_session(uuid, uuid, text, text, integer) to geleit_app, geleit_jobs;
grant execute on function app.withdraw_invitation(uuid), app.find_invitation(bytea), app.accept_invitation(bytea, uuid, text, text, text, uuid, text, text),
  app.set_roles(uuid, text[], integer), app.set_place(uuid, text, uuid, uuid, text, integer), app.bind_secrecy(uuid, timestamptz, integer),
  app.close_account(uuid, integer), app.reopen_account(uuid, integer), app.demo_people() to geleit_app;
grant execute on function app.create_account(uuid, text, text, text[], uuid, uuid, text, timestamptz, text, text, bytea, bytea), app.open_demo_door() to geleit_jobs;
