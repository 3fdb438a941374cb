-- The figures (rule book A.6): facts with their times, counted in the database; only sums leave it. Definitions: docs/handbuch/kennzahlen.md.
create schema reports;

-- Every state of every request with its time (A.3.4), as directory.place_state has it for places: figures read it.
create table placement.request_state (
  request_id uuid not null,
  at timestamptz not null,
  seq bigint generated always as identity,
  state text not null,
  reason text,                                               -- of closing: a code
  primary key (request_id, seq)
);
create index request_state_triaged on placement.request_state (at) where state = 'triaged';
create index request_state_waiting on placement.request_state (at) where state = 'waiting';
create function placement.request_states() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  insert into placement.request_state (request_id, at, state, reason)
  values (new.id, case when tg_op = 'INSERT' then new.created_at else coalesce(nullif(current_setting('app.at', true), '')::timestamptz, now()) end,
    new.state, new.closed_reason);
  return null;
end $$;
create trigger request_states_insert after insert on placement.request for each row execute function placement.request_states();
create trigger request_states_update after update of state on placement.request for each row when (old.state is distinct from new.state)
  execute function placement.request_states();
revoke execute on function placement.request_states() from public;
-- Requests from before this table: what their own columns say.
insert into placement.request_state (request_id, at, state, reason)
select q.id, s.at, s.state, s.reason from placement.request q cross join lateral (values
    (1, q.created_at, 'new', null), (2, q.triaged_at, 'triaged', null), (3, q.waiting_since, 'waiting', null), (4, q.placed_at, 'placed', null),
    (5, q.closed_at, 'closed', q.closed_reason),
    (6, case when q.state in ('triaged', 'offered') and (q.waiting_since is not null or q.placed_at is not null) then now() end, q.state, null)) s (n, at, state, reason)
where s.at is not null order by s.at, s.n;

create index request_closed on placement.request (closed_at) where closed_at is not null;
create index allocation_of_request on placement.allocation (request_id, trial_at) where trial_at is not null;
create index allocation_trial on placement.allocation (trial_at) where trial_at is not null;
create index allocation_started on placement.allocation (started_at) where started_at is not null;
create index allocation_ended on placement.allocation (ended_at) where ended_at is not null;
create index appointment_held_at on scheduling.appointment (starts_at) include (request_id, practitioner_id, state);
create index appointment_attended on scheduling.appointment (request_id, starts_at) where state = 'attended';
create index place_state_of on directory.place_state (place_id, at, seq) include (state, practitioner_id);
create index emergency_raised on crisis.emergency (raised_at) where not drill;

-- What was counted, with the moment for which it holds and how far the log was read; nobody has a grant but through app.figures.
create table reports.counted (
  period_from timestamptz not null,
  period_to timestamptz not null,                            -- a month, or the year that its months add up to
  area text not null check (area ~ '^\d{0,5}$'),
  as_of timestamptz not null,
  seen xid8 not null,                                        -- every transaction below was over when it was counted
  took_ms integer not null default 0,                        -- how long counting took
  facts jsonb not null,
  primary key (period_from, period_to, area)
);

-- The network's cost of a year, shared by membership alone: no row of this schema knows how many places anybody had (§ 73 (7) SGB V).
create table reports.cost_statement (
  id uuid primary key,
  year smallint not null check (year between 2000 and 2200),
  statement_version smallint not null check (statement_version >= 1),
  total_cents bigint not null check (total_cents between 0 and 1000000000000),
  by_seat boolean not null,
  issued_at timestamptz not null,
  issued_by uuid,
  unique (year, statement_version)
);
create table reports.cost_share (
  statement_id uuid not null references reports.cost_statement,
  practitioner_id uuid not null references directory.practitioner,
  months smallint not null check (months between 0 and 12),
  seat_percent smallint not null check (seat_percent in (25, 50, 75, 100)),
  cents bigint not null check (cents >= 0),
  primary key (statement_id, practitioner_id)
);
create trigger cost_statement_stays before update or delete on reports.cost_statement for each row execute function platform.refuse_change();
create trigger cost_share_stays before update or delete on reports.cost_share for each row execute function platform.refuse_change();
grant usage on schema reports to geleit_app, geleit_jobs, geleit_report;
grant select, insert on reports.cost_statement, reports.cost_share to geleit_app;
alter table reports.cost_statement enable row level security;
alter table reports.cost_statement force row level security;
alter table reports.cost_share enable row level security;
alter table reports.cost_share force row level security;
create policy owner_functions on reports.cost_statement to geleit_owner using (true) with check (true);
create policy owner_functions on reports.cost_share to geleit_owner using (true) with check (true);
create policy costs on reports.cost_statement to geleit_app
  using ((select app.roles())::text[] && array['coordinator', 'admin']) with check ((select app.roles())::text[] && array['coordinator', 'admin']);
create policy costs on reports.cost_share to geleit_app
  using ((select app.roles())::text[] && array['coordinator', 'admin']) with check ((select app.roles())::text[] && array['coordinator', 'admin']);

