-- A hold that somebody without a relation to the person ended (a therapist withdrew the time or paused the place, SL8, PL13): the request
-- goes back to the desk all the same. Nothing moves while something is still held for it.
create function app.lose_hold(p_request uuid, p_now timestamptz) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_person uuid;
begin
  if not (app.is_system() or app.account_id() is not null) then
    raise exception 'nobody ends holds' using errcode = 'insufficient_privilege';
  end if;
  if exists (select 1 from scheduling.slot s where s.held_for = p_request and s.state = 'held' and s.held_until > p_now) then return null; end if;
  update placement.request q set state = case when q.waiting_since is not null then 'waiting' else 'triaged' end, hold_lost_at = p_now, version = q.version + 1
    where q.id = p_request and q.state = 'offered' returning q.person_id into v_person;
  return v_person;
end $$;
revoke execute on function app.lose_hold(uuid, timestamptz) from public;
grant execute on function app.lose_hold(uuid, timestamptz) to geleit_app, geleit_jobs;

-- Somebody who has a booking may need the duty psychologist, too: only the step to "placed" waits for the release, not every later word.
do $$
declare v_name text;
begin
  select conname into strict v_name from pg_constraint where conrelid = 'placement.request'::regclass and contype = 'c'
    and pg_get_constraintdef(oid) like '%safety_released_at%';
  execute format('alter table placement.request drop constraint %I', v_name);
end $$;
create function placement.safety_before_placing() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if new.safety_blocked_at is not null and new.safety_released_at is null then
    raise exception 'booking waits for the duty psychologist' using errcode = 'check_violation', constraint = 'safety_before_placing';
  end if;
  return new;
end $$;
create trigger safety_before_placing before update of state on placement.request for each row
  when (new.state = 'placed' and old.state <> 'placed') execute function placement.safety_before_placing();

-- As in 000052, and for a course that ended (PL8): nobody cancelled on anybody, so neither side's cancellations are counted up.
drop function scheduling.cancel_of_request(uuid, timestamptz);
create function scheduling.cancel_of_request(p_request uuid, p_now timestamptz, p_ended boolean) returns table (id uuid)
language plpgsql volatile set search_path = pg_catalog as $$
declare v record;
begin
  for v in update scheduling.appointment a set state = 'cancelled', live = false, marked_at = p_now, version = a.version + 1,
      cancellation_received_at = case when p_ended then null else p_now end,
      reason = case when p_ended then 'therapy-ended' else a.reason end,
      cancelled_how = case when p_ended then 'network' when a.starts_at >= p_now + interval '48 hours' then 'patient_in_time' else 'patient_late' end
    where a.request_id = p_request and a.state = 'booked' and a.starts_at > p_now returning a.id, a.slot_id
  loop
    update scheduling.slot s set state = case when s.starts_at >= p_now + interval '2 hours' then 'free' else 'expired' end, live = s.starts_at >= p_now + interval '2 hours', version = s.version + 1
      where s.id = v.slot_id and s.state = 'booked';
    id := v.id;
    return next;
  end loop;
end $$;
revoke execute on function scheduling.cancel_of_request(uuid, timestamptz, boolean) from public;
grant execute on function scheduling.cancel_of_request(uuid, timestamptz, boolean) to geleit_app, geleit_jobs;
