-- Units: groups and their seats, devices without network, the calendar feed with sessions of Soziotherapie, and overlaps of a helper
-- whether single or group.

-- R26: somebody who leads a group is nowhere else at that time; the records of one meeting belong together. A client with two who lead
-- has two records of one meeting, never one of another.
alter table soziotherapie.session drop constraint session_practitioner_overlap;
alter table soziotherapie.session drop constraint session_person_overlap;
alter table soziotherapie.session add constraint session_practitioner_overlap
  exclude using gist (practitioner_id with =, span with &&, coalesce(group_session_id, id) with <>)
  where (state not in ('NO_SHOW', 'CANCELLED_PATIENT', 'CANCELLED_PROVIDER'));
alter table soziotherapie.session add constraint session_person_overlap
  exclude using gist (person_id with =, span with &&, (case when co_led then group_session_id else id end) with <>)
  where (state not in ('NO_SHOW', 'CANCELLED_PATIENT', 'CANCELLED_PROVIDER'));
alter table soziotherapie.session add constraint session_once_in_meeting unique (group_session_id, person_id, practitioner_id);
alter table soziotherapie.session add column moved_at timestamptz; -- time or place changed after planning
alter table soziotherapie.session add column late_release_sealed bytea; -- why the lead let a very late note pass (T8)

-- Who has a seat in a group, and who waits for one.
create table soziotherapie.group_member (
  id uuid primary key,
  group_id uuid not null references soziotherapie.therapy_group,
  person_id uuid not null references people.person,
  organisation_id uuid not null,
  episode_id uuid not null references soziotherapie.episode,
  joined_at timestamptz not null,
  seated boolean not null,
  left_at timestamptz,
  set_by uuid,
  version integer not null default 1
);
create unique index group_member_live on soziotherapie.group_member (group_id, episode_id) where left_at is null;
create index group_member_person on soziotherapie.group_member (person_id);

-- R19: at most twelve at one meeting, and never more seats taken than the group has. The group's row is the lock.
create function app.check_group_seats() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare v_seats smallint;
begin
  if tg_table_name = 'group_member' then
    if new.seated and new.left_at is null then
      select g.seats into v_seats from soziotherapie.therapy_group g where g.id = new.group_id for update;
      if (select count(*) from soziotherapie.group_member m where m.group_id = new.group_id and m.seated and m.left_at is null) > v_seats then
        raise exception 'no seat left' using errcode = 'check_violation', constraint = 'group_seats';
      end if;
    end if;
  elsif new.setting = 'group' and new.takes_place then
    perform 1 from soziotherapie.therapy_group g where g.id = new.group_id for update;
    if (select count(distinct s.person_id) from soziotherapie.session s where s.group_session_id = new.group_session_id and s.takes_place) > 12 then
      raise exception 'more than twelve at a meeting' using errcode = 'check_violation', constraint = 'group_seats';
    end if;
  end if;
  return null;
end $$;
create trigger group_seats after insert or update of seated, left_at on soziotherapie.group_member for each row execute function app.check_group_seats();
create trigger group_seats after insert or update of state, group_session_id on soziotherapie.session for each row
  when (new.setting = 'group') execute function app.check_group_seats();

alter table soziotherapie.group_member enable row level security;
alter table soziotherapie.group_member force row level security;
create policy owner_functions on soziotherapie.group_member to geleit_owner using (true) with check (true);
create policy system_work on soziotherapie.group_member to geleit_jobs using (true) with check (true);
create policy by_service on soziotherapie.group_member to geleit_app
  using (exists (select 1 from access.care_relation r where r.person_id = group_member.person_id and r.organisation_id = group_member.organisation_id and r.kind in ('team', 'substitute'))
    or exists (select 1 from access.office_relation o where o.person_id = group_member.person_id and o.organisation_id = group_member.organisation_id))
  with check (exists (select 1 from access.care_relation r where r.person_id = group_member.person_id and r.organisation_id = group_member.organisation_id and r.kind in ('team', 'substitute'))
    or exists (select 1 from access.office_relation o where o.person_id = group_member.person_id and o.organisation_id = group_member.organisation_id));
alter table soziotherapie.therapy_group enable row level security;
alter table soziotherapie.therapy_group force row level security;
create policy owner_functions on soziotherapie.therapy_group to geleit_owner using (true) with check (true);
create policy system_work on soziotherapie.therapy_group to geleit_jobs using (true) with check (true);
create policy of_the_organisation on soziotherapie.therapy_group to geleit_app
  using (organisation_id = (select (app.actor()).organisation_id)) with check (organisation_id = (select (app.actor()).organisation_id));

-- How many seats of a group are taken, also by people whom the asker does not know; and the times that a helper or a client is busy.
create function app.group_seats_taken(p_group uuid) returns integer language sql stable security definer set search_path = pg_catalog as $$
  select count(*)::integer from soziotherapie.group_member m join soziotherapie.therapy_group g on g.id = m.group_id
  where m.group_id = p_group and m.seated and m.left_at is null and (app.is_system() or g.organisation_id = (app.actor()).organisation_id)