-- The allocation with which a request counts for V1: the first therapy place whose trial began (PL5) and of which some appointment is still
-- marked attended; after a correction (AP7) the place stays on trial, but nobody was there.
create function app.first_course(p_request uuid) returns uuid
language sql stable set search_path = pg_catalog set plan_cache_mode = auto as $$ -- planned once, not for every request
  select al.id from placement.allocation al
  where al.request_id = p_request and al.trial_at is not null
    and exists (select 1 from directory.place p where p.id = al.place_id and p.kind not in ('CONSULT', 'SERVICE'))
    and exists (select 1 from scheduling.appointment a where a.request_id = p_request and a.state = 'attended' and a.practitioner_id = al.practitioner_id)
  order by al.trial_at, al.id limit 1
$$;

-- Counts one period as of a moment (rule book A.6 with its clarifications). Sums and histograms only: no person, no request, no time of day.
-- p_area: first digits of a postal code, '' for everywhere. A request's area is its caller's, a place's that of its practice.
-- All of it adds up: the months of a year are the year.
create function app.count_period(p_from timestamptz, p_to timestamptz, p_now timestamptz, p_area text) returns jsonb
-- Planned for the very period and area: a plan for any of them reads every request there ever was.
language plpgsql stable security definer set search_path = pg_catalog set jit = off set plan_cache_mode = force_custom_plan
  set max_parallel_workers_per_gather = 0 set random_page_cost = 1 as $$
declare
  v_till timestamptz := least(p_to, p_now);                  -- what has not come yet is not counted
  v_like text := p_area || '%';
  v_courses jsonb; v_appointments jsonb; v_first_call jsonb; v_days jsonb; v_demand jsonb; v_places jsonb; v_helpers jsonb; v_fresh jsonb;
  v_emergencies jsonb; v_phone jsonb;
