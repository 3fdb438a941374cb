-- What the waiting list needs beyond its tables: the way through an exclusive offer, and the history from which an estimate is computed.

create index request_waiting on placement.request (priority, created_at, id) where state = 'waiting';
create index waiting_offer_live on placement.waiting_offer (place_id, rank) where state in ('proposed', 'held');
create index request_final_notice on placement.request (final_notice_at) where state = 'waiting' and final_notice_at is not null;

-- The next colleague goes on with what a colleague holds for a call-back: two days of calls are seldom one person's.
create function placement.hand_over_hold(p_request uuid, p_holder uuid, p_now timestamptz) returns boolean
language plpgsql volatile set search_path = pg_catalog as $$
declare v_slot uuid;
begin
  perform set_config('app.at', p_now::text, true);
  update directory.place p set held_by = p_holder, version = p.version + 1 where p.held_for = p_request and p.state = 'held' and p.held_until > p_now;
  update scheduling.slot s set held_by = p_holder, version = s.version + 1 where s.held_for = p_request and s.state = 'held' and s.held_until > p_now
    returning s.id into v_slot;
  return v_slot is not null;
end $$;
revoke execute on function placement.hand_over_hold(uuid, uuid, timestamptz) from public;
grant execute on function placement.hand_over_hold(uuid, uuid, timestamptz) to geleit_app, geleit_jobs;

-- Ends what the waiting list has under way for a request or a place, whoever brought that about: a therapist who withdraws a time has no
-- relation to the person who waits for it. Answers which rows ended.
create function app.end_waiting_offers(p_request uuid, p_place uuid, p_from text[], p_to text, p_because text, p_now timestamptz)
returns table (id uuid, request_id uuid, person_id uuid, place_id uuid, practitioner_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not (app.is_system() or app.account_id() is not null) then
    raise exception 'nobody ends offers' using errcode = 'insufficient_privilege';
  end if;
  return query
    update placement.waiting_offer o set state = p_to, ended_at = p_now, ended_because = p_because, version = o.version + 1
    where (p_request is null or o.request_id = p_request) and (p_place is null or o.place_id = p_place)
      and (p_request is not null or p_place is not null) and o.state = any (p_from) and o.state in ('proposed', 'held')
    returning o.id, o.request_id, o.person_id, o.place_id, o.practitioner_id;
end $$;
revoke execute on function app.end_waiting_offers(uuid, uuid, text[], text, text, timestamptz) from public;
grant execute on function app.end_waiting_offers(uuid, uuid, text[], text, text, timestamptz) to geleit_app, geleit_jobs;

-- What became of everybody who went on the list since then: codes and whole days, no names and no ids. Days to the first appointment that
-- was agreed, or until they left or until today.
create function app.waiting_history(p_since timestamptz, p_now timestamptz)
returns table (kind text, setting text, procedures text[], languages text[], postal_code text, since_on date, days integer, ended text)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if not (app.is_system() or app.account_id() is not null) then
    raise exception 'nobody asks for the history' using errcode = 'insufficient_privilege';
  end if;
  return query
    select coalesce(q.criteria ->> 'want', 'THERAPY'), coalesce(q.criteria ->> 'setting', 'either'),
      coalesce(array(select jsonb_array_elements_text(case when jsonb_typeof(q.criteria -> 'procedureWish') = 'array' then q.criteria -> 'procedureWish' end)), '{}'),
      coalesce(array(select jsonb_array_elements_text(case when jsonb_typeof(q.criteria -> 'languages') = 'array' then q.criteria -> 'languages' end)), '{}'),
      q.criteria ->> 'postalCode',
      (q.waiting_since at time zone 'Europe/Berlin')::date,
      greatest(0, (coalesce(a.starts_at, q.closed_at, p_now) at time zone 'Europe/Berlin')::date - (q.waiting_since at time zone 'Europe/Berlin')::date),
      case when a.starts_at is not null then 'appointment' when q.closed_at is not null then 'left' else 'waits' end
    from placement.request q
    left join lateral (select min(f.starts_at) as starts_at from scheduling.appointment f
      where f.request_id = q.id and f.booked_at >= q.waiting_since and f.state <> 'cancelled') a on true
    where q.waiting_since >= p_since and q.waiting_since <= p_now;
end $$;
revoke execute on function app.waiting_history(timestamptz, timestamptz) from public;
grant execute on function app.waiting_history(timestamptz, timestamptz) to geleit_app, geleit_jobs;
