-- Five more minutes for place and slot together, once (SL3).
create function placement.extend_hold(p_request uuid, p_until timestamptz) returns void language sql volatile set search_path = pg_catalog as $$
  update directory.place p set held_until = p_until, version = p.version + 1 where p.held_for = p_request and p.state = 'held';
  update scheduling.slot s set held_until = p_until, held_extended = true, version = s.version + 1 where s.held_for = p_request and s.state = 'held' and not s.held_extended;
$$;
revoke execute on function placement.extend_hold(uuid, timestamptz) from public;
grant execute on function placement.extend_hold(uuid, timestamptz) to geleit_app;
