-- Hold and book: each one call, decided by conditional updates; the order of locks is always request, place, slot.

-- How a hold ended for a request that chose another place or let go: both resources become free again.
create function placement.release_hold(p_request uuid, p_now timestamptz) returns table (place_id uuid, slot_id uuid)
language plpgsql volatile set search_path = pg_catalog as $$
begin
  perform set_config('app.at', p_now::text, true);
  update directory.place p set state = 'open', held_by = null, held_for = null, held_until = null, version = p.version + 1
    where p.held_for = p_request and p.state = 'held' returning p.id into place_id;
  update scheduling.slot s set state = 'free', held_by = null, held_for = null, held_until = null, held_extended = false, version = s.version + 1
    where s.held_for = p_request and s.state = 'held' returning s.id into slot_id;
  if place_id is not null or slot_id is not null then return next; end if;
end $$;

-- Holds place and first slot together for a request (SL2 + PL2). p_place may be null: an appointment without a place (Sprechstunde, Akut).
-- Answers 'held', or the code of what stands against it, with who holds until when.
create function placement.hold_offer(p_request uuid, p_place uuid, p_slot uuid, p_holder uuid, p_now timestamptz, p_minutes integer, p_stale_days integer, p_lead_minutes integer)
returns table (answer text, held_until timestamptz, other_holder uuid, place_version integer, slot_version integer, practitioner_id uuid)
language plpgsql volatile set search_path = pg_catalog as $$
declare
  v_request record;
  v_place record;
  v_slot record;
begin
  perform set_config('app.at', p_now::text, true);
  select q.state, q.safety_blocked_at, q.safety_released_at into v_request from placement.request q where q.id = p_request for update;
  if not found then answer := 'request-not-found'; return next; return; end if;
  if v_request.state not in ('triaged', 'offered', 'waiting') then answer := 'request-not-triaged'; return next; return; end if;
  if v_request.safety_blocked_at is not null and v_request.safety_released_at is null then answer := 'safety-not-released'; return next; return; end if;

  if p_place is not null then
    select p.state, p.held_by, p.held_for, p.held_until, p.confirmed_at, p.practitioner_id into v_place from directory.place p where p.id = p_place for update;
    if not found then answer := 'place-not-found'; return next; return; end if;
    practitioner_id := v_place.practitioner_id;
    if not (v_place.state = 'open' or (v_place.state = 'held' and (v_place.held_until <= p_now or v_place.held_for = p_request))) then
      answer := case when v_place.state = 'held' then 'place-held' else 'place-taken' end;
      held_until := v_place.held_until; other_holder := v_place.held_by; return next; return;
    end if;
    -- calendar days in Berlin, like the rule: confirmed 14 days ago at 23:59 is still fresh
    if v_place.confirmed_at is null or (v_place.confirmed_at at time zone 'Europe/Berlin')::date < (p_now at time zone 'Europe/Berlin')::date - p_stale_days then answer := 'place-stale'; return next; return; end if;
  end if;

  select s.state, s.held_by, s.held_for, s.held_until, s.starts_at, s.practitioner_id, s.place_id into v_slot from scheduling.slot s where s.id = p_slot for update;
  if not found then answer := 'slot-not-found'; return next; return; end if;
  if p_place is not null then
    if v_slot.practitioner_id <> v_place.practitioner_id or (v_slot.place_id is not null and v_slot.place_id <> p_place) then
      answer := 'slot-not-of-place'; return next; return;
    end if;
  end if;
  practitioner_id := v_slot.practitioner_id;
  if v_slot.starts_at < p_now + make_interval(mins => p_lead_minutes) then answer := 'slot-too-soon'; return next; return; end if;
  if not (v_slot.state = 'free' or (v_slot.state = 'held' and (v_slot.held_until <= p_now or v_slot.held_for = p_request))) then
    answer := case when v_slot.state = 'held' then 'slot-held' else 'slot-taken' end;
    held_until := v_slot.held_until; other_holder := v_slot.held_by; return next; return;
  end if;

  -- What this request held before is let go; what it holds again is renewed from the beginning, never blocked by itself.
  update directory.place p set state = 'open', held_by = null, held_for = null, held_until = null, version = p.version + 1
    where p.held_for = p_request and p.state = 'held' and p.id is distinct from p_place;
  update scheduling.slot s set state = 'free', held_by = null, held_for = null, held_until = null, held_extended = false, version = s.version + 1
    where s.held_for = p_request and s.state = 'held' and s.id <> p_slot;

  held_until := p_now + make_interval(mins => p_minutes);
  if p_place is not null then
    update directory.place p set state = 'held', held_by = p_holder, held_for = p_request, held_until = hold_offer.held_until, version = p.version + 1
      where p.id = p_place returning p.version into place_version;
  end if;
  update scheduling.slot s set state = 'held', held_by = p_holder, held_for = p_request, held_until = hold_offer.held_until, held_extended = false, version = s.version + 1
    where s.id = p_slot returning s.version into slot_version;
  update placement.request q set state = 'offered', version = q.version + 1 where q.id = p_request and q.state <> 'offered';
  answer := 'held';
  return next;
end $$;

-- Books what the request holds (SL5 + PL4): appointment, allocation, states: all or nothing. An exclusion violation of the client's or
-- helper's calendar reaches the caller as 23P01 with the constraint's name.
create function placement.book_offer(p_request uuid, p_appointment uuid, p_allocation uuid, p_relation uuid, p_holder uuid, p_kind text, p_now timestamptz, p_overlap_allowed boolean)
returns table (answer text, place_id uuid, slot_id uuid, practitioner_id uuid, location_id uuid, person_id uuid, starts_at timestamptz, ends_at timestamptz, modality text, request_version integer)
language plpgsql volatile set search_path = pg_catalog as $$
declare
  v_request record;
  v_place record;
  v_slot record;
