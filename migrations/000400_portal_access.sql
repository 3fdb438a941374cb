-- The portal: accounts of clients and relatives, what opens to them, and their messages. Nothing here goes through access.care_relation.
alter table access.account
  add column portal boolean not null default false,          -- of a client or relative; has the role client and no other
  add column portal_factor text check (portal_factor in ('mail')), -- without an app: a code by mail at every sign-in
  add column portal_language text not null default 'de' check (portal_language in ('de', 'de-easy', 'en', 'tr', 'ar', 'uk'));
grant select (portal, portal_language) on access.account to geleit_app, geleit_jobs;
grant update (portal_language) on access.account to geleit_app;
alter table access.portal_invitation add column release_id uuid;
alter table access.portal_relation add column release_id uuid, add column name text not null default '' check (length(name) <= 120);
alter table access.portal_relation add constraint portal_relation_released check (kind <> 'relative' or release_id is not null);
alter table access.portal_invitation add constraint portal_invitation_whole check ((kind <> 'relative' or release_id is not null) and (kind <> 'guardian' or guardian_id is not null));
grant select, insert on access.portal_invitation to geleit_jobs;

-- Clients have the role client, staff any other; nobody has both in one account, and no administrator can grant it.
create or replace function access.role_needs_secrecy() returns trigger language plpgsql as $$
begin
  if (new.role = 'client') <> coalesce((select a.portal from access.account a where a.id = new.account_id), false) then
    raise exception 'the portal has accounts of its own' using errcode = 'check_violation', constraint = 'role_needs_secrecy';
  end if;
  if new.role not in ('admin', 'client') and not exists (select 1 from access.account a where a.id = new.account_id and a.secrecy_bound_at is not null) then
    raise exception 'no secrecy obligation on file' using errcode = 'check_violation', constraint = 'role_needs_secrecy';
  end if;
  return new;
end $$;
create or replace function app.create_account(p_id uuid, p_email text, p_name text, p_roles text[], p_organisation uuid, p_practitioner uuid, p_desk text,
  p_secrecy timestamptz, p_locale text, p_hash text, p_totp_sealed bytea, p_totp_check bytea)
returns void language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not app.is_system() then raise exception 'only the system makes accounts' using errcode = 'insufficient_privilege'; end if;
  insert into access.account (id, email, name, locale, organisation_id, practitioner_id, desk_label, secrecy_bound_at, password_hash, totp_sealed, totp_check, totp_confirmed_at, created_at, portal)
    values (p_id, p_email, p_name, p_locale, p_organisation, p_practitioner, p_desk, p_secrecy, p_hash, p_totp_sealed, p_totp_check,
      case when p_totp_check is not null then app.now() end, app.now(), p_roles = array['client']);
  insert into access.account_role (account_id, role, granted_at) select p_id, r, app.now() from unnest(p_roles) r;
end $$;
create or replace function app.demo_people() returns table (account_id uuid, name text, email text, desk_label text, roles text[])
language sql stable security definer set search_path = pg_catalog as $$
  select a.id, a.name, a.email, a.desk_label, array(select r.role from access.account_role r where r.account_id = a.id order by r.role)
  from access.account a where a.closed_at is null and not a.portal and exists (select 1 from access.demo_door) order by a.created_at, a.id
$$;
-- An account that gets its code by mail has a second factor already: no app is set up with the password alone.
create or replace function app.begin_enrolment(p_sealed bytea, p_check bytea) returns boolean language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  update access.account a set totp_sealed = p_sealed, totp_check = p_check, totp_last_step = null
  from app.live_session() s where a.id = s.account_id and s.level = 1 and a.totp_confirmed_at is null and a.portal_factor is null and a.closed_at is null;
  return found;
end $$;

-- What was open to everybody with an account is for staff; clients see their own account and no other.
create policy not_for_clients on access.account as restrictive for select to geleit_app
  using (id = (select app.account_id()) or (not portal and not 'client' = any ((select app.roles())::text[])));
do $$
declare t text;
begin
  foreach t in array array['access.account_role', 'access.duty', 'crisis.page', 'messages.message', 'soziotherapie.contingent', 'soziotherapie.device_key'] loop
    execute format('create policy not_for_clients on %s as restrictive to geleit_app using (not ''client'' = any ((select app.roles())::text[])) with check (not ''client'' = any ((select app.roles())::text[]))', t);
  end loop;
end $$;