begin
  if v_till < p_from then v_till := p_from; end if;

  -- V1 by the first PL5 of a request, V2 and V3 by PL7 and PL8. Consultations and services are no therapy places.
  with course as (
    select al.id, al.request_id, al.trial_at, al.started_at, al.ended_at
    from placement.allocation al join directory.place p on p.id = al.place_id and p.kind not in ('CONSULT', 'SERVICE')
    where al.trial_at is not null
      and (al.trial_at >= p_from and al.trial_at < v_till or al.started_at >= p_from and al.started_at < v_till or al.ended_at >= p_from and al.ended_at < v_till)
      and (p_area = '' or exists (select 1 from placement.request q where q.id = al.request_id and q.criteria ->> 'postalCode' like v_like))),
  counted as (
    select extract(month from c.trial_at at time zone 'Europe/Berlin')::int as month, 'assigned' as what from course c
      where c.trial_at >= p_from and c.trial_at < v_till and c.id = app.first_course(c.request_id)
    union all select extract(month from c.started_at at time zone 'Europe/Berlin')::int, 'started' from course c where c.started_at >= p_from and c.started_at < v_till
    union all select extract(month from c.ended_at at time zone 'Europe/Berlin')::int, 'released' from course c
      where c.started_at is null and c.ended_at >= p_from and c.ended_at < v_till)
  select coalesce(jsonb_agg(jsonb_build_object('month', x.month, 'what', x.what, 'n', x.n)), '[]') into v_courses
  from (select month, what, count(*) as n from counted group by 1, 2) x;

  -- V4 to V6 by the day of the appointment; first is every appointment of a request up to and including the first attended one.
  with held as (
    select a.id, a.starts_at, a.ends_at, a.practitioner_id, a.person_id, a.state, a.cancelled_how, a.cancellation_received_at,
      a.starts_at <= coalesce(f.at, 'infinity') as first
    from scheduling.appointment a
    left join lateral (select e.starts_at as at from scheduling.appointment e where e.request_id = a.request_id and e.state = 'attended' order by e.starts_at limit 1) f on true
    where a.starts_at >= p_from and a.starts_at < v_till
      and (p_area = '' or exists (select 1 from placement.request q where q.id = a.request_id and q.criteria ->> 'postalCode' like v_like))),
  judged as (
    select extract(month from h.starts_at at time zone 'Europe/Berlin')::int as month, h.first,
      case h.state when 'attended' then 'attended' when 'no_show' then 'noShow'
        when 'booked' then case when h.ends_at <= v_till then 'unmarked' end
        when 'cancelled' then case h.cancelled_how when 'patient_in_time' then 'inTime'
          when 'patient_late' then case when exists (
              select 1 from scheduling.appointment r where r.practitioner_id = h.practitioner_id and r.id <> h.id and r.state in ('booked', 'attended', 'no_show')
                -- Somebody else, and since then: who sits in the same group anyway fills nobody's place.
                and r.person_id <> h.person_id and r.booked_at >= coalesce(h.cancellation_received_at, '-infinity') and r.starts_at < h.ends_at and r.starts_at > h.starts_at - interval '8 hours' and r.ends_at > h.starts_at) then 'lateRefilled' else 'late' end
          else 'byUs' end
        else 'moved' end as what
    from held h)
  select coalesce(jsonb_agg(jsonb_build_object('month', x.month, 'first', x.first, 'what', x.what, 'n', x.n)), '[]') into v_appointments
  from (select month, first, what, count(*) as n from judged where what is not null group by 1, 2, 3) x;

  -- V8 by the first time that a request was triaged.
  with reached as (
    select s.request_id, s.at from placement.request_state s
    where s.state = 'triaged' and s.at >= p_from and s.at < v_till
      and s.seq = (select e.seq from placement.request_state e where e.request_id = s.request_id and e.state in ('triaged', 'offered', 'placed', 'waiting')
        order by e.seq limit 1)),
  judged as (
    select extract(month from r.at at time zone 'Europe/Berlin')::int as month,
      case when q.state = 'closed' and q.closed_reason = 'not-eligible' then 'notEligible'
        when coalesce(q.safety_level, '') in ('ORANGE', 'RED') or exists (
          select 1 from crisis.emergency e where e.request_id = q.id and not e.drill and e.highest_level in ('ORANGE', 'RED')) then 'emergency'
        when b.at is null then 'later'
        when c.answered_at is not null then case when b.at >= c.answered_at and b.at <= coalesce(c.ended_at, 'infinity') then 'inCall' else 'later' end
        when q.origin = 'phone' and (b.at at time zone 'Europe/Berlin')::date = (q.created_at at time zone 'Europe/Berlin')::date then 'inCall'
        else 'later' end as what
    from reached r join placement.request q on q.id = r.request_id
    left join lateral (select s.at from placement.request_state s where s.request_id = q.id and s.state = 'placed' and s.at < v_till order by s.seq limit 1) b on true
    left join lateral (select c.answered_at, c.ended_at from placement.phone_call c
      where c.request_id = q.id and c.answered_at is not null order by c.at, c.id limit 1) c on true
    where coalesce(q.criteria ->> 'postalCode', '') like v_like)
  select coalesce(jsonb_agg(jsonb_build_object('month', x.month, 'what', x.what, 'n', x.n)), '[]') into v_first_call
  from (select month, what, count(*) as n from judged group by 1, 2) x;

  -- V9, V10: Berlin days from the request's day, by the day of the first attended appointment and of PL7; with the main problem for V14's table.
  with met as (
    select 'first' as what, coalesce(q.criteria -> 'problems' ->> 0, 'UNK') as problem,
      (a.starts_at at time zone 'Europe/Berlin')::date - (q.created_at at time zone 'Europe/Berlin')::date as days
    from scheduling.appointment a join placement.request q on q.id = a.request_id
    where a.state = 'attended' and a.starts_at >= p_from and a.starts_at < v_till and coalesce(q.criteria ->> 'postalCode', '') like v_like
      and a.id = (select e.id from scheduling.appointment e where e.request_id = a.request_id and e.state = 'attended' order by e.starts_at, e.id limit 1)
    union all
    select 'start', coalesce(q.criteria -> 'problems' ->> 0, 'UNK'), (al.started_at at time zone 'Europe/Berlin')::date - (q.created_at at time zone 'Europe/Berlin')::date
    from placement.allocation al join placement.request q on q.id = al.request_id join directory.place p on p.id = al.place_id and p.kind not in ('CONSULT', 'SERVICE')
    where al.started_at >= p_from and al.started_at < v_till and coalesce(q.criteria ->> 'postalCode', '') like v_like)
  select coalesce(jsonb_agg(jsonb_build_object('what', x.what, 'problem', x.problem, 'days', x.days, 'n', x.n)), '[]') into v_days
  from (select what, problem, days, count(*) as n from met group by 1, 2, 3) x;

  -- V14: closed without a place, by reason, language, area and main problem; beside it who got one. Duplicates and slips are no demand.
  with ended as (
    select 'without' as what, q.closed_reason as reason, q.criteria from placement.request q
    where q.state = 'closed' and q.closed_at >= p_from and q.closed_at < v_till and q.closed_reason not in ('duplicate', 'error')
      and not exists (select 1 from placement.allocation al where al.request_id = q.id and al.trial_at is not null
        and exists (select 1 from scheduling.appointment a where a.request_id = q.id and a.state = 'attended' and a.practitioner_id = al.practitioner_id))
    union all
    select 'with', null, q.criteria from placement.allocation al join placement.request q on q.id = al.request_id
    where al.trial_at >= p_from and al.trial_at < v_till and al.id = app.first_course(al.request_id))
  select coalesce(jsonb_agg(jsonb_build_object('what', x.what, 'reason', x.reason, 'problem', x.problem, 'language', x.language, 'area', x.area, 'n', x.n)), '[]') into v_demand
  from (select e.what, e.reason, coalesce(e.criteria -> 'problems' ->> 0, 'UNK') as problem, coalesce(e.criteria -> 'languages' ->> 0, '') as language,
      left(coalesce(e.criteria ->> 'postalCode', ''), 3) as area, count(*) as n
    from ended e where coalesce(e.criteria ->> 'postalCode', '') like v_like group by 1, 2, 3, 4, 5) x;

  -- V11 to V13: every place's states as intervals, cut to the period; one seat of a group is one place.
  with touched as (
    select s.place_id, s.at, s.seq, s.state, s.practitioner_id, false as opening from directory.place_state s where s.at >= p_from and s.at < v_till
    union all
    select p.id, l.at, l.seq, l.state, l.practitioner_id, true from directory.place p
    cross join lateral (select s.at, s.seq, s.state, s.practitioner_id from directory.place_state s where s.place_id = p.id and s.at < p_from order by s.at desc, s.seq desc limit 1) l),
  span as materialized (
    select t.place_id, t.practitioner_id, t.state, t.opening, greatest(t.at, p_from) as since,
      lead(t.at, 1, v_till) over w as till, lag(t.state) over w as before
    from touched t join directory.place p on p.id = t.place_id and p.kind not in ('CONSULT', 'SERVICE')
    join directory.location o on o.id = p.location_id and o.postal_code like v_like
    window w as (partition by t.place_id order by t.at, t.seq)),
  months as (
    select extract(month from m.at at time zone 'Europe/Berlin')::int as month, m.at, ((m.at at time zone 'Europe/Berlin')::date - 14)::timestamp at time zone 'Europe/Berlin' as fresh_from
    from generate_series(1, 12) g (month)
    cross join lateral (select ((p_from at time zone 'Europe/Berlin')::date + make_interval(months => g.month - 1)) at time zone 'Europe/Berlin' as at) m
    where m.at <= v_till and m.at < p_to),
  open_then as (
    select m.month, s.place_id, s.practitioner_id from months m join span s on s.state = 'open' and s.since <= m.at and s.till > m.at),
  confirmed as materialized (
    select distinct m.month, e.object_id from platform.event e join months m on e.happened_at >= m.fresh_from and e.happened_at <= m.at
    where e.happened_at >= p_from - interval '15 days' and e.happened_at <= v_till
      and e.action in ('directory.practitioner.confirmed', 'directory.place.created', 'directory.place.changed', 'directory.place.opened', 'directory.place.resumed'))
  select
    (select coalesce(jsonb_object_agg(x.state, x.seconds), '{}') from (
      select state, round(sum(extract(epoch from till - since)))::bigint as seconds from span group by 1) x),
    (select coalesce(jsonb_agg(jsonb_build_object('id', x.practitioner_id, 'opened', x.opened, 'offered', x.offered, 'assigned', x.assigned, 'takesPart', x.takes_part)), '[]') from (
      select s.practitioner_id,
        -- PL1, PL6, PL8, PL11, PL12: open again for others; not the end of a hold (PL3) or of a pause (PL15)
        count(*) filter (where not s.opening and s.state = 'open' and coalesce(s.before, 'draft') not in ('held', 'paused', 'open')) as opened,
        count(*) filter (where not s.opening and s.state = 'held') as offered,
        count(*) filter (where not s.opening and s.state = 'reserved') as assigned,
        bool_or((s.till > s.since or not s.opening) and s.state in ('open', 'held', 'reserved', 'trial', 'occupied', 'ending')) as takes_part
      from span s group by 1) x),
    (select coalesce(jsonb_agg(jsonb_build_object('month', x.month, 'open', x.open, 'fresh', x.fresh)), '[]') from (
      select o.month, count(*) as open, count(*) filter (where (o.month, o.place_id) in (select c.month, c.object_id from confirmed c)
        or (o.month, o.practitioner_id) in (select c.month, c.object_id from confirmed c)) as fresh
      from open_then o group by 1) x)
  into v_places, v_helpers, v_fresh;
  -- What became of each therapist's courses and appointments, for herself and for the coordination.
  select coalesce(jsonb_agg(coalesce(h.of, '{"opened": 0, "offered": 0, "assigned": 0, "takesPart": false}') || coalesce(c.of, '{}') || coalesce(a.of, '{}')
    || jsonb_build_object('id', coalesce(h.id, c.id, a.id))), '[]') into v_helpers
  from (select (e ->> 'id')::uuid as id, e as of from jsonb_array_elements(v_helpers) e) h
  full join (
    select al.practitioner_id as id, jsonb_build_object(
      'began', count(*) filter (where al.trial_at >= p_from and al.trial_at < v_till),
      'started', count(*) filter (where al.started_at >= p_from and al.started_at < v_till),
      'released', count(*) filter (where al.started_at is null and al.ended_at >= p_from and al.ended_at < v_till),
      'releasedByTherapist', count(*) filter (where al.started_at is null and al.ended_at >= p_from and al.ended_at < v_till and al.ended_by = 'therapist')) as of
    from placement.allocation al join directory.place p on p.id = al.place_id and p.kind not in ('CONSULT', 'SERVICE')
    where al.trial_at is not null
      and (al.trial_at >= p_from and al.trial_at < v_till or al.started_at >= p_from and al.started_at < v_till or al.ended_at >= p_from and al.ended_at < v_till)
      and (p_area = '' or exists (select 1 from placement.request q where q.id = al.request_id and q.criteria ->> 'postalCode' like v_like))
    group by 1) c on c.id = h.id
  full join (
    select a.practitioner_id as id, jsonb_build_object('attended', count(*) filter (where a.state = 'attended'), 'missed', count(*) filter (where a.state = 'no_show')) as of
    from scheduling.appointment a
    where a.starts_at >= p_from and a.starts_at < v_till and a.state in ('attended', 'no_show')
      and (p_area = '' or exists (select 1 from placement.request q where q.id = a.request_id and q.criteria ->> 'postalCode' like v_like))
    group by 1) a on a.id = coalesce(h.id, c.id);

  -- V15 by the day of raising, the highest level; exercises never count. Whole network.
  with raised as (
    select e.highest_level as level, (k.data ->> 'seconds')::numeric as seconds, coalesce((k.data ->> 'withinDeadline')::boolean, false) as in_time
    from crisis.emergency e
    -- "offset 0": by the emergency's own few events, not by all acknowledgements there ever were.
    left join lateral (select v.data from (select w.data, w.action, w.seq from platform.event w where w.object_id = e.id offset 0) v
      where v.action = 'crisis.emergency.acknowledged' order by v.seq limit 1) k on true
    where not e.drill and e.raised_at >= p_from and e.raised_at < v_till)
  select coalesce(jsonb_agg(jsonb_build_object('level', x.level, 'seconds', x.seconds, 'inTime', x.in_time, 'n', x.n)), '[]') into v_emergencies
  from (select level, seconds, in_time, count(*) as n from raised group by 1, 2, 3) x;

  -- V16 by the moment of ringing. Whole network.
  select coalesce(jsonb_agg(jsonb_build_object('answered', x.answered, 'seconds', x.seconds, 'n', x.n)), '[]') into v_phone
  from (select c.answered_at is not null as answered, round(extract(epoch from c.ended_at - c.answered_at))::int as seconds, count(*) as n
    from placement.phone_call c where c.at >= p_from and c.at < v_till group by 1, 2) x;

  return jsonb_build_object('courses', v_courses, 'appointments', v_appointments, 'firstCall', v_first_call, 'days', v_days, 'demand', v_demand,
    'places', v_places, 'helpers', v_helpers, 'fresh', v_fresh, 'emergencies', v_emergencies, 'phone', v_phone);