begin
  perform set_config('app.at', p_now::text, true);
  select q.* into v_request from placement.request q where q.id = p_request for update;
  if not found then answer := 'request-not-found'; return next; return; end if;
  if v_request.state <> 'offered' then answer := 'request-not-offered'; return next; return; end if;
  if v_request.safety_blocked_at is not null and v_request.safety_released_at is null then answer := 'safety-not-released'; return next; return; end if;
  person_id := v_request.person_id;

  select p.* into v_place from directory.place p where p.held_for = p_request and p.state = 'held' for update;
  if found and (v_place.held_by <> p_holder) then answer := 'hold-of-another'; return next; return; end if;
  if found and v_place.held_until <= p_now then answer := 'hold-expired'; return next; return; end if;
  select s.* into v_slot from scheduling.slot s where s.held_for = p_request and s.state = 'held' for update;
  if not found then answer := 'hold-expired'; return next; return; end if;
  if v_slot.held_by <> p_holder then answer := 'hold-of-another'; return next; return; end if;
  if v_slot.held_until <= p_now then answer := 'hold-expired'; return next; return; end if;
  if not p_kind = any (v_slot.kinds) then answer := 'slot-of-other-kind'; return next; return; end if;
  if app.absent(v_slot.practitioner_id, v_slot.span) then answer := 'helper-absent'; return next; return; end if;

  slot_id := v_slot.id; practitioner_id := v_slot.practitioner_id; location_id := v_slot.location_id;
  starts_at := v_slot.starts_at; ends_at := v_slot.ends_at; modality := v_slot.modality; place_id := v_place.id;
  update scheduling.slot s set state = 'booked', held_by = null, held_for = null, held_until = null, held_extended = false, version = s.version + 1 where s.id = v_slot.id;
  insert into scheduling.appointment (id, slot_id, practitioner_id, location_id, person_id, request_id, place_id, kind, modality, starts_at, ends_at,
      client_overlap_allowed, is_first, booked_at, booked_by)
    values (p_appointment, v_slot.id, v_slot.practitioner_id, v_slot.location_id, v_request.person_id, p_request, v_place.id, p_kind, v_slot.modality, v_slot.starts_at, v_slot.ends_at,
      p_overlap_allowed, true, p_now, p_holder);
  if v_place.id is not null then
    update directory.place p set state = 'reserved', held_by = null, held_for = null, held_until = null, request_id = p_request, version = p.version + 1 where p.id = v_place.id;
    insert into placement.allocation (id, place_id, request_id, person_id, practitioner_id, first_appointment_id, reserved_at)
      values (p_allocation, v_place.id, p_request, v_request.person_id, v_place.practitioner_id, p_appointment, p_now);
  end if;
  perform app.relate(p_relation, v_request.person_id, 'allocated', null, v_slot.practitioner_id, 'request', p_request, p_now);
  update placement.request q set state = 'placed', placed_at = p_now, next_step_at = v_slot.ends_at, version = q.version + 1 where q.id = p_request returning q.version into request_version;
  answer := 'booked';
  return next;
end $$;

-- Whether a helper is away then; the desk learns no more than this.
create function app.absent(p_practitioner uuid, p_span tstzrange) returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select exists (select 1 from scheduling.absence a where a.practitioner_id = p_practitioner and a.withdrawn_at is null and a.span && p_span)
$$;

-- Ends holds whose time is over (SL4, PL3, RQ5). The worker calls it every second; whoever reads in between treats them as over anyway.
create function placement.expire_holds(p_now timestamptz) returns table (request_id uuid, place_id uuid, slot_id uuid)
language plpgsql volatile set search_path = pg_catalog as $$
declare
  v record;
begin
  perform set_config('app.at', p_now::text, true);
  for v in
    select h.request from (
      select p.held_for as request from directory.place p where p.state = 'held' and p.held_until <= p_now
      union
      select s.held_for from scheduling.slot s where s.state = 'held' and s.held_until <= p_now) h
    limit 500
  loop
    -- the request first, as everywhere; somebody at work on it is left alone until the next second
    perform 1 from placement.request q where q.id = v.request for update skip locked;
    if not found then continue; end if;
    place_id := null; slot_id := null; request_id := v.request;
    update directory.place p set state = 'open', held_by = null, held_for = null, held_until = null, version = p.version + 1
      where p.held_for = v.request and p.state = 'held' and p.held_until <= p_now returning p.id into place_id;
    update scheduling.slot s set state = 'free', held_by = null, held_for = null, held_until = null, held_extended = false, version = s.version + 1
      where s.held_for = v.request and s.state = 'held' and s.held_until <= p_now returning s.id into slot_id;
    if place_id is not null or slot_id is not null then
      update placement.request q set state = case when q.waiting_since is not null then 'waiting' else 'triaged' end, hold_lost_at = p_now, version = q.version + 1
        where q.id = v.request and q.state = 'offered';
      return next;
    end if;
  end loop;
end $$;

revoke execute on all functions in schema placement from public;
grant execute on all functions in schema placement to geleit_app, geleit_jobs;
revoke execute on all functions in schema app from public;
grant execute on all functions in schema app to geleit_app, geleit_jobs;
grant execute on function app.now() to geleit_report;
