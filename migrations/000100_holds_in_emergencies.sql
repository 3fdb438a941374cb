-- A booking waits while somebody is helped: what a request holds is kept longer, never shorter, and gets its usual minutes when it goes on.
create function placement.keep_hold(p_request uuid, p_until timestamptz) returns void language sql volatile set search_path = pg_catalog as $$
  update directory.place p set held_until = p_until, version = p.version + 1 where p.held_for = p_request and p.state = 'held' and p.held_until < p_until - interval '5 minutes';
  update scheduling.slot s set held_until = p_until, version = s.version + 1 where s.held_for = p_request and s.state = 'held' and s.held_until < p_until - interval '5 minutes';
$$;
create function placement.resume_hold(p_request uuid, p_until timestamptz) returns void language sql volatile set search_path = pg_catalog as $$
  update directory.place p set held_until = p_until, version = p.version + 1 where p.held_for = p_request and p.state = 'held' and p.held_until > p_until;
  update scheduling.slot s set held_until = p_until, version = s.version + 1 where s.held_for = p_request and s.state = 'held' and s.held_until > p_until;
$$;
revoke execute on function placement.keep_hold(uuid, timestamptz) from public;
revoke execute on function placement.resume_hold(uuid, timestamptz) from public;
grant execute on function placement.keep_hold(uuid, timestamptz), placement.resume_hold(uuid, timestamptz) to geleit_app, geleit_jobs;
