-- Requests of recognised callers within the desk's reach: open ones, those closed up to 7 days ago, and up to 90 days to reopen for the call.
create function app.desk_requests_of(p_persons uuid[], p_now timestamptz)
returns table (request_id uuid, state text, created_at timestamptz, closed_at timestamptz, may_reopen boolean)
language sql stable security definer set search_path = pg_catalog as $$
  select q.id, q.state, q.created_at, q.closed_at, q.state = 'closed'
  from placement.request q
  where q.person_id = any (p_persons) and app.roles() && array['desk', 'coordinator']
    and (q.closed_at is null or q.closed_at > p_now - interval '90 days')
    and exists (select 1 from access.care_relation c where c.person_id = q.person_id and c.kind = 'desk' and c.cause_id = q.id)
  order by q.closed_at desc nulls first, q.created_at desc limit 5
$$;
revoke execute on function app.desk_requests_of(uuid[], timestamptz) from public;
grant execute on function app.desk_requests_of(uuid[], timestamptz) to geleit_app;

-- Opens a closed request's relation again for the call (RQ12), at most 90 days after closing.
create function app.reopen_desk_relation(p_id uuid, p_request uuid, p_now timestamptz) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_person uuid;
begin
  if not (app.roles() && array['desk', 'coordinator']) then raise exception 'not the desk' using errcode = 'insufficient_privilege'; end if;
  select q.person_id into v_person from placement.request q
    where q.id = p_request and (q.closed_at is null or q.closed_at > p_now - interval '90 days');
  if v_person is null then return null; end if;
  insert into access.care_relation (id, person_id, kind, cause_kind, cause_id, from_at, set_by)
    select p_id, v_person, 'desk', 'request', p_request, p_now, app.account_id()
    where not exists (select 1 from access.care_relation c where c.person_id = v_person and c.kind = 'desk' and c.cause_id = p_request
      and (c.until_at is null or c.until_at > app.now()));
  return v_person;
end $$;
revoke execute on function app.reopen_desk_relation(uuid, uuid, timestamptz) from public;
grant execute on function app.reopen_desk_relation(uuid, uuid, timestamptz) to geleit_app;
