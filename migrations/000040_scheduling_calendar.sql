-- A therapist marks what stands in her own calendar, also after the relation to the person has ended.
create policy mark_own_calendar on scheduling.appointment for update to geleit_app
  using (practitioner_id = (select app.practitioner_id())) with check (practitioner_id = (select app.practitioner_id()));

-- Timers: slots whose start or end has passed (SL10), past appointments without a mark (AP2).
create index slot_start on scheduling.slot (starts_at) where live;
create index appointment_unmarked on scheduling.appointment (practitioner_id, ends_at) where state = 'booked';
create index weekly_time_valid on scheduling.weekly_time (valid_from) where withdrawn_at is null;
create index feed_practitioner on scheduling.feed (practitioner_id) where revoked_at is null;

-- What a calendar program gets for a secret: stretches of time, busy or free. No person, no kind, no place, no reason.
create function app.feed_entries(p_token_hash bytea, p_from timestamptz, p_to timestamptz)
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
  order by 2, 1
$$;
create function app.feed_known(p_token_hash bytea) returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select exists (select 1 from scheduling.feed where token_hash = p_token_hash and revoked_at is null)
$$;
revoke execute on function app.feed_entries(bytea, timestamptz, timestamptz), app.feed_known(bytea) from public;
grant execute on function app.feed_entries(bytea, timestamptz, timestamptz), app.feed_known(bytea) to geleit_app;