end $$;

-- What is so at a moment: who is on trial (V3), who waits (V17).
create function app.count_standing(p_till timestamptz, p_area text) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog set jit = off set plan_cache_mode = force_custom_plan
  set max_parallel_workers_per_gather = 0 set random_page_cost = 1 as $$
declare
  v_till timestamptz := p_till;
  v_like text := p_area || '%';
  v_waiting jsonb; v_on_trial integer;
begin
  select count(*) into v_on_trial from placement.allocation al join directory.place p on p.id = al.place_id and p.kind not in ('CONSULT', 'SERVICE')
    where al.trial_at < v_till and (al.started_at is null or al.started_at >= v_till) and (al.ended_at is null or al.ended_at >= v_till)
      and (p_area = '' or exists (select 1 from placement.request q where q.id = al.request_id and q.criteria ->> 'postalCode' like v_like));

  -- V17. Whoever came onto the list within 14 days was spoken to then.
  with listed as (
    select s.request_id, b.since
    from placement.request_state s
    cross join lateral (select min(b.at) as since from placement.request_state b where b.request_id = s.request_id and b.state = 'waiting') b
    join placement.request q on q.id = s.request_id and coalesce(q.criteria ->> 'postalCode', '') like v_like
    where s.state = 'waiting' and s.at < v_till
      and not exists (select 1 from placement.request_state l where l.request_id = s.request_id and l.seq > s.seq and l.at < v_till))
  select coalesce(jsonb_agg(jsonb_build_object('days', x.days, 'contacted', x.contacted, 'n', x.n)), '[]') into v_waiting
  from (select (v_till at time zone 'Europe/Berlin')::date - (w.since at time zone 'Europe/Berlin')::date as days,
      w.since >= v_till - interval '336 hours' or exists (select 1 from placement.contact c where c.request_id = w.request_id and c.result in ('reached', 'sent')
        and c.at >= v_till - interval '336 hours' and c.at < v_till) as contacted, count(*) as n
    from listed w group by 1, 2) x;

  return jsonb_build_object('onTrial', v_on_trial, 'waiting', v_waiting);
