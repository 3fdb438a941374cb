-- The course of a place after booking, as published steps: conditional on the state it comes from, with the time of the action.
create function directory.move_place(p_place uuid, p_from text[], p_to text, p_request uuid, p_now timestamptz) returns integer
language plpgsql volatile set search_path = pg_catalog as $$
declare v_version integer;
begin
  perform set_config('app.at', p_now::text, true);
  update directory.place p set state = p_to, version = p.version + 1,
      request_id = case when p_to in ('reserved', 'trial', 'occupied', 'ending') then p_request else null end,
      trial_since = case when p_to = 'trial' then p_now when p_to = 'occupied' then p.trial_since else null end,
      open_since = case when p_to = 'open' then p_now else p.open_since end,
      interrupted_since = case when p_to in ('open', 'closed') then null else p.interrupted_since end
    where p.id = p_place and p.state = any (p_from) and p.request_id is not distinct from p_request
    returning p.version into v_version;
  return v_version;
end $$;

-- Cancels what a closing request still has booked; its slots are free again if there is time (SL9).
create function scheduling.cancel_of_request(p_request uuid, p_now timestamptz) returns table (id uuid)
language plpgsql volatile set search_path = pg_catalog as $$
declare v record;
begin
  for v in update scheduling.appointment a set state = 'cancelled', live = false, cancellation_received_at = p_now, marked_at = p_now, version = a.version + 1,
      cancelled_how = case when a.starts_at >= p_now + interval '48 hours' then 'patient_in_time' else 'patient_late' end
    where a.request_id = p_request and a.state = 'booked' and a.starts_at > p_now returning a.id, a.slot_id
  loop
    update scheduling.slot s set state = case when s.starts_at >= p_now + interval '2 hours' then 'free' else 'expired' end, live = s.starts_at >= p_now + interval '2 hours', version = s.version + 1
      where s.id = v.slot_id and s.state = 'booked';
    id := v.id;
    return next;
  end loop;
end $$;
revoke execute on function directory.move_place(uuid, text[], text, uuid, timestamptz), scheduling.cancel_of_request(uuid, timestamptz) from public;
grant execute on function directory.move_place(uuid, text[], text, uuid, timestamptz), scheduling.cancel_of_request(uuid, timestamptz) to geleit_app, geleit_jobs;

-- A therapist has seen a new booking.
alter table placement.allocation add column seen_at timestamptz;

-- The allocated therapist's relation lasts as long as the allocation; a released one ends at once.
