-- Appointment series: members are found by their series, and the hour of a series never becomes an offer to callers.
create index appointment_series on scheduling.appointment (series_id, starts_at) where series_id is not null;

-- Whose series it is may end it, also after the relation to the person has ended.
create policy end_own_series on scheduling.series for update to geleit_app
  using (practitioner_id = (select app.practitioner_id())) with check (practitioner_id = (select app.practitioner_id()));

-- As before (000055); the hour that was made for a series goes with its appointment.
create or replace function scheduling.cancel_of_request(p_request uuid, p_now timestamptz, p_ended boolean) returns table (id uuid)
language plpgsql volatile set search_path = pg_catalog as $$
declare v record;
begin
  for v in update scheduling.appointment a set state = 'cancelled', live = false, marked_at = p_now, version = a.version + 1,
      cancellation_received_at = case when p_ended then null else p_now end,
      reason = case when p_ended then 'therapy-ended' else a.reason end,
      cancelled_how = case when p_ended then 'network' else 'patient_in_time' end -- the therapist's rule judges afterwards (A.5.3)
    where a.request_id = p_request and a.state = 'booked' and a.starts_at > p_now returning a.id, a.slot_id
  loop
    update scheduling.slot s set
        state = case when s.reason = 'series' then 'withdrawn' when s.starts_at >= p_now + interval '2 hours' then 'free' else 'expired' end,
        live = s.reason is distinct from 'series' and s.starts_at >= p_now + interval '2 hours', version = s.version + 1
      where s.id = v.slot_id and s.state = 'booked';
    id := v.id;
    return next;
  end loop;
end $$;

-- The desk's calendar and day list: all appointments of a stretch of time that the desk may see, by start.
create index appointment_start on scheduling.appointment (starts_at) where state in ('booked', 'attended', 'no_show');