end $$;

-- A period counted whole from the facts: what the kept months must add up to.
create function app.count_figures(p_from timestamptz, p_to timestamptz, p_now timestamptz, p_area text) returns jsonb
language sql stable security definer set search_path = pg_catalog as $$
  select app.count_period(p_from, p_to, p_now, p_area) || app.count_standing(greatest(p_from, least(p_to, p_now)), p_area)
$$;

-- The moments to which what happened since a transaction may reach back: the months of those are counted anew. Null: anything may have changed.
create function app.figures_touched(p_seen xid8) returns table (at timestamptz)
language sql stable security definer set search_path = pg_catalog set plan_cache_mode = force_custom_plan as $$
  with news as materialized (
    select e.happened_at, e.action, e.object_kind, e.object_id from platform.event e
    where e.xid >= p_seen and e.kind in ('C', 'U', 'D', 'E') and split_part(e.action, '.', 1) in ('directory', 'scheduling', 'crisis', 'placement', 'portal', 'imports')),
  touched as materialized (
    -- marked, corrected (AP7), booked for a time gone by
    select a.request_id, a.starts_at, n.action from (select distinct object_id, action from news where object_kind = 'appointment') n
    join scheduling.appointment a on a.id = n.object_id),
  told as materialized (
    -- V1, V4 and V9 look at the first attended one: where that is or was this one, at all of its request
    select distinct t.request_id from touched t
    where t.action = 'scheduling.appointment.corrected'
      or (select count(*) from (select 1 from scheduling.appointment o where o.request_id = t.request_id and o.state = 'attended' limit 2) x) < 2
    union select n.object_id from news n where n.object_kind = 'request'
      and n.action not in ('placement.request.created', 'placement.request.triaged', 'placement.request.offered')
    -- V8 leaves out whoever was ever an emergency
    union select e.request_id from news n join crisis.emergency e on e.id = n.object_id where n.object_kind = 'emergency'
    union select c.request_id from news n join placement.phone_call c on c.id = n.object_id where n.object_kind = 'call')
  select distinct date_trunc('hour', x.at) from (
    select case when n.action like '%import%' then null else n.happened_at end from news n
    union all select t.starts_at from touched t
    union all select a.starts_at from told join scheduling.appointment a on a.request_id = told.request_id
    union all select s.at from told join placement.request_state s on s.request_id = told.request_id and s.state in ('triaged', 'closed')
    union all select u.at from told join placement.allocation al on al.request_id = told.request_id
      cross join lateral (values (al.trial_at), (al.started_at), (al.ended_at)) u (at) where u.at is not null
    union all select e.raised_at from news n join crisis.emergency e on e.id = n.object_id where n.object_kind = 'emergency'
    union all select c.at from news n join placement.phone_call c on c.id = n.object_id where n.object_kind = 'call') x (at)
