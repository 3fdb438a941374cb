-- R26: whoever leads a group together with another is a helper of the practice, named on each session of a meeting, and at that time nowhere
-- else. Meetings from before name nobody beside the leader and stay as they are.
update soziotherapie.therapy_group set co_practitioner_id = null where co_practitioner_id = practitioner_id;
alter table soziotherapie.therapy_group add constraint group_two_leaders check (co_practitioner_id <> practitioner_id);
alter table soziotherapie.session add column co_practitioner_id uuid references directory.practitioner,
  add constraint session_two_leaders check (co_practitioner_id is null or (setting = 'group' and co_practitioner_id <> practitioner_id));
create index session_co_leader on soziotherapie.session (co_practitioner_id, day) where co_practitioner_id is not null;

-- The last word about two leaders: an exclusion compares one column with itself, here a leader of one meeting meets the other of another.
-- Whoever writes a time of somebody who leads with others waits until the other time of that helper is written.
create function app.check_leaders() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if new.co_practitioner_id is null and not exists (select 1 from soziotherapie.therapy_group g where g.co_practitioner_id = new.practitioner_id) then
    return null;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('soziotherapie.leader ' || who, 0))
  from (select unnest(array[new.practitioner_id, new.co_practitioner_id]) as who order by 1) as leaders where who is not null;
  if exists (select 1 from soziotherapie.session s where s.takes_place and s.span && new.span and s.day between new.day - 2 and new.day + 1
      and coalesce(s.group_session_id, s.id) <> coalesce(new.group_session_id, new.id)
      and (s.co_practitioner_id = new.practitioner_id or s.practitioner_id = new.co_practitioner_id or s.co_practitioner_id = new.co_practitioner_id)) then
    raise exception 'a leader has two things at one time' using errcode = 'exclusion_violation', constraint = 'session_practitioner_overlap';
  end if;
  return null;
end $$;
revoke execute on function app.check_leaders() from public;
create trigger two_leaders after insert or update of practitioner_id, co_practitioner_id, starts_at, ends_at, state, group_session_id on soziotherapie.session
  for each row when (new.state not in ('NO_SHOW', 'CANCELLED_PATIENT', 'CANCELLED_PROVIDER')) execute function app.check_leaders();

-- When a helper or a client is busy: a meeting takes the time of both who lead it.
create or replace function app.busy_sessions(p_organisation uuid, p_practitioner uuid, p_person uuid, p_from text, p_to text)
returns table (id uuid, practitioner_id uuid, own_person boolean, group_session_id uuid, co_led boolean, start_local text, end_local text, place_kind text)
language sql stable security definer set search_path = pg_catalog as $$
  select s.id, case when s.co_practitioner_id = p_practitioner then p_practitioner else s.practitioner_id end, s.person_id = p_person, s.group_session_id, s.co_led,
    s.start_local, s.end_local, s.place_kind
  from soziotherapie.session s
  where s.takes_place and s.start_local < p_to and s.end_local > p_from
    and (s.practitioner_id = p_practitioner or s.co_practitioner_id = p_practitioner or s.person_id = p_person)
    and s.day between left(p_from, 10)::date - 2 and left(p_to, 10)::date + 1
    and (app.is_system() or (app.actor()).organisation_id = p_organisation)
$$;

-- Either of the two takes signatures at the meeting.
create or replace function app.leads_session(p_session uuid, p_person uuid, p_organisation uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select exists (select 1 from soziotherapie.session s where s.id = p_session and s.person_id = p_person and s.organisation_id = p_organisation
    and app.practitioner_id() in (s.practitioner_id, s.co_practitioner_id))
$$;
