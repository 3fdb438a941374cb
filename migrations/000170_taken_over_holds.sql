-- A hold whose time is over may be taken over by the next caller before the worker's second has come by. The request that held before
-- then holds nothing, and no row says its name any more: it is found by its own state and goes back to the desk (RQ5, I2).
create or replace function placement.expire_holds(p_now timestamptz) returns table (request_id uuid, place_id uuid, slot_id uuid)
language plpgsql volatile set search_path = pg_catalog as $$
declare
  v record;
  v_moved uuid;
begin
  perform set_config('app.at', p_now::text, true);
  for v in
    select h.request from (
      select p.held_for as request from directory.place p where p.state = 'held' and p.held_until <= p_now
      union
      select s.held_for from scheduling.slot s where s.state = 'held' and s.held_until <= p_now
      union
      select q.id from placement.request q where q.state = 'offered'
        and not exists (select 1 from scheduling.slot s where s.held_for = q.id and s.state = 'held')
        and not exists (select 1 from directory.place p where p.held_for = q.id and p.state = 'held')) h
    limit 500
  loop
    -- the request first, as everywhere; somebody at work on it is left alone until the next second
    perform 1 from placement.request q where q.id = v.request for update skip locked;
    if not found then continue; end if;
    place_id := null; slot_id := null; v_moved := null; request_id := v.request;
    update directory.place p set state = 'open', held_by = null, held_for = null, held_until = null, version = p.version + 1
      where p.held_for = v.request and p.state = 'held' and p.held_until <= p_now returning p.id into place_id;
    update scheduling.slot s set state = 'free', held_by = null, held_for = null, held_until = null, held_extended = false, version = s.version + 1
      where s.held_for = v.request and s.state = 'held' and s.held_until <= p_now returning s.id into slot_id;
    -- What it holds by now, since the list above was read, counts.
    update placement.request q set state = case when q.waiting_since is not null then 'waiting' else 'triaged' end, hold_lost_at = p_now, version = q.version + 1
      where q.id = v.request and q.state = 'offered'
        and not exists (select 1 from scheduling.slot s where s.held_for = q.id and s.state = 'held')
        and not exists (select 1 from directory.place p where p.held_for = q.id and p.state = 'held')
      returning q.id into v_moved;
    if place_id is not null or slot_id is not null or v_moved is not null then return next; end if;
  end loop;
end $$;