$$;
create function app.busy_sessions(p_organisation uuid, p_practitioner uuid, p_person uuid, p_from text, p_to text)
returns table (id uuid, practitioner_id uuid, own_person boolean, group_session_id uuid, co_led boolean, start_local text, end_local text, place_kind text)
language sql stable security definer set search_path = pg_catalog as $$
  select s.id, s.practitioner_id, s.person_id = p_person, s.group_session_id, s.co_led, s.start_local, s.end_local, s.place_kind
  from soziotherapie.session s
  where s.takes_place and s.start_local < p_to and s.end_local > p_from and (s.practitioner_id = p_practitioner or s.person_id = p_person)
    and s.day between left(p_from, 10)::date - 2 and left(p_to, 10)::date + 1
    and (app.is_system() or (app.actor()).organisation_id = p_organisation)
$$;

-- A device seals its entries to the server. What arrives is kept before it is opened; nothing is ever taken away.
alter table soziotherapie.device_entry add column key_id uuid not null;
alter table soziotherapie.device_entry drop constraint device_entry_state_check;
alter table soziotherapie.device_entry add constraint device_entry_state_check check (state in ('received', 'applied', 'conflict', 'refused', 'resolved'));
alter table soziotherapie.device_entry add constraint device_entry_size check (octet_length(sealed_body) between 1 and 100000);
alter table soziotherapie.device_entry add constraint device_entry_written check (written_local ~ '^20\d\d-\d\d-\d\dT\d\d:\d\d$');
drop index soziotherapie.device_entry_open;
create index device_entry_open on soziotherapie.device_entry (account_id, written_local, id) where state in ('received', 'conflict', 'refused');
revoke update on soziotherapie.device_entry from geleit_app, geleit_jobs;
grant update (state, because, person_id, session_id, resolved_how, resolved_at, version) on soziotherapie.device_entry to geleit_app;

create unique index device_key_current on soziotherapie.device_key ((retired_at is null)) where retired_at is null;
create policy public_half on soziotherapie.device_key for select to geleit_app using ((select app.account_id()) is not null);
-- A new key only where there is none, or where the one in use is older than a quarter; whoever is later gets the one that stands.
create function app.renew_device_key(p_id uuid, p_public bytea, p_private_sealed bytea, p_at timestamptz) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_id uuid;
begin
  if not app.is_system() and app.practitioner_id() is null then
    raise exception 'no device of a helper' using errcode = 'insufficient_privilege';
  end if;
  perform pg_advisory_xact_lock(hashtext('soziotherapie.device_key'));
  select k.id into v_id from soziotherapie.device_key k where k.retired_at is null and k.made_at > p_at - interval '90 days';
  if v_id is not null then return v_id; end if;
  update soziotherapie.device_key k set retired_at = p_at where k.retired_at is null;
  insert into soziotherapie.device_key (id, public_key, private_sealed, made_at) values (p_id, p_public, p_private_sealed, p_at);
  return p_id;
end $$;
create function app.device_secret(p_key uuid) returns table (public_key bytea, private_sealed bytea)
language sql stable security definer set search_path = pg_catalog as $$
  select k.public_key, k.private_sealed from soziotherapie.device_key k where k.id = p_key and (app.is_system() or app.practitioner_id() is not null)
$$;

-- The calendar of a helper who visits: busy times as for everybody, one entry a meeting.
create or replace function app.feed_entries(p_token_hash bytea, p_from timestamptz, p_to timestamptz)
returns table (entry_id uuid, starts_at timestamptz, ends_at timestamptz, busy boolean, changed_at timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
  with f as (select practitioner_id from scheduling.feed where token_hash = p_token_hash and revoked_at is null)
  select a.id, a.starts_at, a.ends_at, true, a.booked_at
  from scheduling.appointment a join f using (practitioner_id)
  where a.state in ('booked', 'attended', 'no_show') and a.starts_at < p_to and a.ends_at > p_from
  union all
  select s.id, s.starts_at, s.ends_at, s.state <> 'free', s.created_at
  from scheduling.slot s join f using (practitioner_id)
  where s.state in ('free', 'held', 'blocked') and s.live and s.starts_at < p_to and s.ends_at > p_from
  union all
  (select distinct on (coalesce(v.group_session_id, v.id)) coalesce(v.group_session_id, v.id), v.starts_at, v.ends_at, true, coalesce(v.moved_at, v.created_at)
  from soziotherapie.session v join f using (practitioner_id)
  where v.takes_place and v.starts_at < p_to and v.ends_at > p_from
  order by coalesce(v.group_session_id, v.id), v.starts_at)
  order by 2, 1
$$;

revoke execute on function app.check_group_seats(), app.group_seats_taken(uuid), app.busy_sessions(uuid, uuid, uuid, text, text),
  app.renew_device_key(uuid, bytea, bytea, timestamptz), app.device_secret(uuid) from public;
grant execute on function app.group_seats_taken(uuid), app.busy_sessions(uuid, uuid, uuid, text, text), app.renew_device_key(uuid, bytea, bytea, timestamptz),
  app.device_secret(uuid) to geleit_app, geleit_jobs;
grant select, insert on soziotherapie.group_member to geleit_app, geleit_jobs;
grant update (seated, left_at, version) on soziotherapie.group_member to geleit_app, geleit_jobs;