-- ---- what opens --------------------------------------------------------------------------------------------------------------------
-- Persons whose rows of a class this client may read now: her own and those for whom she acts; a relative only what a release that lives
-- this second opens. Without a class: oneself and guardians alone.
create function app.portal_persons(p_class text) returns uuid[] language sql stable security definer set search_path = pg_catalog as $$
  select coalesce(array_agg(r.person_id), '{}') from access.portal_relation r, app.actor() a
  where 'client' = any (a.roles) and r.account_id = a.account_id and r.from_at <= app.now() and (r.until_at is null or r.until_at > app.now())
    and (r.kind <> 'relative' or (p_class is not null and p_class = any (r.classes) and exists (
      select 1 from consent.consent c where c.id = r.release_id and c.person_id = r.person_id and c.kind = 'release' and c.recipient_kind = 'relative'
        and p_class = any (c.classes) and c.withdrawn_at is null and c.given_at <= app.now() and c.until_at > app.now())))
$$;
create function app.portal_all() returns uuid[] language sql stable security definer set search_path = pg_catalog as $$
  select coalesce(array_agg(r.person_id), '{}') from access.portal_relation r, app.actor() a
  where 'client' = any (a.roles) and r.account_id = a.account_id and r.from_at <= app.now() and (r.until_at is null or r.until_at > app.now())
    and (r.kind <> 'relative' or exists (select 1 from consent.consent c where c.id = r.release_id and c.person_id = r.person_id and c.kind = 'release'
        and c.recipient_kind = 'relative' and c.withdrawn_at is null and c.given_at <= app.now() and c.until_at > app.now()))
$$;
create policy tasks_of_clients on tasks.task as restrictive for insert to geleit_app
  with check (not 'client' = any ((select app.roles())::text[]) or (kind = 'portal-message' and person_id = any ((select app.portal_all())::uuid[])));
create policy of_the_client on people.person for select to geleit_app using (id = any ((select app.portal_persons('identity'))::uuid[]));
create policy of_the_client on platform.person_key for select to geleit_app using (person_id = any ((select app.portal_all())::uuid[]));
create policy begun_by_the_client on platform.person_key for insert to geleit_app with check (person_id = any ((select app.portal_all())::uuid[]));
create policy of_the_client on scheduling.appointment for select to geleit_app using (person_id = any ((select app.portal_persons('appointments'))::uuid[]));
create policy of_the_client on soziotherapie.session for select to geleit_app using (person_id = any ((select app.portal_persons('appointments'))::uuid[]));
create policy of_the_client on consent.consent for select to geleit_app using (person_id = any ((select app.portal_persons(null))::uuid[]));
create policy of_the_client on cases.case for select to geleit_app using (person_id = any ((select app.portal_persons(null))::uuid[]));
create policy of_the_client on cases.plan_version for select to geleit_app using (state <> 'draft' and person_id = any ((select app.portal_persons('plan'))::uuid[]));

-- ---- messages ----------------------------------------------------------------------------------------------------------------------
-- Short texts between a portal account and one service (or the desk: no service), about one person.
create table portal.message (
  id uuid primary key,
  person_id uuid not null references people.person,
  account_id uuid not null references access.account,        -- the portal's account whose conversation it is
  organisation_id uuid references directory.organisation,    -- null: the appointment desk
  from_client boolean not null,
  sealed bytea not null,
  written_at timestamptz not null,
  written_by uuid not null references access.account,
  read_at timestamptz
);
create index message_of_account on portal.message (account_id, written_at);
create index message_of_person on portal.message (person_id, organisation_id, written_at);
alter table portal.message enable row level security;
alter table portal.message force row level security;
create policy owner_functions on portal.message to geleit_owner using (true) with check (true);
create policy system_work on portal.message to geleit_jobs using (true) with check (true);
-- Whether an account has, or had, an access to a person: nobody else gets answers.
create function app.has_portal(p_account uuid, p_person uuid) returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select exists (select 1 from access.portal_relation p where p.account_id = p_account and p.person_id = p_person)
$$;
create policy of_the_client on portal.message for select to geleit_app
  using (account_id = (select app.account_id()) and person_id = any ((select app.portal_all())::uuid[]));
create policy read_by_the_client on portal.message for update to geleit_app
  using (account_id = (select app.account_id()) and not from_client and person_id = any ((select app.portal_all())::uuid[])) with check (not from_client);
create policy written_by_the_client on portal.message for insert to geleit_app
  with check (from_client and account_id = (select app.account_id()) and written_by = (select app.account_id()) and person_id = any ((select app.portal_all())::uuid[]));