$$;

-- Many months as one: rows that say the same are put together.
create function app.add_figures(p_months jsonb[]) returns jsonb
language sql immutable security definer set search_path = pg_catalog as $$
  with part as (select e.key, e.value from unnest(p_months) m (facts) cross join lateral jsonb_each(m.facts) e),
  plain as (
    select k.key, coalesce(jsonb_agg(x.said || jsonb_build_object('n', x.n)) filter (where x.said is not null), '[]') as rows
    from (values ('courses'), ('appointments'), ('firstCall'), ('days'), ('demand'), ('emergencies'), ('phone')) k (key)
    left join (select p.key, r.value - 'n' as said, sum((r.value ->> 'n')::bigint) as n from part p cross join lateral jsonb_array_elements(p.value) r
      where p.key in ('courses', 'appointments', 'firstCall', 'days', 'demand', 'emergencies', 'phone') group by 1, 2) x on x.key = k.key
    group by 1)
  select (select jsonb_object_agg(key, rows) from plain) || jsonb_build_object(
    'fresh', (select coalesce(jsonb_agg(r.value), '[]') from part p cross join lateral jsonb_array_elements(p.value) r where p.key = 'fresh'),
    'places', (select coalesce(jsonb_object_agg(x.state, x.seconds), '{}') from (
      select r.key as state, sum(r.value::bigint) as seconds from part p cross join lateral jsonb_each_text(p.value) r where p.key = 'places' group by 1) x),
    'helpers', (select coalesce(jsonb_agg(to_jsonb(x)), '[]') from (
      select h.id, sum(h.opened) as opened, sum(h.offered) as offered, sum(h.assigned) as assigned, bool_or(h."takesPart") as "takesPart",
        coalesce(sum(h.began), 0) as began, coalesce(sum(h.started), 0) as started, coalesce(sum(h.released), 0) as released,
        coalesce(sum(h."releasedByTherapist"), 0) as "releasedByTherapist", coalesce(sum(h.attended), 0) as attended, coalesce(sum(h.missed), 0) as missed
      from part p cross join lateral jsonb_to_recordset(p.value) h (id uuid, opened int, offered int, assigned int, "takesPart" boolean,
        began int, started int, released int, "releasedByTherapist" int, attended int, missed int)
      where p.key = 'helpers' group by 1) x))
$$;