create policy of_the_service on portal.message for select to geleit_app using (exists (
  select 1 from access.care_relation r where r.person_id = message.person_id and ((message.organisation_id is null and r.kind = 'desk') or r.organisation_id = message.organisation_id)));
create policy read_by_the_service on portal.message for update to geleit_app using (from_client and exists (
  select 1 from access.care_relation r where r.person_id = message.person_id and ((message.organisation_id is null and r.kind = 'desk') or r.organisation_id = message.organisation_id)))
  with check (from_client);
create policy written_by_the_service on portal.message for insert to geleit_app
  with check (not from_client and written_by = (select app.account_id()) and not 'client' = any ((select app.roles())::text[]) and app.has_portal(message.account_id, message.person_id) and exists (
    select 1 from access.care_relation r where r.person_id = message.person_id and ((message.organisation_id is null and r.kind = 'desk') or r.organisation_id = message.organisation_id)));
grant select, insert, update (read_at) on portal.message to geleit_app;
grant select on portal.message to geleit_jobs;

-- Who helps this person, so that she knows to whom a message goes: services with a relation that lives, and the desk.
create function app.portal_helpers(p_person uuid) returns table (organisation_id uuid, organisation_name text, phone text, helper text, account_id uuid, cause text, cause_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select distinct on (r.organisation_id, r.cause_kind) r.organisation_id, o.name, o.phone, a.name, a.id, r.cause_kind, r.cause_id
  from access.care_relation r left join directory.organisation o on o.id = r.organisation_id left join access.account a on a.id = r.account_id
  where p_person = any (app.portal_all()) and r.person_id = p_person and r.from_at <= app.now() and (r.until_at is null or r.until_at > app.now())
    and ((r.kind = 'team' and r.organisation_id is not null and r.account_id is not null) or r.kind = 'desk')
  order by r.organisation_id, r.cause_kind, r.from_at
$$;

-- ---- who looked --------------------------------------------------------------------------------------------------------------------
-- The log about oneself in plain facts: one row for each person, service and kind of look on one day.
create function app.portal_access_log(p_person uuid, p_since timestamptz, p_limit integer)
returns table (day date, actor text, roles text[], organisation text, looked bigint, changed bigint, last_at timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
  select (e.happened_at at time zone 'Europe/Berlin')::date, coalesce(a.name, ''), e.actor_roles, o.name,
    count(*) filter (where e.kind in ('R', 'Q')), count(*) filter (where e.kind not in ('R', 'Q')), max(e.happened_at)
  from platform.event e left join access.account a on a.id = e.actor_id left join directory.organisation o on o.id = e.organisation_id
  where p_person = any (app.portal_persons(null)) and e.person_id = p_person and e.happened_at >= p_since and e.actor_kind = 'account'
  group by 1, a.name, e.actor_roles, o.name order by 7 desc limit least(p_limit, 500)
$$;

-- ---- invitations -------------------------------------------------------------------------------------------------------------------
-- The invitation behind a code whose person's birth date was said rightly. Wrong dates count; every no is the same word.
create function app.prove_portal_invitation(p_code_hash bytea, p_birth date) returns access.portal_invitation
language plpgsql volatile set search_path = pg_catalog as $$
declare
  v access.portal_invitation;
begin
  select i.* into v from access.portal_invitation i where i.code_hash = p_code_hash for update;
  if not found or v.accepted_at is not null or v.withdrawn_at is not null or v.expires_at <= app.now() or v.tries >= 5 then return null; end if;
  if not exists (select 1 from people.person p where p.id = v.person_id and p.birth_date = p_birth) then
    update access.portal_invitation i set tries = i.tries + 1 where i.id = v.id;
    return null;
  end if;
  return v;
end $$;
create function app.relate_portal(p_id uuid, p_account uuid, v access.portal_invitation) returns void
language plpgsql volatile set search_path = pg_catalog as $$
declare
  v_until timestamptz;
begin
  update access.portal_relation r set until_at = app.now() where r.account_id = p_account and r.person_id = v.person_id and (r.until_at is null or r.until_at > app.now());
  -- whoever has custody acts until the eighteenth birthday; a guardian that a court named does so until it ends
  select ((p.birth_date + interval '18 years')::date)::timestamp at time zone 'Europe/Berlin' into v_until
    from people.person p join people.guardian g on g.id = v.guardian_id and g.person_id = p.id and g.relation <> 'court' where p.id = v.person_id and v.kind = 'guardian';
  insert into access.portal_relation (id, account_id, person_id, kind, classes, guardian_id, release_id, name, from_at, until_at, invited_by)
    values (p_id, p_account, v.person_id, v.kind, v.classes, v.guardian_id, v.release_id, v.name, app.now(), v_until, v.invited_by);
  update access.portal_invitation i set accepted_at = app.now(), account_id = p_account where i.id = v.id;
end $$;
-- Takes an invitation once: opens the account, or gives the one that has this access already its new start, and a session of level 1.
create function app.accept_portal_invitation(p_code_hash bytea, p_birth date, p_account uuid, p_email text, p_hash text, p_language text, p_relation uuid, p_session uuid, p_token text, p_device text)
returns table (answer text, account_id uuid, person_id uuid, invitation_id uuid, recovered boolean) language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v access.portal_invitation := app.prove_portal_invitation(p_code_hash, p_birth);
  v_known access.account;
begin
  answer := 'portal-code-failed'; recovered := false;
  if v.id is null then return next; return; end if;
  person_id := v.person_id; invitation_id := v.id; account_id := p_account;
  select a.* into v_known from access.account a where a.email = p_email and a.closed_at is null for update;
  if found then
    if not v_known.portal or not exists (select 1 from access.portal_relation r where r.account_id = v_known.id and r.person_id = v.person_id and r.kind = v.kind) then
      answer := 'portal-email-taken'; return next; return;
    end if;
    recovered := true; account_id := v_known.id;
    update access.account a set password_hash = p_hash, totp_sealed = null, totp_check = null, totp_confirmed_at = null, totp_last_step = null, portal_factor = null, portal_language = p_language, version = a.version + 1
      where a.id = v_known.id;
    update access.session s set ended_at = now(), ended_because = 'account-recovered' where s.account_id = v_known.id and s.ended_at is null;
  else
    insert into access.account (id, email, name, password_hash, created_at, portal, portal_language) values (p_account, p_email, v.name, p_hash, app.now(), true, p_language);
    insert into access.account_role (account_id, role, granted_by, granted_at) values (p_account, 'client', v.invited_by, app.now());
  end if;
  perform app.relate_portal(p_relation, accept_portal_invitation.account_id, v);
  insert into access.session (id, token_hash, account_id, roles, name, level, device, created_at, seen_at, idle_until, absolute_until)
    select p_session, sha256(decode(p_token, 'hex')), a.id, '{}', a.name, 1, left(p_device, 120), now(), now(), now() + interval '10 minutes', now() + interval '10 minutes'
    from access.account a where a.id = accept_portal_invitation.account_id;
  answer := 'accepted';
  return next;
end $$;
-- Somebody with an account takes one more: a mother of two children.
create function app.attach_portal_invitation(p_code_hash bytea, p_birth date, p_relation uuid)
returns table (answer text, person_id uuid, invitation_id uuid) language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_actor app.actor_row := app.actor();
  v access.portal_invitation;
begin
  answer := 'portal-code-failed';
  if v_actor.account_id is null or not 'client' = any (v_actor.roles) then return next; return; end if;
  v := app.prove_portal_invitation(p_code_hash, p_birth);
  if v.id is null then return next; return; end if;
  perform app.relate_portal(p_relation, v_actor.account_id, v);
  answer := 'accepted'; person_id := v.person_id; invitation_id := v.id;
  return next;
end $$;
-- Ends an access at once: a helper of the person, the person herself for her relatives, or its owner.
create function app.end_portal_relation(p_id uuid) returns table (person_id uuid, account_id uuid) language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_actor app.actor_row := app.actor();
  v access.portal_relation;
begin
  select r.* into v from access.portal_relation r where r.id = p_id and (r.until_at is null or r.until_at > app.now()) for update;
  if not found or v_actor.account_id is null then return; end if;
  if not (v.account_id = v_actor.account_id or (v.kind = 'relative' and v.person_id = any (app.portal_persons(null)))
    or exists (select 1 from access.care_relation c where c.person_id = v.person_id and c.from_at <= app.now() and (c.until_at is null or c.until_at > app.now())
      and (c.account_id = v_actor.account_id or c.practitioner_id = v_actor.practitioner_id or c.kind = any (app.queues())
        or (c.organisation_id = v_actor.organisation_id and 'lead' = any (v_actor.roles))))) then return; end if;
  update access.portal_relation r set until_at = app.now() where r.id = p_id;
  if not exists (select 1 from access.portal_relation r where r.account_id = v.account_id and (r.until_at is null or r.until_at > app.now())) then
    update access.session s set ended_at = now(), ended_because = 'portal-ended' where s.account_id = v.account_id and s.ended_at is null;
  end if;
  person_id := v.person_id; account_id := v.account_id;
  return next;
end $$;
-- Who else sees something of this person through the portal.
create function app.portal_others(p_person uuid) returns table (relation_id uuid, name text, kind text, classes text[], from_at timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
  select r.id, r.name, r.kind, r.classes, r.from_at from access.portal_relation r
  where p_person = any (app.portal_persons(null)) and r.person_id = p_person and r.account_id <> app.account_id() and (r.until_at is null or r.until_at > app.now())
  order by r.from_at
$$;

-- ---- second factor without an app ---------------------------------------------------------------------------------------------------
-- One code by mail for one half session, ten minutes, five tries. The database keeps a keyed hash; ADR 0024 says what that is worth.
create table access.portal_code (
  session_id uuid primary key references access.session,
  account_id uuid not null references access.account,
  code_hash bytea not null,
  expires_at timestamptz not null,
  tries smallint not null default 0
);
alter table access.portal_code enable row level security;
alter table access.portal_code force row level security;
create policy owner_functions on access.portal_code to geleit_owner using (true) with check (true);
-- Who is half or wholly signed in to the portal, and where a code would go.
create function app.portal_account() returns table (account_id uuid, session_id uuid, level smallint, email text, name text, language text, factor text, confirmed boolean, person_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select a.id, s.id, s.level, a.email, a.name, a.portal_language, a.portal_factor, a.totp_confirmed_at is not null,
    (select r.person_id from access.portal_relation r where r.account_id = a.id and (r.until_at is null or r.until_at > app.now()) order by r.from_at limit 1)
  from app.live_session() s join access.account a on a.id = s.account_id and a.closed_at is null and a.portal
$$;
-- A new code for this half session: also the first of somebody who has no factor yet. False: an app is set up, or nobody is half signed in.
create function app.begin_portal_code(p_hash bytea) returns boolean language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  insert into access.portal_code (session_id, account_id, code_hash, expires_at)
    select s.id, a.id, p_hash, app.now() + interval '10 minutes' from app.live_session() s
    join access.account a on a.id = s.account_id and a.closed_at is null and a.portal and a.totp_confirmed_at is null where s.level = 1
  on conflict (session_id) do update set code_hash = excluded.code_hash, expires_at = excluded.expires_at;
  return found;
end $$;
create function app.raise_portal_session(p_hash bytea, p_token text, p_idle_seconds integer) returns text language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_session access.session := app.live_session();
  v access.portal_code;
begin
  perform 1 from access.session s where s.id = v_session.id and s.level = 1 and s.ended_at is null for update;
  if not found then return 'no-session'; end if;
  select c.* into v from access.portal_code c where c.session_id = v_session.id for update;
  if not found or v.expires_at <= app.now() or v.tries >= 5 then return 'wrong'; end if;
  if v.code_hash <> p_hash then
    update access.portal_code c set tries = c.tries + 1 where c.session_id = v_session.id;
    return 'wrong';
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

revoke execute on function app.portal_persons(text), app.portal_all(), app.has_portal(uuid, uuid), app.portal_helpers(uuid), app.portal_access_log(uuid, timestamptz, integer),
  app.prove_portal_invitation(bytea, date), app.relate_portal(uuid, uuid, access.portal_invitation),
  app.accept_portal_invitation(bytea, date, uuid, text, text, text, uuid, uuid, text, text), app.attach_portal_invitation(bytea, date, uuid), app.end_portal_relation(uuid),
  app.portal_others(uuid), app.portal_account(), app.begin_portal_code(bytea), app.raise_portal_session(bytea, text, integer) from public;
grant execute on function app.portal_persons(text), app.portal_all(), app.has_portal(uuid, uuid), app.portal_helpers(uuid), app.portal_access_log(uuid, timestamptz, integer),
  app.accept_portal_invitation(bytea, date, uuid, text, text, text, uuid, uuid, text, text), app.attach_portal_invitation(bytea, date, uuid), app.end_portal_relation(uuid),
  app.portal_others(uuid), app.portal_account(), app.begin_portal_code(bytea), app.raise_portal_session(bytea, text, integer) to geleit_app;