-- Counts a year now and keeps it: only those of its months that are not kept, still ran when they were, or were touched since.
create function app.count_and_keep(p_from timestamptz, p_to timestamptz, p_now timestamptz, p_area text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_seen xid8 := pg_snapshot_xmin(pg_current_snapshot());
  v_began timestamptz; v_took interval := '0';
  v_month record; v_touched timestamptz[]; v_all boolean; v_facts jsonb; v_months jsonb[] := '{}';
begin
  select array_agg(t.at) filter (where t.at is not null), coalesce(bool_or(t.at is null), false) into v_touched, v_all
    from app.figures_touched(coalesce((select min(c.seen) from reports.counted c where c.area = p_area and c.period_from >= p_from and c.period_to <= p_to
      and c.period_from + interval '32 days' > c.period_to), v_seen)) t;
  for v_month in
    select b.since, b.till, c.as_of, c.facts from generate_series(0, 11) g (n)
    cross join lateral (select ((p_from at time zone 'Europe/Berlin') + make_interval(months => g.n)) at time zone 'Europe/Berlin' as since,
      ((p_from at time zone 'Europe/Berlin') + make_interval(months => g.n + 1)) at time zone 'Europe/Berlin' as till) b
    left join reports.counted c on c.period_from = b.since and c.period_to = b.till and c.area = p_area and c.as_of <= p_now
    where b.since <= p_now order by b.since
  loop
    if v_month.as_of is null or v_month.as_of < v_month.till or v_all
      or exists (select 1 from unnest(v_touched) t (at) where t.at >= v_month.since and t.at < v_month.till) then
      v_began := clock_timestamp();
      v_month.facts := app.count_period(v_month.since, v_month.till, p_now, p_area);
      v_took := clock_timestamp() - v_began;
      perform app.keep_figures(v_month.since, v_month.till, p_area, p_now, v_seen, v_took, v_month.facts);
    else
      update reports.counted c set seen = v_seen where c.period_from = v_month.since and c.period_to = v_month.till and c.area = p_area and c.seen < v_seen;
    end if;
    v_months := v_months || v_month.facts;
  end loop;
  v_began := clock_timestamp();
  v_facts := app.add_figures(v_months) || app.count_standing(greatest(p_from, least(p_to, p_now)), p_area);
  -- What it takes next time: one month, and adding them up.
  perform app.keep_figures(p_from, p_to, p_area, p_now, v_seen, v_took + (clock_timestamp() - v_began), v_facts);
  return v_facts;
end $$;
create function app.keep_figures(p_from timestamptz, p_to timestamptz, p_area text, p_now timestamptz, p_seen xid8, p_took interval, p_facts jsonb) returns void
language sql volatile security definer set search_path = pg_catalog as $$
  insert into reports.counted as c (period_from, period_to, area, as_of, seen, took_ms, facts)
    values (p_from, p_to, p_area, p_now, p_seen, (extract(epoch from p_took) * 1000)::integer, p_facts)
    on conflict (period_from, period_to, area) do update set as_of = excluded.as_of, seen = excluded.seen, took_ms = excluded.took_ms, facts = excluded.facts
    where c.seen <= excluded.seen
$$;

-- Whether a kept year may have changed since: a moment of it was touched, or it still runs and a day began.
create function app.figures_changed(p_kept reports.counted, p_now timestamptz) returns boolean
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if p_kept.as_of > p_now
    or p_kept.as_of < p_kept.period_to and (p_kept.as_of at time zone 'Europe/Berlin')::date <> (p_now at time zone 'Europe/Berlin')::date then
    return true;
  end if;
  -- Mostly nothing happened at all; then nothing needs to be traced.
  if not exists (select 1 from platform.event e where e.xid >= p_kept.seen and e.kind in ('C', 'U', 'D', 'E')
      and split_part(e.action, '.', 1) in ('directory', 'scheduling', 'crisis', 'placement', 'portal', 'imports')) then
    return false;
  end if;
  return exists (select 1 from app.figures_touched(p_kept.seen) t where t.at is null or t.at >= p_kept.period_from and t.at < p_kept.period_to);
end $$;

-- The figures of a year: what was kept, while nothing happened that could change it; else counted anew. While the year still runs, at least
-- once a day. Where counting takes longer than 50 ms (a city), the worker counts every minute, and a reader gets at most five minutes old
-- figures rather than waiting; their moment stands beside them.
create function app.figures(p_from timestamptz, p_to timestamptz, p_now timestamptz, p_area text) returns table (as_of timestamptz, facts jsonb)
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_kept reports.counted;
begin
  if not app.is_system() and app.account_id() is null then
    raise exception 'figures are for those who are signed in' using errcode = 'insufficient_privilege';
  end if;
  select * into v_kept from reports.counted c where c.period_from = p_from and c.period_to = p_to and c.area = p_area;
  if found and v_kept.as_of <= p_now and (v_kept.took_ms > 50 and v_kept.as_of > p_now - interval '5 minutes' or not app.figures_changed(v_kept, p_now)) then
    as_of := v_kept.as_of; facts := v_kept.facts;
  else
    as_of := p_now; facts := app.count_and_keep(p_from, p_to, p_now, p_area);
  end if;
  return next;
end $$;

-- A whole year as the network chose to publish it, for anybody. What leaves the house of it is suppressed (rules/suppression.ts).
create function app.published_figures(p_year integer, p_now timestamptz) returns table (as_of timestamptz, facts jsonb)
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_from timestamptz := make_timestamp(p_year, 1, 1, 0, 0, 0) at time zone 'Europe/Berlin';
  v_to timestamptz := make_timestamp(p_year + 1, 1, 1, 0, 0, 0) at time zone 'Europe/Berlin';
  v_kept reports.counted;
begin
  if v_to > p_now or not coalesce((select s.value @> to_jsonb(p_year) from platform.setting s
      where s.name = 'reports.published-years' and s.valid_from <= p_now order by s.valid_from desc limit 1), false) then
    return;
  end if;
  select * into v_kept from reports.counted c where c.period_from = v_from and c.period_to = v_to and c.area = '';
  if found and v_kept.as_of <= p_now and (v_kept.as_of >= v_to and v_kept.as_of > p_now - interval '5 minutes' or not app.figures_changed(v_kept, p_now)) then
    as_of := v_kept.as_of; facts := v_kept.facts;
  else
    as_of := p_now; facts := app.count_and_keep(v_from, v_to, p_now, '');
  end if;
  return next;
end $$;

-- The worker: what takes long to count and has changed is counted before somebody asks; and of whatever did not change it is written how far
-- the log was read, so that nobody reads it twice.
create function app.refresh_figures(p_now timestamptz) returns integer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_seen xid8 := pg_snapshot_xmin(pg_current_snapshot());
  v_kept reports.counted; v_count integer := 0;
begin
  if not app.is_system() then raise exception 'the worker counts ahead' using errcode = 'insufficient_privilege'; end if;
  for v_kept in select * from reports.counted c where c.period_to > c.period_from + interval '32 days' and c.as_of < p_now order by c.period_from desc, c.area limit 60 loop
    if not app.figures_changed(v_kept, p_now) then
      update reports.counted c set seen = v_seen where c.area = v_kept.area and c.period_from >= v_kept.period_from and c.period_to <= v_kept.period_to and c.seen < v_seen;
    elsif v_kept.took_ms > 50 then
      perform app.count_and_keep(v_kept.period_from, v_kept.period_to, p_now, v_kept.area);
      v_count := v_count + 1;
    end if;
  end loop;
  return v_count;
end $$;

-- The cases behind V1, for the coordination: day, therapist, and the request only where the relation to the person still stands.
create function app.figure_cases(p_from timestamptz, p_to timestamptz, p_now timestamptz, p_area text)
returns table (day date, practitioner_id uuid, place_kind text, request_id uuid)
language plpgsql stable security definer set search_path = pg_catalog as $$
declare v_queues text[] := app.queues(); v_account uuid := app.account_id(); v_practitioner uuid := app.practitioner_id();
begin
  if not 'coordinator' = any (coalesce(app.roles()::text[], '{}')) then
    raise exception 'single cases are for the coordination' using errcode = 'insufficient_privilege';
  end if;
  return query
  select (al.trial_at at time zone 'Europe/Berlin')::date, al.practitioner_id, p.kind, case when exists (
      select 1 from access.care_relation r where r.person_id = al.person_id and r.from_at <= app.now() and (r.until_at is null or r.until_at > app.now())
        and (r.kind = any (v_queues) or r.account_id = v_account or r.practitioner_id = v_practitioner)) then al.request_id end
  from placement.allocation al join directory.place p on p.id = al.place_id and p.kind not in ('CONSULT', 'SERVICE') join placement.request q on q.id = al.request_id
  where al.trial_at >= p_from and al.trial_at < least(p_to, p_now) and coalesce(q.criteria ->> 'postalCode', '') like p_area || '%'
    and al.id = app.first_course(al.request_id)
  order by al.trial_at, al.id;
end $$;

-- Since when there is anything to count, and from which areas callers came (three digits).
create function app.figure_periods(p_now timestamptz) returns table (first_day date, areas text[])
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if app.account_id() is null and not app.is_system() then
    raise exception 'figures are for those who are signed in' using errcode = 'insufficient_privilege';
  end if;
  return query select (least((select min(q.created_at) from placement.request q), p_now) at time zone 'Europe/Berlin')::date,
    (select coalesce(array_agg(x.area order by x.area), '{}') from (
      select left(l.postal_code, 3) as area from directory.location l where l.closed_at is null group by 1) x);
end $$;

revoke execute on function app.first_course(uuid), app.count_period(timestamptz, timestamptz, timestamptz, text), app.count_standing(timestamptz, text),
  app.count_figures(timestamptz, timestamptz, timestamptz, text), app.figures_touched(xid8), app.add_figures(jsonb[]),
  app.keep_figures(timestamptz, timestamptz, text, timestamptz, xid8, interval, jsonb), app.figures_changed(reports.counted, timestamptz),
  app.count_and_keep(timestamptz, timestamptz, timestamptz, text), app.refresh_figures(timestamptz), app.figures(timestamptz, timestamptz, timestamptz, text), app.published_figures(integer, timestamptz),
  app.figure_cases(timestamptz, timestamptz, timestamptz, text), app.figure_periods(timestamptz) from public;
grant execute on function app.figures(timestamptz, timestamptz, timestamptz, text), app.published_figures(integer, timestamptz), app.figure_cases(timestamptz, timestamptz, timestamptz, text),
  app.figure_periods(timestamptz) to geleit_app, geleit_jobs;
grant execute on function app.refresh_figures(timestamptz) to geleit_jobs;
